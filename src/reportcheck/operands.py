"""The operands of a comparison: which are missing, and what other rules compute for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Protocol

from reportcheck.formula import (
    EACH,
    Aggregate,
    Call,
    Cell,
    Node,
    Rollup,
    children,
    decisive_comparison,
)
from reportcheck.number import State
from reportcheck.rule import Computation
from reportcheck.viewing import Place, Sight

SUPPRESSED: Final = "suppressed"
"""The kind of mark that hides a number: there is one, so nothing may stand in for it."""
_NOTHING: Final = frozenset({State.BLANK, State.ABSENT, State.PLACEHOLDER, State.MARK})
SUMMING: Final = frozenset({"sum", "min", "max", "mean"})
"""Functions that leave out optional items that are absent."""


class Seeing(Protocol):
    """Looks at cells."""

    def see(self, cell: Cell, /) -> Sight:
        """Return what stands in a cell."""


def is_missing(sight: Sight) -> bool:
    """Whether nothing stands in a place, or a sign for nothing; what cannot be read is there."""
    reading = sight.reading
    return (
        sight.submission is not None
        and sight.value is None
        and reading.state in _NOTHING
        and not (reading.state is State.MARK and reading.note == SUPPRESSED)
    )


def operands(check: Node, scene: Seeing) -> Iterator[Sight]:
    """Yield the cells that the comparison of a check compares.

    Not among them are those that are only counted, and those of absent optional items in sums.
    """
    deciding = decisive_comparison(check)
    if deciding is not None:
        for cell, summed in cells_of(deciding):
            sight = scene.see(cell)
            if not (summed and sight.absent):
                yield sight


def cells_of(node: Node, *, summed: bool = False) -> Iterator[tuple[Cell, bool]]:
    """Yield the cells of which the values are used, and whether each stands in a sum by itself."""
    if isinstance(node, Cell):
        yield node, summed
    elif isinstance(node, Aggregate | Rollup):
        return
    elif isinstance(node, Call):
        if node.function == "count":
            return
        for each in node.arguments:
            yield from cells_of(each, summed=node.function in SUMMING)
    else:
        for each in children(node):
            yield from cells_of(each)


def place_computed(computation: Computation, sight: Sight) -> Place | None:
    """Return the place at which a computation is about a cell, or None where it is about others."""
    pattern, cell = computation.cell, sight.cell
    if (pattern.table, pattern.period) != (cell.table, cell.period):
        return None
    if sight.record is not None:
        same = (pattern.row, pattern.column) == (cell.row, cell.column)
        return Place(record=sight.record) if same else None
    if computation.each and computation.left_out.has(computation.each, cell.row, cell.column):
        return None
    if computation.each == "cell" and (pattern.row, pattern.column) == (EACH, EACH):
        return Place(item=cell.column, row=cell.row)
    item = None
    if pattern.row == EACH and computation.each == "row":
        item = cell.row
    elif pattern.row != cell.row:
        return None
    if pattern.column == EACH and computation.each == "column":
        item = cell.column
    elif pattern.column != cell.column:
        return None
    return Place(item=item)
