"""The blank form: tables whose axes are trees of items, and the slots these span."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Final, Literal, NamedTuple, TypeAlias

from reportcheck.classes import dataclass
from reportcheck.formula import Node
from reportcheck.number import Exact

ValueType: TypeAlias = Literal[
    "count", "integer", "amount", "percent", "number", "text", "date", "code"
]


UNDER: Final = "·"
"""Stands between a heading and an item whose label alone would not tell it from others."""


class BlankPolicy(StrEnum):
    """What an empty cell means: a mistake, nothing to add, or not known and nobody's fault."""

    ERROR = "error"
    ZERO = "zero"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Values:
    """What the cells of an item may hold. ``places`` is None where decimals are not declared.

    ``marks`` are pairs of the text that stands in the cell and the kind of the mark.
    """

    type: ValueType = "number"
    places: int | None = None
    min: Exact | None = None
    max: Exact | None = None
    one_of: tuple[str, ...] = ()
    pattern: str | None = None
    unit: str | None = None
    blank: BlankPolicy = BlankPolicy.ERROR
    marks: tuple[tuple[str, str], ...] = ()

    @property
    def numeric(self) -> bool:
        """Whether the value enters arithmetic."""
        return self.type in {"count", "integer", "amount", "percent", "number"}


def blank_means(values: Values) -> BlankPolicy:
    """Return what an empty cell means; nothing but a number can stand for zero."""
    if values.blank is BlankPolicy.ZERO and not values.numeric:
        return BlankPolicy.ERROR
    return values.blank


MARKS: Final = ("not_applicable", "not_available", "suppressed", "unknown")
"""The kinds of signs that stand for a value; a ``suppressed`` one hides a number."""


class Shape(StrEnum):
    """How the rows of a table come about."""

    FORM = "form"
    """Fixed, labelled rows."""
    ONE = "one"
    """One row of values without a label, under the header."""
    RECORDS = "records"
    """As many as the file has: one record a row."""


class Slot(NamedTuple):
    """A place of the form that takes one value; ``row`` is None where the table has one row."""

    table: str
    row: str | None
    column: str


@dataclass(frozen=True)
class Item:
    """A row or a column of the form, or a heading over some.

    ``name`` is the shortest suffix of ``path`` that is unique on its axis: what findings say.
    ``values`` is what the item or its nearest heading declares, or None.
    """

    id: str
    label: str
    name: str
    path: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    equals: Node | None = None
    equals_text: str = ""
    total: bool = False
    values: Values | None = None
    own_values: bool = False
    optional: bool = False
    reliability: Exact | Literal["fixed"] = 1
    """What changing one of its cells weighs when the smallest change is looked for."""

    @property
    def has_slots(self) -> bool:
        """Whether values stand at this item: leaves, and headings that declare some."""
        return not self.items or self.equals is not None or self.own_values

    def walk(self) -> Iterator[Item]:
        """Yield the item and all below it, in form order."""
        yield self
        for item in self.items:
            yield from item.walk()

    def leaves(self) -> Iterator[Item]:
        """Yield the leaves at or below the item, in form order, totals included."""
        return (item for item in self.walk() if not item.items)


@dataclass(frozen=True)
class Axis:
    """The items of one axis, as a tree."""

    items: tuple[Item, ...]

    @cached_property
    def all(self) -> tuple[Item, ...]:
        """Every item, headings included, in form order."""
        return tuple(each for item in self.items for each in item.walk())

    @cached_property
    def slots(self) -> tuple[Item, ...]:
        """The items at which values stand, in form order."""
        return tuple(item for item in self.all if item.has_slots)

    @cached_property
    def by_name(self) -> Mapping[str, Item]:
        """Every item by its name."""
        return {item.name: item for item in self.all}

    @cached_property
    def by_path(self) -> Mapping[tuple[str, ...], Item]:
        """Every item by its whole path."""
        return {item.path: item for item in self.all}

    @cached_property
    def words(self) -> Mapping[str, str]:
        """What to call every item, by its name: its label, under its heading if it occurs twice."""
        labels = Counter(item.label for item in self.slots)
        return {
            item.name: f"{heading.label}{UNDER}{item.label}"
            if labels[item.label] > 1 and (heading := self.by_path.get(item.path[:-1]))
            else item.label
            for item in self.all
        }


