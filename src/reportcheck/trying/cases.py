"""The cases of a file, evaluated as any file is, and held against what they expect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from reportcheck.evaluating import evaluate, evaluate_across
from reportcheck.finding import Finding, Verdict
from reportcheck.problem import Problem
from reportcheck.rule import Pack, Rule
from reportcheck.rulefile.casefile import Case, Expected
from reportcheck.rulefile.slots import SlotName
from reportcheck.submission import Submission
from reportcheck.trying.fillings import submission_of
from reportcheck.trying.outcome import Trial, outcome_of
from reportcheck.viewing import Earlier, View

Placed: TypeAlias = tuple[SlotName | None, Finding]


class Seen:
    """Which rules passed, and which failed, in a case that ended as its author says."""

    def __init__(self) -> None:
        self.passing: set[str] = set()
        self.failing: set[str] = set()


def try_case(case: Case, pack: Pack, seen: Seen) -> Trial:
    """Try one case; what it shows of rules is added to ``seen``."""
    try:
        findings, passing = _found(case, pack)
    except Problem as problem:
        outcome = outcome_of(case.todo, held=False)
        return Trial(case.path, case.line, case.name, outcome, case.todo or "", problem=problem)
    lacking, rest = _held_against(case.expected, findings)
    surplus = rest if case.exact else []
    held = not lacking and not surplus
    if held:
        seen.passing |= passing
        seen.failing |= {each.rule for _, each in findings if each.verdict is Verdict.FAIL}
    return Trial(
        case.path,
        case.line,
        case.name,
        outcome_of(case.todo, held=held),
        case.todo or "",
        tuple(lacking),
        tuple(surplus),
    )


def _found(case: Case, pack: Pack) -> tuple[list[Placed], set[str]]:
    """Return the findings of a case, each with its slot, and the rules that passed somewhere."""
    here = [(slot, raw) for slot, raw in case.changes if not slot.prior]
    there = [(slot, raw) for slot, raw in case.changes if slot.prior]
    submission = submission_of(case.filling, pack, here)
    (alone,) = evaluate(pack, [submission])
    evaluations = [alone]
    if there and case.prior is None:
        raise Problem("case-no-prior", name=case.name)
    if case.prior is not None:
        before = submission_of(case.prior, pack, there)
        evaluations += evaluate_across(_one_back(pack), [View(submission, _before(before))])
    passing = {rule for each in evaluations for rule, count in each.passes if count}
    findings = [*submission.structure, *(f for each in evaluations for f in each.findings)]
    return [(_slot_of(each, submission), each) for each in findings], passing


def _slot_of(finding: Finding, submission: Submission) -> SlotName | None:
    """Return the slot that a finding accuses, among records with the number of the record."""
    if finding.table is None or finding.column is None:
        return None
    records = submission.records.get(finding.table)
    record = None
    if records is not None and finding.at is not None and finding.at.row in records.lines:
        record = list(records.lines).index(finding.at.row) + 1
    return SlotName(finding.table, finding.row, finding.column, record=record)


def _one_back(pack: Pack) -> list[Rule]:
    return [rule for rule in pack.across if set(rule.back) == {1}]


def _before(submission: Submission) -> Earlier:
    return lambda steps: submission if steps == 1 else "no-prior-period"


def _held_against(
    expected: Sequence[Expected], findings: Sequence[Placed]
) -> tuple[list[tuple[Expected, int]], list[Placed]]:
    """Return what was not found as often as expected, and what nothing expects."""
    rest = list(findings)
    lacking = []
    for each in _narrowest_first(expected):
        met = [placed for placed in rest if _meets(placed, each)]
        count = sum(finding.count for _, finding in met)
        if count != each.count:
            lacking.append((each, count))
        rest = [placed for placed in rest if placed not in met]
    return lacking, rest


def _narrowest_first(expected: Sequence[Expected]) -> Iterator[Expected]:
    def said(each: Expected) -> int:
        parts = (each.slot, each.rows, each.columns, each.line)
        return sum(part is not None for part in parts)

    yield from sorted(expected, key=said, reverse=True)


def _meets(placed: Placed, wanted: Expected) -> bool:
    slot, finding = placed
    return (
        finding.rule == wanted.rule
        and str(finding.verdict) == wanted.verdict
        and (wanted.rows is None or finding.row in wanted.rows)
        and (wanted.columns is None or finding.column in wanted.columns)
        and (wanted.line is None or (finding.at is not None and finding.at.row == wanted.line))
        and (wanted.slot is None or slot == wanted.slot)
    )
