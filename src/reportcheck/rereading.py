"""A report made again from its JSON; what is not as the format has it is refused by its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from reportcheck.address import CellRef
from reportcheck.classes import dataclass
from reportcheck.earlier import Earlier, Fate, Gone
from reportcheck.finding import (
    Acceptance,
    Cause,
    Elsewhere,
    Finding,
    Kind,
    Mark,
    Spelling,
    StandIn,
    Verdict,
    Witness,
)
from reportcheck.jsontree import At, Wrong
from reportcheck.mending import NOTHING_MENDS, TOO_MANY, Change, Mended, Mending, Part, Slip, packed
from reportcheck.page import Lang
from reportcheck.problem import Problem
from reportcheck.report import Counts, FailOn, FileReport, Report, Status, count, status_of
from reportcheck.rule import Severity

SCHEMA: Final = "reportcheck.report/1"

_LANGS: Final[tuple[Lang, ...]] = ("zh", "en")
_MARKS: Final[tuple[Mark, ...]] = ("new", "remaining", "explained")
_FATES: Final[tuple[Fate, ...]] = ("fixed", "missing", "unchecked", "renamed", "not-asked")
_LEVELS: Final[tuple[FailOn, ...]] = ("error", "warning", "never")


@dataclass(frozen=True, slots=True)
class Reread:
    """A report with the language of its sentences and the version of the tool that made it.

    ``grouped`` tells that it keeps only the number of many findings of a big file.
    """

    report: Report
    lang: Lang
    version: str
    grouped: bool = False


def reread(path: str) -> Reread:
    """Return the report that a JSON file holds; a Problem says why it holds none."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        code = "not-found" if isinstance(error, FileNotFoundError) else "read-error"
        raise Problem(code, path=path, reason=error.strerror or str(error)) from None
    try:
        whole = At(json.loads(data))
    except (ValueError, RecursionError):
        raise Problem("report-no-json", path=path) from None
    if not isinstance(whole.value, dict) or whole.value.get("schema") != SCHEMA:
        raise Problem("report-other-json", path=path, schema=SCHEMA)
    if "run" not in whole.value:
        raise Problem("report-older", path=path)
    try:
        run = whole.get("run")
        report = _report(whole, run)
        _agree(whole, report)
        return Reread(
            report,
            run.get("lang").one_of(_LANGS),
            whole.get("tool").get("version").of(str),
            any(whole.get("files").many(lambda each: each.get("grouped").value is True)),
        )
    except Wrong as wrong:
        raise Problem("report-broken", path=path, where=wrong.where) from None


def _report(whole: At, run: At) -> Report:
    return Report(
        whole.get("files").many(_file),
        run.get("fail_on").one_of(_LEVELS),
        whole.get("summary").get("resting").of(int),
        _number(whole.get("summary").get("resting_below")),
        _number(whole.get("summary").get("resting_far")),
        run.get("notes").many(_note),
        run.get("rules").many(lambda each: each.of(str)),
        run.get("narrowed").of(bool),
        None if whole.get("since").value is None else _earlier(whole.get("since")),
    )


def _agree(whole: At, report: Report) -> None:
    """Refuse counts that do not fit what they count: nobody knows which of the two was changed."""
    for file, told in zip(report.files, whole.get("files").many(lambda each: each), strict=True):
        passed = sum(number for _, number in file.passes)
        passed = passed if file.passes else file.counts.passed
        _fits(told.get("counts"), count(file.findings, passed))
        unchecked = file.status is Status.UNCHECKED
        if unchecked and file.findings:
            raise Wrong(told.get("findings").where)
        if not unchecked and file.status is not status_of(
            file.findings, file.fail_on or report.fail_on
        ):
            raise Wrong(told.get("status").where)
    summary, outcomes = whole.get("summary"), report.outcomes
    _fits(summary, report.counts)
    left = sum(each is Status.UNCHECKED for each in outcomes.values())
    for name, number in (
        ("files", len(outcomes)),
        ("checked", len(outcomes) - left),
        ("unchecked", left),
        *((f"{each}s", report.failed(each)) for each in Severity),
    ):
        _is(summary.get(name), number)


def _fits(told: At, counted: Counts) -> None:
    for name in _COUNTS:
        _is(told.get(name), counted.passed if name == "pass" else getattr(counted, name))


