"""Which line of a table is which item: the labels met along one axis matched to its tree.

The same for both axes. Along the axis run *lines* (sheet columns under a header, sheet rows beside
a stub); across it, *depth* (the rows of the header, the columns of the stub). The deepest label of
a line that names an item with slots is its item; the others are headings. A heading continues
over the lines that follow until a label at its depth or above it that cannot stand below it; where
its cells are merged, exactly as far as they are. Labels that several items bear are told apart by
the headings in force; failing that by form order, but only where everything else stands in form
order and as many labels stand in the gap as items belong there. What is still undecided is doubled:
none of it is used.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field
from itertools import groupby, pairwise, zip_longest
from typing import NamedTuple

from reportcheck.classes import dataclass
from reportcheck.locating.labels import AxisLabels
from reportcheck.locating.sheets import Place


class Label(NamedTuple):
    """One text met along an axis; ``until`` is the last line its merged area covers.

    ``items`` are the items it may name, none where the form knows no such label.
    """

    line: int
    depth: int
    until: int
    place: Place
    items: tuple[int, ...]


@dataclass
class AxisMatch:
    """The line of each item that was found, the label of each, and what could not be told.

    ``doubled`` are the labels of an item that stands on several lines; ``unknown`` are texts that
    name nothing, ``known`` the others. ``ambiguous`` are doubled items whose one label may be
    another's as well.
    """

    lines: dict[int, int] = field(default_factory=dict)
    labels: dict[int, Label] = field(default_factory=dict)
    doubled: dict[int, tuple[Label, ...]] = field(default_factory=dict)
    ambiguous: set[int] = field(default_factory=set)
    unknown: list[Label] = field(default_factory=list)
    known: list[Label] = field(default_factory=list)

    def copies(self) -> tuple[Label, ...]:
        """Return the first label of each of two copies, where most lines stand there twice.

        What stands there once is the one copy's or the other's then, and nothing tells which.
        """
        twice = [each for item, each in self.doubled.items() if item not in self.ambiguous]
        apart = [each for each in twice if len(each) > 1]
        if len(apart) < max(2, len(self.lines) + 1):
            return ()
        first, second = min(each[0] for each in apart), min(each[-1] for each in apart)
        return (first, second) if max(each[0] for each in apart) < second else ()


class _Claim(NamedTuple):
    """A line's label with the items it may be: those not contradicted, and the best of them."""

    label: Label
    possible: tuple[int, ...]
    best: tuple[int, ...]


class _Headings:
    """The headings in force while the lines of an axis are walked."""

    def __init__(self, axis: AxisLabels) -> None:
        self._axis = axis
        self._open: list[Label] = []
        self._deep: set[Label] = set()

    def meet(self, label: Label, *, known: bool, valued: bool = False) -> None:
        """Close what a label ends, and open it where it is a heading itself.

        What has values of its own (``valued``) is no heading without slots.
        """
        self._open = [held for held in self._open if self._holds(held, label, known=known)]
        items = self._axis.slots.intersection(label.items) if valued else label.items
        if not known or any(self._axis.below[item] for item in items):
            self._open.append(label)

    def _holds(self, held: Label, label: Label, *, known: bool) -> bool:
        if held.until > held.line:
            return label.line <= held.until
        under = {below for item in held.items for below in self._axis.below[item]}
        below = not under.isdisjoint(label.items)
        if label.depth > held.depth:
            if below:
                self._deep.add(held)
            return True
        # In a stub of one column, what belongs to a heading stands at its depth; but not where
        # something that belongs to it was met deeper.
        return known and below and held not in self._deep

    def over(self, label: Label) -> list[Label]:
        """Return the headings in force over a label."""
        return [
            held
            for held in self._open
            if held is not label and (held.until == held.line or label.line <= held.until)
        ]


