"""A waiver accepts one finding, for its values, until its day; what else it comes to is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from reportcheck.address import CellRef
from reportcheck.examining import Order
from reportcheck.finding import Acceptance, Cause, Finding, Kind, Verdict
from reportcheck.mending import Change, Mended, Mending, Part, packed
from reportcheck.page import Lang
from reportcheck.report import Counts, Report, Status
from reportcheck.rulefile import load
from reportcheck.waiver import Given, Target, Waiver, given_of, target_of
from reportcheck.waiving import waive
from reportcheck.wording import sentences
from tests.rendering.reports import BALANCE, BLANK, LABEL, LIMIT, ROW_TOTAL, UNKNOWN, file_of, lost
from tests.rendering.test_machines import ACCEPTED

TODAY = date(2025, 6, 30)


def waiver_of(finding: Finding, **changes: Any) -> Waiver:  # noqa: ANN401 - fields of a waiver
    given = Waiver(
        target_of(finding),
        given_of(finding),
        "counted twice on purpose",
        "Li",
        date(2025, 12, 31),
        "waivers.yaml:2",
        agency="甲局",
        form="gir",
        period="2024",
    )
    return replace(given, **changes)


def under(report: Report, *waivers: Waiver, **options: Any) -> Report:  # noqa: ANN401
    return waive(report, waivers, TODAY, {each.path: Order((), **options) for each in report.files})


def told(report: Report) -> list[tuple[str, Verdict]]:
    return [(each.rule, each.verdict) for each in report.findings]


def report_of(*findings: Finding, passed: int = 3) -> Report:
    ran = tuple((each, 1) for each in ("申请.总计", "收办平衡", "within-budget"))
    return Report((replace(file_of("甲.xlsx", *findings, passed=passed), passes=ran),))


# The four outcomes


def test_a_waiver_that_holds() -> None:
    report = under(report_of(ROW_TOTAL), waiver_of(ROW_TOTAL))
    assert told(report) == [("申请.总计", Verdict.ACCEPTED)]
    (finding,) = report.findings
    why = Acceptance("counted twice on purpose", "Li", "2025-12-31", "waivers.yaml:2")
    assert finding.accepted == why
    assert report.files[0].status is Status.PASSED
    assert report.counts == Counts(passed=3, accepted=1)
    assert report.exit_code == 0


def test_one_that_expired() -> None:
    report = under(report_of(ROW_TOTAL), waiver_of(ROW_TOTAL, until=date(2025, 6, 29)))
    assert told(report) == [("waiver-expired", Verdict.FAIL), ("申请.总计", Verdict.FAIL)]
    expired, finding = sorted(report.findings, key=lambda each: each.kind is not Kind.WAIVER)
    assert finding.accepted is None
    assert expired.at == ROW_TOTAL.at
    assert "2025-06-29" in sentences(expired, "en").message
    assert report.counts == Counts(passed=3, fail=1, waiver=1)
    assert report.exit_code == 1


def test_the_last_day_is_one_on_which_it_holds() -> None:
    report = under(report_of(ROW_TOTAL), waiver_of(ROW_TOTAL, until=TODAY))
    assert told(report) == [("申请.总计", Verdict.ACCEPTED)]


def test_one_whose_value_changed() -> None:
    cells = tuple(
        replace(each, shown="7") if each.column == "自然人" else each
        for each in ROW_TOTAL.witnesses
    )
    now = replace(ROW_TOTAL, witnesses=cells, right="8")
    report = under(report_of(now), waiver_of(ROW_TOTAL))
    assert sorted(told(report)) == [
        ("waiver-reopened", Verdict.FAIL),
        ("申请.总计", Verdict.FAIL),
    ]
    reopened = next(each for each in report.findings if each.kind is Kind.WAIVER)
    said = sentences(reopened, "en").message
    assert "二、上年结转政府信息公开申请数量[自然人] 2 -> 7; right 3 -> 8" in said
    assert report.exit_code == 1


CAUSE = Cause("not-a-number", CellRef("三", 9, 4), "新收", "自然人", table="申请", shown="abc")
HANGS = replace(UNKNOWN, because=(CAUSE,))


def test_an_unknown_is_accepted_for_what_it_hangs_on() -> None:
    assert given_of(HANGS).because == {"新收[自然人]": "abc"}
    assert under(report_of(HANGS), waiver_of(HANGS)).exit_code == 0
    moved = replace(CAUSE, at=CellRef("三", 19, 4))
    now = replace(HANGS, because=(moved,))
    assert under(report_of(now), waiver_of(HANGS)).exit_code == 0, "rows may move"


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        (replace(CAUSE, shown="xyz"), "新收[自然人] abc -> xyz"),
        (replace(CAUSE, finding="blank", shown=""), "新收[自然人] abc -> blank"),
        (replace(CAUSE, row_label="结转"), "新收[自然人] abc -> -; 结转[自然人] - -> abc"),
        (replace(CAUSE, table="收费"), "新收[自然人] abc -> -; 收费::新收[自然人] - -> abc"),
        (replace(CAUSE, path="2023.xlsx"), "新收[自然人] abc -> -; prev(新收[自然人]) - -> abc"),
        (
            replace(CAUSE, path="b.xlsx", agency="乙局"),
            "新收[自然人] abc -> -; children(新收[自然人])[乙局] - -> abc",
        ),
    ],
)
def test_where_an_unknown_hangs_on_something_else_its_waiver_is_reopened(
    cause: Cause, told: str
) -> None:
    report = under(report_of(replace(HANGS, because=(cause,))), waiver_of(HANGS))
    assert report.exit_code == 1
    (reopened,) = (each for each in report.findings if each.kind is Kind.WAIVER)
    assert reopened.rule == "waiver-reopened"
    assert reopened.facts["changes"] == told


def test_a_waiver_that_does_not_say_what_an_unknown_hangs_on_does_not_hold() -> None:
    bare = replace(given_of(HANGS), because={})
    report = under(report_of(HANGS), waiver_of(HANGS, given=bare))
    assert report.exit_code == 1
    # But what was looked at is among the values anyway.
    cell = replace(ROW_TOTAL.witnesses[0], at=CAUSE.at)
    seen = replace(HANGS, witnesses=(cell,))
    assert given_of(seen).because == {}


def test_of_records_without_a_key_there_is_but_the_place() -> None:
    cause = replace(CAUSE, at=CellRef(None, 9, 4), row_label="")
    assert given_of(replace(HANGS, because=(cause,))).because == {"自然人 D9": "abc"}
    table = Cause("missing-table", table="申请", table_label="申请表")
    assert given_of(replace(HANGS, because=(table,))).because == {"申请表": "missing-table"}


def test_one_that_fits_nothing() -> None:
    report = under(report_of(BALANCE), waiver_of(ROW_TOTAL))
    assert sorted(told(report)) == [("waiver-unused", Verdict.FAIL), ("收办平衡", Verdict.FAIL)]
    unused = next(each for each in report.findings if each.kind is Kind.WAIVER)
    assert (unused.row, unused.column) == (ROW_TOTAL.row, ROW_TOTAL.column)
    assert "waivers.yaml:2" in sentences(unused, "zh").message


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", ["waiver-expired", "waiver-reopened", "waiver-unused"])
def test_every_outcome_has_its_sentences(code: str, lang: Lang) -> None:
    old = replace(ROW_TOTAL, right="9")
    waivers = {
        "waiver-expired": waiver_of(ROW_TOTAL, until=date(2020, 1, 1)),
        "waiver-reopened": waiver_of(old),
        "waiver-unused": waiver_of(BLANK),
    }
    found = under(report_of(ROW_TOTAL), waivers[code]).findings
    (finding,) = (each for each in found if each.kind is Kind.WAIVER)
    assert finding.rule == code
    said = sentences(finding, lang)
    assert "{" not in said.message + said.fix
    assert finding.severity == "warning"


# Whom and what it is for


@pytest.mark.parametrize(
    "finding", [BLANK, UNKNOWN, LABEL, LIMIT, BALANCE], ids=lambda each: each.rule
)
def test_findings_of_every_kind_can_be_accepted(finding: Finding) -> None:
    report = under(report_of(finding), waiver_of(finding))
    assert told(report) == [(finding.rule, Verdict.ACCEPTED)]
    assert report.exit_code == 0


def test_a_broken_rule_cannot_be_accepted() -> None:
    broken = replace(ROW_TOTAL, verdict=Verdict.RULE_ERROR)
    assert (broken.rule, Verdict.RULE_ERROR) in told(under(report_of(broken), waiver_of(broken)))


@pytest.mark.parametrize(
    "change",
    [
        {"target": Target("收办平衡", "申请", "上年结转", "总计")},
        {"target": Target("申请.总计", "x", "上年结转", "总计")},
        {"target": Target("申请.总计", "申请", "新收", "总计")},
        {"target": Target("申请.总计", "申请", "上年结转", "其他")},
        {"agency": "乙局"},
        {"agency": None, "file": "乙.xlsx"},
        {"form": "other"},
        {"period": "2023"},
        {"given": Given({}, "4", "3")},
        {"given": Given(given_of(ROW_TOTAL).values, "4", "4")},
        {"given": Given(given_of(ROW_TOTAL).values, "4", "3", count=2)},
    ],
)
def test_a_waiver_of_anything_else_accepts_nothing(change: dict[str, Any]) -> None:
    report = under(report_of(ROW_TOTAL), waiver_of(ROW_TOTAL, **change))
    assert ("申请.总计", Verdict.FAIL) in told(report)
    assert report.exit_code == 1
    beside = [each.rule for each in report.findings if each.kind is Kind.WAIVER]
    assert len(beside) + len(report.notes) == 1, "and it is told"


def test_form_and_period_may_be_left_out() -> None:
    anywhere = waiver_of(ROW_TOTAL, form=None, period=None)
    assert under(report_of(ROW_TOTAL), anywhere).exit_code == 0


def test_a_file_without_an_agency_is_known_by_its_name() -> None:
    file = replace(file_of("2024/甲.xlsx", ROW_TOTAL), agency=None)
    named = waiver_of(ROW_TOTAL, agency=None, file="甲.xlsx")
    assert under(Report((file,)), named).exit_code == 0


def test_one_waiver_accepts_one_finding() -> None:
    same = replace(LIMIT, row_label="")
    twins = (same, replace(same, at=CellRef(None, 9, 6)))
    report = under(report_of(*twins), waiver_of(same))
    assert sorted(verdict for _, verdict in told(report)) == [Verdict.ACCEPTED, Verdict.FAIL]
    both = under(report_of(*twins), waiver_of(same), waiver_of(same, source="waivers.yaml:9"))
    assert both.exit_code == 0


def test_of_two_reports_of_an_agency_a_waiver_may_be_of_either() -> None:
    """What was of use in one is not needless in the other; what is of use in none is told once."""
    copies = [*report_of(ROW_TOTAL).files, replace(report_of().files[0], path="copy.xlsx")]
    for files in (copies, copies[::-1]):
        report = under(Report(tuple(files)), waiver_of(ROW_TOTAL), waiver_of(BALANCE))
        assert sorted(told(report)) == [
            ("waiver-unused", Verdict.FAIL), ("申请.总计", Verdict.ACCEPTED)
        ]  # fmt: skip


def test_where_several_records_may_be_meant_no_waiver_is_reopened() -> None:
    def record(number: int) -> Finding:
        cells = tuple(replace(each, shown=str(number)) for each in LIMIT.witnesses)
        at = CellRef(None, number, 6)
        return replace(LIMIT, row_label="", witnesses=cells, at=at)

    report = under(report_of(record(2), record(3)), waiver_of(record(4)))
    assert [each.rule for each in report.findings if each.kind is Kind.WAIVER] == ["waiver-unused"]


def test_of_agencies_and_rules_that_took_no_part_there_is_a_note() -> None:
    report = report_of()
    other = waiver_of(ROW_TOTAL, agency="乙局")
    resting = waiver_of(replace(ROW_TOTAL, rule="结转衔接"))
    blank = waiver_of(BLANK)
    found = under(report, other, resting, blank, ignore=("blank",))
    assert told(found) == []
    assert [code for code, _ in found.notes] == [
        "waiver-resting",
        "waiver-resting",
        "waiver-elsewhere",
    ]


@pytest.mark.parametrize(
    ("change", "note"),
    [
        ({"form": "grnats"}, ("waiver-no-form", "waivers.yaml:2 grnats (grants?)")),
        ({"form": "zzz"}, ("waiver-no-form", "waivers.yaml:2 zzz")),
        (
            {"form": "grants", "target": Target("within-budgte")},
            ("waiver-no-rule", "waivers.yaml:2 within-budgte (within-budget?)"),
        ),
        (
            {"form": None, "target": Target("blnak")},
            ("waiver-no-rule", "waivers.yaml:2 blnak (blank?)"),
        ),
    ],
)
def test_a_form_or_rule_that_there_is_not_is_told(
    change: dict[str, Any], note: tuple[str, str]
) -> None:
    packs = (load("samples/grants.yaml"),)
    report = report_of(ROW_TOTAL)
    asked = {each.path: Order(packs) for each in report.files}
    found = waive(report, [waiver_of(ROW_TOTAL, **change)], TODAY, asked)
    assert told(found) == [("申请.总计", Verdict.FAIL)]
    assert found.notes == (note,)
    for known in ("within-budget", "grants.total", "blank", "missing-row"):
        other = waiver_of(ROW_TOTAL, form="grants", target=Target(known), agency="乙局")
        (noted,) = waive(report, [other], TODAY, asked).notes
        assert noted[0] == "waiver-elsewhere"
    narrowed = {path: replace(each, select=("blank",)) for path, each in asked.items()}
    other = waiver_of(ROW_TOTAL, form="grants", target=Target("left-out"), agency="乙局")
    assert waive(report, [other], TODAY, narrowed).notes[0][0] == "waiver-elsewhere"


def test_a_file_that_was_not_checked_stays_so() -> None:
    from reportcheck.problem import Problem

    report = Report((lost("甲.xlsx", Problem("not-found", path="甲.xlsx")),))
    found = under(report, waiver_of(ROW_TOTAL, agency=None, file="甲.xlsx"))
    assert found.files == report.files
    assert [code for code, _ in found.notes] == ["waiver-elsewhere"]


def test_findings_about_waivers_can_be_ignored() -> None:
    unused = waiver_of(BLANK)
    assert told(under(report_of(), unused)) == [("waiver-unused", Verdict.FAIL)]
    assert told(under(report_of(), unused, ignore=("waiver-unused",))) == []
    assert told(under(report_of(), unused, select=("blank",))) == []


def test_what_is_accepted_already_is_left_alone() -> None:
    report = under(report_of(ACCEPTED), waiver_of(ACCEPTED, reason="another"))
    (finding, _) = sorted(report.findings, key=lambda each: each.kind is Kind.WAIVER)
    assert finding.accepted is not None
    assert finding.accepted.reason == "paid twice"


@pytest.mark.parametrize("finding", [UNKNOWN, ROW_TOTAL], ids=["unknown", "fail"])
def test_what_is_said_of_a_finding_does_not_change_when_it_is_accepted(finding: Finding) -> None:
    (accepted,) = under(report_of(finding), waiver_of(finding)).findings
    for lang in ("zh", "en"):
        assert sentences(accepted, lang).message == sentences(finding, lang).message
        assert sentences(accepted, lang).arithmetic == sentences(finding, lang).arithmetic


def test_many_failures_told_as_one_are_not_accepted_by_one() -> None:
    for many in (replace(LIMIT, count=7), replace(BLANK, count=7), replace(LABEL, count=7)):
        report = under(report_of(many), waiver_of(many))
        assert (many.rule, Verdict.FAIL) in told(report)
        assert "waiver-unused" in {each.rule for each in report.findings}, "and it is told"
    each_cell = replace(BLANK, count=2, witnesses=BLANK.witnesses * 2)
    assert under(report_of(each_cell), waiver_of(each_cell)).exit_code == 0


def test_the_rows_of_a_big_file_say_so_too() -> None:
    from reportcheck.tabling import as_frame, rows_of

    other = replace(LIMIT, at=CellRef(None, 8, 6), row_label="another")
    file = replace(report_of(LIMIT, other).files[0])
    file = replace(file, rows=as_frame([*rows_of(LIMIT), *rows_of(other)]))
    found = under(Report((file,)), waiver_of(LIMIT)).files[0].rows
    assert found is not None
    assert file.rows is not None
    assert found["verdict"].to_list() == ["accepted", "fail"]
    assert found.drop("verdict").equals(file.rows.drop("verdict"))


def test_what_is_accepted_has_not_to_be_mended() -> None:
    at = ROW_TOTAL.at
    assert at is not None
    change = Change("申请", "上年结转", "总计", at, "4", "4", "3")
    accepted = Part((Mended(ROW_TOTAL.rule, at),), ((change,),))
    other = Part((Mended("收办平衡", CellRef("三", 7, 4)),), ((change,),))
    report = report_of(ROW_TOTAL)
    changed = packed(Mending((accepted, other)))
    report = replace(report, files=(replace(report.files[0], changed=changed),))
    (file,) = under(report, waiver_of(ROW_TOTAL)).files
    assert file.mending == Mending((other,))
    (file,) = under(report, waiver_of(BALANCE)).files
    assert file.mending == Mending((accepted, other))
