"""The body of a big text in blocks of whole lines, as UTF-8, that can be read once more."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

BLOCK = 1 << 22
"""The bytes of a block: some ten thousand lines, little enough for the caches of a processor."""
LONGEST_LINE = 1 << 26
"""A line of more bytes ends the stream: nothing in it could be bounded."""


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
        with open(self._path, "rb") as file:  # noqa: PTH123 - the path is the user's
            file.seek(begin)
            if self._codec == "utf-8":
                yield from _whole_lines(file, begin, self._block)
            else:
                yield from self._recoded(file, begin)

    def again(self, begin: int, size: int) -> bytes:
        """Return some whole lines once more, as UTF-8."""
        with open(self._path, "rb") as file:  # noqa: PTH123 - the path is the user's
            file.seek(begin)
            data = file.read(size)
        return data if self._codec == "utf-8" else data.decode(self._codec).encode()

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

    def _recoded(self, file: BinaryIO, begin: int) -> Iterator[Block]:
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


def _whole_lines(file: BinaryIO, begin: int, size: int) -> Iterator[Block]:
    rest, piece = b"", file.read(size)
    while True:
        following = file.read(size) if len(piece) == size else b""
        if len(following) < size:
            # What is left joins the last block: notes at the end stand in one block.
            data = b"".join((rest, piece, following))
            yield Block(data, begin, len(data), last=True)
            return
        cut = piece.rfind(b"\n") + 1
        if len(rest) + len(piece) - cut > LONGEST_LINE:
            raise Unstreamable
        if cut:
            data = rest + piece[:cut] if rest else piece[:cut]
            yield Block(data, begin, len(data))
            begin += len(data)
            rest = piece[cut:]
        else:
            rest += piece
        piece = following
