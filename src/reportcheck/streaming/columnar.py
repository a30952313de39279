"""A Parquet file in a stream: slices of it in place of blocks, values in place of texts."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final

import polars as pl

from reportcheck.compiling.typed import any_of
from reportcheck.form import BlankPolicy, blank_means
from reportcheck.number import DIGITS
from reportcheck.reading.parquet import as_raws
from reportcheck.streaming.blocks import Block, Unstreamable
from reportcheck.streaming.doubts import doubts, span_of
from reportcheck.streaming.fast import Typed, column_of
from reportcheck.streaming.lines import Line
from reportcheck.streaming.plans import Plan
from reportcheck.streaming.stream import Known, Stream
from reportcheck.streaming.sweep import Swept, Texts, sweep

_SLICE: Final = 1 << 16
_BYTES: Final = 64
"""A block of so many bytes per record is a slice of as many records."""


class ParquetStream(Stream):
    """One pass over a Parquet file. Record ``n`` is line ``n``; a block is a slice of records."""

    def _read(self, begin: int) -> Generator[tuple[Block, Swept | None]]:
        """Yield the slices from a record on, in order."""
        step = max(1, self.sizes.block // _BYTES)
        source = pl.scan_parquet(self.layout.path)
        height = int(source.select(pl.len()).collect().item())
        offsets = range(begin, height, step)
        with ThreadPoolExecutor(1) as pool:
            waiting = None
            for offset in offsets:
                block = Block(b"", offset, min(step, height - offset), last=offset == offsets[-1])
                following = block, pool.submit(self._sweep, block)
                if waiting is not None:
                    yield waiting[0], waiting[1].result()
                waiting = following
            if waiting is not None:
                yield waiting[0], waiting[1].result()

    def _slice(self, begin: int, size: int) -> pl.DataFrame:
        try:
            frame = pl.scan_parquet(self.layout.path).slice(begin, size).collect()
        except (pl.exceptions.PolarsError, OSError):
            raise Unstreamable from None
        return as_raws(frame)

    def _sweep(self, block: Block) -> Swept:
        frame = self._slice(block.begin, block.size)
        typed = typed_of(frame.height, [(plan, frame.to_series(plan.field)) for plan in self.plans])
        if block.last:
            rows = pl.int_range(typed.height, eager=True)
            typed = replace(typed, strange=typed.strange | (rows >= typed.height - self.sizes.tail))
        return sweep(typed, self.asked, lambda rows: frame[rows].rows())

    def lines_of(self, texts: Texts, numbers: Sequence[int]) -> list[Line]:
        """Return records from their values."""
        return [Line(number, list(values)) for number, values in zip(numbers, texts, strict=True)]

    def again(self, known: Known, wanted: pl.Series) -> list[Line]:
        """Return some records of a slice once more."""
        rows = (wanted.cast(pl.Int64) - known.line).cast(pl.UInt32)
        values = self._slice(known.begin, known.size)[rows].rows()
        return self.lines_of(values, wanted.to_list())

    def settle(self) -> None:
        """Nothing has to be settled: numbers are stored, not written."""


def typed_of(height: int, columns: Iterable[tuple[Plan, pl.Series]]) -> Typed:
    """Return the rows of columns that are typed already, each with its plan."""
    values: dict[str, pl.Series] = {}
    strange: list[pl.Series] = []
    for plan, cells in columns:
        column = _column(cells, plan)
        if column is None:
            kind = {"text": pl.String, "date": pl.Date}.get(plan.parsed, pl.Int64)
            values[plan.name] = pl.repeat(None, height, dtype=kind, eager=True)
            strange.append(pl.repeat(value=True, n=height, dtype=pl.Boolean, eager=True))
            continue
        values[plan.name] = column
        span = span_of(column) if plan.values.numeric else None
        strange += doubts(cells, column, plan, span=span)
        if column.null_count() and blank_means(plan.values) is not BlankPolicy.UNKNOWN:
            strange.append(column.is_null())
    return Typed(height, values, {}, any_of(strange, height))


def _column(cells: pl.Series, plan: Plan) -> pl.Series | None:
    """Return a column as rules see it, or None where its type is not what the plan expects."""
    if cells.dtype == pl.String:
        return (
            column_of(cells, plan, exponents=True)
            if plan.parsed not in {"whole", "double"}
            else None
        )
    if plan.parsed == "date" and cells.dtype == pl.Date:
        return cells
    if plan.parsed == "whole" and cells.dtype.is_integer():
        return cells.cast(pl.Int64, strict=False)
    if plan.parsed == "double" and cells.dtype.is_float():
        return _doubles(cells.cast(pl.Float64), plan)
    return None


def _doubles(cells: pl.Series, plan: Plan) -> pl.Series:
    """Return the doubles that are nearest to a decimal of at most 15 digits: they read as that."""
    if plan.scale == 1:
        wholes = cells.round()
        sure = (wholes.abs() < 10**DIGITS) & (wholes == cells)
    else:
        powers = pl.Series([float(plan.scale)]).new_from_index(0, len(cells))
        wholes = (cells * powers).round()
        sure = (wholes.abs() < 10**DIGITS) & (wholes / powers == cells)
    if not sure.all(ignore_nulls=False):
        wholes = wholes.set(~sure.fill_null(value=False), None)
    return wholes.cast(pl.Int64)
