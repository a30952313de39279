"""Percentages without a sign in a stream: counted where all is plain, looked at where it is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from reportcheck.finding import Finding
from reportcheck.inspecting import tell_bare
from reportcheck.number import Raw
from reportcheck.percents import MOST_KEPT, Bare, Met, Tally, What, headed, percent_columns
from reportcheck.streaming.blocks import Unstreamable
from reportcheck.streaming.layout import Layout
from reportcheck.streaming.plans import Plan
from reportcheck.viewing import View


class Found(NamedTuple):
    """Numbers of a block that are not 0, and those of them beyond 1: how many, the first rows.

    ``signed`` tells that others show as percentages.
    """

    signed: bool
    bare: int
    first: list[int]
    large: int
    first_large: list[int]


def bare_in(values: pl.Series, plan: Plan, sound: pl.Series, percents: pl.Series | None) -> Found:
    """Return what a column of percentages holds in the rows that are sound.

    Of these, ``percents`` show as percentages by their format; all others have no sign.
    """
    signed = False
    if percents is not None:
        signed, sound = bool((percents & sound).any()), sound & ~percents
    bare = (values != 0) & sound
    large = (values.abs() > plan.scale) & sound
    return Found(signed, *_told(bare), *_told(large))


def _told(mask: pl.Series) -> tuple[int, list[int]]:
    rows = mask.fill_null(value=False).arg_true()
    return len(rows), rows.head(MOST_KEPT).to_list()


class Percents:
    """What was met so far in the columns of percentages of a file, by the lines of records."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._codes: dict[str, dict[int, str]] = {}
        names = percent_columns(layout.table)
        self.met = {name: Met() for name in names if name in layout.fields}

    def take_plain(self, found: Mapping[str, Found], line: int) -> None:
        """Take in what is plain in a block that begins at a line."""
        for name, each in found.items():
            met = self.met[name]
            met.signed = met.signed or each.signed
            met.bare.add([line + row for row in each.first], each.bare)
            met.large.add([line + row for row in each.first_large], each.large)

    def note(self, formats: Mapping[tuple[int, int], str]) -> None:
        """Note the formats of cells of rows that are to be looked at closely."""
        layout = self._layout
        names = {layout.first_column + field: name for name, field in layout.fields.items()}
        for (line, column), code in formats.items():
            name = names.get(column)
            if name in self.met:
                self._codes.setdefault(name, {})[line] = code
            elif name is not None and layout.table.values_at(None, name).numeric:
                raise Unstreamable  # a number that is no percentage: told format by format

    def take(self, lines: Sequence[int], columns: Mapping[str, Sequence[Raw]]) -> None:
        """Take in rows that were looked at closely."""
        layout = self._layout
        for name, met in self.met.items():
            values = layout.table.values_at(None, name)
            met.take(columns[name], values, lines, layout.sheet, self._codes.get(name))
        self._codes.clear()

    def told(self) -> Iterator[tuple[str, What, Tally]]:
        """Yield the columns of which something is to be told, and what."""
        in_percent = headed(self._layout.submission, self._layout.table)
        for name, met in self.met.items():
            if told := met.told(heading=in_percent(None, name)):
                yield name, *told


def tell(view: View, table: str, column: str, what: What, tally: Tally) -> Finding:
    """Return the finding about a column, from a view of the first of its records."""
    records = view.submission.records[table]
    at = {line: record for record, line in enumerate(records.lines)}
    cells = tuple([at[line] for line in tally.first])
    return tell_bare(view, Bare(table, None, column, what, tally.count, cells))
