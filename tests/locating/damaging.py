"""What happens to forms on the way: one damage a function, each knowing where the values stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import TypeAlias

from reportcheck.number import Raw
from tests.locating.layouts import Board, Cells

STRANGERS = ["别的项目", "备注", "其中", "另行统计"]
"""Words that no form here knows."""

Place: TypeAlias = tuple[int, int]
Damage: TypeAlias = Callable[[Board, Random], None]


def _texts(board: Board) -> list[Place]:
    return sorted(place for place, raw in board.cells.items() if isinstance(raw, str))


def _values(board: Board) -> list[Place]:
    return sorted(place for place, raw in board.cells.items() if isinstance(raw, int))


def _fresh(board: Board, random: Random) -> int:
    """Return a number that stands nowhere yet."""
    taken = {raw for raw in board.cells.values() if isinstance(raw, int)}
    while (number := random.randrange(100_000, 10_000_000)) in taken:
        pass
    return number


def _drop(board: Board, places: set[Place]) -> None:
    board.cells = {place: raw for place, raw in board.cells.items() if place not in places}


def _label(board: Board, random: Random) -> Place:
    """Return some label without a twin beside it, which would be the label then."""
    labels = _texts(board)
    alone = [
        (row, column)
        for row, column in labels
        if board.cells[row, column]
        not in {
            board.cells.get((row + down, column + right))
            for down, right in ((-1, 0), (1, 0), (0, -1), (0, 1))
        }
    ]
    return random.choice(alone or labels)


def row_lost(board: Board, random: Random) -> None:
    row, _ = _label(board, random)
    _drop(board, {place for place in board.cells if place[0] == row})


def column_lost(board: Board, random: Random) -> None:
    _, column = _label(board, random)
    _drop(board, {place for place in board.cells if place[1] == column})


def _copied(board: Board, lines: Mapping[Place, Raw], random: Random) -> None:
    for place, raw in lines.items():
        board.cells[place] = _fresh(board, random) if isinstance(raw, int) else raw


def _slots(board: Board) -> list[Place]:
    return sorted(place for place in board.truth.values() if place in board.cells) or _values(board)


def row_doubled(board: Board, random: Random) -> None:
    row = random.choice(_slots(board))[0]
    below = random.random() < 0.5
    line = {place: raw for place, raw in board.cells.items() if place[0] == row}
    board.insert(row=row + below)
    _copied(board, {(row + below, column): raw for (_, column), raw in line.items()}, random)


def column_doubled(board: Board, random: Random) -> None:
    column = random.choice(_slots(board))[1]
    right = random.random() < 0.5
    line = {place: raw for place, raw in board.cells.items() if place[1] == column}
    board.insert(column=column + right)
    _copied(board, {(row, column + right): raw for (row, _), raw in line.items()}, random)


def row_added(board: Board, random: Random) -> None:
    row = random.choice(_values(board))[0] + (random.random() < 0.5)
    columns = sorted({column for _, column in _values(board)})
    board.insert(row=row)
    for column in columns:
        board.cells[row, column] = _fresh(board, random)
    if random.random() < 0.7:
        board.cells[row, 0] = random.choice(STRANGERS)


def column_added(board: Board, random: Random) -> None:
    values = _values(board)
    column = random.choice(values)[1] + (random.random() < 0.5)
    rows = sorted({row for row, _ in values})
    board.insert(column=column)
    for row in rows:
        board.cells[row, column] = _fresh(board, random)
    if random.random() < 0.7 and rows[0] > 0:
        board.cells[random.randrange(rows[0]), column] = random.choice(STRANGERS)


def label_lost(board: Board, random: Random) -> None:
    del board.cells[_label(board, random)]


def label_misspelt(board: Board, random: Random) -> None:
    place = _label(board, random)
    text = str(board.cells[place])
    at = random.randrange(len(text))
    board.cells[place] = text[:at] + random.choice("某的改") + text[at + 1 :]


def label_replaced(board: Board, random: Random) -> None:
    board.cells[_label(board, random)] = random.choice(STRANGERS)


def label_cut(board: Board, random: Random) -> None:
    """Cut a high merged cell in two: its label in the first part, in both, or cut in two too."""
    areas = [area for area in board.merges if area[2] > area[0]]
    if not areas:
        return
    area = random.choice(areas)
    cut = random.randrange(area[0], area[2])
    text = board.cells.get(area[:2])
    board.merges.remove(area)
    board.merges += [(*area[:2], cut, area[3]), (cut + 1, area[1], *area[2:])]
    board.merges = [each for each in board.merges if each[:2] != each[2:]]
    how = random.randrange(3)
    if how == 1:
        board.cells[cut + 1, area[1]] = text
    elif how == 2 and isinstance(text, str) and len(text) > 3:
        half = random.randrange(1, len(text))
        board.cells[area[:2]] = text[:half]
        board.cells[cut + 1, area[1]] = text[half:]


def label_spread(board: Board, random: Random) -> None:
    """Write a label one character a cell down its merged area, the area taken apart."""
    areas = [
        area
        for area in board.merges
        if isinstance(text := board.cells.get(area[:2]), str) and area[2] - area[0] + 1 >= len(text)
    ]
    if areas:
        area = random.choice(areas)
        board.merges.remove(area)
        for down, sign in enumerate(str(board.cells[area[:2]])):
            board.cells[area[0] + down, area[1]] = sign


def label_upright(board: Board, random: Random) -> None:
    """Write a label one character a line within its cell."""
    place = random.choice(_texts(board))
    board.cells[place] = "\n".join(str(board.cells[place]))


def merges_undone(board: Board, random: Random) -> None:
    kept = random.choice([0, len(board.merges) // 2])
    board.merges = random.sample(board.merges, kept)


def _moved(board: Board, block: set[Place], down: int, right: int) -> None:
    """Move values while all labels stay; what stands in the way of it forbids it."""
    target = {(row + down, column + right): board.cells[row, column] for row, column in block}
    blocked = any(
        (place in board.cells and place not in block) or min(place) < 0
        or any(top <= place[0] <= bottom and left <= place[1] <= end
               for top, left, bottom, end in board.merges)
        for place in target
    )  # fmt: skip
    if not blocked:
        _drop(board, block)
        board.cells |= target


def values_slipped_down(board: Board, random: Random) -> None:
    """Move the values from some row on, in some of the columns, down by one row."""
    values = _values(board)
    row = random.choice(values)[0]
    columns = sorted({column for _, column in values})
    first, last = sorted((random.choice(columns), random.choice(columns)))
    _moved(board, {(i, j) for i, j in values if i >= row and first <= j <= last}, 1, 0)


def values_slipped_up(board: Board, random: Random) -> None:
    """Take the value of one cell away, and move what stands under it up by one row."""
    values = _values(board)
    row, column = random.choice(values)
    _drop(board, {(row, column)})
    _moved(board, {(i, j) for i, j in values if i > row and j == column}, -1, 0)


def values_slipped_right(board: Board, random: Random) -> None:
    values = _values(board)
    row, column = random.choice(values)
    _moved(board, {(i, j) for i, j in values if i == row and j >= column}, 0, 1)


def values_slipped_left(board: Board, random: Random) -> None:
    values = _values(board)
    row, column = random.choice(values)
    _drop(board, {(row, column)})
    _moved(board, {(i, j) for i, j in values if i == row and j > column}, 0, -1)


def row_of_numbers(board: Board, random: Random) -> None:
    """Number the columns in a row under the header, as statistical forms do."""
    first = min(row for row, _ in _values(board))
    columns = sorted({column for _, column in _values(board)})
    board.insert(row=first)
    for number, column in enumerate(columns, 1):
        board.cells[first, column] = number
    start = min(columns)
    if start and random.random() < 0.7:
        board.cells[first, 0] = random.choice(["栏次", "甲", "列号"])


def column_of_codes(board: Board, random: Random) -> None:
    """Number the rows in a column beside the stub, or give their unit there."""
    values = _values(board)
    columns = [column for _, column in values]
    rows = sorted({row for row, _ in values})
    if min(columns) == 0:
        return
    at = min(columns)
    board.insert(column=at)
    name, kind = random.choice([("行次", 1), ("序号", 1), ("代码", 2), ("计量单位", 0)])
    for number, row in enumerate(rows, 1):
        board.cells[row, at] = "件" if kind == 0 else number if kind == 1 else f"{number:03}"
    if rows[0] > 0:
        board.cells[rows[0] - 1, at] = name


def blank_lines(board: Board, random: Random) -> None:
    for _ in range(random.randint(1, 3)):
        board.insert(row=random.randrange(board.height + 1))
    if random.random() < 0.5:
        board.insert(column=random.randrange(board.width + 1))


def header_on_the_next_page(board: Board, random: Random) -> None:
    """Write the header once more before some row of values."""
    rows = sorted({row for row, _ in _values(board)})
    header: Cells = {
        place: raw for place, raw in board.cells.items() if place[0] < rows[0] and place != (0, 0)
    }
    tops = sorted({row for row, _ in header})
    if len(rows) < 2 or not tops:
        return
    at = random.choice(rows[1:])
    for _ in tops:
        board.insert(row=at)
    for (row, column), raw in header.items():
        board.cells[at + tops.index(row), column] = raw


def footnote(board: Board, random: Random) -> None:
    board.cells[board.height, 0] = random.choice(
        ["注:本表数据以办结时间为准", "1.本表由业务科室填报,总计由系统生成。", "填表人:张三"]
    )


DAMAGES: tuple[Damage, ...] = (
    row_lost, row_doubled, row_added, column_lost, column_doubled, column_added,
    label_lost, label_misspelt, label_replaced, label_cut, label_spread, label_upright,
    merges_undone, values_slipped_down, values_slipped_up, values_slipped_right,
    values_slipped_left, row_of_numbers, column_of_codes, blank_lines, header_on_the_next_page,
    footnote,
)  # fmt: skip

DOUBLING = frozenset({row_doubled, column_doubled})
LOSING = frozenset({row_lost, column_lost, label_lost, label_misspelt, label_replaced})
SLIPPING = frozenset(
    {values_slipped_down, values_slipped_up, values_slipped_right, values_slipped_left}
)
