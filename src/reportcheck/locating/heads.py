"""A header in a stream of cells, put together by the tree of the form's columns.

Where merged cells were lost, a header comes level by level (all that stands under the first level,
then all under the second ...) or branch by branch; either way the items below one heading stand
together, in the order of the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from reportcheck.form import Item
from reportcheck.locating.labels import AxisLabels, FormLabels
from reportcheck.locating.notes import heads_remarks

MOST_ABOVE = 40
"""So many cells, empty ones too, before a header may belong to the row above it."""


class Token(NamedTuple):
    """One cell of a stream; ``first`` says that a row begins with it, ``prose`` that it is none."""

    text: str
    key: str
    plain: str
    spot: tuple[int, int]
    row: int
    first: bool
    prose: bool


class Head(NamedTuple):
    """A header: each item that was met, the leaves in file order, where it ends, all its cells.

    With ``remarked`` a column of remarks, which is none of the form, stands behind the others.
    """

    items: tuple[tuple[int, Token], ...]
    leaves: tuple[int, ...]
    corner: tuple[Token, ...]
    end: int
    size: int
    remarked: bool

    @property
    def last(self) -> Token:
        """The last of its labels."""
        return max((token for _, token in self.items), key=lambda token: token.row)


def columns_of(form: FormLabels, table: int, token: Token) -> tuple[int, ...]:
    """Return the column items of a table that a cell may name."""
    return next(
        (
            mention.columns
            for mention in form.mentions(token.key, token.plain)
            if mention.table == table
        ),
        (),
    )


def head_at(tokens: Sequence[Token], start: int, table: int, form: FormLabels) -> Head | None:
    """Match the labels from here on to the columns of a table; None where they do not fit."""
    labels = form.tables[table]
    met: list[tuple[Token, tuple[int, ...]]] = []
    corner = []
    remarks: list[int] = []
    end = position = start
    for position in range(start, len(tokens)):
        token = tokens[position]
        if not token.key:
            continue
        columns = columns_of(form, table, token)
        if token.key in labels.corner:
            corner.append(token)
        elif columns and not token.prose and len(met) < len(labels.columns.items):
            met.append((token, columns))
        elif (
            met
            and not remarks
            and heads_remarks(token.key)
            and not form.mentions(token.key, token.plain)
        ):
            remarks.append(len(met))
        else:
            break
        end = position + 1
    numbers = {id(item): number for number, item in enumerate(labels.columns.items)}
    for order in (_by_level, _by_branch):
        items = order(labels.table.columns.items, met, numbers)
        if items is not None and _is_told(labels.columns, items, met):
            leaves = _leaves(labels.table.columns.items, items, numbers)
            kept = _keeps_columns(tokens, start, end)
            leaves = _across(labels.columns, leaves, items, kept=kept)
            if leaves and all(
                _are_behind(labels.columns, met[:before], items) for before in remarks
            ):
                remarked = bool(remarks) or _follows_remarks(tokens, start)
                return Head(
                    tuple(items.items()), leaves, tuple(corner), end, position - start, remarked
                )
    return None


def _follows_remarks(tokens: Sequence[Token], start: int) -> bool:
    """Whether the row above ends with a heading of remarks, behind one that the form lacks."""
    above = [token for token in tokens[max(start - MOST_ABOVE, 0) : start] if token.key]
    return len(above) > 1 and heads_remarks(above[-1].key) and not above[-1].prose


def _are_behind(columns: AxisLabels, before: _Met, items: dict[int, Token]) -> bool:
    """Whether what stood before a heading of remarks are all headings of the first row."""
    return [token for token, _ in before] == [
        token for number, token in items.items() if not columns.above[number]
    ]


def _keeps_columns(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether the rows of a header have one length, and an empty cell before a filled one."""
    while start and tokens[start - 1].row == tokens[start].row:
        start -= 1
    while end < len(tokens) and tokens[end].row == tokens[end - 1].row:
        end += 1
    rows = [[*row] for _, row in groupby(tokens[start:end], key=lambda token: token.row)]
    gaps = any(not one.key and other.key for row in rows for one, other in pairwise(row))
    return len(rows) > 1 and gaps and len({len(row) for row in rows}) == 1


