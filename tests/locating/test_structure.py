from dataclasses import replace

import pytest

from reportcheck.address import CellRef
from reportcheck.finding import Finding
from reportcheck.form import Shape, Slot
from reportcheck.grid import Area
from reportcheck.locating import locate
from reportcheck.number import State
from reportcheck.problem import Problem
from reportcheck.submission import Submission
from tests.locating.blanks import axis, form, table
from tests.locating.written import sheet, text_file, workbook

SALES = form(
    table(
        "销售",
        axis("上半年数量", "下半年数量"),
        axis("苹果和梨", "香蕉", "?榴莲", "水果合计"),
        title="水果销售表",
        corner=("品种",),
    )
)


def told(submission: Submission) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.row or finding.column) for finding in submission.structure]


def only(submission: Submission, rule: str) -> Finding:
    (found,) = [finding for finding in submission.structure if finding.rule == rule]
    return found


def values(submission: Submission) -> dict[tuple[str | None, str], object]:
    return {(slot.row, slot.column): reading.value for slot, reading in submission.readings.items()}


def test_an_optional_row_may_be_absent_without_a_word() -> None:
    submission = locate(
        text_file("品种|上半年数量|下半年数量\n苹果和梨|1|2\n香蕉|3|4\n水果合计|4|6"), SALES
    )

    assert submission.structure == ()
    assert submission.readings[Slot("销售", "榴莲", "上半年数量")].state is State.ABSENT
    assert submission.confidence == 1


def test_a_missing_row_says_after_which_row_to_look() -> None:
    submission = locate(
        text_file("品种|上半年数量|下半年数量\n苹果和梨|1|2\n葡萄|3|4\n水果合计|4|6"), SALES
    )

    finding = only(submission, "missing-row")
    assert finding.row == "香蕉"
    assert (finding.facts["after"], finding.facts["after_cell"]) == ("苹果和梨", "A2")
    reading = submission.readings[Slot("销售", "香蕉", "上半年数量")]
    assert (reading.state, reading.note) == (State.MISSING, "missing-row")
    assert (CellRef(None, 3, 1), "葡萄") in submission.ignored
    assert (CellRef(None, 3, 2), "3") in submission.ignored


def test_a_missing_column_leaves_the_others() -> None:
    submission = locate(text_file("品种|上半年数量\n苹果和梨|1\n香蕉|3\n水果合计|4"), SALES)

    assert told(submission) == [("missing-column", "下半年数量")]
    assert values(submission)["香蕉", "上半年数量"] == 3


def test_a_row_that_stands_there_twice_is_not_guessed() -> None:
    submission = locate(
        text_file("品种|上半年数量|下半年数量\n苹果和梨|1|2\n香蕉|3|4\n香蕉|5|6\n水果合计|4|6"),
        SALES,
    )

    finding = only(submission, "duplicate-row")
    assert (finding.row, finding.facts["places"]) == ("香蕉", "A3\nA4")
    reading = submission.readings[Slot("销售", "香蕉", "下半年数量")]
    assert (reading.state, reading.note) == (State.MISSING, "duplicate-row")
    assert values(submission)["水果合计", "下半年数量"] == 6


def test_a_label_nearly_the_form_s_is_used_and_told() -> None:
    submission = locate(
        text_file("品种|上半年数量|下半年数量\n苹果以及梨|1|2\n香蕉(千克)|3|4\n水果合计|4|6"), SALES
    )

    assert values(submission)["香蕉", "下半年数量"] == 4
    assert told(submission) == [
        ("missing-row", "苹果和梨"), ("near-label", "香蕉"), ("stray-value", None),
    ]  # fmt: skip
    assert only(submission, "missing-row").facts["nearest"] == "苹果以及梨"
    assert only(submission, "near-label").at == CellRef(None, 3, 1)


