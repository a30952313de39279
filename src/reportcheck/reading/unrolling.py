"""Unrolling: a large part of a workbook unpacked piece by piece, and again from any piece on.

The unpacked sheet of a million rows is a third of a gibibyte; nobody needs it all at once.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from reportcheck.reading.unpacking import Member, packed

if TYPE_CHECKING:
    from zlib import _Decompress

_FED: Final = 1 << 16
_DEFLATED: Final = 8


class Spot(NamedTuple):
    """A place in a part, from which it can be unpacked: what was taken in, what was given out."""

    inflater: _Decompress
    taken: int
    given: int


class Roll:
    """A deflated part of an archive; only one that is as its directory describes it."""

    def __init__(self, data: bytes, member: Member) -> None:
        held = packed(data, member) if member.method == _DEFLATED else None
        if held is None:
            raise ValueError(member.name)
        self._packed = held
        self._size = member.size
        self._checksum = member.checksum

    def start(self) -> Spot:
        """Return the beginning of the part."""
        return Spot(zlib.decompressobj(-zlib.MAX_WBITS), 0, 0)

    def pieces(self, spot: Spot, size: int) -> Iterator[tuple[bytes, Spot]]:
        """Yield the pieces from a spot on, of about ``size`` bytes, each with the spot after it.

        Raises ValueError where the part is not what its directory says; from the start on, its
        checksum is compared.
        """
        inflater, taken, given = spot.inflater.copy(), spot.taken, spot.given
        checksum = 0 if not given else None
        while not inflater.eof:
            found: list[bytes] = []
            wanted = size
            while wanted > 0 and not inflater.eof:
                feed = self._packed[taken : taken + _FED]
                try:
                    piece = inflater.decompress(feed, wanted)
                except zlib.error as error:
                    raise ValueError(str(error)) from None
                taken += len(feed) - len(inflater.unconsumed_tail)
                if not feed and not piece:
                    raise ValueError(taken)
                found.append(piece)
                wanted -= len(piece)
            text = b"".join(found)
            given += len(text)
            if checksum is not None:
                checksum = zlib.crc32(text, checksum)
            yield text, Spot(inflater.copy(), taken, given)
        if given != self._size or checksum not in {None, self._checksum}:
            raise ValueError(given)
