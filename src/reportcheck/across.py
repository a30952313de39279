"""A run as a whole: what its submissions show beside others, and what could look at nothing.

What is heavy is imported where a run needs it: most runs have neither rules that look at other
submissions nor a hierarchy of agencies.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportcheck.batch import Watch
from reportcheck.classes import dataclass
from reportcheck.dating import is_meant_for
from reportcheck.examining import Order, add_findings, wanted
from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.gathering import Gathered
from reportcheck.problem import Problem
from reportcheck.report import FileReport, Status, named
from reportcheck.rule import Pack, Severity
from reportcheck.sending import Result
from reportcheck.text import fold

if TYPE_CHECKING:
    from reportcheck.comparing import Index, Kin, Looked, Prior
    from reportcheck.formerly import Former, Needed
    from reportcheck.hierarchy import Hierarchy, Renamed

_TWICE: Final = "duplicate-submission"
_ENDED: Final = "agency-ended"

MOST_NAMED: Final = 3
"""Reports of a period that a note names; of more, that there are others."""


def read_lists(paths: Iterable[str]) -> Mapping[str, Hierarchy]:
    """Return the hierarchies given as lists; folders have to wait for what lies in them."""
    lists = [path for path in paths if not os.path.isdir(path)]  # noqa: PTH112 - a Path may raise
    if not lists:
        return {}
    from reportcheck.hierarchy import read_list

    return {path: read_list(path) for path in lists}


def read_renamed_of(paths: Iterable[str]) -> Renamed | None:
    """Return what lists say of agencies that were renamed or merged, None where there are none."""
    listed = list(dict.fromkeys(paths))
    if not listed:
        return None
    from reportcheck.hierarchy import read_renamed

    return read_renamed(listed)


def unborne(results: Iterable[Result], beside: Beside) -> Iterator[tuple[str, str]]:
    """Yield a note for each name in the lists of renamed agencies that no report bears."""
    if beside.renamed is None:
        return
    borne = {each.report.agency for each in results} | {each.agency for each in beside.prior}
    for name, line in beside.renamed.unborne(filter(None, borne)):
        yield "agency-unborne", f"{name} ({line.path}:{line.line})"


def needed_of(
    orders: Mapping[int, Order], ranked: frozenset[int], *, several: bool
) -> Mapping[str, Needed] | None:
    """Return what rules need of other submissions; None where a file by itself has to tell.

    ``ranked`` are the parts with a hierarchy: elsewhere nothing is needed of the agencies below.
    """
    if not several:
        return None
    packs = [
        pack if number in ranked else _by_itself(pack)
        for number, order in orders.items()
        for pack in order.packs
        if pack.across
    ]
    if not packs:
        return {}
    from reportcheck.formerly import needed_by

    return needed_by(packs)


def _by_itself(pack: Pack) -> Pack:
    """Return a pack without the rules that look at the agencies below."""
    return replace(pack, rules=tuple(rule for rule in pack.rules if not rule.needs_children))


def read_prior_of(files: Gathered, order: Order, jobs: int | None, watch: Watch | None) -> Prior:
    """Return the reports of other periods that are given for the files of an order."""
    from reportcheck.comparing import read_prior

    return read_prior(
        files, order.packs, order.needed or {}, recognise=order.recognise, jobs=jobs, watch=watch
    )


@dataclass(frozen=True)
class Beside:
    """What submissions are seen beside: other periods, and the agencies in their hierarchy.

    ``given`` are the parts for which reports of other periods were given; ``lists`` has the path of
    the hierarchy of each part that has one, ``hierarchies`` those that are read already.
    ``renamed`` knows the agencies that had another name before, or were merged.
    """

    prior: Sequence[Former]
    given: frozenset[int]
    lists: Mapping[int, str]
    hierarchies: Mapping[str, Hierarchy]
    renamed: Renamed | None = None


def beside_others(
    results: list[Result],
    orders: Mapping[int, Order],
    belongs: Mapping[str, int],
    beside: Beside,
) -> tuple[list[Result], frozenset[Looked], list[FileReport], list[tuple[str, str]]]:
    """Return the results with what submissions show beside others, and the rules that could look.

    A run that was interrupted has not read all that would be looked at. Then come the hierarchies
    with agencies of which there is no report, or in which nobody is below anybody, and last the
    notes on reports of an earlier period that are too few for the others to be held against such.
    """
    hierarchies = _hierarchies(results, belongs, beside)
    results = list(_doubled(results, orders, belongs, hierarchies))
    if beside.renamed is not None:
        results = list(_ended(results, orders, belongs, beside.renamed))
    formers = [each.former for each in results if each.former is not None]
    cut = any(each.report.problem and each.report.problem.code == "interrupted" for each in results)
    alone = not formers or (len(formers) == 1 and not beside.given)
    if cut or (alone and not beside.lists):
        return results, frozenset(), [], []
    from reportcheck.comparing import Asked, Index, compare

    packs = (pack for order in orders.values() for pack in order.packs)
    index = Index(packs, formers, beside.prior, beside.renamed)
    kin = _kin(results, belongs, hierarchies, index)
    asked = {
        number: Asked.of(order, always=number in beside.given, kin=kin.get(number))
        for number, order in orders.items()
    }
    compared = compare(results, asked, belongs, index)
    barren = [*_barren(beside.lists, orders)]
    idle = {path for _, path in unused(beside.lists, compared.looked, orders)}
    idle |= {each.path for each in barren}
    lost = [each.lost() for each in dict.fromkeys(kin.values())]
    flat = [each.flat() for each in dict.fromkeys(kin.values()) if each.hierarchy.path not in idle]
    return (
        compared.results,
        compared.looked,
        [each for each in (*lost, *flat, *barren) if each is not None],
        list(_astray(compared.astray)),
    )


def _astray(few: Sequence[Former]) -> Iterator[tuple[str, str]]:
    """Yield a note for each period of which a run has few reports, with the first of them."""
    periods: dict[str, list[str]] = {}
    for each in few:
        periods.setdefault(each.period or "", []).append(named(each.path, each.sheets))
    for period, names in sorted(periods.items()):
        more = ["…"] if len(names) > MOST_NAMED else []
        yield "astray", f"{period} ({', '.join([*names[:MOST_NAMED], *more])})"


def _doubled(
    results: Iterable[Result],
    orders: Mapping[int, Order],
    belongs: Mapping[str, int],
    hierarchies: Mapping[int, Hierarchy],
) -> Iterator[Result]:
    """Yield the results, with a finding for each that is of the agency and period of another.

    Whose a report is, a hierarchy tells where there is one: an office may report for itself and
    for its area under one name.
    """
    first: dict[tuple[str, str | int, str], FileReport] = {}
    for each in results:
        report, told = each.report, each
        if report.form and report.agency and report.period and report.problem is None:
            part = belongs[report.path]
            hierarchy = hierarchies.get(part)
            known = hierarchy and hierarchy.find(report.agency, report.path)
            whose = known.number if known else fold(report.agency)
            other = first.setdefault((report.form, whose, report.period), report)
            order = orders[part]
            if other is not report and wanted(_TWICE, (), order.select, order.ignore):
                facts = {"agency": report.agency, "period": report.period, "other": other.name}
                finding = Finding(
                    _TWICE, Severity.WARNING, Verdict.FAIL, Kind.STRUCTURE, facts=facts
                )
                told = replace(each, report=add_findings(report, (finding,), order.fail_on))
        yield told


def _ended(
    results: Sequence[Result],
    orders: Mapping[int, Order],
    belongs: Mapping[str, int],
    renamed: Renamed,
) -> Iterator[Result]:
    """Yield the results, with a finding for each of an agency that was another by then."""
    there: dict[str | None, set[str]] = {}
    for each in results:
        there.setdefault(each.report.period, set()).add(fold(each.report.agency or ""))
    for each in results:
        report, told = each.report, each
        agency, period, order = report.agency, report.period, orders[belongs[report.path]]
        if agency and period and wanted(_ENDED, (), order.select, order.ignore):
            line = renamed.ended(agency, period, there[period])
            if line is not None:
                facts = {"agency": agency, "period": period, "new": line.new,
                         "list": f"{line.path}:{line.line}"}  # fmt: skip
                finding = Finding(
                    _ENDED, Severity.WARNING, Verdict.FAIL, Kind.STRUCTURE, facts=facts
                )
                told = replace(each, report=add_findings(report, (finding,), order.fail_on))
        yield told


def _hierarchies(
    results: Sequence[Result], belongs: Mapping[str, int], beside: Beside
) -> Mapping[int, Hierarchy]:
    """Return the hierarchy of each part of the project that has one, folders read by now."""
    if not beside.lists:
        return {}
    from reportcheck.hierarchy import read_folder

    read = {
        path: beside.hierarchies.get(path)
        or read_folder(
            path,
            [
                (each.report.path, each.report.agency)
                for each in results
                if beside.lists.get(belongs[each.report.path]) == path
            ],
        )
        for path in dict.fromkeys(beside.lists.values())
    }
    return {number: read[path] for number, path in beside.lists.items()}


def _kin(
    results: Sequence[Result],
    belongs: Mapping[str, int],
    hierarchies: Mapping[int, Hierarchy],
    index: Index,
) -> Mapping[int, Kin]:
    """Return the agencies in their hierarchy for each part of the project that has one."""
    if not hierarchies:
        return {}
    from reportcheck.comparing import Kin

    ranked: dict[str, Kin] = {}
    for hierarchy in hierarchies.values():
        if hierarchy.path not in ranked:
            parts = {number for number, each in hierarchies.items() if each.path == hierarchy.path}
            mine = [each for each in results if belongs[each.report.path] in parts]
            formers = [each.former for each in mine if each.former is not None]
            reports = [each.report for each in mine]
            ranked[hierarchy.path] = Kin(hierarchy, index, formers, reports)
    return {number: ranked[each.path] for number, each in hierarchies.items()}


def unused(
    lists: Mapping[int, str], looked: frozenset[Looked], orders: Mapping[int, Order]
) -> Iterator[tuple[str, str]]:
    """Yield a note for each hierarchy of which no rule that was asked makes a sum."""
    for number, path in lists.items():
        rules = {
            (pack.form.id, pack.form.version, rule.id)
            for pack in orders[number].packs
            for rule in pack.across
            if rule.needs_children
        }
        if rules and not rules & looked:
            yield "hierarchy-unused", path


def _barren(lists: Mapping[int, str], orders: Mapping[int, Order]) -> Iterator[FileReport]:
    """Yield each hierarchy over which no rule could make a sum: it was given in vain."""
    for path in dict.fromkeys(lists.values()):
        numbers = [number for number, named in lists.items() if named == path]
        rules = (
            rule for number in numbers for pack in orders[number].packs for rule in pack.across
        )
        if not any(rule.needs_children for rule in rules):
            problem = Problem("hierarchy-unused", path=path)
            yield FileReport(path, Status.UNCHECKED, problem=problem)


def resting(
    orders: Mapping[int, Order],
    belongs: Mapping[str, int],
    results: Sequence[Result],
    looked: frozenset[Looked],
) -> tuple[int, int, int]:
    """Count the instances that could look at nothing, once for each form that was used.

    In all, and those of them that look at the agencies below, or further back than the period
    before; rules that no report is of the period for are not among them.
    """
    used: dict[object, set[str | None]] = {}
    for each in results:
        key = (belongs[each.report.path], *form_of(each))
        used.setdefault(key, set()).add(each.report.period)
    packs = {
        (pack.form.id, pack.form.version): (pack, used[number, pack.form.id, pack.form.version])
        for number, order in orders.items()
        for pack in order.packs
        if (number, pack.form.id, pack.form.version) in used
    }
    counted = [
        (rule, len(list(rule.instances(pack.form))))
        for form, (pack, periods) in packs.items()
        for rule in pack.across
        if (*form, rule.id) not in looked
        and any(is_meant_for(rule.effective, each) is not False for each in periods)
    ]
    below = sum(count for rule, count in counted if rule.needs_children)
    far = sum(count for rule, count in counted if max(rule.back, default=0) > 1)
    return sum(count for _, count in counted), below, far


def form_of(result: Result) -> tuple[str | None, str | None]:
    """Return the id and the version of the form of a submission."""
    return result.report.form, result.report.form_version
