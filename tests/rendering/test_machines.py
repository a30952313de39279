"""Reports for other programs: as their schemas have them, and as the programs take them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from syrupy.assertion import SnapshotAssertion

from reportcheck.address import CellRef
from reportcheck.finding import Acceptance, Finding, Verdict
from reportcheck.fingerprint import fingerprints
from reportcheck.page import Lang
from reportcheck.problem import Problem
from reportcheck.rendering.formats import TEXTS
from reportcheck.rendering.junit import junit
from reportcheck.report import Report
from tests.rendering.reports import (
    BALANCE,
    BLANK,
    LIMIT,
    ONE,
    PRIOR,
    ROW_TOTAL,
    SEVERAL,
    UNKNOWN,
    file_of,
    lost,
)
from tests.rendering.test_hostile import CORPUS, acting, report_with

SCHEMAS: Final = Path(__file__).parent / "schemas"
JUNIT: Final = xmlschema.XMLSchema10(SCHEMAS / "junit-10.xsd")
ACCEPTED: Final = replace(
    ROW_TOTAL,
    verdict=Verdict.ACCEPTED,
    accepted=Acceptance("paid twice", "Li", "2025-12-31", "waivers.yaml:3"),
)
KINDS: Final = Report((replace(file_of("a.xlsx", BALANCE, ACCEPTED, BLANK), agency="乙局"),))
REPORTS: Final = (ONE, SEVERAL, KINDS, Report(()))
HOSTILE: Final = [report_with(text) for text in CORPUS]
MACHINES: Final = ("junit", "sarif", "gitlab", "markdown", "github")


def one_file(*findings: Finding, passed: int = 0) -> Report:
    return Report((file_of("甲.xlsx", *findings, passed=passed),))


# Whole outputs


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", MACHINES)
def test_formats(kind: str, lang: Lang, snapshot: SnapshotAssertion) -> None:
    assert "\n".join(TEXTS[kind](each, lang, "0") for each in (ONE, SEVERAL, KINDS)) == snapshot


@pytest.mark.parametrize("kind", MACHINES)
@pytest.mark.parametrize("text", CORPUS, ids=range(len(CORPUS)))
def test_nothing_acts_in_any_format(text: str, kind: str) -> None:
    assert acting(TEXTS[kind](report_with(text), "zh", "0")) == set()


# Fingerprints


def test_fingerprints_are_unique_even_for_copies_of_one_file() -> None:
    copies = Report((*ONE.files, *ONE.files, *SEVERAL.files))
    found = [fingerprint for *_, fingerprint in fingerprints(copies)]
    assert len(set(found)) == len(found) == 16


def test_a_fingerprint_stays_when_rows_are_inserted_or_files_moved() -> None:
    def moved(finding: Finding) -> Finding:
        at = finding.at and replace(finding.at, row=finding.at.row + 7)
        return replace(finding, at=at)

    file = ONE.files[0]
    later = replace(file, path="x/y.xlsx", findings=tuple(map(moved, file.findings)))
    assert [each for *_, each in fingerprints(Report((later,)))] == [
        each for *_, each in fingerprints(ONE)
    ]


@pytest.mark.parametrize(
    "change",
    [{"rule": "x"}, {"table": "x"}, {"row": "x"}, {"column": "x"}],
    ids=lambda change: next(iter(change)),
)
def test_a_fingerprint_is_of_rule_and_slot(change: dict[str, Any]) -> None:
    one, other = (
        next(iter(fingerprints(one_file(each))))[2]
        for each in (ROW_TOTAL, replace(ROW_TOTAL, **change))
    )
    assert one != other


@pytest.mark.parametrize("change", [{"agency": "乙局"}, {"form": "x"}, {"period": "2023"}])
def test_a_fingerprint_is_of_form_and_agency(change: dict[str, Any]) -> None:
    file = file_of("a", ROW_TOTAL)
    found = {
        each
        for _, _, each in fingerprints(Report((file,)))
        for _, _, each in fingerprints(Report((replace(file, **change),)))
    } | {each for *_, each in fingerprints(Report((file,)))}
    assert len(found) == 2


def test_records_without_a_key_are_told_apart_by_what_they_hold() -> None:
    first = replace(LIMIT, row_label="")
    cells = tuple(replace(each, shown="7") for each in first.witnesses)
    second = replace(first, witnesses=cells, at=CellRef(None, 9, 6))
    both = [each for *_, each in fingerprints(one_file(first, second))]
    swapped = [each for *_, each in fingerprints(one_file(second, first))]
    assert both == swapped[::-1]
    assert len(set(both)) == 2


# JUnit


@pytest.mark.parametrize("report", [*REPORTS, *HOSTILE])
def test_junit_follows_the_schema(report: Report) -> None:
    JUNIT.validate(junit(report, "zh", "0"))


def cases(report: Report) -> dict[str, ET.Element]:
    root = ET.fromstring(junit(report, "en", "0"))  # noqa: S314 - our own
    found = list(root.iter("testcase"))
    keyed = {f"{each.get('classname')}/{each.get('name')}": each for each in found}
    assert len(keyed) == len(found), "GitLab drops a testcase whose name another one has"
    return keyed


def outcome(case: ET.Element) -> str:
    return case[0].tag if len(case) else "passed"


def test_a_testcase_is_a_rule_of_a_file() -> None:
    file = replace(ONE.files[0], passes=(("申请.总计", 24), ("收办平衡", 6), ("other", 3)))
    named = cases(Report((file, lost("丙局.xlsx", Problem("not-found", path="丙局.xlsx")))))
    assert {name: outcome(case) for name, case in named.items()} == {
        "2024年报 甲局/申请.总计": "failure",
        "2024年报 甲局/收办平衡": "failure",
        "2024年报 甲局/other": "passed",
        "2024年报 甲局/read-as-number": "system-out",
        "2024年报 甲局/near-label": "system-out",
        "2024年报 甲局/结转衔接": "system-out",
        "2024年报 甲局/blank": "failure",
        "丙局/not-found": "error",
    }


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        (UNKNOWN, "skipped"),
        (ACCEPTED, "skipped"),
        (ROW_TOTAL, "failure"),
        (PRIOR, "system-out"),
        (replace(ROW_TOTAL, verdict=Verdict.RULE_ERROR), "error"),
    ],
)
def test_outcomes(finding: Finding, expected: str) -> None:
    (case,) = cases(one_file(finding)).values()
    assert outcome(case) == expected
    assert finding.rule == case.get("name")


def test_a_rule_that_asked_nothing_did_not_pass() -> None:
    file = replace(file_of("a.csv"), passes=(("r", 0), ("s", 1)))
    named = cases(Report((file,)))
    assert [outcome(case) for case in named.values()] == ["skipped", "passed"]


def test_a_warning_fails_where_warnings_make_the_file_fail() -> None:
    report = replace(one_file(PRIOR), fail_on="warning")
    assert [outcome(case) for case in cases(report).values()] == ["failure"]
    never = replace(one_file(ROW_TOTAL), fail_on="never")
    assert [outcome(case) for case in cases(never).values()] == ["system-out"]


def test_files_of_one_name_have_testcases_of_their_own() -> None:
    paths = ("a/x.csv", "b/x.csv", "a/x.xlsx", "a\\x.csv", "y.csv")
    named = cases(Report(tuple(file_of(path, ROW_TOTAL) for path in paths)))
    assert [name.partition("/申")[0] for name in named] == [*paths[:4], "y"]


def test_counts_are_those_of_the_testcases() -> None:
    root = ET.fromstring(junit(SEVERAL, "en", "0"))  # noqa: S314 - our own
    assert dict(root.items()) == {
        "name": "reportcheck",
        "tests": "3",
        "failures": "2",
        "errors": "1",
    }


def test_many_findings_of_a_rule_are_counted() -> None:
    (case,) = cases(one_file(*[ROW_TOTAL] * 130)).values()
    text = case[0].text or ""
    assert text.count("is not the sum of its parts") == 100
    assert "30 more" in text
