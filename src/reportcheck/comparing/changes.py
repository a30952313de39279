"""The changes of all agencies between two periods, gathered before any of them is judged."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from itertools import chain
from typing import TypeAlias

from reportcheck.classes import dataclass
from reportcheck.comparing.index import Index
from reportcheck.evaluating.changes import PlannedChanges, change_at
from reportcheck.evaluating.places import places_of
from reportcheck.formerly import Former, slots_of
from reportcheck.formula import Call
from reportcheck.interpreting.bounds import FEWEST, Bounds, Change, asked, at_place, settings
from reportcheck.interpreting.outcomes import Outcome
from reportcheck.interpreting.trees import Scene
from reportcheck.rule import Rule
from reportcheck.viewing import Place, View

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
    _plans: dict[object, PlannedChanges] = field(default_factory=dict)

    def gather(self, kept: Former, rules: Sequence[Rule]) -> None:
        """Take up what a submission of the run shows."""
        if kept.agency is None or kept.period is None:
            return
        key = self.index.key_of(kept.form[0], kept.agency, kept.period)
        if key in self._seen or len(self.index.kept(*key)) > 1:
            return
        self._seen.add(key)
        gathered = self._gathered.setdefault((kept.form[0], kept.period), {})
        for call, change in self._changes(kept, rules):
            if isinstance(change, tuple):
                gathered.setdefault(call, array("d")).extend(change)

    def _changes(
        self, kept: Former, rules: Sequence[Rule]
    ) -> Iterable[tuple[Call, Change | Outcome]]:
        """Return each change that is asked for: by the numbers alone, where they are plain."""
        view = View(self.index.open(kept), self.index.earlier(kept))
        back = sorted({steps for rule in rules if rule.needs_run for steps in rule.back})
        formers = self.index.together(kept, back)
        if formers is not None and (slots := slots_of(formers)) is not None:
            moulds = [each.mould for each in formers.values()]
            key = (*kept.form, *moulds, id(rules))
            if key not in self._plans:
                self._plans[key] = PlannedChanges(_asked(rules, view), view, slots)
            figures = [*chain.from_iterable(each.figures for each in formers.values())]
            changes = self._plans[key].changes(figures, view)
            if changes is not None:
                return changes
        asked = _asked(rules, view)
        return ((call, change_at(call, Scene(view, place))) for call, place in asked.items())

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


def _asked(rules: Iterable[Rule], view: View) -> Mapping[Call, Place]:
    """Return each change that rules ask for, wherever it is asked first."""
    found: dict[Call, Place] = {}
    for rule in rules:
        calls = [call for part in rule.parts for call in asked(part)]
        if calls:
            for place in places_of(rule, view):
                for call in calls:
                    found.setdefault(at_place(call, place), place)
    return found
