"""The rules that totals stand for: an item's `equals`, a table's `total_row`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Literal, TypeAlias

from reportcheck.binding import bind_equals, bind_where, unfit_for_equals
from reportcheck.classes import dataclass
from reportcheck.form import Form, Item, Shape, Table
from reportcheck.formula import EACH, TOTAL, Aggregate, Cell, Compare, Node, walk
from reportcheck.rule import Each, LeftOut, Rule
from reportcheck.rulefile.forms import TableTotals
from reportcheck.rulefile.formulas import Formulas
from reportcheck.rulefile.items import Total
from reportcheck.rulefile.lines import Lines
from reportcheck.rulefile.missing import missing_fault
from reportcheck.rulefile.rules import Register
from reportcheck.rulefile.tree import Mistakes, Path, at

if TYPE_CHECKING:
    from reportcheck.rulefile.models import TableEntry

_Line: TypeAlias = tuple[str, str, str]
"""A whole row or column of a table: table, axis, name."""


def bind_total_rows(entries: list[TableEntry], form: Form, formulas: Formulas) -> Form:
    """Return the form with the total row of each table of records bound."""
    tables = {table.id: table for table in form.tables}
    for index, entry in reversed(list(enumerate(entries))):
        table = tables.get(entry.id)
        path: Path = ("tables", index, "total_row", "where")
        if table is None or table.shape is not Shape.RECORDS or path not in formulas.parsed:
            continue
        bound = formulas.bound(path, lambda node, table=table.id: bind_where(node, form, table))  # type: ignore[misc]
        tables[entry.id] = replace(table, total_where=bound, total_text=formulas.text(path))
    return replace(form, tables=tuple(tables.values()))


@dataclass(frozen=True)
class TotalRules:
    """What the rules of totals are read with."""

    form: Form
    formulas: Formulas
    mistakes: Mistakes
    register: Register

    def read(self, adding: TableTotals) -> None:
        """Read the rules that the totals of one table stand for into the register."""
        table = self.form.by_id[adding.table]
        names = {total.name for total in adding.rows} & {total.name for total in adding.columns}
        for axis, totals in (("row", adding.rows), ("column", adding.columns)):
            for total in totals:
                way = f"{axis}s.{total.name}" if total.name in names else total.name
                self._read_equals(table, axis, total, f"{table.id}.{way}")  # type: ignore[arg-type]
        if table.total_where is not None:
            self._read_total_row(table, adding.total_row)

    def _read_equals(
        self, table: Table, axis: Literal["row", "column"], total: Total, rule_id: str
    ) -> None:
        items = table.rows if axis == "row" and table.rows is not None else table.columns
        own = axis, items.by_path[total.path]
        each: list[Each | None] = []
        if self.register.full:
            return
        place = at(self.formulas.tree, total.at).place
        left, kept = self._lines(table, own, total)

        def bind(node: Node) -> Node:
            bound, over = bind_equals(node, self.form, table.id, own, kept)
            each.append(over)
            return bound

        bound = None if kept == frozenset() else self.formulas.bound(total.at, bind)
        if bound is None:
            self.register.claim(rule_id, place)
            return
        rule = Rule(
            rule_id,
            table.id,
            each[0],
            bound,
            self.formulas.text(total.at),
            origin="equals",
            subject=own[1].name,
            path=self.mistakes.file(place)[0],
            line=place.line,
            missing=total.missing,
            left_out=left,
        )
        fault = missing_fault(rule, self.form)
        if fault is not None:
            where = at(self.formulas.tree, (*total.at[:-1], "missing")).place
            self.mistakes.add(fault[0], where, fault[1])
        self.register.add(rule, place, self.form)

    def _lines(
        self, table: Table, own: tuple[Literal["row", "column"], Item], total: Total
    ) -> tuple[LeftOut, frozenset[str] | None]:
        """Return the lines that a total is not asked on, and those that it is, None for all."""
        node = self.formulas.parsed.get(total.at)
        over: Each = "row" if own[0] == "column" else "column"
        lines = Lines(self.formulas.tree, self.mistakes, self.formulas.names_lost)
        each = None if table.shape is Shape.ONE else over
        left = lines.read(total.at[:-1], table, each)

        def unfit(kept: frozenset[str]) -> tuple[str, ...]:
            return () if node is None else unfit_for_equals(node, self.form, table.id, own, kept)

        return lines.fitting(left, table, each, unfit, at(self.formulas.tree, total.at).place)

    def _read_total_row(self, table: Table, path: Path) -> None:
        place = at(self.formulas.tree, path).place
        others = Aggregate("sum", table.id, Cell(table.id, EACH, EACH), None)
        rule = Rule(
            f"{table.id}.total_row",
            table.id,
            "column",
            Compare("=", Cell(table.id, TOTAL, EACH), others),
            self.formulas.text((*path, "where")),
            origin="total_row",
            path=self.mistakes.file(place)[0],
            line=place.line,
        )
        if next(rule.instances(self.form), None) is None:
            self.mistakes.add("total-row-matches-nothing", place, {"table": table.id})
        self.register.add(rule, place, self.form)

    def note_cycles(self) -> None:
        """Note each cycle of totals: items that add each other up."""
        if self.register.full:
            return
        rules = {_line(rule): rule for rule in self.register.rules if rule.origin == "equals"}
        needs = {line: set(_needs(rule)) & set(rules) for line, rule in rules.items()}
        while True:
            try:
                TopologicalSorter(needs).prepare()
            except CycleError as error:
                cycle: list[_Line] = error.args[1][1:]
                first = min(cycle, key=lambda line: rules[line].line)
                start = cycle.index(first)
                names = [line[2] for line in (*cycle[start:], *cycle[:start], first)]
                place = self.register.places[rules[first].id]
                self.mistakes.add("cycle-of-totals", place, {"names": " → ".join(names)})
                for line in cycle:
                    needs[line] = set()
            else:
                return


def _line(rule: Rule) -> _Line:
    own = next(cell for cell in walk(rule.check) if isinstance(cell, Cell))
    axis = "column" if own.row in {EACH, None} else "row"
    return own.table, axis, own.column if axis == "column" else own.row or ""


def _needs(rule: Rule) -> Iterator[_Line]:
    cells = [cell for cell in walk(rule.check) if isinstance(cell, Cell)]
    for cell in cells[1:]:
        if cell.period == 0:
            yield cell.table, "column", cell.column
            yield cell.table, "row", cell.row or ""
