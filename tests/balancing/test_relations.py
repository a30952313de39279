"""The linear view says what the formulas say, of any formula that it takes on."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reportcheck import rulefile
from reportcheck.balancing import Figure, Relation, Row, blank_view, holds, relation, relations
from reportcheck.finding import Verdict
from reportcheck.formula import EACH, TOTAL, Node
from reportcheck.interpreting import judge
from reportcheck.number import Raw
from reportcheck.rule import Rule, Tolerance
from reportcheck.viewing import Place, View
from tests.building import (
    ABSENT,
    AMOUNT,
    COUNT,
    NUMBER,
    TEXT,
    equals_rule,
    filled_form,
    filled_records,
    form_of,
    form_table,
    item,
    pack_of,
    records_of,
    records_table,
    rule_of,
    total_rule,
)
from tests.formulas import FORM, conditions, tables, tolerances


@given(check=conditions, where=st.none() | conditions, tolerance=tolerances, filled=tables(most=4))
def test_rows_and_formulas_agree(
    check: Node,
    where: Node | None,
    tolerance: Tolerance,
    filled: tuple[str | None, dict[str, list[Raw]]],
) -> None:
    _, columns = filled
    assume(all(isinstance(raw, str | None) for held in columns.values() for raw in held))
    submission = filled_records(FORM, t=columns)
    rule = Rule("r", "t", "row", check, "", where, tolerance=tolerance)
    view = View(submission)
    for record in range(len(submission.records["t"])):
        place = Place(record=record)
        verdict = judge(rule, view, place).verdict
        found = relation(rule, view, place)
        if found is None or verdict in {Verdict.UNKNOWN, Verdict.RULE_ERROR}:
            continue
        assert holds(found, view, place) is (verdict is not Verdict.FAIL)


def rows_of(relation: Relation | None) -> list[list[tuple[dict[str, int], int | None, int | None]]]:
    """Return the alternatives of a relation, each row by the names of its columns."""
    assert relation is not None
    return [
        [
            ({_name(term): factor for term, factor in atom.terms}, atom.low, atom.high)
            for atom in atoms
            if isinstance(atom, Row)
        ]
        for atoms in relation.alternatives
    ]


def _name(term: object) -> str:
    assert isinstance(term, Figure)
    return f"{term.column}'" if term.period else term.column


RECORDS = form_of(
    records_table("t", {"q1": AMOUNT, "q2": AMOUNT, "total": AMOUNT, "n": COUNT, "kind": TEXT})
)


@pytest.mark.parametrize(
    ("check", "tolerance", "expected"),
    [
        ("q1 + q2 = total", None, [[({"q1": 1, "q2": 1, "total": -1}, 0, 0)]]),
        ("q1 / 2 + 0.5 = total", None, [[({"q1": 1, "total": -2}, -1, -1)]]),
        ("q1 <= total", None, [[({"q1": 1, "total": -1}, None, 0)]]),
        ("n != 3", None, [[({"n": 1}, None, 3)], [({"n": 1}, 3, None)]]),
        (
            "q1 + q2 = total",
            Tolerance("rounding"),
            [[({"q1": 200, "q2": 200, "total": -200}, -3, 3)]],
        ),
        (
            "q1 = q2",
            Tolerance("percent", Fraction(1, 10)),
            [
                [
                    ({"q2": 1}, 0, None),
                    ({"q1": 10, "q2": -11}, None, 0),
                    ({"q1": 10, "q2": -9}, 0, None),
                ],
                [
                    ({"q2": -1}, 0, None),
                    ({"q1": 10, "q2": -9}, None, 0),
                    ({"q1": 10, "q2": -11}, 0, None),
                ],
            ],
        ),
        (
            "abs(q1 - q2) <= 5",
            None,
            [
                [({"q1": 1, "q2": -1}, 0, None), ({"q1": 1, "q2": -1}, None, 5)],
                [({"q1": -1, "q2": 1}, 0, None), ({"q1": -1, "q2": 1}, None, 5)],
            ],
        ),
        ("if n > 0 then q1 > 0", None, [[({"n": 1}, None, 0)], [({"q1": 1}, 0, None)]]),
    ],
)
def test_a_formula_has_its_rows(check: str, tolerance: Tolerance | None, expected: object) -> None:
    rule = rule_of(RECORDS, check, "t", "row", tolerance=tolerance)
    assert rows_of(relation(rule, blank_view(RECORDS), Place(record=0))) == expected


@pytest.mark.parametrize(
    "check", ["q1 * q2 = total", "total / q1 = 2", "round(q1) = total", "filled(q1)", "unique(n)"]
)
def test_what_is_not_linear_has_no_relation(check: str) -> None:
    rule = rule_of(RECORDS, check, "t", "row")
    assert relation(rule, blank_view(RECORDS), Place(record=0)) is None


def test_every_relation_of_the_annual_report_is_there() -> None:
    (gir,) = rulefile.find("gir@2021.1")
    found = relations(gir)
    assert len(found) == 51
    assert all(each.row is not None and each.row.is_equation for each in found)
    assert sum(1 for each in found if not each.rule.across) == 42


def test_a_total_row_adds_up_the_figures_of_its_records() -> None:
    table = records_table("t", {"who": TEXT, "a": AMOUNT}, total="who = 'all'")
    form = form_of(table)
    submission = filled_records(form, t={"who": ["x", "y", "all"], "a": ["1", "2", "3"]})
    view = View(submission)
    view.total_rows["t"] = (2,)
    found = relation(total_rule("t"), view, Place(item="a"))
    assert found is not None
    assert found.row == Row(
        (
            (Figure("t", None, "a", 2), 1),
            (Figure("t", None, "a", 0), -1),
            (Figure("t", None, "a", 1), -1),
        ),
        0,
        0,
    )
    blank = relation(total_rule("t"), blank_view(form), Place(item="a"))
    assert blank is not None
    assert blank.row is not None
    assert blank.row.terms[0][0] == Figure("t", TOTAL, "a")


def test_the_sum_of_some_records_has_those_that_are_chosen() -> None:
    form = form_of(
        form_table("f", ["r"], ["sum"], NUMBER), records_table("t", {"who": TEXT, "a": AMOUNT})
    )
    rule = rule_of(form, "f::r[sum] = sum(t::a where who = 'x')")
    submission = filled_form(form, {"f": [[3]]}, {"t": {"who": ["x", "y", "x"], "a": [1, 5, 2]}})
    found = relation(rule, View(submission), Place())
    assert found is not None
    assert [term for term, _ in found.row.terms][1:] == [  # type: ignore[union-attr]
        Figure("t", None, "a", 0),
        Figure("t", None, "a", 2),
    ]
    assert holds(found, View(submission), Place())


def test_an_optional_item_that_is_absent_is_in_no_sum() -> None:
    form = form_of(form_table("f", [item("o", optional=True), "a", item("all", total=True)], ["x"]))
    rule = equals_rule(form, "f", "row", "all", "sum(*)")
    view = View(filled_form(form, {"f": [[ABSENT], [1], [2]]}))
    found = relation(rule, view, Place(item="x"))
    assert found is not None
    assert [term.row for term in found.figures() if isinstance(term, Figure)] == ["all", "a"]
    assert holds(found, view, Place(item="x")) is False


def test_a_record_is_like_any_other() -> None:
    rule = rule_of(RECORDS, "q1 + q2 = total", "t", "row")
    columns = {"q1": ["1", "1"], "q2": ["2", "2"], "total": ["3", "4"], "n": ["", ""]}
    view = View(filled_records(RECORDS, t={**columns, "kind": ["", ""]}))
    found = relation(rule, view, Place(record=0))
    assert found is not None
    assert {term.row for term in found.figures() if isinstance(term, Figure)} == {EACH}
    assert [holds(found, view, Place(record=each)) for each in range(2)] == [True, False]


def test_a_rule_that_looks_at_nothing_that_is_there_has_no_relation() -> None:
    pack = pack_of(RECORDS, rule_of(RECORDS, "q1 = q2", "t", "row"))
    assert len(relations(pack)) == 1
    assert records_of(RECORDS.by_id["t"], {}).lines == range(2, 2)
