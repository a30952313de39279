"""What is written as a workbook is the same whenever it is written."""

from __future__ import annotations

import io
import time
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from reportcheck import undated
from reportcheck.rendering.findings_workbook import findings_workbook
from tests.acceptance.running import SAMPLES, run
from tests.rendering.reports import ONE


def of_day(day: int, monkeypatch: pytest.MonkeyPatch, *, write_only: bool) -> bytes:
    monkeypatch.setattr(time, "time", lambda: day * 86_400.0)
    book = openpyxl.Workbook(write_only=write_only)
    (book.create_sheet("t") if write_only else book.worksheets[0]).append(["总计", 12.5])
    written = io.BytesIO()
    undated.save(book, written)
    return written.getvalue()


@pytest.mark.parametrize("write_only", [True, False])
def test_a_workbook_is_the_same_on_every_day(
    monkeypatch: pytest.MonkeyPatch, *, write_only: bool
) -> None:
    first = of_day(8_000, monkeypatch, write_only=write_only)
    assert first == of_day(9_000, monkeypatch, write_only=write_only)
    with ZipFile(io.BytesIO(first)) as archive:
        assert b"<dcterms" not in archive.read("docProps/core.xml")
    read = openpyxl.load_workbook(io.BytesIO(first))
    assert [[cell.value for cell in row] for row in read.worksheets[0]] == [["总计", 12.5]]


def test_a_report_that_is_rendered_again_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = findings_workbook(ONE, "zh", "0", tmp_path)
    monkeypatch.setattr(time, "time", lambda: 86_400_000.0)
    assert findings_workbook(ONE, "zh", "0", tmp_path) == first


@pytest.mark.parametrize("summed", [(), ("--sum",)])
def test_what_is_extracted_twice_is_the_same(tmp_path: Path, summed: tuple[str, ...]) -> None:
    sample = str(SAMPLES / "invented-2024.xlsx")
    for name in ("a.xlsx", "b.xlsx"):
        assert run("extract", sample, *summed, "-o", str(tmp_path / name)).code == 0
        time.sleep(2 * (name == "a.xlsx"))  # an archive counts every second second
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
