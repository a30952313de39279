"""What is said about findings: the claim, arithmetic that is true, an act, the basis."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

import pytest

from reportcheck.address import CellRef
from reportcheck.finding import Cause, Finding, Kind, Spelling, Verdict, Witness
from reportcheck.form import Values
from reportcheck.inspecting import tell_read_as_number
from reportcheck.page import Lang
from reportcheck.rule import Severity
from reportcheck.submission import Reading
from reportcheck.wording import Sentences, sentences
from reportcheck.wording.places import cells_in_words
from tests.rendering.reports import (
    BALANCE,
    BLANK,
    LABEL,
    LIMIT,
    PRIOR,
    READ,
    ROW_TOTAL,
    UNKNOWN,
)


def test_a_total_is_told_with_its_sum_and_the_signed_gap() -> None:
    assert sentences(ROW_TOTAL, "zh") == Sentences(
        "“二、上年结转政府信息公开申请数量”：“总计”不等于各分项之和",
        "D12 + E12 + F12 + G12 + H12 + I12 = 2 + 1 + 0 + 0 + 0 + 0 = 3，表内 J12 填 4（多 1）",
        "核对 D12:I12；若都无误，把 J12 改为 3",
        "国办公开办函〔2021〕30号",
    )


def test_too_little_is_told_as_such() -> None:
    finding = replace(ROW_TOTAL, left="2", difference="-1")
    assert sentences(finding, "en").arithmetic.endswith("J12 holds 2 (too little by 1)")


def test_the_accused_cell_may_stand_on_the_right() -> None:
    spelling = Spelling("=", "D12 + E12", "2 + 1", "J12", "4")
    first, *others = ROW_TOTAL.witnesses
    finding = replace(
        ROW_TOTAL, left="3", right="4", difference="-1", spelling=spelling,
        witnesses=(replace(first, side="right"), *(replace(each, side="left") for each in others)),
    )  # fmt: skip
    said = sentences(finding, "en")
    assert said.arithmetic == "D12 + E12 = 2 + 1 = 3, J12 holds 4 (too much by 1)"
    assert said.fix == "check D12:I12; if they are right, change J12 to 3"


def test_sums_on_both_sides_are_both_told() -> None:
    assert sentences(BALANCE, "en").arithmetic == (
        "D11 + D12 = 12 + 2 = 14; D33 + D34 = 13 + 0 = 13, the left side is more by 1"
    )


def test_the_rule_files_own_sentences_win_and_are_filled_in() -> None:
    said = sentences(BALANCE, "zh")
    assert said.message == "“自然人”一列收、办不平：14 与 13，差 1"
    assert said.fix == "对照台账核对本列四格"


def test_own_sentences_are_filled_in_literally() -> None:
    finding = replace(BALANCE, say={"": "{left} {left!r} {x.y} {0} %s"}, left="{right}")
    assert sentences(finding, "en").message == "{right} {left!r} {x.y} {0} %s"


def test_a_language_that_the_rule_file_lacks_gets_the_catalogues_words() -> None:
    finding = replace(BALANCE, say={"zh": "不平"})
    assert "should be equal to" in sentences(finding, "en").message


def test_line_breaks_of_the_rule_file_are_spaces() -> None:
    finding = replace(BALANCE, say={"": "one\n  two\n"})
    assert sentences(finding, "en").message == "one two"


@pytest.mark.parametrize(
    ("check", "claim"),
    [
        ("a = b", "a 应等于 b"),
        ("a != b", "a 应不等于 b"),
        ("a ≤ b + c", "a 应不大于 b + c"),
        ("a < b", "a 应小于 b"),
        ("a >= b", "a 应不小于 b"),
        ("a > b", "a 应大于 b"),
        ("if a = 'x = y' then b > 0", "a = 'x = y' 成立，此时 b 应大于 0"),
        ("if a = 1 then b = 1 or c = 1", "a = 1 成立，此时应当成立：b = 1，或 c = 1"),
        ("a = 1 or b = 1", "应当成立：a = 1，或 b = 1"),
        ("0 <= a <= 1", "应当成立：0 ≤ a ≤ 1"),
        ("unique(a, b)", "a、b 与第 7 行的记录重复"),
        ("all_or_none(a, b)", "a、b 应当要么都填，要么都不填"),
        ("at_least_one(a, b)", "a、b 至少要填一项"),
        ("required_if(a, b = 'x, y')", "b = 'x, y' 成立，此时 a 必须填写"),
        ("filled(a)", "a 必须填写"),
        ("blank(a)", "a 应当不填"),
        ("matches(a, '[0-9]{3}')", "a 不合规定的写法 '[0-9]{3}'"),
        ("one_of(a, ['x', 'y'])", "a 应是 ['x', 'y'] 之一"),
    ],
)
def test_claims_say_what_was_required(check: str, claim: str) -> None:
    facts = {"other_row": "7"}
    finding = Finding("r", Severity.ERROR, Verdict.FAIL, Kind.RULE, check=check, facts=facts)
    assert sentences(finding, "zh").message == claim


@pytest.mark.parametrize(
    ("operator", "left", "ending"),
    [
        ("<=", "60000", "should be at most 50000, too much by 10000"),
        (">=", "40000", "should be at least 50000, too little by 10000"),
        ("<", "50000", "should be less than 50000, both sides are the same"),
        ("!=", "50000", "should be different from 50000, both sides are the same"),
    ],
)
def test_other_comparisons_say_by_how_much_they_were_missed(
    operator: str, left: str, ending: str
) -> None:
    finding = replace(
        LIMIT, left=left, difference=str(int(left) - 50000),
        spelling=Spelling(operator, "total", left, "50000", "50000"),
    )  # fmt: skip
    assert sentences(finding, "en").arithmetic == f"total = {left}; {ending}"


def test_a_tolerance_in_force_is_told() -> None:
    told = sentences(replace(ROW_TOTAL, tolerance="0.5"), "en").arithmetic
    assert told.endswith("beyond the tolerance of 0.5")
    rounded = replace(ROW_TOTAL, tolerance="rounding", facts={"room": "3.5"})
    assert "3.5 that rounding the figures may cause" in sentences(rounded, "en").arithmetic


def test_a_quotient_without_end_is_not_something_to_write_into_a_cell() -> None:
    said = sentences(replace(ROW_TOTAL, right="0.333333333333333"), "en")
    assert said.fix == "check J12, D12:I12 and correct the one that is wrong"


def test_where_nothing_is_compared_the_values_are_told() -> None:
    cell = Witness("t", "r", "a", CellRef("s", 3, 2), None, "", "r", "Label A")
    other = Witness("t", "r", "b", None, "2", "2", "r", "Label B")
    finding = Finding(
        "r", Severity.ERROR, Verdict.FAIL, Kind.RULE, check="filled(a)", witnesses=(cell, other)
    )
    told = sentences(finding, "en").arithmetic
    assert told == "r · Label A (B3) = nothing, r · Label B = 2"


def test_an_unknown_names_its_cause_by_sheet_and_address() -> None:
    said = sentences(UNKNOWN, "zh")
    assert "三!J19" in said.message
    assert "没有填写" in said.message
    assert said.fix == "先补正 J19，再核一次"


@pytest.mark.parametrize(
    ("reason", "words", "act"),
    [
        ("no-prior-period", "本单位上一期的报告", "对照原始资料核对这一项"),
        (
            "division-by-zero",
            "除数为 0：“行”行“列”列",
            "核对除数；确为 0 的无从比较，在报告中说明即可",
        ),
        ("missing-column", "没有找到列", "先按表格结构的那一条改正，再核一次"),
        ("absent", "可以没有的项目", "不应有的，文件没有错"),
        ("something-new", "没有可用的数", "对照原始资料核对这一项"),
    ],
)
def test_an_unknown_says_why(reason: str, words: str, act: str) -> None:
    finding = replace(UNKNOWN, reason=reason, because=(Cause(reason, None, "行", "列"),))
    said = sentences(finding, "zh")
    assert words in said.message
    assert act in said.fix


@pytest.mark.parametrize("reason", ["missing-table", "duplicate-table"])
def test_what_needs_a_table_that_is_not_known_names_the_table_once(reason: str) -> None:
    cause = Cause(reason, None, "", "金额", table="t", table_label="收支")
    causes = (cause, replace(cause, column_label="件数"))
    told = sentences(replace(UNKNOWN, reason=reason, because=causes), "en").message
    assert told.count('table "收支"') == 1
    assert "金额" not in told


def test_each_cell_that_is_not_known_has_the_reason_of_its_own() -> None:
    empty, *_ = UNKNOWN.because
    cells = (
        empty,
        Cause("formula-not-calculated", CellRef("三", 19, 5), "", "商业企业"),
        Cause("missing-row", None, "3.其他", "商业企业"),
        Cause("blank", CellRef("三", 19, 6), "", "科研机构"),
        Cause("error-value", CellRef("三", 19, 7), "", "其他"),
    )
    told = sentences(replace(UNKNOWN, because=cells), "zh").message
    assert told.partition("没能核对：")[2] == (
        "三!J19 “5.属于三类内部事务信息”行“总计”列、三!F19 “科研机构” 没有填写；"
        "三!E19 “商业企业” 的公式从未计算，没有数值；表中没有找到 “3.其他”；"
        "三!G19 “其他” 填的不是数"
    )


def test_a_total_row_is_called_one() -> None:
    cause = Cause("missing-total-row", None, "", "金额", table="t", table_label="收支")
    finding = replace(
        UNKNOWN, reason="missing-row", because=(cause,), origin="total_row", row=None, row_label="",
        column_label="金额",
    )  # fmt: skip
    assert sentences(finding, "zh").message.startswith("“合计行”：“金额”")
    assert 'the total row of table "收支" was not found' in sentences(finding, "en").message


@pytest.mark.parametrize(
    ("places", "words"),
    [(0, "as 12%"), (1, "at most 1 decimal, as 12.3%"), (2, "at most 2 decimals, as 12.34%")],
)
def test_decimals_of_a_percentage_are_told_as_people_write_it(places: int, words: str) -> None:
    facts = {"shown": "12.3456%", "type": "percent", "places": str(places + 2)}
    finding = Finding("too-many-decimals", Severity.ERROR, Verdict.FAIL, Kind.CELL, facts=facts)
    assert words in sentences(finding, "en").message


def test_an_unknown_that_the_rule_file_allows_asks_for_nothing() -> None:
    blameless = replace(UNKNOWN, because=(replace(UNKNOWN.because[0], blameless=True),))
    assert sentences(blameless, "en").fix == "the rule file allows this entry; nothing to do"


def test_several_alike_are_counted() -> None:
    assert sentences(replace(UNKNOWN, count=12), "en").message.endswith("(12 times)")


def test_what_fails_elsewhere_too_is_not_said_to_be_the_same_thing_many_times() -> None:
    facts = {"what": "one", "key": "K1", "columns": "Number", "first_row": "3"}
    finding = Finding("duplicate-key", Severity.ERROR, Verdict.FAIL, Kind.CELL, facts=facts)
    told = sentences(replace(finding, count=670), "en").message
    assert told.endswith("the same as in line 3, and 669 more like it")
    told = sentences(replace(READ, count=3, facts={**READ.facts, "count": "3"}), "en").message
    assert told == (
        'in table "申请", 3 cells not plainly written as numbers were read as numbers, '
        "such as 1,088 in B13 (with separators)"
    )


@pytest.mark.parametrize("raw", ["120.55", " 12", "１２", "1,204", "3件", "'12"])
def test_a_number_written_oddly_is_told_with_what_is_odd(raw: str) -> None:
    reading = Reading.of(raw, Values("number", unit="件"), CellRef("三", 12, 9))
    seen = Witness("t", None, "a", reading.at, str(reading.value), reading.shown)
    finding = tell_read_as_number(reading, reading.note or "", [seen], 1)
    for lang in get_args(Lang):
        told = sentences(finding, lang).message
        assert told.startswith(reading.shown)
        assert re.search(r"（[^（）]{2,}）| \([^()]{2,}\) ", told)


@pytest.mark.parametrize("check", ["other-edition", "mixed-editions"])
def test_an_edition_without_a_basis_is_named_without_one(check: str) -> None:
    facts = {"edition": "e@2", "other": "e@1", "other_basis": "", "labels": "甲", "period": "2024"}
    finding = Finding(check, Severity.WARNING, Verdict.FAIL, Kind.STRUCTURE, facts=facts)
    for lang in get_args(Lang):
        bare = sentences(finding, lang).message
        assert not re.search(r"[(（][)）]|\{", bare)
        facts["other_basis"] = "circular 7"
        assert "circular 7" in sentences(finding, lang).message
        facts["other_basis"] = ""


def test_the_period_before_is_what_a_carried_figure_is_held_to() -> None:
    assert sentences(PRIOR, "zh").fix == "对照上一期报告核对 D12；上一期无误的，把 D12 改为 5"


def test_a_total_row_is_told_by_its_column() -> None:
    finding = replace(ROW_TOTAL, origin="total_row", column_label="q1", row_label="合计")
    assert sentences(finding, "zh").message == "合计行的“q1”不等于其余各行之和"


def test_a_total_over_rows_is_named_by_its_row() -> None:
    cells = tuple(
        Witness("t", f"r{n}", "c", CellRef("s", n, 4), "1", "1", f"r{n}", "c", "right")
        for n in (2, 3)
    )
    total = Witness("t", "all", "c", CellRef("s", 4, 4), "3", "3", "all", "c", "left")
    finding = replace(
        ROW_TOTAL, row="all", column="c", row_label="all", column_label="c",
        at=CellRef("s", 4, 4), witnesses=(total, *cells), check="r2 + r3",
    )  # fmt: skip
    assert sentences(finding, "en").message == '"c": "all" is not r2 + r3'


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"min": "0"}, "at least 0"),
        ({"max": "9"}, "at most 9"),
        ({"min": "0", "max": "9"}, "between 0 and 9"),
        ({"allowed": "A\nB"}, "one of A, B"),
        ({"pattern": "[A-Z]"}, "written as [A-Z]"),
        ({"places": "0"}, "a whole number"),
        ({"places": "2"}, "given to at most 2 decimals"),
        ({"type": "code"}, "a code"),
    ],
)
def test_a_cell_finding_says_what_was_expected(facts: dict[str, str], expected: str) -> None:
    finding = replace(BLANK, rule="not-allowed", facts={"shown": "x", **facts})
    assert sentences(finding, "en").message.endswith(f"holds x, but should be {expected}")


def test_a_missing_row_says_where_it_belongs_and_what_is_like_it() -> None:
    facts = {
        "label": "(七)总计", "table_label": "三", "after": "3.其他", "after_cell": "C32",
        "nearest": "共计", "nearest_cell": "C33",
    }  # fmt: skip
    finding = Finding("missing-row", Severity.ERROR, Verdict.FAIL, Kind.STRUCTURE, facts=facts)
    said = sentences(finding, "zh")
    assert said.message == (
        "没有找到“(七)总计”这一行，应在 C32“3.其他”之下（C33 的“共计”相近，但不足以当作同一项）"
    )
    assert said.fix == "在“三”表中补上这一行，或把这一行的名称改回表样的写法"


def test_hidden_cells_are_told_by_what_is_hidden() -> None:
    facts = {"what": "rows", "which": "3\n4", "sheet": "s"}
    finding = Finding("hidden", Severity.INFO, Verdict.FAIL, Kind.STRUCTURE, facts=facts)
    assert sentences(finding, "en").message == "rows 3, 4 are hidden, and were read all the same"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "finding", [ROW_TOTAL, BALANCE, PRIOR, BLANK, UNKNOWN, LIMIT, LABEL], ids=lambda each: each.rule
)
def test_every_blank_is_filled_in_and_an_act_is_named(finding: Finding, lang: Lang) -> None:
    said = sentences(finding, lang)
    for text in (said.message, said.arithmetic, said.fix):
        assert "{" not in text
    assert said.message
    assert said.fix


def test_runs_of_cells_are_put_together() -> None:
    cells = [CellRef("s", 2, column) for column in (1, 2, 3)] + [CellRef("s", 9, 9)]
    assert cells_in_words(cells, "en") == "A2:C2, I9"
    down = [CellRef("s", row, 4) for row in (2, 3, 4, 6)]
    assert cells_in_words(down, "en") == "D2:D4, D6"
    assert cells_in_words([CellRef("s", 2, 1), CellRef("t", 2, 2)], "en") == "s!A2, t!B2"
    spread = [CellRef(None, row, 1) for row in range(1, 40, 2)]
    assert cells_in_words(spread, "en").endswith(", A15, … (20)")


def test_what_is_no_single_call_stays_whole() -> None:
    from reportcheck.wording.formulas import parts

    assert parts("sum(a) and (b)").function == ""
    assert parts("f(a) + g(b)").arguments == ()


def test_several_cells_that_are_to_blame_are_told_in_the_plural() -> None:
    (first,) = UNKNOWN.because
    other = replace(first, at=CellRef("三", 16, 7))
    one = sentences(replace(UNKNOWN, because=(first,)), "en").message
    both = sentences(replace(UNKNOWN, because=(first, other)), "en").message
    assert one.endswith(" is empty")
    assert both.endswith(" are empty")
