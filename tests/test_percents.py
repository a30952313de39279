"""Percentages without a sign are told, and percentages where there should be none; nothing else.

The table in docs/values.md: by the heading, by what the cells hold and how they show it, in every
kind of file and by every way of reading it.
"""

from __future__ import annotations

import csv
import io
import re
import struct
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import openpyxl
import polars as pl
import pytest

from reportcheck import examining
from reportcheck.evaluating import evaluate
from reportcheck.finding import Finding
from reportcheck.identifying import identify
from reportcheck.locating import locate
from reportcheck.reading import largebook, read
from reportcheck.rulefile.loading import load_bytes
from reportcheck.streaming import check_stream
from reportcheck.streaming.stream import Sizes
from reportcheck.unit import names_percent
from tests.acceptance.running import ROOT, only_file, report
from tests.reading import formats

Cell: TypeAlias = float | str | tuple[float, str]
"""What a cell holds, and the format by which it shows that, if it has one."""
Told: TypeAlias = tuple[str, int, int] | None
"""What tells that a number may be another one, the first cell it is told of, and how many."""

IN_ALL = re.compile(r"\((\d+) in all\)")

RECORDS = """
form: shares
tables:
- id: shares
  key: [id]
  columns:
  - {id: id, values: code}
  - {id: share, label: Share, values: percent}
  - {id: size, label: Size, values: number}
rules:
- {id: all, table: shares, each: row, check: share <= size}
"""
FORM = """
form: shares
tables:
- id: shares
  columns:
  - {id: share, label: Share, values: percent}
  - {id: size, label: Size, values: number}
  rows: [R0, R1, R2, R3]
"""
PLAIN: list[tuple[str, list[Cell], Told]] = [
    ("Share", ["5.3%", "530%", "0%", "0.1%"], None),
    ("Share (%)", ["5.3%", "530%", "0%", "5.3％"], None),
    ("Share", [0.053, 0.5, 0, 1], None),
    ("Share", [0.053, -1, -0.25, 1], None),
    ("Share", [0.053, 5.3, 0.5, 12], ("alone", 1, 2)),
    ("Share", [0.053, -5.3, 0.5, 1.000001], ("alone", 1, 2)),
    ("Share", ["5.3%", 5.3, "2%", 0], ("mixed", 1, 1)),
    ("Share", ["5.3%", 0.053, "2%", 0], ("mixed", 1, 1)),
    ("Share", [0.5, 0.25, 2, "2%"], ("mixed", 0, 3)),
    ("Share (%)", [5.3, 0.053, 0, 100], ("heading", 0, 3)),
    ("Share（％）", [0, 0.053, 0, 0.5], ("heading", 1, 2)),
    ("Share（单位：%）", [0.5, "5%", "7%", "9%"], ("heading", 0, 1)),
]
SHOWN: list[tuple[str, list[Cell], Told]] = [
    ("Share", [(0.053, "0.0%"), (5.3, "0%"), (0, "0.00%"), (1, "0.0%")], None),
    ("Share (%)", [(0.053, "0.0%"), (5.3, "0%"), "5.3%", 0], None),
    ("Share (%)", [(0.053, "0.0%"), 0.053, (5.3, "0.0"), 0], ("heading", 1, 2)),
    ("Share", [(0.053, "0.0%"), 0.053, (5.3, "[Red]0.0%"), 0.1], ("mixed", 1, 2)),
    ("Share", [(0.053, "0.0%"), 5.3, (0.1, "0.0%"), 0], ("mixed", 1, 1)),
    ("Share", [(5.3, '0.0"%"'), (0.5, "0.0\\%"), 0, 0], ("mixed", 0, 2)),
]


def told(file: Mapping[str, object]) -> list[Told]:
    findings = [each for each in file["findings"] if each["rule"] == "bare-percent"]  # type: ignore[attr-defined]
    assert all(each["severity"] == "error" for each in findings)
    ways = {"heading is in %": "heading", "others have one": "mixed"}
    return [
        (
            next((way for said, way in ways.items() if said in each["message"]), "alone"),
            each["at"]["row"] - (1 if str(file["path"]).endswith(".parquet") else 2),
            int(found[1]) if (found := IN_ALL.search(each["message"])) else 1,
        )
        for each in findings
    ]


def by(path: Path, rules: str) -> list[Told]:
    rule_file = path.with_name("rules.yaml")
    rule_file.write_text(rules, "utf-8")
    return told(only_file(path, "--rules", rule_file, "--lang", "en"))


