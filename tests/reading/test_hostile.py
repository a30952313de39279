"""Files made to take all memory or all day: read or refused in seconds.

Scaled to run in a moment; each would be out of hand by far if its work grew with the square.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reportcheck.checking import Request, check
from tests.reading.books import archive, parts, workbook
from tests.reading.formats import Page, old_xml, open_document, word
from tests.reading.measuring import Scales, scales

SECONDS = 10
MEBIBYTES = 1024

HTML = b"<html><table><tr><td>"
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1020"><c r="XFD1020"><v>1</v></c></row>'
NAMES = tuple(f"表{number}" for number in range(40))
GOES_ON = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>"
HIDDEN_ROWS = '<table:table-row table:visibility="collapse" table:number-rows-repeated="1048576"/>'
HIDDEN_COLUMNS = (
    '<table:table-column table:visibility="collapse" table:number-columns-repeated="16384"/>'
)
SPACES = (
    '<table:table-row><table:table-cell office:value-type="string"><text:p>'
    + '<text:s text:c="1000"/>' * 100_000
    + "</text:p></table:table-cell></table:table-row>"
)
OVER = b'<Row ss:Hidden="1" ss:Span="1048576"/>'
ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
STRING = '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>'
ODS_CELL = '<table:table-cell office:value-type="float" office:value="1" {}/>'
ODS = '<table:table table:name="a"><table:table-row {}>{}</table:table-row></table:table>'
WORD_CELL = "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>"


def sheets(count: int) -> bytes:
    names = tuple(f"表{number}" for number in range(count))
    return archive(parts(*[f"<sheetData>{ROW}</sheetData>"] * count, names=names))


def merged(areas: list[str]) -> bytes:
    listed = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return workbook(f"<sheetData>{ROW}</sheetData><mergeCells>{listed}</mergeCells>")


def shared(uses: int, item: str = "a" * (1 << 20), value: str = "<v>1</v>") -> bytes:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s">{value}</c></row>' for row in range(1, uses + 1)
    )
    texts = {"xl/sharedStrings.xml": f"<sst><si><t>b</t></si><si><t>{item}</t></si></sst>"}
    return archive(parts(f"<sheetData>{rows}</sheetData>") | texts)


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a million columns": (lambda: b"1," * 1_000_000 + b"1\n", "too-large"),
    "one long line": (lambda: b"a" * (16 << 20), "unknown-form"),
    "quotation marks alone": (lambda: b'"' * (2 << 20), ""),
    "every line opens a quotation": (lambda: b'a,"b\n' * 50_000, ""),
    "delimiters of all kinds": (lambda: b",;\t|" * (1 << 19), "too-large"),
    "bare bars": (("甲|\n1|\n||\n" * 20_000).encode, ""),
    "spaces before a letter": (lambda: b" " * 1_000_000 + b"a\n", ""),
    "numbering without end": (lambda: ("(" * 9_000 + "1." * 9_000 + "\n").encode() * 5, ""),
    "a number without end": (lambda: b"1" * 2_000_000 + b",2\n", "unknown-form"),
    "a thousand sheets": (lambda: sheets(1_000), "unknown-form"),
    "too many sheets": (lambda: sheets(10_001), "too-large"),
    "a million merged areas": (
        lambda: merged([f"A{row}:B{row}" for row in range(1, 1_000_000, 5)]),
        "too-large",
    ),
    "one area merged over and over": (
        lambda: merged(["A1:XFD1048576"] * 50_000),
        "damaged-workbook",
    ),
    "a shared text of a mebibyte in many cells": (
        lambda: shared(100),
        "unknown-form",
    ),
    "a shared text of a mebibyte in more cells": (lambda: shared(20_000), "too-large"),
    "cells that never close": (
        lambda: workbook("<sheetData>" + '<c r="A1" t="e">' * 60_000 + "</sheetData>"),
        "",
    ),
    "cells without an address": (
        lambda: workbook(f"<sheetData><row>{'<c><v>1</v></c>' * 60_000}</row></sheetData>"),
        "far-cell",
    ),
    "a document nested too deep": (
        lambda: word("<w:tbl><w:tr><w:tc>" * 5_000 + "</w:tc></w:tr></w:tbl>" * 5_000),
        "damaged-document",
    ),
    "a repeated row of repeated cells": (
        lambda: open_document(
            ODS.format(
                'table:number-rows-repeated="1000000"',
                ODS_CELL.format('table:number-columns-repeated="16000"'),
            )
        ),
        "far-cell",
    ),
}

FILES |= {
    "line ends alone": (lambda: b"\n" * (64 << 20), "empty-file"),
    "line ends between lines": (lambda: b"a,b\n" + b"\n" * (31 << 20) + b"1,2\n", "too-much-text"),
    "carriage returns between lines": (
        lambda: b"a,b\r" + b"\r" * (31 << 20) + b"1,2\r", "too-much-text",
    ),
    "cells past all bounds": (lambda: (b"ab," * 11 + b"ab\n") * (64 << 20 >> 5), "too-much-text"),
    "spaces before a letter, by the mebibyte": (lambda: b" " * (20 << 20) + b"a", "unknown-form"),
    "a shared text of 200 MiB": (lambda: shared(1, "a" * (200 << 20)), "too-large"),
    "a shared text of a million runs": (
        lambda: shared(3, "<r><t>ab</t></r>" * 1_000_000), "unknown-form",
    ),
    "sheets that are full together": (
        lambda: archive(parts(*[f"<sheetData>{FAR}</sheetData>"] * 40, names=NAMES)), "too-large",
    ),
    "cells of a page": (lambda: HTML + b"<td>1" * 300_000, "too-large"),
    "rows of a page": (lambda: HTML + b"<tr><td>1" * 60_000, "unknown-form"),
    "rows of a page past all bounds": (lambda: HTML + b"<tr>" * 1_100_000, "too-large"),
    "tables in tables": (lambda: HTML + b"<table><tr><td>1" * 60_000, "unknown-form"),
    "cells that span everything": (
        lambda: HTML + b"<tr><td colspan=1000 rowspan=65534>1" * 30_000, "too-large",
    ),
    "hidden elements never closed": (
        lambda: b"<html><table><tr hidden>" + b"<b>" * 200_000 + b"<td>1" * 10_000, "unknown-form",
    ),
    "texts after a cell": (lambda: HTML + b"1</td>" + b"x<p>" * 200_000, "unknown-form"),
    "style sheets without end": (
        lambda: b"<html><style>" + b".a,/*" * 200_000 + b"</style>" + HTML + b"1", "unknown-form",
    ),
    "a page in punycode": (lambda: b"<html><meta charset=punycode>" + b"a" * (4 << 20), "no-table"),
    "a header of very many parameters": (
        lambda: b"MIME-Version: 1.0\nContent-Type: text/html;" + b' a="b";' * 100_000 + b"\n\n1",
        "damaged-document",
    ),
    "merged cells that all say something": (
        lambda: word("<w:tbl>" + f"<w:tr>{GOES_ON}</w:tr>" * 40_000 + "</w:tbl>"), "unknown-form",
    ),
    "hidden rows in very many sheets": (
        lambda: open_document(f"<table:table>{HIDDEN_ROWS}</table:table>" * 50_000), "too-large",
    ),
    "hidden columns in many sheets": (
        lambda: open_document(f"<table:table>{HIDDEN_COLUMNS}</table:table>" * 9_000), "empty-file",
    ),
    "spaces by the thousand": (
        lambda: open_document(f"<table:table>{SPACES}</table:table>"), "empty-file",
    ),
    "hidden rows over hidden rows": (
        lambda: old_xml(Page([[1]])).replace(b"</Row>", b"</Row>" + OVER * 20_000), "unknown-form",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def weighing() -> Iterator[Scales]:
    if sys.platform == "win32":
        pytest.skip("processes cannot be forked, nor their memory limited")
    with scales() as ready:
        yield ready


@pytest.mark.parametrize("name", FILES)
def test_time_and_memory_are_bounded(name: str, tmp_path: Path, weighing: Scales) -> None:
    make, code = FILES[name]
    path = tmp_path / "a"
    path.write_bytes(make())
    taken = weighing.weigh(path)
    assert taken.ended == code or (not code and taken.ended.replace("-", "").isalpha())
    assert taken.ended != "unforeseen"
    assert taken.seconds < SECONDS
    assert taken.memory < MEBIBYTES


def test_short_texts_are_shared_beside_a_long_one(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(shared(20_000, value="<v>0</v>"))
    (file,) = check(Request((str(path),))).files
    assert file.problem is not None
    assert file.problem.code == "unknown-form"


def test_a_share_that_cannot_be_told_counts_as_the_longest(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(shared(20_000, value="<!-- --><v>0</v>"))
    (file,) = check(Request((str(path),))).files
    assert file.problem is not None
    assert file.problem.code == "too-large"
