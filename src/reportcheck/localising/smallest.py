"""All smallest sets of cells whose change lets every relation hold.

A relation that fails is a set of cells of which one must change; so is whatever an attempt that
failed has shown. The smallest sets that hit all of these are tried exactly, and those that do not
do give more of such sets, until what hits them all also mends: implicit hitting sets, after Moreno-
Centeno and Karp (2013), doi:10.1287/opre.1120.1139. What has no cell in common, and no relation
once it changes, is looked for by itself. Few changes are found by going through them; beyond that,
HiGHS finds the smallest hitting sets, a problem in zeros and ones that has no tolerance for large
numbers to fall into.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from fractions import Fraction
from typing import Final, NamedTuple

from reportcheck.classes import dataclass
from reportcheck.localising.clustering import Clusters, Linked, Links, indices, links_of, mask_of
from reportcheck.localising.elimination import NOTHING, Line
from reportcheck.localising.hitting import MOST_VISITS, Group, Node
from reportcheck.localising.matching import matched
from reportcheck.localising.settling import Settled, settled
from reportcheck.localising.spending import Budget, OutOfStepsError
from reportcheck.localising.system import Need, System, failing, outside
from reportcheck.localising.trying import Cluster, Failed, Filled, cluster_of
from reportcheck.localising.whole import Numbers

MOST_SETS: Final = 500
"""So many smallest sets of one part are listed."""
_GROWN: Final = 2
"""A set that does not mend grows to so many times its size, to see why not."""
_KEPT: Final = 5
"""One step in so many is kept for the values of what is found."""


@dataclass(slots=True)
class Attempt:
    """What came of changing one cluster of cells, and nothing else."""

    cluster: Cluster
    found: Filled
    values: Settled | None = None


class Set(NamedTuple):
    """A smallest set of numbers and texts to change, cluster by cluster with what is open."""

    changed: frozenset[int]
    attempts: tuple[Attempt, ...]

    def values(self, budget: Budget) -> Settled:
        """Return the only value that each changed or open cell may have, None where there are more.

        Where the budget does not suffice nothing is said of a cell.
        """
        found: Settled = {}
        for each in self.attempts:
            if each.values is None:
                try:
                    each.values = settled(each.cluster, each.found, budget.spend)
                except OutOfStepsError:
                    continue
            found |= each.values
        return found


@dataclass(frozen=True, slots=True)
class Found:
    """All smallest ``sets`` that mend what fails among ``cells``; not all where not ``complete``.

    No sets, and ``complete``: nothing that may change lets all relations hold. ``open`` are the
    cells without a value that are filled in with each set, or that nothing can be filled in for.
    """

    cells: frozenset[int]
    sets: tuple[Set, ...]
    open: frozenset[int] = NOTHING
    complete: bool = True


def smallest(
    system: System, budget: Budget, most_visits: int = MOST_VISITS, links: Links | None = None
) -> list[Found]:
    """Return all smallest sets of numbers and texts to change so that every relation holds.

    One of each part does so together; the parts do not depend on one another. Open numbers change
    in any case and count nothing. What the budget does not suffice for is not ``complete``; a set
    that is listed does mend, but there may be smaller ones then. After ``most_visits`` of going
    through sets HiGHS is asked. ``links`` are those of the system, where they are known.
    """
    clusters = Clusters(system, links or links_of(system), mask_of(system.open))
    search = _Search(clusters, budget, most_visits)
    search.begin()
    search.go()
    return list(search.parts())


@dataclass(slots=True)
class _Search:
    clusters: Clusters
    budget: Budget
    most_visits: int
    groups: list[Group] = field(default_factory=list)
    tried: dict[int, Attempt | Failed] = field(default_factory=dict)
    movable: int = 0
    until: int = 0
    """So many steps must be left."""

    def begin(self) -> None:
        """Note what fails as it is, whatever becomes of what is open."""
        system = self.clusters.system
        self.until = self.budget.steps // _KEPT
        weights = enumerate(system.weights)
        self.movable = mask_of(index for index, weight in weights if weight) & ~self.clusters.open
        for relation in system.relations:
            for clause in failing(relation, system):
                self.learn(clause)
        for index, relations in enumerate(self.clusters.links.by_index):
            if relations and outside(system, index):
                self.learn((index,))
        for cluster in self.clusters.linked(self.clusters.open, self.clusters.open):
            try:
                found = self.one(cluster)
            except OutOfStepsError:
                return
            if isinstance(found, Failed):
                group = Group(self.clusters.system.weights, self.most_visits, open=cluster)
                self.groups.append(group)
                for clause in found.clauses:
                    self.learn(clause, group, sure=found.sure)

    def learn(
        self, clause: Iterable[int], group: Group | None = None, *, sure: bool = True
    ) -> None:
        """Note that one of these must change; groups that it connects become one."""
        mask = mask_of(clause) & self.movable
        met = [each for each in self.groups if each is not group and each.cells & mask]
        if group is None:
            if met:
                group = met.pop(0)
            else:
                group = Group(self.clusters.system.weights, self.most_visits)
                self.groups.append(group)
        group.learn(mask)
        group.sure = group.sure and sure
        self.unite(group, met)

    def unite(self, group: Group, others: Iterable[Group]) -> None:
        """Make other groups part of one."""
        for each in others:
            group.absorb(each)
            self.groups.remove(each)

    def go(self) -> None:
        """Look for the sets of each group: each has its share, then what the others left of it."""
        last = self.until
        for _ in range(2):
            tired: list[Group] = []
            while True:
                waiting = [each for each in self.groups if not (each.finished or each in tired)]
                if not waiting:
                    if not self.connect():
                        break
                    continue
                self.until = self.budget.steps - (self.budget.steps - last) // len(waiting)
                try:
                    self.run(waiting[0])
                except OutOfStepsError:
                    tired.append(waiting[0])
            if not tired:
                break
        self.until = last // 2
        try:
            self.settle_for_one()
        except OutOfStepsError:
            return

    def settle_for_one(self) -> None:
        """Look for one set that mends, of what no smallest one was found for."""
        for group in self.groups:
            if group.found or group.finished:
                continue
            taken = sum(each.cells for each in self.groups if each is not group)
            chosen = self.widened(group, self.movable & ~taken)
            if chosen is not None:
                group.keep(Node(0, 0, 0, self.spared(chosen, group), 0, 0))
                if self.met():  # with what others change another relation might fail
                    group.found.clear()

    def widened(self, group: Group, movable: int) -> int | None:
        """Return a set that mends what fails of a group, among others cells of no use; or None."""
        trial = Group(self.clusters.system.weights, clauses=[*group.clauses])
        chosen = trial.grown(matched(self.clusters.system, indices(movable), self.spend))
        while chosen is not None and (failed := self.failed(chosen)):
            for clause in (clause for each in failed for clause in each.clauses):
                trial.learn(mask_of(clause) & movable)
            more = trial.grown(chosen)
            if more == chosen:
                return None
            chosen = more
        return chosen

    def mends(self, chosen: int, group: Group) -> bool:
        """Whether changing these mends all that fails of a group."""
        return all(clause & chosen for clause in group.clauses) and not self.failed(chosen)

    def spared(self, chosen: int, group: Group) -> int:
        """Return a set that mends without the cells that it can do without."""
        for index in indices(chosen):
            try:
                if self.mends(chosen & ~(1 << index), group):
                    chosen &= ~(1 << index)
            except OutOfStepsError:
                break
        return chosen

    def run(self, group: Group) -> None:
        """Find the smallest sets of one group."""
        while (node := group.next(self.spend)) is not None:
            try:
                failed = self.failed(node.chosen)
            except OutOfStepsError:
                group.put_back(node)
                raise
            if not failed:
                group.keep(node)
                if len(group.found) > MOST_SETS:
                    group.sure = False
                    break
                continue
            group.put_back(node)
            self.note(failed, group)
            if group.asks:
                self.grow(node.chosen, group)
        group.finished = True

    def note(self, failed: Iterable[Failed], group: Group) -> None:
        """Learn from attempts that failed."""
        for each in failed:
            for clause in each.clauses:
                self.learn(clause, group, sure=each.sure)

    def grow(self, chosen: int, group: Group) -> None:
        """Change more and more until it mends: what it shows on the way need not be asked for."""
        most = _GROWN * chosen.bit_count()
        while (more := group.grown(chosen)) is not None and more != chosen:
            if more.bit_count() > most:
                break
            chosen = more
            self.note(self.failed(chosen), group)

    def connect(self) -> bool:
        """Make those groups one whose sets have a relation in common; tell whether there are."""
        met = self.met()
        if met:
            self.unite(met[0], met[1:])
        return bool(met)

    def met(self) -> list[Group]:
        """Return groups whose sets have a relation in common, if there are any.

        A bound that holds whichever sets are chosen connects nothing.
        """
        changed = 0
        for group in self.groups:
            changed |= group.changed
        loose = {each for each in self.clusters.touched(changed) if self.is_loose(each)}
        for cluster in self.clusters.linked(changed, changed | self.clusters.open, loose):
            met = [each for each in self.groups if each.changed & cluster]
            if len(met) > 1:
                return met
        return []

    def is_loose(self, relation: Linked) -> bool:
        """Whether a relation is a bound that the only values of all sets keep, however chosen."""
        met = [each for each in self.groups if each.changed & relation.mask]
        if len(met) < 2 or len(relation.alternatives) > 1 or relation.mask & self.clusters.open:
            return False
        try:
            return all(self.keeps(met, each.need, relation) for each in relation.alternatives[0])
        except OutOfStepsError:
            return False

    def keeps(self, groups: Iterable[Group], need: Need, relation: Linked) -> bool:
        """Whether the least that sets of these groups leave of a sum is still enough."""
        if not isinstance(need, Line) or need.kind == "=":
            return False
        values = self.clusters.system.values
        total: int | Fraction = 0
        for index, factor in need.terms.items():
            total += factor * (values[index] or 0)
        for group in groups:
            gaps: list[int | Fraction] = []
            for node in group.found:
                new = self.only_values(node, relation)
                if new is None:
                    return False
                changes = ((index, value - (values[index] or 0)) for index, value in new.items())
                gaps.append(sum(need.terms.get(index, 0) * change for index, change in changes))
            total += min(gaps)
        return need.admits(total)

    def only_values(self, node: Node, relation: Linked) -> Numbers | None:
        """Return the numbers of a relation that a set changes, if they are the only ones.

        They must be so whatever the relation asks for.
        """
        found: Numbers = {}
        for attempt in self.attempts(node.chosen):
            own = [index for index in attempt.found.numbers if relation.mask >> index & 1]
            values: Mapping[int, object] = attempt.found.numbers
            if not attempt.found.fixed.issuperset(own):
                cluster = cluster_of(self.clusters, mask_of(attempt.cluster.changed), relation)
                values = settled(cluster, attempt.found, self.spend)
            for index in own:
                if values[index] is None:
                    return None
                found[index] = attempt.found.numbers[index]
        return found

    def failed(self, chosen: int) -> list[Failed]:
        """Try a set, cluster by cluster, and return those that cannot be as all relations want."""
        clusters = self.clusters.linked(chosen, chosen | self.clusters.open)
        return [each for each in map(self.one, clusters) if isinstance(each, Failed)]

    def one(self, cluster: int) -> Attempt | Failed:
        """Try what changes together."""
        known = self.tried.get(cluster)
        if known is None:
            own = cluster_of(self.clusters, cluster)
            self.spend(1 + len(own.needs) + len(own.ways))
            found = own.try_(self.spend)
            known = found if isinstance(found, Failed) else Attempt(own, found)
            self.tried[cluster] = known
        return known

    def spend(self, steps: int) -> None:
        self.budget.spend(steps)
        if self.budget.steps < self.until:
            raise OutOfStepsError

    def parts(self) -> Iterator[Found]:
        """Yield what was found, group by group, then what is open and part of none."""
        left = self.clusters.open
        for group in self.groups:
            clusters = self.clusters.linked(group.changed, group.changed | self.clusters.open)
            own = (group.open | sum(clusters)) & self.clusters.open
            left &= ~own
            sets = [
                Set(frozenset(indices(node.chosen)), self.attempts(node.chosen, own))
                for node in group.found
            ]
            sets.sort(key=lambda each: sorted(each.changed))
            cells, filled = frozenset(indices(group.cells)), frozenset(indices(own))
            yield Found(cells, tuple(sets), filled, group.finished and group.sure)
        for cluster in self.clusters.linked(left, left):
            found = self.tried.get(cluster)
            own_ = frozenset(indices(cluster))
            if isinstance(found, Attempt):
                yield Found(NOTHING, (Set(NOTHING, (found,)),), own_)
            elif found is None:
                yield Found(NOTHING, (), own_, complete=False)

    def attempts(self, chosen: int, filled: int = 0) -> tuple[Attempt, ...]:
        """Return what came of changing a set that mends, cluster by cluster."""
        clusters = self.clusters.linked(chosen | filled, chosen | self.clusters.open)
        tried = (self.tried.get(each) for each in clusters)
        return tuple(each for each in tried if isinstance(each, Attempt))
