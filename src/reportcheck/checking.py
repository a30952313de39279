"""The sentence itself: read, locate, evaluate, report."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reportcheck.across import (
    Beside,
    beside_others,
    form_of,
    needed_of,
    read_lists,
    read_prior_of,
    read_renamed_of,
    resting,
    unborne,
    unused,
)
from reportcheck.batch import Task, Watch, run
from reportcheck.classes import dataclass
from reportcheck.examining import (
    Located,
    Order,
    add_findings,
    examine,
    load_needed,
    locate_file,
    wanted,
)
from reportcheck.gathering import Gathered, gather, without
from reportcheck.problem import Problem
from reportcheck.project import Part, Project
from reportcheck.report import FailOn, FileReport, Report, Status
from reportcheck.rule import Pack
from reportcheck.sending import Receiver, Result, Sender, result_of

if TYPE_CHECKING:
    from reportcheck.hierarchy import Hierarchy
    from reportcheck.waiver import Waiver


@dataclass(frozen=True, slots=True)
class Request:
    """What to check, by what, and how strictly; every option once.

    ``rules`` are rule files, folders of them, or ids of packs; none means: recognise the form among
    the bundled packs. ``prior`` are reports of the period before. ``hierarchy`` is a list of
    agencies, or the folder whose folders say who is below whom; ``agencies`` lists those that were
    renamed or merged. ``select`` and ``ignore`` name rules, checks or tags. ``jobs`` files are
    checked at once, by default one a core. ``waivers`` are files of waivers, which hold as of
    ``today``. What is empty or None is as the ``project`` says of each file, if there is one. With
    ``singly`` like findings of a large workbook are not put together, and it is read whole.
    """

    paths: tuple[str, ...]
    rules: tuple[str, ...] = ()
    prior: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: FailOn | None = None
    jobs: int | None = None
    project: Project | None = None
    waivers: tuple[str, ...] = ()
    today: date | None = None
    hierarchy: str | None = None
    agencies: str | None = None
    singly: bool = False

    def of(self, part: Part | None) -> Request:
        """Return the request for the files of a part of the project."""
        if part is None:
            return replace(self, fail_on=self.fail_on or "error")
        return replace(
            self,
            rules=self.rules or part.rules or (),
            prior=self.prior or part.prior or (),
            select=self.select or part.select or (),
            ignore=self.ignore or part.ignore or (),
            fail_on=self.fail_on or part.fail_on or "error",
            waivers=self.waivers or part.waivers or (),
            hierarchy=self.hierarchy or part.hierarchy,
            agencies=self.agencies or part.agencies,
        )


CELL_AND_STRUCTURE_CHECKS = (
    "blank", "placeholder", "not-a-number", "not-a-date", "out-of-range", "not-allowed",
    "too-many-decimals", "formula-not-calculated", "error-value", "code-digits-lost",
    "read-as-number", "missing-row", "missing-column", "missing-table", "duplicate-row",
    "duplicate-column", "duplicate-table", "duplicate-key", "ambiguous-label", "near-label",
    "row-width", "run-together", "merged-number", "unit-differs", "scaled-format", "hidden",
    "bare-percent",
    "matched-nothing", "missing-total-row", "no-records", "malformed-line", "number-style",
    "unclear-number", "stray-value", "other-table", "lone-table", "duplicate-submission",
    "no-prior-period", "unidentified", "identity-differs", "left-aside", "waiver-expired",
    "waiver-reopened", "waiver-unused", "mixed-editions", "edition-unclear", "missing-child",
    "doubled-child", "not-in-hierarchy", "unknown-code", "other-edition", "not-in-force",
    "left-out-above", "unread-sheet", "agency-ended",
)  # fmt: skip
"""The ids of what is checked without a rule; they can be selected, ignored and explained."""


def inputs_of(request: Request) -> tuple[str, ...]:
    """Return every file that a check of the request reads, so that nothing is written over one.

    Files that a rule file names are not among them.
    """
    project = request.project
    asks: list[Request | Part] = [request, *(project.parts if project else ())]
    tables = gather([*request.paths, *(path for each in asks for path in each.prior or ())]).files
    rules = (path for each in asks for spec in each.rules or () for path in _rule_files(spec))
    waivers = (path for each in asks for path in each.waivers or ())
    lists = (path for each in asks for path in (each.hierarchy, each.agencies) if path)
    return (*tables, *rules, *waivers, *lists, *((project.path,) if project else ()))


def _rule_files(spec: str) -> Iterable[str]:
    from reportcheck.rulefile.packs import rule_files

    return map(str, rule_files(Path(spec))) if os.path.isdir(spec) else (spec,)  # noqa: PTH112


def check(request: Request, watch: Watch | None = None) -> Report:
    """Check every file of the request and return what was found.

    A file that cannot be checked is in the report with its problem; so are those that an
    interruption left undone. What stops the whole run is raised: a RuleFileProblem for broken rule
    files, a Problem for a name that does not exist or for nothing to check. ``watch`` is told how
    far the work is.
    """
    gathered, belongs, requests = _parted(request)
    project = request.project
    waivers = _waivers(dict.fromkeys(path for each in requests.values() for path in each.waivers))
    orders = {number: _order(each) for number, each in requests.items()}
    if len(orders) > 1:
        from reportcheck.rulefile import told_apart

        told_apart(pack for order in orders.values() for pack in order.packs)
    lists = {number: each.hierarchy for number, each in requests.items() if each.hierarchy}
    hierarchies = read_lists({*lists.values()})
    renamed = read_renamed_of(each.agencies for each in requests.values() if each.agencies)
    prior = {number: _gather(each.prior) for number, each in requests.items() if each.prior}
    several = len(gathered.files) > 1 or bool(prior) or bool(lists)
    needed = needed_of(orders, frozenset(lists), several=several)
    orders = {number: replace(each, needed=needed) for number, each in orders.items()}
    given = [
        read_prior_of(files, orders[number], request.jobs, watch) for number, files in prior.items()
    ]
    formers = [former for each in given for former in each.formers]
    work = partial(_examine, orders=orders, belongs=belongs)
    receiver = Receiver()
    task = Task(work, Sender().sent, receiver.received, _is_wrong, load_needed)
    done = run(gathered.files, task, jobs=request.jobs, watch=watch)
    results = [
        result
        for path, each in zip(gathered.files, done, strict=True)
        for result in (
            (Result(FileReport(path, Status.UNCHECKED, problem=each)),)
            if isinstance(each, Problem)
            else map(receiver.whole, each)
        )
    ]
    own = {each.report.path for each in results if _is_own(each.report)} & gathered.inside
    results = [each for each in results if each.report.path not in own]
    beside = Beside(formers, frozenset(prior), lists, hierarchies, renamed)
    results, looked, silent, astray = beside_others(results, orders, belongs, beside)
    lost = [*_lost(gathered.problems), *silent]
    unread = [one for each in given for one in each.lost]
    lost += _lost({(path, str(each)): (path, each) for path, each in unread}.values())
    if not results and not lost:
        raise Problem("nothing-to-check")
    used = [requests[number] for number in orders]
    level = used[0].fail_on or "error"
    asked = {path: orders[number] for path, number in belongs.items()}
    notes = [("project", project.path)] if project is not None else []
    report = Report(
        (*_in_all(results, asked, level), *lost),
        level,
        *resting(orders, belongs, results, looked),
        (
            *notes,
            *unused(lists, looked, orders),
            *unborne(results, beside),
            *astray,
            *gathered.skipped,
            *(("skipped-own", path) for path in gathered.files if path in own),
        ),
        tuple(dict.fromkeys(rules for each in used for rules in each.rules)),
        any(each.select or each.ignore for each in used),
    )
    if not waivers:
        return report
    from reportcheck.waiving import waive

    today = request.today or date.today()  # noqa: DTZ011 - a day where the people are
    return waive(report, waivers, today, asked)


def _waivers(paths: Iterable[str]) -> tuple[Waiver, ...]:
    if not paths:
        return ()
    from reportcheck.waiving import load_waivers

    return load_waivers(paths)


def _order(request: Request) -> Order:
    packs = _chosen(_packs(request.rules), request.select, request.ignore)
    return Order(
        packs,
        recognise=not request.rules,
        select=request.select,
        ignore=request.ignore,
        fail_on=request.fail_on or "error",
        singly=request.singly,
    )


def _examine(
    path: str, orders: Mapping[int, Order], belongs: Mapping[str, int]
) -> tuple[Result, ...]:
    return tuple([result_of(each) for each in examine(path, orders[belongs[path]])])


def _is_wrong(results: tuple[Result, ...]) -> bool:
    return any(each.report.status is not Status.PASSED for each in results)


def _is_own(report: FileReport) -> bool:
    """Whether the tool itself wrote the file: in a folder such a file is passed over."""
    return report.problem is not None and report.problem.code == "own-report"


def look(request: Request) -> tuple[Located, ...]:
    """Locate every submission in the files of the request, and evaluate nothing."""
    gathered, belongs, requests = _parted(request)
    packs = {number: _packs(each.rules) for number, each in requests.items()}
    located = [
        each
        for path, number in belongs.items()
        for each in locate_file(path, packs[number], recognise=not requests[number].rules)
    ]
    lost = [Located(path, problem=problem) for path, problem in gathered.problems]
    return (*located, *lost)


def ranked(request: Request, located: Sequence[Located]) -> Mapping[str, Hierarchy]:
    """Return the hierarchy of agencies in which each file stands, where there is one."""
    _, belongs, requests = _parted(request)
    lists = {path: requests[number].hierarchy for path, number in belongs.items()}
    known = dict(read_lists({each for each in lists.values() if each}))
    for folder in dict.fromkeys(each for each in lists.values() if each and each not in known):
        from reportcheck.hierarchy import read_folder

        whose = [(each.path, each.submission.agency) for each in located if each.submission]
        known[folder] = read_folder(folder, whose)
    return {path: known[each] for path, each in lists.items() if each}


def _parted(request: Request) -> tuple[Gathered, Mapping[str, int], Mapping[int, Request]]:
    """Return the files of a run, the part of the project each belongs to, and what it asks."""
    gathered, project = _gather(request.paths), request.project
    asks: list[Request | Part] = [request, *(project.parts if project else ())]
    named = [path for each in asks for path in (each.hierarchy, each.agencies)]
    gathered = without(gathered, [each for each in named if each])
    if project is None:
        return gathered, dict.fromkeys(gathered.files, 0), {0: request.of(None)}
    belongs = {path: project.part_of(path) for path in gathered.files}
    numbers = sorted({*belongs.values()}) or [len(project.parts) - 1]
    return gathered, belongs, {number: request.of(project.parts[number]) for number in numbers}


def _gather(paths: tuple[str, ...]) -> Gathered:
    """Return the files of a run; nothing to check at all is a problem of the run."""
    gathered = gather(paths)
    if not gathered.files and not gathered.problems:
        raise Problem("nothing-to-check")
    return gathered


def _lost(problems: Iterable[tuple[str, Problem]]) -> list[FileReport]:
    return [FileReport(path, Status.UNCHECKED, problem=problem) for path, problem in problems]


def _in_all(
    results: Sequence[Result], orders: Mapping[str, Order], fail_on: FailOn
) -> Iterator[FileReport]:
    """Yield the report of each file, with what the run as a whole adds to it.

    A rule that required nothing of any file of its form is told once, where it was asked first.
    ``fail_on`` is the level of the run, which only other levels are told beside.
    """
    met = {(*form_of(each), rule) for each in results for rule in each.met}
    for each in results:
        told = [place for place, rule in enumerate(each.unmet) if (*form_of(each), rule) not in met]
        met |= {(*form_of(each), each.unmet[place]) for place in told}
        level, report = orders[each.report.path].fail_on, each.report
        if told:
            report = add_findings(report, tuple(each.told[place] for place in told), level)
        yield report if level == fail_on else replace(report, fail_on=level)


def _packs(specs: tuple[str, ...]) -> tuple[Pack, ...]:
    from reportcheck import rulefile

    if not specs:
        return rulefile.bundled()
    return rulefile.find_all(specs)


def _chosen(
    packs: tuple[Pack, ...], select: tuple[str, ...], ignore: tuple[str, ...]
) -> tuple[Pack, ...]:
    """Return the packs with the rules that are selected and not ignored.

    Where that is no rule and no check, a Problem says so: nothing would pass without a word.
    """
    names = {rule.id for pack in packs for rule in pack.rules}
    tags = {tag for pack in packs for rule in pack.rules for tag in rule.tags}
    known = names | tags | set(CELL_AND_STRUCTURE_CHECKS)
    for name in (*select, *ignore):
        if name not in known:
            from reportcheck.near import nearest

            raise Problem("unknown-rule", name=name, suggestion=nearest(name, known))
    if not select and not ignore:
        return packs
    chosen = tuple(
        replace(
            pack,
            rules=tuple(rule for rule in pack.rules if wanted(rule.id, rule.tags, select, ignore)),
        )
        for pack in packs
    )
    if not any(pack.rules for pack in chosen) and not any(
        wanted(name, (), select, ignore) for name in CELL_AND_STRUCTURE_CHECKS
    ):
        raise Problem("nothing-selected")
    return chosen
