from dataclasses import replace

import pytest

from reportcheck.address import CellRef
from reportcheck.finding import Finding
from reportcheck.form import Form, Slot, Values
from reportcheck.grid import Area, Grid, Source
from reportcheck.locating import locate
from reportcheck.submission import Submission
from tests.building import TEXT, form_of, records_table
from tests.locating.blanks import axis, form, table
from tests.locating.written import sheet, text_file, workbook

GRANTS = form(table("grants", axis("agency", "year", "amount"), values=Values()))


def told(submission: Submission) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.column or finding.row) for finding in submission.structure]


def only(submission: Submission, rule: str) -> Finding:
    (found,) = [finding for finding in submission.structure if finding.rule == rule]
    return found


def test_records_are_read_by_the_names_of_their_columns_in_any_order() -> None:
    submission = locate(text_file("amount|agency|year\n10|A|2024\n20|B|2024"), GRANTS)

    records = submission.records["grants"]
    assert list(records.columns["agency"]) == ["A", "B"]
    assert list(records.columns["amount"]) == ["10", "20"]
    assert records.at(1, "amount") == CellRef(None, 3, 1)
    assert submission.structure == ()


def test_text_above_the_header_and_below_the_records_is_no_record() -> None:
    submission = locate(
        text_file(
            """
            2024 年补助发放情况||
            制表单位：甲局||
            agency|year|amount
            A|2024|10
            ||
            B|2024|20
            注：以上为全年数||
            """
        ),
        GRANTS,
    )

    records = submission.records["grants"]
    assert list(records.lines) == [4, 6]
    assert (CellRef(None, 7, 1), "注：以上为全年数") in submission.ignored
    assert (CellRef(None, 1, 1), "2024 年补助发放情况") in submission.ignored


def test_columns_that_the_form_does_not_have_are_ignored_and_listed() -> None:
    submission = locate(text_file("agency|memo|year|amount\nA|x|2024|10"), GRANTS)

    assert set(submission.records["grants"].columns) == {"agency", "year", "amount"}
    assert submission.ignored == ((CellRef(None, 1, 2), "memo"),)


def test_a_missing_column_is_told_and_the_others_are_read() -> None:
    submission = locate(text_file("agency|year\nA|2024"), GRANTS)

    assert told(submission) == [("missing-column", "amount")]
    assert list(submission.records["grants"].columns["year"]) == ["2024"]
    assert submission.records["grants"].at(0, "amount") is None


def test_of_two_columns_with_one_name_neither_is_used() -> None:
    submission = locate(text_file("agency|amount|year|amount\nA|1|2024|2"), GRANTS)

    assert told(submission) == [("duplicate-column", "amount")]
    assert only(submission, "duplicate-column").facts["places"] == "B1\nD1"
    assert "amount" not in submission.records["grants"].columns


def test_a_header_without_records_is_no_quiet_pass() -> None:
    submission = locate(text_file("agency|year|amount"), GRANTS)

    assert len(submission.records["grants"]) == 0
    assert told(submission) == [("no-records", None)]


def test_a_column_nearly_named_like_the_form_is_used_and_told() -> None:
    submission = locate(text_file("agencys|year|amount\nA|2024|1"), GRANTS)

    finding = only(submission, "near-label")
    assert (finding.facts["found"], finding.facts["expected"]) == ("agencys", "agency")
    assert finding.severity == "warning"
    assert list(submission.records["grants"].columns["agency"]) == ["A"]


@pytest.mark.parametrize("heading", ["share (%)", "share（％）"])
def test_the_sign_of_percentages_may_stand_in_their_heading(heading: str) -> None:
    shares = form_of(records_table("r", {"name": TEXT, "share": Values("percent")}))
    submission = locate(text_file(f"name|{heading}\nA|12%"), shares)
    assert told(submission) == []
    assert list(submission.records["r"].columns["share"]) == ["12%"]


def test_the_header_repeated_on_every_page_is_no_record() -> None:
    submission = locate(
        text_file("agency|year|amount\nA|2024|1\nagency|year|amount\nB|2024|2"), GRANTS
    )

    assert list(submission.records["grants"].columns["agency"]) == ["A", "B"]
    assert list(submission.records["grants"].lines) == [2, 4]


