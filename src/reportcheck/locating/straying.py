"""Numbers that stand within a table and feed no slot of it: in a row or a column of their own.

Values that slipped by a row or a column, rows and columns that the form does not have: nothing of
it is guessed, and none of it is dropped without a word.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from reportcheck.classes import dataclass
from reportcheck.locating.candidates import Candidate
from reportcheck.locating.furniture import is_furniture_row, names_furniture, runs
from reportcheck.locating.labels import TableLabels
from reportcheck.locating.notes import begins_like_note
from reportcheck.locating.sheets import Place, is_blank, is_value, spell

MOST_BETWEEN = 3
"""How many rows without a name may stand between a header and rows of the page before."""


@dataclass(frozen=True)
class Strays:
    """The numbers that fed nothing: by row where the form knows no such row, else by column.

    ``lost`` are the items whose rows stand with figures above the header, and nowhere under it.
    """

    rows: Mapping[int, tuple[Place, ...]]
    columns: Mapping[int, tuple[Place, ...]]
    lost: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Bounds:
    """How far the area of a table goes: the last column and row before what is another's."""

    right: int
    bottom: int


def strays(
    found: Candidate, fed: AbstractSet[Place], bounds: Bounds, labels: TableLabels
) -> Strays:
    """Return the values of a table's area that feed no slot.

    That is every number in the body, signs for none in a row with a name, and all that a row holds
    which bears the name of one of the form but is not used.
    """
    header, sheet, right = found.header, found.sheet, bounds.right
    values = set(header.columns.values())
    known = _known_rows(found)
    twice = known - set(() if found.rows is None else found.rows.lines.values()) - {found.row}
    doubled = {label.line for each in header.match.doubled.values() for label in each}
    named = set() if found.rows is None else {label.place for label in found.rows.known}
    first = header.first if values else header.left
    loose: list[Place] = []
    for row, columns in _area(found, bounds, labels):
        lost = _lost_row(found, labels, row, known)
        numbers = [
            (row, column)
            for column in columns
            if header.left <= column <= right
            and (
                (row, column) in sheet.numbers
                or (
                    row not in known
                    and (column in values or (lost and column >= first))
                    and _holds_value(found, labels, (row, column), lost=lost)
                )
            )
            and (row, column) not in fed
            and (row, column) not in named
            and column not in doubled
            and row not in twice
        ]
        if row not in known and is_furniture_row(sheet, row, values, header.left):
            continue
        loose.extend(numbers)
    headed = known | {row for row, _ in named}
    codes = _codes(found, {column for _, column in loose if column < first}, headed)
    loose = [
        place
        for place in loose
        if place[1] not in codes or place[0] not in headed or _slipped(found, place, headed, right)
    ]
    above = _above(found, fed, bounds, labels)
    by_row: dict[int, tuple[Place, ...]] = {row: places for row, (places, _) in above.items()}
    by_column: dict[int, tuple[Place, ...]] = {}
    for place in loose:
        if place[0] not in known:
            by_row[place[0]] = (*by_row.get(place[0], ()), place)
        else:
            by_column[place[1]] = (*by_column.get(place[1], ()), place)
    items = frozenset(item for _, items in above.values() for item in items)
    return Strays(by_row, dict(sorted(by_column.items())), items)


def _above(
    found: Candidate, fed: AbstractSet[Place], bounds: Bounds, labels: TableLabels
) -> dict[int, tuple[tuple[Place, ...], frozenset[int]]]:
    """Return the rows of a table whose own header is lost, right above a header of its next page.

    They bear the name of a row that does not stand under the header; by row the values and that.
    """
    header, sheet = found.header, found.sheet
    if found.rows is None or labels.rows is None or not header.columns:
        return {}
    lacking = labels.rows.slots - found.rows.lines.keys() - found.rows.doubled.keys()
    above: dict[int, tuple[tuple[Place, ...], frozenset[int]]] = {}
    gap = 0
    for row in sorted((row for row in sheet.rows if row < header.top), reverse=True):
        named = sheet.rows_of[found.table].get(row, {})
        names = {item for column, each in named.items() if column < header.first for item in each}
        beside = [
            (row, column) for column in sheet.rows[row] if header.first <= column <= bounds.right
        ]
        held = tuple(place for place in beside if is_value(sheet, place, labels.table.values.marks))
        items = lacking & names
        if (row in sheet.titles and not names) or not fed.isdisjoint(held) or (held and not items):
            break
        if held:
            above[row] = held, items
        gap += not names
        if gap > MOST_BETWEEN:
            break
    return dict(sorted(above.items()))


def _known_rows(found: Candidate) -> AbstractSet[int]:
    """Return the rows that the form knows, those that stand there twice too."""
    if found.rows is None:
        return {found.row} if found.row is not None else set(found.several)
    twice = (label.line for each in found.rows.doubled.values() for label in each)
    return {*found.rows.lines.values(), *twice}


def _lost_row(found: Candidate, labels: TableLabels, row: int, known: Container[int]) -> bool:
    """Whether a row that is not used bears the name of a row with values, in the stub."""
    return (
        labels.rows is not None
        and row not in known
        and any(
            column < found.header.first and not labels.rows.slots.isdisjoint(items)
            for column, items in found.sheet.rows_of[found.table].get(row, {}).items()
        )
    )


def _holds_value(found: Candidate, labels: TableLabels, place: Place, *, lost: bool) -> bool:
    """Whether a cell under a column of the table holds what would be its value."""
    if place not in found.sheet.words or is_blank(found.sheet.raw(place)):
        return False
    if lost:
        return place[1] not in found.sheet.columns_of[found.table].get(place[0], {})
    stub = any(column < found.header.first for column in found.sheet.rows[place[0]])
    return stub and is_value(found.sheet, place, labels.table.values.marks)


def _area(
    found: Candidate, bounds: Bounds, labels: TableLabels
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the rows of a table, and those under it that nothing else takes up.

    Signatures, dates and numbers to call under a table are none of it.
    """
    sheet, header = found.sheet, found.header
    last = max(_known_rows(found), default=header.bottom)
    values = header.columns.values()
    ended = False
    for row, columns in sheet.between(header.bottom + 1, bounds.bottom):
        if row in found.skipped:
            continue
        within = [column for column in columns if header.left <= column <= bounds.right]
        figures = [column for column in within if (row, column) in sheet.numbers]
        ended = ended or (row > last and not figures)
        if ended and not _lost_row(found, labels, row, frozenset[int]()):
            noted = any(begins_like_note(sheet.words[row, column].text) for column in within)
            if noted or not any(column in values for column in figures):
                continue
        yield row, columns


def _slipped(found: Candidate, place: Place, known: AbstractSet[int], right: int) -> bool:
    """Whether a cell of a column that numbers the rows holds what a value slipped into it.

    It is not the next number, most others are, and a value is lacking in its row.
    """
    sheet, (row, column) = found.sheet, place
    values = {each for each in found.header.columns.values() if each <= right}
    if not any(is_blank(sheet.raw((row, each))) for each in values):
        return False
    held = [each for each in sorted(known) if (each, column) in sheet.numbers]
    shown = [spell(sheet.raw((each, column))).strip() for each in held]
    if not all(each.isdecimal() for each in shown):
        return False
    numbers = dict(zip(held, map(int, shown), strict=True))
    counted = [
        each
        for each, number in numbers.items()
        if {number - 1, number + 1} & {numbers.get(each - 1), numbers.get(each + 1)}
    ]
    return row not in counted and 2 * len(counted) >= len(held)


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
