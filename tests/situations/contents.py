"""The bytes of files in all the situations that are told by content."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import openpyxl

from tests.reading.books import archive, parts, workbook
from tests.reading.formats import Page, docx, html, ods
from tests.situations.situation import Make

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
HEAD = ("单位", "件数", "金额", "合计")
SMALL = "单位,件数,金额,合计\n甲局,3,1.50,3\n乙局,4,2.00,5\n"
ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
ONE = f"<sheetData>{ROW}</sheetData>"
SHEET = workbook(ONE)
BOMB = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'


def data(content: bytes | str) -> Make:
    """Return what writes this content."""
    return lambda path: path.write_bytes(content.encode() if isinstance(content, str) else content)


def ole(stream: str) -> Make:
    """Return what writes an OLE container that names this stream."""
    return data(OLE + f"Root Entry\0{stream}\0".encode("utf-16-le"))


def table(*records: str, encoding: str = "utf-8", head: str = ",".join(HEAD)) -> Make:
    """Return what writes a text table of these records."""
    return data("\n".join((head, *records, "")).encode(encoding))


def cells(*rows: tuple[object, ...], hide: str = "") -> Make:
    """Return what writes a workbook with the head of the table and these rows."""

    def make(path: Path) -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        for row in (HEAD, *rows):
            sheet.append(row)
        match hide:
            case "row":
                sheet.row_dimensions[2].hidden = True
            case "column":
                sheet.column_dimensions["C"].hidden = True
            case "sheet":
                book.create_sheet("说明").append(["见附表"])
                sheet.sheet_state = "hidden"
                book.active = 1
        book.save(path)

    return make


def changed(name: str, xml: str) -> Make:
    """Return what writes a workbook one part of which is this XML."""
    return data(archive(parts(ONE) | {name: xml}))


def sheet(xml: str) -> Make:
    """Return what writes a workbook of one sheet with this XML."""
    return data(workbook(xml))


def charts(path: Path) -> None:
    """Write a workbook of charts alone."""
    book = openpyxl.Workbook()
    book.create_chartsheet("图")
    del book["Sheet"]
    book.save(path)


def bomb(path: Path) -> None:
    """Write a workbook that says to hold 4 GB of text in some hundred bytes."""
    packed = archive(parts(ONE) | {"xl/sharedStrings.xml": "<sst/>"})
    with zipfile.ZipFile(io.BytesIO(packed)) as listed:
        size = listed.getinfo("xl/sharedStrings.xml").file_size
    at = packed.rindex(b"xl/sharedStrings.xml") - 46 + 24  # its size in the directory of the zip
    assert packed[at : at + 4] == size.to_bytes(4, "little")
    path.write_bytes(packed[:at] + (4_000_000_000).to_bytes(4, "little") + packed[at + 4 :])


def sparse(path: Path) -> None:
    """Write a file of more than a gibibyte that takes no space."""
    path.touch()
    os.truncate(path, (1 << 30) + 1)


def in_zip(name: str, content: bytes | str) -> Make:
    """Return what writes a zip of one file."""
    return data(archive({name: content}))


def page(title: str) -> Page:
    """Return the small table as a page, under a title."""
    return Page(((title,), HEAD, ("甲局", 3, 1.5, 3)), name="办件")


WEB_PAGE = html(["办件情况", Page((HEAD, ("甲局", 3, 1.5, 3)))])
DOCUMENT = docx(["办件情况", Page((HEAD, ("甲局", 3, 1.5, 3)))])
OPEN = ods(page("办件情况"))
TEXT_ONLY = docx(["关于报送年报的通知"])