def match_axis(
    axis: AxisLabels, labels: Iterable[Label], filled: AbstractSet[int] | None = None
) -> AxisMatch:
    """Match the labels met along an axis to its items; ``filled`` are the lines with values.

    Without them every line may have values, as columns do.
    """
    met = sorted(labels)
    found = AxisMatch(
        unknown=[label for label in met if not label.items],
        known=[label for label in met if label.items],
    )
    # A heading is surely there only where its label cannot be that of a line with values.
    seen = {
        item
        for label in met
        if len(label.items) == 1 or axis.slots.isdisjoint(label.items)
        for item in label.items
    }
    headings = _Headings(axis)
    claims = []
    noise = _noise(met)
    telling = [label for label in met if label.items or label.depth not in noise]
    lines = [tuple(line) for _, line in groupby(telling, key=lambda label: label.line)]
    for line, following in zip_longest(lines, lines[1:], fillvalue=()):
        leaf = _walk_line(axis, line, headings, found, filled)
        if leaf is not None and not (filled and _only_heads(axis, leaf, following, filled)):
            claims.append(_claim(axis, leaf, headings, seen))
    _settle(axis, claims, found, filled or frozenset())
    for item in [*found.lines]:
        parts = _parts(found.labels[item], lines, filled or frozenset())
        if parts:
            found.doubled[item] = parts
            del found.lines[item], found.labels[item]
    return found


def _parts(
    leaf: Label, lines: Sequence[tuple[Label, ...]], filled: AbstractSet[int]
) -> tuple[Label, ...]:
    """Return the rows of another form into which a row is parted: strange labels deeper in.

    Each has values of its own, and which of them, or what sum, is the row's nothing tells.
    """
    parts: list[Label] = []
    for line in lines:
        if line[0].line < leaf.line:
            continue
        deeper = [label for label in line if label.depth > leaf.depth]
        beside = [label for label in line if label.depth <= leaf.depth and label is not leaf]
        if line[0].line not in filled or not deeper or any(label.items for label in deeper):
            break
        if beside and line[0].line > leaf.line:
            break
        parts.append(deeper[-1])
    return tuple(parts) if len(parts) > 1 else ()


def _noise(met: Sequence[Label]) -> set[int]:
    """Return the depths at which most lines bear a text, and none that is known: codes, remarks."""
    known = {label.depth for label in met if label.items}
    lines = len({label.line for label in met if label.items})
    strange = Counter(label.depth for label in met if not label.items)
    return {depth for depth, count in strange.items() if depth not in known and 2 * count > lines}


def _walk_line(
    axis: AxisLabels,
    line: Sequence[Label],
    headings: _Headings,
    found: AxisMatch,
    filled: AbstractSet[int] | None,
) -> Label | None:
    deepest = max((label.depth for label in line if label.items), default=-1)
    leaf = None
    for label in line:
        if label.items:
            has_slots = not axis.slots.isdisjoint(label.items)
            here = filled is None or label.line in filled
            valued = has_slots and label.depth == deepest and here
            headings.meet(label, known=True, valued=valued)
            if has_slots:
                leaf = label
            headed = [item for item in label.items if not valued and item not in axis.slots]
            for item in headed:
                if len(headed) == 1:
                    found.labels.setdefault(item, label)
        elif label.depth < deepest:
            # A group that the form does not know ends the group before it; a note does not.
            headings.meet(label, known=False)
    return leaf


def _only_heads(
    axis: AxisLabels, label: Label, following: Sequence[Label], filled: AbstractSet[int]
) -> bool:
    """Whether a label without values, that a heading bears as well, stands over what follows."""
    if label.line in filled:
        return False
    under = {below for item in label.items if item not in axis.slots for below in axis.below[item]}
    return any(not under.isdisjoint(each.items) for each in following)


def _claim(axis: AxisLabels, label: Label, headings: _Headings, seen: AbstractSet[int]) -> _Claim:
    own = tuple(item for item in label.items if item in axis.slots)
    if len(own) == 1:
        return _Claim(label, own, own)
    over = headings.over(label)
    active = {item for held in over for item in held.items}
    nearest = max(over, key=lambda held: (held.depth, held.line), default=None)
    strange = nearest is not None and not nearest.items
    # A merged heading covers surely what is under it; an unmerged one may have ended unnoticed.
    sure = [held.items for held in over if held.items and held.until > held.line]
    possible = tuple(
        item
        for item in own
        if not (axis.above[item] & seen) - active
        and not any(axis.above[item].isdisjoint(items) for items in sure)
        # What stands under a heading that the form does not know may belong to that heading.
        and not (strange and axis.above[item])
    )

    def likeness(item: int) -> int:
        above = axis.above[item]
        strangers = sum(above.isdisjoint(held.items) for held in over if held.items)
        return len(above & active) - strangers

    most = max(map(likeness, possible), default=0)
    return _Claim(label, possible, tuple(item for item in possible if likeness(item) == most))


