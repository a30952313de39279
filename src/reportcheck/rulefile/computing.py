"""What rules compute for each other: for `missing: use-computed`, never in a circle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import TypeAlias

from reportcheck.form import Form
from reportcheck.formula import Cell, Compare, own, walk
from reportcheck.rule import Computation, Missing, Rule
from reportcheck.rulefile.rules import Register
from reportcheck.viewing import Place, place_cell

_Graph: TypeAlias = Mapping[Cell, set[Cell]]


def use_computed(register: Register, form: Form) -> Iterator[Rule]:
    """Yield the rules, those that use what others compute with these others, or note a circle.

    A rule computes the cell that stands alone on the left of its ``=``, where it has no ``where``.
    """
    computing = [each for rule in register.rules if (each := _computation(rule)) is not None]
    for rule in register.rules:
        if rule.missing is not Missing.USE_COMPUTED or rule.hierarchy is not None:
            yield rule
            continue
        others = tuple(each for each in computing if each.rule != rule.id)
        place = register.places[rule.id]
        if not others:
            register.mistakes.add("nothing-computed", place, {"id": rule.id})
        elif (circle := _circle(rule, others, register.rules, form)) is not None:
            names = " → ".join(_spelt(cell) for cell in circle)
            register.mistakes.add("computed-in-a-circle", place, {"id": rule.id, "names": names})
        yield replace(rule, computed_by=others)


def _computation(rule: Rule) -> Computation | None:
    check = rule.check
    computes = isinstance(check, Compare) and check.operator == "=" and rule.where is None
    if not computes or rule.suspended or rule.origin == "total_row":
        return None
    assert isinstance(check, Compare)  # noqa: S101 - as has just been asked
    if not isinstance(check.left, Cell) or check.left.period or rule.needs_children:
        return None
    return Computation(rule.id, rule.each, check.left, check.right, rule.left_out)


def _circle(
    rule: Rule, others: tuple[Computation, ...], rules: list[Rule], form: Form
) -> list[Cell] | None:
    """Return cells that compute each other in a circle and are wanted by a rule, or None."""
    graph: dict[Cell, set[Cell]] = defaultdict(set)
    by_id = {each.id: each for each in rules}
    for each in others:
        for item in by_id[each.rule].instances(form) if each.each else (None,):
            place = Place.of(item)
            inner = (place_cell(cell, place) for cell in walk(each.value) if isinstance(cell, Cell))
            graph[place_cell(each.cell, place)] |= set(inner)
        if by_id[each.rule].over_records(form):
            graph[each.cell] |= {cell for cell in walk(each.value) if isinstance(cell, Cell)}
    wanted: set[Cell] = set()
    for item in (None,) if rule.over_records(form) else rule.instances(form):
        cells = (place_cell(node, Place.of(item)) for node in own(rule.check)
                 if isinstance(node, Cell))  # fmt: skip
        wanted |= _reached(set(cells), graph)
    # In an order of their own: the same circle is told every time.
    ordered = {
        cell: sorted(graph[cell], key=_spelt) for cell in sorted(wanted & {*graph}, key=_spelt)
    }
    try:
        TopologicalSorter(ordered).prepare()
    except CycleError as error:
        circle: list[Cell] = error.args[1]
        return circle[::-1]
    return None


def _reached(cells: set[Cell], graph: _Graph) -> set[Cell]:
    reached: set[Cell] = set()
    todo = list(cells)
    while todo:
        cell = todo.pop()
        if cell not in reached:
            reached.add(cell)
            todo += graph.get(cell, ())
    return reached


def _spelt(cell: Cell) -> str:
    if cell.row is None or cell.row.startswith("*"):
        return cell.column
    return f"{cell.row}[{cell.column}]"
