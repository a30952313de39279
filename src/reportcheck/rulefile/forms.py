"""Models -> form: tables, axes, totals, and what is wrong with how they fit together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from reportcheck.classes import dataclass
from reportcheck.form import Axis, Form, IdentityClue, Item, Shape, Table, Values
from reportcheck.formula import Node
from reportcheck.near import nearest
from reportcheck.rule import ADDED_UP
from reportcheck.rulefile.items import ItemReader, Total
from reportcheck.rulefile.patterns import groups, python_fault
from reportcheck.rulefile.tree import Fields, Mistakes, Path, Place, Tree, at
from reportcheck.rulefile.values import read_values

if TYPE_CHECKING:
    from typing import Literal

    from reportcheck.rulefile.fields import ByLanguage
    from reportcheck.rulefile.models import Clue, Effective, RuleFile, TableEntry

MOST_SLOTS: Final = 1_000_000


@dataclass(frozen=True)
class TableTotals:
    """The items of a table with `equals`, by axis, in form order."""

    table: str
    rows: tuple[Total, ...]
    columns: tuple[Total, ...]
    total_row: Path


@dataclass
class FormReader:
    """What every part of the form is read with: the file's tree, its formulas, its mistakes."""

    tree: Tree
    formulas: Mapping[Path, Node]
    mistakes: Mistakes

    def place(self, *path: str | int) -> Place:
        """Return where something stands, or the nearest thing around it."""
        return at(self.tree, path).place

    def read(self, file: RuleFile) -> tuple[Form, tuple[TableTotals, ...]]:
        """Return the form, and which of its items add something up."""
        whole = read_values(file.values, Values(), at(self.tree, ("values",)), self.mistakes)
        tables: dict[str, Table] = {}
        lines: dict[str, int] = {}
        totals = []
        for index, entry in enumerate(file.tables):
            place = self.place("tables", index, "id")
            if entry.id in tables:
                facts = {"id": entry.id, "line": lines[entry.id]}
                self.mistakes.add("duplicate-id", place, facts)
                continue
            lines[entry.id] = place.line
            tables[entry.id], adding = self._table(entry, ("tables", index), whole)
            totals.append(adding)
        identity = file.identity
        form = Form(
            file.form,
            tuple(tables.values()),
            texts(file.title),
            version=file.version or "",
            effective=effective(file.effective, self.place("effective"), self.mistakes),
            basis=file.basis or "",
            agency=self._clues("agency", identity.agency if identity else []),
            period=self._clues("period", identity.period if identity else []),
        )
        return form, tuple(totals)

    def _table(self, entry: TableEntry, path: Path, whole: Values) -> tuple[Table, TableTotals]:
        values = read_values(entry.values, whole, at(self.tree, (*path, "values")), self.mistakes)
        columns = ItemReader(entry.id, self.tree, self.formulas, self.mistakes)
        rows = ItemReader(entry.id, self.tree, self.formulas, self.mistakes)
        column_items = columns.read(entry.columns, (*path, "columns"), values)
        row_items: tuple[Item, ...] | None = None
        shape = Shape.RECORDS
        if entry.rows == "one":
            shape = Shape.ONE
        elif entry.rows is not None:
            shape = Shape.FORM
            row_items = rows.read(entry.rows, (*path, "rows"), values)
        table = Table(
            entry.id,
            Axis(column_items),
            shape,
            None if row_items is None else Axis(row_items),
            entry.title,
            tuple(entry.aliases),
            tuple(entry.corner),
            self._key(entry, path, column_items),
            values=values,
        )
        self._check_shape(entry, path, table)
        self._check_both_axes(entry.id, rows, columns)
        return table, TableTotals(
            entry.id, tuple(rows.totals), tuple(columns.totals), (*path, "total_row")
        )

    def _check_shape(self, entry: TableEntry, path: Path, table: Table) -> None:
        node = at(self.tree, path)
        rows_lost = isinstance(node, Fields) and "rows" in node.refused
        for field in ("key", "total_row"):
            if getattr(entry, field) and table.shape is not Shape.RECORDS:
                self.mistakes.add("only-for-records", _key_place(node, field), {"field": field})
        if entry.corner and table.shape is Shape.RECORDS and not rows_lost:
            self.mistakes.add("not-for-records", _key_place(node, "corner"), {"field": "corner"})
        slots = len(table.columns.slots) * (len(table.rows.slots) if table.rows else 1)
        if slots > MOST_SLOTS:
            self.mistakes.add("too-many-slots", node.place, {"count": slots, "most": MOST_SLOTS})

    def _check_both_axes(self, table: str, rows: ItemReader, columns: ItemReader) -> None:
        """One slot must not be told by its row and by its column what it may hold.

        A column of texts, codes, dates or percentages beside those of figures says it alone.
        """
        declared = (item for item, _ in columns.declared)
        figures = [item for item in declared if item.values and item.values.type in ADDED_UP]
        if not figures:
            return
        column = figures[0]
        for row, where in rows.declared:
            facts = {"table": table, "row": row.name, "column": column.name}
            self.mistakes.add("values-on-both-axes", self.place(*where), facts)

    def _key(self, entry: TableEntry, path: Path, columns: tuple[Item, ...]) -> tuple[str, ...]:
        known = Axis(columns)
        key = []
        for index, text in enumerate(entry.key or ()):
            node = at(self.tree, (*path, "key"))
            place = at(node, (index,)).place
            found = meant(text, known)
            if found is None:
                suggestion = nearest(text, known.by_name)
                facts = {"name": text, "table": entry.id, "suggestion": suggestion}
                self.mistakes.add("unknown-name", place, facts)
            elif not found.has_slots:
                self.mistakes.add("heading-has-no-value", place, {"name": text})
            elif found.name in key:
                self.mistakes.add("duplicate-key-column", place, {"name": text})
            else:
                key.append(found.name)
        return tuple(key)

    def _clues(
        self, what: Literal["agency", "period"], clues: list[Clue]
    ) -> tuple[IdentityClue, ...]:
        read = []
        for index, clue in enumerate(clues):
            node = at(self.tree, ("identity", what, index))
            told = clue.model_dump(exclude_none=True)
            if len(told) != 1:
                if not (isinstance(node, Fields) and node.refused):
                    self.mistakes.add("one-clue", node.place, {"given": len(told)})
                continue
            kind, text = next(iter(told.items()))
            place = at(node, (kind,)).place
            if kind != "right_of":
                fault = python_fault(text)
                if fault is not None:
                    facts = {"field": kind, "pattern": text, "reason": fault}
                    self.mistakes.add("bad-pattern", place, facts)
                    continue
                if what not in groups(text):
                    self.mistakes.add("group-missing", place, {"group": what, "pattern": text})
            read.append(IdentityClue(kind, text))  # type: ignore[arg-type]
        return tuple(read)


def meant(text: str, axis: Axis) -> Item | None:
    """Return the one item of an axis that a text names, or None."""
    found = [item for item in axis.all if text in {item.id, item.name, ".".join(item.path)}]
    exact = [item for item in found if item.name == text]
    return exact[0] if exact else found[0] if len(found) == 1 else None


def _key_place(node: Tree, field: str) -> Place:
    return node.keys.get(field, node.place) if isinstance(node, Fields) else node.place


def texts(sentence: str | ByLanguage | None) -> dict[str, str]:
    """Return a sentence by language, under "" where it is one for all."""
    if sentence is None:
        return {}
    if isinstance(sentence, str):
        return {"": sentence}
    return dict(sentence.model_dump(exclude_none=True))


def effective(
    entry: Effective | None, place: Place, mistakes: Mistakes
) -> tuple[str | None, str | None]:
    """Return the first and the last period; one that ends before it begins is noted."""
    if entry is None:
        return None, None
    first, last = entry.from_, entry.to
    if first is not None and last is not None and len(first) == len(last) and first > last:
        mistakes.add("effective-backwards", place, {"first": first, "last": last})
    return first, last
