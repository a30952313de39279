"""Codes that lie below each other among records: each group judged branch by branch, exactly.

A branch is a code with the codes directly below it: its value has to be the sum of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from functools import cached_property

from reportcheck.classes import dataclass
from reportcheck.codes import Hierarchy
from reportcheck.finding import Cause, StandIn, Verdict
from reportcheck.form import Table
from reportcheck.formula import EACH, Cell
from reportcheck.interpreting.outcomes import (
    Outcome,
    combined,
    compared,
    number,
    seen,
    truth,
    unknown,
)
from reportcheck.interpreting.trees import half_unit
from reportcheck.number import Exact, spell
from reportcheck.operands import is_missing
from reportcheck.rule import Missing, Rule
from reportcheck.viewing import Lack, Place, Sight, View

MOST_LEFT_OUT = 20
"""Codes without a record that a finding names; of more, their number is told."""


@dataclass(frozen=True)
class Group:
    """The records that have the same values in all columns ``within``, by their codes.

    ``uncoded`` is why the codes of some of them are not known.
    """

    hierarchy: Hierarchy
    labels: tuple[str, ...]
    records: dict[str, list[int]] = field(default_factory=dict)
    uncoded: list[Lack] = field(default_factory=list)

    @cached_property
    def branches(self) -> tuple[str, ...]:
        """The codes that have a record directly below them, in the order of the records."""
        parents = (self.hierarchy.parent(code) for code in self.records)
        return tuple(dict.fromkeys(each for each in parents if each is not None))

    @cached_property
    def trunk(self) -> frozenset[str]:
        """The codes that have a record anywhere below them."""
        found: set[str] = set()
        for code in self.branches:
            above: str | None = code
            while above is not None and above not in found:
                found.add(above)
                above = self.hierarchy.parent(above)
        return frozenset(found)

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for code in (*self.records, *sorted(self.trunk - self.records.keys())):
            parent = self.hierarchy.parent(code)
            if parent is not None:
                found.setdefault(parent, []).append(code)
        return found

    def below(self, code: str) -> list[str]:
        """Return the codes directly below one that have records, or have some below them."""
        return self._children.get(code, [])

    def lacking(self, code: str) -> list[str]:
        """Return the codes directly below one that have no record, and none below them."""
        every = self.hierarchy.below(code) or ()
        return [each for each in every if each not in self.records and each not in self.trunk]


@dataclass(frozen=True, slots=True)
class Branch:
    """How one branch of one group ended, for one column of values.

    ``own`` is the cell of the code itself, None where it has no record; ``below`` are the cells of
    the codes below it that have one. ``addends`` pairs these codes, and those that were computed,
    with what they came to.
    """

    group: Group
    code: str
    column: str
    verdict: Verdict
    own: Sight | None
    below: tuple[tuple[str, Sight], ...]
    addends: tuple[tuple[str, Outcome], ...] = ()
    left: Outcome = Outcome(None)
    right: Outcome = Outcome(None)
    lacks: tuple[Lack, ...] = ()
    stand_ins: tuple[StandIn, ...] = ()
    left_out: int = 0


@dataclass
class Grouped:
    """The records of a table by groups; of some it is not known where they belong.

    ``strangers`` has the records of each code that does not exist, ``astray`` why some records
    belong to no group.
    """

    groups: dict[tuple[object, ...], Group] = field(default_factory=dict)
    strangers: dict[str, list[int]] = field(default_factory=dict)
    astray: dict[int, Lack] = field(default_factory=dict)


def grouped(hierarchy: Hierarchy, table: Table, view: View, records: Iterable[int]) -> Grouped:
    """Return records by groups, in the order in which they stand."""
    found = Grouped()
    for record in records:
        key: list[object] = []
        labels: list[str] = []
        for column in hierarchy.within:
            reading = view.reading(table.id, column, record)
            if reading.value is None:
                found.astray.setdefault(record, _lack(view, table, column, record))
            key.append(reading.value)
            labels.append(reading.shown)
        if record in found.astray:
            continue
        group = found.groups.get(tuple(key))
        if group is None:
            group = found.groups[tuple(key)] = Group(hierarchy, tuple(labels))
        value = view.reading(table.id, hierarchy.code, record).value
        if value is None:
            group.uncoded.append(_lack(view, table, hierarchy.code, record))
            continue
        code = value if isinstance(value, str) else spell(value)  # type: ignore[arg-type]
        if hierarchy.known(code):
            group.records.setdefault(code, []).append(record)
        else:
            found.strangers.setdefault(code, []).append(record)
    return found


def _lack(view: View, table: Table, column: str, record: int) -> Lack:
    sight = view.see(Cell(table.id, EACH, column), Place(record=record))
    return sight.lack or Lack("blank", Cause("blank", sight.reading.at))


def judge_group(rule: Rule, view: View, group: Group) -> Iterator[Branch]:
    """Yield how each branch of a group ended, for every column of values; not what is no instance.

    A code none of whose codes below has a record is no branch.
    """
    codes: Iterable[str] = group.branches
    if rule.missing is Missing.USE_COMPUTED:
        codes = (*group.branches, *sorted(group.trunk - {*group.branches}))
    judges = [Judge(rule, view, group, column) for column in group.hierarchy.values]
    for code in codes:
        for judge in judges:
            ended = judge.branch(code)
            if ended is not None:
                yield ended


@dataclass(frozen=True)
class Judge:
    """Judges the branches of one group by one column of values."""

    rule: Rule
    view: View
    group: Group
    column: str
    _seen: dict[str, list[Sight]] = field(default_factory=dict)

    def branch(self, code: str) -> Branch | None:
        """Return how a branch ended, or None where it has no instance."""
        group = self.group
        children = group.below(code)
        below = tuple((each, sight) for each in children for sight in self._sights(each)[:1])
        own = self._sights(code)
        told = Branch(
            group, code, self.column, Verdict.UNKNOWN, own[0] if own else None, below
        )  # fmt: skip
        doubled = tuple(lack for each in (code, *children) for lack in self._doubled(each))
        if doubled:
            return replace(told, lacks=doubled)
        if self._skipped(code, told):
            return None
        stand_ins: list[StandIn] = []
        left = self._own(code, told, stand_ins)
        addends = tuple((each, self._addend(each, stand_ins)) for each in children)
        lacking = group.lacking(code)
        strict = self.rule.missing is Missing.STRICT
        absent = [Outcome(None, (self._unlisted(each),)) for each in lacking if strict]
        outcomes = [*(outcome for _, outcome in addends), *absent]
        lost = [each for each in outcomes if each.value is None]
        right = unknown(*lost) if lost else combined("sum", outcomes)
        stand_ins += [
            StandIn("left-out", None, self.named(each)) for each in lacking[:MOST_LEFT_OUT]
        ]
        outcome = compared("=", left, right, self.rule.tolerance, self._room(len(addends)))
        held = truth(outcome)
        lacks = outcome.lacks
        if held is False and group.uncoded:
            # A record whose code cannot be read may be what is missing here.
            held, lacks = None, tuple(dict.fromkeys(group.uncoded))
        verdict = {True: Verdict.PASS, False: Verdict.FAIL, None: Verdict.UNKNOWN}[held]
        return replace(
            told, verdict=verdict, addends=addends, left=left, right=right, lacks=lacks,
            stand_ins=tuple(stand_ins), left_out=0 if strict else len(lacking),
        )  # fmt: skip

    def named(self, code: str) -> str:
        """Return a code with what it is called."""
        return named(self.group.hierarchy, code)

    def _sights(self, code: str) -> list[Sight]:
        held = self._seen.get(code)
        if held is None:
            cell = Cell(self.rule.table or "", EACH, self.column)
            records = self.group.records.get(code, ())
            held = [self.view.see(cell, Place(record=record)) for record in records]
            self._seen[code] = held
        return held

    def _doubled(self, code: str) -> Iterator[Lack]:
        sights = self._sights(code)
        if len(sights) > 1:
            for sight in sights:
                at, shown = sight.reading.at, sight.reading.shown
                cause = Cause("doubled-code", at, self.named(code), shown=shown)
                yield Lack("duplicate-row", cause)

    def _skipped(self, code: str, told: Branch) -> bool:
        """Whether so much is missing that there is no instance."""
        policy = self.rule.missing
        absent = told.own is None
        if policy is Missing.USE_COMPUTED:
            return absent  # what would be computed for it is what it is held against
        if policy not in {Missing.SKIP_IF_ANY, Missing.SKIP_IF_ALL}:
            return False
        group = self.group
        gone = [absent or (told.own is not None and is_missing(told.own))]
        gone += [is_missing(sight) for _, sight in told.below]
        gone += [True] * (len(group.below(code)) - len(told.below) + len(group.lacking(code)))
        return any(gone) if policy is Missing.SKIP_IF_ANY else all(gone)

    def _own(self, code: str, told: Branch, stand_ins: list[StandIn]) -> Outcome:
        """Return what the code itself has."""
        if told.own is None:
            if self.rule.missing is Missing.STRICT:
                return Outcome(None, (self._without(code),))
            return Outcome(0)
        return self._present(code, told.own, stand_ins)

    def _addend(self, code: str, stand_ins: list[StandIn]) -> Outcome:
        """Return what a code below has: of its record, or computed from what lies below it."""
        sights = self._sights(code)
        policy = self.rule.missing
        if sights:
            if policy is Missing.USE_COMPUTED and is_missing(sights[0]):
                computed = self._computed(code, sights[0], stand_ins)
                return seen(sights[0]) if computed is None else computed
            return self._present(code, sights[0], stand_ins)
        computed = self._computed(code, None, stand_ins)
        return Outcome(None, (self._without(code),)) if computed is None else computed

    def _computed(self, code: str, sight: Sight | None, stand_ins: list[StandIn]) -> Outcome | None:
        """Return the sum of what lies below a code, None where that is not asked or not known."""
        children = self.group.below(code)
        if self.rule.missing is not Missing.USE_COMPUTED or not children:
            return None
        if any(len(self.group.records.get(each, ())) > 1 for each in children):
            return None
        found = [self._addend(each, []) for each in children]
        if any(each.value is None for each in found):
            return None
        total = combined("sum", found)
        at = None if sight is None else sight.reading.at
        stand_ins.append(StandIn("computed", at, self.named(code), "", spell(number(total))))
        return total

    def _present(self, code: str, sight: Sight, stand_ins: list[StandIn]) -> Outcome:
        zeros = {Missing.ZERO, Missing.SKIP_IF_ALL}
        if self.rule.missing in zeros and is_missing(sight):
            stand_ins.append(StandIn("zero", sight.reading.at, self.named(code)))
            return Outcome(0)
        return seen(sight)

    def _without(self, code: str) -> Lack:
        """Return that a code has no record although some below it have."""
        return Lack("missing-row", Cause("missing-parent-code", None, self.named(code)))

    def _unlisted(self, code: str) -> Lack:
        return Lack("missing-row", Cause("missing-code", None, self.named(code)))

    def _room(self, addends: int) -> Exact:
        if self.rule.tolerance.kind != "rounding":
            return 0
        table = self.view.form.by_id[self.rule.table or ""]
        return half_unit(table.values_at(None, self.column)) * (1 + addends)


def named(hierarchy: Hierarchy, code: str) -> str:
    """Return a code with what it is called, where a list says."""
    return f"{code} {hierarchy.name(code)}".rstrip()
