"""A blank form as it is drawn: headings with their spans, and the relations of each cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from reportcheck.classes import dataclass
from reportcheck.form import Axis, Item, Shape, Slot, Table


@dataclass(frozen=True, slots=True)
class Heading:
    """A cell that bears a label, over so many columns and rows."""

    label: str
    columns: int = 1
    rows: int = 1
    total: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cell to fill in: which relations it takes part in, by their numbers."""

    numbers: tuple[int, ...]
    total: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its own headings (those above it reach down), and its cells."""

    headings: tuple[Heading, ...]
    cells: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """A table as drawn. ``stub`` is how many columns of headings stand before the cells."""

    title: str
    corner: str
    stub: int
    levels: tuple[tuple[Heading, ...], ...]
    rows: tuple[Row, ...]


def draw(table: Table, numbers: Callable[[Slot], tuple[int, ...]]) -> TableView:
    """Return a table as it is drawn; ``numbers`` tells the relations of a cell.

    >>> from reportcheck.form import Axis, Item
    >>> a = Item("a", "A", "a", ("a",))
    >>> view = draw(Table("t", Axis((a,)), Shape.ONE), lambda slot: (1,))
    >>> [heading.label for heading in view.levels[0]], view.rows[0].cells[0].numbers
    (['A'], (1,))
    """
    columns = table.columns.slots
    levels = tuple(tuple(level) for level in _levels(table.columns))
    rows = [] if table.rows is None else list(_levels(table.rows))
    stub = len(rows)
    return TableView(
        table.title or table.id,
        " ".join(table.corner),
        stub,
        levels,
        tuple(_rows(table, columns, rows, numbers)),
    )


def _rows(
    table: Table,
    columns: Sequence[Item],
    stub: Sequence[Sequence[Heading]],
    numbers: Callable[[Slot], tuple[int, ...]],
) -> Iterator[Row]:
    if table.rows is None or table.shape is Shape.RECORDS:
        yield Row((), tuple(_cell(table, None, each, numbers) for each in columns))
        return
    starts = [_starts(level) for level in stub]
    for number, row in enumerate(table.rows.slots):
        headings = tuple(_turned(level[number]) for level in starts if number in level)
        yield Row(headings, tuple(_cell(table, row, each, numbers) for each in columns))


def _starts(level: Sequence[Heading]) -> dict[int, Heading]:
    """Return the headings of a level by the number of the leaf at which each begins."""
    found, at = {}, 0
    for each in level:
        if each.rows:
            found[at] = each
        at += each.columns
    return found


def _turned(heading: Heading) -> Heading:
    return Heading(heading.label, heading.rows, heading.columns, heading.total, heading.optional)


def _cell(
    table: Table, row: Item | None, column: Item, numbers: Callable[[Slot], tuple[int, ...]]
) -> Drawn:
    slot = Slot(table.id, None if row is None else row.name, column.name)
    return Drawn(numbers(slot), column.total or bool(row and row.total))


def _levels(axis: Axis) -> Iterator[list[Heading]]:
    """Yield the headings level by level; where one reaches down from above, it has no rows."""
    lines = [_line(axis, each) for each in axis.slots]
    depth = max(map(len, lines), default=0)
    for level in range(depth):
        headings = []
        for same in _alike(lines, level + 1):
            if len(same[0]) <= level:
                headings += [Heading("", 1, 0) for _ in same]
                continue
            item = same[0][level]
            rows = depth - level if len(same[0]) == level + 1 else 1
            again = level > 0 and same[0][level - 1] is item
            label = "" if again else item.label
            headings.append(Heading(label, len(same), rows, item.total, item.optional))
        yield headings


def _alike(lines: Sequence[tuple[Item, ...]], length: int) -> Iterator[list[tuple[Item, ...]]]:
    """Yield lines beside each other whose first headings are the same."""
    for _, group in groupby(lines, key=lambda line: line[:length]):
        yield list(group)


def _line(axis: Axis, item: Item) -> tuple[Item, ...]:
    """Return the headings over an item and itself; a heading with values of its own comes twice."""
    above = tuple(axis.by_path[item.path[:length]] for length in range(1, len(item.path)))
    return (*above, item, item) if item.items else (*above, item)
