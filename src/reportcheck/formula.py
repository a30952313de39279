"""The syntax tree of a formula: what was written, and what it means once names are bound.

``parsing`` makes a tree whose leaves are :class:`Name`, :class:`Range` and :class:`Star`;
``binding`` replaces these by :class:`Cell`, :class:`Aggregate` and :class:`Rollup`. Compilers and
interpreters see bound trees only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any, Final, Literal, TypeAlias, cast

from reportcheck.classes import dataclass
from reportcheck.number import Exact

EACH: Final = "*each*"
"""Stands in a cell for the item (or the record) that an instance of the rule is about."""

TOTAL: Final = "*total*"
"""Stands in a cell for the total row among the records of a table."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number written in a formula; ``50%`` is one half."""

    value: Exact


@dataclass(frozen=True, slots=True)
class Text:
    """Text between single quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written: ``table::row[column]``, or a path of either axis; not yet bound.

    ``start`` and ``end`` count characters of the formula's text.
    """

    path: tuple[str, ...]
    table: str | None = None
    column: tuple[str, ...] | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Range:
    """``first..last``: the items between, both included, totals skipped; not yet bound."""

    first: Name
    last: Name


@dataclass(frozen=True, slots=True)
class Star:
    """``*``: the leaves beside a total, or below a heading; not yet bound."""

    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One slot. ``row``, ``column`` or both may be EACH; ``row`` is None in a table of one row.

    In a table of records ``row`` is EACH, the record at hand, or TOTAL. ``period`` counts back: 1
    is the period before.
    """

    table: str
    row: str | None
    column: str
    period: int = 0


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A sum, count, min, max or mean over the records of a table.

    ``value`` and ``where`` are bound in that table; ``value`` is None for a bare ``count(table)``.
    """

    function: Literal["sum", "count", "min", "max", "mean"]
    table: str
    value: Node | None
    where: Node | None
    period: int = 0


@dataclass(frozen=True, slots=True)
class Rollup:
    """A sum, count, min, max or mean over the agencies directly below the one that reports.

    ``value`` is worked out in the submission of each of them, of the same form and period.
    """

    function: Literal["sum", "count", "min", "max", "mean"]
    value: Node


@dataclass(frozen=True, slots=True)
class Negative:
    """``-operand``."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """``left + right`` and its like."""

    operator: Literal["+", "-", "*", "/"]
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Compare:
    """``left = right`` and its like; the tolerance stands on the rule."""

    operator: Literal["=", "!=", "<", "<=", ">", ">="]
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Logic:
    """Two or more conditions joined by ``and`` or by ``or``."""

    operator: Literal["and", "or"]
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """``not operand``."""

    operand: Node


@dataclass(frozen=True, slots=True)
class If:
    """``if condition then consequence``: passes wherever the condition is false."""

    condition: Node
    consequence: Node


@dataclass(frozen=True, slots=True)
class ListOf:
    """``['A', 'B']``: numbers and texts only."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments; ``where`` only in an aggregate that is not yet bound."""

    function: str
    arguments: tuple[Node, ...]
    where: Node | None = None
    start: int = 0
    end: int = 0


Node: TypeAlias = (
    Number
    | Text
    | Name
    | Range
    | Star
    | Cell
    | Aggregate
    | Rollup
    | Negative
    | Binary
    | Compare
    | Logic
    | Not
    | If
    | ListOf
    | Call
)

NODES: Final = (
    Number, Text, Name, Range, Star, Cell, Aggregate, Rollup, Negative, Binary, Compare, Logic, Not,
    If, ListOf, Call,
)  # fmt: skip
_LEAVES: Final = (Cell, Number, Text, Name, Star)
"""Below these there is nothing: most nodes are among them, and are not searched for others."""


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes directly below a node, in the order they are written.

    >>> list(children(Negative(Number(1))))
    [Number(value=1)]
    """
    if isinstance(node, _LEAVES):
        return
    for each in fields(node):
        held = getattr(node, each.name)
        if isinstance(held, NODES):
            yield held
        elif isinstance(held, tuple):
            yield from (one for one in held if isinstance(one, NODES))


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything below it, outermost first.

    >>> [type(each).__name__ for each in walk(Not(Text("x")))]
    ['Not', 'Text']
    """
    yield node
    for child in children(node):
        yield from walk(child)


def own(node: Node) -> Iterator[Node]:
    """Yield a node and what is below it, but not what is asked of the agencies below.

    >>> x = Cell("t", None, "x")
    >>> [type(each).__name__ for each in own(Compare("=", x, Rollup("sum", x)))]
    ['Compare', 'Cell', 'Rollup']
    """
    yield node
    if not isinstance(node, Rollup):
        for child in children(node):
            yield from own(child)


def mapped(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return the tree with every node changed, the innermost first.

    >>> mapped(Negative(Number(1)), lambda each: Number(2) if each == Number(1) else each)
    Negative(operand=Number(value=2))
    """
    if isinstance(node, _LEAVES):
        return change(node)
    parts: dict[str, object] = {}
    for each in fields(node):
        held = getattr(node, each.name)
        if isinstance(held, NODES):
            parts[each.name] = mapped(held, change)
        elif isinstance(held, tuple):
            parts[each.name] = tuple(
                mapped(one, change) if isinstance(one, NODES) else one for one in held
            )
    return change(replace(cast(Any, node), **parts) if parts else node)


def condition_of(check: Node) -> Node | None:
    """Return the condition on which a check requires anything, or None."""
    if isinstance(check, If):
        return check.condition
    if isinstance(check, Call) and check.function == "required_if":
        return check.arguments[1]
    return None


def decisive_comparison(check: Node) -> Compare | None:
    """Return the comparison that a check comes to: the check itself, or what its ``then`` says."""
    if isinstance(check, If):
        check = check.consequence
    return check if isinstance(check, Compare) else None