def _is(told: At, number: int) -> None:
    """Refuse another number; one that older reports do not have may be missing."""
    if told.value is not None and told.of(int) != number:
        raise Wrong(told.where)


def _earlier(since: At) -> Earlier:
    return Earlier(
        since.get("path").of(str),
        since.get("new").of(int),
        since.get("remaining").of(int),
        since.get("explained").of(int),
        since.get("gone").many(_gone),
        since.get("missing").many(lambda each: each.of(str)),
    )


def _gone(each: At) -> Gone:
    return Gone(
        each.get("fate").one_of(_FATES),
        each.get("path").of(str),
        each.get("agency").maybe(),
        each.get("period").maybe(),
        _finding(each.get("finding")),
    )


def _number(counted: At) -> int:
    """Return a number that older reports may not have."""
    return 0 if counted.value is None else counted.of(int)


def _note(each: At) -> tuple[str, str]:
    return each.get("code").of(str), each.get("fact").of(str)


def _file(file: At) -> FileReport:
    status = file.get("status").one_of(tuple(Status))
    confidence = file.get("confidence")
    passes, sheets = file.get("passes"), file.get("sheets")
    problem = file.get("problem")
    if (status is Status.UNCHECKED) is (problem.value is None):
        raise Wrong(problem.where)
    counted = {
        "passed" if each == "pass" else each: file.get("counts").get(each) for each in _COUNTS
    }
    return FileReport(
        file.get("path").of(str),
        status,
        form=file.get("form").maybe(),
        form_version=file.get("form_version").maybe(),
        form_title=file.get("form_title").texts(),
        confidence=None if confidence.value is None else confidence.number(),
        agency=file.get("agency").maybe(),
        period=file.get("period").maybe(),
        problem=None if problem.value is None else _problem(problem),
        counts=Counts(**{name: _number(number) for name, number in counted.items()}),
        findings=file.get("findings").many(_finding),
        notes=file.get("notes").many(_note),
        sheets=None if sheets.value is None else sheets.many(lambda each: each.of(str)),
        passes=tuple((rule, passes.get(rule).of(int)) for rule in passes.of(dict)),
        changed=_changes(file),
        fail_on=file.get("fail_on").one_of(_LEVELS) if "fail_on" in file.of(dict) else None,
    )


_COUNTS: Final = tuple("pass" if each.name == "passed" else each.name for each in fields(Counts))


def _changes(file: At) -> bytes | None:
    parts, note = file.get("change_parts"), file.get("changes_note").maybe()
    if parts.value is None:
        return None if file.get("changes").value is None else packed(Mending())
    written_out = None if note in {TOO_MANY, NOTHING_MENDS} else note
    return packed(Mending(parts.many(_part), written_out))


def _part(part: At) -> Part:
    return Part(
        part.get("findings").many(_mended),
        part.get("sets").many(lambda each: each.get("cells").many(_change)),
        part.get("complete").of(bool),
        part.get("slips").many(_slip),
        tuple(
            key
            for key, follows in part.get("findings").many(
                lambda key: (_mended(key), key.get("follows").value is True)
            )
            if follows
        ),
    )


def _mended(key: At) -> Mended:
    return Mended(key.get("rule").of(str), _cell(key))


def _slip(slip: At) -> Slip:
    return Slip(
        slip.get("slip").of(str), slip.get("cells").many(_change), slip.get("facts").texts()
    )


def _change(change: At) -> Change:
    at = _cell(change)
    if at is None:
        raise Wrong(change.get("cell").where)
    return Change(
        change.get("table").of(str),
        change.get("row").maybe(),
        change.get("column").of(str),
        at,
        change.get("from").maybe(),
        change.get("shown").of(str),
        change.get("to").maybe(),
        change.get("row_label").text(""),
        change.get("column_label").text(""),
        change.get("open").of(bool),
    )


def _problem(problem: At) -> Problem:
    facts = problem.get("facts")
    return Problem(
        problem.get("code").of(str), **{name: _fact(facts.get(name)) for name in facts.of(dict)}
    )


def _fact(fact: At) -> object:
    if isinstance(fact.value, dict):
        return _problem(fact)
    return list(fact.many(_fact)) if isinstance(fact.value, list) else fact.value