@pytest.mark.parametrize("label", ["上一年数量", "下半年数量", "上半年金额数量合计"])
def test_a_label_that_says_something_else_is_not_near(label: str) -> None:
    submission = locate(
        text_file(f"品种|{label}|下半年数量2\n苹果和梨|1|2\n香蕉|3|4\n水果合计|4|6"), SALES
    )

    assert ("missing-column", "上半年数量") in told(submission)


def test_numbering_makes_no_difference_where_the_words_are_single() -> None:
    submission = locate(
        text_file("品种|上半年数量|下半年数量\n1、苹果和梨|1|2\n（二）香蕉|3|4\n③水果合计|4|6"),
        SALES,
    )

    assert submission.structure == ()
    assert values(submission)["香蕉", "下半年数量"] == 4


def test_a_header_without_any_known_label_is_found_by_likeness() -> None:
    blank = form(table("许可", axis("本年处理决定数量"), axis("行政许可")))

    submission = locate(text_file("信息内容|本年处理决定数量（件）\n行政许可|60"), blank)

    assert told(submission) == [("near-label", "本年处理决定数量")]
    assert submission.readings[Slot("许可", "行政许可", "本年处理决定数量")].value == 60


def test_a_table_that_is_not_there_is_missing_and_the_other_is_read() -> None:
    blank = form(*SALES.tables, table("库存", axis("年初", "年末"), axis("苹果", "香蕉")))

    submission = locate(
        text_file("品种|上半年数量|下半年数量\n苹果和梨|1|2\n香蕉|3|4\n水果合计|4|6"), blank
    )

    assert [finding.rule for finding in submission.structure] == ["missing-table"]
    assert submission.readings[Slot("库存", "香蕉", "年末")].note == "missing-table"
    assert submission.confidence == pytest.approx(5 / 9)


def test_a_file_without_any_table_of_the_form_is_refused() -> None:
    with pytest.raises(Problem) as refused:
        locate(text_file("今日菜单|价格\n炒饭|12"), SALES)

    assert refused.value.code == "no-form"
    assert refused.value.facts["missing"] == ("水果销售表",)


def test_two_tables_alike_are_not_chosen_between() -> None:
    body = "品种|上半年数量|下半年数量\n苹果和梨|{}|2\n香蕉|3|4\n水果合计|4|6"

    submission = locate(workbook(sheet(body.format(1), "甲"), sheet(body.format(9), "乙")), SALES)

    assert [finding.rule for finding in submission.structure] == ["duplicate-table"]
    assert only(submission, "duplicate-table").facts["places"] == "甲!B1\n乙!B1"
    assert {each.note for each in submission.readings.values()} == {"duplicate-table"}


@pytest.mark.parametrize(
    ("decoy_id", "decoy", "kept"),
    [
        ("empty copy", "品种|上半年数量|下半年数量\n苹果和梨||\n香蕉||\n水果合计||", {}),
        ("part of it", "填表说明：水果销售表\n品种|上半年数量\n香蕉|9", {}),
        (
            "hidden copy",
            "品种|上半年数量|下半年数量\n苹果和梨|9|9\n香蕉|9|9\n水果合计|9|9",
            {"hidden": True},
        ),
    ],
)
def test_a_decoy_is_passed_over(decoy_id: str, decoy: str, kept: dict[str, object]) -> None:
    real = sheet("品种|上半年数量|下半年数量\n苹果和梨|1|2\n香蕉|3|4\n水果合计|4|6", "真")

    submission = locate(workbook(sheet(decoy, "假", **kept), real), SALES)

    # A copy with figures in it is told, one that people see louder than a hidden one.
    expected = {"part of it": ["warning"], "hidden copy": ["info"]}.get(decoy_id, [])
    assert [each.severity for each in submission.structure] == expected
    assert {each.rule for each in submission.structure} <= {"other-table"}
    assert values(submission)["苹果和梨", "上半年数量"] == 1


