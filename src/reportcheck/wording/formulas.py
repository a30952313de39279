"""A formula as written, taken apart for a sentence: condition, sides and sign, or a function."""

from __future__ import annotations

import re

from reportcheck.classes import dataclass
from reportcheck.page import Lang
from reportcheck.patterns import pattern
from reportcheck.wording.filling import phrase

_PIECE = pattern(
    r"""'[^']*'|"[^"]*"|[()\[\]]|≠|≤|≥|!=|<=|>=|=|<|>|,|\b(?:if|then|and|or|not)\b|\s+|.""",
    re.DOTALL,
)
_OPERATORS = {"≠": "!=", "≤": "<=", "≥": ">="}
_CALL = pattern(r"\s*(\w+)\s*\((.*)\)\s*", re.DOTALL)
_DEEPER, _SHALLOWER = {"(", "["}, {")", "]"}


@dataclass(frozen=True, slots=True)
class Parts:
    """What a check says: ``requirement``, where ``condition`` holds.

    ``left``, ``operator`` and ``right`` are set where the requirement is one comparison,
    ``function`` and ``arguments`` where it is one call.
    """

    requirement: str
    condition: str = ""
    left: str = ""
    operator: str = ""
    right: str = ""
    function: str = ""
    arguments: tuple[str, ...] = ()


def parts(check: str) -> Parts:
    """Take a check apart; what is neither comparison nor call stays whole.

    >>> parts("if kind = 'A' then budget > 0")
    Parts(requirement='budget > 0', condition="kind = 'A'", left='budget', operator='>', \
right='0', function='', arguments=())
    """
    condition, requirement = _if_then(check.translate(_HALF_WIDTH).strip())
    comparisons = _split(requirement, {"=", "!=", "<", "<=", ">", ">=", *_OPERATORS})
    if len(comparisons) == 3 and not _joined(requirement):
        left, operator, right = comparisons
        return Parts(requirement, condition, left, _OPERATORS.get(operator, operator), right)
    call = _CALL.fullmatch(requirement)
    if call and _balanced(call[2]):
        arguments = tuple(_split(call[2], {","})[::2])
        return Parts(requirement, condition, function=call[1], arguments=arguments)
    return Parts(requirement, condition)


def in_words(formula: str, lang: Lang) -> str:
    """Return a formula with signs and words that people read who write no formulas.

    >>> in_words("a <= b and c != 'x or y'", "zh")
    "a ≤ b，且 c ≠ 'x or y'"
    """
    told = ""
    for piece in _PIECE.findall(formula):
        joined = phrase(f"relation.{piece}", lang) if piece in {"and", "or"} else ""
        if joined:
            told = told.rstrip() + joined
        elif not (piece.isspace() and told.endswith((" ", "，"))):
            told += _SIGNS.get(piece, piece)
    return told.strip()


_SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠"}
_HALF_WIDTH = str.maketrans("（），＝＜＞", "(),=<>")


def _if_then(text: str) -> tuple[str, str]:
    pieces = _split(text, {"if", "then"})
    if len(pieces) >= 5 and pieces[:2] == ["", "if"] and pieces[3] == "then":
        return pieces[2], " ".join(pieces[4:])
    return "", text


def _joined(text: str) -> bool:
    return len(_split(text, {"and", "or", "not"})) > 1


def _split(text: str, at: set[str]) -> list[str]:
    """Split at words or signs that stand outside quotes and brackets; the separators stay."""
    depth, pieces = 0, [""]
    for piece in _PIECE.findall(text):
        depth += (piece in _DEEPER) - (piece in _SHALLOWER)
        if depth == 0 and piece in at:
            pieces += [piece, ""]
        else:
            pieces[-1] += piece
    return [piece.strip() for piece in pieces]


def _balanced(text: str) -> bool:
    depth = 0
    for piece in _PIECE.findall(text):
        depth += (piece in _DEEPER) - (piece in _SHALLOWER)
        if depth < 0:
            return False
    return True
