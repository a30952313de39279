"""Numbers that stand within a table and feed no slot of it: in a row or a column of their own.

Values that slipped by a row or a column, rows and columns that the form does not have: nothing of
it is guessed, and none of it is dropped without a word.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from reportcheck.locating.candidates import Candidate
from reportcheck.locating.furniture import is_furniture_row, names_furniture, runs
from reportcheck.locating.sheets import Place


@dataclass(frozen=True)
class Strays:
    """The numbers that fed nothing: by row where the form knows no such row, else by column."""

    rows: Mapping[int, tuple[Place, ...]]
    columns: Mapping[int, tuple[Place, ...]]


def strays(found: Candidate, fed: Container[Place], right: int) -> Strays:
    """Return the numbers within a table that feed no slot; ``right`` is its last column."""
    header, sheet = found.header, found.sheet
    values = set(header.columns.values())
    known = _known_rows(found)
    twice = known - set(() if found.rows is None else found.rows.lines.values()) - {found.row}
    doubled = {label.line for each in header.match.doubled.values() for label in each}
    labels = set() if found.rows is None else {label.place for label in found.rows.known}
    first = header.first if values else header.left
    loose: list[Place] = []
    for row, columns in _body(found, right):
        numbers = [
            (row, column)
            for column in columns
            if header.left <= column <= right
            and (row, column) in sheet.numbers
            and (row, column) not in fed
            and (row, column) not in labels
            and column not in doubled
            and row not in twice
        ]
        if row not in known and is_furniture_row(sheet, row, values, header.left):
            continue
        loose.extend(numbers)
    codes = _codes(found, {column for _, column in loose if column < first}, known)
    loose = [place for place in loose if place[1] not in codes or place[0] not in known]
    by_row: dict[int, tuple[Place, ...]] = {}
    by_column: dict[int, tuple[Place, ...]] = {}
    for place in loose:
        if place[0] not in known:
            by_row[place[0]] = (*by_row.get(place[0], ()), place)
        else:
            by_column[place[1]] = (*by_column.get(place[1], ()), place)
    return Strays(by_row, dict(sorted(by_column.items())))


def _known_rows(found: Candidate) -> AbstractSet[int]:
    """Return the rows that the form knows, those that stand there twice too."""
    if found.rows is None:
        return {found.row} if found.row is not None else set()
    twice = (label.line for each in found.rows.doubled.values() for label in each)
    return {*found.rows.lines.values(), *twice}


def _body(found: Candidate, right: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the rows of a table: to its last label, and on as long as numbers follow."""
    sheet = found.sheet
    last = max(_known_rows(found), default=found.header.bottom)
    for row, columns in sheet.between(found.header.bottom + 1, found.bottom):
        figures = any(
            (row, column) in sheet.numbers
            for column in columns
            if found.header.left <= column <= right
        )
        if row in found.skipped:
            continue
        if row > last and not figures:
            return
        yield row, columns


def _codes(found: Candidate, columns: Iterable[int], known: AbstractSet[int]) -> set[int]:
    """Return the columns beside the stub that number the rows, or give them a code."""
    sheet, header = found.sheet, found.header
    codes = set()
    for column in columns:
        held = [(row, column) for row in sorted(known) if (row, column) in sheet.numbers]
        named = any(
            (row, column) in sheet.words and names_furniture(sheet.words[row, column].key)
            for row in range(max(header.top - 1, 0), header.bottom + 1)
        )
        if named or runs(sheet, held):
            codes.add(column)
    return codes
