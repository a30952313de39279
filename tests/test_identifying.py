import pytest

from reportcheck.finding import Finding
from reportcheck.form import Form, IdentityClue
from reportcheck.grid import Area, Grid, Source
from reportcheck.identifying import identify, identity
from reportcheck.looking import Look
from reportcheck.number import Raw
from reportcheck.rulefile import bundled
from reportcheck.submission import Placement, Submission

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
        assert identity(Look(source), form, shared=True) == found


(GIR,) = (pack.form for pack in bundled() if (pack.form.id, pack.form.version) == ("gir", "2021.1"))


def of_gir(*grids: tuple[str | None, list[list[Raw]], int], path: str = "-") -> Submission:
    """Return whose a report of the pack is; each grid has a table that begins in a row."""
    made = tuple(Grid(path, sheet, rows) for sheet, rows, _ in grids)
    placed = tuple(
        Placement("申请", grid, Area(top, 1, top, 1))
        for grid, (_, _, top) in zip(made, grids, strict=True)
    )
    return identify(Source(path, made), Submission(GIR, path, {}, placements=placed))


def whose(*title: str, path: str = "-") -> tuple[str | None, str | None]:
    rows: list[list[Raw]] = [[each] for each in title]
    found = of_gir((None, [*rows, ["表"]], len(rows) + 1), path=path)
    return found.agency, found.period


REPORT = "政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "title",
    [
        f"虚构市水务局2024年{REPORT}",
        f"虚构市水务局 2024 年度{REPORT}",
        f"2024年虚构市水务局{REPORT}",
        "虚构市水务局政府信息公开工作2024年度报告",
        f"虚构市水务局{REPORT}（2024年）",
        "虚构市水务局政府信息公开2024年年度报告",
        "虚构市水务局关于2024年政府信息公开工作的年度报告",
        f"虚构市水务局二〇二四年{REPORT}",
        f"虚构市水务局２０２４年{REPORT}",
        f"关于虚构市水务局2024年{REPORT}的公示",
        f"附件1：虚构市水务局2024年{REPORT}",
        f"三、虚构市水务局2024年{REPORT}",
        f"《虚构市水务局2024年{REPORT}》（2025年1月20日）",
        f"虚构市水务局\n2024年{REPORT}",
        "虚构市水务局2024年度信息公开工作报告",
        "虚构市水务局2024年度政府信息公开事项报告",
    ],
)
def test_titles_of_the_pack_say_whose_and_for_when_however_they_are_worded(title: str) -> None:
    assert whose(title) == ("虚构市水务局", "2024")


def test_a_title_in_two_rows_is_one() -> None:
    assert whose("虚构市水务局", f"2024年{REPORT}") == ("虚构市水务局", "2024")
    assert whose("虚构市水务局", REPORT, "（2024年度）") == ("虚构市水务局", "2024")
    assert whose("政务公开", f"2024年{REPORT}") == (None, "2024")


@pytest.mark.parametrize(
    ("title", "found"),
    [
        (f"2024年{REPORT}", (None, "2024")),
        (f"关于2024年{REPORT}的公示", (None, "2024")),
        (REPORT, (None, None)),
        (f"虚构市第1中学2024年{REPORT}", ("虚构市第1中学", "2024")),
        (f"虚构市教育局（本级）2024年{REPORT}", ("虚构市教育局（本级）", "2024")),
        ("2024年虚构市人民政府信息公开工作年度报告", ("虚构市人民政府", "2024")),
        ("虚构市水务局2024年上半年政府信息公开工作情况", (None, None)),
        ("根据2023年政府信息公开工作年度报告编制的要求", (None, None)),
    ],
)
def test_what_a_title_does_not_say_is_not_guessed(
    title: str, found: tuple[str | None, str | None]
) -> None:
    assert whose(title) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("水务局2024", ("水务局", "2024")),
        ("水务局（2024）", ("水务局", "2024")),
        ("2024-水务局", ("水务局", "2024")),
        ("2024年虚构市水务局", ("虚构市水务局", "2024")),
        ("2024年度政府信息公开年报-水务局", ("水务局", "2024")),
        ("20250118水务局2024", ("水务局", "2024")),
        ("水务局-终稿20250115", ("水务局", None)),
        ("3.水务局2024年报表(1)", ("水务局", "2024")),
        ("附件3：水务局2024 - 副本", ("水务局", "2024")),
        ("03水务局2024年报表", ("水务局", "2024")),
        ("12虚构市水务局", ("虚构市水务局", None)),
        ("001水务局2024", ("水务局", "2024")),
        ("12月水务局2024", (None, "2024")),
        ("110指挥中心2024", (None, "2024")),
        ("水务局", ("水务局", None)),
        ("2025年1月水务局", (None, None)),
        ("2025年水务局2024年报", (None, None)),
        ("政府信息公开年报2024", (None, "2024")),
        ("汇总2024", (None, "2024")),
        ("报告(1)", (None, None)),
        ("通讯录", (None, None)),
    ],
)
def test_names_of_files_say_no_more_than_they_surely_mean(
    name: str, found: tuple[str | None, str | None]
) -> None:
    assert whose("表", path=f"报/{name}.xlsx") == found


