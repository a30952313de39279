"""Sentences with blanks, and how they are filled in with text that nobody has checked."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from reportcheck.page import Lang
from reportcheck.text import visible
from reportcheck.wording.periods import in_chinese

_FROM_CELLS = frozenset({"shown", "found"})
"""Facts that hold what stands in a cell, however long that is."""

_PERIODS = frozenset({"period", "taken", "differing", "named", "inside"})
"""Facts that are periods, or may be: what is none stays as it is."""

_LISTS = frozenset({
    "agencies", "alike", "allowed", "candidates", "columns", "headings", "here", "labels",
    "lengths", "lines", "paths", "places", "sheets", "which",
})  # fmt: skip
"""Facts that hold several texts, a line each."""

_BLANK = re.compile(r"\{([a-z_]+)(?::([^{}|]*)\|([^{}|]*))?\}")


def fill(template: str, facts: Mapping[str, object]) -> str:
    """Put facts into ``{blanks}`` once and literally; a blank without its fact stays as it is.

    ``{count:file|files}`` is the word that goes with a number: the first with 1, else the second.

    >>> fill("{row}: {left} {x}", {"row": "{left}", "left": 3})
    '{left}: 3 {x}'
    >>> fill("{count} {count:file|files}", {"count": 1})
    '1 file'
    """

    def one(found: re.Match[str]) -> str:
        name, singular, plural = found.groups()
        if name not in facts:
            return found.group()
        fact = str(facts[name])
        return fact if singular is None else singular if fact == "1" else plural

    return _BLANK.sub(one, template)


@cache
def catalogue(lang: Lang) -> Mapping[str, str]:
    """Return the sentences of a language by their keys."""
    module = import_module(f"reportcheck.wording.{lang}")
    sentences: Mapping[str, str] = module.SENTENCES
    return sentences


def phrase(code: str, lang: Lang, /, **facts: object) -> str:
    """Return the sentence for a code, with its facts made safe to show.

    >>> phrase("count.pass", "en", count=3)
    '3 passed'
    """
    return fill(catalogue(lang)[code], said(facts, lang))


def said(facts: Mapping[str, object], lang: Lang) -> dict[str, str]:
    """Return facts as text that is safe to show; several make a list in words."""
    return {name: _say(name, fact, lang) for name, fact in facts.items()}


def safe(text: str) -> str:
    """Return text that is safe to show and whole: sums, labels and names are never shortened."""
    return visible(text, limit=sys.maxsize)


def _say(name: str, fact: object, lang: Lang) -> str:
    show = visible if name in _FROM_CELLS else safe
    if name in _PERIODS and lang == "zh" and isinstance(fact, str):
        return safe(in_chinese(fact))
    if name in _LISTS and isinstance(fact, str):
        fact = fact.split("\n")
    if isinstance(fact, list | tuple | set | frozenset):
        parts = sorted(map(str, fact)) if isinstance(fact, set | frozenset) else map(str, fact)
        return catalogue(lang)["list.comma"].join(show(part) for part in parts)
    return show("" if fact is None else str(fact))
