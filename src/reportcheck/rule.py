"""A rule: what must hold, how strictly, and what is said when it does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from enum import StrEnum
from functools import cached_property
from typing import Literal, TypeAlias

from reportcheck.classes import dataclass
from reportcheck.codes import Hierarchy
from reportcheck.form import Form, Shape, Slot, Table
from reportcheck.formula import Aggregate, Call, Cell, Compare, Node, Rollup, walk
from reportcheck.number import Exact


class Severity(StrEnum):
    """How much a failure weighs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


Each: TypeAlias = Literal["row", "column", "cell"]
Instance: TypeAlias = str | Slot | None
"""What an instance is about: an item, a slot, or the form (or the one row) as a whole."""

ADDED_UP = frozenset({"count", "integer", "amount", "number"})
"""The values that ``each: cell`` goes over: a share or a text is no part of a sum."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far apart the two sides of a comparison may be.

    ``absolute``: by ``amount``. ``percent``: by ``amount`` (a fraction) of ``|right|``.
    ``rounding``: by the sum of ``|coefficient| x half a unit`` over all terms (XBRL Calculations
    1.1, round mode). All bounds are closed.
    """

    kind: Literal["exact", "absolute", "percent", "rounding"] = "exact"
    amount: Exact = 0


class Missing(StrEnum):
    """What a comparison makes of operands that are not there; docs/rule-language.md has the table.

    Not there are blanks, placeholders, marks (but ``suppressed``) and optional items that a file
    does without. What cannot be read is there, and never stands for anything.
    """

    STRICT = "strict"
    """Unknown."""
    ZERO = "zero"
    """Each counts as zero."""
    SKIP_IF_ANY = "skip-if-any"
    """No instance where one is missing."""
    SKIP_IF_ALL = "skip-if-all"
    """No instance where all are missing; else each counts as zero."""
    USE_COMPUTED = "use-computed"
    """What another rule computes for it, else unknown."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The rows and columns of a table that a rule is not run on.

    ``of_type`` are those of them that nobody named: they hold texts, codes or dates, and the rule
    is about figures.
    """

    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    of_type: tuple[str, ...] = ()

    def has(self, each: Each, row: str | None, column: str | None) -> bool:
        """Whether an instance of a rule is about something that is left out."""
        by_row = each != "column" and row in self.rows
        return by_row or (each != "row" and column in self.columns)


@dataclass(frozen=True, slots=True)
class Computation:
    """What a rule says that a cell comes to: the cell stands alone on the left of its ``=``."""

    rule: str
    each: Each | None
    cell: Cell
    value: Node
    left_out: LeftOut = LeftOut()


@dataclass(frozen=True, slots=True)
class Example:
    """A case of a rule: what is typed into each cell of its formula, and how it has to end.

    ``todo`` says why it does not end so yet.
    """

    name: str
    values: tuple[tuple[Cell, str], ...]
    expect: Literal["pass", "fail", "unknown"]
    todo: str = ""
    line: int = 0


