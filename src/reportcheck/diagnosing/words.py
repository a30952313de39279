"""The form's words for what is told of its rules, and the order in which relations are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reportcheck.diagnosing.logic import Statement
from reportcheck.diagnosing.reasoning import Core
from reportcheck.diagnosing.remarks import Given, Part, Remark, part_of
from reportcheck.diagnosing.vocabulary import Declared
from reportcheck.form import Form, label_of
from reportcheck.formula import Cell


def by_rule(statements: Iterable[Statement]) -> list[list[Statement]]:
    """Return statements by their rules, each in the order in which it is first met."""
    found: dict[str, list[Statement]] = {}
    for each in statements:
        found.setdefault(each.rule.id, []).append(each)
    return list(found.values())


class Words:
    """The form's words for cells and places, and the order in which relations are told."""

    def __init__(self, form: Form, statements: Sequence[Statement]) -> None:
        self._form = form
        self._places = {
            each[0].rule.id: tuple(self._place(one) for one in each) for each in by_rule(statements)
        }
        self._order = {each: number for number, each in enumerate(statements)}

    def _place(self, statement: Statement) -> str:
        rule, item = statement.rule, statement.place.item
        table = self._form.by_id.get(rule.table or "")
        if table is None or item is None:
            return ""
        return label_of(table.columns if rule.each == "column" else table.rows, item)

    def cell(self, cell: Cell) -> str:
        """Return the words for a cell, as a formula would name it."""
        table = self._form.by_id[cell.table]
        column = label_of(table.columns, cell.column)
        row = label_of(table.rows, cell.row)
        name = f"{row}[{column}]" if row else column
        for _ in range(cell.period):
            name = f"prev({name})"
        return name

    def given(self, declared: Sequence[Declared]) -> tuple[Given, ...]:
        """Return what is declared, in words: the same of several cells once."""
        found: dict[tuple[str, str], list[str]] = {}
        for each in declared:
            found.setdefault((each.what, each.text), []).append(self.cell(each.cell))
        return tuple(Given(tuple(cells), *what) for what, cells in found.items())

    def parts(self, statements: Sequence[Statement]) -> tuple[Part, ...]:
        """Return the rules of statements, each with its places among them."""
        return tuple(self._part(each) for each in by_rule(statements))

    def _part(self, statements: Sequence[Statement]) -> Part:
        rule = statements[0].rule
        places = tuple(filter(None, (self._place(each) for each in statements)))
        return part_of(rule, places, len(self._places[rule.id]))

    def rank(self, statement: Statement) -> tuple[float, int, int]:
        """Return how early a statement is told to follow from others: totals of totals first."""
        cells = statement.cells
        tables = self._form.by_id
        totals = sum(tables[each.table].is_total_at(each.row, each.column) for each in cells)
        share = totals / len(cells) if cells else 0
        return -share, -self._order[statement], -len(cells)

    def implied(self, found: Sequence[tuple[Statement, Core]]) -> Iterator[Remark]:
        """Yield the remarks on rules that follow from others: everywhere, or at some places."""
        in_order = sorted(found, key=lambda pair: self._order[pair[0]])
        for statements in by_rule(each for each, _ in in_order):
            cores = [core for each, core in in_order if each in statements]
            by = dict.fromkeys(each for core in cores for each in core.statements)
            declared = dict.fromkeys(each for core in cores for each in core.declared)
            about = (self._part(statements),)
            whole = len(statements) == about[0].of
            yield Remark(
                "implied" if whole else "consequence",
                about,
                self.parts(sorted(by, key=self._order.__getitem__)),
                self.given(tuple(declared)),
            )
