"""`reportcheck extract --sum`: the form itself, filled in for all agencies together."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from samples.batch import AGENCIES, right_report
from samples.layout import stacked, write_workbook
from tests.acceptance.running import report, run

FORM = """
form: visits
title: {en: Visits, zh: 参观}
identity:
  agency:
  - right_of: Museum
  - filename: "^(?P<agency>[a-z]+)"
  period:
  - right_of: Year
  - filename: "(?P<period>[0-9]{4})"
tables:
- id: visits
  title: Table of visits
  columns:
  - {id: adults, label: Adults, values: count}
  - {id: children, label: Children, values: {type: count, blank: zero}}
  - {id: takings, label: Takings, values: amount}
  - {id: full, label: Full, values: percent}
  - {id: note, label: Remarks, values: {type: text, blank: unknown}}
  rows:
  - Spring
  - {label: Night, optional: true}
  - Summer
rules:
- id: each
  table: visits
  each: row
  check: takings >= 0
"""
HEAD = ",Adults,Children,Takings,Full,Remarks\n"


@pytest.fixture(name="rules", autouse=True)
def _rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("visits.yaml").write_text(FORM, "utf-8")
    return "visits.yaml"


def write(name: str, *rows: str) -> None:
    Path("in").mkdir(exist_ok=True)
    Path("in", f"{name}.csv").write_text(HEAD + "\n".join(rows) + "\n", "utf-8")


def table(text: str) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in csv.reader(text.splitlines()) if row and row[0]}


def test_every_slot_is_summed_or_says_why_not(snapshot: SnapshotAssertion) -> None:
    write("aa-2024", "Spring,12,,0.10,10%,x", "Summer,1,2,900000000000.01,5%,")
    write("bb-2024", "Spring,3,4,0.20,20%,", "Night,1,1,1.00,3%,", "Summer,/,2,0.02,5%,")
    ended = run("extract", "in", "--rules", "visits.yaml", "--sum", "--lang", "en")
    assert ended.code == 1
    rows = table(ended.out)
    assert rows["Spring"] == ["15", "4", "0.3", "", ""]
    assert rows["Night"] == ["1", "1", "1", "", ""]
    assert rows["Summer"] == ["", "4", "900000000000.03", "", ""]
    assert ended.err == snapshot(name="stderr")
    told = run("extract", "in", "--rules", "visits.yaml", "--sum", "--lang", "zh", "-o", "s.xlsx")
    assert told.err == snapshot(name="stderr zh")
    book = openpyxl.load_workbook("s.xlsx")
    assert [list(row) for row in book.worksheets[1].values] == snapshot(name="not summed")


def test_the_sum_is_a_form_again() -> None:
    write("aa-2024", "Spring,12,,0.10,10%,x", "Summer,1,2,900000000000.01,5%,")
    write("bb-2024", "Spring,3,4,0.20,20%,", "Summer,/,2,0.02,5%,")
    for out in ("s.xlsx", "s.csv"):
        ended = run("extract", "in", "--rules", "visits.yaml", "--sum", "--lang", "en", "-o", out)
        assert ended.code == 1
        whole = report(out, "--rules", "visits.yaml")
        (file,) = whole["files"]
        assert file["counts"]["structure"] == 0, file["findings"]
        assert (file["period"], file["agency"]) == ("2024", "Total of all agencies")
        shown = run("show", out, "--rules", "visits.yaml", "--lang", "en").out
        assert "100% of the form recognised" in " ".join(shown.split())
        assert "Night" in shown


def test_a_sum_beyond_what_a_workbook_holds_is_exact() -> None:
    write("aa-2024", "Spring,1,1,9999999999999.99,1%,", "Summer,1,1,0.01,1%,")
    write("bb-2024", "Spring,1,1,9999999999999.99,1%,", "Summer,1,1,0.01,1%,")
    run("extract", "in", "--rules", "visits.yaml", "--sum", "-o", "s.xlsx")
    out = run("extract", "s.xlsx", "--rules", "visits.yaml").out
    values = {row["row"]: row["value"] for row in csv.DictReader(out.splitlines())
              if row["column"] == "takings"}  # fmt: skip
    assert values["Spring"] == "19999999999999.98"


def test_one_agency_is_not_added_twice() -> None:
    write("aa-2024", "Spring,1,1,1,1%,", "Summer,1,1,1,1%,")
    write("aa-2024x", "Spring,5,1,1,1%,", "Summer,1,1,1,1%,")
    ended = run("extract", "in", "--rules", "visits.yaml", "--sum", "--lang", "en")
    assert ended.code == 2
    assert table(ended.out)["Spring"][0] == "1"
    assert "in/aa-2024.csv is the report of aa for 2024, too" in ended.err


def test_who_is_nobody_is_not_added_twice_and_is_told(snapshot: SnapshotAssertion) -> None:
    for name, figure in (("aa-2024", 1), ("2024", 5), ("2024-copy", 5), ("bb-2024", 1)):
        write(name, f"Spring,{figure},1,1,1%,", "Summer,1,1,1,1%,")
    for lang in ("en", "zh"):
        ended = run("extract", "in", "--rules", "visits.yaml", "--sum", "-o", "s.xlsx",
                    "--lang", lang)  # fmt: skip
        assert ended.code == 2
        assert "in/2024.csv" in ended.err
        book = openpyxl.load_workbook("s.xlsx")
        assert any(row[:2] == ("Spring", 7) for row in book.worksheets[0].values)
        assert list(book.worksheets[1].values)[-2:] == snapshot


def test_a_name_without_an_ending_is_told_as_such() -> None:
    write("aa-2024", "Spring,1,1,1,1%,", "Summer,1,1,1,1%,")
    for more in ((), ("--sum",)):
        ended = run("extract", "in", "--rules", "visits.yaml", *more, "-o", "NEW", "--lang", "en")
        assert ended.code == 2
        assert "NEW has no ending" in ended.err


def test_each_period_has_a_file_of_its_own() -> None:
    write("aa-2023", "Spring,1,1,1,1%,", "Summer,1,1,1,1%,")
    write("aa-2024", "Spring,5,1,1,1%,", "Summer,1,1,1,1%,")
    rules = ("--rules", "visits.yaml", "--sum", "--lang", "en")
    ended = run("extract", "in", *rules, "-o", "s.xlsx")
    assert ended.code == 2
    assert "visits 2023 (1), visits 2024 (1)" in ended.err
    assert not Path("s.xlsx").exists()
    Path("out").mkdir()
    assert run("extract", "in", *rules, "-o", "out").code == 0
    assert sorted(path.name for path in Path("out").iterdir()) == [
        "visits-2023.xlsx", "visits-2024.xlsx",
    ]  # fmt: skip


def test_what_is_no_sum_is_refused() -> None:
    Path("g.yaml").write_text("form: g\ntables:\n- id: g\n  values: count\n  columns: [x, y]\n")
    Path("g.csv").write_text("x,y\n1,2\n")
    ended = run("extract", "g.csv", "--rules", "g.yaml", "--sum", "--lang", "en")
    assert (ended.code, ended.out) == (2, "")
    assert "the tables of form g are lists of records" in ended.err
    for options in (("--wide",), ("-o", "s.parquet"), ("-o", "g.csv")):
        assert run("extract", "g.csv", "--rules", "g.yaml", "--sum", *options).code == 2
    assert Path("g.csv").read_text() == "x,y\n1,2\n"


def test_a_ratio_does_not_add_up() -> None:
    Path("r.yaml").write_text(
        "form: r\ntables:\n- id: r\n  values: number\n  columns: [x]\n"
        "  rows: [done, all, {id: rate, label: Rate, equals: done / all}, best, {id: twice, "
        "label: Twice, equals: 2 * done}]\n"
        "rules:\n- id: best\n  table: r\n  each: column\n  check: best = max(done, all)\n"
    )
    for name, done, everything in (("a", 1, 2), ("b", 3, 4)):
        Path(f"{name}.csv").write_text(
            f",x\ndone,{done}\nall,{everything}\nRate,{done / everything}\nbest,{everything}\n"
            f"Twice,{2 * done}\n"
        )
    ended = run("extract", "a.csv", "b.csv", "--rules", "r.yaml", "--sum", "--lang", "en")
    assert ended.code == 0, ended.err
    assert table(ended.out) == {
        "Total of all agencies r": [""], "done": ["4"], "all": ["6"], "Rate": [""], "best": [""],
        "Twice": ["8"],
    }  # fmt: skip


def test_the_city_of_right_reports_passes() -> None:
    Path("city").mkdir()
    for seed, agency in enumerate(AGENCIES[:6]):
        write_workbook(
            Path("city", f"{agency}.xlsx"), {"年报": stacked(right_report(agency, seed))}
        )
    assert run("extract", "city", "--sum", "-o", "city.xlsx", "--lang", "zh").code == 0
    whole = report("city.xlsx")
    assert whole["exit"] == 0
    (file,) = whole["files"]
    assert (file["status"], file["period"], file["findings"]) == ("passed", "2024", [])
    expected = 0
    for seed, agency in enumerate(AGENCIES[:6]):
        filled = right_report(agency, seed).requests[0][0]
        assert isinstance(filled, int)
        expected += filled
    out = run("extract", "city.xlsx").out
    (received,) = [
        row["value"]
        for row in csv.DictReader(out.splitlines())
        if (row["row"], row["column"]) == ("新收", "自然人")
    ]
    assert int(received) == expected


SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
FIGURES = st.one_of(
    st.integers(0, 10**12).map(lambda cents: f"{cents // 100}.{cents % 100:02}"),
    st.sampled_from(["", "/", "x", "0"]),
)


@settings(max_examples=15, suppress_health_check=SLOW)
@given(st.lists(st.tuples(FIGURES, FIGURES), min_size=1, max_size=5))
def test_a_sum_is_exact_or_empty(filled: list[tuple[str, str]]) -> None:
    for old in Path().glob("in/*"):
        old.unlink()
    for number, (spring, summer) in enumerate(filled):
        name = chr(ord("a") + number)
        write(f"{name}-2024", f"Spring,1,1,{spring},1%,", f"Summer,1,1,{summer},1%,")
    rows = table(run("extract", "in", "--rules", "visits.yaml", "--sum").out)
    for label, figures in zip(("Spring", "Summer"), zip(*filled, strict=True), strict=True):
        known = list(_cents(figures))
        wanted = "" if None in known else _decimal(sum(each or 0 for each in known))
        assert rows[label][2] == wanted


def _cents(figures: tuple[str, ...]) -> Iterator[int | None]:
    for each in figures:
        plain = each.replace(".", "")
        yield None if not plain.isdecimal() else int(plain) if "." in each else 100 * int(plain)


def _decimal(cents: int) -> str:
    text = f"{cents // 100}.{cents % 100:02}".rstrip("0").rstrip(".")
    return text or "0"


def test_files_that_are_not_in_the_sum_are_listed_in_it() -> None:
    write("aa-2024", "Spring,1,1,1,1%,", "Summer,1,1,1,1%,")
    Path("in/bad.csv").write_bytes(b"")
    ended = run("extract", "in", "--rules", "visits.yaml", "--sum", "-o", "s.xlsx", "--lang", "en")
    assert ended.code == 2
    listed: Any = [*openpyxl.load_workbook("s.xlsx").worksheets[1].values]
    assert listed[-1][3] == "in/bad.csv"
    assert json.dumps(listed[-1][1]).startswith('"in/bad.csv holds nothing at all')
