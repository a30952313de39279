"""The nearest word: what a mistyped name was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, candidates: Iterable[str], least: float = 50) -> str | None:
    """Return the candidate most like a word, or None where nothing is alike (0 to 100).

    >>> nearest("colums", ["rows", "columns"])
    'columns'
    >>> nearest("xyz", ["rows", "columns"]) is None
    True
    """
    from rapidfuzz import fuzz, process

    found = process.extractOne(word, sorted(set(candidates)), scorer=fuzz.ratio, score_cutoff=least)
    return found[0] if found else None
