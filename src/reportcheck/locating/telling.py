"""What was wrong or odd about the layout, as findings: facts only, the catalogue has the words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from reportcheck.address import CellRef, column_letters
from reportcheck.finding import Finding, Kind, Verdict, Witness
from reportcheck.form import Item, Slot, label_of
from reportcheck.grid import Grid
from reportcheck.locating.axes import AxisMatch, Label
from reportcheck.locating.candidates import Candidate
from reportcheck.locating.choosing import Choice
from reportcheck.locating.furniture import runs
from reportcheck.locating.labels import AxisLabels, TableLabels
from reportcheck.locating.likeness import Near, names_unit, nearest_text
from reportcheck.locating.sheets import Place, Sheet, called_by, is_blank, looks_numeric, spell
from reportcheck.locating.straying import Strays
from reportcheck.number import Untold
from reportcheck.rule import Severity
from reportcheck.stream import Restored
from reportcheck.submission import Reading


def finding(
    rule: str,
    table: TableLabels,
    *,
    item: tuple[str, Item] | None = None,
    at: CellRef | None = None,
    severity: Severity = Severity.ERROR,
    facts: Mapping[str, str],
) -> Finding:
    """Make one finding about the layout of a table; ``item`` is a row or a column of it."""
    axis, which = item or ("", None)
    name, label = (None, "") if which is None else (which.name, which.label)
    return Finding(
        rule=rule,
        severity=severity,
        verdict=Verdict.FAIL,
        kind=Kind.STRUCTURE,
        table=table.table.id,
        row=name if axis == "row" else None,
        column=name if axis == "column" else None,
        row_label=label if axis == "row" else "",
        column_label=label if axis == "column" else "",
        at=at,
        facts={"table_label": table.table.title or table.table.id, **facts},
    )


def whole(table: TableLabels, sheet: Sheet) -> dict[str, str]:
    """Return the facts of a finding about a table as a whole."""
    return {"label": table.table.title or table.table.id, "sheet": sheet.grid.sheet or ""}


def missing_table(table: TableLabels, sheets: Sequence[str | None]) -> Finding:
    """Tell that a table was found nowhere, and where it was looked for."""
    return finding(
        "missing-table",
        table,
        facts={
            "label": table.table.title or table.table.id,
            "sheets": "\n".join(sheet for sheet in sheets if sheet is not None),
        },
    )


def tied_table(table: TableLabels, rivals: Sequence[Candidate]) -> Finding:
    """Tell that a table stands in several places with equal right to be it."""
    return twice_table(table, [rival.sheet.at(first_place(rival)) for rival in rivals])


def twice_table(table: TableLabels, places: Sequence[CellRef]) -> Finding:
    """Tell that a table stands in several places, by the first cell of each."""
    return finding(
        "duplicate-table",
        table,
        at=places[0],
        facts={
            "label": table.table.title or table.table.id,
            "places": "\n".join(dict.fromkeys(map(str, places))),
        },
    )


UNREAD = "unread"
"""What is said of another place of a table in which no value could be told."""


def elsewhere(table: TableLabels, found: Candidate, choice: Choice) -> Iterator[Finding]:
    """Tell where a table stands once more; or that others do, and this one was found only once."""
    others = choice.others.get(found.table, ())
    for other in others:
        yield finding(
            "other-table",
            table,
            at=other.sheet.at(first_place(other)),
            severity=Severity.INFO if other.sheet.grid.hidden else Severity.WARNING,
            facts={**whole(table, other.sheet), "what": "" if other.cells else UNREAD},
        )
    seen = any(not each.sheet.grid.hidden for many in choice.others.values() for each in many)
    if not others and (choice.tied or seen):
        yield finding(
            "lone-table",
            table,
            at=found.sheet.at(first_place(found)),
            severity=Severity.WARNING,
            facts=whole(table, found.sheet),
        )


def torn(table: TableLabels, number: int, grids: Iterable[Grid]) -> Iterator[Finding]:
    """Tell where labels and figures of a table stand that no rows could be made of."""
    for grid in grids:
        for which, spot in grid.torn if isinstance(grid, Restored) else ():
            if which == number:
                yield finding(
                    "other-table",
                    table,
                    at=CellRef(grid.sheet, *spot),
                    severity=Severity.WARNING,
                    facts={"label": table.table.title or table.table.id, "sheet": ""},
                )


def several_rows(table: TableLabels, found: Candidate) -> Finding:
    """Tell that several rows may be the one row of values: what they hold is there twice."""
    left = min(found.header.columns.values())
    told = twice_table(table, [found.sheet.at((row, left)) for row in found.several])
    return replace(told, facts={**told.facts, "what": "values"})


def first_place(found: Candidate) -> Place:
    """Return the first cell by which a candidate was told: its title or a label of its header."""
    if found.title is not None:
        return found.title
    places = [label.place for label in found.header.match.labels.values()]
    return min(places, default=(found.header.top, found.header.left))


def axis_findings(
    axis: str, labels: AxisLabels, match: AxisMatch, found: Candidate, table: TableLabels
) -> Iterator[Finding]:
    """Tell which items of an axis are missing, and which stand there more than once."""
    sheet = found.sheet
    yield from _ambiguous(axis, labels, match, found, table)
    for number in sorted(labels.slots):
        item = labels.items[number]
        if number in match.ambiguous:
            continue
        if number in match.doubled:
            places = [sheet.at(label.place) for label in match.doubled[number]]
            yield finding(
                f"duplicate-{axis}", table, item=(axis, item), at=places[0],
                facts={
                    "label": item.label, "places": "\n".join(map(str, places)),
                    "what": "" if any(each.items for each in match.doubled[number]) else "parts",
                },
            )  # fmt: skip
        elif number not in match.lines and not labels.optional(number):
            yield missing_item(axis, table, number, match, sheet)


def missing_item(
    axis: str, table: TableLabels, number: int, match: AxisMatch, sheet: Sheet
) -> Finding:
    """Tell that a row or a column of a table was not found, and where it should be."""
    labels = table.rows if axis == "row" and table.rows is not None else table.columns
    item = labels.items[number]
    facts = {"label": item.label, **_where_to_look(labels, match, number, sheet)}
    return finding(f"missing-{axis}", table, item=(axis, item), facts=facts)


def _ambiguous(
    axis: str, labels: AxisLabels, match: AxisMatch, found: Candidate, table: TableLabels
) -> Iterator[Finding]:
    """Tell which single labels may be those of several items."""
    words = table.table.rows if axis == "row" else table.table.columns
    by_label: dict[Label, list[int]] = defaultdict(list)
    for number in sorted(match.ambiguous):
        by_label[match.doubled[number][0]].append(number)
    for label, numbers in by_label.items():
        item = labels.items[numbers[0]]
        names = [labels.items[number].name for number in numbers]
        facts = {
            "label": item.label, "candidates": "\n".join(names),
            "labels": "\n".join(label_of(words, name) for name in names),
            "what": "" if len(names) > 1 else "one",
        }  # fmt: skip
        at = found.sheet.at(label.place)
        yield finding("ambiguous-label", table, item=(axis, item), at=at, facts=facts)


def _where_to_look(labels: AxisLabels, match: AxisMatch, item: int, sheet: Sheet) -> dict[str, str]:
    facts = {"sheet": sheet.grid.sheet or ""}
    under = labels.items[item].path[:-1]
    if under and sum(each.label == labels.items[item].label for each in labels.items) > 1:
        above = [each for each in labels.items if each.path == under]
        facts["under"] = above[0].label if above else under[-1]
    before = max((each for each in match.lines if each < item), default=None)
    if before is not None and before in match.labels:
        facts["after"] = labels.items[before].label
        facts["after_cell"] = sheet.at(match.labels[before].place).a1
    last = match.lines[before] if before is not None else -1
    if match.unknown and (like := nearest_text(labels, item, match.unknown, sheet, last)):
        facts["nearest"], facts["nearest_cell"] = like[0].strip(), sheet.at(like[1]).a1
    return facts


def row_width(table: TableLabels, sheet: Sheet, row: int, slot: Slot, reading: Reading) -> Finding:
    """Tell that a row of text has more or fewer values than the form has columns."""
    untold = next(raw for raw in sheet.grid.rows[row] if isinstance(raw, Untold))
    rows = table.table.rows
    item = None if slot.row is None or rows is None else rows.by_name[slot.row]
    return finding(
        "row-width",
        table,
        item=None if item is None else ("row", item),
        at=reading.at,
        facts={
            "label": whole(table, sheet)["label"] if item is None else item.label,
            # As many values as columns, and empty cells among them.
            "what": "gaps" if untold.found == untold.expected else "",
            "found": str(untold.found),
            "expected": str(untold.expected),
        },
    )


def near_findings(
    axis: str, labels: AxisLabels, match: AxisMatch, near: Iterable[Near],
    found: Candidate, table: TableLabels,
) -> Iterator[Finding]:  # fmt: skip
    """Tell which labels were not the form's own words, but taken for them."""
    for each in near:
        meant = next(
            item for item in each.items
            if item in match.labels and match.labels[item].place == each.label.place
        )  # fmt: skip
        item = labels.items[meant]
        if names_unit(axis, table.table, item, each.found):
            continue
        yield finding(
            "near-label",
            table,
            item=(axis, item),
            at=found.sheet.at(each.label.place),
            severity=Severity.WARNING,
            facts={"found": each.found.strip(), "expected": item.label},
        )


