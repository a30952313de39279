"""Six invented years with one break of each kind: as many findings, each in its year and cell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from reportcheck.checking import Request, check
from reportcheck.page import Page, plain
from reportcheck.rendering.full import full
from reportcheck.rendering.json_report import json_report, report_schema
from reportcheck.report import Report
from reportcheck.rereading import reread
from reportcheck.since import check_since

RULES = """
form: visits
title: {en: Visits}
version: 2
effective: {from: 2022}
values: count
identity:
  agency: [{right_of: Agency}]
  period: [{right_of: Year}]
tables:
- id: visits
  columns:
  - label: Local
    items: [Adults, Children, {label: Sum, equals: sum(*)}]
  - label: Guests
    items: [Groups, Others]
  - {label: Total, equals: Local.Sum + Groups + Others}
  rows: [Carried, New, Done, Open]
rules:
- id: balance
  table: visits
  each: column
  check: Carried + New = Done + Open
- id: carried
  table: visits
  each: column
  check: Carried = prev(Open)
- id: growth
  table: visits
  each: column
  check: abs(New / prev(New) - 1) <= 50%
  severity: warning
- id: two-years
  table: visits
  check: New[Total] <= 3 * prev(New[Total], 2)
  severity: warning
"""
OLDER = """
extends: rules.yaml
version: 1
effective: {to: 2021}
change:
  items:
  - {item: visits::Done, label: Settled}
"""
YEARS = range(2021, 2027)
ROWS = {"Carried": 3, "New": 100, "Done": 100, "Open": 3}
Figures = dict[str, list[int | str]]


def figures() -> Figures:
    """Return the same in every column, and sums."""
    return {row: [value, value, 2 * value, value, value, 4 * value] for row, value in ROWS.items()}


def write(path: Path, agency: str, year: int, held: Figures, done: str = "Done") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        f"Agency,{agency}", f"Year,{year}", ",Local,,,Guests,,Total",
        ",Adults,Children,Sum,Groups,Others,",
    ]  # fmt: skip
    lines += [
        ",".join([done if row == "Done" else row, *map(str, values)])
        for row, values in held.items()
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def more(held: Figures, row: str, columns: tuple[int, ...], by: int) -> None:
    for column in columns:
        value = held[row][column]
        assert isinstance(value, int)
        held[row][column] = value + by


AGENCIES = ("Sound", "Carrier", "Gap", "Twin", "Renamed", "Blot", "Grower", "Older")


def build(folder: Path, agencies: Sequence[str] = AGENCIES) -> None:
    """Write the rules and the reports of some agencies for all years, each with its break."""
    (folder / "rules.yaml").write_text(RULES, "utf-8")
    (folder / "older.yaml").write_text(OLDER, "utf-8")
    for year, agency in product(YEARS, agencies):
        held, path, name = figures(), folder / "years" / f"{year}" / f"{agency}.csv", agency
        match agency, year:
            case "Carrier", 2023:  # balanced all the same: in its column and in both sums
                more(held, "Carried", (0, 2, 5), 2)
                more(held, "New", (0, 2, 5), -2)
            case "Gap", 2023:
                continue
            case "Twin", 2025:
                more(held, "Open", (3, 5), 1)
                more(held, "New", (3, 5), 1)
                write(path.with_name("Twin again.csv"), agency, year, figures())
            case "Renamed", 2024 | 2025 | 2026:
                name = "Renamed and others"
            case "Blot", 2022:
                held["Open"][1] = "/"
            case "Grower", _ if year >= 2024:
                for row in ("New", "Done"):
                    more(held, row, (4, 5), 60)
        older = year == 2021 or (agency, year) == ("Older", 2023)
        write(path, name, year, held, "Settled" if older else "Done")


@pytest.fixture(name="years", scope="module")
def _years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """All agencies; nothing is written there any more."""
    folder = tmp_path_factory.mktemp("chain")
    build(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield folder


@pytest.fixture(name="report", scope="module")
def _report(years: Path) -> Report:
    assert (years / "rules.yaml").exists()
    return check(Request(("years",), ("rules.yaml", "older.yaml"), jobs=1))


@pytest.fixture(name="whole", scope="module")
def _whole(report: Report) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(json_report(report, "en", "0"))
    return told


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The agency that carried over wrong, alone."""
    monkeypatch.chdir(tmp_path)
    build(tmp_path, ("Carrier",))
    return tmp_path


