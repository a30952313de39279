"""However many there are, the findings are those of judging each place by itself."""

from __future__ import annotations

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from reportcheck.evaluating import evaluate, evaluate_across
from reportcheck.form import BlankPolicy, Form, Item, Values
from reportcheck.formula import Node
from reportcheck.number import Raw
from reportcheck.rule import Pack, Rule, Tolerance
from reportcheck.submission import Submission
from reportcheck.viewing import View
from tests.building import (
    ABSENT,
    COUNT,
    MISSING,
    TEXT,
    equals_rule,
    filled_form,
    filled_records,
    form_of,
    form_table,
    item,
    only,
    pack_of,
    records_of,
    records_table,
    rule_of,
    total_rule,
)
from tests.formulas import FORM, conditions, tables, tolerances

MANY = 10**9


@settings(max_examples=60, deadline=None)
@given(tables(), st.lists(st.tuples(conditions, tolerances), min_size=1, max_size=3), conditions)
def test_records(
    table: tuple[str | None, dict[str, list[Raw]]],
    checks: list[tuple[Node, Tolerance]],
    where: Node,
) -> None:
    sheet, columns = table
    submission = Submission(FORM, "f", {}, {"t": records_of(FORM.by_id["t"], columns, sheet)})
    rules = tuple(
        Rule(name, "t", "row", check, "", tolerance=tolerance)
        for name, (check, tolerance) in zip(string.ascii_letters, checks, strict=False)
    )
    pack = Pack(FORM, (*rules, Rule("w", "t", "row", rules[0].check, "", where)))
    assert evaluate(pack, [submission], few=0) == evaluate(pack, [submission], few=MANY)


ZERO = Values("count", places=0, blank=BlankPolicy.ZERO)
ROWS: list[Item | str] = ["new", "old", item("done", optional=True), item("all", total=True)]
REPORT = form_of(
    form_table("r", ROWS, [item("x", COUNT), item("y", ZERO), item("sum", COUNT, total=True)]),
    records_table("t", {"who": TEXT, "n": COUNT}, total="who = 'all'"),
)
REPORT_RULES = (
    equals_rule(REPORT, "r", "column", "sum", "sum(*)"),
    equals_rule(REPORT, "r", "row", "all", "sum(*)"),
    rule_of(REPORT, "new >= old", "r", "column", name="order"),
    rule_of(REPORT, "x = prev(x)", "r", "row", name="before"),
    rule_of(REPORT, "mean(new, done) <= all", "r", "column", "old > 0", name="mean"),
    rule_of(REPORT, "round(new / old) = 1", "r", "column", name="ratio"),
    rule_of(REPORT, "r::all[sum] = sum(t::n)", name="across"),
    rule_of(REPORT, "count(t where n > 1) <= r::new[x]", name="some"),
    rule_of(REPORT, "n <= r::all[sum]", "t", "row", name="each"),
    total_rule("t"),
)
_figures = st.sampled_from(["", "0", "1", "2", "3", "x", "/", MISSING, "10000000000000000000"])


@st.composite
def reports(draw: st.DrawFn, form: Form = REPORT) -> Submission:
    rows = [draw(st.lists(_figures, min_size=3, max_size=3)) for _ in ROWS]
    if draw(st.booleans()):
        rows[2] = [ABSENT, ABSENT, ABSENT]
    names = draw(st.lists(st.sampled_from(["a", "b", "all"]), max_size=4))
    figures: list[Raw] = [draw(st.sampled_from(["0", "1", "2", "", "x"])) for _ in names]
    return filled_form(form, {"r": rows}, {"t": {"who": list(names), "n": figures}})


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(reports(), st.none() | reports()), min_size=1, max_size=4))
def test_forms(pairs: list[tuple[Submission, Submission | None]]) -> None:
    pack = pack_of(REPORT, *REPORT_RULES)
    submissions, earlier = [one for one, _ in pairs], [only(other) for _, other in pairs]
    assert evaluate(pack, submissions, few=0) == evaluate(pack, submissions, few=MANY)
    seen = [*map(View, submissions, earlier)]
    few, many = (evaluate_across(pack.across, seen, few=few) for few in (0, MANY))
    assert few == many


def test_more_records_than_a_few_find_the_same_by_line() -> None:
    table = records_table("t", {"who": TEXT, "n": COUNT}, key=("who",))
    form = form_of(table)
    pack = pack_of(form, rule_of(form, "n < 5000", "t", "row"))
    submission = filled_records(
        form,
        t={"who": [f"w{each % 5000}" for each in range(5001)], "n": list(map(str, range(5001)))},
    )
    evaluation = evaluate(pack, [submission])[0]
    assert evaluation.passed == 5000
    assert [(each.rule, str(each.at)) for each in evaluation.findings] == [
        ("duplicate-key", "A5002"),
        ("r", "B5002"),
    ]
