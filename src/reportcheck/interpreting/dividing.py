"""What a formula divides by, where that comes to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportcheck.finding import Cause
from reportcheck.formula import Aggregate, Cell, Node, Rollup, children
from reportcheck.viewing import Lack, Sight

if TYPE_CHECKING:
    from reportcheck.interpreting.trees import Scene

_BY_ZERO = "division-by-zero"


def by_zero(divisor: Node, scene: Scene) -> tuple[Lack, ...]:
    """Return why there is no quotient: each cell of a divisor that comes to zero."""
    sights = [scene.see(cell) for cell in _cells(divisor)]
    each_one = (part for sight in sights for part in scene.view.parts(sight) or (sight,))
    causes = dict.fromkeys(_cause(each, scene) for each in each_one if not each.absent)
    return tuple(Lack(_BY_ZERO, each) for each in causes or (Cause(_BY_ZERO),))


def _cause(sight: Sight, scene: Scene) -> Cause:
    view, cell, there = scene.view, sight.cell, sight.submission
    elsewhere = there is not None and there is not view.submission
    return Cause(
        _BY_ZERO,
        sight.reading.at,
        *(view.back(cell.period) or view).labels(cell, sight.record),
        table=cell.table,
        table_label=view.table_label(cell.table),
        path=there.path if there and elsewhere else None,
        period=there.period if there and elsewhere else None,
        shown=sight.reading.shown,
    )


def _cells(node: Node) -> Iterator[Cell]:
    if isinstance(node, Cell):
        yield node
    elif not isinstance(node, Aggregate | Rollup):
        for child in children(node):
            yield from _cells(child)
