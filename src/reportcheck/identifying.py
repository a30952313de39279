"""Whose submission it is, and for which period: read by the clues that the form names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from reportcheck.form import Form, IdentityClue
from reportcheck.grid import Grid, Source
from reportcheck.number import Raw
from reportcheck.submission import Submission
from reportcheck.text import fold

FIRST_ROWS = 400
"""How many rows of a grid are searched for clues."""

LONGEST_LINE = 500
"""Longer texts are prose: a pattern is not tried on them."""

LONGEST_TITLE = 100
"""Longer lines, and those that are sentences, are no title that names an agency or a period."""

_COLON = re.compile(r"[:：]")


def identify(source: Source, submission: Submission) -> Submission:
    """Return the submission with its agency and period, None where no clue of the form answers."""
    agency, period = identity(source, submission.form)
    return replace(submission, agency=agency, period=period)


def identity(source: Source, form: Form) -> tuple[str | None, str | None]:
    """Return the agency and the period that a file is of by the clues of a form."""
    return _answer(form.agency, "agency", source), _answer(form.period, "period", source)


def _answer(clues: tuple[IdentityClue, ...], group: str, source: Source) -> str | None:
    """Return what the first clue that answers says."""
    for clue in clues:
        if clue.kind == "right_of":
            found = next(_right_of(source, clue.text), None)
        else:
            lines = _lines(source) if clue.kind == "title" else _stem(source.path)
            found = next(_matches(clue.text, group, lines), None)
        if found:
            return found
    return None


def _texts(grid: Grid) -> Iterator[tuple[int, int, str]]:
    for row, cells in enumerate(grid.rows[:FIRST_ROWS]):
        for column, raw in enumerate(cells):
            text = _text(raw)
            if text and len(text) <= LONGEST_LINE:
                yield row, column, text


def _text(raw: Raw) -> str:
    if isinstance(raw, bool) or raw is None:
        return ""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return raw.strip() if isinstance(raw, str) else str(raw) if isinstance(raw, int) else ""


def _right_of(source: Source, label: str) -> Iterator[str]:
    """Yield the texts right of the cells that bear a label, or after its colon in the same cell."""
    wanted = fold(label).rstrip(":")
    for grid in source.grids:
        for row, column, text in _texts(grid):
            name, *after = _COLON.split(text, maxsplit=1)
            if fold(name) != wanted:
                continue
            beside = map(_text, grid.rows[row][column + 1 :])
            answer = (after[0].strip() if after else "") or next(filter(None, beside), "")
            if answer:
                yield answer


def _lines(source: Source) -> Iterator[str]:
    for grid in source.grids:
        for _, _, text in _texts(grid):
            for line in map(str.strip, text.splitlines()):
                if line and len(line) <= LONGEST_TITLE and "。" not in line:
                    yield line


def _stem(path: str) -> Iterator[str]:
    if path and path != "-":
        yield Path(path).stem


def _matches(pattern: str, group: str, texts: Iterator[str]) -> Iterator[str]:
    """Yield what the named group of a pattern holds, or the only named group it has."""
    compiled = re.compile(pattern)
    names = compiled.groupindex
    name = group if group in names else next(iter(names), None)
    if name is None:
        return
    for text in texts:
        found = compiled.search(text)
        if found and found[name] and found[name].strip():
            yield found[name].strip()