def _finding(each: At) -> Finding:
    spelling, accepted = each.get("spelling"), each.get("accepted")
    if each.get("verdict").value == Verdict.PASS:  # what passed is counted, never listed
        raise Wrong(each.get("verdict").where)
    return Finding(
        rule=each.get("rule").of(str),
        severity=each.get("severity").one_of(tuple(Severity)),
        verdict=each.get("verdict").one_of(tuple(Verdict)),
        kind=each.get("kind").one_of(tuple(Kind)),
        table=each.get("table").maybe(),
        row=each.get("row").maybe(),
        column=each.get("column").maybe(),
        row_label=each.get("row_label").text(""),
        column_label=each.get("column_label").text(""),
        at=None if each.get("at").value is None else _cell(each.get("at")),
        left=each.get("left").maybe(),
        right=each.get("right").maybe(),
        difference=each.get("difference").maybe(),
        tolerance=each.get("tolerance").maybe(),
        reason=each.get("reason").maybe(),
        witnesses=each.get("witnesses").many(_witness),
        context=each.get("context").many(_witness),
        because=each.get("because").many(_cause),
        spelling=None if spelling.value is None else Spelling(**_named(spelling, Spelling)),
        origin=each.get("origin").text("rule"),
        check=each.get("check").text(""),
        facts=_facts(each.get("facts")),
        say=each.get("rule_say").texts(),
        fix=each.get("rule_fix").texts(),
        basis=each.get("basis").of(str),
        count=each.get("count").of(int),
        accepted=None if accepted.value is None else Acceptance(**_named(accepted, Acceptance)),
        missing=each.get("missing").text(""),
        stand_ins=each.get("stand_ins").many(_stand_in),
        since="" if each.get("since").value is None else each.get("since").one_of(_MARKS),
        consequences=each.get("consequences").many(_finding),
        elsewhere=each.get("elsewhere").many(_elsewhere),
    )


def _named(each: At, kind: type[Spelling | Acceptance]) -> Mapping[str, str]:
    return {field.name: each.get(field.name).of(str) for field in fields(kind)}


def _facts(facts: At) -> Mapping[str, Any]:
    return {} if facts.value is None else {name: facts.value[name] for name in facts.of(dict)}


def _witness(each: At) -> Witness:
    return Witness(
        table=each.get("table").of(str),
        row=each.get("row").maybe(),
        column=each.get("column").of(str),
        at=_cell(each),
        value=each.get("value").maybe(),
        shown=each.get("shown").of(str),
        row_label=each.get("row_label").text(""),
        column_label=each.get("column_label").text(""),
        side=each.get("side").text(""),
        path=each.get("path").maybe(),
        period=each.get("period").maybe(),
        agency=each.get("agency").maybe(),
    )


def _cause(each: At) -> Cause:
    return Cause(
        finding=each.get("finding").of(str),
        at=_cell(each),
        row_label=each.get("row_label").text(""),
        column_label=each.get("column_label").text(""),
        blameless=each.get("blameless").value is True,
        table=each.get("table").maybe(),
        table_label=each.get("table_label").text(""),
        path=each.get("path").maybe(),
        period=each.get("period").maybe(),
        agency=each.get("agency").maybe(),
        told=each.get("told").value is True,
        shown=each.get("shown").text(""),
    )


def _elsewhere(each: At) -> Elsewhere:
    return Elsewhere(
        each.get("path").of(str),
        each.get("period").maybe(),
        each.get("agency").maybe(),
        each.get("rule").of(str),
        _cell(each),
        each.get("row_label").text(""),
        each.get("column_label").text(""),
        each.get("count").of(int),
    )


def _stand_in(each: At) -> StandIn:
    return StandIn(
        each.get("how").of(str),
        _cell(each),
        each.get("row_label").text(""),
        each.get("column_label").text(""),
        each.get("value").of(str),
    )


def _cell(each: At) -> CellRef | None:
    """Return the cell that ``sheet``, ``cell`` and ``table_number`` name."""
    name, number = each.get("cell"), each.get("table_number")
    if name.value is None:
        return None
    try:
        at = CellRef.parse(name.of(str))
    except ValueError:
        raise Wrong(name.where) from None
    if at.sheet is not None:
        raise Wrong(name.where)
    table = None if number.value is None else number.of(int)
    return CellRef(each.get("sheet").maybe(), at.row, at.column, table)
