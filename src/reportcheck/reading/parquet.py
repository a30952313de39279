"""Parquet: columns with names and types -> one grid, its names as the header above the records.

Record ``n`` is row ``n`` of the grid, as there are no lines: the header is row 0.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

import polars as pl

from reportcheck.grid import Grid, Source
from reportcheck.number import Raw
from reportcheck.problem import Problem
from reportcheck.reading.limits import hold
from reportcheck.reading.own import refuse_own_names


def read_parquet(path: str, data: bytes) -> Source:
    """Read a Parquet file whole."""
    try:
        height = pl.scan_parquet(io.BytesIO(data)).select(pl.len()).collect().item()
        names = [*pl.read_parquet_schema(io.BytesIO(data))]
        refuse_own_names(path, names)
        hold(path, "COLUMNS", len(names))
        hold(path, "CELLS", len(names) * height)
        frame = as_raws(pl.read_parquet(io.BytesIO(data)))
    except (pl.exceptions.PolarsError, OSError, ValueError):
        raise Problem("unsupported-format", path=path, format="parquet") from None
    return Source(path, (grid_of(path, frame.columns, frame.iter_rows()),))


def head_of_parquet(path: str, height: int) -> Source:
    """Return the first records of a Parquet file."""
    try:
        frame = as_raws(pl.scan_parquet(path).head(height).collect())
        refuse_own_names(path, frame.columns)
    except (pl.exceptions.PolarsError, OSError, ValueError):
        raise Problem("unsupported-format", path=path, format="parquet") from None
    return Source(path, (grid_of(path, frame.columns, frame.iter_rows()),))


def grid_of(path: str, names: Iterable[str], records: Iterable[tuple[Raw, ...]]) -> Grid:
    """Return records under the names of their columns."""
    return Grid(path, None, [tuple(names), *records], first_row=0)


def as_raws(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame whose values are those that cells hold: decimals as they are written."""
    changed = []
    for series in frame.iter_columns():
        dtype = series.dtype
        if dtype.is_decimal() or isinstance(dtype, pl.Categorical | pl.Enum):
            changed.append(series.cast(pl.String))
        elif dtype.is_nested() or dtype in {pl.Binary, pl.Object}:
            shown = [None if each is None else str(each) for each in series.to_list()]
            changed.append(pl.Series(series.name, shown, dtype=pl.String))
        elif isinstance(dtype, pl.Datetime) and dtype.time_zone is not None:
            changed.append(series.dt.replace_time_zone(None))
        else:
            changed.append(series)
    return pl.DataFrame(changed)
