"""Reports for other programs: as their schemas have them, and as the programs take them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import xmlschema
from markdown_it import MarkdownIt
from markdown_it.token import Token
from syrupy.assertion import SnapshotAssertion

from reportcheck.address import CellRef
from reportcheck.finding import Acceptance, Finding, Verdict
from reportcheck.fingerprint import fingerprints
from reportcheck.page import Lang
from reportcheck.problem import Problem
from reportcheck.rendering import markdown as markdown_module
from reportcheck.rendering import sarif as sarif_module
from reportcheck.rendering.formats import TEXTS
from reportcheck.rendering.github import github
from reportcheck.rendering.gitlab import gitlab
from reportcheck.rendering.junit import junit
from reportcheck.rendering.markdown import markdown, within
from reportcheck.rendering.sarif import sarif
from reportcheck.report import Report
from reportcheck.rule import Severity
from reportcheck.text import inert
from tests.rendering.reports import (
    BALANCE,
    BLANK,
    LIMIT,
    ONE,
    PRIOR,
    READ,
    ROW_TOTAL,
    SEVERAL,
    UNKNOWN,
    file_of,
    lost,
)
from tests.rendering.test_hostile import CORPUS, acting, report_with

SCHEMAS: Final = Path(__file__).parent / "schemas"
SARIF: Final = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
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


# SARIF


@pytest.mark.parametrize("report", [*REPORTS, *HOSTILE])
def test_sarif_follows_the_schema(report: Report) -> None:
    jsonschema.Draft4Validator(SARIF).validate(json.loads(sarif(report, "zh", "0.1.0")))


def run_of(report: Report) -> dict[str, Any]:
    (run,) = json.loads(sarif(report, "en", "0.1.0"))["runs"]
    assert isinstance(run, dict)
    return run


@pytest.mark.parametrize("report", [*REPORTS, *HOSTILE])
def test_sarif_is_as_github_takes_it(report: Report) -> None:
    run = run_of(report)
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["version"] == "0.1.0"
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert len(rule.get("fullDescription", {"text": ""})["text"]) <= 1024
    marks = []
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert result["level"] in {"error", "warning", "note"}
        for location in result["locations"]:
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"(file:///)?[\w.~%/-]*", uri, re.ASCII)
        assert len(result["locations"]) == 1
        marks.append(result["partialFingerprints"]["reportcheck/v1"])
    assert len(set(marks)) == len(marks)
    jsonschema.validate(run["results"], {"type": "array", "maxItems": 25_000})


def test_places_in_sarif() -> None:
    results = run_of(SEVERAL)["results"]
    by_rule = {each["ruleId"]: each["locations"][0] for each in results}
    assert by_rule["申请.总计"] == {
        "physicalLocation": {"artifactLocation": {"uri": "%E7%94%B2%E5%B1%80.xlsx"}},
        "logicalLocations": [{"name": "J12", "fullyQualifiedName": "三!J12", "kind": "cell"}],
    }
    assert by_rule["within-budget"]["physicalLocation"] == {
        "artifactLocation": {"uri": "payments.csv"},
        "region": {"startLine": 7},
    }
    assert list(by_rule["password-protected"]) == ["physicalLocation"]
    assert results[0]["ruleId"] == "password-protected"


def test_what_is_not_known_is_as_grave_as_its_rule() -> None:
    (result,) = run_of(one_file(UNKNOWN))["results"]
    assert result["level"] == "error"
    assert "kind" not in result
    assert result["properties"]["verdict"] == "unknown"


def test_what_is_accepted_is_suppressed_with_its_reason() -> None:
    (result,) = run_of(one_file(ACCEPTED))["results"]
    assert result["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "paid twice (Li, until 2025-12-31)",
        }
    ]


def test_an_exit_code_of_two_is_no_success() -> None:
    assert run_of(SEVERAL)["invocations"] == [{"executionSuccessful": False}]
    assert run_of(ONE)["invocations"] == [{"executionSuccessful": True}]


def test_more_results_than_github_takes_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif_module, "MOST_RESULTS", 3)
    run = run_of(ONE)
    assert [each["level"] for each in run["results"]] == ["error"] * 3
    (left,) = run["invocations"][0]["toolExecutionNotifications"]
    assert left["message"]["text"].startswith("4 more")


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("./a/b.csv", "a/b.csv"),
        ("../a.csv", "../a.csv"),
        ("/data/年 报[1].csv", "file:///data/%E5%B9%B4%20%E6%8A%A5%5B1%5D.csv"),
        ("c:a.csv", "c%3Aa.csv"),
        ("-", "-"),
        ("a%20b.csv", "a%2520b.csv"),
        ("\udcff.csv", "%FF.csv"),
    ],
)
def test_references(path: str, uri: str) -> None:
    report = Report((file_of(path, ROW_TOTAL),))
    (result,) = run_of(report)["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


# GitLab's code quality report


@pytest.mark.parametrize("report", [*REPORTS, *HOSTILE])
def test_code_quality_is_as_gitlab_documents_it(report: Report) -> None:
    issue = {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{40}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./)."},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    }
    text = gitlab(report, "en", "0")
    assert text.startswith("["), "GitLab takes no byte order mark"
    told = json.loads(text)
    jsonschema.validate(told, {"type": "array", "items": issue})
    marks = [each["fingerprint"] for each in told]
    assert len(set(marks)) == len(marks)


def test_severities_for_gitlab() -> None:
    broken = replace(BALANCE, verdict=Verdict.RULE_ERROR)
    told = json.loads(gitlab(one_file(broken, ROW_TOTAL, PRIOR, READ, ACCEPTED), "en", "0"))
    assert [each["severity"] for each in told] == ["critical", "major", "minor", "info", "info"]
    assert told[-1]["description"].endswith("paid twice (Li, until 2025-12-31)")
    assert json.loads(gitlab(SEVERAL, "en", "0"))[0]["severity"] == "blocker"


# Markdown


def parsed(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


STRUCTURE: Final = re.compile(
    r"(heading|paragraph|bullet_list|list_item|table|thead|tbody|tr|th|td)_(open|close)|inline"
)


def shown(tokens: list[Token]) -> str:
    """Return the text that Markdown shows; markup that is none of ours is not there."""
    texts = []
    for token in tokens:
        assert STRUCTURE.fullmatch(token.type), token
        for child in token.children or ():
            if child.type == "html_inline":
                assert child.content == "<!-- -->"
            else:
                assert child.type in {"text", "strong_open", "strong_close"}, child
            texts.append("" if child.type == "html_inline" else child.content)
        texts.append("\n")
    return "".join(texts)


MARKUP: Final = (
    "*a* _b_ **c** `d` ~~e~~",
    "[x](http://example.org) ![x](y.png) <http://a.b>",
    "# head",
    "- item",
    "+ item",
    "1. item",
    "12) item",
    "===",
    "> quote",
    "| a | b |",
    "@all #12 !3 %4 ~5 &6 $7 ^alert GH-1 :smile: owner/repo#1",
    "http://example.org www.example.org a@example.org",
    "$x$ $$y$$ <!-- c --> &lt; &#60; \\",
    "```",
    "    code",
    "[ref]: http://x",
    "- [ ] task",
)


@pytest.mark.parametrize("text", [*CORPUS, *MARKUP], ids=range(len(CORPUS) + len(MARKUP)))
def test_markdown_shows_text_and_nothing_else(text: str) -> None:
    drawn = markdown(report_with(text), "en", "0")
    told = shown(parsed(drawn))
    if text in MARKUP:
        assert " ".join(text.split()) in " ".join(told.split())


@pytest.mark.parametrize("text", MARKUP)
def test_nothing_is_left_for_filters_to_find(text: str) -> None:
    drawn = markdown_module.text(text)
    assert not re.search(r"@\w|(?<!&)#\d|!\d|~\w|(&|\$)\d|\$|://\w|www\.|:\w+:|%\d|\^\w", drawn), (
        drawn
    )


def test_whole_sections_are_left_out_and_counted() -> None:
    report = Report(tuple(file_of(f"{n}.xlsx", ROW_TOTAL) for n in range(40)))
    whole = within(report, "en", 1_000_000)
    cut = within(report, "en", 9_000)
    assert len(cut.encode()) <= 9_000
    sections = whole.split("### ")[1:]
    kept = [section for section in sections if f"### {section.rstrip()}" in cut]
    assert f"{40 - len(kept)} sections are left out" in cut
    assert 5 < len(kept) < 40
    assert "left out" not in whole


def test_a_summary_is_under_900_kib() -> None:
    report = Report(tuple(file_of(f"{n}.xlsx", *ONE.files[0].findings) for n in range(1_500)))
    drawn = markdown(report, "zh", "0")
    assert 700 * 1024 < len(drawn.encode()) <= 900 * 1024
    assert "没有列出" in drawn


def test_many_findings_of_one_rule_are_counted_in_markdown() -> None:
    drawn = markdown(one_file(*[ROW_TOTAL] * 50), "en", "0")
    assert drawn.count("is not the sum of its parts") == 20
    assert "30 more are not listed" in drawn


# GitHub


def commands(text: str) -> list[str]:
    """Return the lines that GitHub's runner takes for commands."""
    return [line for line in text.splitlines() if line.lstrip().startswith("::") or "##[" in line]


