"""Whose submission it is, and for which period: read by the clues that the form names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from reportcheck.finding import Finding
from reportcheck.form import Form, IdentityClue
from reportcheck.grid import Grid, Source
from reportcheck.number import Raw
from reportcheck.period import moment, normalised
from reportcheck.submission import Submission
from reportcheck.text import fold

FIRST_ROWS = 400
"""How many rows of a grid are searched for clues."""

LONGEST_LINE = 500
"""Longer texts are prose: a pattern is not tried on them."""

LONGEST_TITLE = 100
"""Longer lines, and those that are sentences, are no title that names an agency or a period."""

PASSED_OVER: Final = frozenset({"duplicate-table", "other-table"})
"""What is told of tables of the form that are none of the submission's."""

_COLON = re.compile(r"[:：]")
_OUTSIDE: Final = frozenset({"filename", "folder"})
"""Clues that are the same for all submissions in a file."""
_NAMELESS: Final = re.compile(r"(?:sheet|工作表|表)?\s*[0-9]*", re.IGNORECASE)
_WIDE: Final = {0xFF10 + digit: str(digit) for digit in range(10)} | {0x3000: " "}


def identify(source: Source, submission: Submission, *, shared: bool = False) -> Submission:
    """Return the submission with its agency and period, None where no clue of the form answers."""
    agency, period = identity(source, submission.form, shared=shared)
    return replace(submission, agency=agency, period=period)


def own_first(source: Source, sheets: Collection[str], structure: Iterable[Finding]) -> Source:
    """Return where to look for whose a submission on these sheets is.

    That is its own sheet before a cover, and no sheet that holds but a table passed over.
    """
    if not sheets or len(source.grids) == 1:
        return source
    told = (each.at for each in structure if each.rule in PASSED_OVER)
    others = {at.sheet for at in told if at is not None}.difference(sheets)
    grids = [grid for grid in source.grids if grid.sheet not in others]
    if len(sheets) == 1:
        grids.sort(key=lambda grid: grid.sheet not in sheets)
    return replace(source, grids=tuple(grids))


def identity(source: Source, form: Form, *, shared: bool = False) -> tuple[str | None, str | None]:
    """Return the agency and the period that a file is of by the clues of a form.

    ``shared``: the file holds several submissions of the form, of which ``source`` is one. Its own
    sheet says more then than the name of the file does, which is the same for all of them.
    """
    agency = _answer(form.agency, "agency", source, shared=shared)
    period = _answer(form.period, "period", source, shared=shared)
    return agency and _plainly(agency), period and normalised(period)


def _answer(
    clues: tuple[IdentityClue, ...], group: str, source: Source, *, shared: bool
) -> str | None:
    """Return what the first clue that answers says."""
    if shared:
        inside = tuple(each for each in clues if each.kind not in _OUTSIDE)
        found = _answer(inside, group, source, shared=False)
        found = found or next(_of_sheet(source, group), None)
        if found:
            return found
    for clue in clues:
        if clue.kind == "right_of":
            found = next(_right_of(source, clue.text), None)
        else:
            found = next(_matches(clue.text, group, _texts_for(clue.kind, source)), None)
        if found:
            return found
    return None


def _texts_for(kind: str, source: Source) -> Iterator[str]:
    match kind:
        case "title":
            return _lines(source)
        case "sheet":
            return (grid.sheet.strip() for grid in source.grids if grid.sheet)
        case "folder":
            return _folders(source.path)
    return _stem(source.path)


def _of_sheet(source: Source, group: str) -> Iterator[str]:
    """Yield the names of sheets that name a period, or else an agency: not what is called sheet."""
    for grid in source.grids:
        name = (grid.sheet or "").strip()
        dated = moment(normalised(name)) is not None
        if dated is (group == "period") and (dated or not _NAMELESS.fullmatch(name)):
            yield name


def _plainly(agency: str) -> str:
    """Return the name of an agency without what nobody sees: wide digits, runs of white space."""
    return " ".join(agency.translate(_WIDE).split())


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


def _folders(path: str) -> Iterator[str]:
    """Yield the names of the folders above a file, the nearest first."""
    if path and path != "-":
        yield from (each.name for each in Path(path).absolute().parents if each.name)


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
