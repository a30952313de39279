"""The cheapest sets that hit all of some sets, of which more become known on the way.

Sets of numbers are bits of one number. Sets to hit that have no number in common are of different
groups, and a group grows into others by what it learns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final, NamedTuple

from reportcheck.classes import dataclass
from reportcheck.localising.clustering import indices
from reportcheck.localising.elimination import Spend

if TYPE_CHECKING:
    from reportcheck.localising.covering import Cover

MOST_VISITS: Final = 1000
"""So many sets are gone through before HiGHS is asked."""
_COVER: Final = 500
"""What a question to HiGHS costs in steps."""


class Node(NamedTuple):
    """A set, what it costs, and which numbers those that contain it do without.

    ``bound`` is what those cost at least that hit everything; the cheapest come first, and of these
    the most complete.
    """

    bound: int
    saved: int
    number: int
    chosen: int
    excluded: int
    cost: int


@dataclass(slots=True, eq=False)
class Group:
    """Sets to hit that are connected, and what hits all of them.

    ``open`` are numbers that are open, and for which nothing can be filled in as things stand;
    ``sure`` is false where a set is none that has to be hit, perhaps, or where HiGHS gave up.
    """

    weights: Sequence[int | None]
    most_visits: int = MOST_VISITS
    clauses: list[int] = field(default_factory=list)
    cells: int = 0
    open: int = 0
    found: list[Node] = field(default_factory=list)
    sure: bool = True
    finished: bool = False
    _heap: list[Node] = field(default_factory=lambda: [Node(0, 0, 0, 0, 0, 0)])
    _levels: Sequence[tuple[int, int]] = ()
    _visits: int = 0
    _cover: Cover | None = None
    _told: int = 0
    """How many clauses the cover was told."""

    @property
    def changed(self) -> int:
        """What any of the found sets changes."""
        found = 0
        for node in self.found:
            found |= node.chosen
        return found

    @property
    def asks(self) -> bool:
        """Whether the next set is asked of HiGHS."""
        return self._visits > self.most_visits

    def learn(self, clause: int) -> None:
        """Note one more set to hit; what hits a part of a set hits the set."""
        if clause & ~self.cells:
            self.cells |= clause
            self._cover = None
        if any(not each & ~clause for each in self.clauses):
            return
        left = [each for each in self.clauses if clause & ~each]
        if len(left) < len(self.clauses):
            self._cover = None
        self.clauses = [*left, clause]
        self.finished = False

    def absorb(self, other: Group) -> None:
        """Hit the sets of another group, too."""
        for clause in other.clauses:
            self.learn(clause)
        self.open |= other.open
        self.sure = self.sure and other.sure
        self.finished = False
        self._visits += other._visits
        found, self.found, self._cover = self.found, [], None
        for node in found:
            self.put_back(node)

    def put_back(self, node: Node) -> None:
        """Come back to a set later: more has become known that it may not hit."""
        heappush(self._heap, node)

    def keep(self, node: Node) -> None:
        """Note a set that mends."""
        self.found.append(node)
        if self._cover is not None:
            self._cover.forbid(node.chosen)

    def next(self, spend: Spend) -> Node | None:
        """Return the next of the cheapest sets that hit all clauses, or None after the last."""
        if self.asks:
            return self._covered(spend)
        while self._heap:
            node = self._heap[0]
            if self.found and node.bound > self.found[0].cost:
                return None
            unhit = [clause for clause in self.clauses if not clause & node.chosen]
            spend(
                1 + len(self.clauses) // 16 + len(unhit)
            )  # before it is taken out: nothing is lost
            heappop(self._heap)
            if not unhit:
                return node
            self._visits += 1
            left = [clause & ~node.excluded for clause in unhit]
            least = self._least(left)
            if least is None:
                continue
            if node.cost + least > node.bound:
                heappush(self._heap, node._replace(bound=node.cost + least))
            else:
                self._branch(node, min(left, key=int.bit_count))
        return None

    def grown(self, chosen: int) -> int | None:
        """Return a set with more, so that it hits all clauses: not the cheapest; None: cannot."""
        unhit = [clause for clause in self.clauses if not clause & chosen]
        while unhit:
            counts: dict[int, int] = {}
            for clause in unhit:
                for index in indices(clause):
                    counts[index] = counts.get(index, 0) + 1
            if not counts:
                return None
            best = max(counts, key=lambda index: counts[index] / (self.weights[index] or 0.5))
            chosen |= 1 << best
            unhit = [clause for clause in unhit if not clause >> best & 1]
        return chosen

    def _branch(self, node: Node, clause: int) -> None:
        excluded = node.excluded
        for index in indices(clause):
            weight = self.weights[index]
            if weight is None:
                continue
            cost = node.cost + weight
            bit = 1 << index
            bound = max(node.bound, cost)
            number = len(self._heap) + self._visits
            heappush(self._heap, Node(bound, -cost, number, node.chosen | bit, excluded, cost))
            excluded |= bit

    def _least(self, clauses: Iterable[int]) -> int | None:
        """Return what hitting these costs at least, by those that share nothing; None: cannot."""
        apart: list[int] = []
        beside: list[int] = []
        used, total = 0, 0
        for clause in sorted(clauses, key=int.bit_count):
            if not clause:
                return None
            if clause & used:
                beside.append(clause)
            else:
                used |= clause
                apart.append(clause)
                total += self._lightest(clause)
        return total + self._more(apart, beside, used)

    def _more(self, apart: Sequence[int], beside: Sequence[int], used: int) -> int:
        """Return what it costs beyond one number of each that is ``apart``, at least.

        Those ``beside`` that meet only one of these must be hit with it: where no number is in all
        of them, one will not do.
        """
        own = {1 << index: clause for clause in apart for index in indices(clause)}
        shared = dict.fromkeys(apart, -1)
        reached = dict.fromkeys(apart, 0)
        for clause in beside:
            met = clause & used
            first = own[met & -met]
            if not met & ~first:
                shared[first] &= clause
                reached[first] |= clause
        total = 0
        taken = 0
        for clause in apart:
            if not clause & shared[clause] and not reached[clause] & taken:
                taken |= reached[clause]
                total += self._lightest(reached[clause])
        return total

    def _lightest(self, mask: int) -> int:
        return next(weight for weight, held in self._by_weight() if held & mask)

    def _by_weight(self) -> Sequence[tuple[int, int]]:
        """Return each weight with the numbers that have it, the lightest first."""
        if not self._levels:
            masks: dict[int, int] = {}
            for index, weight in enumerate(self.weights):
                masks[weight or 0] = masks.get(weight or 0, 0) | 1 << index
            self._levels = sorted(masks.items())
        return self._levels

    def _covered(self, spend: Spend) -> Node | None:
        """Ask HiGHS for the next set."""
        spend(_COVER)
        if self._cover is None:
            from reportcheck.localising.covering import Cover

            self._cover = Cover(self.cells, self.weights)
            self._told = 0
            for node in self.found:
                self._cover.forbid(node.chosen)
        for clause in self.clauses[self._told :]:
            self._cover.hit(clause)
        self._told = len(self.clauses)
        try:
            chosen = self._cover.cheapest(spend)
        except ArithmeticError:
            self.sure = False
            return None
        if chosen is None:
            return None
        cost = sum(self.weights[index] or 0 for index in indices(chosen))
        if self.found and cost > self.found[0].cost:
            return None
        return Node(cost, -cost, 0, chosen, 0, cost)