MOST_STRAYS = 200
"""How many numbers that fed nothing are named one by one."""
MOST_CALLED = 5
"""How many rows of such are called by their first words."""


def stray_values(table: TableLabels, sheet: Sheet, found: Strays) -> Iterator[Finding]:
    """Tell which numbers within a table feed no slot, once for rows and once for columns."""
    for what, lines in (("row", found.rows), ("column", found.columns)):
        places = [place for each in lines.values() for place in each]
        if not places:
            continue
        ats = [sheet.at(place) for place in places]
        names = [str(at.row) if what == "row" else column_letters(at.column)
                 for at in (sheet.at(each[0]) for each in lines.values())]  # fmt: skip
        facts = {
            "what": what,
            "lines": "\n".join(names),
            "number": str(len(places)),
            "found": spell(sheet.raw(places[0])).strip(),
        }
        if what == "row" and (called := [called_by(sheet, row) for row in lines]) and any(called):
            facts["called"] = "\n".join(filter(None, called[:MOST_CALLED]))
        stray = finding("stray-value", table, at=ats[0], severity=Severity.WARNING, facts=facts)
        yield replace(
            stray,
            witnesses=tuple(
                Witness(table.table.id, None, "", at, None, spell(sheet.raw(place)).strip())
                for at, place in zip(ats[:MOST_STRAYS], places, strict=False)
            ),
        )


