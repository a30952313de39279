"""The findings workbook: what stands in it, where its links lead, and that nothing in it acts."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reportcheck.checking import Request, check
from reportcheck.page import Lang
from reportcheck.problem import Problem
from reportcheck.rendering.findings_workbook import FINDINGS, findings_workbook
from reportcheck.report import Report, Status
from tests.rendering.reports import EACH_KIND, ROW_TOTAL, file_of, lost
from tests.rendering.test_hostile import CORPUS, hostile

KEYS = [column.key for column in FINDINGS]


def sheets(report: Report, folder: Path, lang: Lang = "zh") -> list[Worksheet]:
    written = findings_workbook(report, lang, "0", folder)
    return list(openpyxl.load_workbook(io.BytesIO(written)).worksheets)


def column(sheet: Worksheet, key: str) -> list[object]:
    return [row[KEYS.index(key)].value for row in sheet.iter_rows(min_row=2)]


def test_each_finding_has_a_row_with_its_place_as_a_link(tmp_path: Path) -> None:
    original = tmp_path / "in" / "年报 [1]'#.xlsx"
    original.parent.mkdir()
    original.write_bytes(b"")
    report = Report((file_of(str(original), *EACH_KIND),))
    findings, files, _ = sheets(report, tmp_path / "out")
    assert findings.max_row == 1 + len(EACH_KIND)
    row = 2 + EACH_KIND.index(ROW_TOTAL)
    place = findings.cell(row, 1 + KEYS.index("place"))
    assert place.value == "三!J12"
    assert place.hyperlink.target == "../in/%E5%B9%B4%E6%8A%A5%20%5B1%5D%27%23.xlsx"
    assert place.hyperlink.location == "'三'!J12"
    assert "D12 + E12" in str(findings.cell(row, 1 + KEYS.index("arithmetic")).value)
    assert [cell.value for cell in files[2]][:2] == [str(original), "有问题"]
    assert findings.freeze_panes == "A2"
    assert findings.auto_filter.ref == findings.dimensions


def test_the_columns_for_an_explanation_are_empty(tmp_path: Path) -> None:
    findings, *_ = sheets(Report((file_of("a.xlsx", *EACH_KIND),)), tmp_path)
    for key in ("reason", "by", "until"):
        assert set(column(findings, key)) == {None}
        assert findings.cell(1, 1 + KEYS.index(key)).value


def test_a_sheet_name_with_a_quote_is_linked(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"")
    at = ROW_TOTAL.at
    assert at is not None
    finding = replace(ROW_TOTAL, at=replace(at, sheet="O'Neil"))
    findings, *_ = sheets(Report((file_of(str(tmp_path / "a.xlsx"), finding),)), tmp_path)
    assert findings.cell(2, 1 + KEYS.index("place")).hyperlink.location == "'O''Neil'!J12"


def test_a_file_not_checked_is_listed_with_its_reason(tmp_path: Path) -> None:
    _, files, rules = sheets(
        Report((lost("b.xlsx", Problem("password-protected", path="b.xlsx")),)), tmp_path, "en"
    )
    cells = [cell.value for cell in files[2]]
    assert cells[:2] == ["b.xlsx", "not checked"]
    assert cells[5] is None
    assert "password" in str(cells[-1])
    assert rules.max_row == 1


@pytest.mark.parametrize("text", CORPUS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_in_it_is_a_formula_or_acts(text: str, lang: Lang, tmp_path: Path) -> None:
    findings = [hostile(each, text) for each in EACH_KIND]
    file = replace(file_of(text[:50], *findings), agency=text, period=text)
    for sheet in sheets(Report((file,)), tmp_path, lang):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in {"s", "n"}
                shown = str(cell.value)
                assert all(sign.isprintable() or sign == "\n" for sign in shown)
                if shown.startswith(("=", "+", "-", "@")):
                    assert cell.quotePrefix


def test_it_is_never_taken_for_a_report(tmp_path: Path) -> None:
    book = tmp_path / "result.xlsx"
    book.write_bytes(findings_workbook(Report((file_of("a.xlsx"),)), "zh", "0", tmp_path))
    (file,) = check(Request((str(book),))).files
    assert file.status is Status.UNCHECKED
    assert file.problem is not None
    assert file.problem.code == "own-report"