def rows_of(heading: str, cells: Sequence[Cell], size: Cell = 9) -> list[list[Cell]]:
    return [["id", heading, "Size"], *([f"R{n}", cell, size] for n, cell in enumerate(cells))]


def held(cell: Cell) -> float | str:
    return cell[0] if isinstance(cell, tuple) else cell


def as_text(path: Path, rows: Sequence[Sequence[Cell]]) -> Path:
    out = io.StringIO()
    csv.writer(out).writerows([[held(cell) for cell in row] for row in rows])
    path = path / "a.csv"
    path.write_text(out.getvalue(), "utf-8")
    return path


def as_parquet(path: Path, rows: Sequence[Sequence[Cell]]) -> Path:
    names = [str(each) for each in rows[0]]
    columns = [[held(row[n]) for row in rows[1:]] for n in range(len(names))]
    typed = [
        each if all(isinstance(one, float | int) for one in each) else [str(one) for one in each]
        for each in columns
    ]
    path = path / "a.parquet"
    frame = pl.DataFrame(dict(zip(names, typed, strict=True)), strict=False)
    frame.write_parquet(path)
    return path


def as_workbook(path: Path, rows: Sequence[Sequence[Cell]]) -> Path:
    book = openpyxl.Workbook()
    for n, row in enumerate(rows, 1):
        for m, cell in enumerate(row, 1):
            at = book.active.cell(n, m, held(cell))
            if isinstance(cell, tuple):
                at.number_format = cell[1]
    path = path / "a.xlsx"
    book.save(path)
    return path


Writer: TypeAlias = Callable[[Path, Sequence[Sequence[Cell]]], Path]
WRITERS: list[Writer] = [as_text, as_parquet, as_workbook]


@pytest.mark.parametrize(("heading", "cells", "expected"), PLAIN)
@pytest.mark.parametrize("write", WRITERS)
def test_records(
    write: Writer, heading: str, cells: list[Cell], expected: Told, tmp_path: Path
) -> None:
    path = write(tmp_path, rows_of(heading, cells))
    assert by(path, RECORDS) == [expected] * (expected is not None)


@pytest.mark.parametrize(("heading", "cells", "expected"), PLAIN)
@pytest.mark.parametrize("write", [as_text, as_workbook])
def test_forms(
    write: Writer, heading: str, cells: list[Cell], expected: Told, tmp_path: Path
) -> None:
    rows = [["", *row[1:]] if not n else row for n, row in enumerate(rows_of(heading, cells))]
    assert by(write(tmp_path, rows), FORM) == [expected] * (expected is not None)


@pytest.mark.parametrize(("heading", "cells", "expected"), SHOWN)
@pytest.mark.parametrize("rules", [RECORDS, FORM], ids=["records", "form"])
def test_a_percent_format_is_a_sign(
    rules: str, heading: str, cells: list[Cell], expected: Told, tmp_path: Path
) -> None:
    path = as_workbook(tmp_path, rows_of(heading, cells))
    assert by(path, rules) == [expected] * (expected is not None)


# Other workbooks: B2 shows 5%, B3 530.0%, B4 0.5 with a sign written behind, B5 0.25; C5 50.00%

SHEET: list[list[formats.Value]] = [
    ["id", "Share (%)", "Size"], ["R0", 0.053, 9], ["R1", 5.3, 9], ["R2", 0.5, 9], ["R3", 0.25, 0.5]
]  # fmt: skip


def old_xml() -> bytes:
    styles = "".join(
        f'<Style ss:ID="s{n}"><NumberFormat ss:Format="{code}"/></Style>'
        for n, code in enumerate(["0%", "0.0%", "0.0\\%", "Percent", "General"])
    )
    data = formats.old_xml(formats.Page(SHEET)).decode()
    data = data.replace("<Worksheet", f"<Styles>{styles}</Styles><Worksheet")
    data = data.replace("<Table>", '<Table><Column ss:Index="2" ss:StyleID="s0"/>')
    for row, column, style in ((3, 2, 1), (4, 2, 2), (5, 2, 4), (5, 3, 3)):
        at = data.index(f'ss:Index="{column}"', data.index(f'<Row ss:Index="{row}"'))
        data = f'{data[:at]}ss:StyleID="s{style}" {data[at:]}'
    return data.encode()


