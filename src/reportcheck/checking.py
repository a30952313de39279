"""The sentence itself: read, locate, evaluate, report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportcheck.examining import (
    Examined,
    Located,
    Order,
    add_findings,
    examine,
    locate_file,
    wanted,
)
from reportcheck.gathering import Gathered, gather
from reportcheck.problem import Problem
from reportcheck.report import FailOn, FileReport, Report, Status
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
    gathered = _gather(request.paths)
    order = Order(
        packs,
        recognise=not request.rules,
        prior=_prior(request.prior, packs, recognise=not request.rules) if request.prior else None,
        select=request.select,
        ignore=request.ignore,
        fail_on=request.fail_on,
    )
    examined = [examine(path, order) for path in gathered.files]
    return Report(
        (*_in_all(examined, request.fail_on), *_lost(gathered)),
        request.fail_on,
        0 if request.prior else _resting(packs, examined),
        tuple(("skipped", path) for path in gathered.skipped),
        request.rules,
        bool(request.select or request.ignore),
    )


def look(request: Request) -> tuple[Located, ...]:
    """Locate the form in every file of the request, and evaluate nothing."""
    packs = _packs(request.rules)
    return _locate_all(_gather(request.paths), packs, recognise=not request.rules)


def _gather(paths: tuple[str, ...]) -> Gathered:
    """Return the files of a run; nothing to check at all is a problem of the run."""
    gathered = gather(paths)
    if not gathered.files and not gathered.problems:
        raise Problem("nothing-to-check")
    return gathered


def _lost(gathered: Gathered) -> list[FileReport]:
    return [
        FileReport(path, Status.UNCHECKED, problem=problem) for path, problem in gathered.problems
    ]


def _in_all(examined: Sequence[Examined], fail_on: FailOn) -> Iterator[FileReport]:
    """Yield the report of each file, with what the run as a whole adds to it.

    A rule that required nothing of any file of its form is told once, where it was asked first.
    """
    met = {(*_form(each), rule) for each in examined for rule in each.met}
    for each in examined:
        told = tuple(
            finding
            for finding in each.unmet
            if (*_form(each), str(finding.facts["rule"])) not in met
        )
        met |= {(*_form(each), str(finding.facts["rule"])) for finding in told}
        yield add_findings(each.report, told, fail_on) if told else each.report


def _form(examined: Examined) -> tuple[str | None, str | None]:
    return examined.report.form, examined.report.form_version


def _resting(packs: tuple[Pack, ...], examined: Sequence[Examined]) -> int:
    """Count the instances that need the period before, once for each form that was used."""
    used = {_form(each) for each in examined}
    return sum(
        len(list(rule.instances(pack.form)))
        for pack in packs
        if (pack.form.id, pack.form.version) in used
        for rule in pack.rules
        if rule.needs_prior and not rule.suspended
    )


def _locate_all(
    gathered: Gathered, packs: tuple[Pack, ...], *, recognise: bool
) -> tuple[Located, ...]:
    """Read each file and find the form in it; files that cannot be read come with their problem."""
    located = [locate_file(path, packs, recognise=recognise) for path in gathered.files]
    lost = [Located(path, problem=problem) for path, problem in gathered.problems]
    return (*located, *lost)


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
            rules=tuple(rule for rule in pack.rules if wanted(rule.id, rule.tags, select, ignore)),
        )
        for pack in packs
    )


def _prior(
    paths: tuple[str, ...], packs: tuple[Pack, ...], *, recognise: bool
) -> Mapping[tuple[str, str, str], Submission]:
    """Return the submissions of other periods by form, agency and period.

    A prior report that cannot be read, or cannot be told whose and for when it is, stops the run:
    the rules that look back would rest on it in silence.
    """
    found: dict[tuple[str, str, str], Submission] = {}
    for each in _locate_all(_gather(paths), packs, recognise=recognise):
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
