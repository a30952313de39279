"""Limits: how much of a file is read at most, so that no file takes all memory or all day.

Each can be set by an environment variable, ``REPORTCHECK_MAX_`` and its name; docs/limits.md has
the table. What is beyond a limit is refused before memory is asked for, never read in part.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Final, Literal, TypeAlias

from reportcheck.problem import Problem

PREFIX: Final = "REPORTCHECK_MAX_"

Name: TypeAlias = Literal[
    "FILE_BYTES",
    "UNPACKED_BYTES",
    "MARKUP_BYTES",
    "PAGE_BYTES",
    "CELLS",
    "DOCUMENT_CELLS",
    "COLUMNS",
    "SHEETS",
    "MERGES",
    "TEXT_CELLS",
    "SHARED_BYTES",
    "SECONDS",
    "MEMORY_BYTES",
    "FILE_SECONDS",
    "FILE_MEMORY_BYTES",
]

LIMITS: Final[Mapping[Name, int]] = {
    "FILE_BYTES": 1 << 30,
    "UNPACKED_BYTES": 1 << 29,
    "MARKUP_BYTES": 24 << 20,
    "PAGE_BYTES": 1 << 23,
    "CELLS": 1 << 24,
    "DOCUMENT_CELLS": 1 << 20,
    "COLUMNS": 1 << 14,
    "SHEETS": 10_000,
    "MERGES": 1 << 17,
    "TEXT_CELLS": 1 << 24,
    "SHARED_BYTES": 1 << 29,
    "SECONDS": 10,
    "MEMORY_BYTES": 1 << 32,
    "FILE_SECONDS": 60,
    "FILE_MEMORY_BYTES": 1 << 32,
}
"""What each limit is where nothing else is said.

A file is read whole, and no filled-in table comes near a gibibyte; half of that unpacked is about
a million rows of twelve columns. CELLS are those that the sheets span, each from first to last:
sixteen columns of full height; TEXT_CELLS those of a text, a GiB of memory. A sheet has no more
columns than COLUMNS in any spreadsheet program.
The markup of documents and OpenDocument workbooks is read event by event, which takes seconds for
MARKUP_BYTES, and so does a web page of PAGE_BYTES; their tables may span DOCUMENT_CELLS.
The texts that cells of a workbook share are copied into every cell: SHARED_BYTES are the copies.
A binary workbook is read in a process of its own, which may take SECONDS and MEMORY_BYTES.
Where several files are checked, each may take FILE_SECONDS, and a second more for each mebibyte of
it; the process that checks it FILE_MEMORY_BYTES, and eight times the size of a large file.
"""

_NUMBER = re.compile(r"([0-9]{1,15})([KMG]?)", re.IGNORECASE)
_UNITS = {"": 0, "K": 10, "M": 20, "G": 30}


def most(name: Name) -> int:
    """Return a limit: what the environment says, else its default; K, M and G are powers of 1024.

    >>> most("COLUMNS")
    16384
    """
    given = os.environ.get(PREFIX + name, "").strip()
    return _number(PREFIX + name, given) if given else LIMITS[name]


def _number(variable: str, given: str) -> int:
    found = _NUMBER.fullmatch(given)
    if found is None or not (limit := int(found[1]) << _UNITS[found[2].upper()]):
        raise Problem("wrong-limit", variable=variable, given=given)
    return limit


_HEEDED: list[tuple[tuple[str, str], ...]] = [()]
_FOR_GOOD: list[bool] = [False]


def in_force() -> tuple[tuple[str, str], ...]:
    """Return what the environment said of limits when a file was opened last."""
    return _HEEDED[0]


def heed_all() -> None:
    """Refuse a limit that is misspelt or no number: it would not hold, and nobody would know."""
    if _FOR_GOOD[0]:
        return
    given = tuple([(name, os.environ[name]) for name in os.environ if name.startswith(PREFIX)])
    if given == in_force():  # found to be in order before
        return
    for variable, text in given:
        if variable.removeprefix(PREFIX) not in LIMITS:
            raise Problem("unknown-limit", variable=variable, known=[*LIMITS])
        if text.strip():
            _number(variable, text.strip())
    _HEEDED[0] = given


def heed_for_good() -> None:
    """Heed the limits now and never again: of a worker the environment stays as it is.

    If one is misspelt, each file is still refused for it.
    """
    with suppress(Problem):
        heed_all()
        _FOR_GOOD[0] = True


def too_large(path: str, name: Name) -> Problem:
    """Return the refusal of a file that goes beyond a limit; it names the variable to set."""
    what = name.lower().replace("_", "-")
    facts = {"path": path, "what": what, "limit": most(name), "variable": PREFIX + name}
    if name == "TEXT_CELLS":
        return Problem("too-much-text", **facts)
    return Problem("too-large", **facts)


def hold(path: str, name: Name, size: int) -> None:
    """Refuse a file whose ``size`` of something is beyond its limit."""
    if size > most(name):
        raise too_large(path, name)
