"""What to do about a finding does not gainsay the smallest changes."""

from __future__ import annotations

from reportcheck.evaluating import evaluate
from reportcheck.localising import localise
from reportcheck.mending import OTHERWISE, told_apart
from reportcheck.viewing import View
from reportcheck.wording.findings import sentences
from tests.building import filled_form
from tests.localising.test_slips import CORRECT, TABLE, filled


def advice(row: int, column: int, typed: int) -> dict[str, str]:
    """Return what to do about each finding, by its cell, once one cell holds another number."""
    cells = filled(CORRECT)
    cells[row][column] = typed
    submission = filled_form(TABLE.form, {"t": cells})
    (evaluation,) = evaluate(TABLE, [submission])
    mending = localise(TABLE, View(submission), evaluation.findings)
    told = told_apart(evaluation.findings, mending)
    assert told_apart(told, mending) == told
    return {each.at.a1: sentences(each, "en").fix for each in told if each.at is not None}


def test_where_another_cell_alone_is_to_change_no_total_is_told_to() -> None:
    assert advice(0, 1, 430) == {
        "F2": "check F2, B2:E2 and correct the one that is wrong",
        "C5": "check C5, C2:C4 and correct the one that is wrong",
    }


def test_where_a_total_alone_is_to_change_it_is_told_to_what() -> None:
    assert advice(0, 4, 481) == {
        "F2": "check B2:E2; if they are right, change F2 to 418",
        "F5": "check F5, F2:F4 and correct the one that is wrong",
    }


def test_what_is_no_longer_so_is_taken_back() -> None:
    cells = filled(CORRECT)
    cells[0][1] = 430
    submission = filled_form(TABLE.form, {"t": cells})
    (evaluation,) = evaluate(TABLE, [submission])
    mending = localise(TABLE, View(submission), evaluation.findings)
    told = told_apart(evaluation.findings, mending)
    assert {each.facts["mended"] for each in told} == {OTHERWISE}
    assert told_apart(told, type(mending)()) == evaluation.findings
