"""What forms print around their figures is no figure: numbers of columns, of rows, codes."""

from __future__ import annotations

import pytest

from reportcheck.form import Shape
from reportcheck.locating import locate
from tests.locating.blanks import axis, form, table
from tests.locating.written import sheet, workbook

TWO = form(
    table("收入", axis("预算数", "决算数"), axis("拨款", "事业收入", "总计"), title="收入"),
    table("支出", axis("预算数", "决算数"), axis("教育", "科技", "合计"), title="支出"),
)
HALVES = """
    收入 | | | | 支出
    项目 | 行次 | 预算数 | 决算数 | 项目 | 行次 | 预算数 | 决算数
    {}
    拨款 | 1 | 50 | 60 | 教育 | 4 | 30 | 20
    事业收入 | 2 | 10 | 20 | 科技 | 5 | 20 | 40
    总计 | 3 | 60 | 80 | 合计 | 6 | 50 | 60
"""


@pytest.mark.parametrize(
    "numbers",
    [
        "栏次 | | 1 | 2 | 栏次 | | 3 | 4",
        "栏次 | | 1 | 2 | 栏次 | | 1 | 2",
        " | | 1 | 2 | | | 3 | 4",
        "甲 | 乙 | 1 | 2 | 丙 | 丁 | 3 | 4",
        "甲 | 乙 | 1 | 2 | 甲 | 乙 | 4 | 6",
        "栏次 | | 11 | 12 | 栏次 | | 23 | 24",
        "栏次 | | 1 | 2=1*3 | 栏次 | | 3 | 4=1+3",
        " | | 1 | 2＝1×3 | | | 3 | （4）=（1）+（3）",
        "甲 | 乙 | ① | ② | 丙 | 丁 | ③ | ④=③/②×100%",
    ],
)
def test_a_row_that_numbers_the_columns_is_none_of_the_form(numbers: str) -> None:
    assert locate(workbook(sheet(HALVES.format(numbers))), TWO).structure == ()


@pytest.mark.parametrize(
    "row",
    ["其他 | | 1 | 2 | 其他 | | 3 | 4", "栏次 | | 5 | 2 | 栏次 | | 3 | 4",
     " | | 7 | 9 | 别的 | | 5 | 8", "栏次 | | 1.5 | 2 | 栏次 | | 3 | 4",
     "其他 | | 1 | 2=1*3 | 其他 | | 3 | 4"],
)  # fmt: skip
def test_figures_that_number_nothing_are_told(row: str) -> None:
    told = locate(workbook(sheet(HALVES.format(row))), TWO).structure
    assert "stray-value" in {each.rule for each in told}


ONE_COLUMN = form(
    table("收入", axis("决算数"), axis("拨款", "总计")),
    table("支出", axis("决算数"), axis("教育", "合计")),
)


def test_each_half_may_have_one_number() -> None:
    told = locate(
        workbook(
            sheet("""
                项目 | 决算数 | 项目 | 决算数
                栏次 | 1 | 栏次 | 2
                拨款 | 60 | 教育 | 20
                总计 | 80 | 合计 | 60
            """)
        ),
        ONE_COLUMN,
    )
    assert told.structure == ()


STAFF = form(table("人员", axis("男", "女"), axis(("在职", ["教师", "职员"]), ("离职", ["退休"]))))
NUMBERED = """
    {} | 指标 | 男 | 女
    1 | 在职 | |
    2 | 教师 | 3 | 4
    3 | 职员 | 5 | 6
    {} | 离职 | |
    5 | 退休 | 1 | 2
"""


@pytest.mark.parametrize("name", ["序号", ""])
def test_a_column_that_numbers_rows_numbers_the_headings_too(name: str) -> None:
    assert locate(workbook(sheet(NUMBERED.format(name, 4))), STAFF).structure == ()


def test_a_figure_among_the_numbers_of_the_rows_is_told() -> None:
    told = locate(workbook(sheet(NUMBERED.format("序号", 70))), STAFF).structure
    assert [each.rule for each in told] == ["stray-value"]


def test_one_row_of_values_under_numbered_columns() -> None:
    one = form(table("复议", axis("维持", "纠正", "其他", "总计"), shape=Shape.ONE))
    values = locate(
        workbook(
            sheet("""
                项目 | 维持 | 纠正 | 其他 | 总计
                栏次 | 5 | 6 | 7 | 8
                件数 | 3 | 1 | 0 | 4
            """)
        ),
        one,
    )
    assert values.structure == ()
    assert [each.value for each in values.readings.values()] == [3, 1, 0, 4]
