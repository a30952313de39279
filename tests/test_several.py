"""Workbooks with a submission a sheet, or several forms; and those that are one submission."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from reportcheck.checking import Request, check
from reportcheck.page import Page, plain
from reportcheck.rendering.full import full
from reportcheck.report import FileReport, Status

VISITS = """
form: visits
title: {en: Visits}
values: count
identity:
  agency:
  - right_of: Agency
  - filename: "^(?P<agency>[A-Za-z]+)"
  period:
  - right_of: Year
  - filename: "(?P<period>[0-9]{4})"
tables:
- id: visits
  title: Visits
  columns: [Adults, Children, {label: Total, equals: sum(*)}]
  rows: [Carried, New, Open]
- id: staff
  title: Staff
  columns: [Doctors, Nurses]
  rows: [Present]
rules:
- id: carried
  table: visits
  each: column
  check: Carried = prev(Open)
"""
MONEY = """
form: money
title: {en: Money}
values: count
identity:
  agency: [{right_of: Agency}]
  period: [{right_of: Year}]
tables:
- id: money
  title: Money
  columns: [Spent, Earned]
  rows: [Home, Abroad]
"""
Rows = Sequence[Sequence[object]]


def visits(carried: int = 0, open_: int = 0, total: int = 10) -> Rows:
    return [
        ["Visits"], [None, "Adults", "Children", "Total"], ["Carried", carried, 0, carried],
        ["New", 5, 5, total], ["Open", open_, 0, open_], [],
    ]  # fmt: skip


STAFF: Rows = [["Staff"], [None, "Doctors", "Nurses"], ["Present", 3, 4]]
WHOLE: Rows = [*visits(), *STAFF]
MONEYS: Rows = [["Money"], [None, "Spent", "Earned"], ["Home", 1, 2], ["Abroad", 3, 4]]


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "visits.yaml").write_text(VISITS, encoding="utf-8")
    (tmp_path / "money.yaml").write_text(MONEY, encoding="utf-8")
    return tmp_path


def book(path: str, sheets: Mapping[str, Rows]) -> None:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.save(path)


def checked(*paths: str, rules: tuple[str, ...] = ("visits.yaml",)) -> tuple[FileReport, ...]:
    return check(Request(paths, rules, jobs=1)).files


def whose(files: Sequence[FileReport]) -> list[tuple[object, ...]]:
    return [(each.sheets, each.form, each.agency, each.period) for each in files]


@pytest.mark.parametrize("several", [1, 4])
def test_a_sheet_each_of_an_agency_each(folder: Path, several: int) -> None:
    del folder
    names = [f"city{'abcd'[number]}2024.xlsx" for number in range(several)]
    for name in names:
        book(name, {"North": WHOLE, "Notes": [["as agreed"]], "South": [*visits(total=9), *STAFF]})
    files = checked(*names)
    assert whose(files[:2]) == [
        (("North",), "visits", "North", "2024"),
        (("South",), "visits", "South", "2024"),
    ]
    assert [each.status for each in files[-2:]] == [Status.PASSED, Status.FAILED]
    found = {each.rule for each in files[1].findings}
    assert found == {"visits.Total"} | ({"duplicate-submission"} if several > 9 else set())


def test_of_a_file_with_several_reports_the_reports_are_counted(folder: Path) -> None:
    del folder
    book("city2024.xlsx", {"North": WHOLE, "South": [*visits(total=9), *STAFF]})
    report = check(Request(("city2024.xlsx",), ("visits.yaml",), jobs=1))
    told = plain(full(report, Page("en")))
    assert "2 reports, the worst first" in told
    assert "2 reports in 1 file: 1 passed, 1 with findings, 0 not checked" in told
    assert "2 份报告，问题重的在前" in plain(full(report, Page("zh")))


def test_a_sheet_each_of_a_year_each_is_a_chain(folder: Path) -> None:
    del folder
    book("north.xlsx", {
        "2022": [*visits(0, 1), *STAFF], "2023": [*visits(1, 2), *STAFF],
        "2024": [*visits(7, 3), *STAFF],
    })  # fmt: skip
    files = checked("north.xlsx")
    assert [each.period for each in files] == ["2022", "2023", "2024"]
    assert {each.agency for each in files} == {"north"}
    assert [(each.counts.fail, each.counts.following) for each in files] == [(0, 0), (0, 0), (1, 1)]
    first = files[2].findings[0].witnesses
    assert [(each.path, each.period, str(each.at)) for each in first] == [
        (None, None, "2024!B3"),
        ("north.xlsx", "2023", "2023!B5"),
    ]


def test_what_a_sheet_says_of_itself_goes_before_its_name(folder: Path) -> None:
    del folder
    book("x2024.xlsx", {
        "Sheet1": [["Agency", "East"], *WHOLE], "Sheet2": [["Agency", "West"], *WHOLE],
    })  # fmt: skip
    assert [each.agency for each in checked("x2024.xlsx")] == ["East", "West"]


@pytest.mark.parametrize("others", [{}, {"South": WHOLE}])
def test_a_report_that_is_there_twice_is_a_finding_and_both_are_checked(
    folder: Path, others: Mapping[str, Rows]
) -> None:
    del folder
    north = [["Agency", "North"], *WHOLE]
    wrong = [["Agency", "North"], *visits(total=9), *STAFF]
    book("x2024.xlsx", {"North": north, **others, "North (2)": wrong})
    *_, last = files = checked("x2024.xlsx")
    assert [each.agency for each in files] == ["North", *others, "North"]
    assert [(each.rule, each.facts.get("other")) for each in last.findings] == [
        ("duplicate-submission", "x2024.xlsx [North]"), ("visits.Total", None),
    ]  # fmt: skip
    assert all(not each.findings for each in files[:-1])


def test_a_copy_that_is_hidden_is_no_report_of_its_own(folder: Path) -> None:
    del folder
    made = Workbook()
    made.remove(made.worksheets[0])
    for name in ("North", "Copy"):
        sheet = made.create_sheet(name)
        for row in [["Agency", "North"], *WHOLE]:
            sheet.append(list(row))
    made["Copy"].sheet_state = "hidden"
    made.save("x2024.xlsx")
    (file,) = checked("x2024.xlsx")
    assert file.sheets is None


def test_a_form_over_several_sheets_is_one_submission(folder: Path) -> None:
    del folder
    book("north2024.xlsx", {"One": visits(), "Two": STAFF})
    assert whose(checked("north2024.xlsx")) == [(None, "visits", "north", "2024")]


@pytest.mark.parametrize("names", [("Sheet1", "Sheet2"), ("1", "2")])
def test_copies_that_say_nothing_of_themselves_are_not_taken_apart(
    folder: Path, names: tuple[str, str]
) -> None:
    del folder
    book("north2024.xlsx", dict.fromkeys(names, WHOLE))
    (file,) = checked("north2024.xlsx")
    assert file.sheets is None
    told = {each.rule for each in file.findings}
    assert "duplicate-table" in told or (file.problem and file.problem.code == "many-copies")


def test_a_sheet_with_a_part_of_the_form_beside_whole_ones_is_told(folder: Path) -> None:
    del folder
    book("x2024.xlsx", {"North": WHOLE, "South": WHOLE, "East": visits()})
    files = checked("x2024.xlsx")
    assert [each.agency for each in files] == ["North", "South", "East"]
    assert "missing-table" in {each.rule for each in files[2].findings}


@pytest.mark.parametrize("copies", [1, 5])
def test_several_forms_in_a_workbook(folder: Path, copies: int) -> None:
    del folder
    names = [f"north{2020 + number}.xlsx" for number in range(copies)]
    for name in names:
        book(name, {
            "Cover": [["Agency", "North"], ["Year", name[5:9]]],
            "V": visits(), "S": STAFF, "M": MONEYS,
        })  # fmt: skip
    files = checked(*names, rules=("visits.yaml", "money.yaml"))
    assert whose(files[-2:]) == [
        (("V", "S"), "visits", "North", f"{2019 + copies}"),
        (("M",), "money", "North", f"{2019 + copies}"),
    ]
    assert all(each.status is Status.PASSED for each in files)
    assert len(files) == 2 * copies


@pytest.mark.parametrize("staff", [True, False])
@pytest.mark.parametrize("rules", [("visits.yaml", "money.yaml"), ("money.yaml", "visits.yaml")])
def test_a_form_that_lacks_a_table_does_not_hide_another(
    folder: Path, rules: tuple[str, ...], *, staff: bool
) -> None:
    del folder
    sheets: dict[str, Rows] = {
        "V": visits(total=11),
        "M": [["Agency", "North"], ["Year", 2024], *MONEYS],
    }
    book("north2024.xlsx", {"S": STAFF, **sheets} if staff else sheets)
    files = {each.form: each for each in checked("north2024.xlsx", rules=rules)}
    assert files["money"].sheets == ("M",)
    assert files["money"].status is Status.PASSED
    told = {each.rule for each in files["visits"].findings}
    assert ("missing-table" in told) is not staff
    assert "visits.Total" in told


def test_of_two_forms_that_lack_a_table_each_both_are_told(folder: Path) -> None:
    for name in ("visits", "other"):
        text = VISITS.replace("form: visits", f"form: {name}")
        if name == "other":
            for word, new in (("Visits", "Calls"), ("Adults", "Home"), ("Children", "Abroad"),
                              ("Staff", "Lines"), ("Doctors", "Fixed"), ("Nurses", "Mobile"),
                              ("Present", "In use")):  # fmt: skip
                text = text.replace(word, new)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    calls: Rows = [["Calls"], [None, "Home", "Abroad", "Total"], *visits()[2:4]]
    book("north2024.xlsx", {"V": visits(), "C": calls})
    files = checked("north2024.xlsx", rules=("visits.yaml", "other.yaml"))
    assert {each.form: each.sheets for each in files} == {"visits": ("V",), "other": ("C",)}
    assert all("missing-table" in {one.rule for one in each.findings} for each in files)


ROLL = """
form: roll
title: {en: Roll}
values: count
identity:
  agency: [{sheet: "^(?P<agency>.+)$"}]
  period: [{filename: "(?P<period>[0-9]{4})"}]
