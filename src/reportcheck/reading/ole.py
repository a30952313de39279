"""The old Office container (OLE2, "compound file") -> its streams, within bounds.

By [MS-CFB]. A file lies in sectors that are chained by a table; a chain that runs in a circle, or
out of the file, ends in a refusal.
"""

from __future__ import annotations

import struct

from reportcheck.classes import dataclass
from reportcheck.problem import Problem

_END = 0xFFFFFFFC
"""Sector numbers from here on are marks: free, end of chain, part of a table."""
_ENTRY = 128


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream of a container: its name, where it begins, and how many bytes it has."""

    name: str
    start: int
    size: int
    kind: int


class Container:
    """A compound file that was opened."""

    def __init__(self, path: str, data: bytes) -> None:
        self._path, self._data = path, data
        if len(data) < 512:
            raise self._damaged("truncated")
        shift, small = struct.unpack_from("<HH", data, 30)
        if shift not in {9, 12} or small != 6:
            raise self._damaged("header")
        self._size = 1 << shift
        self._sectors = len(data) // self._size + 1
        (directory,) = struct.unpack_from("<I", data, 48)
        self._cutoff, first_small, _, more, count = struct.unpack_from("<IIIII", data, 56)
        self._table = self._allocation(more, count)
        entries = self._chain(directory)
        self.streams = tuple(self._entries(entries))
        root = next((each for each in self.streams if each.kind == 5), None)
        self._small_table: tuple[int, ...] = ()
        self._small = b""
        if root is not None and first_small < _END:
            packed = self._chain(first_small)
            self._small_table = struct.unpack(f"<{len(packed) // 4}I", packed)
            self._small = self._chain(root.start)

    def _damaged(self, reason: str) -> Problem:
        return Problem("damaged-workbook", path=self._path, reason=reason)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._data):
            raise self._damaged("truncated")
        return self._data[start : start + self._size]

    def _allocation(self, more: int, count: int) -> tuple[int, ...]:
        """Return the table that names for each sector the one that follows it."""
        numbers = [*struct.unpack_from("<109I", self._data, 76)]
        seen = 0
        while more < _END and seen < min(count, self._sectors):
            listed = struct.unpack(f"<{self._size // 4}I", self._whole(more))
            numbers.extend(listed[:-1])
            more, seen = listed[-1], seen + 1
        used = [number for number in numbers if number < _END][: self._sectors]
        packed = b"".join(map(self._whole, used))
        return struct.unpack(f"<{len(packed) // 4}I", packed)

    def _whole(self, number: int) -> bytes:
        sector = self._sector(number)
        if len(sector) < self._size:
            raise self._damaged("truncated")
        return sector

    def _chain(self, number: int) -> bytes:
        parts: list[bytes] = []
        while number < _END:
            if len(parts) > self._sectors or number >= len(self._table):
                raise self._damaged("chain")
            parts.append(self._sector(number))
            number = self._table[number]
        return b"".join(parts)

    def _small_chain(self, number: int) -> bytes:
        parts: list[bytes] = []
        while number < _END:
            if len(parts) > len(self._small_table) or number >= len(self._small_table):
                raise self._damaged("chain")
            parts.append(self._small[number * 64 : number * 64 + 64])
            number = self._small_table[number]
        return b"".join(parts)

    def _entries(self, directory: bytes) -> list[Stream]:
        found = []
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            if kind not in {1, 2, 5} or not 2 <= length <= 64:
                continue
            name = directory[at : at + length - 2].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", directory, at + 116)
            found.append(Stream(name, start, size, kind))
        return found

    def read(self, *names: str) -> bytes | None:
        """Return the first of these streams that is there, or None."""
        for name in names:
            for stream in self.streams:
                if stream.kind == 2 and stream.name.lower() == name.lower():
                    small = stream.size < self._cutoff
                    whole = self._small_chain if small else self._chain
                    content = whole(stream.start)[: stream.size]
                    if len(content) < stream.size:
                        raise self._damaged("truncated")
                    return content
        return None
