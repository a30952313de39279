"""Tables that stand beside each other under titles of their own, and a copy of one of them."""

from __future__ import annotations

import pytest

from reportcheck.form import Slot
from reportcheck.locating import locate
from tests.locating.blanks import axis, form, table
from tests.locating.written import sheet, workbook

ACCOUNTS = form(
    table("收入", axis("预算数", "决算数"), axis("拨款", "事业", "总计"), title="收入"),
    table("支出", axis("预算数", "决算数"), axis("教育", "科技", "合计"), title="支出"),
)
BOTH = """
    收入 | | | 支出
    项目 | 预算数 | 决算数 | 项目 | 预算数 | 决算数
    拨款 | 50 | 60 | 教育 | 30 | 20
    事业 | 10 | 20 | 科技 | 20 | 40
    总计 | 60 | 80 | 合计 | 50 | 60
"""
RIGHT = """
    支出
    项目 | 预算数 | 决算数
    教育 | 30 | 777
    科技 | 20 | 40
    合计 | 50 | 60
"""
LEFT = """
    收入
    项目 | 预算数 | 决算数
    拨款 | 50 | 777
    事业 | 10 | 20
    总计 | 60 | 80
"""


def test_each_table_has_the_title_over_it() -> None:
    found = locate(workbook(sheet(BOTH)), ACCOUNTS)
    assert found.structure == ()
    assert [each.area.left for each in found.placements] == [1, 4]


@pytest.mark.parametrize(("copy", "table_id"), [(RIGHT, "支出"), (LEFT, "收入")])
@pytest.mark.parametrize("first", [True, False])
def test_a_table_copied_out_of_its_sheet_is_told_and_not_used(
    copy: str, table_id: str, *, first: bool
) -> None:
    grids = [sheet(BOTH, "总表"), sheet(copy, "副本")]
    found = locate(workbook(*(grids if first else grids[::-1])), ACCOUNTS)
    told = {each.rule: (each.table, each.at and each.at.sheet) for each in found.structure}
    other = next(each.id for each in ACCOUNTS.tables if each.id != table_id)
    assert told == {"other-table": (table_id, "副本"), "lone-table": (other, "总表")}
    assert 777 not in {each.value for each in found.readings.values()}
    assert {each.at.sheet for each in found.readings.values() if each.at} == {"总表"}


def test_of_two_whole_copies_nobody_gets_either() -> None:
    grids = [sheet(BOTH, "总表"), sheet(RIGHT, "甲"), sheet(LEFT, "乙")]
    found = locate(workbook(*grids), ACCOUNTS)
    assert {each.rule for each in found.structure} == {"duplicate-table"}
    assert found.readings[Slot("支出", "教育", "决算数")].value is None


def test_a_missing_column_says_under_which_heading_and_what_behind_it_is_like() -> None:
    two = form(table("人员", axis(("本季", ["合计", "国有企业"]), ("上年", ["合计", "国有企业"])),
                     axis("期末", "平均")))  # fmt: skip
    found = locate(
        workbook(
            sheet("""
                指标 | 本季 | | 上年 |
                | 合计 | 国有 | 合计 | 国有
                期末 | 5 | 3 | 6 | 4
                平均 | 5 | 3 | 6 | 4
            """)
        ),
        two,
    )
    told = [each for each in found.structure if each.rule == "missing-column"]
    assert [(each.facts["under"], each.facts["nearest_cell"]) for each in told] == [
        ("本季", "C2"), ("上年", "E2")
    ]  # fmt: skip
