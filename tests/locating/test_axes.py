from reportcheck.form import Form, Shape, Slot
from reportcheck.locating import locate
from reportcheck.number import Value
from tests.locating.blanks import axis, form, table
from tests.locating.written import text_file

HALVES = form(
    table("t", axis(("上半年", ("收入", "支出")), ("下半年", ("收入", "支出"))), shape=Shape.ONE)
)


def read(blank: Form, text: str) -> tuple[dict[str, Value | None], list[str]]:
    """Return the values by column (or row, where there is but one column), and what was told."""
    submission = locate(text_file(text), blank)
    slots = submission.readings.items()
    by_name = {slot.row or slot.column: reading.value for slot, reading in slots}
    return by_name, [finding.rule for finding in submission.structure]


def test_a_heading_continues_rightwards_to_the_next() -> None:
    values, told = read(HALVES, "下半年||上半年|\n收入|支出|支出|收入\n1|2|3|4")

    assert values == {"上半年.收入": 4, "上半年.支出": 3, "下半年.收入": 1, "下半年.支出": 2}
    assert told == []


def test_without_headings_labels_are_told_by_the_order_of_the_form() -> None:
    blank = form(
        table("t", axis("单位", ("上半年", ("收入", "合计")), "合计", "人数"), shape=Shape.ONE)
    )

    values, told = read(blank, "单位|收入|合计|合计|人数\n7|1|2|3|4")

    assert values == {"单位": 7, "收入": 1, "上半年.合计": 2, "合计": 3, "人数": 4}
    assert told == []


def test_without_headings_and_out_of_order_nothing_is_guessed() -> None:
    blank = form(
        table("t", axis("单位", ("上半年", ("收入", "合计")), "合计", "人数"), shape=Shape.ONE)
    )

    values, told = read(blank, "人数|收入|合计|合计|单位\n7|1|2|3|4")

    assert (values["上半年.合计"], values["合计"], values["收入"]) == (None, None, 1)
    assert told == ["duplicate-column", "duplicate-column"]


def test_one_label_that_may_be_either_of_two_items_is_neither() -> None:
    blank = form(table("t", axis(("上半年", ("收入", "合计")), "合计", "人数"), shape=Shape.ONE))

    submission = locate(text_file("上半年|||\n收入|合计|人数|\n1|2|4|"), blank)

    (finding,) = submission.structure
    assert finding.rule == "ambiguous-label"
    assert finding.facts["candidates"] == "上半年.合计\n合计"
    assert submission.readings[Slot("t", None, "合计")].note == "ambiguous-label"


def test_a_label_is_no_item_s_where_it_may_be_that_of_one_in_doubt_already() -> None:
    below = (("东", ("甲", "乙")), ("西", ("乙", "甲", "丁")), "甲", "丁")
    blank = form(table("t", axis(("共计", below)), shape=Shape.ONE))

    # The column 甲 of 西 is lost: the 甲 behind it may be either's, and so may that of 东.
    values, told = read(blank, "共计|||||\n东||西|||\n甲|乙|乙|丁|甲|丁\n1|2|3|4|5|6")

    assert values["西.甲"] is None
    assert "ambiguous-label" in told


def test_under_a_heading_the_form_does_not_know_nothing_is_taken() -> None:
    values, told = read(HALVES, "上半年||另一期间|\n收入|支出|收入|支出\n1|2|3|4")

    assert values == {"上半年.收入": 1, "上半年.支出": 2, "下半年.收入": None, "下半年.支出": None}
    assert told == ["ambiguous-label", "ambiguous-label"]


def test_a_heading_over_all_that_the_form_does_not_know_changes_nothing() -> None:
    values, told = read(HALVES, "收支情况|||\n上半年||下半年|\n收入|支出|收入|支出\n1|2|3|4")

    assert values == {"上半年.收入": 1, "上半年.支出": 2, "下半年.收入": 3, "下半年.支出": 4}
    assert told == []


ROWS = form(
    table("t", axis("数量"), axis(("城镇", ("男", "女", "其他")), ("乡村", ("男", "女", "其他"))))
)


def test_headings_in_a_column_of_codes_and_remarks_still_continue() -> None:
    values, told = read(
        ROWS,
        """
        代码|||数量
        A-1|城镇|男|1
        A-2||女|2
        A-3||其他|3
        B-1|乡村|男|4
        B-2||女|5
        B-3||其他|6
        """,
    )

    assert values == {
        "城镇.男": 1, "城镇.女": 2, "城镇.其他": 3, "乡村.男": 4, "乡村.女": 5, "乡村.其他": 6,
    }  # fmt: skip
    assert told == []


def test_headings_as_rows_of_their_own_and_repeated_on_a_new_page() -> None:
    values, told = read(
        ROWS, "项目|数量\n乡村|\n女|5\n其他|6\n城镇|\n男|1\n女|2\n其他|3\n乡村|\n男|4"
    )

    assert values == {
        "城镇.男": 1, "城镇.女": 2, "城镇.其他": 3, "乡村.男": 4, "乡村.女": 5, "乡村.其他": 6,
    }  # fmt: skip
    assert told == []


def test_a_row_doubled_under_its_heading_is_not_given_to_another_heading() -> None:
    values, told = read(ROWS, "项目|数量\n城镇|\n男|1\n男|9\n女|2\n其他|3\n乡村|\n女|5\n其他|6")

    assert (values["城镇.男"], values["乡村.男"], values["乡村.女"]) == (None, None, 5)
    assert told == ["duplicate-row", "missing-row"]


def test_a_heading_with_values_of_its_own_may_be_repeated_without_them() -> None:
    from dataclasses import replace

    rows = axis(("城镇", ("男", "女")))
    own = replace(rows, items=(replace(rows.items[0], own_values=True),))
    blank = form(table("t", axis("数量"), own))

    values, told = read(blank, "项目|数量\n城镇|3\n男|1\n城镇|\n女|2")

    assert values == {"城镇": 3, "男": 1, "女": 2}
    assert told == []


def test_a_row_with_values_opens_no_heading_that_has_none() -> None:
    rows = axis(("乙", ("其他", "男")), "?合计", ("?男", ("其他", "合计")))
    blank = form(table("t", axis("上", "下"), rows))

    values, told = read(blank, "|上|下\n乙\n其他|1|2\n男|3|4\n合计|5|6")

    assert values["男.合计"] is None
    assert values["合计"] == 6 or "ambiguous-label" in told


def test_a_column_named_like_a_heading_is_no_heading_over_the_next() -> None:
    blank = form(
        table("t", axis(("男", ("甲", "男")), ("女", ("男", "乙"))), shape=Shape.ONE, title="t")
    )

    values, told = read(blank, "t|||\n甲|男|男|乙\n1|2|3|4")

    assert values == {"甲": 1, "男.男": 2, "女.男": 3, "乙": 4}
    assert told == []