def _settle(
    axis: AxisLabels, claims: Sequence[_Claim], found: AxisMatch, filled: AbstractSet[int]
) -> None:
    wanted: dict[int, list[_Claim]] = defaultdict(list)
    for claim in claims:
        if len(claim.best) == 1:
            wanted[claim.best[0]].append(claim)
    open_: list[_Claim] = [claim for claim in claims if len(claim.best) != 1]
    for item, rivals in wanted.items():
        kept = _only_filled(axis, item, rivals, filled)
        if kept is not None:
            found.lines[item] = kept.label.line
            found.labels[item] = kept.label
        elif any(len(claim.possible) > 1 for claim in rivals):
            open_.extend(rivals)
        else:
            found.doubled[item] = tuple(claim.label for claim in rivals)
    if open_:
        _by_order(sorted(open_, key=lambda claim: claim.label), found)
    _doubt(axis, claims, found)


def _doubt(axis: AxisLabels, claims: Sequence[_Claim], found: AxisMatch) -> None:
    """Take back what may as well be the label of an item that was not found."""
    told = {found.labels[item]: item for item in found.lines}
    twice = frozenset(found.doubled)  # what is taken back below stands nowhere, and not twice
    for claim in claims:
        item = told.get(claim.label)
        lost = [
            other
            for other in claim.possible
            if other not in found.lines
            and other in axis.required
            and (other not in twice or other in claim.best)
        ]
        if item is not None and lost:
            del found.lines[item], found.labels[item]
            alone = {item, *lost} - found.doubled.keys()
            found.doubled.update(dict.fromkeys(sorted(alone), (claim.label,)))
            found.ambiguous |= alone
        elif item is None:
            _may_stand(axis, claim.label, found)


def _may_stand(axis: AxisLabels, label: Label, found: AxisMatch) -> None:
    """Do not count an item as left out while a label that nothing was told of may be its own."""
    for item in axis.slots.intersection(label.items) - axis.required:
        if item not in found.lines and item not in found.doubled:
            found.doubled[item] = (label,)
            found.ambiguous.add(item)


def _only_filled(
    axis: AxisLabels, item: int, rivals: Sequence[_Claim], filled: AbstractSet[int]
) -> _Claim | None:
    if len(rivals) == 1:
        return rivals[0]
    if axis.below[item] or any(axis.below[each] for each in rivals[0].label.items):
        # The label of a heading may be repeated, as after a page break: values stand at one.
        with_values = [claim for claim in rivals if claim.label.line in filled]
        if len(with_values) == 1:
            return with_values[0]
    return None


def _by_order(claims: Sequence[_Claim], found: AxisMatch) -> None:
    """Tell by form order what the headings leave open; mark as doubled what that leaves open."""
    told = sorted((label[:2], item) for item, label in found.labels.items())
    in_order = all(one[1] < next_[1] for one, next_ in pairwise(told))
    gaps: dict[tuple[int, int], list[_Claim]] = defaultdict(list)
    for claim in claims:
        here = claim.label[:2]
        after = max((item for place, item in told if place < here), default=-1)
        before = min((item for place, item in told if place > here), default=1 << 30)
        gaps[after, before].append(claim)
    doubled: dict[int, list[Label]] = defaultdict(list)
    ordered: dict[int, Label] = {}
    for (after, before), held in gaps.items():
        fitting = [
            {item for item in claim.possible if after < item < before and item not in found.lines}
            for claim in held
        ]
        items = sorted(set().union(*fitting))
        if (
            in_order
            and len(items) == len(held)
            and all(item in fits for fits, item in zip(fitting, items, strict=True))
        ):
            ordered |= {item: claim.label for claim, item in zip(held, items, strict=True)}
            continue
        for claim in held:
            for item in claim.best or claim.label.items:
                doubled[item].append(claim.label)
    for item, label in ordered.items():
        if item in doubled:
            doubled[item].append(label)
        else:
            found.lines[item] = label.line
            found.labels[item] = label
    for item, labels in doubled.items():
        if item not in found.lines:
            found.doubled[item] = tuple(sorted(labels))
            if len(labels) == 1:
                found.ambiguous.add(item)
