"""A form drawn as people fill it in: titles, merged headers and stubs, a cell for every slot.

What is drawn is read back as that form, with every label found: it is the locator's own way of
seeing a table, turned round.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from typing import NamedTuple

from reportcheck.classes import dataclass
from reportcheck.form import Axis, Form, Item, Shape, Slot, Table
from reportcheck.grid import Area, Grid
from reportcheck.number import Raw


class Left(NamedTuple):
    """A row or a column that a drawing leaves out: ``axis`` is ``row`` or ``column``."""

    table: str
    axis: str
    item: str


@dataclass
class Drawing:
    """The cells of a sheet by row and column, and its merged areas, all from 1.

    ``places`` says where the value of each slot belongs; ``titles`` are the rows of titles,
    ``headings`` the cells that bear a label, with its item; a word in the corner has none.
    """

    cells: dict[tuple[int, int], Raw] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    places: dict[Slot, tuple[int, int]] = field(default_factory=dict)
    titles: list[int] = field(default_factory=list)
    headings: dict[Area, Item | None] = field(default_factory=dict)
    height: int = 0
    width: int = 0

    def put(self, area: Area, raw: Raw) -> None:
        """Put something into an area, merged if it is more than a cell."""
        self.cells[area.top, area.left] = raw
        if (area.top, area.left) != (area.bottom, area.right):
            self.merges.append(area)
        self.height = max(self.height, area.bottom)
        self.width = max(self.width, area.right)

    def label(self, area: Area, text: str, item: Item | None = None) -> None:
        """Put a label into an area."""
        self.put(area, text)
        self.headings[area] = item

    def rows(self) -> list[list[Raw]]:
        """Return the cells row by row; where a merged area goes on, nothing stands."""
        return [
            [self.cells.get((row, column)) for column in range(1, self.width + 1)]
            for row in range(1, self.height + 1)
        ]

    def grid(self, path: str, sheet: str | None) -> Grid:
        """Return the drawing as reading it gives it; a text file has texts alone."""
        if sheet is not None:
            return Grid(path, sheet, self.rows(), merges=tuple(self.merges))
        texts = [["" if raw is None else str(raw) for raw in row] for row in self.rows()]
        return Grid(path, None, texts, lines=range(1, len(texts) + 1))


def draw(
    form: Form,
    values: Mapping[Slot, Raw],
    head: Sequence[Sequence[str]],
    left: Collection[Left] = (),
) -> Drawing:
    """Draw a form with values in its slots, below the lines of a head; leave some items out.

    A line of one text is a title; of two, a label and what stands beside it.

    >>> item = Item("a", "A", "a", ("a",))
    >>> table = Table("t", Axis((item,)), Shape.FORM, Axis((item,)))
    >>> drawing = draw(Form("f", (table,), {}), {Slot("t", "a", "a"): 7}, [["Title"]])
    >>> drawing.rows()
    [['Title', None], [None, None], [None, 'A'], ['A', 7]]
    """
    whole = Drawing()
    width = max((_width(table, left) for table in form.tables), default=1)
    for line in head:
        row = whole.height + 1
        if len(line) == 1:
            whole.put(Area(row, 1, row, max(width, 1)), line[0])
            whole.titles.append(row)
        else:
            for column, text in enumerate(line, 1):
                whole.put(Area(row, column, row, column), text)
    for table in form.tables:
        _draw_table(whole, table, values, left)
    return whole


class _Line(NamedTuple):
    """A line of an axis that has values: the headings over its item, and the item itself."""

    item: Item
    path: tuple[Item, ...]


def _lines(axis: Axis, table: str, which: str, left: Collection[Left]) -> list[_Line]:
    return [
        line
        for line in _walk(axis.items, ())
        if not any(Left(table, which, each.name) in left for each in line.path)
    ]


def _walk(items: Sequence[Item], above: tuple[Item, ...]) -> Iterator[_Line]:
    for item in items:
        path = (*above, item)
        if item.has_slots:
            yield _Line(item, path)
        yield from _walk(item.items, path)


def _depth(lines: Sequence[_Line]) -> int:
    """Return how many labels stand above each other at most; one below a heading with values."""
    return max((len(line.path) for line in lines), default=0)


class _Label(NamedTuple):
    """A label: how deep it stands and to what depth it reaches, over which lines."""

    depth: int
    until: int
    first: int
    last: int
    item: Item


def _labels(lines: Sequence[_Line]) -> Iterator[_Label]:
    deepest = _depth(lines) - 1
    for depth in range(deepest + 1):
        first = 0
        while first < len(lines):
            last, item = first, _at(lines[first], depth)
            while (
                last + 1 < len(lines) and item is not None and _at(lines[last + 1], depth) is item
            ):
                last += 1
            if item is not None:
                alone = last == first and lines[first].item is item
                yield _Label(depth, deepest if alone else depth, first, last, item)
            first = last + 1


def _at(line: _Line, depth: int) -> Item | None:
    return line.path[depth] if depth < len(line.path) else None


def _width(table: Table, left: Collection[Left]) -> int:
    rows = [] if table.rows is None else _lines(table.rows, table.id, "row", left)
    return _depth(rows) + len(_lines(table.columns, table.id, "column", left))


def _draw_table(
    whole: Drawing, table: Table, values: Mapping[Slot, Raw], left: Collection[Left]
) -> None:
    columns = _lines(table.columns, table.id, "column", left)
    rows = [] if table.rows is None else _lines(table.rows, table.id, "row", left)
    if not columns or (table.rows is not None and not rows):
        return
    stub, levels = _depth(rows), _depth(columns)
    top = whole.height + 2 if whole.height else 1
    if table.title:
        whole.put(Area(top, 1, top, stub + len(columns)), table.title)
        whole.titles.append(top)
        top += 1
    if table.corner and stub:
        whole.label(Area(top, 1, top + levels - 1, stub), table.corner[0])
    for depth, until, first, last, item in _labels(columns):
        area = Area(top + depth, stub + 1 + first, top + until, stub + 1 + last)
        whole.label(area, item.label, item)
    body = top + levels
    for depth, until, first, last, item in _labels(rows):
        whole.label(Area(body + first, depth + 1, body + last, until + 1), item.label, item)
    if table.shape is Shape.RECORDS:
        return
    for down, row in enumerate(rows or [None]):
        for right, column in enumerate(columns):
            slot = Slot(table.id, None if row is None else row.item.name, column.item.name)
            place = body + down, stub + 1 + right
            whole.places[slot] = place
            whole.put(Area(*place, *place), values.get(slot))
