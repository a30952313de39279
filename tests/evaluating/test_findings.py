"""What a finding says of a rule: where, what was compared, why it is not known, what passes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportcheck.evaluating import Evaluation, evaluate, evaluate_across
from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.form import Item
from reportcheck.report import count
from reportcheck.rule import Rule, Severity
from reportcheck.viewing import View
from tests.building import (
    ABSENT,
    MISSING,
    equals_rule,
    filled_form,
    form_of,
    form_table,
    item,
    only,
    pack_of,
    rule_of,
)

BOTH = pytest.mark.parametrize("few", [0, 1000])
"""By columns, and one by one."""
COLUMNS: list[Item | str] = ["自然人", "法人", item("总计", total=True)]
BALANCE = form_of(form_table("三", ["新收", "上年结转", "办理", "结转下年"], COLUMNS))
BALANCE_RULES = (
    rule_of(BALANCE, "新收 + 上年结转 = 办理 + 结转下年", "三", "column", name="收办平衡"),
    equals_rule(BALANCE, "三", "column", "总计", "sum(*)"),
)
RIGHT: list[list[object]] = [[3, 1, 4], [2, 0, 2], [4, 1, 5], [1, 0, 1]]


def report_with(row: int, column: int, raw: object) -> list[list[object]]:
    rows = [list(each) for each in RIGHT]
    rows[row][column] = raw
    return rows


def evaluated(rows: list[list[object]], few: int, *rules: Rule) -> Evaluation:
    submission = filled_form(BALANCE, {"三": rows})
    return evaluate(pack_of(BALANCE, *(rules or BALANCE_RULES)), [submission], few=few)[0]


@BOTH
def test_a_right_report_passes_every_instance(few: int) -> None:
    evaluation = evaluated(RIGHT, few)
    assert (evaluation.passed, evaluation.findings) == (7, ())
    assert sum(passed for _, passed in evaluation.passes) == 7


@BOTH
def test_a_changed_figure_is_found_by_every_relation_it_breaks_and_no_other(few: int) -> None:
    evaluation = evaluated(report_with(1, 0, 7), few)
    assert evaluation.passed == 5
    balance, total = evaluation.findings
    assert (balance.rule, str(balance.at), balance.row, balance.column) == (
        "收办平衡", "三!B2", "新收", "自然人",
    )  # fmt: skip
    assert (total.rule, str(total.at)) == ("三.总计", "三!D3")
    assert (total.left, total.right, total.difference) == ("2", "7", "-5")
    assert (total.row_label, total.column_label) == ("上年结转", "总计")
    assert [(str(each.at), each.side, each.value) for each in total.witnesses] == [
        ("三!D3", "left", "2"),
        ("三!B3", "right", "7"),
        ("三!C3", "right", "0"),
    ]
    assert total.spelling is not None
    assert total.spelling.right_figures == "7 + 0"
    assert [str(each.at) for each in total.context] == ["三!D2", "三!B2", "三!C2"]
    assert (total.origin, total.facts["subject"]) == ("equals", "总计")


@BOTH
def test_one_blank_cell_is_one_finding_and_the_cause_of_what_needs_it(few: int) -> None:
    evaluation = evaluated(report_with(2, 2, ""), few)
    findings = {each.rule: each for each in evaluation.findings}
    assert set(findings) == {"blank", "收办平衡", "三.总计"}
    assert findings["blank"].kind is Kind.CELL
    for rule in ("收办平衡", "三.总计"):
        unknown = findings[rule]
        assert (unknown.verdict, unknown.reason) == (Verdict.UNKNOWN, "blank")
        assert [(str(each.at), each.finding) for each in unknown.because] == [("三!D4", "blank")]
        assert (unknown.left, unknown.right, unknown.difference) == (None, None, None)
    assert evaluation.passed == 5
    counts = count(evaluation.findings, evaluation.passed)
    assert (counts.fail, counts.unknown, counts.cell) == (0, 2, 1)


@BOTH
def test_two_changes_that_cancel_in_a_total_are_found_by_the_other_axis(few: int) -> None:
    rows = report_with(0, 0, 4)
    rows[0][1] = 0
    assert {(each.rule, str(each.at)) for each in evaluated(rows, few).findings} == {
        ("收办平衡", "三!B2"),
        ("收办平衡", "三!C2"),
    }


@BOTH
def test_an_absent_optional_row_gives_no_instance_and_is_left_out_of_sums(few: int) -> None:
    rows: list[Item | str] = ["a", item("b", optional=True), item("all", total=True)]
    form = form_of(form_table("r", rows, ["x", "y", item("sum", total=True)]))
    rules = (
        equals_rule(form, "r", "row", "all", "sum(*)"),
        equals_rule(form, "r", "column", "sum", "sum(*)"),
        rule_of(form, "b <= a", "r", "column", name="named"),
    )
    cells: list[list[object]] = [[1, 2, 3], [ABSENT, ABSENT, ABSENT], [1, 2, 3]]
    evaluation = evaluate(pack_of(form, *rules), [filled_form(form, {"r": cells})], few=few)[0]
    assert evaluation.passed == 5
    assert [(each.rule, each.reason) for each in evaluation.findings] == [("named", "absent")] * 3


@BOTH
def test_a_missing_row_is_the_cause_of_what_needs_it(few: int) -> None:
    rows = [list(each) for each in RIGHT]
    rows[3] = [MISSING, MISSING, MISSING]
    found = evaluated(rows, few).findings
    assert {(each.rule, each.reason) for each in found} == {
        ("收办平衡", "missing-row"),
        ("三.总计", "missing-row"),
    }
    submission = replace(
        filled_form(BALANCE, {"三": rows}),
        structure=(
            Finding(
                "duplicate-row", Severity.ERROR, Verdict.FAIL, Kind.STRUCTURE, "三", "结转下年"
            ),
        ),
    )
    found = evaluate(pack_of(BALANCE, *BALANCE_RULES), [submission], few=few)[0].findings
    assert {each.reason for each in found} == {"duplicate-row"}


# The period before

YEARLY = rule_of(BALANCE, "上年结转 = prev(结转下年)", "三", "column", name="结转衔接")


@BOTH
def test_rules_that_look_back_take_no_part_in_what_a_report_shows_alone(few: int) -> None:
    evaluation = evaluated(RIGHT, few, YEARLY)
    assert (evaluation.passed, evaluation.findings, evaluation.passes) == (0, (), ())


@BOTH
def test_rules_that_look_back_name_the_other_file(few: int) -> None:
    before = replace(
        filled_form(BALANCE, {"三": report_with(3, 0, 2)}), path="2023.xlsx", period="2023"
    )
    later = filled_form(BALANCE, {"三": RIGHT})
    pack = pack_of(BALANCE, YEARLY)
    views = [View(later, only(before)), View(later, only(None))]
    first, second = evaluate_across(pack.across, views, few=few)
    assert first.passed == 2
    (finding,) = first.findings
    assert (str(finding.at), finding.left, finding.right) == ("三!D3", "2", "1")
    assert {each.reason for each in second.findings} == {"no-prior-period"}
    assert len(second.findings) == 3
    assert finding.spelling is not None
    assert finding.spelling.right_cells == "[2023]三!D5"
    assert [(each.path, each.period) for each in finding.witnesses] == [
        (None, None),
        ("2023.xlsx", "2023"),
    ]
