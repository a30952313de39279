"""The functions of the rule language, each over exact numbers and three-valued conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final, Protocol, TypeAlias

from reportcheck.formula import Call, Cell, ListOf, Node, Number, Text
from reportcheck.interpreting.bounds import change_of, judged, settings
from reportcheck.interpreting.outcomes import (
    Outcome,
    Unjudgeable,
    combined,
    compared,
    implied,
    joined,
    magnitude,
    number,
    seen,
    unknown,
)
from reportcheck.number import LONGEST, Exact, State
from reportcheck.rule import Tolerance
from reportcheck.viewing import Sight

_UNREADABLE: Final = {
    State.TEXT, State.ERROR, State.NOT_CALCULATED, State.MISSING, State.ABSENT
}  # fmt: skip


class Setting(Protocol):
    """Where a function is called: it can look at cells and evaluate its arguments."""

    def see(self, cell: Cell, /) -> Sight:
        """Return what stands in a cell."""

    def evaluate(self, node: Node, /) -> Outcome:
        """Return what an argument comes to."""

    def condition(self, node: Node, /) -> Outcome:
        """Return whether a condition holds, exactly."""

    def bounds(self, call: Call, /) -> object:
        """Return the bounds of what all agencies reported."""

    def twins(self, cells: tuple[Cell, ...], /) -> Sequence[int]:
        """Return the records that have the values of this one in these cells."""


Function: TypeAlias = Callable[[Call, Setting], Outcome]


def filled(setting: Setting, node: Node) -> Outcome:
    """Return whether something stands in a cell, known unless the cell cannot be read."""
    if not isinstance(node, Cell):
        outcome = setting.evaluate(node)
        if outcome.value is None or isinstance(outcome.value, bool):
            return outcome
        return Outcome(value=True)
    sight = setting.see(node)
    if sight.lack is not None and (sight.reading.state in _UNREADABLE or sight.submission is None):
        return Outcome(None, (sight.lack,))
    return Outcome(sight.reading.state is not State.BLANK)


def _filled(call: Call, setting: Setting) -> Outcome:
    return filled(setting, call.arguments[0])


def _blank(call: Call, setting: Setting) -> Outcome:
    outcome = filled(setting, call.arguments[0])
    return outcome if outcome.value is None else Outcome(not outcome.value)


def _present(call: Call, setting: Setting) -> list[Node]:
    """Return the arguments, without cells of optional items that the submission does without."""
    return [
        each for each in call.arguments if not (isinstance(each, Cell) and setting.see(each).absent)
    ]


def _addends(call: Call, setting: Setting) -> Iterator[Outcome]:
    """Yield what the arguments come to, those of absent optional items left out."""
    for each in call.arguments:
        if not isinstance(each, Cell):
            yield setting.evaluate(each)
        elif not (sight := setting.see(each)).absent:
            yield seen(sight)


def _aggregate(call: Call, setting: Setting) -> Outcome:
    if call.function == "count":
        found = [filled(setting, each) for each in _present(call, setting)]
        found = [each if each.value is None else Outcome(int(each.value is True)) for each in found]
    else:
        found = list(_addends(call, setting))
    if any(each.value is None for each in found):
        return unknown(*found)
    return combined(call.function, found)


def _abs(call: Call, setting: Setting) -> Outcome:
    inner = setting.evaluate(call.arguments[0])
    return inner if inner.value is None else replace(inner, value=magnitude(number(inner)))


def round_half_away(value: Exact, places: int) -> Exact:
    """Round to decimal places, halves away from zero.

    >>> round_half_away(Fraction(5, 2), 0), round_half_away(Fraction(-1, 8), 2)
    (3, Fraction(-13, 100))
    """
    scale = Fraction(10**places) if places >= 0 else Fraction(1, 10**-places)
    scaled = magnitude(value) * scale
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    rounded = (units if value >= 0 else -units) / scale
    return rounded.numerator if rounded.denominator == 1 else rounded


def _round(call: Call, setting: Setting) -> Outcome:
    inner = setting.evaluate(call.arguments[0])
    places = 0
    if len(call.arguments) > 1:
        written = call.arguments[1]
        if not isinstance(written, Number) or not isinstance(written.value, int):
            raise Unjudgeable("places-not-whole")
        places = written.value
    if abs(places) > LONGEST:
        raise Unjudgeable("too-many-places")
    if inner.value is None:
        return inner
    return replace(inner, value=round_half_away(number(inner), places))


def _matches(call: Call, setting: Setting) -> Outcome:
    subject, pattern = setting.evaluate(call.arguments[0]), call.arguments[1]
    if subject.value is None:
        return subject
    if not isinstance(subject.value, str) or not isinstance(pattern, Text):
        raise Unjudgeable("type-mix")
    return Outcome(re.fullmatch(pattern.value, subject.value) is not None)


def _one_of(call: Call, setting: Setting) -> Outcome:
    subject, listed = setting.evaluate(call.arguments[0]), call.arguments[1]
    if not isinstance(listed, ListOf):
        raise Unjudgeable("list-expected")
    members = (setting.evaluate(each) for each in listed.items)
    exact = Tolerance()
    return joined((compared("=", subject, member, exact, 0) for member in members), decided_by=True)


def _all_or_none(call: Call, setting: Setting) -> Outcome:
    found = [filled(setting, each) for each in call.arguments]
    if {True, False} <= {each.value for each in found if each.value is not None}:
        return Outcome(value=False)
    return unknown(*found) if any(each.value is None for each in found) else Outcome(value=True)


def _at_least_one(call: Call, setting: Setting) -> Outcome:
    return joined((filled(setting, each) for each in call.arguments), decided_by=True)


def _required_if(call: Call, setting: Setting) -> Outcome:
    subject, condition = call.arguments
    return implied(setting.condition(condition), filled(setting, subject))


def _unique(call: Call, setting: Setting) -> Outcome:
    cells = tuple(each for each in call.arguments if isinstance(each, Cell))
    found = [setting.evaluate(each) for each in cells]
    if any(each.value is None for each in found):
        return unknown(*found)
    return Outcome(len(setting.twins(cells)) <= 1)


def _within(call: Call, setting: Setting) -> Outcome:
    now, before = (setting.evaluate(each) for each in call.arguments[:2])
    return judged(change_of(now, before), setting.bounds(call), settings(call)[0])


FUNCTIONS: Final[Mapping[str, Function]] = {
    "sum": _aggregate,
    "count": _aggregate,
    "min": _aggregate,
    "max": _aggregate,
    "mean": _aggregate,
    "abs": _abs,
    "round": _round,
    "blank": _blank,
    "filled": _filled,
    "matches": _matches,
    "one_of": _one_of,
    "all_or_none": _all_or_none,
    "at_least_one": _at_least_one,
    "required_if": _required_if,
    "unique": _unique,
    "within_hb": _within,
}
