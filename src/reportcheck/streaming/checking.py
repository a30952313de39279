"""A big file of records checked in a stream, and what is known when its end is reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

import polars as pl

from reportcheck.classes import dataclass
from reportcheck.evaluating.places import (
    is_conditional,
    picking,
    places_of,
    tell_total_rows,
    tell_unmet,
    tell_unpicked,
)
from reportcheck.finding import Finding, Verdict
from reportcheck.form import Form, is_optional
from reportcheck.formula import EACH, Aggregate, Binary, Call, Cell, Compare, Negative, Number, walk
from reportcheck.grid import Grid
from reportcheck.inspecting import tell_duplicate, tell_read_as_number
from reportcheck.interpreting import judge
from reportcheck.locating import malformed, telling
from reportcheck.measuring import measure
from reportcheck.number import Raw
from reportcheck.rule import Missing, Pack, Rule
from reportcheck.streaming.adding import Running, aggregates_of, names_aggregates
from reportcheck.streaming.bare import tell
from reportcheck.streaming.blocks import Unstreamable
from reportcheck.streaming.branches import Branching, columns_of, judge_branches
from reportcheck.streaming.columnar import ParquetStream
from reportcheck.streaming.layout import PARQUET, WORKBOOK, Layout, layout_of
from reportcheck.streaming.lines import Gathered
from reportcheck.streaming.plans import Plan, plans_of
from reportcheck.streaming.stream import Sizes, Stream
from reportcheck.streaming.sweep import is_unique, key_of
from reportcheck.submission import Submission
from reportcheck.tabling import rows_of
from reportcheck.viewing import Place, View

_MOST_TWICE = 1_000_000
"""Records whose keys may occur twice, that are looked at together."""


@dataclass(frozen=True)
class Streamed:
    """What a stream has shown of a file.

    ``findings`` tell the first of each kind by itself and put the others together; ``rows`` has all
    of them, a row a cell. The rest is as in an evaluation.
    """

    pack: Pack
    submission: Submission
    notes: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    rows: pl.DataFrame
    passes: tuple[tuple[str, int], ...]
    met: frozenset[str]
    unmet: tuple[Finding, ...]
    sheets: tuple[str | None, ...] = (None,)


def check_stream(
    path: str,
    packs: Sequence[Pack],
    *,
    asked: bool,
    across: bool = False,
    workbooks: bool = True,
    sizes: Sizes | None = None,
) -> Streamed | None:
    """Check a file of records block by block, or return None where a stream cannot promise to.

    ``asked`` tells that a single pack need not be recognised, ``across`` that other submissions
    may be looked at: rules that do so are not for a stream. Nor are ``workbooks``, if it says so.
    """
    layout = layout_of(path, packs, asked=asked, workbooks=workbooks)
    if layout is None:
        return None
    rules = _rules(layout, across=across)
    plans = plans_of(layout)
    if rules is None or plans is None or not _keyed_plainly(layout, plans, rules):
        return None
    try:
        return _checked(layout, plans, rules, sizes or Sizes())
    except Unstreamable:
        return None


def _rules(layout: Layout, *, across: bool) -> tuple[Rule, ...] | None:
    """Return the rules that take part, or None where one of them needs the whole file at once."""
    columns = layout.table.columns
    absent = {item.name for item in columns.slots} - layout.fields.keys()
    missing = {name for name in absent if not is_optional(columns, columns.by_name[name])}
    if missing and layout.table.total_where is not None:
        return None
    rules = []
    for rule in layout.pack.rules:
        if rule.effective != (None, None):
            return None  # whether it is asked hangs on the period
        if rule.suspended or (rule.across and not across):
            continue
        if rule.origin == "equals" and rule.subject in absent - missing:
            continue  # an optional column that is not there has no instances
        if rule.hierarchy is not None:
            if not set(columns_of(rule)) <= layout.fields.keys():
                return None
            rules.append(rule)
            continue
        if rule.across or (rule.tolerance.kind == "rounding" and names_aggregates(rule)):
            return None
        nodes = [node for part in rule.parts for node in walk(part)]
        if not _alike_without(rule, missing, layout.pack.form):
            return None
        calls = sum(isinstance(each, Call) and each.function == "unique" for each in nodes)
        if calls and not (is_unique(rule) and calls == 1 and rule.over_records(layout.pack.form)):
            return None
        rules.append(rule)
    return tuple(rules)


def _alike_without(rule: Rule, missing: AbstractSet[str], form: Form) -> bool:
    """Tell whether a rule, where it is unknown for want of columns, is so alike for all records."""
    named = {
        node.column
        for part in rule.parts
        for node in walk(part)
        if isinstance(node, Cell) and node.column in missing and node.table == rule.table
    }
    if not named:
        return True
    plain = isinstance(rule.check, Compare) and all(
        isinstance(node, Compare | Binary | Negative | Cell | Number) for node in walk(rule.check)
    )
    return (
        rule.over_records(form)
        and rule.missing is Missing.STRICT
        and rule.where is None
        and not names_aggregates(rule)
        and (len(named) == 1 or plain)
    )


def _keyed_plainly(layout: Layout, plans: Sequence[Plan], rules: Sequence[Rule]) -> bool:
    """Tell whether what must occur only once are texts, dates and whole numbers."""
    scales = {plan.name: plan.scale for plan in plans}
    wanted = {name for rule in rules if is_unique(rule) for name in key_of(rule)}
    wanted |= {name for rule in rules if rule.hierarchy for name in rule.hierarchy.within}
    return wanted <= scales.keys() and all(
        scales.get(name, 1) == 1 for name in wanted | set(layout.table.key)
    )


def _checked(
    layout: Layout, plans: Sequence[Plan], rules: Sequence[Rule], sizes: Sizes
) -> Streamed:
    form = layout.pack.form
    kind = _kind(layout)
    plain = [rule for rule in rules if rule.hierarchy is None]
    running = every = [Running(node) for node in aggregates_of(plain, form)]
    aggregates: dict[object, object] = {}
    over = [rule for rule in rules if rule.over_records(form) or rule.hierarchy is not None]
    if any(names_aggregates(rule) for rule in over if rule.hierarchy is None):
        # What all records come to has to be known before each is judged by it.
        first = kind(layout, plans, (), running, sizes, aggregates)
        _run(first)
        aggregates.update((each.node, each.outcome()) for each in running)
        running = []
    stream = kind(layout, plans, over, running, sizes, aggregates)
    try:
        stream.run()
        if not stream.records:
            raise Unstreamable
        stream.settle()
        stream.tell_lost()
        for group in stream.keys:
            _tell_twice(stream, group, rules)
        for branching in stream.branching.values():
            _tell_branches(stream, branching)
        bare = [*_tell_bare(stream)]
    finally:
        stream.close()
    aggregates.update((each.node, each.outcome()) for each in running)
    view = _of_totals(stream)
    for rule in rules:
        if rule not in over:
            stream.closer.judge(rule, view, places_of(rule, view))
    idle = {each.node for each in every if not each.count and not each.lacks}
    return _streamed(stream, rules, view, idle, bare)


def _kind(layout: Layout) -> type[Stream]:
    if layout.codec == WORKBOOK:
        from reportcheck.streaming.sheets import SheetStream

        return SheetStream
    return ParquetStream if layout.codec == PARQUET else Stream


def _run(stream: Stream) -> None:
    try:
        stream.run()
    finally:
        stream.close()


def _tell_twice(stream: Stream, group: tuple[str, ...], rules: Sequence[Rule]) -> None:
    """Tell the records that share their key with another, once their values have been compared."""
    table, ledger = stream.layout.table, stream.ledger
    wanted = stream.keys[group].twice()
    if not len(wanted):
        return
    if len(wanted) > _MOST_TWICE:
        raise Unstreamable
    gathered = Gathered(stream.layout)
    gathered.take(stream.lines_again(wanted), None, None)
    view = stream.closer.view_of(gathered.lines, gathered.columns())
    cells = tuple(Cell(table.id, EACH, name) for name in group)
    twins = [each for each in view.group(cells).values() if len(each) > 1]
    if group == table.key:
        again = sorted((record, each[0]) for each in twins for record in each[1:])
        for record, earlier in again:
            finding = tell_duplicate(view, table, record, earlier)
            (row,) = rows_of(finding)
            key = finding.rule, finding.column, finding.verdict, finding.severity
            if ledger.wants(*key):
                ledger.add(finding, row)
            else:
                ledger.count(*key, row)
    for rule in rules:
        if is_unique(rule) and key_of(rule) == group:
            for record in sorted(record for each in twins for record in each):
                place = Place(record=record)
                if judge(rule, view, place).verdict is Verdict.FAIL:
                    ledger.passed[rule.id] -= 1
                    stream.closer.judge(rule, view, (place,))


def _tell_branches(stream: Stream, branching: Branching) -> None:
    """Tell the branches of a hierarchy that are not plainly in order, and count the others."""
    passed, wanted = branching.settle()
    stream.ledger.passed[branching.rule.id] += passed
    if passed:
        stream.ledger.met.add(branching.rule.id)
    if len(wanted):
        gathered = Gathered(stream.layout)
        gathered.take(stream.lines_again(wanted), None, None)
        view = stream.closer.view_of(gathered.lines, gathered.columns())
        judge_branches(branching.rule, stream.layout.table, view, stream.ledger)


def _tell_bare(stream: Stream) -> Iterator[Finding]:
    """Yield what is to be told of percentages without a sign, from the first of them."""
    told = [*stream.percents.told()]
    wanted = sorted({line for _, _, tally in told for line in tally.first})
    if wanted:
        gathered = Gathered(stream.layout)
        gathered.take(stream.lines_again(pl.Series(wanted, dtype=pl.Int64)), None, None)
        view = stream.closer.view_of(gathered.lines, gathered.columns())
        for column, what, tally in told:
            yield tell(view, stream.layout.table.id, column, what, tally)


def _of_totals(stream: Stream) -> View:
    """Return the total rows as a submission of their own; without one, any record stands there."""
    layout = stream.layout
    totals = stream.totals
    if totals:
        lines = [line for line, _ in totals]
        columns = {name: [cells[name] for _, cells in totals] for name in layout.fields}
    else:
        row = layout.head[0]
        lines = [layout.line]
        columns = {
            name: [row[field] if field < len(row) else None]
            for name, field in layout.fields.items()
        }
    view = stream.closer.view_of(lines, columns)
    view.total_rows[layout.table.id] = tuple(range(len(totals)))
    return view


def _last(stream: Stream) -> Grid:
    """Return the last rows of the file, which had a closer look."""
    layout, lines = stream.layout, [line.number for line in stream.tail]
    rows = [line.fields for line in stream.tail]
    return Grid(layout.path, layout.sheet, rows, first_column=layout.first_column, lines=lines)


def _streamed(
    stream: Stream,
    rules: Sequence[Rule],
    view: View,
    idle: AbstractSet[Aggregate],
    bare: Sequence[Finding],
) -> Streamed:
    layout, ledger = stream.layout, stream.ledger
    form = layout.pack.form
    others = [
        *layout.submission.structure, *_told_at_end(stream), *tell_total_rows(view, _last(stream)),
        *measure(layout.submission), *bare,
    ]  # fmt: skip
    for finding in others:
        for row in rows_of(finding):
            ledger.note(row)
    findings = [*others, *ledger.findings()]
    if (odd := _read_as_number(stream)) is not None:
        findings.append(odd)
    for together in ledger.together.values():
        (row,) = rows_of(replace(together.finding, count=together.count))
        ledger.note(row)
    unmet = tuple(_unmet(rules, form, ledger.met, idle))
    conditional = {rule.id for rule in rules if is_conditional(rule, form) or picking(rule)}
    return Streamed(
        layout.pack,
        layout.submission,
        layout.notes,
        tuple(findings),
        ledger.rows(),
        ledger.passes(rules),
        frozenset(conditional - {each.facts["rule"] for each in unmet}),
        unmet,
        layout.sheets,
    )


def _unmet(
    rules: Sequence[Rule], form: Form, met: AbstractSet[str], idle: AbstractSet[Aggregate]
) -> Iterator[Finding]:
    """Yield what is to be said of rules that required nothing, or took nothing together."""
    for rule in rules:
        if is_conditional(rule, form) and rule.id not in met:
            yield tell_unmet(rule, form)
        elif (node := next((each for each in picking(rule) if each in idle), None)) is not None:
            yield tell_unpicked(rule, form, node)


def _told_at_end(stream: Stream) -> Iterator[Finding]:
    """Yield what was out of order in the lines of the file, and the notes under its records."""
    layout, faults = stream.layout, stream.faults
    sheet = layout.found.sheet
    numbered = replace(sheet, grid=Grid(layout.path, layout.sheet, (), first_row=0))
    yield from malformed.tell(layout.labels, numbered, faults.first)
    if faults.other is not None:
        for finding in malformed.tell(layout.labels, numbered, [faults.other]):
            yield replace(finding, count=faults.others)
    notes = stream.notes
    rows: list[list[Raw]] = [[*[""] * column, text] for column, text in notes.cells]
    grid = Grid(
        layout.path, layout.sheet, rows, first_column=layout.first_column, lines=notes.lines
    )
    below = replace(sheet, grid=grid)
    places = [(row, column) for row, (column, _) in enumerate(notes.cells)]
    yield from telling.left_aside(layout.labels, below, places)


def _read_as_number(stream: Stream) -> Finding | None:
    """Return the finding about numbers that are written oddly, in the order of the columns."""
    odd = [
        stream.closer.odd[item.name]
        for item in stream.layout.table.columns.slots
        if item.name in stream.closer.odd
    ]
    first = next((each.first for each in odd if each.first is not None), None)
    if first is None:
        return None
    witnesses = [witness for each in odd for witness in each.witnesses]
    return tell_read_as_number(first, first.note or "", witnesses, sum(each.count for each in odd))
