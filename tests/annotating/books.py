"""Workbooks with all that a library which loads and saves them would lose."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path

import openpyxl
import xlsxwriter

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SAMPLE = Path(__file__).parents[2] / "samples/invented-2024.xlsx"
RULES = """\
form: t
title: 收支
values: count
tables:
- id: 表
  columns:
  - 甲
  - 乙
  - label: 总计
    equals: sum(*)
  rows:
  - 本年新收
  - 上年结转
"""


def one_cause(path: Path) -> None:
    """Write a report in which one part is too large: two totals are accused, and it is not."""
    book = openpyxl.load_workbook(SAMPLE)
    book["三"]["D14"].value = 52
    book.save(path)


def rich_book(path: Path, total: int = 4, *, macro: bool = False, selected: int = 0) -> None:
    """Write a workbook with a chart, a picture, a text box, sparklines, comments and more.

    ``selected`` is the number of the sheet that is shown first; the last is one of a chart.
    """
    book = xlsxwriter.Workbook(path)
    front = book.add_worksheet("封面")
    front.write(0, 0, "2024年度报告")
    front.insert_textbox("B3", "填报须知")
    sheet = book.add_worksheet("三 & 'x")
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, ["项目", "甲", "乙", "总计"], bold)
    for row, (name, one, other, sum_) in enumerate(
        [("本年新收", 3, 4, 7), ("上年结转", 1, 1, total)], start=1
    ):
        sheet.write_row(row, 0, [name, one, other])
        sheet.write_formula(row, 3, f"=B{row + 1}+C{row + 1}", None, sum_)
    sheet.write_rich_string(5, 0, "注：", bold, "甲", "为一级")
    sheet.write_comment("D3", "已有批注 <&>")
    sheet.write_comment("A1", "别的批注")
    sheet.conditional_format(
        "B2:D3", {"type": "cell", "criteria": ">", "value": 99, "format": bold}
    )
    sheet.data_validation("B2:C3", {"validate": "integer", "criteria": ">=", "value": 0})
    sheet.add_sparkline("F2", {"range": "'三 & ''x'!B2:D2"})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='三 & ''x'!$B$2:$C$2"})
    sheet.insert_chart("H2", chart)
    sheet.insert_textbox("H20", "说明")
    sheet.insert_image("J20", "p.png", {"image_data": io.BytesIO(PIXEL)})
    sheet.autofilter("A1:D3")
    book.define_name("区域", "='三 & ''x'!$A$1:$D$3")
    alone = book.add_chart({"type": "bar"})
    alone.add_series({"values": "='三 & ''x'!$B$2:$C$2"})
    whole = book.add_chartsheet("图")
    whole.set_chart(alone)
    (front, sheet, whole)[selected].activate()
    if macro:
        project = path.with_suffix(".bin")
        project.write_bytes(b"\xd0\xcf\x11\xe0 no real project, but kept as it is")
        book.add_vba_project(str(project))
    book.close()


def bare_book(path: Path, *, prefix: str = "", strict: bool = False) -> None:
    """Write the least that is a workbook: no comments, no styles that differ, prefixes at will."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    if strict:
        kind = "http://purl.oclc.org/ooxml/officeDocument/relationships"
        main = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    p = f"{prefix}:" if prefix else ""
    space = f'xmlns:{prefix}="{main}"' if prefix else f'xmlns="{main}"'
    rows: list[list[int | str]] = [
        ["项目", "甲", "乙", "总计"],
        ["本年新收", 3, 4, 7],
        ["上年结转", 1, 1, 4],
    ]
    cells = "".join(
        f'<{p}row r="{number}">'
        + "".join(_cell(p, at, number, value) for at, value in enumerate(row))
        + f"</{p}row>"
        for number, row in enumerate(rows, start=1)
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{types}.styles+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/>'
            "</Types>",
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{kind}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{kind}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" '
            f'Type="{kind}/styles" Target="styles.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<{p}workbook {space} xmlns:r="{kind}"><{p}sheets><{p}sheet name="一" sheetId="7" '
            f'r:id="r1"/></{p}sheets></{p}workbook>',
        )
        archive.writestr(
            "xl/styles.xml",
            f'<{p}styleSheet {space}><{p}fonts count="1"><{p}font/></{p}fonts><{p}fills count="1">'
            f'<{p}fill><{p}patternFill patternType="none"/></{p}fill></{p}fills><{p}borders '
            f'count="1"><{p}border/></{p}borders><{p}cellStyleXfs count="1"><{p}xf/>'
            f'</{p}cellStyleXfs><{p}cellXfs count="1"><{p}xf/></{p}cellXfs><{p}dxfs count="0"/>'
            f"</{p}styleSheet>",
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f"<{p}worksheet {space}><{p}sheetData>{cells}</{p}sheetData></{p}worksheet>",
        )


def _cell(p: str, at: int, row: int, value: int | str) -> str:
    name = f'r="{"ABCD"[at]}{row}"'
    if isinstance(value, int):
        return f"<{p}c {name}><{p}v>{value}</{p}v></{p}c>"
    return f'<{p}c {name} t="inlineStr"><{p}is><{p}t>{value}</{p}t></{p}is></{p}c>'
