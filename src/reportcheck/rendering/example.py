"""A small made-up case in which a rule holds, and one in which it does not, both judged for real.

Numbers are tried until the interpreter says that the rule passes, then one of them is changed until
it says that it fails: an example cannot be wrong, only lacking.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from fractions import Fraction
from itertools import chain, islice, permutations, product
from random import Random
from typing import Final

from reportcheck.below import Child
from reportcheck.classes import dataclass
from reportcheck.finding import Finding, Verdict
from reportcheck.form import BlankPolicy, Form, Shape, Slot, Table, Values
from reportcheck.formula import TOTAL, Aggregate, Call, Cell, Node, Number, Rollup, Text, own, walk
from reportcheck.inspecting import faults
from reportcheck.interpreting import Judgement, judge
from reportcheck.interpreting.trees import Scene
from reportcheck.number import Raw, State, Value, read_date, spell
from reportcheck.rule import Pack, Rule
from reportcheck.submission import Reading, Records, Submission
from reportcheck.telling import tell
from reportcheck.viewing import Place, View, place_cell

TRIES: Final = 300
MANY: Final = 8
"""Operands beyond which most are nought, so that a reader can add them up."""

MOST_PAIRS: Final = 12
"""Pairs of cells that are changed together where changing one is not enough."""

_RECORDS: Final = 2
_CHILDREN: Final = 2


@dataclass(frozen=True, slots=True)
class Blank:
    """One cell to fill in: of this period or the one before, of a form or of a record."""

    cell: Cell
    record: int
    values: Values
    record_mark: str = ""
    """Which record it is, where the table holds records: its number, or the total."""
    child: int | None = None
    """Which of the agencies below fills it in, where it is one of these."""

    @property
    def label(self) -> str:
        """The cell as a formula names it, with the number of its record."""
        cell = self.cell
        if self.record_mark:
            return f"{cell.column}[{self.record_mark}]"
        return self.named(cell.column if cell.row is None else f"{cell.row}[{cell.column}]")

    def named(self, name: str) -> str:
        """Return a name of the cell, as ``prev(name)`` where it is of the period before."""
        if self.child is not None:
            return f"children({name})[{self.child + 1}]"
        steps = self.cell.period
        return name if not steps else f"prev({name})" if steps == 1 else f"prev({name}, {steps})"


Filled = Mapping[Blank, Value | None]


@dataclass(frozen=True, slots=True)
class Example:
    """A case: what is filled in, and the finding where the rule does not hold.

    ``name`` is what the rule file calls it, where it is not made up.
    """

    filled: Filled
    finding: Finding | None
    name: str = ""


def examples(rule: Rule, pack: Pack) -> tuple[Example | None, Example | None]:
    """Return a case in which the rule holds and one in which it does not, where they are found."""
    if any(isinstance(each, Aggregate) for each in _asked_below(rule)):
        return None, None  # the records of other agencies would be too many to read
    place = _place(rule, pack.form)
    blanks = list(_blanks(rule, pack.form, place))
    hints = _hints(rule)
    chance = Random(rule.id)  # noqa: S311 - the same numbers every time, not secret ones
    made = _Made(rule, pack.form, place)
    passing = _search(made, blanks, hints, chance)
    if passing is None:
        return None, None
    failing = _spoilt(made, passing, hints)
    finding = None
    if failing is not None:
        view = _view(pack.form, failing)
        finding = tell(rule, view, place, judge(rule, view, place))
    return Example(passing, None), None if failing is None else Example(failing, finding)


@dataclass(frozen=True)
class _Made:
    """The instance of a rule that examples are made up for."""

    rule: Rule
    form: Form
    place: Place

    def judged(self, filled: Filled) -> Judgement:
        return judge(self.rule, _view(self.form, filled), self.place)

    def adds_up(self, filled: Filled) -> bool:
        """Whether the condition of every aggregate picks a record."""
        nodes = (node for part in _parts(self.rule) for node in own(part))
        picking = [each for each in nodes if isinstance(each, Aggregate) and each.where is not None]
        scene = Scene(_view(self.form, filled), self.place)
        counted = (replace(each, function="count", value=None) for each in picking)
        return all(scene.evaluate(each).value != 0 for each in counted)


def _hints(rule: Rule) -> tuple[Value, ...]:
    """Return the constants of a rule, which its examples should lie around."""
    found: list[Value] = []
    for part in _parts(rule):
        for node in walk(part):
            if isinstance(node, Number):
                found += [node.value, node.value + 1, node.value - 1]
            elif isinstance(node, Text):
                found.append(node.value)
    return tuple(dict.fromkeys(found))


def _parts(rule: Rule) -> tuple[Node, ...]:
    return (rule.check,) if rule.where is None else (rule.check, rule.where)


def _place(rule: Rule, form: Form) -> Place:
    if rule.over_records(form):
        return Place(record=0)
    items = list(rule.instances(form))
    table = form.by_id.get(rule.table or "")
    axis = None if table is None else table.columns if rule.each == "column" else table.rows
    plain = [
        item
        for item in items
        if axis is None or not isinstance(item, str) or not axis.by_name[item].optional
    ]
    return Place.of(next(iter(plain or items), None))


def _asked_below(rule: Rule) -> Iterator[Node]:
    """Yield what a rule asks of the agencies below."""
    for part in _parts(rule):
        for node in own(part):
            if isinstance(node, Rollup):
                yield from walk(node.value)


def _blanks(rule: Rule, form: Form, place: Place) -> Iterator[Blank]:
    told: set[tuple[Cell, int]] = set()
    several = any(
        isinstance(node, Aggregate) or (isinstance(node, Call) and node.function == "unique")
        for part in _parts(rule)
        for node in walk(part)
    )
    for part in _parts(rule):
        for node in own(part):
            if not isinstance(node, Cell):
                continue
            cell = place_cell(node, place)
            table = form.by_id[cell.table]
            for record in _record_numbers(cell, table, several=several):
                if (cell, record) not in told:
                    told.add((cell, record))
                    mark = _mark(cell, record, table) if several else ""
                    yield Blank(cell, record, _values(cell, table), mark)
    below = (place_cell(each, place) for each in _asked_below(rule) if isinstance(each, Cell))
    for cell in dict.fromkeys(below):
        for child in range(_CHILDREN):
            yield Blank(cell, 0, _values(cell, form.by_id[cell.table]), child=child)


def _record_numbers(cell: Cell, table: Table, *, several: bool) -> range:
    """Return the records to fill in: one, unless a rule looks at others too."""
    if table.shape is not Shape.RECORDS or not several:
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
    made: _Made, blanks: list[Blank], hints: tuple[Value, ...], chance: Random
) -> Filled | None:
    """Try values until the rule holds, for a reason: a false ``if`` is no example.

    One whose cells are right by themselves too is better, and best where every ``where`` of an
    aggregate picks a record.
    """
    idle = second = None
    for _ in range(TRIES):
        filled: dict[Blank, Value | None] = {}
        for blank in blanks:
            choice = _choices(blank.values, hints, many=len(blanks) > MANY)
            filled[blank] = chance.choice(choice)
        for each in (filled, *_mended(filled, made.judged(filled))):
            judgement = made.judged(each)
            if judgement.verdict is Verdict.PASS and not judgement.vacuous:
                if _allowed(each):
                    if made.adds_up(each):
                        return each
                    idle = idle or each
                second = second or each
    return idle or second


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


def _spoilt(made: _Made, filled: Filled, hints: tuple[Value, ...]) -> Filled | None:
    """Return the values with one changed, or else two, so that the rule fails."""
    second = None
    for changed in chain(_changed(filled, hints), _changed_twice(filled, hints)):
        if made.judged(changed).verdict is Verdict.FAIL:
            if _allowed(changed):
                return changed
            second = second or changed
        elif second is not None and len(_differing(filled, changed)) > 1:
            break
    return second


def _differing(filled: Filled, changed: Filled) -> list[Blank]:
    return [each for each in filled if filled[each] != changed[each]]


def _changed(filled: Filled, hints: tuple[Value, ...]) -> Iterator[Filled]:
    for blank, value in filled.items():
        near: list[Value | None] = []
        if isinstance(value, int | Fraction):
            near += [value + 1, value - 1, value * 10, -1]
        elif isinstance(value, str):
            near.append("?")
        for other in (*near, *_choices(blank.values, hints, many=False), None):
            yield {**filled, blank: other}


def _changed_twice(filled: Filled, hints: tuple[Value, ...]) -> Iterator[Filled]:
    """Yield the values with two changed, each to what it may be or to what another one is."""
    for first, second in islice(permutations(filled, 2), MOST_PAIRS):
        others = (*_choices(first.values, hints, many=False), *filled.values())
        more = (*_choices(second.values, hints, many=False), *filled.values())
        for one, other in product(others, more):
            yield {**filled, first: one, second: other}


def _choices(values: Values, hints: tuple[Value, ...], *, many: bool) -> list[Value | None]:
    """Return what may be tried in a cell: what its type, its bounds and the rule suggest."""
    nothing: list[Value | None] = [] if values.blank is BlankPolicy.ERROR else [None]
    if values.type == "date":
        days = (dt.date(2024, 1, 31), dt.date(2024, 3, 1), dt.date(2024, 12, 31))
        return [*days, *_days_around(hints), *nothing]
    if not values.numeric:
        texts = [hint for hint in hints if isinstance(hint, str)]
        return [*(values.one_of or [*texts, "A1", "0101", "甲"]), *nothing]
    numbers = [hint for hint in hints if isinstance(hint, int | Fraction)]
    bounds = [bound for bound in (values.min, values.max) if bound not in {None, 0}]
    return [*([0, 0, 0, 1, 2] if many else range(10)), *numbers, *bounds, *nothing]


def _days_around(hints: tuple[Value, ...]) -> Iterator[dt.date]:
    """Yield the days that a rule names, and those before and after each."""
    for hint in hints:
        day = read_date(hint).value if isinstance(hint, str) else None
        if isinstance(day, dt.date) and dt.date.min < day < dt.date.max:
            yield from (day, day - dt.timedelta(1), day + dt.timedelta(1))


def _allowed(filled: Filled) -> bool:
    return not any(
        fault for blank, value in filled.items() for fault in faults(_reading(value), blank.values)
    )


def _reading(value: Value | None) -> Reading:
    if value is None:
        return Reading(State.BLANK)
    return Reading(State.VALUE, value, shown(value))


def shown(value: Value | None) -> str:
    """Return a value as a cell would show it."""
    if isinstance(value, int | Fraction):
        return spell(value)
    return value.isoformat() if isinstance(value, dt.date) else value or ""


def _view(form: Form, filled: Filled) -> View:
    """Return a made-up submission, and those before it, that hold these values and no others."""
    periods: dict[int, dict[Slot, Reading]] = {0: {}}
    below: list[dict[Slot, Reading]] = [{} for _ in range(_CHILDREN)]
    columns: dict[str, dict[str, list[Raw]]] = {}
    for blank, value in filled.items():
        cell, table = blank.cell, form.by_id[blank.cell.table]
        if table.shape is Shape.RECORDS:
            held = columns.setdefault(table.id, {}).setdefault(cell.column, [None] * (_RECORDS + 1))
            held[blank.record] = shown(value) or None
        else:
            slot = Slot(cell.table, cell.row, cell.column)
            if blank.child is not None:
                below[blank.child][slot] = _reading(value)
                continue
            periods.setdefault(cell.period, {})[slot] = _reading(value)
    records = {
        id_: Records(
            form.by_id[id_], None, range(2, _RECORDS + 3), held,
            {name: number for number, name in enumerate(held, 1)},
        )
        for id_, held in columns.items()
    }  # fmt: skip
    now = Submission(form, "", periods[0], records)
    view = View(now, lambda steps: replace(now, readings=periods.get(steps, {}), records={}))
    view.total_rows = dict.fromkeys(records, (_RECORDS,))
    view.below = _Below([View(replace(now, readings=each, records={})) for each in below])
    return view


@dataclass(frozen=True, slots=True)
class _Below:
    """The made-up agencies below the one that the example is about."""

    views: Sequence[View]
    kept: dict[object, object] = field(default_factory=dict)

    @property
    def children(self) -> Sequence[Child]:
        return [Child(number, f"[{number + 1}]") for number in range(len(self.views))]

    def view(self, child: Child) -> View:
        return self.views[child.number]
