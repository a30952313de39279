"""Large workbooks: one sheet that is read piece by piece, and what calamine makes of some rows.

An excerpt is a workbook with a few rows of the sheet, and all else as it is: what is read of it is
what stands in these rows of the whole.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Final

from reportcheck.classes import dataclass
from reportcheck.grid import Grid, Source
from reportcheck.number import Raw
from reportcheck.problem import Problem
from reportcheck.reading.container import READ, UNREAD, checked, sheet_parts_of
from reportcheck.reading.limits import most
from reportcheck.reading.native import contained
from reportcheck.reading.opening import contents
from reportcheck.reading.own import refuse_own
from reportcheck.reading.styles import changing_styles, date_styles, number_styles
from reportcheck.reading.tokens import Shared, Unplain, shared_of
from reportcheck.reading.trimming import is_empty
from reportcheck.reading.unpacking import members_of, unpacked
from reportcheck.reading.unrolling import Roll, Spot
from reportcheck.reading.workbook import sheets_of
from reportcheck.unit import shows_percent

LARGE: Final = 1 << 20
_PIECE: Final = 1 << 18
_MOST_HEAD: Final = 1 << 24
_END: Final = b"</row>"
_CLOSE: Final = b"</sheetData></worksheet>"
_BLANK: Final = b"<worksheet><sheetData/></worksheet>"
_TEXTS: Final = "sharedstrings.xml"
_ADDRESS: Final = re.compile(rb'(<(?:row|c) r="[A-Z]*)(\d+)"')
_NUMBERED: Final = re.compile(rb'<row r="\d{1,7}"')
_OPENING: Final = re.compile(rb"<(?:row|c)[\s/>]")
_REFERENCE: Final = re.compile(
    rb'(<c r="[A-Z]+\d+"(?: s="\d+")? t="s"(?: s="\d+")?><v>)(\d+)(?=</v></c>)'
)
_SHARED: Final = re.compile(rb"""\st\s*=\s*["']s["']""")
_MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell\s")


@dataclass(frozen=True)
class LargeBook:
    """A workbook of which one sheet is large.

    ``roll`` is the part of that sheet and ``prefix`` what stands there before the first row;
    ``head`` are its first rows. ``parts`` are all others, ``names`` those of the sheets in order,
    and ``index`` says which is the large one. ``percents`` are the styles that show percentages.
    """

    path: str
    parts: Mapping[str, bytes]
    names: tuple[str, ...]
    index: int
    roll: Roll
    prefix: bytes
    head: bytes
    shared: Shared
    texts: str | None
    plain: frozenset[int] | None
    dates: frozenset[int]
    percents: frozenset[int]

    def start(self) -> Spot:
        """Return the beginning of the sheet."""
        return self.roll.start()


def large_book(path: str, rows: int) -> LargeBook | None:
    """Open a workbook with one large sheet, or return None where it has none, or is unusual.

    ``rows`` are at least in its head.
    """
    try:
        data = contents(path)
        members = members_of(data)
        if members is None:
            return None
        members = [each for each in members if each.name.lower().endswith(READ)]
        if sum(each.size for each in members) > most("UNPACKED_BYTES"):
            return None
        large = [
            each
            for each in members
            if each.size >= LARGE and each.name.lower().startswith("xl/worksheets/")
        ]
        if len(large) != 1:
            return None
        parts: dict[str, bytes] = {}
        for member in members:
            if member is large[0] or member.name.lower().startswith(UNREAD):
                continue
            part = unpacked(data, member)
            if part is None:
                return None
            parts[member.name] = checked(path, member.name, part)
        refuse_own(path, parts)
        names = tuple(sheet_parts_of(path, {**parts, large[0].name: b""}))
        changing = changing_styles(parts).values()
        if names.count(large[0].name) != 1 or not all(map(shows_percent, changing)):
            return None
        return _opened(path, parts, names, names.index(large[0].name), Roll(data, large[0]), rows)
    except (Problem, ValueError, Unplain):
        return None


def _opened(
    path: str, parts: dict[str, bytes], names: tuple[str, ...], index: int, roll: Roll, rows: int
) -> LargeBook | None:
    held = b""
    for piece, _ in roll.pieces(roll.start(), _PIECE):
        held += piece
        if held.count(_END) > rows:
            break
        if len(held) > _MOST_HEAD:
            return None
    begin, end = held.find(b"<row"), held.rfind(_END) + len(_END)
    prefix = held[:begin]
    head = held[begin:end]
    if begin < 0 or end < begin or not prefix.rstrip().endswith(b"<sheetData>"):
        return None
    if head.count(b"<row") != len(_NUMBERED.findall(head)):
        return None
    checked(path, names[index], prefix)
    texts = next((name for name in parts if name.lower().endswith(_TEXTS)), None)
    shared = shared_of(b"" if texts is None else parts[texts])
    return LargeBook(
        path, parts, names, index, roll, prefix, head, shared, texts,
        number_styles(parts), date_styles(parts),
        frozenset(changing_styles(parts)),
    )  # fmt: skip


def head_of(book: LargeBook, after: bytes = b"") -> Source:
    """Return the workbook with the first rows of its large sheet alone.

    ``after`` is what follows the rows, if that is known: the merged areas stand there.
    """
    sheets = [book.parts.get(name, b"") for name in book.names]
    sheets[book.index] = book.prefix + book.head + (after or _CLOSE)
    return _read(book, sheets)


def rows_of(
    book: LargeBook, rows: Sequence[tuple[int, bytes]], columns: range
) -> tuple[list[list[Raw]], Mapping[tuple[int, int], str]]:
    """Return some rows of the large sheet as calamine reads them, blank cells as empty texts.

    They are given by their numbers and their XML. With them come the formats of cells that show
    percentages, by row and column. Raises Unplain where they cannot be told.
    """
    sheets = [_BLANK] * len(book.names)
    renumbered = [_moved(xml, number, at) for at, (number, xml) in enumerate(rows, 1)]
    sheets[book.index] = book.prefix + b"".join(renumbered) + _CLOSE
    try:
        grids = {grid.sheet: grid for grid in _read(book, sheets).grids}
    except Problem as problem:
        if problem.code == "empty-file":
            return [[""] * len(columns) for _ in rows], {}
        raise Unplain from None
    grid = [*grids.values()][_worksheet(book, grids)]
    if grid.hidden_rows:
        raise Unplain
    formats = {(rows[row - 1][0], column): code for (row, column), code in grid.formats.items()}
    return [_cells(grid, at, columns) for at in range(1, len(rows) + 1)], formats


def _worksheet(book: LargeBook, grids: Mapping[str | None, Grid]) -> int:
    if len(grids) != len(book.names):  # a sheet of charts among them
        raise Unplain
    return book.index


def _cells(grid: Grid, number: int, columns: range) -> list[Raw]:
    at = number - grid.first_row
    row = grid.rows[at] if 0 <= at < len(grid.rows) else ()
    first = grid.first_column
    if any(not is_empty(raw) for column, raw in enumerate(row, first) if column not in columns):
        raise Unplain
    return [row[column - first] if 0 <= column - first < len(row) else "" for column in columns]


def _moved(xml: bytes, number: int, to: int) -> bytes:
    """Return a row with another number, in every address."""
    own = b"%d" % number
    count = 0

    def other(found: re.Match[bytes]) -> bytes:
        nonlocal count
        if found[2] != own:
            raise Unplain
        count += 1
        return found[1] + b'%d"' % to

    moved = _ADDRESS.sub(other, xml)
    if count != len(_OPENING.findall(xml)):
        raise Unplain
    return moved


def _read(book: LargeBook, sheets: Sequence[bytes]) -> Source:
    sheets, texts = _with_texts(book, sheets)
    parts = {**book.parts, **dict(zip(book.names, sheets, strict=True))}
    if book.texts is not None:
        parts[book.texts] = texts
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    with contained(book.path):
        return sheets_of(book.path, packed.getvalue())[0]


def _with_texts(book: LargeBook, sheets: Sequence[bytes]) -> tuple[Sequence[bytes], bytes]:
    """Return sheets that refer to the texts they need by other numbers, and a part of these."""
    order: dict[int, int] = {}
    count = 0

    def other(found: re.Match[bytes]) -> bytes:
        nonlocal count
        count += 1
        return found[1] + b"%d" % order.setdefault(int(found[2]), len(order))

    changed = [_REFERENCE.sub(other, sheet) for sheet in sheets]
    items = book.shared.items([*order])
    if items is None or count != sum(len(_SHARED.findall(sheet)) for sheet in sheets):
        return sheets, book.shared.part
    return changed, b"<sst>" + b"".join(items) + b"</sst>"


def merged_after(after: bytes) -> bool:
    """Tell whether what follows the rows of a sheet says that areas are merged."""
    return _MERGED.search(after) is not None
