"""``within_hb(x)``: a change since the period before, among those of all agencies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Final, TypeAlias

from reportcheck.binding.scope import Scope, Type, placed
from reportcheck.formula import Call, Node, Number, walk

Binder: TypeAlias = Callable[[Node, Scope], tuple[Node, Type]]
"""Binds one part of a formula, and says of what type it is."""

_SETTINGS: Final = (Fraction(2, 5), Fraction(1, 20), 4)
"""U, A and C where a rule does not give them."""


def bind_within(call: Call, scope: Scope, bind: Binder) -> Node:
    """Return a call with its value as it is now and as it was before, and all its settings."""
    value, *given = call.arguments
    inside = {each.function for each in walk(value) if isinstance(each, Call)}
    if scope.records is not None:
        scope.fault("within-of-records", call)
        return Number(0)
    if scope.period or inside & {"prev", "within_hb", "children"}:
        scope.fault("within-of-previous", call)
        return Number(0)
    numbers = [each.value for each in given if isinstance(each, Number)]
    size, least, reach = (*numbers, *_SETTINGS[len(numbers) :])
    if len(numbers) < len(given) or not 0 <= size <= 1 or least < 0 or reach <= 0:
        scope.fault("within-settings", call)
    now, kind = bind(value, scope)
    if kind not in {"number", "any"}:
        scope.fault("type-mix", placed(value), found=kind, expected="number")
    before, _ = bind(value, replace(scope, period=1))
    settings = tuple(Number(each) for each in (size, least, reach))
    return replace(call, arguments=(now, before, *settings))
