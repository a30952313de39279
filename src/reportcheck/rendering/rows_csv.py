"""All findings as CSV for a spreadsheet: a row a cell, and no text in it acts as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from reportcheck.page import Lang
from reportcheck.report import Report
from reportcheck.tabling import COLUMNS, all_rows
from reportcheck.wording.filling import safe

_ACTS: Final = re.compile(r"[=+\-@\t\r\n|%]")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?%?")
_FOREIGN: Final = tuple(
    COLUMNS.index(name)
    for name in (
        "path", "agency", "period", "table", "record", "column", "sheet", "left", "right", "shown",
        "check",
    )
)  # fmt: skip
"""The columns with texts of the file, or of the rule file; the others have words of our own."""
_AT_ONCE: Final = 1 << 14


def rows_csv(report: Report, lang: Lang, version: str, folder: Path) -> bytes:
    """Return a CSV file in UTF-8 with a byte order mark, which spreadsheets ask for."""
    del lang, version, folder
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    rows = all_rows(report)
    while some := list(islice(rows, _AT_ONCE)):
        columns: list[Sequence[str | int | None]] = [*zip(*some, strict=True)]
        for at in _FOREIGN:
            # Most columns hold few different texts.
            known = {each: quiet(each) for each in set(columns[at])}
            columns[at] = [known[each] for each in columns[at]]
        writer.writerows(zip(*columns, strict=True))
    return file.getvalue().encode("utf-8-sig", "replace")


def quiet(value: str | int | None) -> str | int | None:
    """Return a value that a spreadsheet shows and does not run; numbers stay numbers.

    >>> quiet("=1+1"), quiet("-7"), quiet("-7+cmd|' /C calc'!A0")
    ("'=1+1", '-7', "'-7+cmd|' /C calc'!A0")
    """
    if not isinstance(value, str) or (value.isascii() and value.isalnum()):
        return value
    shown = safe(value)
    if _ACTS.match(shown) is not None and _NUMBER.fullmatch(shown) is None:
        return f"'{shown}"
    return shown
