"""What a stream has found so far: exact counts, a few findings of each kind, a row for every cell.

The findings are those that a small file would have; after the first of a rule in a column the
others are put together in one, with their count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field, replace

import polars as pl

from reportcheck.classes import dataclass
from reportcheck.finding import Cause, Finding, Verdict
from reportcheck.rule import Rule, Severity
from reportcheck.tabling import NUMBERS, Row, as_frame

SINGLY = 10
"""Findings of one rule in one column that are told one by one."""
MOST_CAUSES = 1000
"""Cells that are named as the cause of what is unknown."""
_PART = 1 << 16


@dataclass
class _Pile:
    """Findings of one kind: the first of them, and how many more there are."""

    told: list[Finding] = field(default_factory=list)
    more: int = 0


@dataclass
class Together:
    """Records of which a rule is unknown for the same reason: one finding stands for all."""

    finding: Finding
    causes: dict[Cause, None]
    line: int
    count: int = 0


class Ledger:
    """Takes in what is found, in the order of the file as far as possible."""

    def __init__(self) -> None:
        self.passed: Counter[str] = Counter()
        self.met: set[str] = set()
        self._rows: list[Row] = []
        self._parts: list[pl.DataFrame] = []
        self._columns: dict[str, list[object]] = {name: [] for name in Row._fields}
        self.together: dict[object, Together] = {}
        self.records = 0
        self._piles: dict[tuple[str, str | None, Verdict, Severity], _Pile] = {}

    def wants(self, rule: str, column: str | None, verdict: Verdict, severity: Severity) -> bool:
        """Tell whether a finding of this kind is still told by itself, and not only counted.

        The first that is not stands for all that follow.
        """
        pile = self._piles.get((rule, column, verdict, severity))
        return pile is None or len(pile.told) <= SINGLY

    def add(self, finding: Finding, *rows: Row) -> None:
        """Take a finding in, and the rows that are told of it."""
        key = finding.rule, finding.column, finding.verdict, finding.severity
        self._piles.setdefault(key, _Pile()).told.append(finding)
        for row in rows:
            self.note(row)

    def note(self, row: Row) -> None:
        """Keep a row."""
        self._rows.append(row)
        if len(self._rows) >= _PART:
            self._parts.append(as_frame(self._rows))
            self._rows = []

    def note_alike(
        self,
        row: Row,
        letters: str,
        lines: Sequence[int],
        records: Sequence[str | None],
        shown: Sequence[str],
    ) -> None:
        """Keep a row for each of these lines; what else the row says is the same for all.

        ``letters`` are those of the column in an address.
        """
        own = {
            "line": lines, "record": records, "shown": shown,
            "cell": [f"{letters}{line}" for line in lines],
        }  # fmt: skip
        for name, same in row._asdict().items():
            self._columns[name] += own[name] if name in own else [same] * len(lines)
        if len(self._columns["line"]) >= _PART:
            self._put_columns()

    def _put_columns(self) -> None:
        schema = {name: pl.Int64 if name in NUMBERS else pl.String for name in Row._fields}
        self._parts.append(pl.DataFrame(self._columns, schema=schema))
        self._columns = {name: [] for name in Row._fields}

    def rows(self) -> pl.DataFrame:
        """Return all rows, in the order of the file."""
        self._put_columns()
        frame = pl.concat([*self._parts, as_frame(self._rows)])
        return frame.sort("line", "position", "rule", nulls_last=False, maintain_order=True)

    def count(
        self, rule: str, column: str | None, verdict: Verdict, severity: Severity, row: Row
    ) -> None:
        """Count a finding that is not told by itself, as often as its row says."""
        self._piles[rule, column, verdict, severity].more += row.times
        self.note(row)

    def count_alike(
        self, rule: str, column: str | None, verdict: Verdict, severity: Severity, more: int
    ) -> None:
        """Count findings that are not told by themselves, and of which the rows are noted."""
        self._piles[rule, column, verdict, severity].more += more

    def put_together(
        self,
        key: object,
        line: int,
        causes: Sequence[Cause],
        count: int,
        told: Callable[[], Finding],
    ) -> None:
        """Count records of which a rule is unknown alike; ``told`` makes the finding of one."""
        held = self.together.get(key)
        if held is None:
            held = self.together[key] = Together(told(), {}, line)
        elif line < held.line:
            held.finding, held.line = told(), line
        held.count += count
        for each in causes:
            if len(held.causes) < MOST_CAUSES:
                held.causes[each] = None

    def findings(self) -> Iterator[Finding]:
        """Yield what was found."""
        for pile in self._piles.values():
            *first, last = pile.told
            yield from first
            yield replace(last, count=last.count + pile.more)
        for each in self.together.values():
            yield replace(each.finding, because=tuple(each.causes), count=each.count)

    def passes(self, rules: Sequence[Rule]) -> tuple[tuple[str, int], ...]:
        """Return how many instances of each of these rules passed."""
        return tuple((rule.id, self.passed[rule.id]) for rule in rules)
