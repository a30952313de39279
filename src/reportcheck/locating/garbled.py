"""Garbled: text of which too little could be read to tell its rows one by one, and what it is.

A missing row each for a form that lost its layout on the way says nothing that helps.
"""

from __future__ import annotations

from typing import Final

from reportcheck.grid import Source
from reportcheck.locating.sheets import is_blank, looks_numeric, spell
from reportcheck.number import State, trim
from reportcheck.patterns import pattern
from reportcheck.problem import Problem
from reportcheck.stream import Stream
from reportcheck.submission import Submission

LEAST_LINES: Final = 3
"""In so many lines single blanks part figures before they are taken for what parts the cells."""

LEAST_READ: Final = 0.5
"""The share of its values that is read of a text whose rows are told one by one."""

MOST_TOLD: Final = 9
"""Whatever is read, so many findings about the layout are told one by one."""

_NOT_FOUND: Final = frozenset({"no-form", "no-columns", "unknown-form", "no-headings", "no-rows"})
_FIGURE: Final = r"[-+−]?\d[\d,.]*"
_FIGURES: Final = pattern(rf"{_FIGURE}(?:[ \xa0]{_FIGURE})+")
_RUN_ON: Final = pattern(rf"(?:^|[ \xa0]){_FIGURES.pattern}(?=[ \xa0]|$)")


def instead_of(refused: Problem, source: Source) -> Problem:
    """Return what to say of a file that no form was found in: for some texts, what they are."""
    if refused.code not in _NOT_FOUND:
        return refused
    if is_run_on(source):
        return Problem("single-blanks", path=source.path)
    if any(isinstance(grid, Stream) for grid in source.grids):
        return Problem("no-rows", path=source.path)
    return refused


def hardly_read(source: Source, submission: Submission) -> Problem | None:
    """Return why a copied text was not read where most of its values could not be told."""
    streams = [grid for grid in source.grids if isinstance(grid, Stream)]
    if not all(each.by_line for each in streams) and any(
        each.rule == "missing-column" and each.table in submission.records
        for each in submission.structure
    ):
        # A cell a line under one heading: nothing tells the columns of records.
        return Problem("no-rows", path=source.path)
    wanted = [each for each in submission.readings.values() if each.state is not State.ABSENT]
    read = sum(bool(each.shown) for each in wanted)
    if read >= LEAST_READ * len(wanted) or len(submission.structure) <= MOST_TOLD:
        return None
    told = instead_of(Problem("no-form", path=source.path), source)
    return None if told.code == "no-form" else told


def is_run_on(source: Source) -> bool:
    """Whether in a text single blanks part figures in several lines, and in most nothing else does.

    So they come out of a PDF: blanks part words and thousands, too, and where a cell is empty
    nothing is left of it.

    >>> from reportcheck.grid import Grid
    >>> rows = [["春 1 2 3"], ["夏 4 5 6"], ["秋 7 8 9"]]
    >>> is_run_on(Source("a.txt", (Grid("a.txt", None, rows, lines=[1, 2, 3]),)))
    True
    """
    run_on = parted = 0
    for grid in source.grids:
        if grid.lines is None or grid.tables is not None:
            return False
        for cells in grid.rows:
            held = [raw for raw in cells if not is_blank(raw)]
            texts = [trim(spell(raw)) for raw in held]
            alone = len(texts) == 1 and _RUN_ON.search(texts[0]) is not None
            run_on += alone or any(map(_FIGURES.fullmatch, texts))
            parted += sum(map(looks_numeric, texts)) > 1
    return run_on >= max(LEAST_LINES, parted)
