"""Where the header of a table may stand: clusters of rows that bear the labels of its columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

from reportcheck.classes import dataclass
from reportcheck.form import Shape
from reportcheck.locating.axes import AxisMatch, Label, match_axis
from reportcheck.locating.labels import FormLabels, TableLabels
from reportcheck.locating.sheets import Place, Sheet
from reportcheck.locating.stubs import header_hits

DEEPEST_GAP = 3
"""How many filled rows that say nothing may stand between two rows of one header."""

Extra = Mapping[Place, tuple[int, ...]]
"""Items that single cells were found to name by likeness, not by equal labels."""

Hits = Mapping[int, Mapping[int, tuple[int, ...]]]
"""The items that cells may name, by row and column."""


@dataclass(frozen=True)
class Header:
    """Rows ``top`` to ``bottom`` as the header of a table, in columns ``left`` to ``right``.

    ``match`` leads from the items of the column axis to sheet columns. ``left`` is where the stub
    may begin.
    """

    table: int
    top: int
    bottom: int
    left: int
    right: int
    match: AxisMatch

    @property
    def columns(self) -> Mapping[int, int]:
        """The sheet column of each column item that was found."""
        return self.match.lines

    @property
    def first(self) -> int:
        """The leftmost column with values, or one beyond the last where there is none."""
        return min(self.columns.values(), default=self.right + 1)


def headers(sheet: Sheet, form: FormLabels, table: int) -> Iterator[Header]:
    """Yield every place of a sheet that may be the header of a table, top to bottom."""
    hits = header_hits(sheet, form.tables[table], table)
    for rows in _clusters(sheet, form.tables[table], table, hits):
        yield from _windows(sheet, form, table, rows, hits)


def _clusters(sheet: Sheet, labels: TableLabels, table: int, found: Hits) -> Iterator[list[int]]:
    cluster: list[int] = []
    met: set[object] = set()
    for row, hits in found.items():
        if not _may_head(sheet, labels, table, row, hits):
            continue
        # A label that only one item bears stands once in a header: the second begins another.
        marks = {
            items if len(items) == 1 else (column, items)
            for column, items in hits.items()
            # What may be a heading over a column of its own name stands above itself.
            if not any(labels.columns.above[item].intersection(items) for item in items)
        }
        if cluster and (
            marks & met
            or _parted(sheet, table, cluster[-1], row)
            or (labels.table.shape is Shape.RECORDS and 2 * len(hits) < len(sheet.rows[row]))
        ):
            yield cluster
            cluster, met = [], set()
        cluster.append(row)
        met |= marks
    if cluster:
        yield cluster


def _may_head(
    sheet: Sheet, labels: TableLabels, table: int, row: int, hits: Mapping[int, tuple[int, ...]]
) -> bool:
    """Whether a row with column labels is a header: a body row may hold such words too."""
    first, last = min(hits), max(hits)
    if labels.rows is not None and any(
        column < first and not labels.rows.slots.isdisjoint(items)
        for column, items in sheet.rows_of[table].get(row, {}).items()
    ):
        return False
    following = [column for column in sheet.rows[row] if column > last][:1]
    return not any(
        (row, column) in sheet.numbers and column not in hits
        for column in (*range(first, last + 1), *following)
    )


def _parted(sheet: Sheet, table: int, above: int, below: int) -> bool:
    for gap, (row, columns) in enumerate(sheet.between(above + 1, below - 1), 1):
        if (
            gap > DEEPEST_GAP
            or row in sheet.titles
            or row in sheet.rows_of[table]
            or any((row, column) in sheet.numbers for column in columns)
        ):
            return True
    return False


def _windows(
    sheet: Sheet, form: FormLabels, table: int, rows: list[int], hits: Hits
) -> Iterator[Header]:
    labels = form.tables[table]
    hit_columns = {column for row in rows for column in hits[row]}
    cuts = [0, *_cuts(sheet, form, table, rows[-1], hit_columns), 1 << 30]
    for left, right in pairwise(cuts):
        within = [column for column in hit_columns if left <= column < right]
        if within:
            stub = _stub_end(sheet, table, rows[-1], min(within)) if labels.rows else -1
            first = max(left, stub + 1)
            met = column_labels(sheet, table, (rows[0], rows[-1]), (first, right - 1))
            match = match_axis(labels.columns, met)
            yield Header(table, rows[0], rows[-1], left, right - 1, match)


def _stub_end(sheet: Sheet, table: int, bottom: int, first: int) -> int:
    """Return the last column of the stub left of the first column label: no header is over it."""
    stub = [
        column
        for row, found in sheet.rows_of[table].items()
        if row > bottom
        for column in found
        if column < first
    ]
    return max(stub, default=first - 1)


def column_labels(
    sheet: Sheet,
    table: int,
    rows: tuple[int, int],
    columns: tuple[int, int],
    extra: Extra | None = None,
) -> list[Label]:
    """Return the texts in the rows of a header, right of its stub, as labels along the columns."""
    met = []
    for row, filled in sheet.between(*rows):
        hits = sheet.columns_of[table].get(row, {})
        for column in filled:
            place = row, column
            if columns[0] <= column <= columns[1] and place not in sheet.pieces:
                items = hits.get(column) or (extra or {}).get(place, ())
                met.append(Label(column, row, sheet.end_of(place)[1], place, items))
    return met


def _cuts(sheet: Sheet, form: FormLabels, table: int, bottom: int, hits: set[int]) -> list[int]:
    """Return the columns at which another table begins beside the first, with a stub of its own."""
    if form.tables[table].rows is None:
        return []
    stubs: Counter[int] = Counter()
    end = min((row for row in sheet.titles if row > bottom), default=1 << 30)
    last = max((row for row in sheet.rows_of[table] if row < end), default=bottom)
    for labels, rows in zip(form.tables, sheet.rows_of, strict=True):
        for row, found in rows.items():
            if bottom < row <= last and labels.rows is not None:
                slots = labels.rows.slots
                stubs.update(column for column, items in found.items() if slots & set(items))
    often = max(stubs.values(), default=0)
    inner = sorted(
        column
        for column, count in stubs.items()
        if 2 * count >= often and min(hits) < column < max(hits)
    )
    # The columns of one stub stand beside each other: no header label is between them.
    return [
        column
        for before, column in pairwise([min(hits), *inner])
        if any(before <= hit < column for hit in hits)
    ]
