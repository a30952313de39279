"""A stream comes to what reading the whole file comes to: findings, counts, addresses, rows."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcheck.evaluating import evaluate
from reportcheck.finding import Finding
from reportcheck.identifying import identify
from reportcheck.locating import locate
from reportcheck.reading.delimited import read_delimited
from reportcheck.rule import Pack
from reportcheck.rulefile.loading import load_bytes
from reportcheck.streaming import ledger
from reportcheck.streaming.checking import Streamed, check_stream
from reportcheck.streaming.stream import Sizes
from reportcheck.tabling import rows_of

Line: TypeAlias = str | tuple[str, ...]

RULES = """
form: sales
tables:
- id: sales
  key: [id]
  columns:
  - {id: id, values: code}
  - id: kind
    values: {type: code, one_of: [A, B, C, "无"]}
  - {id: n, values: count}
  - {id: m, values: amount}
  - id: k
    values: {type: integer, blank: zero, min: -5, max: 50}
  - id: all
    values: amount
    equals: n + m + k
  - id: share
    values: {type: number, blank: unknown}
  - id: note
    values: {type: text, blank: unknown}
  - {id: day, values: date}
rules:
- {id: order, table: sales, each: row, check: n <= m}
- {id: kind-a, table: sales, each: row, check: if kind = 'A' then n > 0}
- {id: some, table: sales, each: row, where: kind = 'B', check: share < 1 or filled(note)}
- {id: ratio, table: sales, each: row, check: n / m <= 2, severity: warning}
- {id: once, table: sales, each: row, where: n > 1, check: 'unique(kind, n)'}
- {id: never, table: sales, each: row, where: kind = 'C', check: n > 0}
- {id: late, table: sales, each: row, check: "day >= '2024-01-01' and matches(note, '[a-z]+')"}
- {id: near, table: sales, each: row, check: all = m, tolerance: 10%}
- {id: nought, table: sales, each: row, check: share + m <= all, missing: zero}
- {id: skipped, table: sales, each: row, check: share <= m, missing: skip-if-any}
- {id: both, table: sales, each: row, where: n > 1, check: share <= m - n, missing: skip-if-all}
- {id: computed, table: sales, each: row, check: all >= share, missing: use-computed}
"""
TOTALS = """
form: sums
tables:
- id: sums
  columns:
  - {id: name, values: text}
  - {id: n, values: count}
  - {id: m, values: amount}
  - {id: both, values: amount, equals: n + m}
  total_row: {where: "name = 'ALL'"}
rules:
- {id: part, table: sums, each: row, check: n <= 50% * sum(sums::n)}
- {id: most, check: "max(sums::m where n > 1) < 20"}
- {id: high, check: "sum(sums::m where n > 7) < 20 or count(sums where m < 0) < 2"}
- {id: many, check: count(sums) < 9, severity: warning}
"""
PLAIN = """
form: sales
tables:
- id: sales
  key: [id]
  columns:
  - {id: id, values: code}
  - {id: kind, values: {type: code, one_of: [A, B, C, "无"]}}
  - {id: n, values: count}
  - {id: m, values: amount}
  - {id: k, values: {type: integer, blank: zero}}
  - {id: all, values: amount, equals: n + m + k}
  - {id: share, values: {type: number, blank: unknown}}
  - {id: note, values: {type: text, blank: unknown}}
  - {id: day, values: date}
rules:
- {id: order, table: sales, each: row, check: n <= m}
- {id: kind-a, table: sales, each: row, check: if kind = 'A' then n > 0}
- {id: share-b, table: sales, each: row, check: share < 1 or kind = 'B', severity: warning}
- {id: near, table: sales, each: row, check: all = m - share, tolerance: 10%}
- {id: late, table: sales, each: row, check: "day >= '2024-01-01'"}
"""
PERCENTS = """
form: shares
tables:
- id: shares
  columns:
  - {id: name, values: text}
  - {id: share, values: {type: percent, blank: unknown}}
  - {id: part, values: {type: percent, places: 1, max: 100%, blank: zero}}
  - {id: n, values: count}
  total_row: {where: "name = 'ALL'"}
