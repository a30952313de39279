"""What the agencies below one come to together, and how that is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from reportcheck.below import Child
from reportcheck.finding import Finding, Verdict
from reportcheck.form import Values
from reportcheck.hierarchy.below import Below, asked_by
from reportcheck.interpreting import Judgement, judge
from reportcheck.number import Raw
from reportcheck.rule import Each, Rule, Tolerance
from reportcheck.submission import Submission
from reportcheck.telling import tell
from reportcheck.viewing import Place, View
from reportcheck.wording import sentences
from tests.building import (
    ABSENT,
    TEXT,
    filled_form,
    form_of,
    form_table,
    item,
    records_table,
    rule_of,
)

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
TABLE = form_table(
    "t", ["新收", item("结转", optional=True)], ["自然人", "总计", item("备注", TEXT)]
)
FORM = form_of(TABLE)
RECORDS = form_of(
    records_table("p", {"kind": TEXT, "paid": Values("amount", places=2)}),
    form_table("t", ["支出"], ["金额"], Values("amount", places=2)),
)
CHILDREN = ("乙局", "丙局", "丁局")


def filled(raw: Raw, *, carried: bool = False) -> Submission:
    """A report with one total that matters, in its first row or in the optional second one."""
    cells: list[object] = ["0", raw, "备注"]
    rows: list[list[object]] = (
        [["0", "0", ""], cells] if carried else [cells, [ABSENT, ABSENT, ABSENT]]
    )
    return filled_form(FORM, {"t": rows})


def view_of(own: Raw, *below: Raw) -> View:
    """A city with agencies below it; None is one without a report."""
    return seen(filled(own), [None if each is None else filled(each) for each in below])


def seen(own: Submission, below: Sequence[Submission | None]) -> View:
    reports = [
        None if each is None else replace(each, path=f"{name}.xlsx", period="2024")
        for name, each in zip(CHILDREN, below, strict=False)
    ]
    children = [
        Child(number, CHILDREN[number], None, None, "missing-child")
        if each is None
        else Child(number, CHILDREN[number], each.path, "2024")
        for number, each in enumerate(reports)
    ]

    def opened(number: int) -> Submission:
        report = reports[number]
        assert report is not None
        return report

    view = View(own)
    view.below = Below(children, opened)
    return view


def a_rule(check: str, each: Each = "cell", tolerance: Tolerance | None = None) -> Rule:
    return rule_of(FORM, check, "t", each, tolerance=tolerance)


HERE = Place(item="总计", row="新收")


def judged(check: str, view: View, tolerance: Tolerance | None = None) -> Judgement:
    return judge(a_rule(check, tolerance=tolerance), view, HERE)


def told(check: str, view: View) -> Finding:
    rule = a_rule(check)
    return tell(rule, view, HERE, judge(rule, view, HERE))


@pytest.mark.parametrize(
    ("check", "own", "verdict"),
    [
        ("cell = sum(children(cell))", "9", PASS),
        ("cell = sum(children(cell))", "8", FAIL),
        ("cell >= max(children(cell))", "4", PASS),
        ("cell <= min(children(cell))", "3", FAIL),
        ("cell = mean(children(cell))", "3", PASS),
        ("cell = count(children(cell))", "3", PASS),
        ("cell = sum(children(cell), 1)", "10", PASS),
        ("cell = sum(children(cell * 2))", "18", PASS),
        ("cell = sum(children(新收[总计])) - 9", "0", PASS),
        ("cell = sum(children(cell)) or cell = 1", "1", PASS),
    ],
)
def test_what_the_agencies_below_come_to(check: str, own: str, verdict: Verdict) -> None:
    assert judged(check, view_of(own, "2", "3", "4")).verdict is verdict


def test_an_agency_without_a_report_makes_the_sum_unknown() -> None:
    found = judged("cell = sum(children(cell))", view_of("5", "2", None, "3"))
    assert found.verdict is UNKNOWN
    assert [(each.reason, each.cause.finding) for each in found.lacks] == [
        ("missing-child", "missing-child")
    ]


def test_what_an_agency_left_blank_is_the_cause_in_its_own_report() -> None:
    finding = told("cell = sum(children(cell))", view_of("5", "2", "", "3"))
    assert (finding.verdict, finding.reason) == (UNKNOWN, "blank")
    (cause,) = finding.because
    assert (cause.agency, cause.path, cause.finding) == ("丙局", "丙局.xlsx", "blank")
    assert "丙局" in sentences(finding, "zh").message
    assert "丙局" in sentences(finding, "en").fix


def test_a_blank_is_counted_as_not_filled() -> None:
    assert judged("cell = count(children(cell))", view_of("2", "2", "", "3")).verdict is PASS


def test_without_knowing_who_is_below_nothing_is_known() -> None:
    found = judged("cell = sum(children(cell))", View(filled("1")))
    assert (found.verdict, found.lacks[0].reason) == (UNKNOWN, "no-children")


def test_an_optional_row_that_an_agency_does_without_adds_nothing() -> None:
    place = Place(item="总计", row="结转")
    rule = a_rule("cell = sum(children(cell))")
    both = [filled("2", carried=True), filled("3", carried=True)]
    assert judge(rule, seen(filled("5", carried=True), both), place).verdict is PASS
    one = [filled("7"), filled("5", carried=True)]
    assert judge(rule, seen(filled("5", carried=True), one), place).verdict is PASS


def test_figures_rounded_one_by_one_may_differ_by_half_a_unit_each() -> None:
    values = Values("amount", places=1)
    form = form_of(form_table("t", ["a"], ["x"], values))
    rule = rule_of(form, "cell = sum(children(cell))", "t", "cell", tolerance=Tolerance("rounding"))

    def verdict(own: str) -> Verdict | None:
        below = [filled_form(form, {"t": [["1.1"]]})] * 3
        view = seen(filled_form(form, {"t": [[own]]}), below)
        return judge(rule, view, Place("x", row="a")).verdict

    assert [verdict(own) for own in ("3.5", "3.1", "3.6")] == [PASS, PASS, FAIL]


def test_a_difference_is_told_with_the_value_of_each_agency() -> None:
    finding = told("cell = sum(children(cell))", view_of("12", "2", "3", "4"))
    assert [(each.agency, each.path, each.period, each.value) for each in finding.witnesses] == [
        (None, None, None, "12"),
        ("乙局", "乙局.xlsx", "2024", "2"),
        ("丙局", "丙局.xlsx", "2024", "3"),
        ("丁局", "丁局.xlsx", "2024", "4"),
    ]
    assert finding.spelling is not None
    assert finding.spelling.right_cells == "乙局 + 丙局 + 丁局"
    assert finding.spelling.right_figures == "2 + 3 + 4"
    said = sentences(finding, "zh")
    assert "不等于 3 个下级单位之和" in said.message
    assert "乙局 + 丙局 + 丁局 = 2 + 3 + 4 = 9" in said.arithmetic
    assert "（多 3）" in said.arithmetic
    assert "9" in said.fix


def test_records_of_the_agencies_below_are_added_up_in_each() -> None:
    rule = rule_of(RECORDS, "支出[金额] = sum(children(sum(p::paid where kind = 'A')))", "t")
    below = [
        filled_form(RECORDS, {}, {"p": {"kind": ["A", "B"], "paid": [paid, "7"]}})
        for paid in ("1.5", "2")
    ]
    own = filled_form(RECORDS, {"t": [["3.50"]]})
    assert judge(rule, seen(own, below), Place()).verdict is PASS
    wrong = seen(filled_form(RECORDS, {"t": [["4"]]}), below)
    finding = tell(rule, wrong, Place(), judge(rule, wrong, Place()))
    assert [(each.agency, each.value, each.at) for each in finding.witnesses[1:]] == [
        ("乙局", "1.5", None),
        ("丙局", "2", None),
    ]


def test_working_out_at_once_is_what_each_comes_to_by_itself() -> None:
    rules = [
        a_rule("cell = sum(children(cell))"),
        a_rule("cell = count(children(cell))"),
        a_rule("cell <= max(children(cell * 2))"),
    ]
    for below in (("2", "3", "4"), ("", "3", None), ("/", "x", "2.5")):
        slow, fast = view_of("9", *below), view_of("9", *below)
        assert isinstance(fast.below, Below)
        fast.below.answer(asked_by(rules, fast))
        for rule in rules:
            assert judge(rule, fast, HERE) == judge(rule, slow, HERE)


def test_of_very_many_agencies_those_that_weigh_most_are_told() -> None:
    reports = [filled(str(n)) for n in range(1000)]
    view = View(filled("1"))
    children = [Child(n, f"{n} 所", f"{n}.xlsx") for n in range(1000)]
    view.below = Below(children, reports.__getitem__)
    finding = told("cell = sum(children(cell))", view)
    assert len(finding.witnesses) == 201
    assert finding.facts["untold"] == "800"
    assert min(int(each.value or "0") for each in finding.witnesses[1:]) == 800
    assert finding.spelling is not None
    assert finding.spelling.right_cells == "sum(children(新收[总计]))"


def test_a_rule_may_go_over_every_cell_that_holds_a_number() -> None:
    rule = a_rule("cell >= 0")
    assert list(rule.instances(FORM)) == [
        ("t", "新收", "自然人"),
        ("t", "新收", "总计"),
        ("t", "结转", "自然人"),
        ("t", "结转", "总计"),
    ]
    view = View(filled("-1"))
    ends = [judge(rule, view, Place.of(each)).verdict for each in rule.instances(FORM)]
    assert ends == [PASS, FAIL, None, None]
