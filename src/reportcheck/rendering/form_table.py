"""A blank table of a page: the drawing of a form as rows of cells, with the relations of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from reportcheck.classes import dataclass
from reportcheck.drawing import Drawing, draw
from reportcheck.form import Form, Shape, Slot, Table
from reportcheck.grid import Area


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell as a page has it: a heading, or one to fill in, with the numbers of its relations."""

    label: str = ""
    columns: int = 1
    rows: int = 1
    total: bool = False
    optional: bool = False
    numbers: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class TableView:
    """A table as drawn: the rows of its header, and those of its body."""

    title: str
    head: tuple[tuple[CellView, ...], ...]
    body: tuple[tuple[CellView, ...], ...]


def table_view(table: Table, numbers: Callable[[Slot], tuple[int, ...]]) -> TableView:
    """Return a table as it is drawn; ``numbers`` tells the relations of a cell.

    >>> from reportcheck.form import Axis, Item
    >>> a = Item("a", "A", "a", ("a",))
    >>> view = table_view(Table("t", Axis((a,)), Shape.ONE), lambda slot: (1,))
    >>> [cell.label for cell in view.head[0]], view.body[0][0].numbers
    (['A'], (1,))
    """
    # A page has its titles beside the table.
    drawing = draw(Form("", (replace(table, title="", corner=()),), {}), {}, ())
    headings = {
        (row, column): area
        for area in drawing.headings
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    }
    by_row: dict[int, list[Slot]] = {}
    for slot, (row, _) in drawing.places.items():
        by_row.setdefault(row, []).append(slot)
    first_row = min((row for row, _ in drawing.places.values()), default=drawing.height + 1)
    first_column = min((column for _, column in drawing.places.values()), default=1)
    head = [tuple(_row(row, first_column, drawing, headings)) for row in range(1, first_row)]
    if first_column > 1:
        corner = CellView(" ".join(table.corner), first_column - 1, first_row - 1)
        head[0] = (corner, *head[0])
    body = [
        (
            *_row(row, 1, drawing, headings, first_column - 1),
            *(_to_fill_in(slot, table, numbers) for slot in slots),
        )
        for row, slots in by_row.items()
    ]
    if table.shape is Shape.RECORDS:
        slots = [Slot(table.id, None, column.name) for column in table.columns.slots]
        body = [tuple(_to_fill_in(slot, table, numbers) for slot in slots)]
    return TableView(table.title or table.id, tuple(head), tuple(body))


def _row(
    row: int,
    first: int,
    drawing: Drawing,
    headings: Mapping[tuple[int, int], Area],
    last: int | None = None,
) -> Iterator[CellView]:
    """Yield the headings of a row from one column to another; where none reaches, an empty one."""
    for column in range(first, (drawing.width if last is None else last) + 1):
        area = headings.get((row, column))
        if area is None:
            yield CellView()
        elif (area.top, area.left) == (row, column):
            item = drawing.headings[area]
            yield CellView(
                str(drawing.cells[row, column]),
                area.right - area.left + 1,
                area.bottom - area.top + 1,
                item is not None and item.total,
                item is not None and item.optional,
            )


def _to_fill_in(slot: Slot, table: Table, numbers: Callable[[Slot], tuple[int, ...]]) -> CellView:
    total = table.columns.by_name[slot.column].total
    if table.rows is not None and slot.row is not None:
        total = total or table.rows.by_name[slot.row].total
    return CellView(total=total, numbers=numbers(slot))