def test_the_title_above_the_tables_counts_and_no_link_to_another_report() -> None:
    others = [f"虚构市林业局{year}年{REPORT}" for year in (2021, 2022)]
    assert whose(*others, f"2024年虚构市水务局{REPORT}") == ("虚构市水务局", "2024")


def test_a_loose_pattern_takes_the_first_line_that_it_finds() -> None:
    rows: list[list[Raw]] = [["甲局2024年度报告"], ["填报日期：2025年度"], ["表"]]
    assert who(rows, (TITLE,), (YEAR,)) == ("甲局", "2024")


def test_a_label_may_have_brackets_and_an_answer_a_seal_but_no_label_is_an_answer() -> None:
    clue = IdentityClue("right_of", "填报单位")
    assert who([["填报单位（盖章）：", "甲局（公章）"]], (clue,)) == ("甲局", None)
    assert who([["填报单位：", "", "填报日期："]], (clue,)) == (None, None)


def told(submission: Submission) -> list[tuple[str, str, str, str | None]]:
    def one(each: Finding) -> tuple[str, str, str, str | None]:
        at = None if each.at is None else str(each.at)
        return str(each.facts["what"]), each.facts["taken"], each.facts["differing"], at

    return [one(each) for each in submission.structure if each.rule == "identity-differs"]


def test_sheets_that_name_another_agency_or_year_are_told() -> None:
    found = of_gir(
        ("二", [[f"虚构市水务局2024年{REPORT}"], ["表"]], 2),
        ("三", [[f"虚构市水务局2023年{REPORT}"], ["表"]], 2),
        ("四", [[f"虚构市林业局2024年{REPORT}"], ["表"]], 2),
    )
    assert (found.agency, found.period) == ("虚构市水务局", "2024")
    assert told(found) == [
        ("agency", "虚构市水务局", "虚构市林业局", "四!A1"),
        ("period", "2024", "2023", "三!A1"),
    ]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("虚构市水务局2023", [("period-named", "2024", "2023", "年报!A1")]),
        ("虚构市体育局2024", [("agency-named", "虚构市水务局", "虚构市体育局", "年报!A1")]),
        ("卫健委2024", [("agency-named", "虚构市水务局", "卫健委", "年报!A1")]),
        ("水务局2024", []),
        ("市水务2024", []),
        ("张三2024", []),
        ("虚构市2024", []),
        ("2023/水务局2024", []),
        ("03虚构市体育局2024", [("agency-named", "虚构市水务局", "虚构市体育局", "年报!A1")]),
        ("水务局20250115", []),
    ],
)
def test_a_file_name_for_another_report_is_told_and_a_short_one_is_not(
    name: str, what: list[tuple[str, str, str, str]]
) -> None:
    found = of_gir(("年报", [[f"虚构市水务局2024年{REPORT}"], ["表"]], 2), path=f"报/{name}.xlsx")
    assert (found.agency, found.period) == ("虚构市水务局", "2024")
    assert told(found) == what


def test_other_years_beneath_the_title_are_no_conflict() -> None:
    rows: list[list[Raw]] = [
        [f"虚构市水务局2024年{REPORT}"],
        ["表"],
        [f"虚构市水务局2023年{REPORT}"],
    ]
    assert told(of_gir(("年报", rows, 2), ("说明", [["2023年"]], 1))) == []
