"""The records of an old workbook (.xls, BIFF5 and BIFF8): errors, hidden rows and columns, formats.

By [MS-XLS]. Only what calamine does not tell is looked at; each record is visited once.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from reportcheck.number import ErrorValue
from reportcheck.problem import Problem
from reportcheck.reading.looks import ERRORS, SheetLook
from reportcheck.unit import PERCENT_FORMATS, changes_look

_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _FORMAT, _XF = 0x809, 0x0A, 0x2F, 0x85, 0x41E, 0xE0
_ROW, _COLINFO, _BOOLERR, _FORMULA = 0x208, 0x7D, 0x205, 0x06
_MULRK = 0xBD
_NUMBERS = frozenset({0x203, 0x27E, _FORMULA})
_CELLS = _NUMBERS | {0xFD, 0x204, 0xD6, _BOOLERR}
_HEADER = struct.Struct("<HH")
_PLACE = struct.Struct("<HHH")


def _records(stream: bytes, position: int) -> Iterator[tuple[int, int, int]]:
    """Yield the number, the place and the size of each record until the substream ends."""
    depth = 0
    last = len(stream) - 4
    while position <= last:
        number, size = _HEADER.unpack_from(stream, position)
        position += 4
        if position + size > len(stream):
            return
        depth += number == _BOF
        depth -= number == _EOF
        yield number, position, size
        if number == _EOF and depth <= 0:
            return
        position += size


def _format_text(stream: bytes, at: int, size: int, *, wide: bool) -> str:
    """Return the code of a number format; BIFF8 says how many characters, and how wide."""
    if not wide:
        return stream[at + 3 : at + size].decode("latin-1")
    (count,) = struct.unpack_from("<H", stream, at + 2)
    high = stream[at + 4] & 1 if size > 4 else 0
    text = stream[at + 5 : min(at + size, at + 5 + count * (1 + high))]
    return text.decode("utf-16-le" if high else "latin-1", "replace")


def look_at_sheets(path: str, stream: bytes) -> list[tuple[str, SheetLook | None]]:
    """Return for every sheet of a workbook what was found, None for a chart or a module."""
    places: list[tuple[int, int]] = []
    codes = {**PERCENT_FORMATS}
    styles: dict[int, str] = {}
    number_of_style = 0
    wide = True
    for number, at, size in _records(stream, 0):
        match number:
            case 0x809 if size >= 2 and at == 4:
                wide = struct.unpack_from("<H", stream, at)[0] == 0x600
            case 0x2F:
                raise Problem("password-protected", path=path)
            case 0x85 if size >= 6:
                position, _, kind = struct.unpack_from("<IBB", stream, at)
                places.append((position, kind))
            case 0x41E if size >= 5:
                code = _format_text(stream, at, size, wide=wide)
                (own,) = struct.unpack_from("<H", stream, at)
                codes.pop(own, None)
                if changes_look(code):
                    codes[own] = code
            case 0xE0 if size >= 4:
                (format_number,) = struct.unpack_from("<H", stream, at + 2)
                if format_number in codes:
                    styles[number_of_style] = codes[format_number]
                number_of_style += 1
    return [
        ("", _sheet(stream, position, styles) if kind == 0 else None) for position, kind in places
    ]


def _sheet(stream: bytes, start: int, styles: dict[int, str]) -> SheetLook:
    look = SheetLook()
    for number, at, size in _records(stream, start):
        if size < 6:
            continue
        row, column, style = _PLACE.unpack_from(stream, at)
        if number in _CELLS:
            look.hold(row + 1, column + 1)
            if style in styles and number in _NUMBERS:
                look.formats[row + 1, column + 1] = styles[style]
            error = _error(stream, number, at, size)
            if error is not None:
                look.special[row + 1, column + 1] = ErrorValue(ERRORS.get(error, "#?"))
        elif number == _MULRK:
            last = column + (size - 6) // 6
            look.hold(row + 1, last)
            for each in range(column, last) if styles else ():
                (own,) = struct.unpack_from("<H", stream, at + 4 + 6 * (each - column))
                if own in styles:
                    look.formats[row + 1, each + 1] = styles[own]
        elif number == _ROW and size >= 14 and stream[at + 12] & 0x20:
            look.hidden_rows.add(row + 1)
        elif number == _COLINFO and size >= 10 and stream[at + 8] & 1:
            look.hidden_columns.update(range(row + 1, min(column, 255) + 2))
    return look


def _error(stream: bytes, number: int, at: int, size: int) -> int | None:
    """Return the code of the error that a cell holds, or None where it holds none."""
    if number == _BOOLERR and size >= 8 and stream[at + 7]:
        return stream[at + 6]
    computed = number == _FORMULA and size >= 14 and stream[at + 12 : at + 14] == b"\xff\xff"
    return stream[at + 8] if computed and stream[at + 6] == 2 else None
