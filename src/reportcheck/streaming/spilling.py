"""Rows of many blocks by a number of 64 bits, on disk if they are very many, parted by its bits."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, Final

import polars as pl

_CHUNK: Final = 1 << 20
_BITS: Final = 4
_PART: Final = "part"


class Spill:
    """Takes in frames, and gives them back in parts of which no two have a number in common."""

    def __init__(self, column: str, in_memory: int) -> None:
        self._column = column
        self._in_memory = in_memory
        self._held: list[pl.DataFrame] = []
        self._count = 0
        self._pending = 0
        self._file: IO[bytes] | None = None
        self._parts: dict[int, list[tuple[int, int]]] = {}

    def add(self, frame: pl.DataFrame) -> None:
        """Take in a frame; all have the same columns."""
        self._held.append(frame)
        self._count += frame.height
        self._pending += frame.height
        if self._count > self._in_memory and self._pending >= min(_CHUNK, self._in_memory):
            self._write()

    def _write(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="reportcheck-")  # noqa: SIM115 - closed below
        part = (pl.col(self._column) // 2 ** (64 - _BITS)).fill_null(0).alias(_PART)
        held = pl.concat(self._held).with_columns(part)
        for (number,), frame in held.partition_by(_PART, as_dict=True, include_key=False).items():
            begin = self._file.tell()
            frame.write_ipc(self._file, compression="uncompressed")
            self._parts.setdefault(number, []).append((begin, self._file.tell() - begin))
        self._held, self._pending = [], 0

    @property
    def on_disk(self) -> bool:
        """Whether some rows are on disk by now."""
        return self._file is not None

    def parts(self) -> Iterator[pl.DataFrame]:
        """Yield all rows, those with the same number together."""
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

    def close(self) -> None:
        """Give the disk space back."""
        if self._file is not None:
            self._file.close()
