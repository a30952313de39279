"""All findings as CSV for a spreadsheet: a row a cell, and no text in it acts as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, Protocol

from reportcheck.page import Lang
from reportcheck.report import Report
from reportcheck.tabling import COLUMNS, as_csv, of_file, rows_beside
from reportcheck.wording.filling import safe

_ACTS: Final = re.compile(r"[=+\-@\t\r\n|%]")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?%?")
_OTHERS: Final = frozenset({
    "path", "agency", "period", "table", "record", "column", "sheet", "left", "right", "shown",
    "check",
})  # fmt: skip
"""The columns with texts of the file, or of the rule file; the others have words of our own."""
_FOREIGN: Final = tuple(at for at, name in enumerate(COLUMNS) if name in _OTHERS)
_AT_ONCE: Final = 1 << 14
_MANY: Final = 1000
"""From so many rows of one file on, a frame is written as a whole."""


class Writer(Protocol):
    """Writes rows as CSV."""

    def writerows(self, rows: Iterable[Iterable[str | int | None]], /) -> None:
        """Write some rows."""


def rows_csv(report: Report, lang: Lang, version: str, folder: Path) -> bytes:
    """Return a CSV file in UTF-8 with a byte order mark, which spreadsheets ask for."""
    del lang, version, folder
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    rows: list[tuple[str | int | None, ...]] = []
    for each in report.files:
        if each.rows is not None and each.rows.height > _MANY:
            _write(writer, rows)
            rows = []
            file.write(as_csv(each.rows, of_file(each), _OTHERS, quiet))
        elif each.rows is not None:
            rows += [(*of_file(each), *row) for row in each.rows.iter_rows()]
        rows += rows_beside(each)
        if len(rows) >= _AT_ONCE:
            _write(writer, rows)
            rows = []
    _write(writer, rows)
    return file.getvalue().encode("utf-8-sig", "replace")


def _write(writer: Writer, rows: Sequence[tuple[str | int | None, ...]]) -> None:
    if not rows:
        return
    columns: list[Sequence[str | int | None]] = [*zip(*rows, strict=True)]
    for at in _FOREIGN:
        # Most columns hold few different texts.
        known = {each: quiet(each) if isinstance(each, str) else each for each in set(columns[at])}
        columns[at] = [known[each] for each in columns[at]]
    writer.writerows(zip(*columns, strict=True))


def quiet(text: str) -> str:
    """Return a text that a spreadsheet shows and does not run; numbers stay numbers.

    >>> quiet("=1+1"), quiet("-7"), quiet("-7+cmd|' /C calc'!A0")
    ("'=1+1", '-7', "'-7+cmd|' /C calc'!A0")
    """
    if text.isascii() and text.isalnum():
        return text
    shown = safe(text)
    if _ACTS.match(shown) is not None and _NUMBER.fullmatch(shown) is None:
        return f"'{shown}"
    return shown
