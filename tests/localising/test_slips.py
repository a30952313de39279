"""Questions with evidence: asked where the slip explains everything, and only there."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reportcheck.evaluating import evaluate, evaluate_across
from reportcheck.localising import localise
from reportcheck.localising.following import dependencies
from reportcheck.localising.slipping import shapes
from reportcheck.mending import Slip
from reportcheck.rule import Pack
from reportcheck.viewing import View
from tests.building import (
    AMOUNT,
    COUNT,
    equals_rule,
    filled_form,
    form_of,
    form_table,
    item,
    pack_of,
    rule_of,
)


def _table(rows: int, columns: int, values: object = COUNT) -> Pack:
    """Return a table of so many rows and columns, with totals of both."""
    names = [f"r{row}" for row in range(rows)]
    heads = [f"c{column}" for column in range(columns)]
    form = form_of(
        form_table(
            "t",
            [*names, item("down", total=True)],
            [*heads, item("across", total=True)],
            values,  # type: ignore[arg-type]
        )
    )
    return pack_of(
        form,
        equals_rule(form, "t", "row", "down", "sum(*)"),
        equals_rule(form, "t", "column", "across", "sum(*)"),
    )


def filled(inner: Sequence[Sequence[float]]) -> list[list[float]]:
    rows = [[*row, sum(row)] for row in inner]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def asked(pack: Pack, cells: Sequence[Sequence[object]]) -> list[Slip]:
    submission = filled_form(pack.form, {"t": cells})
    (evaluation,) = evaluate(pack, [submission])
    mending = localise(pack, View(submission), evaluation.findings)
    return [slip for part in mending.parts for slip in part.slips]


TABLE = _table(3, 4)
CORRECT = [[12, 340, 5, 61], [7, 8, 1204, 93], [33, 71, 16, 250]]


def told(slips: Sequence[Slip]) -> list[tuple[str, dict[str, str | None]]]:
    return [(slip.code, {each.at.a1: each.to for each in slip.changes}) for slip in slips]


@pytest.mark.parametrize(
    ("row", "column", "typed", "code"),
    [
        (0, 1, 430, "digits-swapped"),
        (0, 1, 34, "scale"),
        (0, 1, 3400, "scale"),
        (1, 2, 1_204_000, "scale"),
        (1, 2, 124, "digit-dropped"),
        (1, 2, 12004, "digit-doubled"),
        (2, 3, -250, "sign"),
    ],
)
def test_slips_of_the_hand(row: int, column: int, typed: int, code: str) -> None:
    cells = filled(CORRECT)
    meant = cells[row][column]
    cells[row][column] = typed
    assert told(asked(TABLE, cells)) == [(code, {f"{'BCDE'[column]}{row + 2}": str(meant)})]


def test_no_slip_is_asked_about_where_none_explains_it() -> None:
    cells = filled(CORRECT)
    cells[0][1] = 777
    assert asked(TABLE, cells) == []


ROW_FORM = form_of(form_table("t", ["a", "b", "c", item("all", total=True)], ["x"]))
ROW = pack_of(ROW_FORM, equals_rule(ROW_FORM, "t", "row", "all", "sum(*)"))


def test_an_item_that_was_counted_twice() -> None:
    slips = asked(ROW, [[120], [35], [7], [197]])
    assert told(slips) == [("counted-twice", {"B5": "162"})]
    assert slips[0].facts == {"other": "B3 (35)"}


def test_an_item_that_was_left_out() -> None:
    slips = asked(ROW, [[120], [35], [7], [127]])
    assert told(slips) == [("left-out", {"B5": "162"})]


def test_a_gap_as_large_as_one_of_many_small_parts_is_no_evidence() -> None:
    assert asked(ROW, [[1], [1], [7], [10]]) == []


def test_competing_slips_are_all_asked_about() -> None:
    # 21 for 12, or the 9 counted twice: both explain it, and which it was nobody knows.
    codes = [slip.code for slip in asked(ROW, [[21], [50], [9], [71]])]
    assert sorted(codes) == ["digits-swapped", "left-out"]


def test_two_cells_that_were_swapped() -> None:
    cells = filled(CORRECT)
    cells[1][0], cells[1][2] = cells[1][2], cells[1][0]
    assert told(asked(TABLE, cells)) == [("swapped-cells", {"B3": "7", "D3": "1204"})]


def test_one_case_in_the_wrong_column() -> None:
    slips = asked(_table(2, 2), [*filled([[12, 340], [7, 8]])[:2], [18, 349, 367]])
    assert [slip.code for slip in slips] == ["moved"] * 3
    assert {"B2": "11", "C2": "341"} in [{each.at.a1: each.to for each in s.changes} for s in slips]


def test_one_case_in_the_wrong_column_is_asked_about_however_many_rows_there_are() -> None:
    cells = filled([[12 * row, 340, 5 + row] for row in range(1, 9)])
    cells[3][0] -= 1
    cells[3][1] += 1
    slips = asked(_table(8, 3), cells)
    assert [slip.code for slip in slips] == ["moved"] * 9  # of the totals it may be as well
    assert {"B5": "48", "C5": "340"} in [{each.at.a1: each.to for each in s.changes} for s in slips]


def test_what_has_to_be_filled_in_anyway_hides_no_slip() -> None:
    cells: list[list[object]] = [[*row] for row in filled(CORRECT)]
    cells[0][1], cells[0][3] = 430, ""
    assert told(asked(TABLE, cells)) == [("digits-swapped", {"C2": "340"})]


def test_two_slips_in_one_part_are_asked_about_where_they_explain_it_together() -> None:
    cells = filled(CORRECT)
    cells[0][1], cells[0][2] = 430, 55
    assert told(asked(TABLE, cells)) == [
        ("digits-swapped", {"C2": "340"}), ("digit-doubled", {"D2": "5"}),
    ]  # fmt: skip
    cells[0][2] = 6
    assert asked(TABLE, cells) == []


def test_a_slip_beside_two_cells_that_were_swapped() -> None:
    cells = filled(CORRECT)
    cells[1][0], cells[1][2] = cells[1][2], cells[1][0]
    cells[1][3] = 39
    assert {slip.code for slip in asked(TABLE, cells)} == {"digits-swapped", "swapped-cells"}


def test_a_row_that_slipped_by_one_cell() -> None:
    cells = filled([[12, 340, 5, 61, 0], [7, 8, 1204, 93, 18], [33, 71, 16, 250, 9]])
    cells[0][:5] = [0, 12, 340, 5, 61]
    slips = asked(_table(3, 5), cells)
    assert told(slips) == [("shifted", {"B2": "12", "C2": "340", "D2": "5", "E2": "61", "F2": "0"})]


@pytest.mark.parametrize(
    ("typed", "undone"),
    [
        ([None, 12, 340, 5, 61, 427], {"B2": "12", "C2": "340", "D2": "5", "E2": "61", "F2": "9"}),
        ([0, 12, 340, 5, 61, 427], {"B2": "12", "C2": "340", "D2": "5", "E2": "61", "F2": "9"}),
        (
            [None, 12, 340, 5, 61, 9],
            {"B2": "12", "C2": "340", "D2": "5", "E2": "61", "F2": "9", "G2": "427"},
        ),
        (
            [340, 5, 61, 9, 427, None],
            {"B2": "12", "C2": "340", "D2": "5", "E2": "61", "F2": "9", "G2": "427"},
        ),
    ],
    ids=["an empty cell first", "a zero first", "the total too", "to the left"],
)
def test_a_row_that_slipped_so_that_a_value_is_lost(
    typed: list[int | None], undone: dict[str, str]
) -> None:
    """What was pushed out of the row is told by what is left for it."""
    rows = filled([[12, 340, 5, 61, 9], [7, 8, 1204, 93, 18], [33, 71, 16, 250, 9]])
    cells: list[Sequence[float | None]] = [typed, *rows[1:]]
    slips = [each for each in asked(_table(3, 5), cells) if each.code == "shifted"]
    assert told(slips) == [("shifted", undone)]


def test_figures_that_were_rounded_one_by_one() -> None:
    table = form_table("t", ["a", "b", "c", item("all", total=True)], ["x"], AMOUNT)
    form = form_of(table)
    pack = pack_of(form, equals_rule(form, "t", "row", "all", "sum(*)"))
    slips = asked(pack, [["0.33"], ["0.33"], ["0.33"], ["1.00"]])
    assert "rounding" in [slip.code for slip in slips]


def test_what_follows_from_the_others_is_no_further_mistake() -> None:
    cells = filled([[12, 340], [7, 8]])
    cells[2] = [19, 348, 368]  # the grand total, a row and a column at once
    pack = _table(2, 2)
    submission = filled_form(pack.form, {"t": cells})
    (evaluation,) = evaluate(pack, [submission])
    (part,) = localise(pack, View(submission), evaluation.findings).parts
    assert len(part.findings) == 2
    assert len(part.consequences) == 1


def test_of_the_annual_report_two_relations_follow_from_the_others() -> None:
    from reportcheck import rulefile
    from reportcheck.balancing import Figure, relations

    gir = next(each for each in rulefile.find("gir") if each.form.version.startswith("2021"))
    rows = [each.row for each in relations(gir) if not each.rule.across]
    index: dict[Figure, int] = {}
    equations = [
        {
            index.setdefault(term, len(index)): factor
            for term, factor in row.terms
            if isinstance(term, Figure)
        }
        for row in rows
        if row is not None
    ]
    assert len(equations) == 42
    assert len(dependencies(equations)) == 2


def test_a_factor_against_the_period_before() -> None:
    form = form_of(form_table("t", ["a", "b"], ["x"]))
    pack = pack_of(form, rule_of(form, "a <= 3 * prev(a)", "t", "column"))
    now = filled_form(form, {"t": [[1250], [7]]})
    before = filled_form(form, {"t": [[118], [7]]})
    view = View(now, lambda steps: before if steps == 1 else "no-prior-period")
    (evaluation,) = evaluate_across(pack.rules, [view])
    mending = localise(pack, view, evaluation.findings, across=pack.rules)
    (slip,) = [slip for part in mending.parts for slip in part.slips]
    assert (slip.code, slip.changes[0].to) == ("prior-scale", "125")
    assert slip.facts == {"factor": "10", "other": "118"}


@pytest.mark.parametrize(
    ("typed", "meant", "codes"),
    [
        ("901.70", "901.07", ["digits-swapped"]),
        ("1.7", "1.07", ["digits-swapped", "digit-dropped"]),
        ("11.50", "1.5", ["digit-doubled"]),
        ("70.10", "7.01", ["scale"]),
        ("120", "12.5", []),
    ],
)
def test_zeros_behind_a_number_are_digits_too(typed: str, meant: str, codes: list[str]) -> None:
    assert [code for code, _ in shapes(typed, meant)] == codes
