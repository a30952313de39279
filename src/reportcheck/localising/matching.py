"""Cells whose changes close the gaps of sums: a set that mends, if perhaps not with the fewest.

Two sums that are wrong by as much as each other, and have a cell in common, most likely are so by
that cell. Where the search for the smallest sets ends early this finds one set in few steps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from reportcheck.localising.clustering import mask_of
from reportcheck.localising.elimination import Spend, free
from reportcheck.localising.system import System, only_line


class Move(NamedTuple):
    """A change of one cell: how many sums more hold by it; the best is the largest.

    A cell that weighs less comes before others, and one that leaves a gap as large as ``alike``
    others before one that leaves any other.
    """

    gain: int
    lightness: int
    alike: int
    cell: int
    change: int


def matched(system: System, movable: Iterable[int], spend: Spend = free) -> int:
    """Return movable cells, as bits, by whose change sums hold that fail.

    They are taken one after the other, the best first. Whether all holds then has to be tried.

    >>> from reportcheck.localising.elimination import Line
    >>> from reportcheck.localising.system import Limit
    >>> sums = Line("=", {0: 1, 1: 1}, 5), Line("=", {1: 1, 2: 1}, 6)
    >>> many = (Limit(),) * 3, (1,) * 3, (None,) * 3, (frozenset(),) * 3
    >>> relations = tuple(((each,),) for each in sums)
    >>> matched(System(relations, (2, 4, 3), *many, frozenset()), range(3))
    2
    """
    gaps = _Gaps(system, movable, spend)
    chosen = []
    while (move := gaps.best()) is not None:
        gaps.close(move)
        chosen.append(move.cell)
    return mask_of(chosen)


class _Gaps:
    """By how much each sum is off, and the best change of each cell that is in one that fails."""

    def __init__(self, system: System, movable: Iterable[int], spend: Spend) -> None:
        self._system, self._spend = system, spend
        self._sums: dict[int, list[tuple[int, int]]] = {index: [] for index in movable}
        """The sums that each cell is in, by number, and how many times."""
        self._cells: list[list[int]] = []
        self._gaps: list[int] = []
        for relation in system.relations:
            line = only_line(relation)
            if line is None or line.terms.keys() & system.open:
                continue
            own = [index for index in line.terms if index in self._sums]
            for index in own:
                self._sums[index].append((len(self._gaps), line.terms[index]))
            total = sum(f * (system.values[index] or 0) for index, f in line.terms.items())
            self._cells.append(own)
            self._gaps.append(line.bound - total)
        self._sizes = Counter(map(abs, self._gaps))
        self._moves: dict[int, Move] = {}
        self._look_at(number for number, gap in enumerate(self._gaps) if gap)

    def best(self) -> Move | None:
        """Return the best change, or None where each would make more sums fail than it mends."""
        self._spend(1 + len(self._moves) // 64)
        found = max(self._moves.values(), default=None)
        return None if found is None or found.gain < 0 else found

    def close(self, move: Move) -> None:
        """Make a change; the cell changes no more."""
        sums = self._sums.pop(move.cell)
        del self._moves[move.cell]
        for number, factor in sums:
            self._sizes[abs(self._gaps[number])] -= 1
            self._gaps[number] -= factor * move.change
            self._sizes[abs(self._gaps[number])] += 1
        self._look_at(number for number, _ in sums)

    def _look_at(self, sums: Iterable[int]) -> None:
        for index in dict.fromkeys(index for number in sums for index in self._cells[number]):
            if index in self._sums:
                move = max(self._moves_of(index), default=None)
                if move is None:
                    self._moves.pop(index, None)
                else:
                    self._moves[index] = move

    def _moves_of(self, index: int) -> Iterable[Move]:
        system, own = self._system, self._sums[index]
        lightness = -(system.weights[index] or 0)
        for gap, factor in {(self._gaps[number], factor) for number, factor in own}:
            change, over = divmod(gap, factor)
            if not gap or over:
                continue
            if not system.limits[index].admits((system.values[index] or 0) + change):
                continue
            self._spend(1)
            left = [(self._gaps[number], each * change) for number, each in own]
            gain = sum((before == closed) - (not before) for before, closed in left)
            alike = sum(
                self._sizes[abs(before - closed)] for before, closed in left if before != closed
            )
            yield Move(gain, lightness, alike, index, change)