def nameless(table: TableLabels, found: Candidate, last: int) -> Iterator[Finding]:
    """Tell which columns under the header of records hold figures and have no name.

    In delimited text the fields beyond the header are told line by line.
    """
    sheet, grid = found.sheet, found.sheet.grid
    if grid.broken is not None:
        return
    head = range(found.header.top, found.header.bottom + 1)
    body = grid.rows[found.header.bottom + 1 : last + 1]
    named = {column for row in head for column in sheet.rows.get(row, ())}
    right = max(map(len, body), default=0)
    columns: dict[int, tuple[Place, ...]] = {}
    for column in sorted({*range(found.header.left, right)} - named):
        held = tuple(
            (found.header.bottom + 1 + index, column)
            for index, row in enumerate(body)
            if column < len(row) and looks_numeric(row[column])
        )
        if held and not runs(sheet, held):
            columns[column] = held
    yield from stray_values(table, sheet, Strays({}, columns))


MOST_NOTES = 50
"""Notes that are told one by one; all further ones are put together."""


def left_aside(table: TableLabels, sheet: Sheet, notes: Sequence[Place]) -> Iterator[Finding]:
    """Tell which rows under the records were taken for notes."""
    for number, place in enumerate(notes[: MOST_NOTES + 1]):
        beside = [raw for raw in sheet.grid.rows[place[0]] if not is_blank(raw)]
        several = {"what": "several"} if len(beside) > 1 else {}
        told = finding(
            "left-aside",
            table,
            at=sheet.at(place),
            severity=Severity.INFO,
            facts={"found": spell(sheet.raw(place)).strip(), **several},
        )
        yield told if number < MOST_NOTES else replace(told, count=len(notes) - MOST_NOTES)


class Feeding(NamedTuple):
    """The rows and columns of a sheet that feed the slots of a table."""

    table: TableLabels
    sheet: Sheet
    rows: Container[int]
    columns: Container[int]


def hidden(feeding: Sequence[Feeding]) -> Iterator[Finding]:
    """Tell of each sheet once what is hidden of it and feeds slots, of however many tables."""
    of_sheet: dict[int, list[Feeding]] = {}
    for each in feeding:
        of_sheet.setdefault(id(each.sheet.grid), []).append(each)
    for tables in of_sheet.values():
        yield from _hidden(tables)


def _hidden(tables: Sequence[Feeding]) -> Iterator[Finding]:
    table, grid = tables[0].table, tables[0].sheet.grid
    own_rows = sorted(
        row for row in grid.hidden_rows if any(row - grid.first_row in each.rows for each in tables)
    )
    own_columns = sorted(
        column for column in grid.hidden_columns
        if any(column - grid.first_column in each.columns for each in tables)
    )  # fmt: skip
    which = {
        "sheet": [grid.sheet or ""] if grid.hidden else [],
        "rows": [str(row) for row in own_rows],
        "columns": [column_letters(column) for column in own_columns],
    }
    for what, names in which.items():
        if names:
            row = own_rows[0] if what == "rows" else grid.first_row
            column = own_columns[0] if what == "columns" else grid.first_column
            yield finding(
                "hidden",
                table,
                at=CellRef(grid.sheet, row, column, _first_table(grid)),
                severity=Severity.INFO,
                facts={
                    "what": what,
                    "which": "\n".join(names),
                    "shown": ", ".join(_shown(what, name, grid) for name in names),
                },
            )


def _first_table(grid: Grid) -> int | None:
    """Return the number of the first table of a grid of a document; None of another grid."""
    return None if grid.tables is None else next(filter(None, grid.tables), 0)


def _shown(what: str, name: str, grid: Grid) -> str:
    """Spell a hidden row as ``三!5:5``, a column as ``三!C:C``, a sheet by its name."""
    if what == "sheet":
        return name
    where = f"#{_first_table(grid)}" if grid.tables is not None else grid.sheet
    return f"{where}!{name}:{name}"
