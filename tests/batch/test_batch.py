"""A folder of many files: what is told of each, in which order, and what ends a run."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from reportcheck import batch, checking, examining, mark, tabling
from reportcheck.batch import forking
from reportcheck.examining import Examined, Order, examine
from tests.acceptance.running import SAMPLES, Ended, rules_and_data, run
from tests.reading.books import workbook

pytestmark = [
    pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="processes are not doubled"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

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
  rows: [Spring, Summer, {label: Year, equals: sum(*)}]
rules:
- id: grows
  table: visits
  each: column
  check: Year >= prev(Year)
  severity: warning
"""
FORM = ",Adults,Children,Total\nSpring,120,80,200\nSummer,210,160,370\nYear,330,240,570\n"
WRONG = FORM.replace("160,370", "161,370")


@pytest.fixture(autouse=True)
def forks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Double this process, whatever other tests have loaded into it."""
    monkeypatch.setattr(forking, "can_fork", lambda: True)


@pytest.fixture(name="rules")
def _rules(tmp_path: Path) -> Path:
    path = tmp_path / "visits.yaml"
    path.write_text(RULES, "utf-8")
    return path


def forms(folder: Path, number: int, content: str = FORM) -> Path:
    folder.mkdir()
    for nth in range(number):
        (folder / f"{nth:03d}.csv").write_text(content, "utf-8")
    return folder


def hanging(path: str, order: Order) -> tuple[Examined, ...]:
    if "never-ends" in path:
        time.sleep(1000)
    return examine(path, order)


@pytest.mark.no_cover  # see pyproject.toml
def test_four_of_three_hundred_files_cannot_be_checked_and_the_others_are(
    tmp_path: Path, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = forms(tmp_path / "300", 296)
    whole = workbook("<row r='1'><c r='A1'><v>1</v></c></row>")
    (folder / "050-truncated.xlsx").write_bytes(whole[: len(whole) // 2])
    (folder / "100-never-ends.csv").write_text(FORM, "utf-8")
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    encrypted = "EncryptionInfo\0EncryptedPackage\0".encode("utf-16-le")
    (folder / "150-locked.xlsx").write_bytes(container + encrypted)
    (folder / "200-no-form.csv").write_text("date,text\n2024-06-01,no report\n", "utf-8")
    monkeypatch.setattr(checking, "examine", hanging)
    monkeypatch.setenv("REPORTCHECK_MAX_FILE_SECONDS", "3")
    ended = run(folder, "--rules", rules, "--format", "json", "--jobs", "3")
    files = json.loads(ended.out)["files"]
    assert ended.code == 2
    assert [file["path"] for file in files] == sorted(str(path) for path in folder.iterdir())
    assert sum(file["status"] == "passed" for file in files) == 296
    assert {
        Path(file["path"]).stem: file["problem"]["code"]
        for file in files
        if file["status"] == "unchecked"
    } == {
        "050-truncated": "damaged-workbook",
        "100-never-ends": "too-slow",
        "150-locked": "password-protected",
        "200-no-form": "no-form",
    }
    told = run(folder, "--rules", rules, "--jobs", "3", "--lang", "en").out
    last = re.sub(r"\s", "", told)
    for name, reason in (
        ("050-truncated.xlsx", "is not whole"),
        ("100-never-ends.csv", "was not read: after 3 s there was no end to it"),
        ("150-locked.xlsx", "is protected by a password"),
        ("200-no-form.csv", "looks like no form that is known"),
    ):
        assert f"{name}{reason.replace(' ', '')}" in last


@pytest.mark.parametrize("format", ["full", "concise", "grouped", "json"])
def test_the_same_bytes_come_out_whatever_the_number_of_jobs(
    format: str,  # noqa: A002
    tmp_path: Path,
    rules: Path,
) -> None:
    folder = forms(tmp_path / "some", 16)
    for nth in range(0, 16, 3):
        (folder / f"{nth:03d}.csv").write_text(WRONG, "utf-8")
    (folder / "004.csv").write_bytes(b"")
    (folder / "007.csv").write_text(FORM.replace("120", "n/a"), "utf-8")
    options = ("--rules", rules, "--format", format, "--statistics", "--lang", "zh")
    one, two, many = (run(folder, *options, "--jobs", jobs) for jobs in ("1", "2", "5"))
    assert one == two == many
    assert (one.code, bool(one.out)) == (2, True)


@pytest.mark.no_cover  # see pyproject.toml
def test_workers_say_what_this_process_says_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = sorted(SAMPLES.glob("*.xlsx")) + sorted(SAMPLES.glob("*.csv"))
    prior = ("--prior", SAMPLES / "invented-2023.xlsx")
    shared = [run(*paths, *prior, "--format", form) for form in ("json", "full")]
    monkeypatch.setattr(forking, "can_fork", lambda: False)
    here = [run(*paths, *prior, "--format", form) for form in ("json", "full")]
    assert shared == here


def test_findings_that_were_packed_are_those_that_were_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paths = tuple(str(path) for path in sorted(SAMPLES.glob("*2024*.xlsx")))
    packed = checking.check(checking.Request(paths, jobs=2))
    monkeypatch.setattr(forking, "can_fork", lambda: False)
    plain = checking.check(checking.Request(paths))
    assert [tuple(file.findings) for file in packed.files] == [
        file.findings for file in plain.files
    ]
    assert [file.counts for file in packed.files] == [file.counts for file in plain.files]
    assert sum(len(file.findings) for file in packed.files) > 20


def test_a_rule_that_one_file_of_many_meets_is_not_said(tmp_path: Path) -> None:
    rules, _ = rules_and_data(
        tmp_path,
        "form: t\ntables:\n- id: t\n  values: integer\n  columns: [x, y]\n"
        "rules:\n- id: met\n  table: t\n  each: row\n  check: if x > 100 then y > 0\n",
        "",
    )
    folder = forms(tmp_path / "some", 6, "x,y\n1,2\n")
    findings = [file["findings"] for file in _json(folder, "--rules", rules)["files"]]
    assert [[each["rule"] for each in file] for file in findings] == [
        ["matched-nothing"], [], [], [], [], [],
    ]  # fmt: skip
    (folder / "005.csv").write_text("x,y\n101,2\n", "utf-8")
    findings = [file["findings"] for file in _json(folder, "--rules", rules)["files"]]
    assert findings == [[]] * 6


def _json(*arguments: str | Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(run(*arguments, "--format", "json").out)
    return report


def test_reports_of_the_year_before_are_joined_by_agency_and_period(
    tmp_path: Path, rules: Path
) -> None:
    now, before = tmp_path / "now", tmp_path / "before"
    for folder in (now, before):
        folder.mkdir()
    more = FORM.replace("120", "121").replace("200", "201").replace("330", "331")
    for agency in ("aa", "bb", "cc", "dd"):
        (now / f"{agency}-2024.csv").write_text(FORM, "utf-8")
        if agency != "dd":
            former = more.replace("570", "571") if agency == "bb" else FORM
            (before / f"{agency}-2023.csv").write_text(former, "utf-8")
    options = ("--rules", rules, "--prior", before, "--jobs", "2")
    files = {file["agency"]: file for file in _json(now, *options)["files"]}
    assert [(name, file["counts"]["fail"]) for name, file in files.items()] == [
        ("aa", 0), ("bb", 2), ("cc", 0), ("dd", 0),
    ]  # fmt: skip
    lacking, *others = files["dd"]["findings"]
    assert lacking["rule"] == "no-prior-period"
    assert {each["reason"] for each in others} == {"no-prior-period"}
    (witness,) = {
        (each["path"], each["period"], each["cell"])
        for finding in files["bb"]["findings"]
        for each in finding["witnesses"]
        if each["path"] and each["cell"] == "B4"
    }
    assert witness == (str(before / "bb-2023.csv"), "2023", "B4")
    (before / "xx-2023.csv").write_text("", "utf-8")
    ended = run(now, *options, "--lang", "en")
    assert ended.code == 2
    assert "Not checked" in ended.out
    assert "xx-2023.csv" in ended.out
    assert "1 not checked" in ended.out
    (before / "xx-2023.csv").unlink()
    (before / "sub").mkdir()
    (before / "sub" / "aa-2023.csv").write_text(more, "utf-8")
    again = {file["agency"]: file for file in _json(now, *options)["files"]}
    lacking, *others = again["aa"]["findings"]
    assert lacking["facts"]["paths"] == f"{before / 'aa-2023.csv'}\n{before / 'sub/aa-2023.csv'}"
    assert {each["reason"] for each in others} == {"duplicate-submission"}
    assert again["bb"] == files["bb"]


@pytest.mark.parametrize("jobs", ["0", "-1", "two", "1.5", "99999", "", "２"])
def test_the_number_of_jobs_is_a_number(jobs: str, rules: Path, tmp_path: Path) -> None:
    ended = run(forms(tmp_path / "x", 1), "--rules", rules, "--jobs", jobs, "--lang", "en")
    assert (ended.code, ended.out) == (2, "")
    assert "--jobs is the number of files to check at once" in ended.err


def test_what_nobody_foresaw_costs_its_file_alone(
    tmp_path: Path, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: str, order: Order) -> tuple[Examined, ...]:
        if path.endswith("003.csv"):
            raise ZeroDivisionError("boom")
        return examine(path, order)

    monkeypatch.delenv("REPORTCHECK_TRACEBACK", raising=False)
    monkeypatch.setattr(checking, "examine", broken)
    files = _json(forms(tmp_path / "some", 6), "--rules", rules)["files"]
    (lost,) = [file["problem"] for file in files if file["problem"]]
    assert lost["code"] == "unforeseen"
    assert "ZeroDivisionError: boom" in lost["message"]


SLOWLY = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where tests run unattended
from reportcheck import checking, cli
examine = checking.examine
def slowly(path, order):
    if path.endswith("009.csv"):
        open(path.replace("009.csv", "hanging"), "w").close()
        time.sleep(1000)
    time.sleep(0.02)
    return examine(path, order)
checking.examine = slowly
sys.exit(cli.main(sys.argv[1:]))
"""


