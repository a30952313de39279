"""How each column of a file is parsed: by the type that it declares and by what its head holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal, TypeAlias
from unicodedata import normalize

from reportcheck.classes import dataclass
from reportcheck.form import Values
from reportcheck.number import Raw, read_decimal, trim
from reportcheck.streaming.layout import WORKBOOK, Layout

Parsed: TypeAlias = Literal["whole", "spelt", "decimal", "double", "text", "date"]
"""``whole``: numbers by the CSV parser itself. ``spelt``: whole numbers, of columns with blanks.
``double``: as a Parquet file keeps decimals."""

_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,18}")
_POINT: Final = re.compile(r"[+-]?[0-9]*\.([0-9]+)")
_MOST_PLACES: Final = 9
_LOOK: Final = 1000
_MANY: Final = 0.01
"""From this share of empty cells on, a column of numbers is read as text first."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One column: the number of its field, what it may hold, and how it is parsed.

    ``header`` is set where a header that is repeated among the records shows by this column alone.
    """

    name: str
    field: int
    values: Values
    parsed: Parsed
    places: int = 0
    header: str | None = None

    @property
    def scale(self) -> int:
        """What the values are multiplied by to be whole."""
        return int(10**self.places)


def plans_of(layout: Layout) -> tuple[Plan, ...] | None:
    """Return how the columns of a file are parsed, or None where one cannot be in a stream."""
    plans = []
    for name, field in layout.fields.items():
        values = layout.table.values_at(None, name)
        if any(_is_number(mark) for mark, _ in values.marks) or (
            values.marks and not values.numeric
        ):
            return None
        cells = [row[field] for row in layout.head[:_LOOK] if field < len(row)]
        stored = layout.codec == WORKBOOK and values.numeric
        if not stored and all(isinstance(cell, str) for cell in cells if cell is not None):
            plans.append(_plan(name, field, values, [str(cell or "") for cell in cells]))
        else:
            plans.append(_stored(name, field, values, cells, floats=stored))
    return _with_header(plans, layout.header)


def _with_header(plans: list[Plan], header: Mapping[int, str]) -> tuple[Plan, ...] | None:
    """See to it that a repeated header is no sound row: by a word over figures, or word by word."""
    if not header or any(
        plan.parsed != "text" and plan.field in header and not _like_a_value(header[plan.field])
        for plan in plans
    ):
        return tuple(plans)
    for at, plan in enumerate(plans):
        if plan.parsed == "text" and plan.field in header:
            plans[at] = replace(plan, header=header[plan.field])
            return tuple(plans)
    return None


def _like_a_value(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def _is_number(mark: str) -> bool:
    return read_decimal(trim(normalize("NFKC", mark))) is not None


def _plan(name: str, field: int, values: Values, cells: Sequence[str]) -> Plan:
    if values.type == "date":
        return Plan(name, field, values, "date")
    if not values.numeric:
        return Plan(name, field, values, "text")
    points = [found for cell in cells if (found := _POINT.fullmatch(cell)) is not None]
    blank = sum(not cell for cell in cells)
    pointed = len(points) > _MANY * len(cells)
    if not pointed and (values.type in {"count", "integer"} or values.places is None):
        return Plan(name, field, values, "spelt" if blank > _MANY * len(cells) else "whole")
    places = values.places
    if places is None:
        places = _usual_places(len(found[1].rstrip("0")) for found in points)
    return Plan(name, field, values, "decimal", min(places, _MOST_PLACES))


def _stored(name: str, field: int, values: Values, cells: Sequence[Raw], *, floats: bool) -> Plan:
    """Return how a column is taken that is no text: as it is typed; ``floats`` all numbers are."""
    if not values.numeric:
        return Plan(name, field, values, "date" if values.type == "date" else "text")
    doubles = [each for each in cells if isinstance(each, float)]
    if not doubles and not floats:
        return Plan(name, field, values, "whole")
    places = values.places
    if places is None and values.type in {"count", "integer"}:
        places = 0
    if places is None:
        places = _usual_places(len(repr(each).partition(".")[2].rstrip("0")) for each in doubles)
    return Plan(name, field, values, "double", min(places, _MOST_PLACES))


def _usual_places(found: Iterable[int]) -> int:
    """Return the places that all but the longest hundredth of the numbers make do with."""
    sizes = sorted(min(each, _MOST_PLACES) for each in found)
    return sizes[int(len(sizes) * (1 - _MANY)) - 1] if sizes else 0
