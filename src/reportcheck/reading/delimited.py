"""Delimited: CSV and its kin -> one grid, with the physical line at which each record begins."""

from __future__ import annotations

import csv
import gc
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice

from reportcheck.grid import Grid, Source
from reportcheck.number import trim
from reportcheck.problem import Problem
from reportcheck.reading.decoding import Decoded, decode
from reportcheck.reading.trimming import trimmed

DELIMITERS = "\t;|,"
"""Where two fit equally well the first one wins: commas stand in numbers and texts, tabs do not."""

FIELD_LIMIT = 1 << 24
"""A longer field is a quotation mark that was never closed, or no table."""

_SAMPLE_RECORDS = 200
_SAMPLE_LENGTH = 1 << 16
_DECLARED = re.compile(r"sep=(?P<delimiter>[^\r\n])(?:\r\n|\n|\r)", re.IGNORECASE)
_LAST = "\0end of the table\0"


def _dialect(delimiter: str, sample: str) -> dict[str, object]:
    spaced = re.search(rf'{re.escape(delimiter)} +"', sample) is not None
    return {"delimiter": delimiter, "skipinitialspace": spaced}


def _fit(delimiter: str, sample: str) -> float:
    """Say how well a delimiter explains the sample: how many records have it, how many alike."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, skipinitialspace=True)
    widths = [len(record) for record in islice(reader, _SAMPLE_RECORDS) if record]
    split = [width for width in widths if width > 1]
    if not split:
        return 0.0
    alike = Counter(split).most_common(1)[0][1]
    return (len(split) + alike) / len(widths)


def delimiter_of(text: str) -> str:
    r"""Return the delimiter of a table by its first records; a comma where there is none.

    >>> delimiter_of("甲;1,5\n乙;2,5\n"), delimiter_of("a\t1,204\nb\t3,000\n")
    (';', '\t')
    """
    sample = text[:_SAMPLE_LENGTH]
    if len(sample) < len(text):
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    fits = {delimiter: _fit(delimiter, sample) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: fits[delimiter])
    return best if fits[best] else ","


@contextmanager
def _at_full_speed() -> Iterator[None]:
    """Let csv take long fields, and spare a million new lists the search for cycles among them."""
    usual, collecting = csv.field_size_limit(FIELD_LIMIT), gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        csv.field_size_limit(usual)
        if collecting:
            gc.enable()


def _lines(decoded: Decoded) -> Iterator[str]:
    # Decoded once more, piece by piece: a StringIO would take four bytes for every character.
    return io.TextIOWrapper(io.BytesIO(decoded.data), decoded.codec, newline="")


def _records_by_line(
    path: str, decoded: Decoded, dialect: dict[str, object]
) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line at which it begins, and last of all the guard record."""
    # The guard is its own record only where no quotation mark is open before it.
    ended = decoded.text.endswith(("\r", "\n"))
    reader = csv.reader(
        chain(_lines(decoded), [_LAST] if ended else ["\r\n", _LAST]),
        **dialect,  # type: ignore[arg-type]
    )
    begin = 1
    try:
        for record in reader:
            yield begin, record
            begin = reader.line_num + 1
    except csv.Error:  # the field limit
        raise Problem("unclosed-quote", path=path, line=begin) from None


def _records(
    path: str, decoded: Decoded, dialect: dict[str, object]
) -> tuple[list[list[str]], Sequence[int]]:
    """Return the records and their lines."""
    reader = csv.reader(_lines(decoded), strict=True, **dialect)  # type: ignore[arg-type]
    try:
        rows = list(reader)
    except csv.Error:
        rows = []
    if rows and reader.line_num == len(rows):
        return rows, range(1, len(rows) + 1)
    rows, lines = [], []
    for line, record in _records_by_line(path, decoded, dialect):
        rows.append(record)
        lines.append(line)
    if rows[-1] != [_LAST]:
        raise Problem("unclosed-quote", path=path, line=lines[-1])
    return rows[:-1], lines[:-1]


def read_delimited(path: str, data: bytes) -> Source:
    """Read a text table: encoding and delimiter by content, quotes doubled, lines physical."""
    decoded = decode(path, data)
    text = decoded.text
    if not trim(text):
        raise Problem("empty-file", path=path)
    notes = [] if decoded.name == "UTF-8" else [("encoding", decoded.name)]
    declared = _DECLARED.match(text)
    delimiter = declared["delimiter"] if declared else delimiter_of(text)
    if delimiter != ",":
        notes.append(("delimiter", "tab" if delimiter == "\t" else delimiter))
    with _at_full_speed():
        rows, lines = _records(path, decoded, _dialect(delimiter, text[:_SAMPLE_LENGTH]))
    if declared:
        rows, lines = rows[1:], lines[1:]
    return Source(path, (trimmed(Grid(path, None, rows, lines=lines)),), tuple(notes))
