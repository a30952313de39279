"""What was extracted, given back as `--prior`: the findings are those of the files themselves."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportcheck import checking
from reportcheck.reading import extracts
from tests.acceptance.running import SAMPLES, Ended, run

FORM = """
form: visits
title: {en: Visits}
identity:
  agency:
  - filename: "^(?P<agency>[a-z]+)"
  period:
  - filename: "(?P<period>[0-9]{4})"
tables:
- id: visits
  title: Table of visits
  columns:
  - {id: adults, label: Adults, values: count}
  - {id: takings, label: Takings, values: amount}
  - {id: rate, label: Rate, values: {type: number, blank: zero}}
  - {id: share, label: Share, values: {type: percent, marks: {not_applicable: [n]}}}
  rows:
  - Spring
  - {label: Night, optional: true}
  - Summer
- id: list
  columns:
  - {id: who, label: Who, values: text}
  - {id: paid, label: Paid, values: {type: amount, blank: unknown}}
rules:
- id: same
  table: visits
  each: row
  check: takings = prev(takings)
- id: growth
  table: visits
  each: row
  check: adults >= prev(adults)
  severity: warning
- id: rate
  table: visits
  each: row
  check: rate + prev(rate) <= 10
- id: share
  table: visits
  each: row
  check: share = prev(share)
- id: paid
  check: visits::Spring[adults] >= prev(sum(list::paid))
- id: people
  check: visits::Spring[adults] >= prev(count(list where paid > 1))