def started(
    *arguments: str | Path,
    stdout: BinaryIO | int = subprocess.PIPE,
    stderr: int = subprocess.PIPE,
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SLOWLY, *map(str, arguments)],
        stdout=stdout, stderr=stderr, text=True, encoding="utf-8", process_group=0,
        env=os.environ | {"TERM": "xterm"},
    )  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_says_what_was_checked_and_what_was_not(
    number: signal.Signals, tmp_path: Path, rules: Path
) -> None:
    folder = forms(tmp_path / "some", 40)
    process = started(folder, "--rules", rules, "--format", "json", "--jobs", "2", "--lang", "en")
    while not (folder / "hanging").exists():
        time.sleep(0.05)
    begun = time.monotonic()
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - begun < 15  # and not the 1000 that one file hangs
    assert process.returncode == 130
    assert "Interrupted" in err
    files = json.loads(out)["files"]
    assert len(files) == 40
    codes = {file["problem"]["code"] for file in files if file["status"] == "unchecked"}
    assert codes == {"interrupted"}


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path, rules: Path) -> None:
    folder = forms(tmp_path / "some", 5, WRONG)
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "reportcheck", str(folder), "--rules", str(rules)]
    ended = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (1, b"")


def on_a_terminal(*arguments: str | Path, out: Path) -> tuple[int, str]:
    """Run slowly with a terminal for stderr; return the exit code, and what it showed."""
    import pty

    ours, theirs = pty.openpty()
    with out.open("wb") as file:
        process = started(*arguments, stdout=file, stderr=theirs)
    os.close(theirs)
    shown, stopped = b"", False
    while True:
        try:
            piece = os.read(ours, 1 << 16)
        except OSError:  # the terminal is closed
            break
        shown += piece
        if not stopped and b"1 not passed" in shown:
            process.send_signal(signal.SIGINT)
            stopped = True
    os.close(ours)
    return process.wait(30), shown.decode()


