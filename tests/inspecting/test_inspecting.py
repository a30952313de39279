"""What each cell shows by itself, without any rule."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.form import BlankPolicy, Values
from reportcheck.inspecting import inspect
from reportcheck.number import ErrorValue, NotCalculated, Raw
from reportcheck.rule import Severity
from reportcheck.viewing import View
from reportcheck.wording import sentences
from tests.building import (
    ABSENT,
    AMOUNT,
    CODE,
    COUNT,
    DATE,
    MISSING,
    NUMBER,
    TEXT,
    filled_form,
    filled_records,
    form_of,
    form_table,
    records_table,
)


def found(values: Values, raw: object) -> list[Finding]:
    form = form_of(form_table("三", ["新收"], ["自然人"], values))
    return list(inspect(View(filled_form(form, {"三": [[raw]]}))))


@pytest.mark.parametrize(
    ("values", "raw", "codes"),
    [
        (COUNT, 3, []),
        (COUNT, "", ["blank"]),
        (COUNT, " \u3000", ["blank"]),
        (COUNT, "/", ["placeholder"]),
        (COUNT, "22（其中修订 16 件）", ["not-a-number"]),
        (COUNT, ErrorValue("#REF!"), ["error-value"]),
        (COUNT, NotCalculated("SUM(A1:A3)"), ["formula-not-calculated"]),
        (COUNT, True, ["not-a-number"]),
        (COUNT, -1, ["out-of-range"]),
        (COUNT, 2.5, ["too-many-decimals"]),
        (COUNT, -2.5, ["out-of-range", "too-many-decimals"]),
        (COUNT, " 3 ", ["read-as-number"]),
        (COUNT, MISSING, []),
        (COUNT, ABSENT, []),
        (AMOUNT, 1.25, []),
        (AMOUNT, 1.255, ["too-many-decimals"]),
        (NUMBER, 1.255, []),
        (replace(NUMBER, max=10), 11, ["out-of-range"]),
        (replace(NUMBER, one_of=("1", "2")), 3, ["not-allowed"]),
        (replace(NUMBER, one_of=("1", "2")), 2.0, []),
        (replace(COUNT, blank=BlankPolicy.ZERO), "", []),
        (replace(COUNT, blank=BlankPolicy.UNKNOWN), "", []),
        (replace(COUNT, marks=(("/", "none"),)), "/", []),
        (replace(COUNT, marks=(("/", "none"),)), "—", ["placeholder"]),
        (TEXT, "", ["blank"]),
        (replace(TEXT, blank=BlankPolicy.ZERO), "", ["blank"]),
        (replace(TEXT, pattern="[A-Z]{2}"), "AB", []),
        (replace(TEXT, pattern="[A-Z]{2}"), "ABC", ["not-allowed"]),
        (replace(CODE, one_of=("A", "B")), "C", ["not-allowed"]),
        (replace(CODE, one_of=("A", "B")), " A ", []),
        (CODE, 350402199001011234.0, ["code-digits-lost"]),
        (CODE, "350402199001011234", []),
        (DATE, "2024-02-30", ["not-a-date"]),
        (DATE, "2024年1月5日", []),
    ],
)
def test_a_cell_has_the_findings_it_deserves(values: Values, raw: Raw, codes: list[str]) -> None:
    findings = found(values, raw)
    assert [each.rule for each in findings] == codes
    for each in findings:
        assert each.kind is Kind.CELL
        assert each.verdict is Verdict.FAIL
        assert (each.severity is Severity.INFO) == (each.rule == "read-as-number")
        assert str(each.at) == "三!B2"


def test_a_finding_shows_the_cell_and_what_was_expected() -> None:
    (finding,) = found(replace(COUNT, max=9), 12)
    assert (finding.row_label, finding.column_label) == ("新收", "自然人")
    assert finding.facts == {"shown": "12", "min": "0", "max": "9"}
    assert [(each.value, each.shown) for each in finding.witnesses] == [("12", "12")]


def test_numbers_read_from_text_are_told_once_a_table() -> None:
    form = form_of(form_table("三", ["a", "b"], ["x", "y"]))
    submission = filled_form(form, {"三": [["1", "２"], [3, "4件"]]})
    (finding,) = inspect(View(submission))
    assert (finding.rule, finding.count, finding.facts["cells"]) == (
        "read-as-number",
        3,
        "三!B2 三!C2 三!C3",
    )


def test_a_key_that_occurs_again_names_the_first() -> None:
    form = form_of(
        records_table("p", {"agency": TEXT, "year": COUNT, "n": COUNT}, ["agency", "year"])
    )
    submission = filled_records(
        form,
        p={
            "agency": ["甲", "乙", "甲", "甲", " 甲 "],
            "year": ["2023", "2023", "2024", "2023", "2023"],
            "n": ["1", "2", "3", "4", "5"],
        },
    )
    findings = inspect(View(submission))
    assert [(each.rule, str(each.at), each.facts["first_row"]) for each in findings] == [
        ("duplicate-key", "A5", "2"),
        ("duplicate-key", "A6", "2"),
    ]
    assert findings[0].row_label == "甲 2023"


def test_composite_keys_are_compared_part_by_part() -> None:
    form = form_of(records_table("p", {"a": TEXT, "b": TEXT}, ["a", "b"]))
    submission = filled_records(form, p={"a": ["x y", "x"], "b": ["z", "y z"]})
    assert inspect(View(submission)) == ()


def test_only_the_figures_of_a_total_row_are_inspected() -> None:
    columns = {"agency": TEXT, "year": COUNT, "kind": CODE, "n": COUNT}
    form = form_of(records_table("p", columns, ["agency", "year"], total="agency = '合计'"))
    submission = filled_records(
        form,
        p={"agency": ["甲", "合计"], "year": ["1", ""], "kind": ["A", ""], "n": ["1", "x"]},
    )
    view = View(submission)
    view.total_rows["p"] = (1,)
    assert [(each.rule, str(each.at)) for each in inspect(view)] == [("not-a-number", "D3")]


@pytest.mark.parametrize(
    ("raw", "message", "fix"),
    [
        (dt.date(1900, 1, 2), "是日期或时间 1900-01-02，不是数", "单元格格式改为“常规”"),
        (dt.timedelta(days=3), "是日期或时间 72:00:00，不是数", "单元格格式改为“常规”"),
        (True, "填的是 TRUE，不是数", "D14 改填数"),
        ("约3", "填的是 约3，不是数", "只填数，文字说明移到备注或正文"),
    ],
)
def test_what_to_do_about_a_date_among_numbers_is_its_format(
    raw: object, message: str, fix: str
) -> None:
    (finding,) = found(COUNT, raw)
    told = sentences(finding, "zh")
    assert message in told.message
    assert fix in told.fix.replace(str(finding.at and finding.at.a1), "D14")


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("(36.7)", "改成 -36.7"),
        ("（3）", "改成 -3"),
        ("95.24%", "如 95.24"),
        ("1O4", "改成 104"),
        ("12/30", "只填数，文字说明移到备注或正文"),
        ("k. A.", "只填数，文字说明移到备注或正文"),
    ],
)
def test_what_keeps_a_text_from_being_a_number_is_answered(text: str, fix: str) -> None:
    (finding,) = found(COUNT, text)
    assert finding.rule == "not-a-number"
    assert fix in sentences(finding, "zh").fix
