"""Marks of footnotes behind labels are none of the labels."""

from __future__ import annotations

import pytest

from reportcheck.locating import locate
from tests.locating.blanks import axis, form, table
from tests.locating.written import sheet, workbook

PUPILS = form(
    table(
        "pupils",
        axis(("Boys", ("New", "Total")), ("Girls", ("New", "Total"))),
        axis("Grade 1", "Grade 2", "合计"),
        title="Pupils",
    )
)
BOOK = """
    Pupils
    {corner} | {boys} | | Girls
     | New | Total | New | {total}
    {first} | 1 | 2 | 3 | 4
    Grade 2 | 5 | 6 | 7 | 8
    {sum} | 6 | 8 | 10 | 12
"""
PLAIN = {"corner": "", "boys": "Boys", "total": "Total", "first": "Grade 1", "sum": "合计"}


@pytest.mark.parametrize(
    "marked",
    [
        {"first": "Grade 1 1)"},
        {"boys": "Boys²⁾"},
        {"total": "Total¹"},
        {"total": "Total [2]"},
        {"sum": "合计*"},
        {"sum": "合计（注1）"},
        {"sum": "合计①"},
    ],
)
def test_a_mark_behind_a_label_is_none_of_it(marked: dict[str, str]) -> None:
    submission = locate(workbook(sheet(BOOK.format(**PLAIN | marked))), PUPILS)
    assert submission.structure == ()
    assert [each.value for each in submission.readings.values()] == [
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        6,
        8,
        10,
        12,
    ]


def test_of_two_rows_one_of_which_has_a_mark_the_other_counts() -> None:
    text = BOOK.format(**PLAIN) + "    合计* | 16 | 18 | 110 | 112\n"
    submission = locate(workbook(sheet(text)), PUPILS)
    assert "duplicate-row" not in {each.rule for each in submission.structure}
    assert [each.value for each in submission.readings.values()][-4:] == [6, 8, 10, 12]
