"""Cells merged over several slots: the value is of the first, the others are told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportcheck.grid import Area
from reportcheck.locating import locate
from reportcheck.number import State
from tests.locating.test_as_found import SALES
from tests.locating.written import sheet, workbook


@pytest.mark.parametrize(
    ("body", "area", "slot"),
    [
        (
            "品种|上半年|下半年\n苹果|11|\n香蕉|21|22\n蔬菜合计|31|32",
            Area(2, 2, 2, 3),
            ("苹果", "下半年"),
        ),
        (
            "品种|上半年|下半年\n苹果|11|12\n香蕉||22\n蔬菜合计|31|32",
            Area(2, 2, 3, 2),
            ("香蕉", "上半年"),
        ),
    ],
)
def test_a_figure_merged_over_two_slots_is_of_the_first_and_told_at_the_other(
    body: str, area: Area, slot: tuple[str, str]
) -> None:
    submission = locate(workbook(replace(sheet(body), merges=(area,))), SALES)
    told = {
        (each.row, each.column): reading.note
        for each, reading in submission.readings.items()
        if reading.value is None
    }
    row = next(row for row, _ in told if row is not None and slot[0] in row)
    assert told == {(row, slot[1]): "merged-number"}


def test_a_sign_merged_over_two_slots_leaves_the_other_blank() -> None:
    body = "品种|上半年|下半年\n苹果|—|\n香蕉|21|22\n蔬菜合计|31|32"
    grid = replace(sheet(body), merges=(Area(2, 2, 2, 3),))
    states = [each.state for each in locate(workbook(grid), SALES).readings.values()]
    assert states[:2] == [State.PLACEHOLDER, State.BLANK]
