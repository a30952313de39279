"""Findings of records: by line and column, once for a cause; and aggregates."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from reportcheck.evaluating import Evaluation, evaluate
from reportcheck.finding import Kind, Verdict
from reportcheck.form import Form, Values
from reportcheck.number import Raw
from reportcheck.report import count
from reportcheck.rule import Rule, Severity, Tolerance
from tests.building import (
    AMOUNT,
    CODE,
    COUNT,
    NUMBER,
    TEXT,
    equals_rule,
    filled_form,
    filled_records,
    form_of,
    form_table,
    pack_of,
    records_table,
    rule_of,
    total_rule,
)
from tests.evaluating.test_findings import BOTH, evaluated, report_with

PAYMENTS: dict[str, Values] = {
    "agency": TEXT, "year": COUNT, "kind": replace(CODE, one_of=("A", "B")),
    "q1": AMOUNT, "q2": AMOUNT, "total": AMOUNT,
}  # fmt: skip


def payments(total: str = "") -> Form:
    return form_of(records_table("p", PAYMENTS, ["agency", "year"], total))


def rows_of(*rows: str) -> dict[str, list[Raw]]:
    cells = [row.split(",") for row in rows]
    return {name: [row[at] for row in cells] for at, name in enumerate(PAYMENTS)}


def of_records(form: Form, few: int, rows: tuple[str, ...], *rules: Rule) -> Evaluation:
    submission = filled_records(form, p=rows_of(*rows))
    return evaluate(pack_of(form, *rules), [submission], few=few)[0]


@BOTH
def test_records_are_found_by_physical_line_and_column(few: int) -> None:
    form = payments()
    evaluation = of_records(
        form,
        few,
        ("甲,2024,A,0.10,0.20,0.30", "乙,2024,B,1,1,3", "丙,2024,A,0,1,1"),
        equals_rule(form, "p", "column", "total", "q1 + q2"),
        rule_of(form, "if kind = 'A' then q1 > 0", "p", "row", name="kind-a"),
    )
    assert [(each.rule, str(each.at), each.row_label) for each in evaluation.findings] == [
        ("p.total", "F3", "乙 2024"),
        ("kind-a", "D4", "丙 2024"),
    ]
    condition = evaluation.findings[1].facts
    assert (condition["condition"], condition["requirement"]) == ("kind = 'A'", "q1 > 0")
    assert evaluation.passed == 4


@BOTH
def test_unknowns_of_one_rule_and_cause_are_one_finding_with_their_count(few: int) -> None:
    form = payments()
    evaluation = of_records(
        form,
        few,
        ("甲,1,A,,1,1", "乙,1,B,,1,1", "丙,1,A,x,1,1", "丁,1,A,1,,1"),
        equals_rule(form, "p", "column", "total", "q1 + q2"),
    )
    unknowns = [each for each in evaluation.findings if each.kind is Kind.RULE]
    assert sorted((each.reason, each.count, str(each.because[0].at)) for each in unknowns) == [
        ("blank", 1, "E5"),
        ("blank", 2, "D2"),
        ("not-a-number", 1, "D4"),
    ]
    assert count(evaluation.findings, evaluation.passed).unknown == 4


@BOTH
def test_text_in_a_number_column_is_never_a_pass(few: int) -> None:
    form = payments()
    evaluation = of_records(form, few, ("甲,1,A,x,1,1",), rule_of(form, "q1 >= 0", "p", "row"))
    assert evaluation.passed == 0
    assert [(each.rule, str(each.verdict)) for each in evaluation.findings] == [
        ("not-a-number", "fail"),
        ("r", "unknown"),
    ]


@BOTH
def test_a_total_row_is_checked_and_kept_out_of_everything_else(few: int) -> None:
    form = payments("agency = '合计'")
    rules = (
        equals_rule(form, "p", "column", "total", "q1 + q2"),
        total_rule("p"),
        rule_of(form, "total < 5", "p", "row", name="small"),
        rule_of(form, "count(p) = 2 and sum(p::q1) = 3", name="sums"),
    )
    good = ("甲,1,A,1,1,2", "乙,1,B,2,1,3", "合计,,,3,2,5")
    passes = tuple(zip((rule.id for rule in rules), (3, 3, 2, 1), strict=True))
    assert of_records(form, few, good, *rules) == Evaluation(3 + 3 + 2 + 1, (), passes=passes)
    evaluation = of_records(form, few, (*good[:2], "合计,,,3,3,5"), *rules)
    assert [(each.rule, str(each.at), each.right) for each in evaluation.findings] == [
        ("p.total_row", "E4", "2"),
        ("p.total", "F4", "6"),
    ]


@BOTH
def test_no_total_row_and_two_of_them_are_loud(few: int) -> None:
    form = payments("agency = '合计'")
    (none, *unknowns) = of_records(form, few, ("甲,1,A,1,1,2",), total_rule("p")).findings
    assert (none.rule, none.kind, none.severity) == (
        "missing-total-row", Kind.STRUCTURE, Severity.ERROR,
    )  # fmt: skip
    assert {each.because[0].finding for each in unknowns} == {"missing-total-row"}
    rows = ("甲,1,A,1,1,2", "合计,,,1,1,2", "合计,,,1,1,2")
    evaluation = of_records(form, few, rows, total_rule("p"))
    (two,) = [each for each in evaluation.findings if each.rule == "duplicate-row"]
    assert str(two.at) == "A4"
    assert {each.reason for each in evaluation.findings if each.kind is Kind.RULE} == {
        "duplicate-row"
    }


@BOTH
def test_a_rule_that_no_record_met_says_so(few: int) -> None:
    form = payments()
    rows = ("甲,1,A,1,1,2",)
    for rule in (
        rule_of(form, "if kind = 'B' then q1 > 0", "p", "row", name="some"),
        rule_of(form, "q1 > 0", "p", "row", "kind = 'B'", name="some"),
        rule_of(form, "required_if(q1, kind = 'B')", "p", "row", name="some"),
    ):
        (finding,) = of_records(form, few, rows, rule).unmet
        assert (finding.rule, finding.kind, finding.severity, finding.facts["rule"]) == (
            "matched-nothing", Kind.STRUCTURE, Severity.WARNING, "some",
        )  # fmt: skip
        met = of_records(form, few, ("甲,1,B,1,1,2",), rule)
        assert not met.unmet
        assert not met.findings
        assert met.met == {"some"}


@BOTH
def test_an_aggregate_whose_condition_picks_no_record_says_so(few: int) -> None:
    form = payments()
    rows = ("甲,1,A,0,1,1",)
    for check in ("sum(p::q1 where kind = 'B') <= 9", "1 > count(p where kind = 'B')"):
        rule = rule_of(form, check, "p", name="some")
        (note,) = of_records(form, few, rows, rule).unmet
        assert (note.rule, note.severity, note.facts["rule"], note.facts["what"]) == (
            "matched-nothing", Severity.INFO, "some", "aggregate",
        )  # fmt: skip
        met = of_records(form, few, ("甲,1,B,0,1,1",), rule)  # which adds up to nothing, too
        assert not met.unmet
        assert met.met == {"some"}
    none = rule_of(form, "count(p where kind = 'B') = 0", "p", name="none")
    assert not of_records(form, few, rows, none).unmet


@BOTH
def test_which_submissions_met_a_rule_is_told_of_each(few: int) -> None:
    form = payments()
    pack = pack_of(form, rule_of(form, "q1 > 0", "p", "row", "kind = 'B'"))
    submissions = [
        filled_records(form, p=rows_of("甲,1,A,1,1,2")),
        filled_records(form, p=rows_of("甲,1,B,1,1,2")),
    ]
    unmet, met = evaluate(pack, submissions, few=few)
    assert ([each.rule for each in unmet.unmet], unmet.met) == (["matched-nothing"], frozenset())
    assert (met.unmet, len(met.met)) == ((), 1)


@BOTH
def test_aggregates_are_unknown_where_a_record_is(few: int) -> None:
    form = payments()
    rules = (
        rule_of(form, "sum(p::q1) = 3", name="all"),
        rule_of(form, "sum(p::q1 where kind = 'B') = 2", name="some"),
        rule_of(form, "max(p::q2) = 1 and mean(p::total) = 1.5", name="others"),
        rule_of(form, "sum(p::q1 where year > 5) = 0", name="none"),
    )
    evaluation = of_records(form, few, ("甲,1,A,x,1,1", "乙,1,B,2,1,2"), *rules[:3], rules[3])
    unknown = {each.rule: each for each in evaluation.findings if each.kind is Kind.RULE}
    assert set(unknown) == {"all"}
    assert [(str(each.at), each.finding) for each in unknown["all"].because] == [
        ("D2", "not-a-number")
    ]
    assert evaluation.passed == 3


@BOTH
def test_division_by_zero_is_unknown_with_its_reason(few: int) -> None:
    form = payments()
    rule = rule_of(form, "q1 / q2 <= 2", "p", "row")
    evaluation = of_records(form, few, ("甲,1,A,1,0,1", "乙,1,B,2,1,2"), rule)
    (finding,) = evaluation.findings
    assert (finding.reason, evaluation.passed) == ("division-by-zero", 1)


@BOTH
def test_exactness_at_the_edges(few: int) -> None:
    columns = {"x": NUMBER, "y": NUMBER, "z": NUMBER}
    form = form_of(records_table("p", columns))
    cells: dict[str, list[Raw]] = {
        "x": ["0.3", "9007199254740993", "9223372036854775808", "10"],
        "y": ["0.1", "9007199254740992", "9223372036854775807", "9.5"],
        "z": ["0.2", "0", "1", "0.5"],
    }
    submission = filled_records(form, p=cells)
    for check in ("y + z = x", "sum(y, z) = x"):
        pack = pack_of(form, rule_of(form, check, "p", "row"))
        evaluation = evaluate(pack, [submission], few=few)[0]
        assert evaluation.passed == 3
        assert [(each.rule, each.at and each.at.row) for each in evaluation.findings] == [("r", 3)]


def test_the_tolerance_in_force_is_told() -> None:
    form = payments()
    rows = ("甲,1,A,1,1,3",)
    for tolerance, text in (
        (Tolerance(), None),
        (Tolerance("absolute", 0), None),
        (Tolerance("absolute", Fraction(1, 20)), "0.05"),
        (Tolerance("percent", Fraction(1, 100)), "1%"),
        (Tolerance("rounding"), "rounding"),
    ):
        rule = rule_of(form, "q1 + q2 = total", "p", "row", tolerance=tolerance)
        (finding,) = of_records(form, 1000, rows, rule).findings
        assert finding.tolerance == text


def test_a_suspended_rule_has_no_instances() -> None:
    form = payments()
    rule = replace(rule_of(form, "q1 > 5", "p", "row"), suspended=True)
    assert of_records(form, 1000, ("甲,1,A,1,1,2",), rule) == Evaluation(0, ())


@BOTH
def test_a_rule_at_fault_is_a_rule_error_and_no_crash(few: int) -> None:
    form = payments()
    rule = rule_of(form, "round(q1, 301) = 1", "p", "row")
    evaluation = of_records(form, few, ("甲,1,A,1,1,2", "乙,1,A,1,1,2"), rule)
    (finding,) = evaluation.findings
    assert (finding.verdict, finding.count) == (Verdict.RULE_ERROR, 2)
    assert finding.facts["error"] == "too-many-places"
    assert count(evaluation.findings, 0).rule_error == 2


def test_findings_stand_in_the_order_of_sheet_row_column_and_rule() -> None:
    evaluation = evaluated(report_with(0, 0, "x"), 1000)
    places = [(each.at.row, each.at.column, each.rule) for each in evaluation.findings if each.at]
    assert places == sorted(places)
    assert len(places) == len(evaluation.findings) == 3


def test_columns_beyond_one_sheet_of_counts() -> None:
    """A rule without ``each`` is a single instance, and reaches every table."""
    form = form_of(
        form_table("r", ["a"], ["x"], COUNT), records_table("p", {"n": COUNT, "k": CODE})
    )
    rule = rule_of(form, "r::a[x] = sum(p::n where k = 'A')")
    submission = filled_form(
        form, {"r": [[3]]}, {"p": {"n": ["1", "2", "9"], "k": ["A", "A", "B"]}}
    )
    assert evaluate(pack_of(form, rule), [submission])[0].passed == 1


@BOTH
def test_a_lacking_column_is_one_unknown_for_all_records_that_need_it(few: int) -> None:
    form = payments()
    rows = rows_of("甲,1,A,1,1,2", "乙,1,B,2,x,3", "丙,1,A,0,1,1")
    del rows["total"]
    submission = filled_records(form, p=rows)
    pack = pack_of(form, rule_of(form, "q1 > 0 and q2 > 0 and total > 0", "p", "row"))
    evaluation = evaluate(pack, [submission], few=few)[0]
    rules = [each for each in evaluation.findings if each.kind is Kind.RULE]
    assert [(str(each.verdict), each.reason, each.count) for each in rules] == [
        ("unknown", "missing-column", 1),
        ("unknown", "not-a-number", 1),
        ("fail", None, 1),
    ]
    assert [[cause.finding for cause in each.because] for each in rules[:2]] == [
        ["missing-column"],
        ["not-a-number", "missing-column"],
    ]
