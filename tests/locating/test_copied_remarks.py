"""A column of remarks in copied text is none of the values, and never moves one."""

from __future__ import annotations

import tempfile
from copy import deepcopy
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reportcheck.locating import locate
from reportcheck.number import State
from reportcheck.problem import Problem
from reportcheck.reading import read
from reportcheck.rulefile import find
from tests.acceptance.copying import TELLS_EMPTY, WRITERS, Part, parts
from tests.acceptance.running import SAMPLES

pytestmark = pytest.mark.no_cover  # see pyproject.toml

FORM = find("gir")[0].form
WORKBOOK = SAMPLES / "invented-2024.xlsx"
HEADS = {3: 1, 7: 1, 12: 3, 15: 3}
"""The tables among the parts of the page, and the rows of their headers."""


@cache
def page() -> tuple[Part, ...]:
    return tuple(parts(str(WORKBOOK)))


def remarked(table: int, remarks: list[str]) -> list[Part]:
    """Return the page with a column of remarks behind one of its tables."""
    found = deepcopy(list(page()))
    rows = found[table]
    assert isinstance(rows, list)
    rows[0].append("备注")
    for number, row in enumerate(rows[HEADS[table] :]):
        row.append(remarks[number % len(remarks)])
    return found


@pytest.mark.parametrize("remarks", [[""], ["见附件"], ["", "比上年增长 12%", "", "含街道办"]])
@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("table", HEADS)
def test_remarks_are_no_values(table: int, kind: str, remarks: list[str], tmp_path: Path) -> None:
    path = tmp_path / "copied.txt"
    path.write_text(WRITERS[kind](remarked(table, remarks)), "utf-8")

    copy = locate(read(str(path)), FORM)

    assert copy.structure == ()
    expected = locate(read(str(WORKBOOK)), FORM).readings
    assert {slot: each.value for slot, each in copy.readings.items()} == {
        slot: each.value for slot, each in expected.items()
    }


@given(
    st.sampled_from(sorted(HEADS)),
    st.sampled_from(sorted(WRITERS)),
    st.lists(
        st.sampled_from(["", "见附件", "12", "无", "总计", "其中：5 件"]), min_size=1, max_size=5
    ),
    st.data(),
)
def test_a_damaged_row_with_a_remark_is_told(
    table: int, kind: str, remarks: list[str], data: st.DataObject
) -> None:
    found = remarked(table, remarks)
    rows = found[table]
    assert isinstance(rows, list)
    _number(found)
    row = data.draw(st.sampled_from(rows[HEADS[table] :]))
    at = data.draw(st.integers(0, len(row) - 1))
    damage = data.draw(st.sampled_from(["lost", "empty", "doubled", "whole"]))
    # A figure that makes up for a value of which nothing is left cannot be told from the text.
    nothing_left = damage == "lost" or (damage == "empty" and kind not in TELLS_EMPTY)
    assume(not (nothing_left and {"12", "无"} & set(remarks)))
    match damage:
        case "lost":
            del row[at]
        case "empty":
            row[at] = ""
        case "doubled":
            row.insert(at, row[at])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "copied.txt")
        path.write_text(WRITERS[kind](found), "utf-8")
        try:
            copy = locate(read(str(path)), FORM)
        except Problem:
            return
    told = {(each.table, each.row) for each in copy.structure}
    tables = {each.table for each in copy.structure if each.row is None}
    told |= {
        (slot.table, slot.row)
        for slot, each in copy.readings.items()
        if each.state is not State.VALUE
    }
    wrong = [
        f"{slot} {each.shown}"
        for slot, each in copy.readings.items()
        if (slot.table, slot.row) not in told
        and slot.table not in tables
        and each.shown != _numbers()[slot]
    ]
    assert wrong == []


@cache
def _numbers() -> dict[object, str]:
    """Return a number of its own for every slot, in the order of the page."""
    readings = locate(read(str(WORKBOOK)), FORM).readings
    held = [slot for slot, each in readings.items() if each.state is not State.ABSENT]
    return {slot: str(1000 + number) for number, slot in enumerate(held)}


def _number(found: list[Part]) -> None:
    """Put these numbers in place of the figures of a page; remarks stay."""
    numbers = iter(_numbers().values())
    for which, part in enumerate(found):
        for row in part if isinstance(part, list) else ():
            end = len(row) - (which in HEADS and "备注" in part[0])
            for at, cell in enumerate(row[:end]):
                if cell.replace(".", "", 1).isdigit():
                    row[at] = next(numbers)
