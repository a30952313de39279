"""What is told to pass without a look at each rule has nothing wrong by what its formulas mean."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportcheck.evaluating import evaluate, evaluate_across
from reportcheck.evaluating.arithmetic import NoPlanError
from reportcheck.evaluating.surely import Plan, PlanAcross
from reportcheck.form import BlankPolicy, Form, Values
from reportcheck.formula import (
    EACH,
    Aggregate,
    Cell,
    Compare,
    Node,
    Number,
    decisive_comparison,
    mapped,
)
from reportcheck.number import Raw
from reportcheck.rule import Missing, Pack, Rule, Tolerance
from reportcheck.viewing import View
from tests.building import (
    ABSENT,
    COUNT,
    TEXT,
    equals_rule,
    filled_form,
    form_of,
    form_table,
    item,
    rule_of,
)
from tests.formulas import COMPUTED_BY, conditions, missings, tolerances

COLUMNS = {
    "a": Values("amount", places=2),
    "b": Values("amount", places=2, blank=BlankPolicy.ZERO),
    "c": Values("count", places=0, min=0, max=1000),
    "n": Values("number"),
    "p": Values("percent", blank=BlankPolicy.UNKNOWN),
    "m": Values("integer", places=0, one_of=("1", "2", "3"), marks=(("x", "suppressed"),)),
    "gone": Values("number"),
    "t": TEXT,
}
NAMES = {"lost": "a", "k": "b", "d": "c"}
FORM = form_of(
    form_table("f", ["r"], [item(name, each, optional=name == "gone")
                            for name, each in COLUMNS.items()])
)  # fmt: skip

_plain = st.integers(0, 6) | st.sampled_from((1.0, 2.0, 10.0, 1000.0))
_decimal = st.integers(-400, 400).map(lambda number: number / 100) | st.floats(-1e16, 1e16)
_figures = {
    "a": _plain | _decimal,
    "b": _plain | _decimal | st.just(""),
    "c": _plain,
    "n": _plain | _decimal | st.sampled_from((0.1 + 0.2, 1 / 3, 1e23, 1e15, float("nan"))),
    "p": _plain | _decimal | st.just(""),
    "m": st.sampled_from((1, 2, 3.0, "x")),
    "gone": st.just(ABSENT),
    "t": st.sampled_from(("甲", "乙", "x")),
}


def _of_form(node: Node) -> Node:
    """Return a formula over records as one over the only row of the form."""
    if isinstance(node, Aggregate):
        return Number(2)
    return _cell_of_form(node) if isinstance(node, Cell) else node


def _cell_of_form(cell: Cell) -> Cell:
    return Cell("f", EACH, NAMES.get(cell.column, cell.column))


@st.composite
def figures(draw: st.DrawFn) -> list[list[object]]:
    """Draw what two files of one layout hold: the same cells are empty, or hold a number."""
    first: list[object] = []
    second: list[object] = []
    for name in COLUMNS:
        raw = draw(_figures[name])
        other = draw(_figures[name])
        alike = isinstance(raw, int | float) and isinstance(other, int | float)
        first.append(raw)
        second.append(other if alike else raw)
    return [first, second]


@settings(max_examples=400, deadline=None)
@given(
    figures(),
    st.lists(st.tuples(conditions, tolerances), min_size=1, max_size=2),
    st.none() | conditions,
    missings,
)
@example([[1, "", 1, 0.5, "", 1, ABSENT, "甲"], [9, "", 9, 2, "", 3, ABSENT, "甲"]],
         [(Compare("<=", Cell("t", EACH, "a"), Cell("t", EACH, "c")), Tolerance())],
         None, Missing.STRICT)  # fmt: skip
def test_nothing_is_wrong_with_what_surely_passes(
    held: list[list[object]],
    checks: list[tuple[Node, Tolerance]],
    where: Node | None,
    missing: Missing,
) -> None:
    computed_by = tuple(
        replace(each, cell=_cell_of_form(each.cell), value=mapped(each.value, _of_form))
        for each in COMPUTED_BY
    )
    rules = []
    for number, (check, tolerance) in enumerate(checks):
        rule = Rule(f"r{number}", "f", "row", mapped(check, _of_form), "", tolerance=tolerance)
        if decisive_comparison(check) is not None:
            rule = replace(rule, missing=missing, computed_by=computed_by)
        rules.append(rule)
    if where is not None:
        asked = mapped(where, _of_form)
        rules.append(Rule("w", "f", "row", rules[0].check, "", asked))
    pack = Pack(FORM, tuple(rules))
    submissions = [filled_form(FORM, {"f": [row]}) for row in held]
    try:
        plan = Plan(pack, submissions[0])
    except NoPlanError:
        return
    for row, submission in zip(held, submissions, strict=True):
        numbers = [each for each in row if isinstance(each, int | float)]
        assert len(numbers) == len(plan.slots)
        (evaluation,) = evaluate(pack, [submission])
        passes = plan.passes(numbers)
        if passes is not None:
            assert evaluation.findings == ()
            assert evaluation.passes == passes
        sure = plan.sureness(numbers)
        assert evaluate(pack, [submission], sure=[sure]) == (evaluation,)


AMOUNTS = form_of(
    form_table("r", ["x", "y", item("all", total=True)],
               [item("q1"), item("q2"), item("sum", total=True)], Values("amount", places=2, min=0))
)  # fmt: skip
RULES = (
    equals_rule(AMOUNTS, "r", "column", "sum", "sum(*)"),
    equals_rule(AMOUNTS, "r", "row", "all", "sum(*)"),
    rule_of(AMOUNTS, "q1 / sum <= 90%", "r", "row", name="share"),
    rule_of(AMOUNTS, "if y > 0 then x > 0", "r", "column", name="both"),
    rule_of(AMOUNTS, "q1 <= q2", "r", "row", "q1 > 10", name="large"),
    rule_of(AMOUNTS, "mean(x, y) * 2 = all", "r", "column", tolerance=Tolerance("rounding"),
            name="mean"),
)  # fmt: skip


def amounts(*figures: float) -> list[list[float]]:
    x, y, x2, y2 = figures
    rows = [[x, x2], [y, y2], [round(x + y, 2), round(x2 + y2, 2)]]
    return [[*row, round(sum(row), 2)] for row in rows]


def passes(form: Form, rows: list[list[float]], changed: list[list[float]]) -> object:
    plan = Plan(Pack(form, RULES), filled_form(form, {"r": rows}))
    return plan.passes([raw for row in changed for raw in row])


@pytest.mark.parametrize("figures", [(1, 2, 3, 4), (0.1, 0.2, 0.7, 12.35), (11.0, 12, 13.5, 19)])
def test_sound_amounts_surely_pass(figures: tuple[float, float, float, float]) -> None:
    rows = amounts(*figures)
    (evaluation,) = evaluate(Pack(AMOUNTS, RULES), [filled_form(AMOUNTS, {"r": rows})])
    assert evaluation.findings == ()
    assert passes(AMOUNTS, amounts(5, 6, 7, 8), rows) == evaluation.passes


@pytest.mark.parametrize("raw", [-0.01, 0.005, 3.01, 1e300, float("inf"), float("nan")])
def test_an_amount_that_is_wrong_does_not_pass(raw: float) -> None:
    rows = amounts(1, 2, 3, 4)
    rows[0][0] = raw
    assert passes(AMOUNTS, amounts(5, 6, 7, 8), rows) is None


@pytest.mark.parametrize(
    "cell", ["/", "12", "", "22件", True, None, float("nan")], ids=str
)  # fmt: skip
def test_there_is_no_plan_where_something_is_to_be_told(cell: Raw) -> None:
    form = form_of(form_table("r", ["x"], ["q1", "q2"], COUNT))
    with pytest.raises(NoPlanError):
        Plan(Pack(form, ()), filled_form(form, {"r": [[cell, 1]]}))


def test_what_does_not_pass_is_found_among_what_surely_does() -> None:
    rows = amounts(5, 6, 7, 8)
    plan = Plan(Pack(AMOUNTS, RULES), filled_form(AMOUNTS, {"r": rows}))
    rows[1][2] += 1
    submission = filled_form(AMOUNTS, {"r": rows})
    sure = plan.sureness([raw for row in rows for raw in row])
    assert sure is not None
    assert sure.cells
    (evaluation,) = evaluate(Pack(AMOUNTS, RULES), [submission], sure=[sure])
    assert (evaluation,) == evaluate(Pack(AMOUNTS, RULES), [submission])
    assert {each.rule for each in evaluation.findings} == {"r.sum", "r.all", "mean"}


YEARS = form_of(form_table("r", ["x", "y"], ["q1", "q2"], Values("amount", places=2)))
ACROSS = tuple(
    rule_of(YEARS, check, "r", "row", where, name=f"r{number}")
    for number, (check, where) in enumerate((
        ("q1 = prev(q2)", ""),
        ("q1 >= prev(q1) - prev(q2, 2)", ""),
        ("abs(q1 / prev(q1) - 1) <= 50%", "prev(q1) > 0"),
        ("sum(q1, q2) = prev(sum(q1, q2))", "q1 > 1"),
    ))
)  # fmt: skip


def test_rules_that_look_at_others_are_no_part_of_the_plan_for_one() -> None:
    submission = filled_form(YEARS, {"r": [[1, 2], [3, 4]]})
    assert Plan(Pack(YEARS, ACROSS), submission).passes([1, 2, 3, 4]) == ()


@given(st.lists(st.lists(_plain | _decimal, min_size=4, max_size=4), min_size=3, max_size=3))
def test_what_surely_passes_beside_others_does(years: list[list[float]]) -> None:
    filled = [filled_form(YEARS, {"r": [year[:2], year[2:]]}) for year in years]
    view = View(filled[0], filled.__getitem__)
    slots = dict.fromkeys(range(3), tuple(filled[0].readings))
    plan = PlanAcross(ACROSS, view, slots)
    (evaluation,) = evaluate_across(ACROSS, [view])
    passes = plan.passes([figure for year in years for figure in year])
    if passes is not None:
        assert not evaluation.findings
        assert evaluation.passes == passes
    elif all(isinstance(figure, int) for year in years for figure in year):
        assert evaluation.findings or any(not year[0] for year in years)


def test_there_is_no_plan_where_a_submission_is_lacking() -> None:
    view = View(filled_form(YEARS, {"r": [[1, 2], [3, 4]]}))
    with pytest.raises(NoPlanError):
        PlanAcross(ACROSS, view, {0: (), 1: ()})


def test_a_fraction_of_many_digits_is_left_to_the_interpreter() -> None:
    form = form_of(form_table("r", ["x"], ["q1", "q2"], Values("number")))
    pack = Pack(form, (rule_of(form, "q1 = q2", "r", "row"),))
    plan = Plan(pack, filled_form(form, {"r": [[1, 2]]}))
    assert plan.passes([1 / 3, 1 / 3]) is None
    assert plan.passes([0.25, 0.25]) == (("r", 1),)
