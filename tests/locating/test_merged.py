"""Cells merged over several slots: how much of their figure is whose is told, and not guessed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from reportcheck.grid import Area
from reportcheck.locating import locate
from reportcheck.number import State
from tests.acceptance.running import only_file
from tests.locating.test_as_found import SALES
from tests.locating.written import sheet, workbook


@pytest.mark.parametrize(
    ("body", "area", "slots"),
    [
        (
            "品种|上半年|下半年\n苹果|11|\n香蕉|21|22\n蔬菜合计|31|32",
            Area(2, 2, 2, 3),
            {("苹果", "上半年"), ("苹果", "下半年")},
        ),
        (
            "品种|上半年|下半年\n苹果|11|12\n香蕉||22\n蔬菜合计|31|32",
            Area(2, 2, 3, 2),
            {("苹果", "上半年"), ("香蕉", "上半年")},
        ),
    ],
)
def test_a_figure_merged_over_two_slots_is_told_at_both_and_used_for_neither(
    body: str, area: Area, slots: set[tuple[str, str]]
) -> None:
    submission = locate(workbook(replace(sheet(body), merges=(area,))), SALES)
    told = {
        (each.row, each.column): reading.note
        for each, reading in submission.readings.items()
        if reading.value is None
    }
    assert {((row or "").rpartition(".")[2], column) for row, column in told} == slots
    assert set(told.values()) == {"merged-number"}


def test_a_sign_merged_over_two_slots_leaves_the_other_blank() -> None:
    body = "品种|上半年|下半年\n苹果|—|\n香蕉|21|22\n蔬菜合计|31|32"
    grid = replace(sheet(body), merges=(Area(2, 2, 2, 3),))
    states = [each.state for each in locate(workbook(grid), SALES).readings.values()]
    assert states[:2] == [State.PLACEHOLDER, State.BLANK]


def test_what_hangs_on_a_merged_cell_says_that_it_is_merged(tmp_path: Path) -> None:
    book = Workbook()
    for row in ([None, "a", "b", "all"], ["x", 5, None, 5], ["y", 1, 2, 3]):
        book.worksheets[0].append(row)
    book.worksheets[0].merge_cells("B2:C2")
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "r.yaml").write_text(
        "form: f\ntables: [{id: t, columns: [a, b, {label: all, equals: a + b}], rows: [x, y]}]\n",
        encoding="utf-8",
    )
    findings = only_file(tmp_path / "a.xlsx", "--rules", tmp_path / "r.yaml")["findings"]
    unknown = [each["message"] for each in findings if each["verdict"] == "unknown"]
    assert len(unknown) == 1
    assert "merged" in unknown[0] or "合并" in unknown[0]
