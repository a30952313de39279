"""Regular expressions of a rule file: only what every engine reads alike, in linear time.

They run in Python and in Rust's regex; look-around, back-references, possessive signs and what the
two write differently are refused.
"""

from __future__ import annotations

import re
import warnings
from typing import Final

_MOST_REPEATS: Final = 1000
_TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:P?[<=!>]|[^)]{0,20}?[:)])|[*+?][+]|\{\d+(?:,\d*)?\}\+?|.",
    re.DOTALL,
)
_GROUP = re.compile(r"\(\?(?:P<|:|[imsx]+[:)]|[imsx]*-[imsx]+:)")


def linear_fault(pattern: str) -> str | None:
    r"""Return why a pattern cannot be used on values, or None where it can.

    >>> linear_fault(r"[A-Z]{2}\d+") is None
    True
    >>> linear_fault("(?=x)"), linear_fault("a++"), linear_fault("(")
    ('look-around', 'possessive', 'missing ), unterminated subpattern at position 0')
    """
    fault = python_fault(pattern)
    if fault is not None:
        return fault
    for token in _TOKEN.findall(pattern):
        reason = _refused(token)
        if reason is not None:
            return reason
    return None


def python_fault(pattern: str) -> str | None:
    """Return why Python cannot read a pattern, or None where it can."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            re.compile(pattern)
        except (re.error, RecursionError, OverflowError, Warning) as error:
            return str(error)
    return None


def _refused(token: str) -> str | None:
    if token.startswith("(?") and not _GROUP.match(token):
        return "look-around" if token[2:3] in {"=", "!", "<"} else "group"
    if len(token) > 1 and token[0] in "*+?{" and token[-1] == "+":
        return "possessive"
    if token[0] == "\\" and (token[1:] in set("123456789") or token[1:] in {"0", "Z", "N"}):
        return "back-reference" if token[1:].isdigit() and token[1:] != "0" else "escape"
    if token[0] == "{" and any(int(n) > _MOST_REPEATS for n in re.findall(r"\d+", token)):
        return "repeats"
    return None


def groups(pattern: str) -> frozenset[str]:
    """Return the names of the groups of a pattern that can be read.

    >>> groups("(?P<agency>.+)") == {"agency"}
    True
    """
    return frozenset(re.compile(pattern).groupindex)
