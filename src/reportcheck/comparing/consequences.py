"""What fails only because others do: the total, where one of its columns was carried over wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from fractions import Fraction
from math import lcm
from typing import Final, NamedTuple, TypeAlias

from reportcheck.evaluating.places import places_of
from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.form import Slot
from reportcheck.formula import Aggregate, Binary, Cell, Compare, mapped, own
from reportcheck.interpreting.trees import Scene, pruned
from reportcheck.linear import coefficients
from reportcheck.localising.following import dependencies
from reportcheck.number import Exact
from reportcheck.rule import Rule, Severity
from reportcheck.telling import accused_by
from reportcheck.viewing import View

_NO_KEY: Final = ("", None)
_ORDER: Final = (Severity.INFO, Severity.WARNING, Severity.ERROR)

_Key: TypeAlias = tuple[str, object]
"""By what a finding is known among those of a submission: its rule, and the cell it accuses."""
_Terms: TypeAlias = Mapping[Slot | None, Exact]
"""What each cell is multiplied by; what stands elsewhere, and constants, are under None."""


class _Balance(NamedTuple):
    """What a rule says comes to nothing, and the ``gap`` that it comes to instead."""

    key: _Key
    terms: _Terms
    gap: Exact


class _Relation(NamedTuple):
    """A rule that two sides are equal, at one place."""

    rule: Rule
    check: Compare
    scene: Scene


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
    defined = _Defined(_relations(alone, view))
    above: dict[int, Finding] = {}
    for rule in across:
        balances = _Balances(list(_relations((rule,), view)))
        for number, asked in enumerate(balances.keys):
            told = failed.get(asked)
            one = None if told is None else balances.at(number)
            if told is None or one is None or not one.gap:
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


def _parts(whole: _Balance, balances: _Balances, defined: _Defined) -> Sequence[_Balance]:
    """Return the balances whose sum another one is, if it is."""
    made_of = {
        slot: made for slot in whole.terms if slot is not None and (made := defined.by(slot))
    }
    for nth in range(max(map(len, made_of.values()), default=0)):
        terms = dict(whole.terms)
        for slot, several in made_of.items():
            parts = several[min(nth, len(several) - 1)].terms
            share = -Fraction(terms[slot]) / parts[slot]
            for part, factor in parts.items():
                terms[part] = terms.get(part, 0) + share * factor
        wanted = {slot for slot, factor in terms.items() if factor and slot is not None}
        below = [each for each in balances.within(wanted) if each is not whole]
        # What is a combination down to the constants is so by its gap, too.
        for taken in dependencies(_equations([*(each.terms for each in below), terms])):
            if len(below) in taken:
                return [each for number, each in enumerate(below) if number in taken]
    return ()


class _Balances:
    """The balances that a rule asks for, place by place, each worked out when it is looked at."""

    def __init__(self, relations: Sequence[_Relation]) -> None:
        self._relations = relations
        accused = [accused_by(each.check) for each in relations]
        pairs = list(zip(relations, accused, strict=True))
        self.keys: Sequence[_Key] = [
            (each.rule.id, None if cell is None else each.scene.see(cell).reading.at)
            for each, cell in pairs
        ]
        self._slots = [
            None if cell is None or not _stands_alone(each.check) else _own(cell, each.scene)
            for each, cell in pairs
        ]
        self._made: dict[int, _Balance | None] = {}

    def at(self, number: int) -> _Balance | None:
        """Return the balance of a place, None where a number is not known."""
        if number not in self._made:
            self._made[number] = _balance(self._relations[number], self.keys[number])
        return self._made[number]

    def within(self, wanted: AbstractSet[Slot]) -> Iterator[_Balance]:
        """Yield the balances of these cells alone."""
        for number, slot in enumerate(self._slots):
            if slot is None or slot in wanted:
                one = self.at(number)
                if one is not None and wanted >= _cells(one.terms):
                    yield one


def _stands_alone(check: Compare) -> bool:
    """Whether a comparison is about one cell of the submission, which nothing can cancel."""
    cells = [each for each in own(check) if isinstance(each, Cell | Aggregate)]
    return sum(1 for each in cells if not each.period) == 1


class _Defined:
    """The balances that hold, by the cell that others make up."""

    def __init__(self, relations: Iterable[_Relation]) -> None:
        self._relations: dict[Slot, list[_Relation]] = {}
        for each in relations:
            total = _total(each.check, each.scene)
            if total is not None:
                self._relations.setdefault(total, []).append(each)
        self._made: dict[Slot, Sequence[_Balance]] = {}

    def by(self, total: Slot) -> Sequence[_Balance]:
        """Return each balance that makes up a cell."""
        if total not in self._made:
            found = [_balance(each, _NO_KEY) for each in self._relations.get(total, ())]
            self._made[total] = [each for each in found if each is not None and not each.gap]
        return self._made[total]


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


def _relations(rules: Iterable[Rule], view: View) -> Iterator[_Relation]:
    for rule in rules:
        check = rule.check
        if not isinstance(check, Compare) or check.operator != "=" or rule.suspended:
            continue
        if rule.hierarchy is not None or rule.over_records(view.form):
            continue
        for place in places_of(rule, view):
            yield _Relation(rule, check, Scene(view, place))


def _balance(relation: _Relation, key: _Key) -> _Balance | None:
    """Return what a comparison says at a place, or None where a number is not known."""
    _, check, scene = relation
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
    return _Balance(key, terms, gap) if _cells(terms) else None


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
