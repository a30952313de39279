"""The report as JSON, ``reportcheck.report/1``: the same input gives the same bytes."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from reportcheck.address import CellRef
from reportcheck.finding import Cause, Finding, Witness
from reportcheck.page import Lang
from reportcheck.rendering.statistics import FormCounts, RuleCount, count_rules
from reportcheck.report import Counts, FileReport, Report, Status
from reportcheck.rule import Severity
from reportcheck.wording import problem, sentences

SCHEMA: Final = "reportcheck.report/1"

_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def json_report(report: Report, lang: Lang, version: str) -> str:
    """Return the report as JSON text in which no character acts on a terminal."""
    return as_json(report_object(report, lang, version))


def as_json(thing: object) -> str:
    """Return JSON text; control, bidirectional and invisible characters are escaped in it."""
    text = json.dumps(thing, ensure_ascii=False, indent=2)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n"


def report_schema() -> str:
    """Return the JSON Schema of the report."""
    from importlib.resources import files

    return files(__package__).joinpath("report.schema.json").read_text(encoding="utf-8")


def report_object(report: Report, lang: Lang, version: str) -> dict[str, Any]:
    """Return the report as plain objects, in the fixed order of the format."""
    unchecked = len(report.unchecked)
    return {
        "schema": SCHEMA,
        "tool": {"name": "reportcheck", "version": version},
        "summary": {
            "files": len(report.files),
            "checked": len(report.files) - unchecked,
            "unchecked": unchecked,
            **_counts(report.counts),
            "errors": report.failed(Severity.ERROR),
            "warnings": report.failed(Severity.WARNING),
            "infos": report.failed(Severity.INFO),
            "resting": report.resting,
        },
        "rules": [_rule(form, each) for form in count_rules(report) for each in form.rules],
        "files": [_file(each, lang) for each in report.files],
    }


def _rule(form: FormCounts, each: RuleCount) -> dict[str, Any]:
    return {
        "form": form.first.form,
        "form_version": form.first.form_version,
        "rule": each.rule,
        "kind": str(each.kind),
        "pass": each.passed,
        "fail": each.fail,
        "unknown": each.unknown,
        "accepted": each.accepted,
        "rule_error": each.rule_error,
        "files": each.files,
    }


def _file(file: FileReport, lang: Lang) -> dict[str, Any]:
    told = None
    if file.status is Status.UNCHECKED and file.problem is not None:
        told = {"code": file.problem.code, "message": problem(file.problem, lang)}
    return {
        "path": file.path,
        "status": str(file.status),
        "form": file.form,
        "form_version": file.form_version,
        "agency": file.agency,
        "period": file.period,
        "problem": told,
        "counts": _counts(file.counts),
        "findings": [_finding(each, lang) for each in file.findings],
        "changes": None,
    }


def _counts(counts: Counts) -> dict[str, int]:
    return {
        "pass": counts.passed,
        "fail": counts.fail,
        "unknown": counts.unknown,
        "accepted": counts.accepted,
        "rule_error": counts.rule_error,
        "cell": counts.cell,
        "structure": counts.structure,
    }


def _finding(finding: Finding, lang: Lang) -> dict[str, Any]:
    said = sentences(finding, lang)
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "verdict": str(finding.verdict),
        "kind": str(finding.kind),
        "table": finding.table,
        "row": finding.row,
        "column": finding.column,
        "at": _at(finding.at),
        "left": finding.left,
        "right": finding.right,
        "difference": finding.difference,
        "tolerance": finding.tolerance,
        "reason": finding.reason,
        "count": finding.count,
        "witnesses": [_witness(each) for each in finding.witnesses],
        "because": [_cause(each) for each in finding.because],
        "message": said.message,
        "arithmetic": said.arithmetic,
        "fix": said.fix,
        "basis": said.basis,
    }


def _at(at: CellRef | None) -> dict[str, Any] | None:
    if at is None:
        return None
    return {**_cell(at), "row": at.row, "column": at.column}


def _witness(witness: Witness) -> dict[str, Any]:
    return {
        "table": witness.table,
        "row": witness.row,
        "column": witness.column,
        **_cell(witness.at),
        "value": witness.value,
        "shown": witness.shown,
        "path": witness.path,
        "period": witness.period,
    }


def _cause(cause: Cause) -> dict[str, Any]:
    return {**_cell(cause.at), "finding": cause.finding}


def _cell(at: CellRef | None) -> dict[str, Any]:
    """Return the sheet and the name of a cell, and in documents the number of its table."""
    if at is None:
        return {"sheet": None, "cell": None}
    named = {"sheet": at.sheet, "cell": at.a1}
    return named if at.table is None else {**named, "table_number": at.table}
