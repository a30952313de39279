"""What is wrong with a command line, in our own words: the library says it in English alone."""

from __future__ import annotations

import re
from typing import Final

from reportcheck.near import nearest
from reportcheck.page import Lang
from reportcheck.wording import phrase

_KINDS: Final = (
    ("option", r"No such option: (?P<name>\S+)(?: \(Possible options: (?P<others>.*)\))?"),
    ("command", r"No such command '(?P<name>.*)'\."),
    ("missing", r"Missing (?:argument|option|parameter) '(?P<name>.*)'\."),
    ("surplus", r"Got unexpected extra argument\S* \((?P<name>.*)\)"),
    ("valueless", r"Option '(?P<name>.*)' requires an argument\."),
    ("valued", r"Option '(?P<name>.*)' does not take a value\."),
)


def in_words(message: str, lang: Lang) -> str:
    """Return a complaint about the command line; one that is not known as it stands.

    >>> in_words("No such option: --rule (Possible options: --color, --rules)", "en")
    'there is no option --rule, did you mean "--rules"?'
    """
    for kind, pattern in _KINDS:
        found = re.fullmatch(pattern, message)
        if found is None:
            continue
        said = phrase(f"usage.{kind}", lang, name=found["name"])
        others = found.groupdict().get("others")
        meant = nearest(found["name"], others.split(", "), 60) if others else None
        return said + (phrase("problem.suggestion", lang, suggestion=meant) if meant else "")
    return message