def checked() -> dict[str, Any]:
    report = check(Request(("years",), ("rules.yaml", "older.yaml"), jobs=1))
    told: dict[str, Any] = json.loads(json_report(report, "en", "0"))
    return told


def failed(whole: Mapping[str, Any]) -> list[tuple[str, str, str | None, str]]:
    return [
        (file["path"], each["rule"], each["at"] and each["at"]["cell"], each["severity"])
        for file in whole["files"]
        for each in file["findings"]
        if each["verdict"] == "fail"
    ]


def the_only(whole: Mapping[str, Any], rule: str) -> dict[str, Any]:
    (found,) = [e for file in whole["files"] for e in file["findings"] if e["rule"] == rule
                and e["verdict"] == "fail"]  # fmt: skip
    told: dict[str, Any] = found
    return told


BREAKS = [
    ("years/2022/Blot.csv", "placeholder", "C8", "error"),
    ("years/2023/Carrier.csv", "carried", "B5", "error"),
    ("years/2023/Older.csv", "other-edition", None, "warning"),
    ("years/2024/Gap.csv", "no-prior-period", None, "error"),
    ("years/2024/Grower.csv", "growth", "F6", "warning"),
    ("years/2024/Renamed.csv", "no-prior-period", None, "error"),
    ("years/2025/Twin.csv", "duplicate-submission", None, "warning"),
]


def test_each_break_is_one_finding_and_there_are_no_others(whole: dict[str, Any]) -> None:
    assert failed(whole) == BREAKS
    summary = whole["summary"]
    assert (summary["errors"], summary["warnings"]) == (4, 3)
    assert (summary["fail"], summary["following"]) == (2, 2)
    assert (summary["cell"], summary["structure"]) == (1, 4)


@pytest.mark.usefixtures("years")
def test_two_processes_find_the_same(report: Report) -> None:
    assert check(Request(("years",), ("rules.yaml", "older.yaml"), jobs=2)) == report


def test_both_values_and_both_files_are_named(whole: dict[str, Any]) -> None:
    for rule, here, before in (
        ("carried", ("B5", "5"), ("years/2022/Carrier.csv", "2022", "B8", "3")),
        ("growth", ("F6", "160"), ("years/2023/Grower.csv", "2023", "F6", "100")),
    ):
        mine, other = the_only(whole, rule)["witnesses"]
        assert (mine["cell"], mine["value"], mine["path"]) == (*here, None)
        assert tuple(other[name] for name in ("path", "period", "cell", "value")) == before


def test_sums_of_what_was_carried_over_wrong_stand_beneath_it(whole: dict[str, Any]) -> None:
    wrong = the_only(whole, "carried")
    assert [(each["at"]["cell"], each["difference"]) for each in wrong["consequences"]] == [
        ("D5", "2"), ("G5", "2"),
    ]  # fmt: skip


def test_what_could_not_be_checked_is_counted_where_it_is_and_told_at_its_cause(
    whole: dict[str, Any],
) -> None:
    resting = {
        (file["path"], each["rule"]): each["elsewhere"]
        for file in whole["files"]
        for each in file["findings"]
        if "elsewhere" in each
    }
    assert {key: [(e["path"], e["rule"]) for e in told] for key, told in resting.items()} == {
        ("years/2022/Blot.csv", "placeholder"): [("years/2023/Blot.csv", "carried")],
        ("years/2024/Gap.csv", "no-prior-period"): [("years/2025/Gap.csv", "two-years")],
        ("years/2024/Renamed.csv", "no-prior-period"): [("years/2025/Renamed.csv", "two-years")],
        ("years/2025/Twin.csv", "duplicate-submission"): [
            *[("years/2026/Twin.csv", "carried")] * 6, *[("years/2026/Twin.csv", "growth")] * 6,
        ],
    }  # fmt: skip
    files = {file["path"]: file for file in whole["files"]}
    year_after = files["years/2023/Blot.csv"]
    assert (year_after["status"], year_after["counts"]["unknown"]) == ("failed", 1)
    (unknown,) = year_after["findings"]
    (cause,) = unknown["because"]
    assert (cause["path"], cause["cell"], cause["told"]) == ("years/2022/Blot.csv", "C8", True)
    assert files["years/2025/Gap.csv"]["findings"][0]["because"][0]["period"] == "2024"


