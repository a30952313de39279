"""The reports of the agencies directly below one: opened one at a time, whatever their number."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from itertools import chain
from typing import Final, NamedTuple, TypeAlias

from reportcheck.below import Child
from reportcheck.classes import dataclass
from reportcheck.evaluating.places import places_of, places_without
from reportcheck.evaluating.surely import picker
from reportcheck.form import Slot
from reportcheck.formula import Cell, Rollup, own
from reportcheck.interpreting.outcomes import Outcome, magnitude
from reportcheck.interpreting.parts import Part, Parts, total_of
from reportcheck.interpreting.trees import key_of, part_of
from reportcheck.number import Exact
from reportcheck.rule import Rule
from reportcheck.submission import Submission
from reportcheck.viewing import Place, View, place_cell


class Figures(NamedTuple):
    """The figures of a report: plain numbers, each 10 to the ``places`` times what it is.

    ``positions`` has the number of each slot with a figure; reports with the same ``layout`` have
    the same positions, and whatever stands in all other slots.
    """

    numbers: Sequence[int]
    places: int
    layout: object
    positions: Mapping[Slot, int]


Asked: TypeAlias = Mapping[object, tuple[Rollup, Place]]
"""What rules ask of the agencies below: by its key, the roll-up and where it is asked."""


class Totals(NamedTuple):
    """What is asked of the agencies below, by its keys, and what each comes to in all of them.

    That is None where it is not known, or no plain number; most have up to so many ``places``.
    """

    asked: Sequence[object] = ()
    values: Sequence[Exact | None] = ()
    places: int = 0


def asked_by(rules: Iterable[Rule], view: View) -> Asked:
    """Return all that rules ask of the agencies below a submission."""
    return {
        key_of(node, place): (node, place)
        for rule in rules
        for node in _rollups(rule)
        for place in chain(places_of(rule, view), places_without(rule, view))
    }


def nothing_plain(number: int) -> None:
    """Return that nothing is known of a report but what opening it shows."""
    del number


MOST_OPEN: Final = 300
"""Reports that are kept open: as many as the findings about one roll-up tell of."""

_LARGEST: Final = 1 << 62


@dataclass(slots=True)
class Below:
    """The agencies directly below one. ``open`` gives the report of one by its number.

    ``plain`` gives the figures in it, where these are plain numbers and all that it has.
    """

    children: Sequence[Child]
    open: Callable[[int], Submission]
    plain: Callable[[int], Figures | None] = nothing_plain
    period: str | None = None
    kept: dict[object, object] = field(default_factory=dict)
    _views: dict[int, View] = field(default_factory=dict)

    def view(self, child: Child) -> View:
        """Return the report of an agency that is not missing."""
        view = self._views.get(child.number)
        if view is None:
            if len(self._views) >= MOST_OPEN:
                del self._views[next(iter(self._views))]
            view = self._views[child.number] = View(self.open(child.number))
        return view

    def answer(self, asked: Asked) -> Totals:
        """Work out all that is asked of these agencies, each report being opened once.

        What they come to is small; the reports of ten thousand agencies at once are not.
        """
        gathering = _Gathering(self, [*asked.values()])
        for child in self.children:
            gathering.take(child)
        places, several = gathering.parts()
        values: list[Exact | None] = []
        for (key, (node, _)), parts in zip(asked.items(), several, strict=True):
            self.kept[key] = parts
            total = total_of(node.function, parts, self.children)
            value = None if total.noisy else total.value
            values.append(value if isinstance(value, int | Fraction) else None)
        return Totals([*asked], values, places)


@dataclass(frozen=True, slots=True)
class _Way:
    """How reports of one layout answer all that is asked.

    ``pick`` takes the figures that are asked for, with any other in place of what is asked but no
    figure; ``fixed`` has what that is, by its number, where it is the same in all of them, and what
    is ``single`` has to be worked out for each.
    """

    pick: Callable[[Sequence[int]], Sequence[int]]
    fixed: Sequence[tuple[int, Part]]
    single: Sequence[int]


class _Gathering:
    """What some roll-ups come to in one agency after the other: a row of numbers for each."""

    def __init__(self, below: Below, asked: Sequence[tuple[Rollup, Place]]) -> None:
        self._below, self._asked = below, asked
        self._slots = [_slot(node, place) for node, place in asked]
        self._rows = array("q")
        self._odd: list[dict[int, Outcome | None]] = [{} for _ in asked]
        self._places: list[int] = []
        self._ways: dict[object, _Way] = {}

    def take(self, child: Child) -> None:
        """Take up what an agency reported."""
        figures = None if child.missing is not None else self._below.plain(child.number)
        if figures is not None and not (figures.numbers and self._asked):
            figures = None
        self._places.append(0 if figures is None else figures.places)
        if figures is None:
            numbers = range(len(self._asked))
            self._rows.extend([self._plain(each, self._part(each, child)) for each in numbers])
            return
        way = self._ways.get(figures.layout)
        if way is None:
            way = self._ways[figures.layout] = self._way(figures, child)
        row = way.pick(figures.numbers)
        if way.fixed or way.single:
            row = [*row]
            for number, part in way.fixed:
                row[number] = self._plain(number, part)
            for number in way.single:
                row[number] = self._plain(number, self._part(number, child))
        self._rows.extend(row)

    def _way(self, figures: Figures, child: Child) -> _Way:
        found = [None if slot is None else figures.positions.get(slot) for slot in self._slots]
        counted = [node.function == "count" for node, _ in self._asked]
        plain = [
            0 if position is None or counts else position
            for position, counts in zip(found, counted, strict=True)
        ]
        fixed = [
            (number, self._part(number, child))
            for number, slot in enumerate(self._slots)
            if slot is not None and (found[number] is None or counted[number])
        ]
        single = [number for number, slot in enumerate(self._slots) if slot is None]
        return _Way(picker(plain, len(figures.numbers)), fixed, single)

    def _part(self, number: int, child: Child) -> Part:
        if child.missing is not None:
            return None
        node, place = self._asked[number]
        return part_of(node, self._below.view(child), place)

    def _plain(self, number: int, part: Part) -> int:
        """Return a part as a number, 0 where it is none; it is of the agency that is taken up."""
        units: int = 10 ** self._places[-1]
        if isinstance(part, int) and -_LARGEST < part * units < _LARGEST:
            return part * units
        if isinstance(part, int):
            part = Outcome(part, weight=magnitude(part))
        self._odd[number][len(self._places) - 1] = part
        return 0

    def parts(self) -> tuple[int, Iterator[Parts]]:
        """Return in which units the parts of every roll-up are, and these."""
        most = max(self._places, default=0)
        factors = [10 ** (most - places) for places in self._places]
        alike = all(factor == 1 for factor in factors)
        width = len(self._asked)

        def column(number: int) -> Sequence[int]:
            held = self._rows[number::width]
            if alike:
                return held
            return [each * factor for each, factor in zip(held, factors, strict=True)]

        return most, (Parts(column(n), odd, 10**most) for n, odd in enumerate(self._odd))


def _slot(node: Rollup, place: Place) -> Slot | None:
    """Return the slot of which a roll-up asks, if it asks of one alone."""
    if not isinstance(node.value, Cell) or node.value.period:
        return None
    cell = place_cell(node.value, place)
    return Slot(cell.table, cell.row, cell.column)


def _rollups(rule: Rule) -> Iterator[Rollup]:
    for part in (rule.check, rule.where):
        if part is not None:
            yield from (node for node in own(part) if isinstance(node, Rollup))
