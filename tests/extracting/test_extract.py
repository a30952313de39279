"""`reportcheck extract`: the values of many submissions as one table."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from syrupy.assertion import SnapshotAssertion

from reportcheck import mark
from reportcheck.examining import Located, locate_file
from reportcheck.extracting import files, workbook
from reportcheck.rule import Pack
from reportcheck.tidy import COLUMNS
from tests.acceptance.running import SAMPLES, run

FORM = """
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
  rows: [Spring, Summer]
"""
RECORDS = """
form: grants
tables:
- id: grants
  columns:
  - {id: who, values: text}
  - {id: code, values: code}
  - {id: amount, values: amount}
"""


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "visits.yaml").write_text(FORM, "utf-8")
    (tmp_path / "grants.yaml").write_text(RECORDS, "utf-8")
    data = tmp_path / "data"
    data.mkdir()
    (data / "aa-2024.csv").write_text(",Adults,Children,Total\nSpring,12,/,20\nSummer,,1e2,x\n")
    (data / "bb-2024.csv").write_text(',Adults,Total\nSpring,1,2\nSummer,3,"1,204"\n')
    (data / "broken.csv").write_bytes(b"")
    (data / "unknown.csv").write_text(",Adults,Children,Total\nSpring,1,1,2\nSummer,1,1,2\n")
    return tmp_path


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def test_what_is_said_and_written(folder: Path, snapshot: SnapshotAssertion) -> None:
    ended = run("extract", "data", "--rules", "visits.yaml", "--lang", "en")
    assert ended.code == 2
    assert ended.out == snapshot(name="stdout")
    assert ended.err == snapshot(name="stderr")
    assert run("extract", "data", "--rules", "visits.yaml", "--lang", "zh").err == snapshot(
        name="stderr zh"
    )
    wide = run("extract", "data", "--rules", "visits.yaml", "--wide", "--lang", "en")
    assert wide.out == snapshot(name="wide")
    assert folder.exists()


def test_help(snapshot: SnapshotAssertion) -> None:
    assert run("extract", "--help", "--lang", "en").out == snapshot(name="en")
    assert run("extract", "--help", "--lang", "zh").out == snapshot(name="zh")


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
@pytest.mark.usefixtures("folder")
def test_every_kind_has_the_same_rows(kind: str) -> None:
    plain = rows_of(run("extract", "data", "--rules", "visits.yaml").out)
    ended = run("extract", "data", "--rules", "visits.yaml", "-o", f"out.{kind}", "--lang", "en")
    assert (ended.code, ended.out) == (2, "")
    assert f"submissions: 3, files: 4, rows: {len(plain)}, written to out.{kind}" in ended.err
    assert _read(Path(f"out.{kind}")) == [list(COLUMNS), *(list(row.values()) for row in plain)]


def _read(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        text = path.read_bytes()
        assert text.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(text.decode("utf-8-sig").splitlines()))
    if path.suffix == ".parquet":
        frame = pl.read_parquet(path)
        rows = [["" if each is None else str(each) for each in row] for row in frame.iter_rows()]
        return [frame.columns, *rows]
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [["" if each is None else str(each) for each in row] for row in sheet.values]


@pytest.mark.usefixtures("folder")
def test_numbers_are_numbers_in_a_workbook_where_it_holds_them() -> None:
    data = "who,code,amount\n甲局,0010,12345678901234567890.25\n'=1,7,-0.50\n=HYPERLINK(1),#N/A,3\n"
    Path("g.csv").write_text(data, "utf-8")
    run("extract", "g.csv", "--rules", "grants.yaml", "-o", "g.xlsx")
    sheet = openpyxl.load_workbook("g.xlsx").worksheets[0]
    at = COLUMNS.index("value")
    cells = [row[at] for row in sheet.iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type) for cell in cells] == [
        ("甲局", "s"), ("0010", "s"), ("12345678901234567890.25", "s"),
        ("'=1", "s"), ("7", "s"), (-0.5, "n"),
        ("=HYPERLINK(1)", "s"), ("#N/A", "s"), (3, "n"),
    ]  # fmt: skip
    assert [cell.row for cell in cells if cell.quotePrefix] == [8, 9]


@pytest.mark.usefixtures("folder")
def test_no_text_is_a_formula_and_no_number_is_lost(tmp_path: Path) -> None:
    data = "who,code,amount\n=cmd|' /C calc'!A0,@x,99999999999999999.99\n\x1b[31m\u202e,-x,-7\n"
    Path("g.csv").write_text(data, "utf-8")
    out = run("extract", "g.csv", "--rules", "grants.yaml").out
    assert "\x1b" not in out
    assert "\u202e" not in out
    values = [row["value"] for row in rows_of(out)]
    assert values == ["'=cmd|' /C calc'!A0", "'@x", "99999999999999999.99",
                      "\\u001b[31m\\u202e", "'-x", "-7"]  # fmt: skip
    run("extract", "g.csv", "--rules", "grants.yaml", "-o", "g.parquet")
    exact = pl.read_parquet(tmp_path / "g.parquet")["value"].to_list()
    assert Fraction(exact[2]) == Fraction("99999999999999999.99")


@pytest.mark.usefixtures("folder")
def test_records_have_their_lines() -> None:
    Path("g.csv").write_text("who,code,amount\n甲,1,2\n\n乙,x,无\n", "utf-8")
    rows = rows_of(run("extract", "g.csv", "--rules", "grants.yaml").out)
    assert [(row["line"], row["cell"], row["column"], row["state"]) for row in rows] == [
        ("2", "A2", "who", "value"), ("2", "B2", "code", "value"), ("2", "C2", "amount", "value"),
        ("4", "A4", "who", "value"), ("4", "B4", "code", "value"),
        ("4", "C4", "amount", "placeholder"),
    ]  # fmt: skip
    wide = run("extract", "g.csv", "--rules", "grants.yaml", "--wide").out.splitlines()
    assert wide == [
        "agency,period,form,form_version,path,submission,line,who,code,amount",
        ",,grants,,g.csv,1,2,甲,1,2",
        ",,grants,,g.csv,1,4,乙,x,[placeholder] 无",
    ]


@pytest.mark.no_cover  # see pyproject.toml
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.usefixtures("folder")
def test_much_goes_over_the_disk(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"a{number},{number},{number}.50" for number in range(300)]
    Path("g.csv").write_text("\n".join(["who,code,amount", *lines]), "utf-8")
    whole = run("extract", "g.csv", "--rules", "grants.yaml", "-o", f"one.{kind}")
    monkeypatch.setattr(files, "MOST_SENT", 1000)
    assert run("extract", "g.csv", "--rules", "grants.yaml", "-o", f"two.{kind}").code == whole.code
    assert _read(Path(f"one.{kind}")) == _read(Path(f"two.{kind}"))
    assert len(_read(Path(f"two.{kind}"))) == 901


@pytest.mark.usefixtures("folder")
def test_a_sheet_that_is_full_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 10)
    ended = run("extract", "data", "--rules", "visits.yaml", "-o", "x.xlsx", "--lang", "en")
    assert "they go on in 1 further sheet" in ended.err
    book = openpyxl.load_workbook("x.xlsx")
    assert book.sheetnames == ["values", "values 2"]
    assert [sheet.max_row for sheet in book] == [10, 10]
    assert [next(sheet.values) for sheet in book] == [COLUMNS, COLUMNS]


@pytest.mark.usefixtures("folder")
def test_a_text_longer_than_a_cell_is_cut_and_said() -> None:
    Path("g.csv").write_text(f"who,code,amount\n{'长' * 40_000},1,2\n", "utf-8")
    ended = run("extract", "g.csv", "--rules", "grants.yaml", "-o", "x.xlsx", "--lang", "en")
    assert "2 texts are longer than a cell takes and were cut" in ended.err


@pytest.mark.usefixtures("folder")
def test_wide_tables_of_several_forms() -> None:
    Path("data/g.csv").write_text("who,code,amount\n甲,1,2\n", "utf-8")
    rules = ("--rules", "visits.yaml", "--rules", "grants.yaml", "--wide", "--lang", "en")
    ended = run("extract", "data/aa-2024.csv", "data/g.csv", *rules)
    assert ended.code == 2
    assert "data/g.csv is not in the table: it is of form grants" in ended.err
    assert len(ended.out.splitlines()) == 2
    ended = run("extract", "data/aa-2024.csv", "data/g.csv", *rules, "-o", "w.xlsx")
    assert ended.code == 0
    book = openpyxl.load_workbook("w.xlsx")
    assert book.sheetnames == ["visits", "grants grants"]
    assert [*book["grants grants"].values][1][6:] == (2, "甲", "1", 2)
    both = FORM + RECORDS.partition("tables:")[2].replace("- id: grants", "- id: list")
    Path("both.yaml").write_text(both, "utf-8")
    Path("b.csv").write_text(
        ",Adults,Children,Total\nSpring,1,1,2\nSummer,1,1,2\n\nwho,code,amount\n甲,1,2\n", "utf-8"
    )
    ended = run("extract", "b.csv", "--rules", "both.yaml", "--wide", "--lang", "en", "-o", "b.csv")
    assert (ended.code, "is read in this run" in ended.err) == (2, True)
    ended = run("extract", "b.csv", "--rules", "both.yaml", "--wide", "--lang", "en")
    assert (ended.code, ended.out) == (2, "")
    assert "gives several wide tables" in ended.err
    assert run("extract", "b.csv", "--rules", "both.yaml", "--wide", "-o", "b.xlsx").code == 0
    assert len(openpyxl.load_workbook("b.xlsx").sheetnames) == 2


@pytest.mark.usefixtures("folder")
def test_what_is_there_stays_where_nothing_is_written() -> None:
    Path("out.csv").write_text("mine")
    ended = run("extract", "data/broken.csv", "--rules", "visits.yaml", "-o", "out.csv")
    assert ended.code == 2
    assert Path("out.csv").read_text() == "mine"
    over = run("extract", "data/aa-2024.csv", "--rules", "visits.yaml", "-o", "data/aa-2024.csv")
    assert over.code == 2
    assert Path("data/aa-2024.csv").read_text().startswith(",Adults")
    assert run("extract", "data", "-o", "no/such/out.csv").code == 2
    named = run("extract", "data", "-o", "out.cvs", "--lang", "en")
    assert (named.code, "csv" in named.err) == (2, True)
    assert not list(Path().glob(".out*"))


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
@pytest.mark.parametrize("wide", [(), ("--wide",)])
@pytest.mark.usefixtures("folder")
def test_what_was_extracted_is_no_report(kind: str, wide: tuple[str, ...]) -> None:
    rules = ("--rules", "visits.yaml")
    run("extract", "data/aa-2024.csv", *rules, *wide, "-o", f"data/out.{kind}")
    ended = run(f"data/out.{kind}", *rules, "--lang", "en")
    assert (ended.code, "was written by this tool" in " ".join(ended.out.split())) == (2, True)
    again = run("extract", "data", *rules, "--lang", "en")
    assert f"passed over in the folder: data/out.{kind} (written by this tool)" in again.err
    assert len(rows_of(again.out)) == 18


def test_the_mark_of_values_is_how_they_begin() -> None:
    assert ",".join(COLUMNS).startswith(mark.VALUES[0])


@pytest.mark.usefixtures("folder")
def test_a_project_says_by_what_files_are_read() -> None:
    Path("reportcheck.toml").write_text(
        'lang = "en"\n[[files]]\npaths = ["data/aa*"]\nrules = ["visits.yaml"]\n'
        '[[files]]\npaths = ["g.csv"]\nrules = ["grants.yaml"]\n'
    )
    Path("g.csv").write_text("who,code,amount\n甲,1,2\n", "utf-8")
    ended = run("extract")
    assert ended.code == 0
    assert {row["form"] for row in rows_of(ended.out)} == {"visits", "grants"}
    assert "submissions: 2, files: 2, rows: 9" in ended.err


def test_the_same_comes_out_whatever_the_number_of_jobs(tmp_path: Path) -> None:
    paths = sorted(map(str, SAMPLES.glob("*2024*.xlsx")))
    # Processes of their own: this one may hold threads of Polars, and is not doubled.
    outs = []
    for jobs in ("1", "2"):
        out = tmp_path / f"{jobs}.csv"
        command = [sys.executable, "-m", "reportcheck", "extract", *paths, "--jobs", jobs]
        subprocess.run([*command, "-o", str(out)], check=True, stderr=subprocess.DEVNULL)
        outs.append(out.read_bytes())
    assert outs[0] == outs[1]
    assert len({row["path"] for row in rows_of(outs[0].decode("utf-8-sig"))}) == len(paths)


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "reportcheck", "extract", str(SAMPLES / "invented-2024.xlsx")]
    ended = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert ended.stderr == b""


def test_addresses_of_documents_have_their_table(tmp_path: Path) -> None:
    page = tmp_path / "aa-2024.html"
    rows = "<tr><td></td><td>Adults</td><td>Children</td><td>Total</td></tr>"
    rows += "<tr><td>Spring</td><td>1</td><td>2</td><td>3</td></tr>"
    rows += "<tr><td>Summer</td><td>1</td><td>2</td><td>3</td></tr>"
    page.write_text(f"<html><table><tr><td>x</td></tr></table><table>{rows}</table></html>")
    rules = tmp_path / "visits.yaml"
    rules.write_text(FORM, "utf-8")
    out = rows_of(run("extract", page, "--rules", rules).out)
    assert {(row["table_number"], row["sheet"]) for row in out} == {("2", "")}
    assert json.dumps([row["cell"] for row in out[:2]]) == '["B2", "C2"]'


@pytest.mark.usefixtures("folder")
def test_submissions_of_one_file_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file may give several; which it does is decided where files are located."""

    def several(path: str, packs: tuple[Pack, ...], *, recognise: bool) -> tuple[Located, ...]:
        found = [
            each
            for name in ("data/aa-2024.csv", "data/unknown.csv")
            for each in locate_file(name, packs, recognise=recognise)
        ]
        return tuple(
            replace(each, path=path, submission=replace(each.submission, path=path))
            for each in found
            if each.submission is not None
        )

    monkeypatch.setattr(files, "locate_file", several)
    ended = run("extract", "data/aa-2024.csv", "--rules", "visits.yaml", "--lang", "en")
    assert "submissions: 2, files: 1, rows: 12" in ended.err
    told = [(row["submission"], row["agency"], row["path"]) for row in rows_of(ended.out)]
    assert (
        told == [("1", "aa", "data/aa-2024.csv")] * 6 + [("2", "unknown", "data/aa-2024.csv")] * 6
    )


SLOWLY = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where tests run unattended
from reportcheck import cli
from reportcheck.extracting import files
locate = files.locate_file
def slowly(path, packs, *, recognise):
    if path.endswith("bb-2024.csv"):
        open("hanging", "w").close()
        time.sleep(1000)
    return locate(path, packs, recognise=recognise)
files.locate_file = slowly
sys.exit(cli.main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="processes are not doubled")
def test_an_interruption_writes_nothing_and_leaves_nothing(folder: Path) -> None:
    (folder / "tmp").mkdir()
    (folder / "out.csv").write_text("mine")
    arguments = ["extract", "data", "--rules", "visits.yaml", "-o", "out.csv", "--jobs", "2"]
    process = subprocess.Popen(
        [sys.executable, "-c", SLOWLY, *arguments, "--lang", "en"],
        stderr=subprocess.PIPE, text=True, process_group=0,
        env=os.environ | {"TMPDIR": str(folder / "tmp")},
    )  # fmt: skip
    while not (folder / "hanging").exists():
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, "Interrupted" in err) == (130, True)
    assert (folder / "out.csv").read_text() == "mine"
    assert not [*(folder / "tmp").iterdir(), *folder.glob(".out*")]
