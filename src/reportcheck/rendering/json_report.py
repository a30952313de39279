"""The report as JSON, ``reportcheck.report/1``: the same input gives the same bytes.

Beside the sentences of one language it holds what they were made of, so that any other report can
be made from it again, in either language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from reportcheck.address import CellRef
from reportcheck.earlier import Earlier
from reportcheck.finding import Cause, Elsewhere, Finding, StandIn, Witness
from reportcheck.page import Lang
from reportcheck.problem import Problem
from reportcheck.rendering.json_changes import changes_object
from reportcheck.rendering.statistics import FormCounts, RuleCount, count_rules
from reportcheck.report import Counts, FileReport, Report, Status
from reportcheck.rereading import SCHEMA
from reportcheck.rule import Severity
from reportcheck.wording import problem, sentences

_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]|#(?=#\\[)"
)


def json_report(report: Report, lang: Lang, version: str) -> str:
    """Return the report as JSON text in which no character acts on a terminal."""
    return as_json(report_object(report, lang, version))


def as_json(thing: object) -> str:
    """Return JSON text; control, bidirectional and invisible characters are escaped in it."""
    return escaped(json.dumps(thing, ensure_ascii=False, indent=2)) + "\n"


def escaped(text: str) -> str:
    """Return JSON, or a quoted text of YAML, without characters that act or hide."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def report_schema() -> str:
    """Return the JSON Schema of the report."""
    from importlib.resources import files

    return files(__package__).joinpath("report.schema.json").read_text(encoding="utf-8")


def report_object(report: Report, lang: Lang, version: str) -> dict[str, Any]:
    """Return the report as plain objects, in the fixed order of the format."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "reportcheck", "version": version},
        "run": {
            "lang": lang,
            "fail_on": report.fail_on,
            "rules": list(report.rules),
            "narrowed": report.narrowed,
            "notes": _notes(report.notes),
        },
        "summary": summary_object(report),
        **({} if report.earlier is None else {"since": _earlier(report.earlier, lang)}),
        "rules": [_rule(form, each) for form in count_rules(report) for each in form.rules],
        "files": [_file(each, lang) for each in report.files],
    }


def summary_object(report: Report) -> dict[str, int]:
    """Return the counts of a run."""
    outcomes = report.outcomes
    unchecked = sum(each is Status.UNCHECKED for each in outcomes.values())
    return {
        "files": len(outcomes),
        "checked": len(outcomes) - unchecked,
        "unchecked": unchecked,
        "submissions": len(report.files) - len(report.unchecked),
        **counts_object(report.counts),
        "errors": report.failed(Severity.ERROR),
        "warnings": report.failed(Severity.WARNING),
        "infos": report.failed(Severity.INFO),
        "resting": report.resting,
        "resting_below": report.resting_below,
        "resting_far": report.resting_far,
    }


def _earlier(earlier: Earlier, lang: Lang) -> dict[str, Any]:
    return {
        "path": earlier.path,
        "new": earlier.new,
        "remaining": earlier.remaining,
        "explained": earlier.explained,
        "fixed": earlier.count("fixed"),
        "missing": list(earlier.missing),
        "gone": [
            {
                "fate": each.fate,
                "path": each.path,
                "agency": each.agency,
                "period": each.period,
                "finding": _finding(each.finding, lang),
            }
            for each in earlier.gone
        ],
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
        message = problem(file.problem, lang)
        told = {**_problem(file.problem), "message": message}
    return {
        "path": file.path,
        "sheets": None if file.sheets is None else list(file.sheets),
        "status": str(file.status),
        "form": file.form,
        "form_version": file.form_version,
        "form_title": dict(file.form_title),
        "confidence": file.confidence,
        "agency": file.agency,
        "period": file.period,
        "problem": told,
        "notes": _notes(file.notes),
        "counts": counts_object(file.counts),
        "passes": dict(file.passes),
        **({"fail_on": file.fail_on} if file.fail_on is not None else {}),
        **({"grouped": True} if file.rows is not None else {}),
        "findings": [_finding(each, lang) for each in file.findings],
        **changes_object(file.mending),
    }


def _notes(notes: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"code": code, "fact": fact} for code, fact in notes]


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "facts": {name: _fact(fact) for name, fact in problem.facts.items()},
    }


def _fact(fact: object) -> Any:  # noqa: ANN401 - whatever JSON can hold
    match fact:
        case Problem():
            return _problem(fact)
        case None | bool() | int() | float() | str():
            return fact
        case set() | frozenset():
            return sorted(map(str, fact))
        case list() | tuple():
            return [_fact(each) for each in fact]
    return str(fact)


def counts_object(counts: Counts) -> dict[str, int]:
    """Return the counts of a file, or of a run, by the names of the format."""
    return {
        "pass": counts.passed,
        "fail": counts.fail,
        "unknown": counts.unknown,
        "accepted": counts.accepted,
        "rule_error": counts.rule_error,
        "cell": counts.cell,
        "structure": counts.structure,
        "waiver": counts.waiver,
        "following": counts.following,
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
        **_given(
            row_label=finding.row_label,
            column_label=finding.column_label,
            origin="" if finding.origin == "rule" else finding.origin,
            check=finding.check,
            spelling=None if finding.spelling is None else asdict(finding.spelling),
            context=[_witness(each) for each in finding.context],
            facts={name: _fact(fact) for name, fact in finding.facts.items()},
            rule_say=dict(finding.say),
            rule_fix=dict(finding.fix),
            since=finding.since,
            consequences=[_finding(each, lang) for each in finding.consequences],
            elsewhere=[_elsewhere(each) for each in finding.elsewhere],
            accepted=None if finding.accepted is None else asdict(finding.accepted),
            missing=finding.missing,
            stand_ins=[_stand_in(each) for each in finding.stand_ins],
        ),
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
        **_given(
            row_label=witness.row_label,
            column_label=witness.column_label,
            side=witness.side,
            agency=witness.agency,
        ),
    }


def _cause(cause: Cause) -> dict[str, Any]:
    return {
        **_cell(cause.at),
        "finding": cause.finding,
        **_given(
            row_label=cause.row_label,
            column_label=cause.column_label,
            blameless=cause.blameless,
            table=cause.table,
            table_label=cause.table_label,
            path=cause.path,
            period=cause.period,
            agency=cause.agency,
            told=cause.told,
            shown=cause.shown,
        ),
    }


def _elsewhere(resting: Elsewhere) -> dict[str, Any]:
    return {
        "path": resting.path,
        "period": resting.period,
        "agency": resting.agency,
        "rule": resting.rule,
        **_cell(resting.at),
        "count": resting.count,
        **_given(row_label=resting.row_label, column_label=resting.column_label),
    }


def _stand_in(stand_in: StandIn) -> dict[str, Any]:
    return {
        **_cell(stand_in.at),
        "how": stand_in.how,
        "value": stand_in.value,
        **_given(row_label=stand_in.row_label, column_label=stand_in.column_label),
    }


def _given(**fields: object) -> dict[str, object]:
    """Return the fields that say something: of most findings few do."""
    return {name: value for name, value in fields.items() if value}


def _cell(at: CellRef | None) -> dict[str, Any]:
    """Return the sheet and the name of a cell, and in documents the number of its table."""
    if at is None:
        return {"sheet": None, "cell": None}
    named = {"sheet": at.sheet, "cell": at.a1}
    return named if at.table is None else {**named, "table_number": at.table}
