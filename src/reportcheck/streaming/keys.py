"""Keys of very many records: which may occur twice, told by 64 bits of each, on disk if need be."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from typing import IO, Final

import polars as pl

from reportcheck.streaming.blocks import Unstreamable

IN_MEMORY: Final = 1 << 22
"""So many keys are kept in memory; of more, all are put on disk, parted by their first bits."""
_CHUNK: Final = 1 << 20
_BITS: Final = 4
_MOST_LINES: Final = 2**32 - 1
_KEY: Final = "key"


def hashed(columns: Sequence[pl.Series]) -> pl.Series:
    """Return 64 bits for each row, null where a value is not known."""
    first, *others = columns
    found = _bits(first)
    for each in others:
        # Wraps around: these are bits, and no numbers.
        found = found * 0x9E3779B97F4A7C15 + _bits(each)
    return found.alias(_KEY)


def _bits(column: pl.Series) -> pl.Series:
    found = column.hash()
    return found.set(column.is_null(), None) if column.null_count() else found


class Keys:
    """The keys of all records with the line of each, gathered block by block."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._in_memory = in_memory
        self._held: list[pl.DataFrame] = []
        self._count = 0
        self._pending = 0
        self._file: IO[bytes] | None = None
        self._parts: dict[int, list[tuple[int, int]]] = {}

    def add(self, keys: pl.Series, lines: pl.Series) -> None:
        """Take in keys with their lines; those that are not known are left out."""
        if len(lines) and int(lines[-1]) > _MOST_LINES:
            raise Unstreamable
        frame = pl.DataFrame([keys.alias(_KEY), lines.cast(pl.UInt32).alias("line")])
        if keys.null_count():
            frame = frame.filter(pl.col(_KEY).is_not_null())
        self._held.append(frame)
        self._count += frame.height
        self._pending += frame.height
        if self._count > self._in_memory and self._pending >= min(_CHUNK, self._in_memory):
            self._write()

    def _write(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="reportcheck-")  # noqa: SIM115 - closed below
        held = pl.concat(self._held).with_columns(part=pl.col(_KEY) // 2 ** (64 - _BITS))
        for (part,), frame in held.partition_by("part", as_dict=True, include_key=False).items():
            begin = self._file.tell()
            frame.write_ipc(self._file, compression="uncompressed")
            self._parts.setdefault(part, []).append((begin, self._file.tell() - begin))
        self._held, self._pending = [], 0

    def _groups(self) -> Iterator[pl.DataFrame]:
        """Yield frames of which no two have a key in common."""
        if self._file is None:
            if self._held:
                yield pl.concat(self._held)
            return
        if self._held:
            self._write()
        for pieces in self._parts.values():
            frames = []
            for begin, size in pieces:
                self._file.seek(begin)
                frames.append(pl.read_ipc(self._file.read(size)))
            yield pl.concat(frames)

    def twice(self) -> pl.Series:
        """Return the lines of all records whose key may occur more than once, in order."""
        found = [pl.Series("line", [], dtype=pl.UInt32)]
        for frame in self._groups():
            ordered = frame[_KEY].sort()
            doubled = ordered.filter(ordered == ordered.shift())
            if len(doubled):
                same = pl.col(_KEY).is_in(doubled.unique().implode())
                found.append(frame.filter(same)["line"])
        return pl.concat(found).sort()

    def close(self) -> None:
        """Give the disk space back."""
        if self._file is not None:
            self._file.close()
