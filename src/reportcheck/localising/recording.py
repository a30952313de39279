"""Records: each by itself, and only those of which a rule or a cell has something to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from reportcheck.address import CellRef
from reportcheck.balancing import relation
from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.localising.gathering import Gatherer, Ready
from reportcheck.rule import Rule
from reportcheck.viewing import Place, View

MOST_RECORDS: Final = 1000
"""The most records of one file for which the smallest changes are looked for."""


def failing_records(
    findings: Iterable[Finding], view: View
) -> tuple[Mapping[str, Sequence[int]], bool]:
    """Return the records that findings name, by table, and whether there were too many of them."""
    found: dict[str, dict[int, None]] = {}
    tables = {
        table: {_key(records.at(number, column)): number for number in range(len(records))}
        for table, records in view.submission.records.items()
        for column in list(records.positions)[:1]
    }
    if not tables:
        return {}, False
    for finding in findings:
        if finding.kind not in {Kind.RULE, Kind.CELL} or finding.verdict is Verdict.ACCEPTED:
            continue
        for at in (finding.at, *(cause.at for cause in finding.because)):
            for table, places in tables.items():
                number = places.get(_key(at))
                if number is not None:
                    found.setdefault(table, {})[number] = None
    count = sum(map(len, found.values()))
    chosen: dict[str, Sequence[int]] = {}
    left = MOST_RECORDS
    for table, numbers in found.items():
        chosen[table] = sorted(numbers)[:left]
        left -= len(chosen[table])
    return chosen, count > MOST_RECORDS


def _key(at: CellRef | None) -> tuple[str | None, int | None, int] | None:
    return None if at is None else (at.sheet, at.table, at.row)


def records_ready(
    rules: Sequence[Rule], view: View, chosen: Mapping[str, Sequence[int]]
) -> Iterator[tuple[Gatherer, list[Ready]]]:
    """Yield the relations of each chosen record; what a rule requires is worked out once."""
    for table, numbers in chosen.items():
        own = [rule for rule in rules if rule.table == table and rule.over_records(view.form)]
        if not numbers:
            continue
        found = [relation(rule, view, Place(record=numbers[0])) for rule in own]
        relations = [each for each in found if each is not None]
        for number in numbers:
            gatherer = Gatherer(view)
            place = Place(record=number)
            ready = (gatherer.ready(each, place) for each in relations)
            yield gatherer, [each for each in ready if each is not None]
