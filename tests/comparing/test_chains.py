"""Reports of several years: each looks at those before it, wherever they were given."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest

from reportcheck.checking import Request, check
from reportcheck.finding import Verdict
from reportcheck.rendering.arranging import arranged
from reportcheck.report import FileReport, Report

RULES = """
form: visits
title: {en: Visits}
values: count
identity:
  agency:
  - filename: "^(?P<agency>[a-z]+)"
  period:
  - filename: "(?P<period>[0-9]{4})"
tables:
- id: visits
  columns: [Adults, Children, {label: Total, equals: sum(*)}]
  rows: [Carried, New, Open]
rules:
- id: carried
  table: visits
  each: column
  check: Carried = prev(Open)
- id: far
  table: visits
  check: >-
    Open[Total] + 90 >= prev(Open[Total], 2)
  severity: warning
"""


def form(carried: int, open_: int) -> str:
    return (
        ",Adults,Children,Total\n"
        f"Carried,{carried},0,{carried}\nNew,5,5,10\nOpen,{open_},0,{open_}\n"
    )


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    return tmp_path


def files(folder: Path, **texts: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")


def checked(*paths: str, prior: tuple[str, ...] = (), jobs: int = 1) -> Report:
    return check(Request(paths, ("rules.yaml",), prior, jobs=jobs))


def told(report: Report) -> Mapping[str, list[tuple[str, str, str | None]]]:
    return {
        file.path: [(each.rule, str(each.verdict), each.reason) for each in file.findings]
        for file in report.files
        if file.findings
    }


def of(report: Report, path: str) -> FileReport:
    return next(each for each in report.files if each.path == path)


CHAIN = {
    "a2019": form(0, 1),
    "a2020": form(1, 2),
    "a2021": form(2, 3),
    "a2022": form(3, 4),
}


def test_a_run_of_several_years_needs_no_prior(folder: Path) -> None:
    files(folder / "all", **CHAIN)
    report = checked("all")
    # Before the first year nothing was given: nobody asks for it.
    assert not told(report)
    assert report.resting == 0
    assert dict(of(report, "all/a2020.csv").passes) == {"visits.Total": 3, "carried": 3}
    assert dict(of(report, "all/a2019.csv").passes) == {"visits.Total": 3}
    assert dict(of(report, "all/a2022.csv").passes) == {"visits.Total": 3, "carried": 3, "far": 1}


def test_a_break_is_told_in_the_year_that_carries_over(folder: Path) -> None:
    files(folder / "all", **CHAIN | {"a2021": form(7, 3)})
    report = checked("all", jobs=2)
    broken = of(report, "all/a2021.csv")
    (first,) = broken.findings
    assert (first.rule, first.left, first.right) == ("carried", "7", "2")
    assert [(each.path, each.period) for each in first.witnesses] == [
        (None, None),
        ("all/a2020.csv", "2020"),
    ]
    assert (broken.counts.fail, broken.counts.following) == (1, 1)
    assert [each.at and each.at.a1 for each in first.consequences] == ["D2"]
    assert broken.counts.passed == 3 + 1 + 1


def test_two_years_before_come_from_wherever_they_are(folder: Path) -> None:
    files(folder / "old", a2019=form(0, 200))
    files(folder / "new", a2020=form(200, 2), a2021=form(2, 3))
    report = checked("new", prior=("old",))
    assert told(report)["new/a2021.csv"] == [("far", "fail", None)]
    (far,) = of(report, "new/a2021.csv").findings
    assert [each.path for each in far.witnesses] == [None, "old/a2019.csv"]


def test_a_year_that_is_missing_is_told_once_a_rule_instance(folder: Path) -> None:
    left = {name: text for name, text in CHAIN.items() if name != "a2021"}
    files(folder / "all", **left)
    report = checked("all")
    lacking, *found = of(report, "all/a2022.csv").findings
    assert (lacking.rule, lacking.facts["period"]) == ("no-prior-period", "2021")
    assert {each.reason for each in found} == {"no-prior-period"}
    assert all(each.verdict is Verdict.UNKNOWN for each in found)
    # What rests on it hangs on it.
    shown, dependent, _ = arranged(of(report, "all/a2022.csv").findings)
    assert shown == [lacking]
    assert len(dependent[id(lacking)]) == 3


def test_one_year_alone_rests(folder: Path) -> None:
    files(folder / "all", a2022=form(1, 2), b2022=form(1, 2))
    report = checked("all")
    assert report.resting == 4
    assert not told(report)
    files(folder, a2022=form(1, 2))
    assert checked("a2022.csv").resting == 4


def test_the_same_report_given_twice_is_one_and_others_are_not_chosen(folder: Path) -> None:
    files(folder / "all", **CHAIN)
    files(folder / "old", a2020=form(1, 2))
    assert checked("all", prior=("old",)).counts.fail == 0
    assert not told(checked("all/a2021.csv", prior=("old",)))
    files(folder / "old", a2020=form(1, 7))
    lacking, *found = of(checked("all", prior=("old",)), "all/a2021.csv").findings
    assert lacking.facts["paths"] == "all/a2020.csv\nold/a2020.csv"
    assert {each.reason for each in found} == {"duplicate-submission"}


def test_two_that_differ_among_those_given_as_prior_stop_nobody_else(folder: Path) -> None:
    files(folder / "old", a2020=form(1, 2), b2020=form(1, 2))
    files(folder / "old" / "again", a2020=form(1, 7))
    files(folder / "new", a2021=form(2, 3), b2021=form(5, 3))
    report = checked("new", prior=("old",))
    lacking, *unknown = of(report, "new/a2021.csv").findings
    assert (lacking.rule, lacking.facts["paths"]) == (
        "no-prior-period", "old/a2020.csv\nold/again/a2020.csv",
    )  # fmt: skip
    assert {each.reason for each in unknown} == {"duplicate-submission"}
    # The others are held against theirs.
    (wrong,) = of(report, "new/b2021.csv").findings
    assert (wrong.left, wrong.right) == ("5", "2")
    assert report.exit_code == 1
    # Two that say the same are one.
    files(folder / "old" / "again", a2020=form(1, 2))
    assert not of(checked("new", prior=("old",)), "new/a2021.csv").findings


def test_two_reports_for_one_year_are_told_and_neither_is_chosen(folder: Path) -> None:
    files(folder / "all", **CHAIN)
    files(folder / "all" / "again", a2020=form(1, 7))
    report = checked("all")
    (double,) = of(report, "all/again/a2020.csv").findings
    assert (double.rule, str(double.severity)) == ("duplicate-submission", "warning")
    assert double.facts["other"] == "all/a2020.csv"
    # It is told once: rules that look at it are unknown for that.
    resting = of(report, "all/a2021.csv").findings
    assert {(each.rule, each.reason) for each in resting} == {("carried", "duplicate-submission")}
    assert {each.because[0].path for each in resting} == {"all/again/a2020.csv"}
    assert [(each.path, each.rule) for each in double.elsewhere] == [
        *[("all/a2021.csv", "carried")] * 3, ("all/a2022.csv", "far"),
    ]  # fmt: skip
    quiet = check(Request(("all",), ("rules.yaml",), ignore=("duplicate-submission",)))
    assert not of(quiet, "all/again/a2020.csv").findings
    assert "no-prior-period" in {each.rule for each in of(quiet, "all/a2021.csv").findings}


def test_a_report_that_nobody_can_tell_the_year_of_is_told(folder: Path) -> None:
    files(folder / "all", **CHAIN)
    (folder / "all" / "b.csv").write_text(form(0, 0), encoding="utf-8")
    report = checked("all")
    first, *rest = of(report, "all/b.csv").findings
    assert (first.rule, first.facts["what"]) == ("unidentified", "period")
    assert {each.reason for each in rest} == {"unidentified"}
    assert arranged(of(report, "all/b.csv").findings)[0] == [first]


@pytest.mark.no_cover  # see pyproject.toml
def test_what_is_sure_by_figures_is_what_each_shows_by_itself(folder: Path) -> None:
    # Enough files for layouts to be known, in two processes.
    texts = {
        f"{name}{year}": form(number + year, number + year + 1)
        for number, name in enumerate(map("".join, product("ab", "abcdefghijklmnopqrst")))
        for year in (2019, 2020, 2021)
    }
    files(folder / "all", **texts)
    report = checked("all", jobs=2)
    assert report == checked("all")
    assert report.counts.fail == 0
    assert of(report, "all/aa2021.csv").counts.passed == 7


def mended(report: Report, path: str) -> list[dict[str, str | None]]:
    mending = of(report, path).mending
    assert mending is not None
    whole = mending.whole()
    assert whole is not None
    assert mending.complete
    return [{one.at.a1: one.to for one in each} for each in whole]


def test_what_to_change_goes_by_the_year_before(folder: Path) -> None:
    # 7 carried over where 2 were open: the same mistake in the cell and in its total.
    files(folder / "all", **CHAIN | {"a2021": form(7, 3)})
    report = checked("all", jobs=2)
    assert mended(report, "all/a2021.csv") == [{"B2": "2", "D2": "2"}]
    assert mended(report, "all/a2022.csv") == []


def test_what_would_mend_one_year_alone_may_break_with_the_year_before(folder: Path) -> None:
    # 2 + 0 = 3 is mended by any of three cells, but 2 and 2 are what was open the year before.
    wrong = form(2, 3).replace("Carried,2,0,2", "Carried,2,0,3")
    files(folder / "all", **CHAIN | {"a2021": wrong})
    assert mended(checked("all/a2021.csv"), "all/a2021.csv") == [
        {"B2": "3"}, {"C2": "1"}, {"D2": "2"},
    ]  # fmt: skip
    assert mended(checked("all"), "all/a2021.csv") == [{"D2": "2"}]


def test_of_very_many_files_it_is_said_that_the_years_before_were_left_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportcheck.comparing.beside.MOST_BESIDE", 0)
    files(folder / "all", **CHAIN | {"a2021": form(7, 3)})
    mending = of(checked("all"), "all/a2021.csv").mending
    assert mending is not None
    assert mending.note == "beside-capped"
    assert not mending.complete


def test_what_to_change_leaves_out_rules_that_are_not_in_force(folder: Path) -> None:
    later = """- id: later
  table: visits
  each: column
  check: New > 100