def binary() -> bytes:
    codes = {164: "0.0%", 165: "0.0\\%"}
    styles = b"".join(
        formats.record(44, struct.pack("<H", number) + formats.wide(code))
        for number, code in codes.items()
    )
    xfs = b"".join(
        formats.record(47, struct.pack("<HH", 0, number) + b"\0" * 12)
        for number in (0, 9, 164, 165, 10)
    )
    styled = {(2, 2): 1, (3, 2): 2, (4, 2): 3, (5, 3): 4}
    rows = b"".join(
        formats.row_record(n)
        + b"".join(
            formats.cell_record(m, value, styled.get((n, m), 0)) for m, value in enumerate(row, 1)
        )
        for n, row in enumerate(SHEET, 1)
    )
    part = (
        formats.record(615, struct.pack("<I", len(codes))) + styles + formats.record(616)
        + formats.record(617, struct.pack("<I", 5)) + xfs + formats.record(618)
    )  # fmt: skip
    return formats.binary_workbook(("a", rows, ()), styles=part)


@pytest.mark.parametrize("kind", ["xls", "ods", "old xml", "xlsb"])
@pytest.mark.parametrize("rules", [RECORDS, FORM], ids=["records", "form"])
def test_the_other_workbooks_show_percentages_too(kind: str, rules: str, tmp_path: Path) -> None:
    found = ROOT / "tests" / "cases" / "workbooks" / f"percents.{kind}"
    data = found.read_bytes() if found.exists() else old_xml() if kind == "old xml" else binary()
    (tmp_path / "rules.yaml").write_text(rules, "utf-8")
    (tmp_path / "a.xls").write_bytes(data)
    file = only_file(tmp_path / "a.xls", "--rules", tmp_path / "rules.yaml", "--lang", "en")
    assert told(file) == [("heading", 2, 2)]
    assert [each["at"]["cell"] for each in file["findings"] if each["rule"] == "scaled-format"] == [
        "C5"
    ]


# Every way of reading


def findings_of(path: Path, few: int) -> list[Finding]:
    pack = load_bytes(RECORDS.encode(), "r.yaml")
    source = read(str(path))
    submission = identify(source, locate(source, pack.form))
    (evaluation,) = evaluate(pack, [submission], few)
    return [each for each in evaluation.findings if each.kind == "cell"]


EVERY = [
    *((write, case) for write in WRITERS for case in PLAIN),
    *((as_workbook, case) for case in SHOWN),
]


@pytest.mark.parametrize(("write", "case"), EVERY)
@pytest.mark.parametrize("block", [150, 4000])
def test_a_stream_tells_what_the_whole_file_tells(
    write: Writer,
    case: tuple[str, list[Cell], Told],
    block: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heading, cells, expected = case
    monkeypatch.setattr(largebook, "LARGE", 400)
    rows = rows_of(heading, (cells * 30)[:118])
    for n, row in enumerate(rows[1:]):
        row[0] = f"R{n}"
    path = write(tmp_path, rows)
    pack = load_bytes(RECORDS.encode(), "r.yaml")
    sizes = Sizes(block=block, rows=7, tail=9, keys=8)
    found = check_stream(str(path), [pack], asked=True, sizes=sizes)
    singly, swept = findings_of(path, 10**9), findings_of(path, 0)
    assert singly == swept
    if found is None:
        assert any("\\" in str(cell) for cell in cells)  # a sign that is just written
        return
    streamed = [each for each in found.findings if each.rule == "bare-percent"]
    assert streamed == [each for each in singly if each.rule == "bare-percent"]
    assert bool(streamed) == (expected is not None)
    assert len(found.rows.filter(pl.col("rule") == "bare-percent")) == len(streamed)


def test_a_big_file_is_told_by_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "BIG", 10)
    path = as_text(tmp_path, rows_of("Share (%)", [5.3, "5%", 0, 0.5]))
    assert by(path, RECORDS) == [("heading", 0, 2)]


