"""The report as SARIF 2.1.0, as GitHub's code scanning and other viewers read it.

Every result has a file to point at, for GitHub refuses a whole file in which one has none. A region
is only of a text file, whose lines there are; the cell of a sheet is a logical location. What could
not be evaluated is a result as grave as its rule: as ``open``, whose level has to be ``none``,
nobody would see it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from reportcheck.address import CellRef
from reportcheck.finding import Finding, Verdict
from reportcheck.fingerprint import fingerprints, of_file
from reportcheck.page import Lang
from reportcheck.problem import EXIT_PROBLEM, Problem
from reportcheck.rendering.blocks import hint
from reportcheck.rendering.json_report import as_json
from reportcheck.rendering.locations import gravity, line_of, uri
from reportcheck.rendering.passages import claim, details, rule_in_words
from reportcheck.report import FileReport, Report
from reportcheck.rule import Severity
from reportcheck.text import clip
from reportcheck.wording import explanation, phrase, problem
from reportcheck.wording.addresses import short_address
from reportcheck.wording.filling import safe

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
MOST_RESULTS: Final = 25_000
"""Results of one run; GitHub refuses a file with more. The worst are kept, the others counted."""
_MOST_TEXT: Final = 1_000
"""Characters of a description; GitHub takes 1,024."""
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

_Result = tuple[tuple[int, int, int], dict[str, Any]]


def sarif(report: Report, lang: Lang, version: str) -> str:
    """Return the report as SARIF; control and invisible characters are escaped in it."""
    rules: dict[str, dict[str, Any]] = {}
    results = [*_unchecked(report, rules, lang), *_found(report, rules, lang)]
    results.sort(key=lambda each: each[0])
    kept = [result for _, result in results[:MOST_RESULTS]]
    index = {name: number for number, name in enumerate(rules)}
    for result in kept:
        result["ruleIndex"] = index[result["ruleId"]]
    invocation: dict[str, Any] = {"executionSuccessful": report.exit_code != EXIT_PROBLEM}
    if len(kept) < len(results):
        left = phrase("machines.more", lang, count=len(results) - len(kept))
        invocation["toolExecutionNotifications"] = [{"level": "error", "message": {"text": left}}]
    run = {
        "tool": {
            "driver": {
                "name": "reportcheck",
                "version": version,
                "rules": list(rules.values()),
            }
        },
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "results": kept,
    }
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _found(report: Report, rules: dict[str, dict[str, Any]], lang: Lang) -> Iterator[_Result]:
    for file, finding, fingerprint in fingerprints(report):
        name = safe(finding.rule)
        if name not in rules:
            rules[name] = _descriptor(name, finding, report.rules, lang)
        result: dict[str, Any] = {
            "ruleId": name,
            "level": _LEVELS[finding.severity],
            "message": {"text": claim(finding, lang)},
            "locations": [_location(file.path, finding, lang)],
            "partialFingerprints": {"reportcheck/v1": fingerprint},
        }
        if finding.verdict is Verdict.RULE_ERROR:
            result["level"] = "error"
        if finding.verdict is Verdict.ACCEPTED:
            why = explanation(finding, lang)
            result["suppressions"] = [
                {"kind": "external", "status": "accepted", "justification": why}
            ]
        result["properties"] = _properties(file, finding, lang)
        yield gravity(finding, file.fail_on or report.fail_on), result


def _unchecked(report: Report, rules: dict[str, dict[str, Any]], lang: Lang) -> Iterator[_Result]:
    for file in report.unchecked:
        reason = file.problem or Problem("unforeseen", path=file.path, reason="")
        if reason.code not in rules:
            text = phrase("machines.unchecked", lang)
            rules[reason.code] = {"id": reason.code, "shortDescription": {"text": text}}
        where = {"physicalLocation": {"artifactLocation": {"uri": uri(file.path)}}}
        result = {
            "ruleId": reason.code,
            "level": "error",
            "message": {"text": problem(reason, lang)},
            "locations": [where],
            "partialFingerprints": {"reportcheck/v1": of_file(file)},
        }
        yield (-1, 0, 0), result


def _descriptor(name: str, finding: Finding, files: Sequence[str], lang: Lang) -> dict[str, Any]:
    asked = clip(rule_in_words(finding, lang), _MOST_TEXT)
    told: dict[str, Any] = {"id": name, "shortDescription": {"text": asked}}
    if finding.basis:
        told["fullDescription"] = {"text": clip(f"{asked}  {safe(finding.basis)}", _MOST_TEXT)}
    told["help"] = {"text": phrase("machines.explain", lang, command=hint(name, files))}
    told["defaultConfiguration"] = {"level": _LEVELS[finding.severity]}
    return told


def _location(path: str, finding: Finding, lang: Lang) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri(path)}}
    line = line_of(finding)
    if line is not None:
        physical["region"] = {"startLine": line}
    location: dict[str, Any] = {"physicalLocation": physical}
    if finding.at is not None:
        location["logicalLocations"] = [_cell(finding.at, lang)]
    return location


def _cell(at: CellRef, lang: Lang) -> dict[str, Any]:
    return {"name": at.a1, "fullyQualifiedName": short_address(at, lang), "kind": "cell"}


def _properties(file: FileReport, finding: Finding, lang: Lang) -> dict[str, Any]:
    held: dict[str, Any] = {
        "verdict": str(finding.verdict), "agency": file.agency, "period": file.period,
        "table": finding.table, "row": finding.row, "column": finding.column,
    }  # fmt: skip
    told = {key: safe(value) for key, value in held.items() if value}
    return told | {"details": [f"{label}: {text}" for label, text in details(finding, lang)]}
