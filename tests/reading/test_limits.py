"""Limits are honoured where they are set, and refused where they could not be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportcheck.problem import Problem
from reportcheck.reading import read
from reportcheck.reading.limits import PREFIX
from tests.reading.books import archive, parts, workbook
from tests.reading.formats import Page, docx, html, ods, xlsb

ROWS = "".join(f'<row r="{i}"><c r="A{i}"><v>1</v></c></row>' for i in range(1, 10))
CELLS = f"<sheetData>{ROWS}</sheetData>"
MERGED = '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:B2"/></mergeCells>'


def xlsb_of(*sheets: str) -> bytes:
    return xlsb(*[Page([[1]] * 9)] * len(sheets))


PAGE = Page([["甲", 1]] * 9)

SHARED = '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>'

FILES = {
    "FILE_BYTES": b"a,b\n1,2\n",
    "UNPACKED_BYTES": workbook(CELLS),
    "MARKUP_BYTES": docx(["a", PAGE]),
    "PAGE_BYTES": html(["a", PAGE]),
    "CELLS": workbook(CELLS),
    "DOCUMENT_CELLS": ods(PAGE),
    "TEXT_CELLS": b"a,b\n1,2\n",
    "COLUMNS": b"a,b\n1,2\n",
    "SHEETS": workbook(CELLS, CELLS),
    "MERGES": workbook(CELLS + MERGED),
    "SHARED_BYTES": archive(
        parts(SHARED) | {"xl/sharedStrings.xml": "<sst><si><t>ab</t></si></sst>"}
    ),
}


def refusal(folder: Path, content: bytes) -> Problem | None:
    path = folder / "a"
    path.write_bytes(content)
    try:
        read(str(path))
    except Problem as refused:
        return refused
    return None


@pytest.mark.parametrize("name", FILES)
def test_a_limit_holds_where_it_is_set(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refusal(tmp_path, FILES[name]) is None
    monkeypatch.setenv(PREFIX + name, "1")
    refused = refusal(tmp_path, FILES[name])
    assert refused is not None
    assert refused.code in {"too-large", "too-much-text", "far-cell", "table-too-large"}
    if refused.code == "too-large":
        assert refused.facts["variable"] == PREFIX + name
    monkeypatch.setenv(PREFIX + name, "1M")
    assert refusal(tmp_path, FILES[name]) is None


@pytest.mark.parametrize("given", ["many", "-1", "0", "1.5", "1T", "١"])
def test_a_limit_that_is_no_number_is_refused(
    given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PREFIX + "CELLS", given)
    refused = refusal(tmp_path, b"a,b\n1,2\n")
    assert refused is not None
    assert refused.code == "wrong-limit"


def test_a_limit_that_does_not_exist_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PREFIX + "CELL", "1")
    refused = refusal(tmp_path, b"a,b\n1,2\n")
    assert refused is not None
    assert refused.code == "unknown-limit"


@pytest.mark.parametrize("make", [workbook, xlsb_of], ids=["xlsx", "xlsb"])
def test_sheets_are_bounded_together(
    make: Callable[..., bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PREFIX + "CELLS", "20")
    assert refusal(tmp_path, make(CELLS, CELLS)) is None
    refused = refusal(tmp_path, make(CELLS, CELLS, CELLS))
    assert refused is not None
    assert (refused.code, refused.facts["variable"]) == ("too-large", PREFIX + "CELLS")