@dataclass(frozen=True)
class Rule:
    """One rule, bound to its form.

    ``each``: one instance per item of that axis of ``table`` (per record, where the table holds
    records), or per cell that holds a number; without it the rule is a single instance. ``origin``
    tells a written rule from one that an item's ``equals`` or a table's ``total_row`` stands for;
    ``subject`` is then that item's name. ``check_text`` is the formula as written. ``computed_by``
    is what other rules compute, where ``missing`` is to use that. A rule with a
    ``hierarchy`` is asked of each code that others lie below, in each group of records.
    ``left_out`` are the lines that ``each`` passes over.
    """

    id: str
    table: str | None
    each: Each | None
    check: Node
    check_text: str
    where: Node | None = None
    where_text: str = ""
    severity: Severity = Severity.ERROR
    tolerance: Tolerance = Tolerance()
    say: Mapping[str, str] = field(default_factory=dict)
    why: Mapping[str, str] = field(default_factory=dict)
    fix: Mapping[str, str] = field(default_factory=dict)
    basis: str = ""
    tags: tuple[str, ...] = ()
    effective: tuple[str | None, str | None] = (None, None)
    suspended: bool = False
    origin: Literal["rule", "equals", "total_row", "hierarchy"] = "rule"
    subject: str | None = None
    path: str = ""
    line: int = 0
    missing: Missing = Missing.STRICT
    computed_by: tuple[Computation, ...] = ()
    examples: tuple[Example, ...] = ()
    hierarchy: Hierarchy | None = None
    left_out: LeftOut = LeftOut()

    @property
    def parts(self) -> tuple[Node, ...]:
        """The formulas of the rule."""
        return (self.check,) if self.where is None else (self.check, self.where)

    @cached_property
    def back(self) -> tuple[int, ...]:
        """How many periods back the rule looks, each number once; nothing if it does not."""
        nodes = (node for part in self.parts for node in walk(part))
        periods = {node.period for node in nodes if isinstance(node, Cell | Aggregate)}
        return tuple(sorted(periods - {0}))

    @property
    def across(self) -> bool:
        """Whether the rule looks at other submissions, and rests where there are none."""
        return bool(self.back) or self.needs_children

    @cached_property
    def needs_children(self) -> bool:
        """Whether the rule looks at the agencies below."""
        return any(isinstance(node, Rollup) for part in self.parts for node in walk(part))

    @cached_property
    def needs_records(self) -> bool:
        """Whether the rule asks what the records of a table come to."""
        return any(isinstance(node, Aggregate) for part in self.parts for node in walk(part))

    @cached_property
    def needs_run(self) -> bool:
        """Whether the rule asks what all agencies of the run reported together."""
        nodes = (node for part in self.parts for node in walk(part))
        return any(isinstance(node, Call) and node.function == "within_hb" for node in nodes)

    @cached_property
    def is_rollup(self) -> bool:
        """Whether the rule is that each cell is the sum of that cell in the agencies below.

        Such a rule leaves out totals, which each report has to prove by itself: where the parts of
        all reports add up, these do, and one wrong part is one mistake.
        """
        check = self.check
        return (
            isinstance(check, Compare)
            and check.operator == "="
            and any(
                Rollup("sum", one) in (check.left, check.right) for one in (check.left, check.right)
            )
            and self.each == "cell"
            and self.tolerance.kind == "exact"
        )

    def over_records(self, form: Form) -> bool:
        """Whether the instances of the rule are records."""
        return (
            self.each == "row"
            and self.table is not None
            and form.by_id[self.table].shape is Shape.RECORDS
        )

    def instances(self, form: Form) -> Iterator[Instance]:
        """Yield the item, or the slot, that each instance is about; of records, nothing."""
        if self.each is None or self.table is None:
            yield None
            return
        table = form.by_id[self.table]
        if self.hierarchy is not None:
            yield from self.hierarchy.values
        elif self.origin == "total_row":
            yield from (
                item.name
                for item in table.columns.slots
                if item.name not in table.key
                and (item.values or table.values).type in {"count", "amount"}
            )
        elif self.each == "cell":
            whole, left = self.is_rollup, self.left_out
            yield from (
                slot
                for slot in numbers(table)
                if not (whole and _is_total(slot, table))
                and not left.has("cell", slot.row, slot.column)
            )
        elif self.each == "column":
            left_columns = frozenset(self.left_out.columns)
            names = (item.name for item in table.columns.slots)
            yield from (name for name in names if name not in left_columns)
        elif table.rows is not None:
            left_rows = frozenset(self.left_out.rows)
            names = (item.name for item in table.rows.slots)
            yield from (name for name in names if name not in left_rows)
        elif table.shape is Shape.ONE:
            yield None


def numbers(table: Table) -> Iterator[Slot]:
    """Yield the slots of a table that ``each: cell`` goes over: those of numbers that add up."""
    return (
        slot for slot in table.slots() if table.values_at(slot.row, slot.column).type in ADDED_UP
    )


def _is_total(slot: Slot, table: Table) -> bool:
    row = None if slot.row is None or table.rows is None else table.rows.by_name[slot.row]
    items = (row, table.columns.by_name[slot.column])
    return any(item is not None and item.equals is not None for item in items)


@dataclass(frozen=True)
class Pack:
    """A form with its rules, as one rule file gives them; ``path`` is where it was read from.

    ``digest`` is of all that was read: the rule file, and the files that it names. ``sources`` has
    these as the rule file names them, each with a digest of its own.
    """

    form: Form
    rules: tuple[Rule, ...]
    path: str = ""
    digest: str = ""
    sources: tuple[tuple[str, str], ...] = ()

    @cached_property
    def across(self) -> tuple[Rule, ...]:
        """The rules in force that look at other submissions."""
        return tuple(rule for rule in self.rules if rule.across and not rule.suspended)