def test_a_record_may_hold_words_that_are_names_of_columns() -> None:
    submission = locate(text_file("agency|year|amount\namount|2023|1\nyear|amount|agency"), GRANTS)

    assert list(submission.records["grants"].columns["agency"]) == ["amount", "year"]


def test_ragged_lines_are_records_with_blank_cells() -> None:
    submission = locate(text_file("agency|year|amount\nA|2024\nB|2024|2|9"), GRANTS)

    assert list(submission.records["grants"].columns["amount"]) == [None, "2"]


def test_a_header_of_two_rows_names_columns_by_their_headings() -> None:
    blank = form(
        table("t", axis("单位", ("上半年", ("收入", "支出")), ("下半年", ("收入", "支出"))))
    )

    submission = locate(
        text_file("单位|上半年||下半年|\n|收入|支出|收入|支出\n甲|1|2|3|4\n乙|5|6|7|8"), blank
    )

    columns = submission.records["t"].columns
    assert {name: list(held) for name, held in columns.items()} == {
        "单位": ["甲", "乙"],
        "上半年.收入": ["1", "5"],
        "上半年.支出": ["2", "6"],
        "下半年.收入": ["3", "7"],
        "下半年.支出": ["4", "8"],
    }


TWO = form(
    table("payments", axis("agency", "amount"), values=Values()),
    table("staff", axis("agency", "posts"), values=Values()),
)


def test_a_table_of_records_a_sheet() -> None:
    submission = locate(
        workbook(sheet("agency|posts\nA|3", "staff"), sheet("agency|amount\nA|1\nB|2", "payments")),
        TWO,
    )

    assert len(submission.records["payments"]) == 2
    assert submission.records["staff"].at(0, "posts") == CellRef("staff", 2, 2)
    assert submission.structure == ()


def test_several_tables_of_records_in_one_file() -> None:
    submission = locate(text_file("agency|amount\nA|1\nB|2\n|\nagency|posts\nA|3\nC|4"), TWO)

    assert list(submission.records["payments"].columns["agency"]) == ["A", "B"]
    assert list(submission.records["staff"].columns["agency"]) == ["A", "C"]
    assert submission.structure == ()


def test_a_table_of_records_that_is_not_there_is_missing() -> None:
    submission = locate(text_file("agency|amount\nA|1"), TWO)

    assert [finding.rule for finding in submission.structure] == ["missing-table"]
    assert "staff" not in submission.records


def test_records_in_two_sheets_alike_are_told_by_the_sheet_that_bears_the_name() -> None:
    body = "agency|year|amount\nA|2024|1"
    named = locate(workbook(sheet(body, "old"), sheet(body, "grants")), GRANTS)
    unnamed = locate(workbook(sheet(body, "one"), sheet(body, "two")), GRANTS)

    assert named.records["grants"].sheet == "grants"
    assert told(unnamed) == [("duplicate-table", None)]
    assert only(unnamed, "duplicate-table").facts["places"] == "one!A1\ntwo!A1"


def test_records_and_fixed_rows_stand_in_one_form() -> None:
    blank = form(
        table("合计", axis("金额"), axis("全年"), title="合计表"),
        table("明细", axis("单位", "金额"), title="明细表"),
    )

    submission = locate(
        workbook(sheet("合计表\n项目|金额\n全年|30\n明细表\n单位|金额\n甲|10\n乙|20")), blank
    )

    assert submission.readings[Slot("合计", "全年", "金额")].value == 30
    assert list(submission.records["明细"].columns["金额"]) == [10, 20]
    assert submission.structure == ()


def test_hidden_rows_with_records_are_told() -> None:
    grid = replace(
        sheet("agency|year|amount\nA|2024|1\nB|2024|2"),
        hidden_rows=frozenset({3}),
        hidden_columns=frozenset({2, 9}),
    )

    submission = locate(workbook(grid), GRANTS)

    shown = [each.facts["shown"] for each in submission.structure if each.rule == "hidden"]
    assert shown == ["Sheet1!3:3", "Sheet1!B:B"]


def test_a_long_file_is_searched_to_its_end_for_what_its_top_does_not_have() -> None:
    rows = [["前言", ""]] * 300 + [["agency", "year", "amount"], ["A", "2024", "1"]]
    grid = Grid("a.csv", None, rows, lines=range(1, len(rows) + 1))

    submission = locate(Source("a.csv", (grid,)), GRANTS)

    assert list(submission.records["grants"].lines) == [302]


