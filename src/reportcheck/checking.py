"""The sentence itself: read, locate, evaluate, report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from reportcheck.finding import Finding, Kind
from reportcheck.gathering import Gathered, gather
from reportcheck.problem import Problem
from reportcheck.report import FailOn, FileReport, Report, Status, count, status_of
from reportcheck.rule import Pack
from reportcheck.submission import Submission


@dataclass(frozen=True, slots=True)
class Request:
    """What to check, by what, and how strictly; every option once.

    ``rules`` are rule files, folders of them, or ids of packs; none means: recognise the form among
    the bundled packs. ``prior`` are reports of the period before. ``select`` and ``ignore`` name
    rules, checks or tags.
    """

    paths: tuple[str, ...]
    rules: tuple[str, ...] = ()
    prior: tuple[str, ...] = ()
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


CELL_AND_STRUCTURE_CHECKS = (
    "blank", "placeholder", "not-a-number", "not-a-date", "out-of-range", "not-allowed",
    "too-many-decimals", "formula-not-calculated", "error-value", "code-digits-lost",
    "read-as-number", "missing-row", "missing-column", "missing-table", "duplicate-row",
    "duplicate-column", "duplicate-table", "duplicate-key", "ambiguous-label", "near-label",
    "row-width", "run-together", "unit-differs", "scaled-format", "hidden", "matched-nothing",
    "missing-total-row", "no-records", "malformed-line", "number-style", "unclear-number",
    "stray-value", "other-table", "lone-table", "left-aside",
)  # fmt: skip
"""The ids of what is checked without a rule; they can be selected, ignored and explained."""


def check(request: Request) -> Report:
    """Check every file of the request and return what was found.

    A file that cannot be checked is in the report with its problem. What stops the whole run is
    raised: a RuleFileProblem for broken rule files, a Problem for a name that does not exist or for
    nothing to check.
    """
    packs = _chosen(_packs(request.rules), request.select, request.ignore)
    gathered = gather(request.paths)
    located = _locate_all(gathered, packs, recognise=not request.rules)
    prior = _prior(request.prior, packs, recognise=not request.rules)
    files: list[FileReport | None] = [None] * len(located)
    resting = 0
    for pack in packs:
        mine = [index for index, each in enumerate(located) if each.pack is pack]
        if not mine:
            continue
        checked = _evaluated(pack, [located[index] for index in mine], prior, request)
        for index, file in zip(mine, checked, strict=True):
            files[index] = file
        if not request.prior:
            resting += sum(
                len(list(rule.instances(pack.form)))
                for rule in pack.rules
                if rule.needs_prior and not rule.suspended
            )
    reports = tuple(
        file or FileReport(each.path, Status.UNCHECKED, problem=each.problem, notes=each.notes)
        for each, file in zip(located, files, strict=True)
    )
    notes = tuple(("skipped", path) for path in gathered.skipped)
    narrowed = bool(request.select or request.ignore)
    return Report(reports, request.fail_on, resting, notes, request.rules, narrowed)


def look(request: Request) -> tuple[Located, ...]:
    """Locate the form in every file of the request, and evaluate nothing."""
    packs = _packs(request.rules)
    return _locate_all(gather(request.paths), packs, recognise=not request.rules)


def _locate_all(
    gathered: Gathered, packs: tuple[Pack, ...], *, recognise: bool
) -> tuple[Located, ...]:
    """Read each file and find the form in it; files that cannot be read come with their problem.

    Nothing to check at all is a problem of the run.
    """
    if not gathered.files and not gathered.problems:
        raise Problem("nothing-to-check")
    located = [_located(path, packs, recognise=recognise) for path in gathered.files]
    lost = [Located(path, problem=problem) for path, problem in gathered.problems]
    return (*located, *lost)


def _located(path: str, packs: tuple[Pack, ...], *, recognise: bool) -> Located:
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


def _packs(specs: tuple[str, ...]) -> tuple[Pack, ...]:
    from reportcheck import rulefile

    if not specs:
        return rulefile.bundled()
    return tuple(pack for spec in specs for pack in rulefile.find(spec))


def _chosen(
    packs: tuple[Pack, ...], select: tuple[str, ...], ignore: tuple[str, ...]
) -> tuple[Pack, ...]:
    """Return the packs with the rules that are selected and not ignored."""
    names = {rule.id for pack in packs for rule in pack.rules}
    tags = {tag for pack in packs for rule in pack.rules for tag in rule.tags}
    known = names | tags | set(CELL_AND_STRUCTURE_CHECKS)
    for name in (*select, *ignore):
        if name not in known:
            from reportcheck.near import nearest

            raise Problem("unknown-rule", name=name, suggestion=nearest(name, known))
    if not select and not ignore:
        return packs
    return tuple(
        replace(
            pack,
            rules=tuple(rule for rule in pack.rules if _wanted(rule.id, rule.tags, select, ignore)),
        )
        for pack in packs
    )


def _wanted(
    name: str, tags: tuple[str, ...], select: tuple[str, ...], ignore: tuple[str, ...]
) -> bool:
    names = {name, *tags}
    return (not select or bool(names & set(select))) and not names & set(ignore)


def _prior(
    paths: tuple[str, ...], packs: tuple[Pack, ...], *, recognise: bool
) -> Mapping[tuple[str, str, str], Submission]:
    """Return the submissions of other periods by form, agency and period.

    A prior report that cannot be read, or cannot be told whose and for when it is, stops the run:
    the rules that look back would rest on it in silence.
    """
    if not paths:
        return {}
    found: dict[tuple[str, str, str], Submission] = {}
    for each in _locate_all(gather(paths), packs, recognise=recognise):
        if each.problem is not None:
            raise Problem("prior-unreadable", path=each.path, problem=each.problem)
        submission = each.submission
        assert submission is not None  # noqa: S101 - either a problem or a submission
        if submission.agency is None or submission.period is None:
            raise Problem("prior-unidentified", path=each.path)
        key = (submission.form.id, submission.agency, submission.period)
        if key in found:
            raise Problem(
                "prior-twice",
                path=each.path,
                other=found[key].path,
                agency=submission.agency,
                period=submission.period,
            )
        found[key] = submission
    return found


def _before(
    submission: Submission, prior: Mapping[tuple[str, str, str], Submission]
) -> Submission | None:
    agency, period = submission.agency, submission.period
    if agency is None or period is None or not period.isdecimal():
        return None
    return prior.get((submission.form.id, agency, str(int(period) - 1)))


def _evaluated(
    pack: Pack,
    located: list[Located],
    prior: Mapping[tuple[str, str, str], Submission],
    request: Request,
) -> list[FileReport]:
    from reportcheck.evaluating import evaluate

    submissions = [each.submission for each in located if each.submission is not None]
    before = [_before(each, prior) for each in submissions] if request.prior else None
    reports = []
    for each, submission, evaluation in zip(
        located, submissions, evaluate(pack, submissions, prior=before), strict=True
    ):
        findings = sorted(
            (
                finding
                for finding in (*submission.structure, *evaluation.findings)
                if finding.kind is Kind.RULE
                or _wanted(finding.rule, (), request.select, request.ignore)
            ),
            key=partial(_place, sheets=each.sheets),
        )
        reports.append(
            FileReport(
                each.path,
                status_of(findings, request.fail_on),
                form=pack.form.id,
                form_version=pack.form.version,
                form_title=dict(pack.form.title),
                confidence=submission.confidence,
                agency=submission.agency,
                period=submission.period,
                counts=count(findings, evaluation.passed),
                findings=tuple(findings),
                notes=each.notes,
            )
        )
    return reports


def _place(finding: Finding, sheets: tuple[str | None, ...]) -> tuple[int, int, int, int, str]:
    at = finding.at
    if at is None:
        return (-1, 0, 0, 0, finding.rule)
    sheet = sheets.index(at.sheet) if at.sheet in sheets else len(sheets)
    return (sheet, at.table or 0, at.row, at.column, finding.rule)