def test_tables_with_equal_labels_are_told_by_their_titles() -> None:
    columns, rows = axis("数量", "金额"), axis("甲", "乙")
    blank = form(
        table("进货", columns, rows, title="进货情况"),
        table("出货", columns, rows, title="出货情况"),
    )

    submission = locate(
        text_file(
            "出货情况\n项目|数量|金额\n甲|1|2\n乙|3|4\n进货情况\n项目|数量|金额\n乙|5|6\n甲|7|8"
        ),
        blank,
    )

    assert submission.structure == ()
    assert submission.readings[Slot("出货", "甲", "金额")].value == 2
    assert submission.readings[Slot("进货", "甲", "金额")].value == 8


def test_tables_with_equal_labels_and_no_titles_are_not_guessed() -> None:
    columns, rows = axis("数量", "金额"), axis("甲", "乙")
    blank = form(table("进货", columns, rows), table("出货", columns, rows))

    submission = locate(
        text_file("项目|数量|金额\n甲|1|2\n乙|3|4\n|\n项目|数量|金额\n乙|5|6\n甲|7|8"), blank
    )

    assert {finding.rule for finding in submission.structure} == {"duplicate-table"}
    assert {each.state for each in submission.readings.values()} == {State.MISSING}


def test_tables_stand_beside_each_other() -> None:
    blank = form(
        table("进货", axis("数量", "金额"), axis("甲", "乙"), title="进货情况"),
        table("出货", axis("数量", "金额"), axis("丙", "丁", "戊"), title="出货情况"),
    )

    submission = locate(
        text_file("项目|数量|金额|项目|数量|金额\n甲|1|2|丙|5|6\n乙|3|4|丁|7|8\n|||戊|9|10"), blank
    )

    assert submission.structure == ()
    assert submission.readings[Slot("进货", "乙", "金额")].value == 4
    assert submission.readings[Slot("出货", "丁", "数量")].value == 7
    assert submission.readings[Slot("出货", "戊", "金额")].value == 10


def test_the_value_of_merged_cells_is_that_of_their_first() -> None:
    grid = sheet("事项|数量||\n许可|60||\n处罚||7|")
    merged = (Area(1, 2, 1, 4), Area(2, 2, 2, 4))
    blank = form(table("t", axis("数量"), axis("许可", "处罚")))

    submission = locate(workbook(replace(grid, merges=merged)), blank)

    assert submission.readings[Slot("t", "许可", "数量")].at == CellRef("Sheet1", 2, 2)
    # Under a header merged over three columns the only value of a row is the value.
    assert submission.readings[Slot("t", "处罚", "数量")].value == 7


def test_a_merged_value_is_not_another_slot_s() -> None:
    grid = replace(sheet("事项|数量|金额\n许可|60|\n处罚|7|8"), merges=(Area(2, 2, 2, 3),))
    blank = form(table("t", axis("数量", "金额"), axis("许可", "处罚")))

    submission = locate(workbook(grid), blank)

    reading = submission.readings[Slot("t", "许可", "金额")]
    assert (reading.value, reading.note) == (None, "merged-number")
    assert reading.at == CellRef("Sheet1", 2, 3)


def test_a_year_kept_as_a_number_is_a_label() -> None:
    blank = form(table("t", axis("2023", "2024"), axis("甲", "乙")))

    submission = locate(workbook(sheet("项目|2023|2024\n甲|1|2\n乙|3|4")), blank)

    assert submission.structure == ()
    assert values(submission)["乙", "2024"] == 4


def test_what_is_hidden_is_read_and_told() -> None:
    grid = sheet("品种|上半年数量|下半年数量\n苹果和梨|1|2\n香蕉|3|4\n水果合计|4|6")
    hidden = replace(
        grid, hidden=True, hidden_rows=frozenset({3, 99}), hidden_columns=frozenset({2})
    )

    submission = locate(workbook(hidden), SALES)

    assert [each.facts["shown"] for each in submission.structure] == [
        "Sheet1", "Sheet1!3:3", "Sheet1!B:B",
    ]  # fmt: skip
    assert {each.severity for each in submission.structure} == {"info"}
    assert values(submission)["香蕉", "上半年数量"] == 3


