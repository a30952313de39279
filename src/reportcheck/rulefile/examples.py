"""The examples of a rule, ``cases`` in a rule file: what is typed in for each cell it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from reportcheck.form import Form, Item, Shape
from reportcheck.formula import EACH, TOTAL, Cell, own
from reportcheck.near import nearest
from reportcheck.rule import Example, Rule
from reportcheck.rulefile.tree import Fields, Mistakes, Path, Scalar, Tree, at
from reportcheck.viewing import Place, place_cell

if TYPE_CHECKING:
    from reportcheck.rulefile.models import Case


def read_examples(
    entries: Sequence[Case], where: tuple[Tree, Path], rule: Rule, form: Form, mistakes: Mistakes
) -> tuple[Example, ...]:
    """Return the examples of a rule; a name that the formula lacks, or that is lacking, is noted.

    ``where`` is the tree of the file and the way to the rule's list of examples.
    """
    if not entries:
        return ()
    spelt = _spellings(rule, form)
    wanted = {cell for cells in spelt.values() for cell in cells}
    shortest = {cell: _shortest(cell, spelt) for cell in wanted}
    read = []
    for number, entry in enumerate(entries):
        node = at(where[0], (*where[1], number))
        values = at(node, ("values",))
        keys = values.keys if isinstance(values, Fields) else {}
        given: dict[Cell, str] = {}
        for name, text in entry.values.items():
            place = keys.get(name, values.place)
            cells = spelt.get(_plain(name), ())
            if not cells:
                facts = {"name": name, "suggestion": nearest(name, spelt), "rule": rule.id}
                mistakes.add("case-not-in-formula", place, facts)
            elif len(cells) > 1:
                paths = [_shown(cell) for cell in cells]
                mistakes.add("ambiguous-name", place, {"name": name, "paths": paths})
            else:
                given[cells[0]] = text
        lacking = [shortest[cell] for cell in wanted - given.keys()]
        if lacking and not (isinstance(values, Fields) and values.refused):
            told: dict[str, object] = {"names": sorted(lacking), "rule": rule.id}
            mistakes.add("case-lacks-value", values.place, told)
        read.append(
            Example(
                entry.name or "",
                tuple(given.items()),
                entry.expect,
                entry.todo or "",
                node.place.line if not isinstance(node, Scalar) else 0,
            )
        )
    return tuple(read)


def example_place(rule: Rule, form: Form) -> Place:
    """Return the instance that the examples of a rule are about: its first that is not optional."""
    if rule.over_records(form):
        return Place(record=0)
    items = list(rule.instances(form))
    table = form.by_id.get(rule.table or "")
    axis = None if table is None else table.columns if rule.each == "column" else table.rows
    plain = [
        item
        for item in items
        if axis is None or not isinstance(item, str) or not axis.by_name[item].optional
    ]
    return Place.of(next(iter(plain or items), None))


def _spellings(rule: Rule, form: Form) -> dict[str, tuple[Cell, ...]]:
    """Return the cells of a rule by whatever they may be called in its examples."""
    place = example_place(rule, form)
    exact: dict[str, list[Cell]] = {}
    loose: dict[str, list[Cell]] = {}
    for part in (rule.check, rule.where):
        for node in own(part) if part is not None else ():
            if isinstance(node, Cell):
                cell = place_cell(node, place)
                for spelt, is_exact in _names(node, cell, form):
                    held = (exact if is_exact else loose).setdefault(spelt, [])
                    if cell not in held:
                        held.append(cell)
    return {name: tuple(cells) for name, cells in (loose | exact).items()}


def _names(node: Cell, cell: Cell, form: Form) -> Iterator[tuple[str, bool]]:
    """Yield the names of a cell; first those in which every item bears its own name."""
    table = form.by_id[cell.table]
    column = table.columns.by_name[cell.column]
    row = table.rows.by_name[cell.row] if table.rows is not None and cell.row else None
    several = table.shape is Shape.RECORDS or row is None
    for of_column, whole in _calls(column):
        for of_row, sure in [(None, True)] if row is None else _calls(row):
            names = [of_column if of_row is None else f"{of_row}[{of_column}]"]
            if of_row is not None and node.column == EACH:
                names.append(of_row)
            if of_row is not None and node.row == EACH:
                names.append(of_column)
            if several and cell.row == TOTAL:
                names = [f"{name}[{TOTAL.strip('*')}]" for name in names]
            for name in names:
                for each in (name, f"{cell.table}::{name}"):
                    yield _plain(_before(each, cell.period)), whole and sure


def _calls(item: Item) -> Iterator[tuple[str, bool]]:
    yield item.name, True
    for other in {item.id, item.label, ".".join(item.path)} - {item.name}:
        yield other, False


def _plain(name: str) -> str:
    return name.replace('"', "").replace(" ", "")


def _shortest(cell: Cell, spelt: Mapping[str, tuple[Cell, ...]]) -> str:
    """Return the shortest name of a cell that is its alone."""
    names = [name for name, cells in spelt.items() if cells == (cell,)]
    return min(names, key=lambda name: (len(name), name), default=_shown(cell))


def _shown(cell: Cell) -> str:
    name = cell.column if cell.row in {None, EACH, TOTAL} else f"{cell.row}[{cell.column}]"
    return _before(name, cell.period)


def _before(name: str, period: int) -> str:
    if period == 0:
        return name
    return f"prev({name})" if period == 1 else f"prev({name}, {period})"
