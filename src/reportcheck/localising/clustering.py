"""Cells that change, in clusters that have no relation in common: each is tried by itself.

Sets of numbers are held as bits of one number here: they are united and compared all the time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import field
from itertools import count
from typing import NamedTuple

from reportcheck.classes import dataclass
from reportcheck.localising.system import Need, System, indices_of, met


class Asked(NamedTuple):
    """One need of a relation, the numbers it is about, and its own number among all of them."""

    need: Need
    mask: int
    number: int


@dataclass(frozen=True, slots=True, eq=False)
class Linked:
    """A relation, and the numbers it is about."""

    alternatives: tuple[tuple[Asked, ...], ...]
    mask: int


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Which relations each number takes part in, whatever the numbers are."""

    by_index: tuple[tuple[Linked, ...], ...]


def links_of(system: System) -> Links:
    """Return which relations each number of a system takes part in."""
    own: list[list[Linked]] = [[] for _ in system.values]
    number = count()
    for relation in system.relations:
        alternatives = tuple(
            tuple(Asked(need, mask_of(indices_of(need)), next(number)) for need in needs)
            for needs in relation
        )
        mask = 0
        for needs in alternatives:
            for each in needs:
                mask |= each.mask
        linked = Linked(alternatives, mask)
        for index in indices(mask):
            own[index].append(linked)
    return Links(tuple(map(tuple, own)))


@dataclass(slots=True)
class Clusters:
    """Which cells of a system change together."""

    system: System
    links: Links
    open: int
    _held: dict[int, bool] = field(default_factory=dict)

    def holds(self, asked: Asked, changed: int) -> bool:
        """Whether a need is met whatever the changed numbers become."""
        if asked.mask & (changed | self.open):
            return False
        held = self._held.get(asked.number)
        if held is None:
            held = self._held[asked.number] = met(asked.need, self.system)
        return held

    def _is_met(self, relation: Linked, changed: int) -> bool:
        return any(
            all(self.holds(each, changed) for each in needs) for needs in relation.alternatives
        )

    def linked(self, start: int, changed: int, without: Collection[Linked] = ()) -> list[int]:
        """Return those of ``start`` in groups that share no relation, with all changed in these.

        A relation that holds whatever they become links nothing, nor do those ``without``. What is
        open is always changed.
        """
        found: list[int] = []
        left = start
        while left:
            cluster = fresh = left & -left
            while fresh:
                reached = 0
                for index in indices(fresh):
                    for relation in self.links.by_index[index]:
                        shared = relation.mask & changed
                        if not shared & ~cluster & ~reached or relation in without:
                            continue
                        if not self._is_met(relation, changed):
                            reached |= shared
                fresh = reached & ~cluster
                cluster |= fresh
            found.append(cluster)
            left &= ~cluster
        return found

    def touched(self, cluster: int) -> list[Linked]:
        """Return the relations about these numbers that do not hold whatever these become."""
        found = dict.fromkeys(
            relation for index in indices(cluster) for relation in self.links.by_index[index]
        )
        return [relation for relation in found if not self._is_met(relation, cluster)]


def mask_of(numbers: Iterable[int]) -> int:
    """Return numbers as bits.

    >>> mask_of([0, 3]), indices(9)
    (9, [0, 3])
    """
    mask = 0
    for index in numbers:
        mask |= 1 << index
    return mask


def indices(mask: int) -> Sequence[int]:
    """Return the numbers that these bits are."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found
