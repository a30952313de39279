"""The nearest word: what a mistyped name was probably meant to be, or is called elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

ELSEWHERE: Final = {
    "between": "1 <= x <= 2", "range": "1 <= x <= 2", "in": "one_of", "isin": "one_of",
    "is_in": "one_of", "avg": "mean", "average": "mean", "total": "sum",
    "length": "matches(x, '.{3}')", "len": "matches(x, '.{3}')",
    "regex": "matches", "regexp": "matches", "match": "matches",
    "like": "matches", "rlike": "matches", "isnull": "blank", "is_null": "blank",
    "isna": "blank", "is_na": "blank", "isblank": "blank", "is_blank": "blank",
    "isempty": "blank", "is_empty": "blank", "empty": "blank", "notnull": "filled",
    "not_null": "filled", "notna": "filled", "exists": "filled", "previous": "prev",
    "lag": "prev", "last": "prev", "prior": "prev", "lastyear": "prev",
    "distinct": "unique", "is_unique": "unique", "iif": "if … then …", "ifelse": "if … then …",
    "if": "if … then …", "and": "a and b", "or": "a or b", "σ": "sum", "∑": "sum",
    "sumif": "sum(t::x where …)", "sumifs": "sum(t::x where …)", "countif": "count(t where …)",
    "counta": "count", "countblank": "blank", "iferror": "if … then …",
}  # fmt: skip
"""What functions of formulas are called by other tools, and how that is written here."""


def nearest(word: str, candidates: Iterable[str], least: float | None = None) -> str | None:
    """Return the candidate most like a word, or None where nothing is alike (0 to 100).

    Where nothing is said, 60 is alike; of words of two or three letters half is.

    >>> nearest("colums", ["rows", "columns"])
    'columns'
    >>> nearest("T", ["t", "staff"])
    't'
    >>> nearest("xyz", ["rows", "columns"]) is None
    True
    """
    from rapidfuzz import fuzz, process

    least = (50 if len(word) < 4 else 60) if least is None else least
    found = process.extractOne(
        word, sorted(set(candidates)), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=least
    )
    return found[0] if found else None
