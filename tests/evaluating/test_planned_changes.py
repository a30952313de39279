"""Changes worked out of plain numbers are what the formulas mean."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportcheck.evaluating.changes import PlannedChanges, change_at
from reportcheck.form import Values
from reportcheck.formula import Call
from reportcheck.interpreting.bounds import asked, at_place
from reportcheck.interpreting.trees import Scene
from reportcheck.viewing import Place, View
from tests.building import filled_form, form_of, form_table, only, rule_of

FORM = form_of(form_table("r", ["x", "y"], ["q1", "q2"], Values("amount", places=2)))
RULES = [
    rule_of(FORM, "within_hb(q1, 0.4, 0.05, 20)", "r", "row"),
    rule_of(FORM, "within_hb(q1 / q2, 0.4, 0.05, 20)", "r", "row"),
    rule_of(FORM, "within_hb(q1 + 2 * q2, 0.4, 0.05, 20) or q1 > 1", "r", "row"),
]
whole = st.integers(-5, 10**9)
decimal = st.integers(-500, 10**9).map(lambda cents: cents / 100)
year = st.lists(whole | decimal | st.floats(0, 9, allow_subnormal=False), min_size=4, max_size=4)


def test_calls_are_there() -> None:
    assert len(calls()) == 6


def calls() -> dict[Call, Place]:
    return {
        at_place(call, place): place
        for rule in RULES
        for call in asked(rule.check)
        for place in map(Place, ("x", "y"))
    }


@given(st.lists(st.tuples(year, year), min_size=1, max_size=3))
def test_planned_changes_are_those_of_the_formulas(
    agencies: list[tuple[list[float], list[float]]],
) -> None:
    views = []
    for now, before in agencies:
        kept = [filled_form(FORM, {"r": [each[:2], each[2:]]}) for each in (now, before)]
        views.append(View(kept[0], only(kept[1])))
    slots = dict.fromkeys((0, 1), tuple(views[0].submission.readings))
    plan = PlannedChanges(calls(), views[0], slots)
    for (now, before), view in zip(agencies, views, strict=True):
        found = plan.changes([*now, *before], view)
        if found is not None:
            places = calls()
            assert dict(found) == {
                call: change_at(call, Scene(view, place)) for call, place in places.items()
            }
