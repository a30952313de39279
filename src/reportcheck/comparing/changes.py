"""The changes of all agencies between two periods, gathered before any of them is judged."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from reportcheck.comparing.index import Index
from reportcheck.evaluating.places import places_of
from reportcheck.formerly import Former
from reportcheck.formula import Call
from reportcheck.interpreting.bounds import FEWEST, Bounds, asked, at_place, change_of, settings
from reportcheck.interpreting.trees import Scene
from reportcheck.rule import Rule
from reportcheck.viewing import View

_Group: TypeAlias = tuple[str, str]
"""The id of a form and a period."""


@dataclass
class Changes:
    """What every agency reported now and before, wherever a rule asks for bounds.

    Of each agency two numbers are kept for each place; of reports that are there twice and differ,
    none.
    """

    index: Index
    _gathered: dict[_Group, dict[Call, array[float]]] = field(default_factory=dict)
    _bounds: dict[_Group, Mapping[object, object]] = field(default_factory=dict)
    _seen: set[tuple[str, str, str]] = field(default_factory=set)

    def gather(self, kept: Former, rules: Iterable[Rule]) -> None:
        """Take up what a submission of the run shows."""
        asking = [(rule, asked(part)) for rule in rules for part in rule.parts]
        asking = [(rule, calls) for rule, calls in asking if calls]
        if not asking or kept.agency is None or kept.period is None:
            return
        key = self.index.key_of(kept.form[0], kept.agency, kept.period)
        if key in self._seen or len(self.index.kept(*key)) > 1:
            return
        self._seen.add(key)
        gathered = self._gathered.setdefault((kept.form[0], kept.period), {})
        view = View(self.index.open(kept), self.index.earlier(kept))
        taken: set[Call] = set()
        for rule, calls in asking:
            for place in places_of(rule, view):
                for call in calls:
                    placed = at_place(call, place)
                    if placed in taken:
                        continue
                    taken.add(placed)
                    scene = Scene(view, place)
                    now, before = (scene.evaluate(each) for each in placed.arguments[:2])
                    change = change_of(now, before)
                    if isinstance(change, tuple):
                        gathered.setdefault(placed, array("d")).extend(change)

    def bounds(self, kept: Former) -> Mapping[object, object]:
        """Return the bounds of each place for the form and the period of a submission."""
        group = kept.form[0], kept.period or ""
        if group not in self._bounds:
            gathered = self._gathered.pop(group, {})
            self._bounds[group] = {
                call: Bounds.of(list(zip(held[::2], held[1::2], strict=True)), *settings(call))
                for call, held in gathered.items()
                if len(held) >= 2 * FEWEST
            }
        return self._bounds[group]
