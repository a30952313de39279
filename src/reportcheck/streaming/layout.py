"""Where the records of a big text stand: told by its head, which is read as any small file is.

Whatever the head leaves open (several tables, a second header, a dialect of several signs) is no
layout for a stream; the file is then read whole, as any other.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reportcheck.classes import dataclass
from reportcheck.form import Shape, Table
from reportcheck.grid import Grid, Source
from reportcheck.identifying import identify
from reportcheck.locating import locate, recognise
from reportcheck.locating.candidates import Candidate, everywhere
from reportcheck.locating.choosing import choose
from reportcheck.locating.labels import TableLabels, labels_of
from reportcheck.locating.locate import FIRST_ROWS
from reportcheck.locating.refining import refine
from reportcheck.locating.sheets import is_blank, survey
from reportcheck.looking import FIRST_ROWS as CLUE_ROWS
from reportcheck.number import Raw
from reportcheck.problem import Problem
from reportcheck.reading.decoding import decode
from reportcheck.reading.delimited import RECORD_LINES, read_delimited
from reportcheck.reading.dialect import Dialect, dialect_of
from reportcheck.reading.parquet import head_of_parquet
from reportcheck.rule import Pack
from reportcheck.submission import Submission

if TYPE_CHECKING:
    from reportcheck.reading.largebook import LargeBook

HEAD = 1 << 17
"""How many bytes of a file its layout is told by."""
PARQUET, WORKBOOK = "parquet", "workbook"
"""Stand for the encoding of files that are no texts."""
MOST_HEAD = 1 << 24
"""Long lines need more of them; whoever needs more than this has no records."""

_OF_THE_BODY = frozenset({"malformed-line", "number-style", "left-aside", "no-records", "hidden"})
"""Findings about the layout that the head alone cannot tell."""
_WIDE = {"utf-16-le": b"\n\0", "utf-16-be": b"\0\n"}


@dataclass(frozen=True)
class Layout:
    """How a file of records is written, and where its columns stand.

    ``fields`` has by column the number of its field, from 0; ``width`` is the number of fields of
    the header. The body begins at byte ``begin``, which is the physical line ``line``.
    ``submission`` is what the head says of the file as a whole; it has no records.
    """

    path: str
    pack: Pack
    table: Table
    labels: TableLabels
    found: Candidate
    fields: Mapping[str, int]
    width: int
    dialect: Dialect
    codec: str
    begin: int
    line: int
    header: Mapping[int, str]
    submission: Submission
    notes: tuple[tuple[str, str], ...]
    head: Sequence[Sequence[Raw]]
    first_lines: Sequence[str]
    sheets: tuple[str | None, ...] = (None,)
    book: LargeBook | None = None

    @property
    def sheet(self) -> str | None:
        """The sheet of a workbook on which the records stand."""
        return self.found.sheet.grid.sheet

    @property
    def first_column(self) -> int:
        """The number of the first field, as addresses count it."""
        return self.found.sheet.grid.first_column


def layout_of(
    path: str, packs: Sequence[Pack], *, asked: bool, workbooks: bool = True
) -> Layout | None:
    """Return the layout of a file of records, or None where a stream cannot promise anything.

    ``asked`` tells that a single pack need not be recognised.
    """
    head = _head(path)
    if head is None:
        return None
    if head.startswith(b"PAR1"):
        return _of_parquet(path, packs, asked=asked)
    if head.startswith(b"PK\x03\x04"):
        if not workbooks:
            return None
        from reportcheck.reading.largebook import large_book

        book = large_book(path, max(FIRST_ROWS, CLUE_ROWS) + 100)
        return None if book is None else of_book(book, packs, asked=asked)
    try:
        source = read_delimited(path, head)
        pack = packs[0] if len(packs) == 1 and asked else recognise(source, packs, asked=asked)[0]
    except Problem:
        return None  # said again, and better, by whoever reads the file whole
    if len(pack.form.tables) != 1 or pack.form.tables[0].shape is not Shape.RECORDS:
        return None
    return _laid_out(path, pack, source, head)


def _of_parquet(path: str, packs: Sequence[Pack], *, asked: bool) -> Layout | None:
    try:
        source = head_of_parquet(path, CLUE_ROWS + FIRST_ROWS)
        pack = packs[0] if len(packs) == 1 and asked else recognise(source, packs, asked=asked)[0]
    except Problem:
        return None
    grid = source.grids[0]
    if len(pack.form.tables) != 1 or pack.form.tables[0].shape is not Shape.RECORDS:
        return None
    top = _header(grid, pack)
    width = len(grid.rows[0])
    if top is None or top.found.header.bottom:
        return None
    submission = _of_the_head(source, grid, pack, top.fields, 1, width)
    if submission is None:
        return None
    return Layout(
        path, pack, pack.form.tables[0], top.labels, top.found, top.fields, width, Dialect(","),
        PARQUET, 0, 1, {}, submission, source.notes, grid.rows[1:], (),
    )  # fmt: skip


def of_book(
    book: LargeBook, packs: Sequence[Pack], *, asked: bool, after: bytes = b""
) -> Layout | None:
    """Return the layout of records on the large sheet of a workbook.

    ``after`` is what follows the rows of the sheet, once that is known.
    """
    from reportcheck.reading.largebook import head_of
    from reportcheck.reading.tokens import Unplain

    try:
        source = head_of(book, after)
        pack = packs[0] if len(packs) == 1 and asked else recognise(source, packs)[0]
    except (Problem, Unplain):
        return None
    if len(pack.form.tables) != 1 or pack.form.tables[0].shape is not Shape.RECORDS:
        return None
    if len(source.grids) != len(book.names):
        return None  # a sheet of charts
    grid = source.grids[book.index]
    top = _header(grid, pack, source)
    if top is None or grid.hidden:
        return None
    body = top.found.header.bottom + 1
    line, width = grid.first_row + body, grid.width
    own = {grid.first_column + column for column in top.fields.values()}
    if (
        body >= len(grid.rows)
        or any(area.bottom >= line for area in grid.merges)
        # A column without a name may hold figures further down.
        or _named(grid, top.found) != {*range(width)}
        or grid.hidden_columns & own
    ):
        return None
    submission = _of_the_head(source, grid, pack, top.fields, body, width)
    if submission is None:
        return None
    return Layout(
        book.path, pack, pack.form.tables[0], top.labels, top.found, top.fields, width,
        Dialect(","), WORKBOOK, 0, line, _words(grid.rows[body - 1], top.fields), submission,
        source.notes, grid.rows[body:], (), tuple(each.sheet for each in source.grids), book,
    )  # fmt: skip


def _named(grid: Grid, found: Candidate) -> set[int]:
    """Return the columns over which a header says something."""
    rows = grid.rows[found.header.top : found.header.bottom + 1]
    return {column for row in rows for column, raw in enumerate(row) if not is_blank(raw)}


def _words(head: Sequence[Raw], fields: Mapping[str, int]) -> dict[int, str]:
    """Return the last row of a header by column, as it may stand among the records again."""
    return {
        column: str(head[column])
        for column in fields.values()
        if column < len(head) and not is_blank(head[column])
    }


def _head(path: str) -> bytes | None:
    """Return whole lines from the beginning of a file, enough of them to tell its layout."""
    size = HEAD
    with open(path, "rb") as file:  # noqa: PTH123 - the path is the user's
        while size <= MOST_HEAD:
            file.seek(0)
            head = file.read(size)
            if len(head) < size:
                return head
            cut = _last_line_end(head)
            if cut and head.count(b"\n", 0, cut) > max(FIRST_ROWS, CLUE_ROWS) + 100:
                return head[:cut]
            size *= 4
    return None


def _last_line_end(head: bytes) -> int:
    """Return where the last whole line ends, in UTF-16 too."""
    wide = next((end for end in _WIDE.values() if head.count(end) > 1), b"\n")
    at = head.rfind(wide)
    while len(wide) > 1 and at % 2 and at > 0:
        at = head.rfind(wide, 0, at + len(wide) - 1)
    return at + len(wide) if at >= 0 else 0


@dataclass(frozen=True)
class _Header:
    """The one header of the one table of a form, on the grid of a head."""

    labels: TableLabels
    found: Candidate
    fields: dict[str, int]


def _header(grid: Grid, pack: Pack, source: Source | None = None) -> _Header | None:
    """Return the header, if it stands on this grid alone of all those of the source."""
    labels = labels_of(pack.form)
    grids = (grid,) if source is None else source.grids
    sheets = [survey(each, labels, rows=FIRST_ROWS) for each in grids]
    choice = choose(labels, everywhere(sheets, labels))
    if set(choice.chosen) != {0} or choice.tied or any(choice.others.values()):
        return None
    found, _ = refine(labels, choice.chosen[0])
    if found.sheet.grid is not grid:
        return None
    fields = {
        labels.tables[0].columns.items[item].name: column
        for item, column in sorted(found.header.columns.items())
    }
    return _Header(labels.tables[0], found, fields) if fields else None


def _laid_out(path: str, pack: Pack, source: Source, head: bytes) -> Layout | None:
    grid = source.grids[0]
    top = _header(grid, pack)
    if top is None:
        return None
    header, fields = top.found.header, top.fields
    rows = grid.rows[header.top : header.bottom + 1]
    width = max(map(len, rows))
    decoded = decode(path, head)
    dialect = dialect_of(decoded.text)
    body = header.bottom + 1
    if (
        width < 2
        or is_blank(max(rows, key=len)[-1])
        or grid.lines is None
        or body >= len(grid.rows)
        or any(row <= header.bottom for row in grid.broken or ())
        or decoded.codec.startswith("utf-32")
        or "\r" in decoded.text.replace("\r\n", "")
        or _fields_at(decoded.text, dialect, grid.lines[header.bottom]) != width
    ):
        return None
    line = grid.lines[body]
    begin = _offset(head, decoded.codec, line - 1, len(head) - len(decoded.data))
    submission = _of_the_head(source, grid, pack, fields, body, width)
    if begin is None or submission is None:
        return None
    head_row = grid.rows[header.bottom]
    return Layout(
        path, pack, pack.form.tables[0], top.labels, top.found, fields, width, dialect,
        decoded.codec, begin, line,
        _words(head_row, fields), submission, source.notes,
        [list(map(str, row)) for row in grid.rows[body:]],
        [f"{line}\n" for line in decoded.text.split("\n", RECORD_LINES)[:RECORD_LINES]],
    )  # fmt: skip


def _fields_at(text: str, dialect: Dialect, line: int) -> int:
    """Return how many fields a line has by itself, those at its end that are empty included."""
    if len(dialect.delimiter) > 1:
        return 0
    lines = text.split("\n", line)
    reader = csv.reader(
        lines[line - 1 : line], strict=True, delimiter=dialect.delimiter, quotechar=dialect.quote
    )
    try:
        return len(next(reader, []))
    except csv.Error:
        return 0


def _offset(head: bytes, codec: str, lines: int, skipped: int) -> int | None:
    """Return the byte at which the line after so many begins."""
    end = _WIDE.get(codec)
    if end is not None:
        text = codecs.decode(head[skipped:], codec).split("\n", lines)
        return skipped + sum(len(f"{line}\n".encode(codec)) for line in text[:lines])
    at = 0
    for _ in range(lines):
        at = head.find(b"\n", at) + 1
        if not at:
            return None
    return max(at, skipped)


def _of_the_head(
    source: Source, grid: Grid, pack: Pack, fields: Mapping[str, int], body: int, width: int
) -> Submission | None:
    """Return what can be told of the file as a whole, from its header and a sound line below."""
    sound = next((row for row in grid.rows[body:] if len(row) == width), None)
    if sound is None:
        return None
    lines = None if grid.lines is None else [*grid.lines[: body + 1]]
    broken = None if grid.broken is None else dict[int, str]()
    short = replace(grid, rows=[*grid.rows[:body], sound], lines=lines, broken=broken)
    grids = tuple(short if each is grid else each for each in source.grids)
    try:
        submission = locate(replace(source, grids=grids), pack.form)
    except Problem:
        return None
    records = submission.records.get(pack.form.tables[0].id)
    first = grid.first_column
    if records is None or dict(records.positions) != {
        name: first + column for name, column in fields.items()
    }:
        return None
    kept = tuple(each for each in submission.structure if each.rule not in _OF_THE_BODY)
    return identify(source, replace(submission, structure=kept, records={}))
