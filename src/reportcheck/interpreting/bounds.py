"""Hidiroglou-Berthelot bounds: which change is out of the ordinary among those of all agencies.

M. A. Hidiroglou and J.-M. Berthelot, "Statistical editing and imputation for periodic business
surveys", Survey Methodology 12 (1986), 73-83. Effects have roots in them: they, and the bounds, are
binary doubles, unlike all else that is worked out here.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from reportcheck.classes import dataclass
from reportcheck.finding import Cause
from reportcheck.formula import Call, Cell, Node, Number, mapped, walk
from reportcheck.interpreting.outcomes import Outcome
from reportcheck.number import Exact
from reportcheck.viewing import Lack, Place, place_cell

WITHIN: Final = "within_hb"
FEWEST: Final = 5
"""Of fewer agencies quartiles say nothing: no bounds are made."""

_NOISE: Final = 1e-9
"""How far outside, as a share of the bounds' distance, doubles may put what lies on a bound."""

Change = tuple[float, float]
"""What an agency reported now, and in the period before."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the changes of all agencies show: the middle ratio, and between what effects may lie.

    >>> Bounds.of([(100.0, 100.0)] * 6, 0.4, 0.05, 4.0)
    Bounds(agencies=6, ratio=1.0, low=0.0, high=0.0)
    """

    agencies: int
    ratio: float
    low: float
    high: float

    @classmethod
    def of(cls, changes: Sequence[Change], size: float, least: float, reach: float) -> Bounds:
        """Return the bounds for changes; ``size`` is U, ``least`` A and ``reach`` C of the paper.

        Quartiles are interpolated between the two nearest effects.
        """
        from statistics import median, quantiles  # few rules ask for them

        ratio = median(now / before for now, before in changes)
        effects = [effect(each, ratio, size) for each in changes]
        first, middle, third = quantiles(effects, n=4, method="inclusive")
        room = abs(least * middle)
        low = middle - reach * max(middle - first, room)
        return cls(len(changes), ratio, low, middle + reach * max(third - middle, room))

    def hold(self, value: float) -> bool:
        """Whether an effect lies within the bounds, these included."""
        room = _NOISE * max(self.high - self.low, abs(self.high), abs(self.low), _NOISE)
        return self.low - room <= value <= self.high + room


def effect(change: Change, ratio: float, size: float) -> float:
    """Return how far a change is from the middle ratio, weighed by the size of the agency.

    >>> effect((50.0, 100.0), 1.0, 0.0), effect((200.0, 100.0), 1.0, 0.0)
    (-1.0, 1.0)
    """
    now, before = change
    own = now / before
    far = 1 - ratio / own if own < ratio else own / ratio - 1
    return float(far * max(now, before) ** size)


def asked(node: Node) -> list[Call]:
    """Return where a formula asks for such bounds."""
    return [each for each in walk(node) if isinstance(each, Call) and each.function == WITHIN]


def at_place(call: Call, place: Place) -> Call:
    """Return what is asked at a place of the form, wherever it is written."""

    def placed(each: Node) -> Node:
        if isinstance(each, Cell):
            return place_cell(each, place)
        return Call(each.function, each.arguments) if isinstance(each, Call) else each

    found = mapped(call, placed)
    assert isinstance(found, Call)  # noqa: S101 - a call stays one
    return found


def settings(call: Call) -> tuple[float, float, float]:
    """Return U, A and C of a call that is bound."""
    size, least, reach = (
        float(each.value) for each in call.arguments[2:] if isinstance(each, Number)
    )
    return size, least, reach


def change_of(now: Outcome, before: Outcome) -> Change | Outcome:
    """Return two figures as a change, or the unknown that comes of them."""
    if now.value is None or before.value is None:
        return Outcome(None, tuple(dict.fromkeys((*before.lacks, *now.lacks))))
    pair = _float(now.value), _float(before.value)
    if pair[0] is None or pair[1] is None:
        return _unknown("no-ratio")
    return pair[0], pair[1]


def judged(change: Change | Outcome, bounds: object, size: float) -> Outcome:
    """Return whether a change lies within the bounds, unknown where there are none."""
    if isinstance(change, Outcome):
        return change
    if not isinstance(bounds, Bounds):
        return _unknown("few-agencies")
    return Outcome(bounds.hold(effect(change, bounds.ratio, size)))


def _unknown(reason: str) -> Outcome:
    return Outcome(None, (Lack(reason, Cause(reason)),))


def _float(value: object) -> float | None:
    """Return a figure as a double, None unless it is more than zero and no double is too small."""
    if isinstance(value, bool) or not isinstance(value, int | Fraction) or value <= 0:
        return None
    exact: Exact = value
    try:
        return float(exact) or None
    except OverflowError:
        return None
