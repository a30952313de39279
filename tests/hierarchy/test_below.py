"""What the agencies below come to is the same from their figures and from their opened reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcheck.address import CellRef
from reportcheck.below import Child
from reportcheck.evaluating.arithmetic import NoPlanError
from reportcheck.evaluating.places import places_of
from reportcheck.evaluating.surely import PlanAcross, in_units
from reportcheck.finding import Verdict
from reportcheck.form import BlankPolicy, Slot, Values
from reportcheck.formerly import Former, former, opened
from reportcheck.hierarchy.below import Below, Figures, asked_by
from reportcheck.interpreting import judge
from reportcheck.number import Raw, State
from reportcheck.rule import Rule, Tolerance
from reportcheck.submission import Reading, Submission
from reportcheck.telling import tell
from reportcheck.viewing import Place, View
from tests.building import form_of, form_table, item, rule_of

TABLE = form_table(
    "t", ["甲", item("乙", optional=True)], ["支", "收"], Values("amount", blank=BlankPolicy.ZERO)
)
FORM = form_of(TABLE)
PLACES = [Place("支", None, row) for row in ("甲", "乙")]
GONE = "(an item that the report does without)"
whole = st.integers(-(10**9), 10**15).map(float)
plain = whole | st.integers(-(10**8), 10**8).map(lambda cents: cents / 100)
cells = plain | st.floats(-1e9, 1e9) | st.sampled_from([None, "", "/", "x", 0.1 + 0.2, True, GONE])
reports = st.lists(cells, min_size=4, max_size=4)


def submission(cells: Sequence[Raw], path: str = "own.xlsx") -> Submission:
    at = [CellRef("表", row, column) for row in (2, 3) for column in (2, 3)]
    slots = [Slot("t", row, column) for row in ("甲", "乙") for column in ("支", "收")]
    values = TABLE.values_at("甲", "支")
    readings = {
        slot: Reading(State.ABSENT) if raw == GONE else Reading.of(raw, values, where)
        for slot, raw, where in zip(slots, cells, at, strict=True)
    }
    return Submission(FORM, path, readings, agency="甲市", period="2024")


def view_of(own: Sequence[Raw], below: Sequence[Sequence[Raw] | None], *, plainly: bool) -> View:
    kept = [None if each is None else former(submission(each, f"{n}.xlsx"))
            for n, each in enumerate(below)]  # fmt: skip

    def of(number: int) -> Former:
        one = kept[number]
        assert one is not None
        return one

    def figures(number: int) -> Figures | None:
        one = of(number)
        if one.mould is None or not plainly:
            return None
        found = in_units(one.figures)
        return found and Figures(*found, one.mould, one.mould.positions)

    children = [
        Child(n, f"{n}", None if each is None else f"{n}.xlsx", "2024",
              "missing-child" if each is None else None)
        for n, each in enumerate(kept)
    ]  # fmt: skip
    view = View(submission(own))
    view.below = Below(children, lambda number: opened(of(number), FORM), figures)
    return view


def a_rule(check: str, tolerance: Tolerance | None = None) -> Rule:
    rule = rule_of(FORM, check, "t", "cell")
    return rule if tolerance is None else replace(rule, tolerance=tolerance)


RULES = [
    *(a_rule(f"cell = {each}(children(cell))") for each in ("sum", "count", "min", "max", "mean")),
    a_rule("cell = sum(children(cell * 2), 1)"),
    a_rule("cell = sum(children(cell))", Tolerance("rounding")),
]
NOT_ABOVE = a_rule("not cell < max(children(cell))")
WHERE = replace(
    a_rule("cell >= min(children(cell))"), where=a_rule("sum(children(cell)) > 0").check
)


@pytest.mark.no_cover  # see pyproject.toml
@given(own=reports, below=st.lists(st.none() | reports | st.lists(plain, min_size=4, max_size=4)))
def test_figures_come_to_what_opened_reports_come_to(
    own: list[Raw], below: list[list[Raw] | None]
) -> None:
    fast, slow = (view_of(own, below, plainly=plainly) for plainly in (True, False))
    assert isinstance(fast.below, Below)
    fast.below.answer(asked_by(RULES, fast))
    for rule in RULES:
        for place in PLACES:
            judgement = judge(rule, fast, place)
            assert judgement == judge(rule, slow, place)
            if judgement.verdict is not None:
                assert tell(rule, fast, place, judgement) == tell(rule, slow, place, judgement)


@given(own=st.lists(plain, min_size=4, max_size=4), below=st.lists(st.none() | reports, max_size=3))
def test_what_surely_holds_holds(own: list[Raw], below: list[list[Raw] | None]) -> None:
    view = view_of(own, below, plainly=True)
    kept, rules = former(view.submission), [*RULES[:-1], NOT_ABOVE, WHERE]
    assert isinstance(view.below, Below)
    totals = view.below.answer(asked_by(rules, view))
    if kept.mould is None:
        return
    try:
        plan = PlanAcross(rules, view, {0: [slot for slot, _ in kept.mould.figures]}, totals.asked)
    except NoPlanError:
        return
    sure = plan.sureness(kept.figures, totals.values, totals.places)
    for rule in rules if sure is not None else ():
        for place in places_of(rule, view):
            if sure is not None and sure.holds(rule, place):
                assert judge(rule, view, place).verdict is Verdict.PASS
    if sure is not None and sure.passes is not None:
        verdicts = [
            (rule.id, judge(rule, view, place).verdict)
            for rule in rules
            for place in places_of(rule, view)
        ]
        assert Verdict.FAIL not in {verdict for _, verdict in verdicts}
        assert sum(count for _, count in sure.passes) == verdicts.count(("r", Verdict.PASS))


def test_reports_without_figures_and_rules_without_places_are_no_trouble() -> None:
    view = view_of([1.0] * 4, [["", None, "", ""], [1.0] * 4, None], plainly=True)
    assert isinstance(view.below, Below)
    assert view.below.answer({}).values == []
    totals = view.below.answer(asked_by(RULES[:2], view))
    assert set(totals.values) == {None}
    view = view_of([1.0] * 4, [["", None, "", ""], [1.0] * 4], plainly=True)
    assert isinstance(view.below, Below)
    assert view.below.answer(asked_by(RULES[:2], view)).values == [1] * 8
