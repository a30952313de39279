# ruff: noqa: S311 - chance that can be repeated is what these tests need
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcheck.form import Form, Shape, Slot
from reportcheck.grid import Source
from reportcheck.locating import locate
from reportcheck.number import Raw, State
from reportcheck.problem import Problem
from tests.locating.blanks import GIR, Branch, axis, form, table
from tests.locating.layouts import Layout, damage, hurt, noisy, source, write_form

pytestmark = pytest.mark.no_cover  # see pyproject.toml

LAYOUTS = st.builds(
    Layout,
    merged=st.booleans(),
    stub=st.sampled_from(["tree", "flat", "bare"]),
    titles=st.booleans(),
    sheets=st.sampled_from(["one", "each", "text"]),
    super_header=st.booleans(),
    tall=st.booleans(),
    note=st.booleans(),
    repeat_header=st.booleans(),
)


def numbered(blank: Form) -> dict[Slot, Raw]:
    """Fill every slot with a number of its own, so that no two can be taken for each other."""
    slots = [slot for each in blank.tables for slot in each.slots()]
    return {slot: 1000 + number for number, slot in enumerate(slots)}


def laid_out(
    blank: Form, values: dict[Slot, Raw], layout: Layout, seed: int, blanks: tuple[int, int]
) -> Source:
    random = Random(seed)
    merged = layout.merged and layout.sheets != "text"
    layout = replace(layout, merged=merged, noise=noisy(random))
    grids = []
    for sheet, board in write_form(blank, values, layout):
        damage(board, random, *blanks)
        grids.append(board.grid(sheet, offset=(random.randrange(4), random.randrange(4))))
    random.shuffle(grids)
    return source(grids)


@settings(max_examples=60, deadline=None)
@given(
    layout=LAYOUTS,
    seed=st.integers(0, 2**32),
    shuffled=st.booleans(),
    blanks=st.tuples(st.integers(0, 6), st.integers(0, 4)),
)
def test_every_slot_of_the_form_is_found_however_it_is_laid_out(
    layout: Layout, seed: int, blanks: tuple[int, int], *, shuffled: bool
) -> None:
    values = numbered(GIR)
    if shuffled:
        layout = replace(layout, shuffle=Random(seed))

    submission = locate(laid_out(GIR, values, layout, seed, blanks), GIR)

    assert {slot: reading.value for slot, reading in submission.readings.items()} == values
    assert submission.structure == ()
    assert submission.confidence == 1


WORDS = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"]


@st.composite
def branches(draw: st.DrawFn, letters: str, *, repeat: bool) -> list[Branch]:
    """Draw a tree of at most three levels; with ``repeat``, groups may hold the same words."""
    fresh = iter(range(1, 1000))

    def label() -> str:
        return f"{letters}{next(fresh)}"

    def below(depth: int) -> list[Branch]:
        drawn: list[Branch] = []
        words = draw(st.permutations(WORDS))
        for number in range(draw(st.integers(1, 4))):
            if depth > 0 and draw(st.integers(0, 2)) == 0:
                drawn.append((label(), below(depth - 1)))
            else:
                drawn.append(letters + words[number] if repeat and depth < 2 else label())
        return drawn

    return below(2)


@st.composite
def forms(draw: st.DrawFn, *, repeat: bool) -> Form:
    tables = []
    for number in range(draw(st.integers(1, 3))):
        columns = axis(*draw(branches(f"列{number}之", repeat=repeat)))
        rows = axis(*draw(branches(f"行{number}之", repeat=repeat)))
        one = draw(st.integers(0, 3)) == 0
        tables.append(
            table(
                f"表{number}",
                columns,
                None if one else rows,
                shape=Shape.ONE if one else None,
                title=draw(st.sampled_from([None, f"第{number}张表的标题"])),
                corner=("项目",),
            )
        )
    return form(*tables)


