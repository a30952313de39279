"""What fails only because others do: the total, where one of its columns was carried over wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm
from typing import Final, NamedTuple, TypeAlias

from reportcheck.evaluating.places import places_of
from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.form import Slot
from reportcheck.formula import Binary, Cell, Compare, mapped
from reportcheck.interpreting.trees import Scene, pruned
from reportcheck.linear import coefficients
from reportcheck.localising.following import dependencies
from reportcheck.number import Exact
from reportcheck.rule import Rule, Severity
from reportcheck.telling import accused_by
from reportcheck.viewing import View

_ORDER: Final = (Severity.INFO, Severity.WARNING, Severity.ERROR)

_Key: TypeAlias = tuple[str, object]
"""By what a finding is known among those of a submission: its rule, and the cell it accuses."""
_Terms: TypeAlias = Mapping[Slot | None, Exact]
"""What each cell is multiplied by; what stands elsewhere, and constants, are under None."""


class _Balance(NamedTuple):
    """What a rule says comes to nothing, and the ``gap`` that it comes to instead.

    ``total`` is the cell that the others make up.
    """

    key: _Key
    terms: _Terms
    gap: Exact
    total: Slot | None


def with_consequences(
    findings: Sequence[Finding], across: Iterable[Rule], alone: Iterable[Rule], view: View
) -> tuple[Finding, ...]:
    """Return the findings of a submission; those that follow from others stand beneath the first.

    Where totals are the sums of their parts, as the rules of the submission ``alone`` have it, what
    a rule ``across`` submissions asks of them is the sum of what it asks of the parts. A gap that
    is the sum of theirs to the last digit is no further mistake.
    """
    failed: dict[_Key, Finding | None] = {}
    for each in findings:
        if each.kind is Kind.RULE and each.verdict is Verdict.FAIL and each.at is not None:
            key = each.rule, each.at
            failed[key] = None if key in failed else each
    if len(failed) < 2:
        return tuple(findings)
    defined: dict[Slot, list[_Balance]] = {}
    for one in _balances(alone, view):
        if one.total is not None and not one.gap:
            defined.setdefault(one.total, []).append(one)
    above: dict[int, Finding] = {}
    for rule in across:
        balances = list(_balances((rule,), view))
        for one in balances:
            told = failed.get(one.key)
            if told is None or not one.gap:
                continue
            parts = _parts(one, balances, defined)
            causes = [failed.get(each.key) for each in parts if each.gap]
            grave = [each for each in causes if each and _is_as_grave(each, told)]
            if all(causes) and grave and (first := _root(grave[0], above)) is not told:
                above[id(told)] = first
    return tuple(
        replace(each, consequences=beneath)
        if (beneath := _beneath(each, findings, above))
        else each
        for each in findings
        if id(each) not in above
    )


def _beneath(
    finding: Finding, findings: Iterable[Finding], above: Mapping[int, Finding]
) -> tuple[Finding, ...]:
    if id(finding) in above:
        return ()
    return tuple(each for each in findings if _root(each, above) is finding and each is not finding)


def _root(finding: Finding, above: Mapping[int, Finding]) -> Finding:
    while id(finding) in above:
        finding = above[id(finding)]
    return finding


def _is_as_grave(cause: Finding, told: Finding) -> bool:
    return _ORDER.index(cause.severity) >= _ORDER.index(told.severity)


def _parts(
    whole: _Balance, balances: Sequence[_Balance], defined: Mapping[Slot, Sequence[_Balance]]
) -> Sequence[_Balance]:
    """Return the balances whose sum another one is, if it is."""
    totals = [slot for slot in whole.terms if slot is not None and slot in defined]
    for nth in range(max((len(defined[slot]) for slot in totals), default=0)):
        terms = dict(whole.terms)
        for slot in totals:
            made = defined[slot][min(nth, len(defined[slot]) - 1)].terms
            share = -Fraction(terms[slot]) / made[slot]
            for part, factor in made.items():
                terms[part] = terms.get(part, 0) + share * factor
        wanted = {slot for slot, factor in terms.items() if factor and slot is not None}
        below = [each for each in balances if each is not whole and wanted >= _cells(each.terms)]
        # What is a combination down to the constants is so by its gap, too.
        for taken in dependencies(_equations([*(each.terms for each in below), terms])):
            if len(below) in taken:
                return [each for number, each in enumerate(below) if number in taken]
    return ()


def _cells(terms: _Terms) -> set[Slot]:
    return {slot for slot, factor in terms.items() if factor and slot is not None}


def _equations(several: Sequence[_Terms]) -> list[dict[int, int]]:
    """Return sums in whole numbers, their cells by number."""
    numbers: dict[Slot | None, int] = {}
    found = []
    for terms in several:
        scale = lcm(*(factor.denominator for factor in terms.values()))
        found.append(
            {
                numbers.setdefault(slot, len(numbers)): int(factor * scale)
                for slot, factor in terms.items()
                if factor
            }
        )
    return found


def _balances(rules: Iterable[Rule], view: View) -> Iterator[_Balance]:
    for rule in rules:
        check = rule.check
        if not isinstance(check, Compare) or check.operator != "=" or rule.suspended:
            continue
        if rule.hierarchy is not None or rule.over_records(view.form):
            continue
        for place in places_of(rule, view):
            found = _balance(rule, check, Scene(view, place))
            if found is not None:
                yield found


def _balance(rule: Rule, check: Compare, scene: Scene) -> _Balance | None:
    """Return what a comparison says at a place, or None where a number is not known."""
    tree = mapped(Binary("-", check.left, check.right), lambda each: pruned(each, scene))
    terms: dict[Slot | None, Exact] = {}
    gap: Exact = 0
    for term, factor in (coefficients(tree) or {}).items():
        value: object = 1 if term is None else scene.evaluate(term).value
        if isinstance(value, bool) or not isinstance(value, int | Fraction):
            return None
        gap += factor * value
        slot = _own(term, scene) if isinstance(term, Cell) else None
        terms[slot] = terms.get(slot, 0) + (factor if slot is not None else factor * value)
    if not _cells(terms):
        return None
    accused = accused_by(check)
    at = None if accused is None else scene.see(accused).reading.at
    return _Balance((rule.id, at), terms, gap, _total(check, scene))


def _own(cell: Cell, scene: Scene) -> Slot | None:
    """Return the slot of a cell of this very submission."""
    sight = scene.see(cell)
    if sight.cell.period or sight.record is not None:
        return None
    return Slot(sight.cell.table, sight.cell.row, sight.cell.column)


def _total(check: Compare, scene: Scene) -> Slot | None:
    """Return the cell that is a side of a comparison by itself, where the other side is more."""
    sides = [each for each in (check.left, check.right) if isinstance(each, Cell)]
    return _own(sides[0], scene) if len(sides) == 1 else None
