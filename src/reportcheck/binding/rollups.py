"""Roll-ups: ``sum(children(x))`` and its like, over the agencies directly below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal, TypeAlias, cast

from reportcheck.binding.scope import Scope, Type
from reportcheck.formula import Call, Node, Number, Rollup, walk

Spread: TypeAlias = Callable[[Call, Scope, Type], tuple[Node, ...]]
"""Binds the arguments of a call; a group is replaced by its cells."""

_JOINED = frozenset({"sum", "min", "max"})
"""What may be worked out part by part: of several arguments, or of a group in each agency."""


def is_of_children(node: Node) -> bool:
    """Tell whether an argument asks the agencies below."""
    return isinstance(node, Call) and node.function == "children"


def refuse_beside_previous(node: Node, scope: Scope) -> None:
    """Note that a formula asks the agencies below and an earlier period: none can do both."""
    calls = [each for each in walk(node) if isinstance(each, Call)]
    below = next((each for each in calls if each.function == "children"), None)
    nested = any(code == "children-of-previous" for code, *_ in scope.faults)
    if below and not nested and any(each.function == "prev" for each in calls):
        scope.fault("children-beside-previous", below)


def bind_rollup(call: Call, scope: Scope, spread: Spread) -> Node:
    """Return an aggregate with its ``children(…)`` bound, whatever else stands beside them."""
    if len(call.arguments) > 1 and call.function not in _JOINED:
        scope.fault("children-alone", call, name=call.function)
    parts: list[Node] = []
    for each in call.arguments:
        if isinstance(each, Call) and is_of_children(each):
            parts.append(_below(call, each, scope, spread))
        else:
            parts += spread(replace(call, arguments=(each,)), scope, "number")
    return parts[0] if len(parts) == 1 else replace(call, arguments=tuple(parts))


def _below(call: Call, asked: Call, scope: Scope, spread: Spread) -> Node:
    if _is_out_of_place(call, asked, scope):
        return Number(0)
    expected: Type = "any" if call.function == "count" else "number"
    values = spread(replace(call, arguments=asked.arguments), scope, expected)
    if len(values) > 1 and call.function not in _JOINED:
        scope.fault("children-of-group", asked, name=call.function)
    value = values[0] if len(values) == 1 else replace(call, arguments=values)
    function = cast("Literal['sum', 'count', 'min', 'max', 'mean']", call.function)
    return Rollup(function, value)


def _is_out_of_place(call: Call, asked: Call, scope: Scope) -> bool:
    """Note what is wrong with where ``children(…)`` stands, or with what it asks."""
    before = len(scope.faults)
    inside = {each.function for each in walk(asked) if isinstance(each, Call) and each is not asked}
    if call.where is not None:
        scope.fault("children-where", asked)
    elif len(asked.arguments) != 1:
        scope.fault("children-one", asked)
    elif scope.records is not None:
        scope.fault("children-of-records", asked)
    elif scope.period or {"prev", "within_hb"} & inside:
        scope.fault("children-of-previous", asked)
    elif "children" in inside:
        scope.fault("children-of-children", asked)
    return len(scope.faults) > before
