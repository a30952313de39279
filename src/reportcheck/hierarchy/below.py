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
from reportcheck.form import Slot
from reportcheck.formula import Cell, Rollup, own
from reportcheck.interpreting.outcomes import Outcome, magnitude
from reportcheck.interpreting.parts import Part, Parts
from reportcheck.interpreting.trees import Scene, key_of, part_of, rolled_up
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


def nothing_plain(number: int) -> None:
    """Return that nothing is known of a report but what opening it shows."""
    del number


MOST_OPEN: Final = 300
"""Reports that are kept open: as many as the findings about one roll-up tell of."""

_LARGEST: Final = 1 << 62


@dataclass(slots=True)
class Below:
    """The agencies directly below one. ``open`` gives the report of one by its number.

    ``plain`` gives the figures in it, where these are plain numbers and all that it has. What was
    worked out of them is in units of ten to the minus ``places``.
    """

    children: Sequence[Child]
    open: Callable[[int], Submission]
    plain: Callable[[int], Figures | None] = nothing_plain
    kept: dict[object, object] = field(default_factory=dict)
    places: int = 0
    _views: dict[int, View] = field(default_factory=dict)

    def view(self, child: Child) -> View:
        """Return the report of an agency that is not missing."""
        view = self._views.get(child.number)
        if view is None:
            if len(self._views) >= MOST_OPEN:
                del self._views[next(iter(self._views))]
            view = self._views[child.number] = View(self.open(child.number))
        return view

    def work_out(self, rules: Iterable[Rule], view: View) -> Asked:
        """Work out all that rules ask of these agencies, each report being opened once.

        What they come to is small; the reports of ten thousand agencies at once are not.
        """
        asked = {
            key_of(node, place): (node, place)
            for rule in rules
            for node in _rollups(rule)
            for place in chain(places_of(rule, view), places_without(rule, view))
        }
        gathering = _Gathering(self, [*asked.values()])
        for child in self.children:
            gathering.take(child)
        self.places, parts = gathering.parts()
        self.kept.update(zip(asked, parts, strict=True))
        return asked


@dataclass(frozen=True, slots=True)
class _Way:
    """How reports of one layout answer: what is asked by its number, each in one of three ways.

    ``picked`` pairs it with the position of a figure, ``fixed`` with what is the same in all of
    them; what is ``single`` has to be worked out for each.
    """

    picked: list[tuple[int, int]] = field(default_factory=list)
    fixed: list[tuple[int, Part]] = field(default_factory=list)
    single: list[int] = field(default_factory=list)


class _Gathering:
    """What some roll-ups come to in one agency after the other: a column for each of them."""

    def __init__(self, below: Below, asked: Sequence[tuple[Rollup, Place]]) -> None:
        self._below, self._asked = below, asked
        self._slots = [_slot(node, place) for node, place in asked]
        self._columns = [array("q") for _ in asked]
        self._odd: list[dict[int, Outcome | None]] = [{} for _ in asked]
        self._places: list[int] = []
        self._ways: dict[object, _Way] = {}

    def take(self, child: Child) -> None:
        """Take up what an agency reported."""
        figures = None if child.missing is not None else self._below.plain(child.number)
        self._places.append(0 if figures is None else figures.places)
        if figures is None:
            for number in range(len(self._asked)):
                self._note(number, self._part(number, child))
            return
        way = self._ways.get(figures.layout)
        if way is None:
            way = self._ways[figures.layout] = self._way(figures, child)
        numbers, columns = figures.numbers, self._columns
        for number, position in way.picked:
            columns[number].append(numbers[position])
        for number, part in way.fixed:
            self._note(number, part)
        for number in way.single:
            self._note(number, self._part(number, child))

    def _way(self, figures: Figures, child: Child) -> _Way:
        way = _Way()
        for number, slot in enumerate(self._slots):
            position = None if slot is None else figures.positions.get(slot)
            if slot is None:
                way.single.append(number)
            elif position is None or self._asked[number][0].function == "count":
                way.fixed.append((number, self._part(number, child)))
            else:
                way.picked.append((number, position))
        return way

    def _part(self, number: int, child: Child) -> Part:
        if child.missing is not None:
            return None
        node, place = self._asked[number]
        return part_of(node, self._below.view(child), place)

    def _note(self, number: int, part: Part) -> None:
        """Note what a roll-up comes to in the agency that is taken up."""
        column, places = self._columns[number], self._places[-1]
        if isinstance(part, int) and -_LARGEST < part * 10**places < _LARGEST:
            column.append(part * 10**places)
            return
        if isinstance(part, int):
            part = Outcome(part, weight=magnitude(part))
        self._odd[number][len(column)] = part
        column.append(0)

    def parts(self) -> tuple[int, Iterator[Parts]]:
        """Return in which units the parts of every roll-up are, and these."""
        most = max(self._places, default=0)
        factors = [10 ** (most - places) for places in self._places]
        alike = all(factor == 1 for factor in factors)

        def united(column: Sequence[int]) -> Sequence[int]:
            pairs = zip(column, factors, strict=True)
            return column if alike else [number * factor for number, factor in pairs]

        columns = zip(self._columns, self._odd, strict=True)
        return most, (Parts(united(column), odd, 10**most) for column, odd in columns)


class Totals(NamedTuple):
    """What is asked of the agencies below, by its keys, and what each comes to in all of them.

    That is None where it is not known, or no plain number; most have up to so many ``places``.
    """

    asked: Sequence[object]
    values: Sequence[Exact | None]
    places: int = 0


def totals_of(asked: Asked, below: Below, view: View) -> Totals:
    """Return what the agencies below a submission come to, once that was worked out."""
    found = [rolled_up(node, Scene(view, place)) for node, place in asked.values()]
    values = [
        each.value if isinstance(each.value, int | Fraction) and not each.noisy else None
        for each in found
    ]
    return Totals([*asked], values, below.places)


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
