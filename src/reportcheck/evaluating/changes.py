"""The changes that bounds are made of, worked out of the plain numbers of two submissions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from reportcheck.evaluating.arithmetic import Maker, NoPlanError, Position, Value
from reportcheck.evaluating.surely import in_units, positions_of
from reportcheck.form import Slot
from reportcheck.formula import Call
from reportcheck.interpreting.bounds import Change, change_of
from reportcheck.interpreting.outcomes import Outcome
from reportcheck.interpreting.trees import Scene
from reportcheck.number import Raw
from reportcheck.viewing import Place, View

_Pair: TypeAlias = tuple[Value, Value]


def change_at(call: Call, scene: Scene) -> Change | Outcome:
    """Return the change that a call asks for, as the formulas mean it; an unknown if there is none.

    The call is that of one place of the form already.
    """
    now, before = (scene.evaluate(each) for each in call.arguments[:2])
    return change_of(now, before)


class PlannedChanges:
    """How the changes that are asked for come of the figures of submissions of several periods.

    Made of one submission, viewed, and of those that can be seen from it; it serves for all that
    have the same cells filled with numbers. ``slots`` are those of each submission, by how many
    periods it is before: their numbers are what ``changes`` takes.
    """

    def __init__(
        self, asked: Mapping[Call, Place], view: View, slots: Mapping[int, Sequence[Slot]]
    ) -> None:
        self._asked, self._view = asked, view
        self._positions: dict[Position, int] = {}
        for steps, ones in slots.items():
            self._positions |= positions_of(ones, steps, len(self._positions))
        self._scaled: dict[int, Mapping[Call, _Pair | None]] = {}

    def changes(
        self, raws: Sequence[Raw], view: View
    ) -> Iterator[tuple[Call, Change | Outcome]] | None:
        """Return each change of a submission, or why there is none; None if not by its numbers."""
        whole = in_units(raws)
        if whole is None:
            return None
        numbers, places = whole
        scale = 10**places
        if scale not in self._scaled:
            asked = self._asked.items()
            self._scaled[scale] = {call: self._pair(call, place, scale) for call, place in asked}
        return self._worked_out(numbers, self._scaled[scale], view)

    def _worked_out(
        self, numbers: Sequence[int], pairs: Mapping[Call, _Pair | None], view: View
    ) -> Iterator[tuple[Call, Change | Outcome]]:
        for call, pair in pairs.items():
            change = None if pair is None else _change(pair, numbers)
            yield call, change or change_at(call, Scene(view, self._asked[call]))

    def _pair(self, call: Call, place: Place, scale: int) -> _Pair | None:
        maker = Maker(Scene(self._view, place), self._positions, scale)
        try:
            now, before = (maker.function(each) for each in call.arguments[:2])
        except NoPlanError:
            return None
        return now, before


def _change(pair: _Pair, numbers: Sequence[int]) -> Change | Outcome | None:
    try:
        return change_of(*(Outcome(each(numbers)) for each in pair))
    except NoPlanError:
        return None
