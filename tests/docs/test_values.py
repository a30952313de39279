"""docs/values.md, in both languages: every line of its tables is read as it says."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from reportcheck.address import CellRef
from reportcheck.form import Values
from reportcheck.number import Value, spell
from reportcheck.submission import Reading

DOCS = Path(__file__).parents[2] / "docs"
PAGES = (DOCS / "values.md", DOCS / "values.zh-CN.md")
COLUMNS = {
    "Numbers": Values("count", places=0, min=0),
    "Nothing, and signs for nothing": Values("count", places=0, min=0),
    "Dates": Values("date"),
    "Codes": Values("code"),
    "In a column of percentages:": Values("percent"),
    "In a column of numbers with `unit: 万元`:": Values("number", unit="万元"),
}
IN_CHINESE = {
    "数": "Numbers",
    "没有填，和表示没有的符号": "Nothing, and signs for nothing",
    "日期": "Dates",
    "代码": "Codes",
    "在百分数列里：": "In a column of percentages:",
    "在声明了 `unit: 万元` 的数值列里：": "In a column of numbers with `unit: 万元`:",
}


def lines(page: Path = PAGES[0]) -> Iterator[tuple[str, str, str, str, str]]:
    column = ""
    for line in page.read_text("utf-8").splitlines():
        heading = line.removeprefix("## ")
        if IN_CHINESE.get(heading, heading) in COLUMNS:
            column = IN_CHINESE.get(heading, heading)
        elif line.startswith("| `"):
            cell, state, value, told = (part.strip() for part in line.strip("|").split(" |", 3))
            yield column, cell.strip("`"), state, value, told.strip("| ")


def spelt(value: Value | None) -> str:
    if value is None:
        return ""
    return (
        value
        if isinstance(value, str)
        else (value.isoformat() if isinstance(value, date) else spell(value))
    )


@pytest.mark.parametrize(("column", "cell", "state", "value", "told"), list(lines()))
def test_line_of_the_table(column: str, cell: str, state: str, value: str, told: str) -> None:
    reading = Reading.of(json.loads(cell), COLUMNS[column], CellRef("三", 4, 4))
    assert str(reading.state) == state
    assert spelt(reading.value) == value
    note = re.match(r"`(.+?)`", told)
    assert reading.note == (note[1] if note else None)


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_every_column_of_the_page_is_meant(page: Path) -> None:
    assert {column for column, *_ in lines(page)} == set(COLUMNS)


def test_the_pages_have_the_same_lines() -> None:
    english, chinese = ([each[:4] for each in lines(page)] for page in PAGES)
    assert english == chinese
    assert len(english) > 80
