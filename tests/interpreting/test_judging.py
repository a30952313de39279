"""How one instance of one rule ends."""

from __future__ import annotations

from fractions import Fraction

import pytest

from reportcheck.finding import Verdict
from reportcheck.form import BlankPolicy, Values
from reportcheck.interpreting import Judgement, judge
from reportcheck.number import Raw
from reportcheck.rule import Tolerance
from reportcheck.viewing import Place, View
from tests.building import (
    AMOUNT,
    CODE,
    DATE,
    NUMBER,
    TEXT,
    filled_records,
    form_of,
    records_table,
    rule_of,
)

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
COLUMNS = {"a": NUMBER, "b": NUMBER, "c": NUMBER, "t": TEXT, "k": CODE, "d": DATE, "m": AMOUNT}
CLEAN: dict[str, Raw] = {
    "a": "1", "b": "2", "c": "3", "t": "x y", "k": "A", "d": "2024-01-05", "m": "1.5",
}  # fmt: skip


def judged(
    check: str,
    where: str = "",
    tolerance: Tolerance | None = None,
    columns: dict[str, Values] | None = None,
    /,
    **cells: Raw,
) -> Judgement:
    """Judge a rule over one record, in which only the named cells differ from CLEAN."""
    form = form_of(records_table("t", COLUMNS | (columns or {})))
    rule = rule_of(form, check, "t", "row", where, tolerance)
    submission = filled_records(form, t={name: [raw] for name, raw in (CLEAN | cells).items()})
    return judge(rule, View(submission), Place(record=0))


@pytest.mark.parametrize(
    ("check", "verdict"),
    [
        ("a + b = c", PASS),
        ("sum(a, b) = c", PASS),
        ("a + b = c + 1", FAIL),
        ("-a + c = b", PASS),
        ("a < b and b < c", PASS),
        ("a > b or c >= 3", PASS),
        ("not a = 1", FAIL),
        ("a != 1", FAIL),
        ("mean(a, b, c) = 2", PASS),
        ("min(a, b) = 1 and max(b, c) = 3", PASS),
        ("round(a / c, 2) = 0.33", PASS),
        ("round(2.5) = c", PASS),
        ("round(-2.5) = -c", PASS),
        ("abs(a - c) = 2", PASS),
        ("t = 'x y'", PASS),
        ("t = 'x  y'", FAIL),
        ("matches(t, 'x.')", FAIL),
        ("matches(t, 'x .')", PASS),
        ("one_of(k, ['A', 'B'])", PASS),
        ("one_of(a, [2, 3])", FAIL),
        ("d = '2024-01-05'", PASS),
        ("d < '2024-01-05'", FAIL),
        ("if k = 'B' then a = 7", PASS),
        ("if k = 'A' then a = 7", FAIL),
        ("blank(t)", FAIL),
        ("filled(t)", PASS),
        ("count(a, b, t) = 3", PASS),
    ],
)
def test_known_values_decide(check: str, verdict: Verdict) -> None:
    assert judged(check).verdict is verdict


@pytest.mark.parametrize(
    ("check", "cells", "verdict", "reason"),
    [
        ("a + b = c", {"a": ""}, UNKNOWN, "blank"),
        ("a + b = c", {"a": "/"}, UNKNOWN, "placeholder"),
        ("a >= 0", {"a": "x"}, UNKNOWN, "not-a-number"),
        ("a = a", {"a": "x", "b": ""}, UNKNOWN, "not-a-number"),
        ("b + a = c", {"a": "x", "b": ""}, UNKNOWN, "blank"),
        ("a = 9 and b = 9", {"a": ""}, FAIL, None),
        ("a = 9 or b = 2", {"a": ""}, PASS, None),
        ("a = 9 or b = 9", {"a": ""}, UNKNOWN, "blank"),
        ("if a = 9 then b = 2", {"a": ""}, PASS, None),
        ("if a = 9 then b = 3", {"a": ""}, UNKNOWN, "blank"),
        ("if b = 3 then a = 9", {"a": ""}, PASS, None),
        ("blank(a)", {"a": ""}, PASS, None),
        ("filled(a)", {"a": "/"}, PASS, None),
        ("filled(a)", {"a": "x"}, UNKNOWN, "not-a-number"),
        ("blank(d)", {"d": "soon"}, UNKNOWN, "not-a-date"),
        ("all_or_none(a, b)", {"a": ""}, FAIL, None),
        ("all_or_none(a, b)", {"a": "", "b": ""}, PASS, None),
        ("all_or_none(a, b, c)", {"a": "", "c": "x"}, FAIL, None),
        ("all_or_none(a, b)", {"a": "x"}, UNKNOWN, "not-a-number"),
        ("at_least_one(a, b)", {"a": "x"}, PASS, None),
        ("at_least_one(a, b)", {"a": "x", "b": ""}, UNKNOWN, "not-a-number"),
        ("required_if(t, k = 'A')", {"t": ""}, FAIL, None),
        ("required_if(t, k = 'B')", {"t": ""}, PASS, None),
        ("required_if(t, k = 'A')", {"k": ""}, PASS, None),
        ("a / b = 1", {"b": "0"}, UNKNOWN, "division-by-zero"),
        ("count(a, b, c) = 2", {"a": ""}, PASS, None),
        ("count(a, b, c) = 3", {"a": "/"}, PASS, None),
        ("count(a, b, c) = 3", {"a": "x"}, UNKNOWN, "not-a-number"),
    ],
)
def test_what_is_not_known_stays_unknown_unless_the_rest_decides(
    check: str, cells: dict[str, Raw], verdict: Verdict, reason: str | None
) -> None:
    judgement = judged(check, **cells)
    assert judgement.verdict is verdict
    assert [lack.reason for lack in judgement.lacks[:1]] == ([reason] if reason else [])


