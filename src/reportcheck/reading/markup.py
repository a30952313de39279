"""The second look, at a sheet's XML: what calamine does not tell.

Cells with an error and formulas that were never calculated both come from calamine as an empty
text; hidden rows and columns do not come at all; and one value far away from the others makes it
ask for more memory than there is. The look is cheap: it searches the bytes for the few things
it wants, and builds no tree.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import field

from reportcheck.address import column_letters, column_number
from reportcheck.classes import dataclass
from reportcheck.number import ErrorValue, NotCalculated
from reportcheck.patterns import pattern
from reportcheck.reading.container import attributes

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""The last row and column that a worksheet can have (ECMA-376, SpreadsheetML)."""

_CHUNK = 1 << 22
_OVERLAP = 1 << 10

_ADDRESSED = pattern(rb"""r\s*=\s*["']([A-Za-z]+)(\d+)""")
# A cell that may hold something: not one that closes itself, as formatted empty cells do.
_FILLED = pattern(
    rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*["\']([A-Za-z]+)(\d+)["\'][^>]*(?<!/)>(?!\s*</)'
)
_UNNAMED = pattern(rb"<(?:\w+:)?c(?=[\s/>])(?![^>]*?\sr\s*=)")
# As nearly every writer writes cells: no prefix, and the address first. Of a large sheet these tell
# in a tenth of the time that the patterns above have nothing to find.
_PREFIXED = b":c"
_UNUSUAL = pattern(rb'<c(?! r=")[\s/>]')
_NOT_NEAR = pattern(rb'<c(?! r="[A-Z](?:\d{1,5}|[1-5]\d{5})")[\s/>]')
_NEAR = 26 * 599_999
"""How many cells a sheet spans at most whose cells are all near."""
_ROW_OR_CELL = pattern(rb"<(?:\w+:)?(row|c)(?=[\s/>])([^>]*)")
_ROW = pattern(rb"<(?:\w+:)?row(?:\s([^>]*))?>")
_CELL = pattern(rb"<(?:\w+:)?c\s([^>]*)>")
_COLUMNS = pattern(rb"<(?:\w+:)?col\s([^>]*)>")

_ERROR = pattern(
    rb'<(?:\w+:)?c\s[^>]*?\bt\s*=\s*["\']e["\'][^>]*(?<!/)>'
    rb"(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v[^>]*>([^<]*)<",
    re.DOTALL,
)
_NEVER_CALCULATED = pattern(
    rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"
    rb"(?P<empty><(?:\w+:)?v(?:\s[^>]*)?(?:/>|></(?:\w+:)?v>))?\s*</(?:\w+:)?c>"
)
_STYLED = pattern(rb'r="([A-Z]{1,3})([0-9]{1,7})" s="([0-9]+)"(?: t="n")?')
_ADDRESS = pattern(r"\$?([A-Za-z]{1,7})\$?(\d{1,10})")


@dataclass(frozen=True, slots=True)
class Look:
    """What the second look found; rows and columns from 1."""

    special: dict[tuple[int, int], ErrorValue | NotCalculated]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)


def with_addresses(xml: bytes) -> bytes:
    """Return the sheet with an address on every row and cell; most have them and stay as they are.

    Where a writer leaves them out, cells follow one another, and so do rows.
    """
    if (_PREFIXED not in xml and not _UNUSUAL.search(xml)) or not _UNNAMED.search(xml):
        return xml
    row, column = 0, 0

    def address(tag: re.Match[bytes]) -> bytes:
        nonlocal row, column
        given = attributes(tag[2]).get("r")
        if tag[1] == b"row":
            row, column = int(given) if given and given.isdecimal() else row + 1, 0
            given = given or str(row)
        elif given and (found := _ADDRESS.fullmatch(given)):
            row, column = int(found[2]), column_number(found[1])
        elif given is not None:  # no address that a cell can have: calamine has to meet it too
            return tag[0]
        else:
            column += 1
            given = f"{column_letters(column)}{row}"
        rest = re.sub(rb"""\sr\s*=\s*["'][^"']*["']""", b"", tag[2])
        name = tag[0][: tag.start(2) - tag.start()]
        return name + f' r="{given}"'.encode() + rest

    return _ROW_OR_CELL.sub(address, xml)


def _corner(pattern: re.Pattern[bytes], xml: bytes) -> tuple[int, int]:
    """Return the last row and the last column of the cells that the pattern finds."""
    rows, columns = 1, 1
    for start in range(0, len(xml), _CHUNK):
        found = pattern.findall(xml, start, min(start + _CHUNK + _OVERLAP, len(xml)))
        columns = max(
            [columns, *(column_number(name.decode()) for name in {name for name, _ in found})]
        )
        rows = max([rows, *(int(row[:12]) for _, row in found)])
    return rows, columns


