"""What of a file may say whose it is: the labels in its cells, and the lines that may be titles."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple, TypeAlias

from reportcheck.classes import dataclass
from reportcheck.grid import Area, Grid, Source, texts_in
from reportcheck.number import Raw
from reportcheck.period import in_digits
from reportcheck.text import fold

FIRST_ROWS = 400
"""How many rows of a grid are searched for clues."""

LONGEST_LINE = 500
"""Longer texts are prose: a pattern is not tried on them."""

LONGEST_TITLE = 100
"""Longer lines, and those that are sentences, are no title that names an agency or a period."""

Placed: TypeAlias = Iterable[tuple[Grid, Area, Collection[int]]]
"""Where tables were found: the grid, the area, and in a document the numbers of its tables."""

_COLON = re.compile(r"[:：]")
_BESIDE: Final = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
"""What stands in brackets after a label, as in 填报单位（盖章）."""


@dataclass(frozen=True)
class Look:
    """A file that is looked at: ``tops`` has the row of a grid, by sheet, where its tables begin.

    What was seen of a grid is kept: agency and period are looked for in the same cells.
    """

    source: Source
    tops: Mapping[str | None, int] = field(default_factory=dict)
    _kept: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def at(cls, source: Source, placed: Placed = ()) -> Look:
        """Return how a file is looked at in which tables were found, each with its area."""
        tops: dict[str | None, int] = {}
        for grid, area, tables in placed:
            top = _top(grid, area, tables)
            tops[grid.sheet] = min(top, tops.get(grid.sheet, top))
        return cls(source, tops)

    def labels(self, grid: Grid, name: str) -> Iterator[Label]:
        """Yield the cells of a grid that may bear a label, in their order.

        No number is a label: most cells of a form are not looked at.
        """
        key = "labels", id(grid)
        if key not in self._kept:
            kept: dict[str, list[tuple[int, int, str]]] = {}
            for each in self._strings(grid):
                kept.setdefault(_parted(each[2])[0], []).append(each)
            self._kept[key] = kept
        found: Mapping[str, Sequence[tuple[int, int, str]]] = self._kept[key]
        for row, column, text in found.get(name, ()) if name else ():
            yield Label(row, column, _parted(text)[1])

    def _strings(self, grid: Grid) -> Iterator[tuple[int, int, str]]:
        """Yield the texts of the first rows with their places, which are those of the blank."""
        blank = self.source.blank
        known = zip(blank.grids, blank.strings, strict=True) if blank else ()
        places = next((places for each, places in known if each is grid), None)
        for row, column in texts_in(grid) if places is None else places:
            if row >= FIRST_ROWS:
                return
            text = grid.rows[row][column]
            if isinstance(text, str) and text and len(text) <= LONGEST_LINE:
                yield row, column, text

    def lines(self, grid: Grid) -> Sequence[tuple[int, int, str]]:
        """Return the lines of a grid in which a title may stand."""
        key = "lines", id(grid)
        if key not in self._kept:
            self._kept[key] = [*_lines(grid, self.tops.get(grid.sheet, FIRST_ROWS))]
        lines: Sequence[tuple[int, int, str]] = self._kept[key]
        return lines


@lru_cache(maxsize=1 << 14)
def _parted(text: str) -> tuple[str, str]:
    """Return the label that a text may be, folded, and what stands after its colon."""
    name, *after = _COLON.split(text.strip(), maxsplit=1)
    bare = _BESIDE.sub("", name)
    return fold(bare or name), after[0].strip() if after else ""


class Label(NamedTuple):
    """A cell that may be a label, and what stands after its colon."""

    row: int
    column: int
    after: str


def _top(grid: Grid, area: Area, tables: Collection[int]) -> int:
    """Return the row of a grid in which an area begins."""
    if grid.lines is None:
        return area.top - grid.first_row
    inside = grid.tables or ()
    rows = (
        row
        for row, line in enumerate(grid.lines)
        if line >= area.top and (not tables or inside[row] in tables)
    )
    return next(rows, 0)


def _texts(grid: Grid) -> Iterator[tuple[int, int, str]]:
    for row, cells in enumerate(grid.rows[:FIRST_ROWS]):
        for column, raw in enumerate(cells):
            text = text_of(raw)
            if text and len(text) <= LONGEST_LINE:
                yield row, column, text


def text_of(raw: Raw) -> str:
    """Return what stands in a cell as the text that may answer a clue, empty for none."""
    if isinstance(raw, bool) or raw is None:
        return ""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return raw.strip() if isinstance(raw, str) else str(raw) if isinstance(raw, int) else ""


def _lines(grid: Grid, top: int) -> Iterator[tuple[int, int, str]]:
    """Yield the lines in which a title may stand, each with its place, runs of blanks as one.

    From row ``top`` on there are figures, which are no title.

    What is broken into lines within its cell comes as a whole after these, and two lines that stand
    alone in rows that follow each other once more as two.
    """
    above = ""
    for row, texts in groupby(_texts(grid), key=itemgetter(0)):
        held = [*texts]
        for _, column, text in held:
            if row >= top and not isinstance(grid.rows[row][column], str):
                continue
            for each in _split(text):
                yield row, column, each
        here = _split(held[0][2])[-1:] if len(held) == 1 else ()
        if above and here:
            yield row, held[0][1], f"{above}\n{here[0]}"
        above = here[0] if here else ""


@lru_cache(maxsize=1 << 14)
def _split(text: str) -> tuple[str, ...]:
    """Return the lines of a text in which a title may stand, and of several all of it."""
    lines = [" ".join(each.split()) for each in text.splitlines() if each.strip()]
    if len(lines) > 1:
        lines.append("".join(lines))
    return tuple([in_digits(each) for each in lines if _may_be_title(each)])


def _may_be_title(line: str) -> bool:
    return len(line) <= LONGEST_TITLE and "。" not in line
