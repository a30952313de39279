"""Writers of every format that is read, as small as a reader allows: from pages to bytes.

A page is the cells of a sheet by row, its merged areas, and the name of the sheet. A document is a
list of blocks, each a paragraph or a page.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from tests.reading.books import archive

Value = str | int | float | None


@dataclass(frozen=True)
class Page:
    """Rows of cells, and merged areas (top, left, bottom, right), all counted from 1."""

    rows: Sequence[Sequence[Value]]
    merges: Sequence[tuple[int, int, int, int]] = ()
    name: str = "年报"

    @cached_property
    def width(self) -> int:
        """The columns of the page."""
        widths = [len(row) for row in self.rows]
        return max([0, *widths, *(right for _, _, _, right in self.merges)])

    def value(self, row: int, column: int) -> Value:
        """Return a cell, counted from 1."""
        cells = self.rows[row - 1]
        return cells[column - 1] if column <= len(cells) else None

    def spans(self) -> dict[tuple[int, int], tuple[int, int] | None]:
        """Return by cell how far it is merged; None where a merged area covers it."""
        spans: dict[tuple[int, int], tuple[int, int] | None] = {}
        for top, left, bottom, right in self.merges:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    spans[row, column] = None
            spans[top, left] = (bottom - top + 1, right - left + 1)
        return spans


Block = str | Page


def shown(value: Value) -> str:
    """Return a cell as a page shows it."""
    return "" if value is None else str(value)


def html(blocks: Sequence[Block], *, layout: bool = False) -> bytes:
    """Return a web page; ``layout`` puts every table inside another one, as old sites do."""
    body = "\n".join(
        f"<p>{escape(block)}</p>" if isinstance(block, str) else _html_table(block)
        for block in blocks
    )
    if layout:
        body = f"<table><tr><td>首页<td><div>{body}</div></table>"
    return f'<!DOCTYPE html><html><meta charset="utf-8"><body>{body}</body></html>'.encode()


def _html_table(page: Page) -> str:
    spans = page.spans()
    rows = []
    for row in range(1, len(page.rows) + 1):
        cells = []
        for column in range(1, page.width + 1):
            span = spans.get((row, column), (1, 1))
            if span is not None:
                text = escape(shown(page.value(row, column))).replace("\n", "<br>") or "&nbsp;"
                cells.append(
                    f"<td rowspan={span[0]} colspan={span[1]}><p><span>{text}</span></p></td>"
                )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table><tbody>{''.join(rows)}</tbody></table>"


def mht(blocks: Sequence[Block]) -> bytes:
    """Return a page as spreadsheet programs save it in one file."""
    head = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B\n"
    part = 'Content-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: 8bit\n\n'
    return head.encode() + part.encode() + html(blocks) + b"\n--B--\n"


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(blocks: Sequence[Block]) -> bytes:
    """Return a Word document."""
    body = "".join(
        _paragraph(block) if isinstance(block, str) else _word_table(block) for block in blocks
    )
    return word(body)


def word(body: str) -> bytes:
    """Return a Word document with this XML as its body."""
    document = f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def _paragraph(text: str) -> str:
    runs = "<w:br/>".join(f"<w:t>{escape(line)}</w:t>" for line in text.split("\n"))
    return f"<w:p><w:r>{runs}</w:r></w:p>"


def _word_table(page: Page) -> str:
    areas = {(top, left): (bottom, right) for top, left, bottom, right in page.merges}
    across = {
        (row, left): (right - left + 1, "restart" if row == top else "continue", bottom > top)
        for (top, left), (bottom, right) in areas.items()
        for row in range(top, bottom + 1)
    }
    rows = []
    for row in range(1, len(page.rows) + 1):
        cells, column = [], 1
        while column <= page.width:
            span, merge, tall = across.get((row, column), (1, "", False))
            properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
            if tall:
                properties += (
                    "<w:vMerge/>" if merge == "continue" else '<w:vMerge w:val="restart"/>'
                )
            text = "" if merge == "continue" else shown(page.value(row, column))
            cells.append(f"<w:tc><w:tcPr>{properties}</w:tcPr>{_paragraph(text)}</w:tc>")
            column += span
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


_ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"),
    )
)  # fmt: skip
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def ods(*pages: Page) -> bytes:
    """Return an OpenDocument workbook."""
    return open_document("".join(map(_ods_table, pages)))


def open_document(tables: str, styles: str = "") -> bytes:
    """Return an OpenDocument workbook with this XML as its tables."""
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = (
        f"<office:document-content {_ODF} {calc}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return archive({"mimetype": ODS, "content.xml": content})


def _ods_table(page: Page) -> str:
    spans = page.spans()
    rows = []
    for row in range(1, len(page.rows) + 1):
        cells = []
        for column in range(1, page.width + 1):
            span = spans.get((row, column), (1, 1))
            if span is None:
                cells.append("<table:covered-table-cell/>")
                continue
            merged = (
                f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"'
            )
            cells.append(_ods_cell(page.value(row, column), merged if span != (1, 1) else ""))
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return f'<table:table table:name="{escape(page.name)}">{"".join(rows)}</table:table>'


def _ods_cell(value: Value, merged: str) -> str:
    if value is None:
        return f"<table:table-cell{merged}/>"
    kind = ' office:value-type="string"'
    if not isinstance(value, str):
        kind = f' office:value-type="float" office:value="{value}"'
    text = "".join(f"<text:p>{escape(line)}</text:p>" for line in shown(value).split("\n"))
    return f"<table:table-cell{merged}{kind}>{text}</table:table-cell>"


def old_xml(*pages: Page) -> bytes:
    """Return an XML Spreadsheet of 2003."""
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    sheets = "".join(
        f'<Worksheet ss:Name="{escape(page.name)}"><Table>{_old_xml_rows(page)}</Table></Worksheet>'
        for page in pages
    )
    return (
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        f'<Workbook xmlns="{name}" xmlns:ss="{name}">{sheets}</Workbook>'
    ).encode()


def _old_xml_rows(page: Page) -> Iterator[str] | str:
    spans = page.spans()
    rows = []
    for row in range(1, len(page.rows) + 1):
        cells = []
        for column in range(1, page.width + 1):
            span = spans.get((row, column), (1, 1))
            value = page.value(row, column)
            if span is None or (value is None and span == (1, 1)):
                continue
            kind = "String" if isinstance(value, str) else "Number"
            data = "" if value is None else f'<Data ss:Type="{kind}">{escape(str(value))}</Data>'
            cells.append(
                f'<Cell ss:Index="{column}" ss:MergeAcross="{span[1] - 1}" '
                f'ss:MergeDown="{span[0] - 1}">{data}</Cell>'
            )
        rows.append(f'<Row ss:Index="{row}">{"".join(cells)}</Row>')
    return "".join(rows)


# The binary workbook, by [MS-XLSB]: records of a number, a size and a content.

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def record(number: int, content: bytes = b"") -> bytes:
    """Return one record."""
    head = bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80, number >> 7])
    size = len(content)
    sized = b""
    while True:
        sized += bytes([size & 0x7F | (0x80 if size > 0x7F else 0)])
        size >>= 7
        if not size:
            return head + sized + content


def wide(text: str) -> bytes:
    """Return a text that says its length."""
    packed = text.encode("utf-16-le")
    return struct.pack("<I", len(packed) // 2) + packed


def cell_record(column: int, value: Value | bytes, style: int = 0) -> bytes:
    """Return the record of a cell; a byte is the code of an error."""
    place = struct.pack("<II", column - 1, style)
    if isinstance(value, bytes):
        return record(3, place + value)
    if isinstance(value, str):
        return record(6, place + wide(value))
    return record(5, place + struct.pack("<d", value)) if value is not None else b""


def row_record(row: int, *, hidden: bool = False) -> bytes:
    """Return the record at the head of a row."""
    flags = 0x10 if hidden else 0
    return record(0, struct.pack("<IIHBBBI", row - 1, 0, 300, 0, flags, 0, 0))


def xlsb(*pages: Page) -> bytes:
    """Return a binary workbook."""
    return binary_workbook(*((page.name, _xlsb_rows(page), page.merges) for page in pages))


def _xlsb_rows(page: Page) -> bytes:
    return b"".join(
        row_record(row) + b"".join(cell_record(j, value) for j, value in enumerate(cells, 1))
        for row, cells in enumerate(page.rows, 1)
    )


def binary_workbook(
    *sheets: tuple[str, bytes, Sequence[tuple[int, int, int, int]]],
    before: bytes = b"",
    styles: bytes = b"",
) -> bytes:
    """Return a binary workbook of sheets, each by its name, its rows and its merged areas."""
    listed = b"".join(
        record(156, struct.pack("<II", 0, i) + wide(f"rId{i}") + wide(name))
        for i, (name, _, _) in enumerate(sheets, 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{i}" Type="{_OFFICE}/worksheet" Target="worksheets/s{i}.bin"/>'
        for i in range(1, len(sheets) + 1)
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        "xl/workbook.bin": record(131) + record(143) + listed + record(144) + record(132),
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{relations}</Relationships>",
    }
    if styles:
        parts["xl/styles.bin"] = styles
    for i, (_, rows, merges) in enumerate(sheets, 1):
        areas = b"".join(
            record(176, struct.pack("<IIII", top - 1, bottom - 1, left - 1, right - 1))
            for top, left, bottom, right in merges
        )
        merged = record(177, struct.pack("<I", len(merges))) + areas + record(178)
        dimension = record(148, struct.pack("<IIII", 0, 999, 0, 99))
        parts[f"xl/worksheets/s{i}.bin"] = (
            record(129) + dimension + before + record(145) + rows + record(146) + merged
            + record(130)
        )  # fmt: skip
    return archive(parts)
