"""A table of extracted values -> its rows, whatever kind of file it was written to."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from reportcheck.mark import VALUES
from reportcheck.problem import Problem
from reportcheck.tidy import COLUMNS, unquoted, unshielded

Numbered: TypeAlias = tuple[int, Sequence[str]]
"""A row with its number in the file, from 1: the header is row 1."""

_HEAD: Final = 1 << 16
_ROWS_AT_ONCE: Final = 100_000
_LONGEST: Final = 1 << 30
_TABLE: Final = ",".join(COLUMNS).encode()
_WIDE: Final = VALUES[1].encode()


def extracted_rows(path: str) -> Iterator[Numbered] | None:
    """Return the rows of a table of extracted values, None where the file is none.

    A wide table has no addresses: it is a Problem.
    """
    try:
        with Path(path).open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError):
        return None  # what is in the way is told by who reads it as a report
    if head.startswith(b"PAR1"):
        return _from_parquet(path)
    if head.startswith(b"PK"):
        return _from_workbook(path)
    head = head.removeprefix(codecs.BOM_UTF8)
    if head.startswith(_WIDE):
        raise Problem("extract-is-wide", path=path)
    return _from_csv(path, head) if head.startswith(_TABLE) else None


def _from_csv(path: str, head: bytes) -> Iterator[Numbered]:
    # A spreadsheet may have saved it in the code of its country.
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
        codec = "utf-8-sig"
    except UnicodeDecodeError:
        codec = "gb18030"
    csv.field_size_limit(_LONGEST)
    with Path(path).open(encoding=codec, newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        try:
            for row in rows:
                if row:
                    yield rows.line_num, _whole(path, rows.line_num, map(unquoted, row))
        except UnicodeDecodeError as error:
            raise Problem(
                "undecodable", path=path, encoding=codec, offset=error.start, line=rows.line_num
            ) from None


def _from_workbook(path: str) -> Iterator[Numbered] | None:
    from reportcheck.reading.filled import filled_sheets
    from reportcheck.reading.opening import contents

    sheets = filled_sheets(path, contents(path))
    first = next(sheets, [])
    header = ",".join(first[0]) if first else ""
    if header.startswith(VALUES[1]):
        raise Problem("extract-is-wide", path=path)
    if header != _TABLE.decode():
        return None
    return _sheets(path, first, sheets)


def _sheets(
    path: str, first: list[list[str]], others: Iterable[list[list[str]]]
) -> Iterator[Numbered]:
    for rows in (first, *others):
        if rows and rows[0] == [*COLUMNS]:
            for number, row in enumerate(rows[1:], 2):
                yield number, _whole(path, number, row)


def _from_parquet(path: str) -> Iterator[Numbered] | None:
    import polars as pl

    try:
        names = [*pl.read_parquet_schema(path)]
    except (pl.exceptions.PolarsError, OSError, ValueError):
        return None
    if ",".join(names).startswith(VALUES[1]):
        raise Problem("extract-is-wide", path=path)
    return _groups(path) if names == [*COLUMNS] else None


def _groups(path: str) -> Iterator[Numbered]:
    import polars as pl

    frame = pl.scan_parquet(path)
    number = 1
    while True:
        rows = frame.slice(number - 1, _ROWS_AT_ONCE).collect()
        if not rows.height:
            return
        for row in rows.iter_rows():
            number += 1
            yield number, _whole(path, number, ("" if each is None else str(each) for each in row))


def _whole(path: str, number: int, cells: Iterable[str]) -> Sequence[str]:
    row = tuple(map(unshielded, cells))
    if len(row) != len(COLUMNS):
        raise Problem("extract-no-such-row", path=path, row=number, said=" ".join(row))
    return row
