"""Forms as people have them: furniture, pieces, copies and slips, one of each by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportcheck.address import CellRef
from reportcheck.form import Shape, Slot
from reportcheck.grid import Area
from reportcheck.locating import locate
from reportcheck.number import State
from reportcheck.submission import Submission
from tests.locating.blanks import GIR, axis, form, table
from tests.locating.layouts import Board, Layout, source, write_table
from tests.locating.test_layouts import numbered
from tests.locating.written import sheet, text_file, workbook

SALES = form(
    table(
        "销售",
        axis("上半年", "下半年"),
        axis(("水果", ("苹果", "香蕉")), "蔬菜合计"),
        title="销售情况",
        corner=("品种",),
    )
)
ONE = form(table("诉讼", axis("维持", "纠正", "总计"), shape=Shape.ONE, title="诉讼情况"))


def told(submission: Submission) -> list[tuple[str, str | None]]:
    return [(each.rule, each.row or each.column) for each in submission.structure]


def values(submission: Submission) -> list[object]:
    return [reading.value for reading in submission.readings.values()]


@pytest.mark.parametrize(
    "body",
    [
        "品种|上半年|下半年\n甲|1|2\n苹果|11|12\n香蕉|21|22\n蔬菜合计|31|32",
        "品种|上半年|下半年\n栏次|1|2\n苹果|11|12\n香蕉|21|22\n蔬菜合计|31|32",
        "品种|行次|上半年|下半年\n苹果|1|11|12\n香蕉|2|21|22\n蔬菜合计|3|31|32",
        "序号|品种|上半年|下半年\n1|苹果|11|12\n2|香蕉|21|22\n3|蔬菜合计|31|32",
        "品种|代码|上半年|下半年\n苹果|070|11|12\n香蕉|011|21|22\n蔬菜合计|999|31|32",
        "品种|计量单位|上半年|下半年\n苹果|吨|11|12\n香蕉|吨|21|22\n蔬菜合计|吨|31|32",
        "品种|上半年|下半年\n1．苹果|11|12\n（2）香蕉|21|22\n三、蔬菜合计|31|32",
        "品种|上|下\n|半年|半年\n苹果|11|12\n香蕉|21|22\n蔬菜合计|31|32",
        "品种||上半年|下半年\n水|苹果|11|12\n果|香蕉|21|22\n蔬菜合计||31|32",
        "销售情况|||\n品种|上半年|下半年\n苹果|11|12\n品种|上半年|下半年\n香蕉|21|22\n蔬菜合计|31|32",
        "品种|上半年|下半年\n蔬菜\n合计|31|32\n香蕉|21|22\n苹果|11|12",
        "目录\n销售情况\n\n销售情况\n品种|上半年|下半年\n苹果|11|12\n香蕉|21|22\n蔬菜合计|31|32",
    ],
)
def test_what_is_printed_round_the_figures_changes_nothing(body: str) -> None:
    submission = locate(workbook(sheet(body)), SALES)

    assert values(submission) == [11, 12, 21, 22, 31, 32]
    assert told(submission) == []


def test_upright_labels_are_read() -> None:
    grid = sheet("品种|上半年|下半年\n苹果|11|12\n香蕉|21|22\n蔬菜合计|31|32")
    rows = [["\n".join(str(cell)) if isinstance(cell, str) else cell for cell in row]
            for row in grid.rows]  # fmt: skip

    assert values(locate(workbook(replace(grid, rows=rows)), SALES)) == [11, 12, 21, 22, 31, 32]


def test_a_label_whose_pieces_both_have_figures_is_not_joined() -> None:
    submission = locate(
        workbook(sheet("品种|上半年|下半年\n苹果|11|12\n香蕉|21|22\n蔬菜|1|2\n合计|31|32")), SALES
    )

    assert submission.readings[Slot("销售", "蔬菜合计", "上半年")].state is State.MISSING
    assert ("missing-row", "蔬菜合计") in told(submission)


def test_values_that_slipped_down_stay_where_they_stand_and_the_last_is_told() -> None:
    submission = locate(
        workbook(sheet("品种|上半年|下半年\n苹果||12\n香蕉|11|22\n蔬菜合计|21|32\n|31|")), SALES
    )

    assert values(submission) == [None, 12, 11, 22, 21, 32]
    (stray,) = submission.structure
    assert (stray.rule, stray.at) == ("stray-value", CellRef("Sheet1", 5, 2))
    assert (stray.facts["what"], stray.facts["lines"]) == ("row", "5")


def test_values_that_slipped_right_are_told_by_their_column() -> None:
    submission = locate(
        workbook(sheet("品种|上半年|下半年\n苹果|11|12\n香蕉||21|22\n蔬菜合计|31|32")), SALES
    )

    (stray,) = submission.structure
    assert (stray.facts["what"], stray.facts["lines"], stray.facts["found"]) == (
        "column",
        "D",
        "22",
    )


def test_a_row_that_the_form_does_not_have_is_told_once_with_its_figures() -> None:
    submission = locate(
        workbook(sheet("品种|上半年|下半年\n苹果|11|12\n葡萄|7|8\n香蕉|21|22\n蔬菜合计|31|32")),
        SALES,
    )

    (stray,) = submission.structure
    assert [witness.shown for witness in stray.witnesses] == ["7", "8"]


def test_of_two_rows_of_figures_none_is_taken_for_the_one() -> None:
    submission = locate(text_file("维持|纠正|总计\n1|2|3\n4|5|9"), ONE)

    assert told(submission) == [("duplicate-table", None)]
    assert {each.note for each in submission.readings.values()} == {"duplicate-table"}


def test_a_row_that_numbers_the_columns_is_not_the_row_of_values() -> None:
    assert values(locate(text_file("维持|纠正|总计\n1|2|3\n4|5|9"), ONE)) == [None, None, None]
    assert values(locate(text_file("维持|纠正|总计\n1|2|3\n40|50|90\n注：无"), ONE)) == [None] * 3
    numbered_ = "维持|纠正|总计\n甲|1|2\n40|50|90"
    assert values(locate(text_file(numbered_), ONE)) == [40, 50, 90]


def test_the_table_of_another_year_beside_or_below_is_not_chosen_between() -> None:
    body = "品种|上半年|下半年\n苹果|11|12\n香蕉|21|22\n蔬菜合计|31|32"
    beside = "\n".join(f"{line}||{line}" for line in body.splitlines())

    for text in (beside, f"2023 年||\n{body}\n|\n2024 年||\n{body.replace('11', '19')}"):
        submission = locate(workbook(sheet(text)), SALES)
        assert [each.rule for each in submission.structure] == ["duplicate-table"]
        assert set(values(submission)) == {None}


def test_a_damaged_table_is_not_passed_over_for_a_whole_copy_of_another_year() -> None:
    this = "品种|上半年|下半年\n苹果|11|12\n香瓜|21|22\n蔬菜合计|31|32"
    last = "品种|上半年|下半年\n苹果|1|2\n香蕉|3|4\n蔬菜合计|5|6"

    submission = locate(workbook(sheet(last, "2023"), sheet(this, "2024")), SALES)

    assert submission.structure
    assert {each.rule for each in submission.structure} <= {"duplicate-table", "other-table"}


def test_an_instructions_sheet_with_every_label_is_no_table() -> None:
    real = sheet("品种|上半年|下半年\n苹果|11|12\n香蕉|21|22\n蔬菜合计|31|32", "表")
    guide = sheet(
        "品种|上半年|下半年\n苹果|填上半年数|填下半年数\n香蕉|同上|同上\n蔬菜合计|各项之和|同左",
        "说明",
    )

    submission = locate(workbook(guide, real), SALES)

    assert values(submission) == [11, 12, 21, 22, 31, 32]
    assert submission.structure == ()


def test_a_group_label_cut_by_a_page_keeps_its_rows() -> None:
    blank = form(
        table(
            "t",
            axis("数量"),
            axis(("城镇居民", ("男", "女", "其他")), ("乡村居民", ("男", "女", "其他"))),
        )
    )
    grid = sheet("项目||数量\n城镇居民|男|1\n|女|2\n|其他|3\n乡村|男|4\n|女|5\n居民|其他|6")
    merged = (Area(2, 1, 4, 1), Area(5, 1, 6, 1))

    submission = locate(workbook(replace(grid, merges=merged)), blank)

    assert values(submission) == [1, 2, 3, 4, 5, 6]
    assert submission.structure == ()


def test_the_four_blocks_of_the_second_table_may_stand_side_by_side() -> None:
    filled = numbered(GIR)
    board = Board()
    for each in GIR.tables[:4]:
        board.paste(write_table(each, filled, Layout()), 0, board.width + (1 if board.width else 0))
    board.paste(write_table(GIR.tables[4], filled, Layout()), 6, 0)
    board.paste(write_table(GIR.tables[5], filled, Layout()), 40, 0)

    submission = locate(source([board.grid("Sheet1")]), GIR)

    assert {slot: each.value for slot, each in submission.readings.items()} == filled
    assert submission.structure == ()


def strays_of(submission: Submission) -> list[str]:
    return [
        witness.shown
        for each in submission.structure
        if each.rule == "stray-value"
        for witness in each.witnesses
    ]


@pytest.mark.parametrize(
    ("body", "stray"),
    [
        (
            "品种|序号|上半年|下半年\n苹果|1|11|12\n香蕉|2|21|22\n另计||\n|3|31|32",
            ["3", "31", "32"],
        ),
        ("品种|上半年|下半年\n苹果|11|12\n香蕉|21|22\n其中||\n|31|32", ["31", "32"]),
    ],
)
def test_figures_cut_off_from_their_label_are_told(body: str, stray: list[str]) -> None:
    submission = locate(workbook(sheet(body)), SALES)

    assert ("missing-row", "蔬菜合计") in told(submission)
    assert strays_of(submission) == stray


def test_the_figures_under_a_doubled_label_that_slipped_out_of_the_table_are_told() -> None:
    fees = form(table("收费", axis("金额"), axis("行政许可"), title="收费情况", corner=("项目",)))

    submission = locate(workbook(sheet("项目|金额\n行政许可|\n行政许可|1006\n|1184352")), fees)

    assert told(submission)[0] == ("duplicate-row", "行政许可")
    assert strays_of(submission) == ["1184352"]


def test_an_optional_row_above_the_header_of_its_next_page_is_not_absent() -> None:
    rows = axis("苹果", "香蕉", "蔬菜合计")
    rows = replace(rows, items=(replace(rows.items[0], optional=True), *rows.items[1:]))
    blank = form(table("销售", axis("上半年", "下半年"), rows, corner=("品种",)))
    first_page = "苹果|11|12\n香蕉|21|22\n"
    next_page = "|上半年|下半年\n蔬菜合计|31|32"

    submission = locate(workbook(sheet(first_page + next_page)), blank)
    left_out = locate(workbook(sheet("品种|上半年|下半年\n香蕉|21|22\n蔬菜合计|31|32")), blank)

    assert {state_of(submission, "苹果"), state_of(submission, "香蕉")} == {State.MISSING}
    assert {("missing-row", "苹果"), ("missing-row", "香蕉")} <= {*told(submission)}
    assert strays_of(submission) == ["11", "12", "21", "22"]
    assert state_of(left_out, "苹果") is State.ABSENT
    assert told(left_out) == []


def state_of(submission: Submission, row: str) -> State:
    return submission.readings[Slot("销售", row, "上半年")].state


def test_rows_of_another_table_above_a_header_are_not_taken_for_its_own() -> None:
    rows = axis("香蕉", "合计")
    optional = replace(rows, items=(rows.items[0], replace(rows.items[1], optional=True)))
    blank = form(
        table("一", axis("数量"), axis("苹果", "合计")), table("二", axis("金额", "单价"), optional)
    )

    submission = locate(workbook(sheet("|数量\n苹果|1\n合计|2\n|金额|单价\n香蕉|3|4")), blank)

    assert submission.structure == ()
    assert submission.readings[Slot("二", "合计", "金额")].state is State.ABSENT


def test_a_list_of_names_has_no_row_of_values() -> None:
    both = form(
        ONE.tables[0], table("销售", axis("上半年"), axis("苹果", "香蕉"), title="销售情况")
    )
    names = "填表说明\n总计\n上半年\n苹果\n香蕉"

    submission = locate(
        workbook(sheet("销售情况|\n|上半年\n苹果|1\n香蕉|2"), sheet(names, "说明")), both
    )

    lost = [submission.readings[Slot("诉讼", None, each)] for each in ("维持", "纠正", "总计")]
    assert [(each.state, each.at) for each in lost] == [(State.MISSING, None)] * 3
    assert {each.rule for each in submission.structure if each.table == "诉讼"} & {
        "missing-row", "missing-table",
    }  # fmt: skip


def test_a_value_that_slipped_into_the_numbers_of_the_rows_is_told() -> None:
    body = "品种|行次|上半年|下半年\n苹果|1|11|12\n香蕉|21|22|\n蔬菜合计|3|31|32"
    six = form(table("t", axis("上半年", "下半年"), axis(*"甲乙丙丁戊己"), corner=("品种",)))
    rows = "\n".join(
        f"{name}|{number}|{number}1|{number}2" for number, name in enumerate("甲乙丙丁戊己", 1)
    )

    slipped = locate(
        workbook(sheet(f"品种|行次|上半年|下半年\n{rows}".replace("3|31|32", "31|32|"))), six
    )
    numbered_ = locate(workbook(sheet(f"品种|行次|上半年|下半年\n{rows}".replace("|32", "|"))), six)

    assert strays_of(slipped) == ["31"]
    assert told(numbered_) == []
    assert values(locate(workbook(sheet(body)), SALES))[2:4] == [22, None]


def test_of_two_years_the_damaged_one_is_not_passed_over() -> None:
    body = "维持|纠正|总计|总计\n1|2|3|9\n|||\n维持|纠正|总计|\n4|5|9|"

    submission = locate(workbook(sheet(body)), ONE)

    assert submission.structure
    assert {each.rule for each in submission.structure} <= {"duplicate-table", "other-table"}


def test_the_header_of_the_table_before_is_not_that_of_one_whose_own_cannot_be_read() -> None:
    two = form(
        table("一", axis("数量", "金额"), axis("甲", "乙"), title="上年情况", corner=("项目",)),
        table("二", axis("数量", "金额"), axis("苹果", "香蕉"), title="本年情况", corner=("项目",)),
    )
    first = "上年情况||\n项目|数量|金额|\n甲|1|2|\n乙|3|4|\n"

    submission = locate(
        workbook(sheet(first + "本年情况|||\n项目||填报|\n苹果||11|12\n香蕉||21|22")), two
    )

    assert values(submission)[:4] == [1, 2, 3, 4]
    assert set(values(submission)[4:]) == {None}
    assert "二" in {each.table for each in submission.structure}
    assert values(locate(workbook(sheet(first + "本年情况|||\n苹果|11|12\n香蕉|21|22")), two)) == [
        1, 2, 3, 4, 11, 12, 21, 22,
    ]  # fmt: skip


def test_a_value_of_a_column_without_a_name_is_not_that_of_the_column_beside() -> None:
    submission = locate(text_file("维持|纠正|总计|\n|12|13|14"), ONE)

    assert values(submission) == [None, 12, 13]
    assert strays_of(submission) == ["14"]


def test_where_columns_are_kept_values_are_not_counted_off_under_labels() -> None:
    rows = "苹果|1|2|\n香蕉|3|4|\n蔬菜合计|5|6|"
    blank = form(table("销售", axis("上半年", "下半年", "全年"), SALES.tables[0].rows))

    submission = locate(text_file(f"品种|上半年||全年\n{rows}"), blank)

    read = {(slot.row, slot.column): each.value for slot, each in submission.readings.items()}
    assert (read["苹果", "上半年"], read["苹果", "全年"]) == (1, None)
    assert strays_of(submission) == ["2", "4", "6"]


BODY = "品种|上半年|下半年\n苹果|11|12\n香蕉|21|22\n蔬菜合计|31|32"


def test_two_tables_of_a_document_that_stand_alike_are_not_one() -> None:
    pages = [replace(sheet(BODY.replace("11", figure)), sheet=None) for figure in ("11", "19")]

    submission = locate(workbook(*pages), SALES)

    assert [each.rule for each in submission.structure] == ["duplicate-table"]
    assert set(values(submission)) == {None}


def test_under_one_header_a_copy_is_not_made_whole_by_a_row_of_the_other() -> None:
    without = "\n苹果|91|92\n蔬菜合计|93|94"

    submission = locate(workbook(sheet(BODY + without)), SALES)

    assert told(submission)[0] == ("duplicate-table", None)
    assert set(values(submission)) == {None}


def test_rows_of_figures_without_names_are_not_the_page_before_a_header() -> None:
    nameless = "品种|上半年|下半年\n|1|2\n|3|4\n|5|6\n"

    submission = locate(workbook(sheet(nameless + BODY)), SALES)

    assert values(submission) in ([11, 12, 21, 22, 31, 32], [None] * 6)
    assert {each for each, _ in told(submission)} & {"other-table", "duplicate-table"}
