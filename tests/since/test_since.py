"""A report held against an earlier one: what is new, remains, is fixed, or was not looked at."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

import reportcheck
from reportcheck.finding import Acceptance, Finding, Verdict
from reportcheck.keeping import Kept, Room, pack
from reportcheck.problem import Problem
from reportcheck.rendering.json_report import report_schema
from reportcheck.report import FileReport, Report
from reportcheck.since import compare
from tests.acceptance.running import SAMPLES, run
from tests.rendering.reports import (
    BALANCE,
    BLANK,
    LABEL,
    PRIOR,
    READ,
    ROW_TOTAL,
    file_of,
    lost,
)

RULES = """\
form: visits
values: count
identity:
  agency:
  - filename: '^(?P<agency>[A-Za-z]+)_'
  period:
  - filename: '_(?P<period>[0-9]+)'
tables:
- id: visits
  columns: [{id: name, values: text}, adults, children, {id: total, equals: adults + children}]
  key: [name]
"""


def everything(file: FileReport, finding: Finding) -> bool:
    del file, finding
    return True


def held(now: Report, then: Report, asked: Callable[..., bool] = everything) -> Report:
    return compare(now, then, "old.json", asked)


def of(*findings: Finding, path: str = "甲.xlsx") -> Report:
    return Report((file_of(path, *findings),))


def fates(report: Report) -> list[tuple[str, str]]:
    assert report.earlier is not None
    return [(each.fate, each.finding.rule) for each in report.earlier.gone]


def test_new_remaining_and_fixed() -> None:
    report = held(of(ROW_TOTAL, BALANCE), of(BALANCE, BLANK))
    assert [(each.rule, each.since) for each in report.findings] == [
        ("申请.总计", "new"),
        ("收办平衡", "remaining"),
    ]
    assert fates(report) == [("fixed", "blank")]
    earlier = report.earlier
    assert earlier is not None
    assert (earlier.new, earlier.remaining, earlier.explained) == (1, 1, 0)
    assert report.exit_code == of(ROW_TOTAL, BALANCE).exit_code


def test_a_finding_stays_the_same_when_rows_are_inserted_and_files_moved() -> None:
    then = of(ROW_TOTAL, path="2024/甲.xlsx")
    assert ROW_TOTAL.at is not None
    moved = replace(ROW_TOTAL, at=replace(ROW_TOTAL.at, row=99))
    report = held(of(moved, path="elsewhere/乙.xlsx"), then)
    assert [each.since for each in report.findings] == ["remaining"]
    assert report.earlier is not None
    assert (report.earlier.gone, report.earlier.missing) == ((), ())


def test_only_what_somebody_has_to_see_to_is_compared() -> None:
    accepted = replace(
        ROW_TOTAL, verdict=Verdict.ACCEPTED, accepted=Acceptance("why", "Li", "2099-01-01")
    )
    report = held(of(READ, accepted), of(LABEL))
    assert [each.since for each in report.findings] == ["", ""]
    report = held(of(accepted), of(ROW_TOTAL))
    assert [each.since for each in report.findings] == ["explained"]
    assert fates(report) == []
    report = held(of(ROW_TOTAL), of(accepted))
    assert [each.since for each in report.findings] == ["new"]
    assert fates(held(of(), of(READ, accepted))) == []


def test_what_nobody_looked_at_is_not_fixed() -> None:
    then = of(BALANCE, BLANK)
    elsewhere = Report((replace(file_of("乙.xlsx"), agency="乙局"),))
    assert {fate for fate, _ in fates(held(elsewhere, then))} == {"missing"}
    unread = Report((lost("甲.xlsx", Problem("password-protected", path="甲.xlsx")),))
    assert {fate for fate, _ in fates(held(unread, then))} == {"unchecked"}
    renamed = Report((replace(file_of("甲.xlsx"), agency="乙局"),))
    assert {fate for fate, _ in fates(held(renamed, then))} == {"renamed"}
    report = held(of(), then, lambda _, finding: finding.rule == "blank")
    assert fates(report) == [("not-asked", "收办平衡"), ("fixed", "blank")]


def test_files_that_are_not_in_the_run_are_named() -> None:
    then = Report(
        (
            *of(BALANCE).files,
            replace(file_of("乙.xlsx"), agency="乙局"),
            lost("丙.xlsx", Problem("password-protected", path="丙.xlsx")),
        )
    )
    report = held(of(BALANCE), then)
    assert report.earlier is not None
    assert report.earlier.missing == ("乙.xlsx", "丙.xlsx")


def test_of_like_findings_as_many_are_fixed_as_are_gone() -> None:
    three = (PRIOR, PRIOR, PRIOR)
    report = held(of(PRIOR), of(*three))
    assert [each.since for each in report.findings] == ["remaining"]
    assert [fate for fate, _ in fates(report)] == ["fixed", "fixed"]


def test_findings_that_were_packed_stay_packed() -> None:
    report = of(ROW_TOTAL, BALANCE)
    (file,) = report.files
    packed = replace(file, findings=Kept(pack(file.findings), Room(0)))
    found = held(replace(report, files=(packed,)), of(BALANCE))
    assert isinstance(found.files[0].findings, Kept)
    assert [each.since for each in found.findings] == ["new", "remaining"]


# On the command line


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("r.yaml").write_text(RULES, "utf-8")
    Path("Elm_2024.csv").write_text("name,adults,children,total\na,1,2,4\nb,1,1,2\n", "utf-8")
    Path("Oak_2024.csv").write_text("name,adults,children,total\na,1,,4\n", "utf-8")
    ended = run("Elm_2024.csv", "Oak_2024.csv", "--rules", "r.yaml", "--report", "json=old.json",
                "-qq")  # fmt: skip
    assert (ended.code, ended.err) == (1, "")
    return tmp_path


def test_on_the_command_line(data: Path) -> None:
    before = (data / "old.json").read_bytes()
    Path("Elm_2024.csv").write_text(
        "name,adults,children,total\nnew,0,0,1\na,1,2,3\nb,1,1,2\n", "utf-8"
    )
    Path("Oak_2024.csv").unlink()
    arguments = ("Elm_2024.csv", "--rules", "r.yaml", "--since", "old.json", "--lang", "en")
    ended = run(*arguments)
    assert ended.code == 1
    assert "error (new) visits.total" in ended.out
    text = " ".join(ended.out.split())
    assert "Since old.json: 1 new, 0 remaining, 1 fixed, 0 newly explained" in text
    assert "fixed Elm_2024.csv:2:4" in text
    assert "not in this run (1): Oak_2024.csv" in text
    told = json.loads(run(*arguments, "--format", "json").out)
    jsonschema.validate(told, json.loads(report_schema()))
    assert told["since"]["new"] == 1
    assert told["files"][0]["findings"][0]["since"] == "new"
    assert (data / "old.json").read_bytes() == before
    Path("Elm_2024.csv").write_text("name,adults,children,total\na,1,2,3\n", "utf-8")
    assert run(*arguments).code == 0  # what is missing is said, and does not change the exit code


@pytest.mark.parametrize("format_", ["full", "concise", "grouped", "narrate", "markdown", "html"])
def test_it_is_told_in_every_format(format_: str, data: Path) -> None:
    Path("Elm_2024.csv").write_text("name,adults,children,total\na,1,2,3\nc,1,1,7\n", "utf-8")
    arguments = ("Elm_2024.csv", "Oak_2024.csv", "--rules", "r.yaml", "--since", "old.json")
    if format_ in {"markdown", "html"}:
        run(*arguments, "--lang", "en", "--report", f"{format_}=x", "-qq")
        text = (data / "x").read_text("utf-8")
    else:
        text = run(*arguments, "--lang", "en", "--format", format_).out
    text = " ".join(text.split())
    assert "1 new, 2 remaining, 1 fixed" in text
    assert "(new)" in text
    assert "(still there)" in text
    assert "fixed" in text.lower()


@pytest.mark.usefixtures("data")
def test_rules_that_take_no_part_leave_their_findings_unseen() -> None:
    ended = run("Oak_2024.csv", "Elm_2024.csv", "--rules", "r.yaml", "--since", "old.json",
                "--ignore", "blank", "--lang", "en")  # fmt: skip
    assert "their rules or checks took no part this time: 1" in " ".join(ended.out.split())


def test_a_project_may_ignore_checks_of_some_files(data: Path) -> None:
    (data / "reportcheck.toml").write_text(
        '[[files]]\npaths = ["Oak*"]\nrules = ["r.yaml"]\nignore = ["blank"]\n'
        '[[files]]\npaths = ["Elm*"]\nrules = ["r.yaml"]\n',
        "utf-8",
    )
    ended = run("check", "--since", "old.json", "--lang", "en")
    assert "their rules or checks took no part this time: 1" in " ".join(ended.out.split())


@pytest.mark.parametrize("text", ["", "{}", '{"schema": "reportcheck.receipt/1"}', "PK"])
def test_what_is_no_report_is_told_before_anything_is_checked(text: str, data: Path) -> None:
    (data / "bad.json").write_text(text, "utf-8")
    ended = run("Elm_2024.csv", "--rules", "r.yaml", "--since", "bad.json", "--lang", "en")
    assert (ended.code, ended.out) == (2, "")
    assert "--report json=FILE" in ended.err
    assert run("Elm_2024.csv", "--rules", "r.yaml", "--since", "none.json").code == 2


def test_the_earlier_report_is_never_written_over(data: Path) -> None:
    before = (data / "old.json").read_bytes()
    ended = run("Elm_2024.csv", "--rules", "r.yaml", "--since", "old.json", "--report",
                "json=old.json")  # fmt: skip
    assert (ended.code, ended.out) == (2, "")
    assert (data / "old.json").read_bytes() == before


def test_from_python(tmp_path: Path) -> None:
    planted, rules = SAMPLES / "grants-planted.csv", SAMPLES / "grants.yaml"
    result = reportcheck.check(planted, rules=rules)
    result.write("json", tmp_path / "old.json")
    again = reportcheck.check(planted, rules=rules, since=tmp_path / "old.json")
    assert again.earlier is not None
    assert (again.earlier.new, again.earlier.gone) == (0, ())
    assert again.earlier.remaining > 10
