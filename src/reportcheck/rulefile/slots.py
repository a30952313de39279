"""A slot as people write it, ``table::row[column]``, and which slot of a form that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reportcheck.classes import dataclass
from reportcheck.form import Axis, Form, Item, Shape, Table
from reportcheck.near import nearest

_PRIOR: Final = re.compile(r"prev\((?P<slot>.*)\)", re.DOTALL)
_WRITTEN: Final = re.compile(r"(?:(?P<table>.*?)::)?(?:(?P<row>.*)\[(?P<both>.*)\]|(?P<one>.*))")


@dataclass(frozen=True, slots=True)
class SlotName:
    """A slot that is named: ``row`` is None in a table with one row, a number among records."""

    table: str
    row: str | None
    column: str
    prior: bool = False
    record: int | None = None


class SlotFault(Exception):
    """Why a text names no slot: the code of a mistake, and its facts."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


def slot_named(text: str, form: Form, table: str | None = None) -> SlotName:
    """Return the slot that a text names, or raise a SlotFault.

    ``table`` is meant where the text names none; else the one table that has such a slot.
    """
    before = _PRIOR.fullmatch(text.strip())
    written = _WRITTEN.fullmatch(before["slot"] if before else text)
    if written is None:
        raise SlotFault("case-slot-form", value=text)
    name = _bare(written["table"]) if written["table"] is not None else table
    if name is not None:
        tables: Sequence[Table] = (table_named(name, form),)
    else:
        tables = form.tables
    found, faults = [], []
    for each in tables:
        try:
            found.append(_in_table(each, written, prior=before is not None))
        except SlotFault as fault:
            faults.append(fault)
    if len(found) == 1:
        return found[0]
    if found:
        paths = [f"{each.table}::{text}" for each in found]
        raise SlotFault("ambiguous-name", name=text, paths=paths)
    if len(faults) == 1:
        raise faults[0]
    raise SlotFault("case-slot-form", value=text)


def table_named(name: str, form: Form) -> Table:
    """Return the table with this id or title, or raise a SlotFault."""
    for table in form.tables:
        if name in {table.id, table.title}:
            return table
    raise SlotFault("unknown-table", name=name, suggestion=nearest(name, form.by_id))


def item_named(name: str, axis: Axis, table: str) -> Item:
    """Return the item with slots that a text names by name, id, path or label, or raise."""
    ways = (
        lambda item: item.name == name,
        lambda item: ".".join(item.path) == name,
        lambda item: item.id == name,
        lambda item: item.label == name,
    )
    for way in ways:
        meant = [item for item in axis.slots if way(item)]
        if len(meant) == 1:
            return meant[0]
        if meant:
            raise SlotFault("ambiguous-name", name=name, paths=[item.name for item in meant])
    known = [item.name for item in axis.slots]
    raise SlotFault("unknown-name", name=name, table=table, suggestion=nearest(name, known))


def _in_table(table: Table, written: re.Match[str], *, prior: bool) -> SlotName:
    row, column = written["row"], written["both"]
    if column is None:
        if table.shape is not Shape.ONE:
            raise SlotFault("case-slot-form", value=written[0])
        item = item_named(_bare(written["one"]), table.columns, table.id)
        return SlotName(table.id, None, item.name, prior)
    item = item_named(_bare(column), table.columns, table.id)
    if table.shape is Shape.RECORDS:
        if not (row.isascii() and row.isdecimal() and int(row[:9]) > 0):
            raise SlotFault("case-record-number", value=row)
        return SlotName(table.id, None, item.name, prior, int(row[:9]))
    if table.rows is None:
        raise SlotFault("no-labelled-rows", table=table.id)
    return SlotName(table.id, item_named(_bare(row), table.rows, table.id).name, item.name, prior)


def _bare(text: str) -> str:
    """Return a name without the double quotes that formulas want around signs."""
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