tables:
- id: roll
  columns: [New, Done, {label: Total, equals: sum(*)}]
  rows: [Letters, Motions, {id: Petitions, optional: true}]
"""


def roll(total: int = 3, *items: str) -> Rows:
    named = items or ("Letters", "Motions")
    return [[None, "New", "Done", "Total"], *([each, 1, 2, total] for each in named)]


FULL = "Letters", "Motions", "Petitions"


@pytest.mark.parametrize("full", ["North", "South", "West"])
@pytest.mark.parametrize("several", [1, 4])
def test_rows_that_a_sheet_may_lack_do_not_make_the_others_copies(
    folder: Path, full: str, several: int
) -> None:
    (folder / "roll.yaml").write_text(ROLL, encoding="utf-8")
    names = [f"{year}.xlsx" for year in range(2020, 2020 + several)]
    for name in names:
        sheets = {each: roll() for each in ("North", "South", "West")}
        book(name, sheets | {full: roll(3, *FULL)} | {"East": roll(9)})
    files = checked(*names, rules=("roll.yaml",))
    assert whose(files) == [
        ((each,), "roll", each, name[:4])
        for name in names
        for each in ("North", "South", "West", "East")
    ]
    assert [each.agency for each in files if each.status is Status.FAILED] == ["East"] * several
    assert "other-table" not in {each.rule for file in files for each in file.findings}


@pytest.mark.parametrize("several", [1, 4])
@pytest.mark.parametrize(
    ("clue", "first", "found"),
    [
        ('sheet: "^(?P<agency>.+)$"', [["as agreed"]], (None, "South", set())),
        ('filename: "(?P<agency>ward)"', roll(3, "Letters"), (None, "ward", {"other-table"})),
    ],
)
def test_a_submission_is_that_of_its_own_sheet(
    folder: Path, several: int, clue: str, first: Rows, found: tuple[None, str, set[str]]
) -> None:
    rules = ROLL.replace('sheet: "^(?P<agency>.+)$"', clue)
    (folder / "roll.yaml").write_text(rules, encoding="utf-8")
    names = [f"ward{year}.xlsx" for year in range(2020, 2020 + several)]
    for name in names:
        book(name, {"Sheet1": first, "South": roll(3, *FULL)})
    files = checked(*names, rules=("roll.yaml",))
    sheets, agency, told = found
    assert whose(files) == [(sheets, "roll", agency, name[4:8]) for name in names]
    assert {each.rule for file in files for each in file.findings} == told


@pytest.mark.parametrize("several", [1, 4])
def test_a_sheet_that_says_whose_it_is_and_lacks_a_row_is_a_report_that_lacks_it(
    folder: Path, several: int
) -> None:
    (folder / "roll.yaml").write_text(ROLL, encoding="utf-8")
    names = [f"{year}.xlsx" for year in range(2020, 2020 + several)]
    for name in names:
        book(name, {"North": roll(3, "Letters"), "South": roll(3, *FULL)})
    files = checked(*names, rules=("roll.yaml",))
    assert [each.agency for each in files] == ["North", "South"] * several
    failed = [[e.rule for e in file.findings if e.reason is None] for file in files]
    assert failed == [["missing-row"], []] * several


def test_years_a_sheet_of_which_nobody_can_tell_whose_they_are(folder: Path) -> None:
    del folder
    book("2.xlsx", {"2022": WHOLE, "2023": WHOLE, "2024": WHOLE})
    files = checked("2.xlsx")
    assert [(each.agency, each.period) for each in files] == [
        (None, "2022"), (None, "2023"), (None, "2024"),
    ]  # fmt: skip
    told = [{one.rule for one in each.findings} for each in files]
    assert ["unidentified" in each for each in told] == [False, True, True]
