"""All rules of a form over all its submissions: what passed is counted, all else is a finding.

Few instances are judged one by one, exactly, by the interpreter. Many are swept over columns first:
there a rule is one expression, a row is a submission or a record, and only what did not surely
pass is judged one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from reportcheck.address import CellRef
from reportcheck.classes import dataclass
from reportcheck.evaluating.places import (
    is_conditional,
    picking,
    tell_total_rows,
    tell_unmet,
    tell_unpicked,
)
from reportcheck.evaluating.sweeping import Alike, Sweep
from reportcheck.finding import Finding, Verdict
from reportcheck.inspecting import inspect
from reportcheck.interpreting import Judgement
from reportcheck.rule import Pack, Rule
from reportcheck.submission import Submission
from reportcheck.telling import tell, told_at
from reportcheck.viewing import Place, View

if TYPE_CHECKING:
    from reportcheck.evaluating.surely import Sureness

FEW = 4000
"""The instances of a rule up to which each is judged by itself; records that cost as much."""
MOST_CAUSES: Final = 50
"""The causes that one unknown of a roll-up names, at most."""


@dataclass(frozen=True)
class Evaluation:
    """What came of one submission.

    ``findings`` are of rules and of cells, and of the layout where only a rule can tell (a total
    row that is not there); what locating found stays with the submission. Of the rules that
    ask something of some records only, ``met`` are those that did, ``unmet`` what is to be said of
    those that did not, if no other submission met them either. ``passes`` has how many instances of
    each rule that took part passed, ``passed`` of all together.
    """

    passed: int
    findings: tuple[Finding, ...]
    met: frozenset[str] = frozenset()
    unmet: tuple[Finding, ...] = ()
    passes: tuple[tuple[str, int], ...] = ()


@dataclass
class _Tally:
    """What is gathered about one submission while the rules are gone through."""

    view: View
    passed: int = 0
    findings: list[Finding] = field(default_factory=list)
    met: set[str] = field(default_factory=set)
    unmet: list[Finding] = field(default_factory=list)
    passes: list[tuple[str, int]] = field(default_factory=list)


def evaluate(
    pack: Pack,
    submissions: Sequence[Submission],
    few: int = FEW,
    sure: Sequence[Sureness | None] | None = None,
) -> tuple[Evaluation, ...]:
    """Return what the rules of a pack, and the checks of its cells, show for each submission alone.

    Rules that look at other submissions take no part. More than ``few`` instances of a rule, or
    records with as much to look at, are swept over columns; the findings are the same. ``sure``
    has, for each submission, what is already known to pass, if that is known.
    """
    tallies = [_Tally(View(submission)) for submission in submissions]
    known = [None] * len(submissions) if sure is None else sure
    sweep = Sweep(few, pack.rules)
    for tally, each in zip(tallies, known, strict=True):
        tally.view.sure = None if each is None else each.holds
        sweep.prepare(tally.view)
        tally.findings.extend(tell_total_rows(tally.view))
        if each is None or not each.cells:
            tally.findings.extend(inspect(tally.view))
    rules = [rule for rule in pack.rules if not rule.suspended and not rule.across]
    return _evaluated(rules, tallies, sweep)


def evaluate_across(
    rules: Sequence[Rule], views: Sequence[View], few: int = FEW
) -> tuple[Evaluation, ...]:
    """Return what rules that look at other submissions show for each one that is viewed."""
    tallies = [_Tally(view) for view in views]
    sweep = Sweep(few, rules)
    far = sorted({steps for rule in rules for steps in rule.back})
    for view in views:
        for each in filter(None, map(view.back, (0, *far))):
            sweep.prepare(each)
    return _evaluated(rules, tallies, sweep)


def _evaluated(
    rules: Sequence[Rule], tallies: list[_Tally], sweep: Sweep
) -> tuple[Evaluation, ...]:
    views = [tally.view for tally in tallies]
    for rule in rules:
        _evaluate_rule(rule, tallies, views, sweep)
    return tuple(
        Evaluation(
            tally.passed,
            _in_order(tally.findings, tally.view.submission),
            frozenset(tally.met),
            tuple(tally.unmet),
            tuple(tally.passes),
        )
        for tally in tallies
    )


def _evaluate_rule(rule: Rule, tallies: list[_Tally], views: Sequence[View], sweep: Sweep) -> None:
    if rule.hierarchy is not None:
        for tally in tallies:
            branched = sweep.branches(rule, tally.view)
            tally.passed += branched.passed
            tally.passes.append((rule.id, branched.passed))
            tally.findings.extend(branched.findings)
            if branched.met(rule):
                tally.met.add(rule.id)
            elif tally.view.records(rule.table or ""):
                tally.unmet.append(tell_unmet(rule, tally.view.form))
        return
    swept, picked = sweep.rule(rule, views), picking(rule)
    for tally, found in zip(tallies, swept, strict=True):
        tally.passed += found.passed
        tally.passes.append((rule.id, found.passed))
        tally.findings.extend(
            _told(rule, tally.view, group, found.passing)
            for group in _grouped(rule, tally.view, found.others)
        )
        tally.findings.extend(_put_together(rule, tally.view, each) for each in found.groups)
        conditional = found.seen and is_conditional(rule, tally.view.form)
        idle = next((each for each in picked if not sweep.picks(each, tally.view)), None)
        if conditional and not found.met:
            tally.unmet.append(tell_unmet(rule, tally.view.form))
        elif idle is not None:
            tally.unmet.append(tell_unpicked(rule, tally.view.form, idle))
        elif conditional or picked:
            tally.met.add(rule.id)


def _grouped(
    rule: Rule, view: View, others: Sequence[tuple[Place, Judgement]]
) -> Iterable[Sequence[tuple[Place, Judgement]]]:
    """Return what one finding is to tell: of roll-ups, all that is unknown for the same reports.

    A report that is missing makes every sum unknown that it should be part of. In a group the
    places are in the order of their cells.
    """
    if not rule.needs_children:
        return [[each] for each in others]
    groups: dict[object, list[tuple[Place, Judgement]]] = {}
    for number, each in enumerate(others):
        judgement = each[1]
        causes = frozenset((lack.cause.finding, lack.cause.agency) for lack in judgement.lacks)
        reason = judgement.lacks[0].reason if judgement.lacks else None
        unknown = judgement.verdict is Verdict.UNKNOWN
        groups.setdefault((reason, causes) if unknown else number, []).append(each)
    order = _order(view.submission)
    for group in groups.values():
        if len(group) > 1:
            group.sort(key=lambda each: order(told_at(rule, view, each[0]), rule.id))
    return groups.values()


def _told(
    rule: Rule, view: View, group: Sequence[tuple[Place, Judgement]], passing: Sequence[Place]
) -> Finding:
    """Tell of the first place for a whole group."""
    finding = tell(rule, view, *group[0], passing)
    if not rule.needs_children or finding.verdict is not Verdict.UNKNOWN:
        return finding
    causes = dict.fromkeys(lack.cause for _, judgement in group for lack in judgement.lacks)
    return replace(finding, because=tuple(causes)[:MOST_CAUSES], count=len(group))


def _put_together(rule: Rule, view: View, alike: Alike) -> Finding:
    """Tell of one record for all that are alike, with all their causes and their count."""
    finding = tell(rule, view, alike.place, alike.judgement)
    return replace(finding, because=tuple(alike.causes), count=alike.count)


def _in_order(findings: list[Finding], submission: Submission) -> tuple[Finding, ...]:
    """Sort findings by sheet, row, column and rule; those without a place come first."""
    order = _order(submission)
    return tuple(sorted(findings, key=lambda each: order(each.at, each.rule)))


def _order(
    submission: Submission,
) -> Callable[[CellRef | None, str], tuple[int, int, int, int, str]]:
    """Return by what a finding is sorted, from where it is and its rule."""
    sheets: dict[str | None, int] = {}
    for placement in submission.placements:
        sheets.setdefault(placement.grid.sheet, len(sheets))
    for records in submission.records.values():
        sheets.setdefault(records.sheet, len(sheets))

    def order(at: CellRef | None, rule: str) -> tuple[int, int, int, int, str]:
        if at is None:
            return -1, 0, 0, 0, rule
        sheet = sheets.get(at.sheet, len(sheets))
        return sheet, at.table or 0, at.row, at.column, rule

    return order
