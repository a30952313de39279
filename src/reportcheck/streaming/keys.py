"""Keys of very many records: which may occur twice, told by 64 bits of each, on disk if need be."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, NamedTuple

import polars as pl

from reportcheck.streaming.blocks import Unstreamable
from reportcheck.streaming.spilling import Spill

IN_MEMORY: Final = 1 << 22
"""So many keys are kept in memory; of more, all are put on disk, parted by their first bits."""
MOST_LINES: Final = 2**32 - 1
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


class _Ordered(NamedTuple):
    keys: pl.Series
    doubled: pl.Series


def _ordered(keys: pl.Series) -> _Ordered:
    """Return keys in order, and those that are there twice."""
    ordered = keys.sort()
    return _Ordered(ordered, ordered.filter(ordered == ordered.shift()))


def _with(first: _Ordered, every: pl.Series) -> pl.Series:
    """Return the keys that are there twice, where the first of them were put in order before."""
    if not len(first.keys):
        return _ordered(every).doubled
    later = every.slice(len(first.keys))
    if not len(later):
        return first.doubled
    at = first.keys.search_sorted(later).clip(0, len(first.keys) - 1)
    again = later.filter(first.keys.gather(at) == later)
    return pl.concat([first.doubled, again, _ordered(later).doubled])


class Keys:
    """The keys of all records with the line of each, gathered block by block."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._spill = Spill(_KEY, in_memory)
        self._ahead: Future[_Ordered] | None = None

    def add(self, keys: pl.Series, lines: pl.Series) -> None:
        """Take in keys with their lines; those that are not known are left out."""
        if len(lines) and int(lines[-1]) > MOST_LINES:
            raise Unstreamable
        if keys.null_count():
            known = keys.is_not_null()
            keys, lines = keys.filter(known), lines.filter(known)
        lines = lines if lines.dtype == pl.UInt32 else lines.cast(pl.UInt32)
        self._spill.add(pl.DataFrame([keys.alias(_KEY), lines.alias("line")]))

    def begin(self) -> None:
        """Begin to put in order what is there, if it is in memory: few more are to come."""
        if not self._spill.on_disk:
            for frame in self._spill.parts():
                pool = ThreadPoolExecutor(1)
                self._ahead = pool.submit(_ordered, frame[_KEY])
                pool.shutdown(wait=False)

    def twice(self) -> pl.Series:
        """Return the lines of all records whose key may occur more than once, in order."""
        found = [pl.Series("line", [], dtype=pl.UInt32)]
        for frame in self._spill.parts():
            if self._ahead is None or self._spill.on_disk:
                doubled = _ordered(frame[_KEY]).doubled
            else:
                doubled = _with(self._ahead.result(), frame[_KEY])
            if len(doubled):
                same = pl.col(_KEY).is_in(doubled.unique().implode())
                found.append(frame.filter(same)["line"])
        return pl.concat(found).sort()

    def close(self) -> None:
        """Give the disk space back."""
        self._spill.close()
