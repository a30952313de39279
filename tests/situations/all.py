"""Every situation of the table, in its order; the pages are written from here."""

from __future__ import annotations

from pathlib import Path

from tests.acceptance.running import SAMPLES
from tests.situations.contents import (
    BOMB,
    DOCUMENT,
    OPEN,
    ROW,
    SHEET,
    SMALL,
    TEXT_ONLY,
    WEB_PAGE,
    bomb,
    cells,
    changed,
    charts,
    data,
    in_zip,
    ole,
    sheet,
    sparse,
    table,
)
from tests.situations.situation import Situation

REPORT = (SAMPLES / "sanming-commerce-2024-completed.csv").read_bytes()
SHEET_PART = "xl/worksheets/s1.xml"
STRINGS = "xl/sharedStrings.xml"


def nothing(_: Path) -> None:
    """Write no file at all."""


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "说明.docx.bak").write_text("x")


_S = Situation

NOT_THERE = (
    _S("missing", "没有这个文件", "no such file", "年报.xlsx", nothing),
    _S("pattern", "通配符没有匹配到文件", "a pattern that matches nothing", "*.xlsx", nothing),
    _S("folder", "文件夹里没有表格", "a folder without tables", "报表", _folder),
    _S("lock-file", "表格软件的临时文件 ~$", "a lock file of a spreadsheet program",
       "~$年报.xlsx", data(b"x" * 165)),
    _S("in-brackets", "文件名里有 [1]、%、汉字", "[1], % and Chinese in the name",
       "年报[1] 100%.csv", data(SMALL), rules=True),
    _S("empty", "空文件", "an empty file", "年报.xlsx", data(b"")),
    _S("blank-lines", "只有空行的文件", "blank lines alone", "年报.csv", data("\n \n\t\n")),
    _S("zeros", "内容全是零字节（磁盘或传输出错）", "zero bytes alone (a failed disk or transfer)",
       "年报.xlsx", data(bytes(4096))),
    _S("pointer", "Git LFS 指针", "a Git LFS pointer", "年报.xlsx",
       data("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")),
)  # fmt: skip

OTHER_KINDS = (
    _S("doc", "旧版 Word 文档", "an old Word document", "年报.doc", ole("WordDocument")),
    _S("ole", "认不出的旧版 Office 文件", "an old office file of no known kind", "年报.dps",
       ole("Other")),
    _S("old-xls", "Excel 4 以前的工作簿", "a workbook older than Excel 5", "年报.xls",
       data(b"\x09\x04\x06\x00\x00\x00\x10\x00" + bytes(40))),
    _S("pdf", "PDF", "a PDF", "年报.pdf", data(b"%PDF-1.7\n%\xe2\xe3")),
    _S("ofd", "OFD 版式文件", "an OFD document", "年报.ofd", in_zip("OFD.xml", "<a/>")),
    _S("image", "图片、截图", "a picture or a screenshot", "年报.png", data(b"\x89PNG\r\n\x1a\n")),
    _S("rtf", "RTF 文档", "an RTF document", "年报.rtf", data("{\\rtf1\\ansi}")),
    _S("odt", "OpenDocument 文字处理文档", "an OpenDocument text", "年报.odt",
       in_zip("mimetype", "application/vnd.oasis.opendocument.text")),
    _S("pptx", "演示文稿", "a presentation", "年报.pptx", in_zip("ppt/presentation.xml", "<a/>")),
    _S("numbers", "Numbers 表格", "a Numbers spreadsheet", "年报.numbers",
       in_zip("Index/Document.iwa", "x")),
    _S("zip", "压缩包里的表格", "a table in a zip archive", "年报.zip", in_zip("年报.csv", SMALL)),
    _S("zip-in-xlsx", "改名为 .xlsx 的压缩包", "a zip archive renamed to .xlsx", "年报.xlsx",
       in_zip("年报.xlsx", SHEET)),
    _S("rar", "RAR、7z 等压缩包", "another kind of archive", "年报.rar",
       data(b"Rar!\x1a\x07\x01\x00")),
    _S("json", "JSON", "JSON", "年报.json", data('[{"单位": "甲局"}]')),
    _S("xml", "XML", "XML", "年报.xml", data('<?xml version="1.0"?><report/>')),
    _S("sqlite", "SQLite 数据库", "an SQLite database", "年报.db",
       data(b"SQLite format 3\x00\x10")),
    _S("parquet", "不完整的 Parquet 数据", "Parquet data that is not whole", "年报.parquet",
       data(b"PAR1\x15\x04")),
    _S("program", "程序", "a program", "年报.exe", data(b"MZ\x90\x00")),
    _S("binary", "二进制内容", "binary data", "年报.csv", data(bytes(range(1, 32)) * 40)),
    _S("letter", "没有表格的 Word 文档", "a Word document without a table", "通知.docx",
       data(TEXT_ONLY)),
    _S("page-without-table", "没有表格的网页", "a web page without a table", "年报.html",
       data("<html><body><p>年报</p></body></html>")),
)  # fmt: skip

