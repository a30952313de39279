"""Several files on a page: who stands where, what is shown of each, and that nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcheck.address import CellRef
from reportcheck.console import glyphs_for
from reportcheck.page import Lang, Page, plain
from reportcheck.problem import Problem
from reportcheck.rendering.full import full
from reportcheck.rendering.grouped import grouped
from reportcheck.rendering.standing import folder_of, groups
from reportcheck.rendering.statistics import count_rules, statistics
from reportcheck.rendering.together import overviews
from reportcheck.report import FileReport, Report
from reportcheck.text import display_width
from tests.rendering.reports import (
    BALANCE,
    BATCH,
    BLANK,
    FEW,
    LABEL,
    PRIOR,
    READ,
    ROW_TOTAL,
    UNKNOWN,
    lost,
    of_agency,
)

WIDTHS = (40, 60, 80, 120)


def told(report: Report, lang: Lang = "zh", width: int = 80) -> str:
    return plain(full(report, Page(lang, width)))


def listed(report: Report, lang: Lang = "zh", width: int = 80) -> str:
    return plain(overviews(report, Page(lang, width)))


def row_of(name: str, text: str) -> str:
    """The line of an agency in the overview."""
    (found,) = [each for each in text.splitlines() if each[2:].startswith(name)]
    return found


def many(*files: FileReport) -> Report:
    return Report(files)


def test_the_worst_comes_first_and_each_agency_once() -> None:
    files = (
        of_agency("净局"),
        of_agency("警局", LABEL),
        of_agency("空局", UNKNOWN),
        of_agency("错局", BALANCE),
        of_agency("大错局", BALANCE, ROW_TOTAL),
    )
    (group,) = groups(many(*files))
    names = [each.name for each in group.standings]
    assert names == ["大错局", "错局", "空局", "警局", "净局"]
    lines = listed(many(*files)).splitlines()
    assert [each[0] for each in lines if each[2:].startswith(tuple(names))] == list("✗✗?!✓")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_no_line_is_wider_than_the_page_and_no_name_is_cut(
    width: int, lang: Lang, encoding: str
) -> None:
    page = Page(lang, width, glyphs_for(encoding))
    for report in (FEW, BATCH):
        text = plain(full(report, page, statistics(report, page)))
        for line in text.splitlines():
            assert display_width(line) <= width, line
        dense = "".join(text.split())
        for file in report.files:
            assert (file.agency or file.path.rpartition("/")[2]) in dense
        for group in groups(report):
            for rule, *_ in group.rules:
                assert rule in dense


def test_the_matrix_says_how_often_each_rule_failed_in_each_file() -> None:
    text = told(BATCH, width=120)
    heads = next(each for each in text.splitlines() if each.startswith("  单位")).split()
    assert heads[:4] == ["单位", "错误", "需说明", "未核"]
    assert heads[4:7] == ["A", "B", "C"]
    assert row_of("甲局", text).split()[2:8] == ["2024", "2", "0", "0", "1", "1"]
    assert row_of("丁局", text).split()[2:8] == ["2024", "0", "0", "1", "·", "?"]
    assert "A  收办平衡" in text
    assert "B  申请.总计" in text


def test_rules_without_room_are_counted_together() -> None:
    narrow = told(BATCH, width=60)
    heads = next(each for each in narrow.splitlines() if each.startswith("  单位")).split()
    assert heads[-1] == "+"
    assert row_of("戊局", narrow).split()[-1] == "12"
    assert narrow.count("\n  +  rule-") == 12


def test_a_number_with_doubt_keeps_its_digits_in_line() -> None:
    both = of_agency("甲局", ROW_TOTAL, replace(UNKNOWN, because=()))
    text = listed(many(both, of_agency("乙局", ROW_TOTAL), of_agency("丙局")))
    ends = [row_of(name, text).rindex(sign) for name, sign in (("甲局", "1?"), ("丙局", "·"))]
    assert ends[0] == ends[1]
    assert "1?" not in row_of("乙局", text)


def test_where_the_name_of_the_file_says_whose_it_is_no_path_is_needed() -> None:
    text = told(FEW)
    assert "甲局_2024.xlsx" not in row_of("甲局", text)
    elsewhere = told(many(of_agency("甲局", path="x/1.xlsx"), of_agency("乙局", path="x/2.xlsx")))
    assert row_of("甲局", elsewhere).endswith("  1.xlsx")


def test_one_agency_twice_for_one_period_is_seen() -> None:
    text = told(BATCH, "en", 120)
    assert "! 乙局 2024 is there 2 times: 年报/乙局_2024.xlsx, 年报/补报/00017.xlsx" in text
    years = many(of_agency("甲局"), replace(of_agency("甲局", path="b/甲局.xlsx"), period="2023"))
    assert "is there" not in told(years, "en")


def test_more_than_ten_agencies_twice_are_counted() -> None:
    files = [of_agency(f"局{n}", path=f"{n}-{m}.xlsx") for n in range(12) for m in (1, 2)]
    text = told(many(*files), "en")
    assert text.count("is there 2 times") == 10
    assert "2 more agencies are there more than once" in text


def test_a_file_that_names_no_agency_stands_with_its_name() -> None:
    assert row_of("没有写明单位.xlsx", told(BATCH)).startswith("✗")


def test_each_form_has_its_own_overview() -> None:
    text = told(BATCH, "en")
    assert "grants" in text
    assert " ".join(text.split()).count("the worst first") == 2


def test_one_period_for_all_is_said_once() -> None:
    same = told(many(of_agency("甲局"), of_agency("乙局")))
    assert "2024 年度" in same
    assert "2024" not in row_of("甲局", same)
    assert "2023" in row_of("丙局", told(FEW))


def test_few_files_are_told_one_by_one() -> None:
    text = told(FEW)
    assert text.count("  算式  ") == 2
    assert "年报/乙局_2024.xlsx" not in text


def test_of_many_files_each_kind_of_finding_is_shown_once_with_its_number() -> None:
    text = told(BATCH, "en")
    assert text.count("✗ error 收办平衡") == 1
    assert "6 like this, in 6 files" in text
    assert text.index("✗ error 收办平衡") < text.index("✗ error 申请.总计")
    assert "check one file to see all of its own" in " ".join(text.split())


def test_what_hangs_on_a_cell_is_no_kind_of_its_own() -> None:
    files = [of_agency(f"局{n}", BLANK, UNKNOWN) for n in range(12)]
    text = told(many(*files), "en")
    assert "✗ error blank" in text
    assert "not checked for it  申请.总计" in text
    assert "? not checked" not in text


def test_how_files_were_read_is_told_once_with_their_number() -> None:
    odd = [
        replace(of_agency(f"局{n}", ROW_TOTAL), notes=(("encoding", "GB18030"), ("hidden", str(n))))
        for n in range(14)
    ]  # fmt: skip
    text = told(many(*odd), "en", 120)
    assert "encoding GB18030 (14 files)" in text
    assert "5 more remarks on how files were read" in text


def test_thousands_of_files_are_listed_up_to_a_bound_that_is_said() -> None:
    files = [of_agency(f"局{n}") for n in range(1200)] + [of_agency("坏局", ROW_TOTAL)]
    text = told(many(*files), "en")
    assert row_of("坏局", text).startswith("✗")
    assert "201 more are not listed, 0 of them with findings" in " ".join(text.split())


def test_more_rules_than_letters_are_counted() -> None:
    findings = [replace(ROW_TOTAL, rule=f"r{n:02}", at=CellRef("三", n, 1)) for n in range(1, 31)]
    text = told(many(of_agency("甲局", *findings), of_agency("乙局")), "en", 120)
    assert "4 more rules found something" in text


@pytest.mark.no_cover  # see pyproject.toml
def test_of_ten_thousand_files_each_is_counted() -> None:
    one, other = of_agency("甲局", ROW_TOTAL, BALANCE, BLANK, UNKNOWN), of_agency("乙局")
    files = tuple(
        replace(one if n % 3 == 0 else other, agency=f"第{n}局", path=f"年报/{n}.xlsx")
        for n in range(10_000)
    )
    report, page = Report(files), Page("zh")
    texts = [plain(render(report, page, statistics(report, page))) for render in (full, grouped)]
    assert all("第0局" in text for text in texts)
    assert "还有 3234 项没有列出" in texts[1]


def test_statistics_count_the_instances_of_every_rule() -> None:
    forms = count_rules(BATCH)
    assert [form.files for form in forms] == [17, 1]
    by_rule = {each.rule: each for each in forms[0].rules}
    assert (by_rule["申请.总计"].fail, by_rule["申请.总计"].unknown) == (2, 2)
    assert by_rule["收办平衡"].files == 6
    assert sum(each.passed for form in forms for each in form.rules) == sum(
        passed for file in BATCH.files for _, passed in file.passes
    )
    assert (by_rule["blank"].passed, by_rule["blank"].fail) == (0, 1)


def test_statistics_of_one_file_too() -> None:
    text = plain(statistics(Report((of_agency("甲局", ROW_TOTAL, passed=41),)), Page("en")))
    assert [each.split() for each in text.splitlines() if each.startswith("  ")] == [
        ["passed", "failed", "files"],
        ["申请.总计", "20", "1", "1"],
        ["收办平衡", "21", "0", "0"],
    ]


def test_statistics_stand_before_what_was_not_checked() -> None:
    page = Page("en")
    for render in (full, grouped):
        text = plain(render(BATCH, page, statistics(BATCH, page)))
        assert text.index("the worst first") < text.index("passed  failed")
        assert text.index("passed  failed") < text.index("✗ Not checked")


def test_many_files_not_checked_for_one_reason_are_told_with_it_once() -> None:
    stopped = [lost(f"{n}.xlsx", Problem("interrupted", path=f"{n}.xlsx")) for n in range(1100)]
    twenty = [
        lost(f"x{n}.xlsx", Problem("password-protected", path=f"x{n}.xlsx")) for n in range(20)
    ]
    text = told(many(*stopped, *twenty, lost("y", Problem("not-found", path="y"))), "en")
    assert text.count("since the run was interrupted") == 1
    assert "1099 more files, not checked for the same reason" in text
    assert "    1000.xlsx\n" in text
    assert "and 99 more" in text
    assert text.count("is protected by a password") == 20
    assert "There is no file y" in text


@pytest.mark.parametrize(
    ("paths", "folder"),
    [
        (("a/x.csv", "a/y.csv"), "a/"),
        (("a/b/x.csv", "a/y.csv"), "a/"),
        (("ab/x.csv", "ac/y.csv"), ""),
        (("x.csv", "y.csv"), ""),
        (("/r/x.csv", "/r/y.csv"), "/r/"),
        (("/r/x.csv", "y.csv"), ""),
        (("a/x.csv",), ""),
        (("-", "a/x.csv"), ""),
    ],
)
def test_the_folder_that_all_share_is_left_out(paths: tuple[str, ...], folder: str) -> None:
    assert folder_of(Report(tuple(of_agency("甲", path=path) for path in paths))) == folder


@given(
    files=st.lists(
        st.tuples(
            st.text(max_size=30),
            st.lists(st.sampled_from((ROW_TOTAL, BALANCE, PRIOR, BLANK, UNKNOWN, LABEL, READ))),
        ),
        min_size=2,
        max_size=14,
    ),
    width=st.integers(40, 130),
    lang=st.sampled_from(["zh", "en"]),
)
def test_whatever_agencies_are_called_every_line_fits(
    files: list[tuple[str, list[object]]], width: int, lang: Lang
) -> None:
    reports = [of_agency(name or "无名", *found) for name, found in files]  # type: ignore[arg-type]
    page = Page(lang, width)
    report = Report(tuple(reports))
    for line in plain((*overviews(report, page), *statistics(report, page))).splitlines():
        assert display_width(line) <= width