def test_progress_is_shown_on_a_terminal_and_nowhere_else(tmp_path: Path, rules: Path) -> None:
    folder = forms(tmp_path / "some", 40)
    (folder / "000.csv").write_text(WRONG, "utf-8")
    out = tmp_path / "out.json"
    options = (folder, "--rules", rules, "--jobs", "2", "--lang", "en", "--format", "json")
    code, shown = on_a_terminal(*options, out=out)
    assert code == 130
    assert re.search(r"\d+/40 files, \d+/s, \d+ s left, 1 not passed", shown)
    assert len(json.loads(out.read_text("utf-8"))["files"]) == 40


def test_files_of_a_folder_need_no_workers_where_starting_them_takes_long(
    tmp_path: Path, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forking, "can_fork", lambda: False)
    folder = forms(tmp_path / "some", 4)
    few: Ended = run(folder, "--rules", rules, "--format", "json")
    monkeypatch.setattr(batch, "FEW", 2)
    assert run(folder, "--rules", rules, "--format", "json", "--jobs", "2") == few


def test_big_files_of_records_hand_over_all_their_rows(tmp_path: Path) -> None:
    rules, _ = rules_and_data(
        tmp_path,
        "form: t\ntables:\n- id: t\n  values: integer\n  columns: [x, y]\n"
        "rules:\n- id: order\n  table: t\n  each: row\n  check: x <= y\n",
        "",
    )
    lines = ["x,y", *(f"{nth},{nth + nth % 1000 - 1}" for nth in range(350_000))]
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text("\n".join(lines), "utf-8")
    assert (tmp_path / "one.csv").stat().st_size > examining.BIG
    # A process of its own: this one may hold threads of Polars, and is not doubled for real work.
    command = [sys.executable, "-m", "reportcheck", "one.csv", "two.csv", "--rules", rules.name]
    more = ["--jobs", "2", "-qq", "--report", "csv=rows.csv", "--report", "json=all.json"]
    ended = subprocess.run([*command, *more], cwd=tmp_path, check=False, timeout=120)
    assert ended.returncode == 1
    files = json.loads((tmp_path / "all.json").read_text("utf-8"))["files"]
    assert [file["counts"]["fail"] for file in files] == [350, 350]
    rows = (tmp_path / "rows.csv").read_text("utf-8-sig").splitlines()
    assert len(rows) == 1 + 2 * 350
    assert [row.partition(",")[0] for row in rows[1::350]] == ["one.csv", "two.csv"]


