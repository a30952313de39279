"""One cause from another: parts of a connected whole that are mended independently."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import prod
from typing import NamedTuple, TypeAlias

Value: TypeAlias = "int | Fraction | str | None"
Holds: TypeAlias = "Callable[[int, Mapping[int, int | Fraction | str]], bool]"
"""Whether a relation, by its number, holds once some cells have these values and no other has."""


def factors(
    sets: Sequence[frozenset[int]],
    values: Sequence[Mapping[int, Value]],
    failing: Iterable[frozenset[int]],
    all_: Iterable[frozenset[int]],
    holds: Holds,
) -> list[frozenset[int]]:
    """Return groups of the cells to change, such that the sets are all choices of one in each.

    ``values`` has the only value of each cell of a set, or None. ``failing`` are the cells of each
    relation that fails, ``all_`` those of any. Cells that share a failing relation are one group;
    so are those that are changed together in any relation, unless it holds whichever of them are
    changed.

    >>> a, b, c = ({frozenset((1,)), frozenset((2,))}, {frozenset((3,))}, frozenset((1, 2)))
    >>> sets = [x | y for x in a for y in b]
    >>> factors(sets, [{}, {}], [c, frozenset((3, 4))], [], lambda number, new: False)
    [frozenset({1, 2}), frozenset({3})]
    """
    used = frozenset().union(*sets)
    failed = [cells & used for cells in failing]
    met = _met(sets, values, all_)
    bound = [each.cells for each in met if not _is_free(each, holds)]
    for joined in (bound, [each.cells for each in met]):
        groups = _grouped(used, [*failed, *joined])
        choices = prod(len({each & one for each in sets}) for one in groups)
        if choices == len(set(sets)) and (joined is not bound or _alone(groups, met, holds)):
            return groups
    return [used]


class _Met(NamedTuple):
    """The cells of one relation that a set changes together, and what they become."""

    relation: int
    cells: frozenset[int]
    values: tuple[Value, ...]


def _met(
    sets: Sequence[frozenset[int]],
    values: Sequence[Mapping[int, Value]],
    all_: Iterable[frozenset[int]],
) -> list[_Met]:
    used = frozenset().union(*sets)
    found: dict[_Met, None] = {}
    for number, cells in enumerate(all_):
        if len(cells & used) > 1:
            for each, told in zip(sets, values, strict=True):
                own = cells & each
                if len(own) > 1:
                    found[_Met(number, own, tuple(told.get(index) for index in sorted(own)))] = None
    return list(found)


def _is_free(met: _Met, holds: Holds) -> bool:
    """Whether the relation holds whichever one of the cells is changed."""
    return all(_holds(met, frozenset((index,)), holds) for index in met.cells)


def _alone(groups: Iterable[frozenset[int]], met: Iterable[_Met], holds: Holds) -> bool:
    """Whether each relation holds when only what is of one group is changed."""
    return all(_holds(each, group, holds) for group in groups for each in met)


def _holds(met: _Met, cells: frozenset[int], holds: Holds) -> bool:
    if met.cells <= cells or met.cells.isdisjoint(cells):
        return True
    new: dict[int, int | Fraction | str] = {}
    for index, value in zip(sorted(met.cells), met.values, strict=True):
        if index in cells:
            if value is None:
                return False
            new[index] = value
    return holds(met.relation, new)


def _grouped(used: Iterable[int], joined: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    group = {index: index for index in used}
    for cells in joined:
        roots = {group[index] for index in cells}
        if len(roots) > 1:
            target = min(roots)
            for index, root in group.items():
                if root in roots:
                    group[index] = target
    groups: dict[int, set[int]] = {}
    for index in sorted(group):
        groups.setdefault(group[index], set()).add(index)
    return [frozenset(each) for each in groups.values()]