def far_cell(xml: bytes, limit: int) -> str | None:
    """Return the far corner of the used cells if they span more than ``limit`` cells, or None."""
    if limit >= _NEAR and _PREFIXED not in xml and not _NOT_NEAR.search(xml):
        return None
    # The first pattern is quick, and finds too many cells rather than too few.
    for cells in (_ADDRESSED, _FILLED):
        rows, columns = _corner(cells, xml)
        if rows <= LAST_ROW and columns <= LAST_COLUMN and rows * columns <= limit:
            return None
    return f"{column_letters(columns)}{rows}"


def _address(cell: re.Match[bytes]) -> tuple[int, int] | None:
    found = _ADDRESS.fullmatch(attributes(cell[1]).get("r", ""))
    return (int(found[2]), column_number(found[1])) if found else None


def _cell_before(xml: bytes, position: int) -> re.Match[bytes] | None:
    """Return the start tag of the cell that a position lies in."""
    at = position
    while (at := xml.rfind(b"<", 0, at)) >= 0:
        if found := _CELL.match(xml, at):
            return found
    return None


def _special(xml: bytes) -> Iterator[tuple[tuple[int, int], ErrorValue | NotCalculated]]:
    for error in _ERROR.finditer(xml):
        cell = _CELL.match(xml, error.start())
        if cell and (at := _address(cell)):
            yield at, ErrorValue(html.unescape(error[1].decode("utf-8", "replace")))
    for formula in _NEVER_CALCULATED.finditer(xml):
        cell = _cell_before(xml, formula.start())
        if not cell:
            continue
        # A formula whose result is an empty text says so by its type and an empty value.
        if formula["empty"] and attributes(cell[1]).get("t") == "str":
            continue
        if at := _address(cell):
            text = html.unescape((formula[1] or b"").decode("utf-8", "replace"))
            yield at, NotCalculated(f"={text}" if text else "")


def _is_hidden(tag: Mapping[str, str], size: str) -> bool:
    if tag.get("hidden") in {"1", "true"}:
        return True
    try:
        return float(tag.get(size, "1")) == 0
    except ValueError:
        return False


def _hidden_rows(xml: bytes) -> Iterator[int]:
    count = 0
    for found in _ROW.finditer(xml):
        tag = attributes(found[1] or b"")
        count = int(tag["r"]) if tag.get("r", "").isdecimal() else count + 1
        if _is_hidden(tag, "ht"):
            yield count


def _hidden_columns(xml: bytes, last: int) -> Iterator[int]:
    begin, end = xml.find(b"<col"), xml.rfind(b"<col")
    if b":col" in xml:
        begin, end = 0, len(xml)
    if begin < 0:
        return
    for found in _COLUMNS.findall(xml, begin, xml.find(b">", end) + 1 or len(xml)):
        tag = attributes(found)
        low, high = tag.get("min", ""), tag.get("max", "")
        if low.isdecimal() and high.isdecimal() and _is_hidden(tag, "width"):
            yield from range(int(low), min(int(high), last) + 1)


def _formats(xml: bytes, styles: Mapping[int, str]) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the cells of some styles that hold a number."""
    numbers = "|".join(map(str, styles)).encode()
    columns: dict[bytes, int] = {}
    for cell in re.finditer(
        rb"""<(?:\w+:)?c\s(?=[^>]*\bs\s*=\s*["'](?:""" + numbers + rb""")["'])([^>]*)(?<!/)>""", xml
    ):
        if plain := _STYLED.fullmatch(cell[1]):  # as nearly all are, and they may be many
            letters, row, style = plain.groups()
            if (column := columns.get(letters)) is None:
                column = columns[letters] = column_number(letters.decode())
            yield (int(row), column), styles[int(style)]
            continue
        tag = attributes(cell[1])
        if tag.get("t", "n") == "n" and (at := _address(cell)):
            yield at, styles[int(tag["s"])]


def second_look(xml: bytes, last_column: int, styles: Mapping[int, str] | None = None) -> Look:
    """Find errors, formulas never calculated, and the hidden rows and columns of a sheet.

    ``styles`` are the styles whose format shows another number than the cell holds.
    """
    special = {}
    if b"<f" in xml or b":f" in xml or b't="e"' in xml or b"t='e'" in xml:
        special = dict(_special(xml))
    rows = b"hidden=" in xml or b'ht="0"' in xml
    return Look(
        special,
        frozenset(_hidden_rows(xml)) if rows else frozenset(),
        frozenset(_hidden_columns(xml, last_column)),
        dict(_formats(xml, styles)) if styles else {},
    )
