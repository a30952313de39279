"""Where a table may stand: a header, the rows under it, and how much of the form that explains.

The fit of a candidate is the share of the table's slots it gives a place, and half the share of the
labels it found. Its score adds what its title says: 0.4 for its own above it, -0.4 for another
table's. A table with figures outweighs an empty one (1.0), one that can be seen a hidden one (0.2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import islice

from reportcheck.classes import dataclass
from reportcheck.form import Shape
from reportcheck.locating.axes import AxisMatch, Label, match_axis
from reportcheck.locating.headers import Extra, Header, column_labels, headers
from reportcheck.locating.labels import FormLabels, TableLabels
from reportcheck.locating.sheets import Place, Sheet
from reportcheck.locating.single import value_rows
from reportcheck.locating.titles import is_lent, title_of
from reportcheck.number import Untold, is_placeholder, trim
from reportcheck.problem import Problem

STRONG = 0.5
"""The share of a table's columns from which on a header ends the table above it."""

MOST_COPIES, MOST_PAGES = 20, 5_000
"""How often a table may seem to stand in a file; one of records repeats its header on each page."""


@dataclass(frozen=True)
class Candidate:
    """One place where a table may stand.

    ``rows`` is the match of the stub; ``row`` the one row of values of a table without labelled
    rows, ``several`` the rows that may as well be it. ``skipped`` are the rows of a repeated
    header. ``sign`` is 1 under its own title, -1 under another table's; ``filled`` says whether
    figures stand in it.
    """

    table: int
    sheet: Sheet
    header: Header
    bottom: int
    rows: AxisMatch | None
    row: int | None
    several: tuple[int, ...]
    skipped: frozenset[int]
    title: Place | None
    sign: int
    fit: float = 0.0
    filled: bool = True

    @property
    def score(self) -> float:
        """How much speaks for it, in all."""
        seen = not self.sheet.grid.hidden
        return self.fit + 0.4 * self.sign + 1.0 * self.filled + 0.2 * seen

    @cached_property
    def cells(self) -> frozenset[Place]:
        """The places of the slots it found; of records, of the header's labels."""
        if self.rows is None and self.row is None:
            return frozenset(label.place for label in self.header.match.labels.values())
        lines = [self.row] if self.rows is None else self.rows.lines.values()
        columns = self.header.columns.values()
        return frozenset((row, column) for row in lines if row is not None for column in columns)


@dataclass(frozen=True)
class _Outline:
    """All the headers on a sheet by table, and those that are surely one."""

    by_table: tuple[tuple[Header, ...], ...]
    strong: tuple[Header, ...]


def outline(sheet: Sheet, form: FormLabels) -> _Outline:
    """Find the headers of every table of the form on one sheet."""
    by_table = tuple(
        tuple(islice(headers(sheet, form, number), most_places(table) + 1))
        for number, table in enumerate(form.tables)
    )
    return _Outline(
        by_table,
        tuple(
            header
            for number, found in enumerate(by_table)
            for header in found
            if len(header.columns) + len(header.match.doubled)
            >= STRONG * len(form.tables[number].columns.slots)
        ),
    )


def most_places(table: TableLabels) -> int:
    """Return how often a table may seem to stand in one file."""
    return MOST_PAGES if table.table.shape is Shape.RECORDS else MOST_COPIES


def everywhere(sheets: Iterable[Sheet], form: FormLabels) -> Iterator[Candidate]:
    """Yield the candidates of all sheets of a file.

    A file that holds a table over and over is a collection, and none of them can be chosen: it is
    a Problem, ``many-copies``, before every copy is weighed against every other.
    """
    met: Counter[int] = Counter()
    for sheet in sheets:
        for each in candidates(sheet, form):
            table = form.tables[each.table]
            met[each.table] += 1
            if met[each.table] > (most := most_places(table)):
                label = table.table.title or table.table.id
                raise Problem("many-copies", path=sheet.grid.path, table=label, count=most)
            yield each


def candidates(sheet: Sheet, form: FormLabels) -> Iterator[Candidate]:
    """Yield every place on a sheet where a table of the form may stand."""
    found = outline(sheet, form)
    for table, own in enumerate(found.by_table):
        for header in own:
            yield candidate(sheet, form, header, found)
        if form.tables[table].rows is not None and sheet.rows_of[table]:
            yield from _without_header(sheet, form, table, found)


