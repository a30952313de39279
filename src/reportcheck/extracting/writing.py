"""Where extracted rows go: a stream of CSV, or a Parquet file made of one."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Protocol

from reportcheck.extracting.files import Piece
from reportcheck.extracting.headers import Headers, other_wide
from reportcheck.problem import Problem
from reportcheck.tidy import Wide, quoted, shielded

Note = tuple[str, int]
"""What is worth saying about what was written: a code of the catalogue and a number."""


class Writer(Protocol):
    """What takes rows, piece by piece, in the order of the files."""

    def take(self, piece: Piece) -> Problem | None:
        """Write the rows of a piece; a Problem says why they can go nowhere."""

    def close(self) -> tuple[Note, ...]:
        """Write what is left; return what is worth saying."""


class CsvWriter:
    """Writes CSV as it comes, all of it one table; with a byte order mark where asked for."""

    def __init__(self, file: BinaryIO, headers: Headers, *, mark: bool) -> None:
        self._file = file
        self._headers = headers
        self._mark = mark
        self._wide: Wide | None = None
        self._begun = False

    def take(self, piece: Piece) -> Problem | None:
        """Write the rows of a piece; those of another wide table than the first go nowhere."""
        if not self._begun:
            self._begun, self._wide = True, piece.wide
            line = io.StringIO(newline="")
            names = self._headers(piece.wide).names
            csv.writer(line, lineterminator="\n").writerow(quoted(shielded(each)) for each in names)
            self._file.write((b"\xef\xbb\xbf" if self._mark else b"") + line.getvalue().encode())
        if piece.wide != self._wide:
            drop_lines(piece)
            return other_wide(piece.wide, self._wide)
        copy_lines(piece, self._file)
        return None

    def close(self) -> tuple[Note, ...]:
        """Write what is left."""
        self._file.flush()
        return ()


class ParquetWriter:
    """Writes a Parquet file, a group of rows after the other, once all rows are there.

    Values are texts, for nothing else has every number exactly; the numbers of lines are numbers.
    """

    # Polars keeps threads, and a process with threads cannot be doubled for workers: until all work
    # is done the rows wait as CSV.

    def __init__(self, path: Path, headers: Headers, folder: str) -> None:
        self._path = path
        self._headers = headers
        self._lines = Path(folder) / "rows.csv"
        self._file = self._lines.open("wb")
        self._wide: Wide | None = None
        self._begun = False

    def take(self, piece: Piece) -> Problem | None:
        """Keep the rows of a piece; those of another wide table than the first go nowhere."""
        if not self._begun:
            self._begun, self._wide = True, piece.wide
        if piece.wide != self._wide:
            drop_lines(piece)
            return other_wide(piece.wide, self._wide)
        copy_lines(piece, self._file)
        return None

    def close(self) -> tuple[Note, ...]:
        """Write the file."""
        import polars as pl

        self._file.close()
        header = self._headers(self._wide)
        counted = [header.names[place] for place in sorted(header.numbers)]
        if not self._lines.stat().st_size:
            frame = pl.LazyFrame(schema=dict.fromkeys(header.names, pl.String))
        else:
            frame = pl.scan_csv(
                self._lines, has_header=False, new_columns=[*header.names], infer_schema=False
            )
        frame.with_columns(pl.col(counted).cast(pl.Int64)).sink_parquet(self._path)
        return ()


def copy_lines(piece: Piece, file: BinaryIO) -> None:
    """Write the lines of a piece; a file that holds them is taken away."""
    if piece.file:
        with Path(piece.file).open("rb") as lines:
            while data := lines.read(1 << 20):
                file.write(data)
        drop_lines(piece)
    file.write(piece.text.encode())


def drop_lines(piece: Piece) -> None:
    """Take away the file that holds the lines of a piece."""
    if piece.file:
        with suppress(OSError):
            Path(piece.file).unlink()
