"""A grid as locating sees it: folded texts by place, what looks like a number, merged areas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import NamedTuple, TypeAlias
from unicodedata import normalize

from reportcheck.address import CellRef
from reportcheck.classes import dataclass
from reportcheck.grid import Grid
from reportcheck.locating.joining import joined_labels
from reportcheck.locating.labels import LONGEST_LABEL, FormLabels
from reportcheck.number import Raw, Untold, is_placeholder, trim
from reportcheck.text import fold, fold_number, without_footnote

Place: TypeAlias = tuple[int, int]
"""A cell by row and column of its grid, counted from 0."""

_NUMBER = re.compile(r"[-+(]?\d[\d,.]*\)?%?")

MOST_CELLS = 400_000
"""How many filled cells of a sheet are searched for labels; no form comes near it."""


class Word(NamedTuple):
    """The text of a cell: as it stands, folded, and folded without leading numbering."""

    text: str
    key: str
    plain: str


@dataclass(frozen=True)
class Sheet:
    """The filled cells of a grid, and what each may stand for in the form.

    ``rows[i]`` are the filled columns of row ``i``, in order; blank rows are not in it.
    ``columns_of[t][i][j]`` and ``rows_of[t][i][j]`` are the items of table ``t`` that the cell at
    ``(i, j)`` may name. ``titles[i]`` are the tables whose title row ``i`` bears. Of a label that
    stands in pieces the word is the whole, and ``pieces`` are the other cells.
    """

    grid: Grid
    rows: Mapping[int, tuple[int, ...]]
    words: Mapping[Place, Word]
    numbers: frozenset[Place]
    spans: Mapping[Place, Place]
    columns_of: tuple[Mapping[int, Mapping[int, tuple[int, ...]]], ...]
    rows_of: tuple[Mapping[int, Mapping[int, tuple[int, ...]]], ...]
    titles: Mapping[int, frozenset[int]]
    named: frozenset[int]
    pieces: frozenset[Place] = frozenset()
    beside: Mapping[int, Mapping[int, frozenset[int]]] = field(default_factory=dict)
    """Of rows that bear several titles beside each other, the columns of these."""

    def raw(self, place: Place) -> Raw:
        """Return the cell as the file holds it; None beyond the end of its row."""
        row, column = place
        if row >= len(self.grid.rows) or column >= len(self.grid.rows[row]):
            return None
        return self.grid.rows[row][column]

    def at(self, place: Place) -> CellRef:
        """Return the address of a cell, of one below the last row too."""
        row, column = place
        if row < len(self.grid.rows):
            return self.grid.at(row, column)
        last = self.grid.at(len(self.grid.rows) - 1, column)
        return replace(last, row=last.row + row - len(self.grid.rows) + 1)

    def end_of(self, place: Place) -> Place:
        """Return the last cell of the merged area that begins here, or the cell itself."""
        return self.spans.get(place, place)

    def start_of(self, place: Place) -> Place:
        """Return the first cell of the merged area that covers a cell, or the cell itself."""
        row, column = place
        for (top, left), (bottom, right) in self.spans.items():
            if top <= row <= bottom and left <= column <= right:
                return top, left
        return place

    def between(self, first: int, last: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield the filled rows from ``first`` to ``last``, both included, with their columns."""
        for row in range(first, last + 1):
            if row in self.rows:
                yield row, self.rows[row]


def is_blank(raw: Raw) -> bool:
    """Whether nothing stands in a cell."""
    return raw is None or (isinstance(raw, str) and (not raw or raw.isspace()))


def spell(raw: Raw) -> str:
    """Return a cell as a label would be spelt: a year kept as the number 2024.0 is ``2024``."""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, Untold):
        return raw.shown or "?"
    return raw if isinstance(raw, str) else str(raw)


def is_value(sheet: Sheet, place: Place, marks: Sequence[tuple[str, str]]) -> bool:
    """Whether a cell holds a number, a stroke for none, or one of the declared marks."""
    if place in sheet.numbers:
        return True
    if place not in sheet.words:
        return False
    text = trim(sheet.words[place].text)
    return is_placeholder(text) or any(
        normalize("NFKC", text) == normalize("NFKC", mark).strip() for mark, _ in marks
    )


def called_by(sheet: Sheet, row: int) -> str:
    """Return the first text of a row that is no figure, by which people know it."""
    for column in sheet.rows.get(row, ()):
        text = trim(sheet.words[row, column].text)
        if (row, column) not in sheet.numbers and not is_placeholder(text):
            return text
    return ""


def _word(raw: Raw) -> Word:
    text = spell(raw)
    if len(text) > LONGEST_LABEL:
        return Word(text, "", "")
    if not isinstance(raw, str) or (text.isascii() and text.isdigit()):
        return Word(text, text, text)  # most cells: nothing to fold
    return Word(text, fold(text), fold_number(text))


