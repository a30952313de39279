"""Rows that are not plainly in order, looked at as a small file would be: cell by cell, exactly.

They are gathered over many blocks. What is found comes from the same functions as everywhere else;
only what would be the same sentence a million times is counted and not told once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import islice

import polars as pl

from reportcheck.address import CellRef, column_letters
from reportcheck.classes import dataclass
from reportcheck.compiling import Undecidable, compile_rule, compile_sides
from reportcheck.compiling.typed import Typed
from reportcheck.evaluating.columns import prepare_columns, sure_ends
from reportcheck.evaluating.frames import RECORD, RecordsFrame
from reportcheck.evaluating.places import likeness, places_in_total_rows
from reportcheck.finding import Kind, Verdict, Witness
from reportcheck.form import Table, Values
from reportcheck.formula import EACH, Binary, Cell, If, Logic, Node, walk
from reportcheck.inspecting import MOST_SHOWN, Inspected, faults, tell_fault, witness
from reportcheck.interpreting import Judgement, judge
from reportcheck.number import Raw, State, trim
from reportcheck.rule import Rule, Severity
from reportcheck.streaming.blocks import Unstreamable
from reportcheck.streaming.layout import Layout
from reportcheck.streaming.ledger import Ledger
from reportcheck.submission import Reading, Records
from reportcheck.tabling import Row, rows_of
from reportcheck.telling import accused_by, tell
from reportcheck.viewing import Place, View

_CELL, _FAIL = str(Kind.CELL), str(Verdict.FAIL)
_SPELT = {severity: str(severity) for severity in Severity}
_EMPTY = ("", None)
_JUDGED = 20
"""Of records of which a rule is unknown alike, so many are judged each by itself."""


@dataclass
class Odd:
    """The numbers of a column that were read although something about them is odd."""

    first: Reading | None = None
    witnesses: list[Witness] = field(default_factory=list)
    count: int = 0


@dataclass
class _Alike:
    """Cells of a column of which the same is to be said: their records, and what they show.

    ``singly`` tells that others like them may still be told one by one.
    """

    code: str
    records: list[int] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    singly: bool = True


@dataclass
class Closer:
    """Evaluates gathered rows by all checks of cells and by these rules, each told as ``told``."""

    layout: Layout
    rules: Sequence[Rule]
    told: Mapping[str, Rule]
    ledger: Ledger
    aggregates: dict[object, object]
    odd: dict[str, Odd] = field(default_factory=dict)

    @property
    def table(self) -> Table:
        """The table of the form."""
        return self.layout.table

    def view_of(self, lines: Sequence[int], columns: Mapping[str, Sequence[Raw]]) -> View:
        """Return rows as a submission of their own."""
        layout = self.layout
        first = layout.first_column
        records = Records(
            layout.table, layout.sheet, lines, columns,
            {name: first + number for name, number in layout.fields.items()},
        )  # fmt: skip
        view = View(replace(layout.submission, records={layout.table.id: records}))
        view.aggregates = self.aggregates
        return view

    def examine(self, view: View) -> RecordsFrame:
        """Check the cells of some rows, and their rules; return the rows in typed columns."""
        frame = RecordsFrame(view, self.table.id)
        prepare_columns(view, frame)
        lacking = self._cells(view, frame)
        for rule in self.rules:
            self._rule(rule, view, frame, lacking)
        return frame

    # Cells

    def _cells(self, view: View, frame: RecordsFrame) -> dict[str, dict[int, object]]:
        """Tell what is wrong with the cells; return by column which have no value, and why."""
        columns = [(each.name, frame.typed(each.name)) for each in self.table.columns.slots]
        return {
            name: self._column(view, name, typed) for name, typed in columns if typed is not None
        }

    def _column(self, view: View, name: str, typed: Typed) -> dict[int, object]:
        table = self.table
        values = table.values_at(None, name)
        totals: set[int] = set()
        if values.type not in {"count", "amount"} or name in table.key:
            totals.update(view.total_rows.get(table.id, ()))
        raws = view.submission.records[table.id].columns[name]
        noted = [(each, trim(str(raws[each]))) for each in typed.noted if each not in totals]
        without: dict[int, object] = {}
        known: dict[int, list[tuple[_Alike, dict[str, str]]]] = {}
        alike: dict[str, _Alike] = {}
        for record, reading in self._suspected(view, name, values, typed):
            if reading.state is not State.VALUE:
                without[record] = reading.state, reading.note
            if record in totals:
                continue
            found = known.get(id(reading))
            if found is None:
                found = known[id(reading)] = [
                    (alike.setdefault(code, _Alike(code)), facts)
                    for code, facts in faults(reading, values)
                ]
            for others, facts in found:
                if others.singly and self.ledger.wants(
                    others.code, name, Verdict.FAIL, Severity.ERROR
                ):
                    inspected = self._inspected(view, name, record)
                    told = tell_fault(view, inspected, others.code, facts)
                    self.ledger.add(told, *rows_of(told))
                else:
                    others.singly = False
                    others.records.append(record)
                    others.shown.append(reading.shown)
            if reading.state is State.VALUE and reading.note is not None:
                noted.append((record, reading.shown))
        for others in alike.values():
            self._note_alike(view, name, Severity.ERROR, others)
        if noted:
            noted.sort()
            self._note_alike(view, name, Severity.INFO, self._count_odd(view, name, noted))
        return without

    def _suspected(
        self, view: View, name: str, values: Values, typed: Typed
    ) -> Iterator[tuple[int, Reading]]:
        """Yield the records whose cells may be worth a finding, with readings like theirs.

        Those of which it is known that their spelling is all that can be remarked are left out.
        """
        records = view.submission.records[self.table.id]
        raws = records.columns[name]
        empty = Reading.of("", values, records.at(0, name) or CellRef(None, 1, 1))
        noted = set(typed.noted)
        for record in view.suspects[self.table.id, name]:
            if record in noted:
                continue
            reading = typed.readings.get(record)
            if reading is None:
                nothing = raws[record] in _EMPTY
                reading = empty if nothing else view.reading(self.table.id, name, record)
            yield record, reading

    def _inspected(self, view: View, name: str, record: int) -> Inspected:
        own = view.reading(self.table.id, name, record)
        values = self.table.values_at(None, name)
        return Inspected(Cell(self.table.id, EACH, name), record, own, values)

    def _count_odd(self, view: View, name: str, noted: Sequence[tuple[int, str]]) -> _Alike:
        """Count numbers that are written oddly, and keep the first of them as witnesses."""
        odd = self.odd.setdefault(name, Odd())
        odd.count += len(noted)
        for record, _ in noted[: MOST_SHOWN - len(odd.witnesses)]:
            inspected = self._inspected(view, name, record)
            odd.first = odd.first or inspected.reading
            odd.witnesses.append(witness(view, inspected))
        records, shown = [record for record, _ in noted], [shown for _, shown in noted]
        return _Alike("read-as-number", records, shown)

    def _note_alike(self, view: View, name: str, severity: Severity, cells: _Alike) -> None:
        """Count what is wrong with cells in the same way, and keep a row for each of them."""
        if not cells.records:
            return
        records = view.submission.records[self.table.id]
        position = records.positions[name]
        row = Row(
            cells.code, _CELL, _SPELT[severity], _FAIL, self.table.id, None, name, records.sheet,
            None, None, position, None, None, None, None, None, None,
        )  # fmt: skip
        lines = [records.lines[record] for record in cells.records]
        labels = self._labels(view, cells.records)
        self.ledger.note_alike(row, column_letters(position), lines, labels, cells.shown)
        if severity is not Severity.INFO:
            self.ledger.count_alike(cells.code, name, Verdict.FAIL, severity, len(lines))

    def _labels(self, view: View, records: Sequence[int]) -> list[str | None]:
        """Return what records are called, None for nothing."""
        columns = view.submission.records[self.table.id].columns
        if len(self.table.key) == 1 and (only := columns.get(self.table.key[0])) is not None:
            raws = [only[record] for record in records]
            return [
                (trim(raw) if isinstance(raw, str) else self._label(view, record)) or None
                for record, raw in zip(records, raws, strict=True)
            ]
        return [self._label(view, record) or None for record in records]

    def _label(self, view: View, record: int) -> str:
        """Return what a record is called: its key, as ``View.labels`` has it."""
        columns = view.submission.records[self.table.id].columns
        shown = []
        for name in self.table.key:
            raw = columns[name][record] if name in columns else None
            shown.append(
                trim(raw)
                if isinstance(raw, str)
                else view.reading(self.table.id, name, record).shown
            )
        return " ".join(each for each in shown if each)

    # Rules

    def _rule(
        self,
        rule: Rule,
        view: View,
        frame: RecordsFrame,
        lacking: Mapping[str, Mapping[int, object]],
    ) -> None:
        try:
            compiled = compile_rule(rule, frame)
        except Undecidable:
            every = (Place(record=each) for each in view.plain_records(self.table.id))
            self.judge(rule, view, every)
        else:
            failed = ~compiled.undecided & compiled.where & ~compiled.check
            open_ones = ~compiled.undecided & (compiled.check.is_null() | compiled.where.is_null())
            atoms = [each.alias(f"atom {number}") for number, each in enumerate(compiled.atoms)]
            found = frame.select(
                *sure_ends(compiled),
                failed.fill_null(value=False).alias("failed"),
                open_ones.alias("open"),
                *atoms,
            )
            self.ledger.passed[rule.id] += int(found["passed"].sum())
            if bool(found["met"].any()):
                self.ledger.met.add(rule.id)
            self._fails(rule, view, frame, found.filter(pl.col("failed"))[RECORD].to_list())
            rest = found.filter(~pl.col("passed") & ~pl.col("gone") & ~pl.col("failed"))
            self._unknowns(rule, view, rest.filter(pl.col("open")), lacking)
            closer = rest.filter(~pl.col("open"))[RECORD].to_list()
            self.judge(rule, view, (Place(record=each) for each in closer))
        self.judge(rule, view, places_in_total_rows(rule, view))

    def judge(self, rule: Rule, view: View, places: Iterable[Place]) -> None:
        """Judge a rule at each of these places by itself, and note how it ends."""
        for place in places:
            judgement = judge(rule, view, place)
            if judgement.verdict is not None and not judgement.vacuous:
                self.ledger.met.add(rule.id)
            self._note(rule, view, place, judgement)

    def judge_lost(self, rule: Rule, view: View, count: int) -> None:
        """Note that a rule is unknown of so many records, as it is of the only one of a view."""
        place = Place(record=0)
        judgement = judge(rule, view, place)
        if judgement.verdict is not Verdict.UNKNOWN or any(
            lack.cause.finding != "missing-column" for lack in judgement.lacks
        ):
            raise Unstreamable  # it hangs on more than the column
        self._note(rule, view, place, judgement, count)

    def _note(
        self, rule: Rule, view: View, place: Place, judgement: Judgement, count: int = 1
    ) -> None:
        if judgement.verdict is None:
            return
        if judgement.verdict is Verdict.PASS:
            self.ledger.passed[rule.id] += count
        elif judgement.verdict is Verdict.FAIL:
            finding = tell(self.told.get(rule.id, rule), view, place, judgement)
            if self.ledger.wants(rule.id, finding.column, finding.verdict, finding.severity):
                self.ledger.add(finding, *rows_of(finding))
            else:
                (row,) = rows_of(finding)
                self.ledger.count(rule.id, finding.column, finding.verdict, finding.severity, row)
        else:
            causes = tuple(dict.fromkeys(lack.cause for lack in judgement.lacks))
            records = view.records(self.table.id)
            line = 0 if records is None or place.record is None else records.lines[place.record]
            self.ledger.put_together(
                (rule.id, likeness(judgement)), line, causes, count,
                lambda: tell(self.told.get(rule.id, rule), view, place, judgement),
            )  # fmt: skip

    def _unknowns(
        self,
        rule: Rule,
        view: View,
        rest: pl.DataFrame,
        lacking: Mapping[str, Mapping[int, object]],
    ) -> None:
        """Judge some of the records that lack the same cells alike, and count the others."""
        records = rest[RECORD].to_list()
        if any(isinstance(node, Binary) and node.operator == "/" for node in _nodes(rule)):
            self.judge(rule, view, (Place(record=each) for each in records))
            return
        own = {cell.column for cell in _nodes(rule) if isinstance(cell, Cell) and cell.row == EACH}
        without = [map(lacking[name].get, records) for name in sorted(own) if name in lacking]
        atoms = [rest[name].to_list() for name in rest.columns if name.startswith("atom ")]
        alike: dict[object, list[int]] = {}
        for record, *key in zip(records, *without, *atoms, strict=True):
            alike.setdefault((*key,), []).append(record)
        for same in alike.values():
            for record in islice(same, _JUDGED):
                self.judge(rule, view, (Place(record=record),))
            if len(same) > _JUDGED:
                place = Place(record=same[_JUDGED])
                self._note(rule, view, place, judge(rule, view, place), len(same) - _JUDGED)

    def _fails(self, rule: Rule, view: View, frame: RecordsFrame, records: Sequence[int]) -> None:
        """Tell the first of the records that fail, and a row for each of the others."""
        required = rule.check.consequence if isinstance(rule.check, If) else rule.check
        if isinstance(required, Logic) and required.operator == "and":
            # Which part of it fails, and so which column is told, differs from record to record.
            self.judge(rule, view, (Place(record=each) for each in records))
            return
        accused = accused_by(rule.check)
        column = None if accused is None else accused.column
        told = 0
        for record in records:
            if not self.ledger.wants(rule.id, column, Verdict.FAIL, rule.severity):
                break
            place = Place(record=record)
            self._note(rule, view, place, judge(rule, view, place))
            told += 1
        rest = records[told:]
        if not rest:
            return
        sides = compile_sides(rule, frame)
        if sides is None:
            self.judge(rule, view, (Place(record=each) for each in rest))
            return
        compared = sides.of(frame, rest)
        for record, (left, right, difference) in zip(rest, compared, strict=True):
            sight = None if accused is None else view.see(accused, Place(record=record))
            at = None if sight is None else sight.reading.at
            label = "" if sight is None else view.labels(sight.cell, sight.record)[0]
            self.ledger.count(
                rule.id, column, Verdict.FAIL, rule.severity,
                Row(
                    rule.id, str(Kind.RULE), str(rule.severity), str(Verdict.FAIL), self.table.id,
                    label or None, column, None if at is None else at.sheet,
                    None if at is None else at.a1,
                    None if at is None else at.row, None if at is None else at.column,
                    left, right, difference, None,
                    None if sight is None else sight.reading.shown, rule.check_text or None,
                ),
            )  # fmt: skip


def _nodes(rule: Rule) -> Iterable[Node]:
    for part in (rule.check, rule.where):
        if part is not None:
            yield from walk(part)
