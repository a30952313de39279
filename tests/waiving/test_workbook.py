"""The findings workbook, filled in by people in Excel, is a file of waivers."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reportcheck.page import Lang
from reportcheck.problem import Problem, RuleFileProblem
from reportcheck.rendering.findings_workbook import FINDINGS, findings_workbook
from reportcheck.report import Report
from reportcheck.waiver import given_of, target_of, waivable
from reportcheck.waiving import load_waivers
from reportcheck.wording import mistake
from tests.rendering.reports import BALANCE, LIMIT, ONE, READ, ROW_TOTAL, UNKNOWN, file_of
from tests.rendering.test_hostile import CORPUS, report_with
from tests.rendering.test_machines import ACCEPTED

KEYS = [column.key for column in FINDINGS]


def place(key: str) -> int:
    return 1 + KEYS.index(key)


def fill(sheet: Worksheet, row: int, until: object = "2025-12-31") -> None:
    sheet.cell(row, place("reason")).value = "counted twice"
    sheet.cell(row, place("by")).value = "Li"
    sheet.cell(row, place("until")).value = until


def written(
    report: Report, folder: Path, change: Callable[[Worksheet], object], lang: Lang = "zh"
) -> str:
    book = openpyxl.load_workbook(io.BytesIO(findings_workbook(report, lang, "0", folder)))
    change(book.worksheets[0])
    file = folder / "findings.xlsx"
    book.save(file)
    return str(file)


def one(*findings: object) -> Report:
    return Report((file_of("a.xlsx", *findings),))  # type: ignore[arg-type]


def test_what_an_unknown_hangs_on_comes_back(tmp_path: Path) -> None:
    path = written(one(UNKNOWN), tmp_path, lambda sheet: fill(sheet, 2))
    (waiver,) = load_waivers((path,))
    assert waiver.given == given_of(UNKNOWN)
    assert waiver.given.because == {"5.属于三类内部事务信息[总计]": "blank"}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("until", ["2025-12-31", " 2025-12-31 ", date(2025, 12, 31)])
def test_a_row_with_an_explanation_is_a_waiver(lang: Lang, until: object, tmp_path: Path) -> None:
    report = one(BALANCE, ROW_TOTAL)
    path = written(report, tmp_path, lambda sheet: fill(sheet, 3, until), lang)
    (waiver,) = load_waivers((path,))
    assert (waiver.target, waiver.given) == (target_of(ROW_TOTAL), given_of(ROW_TOTAL))
    assert (waiver.reason, waiver.by, waiver.until) == ("counted twice", "Li", date(2025, 12, 31))
    assert (waiver.agency, waiver.form, waiver.period) == ("甲局", "gir", "2024")
    assert waiver.source == f"{path}:3"


def test_nothing_filled_in_is_nothing_accepted(tmp_path: Path) -> None:
    assert load_waivers((written(ONE, tmp_path, lambda _: None),)) == ()


def test_what_was_accepted_stays_accepted(tmp_path: Path) -> None:
    (waiver,) = load_waivers((written(one(ACCEPTED, BALANCE), tmp_path, lambda _: None),))
    assert waiver.target == target_of(ROW_TOTAL)
    assert (waiver.reason, waiver.until) == ("paid twice", date(2025, 12, 31))


def test_rows_may_be_sorted_and_columns_moved(tmp_path: Path) -> None:
    def shuffle(sheet: Worksheet) -> None:
        fill(sheet, 2)
        sheet.insert_rows(2, 3)
        sheet.insert_cols(1, 2)

    (waiver,) = load_waivers((written(one(ROW_TOTAL), tmp_path, shuffle),))
    assert waiver.source.endswith(":5")


@pytest.mark.parametrize("text", CORPUS, ids=range(len(CORPUS)))
def test_any_text_comes_back(text: str, tmp_path: Path) -> None:
    report = report_with(text)

    def all_of_them(sheet: Worksheet) -> None:
        for row in range(2, sheet.max_row + 1):
            if sheet.cell(row, place("bound")).value:
                fill(sheet, row)

    waivers = load_waivers((written(report, tmp_path, all_of_them),))
    found = [(each.target, each.given) for each in waivers]
    expected = [(target_of(each), given_of(each)) for each in report.findings if waivable(each)]
    # What is longer than a cell of a workbook takes cannot be explained there.
    assert found == expected or len(text) > 1000


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("by", None, "waiver-no-name"),
        ("reason", " ", "waiver-no-reason"),
        ("until", None, "waiver-no-day"),
        ("until", "soon", "waiver-day"),
        ("until", 20251231, "waiver-day"),
        ("bound", None, "waiver-none"),
        ("bound", "{", "waiver-bound"),
        ("bound", "[" * 30_000, "waiver-bound"),
        ("bound", "{}", "waiver-bound"),
        ("bound", '{"rule": 7, "agency": "a"}', "waiver-bound"),
        ("bound", '{"rule": "r"}', "waiver-bound"),
        ("bound", '{"rule": "r", "agency": "a", "count": "2"}', "waiver-bound"),
        ("bound", '{"rule": "r", "agency": "a", "values": {"x": 1}}', "waiver-bound"),
        ("bound", '{"rule": "r", "agency": "a", "more": "x"}', "waiver-bound"),
    ],
)
def test_mistakes_are_told_by_their_cell(
    key: str, value: object, code: str, tmp_path: Path
) -> None:
    def spoil(sheet: Worksheet) -> None:
        fill(sheet, 3)
        sheet.cell(3, place(key)).value = value

    with pytest.raises(RuleFileProblem) as refused:
        load_waivers((written(one(BALANCE, ROW_TOTAL), tmp_path, spoil),))
    (found,) = refused.value.mistakes
    assert (found.code, found.line) == (code, 3)
    assert found.column == place("reason" if key == "bound" else key)
    assert "{" not in mistake(found, "en").replace("{field}", "{")


def test_findings_that_take_no_explanation_say_so(tmp_path: Path) -> None:
    many = replace(LIMIT, count=3)
    with pytest.raises(RuleFileProblem) as refused:
        load_waivers((written(one(many), tmp_path, lambda sheet: fill(sheet, 2)),))
    assert [each.code for each in refused.value.mistakes] == ["waiver-none"]
    (waiver,) = load_waivers((written(one(READ), tmp_path, lambda sheet: fill(sheet, 2)),))
    assert waiver.target.rule == READ.rule


def test_another_workbook_is_no_list(tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    openpyxl.Workbook().save(file)
    with pytest.raises(RuleFileProblem) as refused:
        load_waivers((str(file),))
    assert [each.code for each in refused.value.mistakes] == ["waiver-no-list"]


def test_a_damaged_workbook_is_told(tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(Problem) as refused:
        load_waivers((str(file),))
    assert refused.value.code == "damaged-workbook"
