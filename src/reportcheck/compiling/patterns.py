"""Regular expressions of rule files, as the engine of the columns reads them."""

from __future__ import annotations

import re
from typing import Final

import polars as pl

# What Python's expressions and Rust's read alike; any other pattern is left to the interpreter.
_UNLIKE: Final = re.compile(r"\(\?(?!:)|\[\[|&&|--|~~|\{,|\\[<>bBZzpPQEhHRXK]|\\x\{")


def rust_pattern(pattern: str) -> str | None:
    r"""Return a pattern for the whole of a text as Rust reads it, or None where that may differ.

    >>> rust_pattern("[A-Z]{2}-[0-9]{4}"), rust_pattern("(?i)a")
    ('\\A(?:[A-Z]{2}-[0-9]{4})\\z', None)
    """
    if _UNLIKE.search(pattern):
        return None
    written = rf"\A(?:{pattern})\z"
    try:
        pl.Series([""]).str.contains(written)
    except pl.exceptions.PolarsError:
        return None
    return written
