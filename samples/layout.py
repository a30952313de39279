"""The pages of the 2021 form of the annual disclosure report, laid out as the form prescribes.

Each table has its own function, which places a filling on a page: 二 has four stacked blocks of
four columns, 三 has 28 rows and 10 columns, 四 has 4 rows and 15 columns. Header cells and stubs
are merged as they are in the official form.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | None

CORNER = "(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)"
BODIES = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")

Results = tuple[tuple[str, tuple[str, ...]], ...]
RESULTS: Results = (
    ("(一)予以公开", ()),
    ("(二)部分公开(区分处理的,只计这一情形,不计其他情形)", ()),
    (
        "(三)不予公开",
        (
            "1.属于国家秘密",
            "2.其他法律行政法规禁止公开",
            "3.危及“三安全一稳定”",
            "4.保护第三方合法权益",
            "5.属于三类内部事务信息",
            "6.属于四类过程性信息",
            "7.属于行政执法案卷",
            "8.属于行政查询事项",
        ),
    ),
    (
        "(四)无法提供",
        (
            "1.本机关不掌握相关政府信息",
            "2.没有现成信息需要另行制作",
            "3.补正后申请内容仍不明确",
        ),
    ),
    (
        "(五)不予处理",
        (
            "1.信访举报投诉类申请",
            "2.重复申请",
            "3.要求提供公开出版物",
            "4.无正当理由大量反复申请",
            "5.要求行政机关确认或重新出具已获取信息",
        ),
    ),
    (
        "(六)其他处理",
        (
            "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            "3.其他",
        ),
    ),
    ("(七)总计", ()),
)

TITLES = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)

# Rows of ``Filling.requests``: 一, 二, the 21 results, (七), 四; and the last of its columns.
RECEIVED, CARRIED_IN, FIRST_RESULT, ALL_RESULTS, CARRIED_OUT = 0, 1, 2, 23, 24
ALL_APPLICANTS = 6


@dataclass
class Filling:
    """What one agency filled in. ``requests`` has 25 rows of 7, ``reviews`` three runs of 5.

    ``relabelled`` gives labels of 三 as this agency wrote them, ``outcomes`` the 15 labels of 四.
    """

    title: str
    documents: dict[str, list[Cell]]
    permits: Cell
    penalties: dict[str, Cell]
    fee: Cell
    requests: list[list[Cell]]
    reviews: list[Cell]
    relabelled: Mapping[str, str] = field(default_factory=dict)
    outcomes: tuple[str, ...] = 3 * OUTCOMES

    def label(self, official: str) -> str:
        """Return a label of the form as this agency wrote it."""
        return self.relabelled.get(official, official)


@dataclass
class Page:
    """Cells by row and column, and merged areas (top, left, bottom, right), all from 1."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def put(self, row: int, column: int, value: Cell, *, down: int = 1, right: int = 1) -> None:
        """Place a value in an area of so many cells downwards and rightwards."""
        if value is not None:
            self.cells[row, column] = value
        if down > 1 or right > 1:
            self.merges.append((row, column, row + down - 1, column + right - 1))

    def put_row(self, row: int, column: int, values: Iterable[Cell]) -> None:
        """Place values beside one another."""
        for offset, value in enumerate(values):
            self.put(row, column + offset, value)

    @property
    def height(self) -> int:
        """The last row that is used."""
        return max([row for row, _ in self.cells] + [area[2] for area in self.merges])

    @property
    def width(self) -> int:
        """The last column that is used."""
        return max([column for _, column in self.cells] + [area[3] for area in self.merges])

    def add(self, other: Page, *, below: int) -> None:
        """Take over another page, so many rows further down."""
        for (row, column), value in other.cells.items():
            self.cells[row + below, column] = value
        for top, left, bottom, right in other.merges:
            self.merges.append((top + below, left, bottom + below, right))

    def rows(self) -> list[list[Cell]]:
        """Return the cells row by row; where a merged area goes on, nothing stands."""
        return [
            [self.cells.get((row, column)) for column in range(1, self.width + 1)]
            for row in range(1, self.height + 1)
        ]


def documents_page(filling: Filling) -> Page:
    """Lay out table 二: four blocks, each with its title and its header."""
    page = Page()

    def block(title: str, header: Sequence[str], rows: Mapping[str, Sequence[Cell]]) -> None:
        top = page.height + 1 if page.cells else 1
        page.put(top, 1, title, right=4)
        for number, (label, values) in enumerate([("信息内容", list(header)), *rows.items()], 1):
            page.put(top + number, 1, filling.label(label))
            if len(values) == 1:
                page.put(top + number, 2, values[0], right=3)
            else:
                page.put_row(top + number, 2, values)

    header = ["本年制发件数", "本年废止件数", "现行有效件数"]
    block("第二十条第(一)项", header, filling.documents)
    block("第二十条第(五)项", ["本年处理决定数量"], {"行政许可": [filling.permits]})
    penalties = {label: [value] for label, value in filling.penalties.items()}
    block("第二十条第(六)项", ["本年处理决定数量"], penalties)
    block("第二十条第(八)项", ["本年收费金额(单位:万元)"], {"行政事业性收费": [filling.fee]})
    return page


