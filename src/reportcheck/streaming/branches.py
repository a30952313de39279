"""Hierarchies over a big file: what each record adds to is kept by group, and added up at the end.

Groups in which all branches are plainly in order are counted; the records of all others are read
once more and gone through one by one, as those of a small file are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import polars as pl

from reportcheck.compiling.branch_sums import CODE, GROUP, CodeNumbers, Scaled, TooManyCodes, add_up
from reportcheck.evaluating.branching import branch_records
from reportcheck.evaluating.frames import RecordsFrame
from reportcheck.evaluating.sweeping import total_rows
from reportcheck.finding import Finding, Verdict
from reportcheck.form import Table
from reportcheck.rule import Missing, Rule
from reportcheck.streaming.blocks import Unstreamable
from reportcheck.streaming.fast import Typed
from reportcheck.streaming.keys import MOST_LINES, hashed
from reportcheck.streaming.ledger import Ledger
from reportcheck.streaming.plans import Plan
from reportcheck.streaming.spilling import Spill
from reportcheck.tabling import rows_of
from reportcheck.viewing import View

_LINE: Final = "line"
_MOST_CLOSER: Final = 1_000_000
"""Records of groups that are not plainly in order, that are gone through together."""


def columns_of(rule: Rule) -> tuple[str, ...]:
    """Return the columns that the hierarchy of a rule needs."""
    hierarchy = rule.hierarchy
    return () if hierarchy is None else (hierarchy.code, *hierarchy.values, *hierarchy.within)


def block_of(rule: Rule, typed: Typed, totals: pl.Series | None) -> pl.DataFrame:
    """Return what the rows of a block add to; strange ones are left out, total rows have no code.

    Where a sound row has no value it is empty: then it counts as nothing, if the rule has it so.
    """
    hierarchy = rule.hierarchy
    if hierarchy is None:
        raise ValueError(rule.id)
    code = typed.values[hierarchy.code].cast(pl.String)
    if totals is not None and totals.any():
        code = code.set(totals, None)
    values = [typed.values[name] for name in hierarchy.values]
    if rule.missing is Missing.ZERO:
        values = [each.fill_null(0) if each.null_count() else each for each in values]
    frame = pl.DataFrame(
        [
            _grouped([typed.values[name] for name in hierarchy.within], typed.height),
            code.alias(CODE),
            pl.int_range(typed.height, dtype=pl.UInt32, eager=True).alias(_LINE),
            *(each.alias(f"v{at}") for at, each in enumerate(values)),
        ]
    )
    return frame.filter(~typed.strange) if typed.strange.any() else frame


def _grouped(within: Sequence[pl.Series], height: int) -> pl.Series:
    if not within:
        return pl.repeat(0, height, dtype=pl.UInt64, eager=True).alias(GROUP)
    return hashed(within).alias(GROUP)


class Branching:
    """The records of a file by the groups of one hierarchy, gathered block by block."""

    def __init__(self, rule: Rule, table: Table, plans: Mapping[str, Plan], in_memory: int) -> None:
        hierarchy = rule.hierarchy
        if hierarchy is None:
            raise ValueError(rule.id)
        self.rule = rule
        self._hierarchy = hierarchy
        self._codes = CodeNumbers(hierarchy)
        self._spill = Spill(GROUP, in_memory)
        self._columns = [
            Scaled(plans[name].scale, table.values_at(None, name).places)
            for name in hierarchy.values
        ]

    def take(self, frame: pl.DataFrame, line: int) -> None:
        """Take in the rows of a block that begins in a line."""
        if line + frame.height > MOST_LINES:
            raise Unstreamable
        try:
            numbered = self._codes.numbered(frame[CODE]).alias(CODE)
        except TooManyCodes:
            raise Unstreamable from None
        self._spill.add(frame.with_columns(numbered, pl.col(_LINE) + line))

    def take_rows(self, frame: RecordsFrame, rows: list[int], lines: pl.Series) -> None:
        """Take in rows that were not plain: their groups have to be looked at."""
        within = []
        for name in self._hierarchy.within:
            typed = frame.typed(name)
            if typed is None or typed.scale != 1 or typed.odd:
                raise Unstreamable
            within.append(typed.values.gather(rows))
        if not len(rows):
            return
        nothing = pl.repeat(None, len(rows), dtype=pl.Int64, eager=True)
        self._spill.add(
            pl.DataFrame(
                [
                    _grouped(within, len(rows)),
                    nothing.cast(pl.UInt32).alias(CODE),
                    lines.cast(pl.UInt32).alias(_LINE),
                    *(nothing.alias(f"v{at}") for at in range(len(self._columns))),
                ]
            )
        )

    def settle(self) -> tuple[int, pl.Series]:
        """Return how many branches surely pass, and the lines of all groups of others, in order."""
        passed = 0
        found = [pl.Series(_LINE, [], dtype=pl.UInt32)]
        for frame in self._spill.parts():
            sums = add_up(frame, self.rule, self._codes, self._columns)
            passed += sums.passed
            found.append(frame[_LINE].gather(sums.doubtful))
        wanted = pl.concat(found).sort()
        if len(wanted) > _MOST_CLOSER:
            raise Unstreamable
        return passed, wanted

    def close(self) -> None:
        """Give the disk space back."""
        self._spill.close()


def judge_branches(rule: Rule, table: Table, view: View, ledger: Ledger) -> None:
    """Go through the records of a view, which are whole groups, and note how they end."""
    records = view.records(table.id)
    view.total_rows[table.id] = total_rows(view, table, range(len(records or ())))
    branched = branch_records(rule, view, view.plain_records(table.id))
    ledger.passed[rule.id] += branched.passed
    if branched.met(rule):
        ledger.met.add(rule.id)
    _note(rule, branched.findings, ledger)


def _note(rule: Rule, findings: Iterable[Finding], ledger: Ledger) -> None:
    for number, finding in enumerate(findings):
        key = finding.rule, finding.column, finding.verdict, finding.severity
        if finding.verdict is Verdict.UNKNOWN:
            line = 0 if finding.at is None else finding.at.row
            ledger.put_together(
                (rule.id, number), line, finding.because, finding.count,
                partial(replace, finding),
            )  # fmt: skip
        elif ledger.wants(*key):
            ledger.add(finding, *rows_of(finding))
        else:
            (row,) = rows_of(finding)
            ledger.count(*key, row)
