"""Files made to take all memory or all day: read or refused in seconds.

Scaled to run in a moment; each would be out of hand by far if its work grew with the square.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from reportcheck.checking import Request, check
from tests.reading.books import archive, parts, workbook
from tests.reading.formats import open_document, word

SECONDS = 10

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


@pytest.mark.parametrize("name", FILES)
def test_time_is_bounded(name: str, tmp_path: Path) -> None:
    make, code = FILES[name]
    path = tmp_path / "a"
    path.write_bytes(make())
    begun = time.process_time()
    (file,) = check(Request((str(path),))).files
    took = time.process_time() - begun
    assert file.problem is not None
    assert code in {"", file.problem.code}
    assert took < SECONDS


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
