"""Rows and columns that bear the same words, and what stands where a total crosses a total."""

import pytest

from reportcheck.form import Slot, Values
from reportcheck.locating import locate
from reportcheck.number import State
from reportcheck.submission import Submission
from tests.locating.blanks import axis, form, table
from tests.locating.written import sheet, text_file, workbook

MARKED = Values("count", 0, 0, marks=(("x", "suppressed"),))
CROSSED = form(
    table("t", axis("男", "合计"), axis("甲", "乙", "合计", "?境外"), values=MARKED),
)


def shown(submission: Submission) -> dict[tuple[str | None, str], str]:
    return {(slot.row, slot.column): read.shown for slot, read in submission.readings.items()}


@pytest.mark.parametrize("held", ["/", "-", "x", "abc", "", "合计", "男"])
def test_a_total_of_rows_is_no_header_whatever_stands_in_it(held: str) -> None:
    for text in (
        f"|男|合计\n甲|1|1\n乙|2|2\n合计|{held}|3\n境外|5|9",
        f"|男|合计\n甲|1|1\n乙|2|2\n合计|{held}|{held}\n境外|5|9",
    ):
        for source in (text_file(text), workbook(sheet(text))):
            submission = locate(source, CROSSED)

            assert submission.structure == ()
            assert shown(submission)["合计", "男"] == held
            assert shown(submission)["境外", "合计"] == "9"


def test_a_total_under_a_header_of_two_rows_is_a_row() -> None:
    blank = form(table("t", axis(("人员", ("男", "合计"))), axis(("地区", ("甲", "合计")), "乙")))

    submission = locate(text_file("|人员|\n|男|合计\n地区||\n甲|3|3\n合计|/|3\n乙|5|5"), blank)

    assert submission.structure == ()
    assert shown(submission)["合计", "男"] == "/"
    assert shown(submission)["乙", "男"] == "5"


def test_rows_and_columns_may_all_be_named_alike() -> None:
    square = form(table("t", axis("甲", "乙", "合计"), axis("甲", "乙", "合计")))

    submission = locate(text_file("|甲|乙|合计\n甲|/|1|1\n乙|2|/|2\n合计|-|-|-"), square)

    assert submission.structure == ()
    assert shown(submission)["乙", "甲"] == "2"
    assert shown(submission)["合计", "合计"] == "-"


def test_a_text_in_a_cell_that_names_another_column_is_no_header() -> None:
    submission = locate(text_file("|男|合计\n甲|1|1\n丙|合计|/\n乙|2|2\n合计|3|3"), CROSSED)

    assert shown(submission)["合计", "合计"] == "3"
    reading = submission.readings[Slot("t", "乙", "男")]
    assert (reading.state, reading.value) == (State.VALUE, 2)


def test_a_row_of_the_form_under_the_next_table_s_title_is_not_lost_in_silence() -> None:
    blank = form(
        table("t", axis("男", "合计"), axis("甲", "?境外"), title="第一张表"),
        table("u", axis("户数"), axis("?市区"), title="第二张表"),
    )

    submission = locate(text_file("第一张表\n|男|合计\n甲|1|1\n第二张表\n境外|/|abc"), blank)

    (told,) = submission.structure
    assert (told.rule, [each.shown for each in told.witnesses]) == ("stray-value", ["/", "abc"])


def test_signatures_under_a_table_are_no_values_of_it() -> None:
    under = "说明：快报||\n填表人：张三|电话|5551234\n报出日期|2024|"
    text = f"|男|合计\n甲|1|1\n乙|2|2\n合计|3|3\n{under}"

    assert locate(text_file(text), CROSSED).structure == ()


def test_values_under_a_table_after_a_remark_are_told() -> None:
    submission = locate(
        text_file("|男|合计\n甲|1|1\n乙|2|2\n合计|3|3\n另有外地人员||\n外省|4|4"), CROSSED
    )

    assert [(each.rule, each.facts["lines"]) for each in submission.structure] == [
        ("stray-value", "6")
    ]


def test_a_heading_without_values_is_not_the_row_of_its_name_in_a_group_left_out() -> None:
    blank = form(
        table("t", axis("甲", "乙"), axis("一", ("?男", ("女", "总计")), ("女", ("女", "合计"))))
    )

    submission = locate(text_file("|甲|乙\n一|1|2\n女||\n女|3|4\n合计|5|6"), blank)

    assert submission.readings[Slot("t", "男.女", "甲")].at is None
    assert submission.readings[Slot("t", "女.女", "甲")].value in {3, None}
    assert submission.readings[Slot("t", "合计", "乙")].value == 6
