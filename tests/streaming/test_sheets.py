"""The large sheet of a workbook in a stream comes to what reading the whole workbook comes to."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcheck.evaluating import evaluate
from reportcheck.identifying import identify
from reportcheck.locating import locate
from reportcheck.problem import Problem
from reportcheck.reading import largebook
from reportcheck.reading.workbook import read_workbook
from reportcheck.rulefile.loading import load_bytes
from reportcheck.streaming import ledger
from reportcheck.streaming.checking import check_stream
from reportcheck.streaming.sheets import row_texts
from reportcheck.streaming.stream import Sizes
from reportcheck.tabling import rows_of
from tests.reading.books import archive, parts
from tests.streaming.test_agreement import key

Cell: TypeAlias = str
"""The XML of a cell, with @ in place of its address; an empty text where there is none."""

RULES = """
form: sales
tables:
- id: sales
  key: [id, year]
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
    values: {type: percent, blank: unknown}
  - id: note
    values: {type: text, blank: unknown}
  - {id: day, values: date}
  - {id: year, values: integer}
rules:
- {id: order, table: sales, each: row, check: n <= m}
- {id: some, table: sales, each: row, where: kind = 'B', check: share < 1 or filled(note)}
- {id: once, table: sales, each: row, where: n > 1, check: 'unique(kind, n)'}
- {id: late, table: sales, each: row, check: "day >= '2024-01-01'"}
- {id: part, table: sales, each: row, check: n <= 50% * sum(sales::n)}
"""
PACK = load_bytes(RULES.encode(), "sales.yaml")
NAMES = ("id", "kind", "n", "m", "k", "all", "share", "note", "day", "year")
STYLES = (
    "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='yyyy\\-mm\\-dd;@'/></numFmts>"
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="2"/>'
    '<xf numFmtId="22"/><xf numFmtId="46"/><xf numFmtId="9"/></cellXfs></styleSheet>'
)
SHARED = (
    *NAMES, "A", "B", "Q", "无", "R1", "R2", "R3", "", "-", "甲局", "a b", "1,204", "12", "abc",
    "2024-05-06", "ALL", "5%",
)  # fmt: skip
HARD = (
    "<si><r><t>R</t></r><r><rPr><b/></rPr><t>9</t></r></si>",
    "<si><t>a&amp;b</t></si>",
    '<si><t xml:space="preserve"> x </t></si>',
    "<si><t>R1</t><rPh sb='0' eb='1'><t>r</t></rPh></si>",
    "<si><t/></si>",
    "<si><t>_x0041_</t></si>",
    "<si><t>two\nlines</t></si>",
)
STRINGS = "<sst>" + "".join(f"<si><t>{each}</t></si>" for each in SHARED) + "".join(HARD) + "</sst>"


def shared(text: str) -> Cell:
    return f'<c r="@" t="s"><v>{SHARED.index(text)}</v></c>'


def number(value: object, style: int = 0) -> Cell:
    return f'<c r="@"{f" s={chr(34)}{style}{chr(34)}" if style else ""}><v>{value}</v></c>'


SOUND: tuple[Cell, ...] = (
    shared("R1"), shared("A"), number(2), number("9.5"), number(1), number("12.5"),
    number("0.25"), shared("甲局"), number(45418, 1), number(2024),
)  # fmt: skip
SHOWN = (*SOUND[:6], number("0.25", 6), *SOUND[7:])
ANY: list[Cell] = [
    *map(shared, ("A", "无", "R2", "", "-", "1,204", "12", "abc", "2024-05-06", "5%")),
    *(f'<c r="@" t="s"><v>{len(SHARED) + nth}</v></c>' for nth in range(len(HARD))),
    *(number(each) for each in ("3", "-3", "007", "1e2", "1E-3", "0.1", "1.005", "1e20", "-0",
                                "0.30000000000000004", "12345678901234567", ".5", "5.", "+5",
                                " 7 ", "inf", "x", "")),
    *(number(each, style) for each in ("45418", "45418.25", "1", "60", "2958466", "0.5", "1e4")
      for style in range(7)),
    '<c r="@" t="n" s="3"><v>4</v></c>',
    '<c r="@" t="str"><v>R7</v></c>',
    '<c r="@" t="str"><v>a&lt;b</v></c>',
    '<c r="@" t="inlineStr"><is><t>R8</t></is></c>',
    '<c r="@" t="inlineStr"><is><t xml:space="preserve"> B</t></is></c>',
    '<c r="@" t="inlineStr"><is><r><t>R</t></r><r><t>5</t></r></is></c>',
    '<c r="@" t="b"><v>1</v></c>',
    '<c r="@" t="e"><v>#DIV/0!</v></c>',
    '<c r="@" t="d"><v>2024-05-06</v></c>',
    '<c r="@"><f>1+1</f><v>2</v></c>',
    '<c r="@" t="str"><f>A1&amp;"x"</f><v>B</v></c>',
    '<c r="@"><f t="shared" si="0"/><v>3</v></c>',
    '<c r="@"><f>1+1</f></c>',
    '<c r="@"><f>1+1</f><v></v></c>',
    '<c r="@"><f>1+1</f><v/></c>',
    '<c r="@" t="str"><f>""</f><v></v></c>',
    '<c r="@" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    '<c r="@" s="1"/>',
    '<c r="@" s="1"></c>',
    '<c r="@" s="3" t="s"><v>1</v></c>',
    '<c s="3" r="@"><v>6</v></c>',
    "<c r='@'><v>6</v></c>",
    '<c r="@"><v>6</v><extLst/></c>',
    '<c r="@" cm="1"><v>6</v></c>',
    "",
]  # fmt: skip
HOSTILE: list[Cell] = [
    "<c><v>5</v></c>",
    '<c r="Z9"><v>5</v></c>',
    '<c r="@"><v>5</v></c><c r="@"><v>6</v></c>',
    '<c r="@" t="s"><v>9999</v></c>',
    '<c r="@"><v>5>4</v></c>',
    '<x:c r="@"><x:v>5</x:v></x:c>',
    '<c r="@"><!-- 4 --><v>5</v></c>',
    '<c r="@"><v><![CDATA[5]]></v></c>',
    '<c r="@" note="a>b"><v>5</v></c>',
]
BESIDE = (number(5), '<c r="@" s="1"/>', shared(""))
ROWS = st.lists(
    st.one_of(
        st.just(SOUND), st.just(SOUND), st.just(SOUND), st.just(SOUND), st.just(SHOWN),
        st.tuples(*(st.one_of(st.just(each), st.sampled_from(ANY)) for each in SOUND)),
        st.tuples(*(st.just(each) for each in SOUND), st.sampled_from(BESIDE)),
    ),
    min_size=3,
    max_size=40,
)  # fmt: skip
PLACE = st.integers(0, 39), st.integers(0, 9)
PLACED = st.lists(st.tuples(*PLACE, st.sampled_from(ANY)), max_size=8)
AMISS = st.lists(st.tuples(*PLACE, st.sampled_from(HOSTILE)), max_size=1)
ROW_TAGS = st.dictionaries(
    st.integers(0, 39),
    st.sampled_from([
        '<row r="@" spans="1:10" ht="15" customHeight="1">', '<row r="@" hidden="1">', "<row>",
        '<row r="@" hidden="false">', '<row spans="1:3" r="@">', '<row r="@" ht="0">',
    ]),
    max_size=1,
)  # fmt: skip


def xml_of(
    rows: Sequence[Sequence[Cell]], tags: Mapping[int, str], gaps: Sequence[int], left: int
) -> str:
    found: list[str] = []
    at = 1
    for nth, cells in enumerate(rows):
        at += gaps.count(nth)
        tag = tags.get(nth - 1, '<row r="@">').replace("@", str(at))
        letters = "ABCDEFGHIJKLMNOP"[left:]
        spelt = "".join(
            cell.replace("@", f"{letter}{at}") for cell, letter in zip(cells, letters, strict=False)
        )
        found.append(f"{tag}{spelt}</row>" if spelt else f"{tag[:-1]}/>")
        at += 1
    return f"<sheetData>{''.join(found)}</sheetData>"


def book(xml: str, *others: str) -> bytes:
    return archive(
        parts(xml, *others, names=("数据", "说明", "x"), **{"xl/styles.xml": STYLES,
                                                          "xl/sharedStrings.xml": STRINGS})
    )  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def small() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "SINGLY", 1 << 30)
        patch.setattr(largebook, "LARGE", 400)
        yield


def compare(data: bytes, block: int, rows: int) -> bool:
    """Compare both ways for a workbook; tell whether it could be streamed."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "records.xlsx")
        Path(path).write_bytes(data)
        sizes = Sizes(block=block, rows=rows, tail=12, keys=8)
        found = check_stream(path, [PACK], asked=True, sizes=sizes)
        if found is None:
            return False
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ledger, "SINGLY", 0)
            counted = check_stream(path, [PACK], asked=True, sizes=sizes)
        source = read_workbook(path, data)
    submission = identify(source, locate(source, PACK.form))
    (evaluation,) = evaluate(PACK, [submission])
    findings = [*submission.structure, *evaluation.findings, *evaluation.unmet]
    assert found.passes == evaluation.passes
    assert found.sheets == tuple(grid.sheet for grid in source.grids)
    assert Counter(map(key, [*found.findings, *found.unmet])) == Counter(map(key, findings))
    told = Counter(
        row for each in findings if each.rule != "matched-nothing" for row in rows_of(each)
    )
    assert Counter(found.rows.iter_rows()) == told
    assert counted is not None
    assert counted.rows.sort(pl.all()).equals(found.rows.sort(pl.all()))
    return True


