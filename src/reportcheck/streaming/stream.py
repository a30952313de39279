"""A big file of records from its path to what is found in it, block by block in bounded memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from functools import partial

import polars as pl

from reportcheck.classes import dataclass
from reportcheck.evaluating.frames import RecordsFrame
from reportcheck.formula import EACH, Call, Cell, walk
from reportcheck.number import Raw
from reportcheck.reading.delimited import Parting, at_full_speed, usual_width
from reportcheck.rule import Rule
from reportcheck.streaming.adding import Running
from reportcheck.streaming.bare import Percents
from reportcheck.streaming.blocks import BLOCK, Block, Body, Unstreamable
from reportcheck.streaming.branches import Branching
from reportcheck.streaming.closer import Closer
from reportcheck.streaming.fast import parse
from reportcheck.streaming.keys import IN_MEMORY, MOST_LINES, Keys, hashed
from reportcheck.streaming.layout import Layout
from reportcheck.streaming.ledger import Ledger
from reportcheck.streaming.lines import (
    Faults,
    Gathered,
    Line,
    Notes,
    are_few,
    lines_of,
    marks_of,
    parted,
    texts_at,
    texts_near,
)
from reportcheck.streaming.plans import Plan
from reportcheck.streaming.styles import Styles
from reportcheck.streaming.sweep import (
    Asked,
    Swept,
    Texts,
    is_unique,
    key_of,
    once_where_known,
    sweep,
)

_WORKERS = 3
"""More than two cores are not needed; each worker waits for Python now and then."""
_AT_ONCE = 3
"""Blocks that are parsed while another is looked at."""
_AHEAD = 1 << 22
"""A record may go on for so many bytes beyond its block."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is taken at once: tests take little.

    ``rows`` are gathered before they get a closer look; ``tail`` are the lines at the end that get
    one in any case, since notes may stand there.
    """

    block: int = BLOCK
    rows: int = 20_000
    tail: int = 400
    keys: int = IN_MEMORY


@dataclass(frozen=True, slots=True)
class Known:
    """Where a block begins, in lines and bytes; how its lines are parted if they are not sound.

    ``marks`` help to find a few of its lines again.
    """

    line: int
    height: int
    begin: int
    size: int
    parting: Parting | None = None
    marks: Sequence[int] = ()


@dataclass
class Lost:
    """Records of which a rule is unknown for want of a column: the first, and how many."""

    first: Line
    count: int = 0


class Stream:
    """One pass over a file, for some rules and aggregates."""

    def __init__(
        self,
        layout: Layout,
        plans: Sequence[Plan],
        rules: Sequence[Rule],
        running: Sequence[Running],
        sizes: Sizes,
        aggregates: dict[object, object],
    ) -> None:
        self.layout = layout
        self.plans = plans
        self.sizes = sizes
        self.running = running
        self.ledger = Ledger()
        self.blocks: list[Known] = []
        self.gathered = Gathered(layout)
        self.styles = Styles(layout)
        self.percents = Percents(layout)
        self.faults = Faults()
        self.notes = Notes((), ())
        self.tail: Sequence[Line] = ()
        self.totals: list[tuple[int, Mapping[str, Raw]]] = []
        self.records = 0
        self.lenient = False
        self.lost: dict[str, Lost] = {}
        unique = [rule for rule in rules if is_unique(rule)]
        asked = [
            replace(rule, check=once_where_known(rule.check.arguments))
            if isinstance(rule.check, Call) and rule in unique
            else rule
            for rule in rules
        ]
        asked = [rule for rule in asked if rule.hierarchy is None]
        told = {rule.id: rule for rule in rules}
        self.closer = Closer(layout, asked, told, self.ledger, aggregates)
        groups = dict.fromkeys(key_of(rule) for rule in unique)
        if layout.table.key and all(name in layout.fields for name in layout.table.key):
            groups[layout.table.key] = None
        self.keys = {group: Keys(sizes.keys) for group in groups}
        by_name = {plan.name: plan for plan in plans}
        nested = [rule for rule in rules if rule.hierarchy is not None]
        self.branching = {
            rule.id: Branching(rule, layout.table, by_name, sizes.keys // 2) for rule in nested
        }
        self.asked = Asked(
            layout, by_name, asked, tuple(groups), running, aggregates, tuple(nested),
            frozenset(rule.id for rule in asked if _lacks(rule, layout)),
        )  # fmt: skip
        self.body = Body(layout.path, layout.codec, block=sizes.block)
        self.parting = Parting(layout.dialect, usual_width(layout.first_lines, layout.dialect))
        self.parting.width = layout.width

    def run(self) -> None:
        """Go over the whole body."""
        begin: int | None = self.layout.begin
        line = self.layout.line
        with at_full_speed():
            while begin is not None:
                begin, line = self._from(begin, line)
            for keys in self.keys.values():
                keys.begin()
            self._look(last=True)

    def _from(self, begin: int, line: int) -> tuple[int | None, int]:
        """Go on from a byte; return where to go on if a record crosses the end of its block."""
        with closing(self._read(begin)) as reading:
            for block, swept in reading:
                if swept is not None:
                    self._take(block, swept, line)
                    line += swept.height
                    continue
                ahead = b"" if block.last else self.body.ahead(block.begin + block.size, _AHEAD)
                before = self.parting.copy()
                found = parted(block.data, ahead, line, self.parting)
                size = self.body.measured((block.data + ahead)[: found.size])
                self.blocks.append(Known(line, found.height, block.begin, size, before))
                line += found.height
                tail = line - self.sizes.tail if block.last else None
                self.records += self.gathered.take(found.lines, None, tail)
                if not block.last:
                    self._look()
                if found.size > len(block.data):
                    return block.begin + size, line
        return None, line

    def _read(self, begin: int) -> Generator[tuple[Block, Swept | None]]:
        """Yield the blocks from a byte on, in order; others are parsed meanwhile."""
        with ThreadPoolExecutor(_WORKERS) as pool:
            waiting: deque[tuple[Block, Future[Swept | None]]] = deque()
            for block in self.body.blocks(begin):
                waiting.append((block, pool.submit(self._sweep, block)))
                if len(waiting) > _AT_ONCE:
                    first, swept = waiting.popleft()
                    yield first, swept.result()
            while waiting:
                first, swept = waiting.popleft()
                yield first, swept.result()

    def _sweep(self, block: Block) -> Swept | None:
        """Return what a block comes to, or None where its lines have to be parted one by one."""
        layout, data = self.layout, block.data
        ascii_alone = data.isascii()
        if not ascii_alone:
            try:
                data.decode()
            except UnicodeDecodeError:
                raise Unstreamable from None
        marks = marks_of(data) if self.keys else ()
        typed = parse(
            data, layout.dialect, layout.width, self.plans,
            lenient=self.lenient, marks=marks, ascii_alone=ascii_alone,
        )  # fmt: skip
        if typed is None:
            return None
        # One block with such a cell: the others are likely to have some, too.
        self.lenient = self.lenient or typed.lenient
        if block.last:
            rows = pl.int_range(typed.height, eager=True)
            typed = replace(typed, strange=typed.strange | (rows >= typed.height - self.sizes.tail))
        return sweep(typed, self.asked, partial(texts_at, data, marks=marks), marks)

    def _take(self, block: Block, swept: Swept, line: int) -> None:
        """Count what is in order, and gather what is not."""
        self.blocks.append(Known(line, swept.height, block.begin, block.size, marks=swept.marks))
        ledger, layout = self.ledger, self.layout
        self.parting.width = layout.width
        ledger.passed.update(swept.passed)
        ledger.met |= swept.met
        for running in self.running:
            if running.node in swept.added:
                running.add_block(*swept.added[running.node])
        if swept.keys:
            kind = pl.UInt32 if line + swept.height <= MOST_LINES else pl.Int64
            numbers = pl.int_range(line, line + swept.height, dtype=kind, eager=True)
            for group, keys in swept.keys.items():
                self.keys[group].add(keys, numbers)
        for rule, frame in swept.branches.items():
            self.branching[rule].take(frame, line)
        if swept.lost:
            self._lose(swept, line)
        self.percents.take_plain(swept.bare, line)
        self.records += swept.height - len(swept.closer)
        if len(swept.closer):
            rows = swept.closer.to_list()
            lines = self.lines_of(swept.texts, [line + each for each in rows])
            tail = line + swept.height - self.sizes.tail if block.last else None
            self.records += self.gathered.take(lines, swept.keyed, tail)
            at_end = lines[-1].number == line + swept.height - 1
            self.parting.width = len(lines[-1].fields) if at_end else layout.width
            if not block.last:
                self._look()

    def _lose(self, swept: Swept, line: int) -> None:
        """Count the records of which rules are unknown for want of a column."""
        rows = sorted({first for _, first in swept.lost.values()})
        found = self.lines_of(swept.examples, [line + row for row in rows])
        firsts = dict(zip(rows, found, strict=True))
        for rule, (count, first) in swept.lost.items():
            self.lost.setdefault(rule, Lost(firsts[first])).count += count

    # The closer look

    def _look(self, *, last: bool = False) -> None:
        """Look closely at what was gathered, if that is enough or all there is."""
        if not last and len(self.gathered.lines) < self.sizes.rows:
            return
        gathered, self.gathered = self.gathered, Gathered(self.layout)
        if last:
            self.notes, self.tail = gathered.without_notes(), gathered.tail
            self.records -= len(self.notes.lines)
        self.faults.take(gathered.faults)
        if not gathered.lines:
            return
        columns = gathered.columns()
        self.styles.take(columns)
        self.percents.take(gathered.lines, columns)
        view = self.closer.view_of(gathered.lines, columns)
        frame = self.closer.examine(view)
        for running in self.running:
            running.add_rows(view)
        totals = set(view.total_rows.get(self.layout.table.id, ()))
        self.totals += [
            (gathered.lines[each], {name: cells[each] for name, cells in columns.items()})
            for each in sorted(totals)
        ]
        self._add_keys(gathered, frame, totals)

    def _add_keys(self, gathered: Gathered, frame: RecordsFrame, totals: set[int]) -> None:
        """Add the keys of rows that were not plain: they are known by now."""
        rows = [
            each for each, keyed in enumerate(gathered.keyed) if not keyed and each not in totals
        ]
        numbers = pl.Series([gathered.lines[each] for each in rows], dtype=pl.Int64)
        for group, keys in self.keys.items():
            columns = []
            for name in group:
                typed = frame.typed(name)
                if typed is None or typed.scale != 1 or typed.odd:
                    raise Unstreamable  # a key that is no whole number of 64 bits
                columns.append(typed.values.gather(rows))
            keys.add(hashed(columns), numbers)
        for branching in self.branching.values():
            branching.take_rows(frame, rows, numbers)

    def lines_of(self, texts: Texts, numbers: Sequence[int]) -> list[Line]:
        """Return records from their texts."""
        return lines_of([str(each) for each in texts], numbers, self.layout.dialect)

    # What is known at the end alone

    def settle(self) -> None:
        """Make sure that numbers were read as the columns write them."""
        self.styles.settle()

    def tell_lost(self) -> None:
        """Tell of the first record for all of which a rule is unknown for want of a column."""
        for rule in self.closer.rules:
            if (lost := self.lost.get(rule.id)) is not None:
                gathered = Gathered(self.layout)
                gathered.take([lost.first], None, None)
                view = self.closer.view_of(gathered.lines, gathered.columns())
                self.closer.judge_lost(rule, view, lost.count)

    def lines_again(self, wanted: pl.Series) -> list[Line]:
        """Return records once more by their lines, which are in order."""
        found: list[Line] = []
        for known in self.blocks:
            inside = wanted.filter((wanted >= known.line) & (wanted < known.line + known.height))
            if not len(inside):
                continue
            found += self.again(known, inside)
        return found

    def again(self, known: Known, wanted: pl.Series) -> list[Line]:
        """Return some records of a block once more."""
        if known.parting is None:
            rows = (wanted.cast(pl.Int64) - known.line).cast(pl.UInt32)
            return self.lines_of(self._texts_again(known, rows), wanted.to_list())
        data = self.body.again(known.begin, known.size)
        among = set(wanted.to_list())
        every = parted(data, b"", known.line, known.parting.copy()).lines
        return [each for each in every if each.number in among]

    def _texts_again(self, known: Known, rows: pl.Series) -> list[str]:
        if known.marks and are_few(rows, known.size):
            with self.body.nearby(known.begin) as read:
                if read is not None:
                    return texts_near(read, known.size, rows.to_list(), known.marks)
        return texts_at(self.body.again(known.begin, known.size), rows, known.marks)

    def close(self) -> None:
        """Give back what was kept on disk."""
        for keys in self.keys.values():
            keys.close()
        for branching in self.branching.values():
            branching.close()


def _lacks(rule: Rule, layout: Layout) -> bool:
    """Tell whether a rule names a column that the file lacks."""
    return any(
        isinstance(node, Cell) and node.row == EACH and node.column not in layout.fields
        for node in walk(rule.check)
    )