"""
    rules = folder / "rules.yaml"
    rules.write_text(f"{RULES}{later}  effective: {{from: 2030}}\n", "utf-8")
    files(folder / "all", **CHAIN | {"a2021": form(7, 3)})
    assert mended(checked("all"), "all/a2021.csv") == [{"B2": "2", "D2": "2"}]


def test_one_report_of_another_year_among_many_asks_nothing_of_the_others(folder: Path) -> None:
    """As where the title of last year was left standing: a note says so, and nobody is accused."""
    files(folder, a2023=form(0, 1), **{f"{each}2024": form(0, 1) for each in "bcd"})
    report = checked("a2023.csv", "b2024.csv", "c2024.csv", "d2024.csv")
    assert told(report) == {}
    assert ("astray", "2023 (a2023.csv)") in report.notes
    assert report.resting == 4

    # One of them has both years, and is compared; the others are not asked for theirs.
    files(folder, b2023=form(0, 3))
    report = checked("b2023.csv", "b2024.csv", "c2024.csv", "d2024.csv")
    assert told(report) == {"b2024.csv": [("carried", "fail", None)]}
    assert ("astray", "2023 (b2023.csv)") in report.notes

    # Where most have both, the one without is asked for it; so it is of two alone.
    files(folder, c2023=form(0, 0))
    report = checked("b2023.csv", "b2024.csv", "c2023.csv", "c2024.csv", "d2024.csv")
    assert ("no-prior-period", "fail", None) in told(report)["d2024.csv"]
    assert not [each for each in report.notes if each[0] == "astray"]
    report = checked("b2023.csv", "d2024.csv")
    assert ("no-prior-period", "fail", None) in told(report)["d2024.csv"]
