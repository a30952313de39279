"""What stands above extracted rows, and which columns hold numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, TypeAlias

from reportcheck.form import Form
from reportcheck.problem import Problem
from reportcheck.tidy import COLUMNS, Wide, header_of

COUNTED: Final = frozenset({"line", "table_number", "submission"})
"""The columns that hold numbers of the tool's own."""


class Header(NamedTuple):
    """The names of the columns of a table, and the places of those that hold numbers.

    ``numbers`` always do; ``values`` do where a row says so, or where the slot is one for numbers.
    """

    names: tuple[str, ...]
    numbers: frozenset[int]
    values: frozenset[int]


Headers: TypeAlias = Callable[[Wide | None], Header]
"""Gives the header of a wide table; of the long one, None."""


def headers(forms: Mapping[tuple[str, str], Form]) -> Headers:
    """Return how to find the header of a table by the forms that there are."""

    def header(wide: Wide | None) -> Header:
        if wide is None:
            return Header(COLUMNS, _counted(COLUMNS), frozenset({COLUMNS.index("value")}))
        form = forms[wide.form, wide.version]
        names = header_of(wide, form)
        if wide.table:
            table = form.by_id[wide.table]
            numeric = [table.values_at(None, each.name).numeric for each in table.columns.slots]
        else:
            numeric = [
                table.values_at(slot.row, slot.column).numeric
                for table in form.tables
                for slot in table.slots()
            ]
        first = len(names) - len(numeric)
        values = frozenset(first + place for place, each in enumerate(numeric) if each)
        return Header(names, _counted(names[:first]), values)

    return header


def _counted(names: tuple[str, ...]) -> frozenset[int]:
    return frozenset(place for place, name in enumerate(names) if name in COUNTED)


def other_wide(wide: Wide | None, first: Wide | None) -> Problem:
    """Return the refusal of rows that need another table than the one that was begun."""
    named = [
        f"{each.form}@{each.version}" if each.version else each.form
        for each in (wide, first)
        if each is not None
    ]
    return Problem("extract-other-wide", form=named[0], first=named[-1])
