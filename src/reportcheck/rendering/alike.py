"""Cells with one and the same thing wrong: told once, with where they all are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from reportcheck.address import CellRef, column_letters
from reportcheck.classes import dataclass
from reportcheck.finding import Finding, Kind, Verdict

MANY: Final = 5
"""So many cells of a table that hold the same, and should not, are told as one."""

MOST_AREAS: Final = 40
"""Areas that are named; of more, the rest is counted."""

MOST_CHANGES: Final = 3
"""Changes that are told with cells that are told as one; each cell has its own in JSON."""

_FORMULA: Final = "formula-not-calculated"
_Of = TypeVar("_Of")


@dataclass(frozen=True, slots=True)
class Gathered:
    """Findings as they are shown: ``members`` has for each the places of those that it stands for.

    ``dependent`` has what hangs on any of these, by the object that is shown.
    """

    shown: tuple[Finding, ...]
    members: tuple[tuple[int, ...], ...]
    dependent: Mapping[int, list[Finding]]

    def of(self, told: Mapping[int | None, Sequence[_Of]], most: int) -> dict[int, list[_Of]]:
        """Return by the object that is shown what is told of its members, not more than so many."""
        return {
            id(finding): [one for place in places for one in told.get(place, ())][:most]
            if len(places) > 1
            else [*told.get(places[0], ())]
            for finding, places in zip(self.shown, self.members, strict=True)
        }


def gathered(
    findings: Sequence[Finding], dependent: Mapping[int, Sequence[Finding]] | None = None
) -> Gathered:
    """Put findings together that say the same of many cells of a table, where the first stands."""
    alike: dict[object, list[int]] = {}
    for place, each in enumerate(findings):
        alike.setdefault(_key(each) or place, []).append(place)
    groups: list[tuple[int, ...]] = []
    for places in alike.values():
        groups += [tuple(places)] if len(places) >= MANY else [(place,) for place in places]
    groups.sort()
    shown: list[Finding] = []
    hanging: dict[int, list[Finding]] = {}
    for group in groups:
        several = [findings[place] for place in group]
        told = _together(several) if len(several) > 1 else several[0]
        shown.append(told)
        hang = [one for each in several for one in (dependent or {}).get(id(each), ())]
        if hang:
            hanging[id(told)] = [*{id(one): one for one in hang}.values()]
    return Gathered(tuple(shown), tuple(groups), hanging)


def _key(each: Finding) -> object:
    """Return what is the same of findings that may be put together, None where none may be."""
    if each.kind is not Kind.CELL or each.verdict is not Verdict.FAIL or each.count > 1:
        return None
    if each.at is None or each.accepted is not None or each.say or each.fix:
        return None
    held = tuple(one.shown for one in each.witnesses)
    facts = tuple(sorted((name, str(fact)) for name, fact in each.facts.items()))
    if each.rule == _FORMULA:  # no two of a column are the same, and none has a value
        held, facts = (), ()
    return each.rule, each.severity, each.table, each.at.home, each.since, held, facts


def _together(several: Sequence[Finding]) -> Finding:
    cells = [each.at for each in several if each.at is not None]
    facts = {**several[0].facts, "alike": "\n".join(areas(cells))}
    return replace(several[0], count=len(several), facts=facts)


def areas(cells: Iterable[CellRef]) -> list[str]:
    """Return where cells of one sheet are, rectangles put together.

    >>> areas([CellRef("三", row, column) for row in (26, 27) for column in (5, 6, 8)])
    ['E26:F27', 'H26:H27']
    """
    rows: dict[int, list[int]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell.column)
    found: list[list[int]] = []  # left, right, top, bottom
    for row, columns in sorted(rows.items()):
        for left, right in _spans(sorted(set(columns))):
            over = [each for each in found if each[:2] == [left, right] and each[3] == row - 1]
            if not over:
                found.append([left, right, row, row])
            for each in over:
                each[3] = row
    named = [_named(*each) for each in found]
    more = [f"… ({len(named)})"] if len(named) > MOST_AREAS else []
    return [*named[:MOST_AREAS], *more]


def _spans(columns: Sequence[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for column in columns:
        if spans and column == spans[-1][1] + 1:
            spans[-1] = spans[-1][0], column
        else:
            spans.append((column, column))
    return spans


def _named(left: int, right: int, top: int, bottom: int) -> str:
    first, last = f"{column_letters(left)}{top}", f"{column_letters(right)}{bottom}"
    return first if first == last else f"{first}:{last}"