DAMAGED = (
    _S("password", "设了打开密码的工作簿", "a workbook with a password", "年报.xlsx",
       ole("EncryptionInfo\0EncryptedPackage")),
    _S("truncated", "没有下载完的工作簿", "a workbook whose download broke off", "年报.xlsx",
       data(SHEET[:-200])),
    _S("truncated-word", "没有下载完的 Word 文档", "a Word document cut off", "年报.docx",
       data(DOCUMENT[:-60])),
    _S("broken-xls", "损坏的 .xls 工作簿", "a damaged .xls workbook", "年报.xls", ole("Workbook")),
    _S("broken-sheet", "工作表的内容损坏", "a sheet whose content is damaged", "年报.xlsx",
       changed(SHEET_PART, '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></row>')),
    _S("lost-sheet", "工作表的内容丢失", "a sheet whose content is lost", "年报.xlsx",
       changed("xl/_rels/workbook.xml.rels", "<Relationships/>")),
    _S("charts", "只有图表、没有工作表的工作簿", "a workbook of charts alone", "年报.xlsx", charts),
    _S("no-values", "什么都没有填的工作簿", "a workbook without any value", "年报.xlsx",
       sheet("<sheetData/>")),
    _S("damaged-text", "文本中间损坏（UTF-8）", "damaged UTF-8 text", "年报.csv",
       data("单位,件数\n甲局,1\n乙局".encode() + b"\xff\xff,2\n")),
    _S("odd-utf16", "截断的 UTF-16 文本", "UTF-16 text cut off", "年报.csv",
       data(SMALL.encode("utf-16")[:-1])),
)  # fmt: skip

HOSTILE = (
    _S("sparse", "超过 1 GiB 的文件", "a file of more than a GiB", "年报.xlsx", sparse),
    _S("zip-bomb", "解压后极大的工作簿（压缩炸弹）", "a workbook that unpacks to GiBs (a zip bomb)",
       "年报.xlsx", bomb),
    _S("entities", "含实体定义的工作簿（XML 炸弹）", "a workbook with entities (an XML bomb)",
       "年报.xlsx", changed(STRINGS, f"{BOMB}<sst/>")),
    _S("lying-count", "自称有几十亿条文字的工作簿", "a workbook that claims billions of texts",
       "年报.xlsx", changed(STRINGS, '<sst count="4294967295" uniqueCount="4294967295"/>')),
    _S("far-cell", "极远处有内容的工作表", "a value in the last cell of a sheet", "年报.xlsx",
       sheet(f'<sheetData>{ROW}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')),
    _S("far-row", "行号超出工作表的工作簿", "a row number that no sheet has", "年报.xlsx",
       sheet('<sheetData><row r="2147483647"><c r="A2147483647"><v>1</v></c></row></sheetData>')),
    _S("merged-over", "反复合并的单元格", "areas merged over and over", "年报.xlsx",
       sheet(f"<sheetData>{ROW}</sheetData><mergeCells>"
             + '<mergeCell ref="A1:Z99"/>' * 40 + "</mergeCells>")),
    _S("wide", "列数极多的文本", "text with very many columns", "年报.csv",
       data("1," * 20_000 + "1\n")),
    _S("wrong-limit", "上限写错了", "a limit that is no number", "年报.csv", data(SMALL),
       environ={"REPORTCHECK_MAX_CELLS": "many"}, rules=True),
)  # fmt: skip

OTHER_FORMS = (
    _S("unknown-form", "不是任何已知表样的表", "a table of no known form", "通讯录.csv",
       data("姓名,电话\n甲,1\n")),
    _S("other-form", "规则文件指的是另一种表", "a rule file of another form", "年报.csv",
       data("姓名,电话\n甲,1\n"), rules=True),
    _S("copies", "一个文件里有多份同样的报表", "several reports in one file", "年报.csv",
       data(REPORT * 30)),
)  # fmt: skip