def test_what_the_tool_wrote_is_passed_over_in_a_folder_and_refused_by_name(
    tmp_path: Path, rules: Path
) -> None:
    folder = forms(tmp_path / "some", 3, WRONG)
    kinds = ("csv", "html", "xlsx", "json")
    reports = [f"--report={kind}={folder / f'findings.{kind}'}" for kind in kinds]
    first = run(folder, "--rules", rules, "--lang", "en", *reports)
    assert first.code == 1
    again = _json(folder, "--rules", rules, "--lang", "en")
    assert [Path(file["path"]).name for file in again["files"]] == ["000.csv", "001.csv", "002.csv"]
    told = run(folder, "--rules", rules, "--lang", "en")
    assert told.code == 1
    said = re.sub(r"\s", "", told.out)
    for kind in ("csv", "html", "xlsx"):
        assert f"findings.{kind}(writtenbythistool)" in said
        ended = run(folder / f"findings.{kind}", "--rules", rules, "--lang", "en")
        assert ended.code == 2
        assert "was written by this tool" in " ".join(ended.out.split())
    assert "findings.json(notatable)" in said
    only = tmp_path / "only"
    only.mkdir()
    (folder / "findings.csv").rename(only / "findings.csv")
    assert "There is nothing to check" in run(only, "--rules", rules, "--lang", "en").err


def test_the_mark_of_rows_is_how_they_begin() -> None:
    assert ",".join(tabling.COLUMNS[:9]) + "," == mark.ROWS
