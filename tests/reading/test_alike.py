"""Workbooks alike are read as if each were the first: the same grids, or the same refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportcheck.grid import Source
from reportcheck.problem import Problem
from reportcheck.reading import alike, grids_of, read
from tests.reading.books import archive, parts

FIGURES = ("17", "0", "-3", "2.50", "1e3", "1E-2", "123456789012345678", "0.1000000000000000055")
ODD_FIGURES = (
    "", " 5", "5 ", "+5", "007", "-007", "-0.0", "5.e1", "1e+5", "1E5", "--5", "1e", "1,2", "1_0",
    "0x1", "NaN", "inf", "1e999", "-", "5.", ".5", "-0", "&#53;", "5<!-- -->", "五", "true",
    "9" * 400, '"5"', "[1]", "\n5\n",
)  # fmt: skip
WORDS = ("甲局", "乙", "a b", "17", "")
ODD_WORDS = (
    " 甲", "甲 ", "&amp;", "甲&#x4e59;", "_x000A_", "a\nb", "a\tb", "\u200b", "</t><t>乙", "]]&gt;",
)  # fmt: skip
CELLS = (
    '<c r="B2"{}><v>{}</v></c>',
    '<c r="B2"{} t="n"><v>{}</v></c>',
    '<c r="B2"{}><f>1+1</f><v>{}</v></c>',
    '<c r="B2"{} t="s"><v>{}</v></c>',
    '<c r="B2"{} t="str"><v>{}</v></c>',
    '<c r="B2"{} t="e"><v>{}</v></c>',
    '<c r="B2"{} t="b"><v>{}</v></c>',
    '<c r="B2"{} t = "s"><v>{}</v></c>',
    "<c r='B2'{}><v>{}</v></c>",
    '<c r="B3"{}><v>{}</v></c>',
    "<c{}><v>{}</v></c>",
)  # fmt: skip
STYLES = (
    '<styleSheet><numFmts count="1"><numFmt numFmtId="170" formatCode="0.00,&quot;万元&quot;"/>'
    '</numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/>'
    "</cellXfs></styleSheet>"
)

Outcome: TypeAlias = Source | tuple[str, dict[str, object]]


def book(cell: str, style: str, figure: str, inline: str, shared: str, more: str = "") -> bytes:
    """Return a workbook with a cell of its own, and an inline and two shared texts."""
    sheet = (
        '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        f'<c r="C1" t="inlineStr"><is><t>{inline}</t></is></c></row>'
        f'<row r="2"><c r="A2"><v>4</v></c>{cell.format(style, figure)}</row>'
        f'<row r="4"><c r="A4" t="s"><v>1</v></c><c r="D4"><v>{figure}</v></c></row></sheetData>'
        f'{more}<mergeCells count="1"><mergeCell ref="A4:B4"/></mergeCells>'
    )
    texts = f"<sst><si><t>项目</t></si><si><t>{shared}</t></si></sst>"
    return archive(parts(sheet) | {"xl/sharedStrings.xml": texts, "xl/styles.xml": STYLES})


def outcome(data: bytes) -> Outcome:
    try:
        return grids_of("a.xlsx", data)
    except Problem as refused:
        return refused.code, refused.facts


def alone(data: bytes) -> Outcome:
    """Return what comes of a workbook that is the first of its kind."""
    alike.forget()
    return outcome(data)


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    alike.forget()
    yield
    alike.forget()


figures = st.sampled_from(FIGURES) | st.integers().map(str) | st.floats().map(repr)
words = st.sampled_from(WORDS) | st.text(
    st.characters(codec="utf-8", exclude_characters="<&>\r"), max_size=6
)


@pytest.mark.no_cover  # see pyproject.toml
@settings(max_examples=400, deadline=None)
@given(
    cell=st.sampled_from(CELLS),
    style=st.sampled_from(("", ' s="1"', ' s="2"')),
    first=st.tuples(figures, words, words),
    second=st.tuples(
        figures | st.sampled_from(ODD_FIGURES),
        words | st.sampled_from(ODD_WORDS),
        words | st.sampled_from(ODD_WORDS),
    ),
)
@example(CELLS[0], "", ("5", "甲", "乙"), ("6", "丙", "丁"))
@example(CELLS[3], "", ("1", "甲", "乙"), ("0", "丙", "丁"))
@example(CELLS[0], ' s="1"', ("1e300", "甲", "乙"), ("45000", "丙", "丁"))
@example(CELLS[7], "", ("1", "甲", "乙"), ("1", "丙", "丁"))
def test_a_workbook_like_another_is_read_as_by_itself(
    cell: str, style: str, first: tuple[str, str, str], second: tuple[str, str, str]
) -> None:
    one, other = book(cell, style, *first), book(cell, style, *second)
    expected = alone(other)
    alike.forget()
    outcome(one)
    assert repr(outcome(one)) == repr(outcome(one))
    assert repr(outcome(other)) == repr(expected)  # not a number is not itself


def test_nothing_but_the_texts_is_read_of_a_workbook_like_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for figure in ("1", "2"):
        outcome(book(CELLS[0], "", figure, "甲", "乙"))
    monkeypatch.setattr("reportcheck.reading.workbook.parts_of", None)
    read = outcome(book(CELLS[2].replace("<f>1+1</f>", ""), "", "30.5", "丙", "丁"))
    assert isinstance(read, Source)
    assert read.grids[0].rows == [
        ["项目", "丁", "丙", ""], [4.0, 30.5, "", ""], ["", "", "", ""], ["丁", "", "", 30.5],
    ]  # fmt: skip


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "another style": lambda xml: xml.replace(b'r="A2"', b'r="A2" s="1"'),
    "a hidden row": lambda xml: xml.replace(b'<row r="2">', b'<row r="2" hidden="1">'),
    "another merged area": lambda xml: xml.replace(b"A4:B4", b"A2:B2"),
    "a cell elsewhere": lambda xml: xml.replace(b'r="D4"', b'r="E4"'),
    "a cell more": lambda xml: xml.replace(b"</row>", b'<c r="H1"><v>1</v></c></row>', 1),
    "a document type": lambda xml: b"<!DOCTYPE a>" + xml,
    "a formula never calculated": lambda xml: xml.replace(
        b'<c r="A2"><v>4</v>', b'<c r="A2"><f>1</f>'
    ),
    "other styles": lambda xml: xml.replace(b"0.00,", b"0.00"),
    "a hidden sheet": lambda xml: xml.replace(b"<sheet ", b'<sheet state="hidden" '),
    "a mark of our own": lambda xml: xml,
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_differs_in_more_than_texts_is_read_by_itself(change: str) -> None:
    from io import BytesIO
    from zipfile import ZipFile

    data = book(CELLS[0], "", "5", "甲", "乙")
    with ZipFile(BytesIO(data)) as files:
        changed = {name: CHANGES[change](files.read(name)) for name in files.namelist()}
    other = archive(changed)
    expected = alone(other)
    alike.forget()
    for _ in range(3):
        outcome(data)
    assert repr(outcome(other)) == repr(expected)  # not a number is not itself


def test_a_limit_that_is_set_meanwhile_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(book(CELLS[0], "", "5", "甲", "乙"))
    for _ in range(3):
        read(str(path))
    monkeypatch.setenv("REPORTCHECK_MAX_CELLS", "3")
    with pytest.raises(Problem) as refused:
        read(str(path))
    assert refused.value.code == "far-cell"


@pytest.mark.parametrize("at", [0, 10, 30, 100, -1, -22, -30, -60])
def test_a_damaged_archive_is_read_or_refused_as_by_itself(at: int) -> None:
    data = book(CELLS[0], "", "5", "甲", "乙")
    for byte in (0, 0x50, 0xFF):
        damaged = bytearray(data)
        damaged[at] = byte
        expected = alone(bytes(damaged))
        alike.forget()
        for _ in range(3):
            outcome(data)
        assert outcome(bytes(damaged)) == expected
