"""The records of a binary workbook (.xlsb): errors, merged areas, hidden rows and columns.

By [MS-XLSB]. Only what calamine does not tell is looked at; each record is visited once.
"""

from __future__ import annotations

import posixpath
import struct
from collections.abc import Iterator, Mapping

from reportcheck.grid import Area
from reportcheck.number import ErrorValue
from reportcheck.problem import Problem
from reportcheck.reading.container import relations_of
from reportcheck.reading.looks import ERRORS, SheetLook
from reportcheck.unit import PERCENT_FORMATS, changes_look

_ROW, _BLANK, _ERROR, _FORMULA_ERROR = 0, 1, 3, 11
_COLUMN, _MERGE, _SHEET, _FORMAT, _STYLE = 60, 176, 156, 44, 47
_STYLES_BEGIN, _STYLES_END = 617, 618
_NUMBERS = frozenset({2, 5, 9})
_CELLS = frozenset(range(2, 12)) | {62}
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


def _records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield the number, the place and the size of each record of a part."""
    position, last = 0, len(part)
    while position < last:
        number = part[position]
        position += 1
        if number & 0x80 and position < last:
            number = (number & 0x7F) | (part[position] & 0x7F) << 7
            position += 1
        size = shift = 0
        while position < last:
            byte = part[position]
            position += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift > 21:
                break
        if position + size > last:
            return
        yield number, position, size
        position += size


def _text(part: bytes, at: int, end: int) -> tuple[str, int]:
    """Return a text that says its length, and the place after it."""
    if at + 4 > end:
        return "", end
    (count,) = struct.unpack_from("<I", part, at)
    if count == 0xFFFFFFFF:
        return "", at + 4
    stop = min(at + 4 + 2 * count, end)
    return part[at + 4 : stop].decode("utf-16-le", "replace"), stop


def _styles(part: bytes) -> dict[int, str]:
    """Return the formats that change a look, by the number of the style of a cell."""
    codes = {**PERCENT_FORMATS}
    styles: dict[int, str] = {}
    within, count = False, 0
    for number, at, size in _records(part):
        if number == _FORMAT and size >= 6:
            code, _ = _text(part, at + 2, at + size)
            (own,) = struct.unpack_from("<H", part, at)
            codes.pop(own, None)
            if changes_look(code):
                codes[own] = code
        elif number in {_STYLES_BEGIN, _STYLES_END}:
            within = number == _STYLES_BEGIN
        elif number == _STYLE and within and size >= 4:
            (own,) = struct.unpack_from("<H", part, at + 2)
            if own in codes:
                styles[count] = codes[own]
            count += 1
    return styles


def look_at_sheets(path: str, parts: Mapping[str, bytes]) -> list[tuple[str, SheetLook | None]]:
    """Return for every sheet of a workbook its part's name and what was found in it."""
    named = {name.lower().replace("\\", "/").lstrip("/"): part for name, part in parts.items()}
    book = named.get("xl/workbook.bin")
    if book is None:
        raise Problem("damaged-workbook", path=path, reason="xl/workbook.bin")
    targets = relations_of(named.get("xl/_rels/workbook.bin.rels", b""))
    styles = _styles(named.get("xl/styles.bin", b""))
    looks: list[tuple[str, SheetLook | None]] = []
    for number, at, size in _records(book):
        if number != _SHEET or size < 12:
            continue
        relation, _ = _text(book, at + 8, at + size)
        target = targets.get(relation, "").replace("\\", "/")
        name = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/").lower()
        part = named.get(name)
        looks.append((name, _sheet(part, styles) if part is not None else None))
    return looks


def _sheet(part: bytes, styles: Mapping[int, str]) -> SheetLook:
    look = SheetLook()
    row = 0
    for number, at, size in _records(part):
        if number == _ROW and size >= 12:
            row = struct.unpack_from("<I", part, at)[0] + 1
            if part[at + 11] & 0x10:
                look.hidden_rows.add(row)
        elif number in _CELLS and size >= 8:
            column, style = struct.unpack_from("<II", part, at)
            column += 1
            look.hold(row, column)
            if number in {_ERROR, _FORMULA_ERROR} and size >= 9:
                look.special[row, column] = ErrorValue(ERRORS.get(part[at + 8], "#?"))
            elif number in _NUMBERS and style & 0xFFFFFF in styles:
                look.formats[row, column] = styles[style & 0xFFFFFF]
        elif number == _COLUMN and size >= 18:
            first, last = struct.unpack_from("<II", part, at)
            if part[at + 16] & 1:
                look.hidden_columns.update(range(first + 1, min(last, _LAST_COLUMN) + 2))
        elif number == _MERGE and size >= 16:
            top, bottom, left, right = struct.unpack_from("<4I", part, at)
            if top <= bottom < _LAST_ROW and left <= right < _LAST_COLUMN:
                look.merges.append(Area(top + 1, left + 1, bottom + 1, right + 1))
    return look
