"""A writer of old workbooks (.xls): records of BIFF8 within a compound file, as few as can be."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from tests.reading.formats import Page, Value

_SECTOR = 512
_FREE, _LAST, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SMALL = 4096
"""A stream of fewer bytes would have to lie in small sectors."""

_MOST_IN_RECORD = 8224


def xls(*pages: Page) -> bytes:
    """Return an old workbook."""
    sheets = [_sheet(page) for page in pages]
    names = [_text(page.name, "<B") for page in pages]
    styles = b"".join(_record(0xE0, struct.pack("<HHHBBBBIIH", 0, 0, 1, 0x20, 0, 0, 0, 0, 0, 0))
                      for _ in range(16))  # fmt: skip
    head = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6))
    head += _record(0x42, struct.pack("<H", 1200)) + styles
    start = len(head) + sum(4 + 6 + len(name) for name in names) + 4
    listed = b""
    for name, sheet in zip(names, sheets, strict=True):
        listed += _record(0x85, struct.pack("<IBB", start, 0, 0) + name)
        start += len(sheet)
    return _compound(head + listed + _record(0x0A) + b"".join(sheets))


def _record(number: int, content: bytes = b"") -> bytes:
    assert len(content) <= _MOST_IN_RECORD
    return struct.pack("<HH", number, len(content)) + content


def _text(text: str, count: str) -> bytes:
    packed = text.encode("utf-16-le")
    return struct.pack(count, len(packed) // 2) + b"\x01" + packed


def _sheet(page: Page) -> bytes:
    cells = b"".join(
        _cell(row, column, value)
        for row, line in enumerate(page.rows)
        for column, value in enumerate(line)
        if value is not None
    )
    size = struct.pack("<IIHHH", 0, len(page.rows), 0, page.width, 0)
    return (
        _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6))
        + _record(0x200, size) + cells + b"".join(_merged(page.merges)) + _record(0x0A)
    )  # fmt: skip


def _cell(row: int, column: int, value: Value) -> bytes:
    place = struct.pack("<HHH", row, column, 15)
    if isinstance(value, str):
        return _record(0x204, place + _text(value, "<H"))
    return _record(0x203, place + struct.pack("<d", value or 0))


def _merged(areas: Sequence[tuple[int, int, int, int]]) -> Iterator[bytes]:
    for start in range(0, len(areas), 1000):
        some = areas[start : start + 1000]
        packed = [struct.pack("<HHHH", top - 1, bottom - 1, left - 1, right - 1)
                  for top, left, bottom, right in some]  # fmt: skip
        yield _record(0xE5, struct.pack("<H", len(some)) + b"".join(packed))


def _compound(stream: bytes) -> bytes:
    """Return a compound file that holds one stream, the workbook."""
    stream = stream.ljust(_SMALL, b"\0")
    stream += b"\0" * (-len(stream) % _SECTOR)
    sectors = len(stream) // _SECTOR
    # The table of sectors describes itself, the directory and the stream.
    tables = 1
    while tables * (_SECTOR // 4) < tables + 1 + sectors:
        tables += 1
    chain = [_TABLE] * tables + [_LAST]
    chain += [*range(tables + 2, tables + 1 + sectors), _LAST]
    chain += [_FREE] * (tables * _SECTOR // 4 - len(chain))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, tables, tables, 0, _SMALL, _LAST, 0, _LAST, 0)
    header += struct.pack("<109I", *range(tables), *[_FREE] * (109 - tables))
    directory = _entry("Root Entry", 5, 1, _LAST, 0)
    directory += _entry("Workbook", 2, _FREE, tables + 1, len(stream))
    directory += _entry("", 0, _FREE, 0, 0) * 2
    return header + struct.pack(f"<{len(chain)}I", *chain) + directory + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    packed = name.encode("utf-16-le") + b"\0\0" if name else b""
    links = struct.pack("<III", _FREE, _FREE, child)
    return (
        packed.ljust(64, b"\0") + struct.pack("<HBB", len(packed), kind, 1) + links + bytes(36)
        + struct.pack("<IQ", start, size)
    )  # fmt: skip