ANNOTATION: Final = re.compile(
    r"::(error|warning) file=[^:,\n]+(,line=\d+)?,title=[^:,\n]+::[^\n]+"
)


@pytest.mark.parametrize("report", [*REPORTS, *HOSTILE])
def test_annotations_are_one_a_file_and_the_only_commands(report: Report) -> None:
    told = commands(github(report, "zh", "0"))
    assert all(ANNOTATION.fullmatch(line) for line in told)
    assert len(told) <= len(report.files)


@pytest.mark.parametrize("text", ["::error::x", "  ::set-output name=a::b", "##[error]x", "a##[x"])
def test_no_text_becomes_a_command(text: str) -> None:
    assert commands(inert(text)) == []
    for kind in ("rule", "check", "basis", "row_label"):
        changes: dict[str, Any] = {kind: text}
        drawn = github(one_file(replace(BALANCE, **changes)), "en", "0")
        assert len(commands(drawn)) == 1
    named = Report((file_of(text, BALANCE), lost(text, Problem("not-found", path=text))))
    assert len(commands(github(named, "en", "0"))) == 2


def test_the_worst_file_comes_first() -> None:
    told = commands(github(SEVERAL, "en", "0"))
    assert [re.findall(r"file=([^,]+)", line)[0] for line in told] == [
        "丙局.xlsx",
        "甲局.xlsx",
        "payments.csv",
    ]
    assert "line=7" in told[2]


def test_of_annotations_that_are_not_shown_there_is_a_word() -> None:
    many = Report(tuple(file_of(f"{n}.xlsx", ROW_TOTAL) for n in range(13)))
    assert "GitHub shows only 10 annotations of a kind; 3 files" in github(many, "en", "0")
    assert "GitHub shows only" not in github(SEVERAL, "en", "0")


def test_a_file_that_passes_has_no_error() -> None:
    (told,) = commands(github(one_file(PRIOR, READ), "en", "0"))
    assert told.startswith("::warning file=甲.xlsx,title=甲局%3A 1 to look at::三!D12 warning:")
    assert commands(github(one_file(READ), "en", "0")) == []
    assert commands(github(one_file(ACCEPTED), "en", "0")) == []


def test_an_annotation_tells_a_few_findings_and_counts_the_others() -> None:
    (told,) = commands(github(one_file(*[ROW_TOTAL] * 9), "en", "0"))
    assert told.count("is not the sum") == 5
    assert "4 more" in told
    assert told.count("%0A") == 5
    assert Severity.ERROR in told
