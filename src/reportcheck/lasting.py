"""Whether a process checks one file or many: what a first file teaches is kept for others alone.

Most runs check one file, and to find out what others may have in common with it takes as long as
to read it.
"""

from __future__ import annotations

from typing import Final

_MANY: Final = [False]


def expect_many() -> None:
    """Let this process keep what it finds out from its first file on."""
    _MANY[0] = True


def expects_many() -> bool:
    """Tell whether this process has been told that it checks many files."""
    return _MANY[0]
