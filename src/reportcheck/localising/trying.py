"""Whether changing these very cells can make every relation hold, exactly; if not, what must too.

The answer is a witness in whole numbers, or sets of other cells in each of which one must change:
every mending has to change one of each set, whatever else it changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from fractions import Fraction
from typing import Final, NamedTuple, TypeAlias

from reportcheck.classes import dataclass
from reportcheck.localising.clustering import Clusters, Linked, indices
from reportcheck.localising.elimination import (
    NOTHING,
    Line,
    Spend,
    Stage,
    TooManyRowsError,
    eliminate,
    free,
    put_in,
)
from reportcheck.localising.system import Need, Pick, System
from reportcheck.localising.whole import Numbers, UnsureError, numbers_for

OTHER: Final = "\0"
"""Stands for any text that no relation names."""

MOST_SPELT: Final = 12
"""Of more numbers at once the others are put in before anything is eliminated."""
MOST_CLAUSES: Final = 20
"""So many reasons of one failure are noted, the shortest."""

Texts: TypeAlias = dict[int, str]


class Filled(NamedTuple):
    """What changed cells may become. ``fixed`` numbers have no other value, ``loose`` ones have."""

    numbers: Numbers
    texts: Texts
    fixed: frozenset[int] = NOTHING
    loose: frozenset[int] = NOTHING


class Failed(NamedTuple):
    """Why nothing is possible: of each of ``clauses`` one must change.

    ``sure`` is false where nothing was found, and nothing shows that there is nothing.
    """

    clauses: tuple[frozenset[int], ...]
    sure: bool = True


class Way(NamedTuple):
    """Alternatives of which one must hold, for the values of other numbers (``why``)."""

    alternatives: tuple[tuple[Need, ...], ...]
    why: frozenset[int]


@dataclass(slots=True)
class Cluster:
    """Cells that change together, and what must hold of them: some needs, and of ways one each.

    ``dead`` has, for each relation that no change of these cells brings about, why not.
    """

    system: System
    changed: frozenset[int]
    needs: list[Need] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    dead: list[frozenset[int]] = field(default_factory=list)

    def try_(self, spend: Spend = free, also: Sequence[Need] = ()) -> Filled | Failed:
        """Return what the changed cells may become if ``also`` more is needed, or why nothing."""
        if self.dead:
            return Failed(tuple(self.dead))
        return _tried(self, [*self.needs, *also], self.ways, spend)


def cluster_of(clusters: Clusters, mask: int, without: Linked | None = None) -> Cluster:
    """Return what must hold once these numbers change and the others stay."""
    cluster = Cluster(clusters.system, frozenset(indices(mask)))
    for relation in clusters.touched(mask):
        if relation is not without:
            _add(cluster, relation, mask, clusters)
    return cluster


def _add(cluster: Cluster, relation: Linked, changed: int, clusters: Clusters) -> None:
    alive: list[tuple[Need, ...]] = []
    blamed = 0
    for needs in relation.alternatives:
        stays = (each for each in needs if not each.mask & changed)
        dead = [each.mask for each in stays if not clusters.holds(each, changed)]
        if dead:
            blamed |= min(dead, key=int.bit_count)
        else:
            alive.append(tuple(each.need for each in needs if each.mask & changed))
    why = frozenset(indices(blamed))
    if not alive:
        cluster.dead.append(why)
    elif len(alive) > 1:
        cluster.ways.append(Way(tuple(alive), why))
    else:
        cluster.needs.extend(need._replace(why=why) if why else need for need in alive[0])


def _tried(
    cluster: Cluster, needs: Sequence[Need], ways: Sequence[Way], spend: Spend
) -> Filled | Failed:
    """Fill in what the needs ask for; where a way is not kept then, go each of its alternatives."""
    found = _filled(cluster, needs, spend)
    if isinstance(found, Filled):
        way = next((each for each in ways if not _kept(each, found, cluster.system)), None)
    else:
        way = None if found.sure or not ways else ways[0]
    if way is None:
        # Another value might break a way that this one keeps.
        return found._replace(loose=NOTHING) if isinstance(found, Filled) and ways else found
    left = [each for each in ways if each is not way]
    why, sure = way.why, True
    for alternative in way.alternatives:
        tried = _tried(cluster, [*needs, *alternative], left, spend)
        if isinstance(tried, Filled):
            return tried._replace(fixed=found.fixed if isinstance(found, Filled) else NOTHING)
        # Another alternative may be gone once what closed it changes.
        why |= min(tried.clauses, key=len)
        sure = sure and tried.sure
    return Failed((why,), sure)


def _kept(way: Way, found: Filled, system: System) -> bool:
    return any(all(_met(need, found, system) for need in needs) for needs in way.alternatives)


def _met(need: Need, found: Filled, system: System) -> bool:
    if isinstance(need, Pick):
        text = found.texts.get(need.number, system.texts[need.number])
        return (text in need.texts) is need.among
    total: int | Fraction = 0
    for index, factor in need.terms.items():
        value = found.numbers.get(index, system.values[index])
        assert value is not None  # noqa: S101 - what is open changes
        total += factor * value
    return need.admits(total)


def _filled(cluster: Cluster, needs: Sequence[Need], spend: Spend) -> Filled | Failed:
    system = cluster.system
    texts: Texts = {}
    for index in cluster.changed:
        if system.texts[index] is not None:
            picks = [need for need in needs if isinstance(need, Pick) and need.number == index]
            text = _text(picks, system.allowed[index])
            if text is None:
                return Failed((NOTHING.union(*(pick.why for pick in picks)),))
            texts[index] = text
    lines = [need for need in needs if isinstance(need, Line)]
    numeric = [index for index in sorted(cluster.changed) if system.texts[index] is None]
    return _numbers(system, lines, numeric, spend, texts)


def _text(picks: Iterable[Pick], allowed: frozenset[str]) -> str | None:
    """Return a text that is as all of these say, or None."""
    wanted = [allowed] if allowed else []
    refused: set[str] = set()
    for pick in picks:
        if pick.among:
            wanted.append(pick.texts)
        else:
            refused |= pick.texts
    if not wanted:
        return OTHER
    return min(frozenset.intersection(*wanted) - refused, default=None)


def _numbers(
    system: System, lines: Sequence[Line], numeric: Sequence[int], spend: Spend, texts: Texts
) -> Filled | Failed:
    own = frozenset(numeric)
    grounded = [_grounded(line, system, own) for line in lines]
    bounds = [line for index in numeric for line in system.limits[index].lines(index)]
    ways = (grounded,) if len(numeric) > MOST_SPELT else (lines, grounded)
    for rows in ways:
        try:
            clauses = _implied(system, [*rows, *bounds], numeric, spend)
        except TooManyRowsError:
            continue
        if clauses:
            return Failed(clauses)
        break
    sure = True
    try:
        found = numbers_for(grounded, {index: system.limits[index] for index in numeric}, spend)
    except UnsureError:
        found, sure = None, False
    if found is None:
        return Failed((NOTHING.union(*(line.why for line in grounded)),), sure)
    return Filled(found.numbers, texts, found.fixed, found.loose)


def _implied(
    system: System, lines: Sequence[Line], numeric: Sequence[int], spend: Spend
) -> tuple[frozenset[int], ...]:
    """Return the others in each of which one must change, as far as elimination shows it."""
    stages, rest = eliminate(lines, numeric, spend)
    missed = dict.fromkeys(
        line.why.union(line.terms) for line in rest if not line.holds(system.values)
    )
    if missed:
        return tuple(sorted(missed, key=len))[:MOST_CLAUSES]
    proof = _unfit(system, stages)
    return () if proof is None else (proof,)


def _grounded(line: Line, system: System, own: frozenset[int]) -> Line:
    """Return a line of changed numbers alone, the others put in: it holds for their values."""
    terms: dict[int, int] = {}
    bound = line.bound
    for index, factor in line.terms.items():
        if index in own:
            terms[index] = factor
        else:
            value = system.values[index]
            assert value is not None  # noqa: S101 - what is open changes
            bound -= factor * value
    return Line(line.kind, terms, bound, line.why.union(line.terms) - own)


def _unfit(system: System, stages: Sequence[Stage]) -> frozenset[int] | None:
    """Return the numbers that make one of these what its cell cannot hold, a fraction of a unit."""
    own = {stage.number for stage in stages}
    for place, stage in enumerate(stages):
        if stage.pivot is None:
            continue
        line = stage.pivot
        for later in stages[place + 1 :]:
            if later.pivot is not None:
                line = put_in(line, later.pivot, later.number)
        if own.isdisjoint(line.terms.keys() - {stage.number}):
            alone = _grounded(line, system, frozenset((stage.number,)))
            value = Fraction(alone.bound, alone.terms[stage.number])
            if not system.limits[stage.number].admits(value):
                return line.why.union(line.terms) - own
    return None
