"""The reports of the agencies directly below one: opened one at a time, whatever their number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import chain
from typing import Final, TypeAlias

from reportcheck.below import Child
from reportcheck.classes import dataclass
from reportcheck.evaluating.places import places_of, places_without
from reportcheck.form import Slot
from reportcheck.formula import Cell, Rollup, own
from reportcheck.interpreting.trees import Part, key_of, part_of
from reportcheck.number import Raw
from reportcheck.rule import Rule
from reportcheck.submission import Submission
from reportcheck.viewing import Place, View, place_cell

Figures: TypeAlias = tuple[Sequence[Raw], Mapping[Slot, int]]
"""The figures of a report, and at which place among them that of each slot stands."""


def nothing_plain(number: int) -> None:
    """Return that nothing is known of a report but what opening it shows."""
    del number


MOST_OPEN: Final = 300
"""Reports that are kept open: as many as the findings about one roll-up tell of."""


@dataclass(slots=True)
class Below:
    """The agencies directly below one. ``open`` gives the report of one by its number.

    ``plain`` gives the whole numbers in it by their slots, where that is all that it has.
    """

    children: Sequence[Child]
    open: Callable[[int], Submission]
    plain: Callable[[int], Figures | None] = nothing_plain
    kept: dict[object, list[object]] = field(default_factory=dict)
    _views: dict[int, View] = field(default_factory=dict)

    def view(self, child: Child) -> View:
        """Return the report of an agency that is not missing."""
        view = self._views.get(child.number)
        if view is None:
            if len(self._views) >= MOST_OPEN:
                del self._views[next(iter(self._views))]
            view = self._views[child.number] = View(self.open(child.number))
        return view

    def work_out(self, rules: Iterable[Rule], view: View) -> None:
        """Work out all that rules ask of these agencies, each report being opened once.

        What they come to is small; the reports of ten thousand agencies at once are not.
        """
        asked = {
            key_of(node, place): (node, place)
            for rule in rules
            for node in _rollups(rule)
            for place in chain(places_of(rule, view), places_without(rule, view))
        }
        quick: list[tuple[list[object], Slot, Rollup, Place]] = []
        for key, (node, place) in asked.items():
            parts: list[object] = []
            self.kept[key] = parts
            quick.append((parts, _slot(node, place), node, place))
        for child in self.children:
            if child.missing is not None:
                for parts, *_ in quick:
                    parts.append(None)
                continue
            figures = self.plain(child.number)
            numbers, positions = figures or ((), {})
            for parts, slot, node, place in quick:
                at = positions.get(slot)
                value = None if at is None else numbers[at]
                if type(value) is int and node.function != "count":
                    parts.append(value)
                else:
                    part: Part = part_of(node, self.view(child), place)
                    parts.append(part)


_NOWHERE: Final = Slot("", None, "")


def _slot(node: Rollup, place: Place) -> Slot:
    """Return the slot that a roll-up adds up, or none that any form has."""
    if not isinstance(node.value, Cell):
        return _NOWHERE
    cell = place_cell(node.value, place)
    return Slot(cell.table, cell.row, cell.column)


def _rollups(rule: Rule) -> Iterator[Rollup]:
    for part in (rule.check, rule.where):
        if part is not None:
            yield from (node for node in own(part) if isinstance(node, Rollup))
