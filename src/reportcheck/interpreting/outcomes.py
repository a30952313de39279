"""What a part of a formula comes to, and how outcomes combine: three-valued logic, comparison."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Final, TypeAlias

from reportcheck.classes import dataclass
from reportcheck.finding import Cause
from reportcheck.number import Exact, Value
from reportcheck.rule import Tolerance
from reportcheck.viewing import Lack, Sight

NOISE: Final = Fraction(1, 10**12)
"""The room that binary doubles are given, relative to the sum of |terms|."""

Known: TypeAlias = Value | bool


class Unjudgeable(Exception):
    """A formula that means nothing for these values: the rule is at fault, not the file."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a part of a formula comes to; ``value`` is None where it is unknown.

    ``weight`` is the sum of |terms|, by which the noise of doubles is measured.
    """

    value: Known | None
    lacks: tuple[Lack, ...] = ()
    weight: Exact = 0
    noisy: bool = False


def magnitude(value: Exact) -> Exact:
    """Return ``|value|``, still exact by its type."""
    return -value if value < 0 else value


def seen(sight: Sight) -> Outcome:
    """Return the outcome of a cell."""
    if sight.lack is not None:
        return Outcome(None, (sight.lack,))
    value = sight.value
    weight: Exact = magnitude(value) if isinstance(value, int | Fraction) else 0
    return Outcome(value, weight=weight, noisy=sight.reading.noisy)


def unknown(*outcomes: Outcome) -> Outcome:
    """Return an unknown for all that these lack, each cause once, in order."""
    return Outcome(None, tuple(dict.fromkeys(lack for each in outcomes for lack in each.lacks)))


def number(outcome: Outcome) -> Exact:
    """Return the number that a known outcome is."""
    value = outcome.value
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise Unjudgeable("not-a-number")
    return value


def truth(outcome: Outcome) -> bool | None:
    """Return whether a condition holds, or None where that is unknown."""
    if outcome.value is None or isinstance(outcome.value, bool):
        return outcome.value
    raise Unjudgeable("not-a-condition")


def joined(outcomes: Iterable[Outcome], *, decided_by: bool) -> Outcome:
    """Return the ``and`` of outcomes (decided by a False) or the ``or`` (decided by a True)."""
    open_ones: list[Outcome] = []
    for each in outcomes:
        held = truth(each)
        if held is decided_by:
            return Outcome(decided_by)
        if held is None:
            open_ones.append(each)
    return unknown(*open_ones) if open_ones else Outcome(not decided_by)


def negated(outcome: Outcome) -> Outcome:
    """Return the opposite of a condition."""
    held = truth(outcome)
    return outcome if held is None else Outcome(not held)


def implied(condition: Outcome, requirement: Outcome) -> Outcome:
    """Return ``if condition then requirement``."""
    return joined((negated(condition), requirement), decided_by=True)


def met(left: Outcome, right: Outcome) -> tuple[Outcome, Outcome]:
    """Return two sides of a comparison, a date written as text read as a date."""
    if isinstance(left.value, dt.date) and isinstance(right.value, str):
        return left, _dated(right, right.value)
    if isinstance(right.value, dt.date) and isinstance(left.value, str):
        return _dated(left, left.value), right
    return left, right


def _dated(outcome: Outcome, text: str) -> Outcome:
    try:
        return replace(outcome, value=dt.date.fromisoformat(text))
    except ValueError:
        raise Unjudgeable("type-mix") from None


def compared(
    operator: str, left: Outcome, right: Outcome, tolerance: Tolerance, rounding: Exact
) -> Outcome:
    """Return how a comparison ends; a tolerance widens what is required, it never narrows it.

    ``=`` is both ``<=`` and ``>=``, and ``!=`` its opposite. Without a tolerance ``<`` and ``>``
    are the opposites of ``>=`` and ``<=``, so that noise never makes equal numbers differ.
    """
    exact = tolerance.kind == "exact"
    one, other = left.value, right.value
    if one is None or other is None:
        return unknown(left, right)
    match one, other:
        case (str(), str()):
            low, high = one <= other, one >= other
            less, more = not high, not low
        case (dt.date(), dt.date()):
            low, high = one <= other, one >= other
            less, more = not high, not low
        case (str() | dt.date(), _) | (_, str() | dt.date()):
            raise Unjudgeable("type-mix")
        case _:
            gap = number(left) - number(right)
            room = room_of(left, right, tolerance, rounding)
            low, high = gap <= room, -gap <= room
            less, more = (not high, not low) if exact else (gap < room, -gap < room)
    holds = {
        "=": low and high,
        "!=": not (low and high),
        "<=": low,
        ">": more,
        ">=": high,
        "<": less,
    }
    return Outcome(holds[operator])


def room_of(left: Outcome, right: Outcome, tolerance: Tolerance, rounding: Exact) -> Exact:
    """Return how far apart two known numbers may be."""
    room: Exact = 0
    if tolerance.kind == "absolute":
        room = tolerance.amount
    elif tolerance.kind == "percent":
        room = tolerance.amount * magnitude(number(right))
    elif tolerance.kind == "rounding":
        room = rounding
    if left.noisy or right.noisy:
        room += NOISE * (left.weight + right.weight)
    return room


def whole(value: Exact) -> Exact:
    """Return a whole number as int, any other as it is."""
    return value.numerator if value.denominator == 1 else value


def combined(function: str, found: list[Outcome]) -> Outcome:
    """Return the sum, count, least, greatest or mean of known outcomes."""
    total_weight: Exact = sum((each.weight for each in found), 0)
    noisy = any(each.noisy for each in found)
    values = [number(each) for each in found]
    if function in {"sum", "count"}:
        return Outcome(sum(values), (), total_weight, noisy)
    if not values:
        return Outcome(None, (Lack("missing-row", Cause("missing-row")),))
    if function == "mean":
        mean = Fraction(sum(values)) / len(values)
        return Outcome(whole(mean), (), Fraction(total_weight) / len(values), noisy)
    chosen = min(values) if function == "min" else max(values)
    return Outcome(chosen, (), max(each.weight for each in found), noisy)