def test_the_causes_name_the_cells_in_the_order_of_the_formula() -> None:
    judgement = judged("c = b + a", a="", b="x")
    assert [(str(each.cause.at), each.cause.finding) for each in judgement.lacks] == [
        ("B2", "not-a-number"),
        ("A2", "blank"),
    ]


def test_a_declared_mark_and_a_permitted_blank_are_nobodys_fault() -> None:
    marked = Values("number", marks=(("x", "suppressed"),), blank=BlankPolicy.UNKNOWN)
    for raw in ("x", ""):
        judgement = judged("a = 1", "", None, {"a": marked}, a=raw)
        assert judgement.verdict is UNKNOWN
        assert all(lack.cause.blameless for lack in judgement.lacks)
    assert not judged("a = 1", "", None, {"a": marked}, a="?").lacks[0].cause.blameless


def test_a_blank_counts_as_zero_only_where_that_is_declared() -> None:
    zero = Values("number", blank=BlankPolicy.ZERO)
    assert judged("a + b = 2", "", None, {"a": zero}, a="").verdict is PASS
    assert judged("blank(a)", "", None, {"a": zero}, a="").verdict is PASS


def test_a_false_where_is_no_instance_and_an_unknown_where_is_unknown() -> None:
    assert judged("a = 1", "k = 'B'").verdict is None
    assert judged("a = 1", "k = 'A'").verdict is PASS
    assert judged("a = 1", "k = 'A'", k="").verdict is UNKNOWN


def test_arithmetic_is_exact() -> None:
    assert judged("a + b = c", a="0.1", b="0.2", c="0.3").verdict is PASS
    assert judged("a = b", a="9007199254740993", b="9007199254740992").verdict is FAIL
    judgement = judged("a + b = c", a="9999999999999999999999.01", b="0.01", c="1e22")
    assert judgement.difference == Fraction(-98, 100)


def test_the_noise_of_a_double_is_given_room_and_nothing_else_is() -> None:
    noisy = 1 / 3
    assert judged("a * 3 = 1", a=noisy).verdict is PASS
    assert judged("a * 3 < 1", a=noisy).verdict is FAIL
    assert judged("a = 0.3333333333", a=noisy).verdict is FAIL
    assert judged("a = 0.333333333333333", a="0.3333333333333333").verdict is FAIL


@pytest.mark.parametrize(
    ("check", "tolerance", "verdict"),
    [
        ("a + b = 3.05", Tolerance("absolute", Fraction(5, 100)), PASS),
        ("a + b = 3.06", Tolerance("absolute", Fraction(5, 100)), FAIL),
        ("a + b != 3.05", Tolerance("absolute", Fraction(5, 100)), FAIL),
        ("c <= 2.95", Tolerance("absolute", Fraction(5, 100)), PASS),
        ("c >= 3.05", Tolerance("absolute", Fraction(5, 100)), PASS),
        ("c < 2.95", Tolerance("absolute", Fraction(5, 100)), FAIL),
        ("c < 2.96", Tolerance("absolute", Fraction(5, 100)), PASS),
        ("c > 3.05", Tolerance("absolute", Fraction(5, 100)), FAIL),
        ("c > 3.04", Tolerance("absolute", Fraction(5, 100)), PASS),
        ("c = -3.03", Tolerance("percent", Fraction(1, 100)), FAIL),
        ("-c = -3.03", Tolerance("percent", Fraction(1, 100)), PASS),
        ("if a > 0.99 then b = 2.01", Tolerance("absolute", Fraction(5, 100)), PASS),
        # The condition is met or not; only what is required has room.
        ("if a = 1.01 then b = 5", Tolerance("absolute", Fraction(5, 100)), PASS),
    ],
)
def test_tolerance_is_closed_and_widens_what_is_required(
    check: str, tolerance: Tolerance, verdict: Verdict
) -> None:
    assert judged(check, "", tolerance).verdict is verdict


def test_rounding_gives_half_a_unit_for_every_term() -> None:
    rounding = Tolerance("rounding")
    two = Values("amount", places=2)
    columns = {"a": two, "b": two, "c": two}
    for total, verdict in (("3.01", PASS), ("3.015", PASS), ("3.016", FAIL)):
        assert judged("a + b = c", "", rounding, columns, c=total).verdict is verdict
    # b is on both sides: what cancels was not rounded.
    assert judged("a + b = b + c", "", rounding, columns, c="1.01").verdict is PASS
    assert judged("a + b = b + c", "", rounding, columns, c="1.011").verdict is FAIL
    assert judged("2 * a = c", "", rounding, columns, c="2.015").verdict is PASS
    assert judged("2 * a = c", "", rounding, columns, c="2.016").verdict is FAIL


def test_left_right_and_difference_are_those_of_the_comparison() -> None:
    judgement = judged("if k = 'A' then a + b = c + 1")
    assert (judgement.left, judgement.right, judgement.difference) == (3, 4, -1)
    assert judged("matches(t, 'y')").left is None


def test_a_rule_that_means_nothing_is_a_rule_error() -> None:
    form = form_of(records_table("t", COLUMNS))
    rule = rule_of(form, "round(a, 301) = 1", "t", "row")
    submission = filled_records(form, t={name: [raw] for name, raw in CLEAN.items()})
    judgement = judge(rule, View(submission), Place(record=0))
    assert (judgement.verdict, judgement.error) == (Verdict.RULE_ERROR, "too-many-places")
