"""The findings as GitLab's code quality report, for its widget in a merge request.

GitLab compares the reports of two branches by their fingerprints and shows one finding for each:
they are unique, and stay the same when rows are inserted.
"""

from __future__ import annotations

from typing import Any, Final

from reportcheck.finding import Finding, Verdict
from reportcheck.fingerprint import fingerprints, of_file
from reportcheck.page import Lang
from reportcheck.problem import Problem
from reportcheck.rendering.json_report import as_json
from reportcheck.rendering.locations import posix_path
from reportcheck.rendering.passages import claim
from reportcheck.report import Report
from reportcheck.rule import Severity
from reportcheck.wording import problem
from reportcheck.wording.addresses import short_address
from reportcheck.wording.filling import safe

_SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def gitlab(report: Report, lang: Lang, version: str) -> str:
    """Return the findings of a report, and the files not checked, as one JSON list."""
    del version  # the format has no place for it
    issues: list[dict[str, Any]] = []
    for file in report.unchecked:
        reason = file.problem or Problem("unforeseen", path=file.path, reason="")
        told = problem(reason, lang)
        issues.append(_issue(reason.code, told, of_file(file), "blocker", (file.path, 1)))
    for file, finding, fingerprint in fingerprints(report):
        at = finding.at
        where = "" if at is None else f"{short_address(at, lang)}: "
        place = (file.path, 1 if at is None else at.row)
        told = f"{where}{claim(finding, lang)}"
        issues.append(_issue(safe(finding.rule), told, fingerprint, _severity(finding), place))
    return as_json(issues)


def _issue(
    check: str, told: str, fingerprint: str, severity: str, place: tuple[str, int]
) -> dict[str, Any]:
    path, line = place
    return {
        "description": told,
        "check_name": check,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": safe(posix_path(path)), "lines": {"begin": line}},
    }


def _severity(finding: Finding) -> str:
    if finding.verdict is Verdict.RULE_ERROR:
        return "critical"
    if finding.verdict is Verdict.ACCEPTED or finding.blameless:
        return "info"
    return _SEVERITIES[finding.severity]