def is_optional(axis: Axis, item: Item) -> bool:
    """Whether the item, or a heading over it, is optional."""
    return any(
        above.optional
        for length in range(1, len(item.path) + 1)
        if (above := axis.by_path.get(item.path[:length])) is not None
    )


def label_of(axis: Axis | None, name: str | None) -> str:
    """Return the form's word for an item, or nothing where there is none."""
    return "" if axis is None or name is None else axis.words.get(name, "")


@dataclass(frozen=True)
class Table:
    """One table of a form. ``rows`` is None unless the shape is FORM.

    ``key`` names columns; ``total_where`` picks the total row among records (bound, as ``key``
    is, in this table).
    """

    id: str
    columns: Axis
    shape: Shape
    rows: Axis | None = None
    title: str | None = None
    aliases: tuple[str, ...] = ()
    corner: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    total_where: Node | None = None
    total_text: str = ""
    values: Values = Values()

    def values_at(self, row: str | None, column: str) -> Values:
        """Return what the slot at this row and column may hold (names, not paths)."""
        declared = self.columns.by_name[column].values
        if declared is None and row is not None and self.rows is not None:
            declared = self.rows.by_name[row].values
        return declared or self.values

    def reliability_at(self, row: str | None, column: str) -> Exact | None:
        """Return what changing this slot weighs, None where it is not to be changed.

        Of its row and its column the more reliable one counts.
        """
        items = [self.columns.by_name[column]]
        if row is not None and self.rows is not None and row in self.rows.by_name:
            items.append(self.rows.by_name[row])
        told = [item.reliability for item in items]
        weights = [each for each in told if not isinstance(each, str)]
        if len(weights) < len(told):
            return None
        others = [each for each in weights if each != 1]
        return max(others, default=1)

    def is_total_at(self, row: str | None, column: str) -> bool:
        """Whether the row or the column of a cell is a total."""
        item = self.rows.by_name.get(row) if self.rows and row else None
        other = self.columns.by_name.get(column)
        return bool((item and item.total) or (other and other.total))

    def slots(self) -> Iterator[Slot]:
        """Yield every slot, row by row; none where the table holds records."""
        if self.shape is Shape.RECORDS:
            return
        rows = [None] if self.rows is None else [row.name for row in self.rows.slots]
        for row in rows:
            for column in self.columns.slots:
                yield Slot(self.id, row, column.name)


@dataclass(frozen=True, slots=True)
class IdentityClue:
    """Where the agency or the period may be read: ``kind`` and the text or pattern it takes."""

    kind: Literal["right_of", "title", "sheet", "filename", "folder"]
    text: str


@dataclass(frozen=True)
class Form:
    """A blank form. Texts are by language (``zh``, ``en``), or under ``""`` for any."""

    id: str
    tables: tuple[Table, ...]
    title: Mapping[str, str]
    version: str = ""
    effective: tuple[str | None, str | None] = (None, None)
    basis: str = ""
    agency: tuple[IdentityClue, ...] = ()
    period: tuple[IdentityClue, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Table]:
        """Every table by its id."""
        return {table.id: table for table in self.tables}

    def has(self, table: str, row: str | None, column: str) -> bool:
        """Whether a value stands at this place, by names, in this edition of the form."""
        held = self.by_id.get(table)
        if held is None:
            return False
        item = held.columns.by_name.get(column)
        if item is None or not item.has_slots or (row is None) != (held.rows is None):
            return False
        line = held.rows.by_name.get(row) if held.rows is not None and row is not None else None
        return row is None or (line is not None and line.has_slots)
