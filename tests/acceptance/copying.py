"""Workbooks as they come out of copying: merged cells gone, in one kind of text or another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from reportcheck.grid import Area, Grid
from reportcheck.number import show
from reportcheck.reading import read

Rows: TypeAlias = list[list[str]]
Part: TypeAlias = str | Rows
"""A line of prose, or a table: the cells of each row that are not covered by another."""


def parts(path: str) -> list[Part]:
    """Return what stands on the sheets of a workbook, from top to bottom."""
    return parts_of(read(path).grids)


def parts_of(grids: Iterable[Grid]) -> list[Part]:
    """Return what stands on some sheets, from top to bottom."""
    found: list[Part] = []
    for grid in grids:
        table: Rows = []
        for row in range(len(grid.rows)):
            cells = list(_uncovered(grid, row))
            if len(cells) < 2 and not _spanned(grid, row):
                if table:
                    found.append(table)
                    table = []
                if cells and cells[0]:
                    found.append(cells[0])
            else:
                table.append(cells)
        if table:
            found.append(table)
    return found


def _covering(grid: Grid, row: int, column: int) -> Area | None:
    at = grid.first_row + row, grid.first_column + column
    return next(
        (
            area
            for area in grid.merges
            if area.top <= at[0] <= area.bottom and area.left <= at[1] <= area.right
        ),
        None,
    )


def _uncovered(grid: Grid, row: int) -> Iterator[str]:
    held = [place for place, raw in enumerate(grid.rows[row]) if show(raw)]
    last = grid.width - 1 if _in_table(grid, row) else max(held, default=-1)
    for column in range(last + 1):
        area = _covering(grid, row, column)
        first = area is None or (area.top, area.left) == (
            grid.first_row + row, grid.first_column + column,
        )  # fmt: skip
        if first:
            raw = grid.rows[row][column] if column < len(grid.rows[row]) else None
            yield " ".join(show(raw).split())


def _in_table(grid: Grid, row: int) -> bool:
    return sum(bool(show(raw)) for raw in grid.rows[row]) > 1


def _spanned(grid: Grid, row: int) -> bool:
    return _in_table(grid, row)


def closed(found: list[Part]) -> str:
    """A cell a line, each closed by a bar, rows filled up to the width of their table."""
    lines = []
    for part in found:
        if isinstance(part, str):
            lines.append(part)
            continue
        width = max(map(len, part))
        for row in part:
            text = ""
            for cell in row + [""] * (width - len(row)):
                text += f"{cell} |\n" if cell else "|"
            lines.append(text.rstrip("\n"))
    return "\n".join(lines)


def unmarked(found: list[Part]) -> str:
    """A cell a line, each closed by a bar, and nothing where a cell is empty."""
    return "\n".join(
        part
        if isinstance(part, str)
        else "\n".join(f"{cell} |" for row in part for cell in row if cell)
        for part in found
    )


def enclosed(found: list[Part]) -> str:
    """A cell a line between two bars, empty ones too."""
    return "\n".join(
        part if isinstance(part, str) else "\n".join(f"| {cell} |" for row in part for cell in row)
        for part in found
    )


def bare(found: list[Part]) -> str:
    """A cell a line, and nothing where a cell is empty."""
    return "\n".join(
        part if isinstance(part, str) else "\n".join(cell for row in part for cell in row if cell)
        for part in found
    )


def _by_row(found: list[Part], write: Callable[[list[str]], str]) -> str:
    return "\n".join(
        part if isinstance(part, str) else "\n".join(write(row) for row in part) for part in found
    )


def tabbed(found: list[Part]) -> str:
    """A row a line, cells parted by tabs, as browsers copy tables."""
    return _by_row(found, "\t".join)


def full_width(found: list[Part]) -> str:
    """A row a line, cells parted by full-width bars."""
    return _by_row(found, "｜".join)


def barred(found: list[Part]) -> str:
    """A row a line between bars."""
    return _by_row(found, lambda row: "| " + " | ".join(row) + " |")


def markdown(found: list[Part]) -> str:
    """Markdown tables: a rule under the first row, rows filled up."""
    lines = []
    for part in found:
        if isinstance(part, str):
            lines.append(f"## {part}\n")
            continue
        width = max(map(len, part))
        rows = [row + [""] * (width - len(row)) for row in part]
        rows.insert(1, ["---"] * width)
        lines.extend("| " + " | ".join(row) + " |" for row in rows)
        lines.append("")
    return "\n".join(lines)


def spaced(found: list[Part]) -> str:
    """A row a line, cells set apart by spaces."""
    return _by_row(found, lambda row: "    ".join(cell for cell in row if cell))


def quoted(text: str, mark: str = "> ") -> str:
    """A text as a mail quotes it."""
    return "\n".join(f"{mark}{line}".rstrip() for line in text.splitlines())


def run_on(found: list[Part]) -> str:
    """A row a line, single blanks between its cells, as the text of a PDF has them."""
    return _by_row(found, lambda row: " ".join(cell for cell in row if cell))


def half_run_on(found: list[Part]) -> str:
    """A row a line, tabs behind its labels, single blanks between its figures."""
    return re.sub(r"(?<=\d)\t(?=\d)", " ", tabbed(found))


WRITERS: Mapping[str, Callable[[list[Part]], str]] = {
    "closed": closed,
    "unmarked": unmarked,
    "enclosed": enclosed,
    "bare": bare,
    "tabbed": tabbed,
    "full-width": full_width,
    "barred": barred,
    "markdown": markdown,
    "spaced": spaced,
}

TELLS_EMPTY = ("closed", "enclosed", "tabbed", "full-width", "barred", "markdown")
"""The kinds of text in which an empty cell can be seen."""
