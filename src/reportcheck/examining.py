"""One file from its path to its report: read, located, identified and evaluated by itself.

What is asked of a file is the same for every file of a run, and what comes back is small: so files
can be examined one after the other, or by several processes at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from reportcheck.finding import Finding, Kind
from reportcheck.problem import Problem
from reportcheck.report import FailOn, FileReport, Status, count, status_of
from reportcheck.rule import Pack
from reportcheck.submission import Submission


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of every file of a run.

    ``recognise`` finds the form among the ``packs``, of which one alone is taken without asking
    otherwise. ``prior`` are the submissions of other periods by form, agency and period, or None
    where none were given. ``select`` and ``ignore`` name checks of cells and of structure; rules
    are left out of the packs beforehand.
    """

    packs: tuple[Pack, ...]
    recognise: bool = False
    prior: Mapping[tuple[str, str, str], Submission] | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: FailOn = "error"


@dataclass(frozen=True)
class Located:
    """One file and what was found in it: a submission of a pack's form, or a problem."""

    path: str
    pack: Pack | None = None
    submission: Submission | None = None
    problem: Problem | None = None
    notes: tuple[tuple[str, str], ...] = ()
    sheets: tuple[str | None, ...] = ()


@dataclass(frozen=True)
class Examined:
    """The report of one file, and what only the whole run can tell.

    ``met`` are the rules that required anything of it. ``unmet`` are findings about rules that
    required nothing of it, which hold if no other file of the run met them.
    """

    report: FileReport
    met: frozenset[str] = frozenset()
    unmet: tuple[Finding, ...] = ()


def examine(path: str, order: Order) -> Examined:
    """Return what the rules show for one file, or the problem for which they cannot."""
    located = locate_file(path, order.packs, recognise=order.recognise)
    pack, submission = located.pack, located.submission
    if pack is None or submission is None:
        return Examined(
            FileReport(path, Status.UNCHECKED, problem=located.problem, notes=located.notes)
        )
    from reportcheck.evaluating import evaluate

    prior = None if order.prior is None else [_before(submission, order.prior)]
    (evaluation,) = evaluate(pack, [submission], prior=prior)
    findings = [
        each
        for each in (*submission.structure, *evaluation.findings)
        if each.kind is Kind.RULE or wanted(each.rule, (), order.select, order.ignore)
    ]
    report = FileReport(
        path,
        Status.PASSED,
        form=pack.form.id,
        form_version=pack.form.version,
        form_title=dict(pack.form.title),
        confidence=submission.confidence,
        agency=submission.agency,
        period=submission.period,
        notes=located.notes,
        passes=evaluation.passes,
    )
    unmet = tuple(
        each for each in evaluation.unmet if wanted(each.rule, (), order.select, order.ignore)
    )
    counted = _with(report, findings, evaluation.passed, order.fail_on, located.sheets)
    return Examined(counted, evaluation.met, unmet)


def locate_file(path: str, packs: tuple[Pack, ...], *, recognise: bool) -> Located:
    """Read a file and find the form in it, and whose it is; or the problem for which not."""
    from reportcheck.identifying import identify
    from reportcheck.locating import locate
    from reportcheck.locating import recognise as recognise_form
    from reportcheck.reading import read

    try:
        source = read(path)
        if len(packs) == 1 and not recognise:
            pack, submission = packs[0], locate(source, packs[0].form)
        else:
            pack, submission = recognise_form(source, packs)
        submission = identify(source, submission)
    except Problem as problem:
        return Located(path, problem=problem)
    return Located(
        path,
        pack,
        submission,
        notes=source.notes,
        sheets=tuple(grid.sheet for grid in source.grids),
    )


def add_findings(report: FileReport, findings: tuple[Finding, ...], fail_on: FailOn) -> FileReport:
    """Return the report of a file with findings that only the whole run could make."""
    sheets = tuple(dict.fromkeys(each.at.sheet for each in report.findings if each.at))
    return _with(report, [*report.findings, *findings], report.counts.passed, fail_on, sheets)


def wanted(
    name: str, tags: tuple[str, ...], select: tuple[str, ...], ignore: tuple[str, ...]
) -> bool:
    """Tell whether a rule or check is selected and not ignored, by its name or a tag.

    >>> wanted("blank", (), (), ("blank",))
    False
    """
    names = {name, *tags}
    return (not select or bool(names & set(select))) and not names & set(ignore)


def _with(
    report: FileReport,
    findings: list[Finding],
    passed: int,
    fail_on: FailOn,
    sheets: tuple[str | None, ...],
) -> FileReport:
    ordered = tuple(sorted(findings, key=partial(_place, sheets=sheets)))
    return replace(
        report,
        status=status_of(ordered, fail_on),
        counts=count(ordered, passed),
        findings=ordered,
    )


def _place(finding: Finding, sheets: tuple[str | None, ...]) -> tuple[int, int, int, int, str]:
    at = finding.at
    if at is None:
        return (-1, 0, 0, 0, finding.rule)
    sheet = sheets.index(at.sheet) if at.sheet in sheets else len(sheets)
    return (sheet, at.table or 0, at.row, at.column, finding.rule)


def _before(
    submission: Submission, prior: Mapping[tuple[str, str, str], Submission]
) -> Submission | None:
    agency, period = submission.agency, submission.period
    if agency is None or period is None or not period.isdecimal():
        return None
    return prior.get((submission.form.id, agency, str(int(period) - 1)))
