"""How a column of a text file writes its numbers: 1,234.56 or 1.234,56, 1 234,56 or 1'234.56.

A whole column is read in one way, never a cell by itself: 1,234 beside 1,5 is less than two. Where
the column does not tell, the declared type does, or else the other columns of the table, or of the
file; where nothing tells, 1,204 is twelve hundred and four, as the rule language has it, and told
as read.
A cell that contradicts all others of its column has no value and a finding says so; where the
column is at odds with itself, none of them has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from unicodedata import normalize

from reportcheck.classes import dataclass
from reportcheck.form import Values
from reportcheck.number import COUNTERS, Raw, Untold, trim

CODE = "unclear-number"


@dataclass(frozen=True, slots=True)
class Style:
    """The signs between thousands and before decimals."""

    thousands: str
    decimal: str


PLAIN = Style(",", ".")
STYLES = (PLAIN, Style(".", ","), Style(" ", ","), Style(" ", "."), Style("'", "."))

_PLAINLY = str.maketrans(
    "\u00a0\u2009\u202f’０１２３４５６７８９．，＋－−﹣％", "   '0123456789.,+---%"
)
_SIGNS = ",， ' \u00a0\u2009\u202f’"
_SEPARATED = re.compile(rf"\d[{_SIGNS}]\d|[.．]\d{{3}}[.．]\d")
_POINTS = re.compile(r"[.．]\d{3}[.．]\d")
_POINT = re.compile(r"[.．]\d{3}(?!\d)")
_NUMBER = re.compile(r"([-+]?)(\d(?:[\d., ']*\d)?)( ?[^\d., ']\D*)?")
_SHAPES = {
    style: re.compile(
        rf"(?:\d+|[1-9]\d{{0,2}}(?:{re.escape(style.thousands)}\d{{3}})+)"
        rf"(?:{re.escape(style.decimal)}\d+)?"
    )
    for style in STYLES
}
_WHOLE = {"count", "integer"}
_ANY = Values()
_ENOUGH = 2_000
"""So many rows of a file tell how it writes numbers."""


@dataclass(frozen=True, slots=True)
class Told:
    """A column as it is read, its style, and a cell that shows it; None where nothing told."""

    cells: Sequence[Raw]
    style: Style | None = PLAIN
    shown: str = ""
    value: str = ""


class Fitting(NamedTuple):
    """The styles that the numbers of a column have, whether any tells, and which are at odds."""

    styles: tuple[Style, ...]
    evident: bool
    odd: frozenset[str] = frozenset()


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
    return {name: _read(numeric[name], values[name], fitting[name], hint) for name in every}


def decimal_sign(rows: Sequence[Sequence[Raw]]) -> str | None:
    """Return what stands before decimals in every column of figures, or None if they do not tell.

    >>> decimal_sign([["a", "b"], ["1.234", "5"], ["2.345", "6,5"]])
    ','
    """
    return _sign_of(_fitting(cells, _ANY) for cells in _figures(rows[:_ENOUGH]))


def _figures(rows: Sequence[Sequence[Raw]]) -> Iterator[list[Raw]]:
    """Yield the columns of which at least half is numbers."""
    for column in range(max(map(len, rows), default=0)):
        cells = [row[column] for row in rows if column < len(row) and row[column]]
        if 2 * sum(_parts(cell, _ANY) is not None for cell in cells) >= len(cells):
            yield cells


def _sign_of(fitting: Iterable[Fitting]) -> str | None:
    """Return the decimal sign of the columns that tell it; None where they tell none, or two."""
    sure = {
        each.styles[0].decimal
        for each in fitting
        if each.evident and len({style.decimal for style in each.styles}) == 1
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


def _parts(cell: Raw, values: Values) -> tuple[str, str, str] | None:
    """Return the sign, the digits with what parts them, and the unit; None for no number."""
    if not isinstance(cell, str):
        return None
    found = _NUMBER.fullmatch(trim(cell).translate(_PLAINLY))
    if found is None:
        return None
    unit = (found[3] or "").strip()
    if unit and not (unit == "%" or _is_of(unit, values)):
        return None
    return found[1], found[2], found[3] or ""


def _is_of(unit: str, values: Values) -> bool:
    """Whether a unit may follow the numbers of a column."""
    if values.type == "count" and unit in COUNTERS:
        return True
    return values.unit is not None and normalize("NFKC", unit) == normalize("NFKC", values.unit)


def _written(digits: str, style: Style) -> str | None:
    """Return a number with a plain decimal point, or None where it is not of this style."""
    if _SHAPES[style].fullmatch(digits) is None:
        return None
    return digits.replace(style.thousands, "").replace(style.decimal, ".")


def _fitting(cells: Sequence[Raw], values: Values) -> Fitting:
    """Return the styles that the numbers of a column have, but for those that are at odds."""
    counts = Counter(parts[1] for cell in cells if (parts := _parts(cell, values)) is not None)
    own = {
        digits: fits
        for digits in counts
        if not digits.isdigit()
        and (fits := tuple(style for style in STYLES if _written(digits, style) is not None))
    }  # what is no number in any style is told as such
    if not own:
        return Fitting(STYLES, evident=False)
    styles = tuple(style for style in STYLES if all(style in fits for fits in own.values()))
    odd: frozenset[str] = frozenset()
    if not styles:
        styles, odd = _majority(own, counts)
    typed = tuple(style for style in styles if _as_declared(cells, style, values))
    if styles and PLAIN not in styles and not typed and values.type in _WHOLE:
        odd |= _ambiguous(own)  # a number without decimals, were it not for the other cells
    styles = typed or styles
    return Fitting(styles, evident=True, odd=odd)


def _majority(
    own: Mapping[str, tuple[Style, ...]], counts: Mapping[str, int]
) -> tuple[tuple[Style, ...], frozenset[str]]:
    """Return the styles that the fewest cells are at odds with, and these; none if nothing tells.

    More cells have to show the decimal sign by themselves than are at odds with it. Where any are,
    what would be another number with another sign is not read either.
    """
    against = {
        style: sum(counts[digits] for digits, fits in own.items() if style not in fits)
        for style in STYLES
    }
    fewest = min(against.values())
    styles = tuple(style for style in STYLES if against[style] == fewest)
    odd = {digits for digits, fits in own.items() if not set(styles) <= set(fits)}
    signs = {digits: {style.decimal for style in fits} for digits, fits in own.items()}
    decimal = styles[0].decimal
    telling = sum(counts[each] for each in own.keys() - odd if signs[each] == {decimal})
    at_odds = sum(counts[each] for each in odd if decimal not in signs[each])
    if {style.decimal for style in styles} != {decimal} or telling <= at_odds:
        return (), frozenset(own)
    return styles, frozenset(odd | _ambiguous(own) if at_odds else odd)


def _ambiguous(own: Mapping[str, tuple[Style, ...]]) -> frozenset[str]:
    """Return what is one number in one style and another one in another."""
    return frozenset(
        [
            digits
            for digits, fits in own.items()
            if len({_written(digits, style) for style in fits}) > 1
        ]
    )


def _as_declared(cells: Sequence[Raw], style: Style, values: Values) -> bool:
    places = 0 if values.type in _WHOLE else values.places
    if places is None:
        return True
    for cell in cells:
        parts = _parts(cell, values)
        written = None if parts is None else _written(parts[1], style)
        if written is not None and len(written.partition(".")[2].rstrip("0")) > places:
            return False
    return True


def _read(cells: Sequence[Raw], values: Values, fitting: Fitting, hint: str | None) -> Told:
    if not fitting.styles:
        return Told([_untold(cell) if _parted(cell, values) else cell for cell in cells], None)
    likely = tuple(each for each in fitting.styles if each.decimal == hint) or fitting.styles
    style = likely[0]
    read: list[Raw] = []
    shown = value = ""
    for cell in cells:
        parts = _parts(cell, values)
        written = None if parts is None else _written(parts[1], style)
        if parts is not None and parts[1] in fitting.odd:
            read.append(_untold(cell))
        elif parts is None or written is None or parts[1].isdigit():
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


def _parted(cell: Raw, values: Values) -> bool:
    parts = _parts(cell, values)
    return parts is not None and not parts[1].isdigit()


def _untold(cell: Raw) -> Untold:
    return Untold(CODE, trim(str(cell)))