@settings(max_examples=60, deadline=None)
@given(
    blank=forms(repeat=False),
    layout=LAYOUTS,
    seed=st.integers(0, 2**32),
    shuffled=st.booleans(),
    blanks=st.tuples(st.integers(0, 4), st.integers(0, 4)),
)
def test_labels_that_are_single_are_found_in_any_layout(
    blank: Form, layout: Layout, seed: int, blanks: tuple[int, int], *, shuffled: bool
) -> None:
    values = numbered(blank)
    if shuffled:
        layout = replace(layout, shuffle=Random(seed))

    submission = locate(laid_out(blank, values, layout, seed, blanks), blank)

    assert {slot: reading.value for slot, reading in submission.readings.items()} == values
    assert submission.structure == ()


@settings(max_examples=60, deadline=None)
@given(
    blank=forms(repeat=True),
    layout=LAYOUTS,
    seed=st.integers(0, 2**32),
    shuffled=st.booleans(),
    blanks=st.tuples(st.integers(0, 4), st.integers(0, 4)),
)
def test_labels_under_several_headings_are_told_apart_by_these(
    blank: Form, layout: Layout, seed: int, blanks: tuple[int, int], *, shuffled: bool
) -> None:
    # Labels at the top of a high header cell, and a column of the stub for every level.
    layout = replace(layout, tall=True, stub="tree", shuffle=Random(seed) if shuffled else None)
    values = numbered(blank)

    submission = locate(laid_out(blank, values, layout, seed, blanks), blank)

    read = {slot: reading.value for slot, reading in submission.readings.items()}
    lost = {slot for slot in values if read[slot] is None}
    if layout.repeat_header and lost:
        # A last page of few rows, and no title: it might be another table, and that is said.
        assert {each.rule for each in submission.structure} >= {"missing-row", "other-table"}
        assert {each.state for slot, each in submission.readings.items() if slot in lost} == {
            State.MISSING
        }
    else:
        assert submission.structure == ()
    assert {slot: read[slot] for slot in values.keys() - lost} == {
        slot: value for slot, value in values.items() if slot not in lost
    }


def has_namesakes(blank: Form) -> bool:
    """Whether two rows of a table bear the same label."""
    labels = [[item.label for item in each.rows.slots] for each in blank.tables if each.rows]
    return any(len({*each}) < len(each) for each in labels)


UNREAD = {State.MISSING, State.BLANK, State.ABSENT, State.TEXT}
"""States that say themselves that no value was read; each has its finding."""

LOSSES = {"row lost", "label lost", "label renamed"}
"""A row doubled where its namesake was lost is a form like any other."""

HARM = st.lists(
    st.sampled_from(
        ["row lost", "row doubled", "row added", "column lost", "column added", "label lost",
         "label renamed", "label cut in two", "merges undone"]
    ),
    max_size=4,
).filter(lambda harm: not ("row doubled" in harm and {*harm} & LOSSES))  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    blank=st.one_of(st.just(GIR), forms(repeat=True)),
    layout=LAYOUTS,
    seed=st.integers(0, 2**32),
    shuffled=st.booleans(),
    harm=HARM,
)
def test_what_is_not_reported_is_read_right(
    blank: Form, layout: Layout, seed: int, harm: list[str], *, shuffled: bool
) -> None:
    values = numbered(blank)
    random = Random(seed)
    merged = layout.merged and layout.sheets != "text"
    # Rows of the same name without their headings are told apart by the order of the form alone.
    shuffled = shuffled and not (layout.stub == "bare" and has_namesakes(blank))
    layout = replace(layout, merged=merged, shuffle=random if shuffled else None)
    grids = []
    for sheet, board in write_form(blank, values, layout):
        for kind in harm:
            hurt(board, kind, random)
        grids.append(board.grid(sheet))
    try:
        submission = locate(source(grids), blank)
    except Problem as problem:
        assert problem.code in {"no-form", "no-headings"}  # noqa: PT017 - a refusal is an answer
        return

    wrong = {
        slot: reading
        for slot, reading in submission.readings.items()
        if reading.value != values[slot]
        and reading.state not in UNREAD
        # The one row of values is the first under the header, whatever row was put in there.
        and not (slot.row is None and "row added" in harm)
    }
    assert not wrong
    if any(reading.state is State.MISSING for reading in submission.readings.values()):
        assert submission.structure
