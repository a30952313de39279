from dataclasses import replace

import pytest

from reportcheck.form import Form
from reportcheck.locating import recognise
from reportcheck.problem import Problem
from reportcheck.rule import Pack
from tests.locating.blanks import GIR, axis, form, table
from tests.locating.layouts import Layout, source, write_form
from tests.locating.written import text_file

STOCK = form(table("库存", axis("年初数量", "年末数量"), axis("苹果", "香蕉", "梨")), id_="stock")
PRICES = form(table("价格", axis("年初价格", "年末价格"), axis("苹果", "香蕉", "梨")), id_="prices")
GRANTS = form(table("grants", axis("agency", "year", "amount")), id_="grants")

STOCK_FILE = "品种|年初数量|年末数量\n苹果|1|2\n香蕉|3|4\n梨|5|6"


def packs(*forms: Form) -> list[Pack]:
    return [Pack(each, ()) for each in forms]


@pytest.mark.parametrize("order", [1, -1])
def test_the_form_that_explains_most_cells_is_taken(order: int) -> None:
    known = packs(STOCK, PRICES, GRANTS, GIR)[::order]

    pack, submission = recognise(text_file(STOCK_FILE), known)

    assert pack.form.id == "stock"
    assert submission.confidence == 1


def test_the_annual_report_is_recognised() -> None:
    slots = {slot: 1 for each in GIR.tables for slot in each.slots()}
    grids = [board.grid(sheet) for sheet, board in write_form(GIR, slots, Layout())]

    pack, submission = recognise(source(grids), packs(STOCK, GIR, GRANTS))

    assert pack.form is GIR
    assert len(submission.placements) == 6


def test_one_of_a_form_s_tables_is_enough_to_know_it() -> None:
    pack, submission = recognise(
        text_file("信息内容|本年制发件数|本年废止件数|现行有效件数\n行政规范性文件|1|2|3"),
        packs(STOCK, GIR),
    )

    assert pack.form is GIR
    assert "missing-table" in {finding.rule for finding in submission.structure}


def test_a_form_of_which_less_is_there_is_not_taken_for_the_larger() -> None:
    larger = form(
        table("库存", axis("年初数量", "年末数量"), axis("苹果", "香蕉", "梨", "桃", "李")),
        id_="larger",
    )

    pack, _ = recognise(text_file(STOCK_FILE), packs(larger, STOCK))

    assert pack.form.id == "stock"


def test_two_forms_that_fit_alike_are_not_chosen_between() -> None:
    twin = replace(STOCK, id="twin")

    with pytest.raises(Problem) as refused:
        recognise(text_file(STOCK_FILE), packs(twin, STOCK))

    assert refused.value.code == "ambiguous-form"
    assert refused.value.facts["forms"] == ("stock", "twin")


def test_of_two_editions_that_fit_alike_the_later_is_taken() -> None:
    editions = packs(replace(STOCK, version="2021.10"), replace(STOCK, version="2021.9"))

    pack, _ = recognise(text_file(STOCK_FILE), editions)

    assert pack.form.version == "2021.10"


def test_a_file_that_is_only_a_little_like_a_form_is_refused_with_the_nearest() -> None:
    with pytest.raises(Problem) as refused:
        recognise(text_file("品种|年初数量|备注\n苹果|1|\n甘蔗|3|"), packs(STOCK, GIR))

    assert refused.value.code == "no-form"
    assert refused.value.facts["nearest"] == "stock"
    assert refused.value.facts["missing"] == ("香蕉", "梨", "年末数量")


def test_a_file_like_no_form_at_all_is_refused() -> None:
    with pytest.raises(Problem) as refused:
        recognise(text_file("今日菜单|价格\n炒饭|12"), packs(STOCK, GIR))

    assert refused.value.code == "unknown-form"
    assert refused.value.facts["known"] == ("stock", "gir")


def test_records_are_recognised_by_their_header() -> None:
    pack, submission = recognise(
        text_file("agency|year|amount\nA|2024|1\nB|2024|2"), packs(STOCK, GRANTS)
    )

    assert pack.form.id == "grants"
    assert len(submission.records["grants"]) == 2


def test_one_familiar_column_makes_no_table_of_records() -> None:
    with pytest.raises(Problem):
        recognise(text_file("name|year|note\nA|2024|x"), packs(GRANTS))