rules:
- {id: order, table: shares, each: row, check: part <= share}
- {id: most, check: "max(shares::share) <= 100%"}
"""
SHARES = load_bytes(PERCENTS.encode(), "shares.yaml")
LACKING = load_bytes(PLAIN.encode(), "sales.yaml")
PACK = load_bytes(RULES.encode(), "sales.yaml")
SUMS = load_bytes(TOTALS.encode(), "sums.yaml")

WHOLE = st.one_of(
    st.integers(0, 9).map(str),
    st.sampled_from(["-3", "007", "+5", " 4", "4 ", "abc", "", "1,204", '"1,204"', '" 7"', "12.0",
                     "1e2", "1e00002", "/", "１２", "2.5", "99999999999999999999", "3\xa0", "-"]),
)  # fmt: skip
DECIMAL = st.one_of(
    st.decimals(-9, 99, places=2).map(str),
    st.integers(0, 9).map(str),
    st.sampled_from(["1.", ".5", "1.234", "0.1000000000000000001", "inf", "nan", "1e-2", "1E2", "",
                     "x", " 2.50", "2.50 ", "12.3.4", "1234567890123456.78", "-0.00", '"3.10"']),
)  # fmt: skip
TEXT = st.sampled_from(["", "a", "xy", "a b", " a", "a ", '"a,b"', '"a ""q"" b"', "é", "甲局", "—",
                        "N/A", "无", "a\tb", '"two', 'qu"ote', "=1", '""', "\x00"])  # fmt: skip
KIND = st.one_of(st.sampled_from(["A", "B"]), st.sampled_from(["Q", "", "-", " A", "无", '"B"']))
DAY = st.sampled_from(
    ["2024-03-01", "2023-12-31", "2024-02-30", "2024/3/1", "20240301", "", "soon"]
)
ID = st.integers(1, 40).map(lambda each: f"R{each}")
SALES = st.tuples(ID, KIND, WHOLE, DECIMAL, WHOLE, DECIMAL, DECIMAL, TEXT, DAY)
SOUND = st.tuples(
    ID, st.sampled_from(["A", "B"]), st.integers(0, 9).map(str), st.just("9.50"),
    st.integers(0, 9).map(str), st.just("12.50"), st.just("0.5"), st.just("ok"),
    st.just("2024-05-06"),
)  # fmt: skip
SUM = st.tuples(st.one_of(st.sampled_from(["a", "b", "ALL"]), TEXT), WHOLE, DECIMAL, DECIMAL)
PLAIN_SUM = st.tuples(
    st.sampled_from(["a", "b", "c"]), st.integers(0, 9).map(str),
    st.sampled_from(["2.50", "2.50", "21.00"]), st.just("4.50"),
)  # fmt: skip
ODD_LINES = st.sampled_from([
    "", "   ", ",,,", "x", "Source: somewhere", "1,2", "a,b,c,d,e,f,g,h,i,j,k,l", '"open', "注：附",
    '"two\nlines",A,1,1,1,1,1,b,2024-01-01', "HEAD",
])  # fmt: skip


def expected(
    path: str, data: bytes, pack: Pack
) -> tuple[list[Finding], tuple[tuple[str, int], ...]]:
    source = read_delimited(path, data)
    submission = identify(source, locate(source, pack.form))
    (evaluation,) = evaluate(pack, [submission])
    return [*submission.structure, *evaluation.findings, *evaluation.unmet], evaluation.passes


def streamed(path: str, pack: Pack, sizes: Sizes) -> Streamed | None:
    return check_stream(path, [pack], asked=True, sizes=sizes)


def compare(text: str, pack: Pack, block: int, rows: int) -> bool:
    """Compare both ways for a text; tell whether it could be streamed."""
    data = text.encode()
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "records.csv")
        Path(path).write_bytes(data)
        sizes = Sizes(block=block, rows=rows, tail=30, keys=8)
        found = streamed(path, pack, sizes)
        if found is None:
            return False
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ledger, "SINGLY", 0)
            counted = streamed(path, pack, sizes)
        told = expected(path, data, pack)
    findings, passes = told
    assert found.passes == passes
    assert Counter(map(key, [*found.findings, *found.unmet])) == Counter(map(key, findings))
    rows_told = Counter(
        row for each in findings if each.rule != "matched-nothing" for row in rows_of(each)
    )
    assert Counter(found.rows.iter_rows()) == rows_told
    # The same rows, where all but the first of each kind are counted only.
    assert counted is not None
    assert counted.rows.sort(pl.all()).equals(found.rows.sort(pl.all()))
    return True


def key(finding: Finding) -> object:
    """Return a finding as something that can be counted; causes are a set of them."""
    return (
        finding.rule, finding.verdict, finding.severity, finding.kind, finding.row, finding.column,
        finding.row_label, finding.column_label, str(finding.at), finding.left, finding.right,
        finding.difference, finding.reason, finding.count, finding.witnesses[:20], finding.spelling,
        frozenset(finding.because), tuple(sorted(finding.facts.items())),
    )  # fmt: skip


def table(header: str, lines: list[Line], end: str, *, final: bool) -> str:
    spelt = [
        header if each == "HEAD" else each if isinstance(each, str) else ",".join(each)
        for each in lines
    ]
    return end.join([header, *spelt]) + (end if final else "")


def put_in(lines: list[Line], odd: list[tuple[int, str]]) -> list[Line]:
    lines = list(lines)
    for at, line in odd:
        lines.insert(min(at, len(lines)), line)
    return lines


@pytest.fixture(autouse=True, scope="module")
def every_finding_by_itself() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "SINGLY", 1 << 30)
        yield


@settings(max_examples=40)
@given(
    st.lists(st.one_of(SOUND, SOUND, SOUND, SALES), min_size=3, max_size=30),
    st.lists(st.tuples(st.integers(0, 40), ODD_LINES), max_size=2),
    st.sampled_from(["\n", "\n", "\r\n"]),
    st.booleans(),
    st.integers(60, 900),
    st.integers(1, 30),
)
def test_a_stream_comes_to_what_the_whole_file_comes_to(
    lines: list[Line],
    odd: list[tuple[int, str]],
    end: str,
    final: bool,  # noqa: FBT001
    block: int,
    rows: int,
) -> None:
    header = "id,kind,n,m,k,all,share,note,day"
    compare(table(header, put_in(lines, odd), end, final=final), PACK, block, rows)


@settings(max_examples=40)
@given(
    st.lists(st.one_of(PLAIN_SUM, PLAIN_SUM, SUM), min_size=2, max_size=20),
    st.lists(st.tuples(st.integers(0, 20), ODD_LINES), max_size=1),
    st.booleans(),
    st.integers(40, 400),
    st.integers(1, 20),
)
def test_what_all_records_come_to_is_the_same_in_a_stream(
    lines: list[Line],
    odd: list[tuple[int, str]],
    total: bool,  # noqa: FBT001
    block: int,
    rows: int,
) -> None:
    all_lines = put_in(lines, odd) + ([("ALL", "9", "9.00", "18.00")] if total else [])
    compare(table("name,n,m,both", all_lines, "\n", final=True), SUMS, block, rows)


SHARE = st.one_of(
    st.sampled_from(["0.5", "0.25", "0", "1"]),
    st.sampled_from(["5%", "5.3％", "0.053", "5.3", "-0.2", "-2", "1e-3", "1e2", " 0.5", "0.5 %",
                     "x", "", "1.0", "0.0", "1,204", "２", "1.0000000001", "-"]),
)  # fmt: skip


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", "ALL"]), SHARE, SHARE, WHOLE), min_size=2, max_size=30
    ),
    st.lists(st.tuples(st.integers(0, 20), ODD_LINES), max_size=1),
    st.sampled_from(["share", "share (%)"]),
    st.integers(40, 400),
    st.integers(1, 20),
)
def test_percentages_without_a_sign_are_the_same_in_a_stream(
    lines: list[Line], odd: list[tuple[int, str]], heading: str, block: int, rows: int
) -> None:
    sound: list[Line] = [("a", "0.5", "0.25", "1")] * 3
    quoted = [
        tuple(f'"{each}"' if "," in each and '"' not in each else each for each in line)
        for line in lines
    ]
    text = table(f"name,{heading},part,n", put_in([*sound, *quoted], odd), "\n", final=True)
    compare(text, SHARES, block, rows)


@pytest.mark.parametrize("at", range(0, 12, 2))
@pytest.mark.parametrize("greatest", ["30.00", "1,030.00", " 30.00"])
def test_the_greatest_of_all_is_found_wherever_it_stands(at: int, greatest: str) -> None:
    lines: list[Line] = [("a", "3", "2.50", "5.50")] * 12
    lines[at] = ("b", "3", f'"{greatest}"', "33.00")
    lines[(at + 5) % 12] = ("c", "9", "25.00", "34.00")  # great, and not the greatest
    assert compare(table("name,n,m,both", lines, "\n", final=True), SUMS, 60, 2)


HEADER = "id,kind,n,m,k,all,share,note,day"


@given(
    st.lists(st.one_of(SOUND, SOUND, SOUND, SALES), min_size=3, max_size=20),
    st.sets(st.integers(0, 8), min_size=1, max_size=3),
    st.sampled_from([PACK, LACKING, LACKING]),
    st.integers(60, 900),
    st.integers(1, 30),
)
def test_a_column_that_lacks_is_the_same_in_a_stream(
    lines: list[tuple[str, ...]], without: set[int], pack: Pack, block: int, rows: int
) -> None:
    compare(lacking(lines, without), pack, block, rows)


def lacking(lines: Iterable[tuple[str, ...]], without: set[int]) -> str:
    """Return records without some of their columns."""
    every = [HEADER.split(","), *map(list, lines)]
    return "".join(
        ",".join(cell for at, cell in enumerate(cells) if at not in without) + "\n"
        for cells in every
    )


@pytest.mark.parametrize("without", [{5}, {6}, {1}, {2, 3}, {0}])
def test_files_that_lack_a_column_are_streamed(without: set[int]) -> None:
    sound = ("R1", "A", "1", "9.50", "2", "12.50", "0.5", "ok", "2024-05-06")
    odd = ("R2", "B", '"1,204"', "abc", " 2", "", "", '"a,b"', "soon")
    lines = [(f"R{n}", *sound[1:]) for n in range(9)] + [odd]
    assert compare(lacking(lines, without), LACKING, 100, 2)


def test_plain_files_and_odd_ones_are_streamed_at_all() -> None:
    sound = ("R1", "A", "1", "9.50", "2", "12.50", "0.5", "ok", "2024-05-06")
    odd = ("R2", "B", '"1,204"', "abc", " 2", "", "", '"a,b"', "soon")
    again = ("R1", "-", "1", "9.50", "2", "12.50", "0.5", "ok", "2024-05-06")
    lines: list[Line] = [sound, odd, "HEAD", "", again, "1,2", "", "Source: here"]
    header = "id,kind,n,m,k,all,share,note,day"
    assert compare(table(header, lines * 1, "\n", final=True), PACK, 100, 2)
    sums: list[Line] = [("a", "1", "2.50", "3.50"), ("ALL", "2", "x", "3.50"), ("b", "1", "1", "2")]
    assert compare(table("name,n,m,both", sums * 3, "\r\n", final=False), SUMS, 60, 2)


def test_a_last_line_with_fields_too_many_counts_them_to_the_last_that_is_filled() -> None:
    sound: Line = ("R1", "A", "0", "9.50", "0", "12.50", "0.5", "ok", "2024-05-06")
    lines: list[Line] = [sound, sound, "R1,A,1,204,0.00,1,204,0.00,0.00,a,"]
    assert compare(table("id,kind,n,m,k,all,share,note,day", lines, "\n", final=False), PACK, 60, 1)


def test_a_total_row_with_too_many_fields_is_shown_where_it_stands() -> None:
    lines: list[Line] = [("a", "0", "2.50", "4.50"), ("ALL", "1,204", "0.00", "0.00")]
    assert compare(table("name,n,m,both", lines, "\n", final=True), SUMS, 40, 1)
