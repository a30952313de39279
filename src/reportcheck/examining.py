"""One file from its path to its report: read, located, identified and evaluated by itself.

What is asked of a file is the same for every file of a run, and what comes back is small: so files
can be examined one after the other, or by several processes at once.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final

from reportcheck.classes import dataclass
from reportcheck.dating import dated, remarks
from reportcheck.finding import Finding, Kind
from reportcheck.grid import Source
from reportcheck.mending import NOTHING_TO_MEND, packed, to_mend, told_apart
from reportcheck.passing import former_of, passed, sureness
from reportcheck.problem import Problem
from reportcheck.report import FailOn, FileReport, Status, count, status_of
from reportcheck.rule import Pack
from reportcheck.submission import Submission
from reportcheck.viewing import View

if TYPE_CHECKING:
    from polars import DataFrame

    from reportcheck.evaluating.surely import Sureness
    from reportcheck.formerly import Former, Needed
    from reportcheck.locating.layouts import Recalled

_NEEDED: Final = ("evaluating.surely", "locating.layout", "reading.alike", "several")
BIG: Final = 1 << 22
"""A file of so many bytes or more is read in a stream, if it is a text of records."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of every file of a run.

    ``recognise`` finds the form among the ``packs``, of which one alone is taken without asking
    otherwise. ``select`` and ``ignore`` name checks of cells and of structure; rules are left out
    of the packs beforehand. ``needed`` has what rules need of other submissions by the id of the
    form: nothing of forms without such rules, None where only a file with several submissions has
    any others. With ``singly`` no findings of a workbook are put together.
    """

    packs: tuple[Pack, ...]
    recognise: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: FailOn = "error"
    needed: Mapping[str, Needed] | None = None
    singly: bool = False


@dataclass(frozen=True)
class Located:
    """One file and what was found in it: a submission of a pack's form, or a problem.

    ``sheets`` has the sheets of the submission where the file holds several, ``order`` all of them.
    """

    path: str
    pack: Pack | None = None
    submission: Submission | None = None
    problem: Problem | None = None
    notes: tuple[tuple[str, str], ...] = ()
    sheets: tuple[str, ...] | None = None
    order: tuple[str | None, ...] = ()


@dataclass(frozen=True)
class Examined:
    """The report of one submission, and what only the whole run can tell.

    ``met`` are the rules that required anything of it. ``unmet`` are findings about rules that
    required nothing of it, which hold if no other file of the run met them. ``former`` is what
    rules that look at other submissions need of it.
    """

    report: FileReport
    met: frozenset[str] = frozenset()
    unmet: tuple[Finding, ...] = ()
    former: Former | None = None


def examine(path: str, order: Order) -> tuple[Examined, ...]:
    """Return what the rules show for each submission in a file, or why they show nothing."""
    if is_big(path) and (streamed := _streamed(path, order)) is not None:
        return (streamed,)
    from reportcheck.reading import read

    try:
        source = read(path)
    except Problem as problem:
        if problem.code == "out-of-memory":  # whose memory that is, only who runs this can tell
            raise
        return (Examined(FileReport(path, Status.UNCHECKED, problem=problem)),)
    recalled = recall(source, order.packs, recognise=order.recognise)
    sure = None if recalled is None else sureness(recalled, source)
    if recalled is not None and sure is not None:
        report = passed(source, recalled, sure, order.packs)
        if report is not None:
            return (_with_former(report, source, recalled, order),)
    located = locate_in(source, order.packs, recognise=order.recognise)
    if len(located) > 1 and order.needed is None:
        from reportcheck.formerly import needed_by

        order = replace(order, needed=needed_by(order.packs))
    return tuple([_examined(each, order, sure) for each in located])


def load_needed() -> None:
    """Import what the work on nearly every file needs, which is imported when it is needed else."""
    for name in _NEEDED:
        import_module(f"reportcheck.{name}")


def recall(source: Source, packs: tuple[Pack, ...], *, recognise: bool) -> Recalled | None:
    """Return the layout of a file, if it is that of others with one submission."""
    from reportcheck.locating.layouts import layouts_of
    from reportcheck.several import SEVERAL

    recalled = layouts_of(packs, recognise=recognise).recall(source)
    return None if recalled is None or SEVERAL in recalled.layout.kept else recalled


def _with_former(report: FileReport, source: Source, recalled: Recalled, order: Order) -> Examined:
    needed = (order.needed or {}).get(report.form or "")
    if needed is None:
        return Examined(report)
    return Examined(report, former=former_of(source, recalled, report, needed))


def is_big(path: str) -> bool:
    """Tell whether a file is so big that it may be read in a stream."""
    try:
        status = os.stat(path)  # noqa: PTH116 - whatever is in the way is told by who opens it
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size >= BIG


def _streamed(path: str, order: Order) -> Examined | None:
    """Return what the rules show for a big file of records, or None where it is no such file."""
    from reportcheck.streaming import check_stream

    asked = not order.recognise
    found = check_stream(
        path, order.packs, asked=asked, across=bool(order.needed), workbooks=not order.singly
    )
    if found is None:
        return None
    said = remarks(found.pack, found.submission.period, order.packs)
    findings, unmet = (
        [
            each
            for each in told
            if each.kind is Kind.RULE or wanted(each.rule, (), order.select, order.ignore)
        ]
        for told in ((*found.findings, *said), found.unmet)
    )
    notes = found.notes
    if any(each.count > 1 for each in findings):
        notes = (*notes, ("put-together", path))
    form, submission = found.pack.form, found.submission
    report = FileReport(
        path,
        Status.PASSED,
        form=form.id,
        form_version=form.version,
        form_title=dict(form.title),
        confidence=submission.confidence,
        agency=submission.agency,
        period=submission.period,
        notes=notes,
        passes=found.passes,
        rows=_chosen_rows(found.rows, order),
    )
    passed = sum(count for _, count in found.passes)
    counted = _with(report, findings, passed, order.fail_on, found.sheets)
    return Examined(counted, found.met, tuple(unmet))


def _chosen_rows(rows: DataFrame, order: Order) -> DataFrame:
    """Return the rows of rules, and of the checks that are selected and not ignored."""
    if not order.select and not order.ignore:
        return rows
    kept = [name for name in rows["rule"].unique() if wanted(name, (), order.select, order.ignore)]
    return rows.filter((rows["kind"] == Kind.RULE) | rows["rule"].is_in(kept))


def _examined(located: Located, order: Order, sure: Sureness | None) -> Examined:
    """Return what the rules show for a submission, where one was located."""
    pack, submission = located.pack, located.submission
    if pack is None or submission is None:
        problem, sheets = located.problem, located.sheets
        return Examined(FileReport(located.path, Status.UNCHECKED, problem=problem, sheets=sheets))
    from reportcheck.evaluating import evaluate

    (evaluation,) = evaluate(pack, [submission], sure=[sure])
    findings = [
        each
        for each in (*submission.structure, *evaluation.findings)
        if each.kind is Kind.RULE or wanted(each.rule, (), order.select, order.ignore)
    ]
    report = FileReport(
        located.path,
        Status.PASSED,
        form=pack.form.id,
        form_version=pack.form.version,
        form_title=dict(pack.form.title),
        confidence=submission.confidence,
        agency=submission.agency,
        period=submission.period,
        notes=located.notes,
        passes=evaluation.passes,
        sheets=located.sheets,
        changed=NOTHING_TO_MEND,
    )
    unmet = tuple(
        each for each in evaluation.unmet if wanted(each.rule, (), order.select, order.ignore)
    )
    if any(map(to_mend, findings)):
        from reportcheck.localising import localise

        mending = localise(pack, View(submission), findings)
        findings = list(told_apart(findings, mending))
        report = replace(report, changed=packed(mending))
    counted = _with(report, findings, evaluation.passed, order.fail_on, located.order)
    needed = (order.needed or {}).get(pack.form.id)
    if needed is None:
        return Examined(counted, evaluation.met, unmet)
    from reportcheck.formerly import former

    kept = former(submission, needed, located.sheets, located.order)
    return Examined(counted, evaluation.met, unmet, kept)


def locate_file(path: str, packs: tuple[Pack, ...], *, recognise: bool) -> tuple[Located, ...]:
    """Read a file and find each submission in it, and whose it is; or the problem for which not."""
    from reportcheck.reading import read

    try:
        source = read(path)
    except Problem as problem:
        return (Located(path, problem=problem),)
    return locate_in(source, packs, recognise=recognise)


def locate_in(source: Source, packs: tuple[Pack, ...], *, recognise: bool) -> tuple[Located, ...]:
    """Find each submission in a file that was read, and whose it is; or why there is none."""
    from reportcheck.several import Unread, submissions_in

    try:
        parts = submissions_in(source, packs, recognise=recognise)
    except Problem as problem:
        return (Located(source.path, problem=problem),)
    order = tuple([grid.sheet for grid in source.grids])
    notes = _untold(source.notes, [each[1] for each in parts if not isinstance(each, Unread)])
    return tuple([
        Located(source.path, problem=each.problem, sheets=each.sheets, order=order)
        if isinstance(each, Unread)
        else Located(source.path, *dated(*each[:2], packs), None, notes, each.sheets, order)
        for each in parts
    ])  # fmt: skip


def _untold(
    notes: tuple[tuple[str, str], ...], submissions: Iterable[Submission]
) -> tuple[tuple[str, str], ...]:
    """Return the notes without those of hidden sheets that a finding tells of anyway."""
    told = {
        each.facts["which"]
        for submission in submissions
        for each in submission.structure
        if each.rule == "hidden" and each.facts["what"] == "sheet"
    }
    return tuple([each for each in notes if each[0] != "hidden-sheet" or each[1] not in told])


def add_findings(
    report: FileReport,
    findings: Iterable[Finding],
    fail_on: FailOn,
    *,
    passed: int = 0,
    order: tuple[str | None, ...] = (),
) -> FileReport:
    """Return the report of a file with findings that only the whole run could make.

    ``order`` are the sheets of the file, ``passed`` counts the instances that passed beside.
    """
    sheets = dict.fromkeys([*order, *(each.at.sheet for each in report.findings if each.at)])
    passed += report.counts.passed
    return _with(report, [*report.findings, *findings], passed, fail_on, tuple(sheets))


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
