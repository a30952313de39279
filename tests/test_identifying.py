import pytest

from reportcheck.form import Form, IdentityClue
from reportcheck.grid import Grid, Source
from reportcheck.identifying import identify, identity
from reportcheck.number import Raw
from reportcheck.submission import Submission

TITLE = IdentityClue("title", r"^(?P<agency>.+?)(?:19|20)\d{2}年度")
YEAR = IdentityClue("title", r"(?P<period>(?:19|20)\d{2})年度")


def who(
    rows: list[list[Raw]],
    agency: tuple[IdentityClue, ...] = (),
    period: tuple[IdentityClue, ...] = (),
    path: str = "a.xlsx",
) -> tuple[str | None, str | None]:
    form = Form("f", (), {}, agency=agency, period=period)
    source = Source(path, (Grid(path, "Sheet1", rows),))
    found = identify(source, Submission(form, path, {}))
    return found.agency, found.period


@pytest.mark.parametrize(
    "row",
    [
        ["填报单位", "甲局"],
        ["填报单位：", None, " 甲局 "],
        ["填报单位：甲局", None],
        ["填 报\n单位", "", "甲局"],
        ["填报单位: 甲局", "乙局"],
    ],
)
def test_the_agency_stands_right_of_its_label_or_after_the_colon(row: list[Raw]) -> None:
    assert who([["表"], row], agency=(IdentityClue("right_of", "填报单位"),)) == ("甲局", None)


def test_a_year_kept_as_a_number_is_a_period() -> None:
    assert who([["年度", 2024.0]], period=(IdentityClue("right_of", "年度"),)) == (None, "2024")


def test_agency_and_period_stand_in_a_title() -> None:
    rows: list[list[Raw]] = [["公开年报"], ["甲市乙局2024年度政府信息公开工作年度报告"]]

    assert who(rows, (TITLE,), (YEAR,)) == ("甲市乙局", "2024")


def test_a_title_may_be_one_line_of_a_cell() -> None:
    assert who([["附件1\n甲局2024年度报告"]], (TITLE,), (YEAR,)) == ("甲局", "2024")


def test_the_name_of_the_file_answers_where_nothing_else_does() -> None:
    clue = IdentityClue("filename", r"^(?P<agency>.+?)[_-]?(?:19|20)\d{2}")
    year = IdentityClue("filename", r"(?P<period>(?:19|20)\d{2})(?!\d)")

    assert who([["x"]], (TITLE, clue), (YEAR, year), "报/甲局_2024.xlsx") == ("甲局", "2024")


def test_the_first_clue_that_answers_is_taken() -> None:
    first, second = IdentityClue("right_of", "单位"), IdentityClue("right_of", "填报单位")

    assert who([["填报单位", "乙局"], ["单位", "甲局"]], (first, second)) == ("甲局", None)


def test_a_label_with_nothing_beside_it_says_nothing() -> None:
    assert who([["填报单位：", None, "  "]], (IdentityClue("right_of", "填报单位"),)) == (
        None,
        None,
    )


def test_standard_input_has_no_name_to_read() -> None:
    assert who([["x"]], (IdentityClue("filename", "(?P<agency>.+)"),), path="-") == (None, None)


def test_without_clues_nobody_is_named() -> None:
    assert who([["填报单位", "甲局"]]) == (None, None)


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("２０２４ 年度", "2024"),
        ("2024年上半年", "2024H1"),
        ("2024年第三季度", "2024Q3"),
        ("2024年7月", "2024-07"),
        ("二〇二四年", "2024"),
    ],
)
def test_a_period_is_written_in_one_way(written: str, period: str) -> None:
    clues = (IdentityClue("right_of", "期间"),)
    assert who([["期间", written]], period=clues)[1] == period


def test_the_folder_and_the_sheet_are_clues() -> None:
    folder = IdentityClue("folder", r"^(?P<period>(?:19|20)\d{2})$")
    sheet = IdentityClue("sheet", r"^(?P<agency>Sheet.*)$")
    assert who([["表"]], (sheet,), (folder,), "x/2023/in/a.xlsx") == ("Sheet1", "2023")


def test_wide_digits_and_runs_of_space_are_no_other_agency() -> None:
    clue = IdentityClue("right_of", "单位")
    assert who([["单位", "第１ 中学\u3000本部"]], (clue,)) == ("第1 中学 本部", None)


def test_of_several_submissions_in_a_file_the_sheet_says_more_than_the_name_of_the_file() -> None:
    form = Form(
        "f", (), {},
        agency=(IdentityClue("filename", "^(?P<agency>.+)$"),),
        period=(IdentityClue("filename", "(?P<period>[0-9]{4})"),),
    )  # fmt: skip
    for sheet, found in (
        ("甲局", ("甲局", "2024")),
        ("Sheet2", ("汇总2024", "2024")),
        ("2023年", ("汇总2024", "2023")),
    ):
        source = Source("汇总2024.xlsx", (Grid("汇总2024.xlsx", sheet, []),))
        assert identity(source, form, shared=True) == found
