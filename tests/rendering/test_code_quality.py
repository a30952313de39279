"""SARIF and GitLab code quality: what these programs take, and what they are told."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any, Final

import jsonschema
import pytest

from reportcheck.finding import Verdict
from reportcheck.rendering import sarif as sarif_module
from reportcheck.rendering.gitlab import gitlab
from reportcheck.rendering.sarif import sarif
from reportcheck.report import Report
from tests.rendering.reports import (
    BALANCE,
    ONE,
    PRIOR,
    READ,
    ROW_TOTAL,
    SEVERAL,
    UNKNOWN,
    file_of,
)
from tests.rendering.test_machines import ACCEPTED, HOSTILE, REPORTS, SCHEMAS, one_file

SARIF: Final = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))


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
