"""How a column of a text file writes its numbers: 1,234.56 or 1.234,56, 1 234,56 or 1'234.56.

A whole column is read in one way, never a cell by itself: 1,234 beside 1,5 is less than two. Where
the column does not tell, the declared type does, or else the other columns of the table, or of the
file; where nothing tells, 1,204 is twelve hundred and four, as the rule language has it, and told
as read.
Where the cells of a column contradict each other, they have no value and a finding says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from reportcheck.classes import dataclass
from reportcheck.form import Values
from reportcheck.number import Raw, Untold, trim

CODE = "unclear-number"


@dataclass(frozen=True, slots=True)
class Style:
    """The signs between thousands and before decimals."""

    thousands: str
    decimal: str


PLAIN = Style(",", ".")
STYLES = (PLAIN, Style(".", ","), Style(" ", ","), Style(" ", "."), Style("'", "."))

_GAPS = str.maketrans("\u00a0\u2009\u202f’", "   '")
_SIGNS = ",' \u00a0\u2009\u202f’"
_SEPARATED = re.compile(rf"\d[{_SIGNS}]\d|\.\d{{3}}\.\d")
_POINTS = re.compile(r"\.\d{3}\.\d")
_POINT = re.compile(r"\.\d{3}(?!\d)")
_NUMBER = re.compile(r"([-+]?)(\d[\d., ']*)( ?[%％])?")
_SHAPES = {
    style: re.compile(
        rf"(?:\d+|[1-9]\d{{0,2}}(?:{re.escape(style.thousands)}\d{{3}})+)"
        rf"(?:{re.escape(style.decimal)}\d+)?"
    )
    for style in STYLES
}
_WHOLE = {"count", "integer"}
_ENOUGH = 2_000
"""So many rows of a file tell how it writes numbers."""


@dataclass(frozen=True, slots=True)
class Told:
    """A column as it is read, its style, and a cell that shows it; None where nothing told."""

    cells: Sequence[Raw]
    style: Style | None = PLAIN
    shown: str = ""
    value: str = ""


def read_columns(
    columns: Mapping[str, Sequence[Raw]],
    values: Mapping[str, Values],
    elsewhere: Callable[[], str | None] = lambda: None,
) -> dict[str, Told]:
    """Return the columns of numbers that are not all written plainly, each as it is to be read.

    ``elsewhere`` is asked for the decimal sign of the rest of the file where these do not tell.
    """
    numeric = {name: cells for name, cells in columns.items() if values[name].numeric}
    doubtful, pointed = set(), False
    for name, cells in numeric.items():
        text = _text(cells)
        if _separated(text):
            doubtful.add(name)
        elif not pointed:
            pointed = _POINT.search(text) is not None
    rest = elsewhere() if pointed and not doubtful else None
    if not doubtful and rest != ",":
        return {}
    fitting = {name: _fitting(cells, values[name]) for name, cells in numeric.items()}
    hint = _sign_of(fitting.values()) or rest or elsewhere()
    # A column like 1.234 is plain by itself, and something else among columns like 5,6.
    every = fitting if hint == "," else doubtful
    return {name: _read(numeric[name], fitting[name][0], hint) for name in every}


def decimal_sign(rows: Sequence[Sequence[Raw]]) -> str | None:
    """Return what stands before decimals in every column of figures, or None if they do not tell.

    >>> decimal_sign([["a", "b"], ["1.234", "5"], ["2.345", "6,5"]])
    ','
    """
    return _sign_of(_fitting(cells, Values()) for cells in _figures(rows[:_ENOUGH]))


def _figures(rows: Sequence[Sequence[Raw]]) -> Iterator[list[Raw]]:
    """Yield the columns of which at least half is numbers."""
    for column in range(max(map(len, rows), default=0)):
        cells = [row[column] for row in rows if column < len(row) and row[column]]
        if 2 * sum(_parts(cell) is not None for cell in cells) >= len(cells):
            yield cells


def _sign_of(fitting: Iterable[tuple[tuple[Style, ...], bool]]) -> str | None:
    """Return the decimal sign of the columns that tell it; None where they tell none, or two."""
    sure = {
        styles[0].decimal
        for styles, evident in fitting
        if evident and len({style.decimal for style in styles}) == 1
    }
    return next(iter(sure)) if len(sure) == 1 else None


def _text(cells: Iterable[Raw]) -> str:
    """Return a column as one text: a million clean cells are passed over at once."""
    try:
        return "\n".join(cells)  # type: ignore[arg-type]
    except TypeError:
        return "\n".join(cell for cell in cells if isinstance(cell, str))


def _separated(text: str) -> bool:
    """Tell whether any cell of a column has signs between its digits."""
    if any(sign in text for sign in _SIGNS):
        return _SEPARATED.search(text) is not None
    return _POINTS.search(text) is not None


def _parts(cell: Raw) -> tuple[str, str, str] | None:
    """Return the sign, the digits with what parts them, and a percent sign; None for no number."""
    if not isinstance(cell, str):
        return None
    found = _NUMBER.fullmatch(trim(cell).translate(_GAPS))
    return None if found is None else (found[1], found[2], found[3] or "")


def _written(digits: str, style: Style) -> str | None:
    """Return a number with a plain decimal point, or None where it is not of this style."""
    if _SHAPES[style].fullmatch(digits) is None:
        return None
    return digits.replace(style.thousands, "").replace(style.decimal, ".")


def _fitting(cells: Sequence[Raw], values: Values) -> tuple[tuple[Style, ...], bool]:
    """Return the styles that every number of a column has, and whether any number tells."""
    styles: tuple[Style, ...] = STYLES
    evident = False
    for digits in {parts[1] for cell in cells if (parts := _parts(cell)) is not None}:
        if digits.isdigit():
            continue
        own = tuple(style for style in STYLES if _written(digits, style) is not None)
        if not own:
            continue  # no number in any style: told as such
        evident = True
        styles = tuple(style for style in styles if style in own)
    if len(styles) > 1:
        typed = tuple(style for style in styles if _as_declared(cells, style, values))
        styles = typed or styles
    return styles, evident


def _as_declared(cells: Sequence[Raw], style: Style, values: Values) -> bool:
    places = 0 if values.type in _WHOLE else values.places
    if places is None:
        return True
    for cell in cells:
        parts = _parts(cell)
        written = None if parts is None else _written(parts[1], style)
        if written is not None and len(written.partition(".")[2].rstrip("0")) > places:
            return False
    return True


def _read(cells: Sequence[Raw], styles: tuple[Style, ...], hint: str | None) -> Told:
    if not styles:
        return Told([_untold(cell) if _parted(cell) else cell for cell in cells], None)
    likely = tuple(style for style in styles if style.decimal == hint) or styles
    style = likely[0]
    read: list[Raw] = []
    shown = value = ""
    for cell in cells:
        parts = _parts(cell)
        written = None if parts is None else _written(parts[1], style)
        if parts is None or written is None or not _parted(cell):
            read.append(cell)
        elif PLAIN not in likely and _unclear(parts[1], likely):
            read.append(_untold(cell))
        elif style == PLAIN:
            read.append(cell)
        else:
            read.append(parts[0] + written + parts[2])
            if not shown or len(written) > len(value):
                shown, value = trim(str(cell)), parts[0] + written + parts[2]
    return Told(read, style, shown, value)


def _unclear(digits: str, styles: tuple[Style, ...]) -> bool:
    """Tell whether the styles that are left make different numbers of it; a point is a point."""
    made = {_written(digits, style) for style in styles}
    return len(made) > 1 and "," in digits


def _parted(cell: Raw) -> bool:
    parts = _parts(cell)
    return parts is not None and not parts[1].isdigit()


def _untold(cell: Raw) -> Untold:
    return Untold(CODE, trim(str(cell)))