"""
FIGURES = st.one_of(
    st.integers(0, 10**14).map(lambda cents: f"{cents // 100}.{cents % 100:02}"),
    st.integers(0, 20).map(str),
    st.sampled_from(["", "/", "无", "x", "n", "12.5%", "1,204", " 7 ", "10^3", "=1+1", "-3"]),
)
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
ROWS = ("Spring", "Night", "Summer")


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("visits.yaml").write_text(FORM, "utf-8")


@st.composite
def filled(draw: st.DrawFn) -> list[list[str]]:
    """Draw what stands in a file: a row may be lost, another doubled."""
    rows = [[label, *draw(st.lists(FIGURES, min_size=4, max_size=4))] for label in ROWS]
    for at in draw(st.sets(st.integers(0, 2), max_size=1)):
        del rows[at]
    if draw(st.integers(0, 5)) == 0:
        rows.append(rows[0])
    people = [[f"p{n}", draw(FIGURES)] for n in range(draw(st.integers(0, 3)))]
    head = ["", "Adults", "Takings", "Rate", "Share"]
    return [["Table of visits"], head, *rows, [], ["Who", "Paid"], *people]


def write_csv(name: str, rows: list[list[str]]) -> None:
    with Path(f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def write_book(name: str, rows: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.worksheets[0]
    for row in rows:
        sheet.append([None if not text else _typed(text) for text in row])
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    book.save(f"{name}.xlsx")


def _typed(text: str) -> str | float:
    plain = text.replace(".", "", 1)
    return float(text) if plain.isdecimal() and len(plain) < 15 else text


def findings(ended: Ended) -> Any:  # noqa: ANN401 - JSON
    assert ended.out, ended.err
    report = json.loads(ended.out)
    return report["files"], report["summary"]


WRITERS: list[Callable[[str, list[list[str]]], None]] = [write_csv, write_book]


@settings(max_examples=12, suppress_health_check=SLOW)
@given(st.lists(st.tuples(filled(), filled(), st.sampled_from([0, 1])), min_size=1, max_size=3))
def test_findings_are_those_of_the_files(
    agencies: list[tuple[list[list[str]], list[list[str]], int]],
) -> None:
    for folder in ("now", "before"):
        Path(folder).mkdir(exist_ok=True)
        for old in Path(folder).iterdir():
            old.unlink()
    for number, (now, before, kind) in enumerate(agencies):
        name = chr(ord("a") + number)
        WRITERS[kind](f"before/{name}-2023", before)
        WRITERS[1 - kind](f"now/{name}-2024", now)
    rules = ("--rules", "visits.yaml")
    whole = run("now", *rules, "--prior", "before", "--format", "json")
    for kind_of in ("csv", "parquet", "xlsx"):
        out = f"before.{kind_of}"
        assert run("extract", "before", *rules, "-o", out).code == 0
        again = run("now", *rules, "--prior", out, "--format", "json")
        assert findings(again) == findings(whole)


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_the_annual_report_finds_the_same(kind: str) -> None:
    now, before = SAMPLES / "invented-2024.xlsx", SAMPLES / "invented-2023.xlsx"
    assert run("extract", before, "-o", f"x.{kind}").code == 0
    files = run(now, "--prior", before, "--lang", "en")
    assert run(now, "--prior", f"x.{kind}", "--lang", "en") == files
    assert files.code == 1


HEAD = [["Table of visits"], ["", "Adults", "Takings", "Rate", "Share"]]
ONE = [*HEAD, ["Spring", "1", "2", "3", "4%"], ["Summer", "1", "2", "3", "4%"], [],
       ["Who", "Paid"], ["p", "1"]]  # fmt: skip


def prior(path: str) -> Ended:
    return run("a-2024.csv", "--rules", "visits.yaml", "--prior", path, "--lang", "en")


def extracted(name: str, *options: str) -> Path:
    write_csv("a-2024", ONE)
    write_csv("a-2023", ONE)
    run("extract", "a-2023.csv", "--rules", "visits.yaml", "-o", name, *options)
    return Path(name)


def test_a_table_that_a_spreadsheet_saved_in_its_own_code_does_too() -> None:
    path = extracted("x.csv")
    ended = prior("x.csv")
    text = path.read_text("utf-8-sig").replace("p,", "甲局,", 1)
    path.write_text(text.replace(",p,", ",甲局,"), "gb18030")
    assert prior("x.csv") == ended
    assert ended.code == 0


def test_what_was_changed_is_told() -> None:
    path = extracted("x.csv")
    lines = path.read_text("utf-8-sig").splitlines()
    for changed, said in (
        ([*lines[:5], *lines[6:]], "some are not there"),
        ([*lines[:5], lines[5].replace(",visits,N", ",visitors,N"), *lines[6:]], "no form gives"),
        ([*lines[:5], lines[5] + ",x", *lines[6:]], "x.csv, row 6: no form gives"),
        ([line.replace("visits,", "gone,") for line in lines], "of form gone"),
    ):
        path.write_text("\n".join(changed) + "\n", "utf-8")
        ended = prior("x.csv")
        assert (ended.code, ended.out) == (2, "")
        assert said in ended.err


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_a_wide_table_is_refused(kind: str) -> None:
    Path("w.yaml").write_text(FORM.partition("- id: list")[0] + "rules:\n- {id: r, table: visits, "
                              "each: row, check: takings = prev(takings)}\n")  # fmt: skip
    write_csv("a-2024", ONE[:4])
    run("extract", "a-2024.csv", "--rules", "w.yaml", "--wide", "-o", f"w.{kind}")
    ended = run("a-2024.csv", "--rules", "w.yaml", "--prior", f"w.{kind}", "--lang", "en")
    assert (ended.code, "was written with --wide" in ended.err) == (2, True)


def test_in_a_folder_it_is_passed_over_and_alone_there_told() -> None:
    Path("before").mkdir()
    extracted("before/x.csv")
    ended = prior("before")
    assert (ended.code, "before/x.csv has no report of the period before" in ended.err) == (2, True)
    write_csv("before/a-2023", ONE)
    assert prior("before").code == 0
    both = run("a-2024.csv", "--rules", "visits.yaml", "--prior", "before", "--prior",
               "before/x.csv", "--lang", "en")  # fmt: skip
    # Both say the same: they are one.
    assert both.code == 0


def test_another_list_of_the_tool_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    extracted("x.csv")
    run("a-2024.csv", "--rules", "visits.yaml", "--report", "csv=f.csv", "--report", "xlsx=f.xlsx",
        "--report", "parquet=f.parquet")  # fmt: skip
    for name in ("f.csv", "f.xlsx", "f.parquet"):
        ended = prior(name)
        assert (ended.code, "was written by this tool" in ended.err) == (2, True)
    monkeypatch.setattr("reportcheck.examining.BIG", 10)
    assert prior("x.csv").code == 0


def test_parquet_is_read_group_by_group(monkeypatch: pytest.MonkeyPatch) -> None:
    path = extracted("x.parquet")
    monkeypatch.setattr(extracts, "_ROWS_AT_ONCE", 7)
    rows = extracts.extracted_rows("x.parquet")
    assert rows is not None
    assert [number for number, _ in rows] == list(range(2, pl.read_parquet(path).height + 2))


def test_a_program_gets_the_same() -> None:
    extracted("x.csv")
    request = checking.Request(("a-2024.csv",), ("visits.yaml",), ("x.csv",))
    assert checking.check(request).exit_code == 0


def test_a_report_that_cannot_be_used_stops_no_other() -> None:
    write_csv("a-2024", ONE)
    Path("before").mkdir()
    write_csv("before/a-2023", ONE)
    write_csv("before/2023", ONE)
    Path("before/phones.csv").write_text("name,phone\nx,1\n", "utf-8")
    ended = run("a-2024.csv", "--rules", "visits.yaml", "--prior", "before", "--format", "json")

    checked, *lost = json.loads(ended.out)["files"]
    assert (ended.code, checked["status"]) == (2, "passed")
    assert {Path(each["path"]).name: each["problem"]["code"] for each in lost} == {
        "2023.csv": "prior-unidentified",
        "phones.csv": "prior-unreadable",
    }
