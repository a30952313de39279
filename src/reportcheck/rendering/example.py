"""A small made-up case in which a rule holds, and one in which it does not, both judged for real.

Numbers are tried until the interpreter says that the rule passes, then one of them is changed until
it says that it fails: an example cannot be wrong, only lacking.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Final

from reportcheck.finding import Finding, Verdict
from reportcheck.form import Form, Shape, Slot, Table, Values
from reportcheck.formula import TOTAL, Cell, Node, Text, walk
from reportcheck.inspecting import faults
from reportcheck.interpreting import Judgement, judge
from reportcheck.number import Raw, State, Value, spell
from reportcheck.rule import Pack, Rule
from reportcheck.submission import Reading, Records, Submission
from reportcheck.telling import tell
from reportcheck.viewing import Place, View, place_cell

TRIES: Final = 300
MANY: Final = 8
"""Operands beyond which most are nought, so that a reader can add them up."""

_RECORDS: Final = 2


@dataclass(frozen=True, slots=True)
class Blank:
    """One cell to fill in: of this period or the one before, of a form or of a record."""

    cell: Cell
    record: int
    values: Values
    record_mark: str = ""
    """Which record it is, where the table holds records: its number, or the total."""

    @property
    def label(self) -> str:
        """The cell as a formula names it, with the number of its record."""
        cell = self.cell
        if self.record_mark:
            return f"{cell.column}[{self.record_mark}]"
        return self.named(cell.column if cell.row is None else f"{cell.row}[{cell.column}]")

    def named(self, name: str) -> str:
        """Return a name of the cell, as ``prev(name)`` where it is of the period before."""
        return f"prev({name})" if self.cell.period else name


Filled = Mapping[Blank, Value]


@dataclass(frozen=True, slots=True)
class Example:
    """A made-up case: what is filled in, and the finding where the rule does not hold."""

    filled: Filled
    finding: Finding | None


def examples(rule: Rule, pack: Pack) -> tuple[Example | None, Example | None]:
    """Return a case in which the rule holds and one in which it does not, where they are found."""
    place = _place(rule, pack.form)
    blanks = list(_blanks(rule, pack.form, place))
    texts = [node.value for part in _parts(rule) for node in walk(part) if isinstance(node, Text)]
    chance = Random(rule.id)  # noqa: S311 - the same numbers every time, not secret ones
    passing = _search(rule, pack.form, place, blanks, texts, chance)
    if passing is None:
        return None, None
    failing = _spoilt(rule, pack.form, place, passing, texts)
    finding = None
    if failing is not None:
        view = _view(pack.form, failing)
        finding = tell(rule, view, place, judge(rule, view, place))
    return Example(passing, None), None if failing is None else Example(failing, finding)


def _parts(rule: Rule) -> tuple[Node, ...]:
    return (rule.check,) if rule.where is None else (rule.check, rule.where)


def _place(rule: Rule, form: Form) -> Place:
    if rule.over_records(form):
        return Place(record=0)
    items = list(rule.instances(form))
    table = form.by_id.get(rule.table or "")
    axis = None if table is None else table.columns if rule.each == "column" else table.rows
    plain = [
        item for item in items if axis is None or item is None or not axis.by_name[item].optional
    ]
    return Place(item=next(iter(plain or items), None))


def _blanks(rule: Rule, form: Form, place: Place) -> Iterator[Blank]:
    told: set[tuple[Cell, int]] = set()
    for part in _parts(rule):
        for node in walk(part):
            if not isinstance(node, Cell):
                continue
            cell = place_cell(node, place)
            table = form.by_id[cell.table]
            for record in _record_numbers(cell, table):
                if (cell, record) not in told:
                    told.add((cell, record))
                    yield Blank(cell, record, _values(cell, table), _mark(cell, record, table))


def _record_numbers(cell: Cell, table: Table) -> range:
    if table.shape is not Shape.RECORDS:
        return range(1)
    return range(_RECORDS, _RECORDS + 1) if cell.row == TOTAL else range(_RECORDS)


def _values(cell: Cell, table: Table) -> Values:
    row = None if table.shape is Shape.RECORDS else cell.row
    return table.values_at(row, cell.column)


def _mark(cell: Cell, record: int, table: Table) -> str:
    if table.shape is not Shape.RECORDS:
        return ""
    return TOTAL.strip("*") if cell.row == TOTAL else str(record + 1)


def _search(
    rule: Rule, form: Form, place: Place, blanks: list[Blank], texts: list[str], chance: Random
) -> Filled | None:
    """Try values until the rule holds, for a reason: a false ``if`` is no example."""
    for _ in range(TRIES):
        filled: dict[Blank, Value] = {}
        for blank in blanks:
            choice = _choices(blank.values, texts, many=len(blanks) > MANY)
            filled[blank] = chance.choice(choice)
        judgement = _judged(rule, form, place, filled)
        for each in (filled, *_mended(filled, judgement)):
            judgement = _judged(rule, form, place, each)
            if judgement.verdict is Verdict.PASS and not judgement.vacuous and _allowed(each):
                return each
    return None


def _mended(filled: Filled, judgement: Judgement) -> Iterator[Filled]:
    """Yield the values with one changed by the gap, which closes most balances."""
    gap = judgement.difference
    if gap is None:
        return
    for blank, value in reversed(list(filled.items())):
        if not isinstance(value, int | Fraction):
            continue
        for changed in (value + gap, value - gap):
            yield {**filled, blank: changed}


def _spoilt(
    rule: Rule, form: Form, place: Place, filled: Filled, texts: list[str]
) -> Filled | None:
    """Return the values with the first one changed that makes the rule fail."""
    for blank, value in filled.items():
        near: list[Value] = []
        if isinstance(value, int | Fraction):
            near += [value + 1, value - 1, value * 10]
        for other in (*near, *_choices(blank.values, texts, many=False)):
            changed = {**filled, blank: other}
            verdict = _judged(rule, form, place, changed).verdict
            if verdict is Verdict.FAIL and _allowed(changed):
                return changed
    return None


def _choices(values: Values, texts: list[str], *, many: bool) -> list[Value]:
    if values.numeric:
        listed: list[Value] = [int(each) for each in values.one_of if each.isdecimal()]
        return listed or ([0, 0, 0, 1, 2] if many else list(range(10)))
    return list(values.one_of) or [*texts, "A1", "0101", "甲"]


def _allowed(filled: Filled) -> bool:
    return not any(
        fault for blank, value in filled.items() for fault in faults(_reading(value), blank.values)
    )


def _reading(value: Value) -> Reading:
    return Reading(State.VALUE, value, shown(value))


def shown(value: Value) -> str:
    """Return a value as a cell would show it."""
    if isinstance(value, int | Fraction):
        return spell(value)
    return value if isinstance(value, str) else value.isoformat()


def _judged(rule: Rule, form: Form, place: Place, filled: Filled) -> Judgement:
    return judge(rule, _view(form, filled), place)


def _view(form: Form, filled: Filled) -> View:
    """Return a made-up submission, and the one before it, that hold these values and no others."""
    periods: dict[int, dict[Slot, Reading]] = {0: {}, 1: {}}
    columns: dict[str, dict[str, list[Raw]]] = {}
    for blank, value in filled.items():
        cell, table = blank.cell, form.by_id[blank.cell.table]
        if table.shape is Shape.RECORDS:
            held = columns.setdefault(table.id, {}).setdefault(cell.column, [None] * (_RECORDS + 1))
            held[blank.record] = _reading(value).shown
        else:
            slot = Slot(cell.table, cell.row, cell.column)
            periods.setdefault(cell.period, {})[slot] = _reading(value)
    records = {
        id_: Records(
            form.by_id[id_], None, range(2, _RECORDS + 3), held,
            {name: number for number, name in enumerate(held, 1)},
        )
        for id_, held in columns.items()
    }  # fmt: skip
    now = Submission(form, "", periods[0], records)
    before = replace(now, readings=periods[1], records={})
    view = View(now, before)
    view.total_rows = dict.fromkeys(records, (_RECORDS,))
    return view