def test_what_is_hidden_is_told_once_however_many_tables_it_feeds() -> None:
    blank = form(
        table("t", axis("甲", "乙"), axis("上", "下"), title="表一"),
        table("u", axis("丙", "丁"), axis("左", "右"), title="表二"),
    )
    grid = sheet("表一||\n项目|甲|乙\n上|1|2\n下|3|4\n表二||\n项目|丙|丁\n左|1|2\n右|3|4")
    hidden = replace(
        grid, hidden=True, hidden_rows=frozenset({3, 7}), hidden_columns=frozenset({2})
    )

    submission = locate(workbook(hidden), blank)

    assert [each.facts["shown"] for each in submission.structure] == [
        "Sheet1", "Sheet1!3:3, Sheet1!7:7", "Sheet1!B:B",
    ]  # fmt: skip


ONE = form(table("诉讼", axis("维持", "纠正", "总计"), shape=Shape.ONE, title="诉讼情况"))


@pytest.mark.parametrize(
    "body",
    [
        "维持|纠正|总计\n1|2|3",
        "维持|纠正|总计\n||\n1|2|3",
        "诉讼情况||\n维持|纠正|总计\n1|2|3\n注：以结案时间为准||",
        "诉讼情况||\n维持|纠正|总计\n（以上单位均为件，以结案时间为准）||\n1|2|3",
    ],
)
def test_the_one_row_of_values_is_the_first_under_the_header(body: str) -> None:
    submission = locate(text_file(body), ONE)

    assert [each.value for each in submission.readings.values()] == [1, 2, 3]


def test_a_row_of_values_that_was_left_empty_is_blank_and_has_its_place() -> None:
    submission = locate(text_file("诉讼情况||\n维持|纠正|总计\n||\n||"), ONE)

    assert {each.state for each in submission.readings.values()} == {State.BLANK}
    assert submission.readings[Slot("诉讼", None, "总计")].at == CellRef(None, 3, 3)


def test_a_row_of_values_that_another_table_follows_at_once_is_missing() -> None:
    blank = form(*ONE.tables, table("t", axis("数量"), axis("甲"), title="另一张表"))

    submission = locate(
        text_file("诉讼情况||\n维持|纠正|总计\n另一张表||\n项目|数量|\n甲|5|"), blank
    )

    (missing,) = submission.structure
    assert (missing.rule, missing.facts["what"]) == ("missing-row", "figures")
    assert submission.readings[Slot("t", "甲", "数量")].value == 5
    assert submission.readings[Slot("诉讼", None, "维持")].note == "missing-row"


def test_the_words_of_the_corner_are_not_listed_as_ignored() -> None:
    submission = locate(
        text_file("品种|上半年数量|下半年数量|备注\n苹果和梨|1|2|\n香蕉|3|4|\n水果合计|4|6|好"),
        SALES,
    )

    assert submission.ignored == (
        (CellRef(None, 1, 4), "备注"),
        (CellRef(None, 4, 4), "好"),
    )


def test_placements_say_where_the_table_is_and_which_cells_were_its_labels() -> None:
    submission = locate(
        text_file("水果销售表\n品种|上半年数量|下半年数量\n苹果和梨|1|2\n香蕉|3|4\n水果合计|4|6"),
        SALES,
    )

    (placement,) = submission.placements
    assert placement.area == Area(1, 1, 5, 3)
    assert ("row", "香蕉", CellRef(None, 4, 1), "香蕉") in placement.labels
    assert ("column", "下半年数量", CellRef(None, 2, 3), "下半年数量") in placement.labels


def test_rows_that_the_form_does_not_have_are_called_by_their_name() -> None:
    text = "品种|上半年数量|下半年数量\n苹果和梨|1|2\n香蕉|3|4\n新的一种|5|6\n水果合计|4|6"

    assert only(locate(text_file(text), SALES), "stray-value").facts["called"] == "新的一种"
