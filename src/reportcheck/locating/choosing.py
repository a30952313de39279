"""Which candidate is which table: the best of them, each cell used once, and no choice in a tie.

The candidates of all tables are taken from the best score down. A candidate whose cells another
table has taken is out. Where the best left for a table has an equal that explains other cells, or
where two tables claim the same cells with equal right, nobody gets them. Nor where another place,
filled in as well, explains nearly as much; one that explains less, or says less, is told.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import field
from itertools import groupby

from reportcheck.classes import dataclass
from reportcheck.form import Shape
from reportcheck.locating.candidates import STRONG, Candidate
from reportcheck.locating.labels import FormLabels

SAME = 1e-9
"""Scores no further apart are equal."""

NEARLY = 0.8
"""What fits at least this much of what the best fits may as well be the table."""

NOTEWORTHY = 0.1
"""What fits less than this share is not the table, whatever stands there."""

LEAST_COLUMNS = 0.3
"""The share of its columns by which an untitled table without labelled rows is told."""


@dataclass
class Choice:
    """The candidate of each table that has one, and the rivals where there was no telling.

    ``others`` are further places of a chosen table, passed over.
    """

    chosen: dict[int, Candidate] = field(default_factory=dict)
    tied: dict[int, tuple[Candidate, ...]] = field(default_factory=dict)
    others: dict[int, tuple[Candidate, ...]] = field(default_factory=dict)


def choose(form: FormLabels, found: Iterable[Candidate]) -> Choice:
    """Give every table its candidate, as far as that can be told."""
    all_ = list(found)
    sound = sorted(
        (each for each in all_ if _sound(form, each)),
        key=lambda each: (-each.score, each.table),
    )
    choice = Choice()
    nearest = _nearest_headers(sound)
    apart = _apart_from_home(nearest)
    remaining = [each for each in nearest if id(each) not in apart]
    while remaining:
        best = [each for each in remaining if each.score >= remaining[0].score - SAME]
        refused = _rivals(best)
        first = next((each for each in best if each.table not in refused), None)
        if first is None:
            for table, rivals in refused.items():
                choice.tied[table] = tuple(rivals)
            gone = set(refused)
            taken = [rival for rivals in refused.values() for rival in rivals]
        else:
            choice.chosen[first.table] = first
            gone = {first.table}
            taken = [first]
        remaining = [
            each
            for each in remaining
            if each.table not in gone and not any(_overlap(each, one) for one in taken)
        ]
    named = [each for each in nearest if each.rows is not None and each.rows.lines]
    rest = [*nearest, *(each for each in all_ if _nameless(form, each, named))]
    _look_round(form, choice, rest, apart)
    return choice


def _apart_from_home(found: Sequence[Candidate]) -> frozenset[int]:
    """Return the copies of a single table that stand outside of the one sheet with all tables.

    They explain no more than the one on that sheet does.
    """
    whole = [each for each in found if each.cells and each.filled and each.fit >= STRONG]
    sheets: dict[int, set[int]] = {}
    for each in whole:
        sheets.setdefault(id(each.sheet), set()).add(each.table)
    tables = {each.table for each in whole}
    homes = [sheet for sheet, held in sheets.items() if held == tables]
    elsewhere = {each.table for each in whole if [id(each.sheet)] != homes}
    if len(homes) != 1 or len(elsewhere) != 1 or elsewhere == tables:
        return frozenset()
    best: dict[int, float] = {}
    for each in whole:
        if id(each.sheet) == homes[0] and not each.sheet.grid.hidden:
            best[each.table] = max(each.fit, best.get(each.table, 0.0))
    return frozenset(
        id(each)
        for each in found
        if id(each.sheet) != homes[0] and each.fit <= best.get(each.table, -1.0) + SAME
    )


def _nameless(form: FormLabels, one: Candidate, named: Iterable[Candidate]) -> bool:
    """Whether figures stand under a header of the table, and none of its rows has its name.

    Nor have they the names of another table that has the same header.
    """
    header, sheet = one.header, one.sheet
    columns = set(header.columns.values())
    return (
        one.rows is not None
        and not one.rows.lines
        and len(columns) > 1
        and 2 * len(columns) >= len(form.tables[one.table].columns.slots)
        and any(
            (row, column) in sheet.numbers
            for row, filled in sheet.between(header.bottom + 1, one.bottom)
            for column in columns.intersection(filled)
        )
        and not any(other.table != one.table and _same_header(one, other) for other in named)
    )


def _look_round(
    form: FormLabels, choice: Choice, found: Iterable[Candidate], apart: Container[int]
) -> None:
    """Give a table up that stands somewhere else nearly as well; remember where else it stands.

    What stands ``apart`` from all the other tables is no better than what stands with these.
    """
    taken = list(choice.chosen.values())
    elsewhere: dict[int, list[Candidate]] = {}
    for each in found:
        best = choice.chosen.get(each.table)
        if (
            best is not None
            and form.tables[each.table].table.shape is not Shape.RECORDS
            and (each.fit >= NOTEWORTHY * best.fit if each.filled else not each.cells)
            and not any(_overlap(each, one) or _same_header(each, one) for one in taken)
        ):
            elsewhere.setdefault(each.table, []).append(each)
    for table, places in elsewhere.items():
        best = choice.chosen[table]
        equal = [each for each in places if id(each) not in apart and _may_be(each, best)]
        if equal:
            choice.tied[table] = (best, *equal)
            del choice.chosen[table]
        else:
            choice.others[table] = tuple(places)


def _may_be(one: Candidate, best: Candidate) -> bool:
    hidden = one.sheet.grid.hidden and not best.sheet.grid.hidden
    fits = bool(one.cells) and one.fit >= NEARLY * best.fit
    return fits and one.sign >= best.sign and not hidden


def _same_header(one: Candidate, other: Candidate) -> bool:
    """Whether the header of one is the other's, or that of its next page."""
    if one.sheet is not other.sheet:
        return False
    if one.header.top == other.header.top and one.header.left == other.header.left:
        return True
    places = {label.place for label in one.header.match.known}
    return one.header.top in other.skipped or any(
        label.place in places for label in other.header.match.known
    )