def requests_page(
    filling: Filling,
    results: Results = RESULTS,
    requests: Sequence[Sequence[Cell]] | None = None,
) -> Page:
    """Lay out table 三: a header of three rows, a stub of three columns, 25 rows of 7 values.

    ``results`` and ``requests`` are those of another form than that of 2021.
    """
    page = Page()
    label = filling.label
    page.put(1, 1, CORNER, down=3, right=3)
    page.put(1, 4, "申请人情况", right=7)
    page.put(2, 4, label("自然人"), down=2)
    page.put(2, 5, label("法人或其他组织"), right=5)
    page.put(2, 10, label("总计"), down=2)
    page.put_row(3, 5, map(label, BODIES))

    page.put(4, 1, label("一、本年新收政府信息公开申请数量"), right=3)
    page.put(5, 1, label("二、上年结转政府信息公开申请数量"), right=3)
    kinds = sum(len(items) or 1 for _, items in results)
    page.put(6, 1, label("三、本年度办理结果"), down=kinds)
    row = 6
    for group, items in results:
        if items:
            page.put(row, 2, label(group), down=len(items))
            for offset, item in enumerate(items):
                page.put(row + offset, 3, label(item))
            row += len(items)
        else:
            page.put(row, 2, label(group), right=2)
            row += 1
    page.put(row, 1, label("四、结转下年度继续办理"), right=3)

    for offset, values in enumerate(filling.requests if requests is None else requests):
        page.put_row(4 + offset, 4, values)
    return page


def reviews_page(filling: Filling) -> Page:
    """Lay out table 四: a header of three rows over one row of 15 values."""
    page = Page()
    page.put(1, 1, "行政复议", right=5)
    page.put(1, 6, "行政诉讼", right=10)
    for column, outcome in enumerate(filling.outcomes[:5], 1):
        page.put(2, column, outcome, down=2)
    page.put(2, 6, "未经复议直接起诉", right=5)
    page.put(2, 11, "复议后起诉", right=5)
    page.put_row(3, 6, filling.outcomes[5:])
    page.put_row(4, 1, filling.reviews)
    return page


def pages(filling: Filling) -> list[Page]:
    """Lay out the three tables."""
    return [documents_page(filling), requests_page(filling), reviews_page(filling)]


def stacked(filling: Filling) -> Page:
    """Lay out the whole report on one page, as agencies publish it."""
    whole = Page()
    whole.put(1, 1, filling.title, right=15)
    for title, page in zip(TITLES, pages(filling), strict=True):
        top = whole.height + 2
        whole.put(top, 1, title)
        whole.add(page, below=top)
    return whole


def apart(filling: Filling) -> dict[str, Page]:
    """Lay out a table a sheet, each with its title above."""
    sheets = {}
    for name, title, page in zip("二三四", TITLES, pages(filling), strict=True):
        whole = Page()
        whole.put(1, 1, filling.title)
        whole.put(2, 1, title)
        whole.add(page, below=3)
        sheets[name] = whole
    return sheets


def write_workbook(path: Path, sheets: Mapping[str, Page]) -> None:
    """Write pages as sheets; the same pages give the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, page in sheets.items():
        _fill(book.create_sheet(name), page)
    written = io.BytesIO()
    book.save(written)
    moment = dt.datetime(2025, 1, 2, tzinfo=dt.UTC)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(path, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            if part == "docProps/core.xml":
                book.properties.created = book.properties.modified = moment.replace(tzinfo=None)
                content = _xml(book.properties)
            entry = zipfile.ZipInfo(part, moment.timetuple()[:6])
            target.writestr(entry, content, zipfile.ZIP_DEFLATED)


def write_csv(path: Path, page: Page) -> None:
    """Write a page as UTF-8 CSV, merged areas as a value and empty fields."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(page.rows())


def _xml(properties: object) -> bytes:
    from xml.etree.ElementTree import tostring

    return bytes(tostring(properties.to_tree(), encoding="utf-8"))  # type: ignore[attr-defined]


def _fill(sheet: Worksheet, page: Page) -> None:
    line = Side(style="thin")
    first = sheet.cell(1, 1)
    first.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    first.border = Border(line, line, line, line)
    for (row, column), value in page.cells.items():
        sheet.cell(row, column, value)._style = first._style  # noqa: SLF001 - a look-up a cell is slow
    for top, left, bottom, right in page.merges:
        sheet.merge_cells(None, top, left, bottom, right)
    for letter, width in zip("ABC", (16, 16, 36), strict=True):
        sheet.column_dimensions[letter].width = width
