"""Sheets of a workbook that no table was located on: what is much like a report is told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from reportcheck.checking import Request, check, look
from reportcheck.page import Page, plain
from reportcheck.rendering.show import show
from reportcheck.report import FileReport, Status
from reportcheck.rule import Severity

STAFF = """
form: staff
title: {en: Staff}
values: count
identity:
  agency: [{right_of: Agency}]
  period: [{right_of: Year}]
tables:
- id: staff
  title: Staff by kind of work
  columns: [Women, Men, {label: Total, equals: sum(*)}]
  rows: [Teaching, Research, Library, Administration]
- id: rooms
  title: Rooms in use
  columns: [Number, Square metres]
  rows: [Offices, Halls, {label: Stores, optional: true}]
"""
LIST = """
form: list
tables:
- id: list
  columns: [{id: code, values: code}, {id: town, values: text}, {id: sum, values: amount}]
"""
Rows = Sequence[Sequence[object]]
ROWS = ("Teaching", "Research", "Library", "Administration")


def staff(
    agency: str | None = "North",
    *,
    year: object = 2024,
    heads: Sequence[object] = ("Women", "Men", "Total"),
    figures: Sequence[object] = (3, 4, 7),
    title: str = "Staff by kind of work",
) -> Rows:
    above: Rows = [["Agency", agency], ["Year", year]] if agency else []
    return [*above, [title], [None, *heads], *([row, *figures] for row in ROWS)]


ROOMS: Rows = [["Rooms in use"], [None, "Number", "Square metres"], ["Offices", 3, 90],
               ["Halls", 2, 150]]  # fmt: skip
LOST = (None, None, None)
OTHER = ("Wom.", "Mn.", "Sum")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "staff.yaml").write_text(STAFF, encoding="utf-8")
    (tmp_path / "list.yaml").write_text(LIST, encoding="utf-8")


def checked(
    *sheets: tuple[str, Rows], rules: str = "staff.yaml", hidden: str = "", copies: int = 1
) -> tuple[FileReport, ...]:
    names = [f"{number}.xlsx" for number in range(copies)]
    for name in names:
        book = Workbook()
        book.remove(book.worksheets[0])
        for title, rows in sheets:
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
            if title == hidden:
                sheet.sheet_state = "hidden"
        book.save(name)
    return check(Request(tuple(names), (rules,), jobs=1)).files


def told(file: FileReport) -> list[tuple[str, Severity, str | None]]:
    return [
        (each.rule, each.severity, each.at.sheet if each.at else None) for each in file.findings
    ]


WHOLE = [*staff(), *ROOMS]


@pytest.mark.parametrize("heads", [LOST, OTHER])
@pytest.mark.parametrize("copies", [1, 4])
def test_a_sheet_whose_headings_are_gone_is_an_error(heads: Sequence[object], copies: int) -> None:
    files = checked(("A", WHOLE), ("B", [*staff(heads=heads), *ROOMS[:0]]), copies=copies)
    for file in files:
        (finding,) = (each for each in file.findings if each.rule != "duplicate-submission")
        assert (finding.rule, finding.severity) == ("unread-sheet", Severity.ERROR)
        assert finding.at is not None
        assert (finding.at.sheet, finding.facts["rows_found"]) == ("B", "4")
        assert file.status is Status.FAILED


@pytest.mark.parametrize("heads", [LOST, OTHER])
@pytest.mark.parametrize("whole", [("A",), ("A", "C")])
def test_a_sheet_of_another_agency_is_a_report_that_was_not_checked(
    heads: Sequence[object], whole: Sequence[str]
) -> None:
    sound = {"A": [*staff("North"), *ROOMS], "C": [*staff("South"), *ROOMS]}
    sheets = [(each, sound[each]) for each in whole]
    files = checked(sheets[0], ("B", staff("West", heads=heads)), *sheets[1:])
    status = {each.sheets: each.status for each in files}
    assert {each: status[each,] for each in whole} == dict.fromkeys(whole, Status.PASSED)
    assert status["B",] is not Status.PASSED
    (lost,) = (each for each in files if each.sheets == ("B",))
    if heads == LOST:
        assert lost.problem is not None
        assert lost.problem.code == "no-headings"
    else:
        assert lost.problem or "missing-column" in {each.rule for each in lost.findings}
    shown = plain(show(look(Request(("0.xlsx",), ("staff.yaml",))), Page("en")))
    assert "0.xlsx [B]" in shown


@pytest.mark.parametrize(
    "sheet",
    [
        staff(figures=LOST),
        staff(figures=LOST, heads=LOST),
        [["How to fill it in"], *([row, "as on 31 December"] for row in ROWS)],
        [["Item", "Code", "How to"], *([row, f"0{n}", "as on"] for n, row in enumerate(ROWS, 1))],
        [["Contents"], ["Staff by kind of work"], ["Rooms in use"]],
    ],
)
def test_blanks_and_instructions_are_no_reports(sheet: Rows) -> None:
    (file,) = checked(("A", WHOLE), ("B", sheet))
    assert file.status is Status.PASSED
    assert {each.severity for each in file.findings} <= {Severity.INFO}


@pytest.mark.parametrize(
    ("heads", "figures"),
    [
        (("2022", "2023", "2024"), (1, 2, 3)),
        ((2022, 2023, 2024), (1, 2, 3)),
        (("A", "North"), (3, 3)),
    ],
)
def test_a_summary_is_left_aside(heads: Sequence[object], figures: Sequence[object]) -> None:
    (file,) = checked(("A", WHOLE), ("All", staff(None, heads=heads, figures=figures)))
    assert told(file) == [("left-aside", Severity.INFO, "All")]


def test_a_summary_under_headings_of_its_own_is_a_warning() -> None:
    sheet = staff(None, heads=("Planned", "Filled"), figures=(8, 7), title="Posts")
    (file,) = checked(("A", WHOLE), ("Posts", sheet))
    assert told(file) == [("unread-sheet", Severity.WARNING, "Posts")]


def test_last_years_report_and_what_is_hidden_are_no_errors() -> None:
    (file,) = checked(("A", WHOLE), ("B", staff(year=2023, heads=OTHER)))
    assert told(file) == [("unread-sheet", Severity.WARNING, "B")]
    (file,) = checked(("A", WHOLE), ("B", staff(heads=OTHER)), hidden="B")
    assert told(file) == [("unread-sheet", Severity.INFO, "B")]


def test_a_copy_that_is_told_as_such_is_told_once() -> None:
    (file,) = checked(("A", WHOLE), ("B", staff(None, heads=("Women", "Men", "Sum"))))
    assert [each.rule for each in file.findings if each.at and each.at.sheet == "B"] == [
        "other-table"
    ]


def test_figures_on_a_sheet_of_their_own_are_told_once_with_their_number() -> None:
    rates: Rows = [["Rates"], ["2024", 1.5, 2.5], ["b", 3]]
    (file,) = checked(("A", WHOLE), ("Rates", rates), ("Words", [["as agreed"]]))
    (finding,) = file.findings
    assert (finding.rule, finding.facts["number"]) == ("left-aside", "3")
    assert file.status is Status.PASSED


def test_records_on_a_second_sheet_are_told() -> None:
    body: Rows = [["1", "North", 5], ["2", "South", 6]]
    first: Rows = [["code", "town", "sum"], *body]
    (file,) = checked(("A", first), ("B", [["code", "town", "total"], *body]), rules="list.yaml")
    assert told(file) == [("unread-sheet", Severity.WARNING, "B")]


def test_a_file_without_headings_says_that_these_are_lacking() -> None:
    (file,) = checked(("A", staff(heads=LOST)))
    assert file.problem is not None
    assert file.problem.code == "no-headings"
    assert file.problem.facts["labels"] == "Women\nMen\nTotal"
