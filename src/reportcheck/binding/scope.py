"""What every part of binding shares: where a formula stands, and the mistakes found in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import field
from typing import Any, Final, Literal, TypeAlias

from reportcheck.classes import dataclass
from reportcheck.form import Form, Item, Table
from reportcheck.formula import Name, Node, walk
from reportcheck.rule import Each

Axis: TypeAlias = Literal["row", "column"]
Type: TypeAlias = Literal["number", "text", "date", "condition", "list", "any"]
Fault: TypeAlias = tuple[str, int, int, dict[str, object]]

CELL: Final = "cell"
"""The name of the cell at hand in a rule with ``each: cell``."""

AGGREGATES = ("sum", "count", "min", "max", "mean")
FUNCTIONS = (
    *AGGREGATES, "abs", "round", "blank", "filled", "matches", "one_of", "all_or_none",
    "at_least_one", "required_if", "unique", "prev", "children", "within_hb",
)  # fmt: skip

# What Python's expressions have and the linear-time engine of the column path has not.
BEYOND_LINEAR = re.compile(r"\(\?(?:[=!>]|<[=!]|P=|\()|(?<!\\)(?:\\\\)*\\[1-9]")


class BindError(Exception):
    """Everything that is wrong with a formula: code, start, end (characters) and facts of each."""

    def __init__(self, errors: Iterable[Fault]) -> None:
        self.errors = tuple(sorted(errors, key=lambda fault: (fault[1], fault[2], fault[0])))
        super().__init__(self.errors)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a formula stands: its table, what ``each`` is, and for ``equals`` whose total it is.

    ``records`` is the table of records whose columns bare names mean at this point. ``lines`` are
    the items that ``each`` goes over, None for all. ``compared`` collects what kind of values each
    comparison is of, in the order of the formula. ``around`` is where an aggregate over records
    stands, for what is in its brackets.
    """

    form: Form
    table: Table | None
    each: Each | None = None
    records: Table | None = None
    inside: tuple[str, ...] = ()
    total: Item | None = None
    total_axis: Axis | None = None
    period: int = 0
    faults: list[Fault] = field(default_factory=list)
    lines: frozenset[str] | None = None
    compared: list[Type] = field(default_factory=list)
    around: Scope | None = None

    def fault(self, code: str, at: Any, **facts: object) -> None:  # noqa: ANN401 - any placed node
        """Note a mistake at a node that knows its place."""
        self.faults.append((code, getattr(at, "start", 0), getattr(at, "end", 0), facts))

    def on(self, items: Iterable[Item]) -> tuple[Item, ...]:
        """Return of the items of an axis those that ``each`` goes over."""
        kept = self.lines
        return tuple(item for item in items if kept is None or item.name in kept)


def placed(node: Node) -> Node:
    """Return the first part of a tree that knows where it stands in the text."""
    return next((each for each in walk(node) if getattr(each, "end", 0)), node)


def is_cell_at_hand(node: Node, scope: Scope) -> bool:
    """Tell whether a name means the cell that an instance of the rule is about."""
    return (
        scope.each == CELL
        and isinstance(node, Name)
        and node.path == (CELL,)
        and node.table is None
        and node.column is None
    )
