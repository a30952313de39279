"""docs/values.md: every line of its tables is read as it says."""

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

PAGE = Path(__file__).parents[2] / "docs" / "values.md"
COLUMNS = {
    "Numbers": Values("count", places=0, min=0),
    "Nothing, and signs for nothing": Values("count", places=0, min=0),
    "Dates": Values("date"),
    "Codes": Values("code"),
    "In a column of percentages:": Values("percent"),
    "In a column of numbers with `unit: 万元`:": Values("number", unit="万元"),
}


def lines() -> Iterator[tuple[str, str, str, str, str]]:
    column = ""
    for line in PAGE.read_text("utf-8").splitlines():
        if line.removeprefix("## ") in COLUMNS:
            column = line.removeprefix("## ")
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


def test_every_column_of_the_page_is_meant() -> None:
    assert {column for column, *_ in lines()} == set(COLUMNS)
