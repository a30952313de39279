"""The frames that rules run on: a row a record, or a row a submission."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import polars as pl

from reportcheck.compiling.columns import Column, ColumnKind, Undecidable
from reportcheck.compiling.typed import Typed, typed
from reportcheck.form import Shape, Slot, Table, Values
from reportcheck.formula import EACH, Aggregate, Cell
from reportcheck.interpreting.functions import filled
from reportcheck.interpreting.outcomes import Outcome
from reportcheck.interpreting.trees import Scene, half_unit
from reportcheck.number import Exact, State
from reportcheck.viewing import Place, View, place_cell

RECORD: Final = "record"
"""The column of a frame that numbers its rows."""
_LARGEST = 2**63 - 1
_MOST_PLACES = 9


def kind_of(values: Values) -> ColumnKind:
    """Return what a column of such values is compared with."""
    if values.numeric:
        return "number"
    return "date" if values.type == "date" else "text"


class Gathered:
    """Columns of a frame, put together as formulas name them."""

    def __init__(self, height: int) -> None:
        self.series: dict[str, pl.Series] = {
            RECORD: pl.int_range(height, dtype=pl.UInt32, eager=True).alias(RECORD)
        }

    def add(self, series: pl.Series) -> pl.Expr:
        """Take a column in, and return how to speak of it."""
        name = f"c{len(self.series)}"
        self.series[name] = series.alias(name)
        return pl.col(name)

    def frame(self) -> pl.DataFrame:
        """Return all columns that were taken in."""
        return pl.DataFrame(list(self.series.values()))


def _marked(rows: Sequence[int], height: int) -> pl.Series:
    marks = pl.repeat(value=False, n=height, eager=True, dtype=pl.Boolean)
    return marks.scatter(list(rows), values=True) if rows else marks


def bound_of(series: pl.Series) -> int:
    """Return how far from zero the whole numbers of a column are at most."""
    least, most = series.min(), series.max()
    if not isinstance(least, int) or not isinstance(most, int):
        return 0
    return max(abs(least), abs(most))


class RecordsFrame:
    """The records of one table of one submission; all that is no cell of a record is constant."""

    def __init__(self, view: View, table: str) -> None:
        records = view.submission.records[table]
        self.view = view
        self.table = records.table
        self.sheet = records.sheet
        self.height = len(records)
        self._records = records
        self._gathered = Gathered(self.height)
        self._typed: dict[str, Typed] = {}
        self._columns: dict[Cell | Aggregate, Column] = {}

    def typed(self, column: str) -> Typed | None:
        """Return the typed column of a name, or None where the file lacks it."""
        raws, at = self._records.columns.get(column), self._records.at(0, column)
        if raws is None or at is None:
            return None
        if column not in self._typed:
            self._typed[column] = typed(raws, self.table.values_at(None, column), at)
        return self._typed[column]

    def select(self, *expressions: pl.Expr) -> pl.DataFrame:
        """Work expressions out over the records, the total rows left out."""
        frame = self._gathered.frame()
        totals = self.view.total_rows.get(self.table.id, ())
        if totals:
            frame = frame.filter(~pl.col(RECORD).is_in(list(totals)))
        return frame.select(pl.col(RECORD), *expressions)

    def column(self, node: Cell | Aggregate) -> Column:
        """Return the column of a record's cell, or a constant for whatever else is named."""
        held = self._columns.get(node)
        if held is None:
            own = isinstance(node, Cell) and node.table == self.table.id and node.row == EACH
            if own and isinstance(node, Cell) and not node.period:
                held = self._own(node.column)
            else:
                held = constant(node, Scene(self.view, Place()))
            self._columns[node] = held
        return held

    def _own(self, name: str) -> Column:
        found = self.typed(name)
        values = self.table.values_at(None, name)
        if found is None:
            return lost_column(self.view, self.table, name)
        filled_ones = ~found.blank
        if found.unreadable:
            filled_ones = filled_ones.scatter(found.unreadable, None)
        odd = _marked(found.odd, self.height) if found.odd else None
        return Column(
            kind_of(values),
            self._gathered.add(found.values),
            self._gathered.add(filled_ones),
            found.scale,
            bound_of(found.values) if values.numeric else 0,
            None if odd is None else self._gathered.add(odd),
        )

    def placed(self, cell: Cell) -> Cell:
        """Return the cell: among records, nothing is left open but the row."""
        return cell

    def half_unit(self, cell: Cell) -> Fraction:
        """Return half a unit of the last place that a cell declares."""
        return Fraction(half_unit(self.view.see(cell, Place()).values))


def lost_column(view: View, table: Table, name: str) -> Column:
    """Return the column of cells that a file lacks: nothing is known of it."""
    kind = kind_of(table.values_at(None, name))
    sight = view.see(Cell(table.id, EACH, name), Place(record=0))
    absent = pl.lit(value=True) if sight.absent else None
    unknown = pl.lit(None, dtype=pl.Boolean)
    return Column(kind, pl.lit(None, dtype=dtype_of(kind)), unknown, absent=absent)


