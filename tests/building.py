"""Small forms, rules and submissions for tests, written the way a person would note them down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reportcheck.address import CellRef
from reportcheck.binding import bind_check, bind_equals, bind_where
from reportcheck.binding.scope import Axis as AxisName
from reportcheck.form import Axis, Form, Item, Shape, Slot, Table, Values
from reportcheck.formula import EACH, TOTAL, Aggregate, Cell, Compare
from reportcheck.number import Raw, State
from reportcheck.parsing import parse
from reportcheck.rule import Each, Pack, Rule, Tolerance
from reportcheck.submission import Reading, Records, Submission
from reportcheck.viewing import Earlier

COUNT = Values("count", places=0, min=0)
AMOUNT = Values("amount", places=2)
NUMBER = Values("number")
TEXT = Values("text")
CODE = Values("code")
DATE = Values("date")


def item(
    name: str, values: Values | None = None, *, optional: bool = False, total: bool = False
) -> Item:
    return Item(name, name, name, (name,), values=values, optional=optional, total=total)


def axis(*items: Item | str) -> Axis:
    return Axis(tuple(item(each) if isinstance(each, str) else each for each in items))


def form_table(
    name: str,
    rows: Sequence[Item | str],
    columns: Sequence[Item | str],
    values: Values = COUNT,
) -> Table:
    return Table(name, axis(*columns), Shape.FORM, axis(*rows), values=values)


def records_table(
    name: str,
    columns: Mapping[str, Values],
    key: Sequence[str] = (),
    total: str = "",
    optional: Sequence[str] = (),
) -> Table:
    items = (item(each, values, optional=each in optional) for each, values in columns.items())
    table = Table(name, axis(*items), Shape.RECORDS, key=tuple(key))
    if not total:
        return table
    where = bind_where(parse(total), Form("f", (table,), {}), name)
    return replace(table, total_where=where, total_text=total)


def form_of(*tables: Table) -> Form:
    return Form("f", tables, {"en": "A form"})


def rule_of(  # noqa: PLR0917 - a rule has its parts
    form: Form,
    check: str,
    table: str | None = None,
    each: Each | None = None,
    where: str = "",
    tolerance: Tolerance | None = None,
    name: str = "r",
) -> Rule:
    bound = bind_check(parse(check), form, table, each)
    condition = bind_check(parse(where), form, table, each) if where else None
    tolerance = tolerance or Tolerance()
    return Rule(name, table, each, bound, check, condition, where, tolerance=tolerance)


def equals_rule(form: Form, table: str, axis_name: AxisName, name: str, formula: str) -> Rule:
    own = form.by_id[table]
    items = own.rows if axis_name == "row" and own.rows else own.columns
    check, each = bind_equals(parse(formula), form, table, (axis_name, items.by_name[name]))
    rule = f"{table}.{name}"
    return Rule(rule, table, each, check, formula, origin="equals", subject=name)


def total_rule(table: str) -> Rule:
    check = Compare(
        "=",
        Cell(table, TOTAL, EACH),
        Aggregate("sum", table, Cell(table, EACH, EACH), None),
    )
    return Rule(f"{table}.total_row", table, "column", check, "sum(*)", origin="total_row")


def pack_of(form: Form, *rules: Rule) -> Pack:
    return Pack(form, rules)


MISSING = object()
ABSENT = object()


def filled_form(
    form: Form,
    cells: Mapping[str, Sequence[Sequence[object]]],
    records: Mapping[str, Mapping[str, Sequence[Raw]]] | None = None,
    sheet: str | None = None,
) -> Submission:
    """Lay each table's rows of raw cells out on a sheet of its name, from B2 on."""
    readings: dict[Slot, Reading] = {}
    for name, rows in cells.items():
        table = form.by_id[name]
        slots = iter(list(table.slots()))
        for down, row in enumerate(rows):
            for right, raw in enumerate(row):
                at = CellRef(sheet or name, down + 2, right + 2)
                slot = next(slots)
                values = table.values_at(slot.row, slot.column)
                readings[slot] = _reading(raw, values, at)
    held = {name: records_of(form.by_id[name], each) for name, each in (records or {}).items()}
    return Submission(form, "report.xlsx", readings, held, agency="甲局", period="2024")


def _reading(raw: object, values: Values, at: CellRef) -> Reading:
    if raw is MISSING:
        return Reading(State.MISSING)
    if raw is ABSENT:
        return Reading(State.ABSENT)
    return Reading.of(raw, values, at)  # type: ignore[arg-type] # the sentinels are gone


def records_of(
    table: Table, columns: Mapping[str, Sequence[Raw]], sheet: str | None = None
) -> Records:
    """Hold columns as a text file would: a header in line 1, record i in line i + 2."""
    length = len(next(iter(columns.values()), ()))
    positions = {name: index + 1 for index, name in enumerate(columns)}
    return Records(table, sheet, range(2, length + 2), columns, positions)


def filled_records(form: Form, **tables: Mapping[str, Sequence[Raw]]) -> Submission:
    held = {name: records_of(form.by_id[name], each) for name, each in tables.items()}
    return Submission(form, "records.csv", {}, held)


def only(prior: Submission | None) -> Earlier:
    """Return what finds the report of the period before and none of any earlier one."""
    return lambda steps: prior if steps == 1 and prior is not None else "no-prior-period"
