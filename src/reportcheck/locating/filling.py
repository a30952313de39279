"""The slots of a table filled from the cells of its candidate, with value, state and address."""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.form import Slot
from reportcheck.grid import Area
from reportcheck.locating.axes import AxisMatch
from reportcheck.locating.candidates import Candidate
from reportcheck.locating.labels import AxisLabels, TableLabels
from reportcheck.locating.sheets import Place, is_blank, spell
from reportcheck.number import Raw, State, Untold
from reportcheck.submission import Placement, Reading


def lacking(table: TableLabels, note: str) -> Iterator[tuple[Slot, Reading]]:
    """Yield every slot of a table that was not found; ``note`` is the finding that says so."""
    for slot in table.table.slots():
        yield slot, Reading(State.MISSING, note=note)


def absent(table: TableLabels) -> bool:
    """Whether a table may be left out: all its rows, or all its columns, are optional."""
    return not table.columns.required or (table.rows is not None and not table.rows.required)


def fill(table: TableLabels, found: Candidate) -> Iterator[tuple[Slot, Reading, Place | None]]:
    """Yield every slot of a table with its reading and the cell that feeds it."""
    columns = _lines(table.columns, found.header.match, "column")
    rows: dict[str | None, int | Reading] = {}
    if table.rows is not None and found.rows is not None:
        rows.update(_lines(table.rows, found.rows, "row"))
    elif found.row is not None:
        rows[None] = found.row
    else:
        note = "duplicate-table" if found.several else "missing-row"
        rows[None] = Reading(State.MISSING, note=note)
    used_rows = {row for row in rows.values() if isinstance(row, int)}
    used_columns = {column for column in columns.values() if isinstance(column, int)}
    for row_name, row in rows.items():
        for column_name, column in columns.items():
            slot = Slot(table.table.id, row_name, column_name)
            if isinstance(row, int) and isinstance(column, int):
                place = _cell(found, (row, column), used_rows, used_columns)
                values = table.table.values_at(row_name, column_name)
                sheet = found.sheet
                raw = _shared(found, place, used_rows, used_columns)
                if raw is None or Reading.of(raw, values, sheet.at(place)).value is None:
                    yield slot, Reading.of(sheet.raw(place), values, sheet.at(place)), place
                else:
                    untold = Untold("merged-number", spell(raw))
                    yield slot, Reading.of(untold, values, sheet.at(place)), place
            else:
                reasons = [each for each in (row, column) if isinstance(each, Reading)]
                # What need not be there outweighs what should be.
                yield slot, min(reasons, key=lambda each: each.state is not State.ABSENT), None


def _lines(labels: AxisLabels, match: AxisMatch, axis: str) -> dict[str, int | Reading]:
    """Return the line of every item with slots, or the reading of a slot without one."""
    lines: dict[str, int | Reading] = {}
    for number in sorted(labels.slots):
        name = labels.items[number].name
        if number in match.lines:
            lines[name] = match.lines[number]
        elif number in match.doubled:
            note = "ambiguous-label" if number in match.ambiguous else f"duplicate-{axis}"
            lines[name] = Reading(State.MISSING, note=note)
        elif labels.optional(number):
            lines[name] = Reading(State.ABSENT)
        else:
            lines[name] = Reading(State.MISSING, note=f"missing-{axis}")
    return lines


def _shared(found: Candidate, place: Place, rows: set[int], columns: set[int]) -> Raw:
    """Return the value that a slot shares with others, as one cell is merged over all; or None."""
    sheet = found.sheet
    (row, column), (last_row, last_column) = place, sheet.end_of(place)
    if any(row < each <= last_row for each in rows) or any(
        column < each <= last_column for each in columns
    ):
        return sheet.raw(place)
    first = sheet.start_of(place)
    if first == place or not is_blank(sheet.raw(place)):
        return None
    return sheet.raw(first) if first[0] in rows and first[1] in columns else None


def _cell(found: Candidate, place: Place, rows: set[int], columns: set[int]) -> Place:
    """Return the cell that holds the value of a slot: where cells are merged, their first."""
    sheet = found.sheet
    if not is_blank(sheet.raw(place)):
        return place
    first = sheet.start_of(place)
    if first != place:
        # A label, or another slot's value, merged over this cell is not its value.
        alien = (
            first[0] <= found.header.bottom
            or (first[0] != place[0] and first[0] in rows)
            or (first[1] != place[1] and first[1] in columns)
        )
        return place if alien else first
    until = next(
        (
            label.until
            for item, label in found.header.match.labels.items()
            if found.header.columns.get(item) == place[1]
        ),
        place[1],
    )
    under = [
        column
        for column in range(place[1] + 1, until + 1)
        if column not in columns and not is_blank(sheet.raw((place[0], column)))
    ]
    return (place[0], under[0]) if len(under) == 1 else place


def placement(table: TableLabels, found: Candidate, used: set[Place]) -> Placement:
    """Return where the table was found, with the cells taken for its labels."""
    sheet = found.sheet
    labels = []
    places = set(used)
    axes = (("column", table.columns, found.header.match), ("row", table.rows, found.rows))
    for axis, items, match in axes:
        if items is None or match is None:
            continue
        for number, label in sorted(match.labels.items()):
            places.add(label.place)
            labels.append(
                (axis, items.items[number].name, sheet.at(label.place),
                 sheet.words[label.place].text.strip())
            )  # fmt: skip
    if found.title is not None:
        places.add(found.title)
    corners = [sheet.at(place) for place in places or {(found.header.top, found.header.left)}]
    tables = tuple(sorted({corner.table for corner in corners if corner.table}))
    if tables:  # the paragraph of a title has no row and column in them
        corners = [corner for corner in corners if corner.table]
    area = Area(
        min(corner.row for corner in corners),
        min(corner.column for corner in corners),
        max(corner.row for corner in corners),
        max(corner.column for corner in corners),
    )
    return Placement(table.table.id, sheet.grid, area, tuple(labels), tables)