def _without_header(
    sheet: Sheet, form: FormLabels, table: int, found: _Outline
) -> Iterator[Candidate]:
    """Yield a stub whose header bears no known label: its columns may be found by likeness."""
    slots = form.tables[table].rows
    hits = [
        (row, column)
        for row, each in sheet.rows_of[table].items()
        for column, items in each.items()
        if slots is not None and not slots.slots.isdisjoint(items)
    ]
    if not hits or any(header.bottom < hits[-1][0] for header in found.by_table[table]):
        return
    top = first = hits[0][0]
    for row in sorted((row for row in sheet.rows if row < first), reverse=True)[:4]:
        if row in sheet.titles or any((row, column) in sheet.numbers for column in sheet.rows[row]):
            break
        top = row
    if top < first:
        stub = max(column for _, column in hits)
        match = AxisMatch(
            unknown=column_labels(sheet, table, (top, first - 1), (stub + 1, 1 << 30))
        )
        header = Header(table, top, first - 1, 0, (1 << 30) - 1, match)
        yield candidate(sheet, form, header, found)


def candidate(
    sheet: Sheet,
    form: FormLabels,
    header: Header,
    found: _Outline,
    extra: Extra | None = None,
) -> Candidate:
    """Follow a header down to the end of its table and weigh what that explains."""
    labels = form.tables[header.table]
    bottom, skipped = _extent(sheet, form, header, found)
    rows, row = None, None
    several: tuple[int, ...] = ()
    if labels.rows is not None:
        rows = match_stub(sheet, labels, header, (bottom, skipped), extra)
    elif labels.table.shape is Shape.ONE:
        several = value_rows(sheet, header, bottom)
        if several and _torn(labels, header, (several[0], bottom), found):
            several = ()
        row, several = (several[0], ()) if len(several) == 1 else (None, several)
    title, sign = title_of(sheet, header)
    if sign < 0 and rows is not None and is_lent(sheet, header, rows):
        rows = AxisMatch()
    draft = Candidate(header.table, sheet, header, bottom, rows, row, several, skipped, title, sign)
    return replace(draft, fit=_fit(labels, draft), filled=_filled(labels, draft))


def _fit(labels: TableLabels, found: Candidate) -> float:
    columns, rows = labels.columns, labels.rows
    width = len(found.header.columns) / max(len(columns.slots), 1)
    height = 1.0
    met = _met(found.header.match)
    slots = len(columns.slots)
    if rows is not None and found.rows is not None:
        height = len(found.rows.lines) / max(len(rows.slots), 1)
        met += _met(found.rows)
        slots += len(rows.slots)
    return width * height + 0.5 * met / max(slots, 1)


def _met(match: AxisMatch) -> float:
    """How many items were met; one that stands there twice is no place, but explains a label."""
    return len(match.lines) + 0.5 * len(match.doubled)


def _filled(labels: TableLabels, found: Candidate) -> bool:
    """Whether figures stand in a table, or signs for none: prose in its cells explains it."""
    if labels.table.shape is Shape.RECORDS or found.several:
        return True
    return any(_holds_figure(found.sheet, place) for place in found.cells)


def _holds_figure(sheet: Sheet, place: Place) -> bool:
    raw = sheet.raw(place)
    if isinstance(raw, Untold):  # figures that belong to one column or another
        return bool(raw.found or raw.shown)
    words = sheet.words
    return place in sheet.numbers or (place in words and is_placeholder(trim(words[place].text)))


def match_stub(
    sheet: Sheet,
    labels: TableLabels,
    header: Header,
    body: tuple[int, frozenset[int]],
    extra: Extra | None = None,
) -> AxisMatch:
    """Match the texts left of a table's values to the items of its rows."""
    if labels.rows is None:
        return AxisMatch()
    bottom, skipped = body
    filled = set()
    met = []
    values = set(header.columns.values())
    first = header.first if values else None
    for row, columns in sheet.between(header.bottom + 1, bottom):
        if row in skipped:
            continue
        hits = sheet.rows_of[header.table].get(row, {})
        if not values.isdisjoint(columns):
            filled.add(row)
        for column in columns:
            place = row, column
            if column < header.left or (first is not None and column >= first):
                continue
            if place in sheet.pieces:
                continue
            if place not in sheet.numbers or column in hits:
                items = hits.get(column) or (extra or {}).get(place, ())
                met.append(Label(row, column, sheet.end_of(place)[0], place, items))
    return match_axis(labels.rows, met, filled)