HEADER = tuple(map(shared, NAMES))


@settings(max_examples=40)
@given(
    ROWS,
    PLACED,
    AMISS,
    st.tuples(ROW_TAGS, st.lists(st.integers(1, 40), max_size=2), st.integers(0, 2)),
    st.tuples(st.integers(200, 4000), st.integers(1, 30)),
)
def test_a_large_sheet_comes_to_what_the_whole_workbook_comes_to(
    rows: list[tuple[Cell, ...]],
    placed: list[tuple[int, int, Cell]],
    amiss: list[tuple[int, int, Cell]],
    layout: tuple[dict[int, str], list[int], int],
    sizes: tuple[int, int],
) -> None:
    body = [list(cells) for cells in rows]
    for row, column, cell in (*placed, *amiss):
        body[row % len(body)][column] = cell
    with suppress(Problem):  # refused by the reader of whole workbooks
        compare(book(xml_of([HEADER, *body], *layout)), *sizes)


BEYOND = (*SOUND[:6], number("2.5"), *SOUND[7:])
SPARSE = (*SOUND[:4], "", *SOUND[5:7], "", *SOUND[8:])
NUMBERED = (number(1001), *SOUND[1:])
ODD = (shared("R2"), shared("B"), shared("12"), '<c r="@" t="e"><v>#N/A</v></c>', *SOUND[4:])
FORMULA = (*SOUND[:5], '<c r="@"><f>C2+D2+E2</f><v>12.5</v></c>', *SOUND[6:])
INLINE = ('<c r="@" t="inlineStr"><is><t>R6</t></is></c>', *SOUND[1:])


