"""What looks much like a table of the form and was not located: what of it is there, what is not.

A stub whose rows bear the form's names, with figures beside them, is a report under headings that
were lost or renamed. An empty blank, instructions and a list of contents have no such figures; a
summary has headings of its own, which name years or other sheets.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from reportcheck.classes import dataclass
from reportcheck.form import Shape
from reportcheck.locating.furniture import names_furniture
from reportcheck.locating.labels import AxisLabels, FormLabels, TableLabels
from reportcheck.locating.sheets import Place, Sheet, spell
from reportcheck.problem import Problem
from reportcheck.text import fold

LEAST_SHARE: Final = 0.5
"""The share of its rows, or of the columns of records, from which on a table is looked alike."""

LEAST_ROWS: Final = 3
"""So many rows have to bear names of the form, or fewer under the table's own title."""

SURE_SHARE: Final = 0.8
"""The share of the columns from which on records are those of the form."""

LEAST_FILLED: Final = 0.25
"""The share of its rows that hold figures in a report, however little was to be reported."""

FIRST_ROWS: Final = 2_000
"""How many rows of a sheet are looked at."""

MOST_HEADINGS: Final = 6
"""So many headings are named."""

_HEAD = 4
"""How many filled rows above its first row the headings of a table stand in."""

YEAR = re.compile(r"(?:19|20)\d{2}(?:年度?)?")


@dataclass(frozen=True)
class Resemblance:
    """A place that looks like a table: how many of its rows and columns are there by name.

    ``headings`` are the texts that stand over its figures. ``sure`` says that it can be hardly
    anything else, ``titled`` that the title of the table is there.
    """

    table: TableLabels
    place: Place
    rows: int
    columns: int
    headings: tuple[str, ...]
    titled: bool
    sure: bool

    @property
    def facts(self) -> Mapping[str, str]:
        """What is to be told of it: what was met, of how much, and what is wanted."""
        table = self.table
        wanted = dict.fromkeys(item.label for item in table.table.columns.slots)
        rows = table.rows
        return {
            "what": "records" if rows is None else "others" if self.headings else "lost",
            "label": table.table.title or table.table.id,
            "rows_found": str(self.rows),
            "row_count": "" if rows is None else str(_lines(rows)),
            "columns_found": str(self.columns),
            "column_count": str(_lines(table.columns)),
            "headings": "\n".join(self.headings[:MOST_HEADINGS]),
            "labels": "\n".join([*wanted][:MOST_HEADINGS]),
        }


def resembling(
    sheet: Sheet, labels: FormLabels, others: Collection[str] = ()
) -> Resemblance | None:
    """Return what on a sheet is most like a table of the form, if anything is much like one.

    ``others`` are names that headings of a summary may be: those of sheets and of agencies.
    """
    found = [
        each
        for number in range(len(labels.tables))
        if (each := _resembles(sheet, labels, number, frozenset(map(fold, others)))) is not None
    ]
    return _likest(found)


def without_headings(path: str, sheets: Iterable[Sheet], labels: FormLabels) -> Problem | None:
    """Return why a file that holds no table of a form is much like it, None where it is not."""
    found = [
        each for sheet in sheets if (each := resembling(sheet, labels)) is not None and each.rows
    ]
    best = _likest(found)
    if best is None:
        return None
    return Problem("no-headings", path=path, form=labels.form.id, **best.facts)


def _likest(found: Sequence[Resemblance]) -> Resemblance | None:
    return max(found, key=lambda each: (each.sure, each.rows + each.columns), default=None)


def _resembles(
    sheet: Sheet, labels: FormLabels, number: int, others: frozenset[str]
) -> Resemblance | None:
    table = labels.tables[number]
    if table.table.shape is Shape.FORM and table.rows is not None:
        return _form(sheet, labels, number, table.rows, others)
    return _records(sheet, labels, number)


def _form(
    sheet: Sheet, labels: FormLabels, number: int, rows: AxisLabels, others: frozenset[str]
) -> Resemblance | None:
    table = labels.tables[number]
    stub = {
        row: max(named)
        for row, hits in sheet.rows_of[number].items()
        if (named := [each for each, items in hits.items() if rows.slots.intersection(items)])
    }
    names = {item for row, at in stub.items() for item in sheet.rows_of[number][row][at]}
    met = min(len(stub), len(rows.slots & names))
    titled = _is_titled(sheet, number)
    if met < LEAST_SHARE * _lines(rows) or (met < LEAST_ROWS and not titled):
        return None
    figures = _figures(sheet, stub)
    filled = {row for row, _ in figures}
    if len(filled) < max(1, LEAST_FILLED * met):
        return None
    head = _headings(sheet, min(stub), {column for _, column in figures})
    known = _known(sheet, number, min(stub))
    texts = tuple(dict.fromkeys(head.values()))
    if any(YEAR.fullmatch(text) or fold(text) in others for text in texts):
        return None  # a summary of years, or of what is on other sheets
    alike = sum(_is_alike(table.columns, text) for text in texts)
    whole = len({column for _, column in figures}) == _lines(table.columns)
    likely = 2 * alike >= len(texts) if texts else whole
    sure = likely or (titled and (whole or not texts))
    place = min((row, at) for row, at in stub.items())
    return Resemblance(table, place, met, known, texts, titled, sure)


