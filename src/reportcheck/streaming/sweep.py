"""All checks and rules over one block: which rows are wholly in order, and how many instances."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from functools import reduce
from operator import and_
from typing import Final, TypeAlias

import polars as pl

from reportcheck.classes import dataclass
from reportcheck.compiling import Undecidable, compile_condition, compile_rule
from reportcheck.formula import (
    EACH,
    Aggregate,
    Call,
    Cell,
    Compare,
    Logic,
    Node,
    condition_of,
    walk,
)
from reportcheck.number import Raw
from reportcheck.rule import Rule
from reportcheck.streaming.adding import Running
from reportcheck.streaming.bare import Found, bare_in
from reportcheck.streaming.branches import block_of
from reportcheck.streaming.fast import STRANGE, Typed
from reportcheck.streaming.frames import BlockFrame, Shape, shape_of
from reportcheck.streaming.keys import hashed
from reportcheck.streaming.layout import Layout
from reportcheck.streaming.plans import Plan
from reportcheck.viewing import View

Texts: TypeAlias = Sequence[str] | Sequence[tuple[Raw, ...]]
_NONE: Final[Mapping[str, pl.Series]] = {}
_TOTAL: Final = "total row"
"""How the column is called that tells the total rows."""


@dataclass(frozen=True)
class Swept:
    """What a block comes to. ``closer`` are the rows to be looked at; the others are in order.

    ``texts`` are the lines of those rows, or their values; ``marks`` help to find others.

    ``passed`` counts by rule what passed in the others, ``added`` has what they add to aggregates.
    ``keys`` has by group of columns the keys of all rows that are plain; ``keyed`` tells which of
    the closer ones are. ``branches`` has by rule what they add to hierarchies. ``lost`` has by rule
    how many of the others it is unknown of for want of a column, and the first of them;
    ``examples`` are the texts of these, in order. ``bare`` has of columns of percentages which have
    no sign.
    """

    height: int
    closer: pl.Series
    texts: Texts
    passed: Mapping[str, int]
    met: frozenset[str]
    keys: Mapping[tuple[str, ...], pl.Series]
    keyed: Sequence[bool]
    added: Mapping[Aggregate, tuple[pl.Series, int]]
    marks: Sequence[int] = ()
    branches: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    lost: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    examples: Texts = ()
    bare: Mapping[str, Found] = field(default_factory=dict)


@dataclass(frozen=True)
class Program:
    """What is worked out of the blocks of one shape.

    ``marks`` has an expression for every row of a block, which rows are fine among them, ``sums``
    what these come to. ``scales`` has those of what rows add to aggregates.
    """

    marks: Sequence[pl.Expr]
    sums: Sequence[pl.Expr]
    scales: Mapping[Aggregate, int]


@dataclass(frozen=True)
class Asked:
    """What is asked of every block; ``lost`` are the rules that name a column it lacks."""

    layout: Layout
    plans: Mapping[str, Plan]
    rules: Sequence[Rule]
    groups: Sequence[tuple[str, ...]]
    running: Sequence[Running]
    aggregates: dict[object, object]
    branching: Sequence[Rule] = ()
    lost: frozenset[str] = frozenset()
    programs: dict[Shape, Program] = field(default_factory=dict)


def sweep(
    typed: Typed,
    asked: Asked,
    texts: Callable[[pl.Series], Texts],
    marks: Sequence[int] = (),
    percents: Mapping[str, pl.Series] = _NONE,
) -> Swept:
    """Return what a block comes to; ``percents`` are cells that show as such by their format."""
    shape = shape_of(typed, asked.plans)
    program = asked.programs.get(shape)
    if program is None:
        # Two threads may write the same one: that does no harm.
        program = asked.programs[shape] = _program(asked, shape)
    marked = typed.frame().select(program.marks)
    sound = marked["fine"]
    summed = marked.select(program.sums).row(0, named=True) if program.sums else {}
    count = int(sound.sum())
    closer = (~sound).arg_true()
    lost = {
        rule: (summed[f"lost {rule}"], summed[f"first {rule}"])
        for rule in asked.lost
        if summed.get(f"lost {rule}")
    }
    examples = sorted({first for _, first in lost.values()})
    return Swept(
        typed.height,
        closer,
        texts(closer),
        {rule.id: summed.get(f"count {rule.id}", count) for rule in asked.rules},
        frozenset(rule.id for rule in asked.rules if summed.get(f"met {rule.id}")),
        {group: _keys(typed, group) for group in asked.groups},
        (~typed.strange).filter(~sound).to_list(),
        {
            running.node: (marked[f"add {number}"].filter(sound), program.scales[running.node])
            for number, running in enumerate(asked.running)
            if running.node in program.scales
        },
        marks,
        {
            rule.id: block_of(rule, typed, marked[_TOTAL] if _TOTAL in marked.columns else None)
            for rule in asked.branching
        },
        lost,
        texts(pl.Series(examples, dtype=pl.UInt32)) if examples else (),
        {
            name: bare_in(typed.values[name], plan, sound, percents.get(name))
            for name, plan in asked.plans.items()
            if plan.values.type == "percent"
        },
    )


def _program(asked: Asked, shape: Shape) -> Program:
    layout = asked.layout
    view = View(layout.submission)
    view.aggregates = asked.aggregates
    frame = BlockFrame(view, layout.table, asked.plans, shape)
    marks: list[pl.Expr] = []
    fine: list[pl.Expr] = [~pl.col(STRANGE)]
    if (total := layout.table.total_where) is not None:
        fine.append(no_total := _no_total(total, frame))
        marks.append((~no_total).alias(_TOTAL))
    sums: list[pl.Expr] = []
    for rule in asked.rules:
        try:
            compiled = compile_rule(rule, frame)
        except Undecidable:
            fine.append(pl.lit(value=False))
            continue
        sure, maybe = ~compiled.undecided, compiled.where.fill_null(value=True)
        passed = (sure & compiled.where & compiled.check).fill_null(value=False)
        sound = passed if rule.where is None else passed | (sure & ~maybe)
        if rule.id in asked.lost:
            lost = sure & compiled.where & compiled.check.is_null() & _known(rule, frame, asked)
            sound |= (lost := lost.fill_null(value=False))
            marks.append(lost.alias(name := f"lost {rule.id}"))
            both = pl.col("fine") & pl.col(name)
            sums += both.sum().alias(name), both.arg_true().first().alias(f"first {rule.id}")
        fine.append(sound)
        if rule.where is not None or rule.id in asked.lost:
            marks.append(passed.alias(name := f"count {rule.id}"))
            sums.append((pl.col("fine") & pl.col(name)).sum().alias(name))
        name = f"met {rule.id}"
        if rule.where is None and condition_of(rule.check) is None:
            sums.append(pl.col("fine").any().alias(name))
            continue
        met = maybe & compiled.met.fill_null(value=True)
        marks.append(met.alias(name))
        sums.append((pl.col("fine") & pl.col(name)).any().alias(name))
    scales: dict[Aggregate, int] = {}
    for number, running in enumerate(asked.running):
        try:
            clear, values, scale = running.expressions(frame)
        except Undecidable:
            fine.append(pl.lit(value=False))
            continue
        fine.append(clear)
        marks.append(values.alias(f"add {number}"))
        scales[running.node] = scale
    return Program([reduce(and_, fine).alias("fine"), *marks], sums, scales)


def _known(rule: Rule, frame: BlockFrame, asked: Asked) -> pl.Expr:
    """Return where each cell that a rule names has a value, but for the columns that lack."""
    named = {
        node
        for node in walk(rule.check)
        if isinstance(node, Cell) and node.row == EACH and node.column in asked.plans
    }
    return reduce(
        and_, (frame.column(each).values.is_not_null() for each in named), pl.lit(value=True)
    )


def _no_total(where: Node, frame: BlockFrame) -> pl.Expr:
    try:
        compiled = compile_condition(where, frame)
    except Undecidable:
        return pl.lit(value=False)
    return ~(compiled.check.fill_null(value=True) | compiled.undecided)


def _keys(typed: Typed, group: tuple[str, ...]) -> pl.Series:
    keys = hashed([typed.values[name] for name in group])
    return keys.set(typed.strange, None) if typed.strange.any() else keys


def once_where_known(cells: Sequence[Node]) -> Node:
    """Return a condition that holds where all of these cells have values, as if no other had them.

    Which records share theirs is known at the end alone.
    """
    known = tuple(Compare("=", cell, cell) for cell in cells)
    return known[0] if len(known) == 1 else Logic("and", known)


def is_unique(rule: Rule) -> bool:
    """Tell whether a rule is nothing but that some columns occur only once."""
    return isinstance(rule.check, Call) and rule.check.function == "unique"


def key_of(rule: Rule) -> tuple[str, ...]:
    """Return the columns that a rule wants to occur only once."""
    assert isinstance(rule.check, Call)  # noqa: S101 - asked of such rules only
    return tuple(each.column for each in rule.check.arguments if isinstance(each, Cell))