def test_a_last_record_with_only_its_first_cell_is_a_record() -> None:
    for text in ("agency|year|amount\nA|2024|1\nB||", "agency|year|amount\nA|2024|1\nB"):
        submission = locate(text_file(text), GRANTS)

        assert list(submission.records["grants"].columns["agency"]) == ["A", "B"]
        assert list(submission.records["grants"].columns["amount"]) == ["1", None] or list(
            submission.records["grants"].columns["amount"]
        ) == ["1", ""]
        assert submission.structure == ()


def test_what_is_taken_for_notes_under_records_is_told() -> None:
    submission = locate(
        text_file(
            "agency|year|amount\nA|2024|1\nB||\nNote: figures are provisional||\n2. see above||"
        ),
        GRANTS,
    )

    assert list(submission.records["grants"].columns["agency"]) == ["A", "B"]
    assert [(each.rule, str(each.at), each.facts["found"]) for each in submission.structure] == [
        ("left-aside", "A4", "Note: figures are provisional"),
        ("left-aside", "A5", "2. see above"),
    ]
    assert {each.severity for each in submission.structure} == {"info"}


def test_a_text_that_stands_apart_under_records_is_told() -> None:
    submission = locate(text_file("agency|year|amount\nA|2024|1\n||\nB||"), GRANTS)

    assert len(submission.records["grants"]) == 1
    assert told(submission) == [("left-aside", None)]


def texts(*labels: str) -> Form:
    return form(table("r", axis(*labels), values=Values("text")), id_="r")


FEES = ("单位", "事项", "金额")


@pytest.mark.parametrize(
    "between",
    ["甲|乙|1", "(1)|(2)|(3)", "（1）|（2）|（3）", "|件|万元", "栏次|1|2", "甲|1|2=1×3"],
)
def test_numbers_of_columns_and_units_under_a_header_are_no_record(between: str) -> None:
    submission = locate(
        workbook(sheet(f"单位|事项|金额\n{between}\n甲局|发证|10\n乙局|年检|20")), texts(*FEES)
    )

    assert list(submission.records["r"].lines) == [3, 4]
    assert [each.rule for each in submission.structure] == ["left-aside"]


def test_a_record_of_small_numbers_is_one() -> None:
    submission = locate(workbook(sheet("单位|事项|金额\n1|2|3\n2|5|7")), texts(*FEES))

    assert list(submission.records["r"].lines) == [2, 3]
    assert submission.structure == ()


def test_a_name_merged_over_its_records_is_that_of_each() -> None:
    grid = sheet("单位|事项|金额\n甲局|发证|1\n|年检|2\n乙局|发证|4\n|年检|5")

    merged = locate(workbook(replace(grid, merges=(Area(2, 1, 3, 1),))), texts(*FEES))

    assert list(merged.records["r"].columns["单位"]) == ["甲局", "甲局", "乙局", None]


def test_signatures_under_records_are_none_of_them() -> None:
    under = "制表人：张三|审核人：李四|2024年1月"

    submission = locate(
        workbook(sheet(f"收费登记表\n单位:万元\n单位|事项|金额\n甲局|发证|1\n{under}")),
        texts(*FEES),
    )

    assert list(submission.records["r"].lines) == [4]
    assert [each.rule for each in submission.structure] == ["left-aside"]


def test_figures_in_a_column_without_a_name_are_told() -> None:
    numbered = "|单位|事项|金额\n1|甲局|发证|1\n2|乙局|年检|4"
    beside = "单位|事项|金额|\n甲局|发证|1|70\n乙局|年检|4|80"

    assert locate(workbook(sheet(numbered)), texts(*FEES)).structure == ()
    (told,) = locate(workbook(sheet(beside)), texts(*FEES)).structure
    assert (told.rule, told.facts["lines"], told.facts["number"]) == ("stray-value", "D", "2")


@pytest.mark.parametrize(
    ("line", "what"),
    [("万元|万元", "several"), ("注：见附件|审核人：甲", "several"), ("注：见附件", None)],
)
def test_a_row_of_several_cells_does_not_stand_alone(line: str, what: str | None) -> None:
    grants = form(table("g", axis("name", "a"), values=Values()))
    rows = [line, "x|1"] if line.startswith("万") else ["x|1", line]
    found = only(locate(text_file("\n".join(["name|a", *rows])), grants), "left-aside")
    assert found.facts.get("what") == what
