"""Forms to measure with: thirty rows and ten columns of figures under merged headers, as .xlsx.

openpyxl lays one of them out, with the borders and widths that a real form has; every other is that
workbook with its own figures, agency and number. One form in fifty has one total that is wrong.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from random import Random

from tests.benchmarks.generating.records import Planted, told

AGENCY, PERIOD = "某某市第〇〇〇〇〇〇局", "2024"
GROUPS = {
    "一、农林牧渔业": ("种植业", "林业", "畜牧业", "渔业", "服务业", "其他"),
    "二、工业": ("采矿业", "制造业", "电力", "燃气", "水务", "其他"),
    "三、建筑业": ("房屋", "土木", "安装", "装饰", "拆除", "其他"),
    "四、商贸业": ("批发", "零售", "住宿", "餐饮", "租赁", "其他"),
}
LAST_ROWS = (
    "五、合计",
    "六、上年末人数",
    "七、本年新增人数",
    "八、本年减少人数",
    "九、其中:女性",
    "十、其中:残疾人",
)
COLUMNS = {
    "企业": ("国有", "民营", "外资", "港澳台资", "小计"),
    "机关事业单位": ("机关", "事业", "社会团体", "小计"),
    "总计": (),
}
ROWS, WIDTH = 30, 10
FIRST_ROW, FIRST_COLUMN = 5, 3
SENTINEL = 900_000_000
SEED = 20_240_602
FIXED = (2024, 6, 1, 0, 0, 0)
"""The date of every part of every workbook: the bytes are to be the same each time."""


def write_forms(folder: Path, number: int, *, seed: int = SEED) -> Planted:
    """Write so many forms into a folder, and what was planted beside it as JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    laid_out = Workbook()
    chance = Random(seed)  # noqa: S311
    wrong = 0
    for nth in range(1, number + 1):
        figures = sound(chance)
        if nth % 50 == 7:
            figures[24][chance.randrange(WIDTH)] += 1 + chance.randrange(9)
            wrong += 1
        (folder / f"{nth:06d}.xlsx").write_bytes(laid_out.filled(nth, figures))
    return told(folder, Planted(number, {"wrong": wrong}, {}, []))


def sound(chance: Random) -> list[list[int]]:
    """Return figures in which every rule holds, by row and column."""
    rows = [row_of([value % 4000 for value in chance.randbytes(7)]) for _ in range(24)]
    total = [sum(each) for each in zip(*rows, strict=True)]
    plus = row_of(list(chance.randbytes(7)))
    minus = row_of([min(value, 20) for value in chance.randbytes(7)])
    before = [all_ - more + less for all_, more, less in zip(total, plus, minus, strict=True)]
    women, disabled = part_of(total, 2), part_of(total, 50)
    if min(before) < 0:
        return sound(chance)
    return [*rows, total, before, plus, minus, women, disabled]


def row_of(seven: list[int]) -> list[int]:
    """Return a row with its sums."""
    first, second = seven[:4], seven[4:]
    return [*first, sum(first), *second, sum(second), sum(seven)]


def part_of(total: list[int], share: int) -> list[int]:
    """Return a row that has one in ``share`` of the total."""
    return row_of([total[column] // share for column in (0, 1, 2, 3, 5, 6, 7)])


class Workbook:
    """A workbook whose figures are exchanged without laying it out again."""

    def __init__(self) -> None:
        with zipfile.ZipFile(io.BytesIO(_laid_out())) as archive:
            self.parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
        stamp = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
        self.parts = {
            name: re.sub(stamp, "2024-06-01T00:00:00Z", text) for name, text in self.parts.items()
        }
        cells = re.compile(rf"{SENTINEL // 1000}\d{{3}}(?=</v>)")
        self.sheet = next(name for name in self.parts if name.endswith("sheet1.xml"))
        self.between = cells.split(self.parts[self.sheet])

    def filled(self, nth: int, figures: list[list[int]], period: str = PERIOD) -> bytes:
        """Return the workbook of the ``nth`` agency for a period."""
        texts = [str(value) for row in figures for value in row]
        pieces = [self.between[0]]
        for text, after in zip(texts, self.between[1:], strict=True):
            pieces += (text, after)
        parts = {**self.parts, self.sheet: "".join(pieces)}
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name, text in parts.items():
                named = text.replace(AGENCY, f"某某市第{nth:06d}局")
                named = named.replace(f"<t>{PERIOD}</t>", f"<t>{period}</t>")
                archive.writestr(_entry(name), named)
        return whole.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, FIXED)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _laid_out() -> bytes:
    """Return the form as openpyxl writes it, each figure a number that stands nowhere else."""
    from openpyxl import Workbook as Book
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter

    book = Book()
    sheet = book.active
    sheet.title = "就业"
    sheet["A1"] = "单位就业情况表"
    sheet["A2"], sheet["C2"] = "填报单位", AGENCY
    sheet["I2"], sheet["K2"] = "报告年度", PERIOD
    sheet["A3"] = "指标"
    merged = ["A1:L1", "A2:B2", "C2:H2", "I2:J2", "K2:L2", "A3:B4"]
    column = FIRST_COLUMN
    for label, items in COLUMNS.items():
        sheet.cell(3, column, label)
        last = column + max(len(items), 1) - 1
        end_row = 3 if items else 4
        merged.append(f"{get_column_letter(column)}3:{get_column_letter(last)}{end_row}")
        for nth, item in enumerate(items):
            sheet.cell(4, column + nth, item)
        column = last + 1
    row = FIRST_ROW
    for label, items in GROUPS.items():
        sheet.cell(row, 1, label)
        merged.append(f"A{row}:A{row + len(items) - 1}")
        for nth, item in enumerate(items):
            sheet.cell(row + nth, 2, item)
        row += len(items)
    for label in LAST_ROWS:
        sheet.cell(row, 1, label)
        merged.append(f"A{row}:B{row}")
        row += 1
    for down in range(ROWS):
        for right in range(WIDTH):
            sentinel = SENTINEL + down * WIDTH + right
            sheet.cell(FIRST_ROW + down, FIRST_COLUMN + right, sentinel).number_format = "0"
    for area in merged:
        sheet.merge_cells(area)
    line = Side(style="thin")
    for cells in sheet.iter_rows(min_row=3, max_row=FIRST_ROW + ROWS - 1, max_col=12):
        for cell in cells:
            cell.border = Border(left=line, right=line, top=line, bottom=line)
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet["A1"].font = Font(bold=True, size=16)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet.column_dimensions["A"].width = 18
    sheet.freeze_panes = "C5"
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()