def constant(node: Cell | Aggregate, scene: Scene) -> Column:
    """Return a column that is the same in every row, or raise Undecidable."""
    outcome = scene.evaluate(node)
    if outcome.noisy:
        raise Undecidable("noisy")
    absent = None
    state = Outcome(None)
    if isinstance(node, Cell):
        state = filled(scene, node)
        absent = pl.lit(value=True) if scene.see(node).absent else None
    there = pl.lit(state.value if isinstance(state.value, bool) else None, dtype=pl.Boolean)
    value = outcome.value
    if isinstance(value, str):
        return Column("text", pl.lit(value), there)
    if isinstance(value, int | Fraction):
        if abs(value.numerator) > _LARGEST:
            raise Undecidable("too-wide")
        numerator = pl.lit(value.numerator, dtype=pl.Int64)
        return Column("number", numerator, there, value.denominator, abs(value.numerator))
    if isinstance(value, dt.date):
        return Column("date", pl.lit(value), there)
    kind: ColumnKind = kind_of(scene.see(node).values) if isinstance(node, Cell) else "number"
    return Column(kind, pl.lit(None, dtype=dtype_of(kind)), there, absent=absent)


def dtype_of(kind: ColumnKind) -> type[pl.DataType]:
    """Return the type in which columns of a kind are kept."""
    return {"number": pl.Int64, "text": pl.String, "date": pl.Date}[kind]


class FormsFrame:
    """One form as many submissions filled it in: a row each, a column for every slot.

    ``item`` is what the rule that is being compiled is about; ``at`` goes on to another.
    """

    def __init__(self, views: Sequence[View], item: str | None = None) -> None:
        self.views = views
        self._place = Place(item=item)
        self._gathered = Gathered(len(views))
        self._columns: dict[object, Column] = {}

    def at(self, item: str | None) -> FormsFrame:
        """Return this frame for rules about another item; the columns are shared."""
        other = FormsFrame(self.views, item)
        other._gathered, other._columns = self._gathered, self._columns
        return other

    def select(self, *expressions: pl.Expr) -> pl.DataFrame:
        """Work expressions out over the submissions."""
        return self._gathered.frame().select(pl.col(RECORD), *expressions)

    def column(self, node: Cell | Aggregate) -> Column:
        """Return the column of a slot, or of what an aggregate comes to."""
        key = self.placed(node) if isinstance(node, Cell) else (node, self._place)
        held = self._columns.get(key)
        if held is None:
            held = self._slot(node) if isinstance(node, Cell) else self._aggregate(node)
            self._columns[key] = held
        return held

    def placed(self, cell: Cell) -> Cell:
        """Return a cell with the item put in that the rule is about."""
        return place_cell(cell, self._place)

    def half_unit(self, cell: Cell) -> Fraction:
        """Return half a unit of the last place that a cell declares."""
        units = {half_unit(view.see(cell, self._place).values) for view in self.views}
        if len(units) > 1:
            raise Undecidable("several-editions")
        return Fraction(units.pop() if units else 0)

    def _slot(self, cell: Cell) -> Column:
        own, form = self.placed(cell), self.views[0].form
        table = form.by_id[own.table]
        slot = Slot(own.table, own.row, own.column)
        declared = kind_of(table.values_at(own.row, own.column))
        here = own.period == 0 and table.shape is not Shape.RECORDS
        values: list[object] = []
        there: list[object] = []
        noisy: set[int] = set()
        absent: list[int] = []
        kinds: set[ColumnKind] = set()
        for row, view in enumerate(self.views):
            reading = view.submission.readings.get(slot) if here and view.form is form else None
            if reading is not None and reading.state is State.VALUE and reading.value is not None:
                # The common case, spared all that the others need.
                values.append(reading.value)
                there.append(True)
                kinds.add(declared)
            else:
                sight = view.see(cell, self._place)
                reading = sight.reading
                values.append(sight.value)
                there.append(filled(Scene(view, self._place), cell).value)
                if reading.state is State.VALUE:
                    kinds.add(kind_of(sight.values))
                if sight.absent:
                    absent.append(row)
            if reading.noisy:
                noisy.add(row)
        if len(kinds) > 1:
            raise Undecidable("several-editions")
        return self._held(kinds.pop() if kinds else declared, values, noisy, there, absent)

    def _aggregate(self, node: Aggregate) -> Column:
        outcomes = [Scene(view, self._place).evaluate(node) for view in self.views]
        noisy = {row for row, each in enumerate(outcomes) if each.noisy}
        values: list[object] = [each.value for each in outcomes]
        return self._held("number", values, noisy, [None] * len(outcomes), [])

    def _held(
        self,
        kind: ColumnKind,
        values: list[object],
        noisy: set[int],
        there: Sequence[object],
        absent: Sequence[int],
    ) -> Column:
        height = len(self.views)
        scale, odd = 1, []
        if kind == "number":
            scale = _scale([each for each in values if isinstance(each, Fraction)])
            for row, value in enumerate(values):
                if not isinstance(value, int | Fraction):
                    continue
                scaled: Exact = value * scale
                small = -_LARGEST <= scaled <= _LARGEST
                if row in noisy or scaled.denominator != 1 or not small:
                    odd.append(row)
                    values[row] = None
                else:
                    values[row] = scaled.numerator
        series = pl.Series(values, dtype=dtype_of(kind))
        return Column(
            kind,
            self._gathered.add(series),
            self._gathered.add(pl.Series(there, dtype=pl.Boolean)),
            scale,
            bound_of(series) if kind == "number" else 0,
            self._gathered.add(_marked(odd, height)) if odd else None,
            self._gathered.add(_marked(absent, height)) if absent else None,
        )


def _scale(fractions: Sequence[Fraction]) -> int:
    """Return the least power of ten that makes whole numbers of most of these."""
    denominators = Counter(each.denominator for each in fractions)
    powers: list[int] = [10**places for places in range(_MOST_PLACES + 1)]
    fitting = [
        sum(count for each, count in denominators.items() if power % each == 0) for power in powers
    ]
    return powers[fitting.index(max(fitting))]
