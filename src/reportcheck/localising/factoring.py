"""One cause from another: parts of a connected whole that are mended independently."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod


def factors(
    sets: Sequence[frozenset[int]],
    failing: Iterable[frozenset[int]],
    all_: Iterable[frozenset[int]],
) -> list[frozenset[int]]:
    """Return groups of the cells to change, such that the sets are all choices of one in each.

    ``failing`` are the cells of each relation that fails, ``all_`` those of any. Cells that share
    a failing relation, or are changed together in any relation, are one group.

    >>> a, b, c = ({frozenset((1,)), frozenset((2,))}, {frozenset((3,))}, frozenset((1, 2)))
    >>> factors([x | y for x in a for y in b], [c, frozenset((3, 4))], [])
    [frozenset({1, 2}), frozenset({3})]
    """
    used = frozenset().union(*sets)
    group = {index: index for index in used}

    def join(indices: Iterable[int]) -> None:
        roots = {group[index] for index in indices}
        if len(roots) > 1:
            target = min(roots)
            for index, root in group.items():
                if root in roots:
                    group[index] = target

    for indices in failing:
        join(indices & used)
    for indices in all_:
        shared = indices & used
        if len(shared) > 1:
            for each in sets:
                join(shared & each)
    groups: dict[int, set[int]] = {}
    for index in sorted(used):
        groups.setdefault(group[index], set()).add(index)
    found = [frozenset(each) for each in groups.values()]
    if prod(len({each & one for each in sets}) for one in found) != len(set(sets)):
        return [used]
    return found
