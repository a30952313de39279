"""Parquet: the same records as CSV come to the same values."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from reportcheck.checking import Request, check
from reportcheck.problem import Problem
from reportcheck.reading import grids_of, read
from reportcheck.report import Status

RULES = """
form: sales
tables:
- id: sales
  key: [id]
  columns:
  - {id: id, values: code}
  - {id: n, values: count}
  - {id: m, values: amount}
  - {id: all, values: amount, equals: n + m}
  - {id: day, values: date}
"""


def parquet(frame: pl.DataFrame) -> bytes:
    file = io.BytesIO()
    frame.write_parquet(file)
    return file.getvalue()


def test_the_names_of_the_columns_are_the_header_and_record_one_is_row_one() -> None:
    source = grids_of("a.parquet", parquet(pl.DataFrame({"id": ["x", None], "n": [1, 2]})))
    (grid,) = source.grids
    assert [list(row) for row in grid.rows] == [["id", "n"], ["x", 1], [None, 2]]
    assert str(grid.at(1, 1)) == "B1"


def test_values_of_every_type_are_those_that_cells_hold() -> None:
    frame = pl.DataFrame(
        {
            "decimal": [Decimal("12.30")],
            "category": pl.Series(["a"], dtype=pl.Categorical),
            "list": [[1, 2]],
            "moment": [dt.datetime(2024, 1, 2, 3, 4, tzinfo=dt.UTC)],
            "day": [dt.date(2024, 1, 2)],
            "bytes": [b"x"],
        }
    )
    (grid,) = grids_of("a.parquet", parquet(frame)).grids
    assert list(grid.rows[1]) == [
        "12.30", "a", "[1, 2]", dt.datetime(2024, 1, 2, 3, 4), dt.date(2024, 1, 2), "b'x'",  # noqa: DTZ001
    ]  # fmt: skip


def test_a_damaged_file_is_refused() -> None:
    data = parquet(pl.DataFrame({"id": ["x"] * 100}))
    for damaged in (data[:-40], data[:20] + data[60:], b"PAR1" + b"\0" * 40 + b"PAR1"):
        with pytest.raises(Problem, match="is a Parquet file that cannot be read"):
            grids_of("a.parquet", damaged)


@pytest.mark.parametrize("height", [3, 5000])
def test_records_are_checked_as_those_of_a_csv_are(tmp_path: Path, height: int) -> None:
    frame = pl.DataFrame(
        {
            "id": [f"R{row}" for row in range(height)],
            "n": [row % 7 for row in range(height)],
            "m": [row % 5 + 0.1 for row in range(height)],
            "all": [row % 7 + row % 5 + 0.1 for row in range(height)],
            "day": [dt.date(2024, 1, 1)] * height,
        }
    ).with_columns(
        pl.when(pl.col("id") == "R1").then(-1).otherwise(pl.col("n")).alias("n"),
        pl.when(pl.col("id") == "R2").then(None).otherwise(pl.col("m")).alias("m"),
    )
    (tmp_path / "rules.yaml").write_text(RULES)
    (tmp_path / "a.parquet").write_bytes(parquet(frame))
    frame.write_csv(tmp_path / "a.csv")
    first, second = (
        check(Request((str(tmp_path / name),), (str(tmp_path / "rules.yaml"),)))
        for name in ("a.parquet", "a.csv")
    )
    assert first.files[0].status is Status.FAILED
    assert first.counts == second.counts
    told = [(each.rule, each.column, each.left, each.right) for each in first.findings]
    assert told == [(each.rule, each.column, each.left, each.right) for each in second.findings]
    lines = [each.at.row for each in first.findings if each.at is not None]
    assert lines == [each.at.row - 1 for each in second.findings if each.at is not None]


def test_a_folder_has_parquet_files_in_it(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(RULES)
    (tmp_path / "data").mkdir()
    frame = pl.DataFrame(
        {"id": ["a"], "n": [1], "m": [1.5], "all": [2.5], "day": [dt.date(2024, 1, 1)]}
    )
    (tmp_path / "data" / "a.parquet").write_bytes(parquet(frame))
    report = check(Request((str(tmp_path / "data"),), (str(tmp_path / "rules.yaml"),)))
    assert [file.status for file in report.files] == [Status.PASSED]
    assert read(str(tmp_path / "data" / "a.parquet")).grids[0].width == 5
