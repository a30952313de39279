"""One file from its path to rows as lines of CSV: small enough to be sent, or put on disk."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from reportcheck.classes import dataclass
from reportcheck.examining import locate_file
from reportcheck.problem import Problem
from reportcheck.rule import Pack
from reportcheck.submission import Submission
from reportcheck.tidy import Wide, quoted, rows_of, shielded, wide_rows

MOST_SENT: Final = 1 << 22
"""Characters of rows that are sent; of a file that gives more, they are put on disk."""

NUMERIC: Final = "n"
"""Stands after the fields of a row whose value is a number, where the kind of table asks for it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the files of one part of a project: the packs, and whether to recognise."""

    packs: tuple[Pack, ...]
    recognise: bool


@dataclass(frozen=True, slots=True)
class Style:
    """How rows are written: ``wide`` or long; ``quote`` what a spreadsheet would run.

    With ``numeric`` each row says whether its value is a number. ``folder`` is where much goes.
    """

    wide: bool = False
    quote: bool = False
    numeric: bool = False
    folder: str = ""


class Whose(NamedTuple):
    """A submission: of which form, whose and for when."""

    form: str
    version: str
    agency: str | None
    period: str | None


class Piece(NamedTuple):
    """Rows for one table as lines of CSV: the text itself, or the name of the file that holds it.

    ``wide`` is the table that they belong to, None where all rows go into one.
    """

    wide: Wide | None
    rows: int
    text: str
    file: str = ""


class Extracted(NamedTuple):
    """What a file gave; with a problem, the rest may be of other submissions in it."""

    path: str
    problem: Problem | None
    whose: tuple[Whose, ...] = ()
    pieces: tuple[Piece, ...] = ()


def extract_file(
    path: str, asked: Mapping[int, Asked], belongs: Mapping[str, int], style: Style
) -> Extracted:
    """Return the rows of all submissions in a file, or the problem for which there are none."""
    part = asked[belongs[path]]
    located = locate_file(path, part.packs, recognise=part.recognise)
    problem = next((each.problem for each in located if each.problem is not None), None)
    found = [each.submission for each in located if each.submission is not None]
    return Extracted(path, problem, tuple(map(whose, found)), tuple(_pieces(found, style)))


def whose(submission: Submission) -> Whose:
    """Return of which form a submission is, whose and for when."""
    form = submission.form
    return Whose(form.id, form.version, submission.agency, submission.period)


def _pieces(submissions: Sequence[Submission], style: Style) -> Iterator[Piece]:
    sheets: dict[Wide | None, _Lines] = {}
    for wide, fields in _rows(submissions, style):
        if wide not in sheets:
            sheets[wide] = _Lines(style)
        sheets[wide].add(fields)
    return (lines.piece(wide) for wide, lines in sheets.items())


def _rows(
    submissions: Sequence[Submission], style: Style
) -> Iterator[tuple[Wide | None, Sequence[str]]]:
    for number, submission in enumerate(submissions, 1):
        if style.wide:
            yield from wide_rows(submission, number)
        elif style.numeric:
            for fields, numeric in rows_of(submission, number):
                yield None, (*fields, NUMERIC if numeric else "")
        else:
            for fields, _ in rows_of(submission, number):
                yield None, fields


class _Lines:
    """Lines of CSV as they come; beyond a bound they go on in a file."""

    def __init__(self, style: Style) -> None:
        self._quote = style.quote
        self._folder = style.folder
        self._text = io.StringIO(newline="")
        self._write = csv.writer(self._text, lineterminator="\n").writerow
        self._file = ""
        self._rows = 0

    def add(self, fields: Sequence[str]) -> None:
        """Write a row, its texts made safe."""
        cells: Iterator[str] = map(shielded, fields)
        self._write(map(quoted, cells) if self._quote else cells)
        self._rows += 1
        if not self._rows % 1000 and self._text.tell() > MOST_SENT:
            self._put_away()

    def piece(self, wide: Wide | None) -> Piece:
        """Return all rows that were written."""
        if self._file:
            self._put_away()
        return Piece(wide, self._rows, self._text.getvalue(), self._file)

    def _put_away(self) -> None:
        if not self._file:
            handle, self._file = tempfile.mkstemp(dir=self._folder)
            os.close(handle)
        with open(self._file, "a", encoding="utf-8", newline="") as file:  # noqa: PTH123 - often
            file.write(self._text.getvalue())
        self._text.seek(0)
        self._text.truncate()
