"""The same report in every format: the same slots, the same values, the same verdicts."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportcheck import rulefile
from reportcheck.grid import Source
from reportcheck.locating import recognise
from reportcheck.number import ErrorValue, NotCalculated
from reportcheck.reading import read
from tests.acceptance import copying
from tests.acceptance.running import ROOT, SAMPLES, only_file
from tests.reading import formats
from tests.reading.formats import Block, Page

pytestmark = pytest.mark.no_cover  # see pyproject.toml

CASES = ROOT / "tests" / "cases" / "formats"
SANMING, PLANTED = "sanming-commerce-2024", "invented-2024-planted"
# What a text or a document cannot hold is left blank: an error, a formula never calculated.
UNTOLD = (ErrorValue, NotCalculated)


def pages(stem: str) -> list[Page]:
    """The sheets of a sample, with texts and whole numbers as people type them."""
    return [
        Page(
            [[_typed(cell) for cell in row] for row in grid.rows],
            [(area.top, area.left, area.bottom, area.right) for area in grid.merges],
            grid.sheet or "",
        )
        for grid in read(str(SAMPLES / f"{stem}.xlsx")).grids
    ]


def _typed(cell: object) -> formats.Value:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, UNTOLD):
        return None
    return cell or None if isinstance(cell, str) else cell  # type: ignore[return-value]


def document(stem: str) -> list[Block]:
    """A sample as a document: a blank row parts tables, a row of one text is a title."""
    blocks: list[Block] = []
    for page in pages(stem):
        begun: int | None = None
        for row in range(1, len(page.rows) + 2):
            filled = row <= len(page.rows) and any(cell is not None for cell in page.rows[row - 1])
            if filled and begun is None:
                begun = row
            elif not filled and begun is not None:
                blocks.extend(_part(page, begun, row - 1))
                begun = None
    return blocks


def _part(page: Page, first: int, last: int) -> list[Block]:
    titles = []
    while first <= last:
        texts = [cell for cell in page.rows[first - 1] if cell is not None]
        if len(texts) > 1 or not isinstance(texts[0], str):
            break
        titles.append(texts[0])
        first += 1
    return [*titles, part(page, first, last)] if first <= last else [*titles]


def part(page: Page, first: int, last: int) -> Page:
    """Some rows of a page; what is merged across their edge is cut there."""
    merges = [
        (max(top, first) - first + 1, left, min(bottom, last) - first + 1, right)
        for top, left, bottom, right in page.merges
        if top <= last and bottom >= first
    ]
    rows = [list(row) for row in page.rows[first - 1 : last]]
    filled = (j for row in rows for j, cell in enumerate(row, 1) if cell is not None)
    width = max([*filled, *(right for _, _, _, right in merges)])
    return Page([row[:width] for row in rows], merges, page.name)


def split(blocks: Sequence[Block], rows: int, head: int, between: Sequence[str]) -> list[Block]:
    """Part the longest table over two pages, with its header once more where ``head`` says so."""
    longest = max((each for each in blocks if isinstance(each, Page)), key=lambda e: len(e.rows))
    upper, lower = part(longest, 1, rows), part(longest, rows + 1, len(longest.rows))
    again = part(longest, 1, head) if head else Page([])
    lower = Page(
        [*again.rows, *([*row] for row in lower.rows)],
        [
            *again.merges,
            *(
                (top + head, left, bottom + head, right)
                for top, left, bottom, right in lower.merges
            ),
        ],
    )
    at = blocks.index(longest)
    return [*blocks[:at], upper, *between, lower, *blocks[at + 1 :]]


WRITERS: dict[str, Callable[[str], bytes]] = {
    "xlsb": lambda stem: formats.xlsb(*pages(stem)),
    "ods": lambda stem: formats.ods(*pages(stem)),
    "xml": lambda stem: formats.old_xml(*pages(stem)),
    "html": lambda stem: formats.html(document(stem)),
    "html of one table": lambda stem: formats.html(pages(stem)),
    "html laid out by tables": lambda stem: formats.html(document(stem), layout=True),
    "mht": lambda stem: formats.mht(document(stem)),
    "docx": lambda stem: formats.docx(document(stem)),
    "docx of one table": lambda stem: formats.docx(pages(stem)),
    "docx over two pages": lambda stem: formats.docx(split(document(stem), 15, 0, [""])),
    "docx over two pages, with its header again": lambda stem: formats.docx(
        split(document(stem), 15, 3, ["(续上表)"])
    ),
    "html over two pages, with its header again": lambda stem: formats.html(
        split(document(stem), 15, 3, [])
    ),
}


def told(file: dict[str, Any]) -> list[Any]:
    """What a report says of a file, addresses and formats left out."""
    return sorted(
        [
            finding[each]
            for each in ("rule", "verdict", "table", "row", "column", "left", "right", "difference")
        ]
        for finding in file["findings"]
        # Text files and documents know no numbers kept as text, which is worth a word elsewhere.
        if finding["rule"] != "read-as-number"
    )


def slots(source: Source) -> dict[Any, Any]:
    _, submission = recognise(source, rulefile.bundled())
    return {slot: (reading.state, reading.value) for slot, reading in submission.readings.items()}


def xlsx(stem: str) -> bytes:
    book = openpyxl.Workbook()
    for page in pages(stem):
        sheet = book.create_sheet(page.name)
        for row in page.rows:
            sheet.append(row)
        for top, left, bottom, right in page.merges:
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    del book["Sheet"]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def check_same(path: Path, original: Path) -> None:
    assert slots(read(str(path))) == slots(read(str(original)))
    mine, its = only_file(path), only_file(original)
    assert sorted(map(str, told(mine))) == sorted(map(str, told(its)))
    assert mine["counts"] == {**its["counts"], "cell": mine["counts"]["cell"]}
    assert (mine["status"], mine["agency"], mine["period"], mine["exit"]) == (
        its["status"], its["agency"], its["period"], its["exit"],
    )  # fmt: skip


@pytest.mark.parametrize("stem", [SANMING, PLANTED])
@pytest.mark.parametrize("kind", WRITERS)
def test_every_format_says_the_same(tmp_path: Path, kind: str, stem: str) -> None:
    path = tmp_path / f"{stem}.xls"  # one name for all: the content decides
    path.write_bytes(WRITERS[kind](stem))
    original = tmp_path / "原件" / f"{stem}.xlsx"
    original.parent.mkdir()
    original.write_bytes(xlsx(stem))
    check_same(path, original)


@pytest.mark.parametrize("path", sorted(CASES.iterdir()), ids=lambda path: path.name)
def test_what_libreoffice_saves_says_the_same(path: Path) -> None:
    check_same(path, SAMPLES / f"{path.stem}.xlsx")


def test_the_text_says_the_same() -> None:
    check_same(SAMPLES / f"{SANMING}.csv", SAMPLES / f"{SANMING}.xlsx")


def test_the_page_as_it_was_scraped_says_the_same(tmp_path: Path) -> None:
    # Its title was not copied with it: whose it is, only the name of the file says.
    page = tmp_path / "三明市商务局2024年政府信息公开工作年度报告.txt"
    page.write_bytes((SAMPLES / f"{SANMING}.txt").read_bytes())
    check_same(page, SAMPLES / f"{SANMING}.xlsx")


@pytest.mark.parametrize("stem", [SANMING, PLANTED])
@pytest.mark.parametrize("kind", copying.TELLS_EMPTY)
def test_copied_text_says_the_same(tmp_path: Path, kind: str, stem: str) -> None:
    check_copy(tmp_path, kind, xlsx(stem), stem)


@pytest.mark.parametrize("stem", [f"{SANMING}-completed", "invented-2024"])
@pytest.mark.parametrize("kind", sorted(copying.WRITERS.keys() - set(copying.TELLS_EMPTY)))
def test_copied_text_without_empty_cells_says_the_same(
    tmp_path: Path, kind: str, stem: str
) -> None:
    check_copy(tmp_path, kind, xlsx(stem), stem)


def check_copy(folder: Path, kind: str, book: bytes, stem: str) -> None:
    original = folder / "原件" / f"{stem}.xlsx"
    original.parent.mkdir()
    original.write_bytes(book)
    path = folder / f"{stem}.xls"
    path.write_text(copying.WRITERS[kind](copying.parts(str(original))), "utf-8")
    check_same(path, original)