def test_a_file_like_one_before_it_is_told_by_its_own_numbers(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(FORM, "utf-8")
    for name, cells in {"a": [0.1, 0.2, 0, 0.4], "b": [0.1, 5.3, 0, 0.4]}.items():
        (tmp_path / name).mkdir()
        as_workbook(tmp_path / name, rows_of("Share", cells))
    files = report(tmp_path, "--rules", tmp_path / "rules.yaml", "--lang", "en")["files"]
    assert [told(each) for each in files] == [[], [("alone", 1, 1)]]


# Percentages by row, units above a table, marks


def test_rows_may_hold_percentages_beside_others(tmp_path: Path) -> None:
    rules = """
form: f
tables:
- id: f
  values: number
  columns: [Now, Before]
  rows: [Cases, {id: rate, label: Rate, aliases: [Rate (%)], values: percent}]
"""
    path = as_text(tmp_path, [["", "Now", "Before"], ["Cases", 12, 7], ["Rate", "5%", 0.5]])
    assert by(path, rules) == [("mixed", 1, 1)]
    path = as_text(tmp_path, [["", "Now", "Before"], ["Cases", 12, 7], ["Rate (%)", 0.05, "5%"]])
    assert by(path, rules) == [("heading", 1, 1)]


def test_a_unit_above_the_table_is_a_heading(tmp_path: Path) -> None:
    above: list[list[Cell]] = [["单位：%", "", ""]]
    path = as_text(tmp_path, [*above, *rows_of("Share", [0.5, 0.25, 0, 1])])
    assert by(path, RECORDS) == [("heading", 1, 3)]


def test_marks_and_blanks_are_no_percentages(tmp_path: Path) -> None:
    rules = RECORDS.replace(
        "percent}", "{type: percent, blank: unknown, marks: {suppressed: ['99']}}}"
    )
    path = as_text(tmp_path, rows_of("Share (%)", ["99", "", "5%", "99"]))
    assert by(path, rules) == []


def test_what_is_told_in_words(tmp_path: Path) -> None:
    path = as_workbook(tmp_path, rows_of("Share (%)", [5.3, "5%", 0.053, 0]))
    (tmp_path / "rules.yaml").write_text(RECORDS, "utf-8")
    file = only_file(path, "--rules", tmp_path / "rules.yaml", "--lang", "en")
    (finding,) = (each for each in file["findings"] if each["rule"] == "bare-percent")
    assert finding["message"] == (
        '"Share": 5.3 in B2 has no percent sign, though the heading is in %, and was read as 530%; '
        "so in B4 (2 in all)"
    )
    assert "5.3%" in finding["fix"]
    assert 'unit: "%"' in finding["fix"]
    assert [each["cell"] for each in finding["witnesses"]] == ["B2", "B4"]
    assert file["exit"] == 1


def test_the_sign_of_the_column_is_taken_where_the_rule_file_says_so(tmp_path: Path) -> None:
    rules = RECORDS.replace("percent}", "{type: number, unit: '%'}}")
    path = as_text(tmp_path, rows_of("Share (%)", [5.3, "5%", 0.053, 0]))
    assert by(path, rules) == []


# Percentages where other numbers are declared


@pytest.mark.parametrize("declared", ["number", "count", "{type: number, unit: '%'}", "amount"])
@pytest.mark.parametrize("big", [False, True])
def test_a_percent_format_of_another_number_is_told(
    declared: str,
    big: bool,  # noqa: FBT001
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if big:
        monkeypatch.setattr(examining, "BIG", 10)
        monkeypatch.setattr(largebook, "LARGE", 100)
    rules = RECORDS.replace("values: number", f"values: {declared}")
    rows = rows_of("Share", ["5%"] * 4, size=(1, "0.0%"))
    (tmp_path / "rules.yaml").write_text(rules, "utf-8")
    path = as_workbook(tmp_path, rows)
    file = only_file(path, "--rules", tmp_path / "rules.yaml", "--lang", "en")
    (finding,) = (each for each in file["findings"] if each["rule"] == "scaled-format")
    assert (finding["at"]["cell"], finding["severity"]) == ("C2", "warning")
    assert "as a percentage (format 0.0%)" in finding["message"]
    assert "type: percent" in finding["fix"]


@pytest.mark.parametrize(
    ("heading", "is_percent"),
    [
        ("增长率（%）", True), ("增长率(％)", True), ("占比 %", True), ("Share, in per cent", True),
        ("Change (percent)", True), ("单位：%", True), ("Share", False), ("占比", False),
        ("Share (net)", False), ("10%", False), ("percentage points gained", False),
        ("金额（万元）", False),
    ],
)  # fmt: skip
def test_what_names_percent(heading: str, is_percent: bool) -> None:  # noqa: FBT001
    assert names_percent(heading) is is_percent
