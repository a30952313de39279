"""Turns: results that come in any order are handed on in the order of their files.

What comes before its turn waits: a little of it in memory, the rest on disk, for one slow file may
keep a hundred thousand others waiting.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import field
from typing import IO, Final, Generic, TypeAlias

from reportcheck.batch.task import Result
from reportcheck.classes import dataclass
from reportcheck.problem import Problem

ROOM: Final = 1 << 24
"""Bytes of results that wait in memory."""

_Waiting: TypeAlias = bytes | tuple[int, int]
"""A packed result, or where it stands on disk and how long it is."""


@dataclass
class Turns(Generic[Result]):
    """Hands each result to ``take`` when all before it were handed on.

    >>> said = []
    >>> turns = Turns(said.append)
    >>> turns.put(1, "second")
    >>> turns.put(0, "first")
    >>> said
    ['first', 'second']
    """

    take: Callable[[Result | Problem], None]
    room: int = ROOM
    _next: int = 0
    _waiting: dict[int, _Waiting] = field(default_factory=dict)
    _held: int = 0
    _disk: IO[bytes] | None = None

    def put(self, place: int, result: Result | Problem) -> None:
        """Hand a result on, and those that waited for it; or let it wait for its turn."""
        if place != self._next:
            self._keep(place, pickle.dumps(result, pickle.HIGHEST_PROTOCOL))
            return
        self._next += 1
        self.take(result)
        while (waiting := self._waiting.pop(self._next, None)) is not None:
            self._next += 1
            # The bytes were packed by this program, right here.
            self.take(pickle.loads(self._bytes(waiting)))  # noqa: S301
        if not self._waiting and self._disk is not None:
            self._disk.seek(0)
            self._disk.truncate()

    def close(self) -> None:
        """Give back what was kept on disk."""
        if self._disk is not None:
            self._disk.close()

    def _keep(self, place: int, packed: bytes) -> None:
        if self._held + len(packed) <= self.room:
            self._held += len(packed)
            self._waiting[place] = packed
            return
        if self._disk is None:
            import tempfile

            # Closed when all is done: it is no block of this function.
            self._disk = tempfile.TemporaryFile(prefix="reportcheck-")  # noqa: SIM115
        at = self._disk.seek(0, 2)
        try:
            self._disk.write(packed)
        except OSError as error:
            raise Problem("no-room", why=error.strerror or str(error)) from None
        self._waiting[place] = at, len(packed)

    def _bytes(self, waiting: _Waiting) -> bytes:
        if isinstance(waiting, bytes):
            self._held -= len(waiting)
            return waiting
        assert self._disk is not None  # noqa: S101 - where else would it wait
        at, size = waiting
        self._disk.seek(at)
        return self._disk.read(size)