@pytest.mark.parametrize("row", [SOUND, SHOWN, BEYOND, SPARSE, NUMBERED, ODD, FORMULA, INLINE])
@pytest.mark.parametrize("block", [1500, 5000])
def test_what_is_usual_is_streamed(row: tuple[Cell, ...], block: int) -> None:
    rows = [HEADER, *[row] * 30, ODD, *[SOUND] * 9, SHOWN]
    assert compare(book(xml_of(rows, {}, [4, 20], 1)), block, 7)
    assert compare(book(xml_of(rows, {}, [], 0), "<sheetData/>"), block, 7)


def test_titles_may_be_merged_and_records_may_not() -> None:
    title = [shared("ALL"), *[""] * 9]
    xml = xml_of([title, HEADER, *[SOUND] * 40, ODD], {}, [], 0)
    assert compare(book(f'{xml}<mergeCells><mergeCell ref="A1:J1"/></mergeCells>'), 900, 7)
    assert not compare(book(f'{xml}<mergeCells><mergeCell ref="A4:A5"/></mergeCells>'), 900, 7)


def test_a_row_is_found_wherever_it_stands() -> None:
    rows = [f'<row r="{number}">{"x" * (number % 97)}</row>' for number in range(5, 900, 2)]
    xml = "".join(rows).encode()
    assert row_texts(xml, [5, 6, 7, 451, 899], 5, 895) == [
        rows[0],
        "",
        rows[1],
        rows[223],
        rows[-1],
    ]
