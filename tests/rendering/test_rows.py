"""All findings as rows: the same columns in every kind of file, and nothing in them acts."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcheck.address import CellRef
from reportcheck.checking import Request, check
from reportcheck.finding import Finding, Kind, Verdict, Witness
from reportcheck.problem import Problem
from reportcheck.rendering import rows_csv
from reportcheck.rendering.formats import as_file
from reportcheck.rendering.rows_csv import quiet
from reportcheck.report import FileReport, Report, Status
from reportcheck.rule import Severity
from reportcheck.tabling import COLUMNS, NUMBERS, Row, as_frame

HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\x1b[31m",
    "\u202e",
    "a\nb",
    '"',
]
CELL = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(alphabet=",;\"'\r\n\t =-+1a", max_size=6),
)


def report(*shown: str) -> Report:
    findings = tuple(
        Finding(
            "not-a-number", Severity.ERROR, Verdict.FAIL, Kind.CELL, "t", column="n",
            at=CellRef(None, line, 2),
            witnesses=(Witness("t", None, "n", CellRef(None, line, 2), None, each),),
        )
        for line, each in enumerate(shown, 2)
    )  # fmt: skip
    lost = FileReport("lost.csv", Status.UNCHECKED, problem=Problem("not-found", path="lost.csv"))
    return Report((FileReport("a.csv", Status.FAILED, "f", "1", findings=findings), lost))


def as_csv(told: Report) -> list[list[str]]:
    text = as_file("csv", told, "en", "0", Path()).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_csv_json_lines_and_parquet_have_the_same_rows() -> None:
    told = report("abc", "12a", "-7")
    header, *rows = as_csv(told)
    lines = as_file("jsonl", told, "en", "0", Path()).decode().splitlines()
    frame = pl.read_parquet(io.BytesIO(as_file("parquet", told, "en", "0", Path())))
    assert header == list(COLUMNS) == frame.columns
    assert [list(json.loads(line)) for line in lines] == [list(COLUMNS)] * 4
    values = [list(json.loads(line).values()) for line in lines]
    assert values == [list(row) for row in frame.iter_rows()]
    assert rows == [["" if each is None else str(each) for each in row] for row in values]
    assert {name for name, dtype in frame.schema.items() if dtype == pl.Int64} == NUMBERS


def test_a_file_that_was_not_checked_has_a_row() -> None:
    row = dict(zip(*as_csv(report()), strict=True))
    assert (row["path"], row["rule"], row["verdict"]) == ("lost.csv", "not-found", "unchecked")


def test_a_table_without_findings_has_its_columns_and_types() -> None:
    empty = Report((FileReport("a.csv", Status.PASSED),))
    frame = pl.read_parquet(io.BytesIO(as_file("parquet", empty, "en", "0", Path())))
    assert frame.height == 0
    assert frame.schema["line"] == pl.Int64


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_acts_in_a_spreadsheet_or_on_a_terminal(text: str) -> None:
    for row in as_csv(report(text))[1:]:
        assert not any(each[:1] in {"=", "+", "-", "@", "\t", "\r"} for each in row if each)
        assert all(each.isprintable() for each in row)
    lines = as_file("jsonl", report(text), "en", "0", Path()).decode()
    assert all(line.isprintable() for line in lines.splitlines())
    assert json.loads(lines.splitlines()[0])["shown"] == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_numbers_stay_numbers(number: object) -> None:
    assert quiet(str(number)) == str(number)


@given(st.lists(st.tuples(*[st.one_of(st.none(), st.sampled_from(HOSTILE), CELL)] * 3), min_size=1))
def test_a_frame_is_written_as_its_rows_are(shown: list[tuple[str | None, ...]]) -> None:
    rows = [
        Row("blank", "cell", "error", "fail", "t", record, "c", None, "A1", 1, 1, left, None, "-1",
            None, text, None)
        for record, left, text in shown
    ]  # fmt: skip
    file = FileReport("=a,\udcff.csv", Status.FAILED, "f", "1", agency="", rows=as_frame(rows))
    told = Report((file, file))
    one_by_one = as_file("csv", told, "en", "0", Path())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows_csv, "_MANY", 0)
        assert as_file("csv", told, "en", "0", Path()) == one_by_one


def test_the_command_writes_them_for_a_small_file(tmp_path: Path) -> None:
    data = tmp_path / "grants.csv"
    data.write_bytes(Path("samples/grants-planted.csv").read_bytes())
    told = check(Request((str(data),), ("samples/grants.yaml",)))
    rows = as_csv(told)[1:]
    assert len(rows) >= len(tuple(told.findings))
    assert {row[COLUMNS.index("rule")] for row in rows} == {each.rule for each in told.findings}