def _overlap(one: Candidate, other: Candidate) -> bool:
    return one.sheet is other.sheet and not one.cells.isdisjoint(other.cells)


def _sound(form: FormLabels, one: Candidate) -> bool:
    """Whether enough stands there to call it the table: slots, or its own title, or its columns."""
    labels = form.tables[one.table]
    columns = len(one.header.columns) + len(one.header.match.doubled)
    if labels.table.shape is Shape.FORM and one.rows is not None:
        rows = len(one.rows.lines) + len(one.rows.doubled)
        if rows and (columns or one.header.match.unknown):
            return True
        return columns > 0 and one.title is not None
    share = columns / max(len(labels.columns.slots), 1)
    return columns > 0 and (one.title is not None or share >= LEAST_COLUMNS)


def _nearest_headers(ordered: Sequence[Candidate]) -> list[Candidate]:
    """Of candidates of one table that explain the very same cells keep the nearest header."""
    kept: dict[object, Candidate] = {}
    for each in ordered:
        cells = each.cells
        key = (each.table, id(each.sheet.grid), cells or each.header.top)
        held = kept.get(key)
        if held is None or (
            cells and (each.score, each.header.top) > (held.score, held.header.top)
        ):
            kept[key] = each
    return sorted(
        (each for each in kept.values() if not _again(each, kept.values())),
        key=lambda each: -each.score,
    )


def _again(one: Candidate, others: Iterable[Candidate]) -> bool:
    """Whether a header is another's once more, or a record that reads like one."""
    return any(
        other.sheet is one.sheet
        and other.table == one.table
        and other.header.top < one.header.top
        and other.score >= one.score
        and (
            one.header.top in other.skipped
            or (one.rows is None and one.row is None and not one.several)
        )
        for other in others
    )


def _rivals(best: Sequence[Candidate]) -> dict[int, list[Candidate]]:
    """Return the tables that cannot have one of the best: another has equal right to it."""
    by_table = {
        table: list(each)
        for table, each in groupby(
            sorted(best, key=lambda each: each.table), key=lambda each: each.table
        )
    }
    refused = {table: each for table, each in by_table.items() if len(each) > 1}
    for table, each in by_table.items():
        others = [
            other
            for one in each
            for rival, held in by_table.items()
            if rival != table
            for other in held
            if _overlap(one, other)
        ]
        if others:
            refused.setdefault(table, each)
    return refused
