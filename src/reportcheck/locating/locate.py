"""The form in a file: every table looked for on every grid, and what was found put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from itertools import chain

from reportcheck.address import CellRef
from reportcheck.classes import dataclass
from reportcheck.finding import Finding
from reportcheck.form import Form, Shape, Slot
from reportcheck.grid import Source
from reportcheck.locating import filling, telling
from reportcheck.locating.axes import Label
from reportcheck.locating.candidates import Candidate, everywhere
from reportcheck.locating.choosing import Choice, choose
from reportcheck.locating.labels import FormLabels, TableLabels, labels_of
from reportcheck.locating.likeness import Near
from reportcheck.locating.refining import refine
from reportcheck.locating.resembling import without_headings
from reportcheck.locating.sheets import Place, Sheet, spell, survey
from reportcheck.locating.straying import Bounds, strays
from reportcheck.number import State
from reportcheck.problem import Problem
from reportcheck.stream import Restored
from reportcheck.submission import Placement, Reading, Records, Submission

FIRST_ROWS = 200
"""Where the headers of records are looked for first; only if one is lacking, further down."""

MOST_NAMED = 12
"""How many columns are named where none of a table was found."""

MOST_IGNORED = 2_000
"""How many cells that fed nothing are listed one by one."""


@dataclass
class _Draft:
    """What becomes a submission, while its tables are filled in one by one."""

    readings: dict[Slot, Reading] = field(default_factory=dict)
    records: dict[str, Records] = field(default_factory=dict)
    placements: list[Placement] = field(default_factory=list)
    structure: list[Finding] = field(default_factory=list)
    used: dict[int, set[Place]] = field(default_factory=dict)
    footnotes: list[tuple[CellRef, str]] = field(default_factory=list)
    chosen: list[Candidate] = field(default_factory=list)
    bodies: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    feeding: list[telling.Feeding] = field(default_factory=list)
    found: int = 0
    wanted: int = 0

    def use(self, sheet: Sheet) -> set[Place]:
        return self.used.setdefault(id(sheet.grid), set())


def locate(source: Source, form: Form) -> Submission:
    """Find the tables of a form in a file; what is missing or cannot be told is in ``structure``.

    Only a file without any table of the form is a Problem (``no-form``, of records ``no-columns``).
    """
    labels = labels_of(form)
    texts = [grid for grid in source.grids if grid.lines is not None and grid.tables is None]
    if not texts or any(table.table.shape is Shape.RECORDS for table in labels.tables):
        return _located(source, labels)
    from reportcheck.locating.copied import in_text

    return in_text(source, labels, _located)


def _nothing(path: str, labels: FormLabels) -> Problem:
    """Return why no table was located: of records no line names the columns."""
    first, *_ = tables = [each.table for each in labels.tables]
    if any(each.shape is not Shape.RECORDS for each in tables):
        missing = tuple(table.title or table.id for table in tables)
        return Problem("no-form", path=path, nearest=labels.form.id, missing=missing)
    columns = labels.tables[0].columns
    wanted = [columns.items[each].label for each in sorted(columns.required or columns.slots)]
    more = ("…",) if len(wanted) > MOST_NAMED else ()
    facts = {"label": first.title or first.id, "labels": (*wanted[:MOST_NAMED], *more)}
    return Problem("no-columns", path=path, form=labels.form.id, **facts)


def _located(source: Source, labels: FormLabels) -> Submission:
    form = labels.form
    sheets, choice = _search(source, labels)
    if not choice.chosen and not choice.tied:
        raise without_headings(source.path, sheets, labels) or _nothing(source.path, labels)
    draft = _Draft()
    for number, table in enumerate(labels.tables):
        if number in choice.chosen:
            found, near = refine(labels, choice.chosen[number])
            draft.chosen.append(found)
            if found.rows is not None and (copies := found.rows.copies()):
                _give_up(draft, table, found, copies)
                continue
            if table.table.shape is Shape.RECORDS:
                _take_records(draft, labels, found, choice)
            else:
                _take_form(draft, labels, found)
            _tell(draft, labels, found, near)
            draft.structure.extend(telling.elsewhere(table, found, choice))
            draft.structure.extend(telling.torn(table, number, source.grids))
        else:
            _lack(draft, labels, number, choice, source)
    draft.structure.extend(telling.hidden(draft.feeding))
    _tell_strays(draft, labels, choice)
    return Submission(
        form=form,
        path=source.path,
        readings=draft.readings,
        records=draft.records,
        placements=tuple(draft.placements),
        structure=tuple(draft.structure),
        ignored=tuple(_ignored(labels, sheets, draft)),
        confidence=draft.found / draft.wanted if draft.wanted else 1.0,
    )


def _search(source: Source, labels: FormLabels) -> tuple[list[Sheet], Choice]:
    open_ended = all(table.table.shape is Shape.RECORDS for table in labels.tables)
    if open_ended:
        sheets = [survey(grid, labels, rows=FIRST_ROWS) for grid in source.grids]
        choice = choose(labels, everywhere(sheets, labels))
        short = all(len(grid.rows) <= FIRST_ROWS for grid in source.grids)
        if short or len(choice.chosen) == len(labels.tables):
            return sheets, choice
    sheets = [survey(grid, labels) for grid in source.grids]
    return sheets, choose(labels, everywhere(sheets, labels))


def _take_form(draft: _Draft, labels: FormLabels, found: Candidate) -> None:
    table = labels.tables[found.table]
    cells: set[Place] = set()
    untold: dict[int, tuple[Slot, Reading]] = {}
    filled = list(filling.fill(table, found))
    if found.sheet.grid.broken is not None:
        from reportcheck.locating import parted

        filled, told = parted.reread_form(table, found, filled)
        draft.structure.extend(told)
    for slot, reading, place in filled:
        draft.readings[slot] = reading
        if place is not None:
            cells.add(place)
            if reading.note == "row-width":
                untold.setdefault(place[0], (slot, reading))
    draft.structure.extend(
        telling.row_width(table, found.sheet, row, *which) for row, which in untold.items()
    )
    draft.placements.append(filling.placement(table, found, cells))
    draft.use(found.sheet).update(cells)
    draft.feeding.append(
        telling.Feeding(
            table, found.sheet, {row for row, _ in cells}, {column for _, column in cells}
        )
    )


def _tell_strays(draft: _Draft, labels: FormLabels, choice: Choice) -> None:
    """Tell the numbers within each table that feed no slot, once it is known what feeds which."""
    tied = list(chain.from_iterable(choice.tied.values()))
    for told in (*tied, *chain.from_iterable(choice.others.values())):
        draft.use(told.sheet).update(told.cells)
    for found in draft.chosen:
        if labels.tables[found.table].table.shape is not Shape.RECORDS:
            table = labels.tables[found.table]
            bounds = Bounds(_right(found, draft.chosen), _below(found, [*draft.chosen, *tied]))
            stray = strays(found, draft.use(found.sheet), bounds, table)
            draft.structure.extend(telling.stray_values(table, found.sheet, stray))
            _take_back(draft, table, found, stray.lost)


def _take_back(draft: _Draft, table: TableLabels, found: Candidate, lost: frozenset[int]) -> None:
    """Do not count optional rows as left out that stand with figures where nothing is read."""
    if table.rows is None or found.rows is None:
        return
    for number in sorted((lost | _unsettled(table, found)) - table.rows.required):
        item = table.rows.items[number]
        draft.structure.append(telling.missing_item("row", table, number, found.rows, found.sheet))
        draft.readings.update(
            (slot, Reading(State.MISSING, note="missing-row"))
            for slot in tuple(draft.readings)
            if (slot.table, slot.row) == (table.table.id, item.name)
        )


def _unsettled(table: TableLabels, found: Candidate) -> frozenset[int]:
    """Return the items that cannot be said to be left out, though their rows were not found.

    Where no row was found at all none was left out; in copied text none whose label is there.
    """
    if table.rows is None or found.rows is None:
        return frozenset()
    lacking = table.rows.slots - found.rows.lines.keys() - found.rows.doubled.keys()
    if not (found.rows.lines or found.rows.doubled):
        return lacking
    if not isinstance(found.sheet.grid, Restored):
        return frozenset()
    hits = found.sheet.rows_of[found.table].values()
    return lacking & {item for row in hits for items in row.values() for item in items}


def _right(found: Candidate, chosen: list[Candidate]) -> int:
    """Return the last column before the table beside, if there is any."""
    beside = [
        other.header.left
        for other in chosen
        if other.sheet is found.sheet
        and other.header.left > found.header.left
        and other.header.top <= found.bottom
        and found.header.top <= other.bottom
    ]
    return min(beside, default=1 << 30) - 1


def _below(found: Candidate, others: list[Candidate]) -> int:
    """Return the last row before the next table below, or of the sheet."""
    right = max(found.header.columns.values(), default=found.header.left)
    below = [
        min(telling.first_place(other)[0], other.header.top)
        for other in others
        if other.sheet.grid is found.sheet.grid
        and other.header.top > found.header.bottom
        and other.header.left <= right
        and max(other.header.columns.values(), default=1 << 30) >= found.header.left
    ]
    last = max(found.sheet.rows, default=found.bottom)
    return min((row - 1 for row in below if row > found.header.bottom), default=last)


def _take_records(draft: _Draft, labels: FormLabels, found: Candidate, choice: Choice) -> None:
    table = labels.tables[found.table]
    if not found.header.columns:
        return
    from reportcheck.locating import records

    taken = records.extract(table, found, _end(found, choice))
    draft.records[table.table.id] = taken.records
    draft.structure.extend((*taken.told, *telling.left_aside(table, found.sheet, taken.footnotes)))
    first, last = found.header.top, max(taken.last_row, found.header.bottom)
    columns = set(found.header.columns.values())
    corners = {(last, min(columns)), (last, max(columns))}
    draft.placements.append(filling.placement(table, found, corners))
    draft.bodies.setdefault(id(found.sheet.grid), []).append((found.header.bottom + 1, last))
    draft.footnotes.extend(
        (found.sheet.at(place), spell(found.sheet.raw(place)).strip()) for place in taken.footnotes
    )
    draft.feeding.append(telling.Feeding(table, found.sheet, range(first, last + 1), columns))
    draft.structure.extend((*telling.nameless(table, found, last), *records.unread(table, found)))
    if not len(taken.records):
        draft.structure.append(
            telling.finding(
                "no-records", table, at=found.sheet.at((found.header.top, min(columns))),
                facts=telling.whole(table, found.sheet),
            )
        )  # fmt: skip


def _end(found: Candidate, choice: Choice) -> int:
    """Return the row at which the next table of the same grid begins, or the end of the grid."""
    below = [
        telling.first_place(other)[0]
        for other in (*choice.chosen.values(), *chain.from_iterable(choice.tied.values()))
        if other.sheet.grid is found.sheet.grid and other.header.top > found.header.bottom
    ]
    rows = [row for row in below if row > found.header.bottom]
    return min(rows, default=len(found.sheet.grid.rows))


def _tell(
    draft: _Draft, labels: FormLabels, found: Candidate, near: Mapping[str, list[Near]]
) -> None:
    table = labels.tables[found.table]
    for axis, items, match in (
        ("row", table.rows, found.rows),
        ("column", table.columns, found.header.match),
    ):
        if items is None or match is None:
            continue
        draft.structure.extend(telling.axis_findings(axis, items, match, found, table))
        draft.structure.extend(telling.near_findings(axis, items, match, near[axis], found, table))
        draft.use(found.sheet).update(label.place for label in match.known)
        draft.wanted += len(items.required | match.lines.keys())
        draft.found += len(match.lines)
    if found.several:
        draft.structure.append(telling.several_rows(table, found))
    elif table.table.shape is Shape.ONE and found.row is None:
        draft.structure.append(
            telling.finding(
                "missing-row", table, at=found.sheet.at(telling.first_place(found)),
                facts={**telling.whole(table, found.sheet), "what": "figures"},
            )
        )  # fmt: skip
    if found.title is not None:
        draft.use(found.sheet).add(found.title)


def _give_up(draft: _Draft, table: TableLabels, found: Candidate, copies: Sequence[Label]) -> None:
    """Tell that the rows of a table stand under its header twice; none of them is used."""
    places = [found.sheet.at(label.place) for label in copies]
    draft.structure.append(telling.twice_table(table, places))
    draft.readings.update(filling.lacking(table, "duplicate-table"))
    draft.wanted += len(table.columns.required)


def _lack(draft: _Draft, labels: FormLabels, number: int, choice: Choice, source: Source) -> None:
    table = labels.tables[number]
    tied = choice.tied.get(number)
    if tied is None and filling.absent(table):
        draft.readings.update((slot, Reading(State.ABSENT)) for slot in table.table.slots())
    elif tied is not None:
        draft.structure.append(telling.tied_table(table, tied))
        draft.readings.update(filling.lacking(table, "duplicate-table"))
    else:
        sheets = [grid.sheet for grid in source.grids]
        draft.structure.append(telling.missing_table(table, sheets))
        draft.readings.update(filling.lacking(table, "missing-table"))
    draft.wanted += len(table.columns.required)
    draft.wanted += 0 if table.rows is None else len(table.rows.required)


def _ignored(labels: FormLabels, sheets: list[Sheet], draft: _Draft) -> list[tuple[CellRef, str]]:
    """List the cells that fed nothing, those of sheets without any table too."""
    corner = {word for table in labels.tables for word in table.corner}
    ignored = list(draft.footnotes)
    listed = {at for at, _ in ignored}
    for sheet in sheets:
        used = draft.used.get(id(sheet.grid))
        bodies = draft.bodies.get(id(sheet.grid), [])
        for (row, column), word in sheet.words.items():
            if (
                (used and (row, column) in used)
                or row in sheet.titles
                or word.key in corner
                or any(first <= row <= last for first, last in bodies)
                or sheet.at((row, column)) in listed
            ):
                continue
            ignored.append((sheet.at((row, column)), word.text.strip()))
            if len(ignored) >= MOST_IGNORED:
                return ignored
    return ignored
