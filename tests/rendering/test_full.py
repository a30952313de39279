"""What the full report shows, and what it puts in one line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportcheck.address import CellRef
from reportcheck.finding import Cause, Finding, Kind, Verdict, Witness
from reportcheck.page import Lang, Page, plain
from reportcheck.problem import Problem
from reportcheck.rendering.full import full, summary
from reportcheck.report import Report
from reportcheck.rule import Severity
from reportcheck.text import display_width
from reportcheck.wording import sentences
from tests.rendering.reports import (
    BALANCE,
    BLANK,
    EACH_KIND,
    LABEL,
    LIMIT,
    ONE,
    PRIOR,
    READ,
    ROW_TOTAL,
    SEVERAL,
    UNKNOWN,
    file_of,
    lost,
)

ABSENT = Cause("absent", None, "担保", "件数")
WIDTHS = (40, 60, 80, 120)


def text_of(*findings: Finding, lang: Lang = "zh", width: int = 80) -> str:
    return plain(full(Report((file_of("甲.xlsx", *findings),)), Page(lang, width)))


def total_in_row(number: int) -> Finding:
    at = CellRef("三", number, 10)
    accused, *parts = ROW_TOTAL.witnesses
    return replace(ROW_TOTAL, at=at, witnesses=(replace(accused, at=at), *parts), context=())


def dense(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("finding", [*EACH_KIND, LIMIT], ids=lambda each: each.rule)
def test_no_character_of_claim_arithmetic_and_act_is_lost(
    finding: Finding, width: int, lang: Lang
) -> None:
    drawn = dense(text_of(finding, lang=lang, width=width))
    said = sentences(finding, lang)
    parts = [said.message] if finding.severity is Severity.INFO else [
        said.message, said.arithmetic, said.fix, said.basis,
    ]  # fmt: skip
    for part in parts:
        assert dense(part) in drawn


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_page(width: int, lang: Lang) -> None:
    for report in (ONE, SEVERAL):
        for line in plain(full(report, Page(lang, width))).splitlines():
            assert display_width(line) <= width, line


def test_the_grid_shows_letters_numbers_labels_and_the_passing_row() -> None:
    drawn = text_of(ROW_TOTAL)
    assert "D     E     F     G     H     I     J" in drawn
    assert " 11 │ 一、本年新收" in drawn
    assert "^ 应为 3" in drawn
    caret, accused = (
        next(line for line in drawn.splitlines() if mark in line) for mark in ("^", " 12 │")
    )
    assert display_width(caret.partition("^")[0]) + 1 == display_width(accused)


def test_where_neither_side_is_one_cell_the_sides_are_named() -> None:
    drawn = text_of(BALANCE, lang="en")
    assert drawn.count("left side") >= 2
    assert drawn.count("right side") == 2
    assert "^" not in drawn


def test_operands_in_one_column_stand_below_each_other_with_the_total_last() -> None:
    parts = tuple(
        Witness("t", f"row {n}", "a", CellRef("s", n, 4), "1", "1", f"row {n}", "a", "right")
        for n in range(2, 14)
    )
    total = Witness("t", "all", "a", CellRef("s", 14, 4), "13", "13", "all", "a", "left")
    from reportcheck.finding import Spelling

    cells = " + ".join(f"D{n}" for n in range(2, 14))
    finding = replace(
        ROW_TOTAL, at=CellRef("s", 14, 4), left="13", right="12", witnesses=(total, *parts),
        context=(), spelling=Spelling("=", "D14", "13", cells, " + ".join("1" * 12)),
    )  # fmt: skip
    lines = text_of(finding).splitlines()
    numbers = [line.split("│")[0].strip() for line in lines if "│" in line]
    assert [each for each in numbers if each] == [str(n) for n in range(2, 15)]
    assert "^ 应为 12" in lines[next(i for i, each in enumerate(lines) if " 14 │" in each) + 1]


def test_a_cell_of_another_file_is_told_apart_from_one_of_the_same_name() -> None:
    drawn = text_of(PRIOR)
    assert "往期 D12 │" in drawn
    assert drawn.count("^ 应为 5") == 1


def test_ten_findings_in_full_and_the_others_in_a_line_each() -> None:
    many = [total_in_row(n) for n in range(1, 15)]
    drawn = text_of(*many, lang="en")
    assert drawn.count("  sum  ") == 10
    assert "What follows is told in one line each" in drawn
    for n in range(11, 15):
        assert f"✗ error 三!J{n} 申请.总计" in drawn
    assert dense(drawn).count("(toomuchby1)") == 14


def test_the_ten_are_those_of_the_whole_run() -> None:
    eight = tuple(replace(ROW_TOTAL, at=CellRef("三", n, 10)) for n in range(1, 9))
    report = Report((file_of("a.xlsx", *eight), file_of("b.xlsx", *eight)))
    assert plain(full(report, Page("en"))).count("  sum  ") == 10


def test_more_than_a_thousand_are_counted_and_not_listed() -> None:
    many = [replace(READ, table=f"t{n}", at=CellRef("二", n, 2)) for n in range(1, 1500)]
    drawn = text_of(*many, lang="en")
    assert "499 more are not listed" in drawn


def test_notes_take_no_place_among_the_ten() -> None:
    notes = [replace(READ, at=CellRef("二", n, 2)) for n in range(1, 15)]
    drawn = text_of(*notes, ROW_TOTAL, lang="en")
    assert "  sum  " in drawn
    assert "told in one line each" not in drawn


def test_what_a_cell_kept_from_being_checked_is_listed_under_it() -> None:
    drawn = text_of(BLANK, UNKNOWN)
    assert "因此未核  申请.总计 (5.属于三类内部事务信息 · 总计)" in drawn
    assert drawn.count("申请.总计") == 1
    assert "1 未核" in drawn


def test_an_unknown_whose_cause_is_not_shown_stands_by_itself() -> None:
    drawn = text_of(UNKNOWN)
    assert "? 未核 申请.总计" in drawn
    assert "三!J19" in drawn


def test_unknowns_by_declared_marks_are_counted_in_one_line() -> None:
    cause = replace(UNKNOWN.because[0], finding="placeholder", blameless=True)
    drawn = text_of(replace(UNKNOWN, because=(cause,)))
    assert "1 项关系未核，也不必核" in drawn
    assert "? 未核" not in drawn
    assert "全部核对完毕" not in drawn
    assert "1 处关系不必核对" in drawn


def test_all_was_checked_is_said_only_where_it_was() -> None:
    clean = Report((file_of("甲.xlsx"),))
    assert "ready to submit" in plain(summary(clean, Page("en")))
    waiting = plain(summary(replace(clean, resting=3), Page("en")))
    assert "ready to submit" not in waiting
    assert waiting.endswith("Nothing has to be corrected in what was checked\n")
    picked = plain(summary(replace(clean, narrowed=True), Page("en")))
    assert "rules that were not selected took no part" in " ".join(picked.split())


def test_the_command_that_explains_names_the_rule_files() -> None:
    drawn = plain(
        full(Report((file_of("甲.xlsx", ROW_TOTAL),), rules=("my rules/a.yaml",)), Page("en"))
    )
    assert "reportcheck explain 申请.总计 --rules 'my rules/a.yaml'" in " ".join(drawn.split())


def test_what_hangs_on_a_table_is_told_under_the_finding_about_that_table() -> None:
    def lost(table: str) -> Finding:
        facts = {"label": table, "places": "一!A1\n二!A1"}
        return Finding("duplicate-table", Severity.ERROR, Verdict.FAIL, Kind.STRUCTURE, table,
                       facts=facts)  # fmt: skip

    def hangs(rule: str, table: str) -> Finding:
        cause = Cause("duplicate-table", table=table, table_label=table)
        return replace(UNKNOWN, rule=rule, because=(cause,), reason="duplicate-table")

    drawn = text_of(lost("甲"), lost("乙"), hangs("其一", "甲"), hangs("其二", "乙"))
    first, second = drawn.split("“乙”这张表")
    assert "其一" in first
    assert "其二" not in first
    assert "其二" in second
    assert drawn.count("一!A1、二!A1") == 2
    assert drawn.count("? 未核") == 0


def test_files_that_could_not_be_checked_come_last_with_their_paragraph() -> None:
    drawn = plain(full(SEVERAL, Page("en")))
    assert drawn.index("payments.csv") < drawn.index("丙局.xlsx is protected by a password")
    assert "4 files: 1 passed, 2 with findings, 1 not checked" in drawn
    assert "put right what kept 1 file from being checked" in " ".join(drawn.split())


def test_the_closing_lines_count_every_outcome() -> None:
    drawn = plain(summary(ONE, Page("zh")))
    assert drawn.splitlines()[0] == "39 通过 · 2 不通过 · 1 需说明 · 1 未核"
    assert "单元格问题 2 处（其中提示 1 处） · 表式问题 1 处" in drawn
    assert "另有 9 项关系要同上一期报告核对" in drawn


@pytest.mark.parametrize(
    ("findings", "word"),
    [
        ((ROW_TOTAL,), "改正标为“错误”的各项"),
        ((PRIOR,), "没有必须改正的错误"),
        ((LABEL,), "填错的请改正"),
        ((PRIOR, UNKNOWN), "按所说的原因处理未核的关系"),
        ((replace(ROW_TOTAL, rule="missing-child", kind=Kind.STRUCTURE),), "把缺的报告收齐"),
        ((UNKNOWN,), "按所说的原因处理未核的关系"),
        ((replace(UNKNOWN, because=(ABSENT,)),), "本文件中也没有"),
        ((replace(ROW_TOTAL, verdict=Verdict.RULE_ERROR),), "把出错的规则交给"),
        ((), "可以提交"),
    ],
)
def test_the_next_step_is_named(findings: tuple[Finding, ...], word: str) -> None:
    assert word in text_of(*findings).splitlines()[-1]


def test_a_list_of_agencies_that_lacks_reports_is_no_file_that_was_not_checked() -> None:
    problem = Problem("missing-report", path="list.csv", number="2", agencies="甲局\n乙局")
    lacking = lost("list.csv", problem)
    drawn = " ".join(plain(full(Report((file_of("a.xlsx"), lacking)), Page("en"))).split())
    assert "Reports are missing list.csv" in drawn
    assert "there is no report: 甲局, 乙局." in drawn
    assert drawn.endswith("Next: settle which reports are missing, or there twice, and check again")
    both = Report((file_of("a.xlsx", ROW_TOTAL), lacking))
    assert "correct what is marked error, settle which reports" in " ".join(
        plain(summary(both, Page("en"))).split()
    )


def test_accepted_failures_and_broken_rules_are_counted_where_there_are_any() -> None:
    accepted = replace(ROW_TOTAL, verdict=Verdict.ACCEPTED)
    broken = replace(ROW_TOTAL, verdict=Verdict.RULE_ERROR)
    noted = replace(ROW_TOTAL, severity=Severity.INFO)
    drawn = text_of(accepted, broken, noted)
    assert "1 提示 · 0 未核 · 1 已说明 · 1 规则出错" in drawn
    assert "规则“申请.总计”自身出错" in dense(drawn)


def test_a_finding_without_cells_is_told_in_words() -> None:
    bare = replace(ROW_TOTAL, witnesses=(), at=None, spelling=None, kind=Kind.RULE)
    drawn = text_of(bare)
    assert "--> 甲.xlsx" in drawn
    assert "对照原始资料核对这一项" in drawn


def test_many_cells_on_several_sheets_are_listed_up_to_a_bound() -> None:
    cells = tuple(
        Witness("t", None, f"c{n}", CellRef(f"s{n % 2}", n, 1), "1", "1", "", f"c{n}", "right")
        for n in range(1, 50)
    )
    drawn = text_of(replace(ROW_TOTAL, witnesses=(ROW_TOTAL.witnesses[0], *cells), context=()))
    assert "三!J12 │ " in drawn
    assert "s1!A1 │ " in drawn
    assert "共 50 格" in drawn


def test_what_was_odd_about_reading_and_what_was_passed_over_is_told() -> None:
    file = replace(file_of("a.csv"), notes=(("encoding", "GB18030"), ("delimiter", ";")))
    drawn = plain(full(Report((file,), notes=(("skipped", "notes.docx"),)), Page("en")))
    assert "encoding GB18030 · delimiter ;" in dense_spaces(drawn)
    assert "passed over in the folder: notes.docx (not a table)" in drawn


def test_of_many_files_that_are_passed_over_the_first_are_named() -> None:
    others = [("skipped", f"part-{number}.py") for number in range(300)]
    notes = (*others, ("skipped-lock", "~$a.xlsx"))
    drawn = plain(full(Report((file_of("a.csv"),), notes=notes), Page("en", 200)))
    assert "part-19.py" in drawn
    assert "part-20.py" not in drawn
    assert "280 more files that are no tables; --report json=FILE names all" in drawn
    assert "~$a.xlsx" in drawn


def dense_spaces(text: str) -> str:
    return " ".join(text.split())
