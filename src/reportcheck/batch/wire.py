"""Wire: what processes say to one another over a pipe, one message after the other."""

from __future__ import annotations

import os
import pickle
import struct
from typing import Final

from reportcheck.classes import dataclass

_HEAD: Final = struct.Struct("<Q")
_PIECE: Final = 1 << 16

BEGIN: Final = _HEAD.pack(0)
"""A message without a body: the work on the next file begins."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some files to work on, in this order, and the seconds and bytes of memory that each may take.

    No more than a few tenths of a second of work: what comes back is told once they are all done.
    """

    paths: tuple[str, ...]
    seconds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """What came of every file of a chunk, the seconds that it took, and whether to go on.

    A ``spent`` process holds much memory that it does not give back: another one takes its place.
    """

    results: tuple[object, ...]
    seconds: float
    spent: bool


def send(sink: int, message: object) -> None:
    """Put a message into a pipe."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    left = memoryview(_HEAD.pack(len(data)) + data)
    while left:
        left = left[os.write(sink, left) :]


def receive(source: int) -> object:
    """Take the next message out of a pipe, None for BEGIN; an EOFError where there is no more."""
    (size,) = _HEAD.unpack(_exactly(source, _HEAD.size))
    # Only processes that this program started itself hold the other end.
    return pickle.loads(_exactly(source, size)) if size else None  # noqa: S301


def _exactly(source: int, size: int) -> bytes:
    pieces = []
    while size:
        piece = os.read(source, min(size, _PIECE))
        if not piece:
            raise EOFError
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
