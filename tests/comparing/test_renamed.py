"""Agencies that had another name in the period before, or were merged since."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from reportcheck.checking import Request, check
from reportcheck.finding import Finding
from reportcheck.page import Lang
from reportcheck.problem import RuleFileProblem
from reportcheck.report import Report
from tests.acceptance.running import run

RULES = """
form: visits
title: {zh: 来访, en: Visits}
values: count
identity:
  agency:
  - filename: "^(?P<agency>[a-z]+)"
  period:
  - filename: "(?P<period>[0-9]{4})"
tables:
- id: visits
  columns: [Adults, Children]
  rows: [Carried, New, {label: Open, values: {type: count, blank: BLANK}}]
rules:
- id: carried
  table: visits
  each: column
  check: Carried = prev(Open)
- id: far
  table: visits
  check: Open[Adults] + 90 >= prev(Open[Adults], 2)
  severity: warning
"""


def form(carried: int | str, open_: int | str) -> str:
    return f",Adults,Children\nCarried,{carried},0\nNew,5,5\nOpen,{open_},0\n"


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules.yaml").write_text(RULES.replace("BLANK", "error"), encoding="utf-8")
    return tmp_path


def files(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")


def checked(folder: Path, listed: str | bytes) -> Report:
    data = listed.encode() if isinstance(listed, str) else listed
    (folder / "renamed.txt").write_bytes(data)
    paths = tuple(sorted(each.name for each in folder.glob("*.csv")))
    return check(Request(paths, ("rules.yaml",), agencies="renamed.txt", jobs=1))


def found(report: Report) -> Mapping[str, list[Finding]]:
    return {file.path: list(file.findings) for file in report.files if file.findings}


def told(report: Report) -> Mapping[str, list[tuple[str, str | None]]]:
    return {
        path: [(each.rule, each.reason or each.facts.get("what")) for each in findings]
        for path, findings in found(report).items()
    }


@pytest.mark.parametrize(
    "listed",
    [
        "old,new,from\nold,new,2024\n",
        "old,new\nold,new\n",
        "new,old,from\nNEW,old,2024年度\n".replace("NEW", "new"),
        "原名称,新名称,起始期\nold,new,2024\n".encode("gb18030"),
        "\ufeff原单位\t新单位\r\n old \tｎｅｗ\r\n".encode("utf-16-le"),
    ],
)
def test_a_renamed_agency_is_held_against_what_it_reported_before(
    folder: Path, listed: str | bytes
) -> None:
    files(folder, old2023=form(0, 7), new2024=form(7, 9), new2025=form(9, 1))
    assert told(checked(folder, listed)) == {}
    files(folder, new2024=form(6, 9))
    report = checked(folder, listed)
    assert told(report) == {"new2024.csv": [("carried", None)]}
    ((finding,),) = found(report).values()
    (before,) = [each for each in finding.witnesses if each.path]
    assert (before.path, before.period, before.agency) == ("old2023.csv", "2023", "old")


def test_without_the_list_the_report_of_the_old_name_is_none(folder: Path) -> None:
    files(folder, old2023=form(0, 7), new2024=form(7, 9))
    report = check(Request(("old2023.csv", "new2024.csv"), ("rules.yaml",), jobs=1))
    assert told(report)["new2024.csv"] == [
        ("no-prior-period", None), ("carried", "no-prior-period"), ("carried", "no-prior-period")
    ]  # fmt: skip


def test_names_change_more_than_once_and_two_periods_back_is_two_names_back(folder: Path) -> None:
    files(folder, a2022=form(0, 7), b2023=form(7, 8), c2024=form(8, 9))
    assert told(checked(folder, "old,new,from\na,b,2023\nb,c,2024\n")) == {}
    assert told(checked(folder, "old,new\na,b\nb,c\n")) == {}
    files(folder, a2022=form(0, 100))
    assert told(checked(folder, "old,new\na,b\nb,c\n")) == {
        "b2023.csv": [("carried", None)],
        "c2024.csv": [("far", None)],
    }


def test_the_reports_of_merged_agencies_are_added_up(folder: Path) -> None:
    files(folder, a2023=form(0, 7), b2023=form(0, 4), c2024=form(11, 9))
    listed = "old,new,from\na,c,2024\nb,c,2024\n"
    assert told(checked(folder, listed)) == {}
    files(folder, c2024=form(7, 9))
    ((finding,),) = found(checked(folder, listed)).values()
    assert (finding.left, finding.right, finding.difference) == ("7", "11", "-4")
    before = [(each.path, each.agency, each.value) for each in finding.witnesses if each.path]
    assert before == [("a2023.csv", "a", "7"), ("b2023.csv", "b", "4")]
    assert finding.spelling is not None
    assert (finding.spelling.right_cells, finding.spelling.right_figures) == (
        "a[2023]B4 + b[2023]B4", "7 + 4",
    )  # fmt: skip


def test_an_agency_that_takes_in_another_has_a_line_of_its_own(folder: Path) -> None:
    files(folder, a2023=form(0, 7), c2023=form(0, 4), c2024=form(11, 9))
    assert told(checked(folder, "old,new,from\na,c,2024\nc,c,2024\n")) == {}
    unclear = told(checked(folder, "old,new,from\na,c,2024\n"))["c2024.csv"]
    assert unclear[0] == ("no-prior-period", "both")


def test_those_merged_later_come_to_what_was_merged_before(folder: Path) -> None:
    files(folder, a2022=form(0, 7), b2022=form(0, 0), c2023=form(7, 8), b2023=form(0, 4))
    files(folder, c2024=form(12, 9))
    assert told(checked(folder, "old,new,from\na,c,2023\nb,c,2024\n")) == {}


@pytest.mark.parametrize("broken", ["", "x", "/"])
def test_what_one_of_the_merged_does_not_tell_is_not_known(folder: Path, broken: str) -> None:
    files(folder, a2023=form(0, 7), b2023=form(0, broken), c2024=form(7, 9))
    findings = found(checked(folder, "old,new,from\na,c,2024\nb,c,2024\n"))["c2024.csv"]
    (finding,) = findings
    assert finding.rule == "carried"
    assert [(each.path, each.period, str(each.at)) for each in finding.because] == [
        ("b2023.csv", "2023", "B4")
    ]


def test_a_blank_that_is_zero_is_zero_in_a_sum(folder: Path) -> None:
    (folder / "rules.yaml").write_text(RULES.replace("BLANK", "zero"), encoding="utf-8")
    files(folder, a2023=form(0, 7), b2023=form(0, ""), c2024=form(7, 9))
    assert told(checked(folder, "old,new,from\na,c,2024\nb,c,2024\n")) == {}


def test_who_of_the_merged_is_missing_is_named(folder: Path) -> None:
    files(folder, a2023=form(0, 7), d2023=form(0, 1), c2024=form(7, 9))
    report = checked(folder, "old,new,from\na,c,2024\nb,c,2024\n")
    finding, *_ = found(report)["c2024.csv"]
    assert (finding.rule, finding.facts) == (
        "no-prior-period", {"agency": "b", "new": "c", "period": "2023", "what": "merged"}
    )  # fmt: skip
    assert ("agency-unborne", "b (renamed.txt:3)") in report.notes


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_said(folder: Path, lang: Lang, snapshot: SnapshotAssertion) -> None:
    files(
        folder, old2023=form(0, 7), new2024=form(6, 9), a2023=form(0, 7), b2023=form(0, 4),
        c2024=form(7, 9), e2023=form(0, ""), f2023=form(0, 1), g2024=form(1, 1),
        j2024=form(1, 1), k2023=form(0, 1), l2023=form(0, 1), l2024=form(1, 1),
        n2024=form(1, 1),
    )  # fmt: skip
    (folder / "renamed.txt").write_text(
        "old,new,from\nold,new,2024\na,c,2024\nb,c,2024\ne,g,2024\nf,g,2024\nh,j,2024\n"
        "k,l,2024\nm,n,2024\no,n,2024\n"
    )
    assert run(".", "--rules", "rules.yaml", "--agencies", "renamed.txt", "--lang", lang,
               "--color", "never").out == snapshot  # fmt: skip


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("", [("hierarchy-empty", 1)]),
        ("old,new\n", [("hierarchy-empty", 2)]),
        ("old,from\na,2024\n", [("hierarchy-columns", 1)]),
        ("old,new,since\na,b,2024\n", [("hierarchy-column", 1)]),
        ("old,new\na,b\na,c\n", [("agencies-old-twice", 3)]),
        ("old,new\na,b\nＡ,c\n".replace("Ａ", " a "), [("agencies-old-twice", 3)]),
        ("old,new\na,\n,b\n", [("agencies-no-name", 2), ("agencies-no-name", 3)]),
        ("old,new,from\na,b,soon\n", [("agencies-from", 2)]),
        ("old,new\na,b\nb,c\nc,a\nd,a\n", [("agencies-circle", 4)]),
        ("old,new\na,a\n", [("agencies-circle", 2)]),
    ],
)
def test_every_mistake_is_told_with_its_line(
    folder: Path, listed: str, expected: list[tuple[str, int]]
) -> None:
    files(folder, a2023=form(0, 7))
    with pytest.raises(RuleFileProblem) as refused:
        checked(folder, listed)
    assert refused.value.code == "agencies-file"
    assert [(each.code, each.line) for each in refused.value.mistakes] == expected


def test_a_project_names_the_list_and_a_receipt_keeps_it(folder: Path) -> None:
    files(folder, old2023=form(0, 7), new2024=form(7, 9))
    (folder / "renamed.csv").write_text("old,new\nold,new\n")
    (folder / "reportcheck.toml").write_text('agencies = "renamed.csv"\nrules = "rules.yaml"\n')
    assert run(".", "--report", "receipt=r.json", "--lang", "en").code == 0
    (asked,) = json.loads((folder / "r.json").read_text("utf-8"))["asked"]
    assert asked["agencies"]["path"] == "renamed.csv"
    assert run("verify", "r.json", "--lang", "en").code == 0
    (folder / "renamed.csv").write_text("old,new\nother,new\n")
    assert run("verify", "r.json", "--lang", "en").code == 1


@pytest.mark.parametrize(
    ("listed", "ended"),
    [
        ("old,new,from\na,c,2024\nb,c,2024\n", True),
        ("old,new,from\na,c,2025\nb,c,2025\n", False),
        ("old,new,from\na,c,2024Q3\nb,c,2024Q3\n", False),
        ("old,new\na,c\nb,c\n", True),
        ("old,new\na,d\nb,c\n", False),
        ("old,new,from\na,a,2024\nb,a,2024\n", False),
    ],
)
def test_an_agency_that_was_another_by_then_and_reports_is_told(
    folder: Path, listed: str, *, ended: bool
) -> None:
    files(folder, a2024=form(0, 7), c2024=form(0, 7))
    report = checked(folder, listed)
    assert ("agency-ended" in {each.rule for each in report.findings}) is ended
    if ended:
        (finding,) = (each for each in report.findings if each.rule == "agency-ended")
        assert (finding.facts["agency"], finding.facts["new"]) == ("a", "c")


def test_where_a_list_was_given_nobody_is_told_to_give_one(folder: Path) -> None:
    files(folder, x2023=form(0, 7), x2024=form(7, 7), b2024=form(7, 9))
    paths = "x2023.csv", "x2024.csv", "b2024.csv"
    (folder / "renamed.csv").write_text("old,new\nk,l\n", encoding="utf-8")
    said = run(*paths, "--rules", "rules.yaml", "--agencies", "renamed.csv", "--lang", "en").out
    assert "no-prior-period" in said
    assert "add a line for it to the list" in " ".join(said.split())