def _records(sheet: Sheet, labels: FormLabels, number: int) -> Resemblance | None:
    """Return the header of records, or of a table of one row, with something below it."""
    table = labels.tables[number]
    heads = sheet.columns_of[number]
    row = max(heads, key=lambda each: len(heads[each]), default=None)
    if row is None:
        return None
    met = min(len(heads[row]), len({item for items in heads[row].values() for item in items}))
    share = met / _lines(table.columns)
    below = [
        other
        for other, columns in sheet.rows.items()
        if other > row and len(heads[row].keys() & set(columns)) > 1
    ]
    if met < 2 or share < LEAST_SHARE or not below:
        return None
    titled = _is_titled(sheet, number)
    sure = share >= SURE_SHARE or titled
    return Resemblance(table, (row, min(heads[row])), 0, met, (), titled, sure)


def _lines(axis: AxisLabels) -> int:
    return len(axis.required) or len(axis.slots)


def _is_titled(sheet: Sheet, number: int) -> bool:
    return number in sheet.named or any(number in titled for titled in sheet.titles.values())


def _figures(sheet: Sheet, stub: Mapping[int, int]) -> set[Place]:
    """Return the figures beside a stub, without those that only number the rows or code them."""
    held: dict[int, list[int]] = {}
    for row, at in sorted(stub.items()):
        for column in sheet.rows.get(row, ()):
            if column > at and (row, column) in sheet.numbers:
                held.setdefault(column, []).append(row)
    top = min(stub)
    return {
        (row, column)
        for column, rows in held.items()
        if not _numbers_rows(sheet, column, rows) and not _is_furniture(sheet, column, top)
        for row in rows
    }


def _numbers_rows(sheet: Sheet, column: int, rows: Sequence[int]) -> bool:
    """Whether a column counts on from row to row: codes, and no figures."""
    shown = [spell(sheet.raw((row, column))).strip().lstrip("0") for row in rows]
    if len(shown) < 2 or not all(each.isascii() and each.isdigit() for each in shown):
        return False
    first = int(shown[0])
    return [int(each) for each in shown] == list(range(first, first + len(shown)))


def _is_furniture(sheet: Sheet, column: int, top: int) -> bool:
    return any(
        (row, column) in sheet.words and names_furniture(sheet.words[row, column].key)
        for row in _above(sheet, top)
    )


def _above(sheet: Sheet, top: int) -> Iterator[int]:
    """Yield the rows in which headings of a table may stand, from the nearest up."""
    rows = sorted((row for row in sheet.rows if row < top), reverse=True)
    for row in rows[:_HEAD]:
        if row in sheet.titles:
            return
        yield row


def _headings(sheet: Sheet, top: int, columns: Collection[int]) -> Mapping[int, str]:
    """Return the nearest heading over each of the columns, as far as one stands there.

    A row of headings stands over most of the columns; captions do not.
    """
    head: dict[int, str] = {}
    for row in _above(sheet, top):
        over = {}
        for column in sheet.rows[row]:
            text = sheet.words[row, column].text.strip()
            if text and ((row, column) not in sheet.numbers or YEAR.fullmatch(text)):
                until = sheet.end_of((row, column))[1]
                over.update(dict.fromkeys(range(column, until + 1), " ".join(text.split())))
        if 2 * len(over.keys() & set(columns)) > len(columns) and len({*over.values()}) > 1:
            for column in over.keys() & set(columns):
                head.setdefault(column, over[column])
    return dict(sorted(head.items()))


def _known(sheet: Sheet, number: int, top: int) -> int:
    """Return how many columns stand over a stub by their names."""
    named: Counter[int] = Counter()
    items: set[int] = set()
    for row in _above(sheet, top):
        for column, each in sheet.columns_of[number].get(row, {}).items():
            named[column] += 1
            items.update(each)
    return min(len(named), len(items))


def _is_alike(columns: AxisLabels, text: str) -> bool:
    """Whether a heading is, or contains, much of the name of a column: 预算 of 预算数."""
    key = fold(text)
    if len(key) < 2:
        return False
    names = [fold(item.label) for item in columns.items]
    return any(key in name or name in key or _half(key, name) for name in names if len(name) > 1)


def _half(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other) >= 60
