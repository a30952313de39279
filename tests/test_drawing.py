"""A form that is drawn is read back as that form, with every label and every value."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from reportcheck.drawing import Drawing, Left, draw
from reportcheck.form import Axis, Form, Item, Shape
from reportcheck.grid import Source
from reportcheck.locating import locate
from reportcheck.submission import Submission
from tests.building import COUNT, TEXT, form_of, form_table, item, records_table
from tests.locating.blanks import GIR
from tests.locating.inventing import invent, numbered


def back(drawing: Drawing, form: Form, sheet: str | None) -> Submission:
    return locate(Source("a", (drawing.grid("a", sheet),)), form)


def test_the_annual_report_is_drawn_as_it_is_filled_in() -> None:
    values = numbered(GIR)
    for sheet in ("S", None):
        submission = back(draw(GIR, values, [["某局2024年报"]]), GIR, sheet)
        assert {slot: each.value for slot, each in submission.readings.items()} == values
        assert (submission.structure, submission.confidence) == ((), 1)


def _with_own(items: tuple[Item, ...], dice: Random) -> tuple[Item, ...]:
    """Let some headings have values of their own."""
    return tuple(
        replace(each, items=_with_own(each.items, dice), own_values=dice.random() < 0.5)
        if each.items
        else each
        for each in items
    )


@settings(max_examples=60)
@given(st.integers(0, 170), st.booleans(), st.sampled_from(["S", None]))
def test_any_form_is_read_back(seed: int, own: bool, sheet: str | None) -> None:  # noqa: FBT001
    dice = Random(seed)  # noqa: S311 - chance that can be repeated
    form = invent(dice)
    if own:
        tables = tuple(
            replace(
                table,
                rows=table.rows and Axis(_with_own(table.rows.items, dice)),
                columns=Axis(_with_own(table.columns.items, dice)),
            )
            for table in form.tables
        )
        form = replace(form, tables=tables)
    values = numbered(form)
    drawing = draw(form, values, [["合计"], ["单位", "甲局"]])
    submission = back(drawing, form, sheet)
    assert {slot: each.value for slot, each in submission.readings.items()} == values
    assert submission.structure == ()
    assert {
        slot: (each.at.row, each.at.column) if each.at else None
        for slot, each in submission.readings.items()
    } == drawing.places


def test_what_is_left_out_is_not_drawn() -> None:
    form = form_of(form_table("r", ["a", item("b", optional=True)], ["x", "y"], COUNT))
    drawing = draw(form, {}, [], [Left("r", "row", "b"), Left("r", "column", "y")])
    assert drawing.rows() == [[None, "x"], ["a", None]]
    assert len(drawing.places) == 1


def test_records_have_their_header_and_one_row_its_row() -> None:
    form = form_of(records_table("t", {"who": TEXT, "n": COUNT}))
    one = replace(form_table("o", ["a"], ["x", "y"], COUNT), rows=None, shape=Shape.ONE)
    assert draw(form, {}, []).rows() == [["who", "n"]]
    drawn = draw(form_of(one), dict.fromkeys(one.slots(), 5), [["T"]])
    assert drawn.rows() == [["T", None], [None, None], ["x", "y"], [5, 5]]
