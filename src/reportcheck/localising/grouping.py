"""Groups of relations that have cells in common; for files filled in alike they are made once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from fractions import Fraction
from math import lcm
from typing import Final, TypeGuard

from reportcheck.balancing import Figure, Known, Relation, Row
from reportcheck.balancing.rows import Term
from reportcheck.classes import dataclass
from reportcheck.evaluating.places import places_of
from reportcheck.form import Form, Slot
from reportcheck.formula import EACH, TOTAL
from reportcheck.localising.following import Combination, dependencies, following
from reportcheck.localising.gathering import Gatherer, Ready, components, figures
from reportcheck.localising.spots import Scaled, Spots, scale_of, scaled
from reportcheck.number import Exact, State
from reportcheck.rule import Rule
from reportcheck.viewing import Place, View

MOST_ALIKE: Final = 100
"""So many ways of filling in are kept."""


@dataclass(eq=False, slots=True)
class Group:
    """Relations that have cells in common, over ``figures``; ``cells`` has those of each by number.

    What the relations have to do with each other is worked out when it is first asked.
    """

    relations: tuple[Ready, ...]
    figures: tuple[Figure, ...]
    cells: tuple[frozenset[int], ...]
    _equations: tuple[int, ...] = ()
    _dependencies: tuple[Combination, ...] | None = None

    @classmethod
    def of(cls, relations: Sequence[Ready]) -> Group:
        """Return the group of some relations."""
        ordered = tuple(
            dict.fromkeys(
                figure for each in relations for figure in sorted(figures(each), key=_order)
            )
        )
        place = {figure: index for index, figure in enumerate(ordered)}
        cells = tuple(frozenset(place[one] for one in figures(each)) for each in relations)
        return cls(tuple(relations), ordered, cells)

    def following(self, fails: Sequence[int], form: Form) -> list[int]:
        """Return which of the relations that fail, by number, do so only because others do.

        Where either of two may be said to, it is the one of totals alone, or the later one.
        """
        if len(fails) < 2:
            return []
        if self._dependencies is None:
            place = {figure: index for index, figure in enumerate(self.figures)}
            rows = {
                number: {place[term]: factor for term, factor in row.terms if term in place}
                for number, each in enumerate(self.relations)
                if (row := _equation(each)) is not None
            }
            self._equations = tuple(rows)
            self._dependencies = dependencies([*rows.values()])
        places = {number: place for place, number in enumerate(self._equations)}
        ranked = sorted(fails, key=lambda number: self._is_of_totals(number, form))
        failing = [places[number] for number in ranked if number in places]
        return sorted(self._equations[each] for each in following(self._dependencies, failing))

    def _is_of_totals(self, number: int, form: Form) -> bool:
        own = [self.figures[index] for index in self.cells[number]]
        return all(form.by_id[each.table].is_total_at(each.row, each.column) for each in own)


def _equation(ready: Ready) -> Row | None:
    if len(ready.alternatives) != 1 or len(ready.alternatives[0]) != 1:
        return None
    (atom,) = ready.alternatives[0]
    return atom if isinstance(atom, Row) and atom.is_equation else None


def _order(figure: Figure) -> tuple[str, int, str, str]:
    record = -1 if figure.record is None else figure.record
    return figure.table, record, figure.row or "", figure.column


def grouped(relations: Sequence[Ready], gatherer: Gatherer) -> Iterator[tuple[Group, Scaled]]:
    """Yield the groups of relations, each with its system."""
    for each in components(relations):
        group = Group.of(each)
        spots = [gatherer.spot(figure) for figure in group.figures]
        yield group, scaled(spots, [one.alternatives for one in group.relations])


# Files that are filled in alike


@dataclass(eq=False, slots=True)
class Alike:
    """What some rules require of all submissions with a plain number in each of the ``slots``.

    The ``rules`` are kept along, since they are known by their identity. ``groups`` has each group
    with the places of its figures among the slots, and the least scale of its system; it is made
    when the first such submission is met.
    """

    rules: tuple[Rule, ...]
    slots: tuple[Slot, ...]
    relations: tuple[tuple[Relation, Place], ...]
    groups: list[tuple[Group, tuple[int, ...], int]] | None = None
    _systems: dict[tuple[int, int], Scaled] = field(default_factory=dict)

    def numbers(self, view: View) -> list[Exact] | None:
        """Return what stands in the slots, or None where one of them has no plain number."""
        readings = view.submission.readings
        found: list[Exact] = []
        for slot in self.slots:
            reading = readings.get(slot)
            if reading is None or reading.state is not State.VALUE or reading.noisy:
                return None
            value = reading.value
            if not isinstance(value, int | Fraction):
                return None
            found.append(value)
        return found

    def grouped(
        self, numbers: Sequence[Exact], gatherer: Gatherer
    ) -> Iterator[tuple[Group, Scaled]]:
        """Yield the groups, each with the system of these numbers."""
        if self.groups is None:
            self.groups = [*self._made(gatherer)]
        for place, (group, own, least) in enumerate(self.groups):
            values = [numbers[each] for each in own]
            scale = lcm(least, *(each.denominator for each in values))
            spots = Spots(group.figures, gatherer.spot)
            system = self._systems.get((place, scale))
            if system is None:
                system = scaled([*spots], [each.alternatives for each in group.relations], scale)
                self._systems[place, scale] = system
            yield group, system.with_values(values, spots)

    def _made(self, gatherer: Gatherer) -> Iterator[tuple[Group, tuple[int, ...], int]]:
        ready = [gatherer.ready(relation, place) for relation, place in self.relations]
        places = {slot: place for place, slot in enumerate(self.slots)}
        for each in components([one for one in ready if one is not None]):
            group = Group.of(each)
            own = tuple(places[Slot(*figure[:3])] for figure in group.figures)
            domains = [gatherer.spot(figure).domain for figure in group.figures]
            yield group, own, scale_of(domains, ())


_ALIKE: Final[dict[tuple[object, ...], Alike | None]] = {}


def alike(rules: Sequence[Rule], view: View) -> Alike | None:
    """Return what the rules require of all submissions like this one, kept from file to file.

    None where a rule looks at records, texts or other submissions, or asks what is no row of
    numbers: then what it requires has to be worked out for each submission.
    """
    known = Known(view)
    key = tuple(map(id, rules)), known.without
    if key not in _ALIKE or ((held := _ALIKE[key]) is not None and held.rules != tuple(rules)):
        if len(_ALIKE) >= MOST_ALIKE:
            _ALIKE.clear()
        _ALIKE[key] = _outlined(rules, view, known)
    return _ALIKE[key]


def _outlined(rules: Sequence[Rule], view: View, known: Known) -> Alike | None:
    slots: dict[Slot, None] = {}
    relations: list[tuple[Relation, Place]] = []
    for rule in rules:
        if rule.over_records(view.form):
            continue
        for place in places_of(rule, view):
            relation = known.relation(rule, place)
            if relation is None:
                continue
            for atoms in relation.alternatives:
                for atom in atoms:
                    if not isinstance(atom, Row):
                        return None
                    for term, _ in atom.terms:
                        if not _is_slot(term):
                            return None
                        slots[Slot(*term[:3])] = None
            relations.append((relation, place))
    return Alike(tuple(rules), tuple(slots), tuple(relations))


def _is_slot(term: Term) -> TypeGuard[Figure]:
    if not isinstance(term, Figure) or term.period or term.record is not None:
        return False
    return term.row is None or term.row not in {EACH, TOTAL}
