"""Where damage begins: real files in every format that is read, and small ones made by hand."""

from __future__ import annotations

from pathlib import Path

from tests.reading.books import archive, parts
from tests.reading.formats import Page, docx, html, mht, ods, old_xml, xlsb

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "samples", ROOT / "tests" / "cases" / "formats")
NO_TABLES = {".py", ".pyc", ".yaml", ".yml", ".md", ".json"}
LARGEST = 1 << 16

_CELLS = (
    '<dimension ref="A1:C3"/><cols><col min="2" max="2" width="0" hidden="1"/></cols><sheetData>'
    '<row r="1" hidden="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c><c r="B1"><v>1</v></c>'
    '</row><row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2"><f>A1+1</f></c><c r="C2" t="s">'
    '<v>0</v></c></row><row><c><v>45000.5</v></c><c t="b"><v>1</v></c></row></sheetData>'
    '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'
)
_WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>三、收到和处理政府信息公开申请情况</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:tcPr>"
    '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p>'
    "</w:tc><w:tc><w:p><w:r><w:t>总计</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/>"
    '<w:gridSpan w:val="2"/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:del><w:r><w:delText>3</w:delText>'
    "</w:r></w:del><w:r><w:t>12</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
)
_TEXTS = (
    'a,b,c\n1,"2,5",3\r\n甲,"乙""丙",\n',
    "代码;数值;比例\nA1;1.204,50;12,5%\n\nA2;3;-\n",
    "甲|\n1|\n2|\n|||\n乙|\n0|\n0|\n||\n",
    "<html><meta charset=gbk><table border=1><tr><td rowspan=2>甲<td colspan=3>&nbsp;1<tr>",
    "| a | b |\n|---|---|\n| 1 | 2 |\n",
)


_PAGE = Page(
    (
        ("四、政府信息公开行政复议、行政诉讼情况",),
        ("行政复议", None, None, None, None, "行政诉讼"),
        ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计", "结果维持"),
        (1, 2, 3, 4.5, 10, "—"),
    ),
    ((1, 1, 1, 6), (2, 1, 2, 5)),
)


def real(*more: Path) -> dict[str, bytes]:
    """Return the files of the checkout, and of more folders, by name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for folder in (*FOLDERS, *more)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in NO_TABLES and path.stat().st_size <= LARGEST
    }


def small() -> dict[str, bytes]:
    """Return a small file of every format that is read, by name."""
    strings = {"xl/sharedStrings.xml": '<sst count="1" uniqueCount="1"><si><t>丙</t></si></sst>'}
    made = {"small.xlsx": archive(parts(_CELLS) | strings), "strings.zip": archive(strings)}
    made["small.docx"] = archive({"word/document.xml": _WORD})
    for number, text in enumerate(_TEXTS):
        made[f"text-{number}.csv"] = text.encode()
        made[f"text-{number}-gb.csv"] = text.encode("gb18030")
        made[f"text-{number}-16.csv"] = text.encode("utf-16")
    blocks = ("2024年度报告", _PAGE)
    made |= {"small.html": html(blocks), "layout.html": html(blocks, layout=True)}
    made |= {"small.mht": mht(blocks), "text.docx": docx(blocks), "small.ods": ods(_PAGE)}
    made["old.xls"] = (FOLDERS[1] / "sanming-commerce-2024.xls").read_bytes()
    return made | {"small.xml": old_xml(_PAGE), "small.xlsb": xlsb(_PAGE)}
