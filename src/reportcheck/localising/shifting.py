"""A row or a column that slipped by one cell, recognised by what undoes it, as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from reportcheck.balancing import Figure
from reportcheck.form import Shape
from reportcheck.localising.spots import Scaled
from reportcheck.localising.system import Need, System, indices_of, met, only_line
from reportcheck.localising.telling import change_of
from reportcheck.mending import Slip
from reportcheck.viewing import View

_FEWEST: Final = 3
"""So many cells at least have slipped together; two that changed places are told as such."""


def shifted(whole: Scaled, view: View, fails: Sequence[frozenset[int]]) -> tuple[Slip, ...]:
    """Return what slipped by one cell in a row or a column of a table, if that explains all.

    Where a total slipped with its parts, that is told, and not the parts by themselves.
    """
    found = {frozenset(each.changes): each for each in _slipped(whole, view, fails)}
    return tuple(each for own, each in found.items() if not any(own < other for other in found))


def _slipped(whole: Scaled, view: View, fails: Sequence[frozenset[int]]) -> Iterator[Slip]:
    place = {figure: index for index, figure in enumerate(whole.figures)}
    failing: dict[int, list[frozenset[int]]] = {}
    for each in fails:
        for index in each:
            failing.setdefault(index, []).append(each)
    crowded = Counter(side for index in failing for side in _sides(whole.figures[index]))
    for line in _lines_of(whole, view, {side for side, held in crowded.items() if held > 1}):
        indices = [place.get(figure) for figure in line]
        known = [each for each in indices if each is not None]
        if len(known) < _FEWEST or len(known) != len(indices):
            continue
        own = frozenset(known)
        crossed = [
            number
            for number, index in enumerate(known)
            if any(len(each & own) == 1 for each in failing.get(index, ()))
        ]
        if len(crossed) < 2:
            continue
        first, last = crossed[0], crossed[-1] + 1
        values = whole.system.values
        first -= first > 0 and values[known[first - 1]] is None
        last += last < len(known) and values[known[last]] is None
        run = known[first:last]
        if len(run) >= _FEWEST:
            yield from _undone(run, whole, view, fails)


def _sides(figure: Figure) -> tuple[tuple[str, str, str | None], ...]:
    """Return the row and the column that a cell stands in."""
    return (figure.table, "row", figure.row), (figure.table, "column", figure.column)


def _lines_of(
    whole: Scaled, view: View, wanted: Container[tuple[str, str, str | None]]
) -> Iterator[list[Figure]]:
    """Yield the rows and columns of tables of fixed rows that are wanted, without totals and with.

    A line with fewer than two cells of what fails has not slipped.
    """
    for name in dict.fromkeys(figure.table for figure in whole.figures):
        table = view.form.by_id[name]
        if table.shape is not Shape.FORM or table.rows is None:
            continue
        rows = [item.name for item in table.rows.slots]
        columns = [item.name for item in table.columns.slots]
        parts = [item.name for item in table.columns.slots if not item.total]
        for row in rows:
            if (name, "row", row) not in wanted:
                continue
            for held in (parts, columns)[: 2 if len(parts) < len(columns) else 1]:
                yield [Figure(name, row, column) for column in held]
        parts = [item.name for item in table.rows.slots if not item.total]
        for column in columns:
            if (name, "column", column) not in wanted:
                continue
            for held in (parts, rows)[: 2 if len(parts) < len(rows) else 1]:
                yield [Figure(name, row, column) for row in held]


def _undone(
    run: Sequence[int], whole: Scaled, view: View, fails: Sequence[frozenset[int]]
) -> Iterator[Slip]:
    values = [whole.system.values[index] for index in run]
    if len(set(values)) < 2 or any(each.isdisjoint(run) for each in fails):
        return
    back, on = values[1:], values[:-1]
    for moved, lost in (
        ([*back, 0], None), ([0, *on], None), ([*back, values[0]], None), ([values[-1], *on], None),
        ([*back, None], run[-1]), ([None, *on], run[0]),
    ):  # fmt: skip
        new = {index: value for index, value in zip(run, moved, strict=True) if value is not None}
        left = None if lost is None else _left_for(lost, new, whole.system)
        if lost is not None and left is not None:
            new[lost] = left
        if len(new) < len(run):
            continue
        unlike = {index: new[index] for index in run if whole.system.values[index] != new[index]}
        if len(unlike) >= _FEWEST and all_hold(unlike, whole, fails):
            changes = tuple(change_of(whole, view, index, value) for index, value in unlike.items())
            yield Slip("shifted", changes)
            return


def _left_for(lost: int, new: Mapping[int, int], system: System) -> int | None:
    """Return what a sum leaves for the value that was pushed out, once the others are back."""
    for relation in system.relations:
        line = only_line(relation)
        if line is None or lost not in line.terms:
            continue
        rest = 0
        for index, factor in line.terms.items():
            value = new.get(index, system.values[index])
            if index != lost and value is None:
                break
            rest += 0 if index == lost else factor * (value or 0)
        else:
            left, over = divmod(line.bound - rest, line.terms[lost])
            return None if over else left
    return None


def all_hold(new: Mapping[int, int], whole: Scaled, fails: Sequence[frozenset[int]]) -> bool:
    """Whether all that fails, and all that is touched, holds once some numbers are others."""
    system = whole.system
    if any(not system.limits[index].admits(value) for index, value in new.items()):
        return False
    if any(not each & new.keys() for each in fails):
        return False
    values = tuple(new.get(index, value) for index, value in enumerate(system.values))
    changed = replace(system, values=values)
    touched = (
        relation
        for relation in system.relations
        if any(indices_of(need) & new.keys() for needs in relation for need in needs)
    )
    return all(
        any(all(_met(need, changed) for need in needs) for needs in relation)
        for relation in touched
    )


def _met(need: Need, system: System) -> bool:
    return bool(indices_of(need) & system.open) or met(need, system)