def _extent(
    sheet: Sheet, form: FormLabels, header: Header, found: _Outline
) -> tuple[int, frozenset[int]]:
    """Return the last row of the table under a header, and the rows of its repeated headers."""
    last = max(sheet.rows, default=header.bottom)
    own_rows = sheet.rows_of[header.table]
    for row, titled in sheet.titles.items():
        if row <= header.bottom or row in own_rows:
            continue
        if header.table not in titled or _begins(sheet, form, header, row, found):
            last = min(last, row - 1)
    own_tops = {again.top for again in found.strong if again.table == header.table}
    for other in found.strong:
        if (
            other.table != header.table
            and other.top not in own_tops
            and header.bottom < other.top <= last
            and _below(header, other, form)
            and not _names_rows(own_rows, other, header.first)
        ):
            last = other.top - 1
    skipped: set[int] = set()
    for again in found.by_table[header.table]:
        if again.left != header.left or not header.bottom < again.top <= last:
            continue
        slots = form.tables[header.table].rows
        before = _named_rows(sheet, header.table, header.bottom + 1, again.top - 1)
        before &= slots.slots if slots is not None else set()  # a group may go on on the next page
        same = dict(again.columns) == dict(header.columns)
        twice = before & _named_rows(sheet, header.table, again.bottom + 1, last)
        nameless = slots is not None and not before and _has_figures(sheet, header, again.top - 1)
        one = form.tables[header.table].table.shape is Shape.ONE
        if same and not twice and not nameless and not one:
            skipped.update(range(again.top, again.bottom + 1))
        elif again in found.strong and _repeats(again, header):
            return again.top - 1, frozenset(skipped)
    return last, frozenset(skipped)


def _begins(sheet: Sheet, form: FormLabels, header: Header, title: int, found: _Outline) -> bool:
    """Whether a table begins at its title, with a header that cannot be read, and not above it."""
    table = header.table
    own_rows = sheet.rows_of[table]
    first = min((row for row in own_rows if row > title), default=None)
    if first is None:
        return False
    above = any(header.bottom < row < title for row in own_rows)
    again = any(
        title < other.top <= first and (other.columns or other.match.doubled)
        for other in found.by_table[table]
    )
    corner = any(
        sheet.words[row, column].key in form.tables[table].corner
        for row, columns in sheet.between(title + 1, first - 1)
        for column in columns
    )
    return corner and not above and not again


def _has_figures(sheet: Sheet, header: Header, bottom: int) -> bool:
    """Whether figures stand under the columns of a header down to a row."""
    columns = set(header.columns.values())
    return any(
        (row, column) in sheet.numbers
        for row, filled in sheet.between(header.bottom + 1, bottom)
        for column in columns.intersection(filled)
    )


def _repeats(again: Header, header: Header) -> bool:
    """Whether a header is one more of the table: a single label elsewhere is text in a cell."""
    held = [header.columns.get(item) == column for item, column in again.columns.items()]
    return len(held) > 1 or all(held)


def _names_rows(
    own_rows: Mapping[int, Mapping[int, tuple[int, ...]]], other: Header, first: int
) -> bool:
    """Whether what looks like another header is rows of this table, with names in its stub."""
    return any(
        column < first
        for row in range(other.top, other.bottom + 1)
        for column in own_rows.get(row, ())
    )


def _below(header: Header, other: Header, form: FormLabels) -> bool:
    """Whether another header stands under this table, and not beside it."""
    stub = form.tables[header.table].rows is not None
    left = header.left if stub else header.first
    columns = [label.line for label in other.match.labels.values()]
    return (
        bool(columns)
        and min(columns) <= max(header.columns.values(), default=1 << 30)
        and (max(columns) >= left)
    )


def _named_rows(sheet: Sheet, table: int, first: int, last: int) -> set[int]:
    return {
        items[0]
        for row, hits in sheet.rows_of[table].items()
        if first <= row <= last
        for items in hits.values()
        if len(items) == 1
    }


def _torn(labels: TableLabels, header: Header, rows: tuple[int, int], found: _Outline) -> bool:
    """Whether more of the header stands further down: what is between is not its values."""
    row, bottom = rows
    met = header.columns.keys() | header.match.doubled.keys()
    whole = labels.columns.required <= met
    return any(
        header.bottom < again.top <= row
        or (
            not whole
            and row < again.top <= bottom + 1
            and len(again.match.known) > 1
            and met.isdisjoint(again.columns)  # with the same columns it is a header of its own
        )
        for again in found.by_table[header.table]
    )