def test_the_screen_tells_each_once(report: Report) -> None:
    screen = plain(full(report, Page("en", 100)))
    blocks = [line for line in screen.splitlines() if line.startswith("  --> ")]
    assert [line.split()[1] for line in blocks] == [path for path, *_ in BREAKS]
    told = " ".join(screen.split())
    assert "also for it carried (Carried · Sum) line 5 (D5) (too much by 2)" in told
    assert "years/2023/Blot.csv: carried (Carried · Children)" in told


@pytest.mark.usefixtures("years")
def test_where_the_cause_is_not_in_the_run_it_is_told_where_it_is_met() -> None:
    prior = tuple(f"years/{year}" for year in (2021, 2022))
    request = Request(("years/2023",), ("rules.yaml", "older.yaml"), prior, jobs=1)
    (unknown,) = [
        each for file in check(request).files for each in file.findings if each.reason is not None
    ]
    assert (unknown.reason, unknown.told_elsewhere) == ("placeholder", False)


def test_another_mistake_is_not_taken_for_what_follows(folder: Path) -> None:
    path = folder / "years/2023/Carrier.csv"
    held = figures()
    more(held, "Carried", (0, 2, 5), 2)
    more(held, "New", (0, 2, 5), -2)
    # The last sum has a mistake of its own, and one in another column has nothing to do with it.
    more(held, "Carried", (5,), 1)
    more(held, "New", (5,), -1)
    write(path, "Carrier", 2023, held)
    wrong = [each for each in failed(checked()) if each[0].endswith("Carrier.csv")]
    assert [(rule, cell) for _, rule, cell, _ in wrong if rule == "carried"] == [
        ("carried", "B5"), ("carried", "G5"),
    ]  # fmt: skip


def test_two_columns_that_balance_each_other_are_two_mistakes(folder: Path) -> None:
    held = figures()
    for column, by in ((3, 2), (4, -2)):
        more(held, "Carried", (column,), by)
        more(held, "New", (column,), -by)
    write(folder / "years/2023/Carrier.csv", "Carrier", 2023, held)
    whole = checked()
    wrong = [each for each in failed(whole) if each[0].endswith("2023/Carrier.csv")]
    assert [cell for *_, cell, _ in wrong] == ["E5", "F5"]
    assert whole["summary"]["following"] == 0


def test_a_report_is_the_same_once_it_was_read_again(report: Report, tmp_path: Path) -> None:
    text = json_report(report, "en", "0")
    jsonschema.validate(json.loads(text), json.loads(report_schema()))
    (tmp_path / "report.json").write_text(text, "utf-8")
    assert json_report(reread(str(tmp_path / "report.json")).report, "en", "0") == text


def test_what_follows_is_neither_new_nor_fixed_beside_an_earlier_report(folder: Path) -> None:
    request = Request(("years",), ("rules.yaml", "older.yaml"), jobs=1)
    (folder / "then.json").write_text(json_report(check(request), "en", "0"), "utf-8")
    # Its own column is right now, and so is the sum of three; the whole has a mistake of its own.
    held = figures()
    more(held, "Carried", (5,), 2)
    more(held, "New", (5,), -2)
    write(folder / "years/2023/Carrier.csv", "Carrier", 2023, held)
    report = check_since(request, "then.json")
    told = {
        (each.rule, str(each.at and each.at.a1)): each.since
        for file in report.files
        if file.path.endswith("2023/Carrier.csv")
        for each in file.findings
    }
    assert told["carried", "G5"] == "remaining"
    assert report.earlier is not None
    assert [each.finding.at and each.finding.at.a1 for each in report.earlier.gone] == ["B5"]
