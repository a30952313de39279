"""A filling that is written in a file of cases: by table and row, the values in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from reportcheck.form import Form, Item, Shape, Table, is_optional
from reportcheck.number import Raw
from reportcheck.rulefile.slots import SlotFault, SlotName, item_named, table_named
from reportcheck.rulefile.tree import Elements, Fields, Mistakes, Scalar, Tree


def read_filling(
    node: Tree, form: Form, mistakes: Mistakes, typed: Callable[[Tree], Raw], rest: Raw
) -> Mapping[SlotName, Raw]:
    """Return what is typed into which slot; ``rest`` is in those that are not named.

    A row that may be absent, and is not named, is absent. What is wrong is noted.
    """
    filled: dict[SlotName, Raw] = {}
    if not isinstance(node, Fields):
        return filled
    named = set()
    for name, below in node.entries.items():
        try:
            table = table_named(name, form)
        except SlotFault as fault:
            mistakes.add(fault.code, node.keys[name], fault.facts)
            continue
        named.add(table.id)
        reading = _Reading(table, mistakes, typed)
        filled |= dict(reading.table(below))
    if rest is not None:
        for table in form.tables:
            filled = dict(_others(table, rest)) | filled
    return filled


def _others(table: Table, rest: Raw) -> Iterator[tuple[SlotName, Raw]]:
    rows = table.rows
    for slot in table.slots():
        optional = is_optional(table.columns, table.columns.by_name[slot.column]) or (
            rows is not None and slot.row is not None and is_optional(rows, rows.by_name[slot.row])
        )
        if not optional:
            yield SlotName(*slot), rest


class _Reading:
    """What the values of one table are read with."""

    def __init__(self, table: Table, mistakes: Mistakes, typed: Callable[[Tree], Raw]) -> None:
        self.of = table
        self.mistakes = mistakes
        self.typed = typed

    def table(self, node: Tree) -> Iterator[tuple[SlotName, Raw]]:
        if self.of.shape is Shape.RECORDS:
            records = node.items if isinstance(node, Elements) else []
            if not isinstance(node, Elements):
                self._wrong(node, "list")
            for number, record in enumerate(records, 1):
                yield from self._line(record, None, number)
        elif self.of.rows is None:
            yield from self._line(node, None, None)
        elif not isinstance(node, Fields):
            self._wrong(node, "mapping")
        else:
            for name, line in node.entries.items():
                try:
                    row = item_named(name, self.of.rows, self.of.id)
                except SlotFault as fault:
                    self.mistakes.add(fault.code, node.keys[name], fault.facts)
                    continue
                yield from self._line(line, row.name, None)

    def _line(
        self, node: Tree, row: str | None, record: int | None
    ) -> Iterator[tuple[SlotName, Raw]]:
        """Yield the values of one row: in their order, by column, or of its only column."""
        columns: Sequence[Item] = self.of.columns.slots
        if isinstance(node, Fields):
            for name, value in node.entries.items():
                try:
                    column = item_named(name, self.of.columns, self.of.id)
                except SlotFault as fault:
                    self.mistakes.add(fault.code, node.keys[name], fault.facts)
                    continue
                yield self._one(value, row, column.name, record)
            return
        values = node.items if isinstance(node, Elements) else [node]
        if len(values) != len(columns):
            facts = {"given": len(values), "wanted": len(columns), "table": self.of.id}
            self.mistakes.add("case-values-count", node.place, facts)
        for column, value in zip(columns, values, strict=False):
            yield self._one(value, row, column.name, record)

    def _one(
        self, value: Tree, row: str | None, column: str, record: int | None
    ) -> tuple[SlotName, Raw]:
        if not isinstance(value, Scalar):
            self._wrong(value, "text")
        return SlotName(self.of.id, row, column, record=record), self.typed(value)

    def _wrong(self, node: Tree, expected: str) -> None:
        found = "list" if isinstance(node, Elements) else "text"
        found = "mapping" if isinstance(node, Fields) else found
        facts = {"field": self.of.id, "expected": expected, "found": found}
        self.mistakes.add("wrong-kind", node.place, facts)
