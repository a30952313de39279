"""A block whose lines are sound, parsed at once; what is not plain in it is left to a closer look.

A cell is taken here only where reading it by itself gives the same value and nothing to remark:
the tests hold this against ``number`` for whatever Hypothesis thinks of.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from itertools import count
from typing import Final

import polars as pl

from reportcheck.classes import dataclass
from reportcheck.compiling.typed import PLAIN_DATE, any_of
from reportcheck.form import BlankPolicy, blank_means
from reportcheck.number import DIGITS
from reportcheck.reading.delimited import parser
from reportcheck.reading.dialect import Dialect
from reportcheck.streaming.doubts import Span, doubts, span_of
from reportcheck.streaming.lines import rows_at
from reportcheck.streaming.plans import Plan

_MOST_BYTES: Final = DIGITS + 1
"""Of a decimal number: with its point, so many bytes hold no more digits than a double tells."""
_RARE: Final = 500
"""Quotes are the exception where so many bytes or more come to one of them, and so are cells."""
_BLANKS: Final = (b" ", b"\t", b"\v", b"\f")
_STROKES: Final = ("-", ".", "/", "\\", "_")
_MOST_SIGNS: Final = 100
STRANGE: Final = "strange row"
"""How the column is called that tells the rows that need a closer look: no item can be so."""
_UNREAD: Final = b"\x01"
"""Put in place of a blank before a cell: the parser would pass over it and say nothing."""


@dataclass(frozen=True)
class Typed:
    """The rows of a block: values by column, and the rows that need a closer look.

    Row ``i`` is line ``i`` of the block. ``values`` are null where a cell is empty or odd; whatever
    may be worth a remark is ``strange``. ``filled`` tells of columns in which an empty cell is
    zero where something stands. ``lenient`` tells that some cell is not what its column holds.
    """

    height: int
    values: dict[str, pl.Series]
    filled: dict[str, pl.Series]
    strange: pl.Series
    lenient: bool = False
    spans: dict[str, Span] = field(default_factory=dict)

    def frame(self) -> pl.DataFrame:
        """Return all columns, by the names that expressions over a block use."""
        return pl.DataFrame(
            [
                *(series.alias(name) for name, series in self.values.items()),
                *(series.alias(filled_name(name)) for name, series in self.filled.items()),
                self.strange.alias(STRANGE),
            ]
        )


def filled_name(name: str) -> str:
    """Return how the column is called that tells where something stands in another."""
    return f"{name} filled"


def parse(  # noqa: PLR0913 - what is known of the block beforehand
    data: bytes,
    dialect: Dialect,
    width: int,
    plans: Sequence[Plan],
    *,
    lenient: bool = True,
    marks: Sequence[int] = (),
    ascii_alone: bool = False,
) -> Typed | None:
    """Return the rows of a block, or None where its lines have to be parted one by one.

    If not ``lenient``, the block is taken for one in which every cell is what its column holds: the
    parser is quicker then, and has to begin again if that is not so. ``marks`` tell where its lines
    begin, as ``marks_of`` does, ``ascii_alone`` that all of it is known to be ASCII.
    """
    if b"\r" in data:
        data, marks = data.replace(b"\r\n", b"\n"), ()
        if b"\r" in data:
            return None
    if b"\0" in data:
        return None
    enclosed = False
    lines = 0
    padded: Sequence[int] = ()
    found = _odd_lines(data, dialect, plans)
    if found is not None:
        sound = _emptied(data, found.quoted, dialect)
        padded = rows_at(data, found.padded, marks)
    elif dialect.quote.encode() not in data:
        sound = _unpadded(data, dialect)
    elif _encloses(data, dialect):
        enclosed = True
        sound = _unpadded(data, dialect)
        lines = data.count(b"\n") + (not data.endswith(b"\n"))
    else:
        return None
    frame = None if lenient else _frame(sound, dialect, width, plans, enclosed, strict=True)
    if frame is None:
        lenient, frame = True, _frame(sound, dialect, width, plans, enclosed, strict=False)
    if frame is None or (enclosed and frame.height != lines):
        return None
    typed = _typed(frame, sound, dialect, width, plans, ascii_alone)
    typed = replace(typed, lenient=lenient)
    if padded:
        strange = typed.strange.scatter([row for row in padded if row < frame.height], values=True)
        typed = replace(typed, strange=strange)
    return typed


@dataclass(frozen=True)
class _Odd:
    """Lines of a block: where those with quotes begin and end, where those with blanks begin."""

    quoted: Mapping[int, int]
    padded: Sequence[int]


def _odd_lines(data: bytes, dialect: Dialect, plans: Sequence[Plan]) -> _Odd | None:
    """Return the few lines of a block that have quotes, or blanks before a number.

    The parser would pass over such a blank and say nothing. None where these lines are many, or a
    quote does not close in its own line.
    """
    quoted: dict[int, int] = {}
    padded: set[int] = set()
    quote, delimiter = dialect.quote.encode(), dialect.delimiter.encode()
    most = len(data) // _RARE + 1
    for needle in (quote, *_padded(data, delimiter, plans)):
        at = _next(data, needle, 0)
        for looked in count():
            if at < 0:
                break
            start = data.rfind(b"\n", 0, at + (needle[:1] == b"\n")) + 1
            end = data.find(b"\n", max(at, start))
            end = len(data) if end < 0 else end
            if needle == quote:
                line = data[start:end]
                if not (_is_plainly_quoted(line, dialect) or _is_record(line, dialect)):
                    return None
                quoted[start] = end
            else:
                padded.add(start)
            if looked > most:
                return None
            at = _next(data, needle, end)
    if data[:1] in {b" ", b"\t"}:
        padded.add(0)
    return _Odd(quoted, sorted(padded))


def _emptied(data: bytes, spans: Mapping[int, int], dialect: Dialect) -> bytes:
    """Return a block without what stands in these lines."""
    if not spans:
        return data
    pieces, begin = [], 0
    for start in sorted(spans):
        # Not an empty line, which would be none at the end of the block.
        pieces += [data[begin:start], dialect.delimiter.encode()]
        begin = spans[start]
    return b"".join([*pieces, data[begin:]])


def _padded(data: bytes, delimiter: bytes, plans: Sequence[Plan]) -> list[bytes]:
    """Return what a cell with a blank before a number begins with, in this block."""
    whole = [plan.field for plan in plans if plan.parsed == "whole"]
    edges = [*([delimiter] if any(whole) else []), *([b"\n"] if 0 in whole else [])]
    signs = [sign for sign in (b" ", b"\t") if sign != delimiter and sign in data]
    return [edge + sign for sign in signs for edge in edges]


def _next(data: bytes, needle: bytes, begin: int) -> int:
    """Return where a needle stands next, or -1.

    Its last sign is looked for, as that is rare and quickly found; where it is no rarity, the
    needle is looked for as a whole.
    """
    before, sign = needle[:-1], needle[-1:]
    if not before:
        return data.find(sign, begin)
    at = data.find(sign, begin + 1)
    for _ in range(_MOST_SIGNS):
        if at < 0 or data[at - 1 : at] == before:
            return at - 1 if at >= 0 else -1
        at = data.find(sign, at + 1)
    return data.find(needle, at - 1) if at >= 0 else -1


def _is_plainly_quoted(line: bytes, dialect: Dialect) -> bool:
    """Tell whether one field of a line is quoted, and nothing else."""
    quote, delimiter = dialect.quote.encode(), dialect.delimiter.encode()
    first, last = line.find(quote), line.rfind(quote)
    return (
        line.count(quote) == 2
        and (not first or line[:first].endswith(delimiter))
        and (last == len(line) - 1 or line.startswith(delimiter, last + 1))
    )


def _is_record(line: bytes, dialect: Dialect) -> bool:
    try:
        return sum(1 for _ in parser([line.decode()], dialect)) == 1
    except (csv.Error, UnicodeDecodeError):
        return False


def _encloses(data: bytes, dialect: Dialect) -> bool:
    """Tell whether every quote of a block begins or ends a field, and none stands within one."""
    quote, delimiter = dialect.quote.encode(), dialect.delimiter.encode()
    opens = data.count(delimiter + quote) + data.count(b"\n" + quote) + data.startswith(quote)
    closes = data.count(quote + delimiter) + data.count(quote + b"\n") + data.endswith(quote)
    return opens == closes and opens + closes == data.count(quote)


def _unpadded(data: bytes, dialect: Dialect) -> bytes:
    """Return a block in which no cell begins with a blank that the parser would pass over."""
    delimiter = dialect.delimiter.encode()
    for sign in (b" ", b"\t"):
        if sign == delimiter or sign not in data:
            continue
        for edge in (delimiter, b"\n", dialect.quote.encode()):
            data = data.replace(edge + sign, edge + _UNREAD)
        if data.startswith(sign):
            data = _UNREAD + data[1:]
    return data


def _frame(
    data: bytes,
    dialect: Dialect,
    width: int,
    plans: Sequence[Plan],
    enclosed: bool,  # noqa: FBT001
    *,
    strict: bool,
) -> pl.DataFrame | None:
    whole = {plan.field for plan in plans if plan.parsed == "whole"}
    schema: dict[str, type[pl.DataType]] = {
        str(field): pl.Int64 if field in whole else pl.String for field in range(width)
    }
    wanted = sorted({width - 1, *(plan.field for plan in plans)})
    try:
        return pl.read_csv(
            data,
            has_header=False,
            schema=schema,
            columns=wanted if len(wanted) < width else None,
            separator=dialect.delimiter,
            quote_char=dialect.quote if enclosed else None,
            ignore_errors=not strict,
        )
    except pl.exceptions.PolarsError:
        return None


def _typed(
    frame: pl.DataFrame,
    data: bytes,
    dialect: Dialect,
    width: int,
    plans: Sequence[Plan],
    ascii_alone: bool,  # noqa: FBT001
) -> Typed:
    parsed = {plan.parsed for plan in plans}
    exponents = "decimal" in parsed and (b"e" in data or b"E" in data)
    plain = "text" in parsed and (ascii_alone or data.isascii())
    bare = plain and not any(sign in data for sign in _BLANKS)
    strokes = [sign for sign in _STROKES if sign.encode() in data] if bare else None
    values: dict[str, pl.Series] = {}
    filled: dict[str, pl.Series] = {}
    spans: dict[str, Span] = {}
    strange: list[pl.Series] = []
    for plan in plans:
        cells = frame[str(plan.field)]
        column = column_of(cells, plan, exponents=exponents)
        zero = plan.parsed in {"spelt", "decimal"} and blank_means(plan.values) is BlankPolicy.ZERO
        if zero and cells.null_count():
            column = column.set(cells.is_null(), 0)
            filled[plan.name] = cells.is_not_null()
        values[plan.name] = column
        if plan.values.numeric and (span := span_of(column)) is not None:
            spans[plan.name] = span
        strange += doubts(cells, column, plan, strokes=strokes, span=spans.get(plan.name))
    last = frame[str(width - 1)]
    # A line with too few fields lacks its last one. Where few do, all are looked at: to count
    # the delimiters of a block takes longer.
    lacking = last.null_count()
    if lacking and (
        lacking * _RARE < len(data)
        or data.count(dialect.delimiter.encode()) != len(last) * (width - 1)
    ):
        strange.append(last.is_null())
    return Typed(frame.height, values, filled, any_of(strange, frame.height), spans=spans)


def column_of(cells: pl.Series, plan: Plan, *, exponents: bool) -> pl.Series:
    """Return the values of a column, null where a closer look is needed."""
    match plan.parsed:
        case "whole":
            return cells
        case "spelt":
            return cells.cast(pl.Int64, strict=False)
        case "decimal":
            return _decimal(cells, plan, exponents=exponents)
        case "date":
            sound = cells.str.contains(PLAIN_DATE).fill_null(value=False)
            return cells.set(~sound, None).str.to_date("%Y-%m-%d", strict=False)
        case "text" | "double":
            return cells


def _decimal(cells: pl.Series, plan: Plan, *, exponents: bool) -> pl.Series:
    """Return decimal numbers as whole ones, null where a double does not tell them exactly.

    Two decimals of at most 15 digits never share a double: where the double of the text is also
    that of a whole number over a power of ten, the text is that number.
    """
    doubles = cells.cast(pl.Float64, strict=False)
    # By a column of powers: dividing by one constant multiplies by its reciprocal, inexactly.
    powers = pl.Series([float(plan.scale)]).new_from_index(0, len(cells))
    wholes = (doubles * powers).round()
    sure = (
        (cells.str.len_bytes() <= _MOST_BYTES)
        & (wholes.abs() < 10**DIGITS)
        & (wholes / powers == doubles)
        & ~cells.str.ends_with(".")
    )
    if exponents:
        sure &= ~(cells.str.contains("e", literal=True) | cells.str.contains("E", literal=True))
    sure = sure.fill_null(value=False)
    if not sure.all():
        wholes = wholes.set(~sure, None)
    return wholes.cast(pl.Int64)