def _looks_numeric(raw: Raw, key: str) -> bool:
    if isinstance(raw, str | Untold):
        return key.isdigit() or _NUMBER.fullmatch(key) is not None
    return isinstance(raw, int | float)


def looks_numeric(raw: Raw) -> bool:
    """Whether a cell holds what looks like a number.

    >>> looks_numeric("1,204"), looks_numeric(7.0), looks_numeric("7 units"), looks_numeric(None)
    (True, True, False, False)
    """
    return raw is not None and _looks_numeric(raw, raw.strip() if isinstance(raw, str) else "")


def _spans(grid: Grid) -> dict[Place, Place]:
    return {
        (area.top - grid.first_row, area.left - grid.first_column): (
            area.bottom - grid.first_row,
            area.right - grid.first_column,
        )
        for area in grid.merges
    }


def survey(grid: Grid, form: FormLabels, *, rows: int | None = None) -> Sheet:
    """Look over a grid (or its first ``rows``) once: all later questions are answered from it."""
    filled: dict[int, tuple[int, ...]] = {}
    words: dict[Place, Word] = {}
    numbers: set[Place] = set()
    strange: dict[Place, str] = {}
    hits = _Hits(form)
    titles: dict[int, frozenset[int]] = {}
    beside: dict[int, dict[int, frozenset[int]]] = {}
    for i, cells in enumerate(grid.rows[:rows]):
        columns = tuple(j for j, raw in enumerate(cells) if not is_blank(raw))
        if not columns:
            continue
        filled[i] = columns
        for j in columns:
            raw = cells[j]
            words[i, j] = word = _word(raw)
            if _looks_numeric(raw, word.key):
                numbers.add((i, j))
            if not hits.add((i, j), word) and word.key and (i, j) not in numbers:
                strange[i, j] = word.key
        titled = form.titled(words[i, columns[0]].key) if form.titles else frozenset()
        if titled and not any((i, j) in numbers for j in columns):
            titles[i] = titled
            more = {j: each for j in columns if (each := form.titled(words[i, j].key))}
            if len(more) > 1:
                beside[i] = more
        if len(words) > MOST_CELLS:
            break
    _unmark(hits, words, strange)
    spans = _spans(grid)
    pieces: set[Place] = set()
    for joined in joined_labels(form, strange, filled, frozenset(numbers)):
        place = joined.place
        words[place] = word = Word(joined.key, joined.key, fold_number(joined.key))
        hits.add(place, word)
        pieces.update(piece for piece in joined.pieces if piece != place)
        last = joined.pieces[-1]
        if last in spans and place == joined.pieces[0]:  # its last cell says how far it goes
            spans[place] = spans[last]
        else:
            spans.pop(place, None)
    return Sheet(
        grid, filled, words, frozenset(numbers), spans,
        tuple(hits.columns), tuple(hits.rows), titles, _named(grid, form), frozenset(pieces),
        beside,
    )  # fmt: skip


def _unmark(hits: _Hits, words: dict[Place, Word], strange: dict[Place, str]) -> None:
    """Take labels with the mark of a footnote behind them for the labels, where nothing else is."""
    marked = {
        place: bare
        for place in strange
        if (bare := without_footnote(words[place].text)) is not None
    }
    plainly = {word.key for place, word in words.items() if place not in strange} if marked else ()
    for place, bare in marked.items():
        word = Word(words[place].text, fold(bare), fold_number(bare))
        # 合计 and 合计* beside each other are two things, unless the form has several of the name.
        if (word.key not in plainly or hits.are_several(word)) and hits.add(place, word):
            words[place] = word
            del strange[place]


class _Hits:
    """What the cells of a sheet may stand for, by table, row and column."""

    def __init__(self, form: FormLabels) -> None:
        self._form = form
        self.columns: list[dict[int, dict[int, tuple[int, ...]]]] = [{} for _ in form.tables]
        self.rows: list[dict[int, dict[int, tuple[int, ...]]]] = [{} for _ in form.tables]

    def are_several(self, word: Word) -> bool:
        """Whether a text may be that of several items of an axis."""
        found = self._form.mentions(word.key, word.plain)
        return any(len(each.columns) > 1 or len(each.rows) > 1 for each in found)

    def add(self, place: Place, word: Word) -> bool:
        """Keep what a cell may name, and return whether that is anything."""
        row, column = place
        mentions = self._form.mentions(word.key, word.plain)
        for mention in mentions:
            if mention.columns:
                self.columns[mention.table].setdefault(row, {})[column] = mention.columns
            if mention.rows:
                self.rows[mention.table].setdefault(row, {})[column] = mention.rows
        return bool(mentions)


def _named(grid: Grid, form: FormLabels) -> frozenset[int]:
    """Return the tables that the name of the sheet means, by title or by id."""
    if grid.sheet is None:
        return frozenset()
    key = fold(grid.sheet)
    by_id = {number for number, each in enumerate(form.tables) if fold(each.table.id) == key}
    return frozenset(by_id) or form.titled(key)
