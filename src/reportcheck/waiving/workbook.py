"""The findings workbook, filled in: every row with an explanation is a waiver."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, get_args

from reportcheck.page import Lang
from reportcheck.problem import Mistake
from reportcheck.reading.filled import filled_sheets
from reportcheck.waiver import Given, Target, Waiver
from reportcheck.waiving.days import day
from reportcheck.wording import phrase

START: Final = b"PK\x03\x04"
"""How a workbook begins."""
FILLED_IN: Final = ("reason", "by", "until")
CELLS: Final = ("values", "because")
"""The fields that hold cells."""
_TEXTS: Final = (
    "rule", "form", "agency", "file", "period", "table", "row", "column", "record", "left", "right",
)  # fmt: skip


def read_workbook(path: str, data: bytes) -> Iterator[Waiver | Mistake]:
    """Yield the waivers of a filled-in findings workbook, and the mistakes in them."""
    found = False
    for rows in filled_sheets(path, data):
        columns = _columns(rows[0]) if rows else None
        if columns is None:
            continue
        found = True
        for number, row in enumerate(rows[1:], start=2):
            texts = {key: row[place].strip() for key, place in columns.items() if place < len(row)}
            if any(texts.get(key) for key in FILLED_IN):
                yield _waiver(path, number, texts, columns)
    if not found:
        yield Mistake(path, 1, 1, "waiver-no-list")


def _columns(header: Sequence[str]) -> Mapping[str, int] | None:
    """Return where the columns stand, by their headings; None where it is another sheet."""
    for lang in get_args(Lang):
        named = {phrase(f"book.{key}", lang): key for key in (*FILLED_IN, "bound")}
        columns = {named[text]: place for place, text in enumerate(header) if text in named}
        if len(columns) == len(named):
            return columns
    return None


def _waiver(
    path: str, number: int, texts: Mapping[str, str], columns: Mapping[str, int]
) -> Waiver | Mistake:
    def fault(code: str, column: int, **facts: object) -> Mistake:
        return Mistake(path, number, column + 1, code, facts)

    if not texts.get("reason"):
        return fault("waiver-no-reason", columns["reason"])
    if not texts.get("by"):
        return fault("waiver-no-name", columns["by"])
    if not texts.get("until"):
        return fault("waiver-no-day", columns["until"])
    until = day(texts["until"])
    if until is None:
        return fault("waiver-day", columns["until"], value=texts["until"])
    if not texts.get("bound"):
        return fault("waiver-none", columns["reason"])
    fields = _fields(texts["bound"])
    if fields is None:
        return fault("waiver-bound", columns["reason"])
    given, held = fields
    return Waiver(
        target=Target(held["rule"], *map(held.get, ("table", "row", "column", "record"))),
        given=given,
        reason=texts["reason"],
        by=texts["by"],
        until=until,
        source=f"{path}:{number}",
        agency=held.get("agency"),
        file=held.get("file"),
        form=held.get("form"),
        period=held.get("period"),
    )


def _fields(text: str) -> tuple[Given, dict[str, str]] | None:
    """Return what was given and all texts, as they were written; None where they were not."""
    try:
        fields: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(fields, dict) or not {"rule"} <= fields.keys() <= {
        *_TEXTS,
        *CELLS,
        "count",
    }:
        return None
    values, because = (fields.pop(name, {}) for name in CELLS)
    count = fields.pop("count", 1)
    if not (isinstance(values, dict) and isinstance(because, dict)):
        return None
    if type(count) is not int or count < 1:
        return None
    texts = (*values.values(), *because.values(), *fields.values())
    if not all(isinstance(each, str) for each in texts):
        return None
    if ("agency" in fields) is ("file" in fields):
        return None
    return Given(values, fields.get("left"), fields.get("right"), count, because), fields
