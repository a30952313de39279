"""Lines of a text as rows of cells: those that need a closer look, all of an unsound block."""

from __future__ import annotations

import io
from array import array
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

import polars as pl

from reportcheck.classes import dataclass
from reportcheck.locating.malformed import CODE, MOST_TOLD, Fault, fault_of
from reportcheck.locating.records import footnotes_of
from reportcheck.locating.sheets import is_blank, spell
from reportcheck.number import Raw, Untold
from reportcheck.reading.delimited import Parting, parser
from reportcheck.reading.dialect import Dialect
from reportcheck.streaming.blocks import Unstreamable
from reportcheck.streaming.layout import Layout

_APART = 1 << 11
_SPARSE = 4_000
"""Where so many bytes or more come to each line that is wanted, lines are looked for one by one."""


class Line(NamedTuple):
    """One record as the file has it: its physical line, its fields, and what broke it."""

    number: int
    fields: Sequence[Raw]
    broken: str | None = None


def marks_of(data: bytes) -> Sequence[int]:
    """Return how many lines end before each of the bytes 0, 2,048, 4,096 … of a block."""
    counts = [data.count(b"\n", at, at + _APART) for at in range(0, len(data), _APART)]
    return array("I", [0, *accumulate(counts)])


def rows_at(data: bytes, begins: Sequence[int], marks: Sequence[int] = ()) -> list[int]:
    r"""Return which lines of a block begin at some bytes, given in order.

    >>> rows_at(b"a\nb\nc", [0, 4])
    [0, 2]
    """
    rows, row, at = [], 0, 0
    for begin in begins:
        if marks and begin - at > _APART:
            at = begin // _APART * _APART
            row = marks[begin // _APART]
        row += data.count(b"\n", at, begin)
        at = begin
        rows.append(row)
    return rows


def texts_at(data: bytes, rows: pl.Series, marks: Sequence[int] = ()) -> list[str]:
    """Return the texts of some lines of a block, in order; ``marks`` find a few of them sooner."""
    if not len(rows):
        return []
    if not (marks and are_few(rows, len(data))):
        return [text.rstrip("\r") for text in pl.read_lines(data)["line"].gather(rows).to_list()]
    found = []
    for row in rows.to_list():
        begin = 0
        if row:
            mark = bisect_left(marks, row) - 1
            begin = mark * _APART
            for _ in range(row - marks[mark]):
                begin = data.find(b"\n", begin) + 1
        end = data.find(b"\n", begin)
        found.append(data[begin : len(data) if end < 0 else end].decode().rstrip("\r"))
    return found


def are_few(rows: Sequence[int] | pl.Series, size: int) -> bool:
    """Whether lines of a block of so many bytes are better looked for one by one."""
    return len(rows) * _SPARSE <= size


def texts_near(
    read: Callable[[int, int], bytes], size: int, rows: Sequence[int], marks: Sequence[int]
) -> list[str]:
    r"""Return the texts of a few lines of a block, of which just what is near them is read.

    ``read`` takes where in the block to begin, and how many bytes to read at most.

    >>> data = b"a\nb\r\nc"
    >>> texts_near(lambda at, most: data[at : at + most], len(data), [1, 2], marks_of(data))
    ['b', 'c']
    """
    found: list[str] = []
    at, data = -1, b""
    for row in rows:
        mark = bisect_left(marks, row) - 1 if row else 0
        if at != mark * _APART:
            at = mark * _APART
            data = read(at, 2 * _APART)
        begin = 0
        for _ in range(row - marks[mark]):
            begin = data.find(b"\n", begin) + 1
        while (end := data.find(b"\n", begin)) < 0 and at + len(data) < size:
            more = read(at + len(data), len(data))
            if not more:
                break
            data += more
        found.append(data[begin : len(data) if end < 0 else end].decode().rstrip("\r"))
    return found


def lines_of(texts: Sequence[str], numbers: Sequence[int], dialect: Dialect) -> list[Line]:
    """Return texts of which each is a record by itself, with their physical lines."""
    quote, delimiter = dialect.quote, dialect.delimiter
    return [
        Line(
            number,
            next(parser([text], dialect))
            if quote in text
            else text.split(delimiter)
            if text
            else [],
        )
        for number, text in zip(numbers, texts, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Parted:
    """The records that begin in a block; how many bytes and lines of the text they take up."""

    lines: list[Line]
    size: int
    height: int


def parted(data: bytes, ahead: bytes, first: int, parting: Parting) -> Parted:
    """Part a block line by line; its last record may go on in what comes ``ahead``."""
    texts = list(io.StringIO((data + ahead).decode(), newline=""))
    starts = [0, *accumulate(len(each.encode()) for each in texts)]
    found: list[Line] = []
    for begin, fields, broken in parting.records(iter(texts)):
        if starts[begin - 1] >= len(data):
            return Parted(found, starts[begin - 1], begin - 1)
        found.append(Line(first + begin - 1, fields, broken))
    return Parted(found, starts[-1], len(texts))


@dataclass(frozen=True, slots=True)
class Notes:
    """Lines under the records that are none: their numbers, and the field and text of each."""

    lines: tuple[int, ...]
    cells: tuple[tuple[int, Raw], ...]


class Faults:
    """Lines that are out of order: the first of them, and of the others how many."""

    def __init__(self) -> None:
        self.first: list[Fault] = []
        self.other: Fault | None = None
        self.others = 0

    def take(self, found: Sequence[Fault]) -> None:
        """Take faults in, in the order of the lines."""
        room = MOST_TOLD - len(self.first)
        self.first += found[:room]
        for fault in found[room:]:
            self.others += 1
            if self.other is None or (fault.lost and not self.other.lost):
                self.other = fault  # the gravest stands for the others


class Gathered:
    """Rows that wait for a closer look, and the lines among them that are out of order.

    ``keyed`` tells of each row whether its key is counted already; ``tail`` are the last lines of
    the file as they stand.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.lines: list[int] = []
        self.rows: list[Sequence[Raw] | None] = []
        self.keyed: list[bool] = []
        self.faults: list[Fault] = []
        self.tail: list[Line] = []

    def take(self, lines: Sequence[Line], keyed: Sequence[bool] | None, tail: int | None) -> int:
        """Take rows in, without those that are blank or the header once more; return how many.

        From line ``tail`` on, all lines of the file are among them, and nothing follows.
        """
        head, width, before = self.layout.header, self.layout.width, len(self.lines)
        lead, word = next(iter(head.items()), (0, None))
        for number, line in enumerate(lines):
            cells = line.fields
            if tail is not None and line.number >= tail:
                self.tail.append(line)
            # Most rows show by one cell that they are neither blank nor the header once more.
            if (not cells or is_blank(cells[0])) and _is_blank(cells):
                continue
            if lead < len(cells) and spell(cells[lead]) == word and _is_header(cells, head):
                continue
            fault = None
            if len(cells) != width or line.broken is not None:
                fault = fault_of(cells, line.broken, width, line.number)
                if fault is not None:
                    self.faults.append(fault)
            self.lines.append(line.number)
            self.rows.append(None if fault is not None and fault.lost else cells)
            self.keyed.append(False if keyed is None else keyed[number])
        return len(self.lines) - before

    def without_notes(self) -> Notes:
        """Take the notes out that stand under the records, and return them."""
        body = [line.fields for line in self.tail]
        head, layout = self.layout.header, self.layout
        keep = [not _is_blank(cells) and not _is_header(cells, head) for cells in body]
        rows = sum(keep)
        left = min(layout.fields.values())
        found = footnotes_of(layout.labels, body, keep, left)
        if found and len(found) == rows and len(self.lines) > rows:
            raise Unstreamable  # who knows where they begin
        lines = tuple(self.tail[row].number for row, _ in found)
        out = {number: at for at, number in enumerate(self.lines) if number in set(lines)}
        for at in sorted(out.values(), reverse=True):
            del self.lines[at], self.rows[at], self.keyed[at]
        self.faults = [fault for fault in self.faults if fault.row not in out]
        return Notes(lines, tuple((column, body[row][column]) for row, column in found))

    def columns(self) -> Mapping[str, Sequence[Raw]]:
        """Return the rows as columns; of a line out of order, nothing is known."""
        untold = Untold(CODE)
        last = max(self.layout.fields.values())
        if self.rows and all(row is not None and len(row) > last for row in self.rows):
            found = [*zip(*(row[: last + 1] for row in self.rows if row is not None), strict=True)]
            return {name: found[number] for name, number in self.layout.fields.items()}
        return {
            name: [
                untold if row is None else row[number] if number < len(row) else None
                for row in self.rows
            ]
            for name, number in self.layout.fields.items()
        }


def _is_blank(cells: Sequence[Raw]) -> bool:
    return all(map(is_blank, cells))


def _is_header(cells: Sequence[Raw], head: Mapping[int, str]) -> bool:
    """Whether a row is the header once more, as at the top of every printed page."""
    return bool(head) and all(
        column < len(cells) and spell(cells[column]) == name for column, name in head.items()
    )
