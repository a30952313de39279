"""All smallest sets of cells whose change lets every relation hold.

A relation that fails is a set of cells of which one must change; so is whatever an attempt that
failed has shown. The smallest sets that hit all of these are tried exactly, and those that do not
do give more of such sets, until what hits them all also mends: implicit hitting sets, after Moreno-
Centeno and Karp (2013), doi:10.1287/opre.1120.1139. Few changes are found by going through them;
beyond that, HiGHS finds the smallest hitting sets, a problem in zeros and ones that has no
tolerance for large numbers to fall into.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from time import process_time
from typing import Final

from reportcheck.classes import dataclass
from reportcheck.localising.elimination import TooManyRowsError
from reportcheck.localising.system import Relation, System, failing, outside, touching
from reportcheck.localising.trying import TooManyWaysError, Tried, attempt

MOST_SETS: Final = 500
"""So many smallest sets of one part are listed."""
MOST_VISITS: Final = 12_000
"""So many sets are gone through before HiGHS is asked."""
_ATTEMPT: Final = 5
_COVER: Final = 200
"""What an attempt, and a question to HiGHS, cost in steps of going through sets."""


class OutOfTimeError(Exception):
    """What may be spent on one submission is spent."""


class _TooManyVisitsError(Exception):
    """Going through the sets one by one takes too long."""


@dataclass(slots=True)
class Budget:
    """What may be spent: steps, so that the same file has the same answer, and seconds.

    Nearly always the steps are less than a second's work; the seconds end what is beyond that.
    ``clock`` tells them, by default those of the processor.
    """

    steps: int = 20_000
    seconds: float = 4.0
    clock: Callable[[], float] = process_time
    _until: float | None = field(default=None, init=False)

    def spend(self, steps: int = 1) -> None:
        """Note what was done, or raise OutOfTimeError. The seconds count from the first time."""
        now = self.clock()
        if self._until is None:
            self._until = now + self.seconds
        self.steps -= steps
        if self.steps < 0 or now > self._until:
            raise OutOfTimeError


@dataclass(frozen=True, slots=True)
class Smallest:
    """All smallest ``sets``, each with what came of trying it; not all where not ``complete``.

    No sets, and ``complete``: nothing that may change lets all relations hold.
    """

    sets: tuple[tuple[frozenset[int], Tried], ...]
    complete: bool = True


@dataclass(slots=True)
class _Search:
    system: System
    by_index: Sequence[Sequence[Relation]]
    budget: Budget
    most_visits: int
    clauses: list[int] = field(default_factory=list)
    tried: dict[int, Tried] = field(default_factory=dict)
    found: dict[int, Tried] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    sure: bool = True
    next_bound: int | None = None
    movable: int = 0
    visits: int = 0

    def learn(self, clause: frozenset[int]) -> None:
        mask = _mask(clause) & self.movable
        if mask not in self.seen:
            self.seen.add(mask)
            self.clauses.append(mask)

    def attempt(self, chosen: int) -> Tried:
        tried = self.tried.get(chosen)
        if tried is None:
            self.budget.spend(_ATTEMPT)
            cells = frozenset(_indices(chosen)) | self.system.open
            tried = self.tried[chosen] = attempt(self.system, self.by_index, cells)
            if tried.numbers is None:
                self.sure = self.sure and tried.sure
                for clause in tried.clauses:
                    self.learn(clause - cells)
        return tried

    def within(self, bound: int) -> int | None:
        """Find all sets that cost no more than this; return what the next ones would cost."""
        self.next_bound = None
        self.go(0, 0, 0, bound)
        return self.next_bound

    def go(self, chosen: int, excluded: int, cost: int, bound: int) -> None:
        """Find all sets within the bound that hit every clause, and try them."""
        self.budget.spend()
        self.visits += 1
        if self.visits > self.most_visits:
            raise _TooManyVisitsError
        while True:
            unhit = [clause for clause in self.clauses if not clause & chosen]
            if unhit:
                break
            tried = self.attempt(chosen)
            if tried.numbers is not None:
                self.found[chosen] = tried
                if len(self.found) > MOST_SETS:
                    raise OutOfTimeError
                return
        open_ones = [clause & ~excluded for clause in unhit]
        least = self._least(open_ones)
        if least is None:
            return
        if cost + least > bound:
            self._later(cost + least)
            return
        branch = min(open_ones, key=_size)
        for index in _indices(branch):
            bit = 1 << index
            weight = self.system.weights[index]
            if weight is None:
                continue
            if cost + weight > bound:
                self._later(cost + weight)
            else:
                self.go(chosen | bit, excluded, cost + weight, bound)
            excluded |= bit

    def _later(self, cost: int) -> None:
        self.next_bound = cost if self.next_bound is None else min(self.next_bound, cost)

    def _least(self, clauses: list[int]) -> int | None:
        """Return what hitting these costs at least, by those that share nothing; None: cannot."""
        weights = self.system.weights
        used, total = 0, 0
        for clause in sorted(clauses, key=_size):
            if not clause:
                return None
            if not clause & used:
                used |= clause
                total += min(weights[index] or 0 for index in _indices(clause))
        return total


def smallest(
    system: System,
    budget: Budget,
    most_visits: int = MOST_VISITS,
    by_index: Sequence[Sequence[Relation]] | None = None,
) -> Smallest:
    """Return all smallest sets of numbers and texts to change so that every relation holds.

    Open numbers change in any case and count nothing. What the budget does not suffice for is said
    by ``complete``; a set that is listed does mend, but there may be smaller ones then. After
    ``most_visits`` of going through sets HiGHS is asked. ``by_index`` has the relations in which
    each number takes part, where that is known.
    """
    by_index = touching(system) if by_index is None else by_index
    search = _Search(system, by_index, budget, most_visits)
    search.movable = _mask(
        index
        for index, weight in enumerate(system.weights)
        if weight is not None and index not in system.open
    )
    for relation in system.relations:
        for clause in failing(relation, system):
            search.learn(clause)
    for index in range(len(system.values)):
        if outside(system, index) and by_index[index]:
            search.learn(frozenset((index,)))
    try:
        try:
            complete = _deepen(search)
        except _TooManyVisitsError:
            complete = _cover(search)
    except (OutOfTimeError, TooManyRowsError, TooManyWaysError):
        complete = False
    sets = sorted(search.found, key=lambda mask: (_cost(mask, system), list(_indices(mask))))
    return Smallest(
        tuple((frozenset(_indices(mask)), search.found[mask]) for mask in sets),
        complete and search.sure,
    )


def _deepen(search: _Search) -> bool:
    """Go through the sets, the cheapest first; tell that all of them were found."""
    bound: int | None = 0
    while bound is not None and not search.found:
        bound = search.within(bound)
    return True


def _cover(search: _Search) -> bool:
    """Find the sets by what HiGHS says hits all that is known; tell whether these are all."""
    from reportcheck.localising.covering import Cover

    movable = _indices(search.movable)
    place = {index: number for number, index in enumerate(movable)}
    cover = Cover([search.system.weights[index] or 0 for index in movable])
    for mask in search.found:
        cover.forbid(place[index] for index in _indices(mask))
    known = 0
    while True:
        for clause in search.clauses[known:]:
            if not clause:
                return True
            cover.hit(place[index] for index in _indices(clause))
        known = len(search.clauses)
        search.budget.spend(_COVER)
        try:
            chosen = cover.cheapest()
        except ArithmeticError:
            return False
        if chosen is None:
            return True
        mask = _mask(movable[number] for number in chosen)
        best = min((_cost(each, search.system) for each in search.found), default=None)
        if best is not None and _cost(mask, search.system) > best:
            return True
        tried = search.attempt(mask)
        if tried.numbers is None:
            # What nothing shows to be hopeless may not be asked again for ever.
            if known == len(search.clauses):
                return False
            continue
        search.found[mask] = tried
        if len(search.found) > MOST_SETS:
            return False
        cover.forbid(chosen)


def _cost(mask: int, system: System) -> int:
    return sum(system.weights[index] or 0 for index in _indices(mask))


def _size(mask: int) -> int:
    return mask.bit_count()


def _mask(indices: Iterable[int]) -> int:
    mask = 0
    for index in indices:
        mask |= 1 << index
    return mask


def _indices(mask: int) -> Sequence[int]:
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found
