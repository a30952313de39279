"""The body of a big text in blocks of whole lines, as UTF-8, that can be read once more."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import FileIO

from reportcheck.classes import dataclass

BLOCK = 1 << 23
"""The bytes of a block: some ten thousand lines, so that what each of them costs counts little."""
LONGEST_LINE = 1 << 26
"""A line of more bytes ends the stream: nothing in it could be bounded."""
_STEP = 1 << 12


class Unstreamable(Exception):
    """What a stream cannot tell: the file has to be read whole, or refused."""


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines as UTF-8: ``size`` bytes of the file from ``begin`` on."""

    data: bytes
    begin: int
    size: int
    last: bool = False


class Body:
    """The lines of a file from a byte on, in its own encoding; they can be read again by block."""

    def __init__(self, path: str, codec: str, *, block: int = BLOCK) -> None:
        self._path = path
        self._codec = codec
        self._block = block

    def blocks(self, begin: int) -> Iterator[Block]:
        """Yield all blocks from a byte on."""
        with open(self._path, "rb", buffering=0) as file:  # noqa: PTH123 - the path is the user's
            if self._codec == "utf-8":
                yield from _whole_lines(file, begin, self._block)
            else:
                file.seek(begin)
                yield from self._recoded(file, begin)

    def again(self, begin: int, size: int) -> bytes:
        """Return some whole lines once more, as UTF-8."""
        with open(self._path, "rb") as file:  # noqa: PTH123 - the path is the user's
            file.seek(begin)
            data = file.read(size)
        return data if self._codec == "utf-8" else data.decode(self._codec).encode()

    @contextmanager
    def nearby(self, begin: int) -> Iterator[Callable[[int, int], bytes] | None]:
        """Give what reads a few bytes from a byte on, or None where the file has to be recoded."""
        if self._codec != "utf-8":
            yield None
            return
        with open(self._path, "rb", buffering=0) as file:  # noqa: PTH123 - the path is the user's

            def read(at: int, most: int) -> bytes:
                file.seek(begin + at)
                return file.read(most)

            yield read

    def ahead(self, begin: int, size: int) -> bytes:
        """Return whole lines from a byte on, about so many bytes of them, as UTF-8."""
        with open(self._path, "rb") as file:  # noqa: PTH123 - the path is the user's
            file.seek(begin)
            data = file.read(size)
        text = codecs.getincrementaldecoder(self._codec)("replace").decode(data)
        if len(data) == size:
            text = text[: text.rfind("\n") + 1]
        return text.encode()

    def measured(self, data: bytes) -> int:
        """Return how many bytes of the file a text in UTF-8 takes up."""
        return len(data) if self._codec == "utf-8" else len(data.decode().encode(self._codec))

    def _recoded(self, file: FileIO, begin: int) -> Iterator[Block]:
        """Yield blocks of another encoding; what cannot be decoded is for others to tell."""
        decoder = codecs.getincrementaldecoder(self._codec)()
        text, at = "", begin
        while True:
            piece = file.read(self._block)
            try:
                text += decoder.decode(piece, not piece)
            except UnicodeDecodeError:
                raise Unstreamable from None
            cut = len(text) if not piece else text.rfind("\n") + 1
            if len(text) - cut > LONGEST_LINE:
                raise Unstreamable
            if cut or not piece:
                whole = text[:cut]
                size = len(whole.encode(self._codec))
                yield Block(whole.encode(), at, size, not piece)
                at, text = at + size, text[cut:]
            if not piece:
                return


def _whole_lines(file: FileIO, begin: int, size: int) -> Iterator[Block]:
    end = file.seek(0, os.SEEK_END)
    while True:
        # What is left joins the last block: notes at the end stand in one block.
        last = end - begin < 2 * size
        stop = end if last else _line_end(file, begin + size, end)
        file.seek(begin)
        yield Block(file.read(stop - begin), begin, stop - begin, last or stop == end)
        begin = stop
        if last or stop == end:
            return


def _line_end(file: FileIO, at: int, end: int) -> int:
    """Return where the line ends that a byte belongs to."""
    file.seek(at)
    step, found = _STEP, -1
    while at < end and found < 0:
        if step > LONGEST_LINE:
            raise Unstreamable
        piece = file.read(step)
        found = piece.find(b"\n")
        at += len(piece) if found < 0 else found + 1
        step *= 2
    return at
