"""Delimited: CSV and its kin -> one grid, with the physical line at which each record begins.

The quick way is the parser of the standard library, over the whole file. A file that it refuses
is gone through record by record; where the quotes of one do not add up, its line is mended, or
told to be unreadable, and the parser goes on with the next line.
"""

from __future__ import annotations

import csv
import gc
import io
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import field
from itertools import islice

from reportcheck.classes import dataclass
from reportcheck.grid import Grid, Source
from reportcheck.number import trim
from reportcheck.problem import Problem
from reportcheck.reading.decoding import Decoded, decode
from reportcheck.reading.dialect import Dialect, dialect_of
from reportcheck.reading.limits import hold
from reportcheck.reading.mending import Bench
from reportcheck.reading.trimming import trimmed

FIELD_LIMIT = 1 << 24
"""A longer field is a quotation mark that was never closed, or no table."""
RECORD_LINES = 1000
"""A record over more lines is a quotation mark that was never closed."""
RECORD_LENGTH = 1 << 20
"""So is one over several lines that is longer than this."""

LINE = 4
"""A line takes as much memory as so many cells."""

_JOINED_LINES = 20
_MOST_BROKEN = 1000
"""After so many broken lines a record is no longer looked for in more than one line."""
_ENDS = "\r\n"


@contextmanager
def at_full_speed() -> Iterator[None]:
    """Let csv take long fields, and spare a million new lists the search for cycles among them."""
    usual, collecting = csv.field_size_limit(FIELD_LIMIT), gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        csv.field_size_limit(usual)
        if collecting:
            gc.enable()


@dataclass(frozen=True, slots=True)
class _Plain:
    """A text whose dialect the csv parser knows, and what its signs stand for in the file."""

    decoded: Decoded
    text: str | None
    dialect: Dialect
    signs: dict[int, str]

    def lines(self) -> Iterable[str]:
        if self.text is not None:
            return io.StringIO(self.text, newline="")
        # Decoded once more, piece by piece: a StringIO would take four bytes for every character.
        return io.TextIOWrapper(io.BytesIO(self.decoded.data), self.decoded.codec, newline="")

    def back(self, rows: list[list[str]]) -> list[list[str]]:
        if not self.signs:
            return rows
        for index, row in enumerate(rows):  # one by one: there may be no room for all twice
            rows[index] = [cell.translate(self.signs) for cell in row]
        return rows


def _plain(decoded: Decoded, dialect: Dialect) -> _Plain:
    """Put one unused sign in place of a long delimiter, and others for what is escaped."""
    text = decoded.text
    if len(dialect.delimiter) == 1 and dialect.escape is None:
        return _Plain(decoded, None, dialect, {})
    unused = (chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in text)
    signs = {}
    if dialect.escape is not None:
        standing = {}
        for sign in (dialect.escape, dialect.quote, dialect.delimiter):
            standing[sign] = next(unused)
            signs[ord(standing[sign])] = sign
        pattern = "|".join(re.escape(dialect.escape + sign) for sign in standing)
        text = re.sub(pattern, lambda found: standing[found[0][1:]], text)
    delimiter = dialect.delimiter
    if len(delimiter) > 1:
        text = text.replace(delimiter, instead := next(unused))
        signs[ord(instead)] = delimiter
        delimiter = instead
    return _Plain(decoded, text, Dialect(delimiter, dialect.quote, spaced=dialect.spaced), signs)


@dataclass
class _Feed:
    """Lines for the parser, remembered as long as they may be needed again."""

    source: Iterator[str]
    taken: int = 0
    limit: int = RECORD_LINES
    ahead: deque[str] = field(default_factory=deque)
    pending: list[str] = field(default_factory=list)
    length: int = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.pending and (len(self.pending) >= self.limit or self.length > RECORD_LENGTH):
            raise csv.Error
        line = self.ahead.popleft() if self.ahead else next(self.source)
        self.taken += 1
        self.length += len(line)
        self.pending.append(line)
        return line

    def begin(self) -> int:
        """Forget the lines of the record before; return the number of the next line."""
        self.pending.clear()
        self.length = 0
        return self.taken + 1

    def keep(self, count: int) -> None:
        """Give back all but the first lines of this record."""
        back = self.pending[count:]
        self.ahead.extendleft(reversed(back))
        self.taken -= len(back)


@dataclass
class _Table:
    """The records of a text, their lines, and by row what was wrong with a line."""

    rows: list[list[str]]
    lines: Sequence[int]
    broken: dict[int, str] = field(default_factory=dict)


def _quickly(plain: _Plain) -> _Table | None:
    """Parse a text in which every line is a record; None where that cannot be done."""
    reader = parser(plain.lines(), plain.dialect)
    try:
        rows = list(reader)
    except csv.Error:
        return None
    if reader.line_num != len(rows):  # type: ignore[attr-defined]
        return None
    return _Table(rows, range(1, len(rows) + 1))


