"""The relations of one submission or record, as lines over numbered numbers and texts."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from reportcheck.classes import dataclass
from reportcheck.localising.elimination import NOTHING, Line


class Pick(NamedTuple):
    """The text of ``number`` must be among some, or must not.

    ``why`` are numbers for whose values it must.
    """

    number: int
    texts: frozenset[str]
    among: bool
    why: frozenset[int] = NOTHING


Need: TypeAlias = Line | Pick
Relation: TypeAlias = tuple[tuple[Need, ...], ...]
"""Of the alternatives one must hold entirely."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What a whole number may be; ``step`` 0 is any fraction, ``listed`` are the only ones."""

    low: int | None = None
    high: int | None = None
    step: int = 1
    listed: frozenset[int] = frozenset()

    def admits(self, value: int | Fraction) -> bool:
        """Whether a value is allowed.

        >>> Limit(0, None, 100).admits(250)
        False
        """
        if self.step and (value.denominator != 1 or value % self.step):
            return False
        if (self.low is not None and value < self.low) or (
            self.high is not None and value > self.high
        ):
            return False
        return not self.listed or value in self.listed

    def counted(self, step: int) -> tuple[int | None, int | None]:
        """Return how many steps a number may be at least, and at most.

        >>> Limit(5, 20, 10).counted(10)
        (1, 2)
        """
        low = None if self.low is None else -(-self.low // step)
        return low, None if self.high is None else self.high // step

    def lines(self, index: int) -> list[Line]:
        """Return the bounds of a number that may be this, as lines."""
        found: list[Line] = []
        if self.low is not None:
            found.append(Line(">=", {index: 1}, self.low))
        if self.high is not None:
            found.append(Line(">=", {index: -1}, -self.high))
        return found


@dataclass(frozen=True, slots=True)
class System:
    """Relations over numbers (and texts), what these are now, may be, and weigh.

    ``values`` is None for an open number, which every mending fills. ``weights`` is None for one
    that must stay. ``allowed`` has, for texts, the only ones there are.
    """

    relations: tuple[Relation, ...]
    values: tuple[int | None, ...]
    limits: tuple[Limit, ...]
    weights: tuple[int | None, ...]
    texts: tuple[str | None, ...]
    allowed: tuple[frozenset[str], ...]
    open: frozenset[int]


def indices_of(need: Need) -> frozenset[int]:
    """Return the numbers, or the text, that a line is about."""
    return frozenset(need.terms) if isinstance(need, Line) else frozenset((need.number,))


def only_line(relation: Relation) -> Line | None:
    """Return the equation that a relation is, or None where it is more, or another."""
    if len(relation) == 1 and len(relation[0]) == 1:
        (need,) = relation[0]
        return need if isinstance(need, Line) and need.kind == "=" else None
    return None


def met(need: Need, system: System) -> bool:
    """Whether a line without open numbers holds as the file is filled in."""
    if isinstance(need, Line):
        return need.holds(system.values)
    return (system.texts[need.number] in need.texts) is need.among


def would_hold(relation: Relation, system: System, new: Mapping[int, int | Fraction | str]) -> bool:
    """Whether a relation holds once some numbers and texts are others; not where some are open.

    >>> system = System((), (1, 2), (Limit(),) * 2, (1, 1), (None,) * 2, (), NOTHING)
    >>> would_hold(((Line("=", {0: 2, 1: -1}, 0),),), system, {1: 3})
    False
    """
    return any(all(_would_be_met(need, system, new) for need in needs) for needs in relation)


def _would_be_met(need: Need, system: System, new: Mapping[int, int | Fraction | str]) -> bool:
    if isinstance(need, Pick):
        return (new.get(need.number, system.texts[need.number]) in need.texts) is need.among
    total: int | Fraction = 0
    for index, factor in need.terms.items():
        value = new.get(index, system.values[index])
        if value is None or isinstance(value, str):
            return False
        total += factor * value
    return need.admits(total)


def failing(relation: Relation, system: System) -> tuple[frozenset[int], ...]:
    """Return, of a relation that fails, sets of numbers in each of which one must change."""
    missed: list[list[frozenset[int]]] = []
    for needs in relation:
        if system.open and any(indices_of(need) & system.open for need in needs):
            return ()
        held = [indices_of(need) for need in needs if not met(need, system)]
        if not held:
            return ()
        missed.append(held)
    if len(missed) == 1:
        return tuple(missed[0])
    return (NOTHING.union(*(min(each, key=len) for each in missed)),)


def outside(system: System, index: int) -> bool:
    """Whether a number is not one that its cell may hold."""
    value = system.values[index]
    return value is not None and not system.limits[index].admits(value)
