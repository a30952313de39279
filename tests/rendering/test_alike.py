"""Cells that hold one and the same thing are told as one, wherever findings are read by people."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from reportcheck.address import CellRef
from reportcheck.finding import Finding, Kind, Verdict, Witness
from reportcheck.page import Lang, Page, plain
from reportcheck.rendering.alike import areas, gathered
from reportcheck.rendering.formats import PAGES, STATISTICS
from reportcheck.rendering.html_report import html_report
from reportcheck.rendering.json_report import json_report
from reportcheck.report import Report
from reportcheck.rule import Severity
from tests.rendering.reports import file_of


def held(rule: str, shown: str, row: int, column: int, table: str = "申请") -> Finding:
    at = CellRef("三", row, column)
    return Finding(
        rule, Severity.ERROR, Verdict.FAIL, Kind.CELL, table, f"r{row}", f"c{column}", at=at,
        facts={"shown": shown, "type": "count"},
        witnesses=(Witness(table, f"r{row}", f"c{column}", at, None, shown),),
    )  # fmt: skip


DASHES = [held("placeholder", "—", row, column) for row in (26, 27) for column in (5, 6, 8)]
BLANKS = [held("blank", "", row, 4) for row in range(30, 36)]
WORDS = [held("not-a-number", "不详", row, 9) for row in range(40, 45)]
FORMULAS = [held("formula-not-calculated", f"=SUM(D{row}:I{row})", row, 10) for row in range(5, 12)]
OTHERS = [
    held("placeholder", "/", 28, 5),
    held("placeholder", "—", 60, 5, table="复议诉讼"),
    held("blank", "", 61, 5, table="复议诉讼"),
]
REPORT = Report((file_of("a.xlsx", *DASHES, *BLANKS, *WORDS, *FORMULAS, *OTHERS),))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("format_", ["full", "grouped", "narrate"])
def test_what_many_cells_hold_is_told_once(
    format_: str, lang: Lang, snapshot: SnapshotAssertion
) -> None:
    page = Page(lang, 100)
    assert plain(PAGES[format_](REPORT, page, STATISTICS(REPORT, page))) == snapshot


def test_the_page_tells_them_once_too() -> None:
    page = html_report(REPORT, "zh", "0")
    assert page.count("<article") == 7
    assert "E26:F27、H26:H27" in page


def test_what_programs_read_has_every_cell() -> None:
    (file,) = json.loads(json_report(REPORT, "zh", "0"))["files"]
    assert [each["rule"] for each in file["findings"]].count("placeholder") == 8


def test_few_cells_and_what_differs_stand_by_themselves() -> None:
    few = [*DASHES[:4], *OTHERS]
    assert gathered(few).shown == tuple(few)
    assert [each.count for each in gathered([*DASHES, *OTHERS]).shown] == [6, 1, 1, 1]


def test_what_hangs_on_any_of_them_hangs_on_all() -> None:
    one, other = (replace(BLANKS[0], rule=name, kind=Kind.RULE) for name in ("a", "b"))
    hanging = {id(DASHES[0]): [one], id(DASHES[5]): [one, other]}
    told = gathered(DASHES, hanging)
    assert told.dependent == {id(told.shown[0]): [one, other]}


def test_areas_that_are_too_many_are_counted() -> None:
    apart = [CellRef(None, 2 * row, 1) for row in range(1, 101)]
    assert areas(apart)[-2:] == ["A80", "… (100)"]