def _across(
    columns: AxisLabels, leaves: tuple[int, ...], items: dict[int, Token], *, kept: bool
) -> tuple[int, ...]:
    """Return the leaves in the order of the cells they stand in; none where that is not told.

    Cells of one row stand in order, and where the header has ``kept`` its columns, those of
    different rows do, too. In a cell a line, a label that comes after a heading, before what is
    below that, may stand over columns at either side of it: the form's order tells.
    """
    fields = {leaf: items[leaf].spot[1] for leaf in leaves}
    rows = {leaf: items[leaf].row for leaf in leaves}
    if len({*fields.values()}) == len(leaves) and (kept or len({*rows.values()}) == 1):
        return tuple(sorted(leaves, key=lambda leaf: fields[leaf]))
    for row in {*rows.values()}:
        held = [fields[leaf] for leaf in leaves if rows[leaf] == row]
        if held != sorted(held):
            return ()
    return () if _at_either_side(columns, items) else leaves


def _at_either_side(columns: AxisLabels, items: dict[int, Token]) -> bool:
    """Whether a label comes after a heading, before what is below it, and order does not tell."""
    met = list(items)
    if all(
        beside == sorted(beside)
        for above in {columns.above[each] for each in met}
        if (beside := [each for each in met if columns.above[each] == above])
    ):
        return False
    for at, heading in enumerate(met):
        below = [place for place, each in enumerate(met) if each in columns.below[heading]]
        if below and any(
            columns.above[each] == columns.above[heading]
            and not columns.below[each]
            and items[each].row != items[heading].row
            for each in met[at + 1 : min(below)]
        ):
            return True
    return False


_Met = Sequence[tuple[Token, tuple[int, ...]]]


def _by_level(roots: Sequence[Item], met: _Met, numbers: dict[int, int]) -> dict[int, Token] | None:
    taken: dict[int, Token] = {}
    position = 0
    groups: list[Sequence[Item]] = [roots]
    while groups and position < len(met):
        below: list[Sequence[Item]] = []
        for group in groups:
            left = {numbers[id(item)]: item for item in group}
            while position < len(met):
                number = next((each for each in met[position][1] if each in left), None)
                if number is None:
                    break
                taken[number] = met[position][0]
                item = left.pop(number)
                if item.items:
                    below.append(item.items)
                position += 1
        groups = below
    return taken if position == len(met) else None


def _by_branch(
    roots: Sequence[Item], met: _Met, numbers: dict[int, int]
) -> dict[int, Token] | None:
    taken: dict[int, Token] = {}

    def take(group: Sequence[Item], position: int) -> int:
        left = {numbers[id(item)]: item for item in group}
        while position < len(met):
            number = next((each for each in met[position][1] if each in left), None)
            if number is None:
                break
            taken[number] = met[position][0]
            position = take(left.pop(number).items, position + 1)
        return position

    return taken if take(roots, 0) == len(met) else None


def _is_told(columns: AxisLabels, items: dict[int, Token], met: _Met) -> bool:
    """Whether the header says which column is which: labels borne twice need the whole form."""
    if any(columns.below[number] and columns.items[number].has_slots for number in items):
        return False  # a heading with values of its own: nothing says before or after its items
    alone = all(len(each) == 1 for _, each in met)
    order = list(items)
    if alone:
        return True
    in_order = all(
        sorted(below) == below
        for heading in (*items, None)
        if (below := [each for each in order if _heading(columns, each) == heading])
    )
    return in_order and len(items) == len(columns.items)


def _heading(columns: AxisLabels, number: int) -> int | None:
    return max(columns.above[number], default=None)


def _leaves(
    group: Sequence[Item], items: dict[int, Token], numbers: dict[int, int]
) -> tuple[int, ...]:
    """Return the columns from left to right: what is below a heading stands under it."""
    order = {number: position for position, number in enumerate(items)}
    by_number = {numbers[id(item)]: item for item in group}
    here = sorted(by_number.keys() & order.keys(), key=lambda number: order[number])
    leaves: list[int] = []
    for number in here:
        below = by_number[number].items
        leaves.extend(_leaves(below, items, numbers) if below else (number,))
    return tuple(leaves)
