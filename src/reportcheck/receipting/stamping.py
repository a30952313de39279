"""Files as they are: size and hash; and whether one was changed while it was checked."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, TypeAlias

from reportcheck.problem import Problem
from reportcheck.receipt import Stamp

Seen: TypeAlias = tuple[int, int, int] | None
"""How a file looks from outside: size, time of its last change, number; None: it is not there."""

STDIN: Final = "-"


def stamps_of(paths: Iterable[str]) -> dict[str, Seen]:
    """Return how files look before they are checked; standard input can have no receipt."""
    seen = {}
    for path in paths:
        if path == STDIN:
            raise Problem("receipt-stdin")
        seen[path] = _seen(path)
    return seen


def stamp(path: str) -> Stamp:
    """Return the size and the hash of a file, None for each where it cannot be read.

    >>> stamp("no such file")
    Stamp(path='no such file', size=None, sha256=None)
    """
    try:
        with Path(path).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return Stamp(path, file.tell(), digest)
    except (OSError, ValueError):
        return Stamp(path)


def unchanged(path: str, before: Mapping[str, Seen]) -> Stamp:
    """Return the stamp of a file that is as it was before it was checked; else raise a Problem."""
    made = stamp(path)
    if _seen(path) != before[path]:
        raise Problem("receipt-changed", path=path)
    return made


def _seen(path: str) -> Seen:
    try:
        status = os.stat(path)  # noqa: PTH116 - a name with a NUL is no error
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino
