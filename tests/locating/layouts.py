"""A writer of filled-in forms: the same values laid out, and damaged, in many lawful ways."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from reportcheck.form import Axis, Form, Item, Shape, Slot, Table
from reportcheck.grid import Area, Grid, Source
from reportcheck.number import Raw

Cells = dict[tuple[int, int], Raw]


@dataclass
class Board:
    """Cells to be written on, with merged areas, both counted from 0.

    ``truth`` is where the value of each slot stands: it moves with the rows and columns.
    """

    cells: Cells = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    truth: dict[Slot, tuple[int, int]] = field(default_factory=dict)

    def fill(self, row: int, column: int, slot: Slot, raw: Raw) -> None:
        self.cells[row, column] = raw
        self.truth[slot] = row, column

    def put(self, row: int, column: int, raw: Raw, until: tuple[int, int] | None = None) -> None:
        self.cells[row, column] = raw
        if until is not None and until != (row, column):
            self.merges.append((row, column, *until))

    @property
    def height(self) -> int:
        rows = [row for row, _ in self.cells] + [bottom for _, _, bottom, _ in self.merges]
        return max(rows, default=-1) + 1

    @property
    def width(self) -> int:
        columns = [column for _, column in self.cells] + [each[3] for each in self.merges]
        return max(columns, default=-1) + 1

    def insert(self, *, row: int | None = None, column: int | None = None) -> None:
        """Put a blank row or column in before the one named, through merged areas too."""

        def moved(place: tuple[int, int]) -> tuple[int, int]:
            return (
                place[0] + (row is not None and place[0] >= row),
                place[1] + (column is not None and place[1] >= column),
            )

        self.cells = {moved(place): raw for place, raw in self.cells.items()}
        self.merges = [(*moved(area[:2]), *moved(area[2:])) for area in self.merges]
        self.truth = {slot: moved(place) for slot, place in self.truth.items()}

    def paste(self, other: Board, row: int, column: int) -> None:
        for (i, j), raw in other.cells.items():
            self.cells[i + row, j + column] = raw
        self.merges += [
            (top + row, left + column, bottom + row, right + column)
            for top, left, bottom, right in other.merges
        ]
        self.truth |= {slot: (i + row, j + column) for slot, (i, j) in other.truth.items()}

    def grid(self, sheet: str | None, *, offset: tuple[int, int] = (0, 0)) -> Grid:
        """Return the board as reading gives it: in a text file everything is text."""
        rows: list[list[Raw]] = [[None] * self.width for _ in range(self.height)]
        for (row, column), raw in self.cells.items():
            rows[row][column] = raw
        if sheet is None:
            text = [["" if raw is None else str(raw) for raw in row] for row in rows]
            text = [[""] * (self.width + offset[1])] * offset[0] + [
                [""] * offset[1] + row for row in text
            ]
            return Grid("a.csv", None, text, lines=range(1, len(text) + 1))
        top, left = offset[0] + 1, offset[1] + 1
        merges = tuple(Area(a + top, b + left, c + top, d + left) for a, b, c, d in self.merges)
        return Grid("a.xlsx", sheet, rows, top, left, merges)


@dataclass(frozen=True)
class Layout:
    """How a form is laid out. ``stub``: ``tree`` (a column a level), ``flat`` (one column, headings
    as rows of their own) or ``bare`` (one column, no headings)."""

    merged: bool = True
    stub: str = "tree"
    titles: bool = True
    sheets: str = "one"
    super_header: bool = False
    tall: bool = True
    note: bool = False
    repeat_header: bool = False
    noise: Callable[[str], str] = str
    shuffle: Random | None = None


def depth(items: Sequence[Item]) -> int:
    return 1 + max((depth(item.items) for item in items), default=-1) if items else 0


def write_table(table: Table, values: Mapping[Slot, Raw], layout: Layout) -> Board:
    board = Board()
    rows = () if table.rows is None else table.rows.items
    stub = 0
    if table.rows is not None:
        stub = depth(rows) if layout.stub == "tree" else 1
    top = 0
    if layout.titles and table.title:
        board.put(0, 0, layout.noise(table.title))
        top = 1
    levels = depth(table.columns.items)
    columns: dict[str, int] = {}
    header = top
    if layout.super_header:
        levels += 1
        top += 1
    end = _write_header(
        board, _order(table.columns, layout), (top, stub), levels - (top - header), layout, columns
    )
    if layout.super_header:
        board.put(header, stub, "填报情况", (header, end - 1) if layout.merged else None)
    top = header
    if table.corner and stub:
        board.put(top, 0, layout.noise(table.corner[0]),
                  (top + levels - 1, stub - 1) if layout.merged else None)  # fmt: skip
    row = top + levels
    if table.shape is Shape.ONE:
        for name, column in columns.items():
            slot = Slot(table.id, None, name)
            board.fill(row, column, slot, values[slot])
        row += 1
    else:
        printed = {place: raw for place, raw in board.cells.items() if place[0] >= top}
        row = _write_rows(board, table, (row, values), layout, columns)
        if layout.repeat_header and row > top + levels + 2:
            _repeat(board, printed, top, levels)
            row += levels
    if layout.note:
        board.put(row, 0, "注:本表数据以办结时间为准")
    return board


def _repeat(board: Board, header: Cells, top: int, levels: int) -> None:
    """Write the header again before the last row, as at the top of a new page."""
    last = board.height - 1
    for _ in range(levels):
        board.insert(row=last)
    for (row, column), raw in header.items():
        board.put(last + row - top, column, raw)


def _order(axis: Axis, layout: Layout) -> tuple[Item, ...]:
    items = list(axis.items)
    if layout.shuffle is not None:
        layout.shuffle.shuffle(items)
    return tuple(items)


def _below(item: Item, layout: Layout) -> tuple[Item, ...]:
    items = list(item.items)
    if layout.shuffle is not None:
        layout.shuffle.shuffle(items)
    return tuple(items)


def _write_header(
    board: Board,
    items: Sequence[Item],
    place: tuple[int, int],
    levels: int,
    layout: Layout,
    columns: dict[str, int],
) -> int:
    """Write the labels of some columns beside each other; return the column after the last."""
    row, column = place
    for item in items:
        if item.items:
            end = _write_header(
                board, _below(item, layout), (row + 1, column), levels - 1, layout, columns
            )
            board.put(row, column, layout.noise(item.label),
                      (row, end - 1) if layout.merged else None)  # fmt: skip
        else:
            end = column + 1
            columns[item.name] = column
            # A label as high as the header: at its top, or, where nothing is merged, at its foot.
            foot = row + levels - 1
            if layout.merged or layout.tall:
                board.put(row, column, layout.noise(item.label),
                          (foot, column) if layout.merged else None)  # fmt: skip
            else:
                board.put(foot, column, layout.noise(item.label))
        column = end
    return column


def _write_rows(
    board: Board,
    table: Table,
    start: tuple[int, Mapping[Slot, Raw]],
    layout: Layout,
    columns: Mapping[str, int],
) -> int:
    row, values = start
    assert table.rows is not None
    stub = depth(table.rows.items)

    def write(items: Sequence[Item], level: int) -> None:
        nonlocal row
        for item in items:
            if item.items:
                first = row
                if layout.stub == "tree":
                    write(_below(item, layout), level + 1)
                    board.put(first, level, layout.noise(item.label),
                              (row - 1, level) if layout.merged else None)  # fmt: skip
                else:
                    if layout.stub == "flat":
                        board.put(row, 0, layout.noise(item.label))
                        row += 1
                    write(_below(item, layout), level + 1)
                continue
            at = level if layout.stub == "tree" else 0
            wide = layout.merged and layout.stub == "tree"
            board.put(row, at, layout.noise(item.label), (row, stub - 1) if wide else None)
            for name, column in columns.items():
                slot = Slot(table.id, item.name, name)
                board.fill(row, column, slot, values[slot])
            row += 1

    write(_order(table.rows, layout), 0)
    return row


def write_form(
    form: Form, values: Mapping[Slot, Raw], layout: Layout
) -> list[tuple[str | None, Board]]:
    """Lay the tables of a form out on one sheet below each other, or each on its own."""
    boards = [write_table(table, values, layout) for table in form.tables]
    if layout.sheets == "each":
        return [(f"表{number}", board) for number, board in enumerate(boards, 1)]
    whole = Board()
    for board in boards:
        whole.paste(board, whole.height + (1 if layout.note else 0), 0)
    return [("Sheet1" if layout.sheets == "one" else None, whole)]


def damage(board: Board, random: Random, rows: int, columns: int) -> None:
    """Put blank rows and columns in anywhere, inside headers and merged areas too."""
    for _ in range(rows):
        board.insert(row=random.randrange(board.height + 1))
    for _ in range(columns):
        board.insert(column=random.randrange(board.width + 1))


STRANGERS = ["别的项目", "备注", "其中", "序号"]
"""Words that no form here knows."""


def hurt(board: Board, kind: str, random: Random) -> None:
    """Do to a board what happens to forms that are retyped, in one place at random."""
    labels = [place for place, raw in board.cells.items() if isinstance(raw, str)]
    if not labels:
        return
    row, column = random.choice(labels)
    text = str(board.cells[row, column])
    match kind:
        case "row lost":
            board.cells = {place: raw for place, raw in board.cells.items() if place[0] != row}
        case "column lost":
            board.cells = {place: raw for place, raw in board.cells.items() if place[1] != column}
        case "row doubled":
            board.insert(row=row)
            board.cells |= {
                (row, j): raw for (i, j), raw in list(board.cells.items()) if i == row + 1
            }
        case "row added":
            board.insert(row=row)
            added: Cells = {(row, j): 9000 + j for j in range(board.width)}
            board.cells |= added | {(row, 0): random.choice(STRANGERS)}
        case "column added":
            board.insert(column=column)
            added = {(i, column): 9000 + i for i in range(row + 1, board.height)}
            board.cells |= added | {(row, column): random.choice(STRANGERS)}
        case "label lost":
            del board.cells[row, column]
        case "label renamed":
            at = random.randrange(len(text))
            board.cells[row, column] = text[:at] + random.choice("某的改") + text[at + 1 :]
        case "label cut in two":
            _cut(board, random)
        case "merges undone":
            board.merges = []


def _cut(board: Board, random: Random) -> None:
    """Cut a high merged cell in two, its label in the first part or in both."""
    areas = [area for area in board.merges if area[2] > area[0]]
    if areas:
        area = random.choice(areas)
        cut = random.randrange(area[0], area[2])
        board.merges.remove(area)
        board.merges += [(*area[:2], cut, area[3]), (cut + 1, area[1], *area[2:])]
        board.merges = [each for each in board.merges if each[:2] != each[2:]]
        if random.random() < 0.5:
            board.cells[cut + 1, area[1]] = board.cells.get(area[:2])


def noisy(random: Random) -> Callable[[str], str]:
    """Return a writer of labels with spaces, line breaks and full-width characters in them."""

    def write(label: str) -> str:
        signs = []
        for sign in label:
            if random.random() < 0.15:
                signs.append(random.choice([" ", "\u3000", "\n", "\xa0", "\u200b", "\r\n"]))
            wide = "!" <= sign <= "~" and random.random() < 0.4
            signs.append(chr(ord(sign) + 0xFEE0) if wide else sign)
        return "".join(signs)

    return write


def source(grids: Sequence[Grid]) -> Source:
    return Source(grids[0].path, tuple(grids))