def _record_by_record(plain: _Plain) -> _Table:
    numbers: list[int] = []
    table = _Table([], numbers)
    parting = Parting(plain.dialect, usual_width(plain.lines(), plain.dialect))
    for begin, record, fault in parting.records(iter(plain.lines())):
        if fault is not None:
            table.broken[len(table.rows)] = fault
        table.rows.append(record)
        numbers.append(begin)
    return table


def parser(lines: Iterable[str], dialect: Dialect) -> Iterator[list[str]]:
    """Return the parser of the standard library for lines of a dialect."""
    return csv.reader(
        lines,
        strict=True,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        skipinitialspace=dialect.spaced,
    )


class Parting:
    """Parts lines into records one by one, and mends or tells those whose quotes do not add up.

    It remembers what it met, so that a text can be parted in pieces; ``width`` is the number of
    fields of the record before.
    """

    def __init__(self, dialect: Dialect, usual: int) -> None:
        self._dialect = dialect
        self._usual = usual
        self._bench = Bench(dialect.delimiter, dialect.quote)
        self._broken = 0
        self.width = 0

    def copy(self) -> Parting:
        """Return another that remembers the same."""
        return deepcopy(self)

    def records(self, lines: Iterator[str]) -> Iterator[tuple[int, list[str], str | None]]:
        """Yield the number of the line where each record begins, its fields, and what is wrong."""
        feed = _Feed(lines)
        reader = parser(feed, self._dialect)
        while True:
            if self._broken > _MOST_BROKEN:
                feed.limit = 1
            begin = feed.begin()
            fault = None
            try:
                record = next(reader, None)
            except csv.Error:
                record, fault = _repaired(feed, self._bench, (self.width, self._usual))
                self._broken += 1
                reader = parser(feed, self._dialect)
            else:
                if record is None:
                    return
                if len(record) > 1:
                    self.width = len(record)
            yield begin, record, fault


def usual_width(lines: Iterable[str], dialect: Dialect) -> int:
    """Return the number of fields that most lines have, as far as they can be parted."""
    widths: Counter[int] = Counter()
    for line in islice(lines, RECORD_LINES):
        try:
            widths.update(map(len, parser([line[:RECORD_LENGTH]], dialect)))
        except csv.Error:
            continue
    widths = Counter({width: count for width, count in widths.items() if width > 1})
    return widths.most_common(1)[0][0] if widths else 0


def _repaired(feed: _Feed, bench: Bench, widths: tuple[int, int]) -> tuple[list[str], str]:
    """Part the first line of what the parser refused, or the first few; keep the others back."""
    first = feed.pending[0].rstrip(_ENDS)
    if not any(widths):
        widths = (first.count(bench.delimiter) + 1, 0)
    for lines in range(1, _JOINED_LINES + 1):
        if lines > len(feed.pending) and (feed.limit == 1 or next(feed, None) is None):
            break
        text = "".join(feed.pending[:lines]).rstrip(_ENDS)
        for width in dict.fromkeys(widths):
            if width and (fields := bench.mend(text, width)) is not None:
                feed.keep(lines)
                return fields, "quote"
        if text.count(bench.quote) % 2 == 0 or bench.work < 0:
            break  # no quote is left open that a further line could close
    feed.keep(1)
    return first.split(bench.delimiter), "unreadable"


def read_delimited(path: str, data: bytes) -> Source:
    """Read a text table: encoding and dialect by content, lines physical, broken lines told."""
    decoded = decode(path, data)
    text = decoded.text
    if not trim(text[:RECORD_LINES]) and not trim(text):  # the whole would be copied
        raise Problem("empty-file", path=path)
    dialect = dialect_of(text)
    ends = max(text.count("\n"), text.count("\r"))
    hold(path, "TEXT_CELLS", text.count(dialect.delimiter or ",") + LINE * ends)
    with at_full_speed():
        plain = _plain(decoded, dialect)
        table = _quickly(plain) or _record_by_record(plain)
        rows = plain.back(table.rows)
    hold(path, "COLUMNS", max(map(len, rows), default=0))
    lines, broken = table.lines, table.broken
    if dialect.declared:
        rows, lines = rows[1:], lines[1:]
        broken = {row - 1: fault for row, fault in broken.items()}
    grid = Grid(path, None, rows, lines=lines, broken=broken)
    return Source(path, (trimmed(grid),), _notes(decoded, dialect))


def _notes(decoded: Decoded, dialect: Dialect) -> tuple[tuple[str, str], ...]:
    """Return what is worth saying of how the text was read: whatever is not usual."""
    notes = [] if decoded.name == "UTF-8" else [("encoding", decoded.name)]
    if dialect.delimiter != ",":
        named = {"\t": "tab", " ": '" "'}
        notes.append(("delimiter", named.get(dialect.delimiter, dialect.delimiter)))
    if dialect.quote != '"':
        notes.append(("quote", dialect.quote))
    if dialect.escape is not None:
        notes.append(("escape", dialect.escape))
    return tuple(notes)