READ = (
    _S("csv-as-xls", "改名为 .xls 的 CSV", "CSV renamed to .xls", "年报.xls", data(SMALL),
       rules=True),
    _S("page-as-xls", "改名为 .xls 的网页", "a web page renamed to .xls", "年报.xls",
       data(WEB_PAGE), rules=True),
    _S("word", "Word 文档里的表格", "a table in a Word document", "年报.docx", data(DOCUMENT),
       rules=True),
    _S("ods", "ODS 表格", "an ODS spreadsheet", "年报.ods", data(OPEN), rules=True),
    _S("gb18030", "GBK、GB18030 编码的文本", "text in GBK or GB18030", "年报.csv",
       data(SMALL.encode("gb18030")), shows="encoding", rules=True),
    _S("utf16", "Excel 存的 Unicode 文本", "Unicode text saved by Excel", "年报.txt",
       data(SMALL.replace(",", "\t").encode("utf-16")), shows="encoding", rules=True),
    _S("semicolon", "分号分隔的文本", "text with semicolons", "年报.csv",
       data(SMALL.replace(",", ";")), shows="delimiter", rules=True),
    _S("spaces", "空格分隔的文本", "text with spaces between its fields", "年报.txt",
       data(SMALL.replace(",", " ")), shows="delimiter", rules=True),
    _S("hidden-row", "隐藏的行", "a hidden row", "年报.xlsx", cells(("甲局", 3, 1, 3), hide="row"),
       shows="hidden", rules=True),
    _S("hidden-column", "隐藏的列", "a hidden column", "年报.xlsx",
       cells(("甲局", 3, 1, 3), hide="column"), shows="hidden", rules=True),
    _S("hidden-sheet", "隐藏的工作表", "a hidden sheet", "年报.xlsx",
       cells(("甲局", 3, 1, 3), hide="sheet"), shows="hidden", rules=True),
    _S("digits", "数字里有千分位、单位", "thousands separators and units in numbers", "年报.csv",
       table('甲局,"1,204件",1万元,1204'), shows="read-as-number", rules=True),
)  # fmt: skip

IN_CELLS = (
    _S("never-calculated", "公式从未计算过", "a formula that was never calculated", "年报.xlsx",
       cells(("甲局", 3, 1, "=B2")), shows="formula-not-calculated", rules=True),
    _S("error", "单元格里是 #REF! 等错误", "an error such as #REF! in a cell", "年报.xlsx",
       cells(("甲局", 3, 1, "#REF!")), shows="error-value", rules=True),
    _S("blank", "该填数的地方空着", "a blank where a number belongs", "年报.csv",
       table("甲局,,1,3"), shows="blank", rules=True),
    _S("dash", "该填数的地方是一道横线", "a dash where a number belongs", "年报.csv",
       table("甲局,—,1,3"), shows="placeholder", rules=True),
    _S("words", "该填数的地方是文字", "words where a number belongs", "年报.csv",
       table("甲局,三件,1,3"), shows="not-a-number", rules=True),
    _S("negative", "件数是负数", "a negative count", "年报.csv", table("甲局,-3,1,3"),
       shows="out-of-range", rules=True),
    _S("half", "件数带小数", "a count with decimals", "年报.csv", table("甲局,2.5,1,3"),
       shows="too-many-decimals", rules=True),
    _S("column-lost", "缺一列", "a column is missing", "年报.csv",
       table("甲局,3,1", head="单位,件数,金额"), shows="missing-column", rules=True),
    _S("column-twice", "一列出现两次", "a column occurs twice", "年报.csv",
       table("甲局,3,3,1,3", head="单位,件数,件数,金额,合计"), shows="duplicate-column",
       rules=True),
    _S("field-too-many", "某一行多出一格", "a line with a field too many", "年报.csv",
       table("甲局,3,1,3", "乙局,4,2,5,9,9", "丙局,1,1,1", "丁局,1,1,1"), shows="malformed-line",
       rules=True),
    _S("no-records", "只有表头，没有数据", "a header without records", "年报.csv", table(),
       shows="no-records", rules=True),
)  # fmt: skip

SITUATIONS = {
    "not-there": NOT_THERE,
    "other-kinds": OTHER_KINDS,
    "damaged": DAMAGED,
    "hostile": HOSTILE,
    "other-forms": OTHER_FORMS,
    "read": READ,
    "in-cells": IN_CELLS,
}
"""The situations by the sections of the page."""
