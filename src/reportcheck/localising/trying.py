"""Whether changing these very cells can make every relation hold, exactly; if not, what must too.

The answer is a witness in whole numbers, or sets of other cells in each of which one must change:
every mending has to change one of each set, whatever else it changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import Final, NamedTuple, TypeAlias

from reportcheck.classes import dataclass
from reportcheck.localising.elimination import Line, Stage, eliminate, put_in
from reportcheck.localising.system import (
    NOTHING,
    Limit,
    Need,
    Pick,
    Relation,
    System,
    bounds,
    indices_of,
    met,
)

MOST_WAYS: Final = 256
"""The most combinations of alternatives that are tried."""
MOST_TRIES: Final = 400
"""The most whole numbers that are tried where the relations leave room."""

NO_TEXT: Final[frozenset[str]] = frozenset()

Numbers: TypeAlias = dict[int, int | Fraction]


class TooManyWaysError(Exception):
    """The conditions that these cells meet combine in more ways than anybody would wait for."""


class Way(NamedTuple):
    """What must hold in one combination of alternatives."""

    lines: tuple[Line, ...]
    picks: tuple[Pick, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of changing some cells.

    ``numbers`` has a value for each of them for which all relations hold, or is None; then one of
    each of ``clauses`` must change as well. ``sure`` is false where nothing was found, and nothing
    shows that there is nothing. ``ways`` are what holds in each combination of alternatives for
    which there is a solution.
    """

    numbers: Numbers | None
    clauses: tuple[frozenset[int], ...] = ()
    sure: bool = True
    ways: tuple[Way, ...] = ()
    single: bool = False
    """Whether the numbers are the only ones."""


@dataclass(slots=True)
class _Touched:
    """The relations in which changed cells take part, as lines to combine."""

    lines: list[Line] = field(default_factory=list)
    picks: list[Pick] = field(default_factory=list)
    ways: list[list[tuple[Need, ...]]] = field(default_factory=list)
    blame: list[frozenset[int]] = field(default_factory=list)
    """Why alternatives are out: numbers outside of which none would come back."""


def attempt(
    system: System, by_index: Sequence[Sequence[Relation]], chosen: frozenset[int]
) -> Tried:
    """Return whether the relations can hold if the chosen cells, and the open ones, change.

    ``by_index`` has the relations in which each number takes part.
    """
    touched = _Touched()
    known: set[int] = set()
    for index in sorted(chosen):
        for relation in by_index[index]:
            if id(relation) not in known:
                known.add(id(relation))
                clause = _add(touched, relation, system, chosen)
                if clause is not None:
                    return Tried(None, (clause,))
    count = 1
    for each in touched.ways:
        count *= len(each)
    if count > MOST_WAYS:
        raise TooManyWaysError
    return _combined(system, touched, chosen)


def _add(
    touched: _Touched, relation: Relation, system: System, chosen: frozenset[int]
) -> frozenset[int] | None:
    """Note a relation; return numbers of which one must change if no alternative can hold."""
    alive: list[tuple[Need, ...]] = []
    blame: list[frozenset[int]] = []
    for needs in relation:
        still = [(need, indices_of(need)) for need in needs]
        dead = [each for need, each in still if not each & chosen and not met(need, system)]
        if dead:
            blame.append(min(dead, key=len))
            continue
        left = tuple(need for need, each in still if each & chosen)
        if not left:
            return None
        alive.append(left)
    if not alive:
        return NOTHING.union(*blame)
    if len(alive) == 1:
        for need in alive[0]:
            if isinstance(need, Line):
                touched.lines.append(need)
            else:
                touched.picks.append(need)
        touched.blame.extend(blame)
    else:
        touched.ways.append(alive)
        touched.blame.extend(blame)
    return None


def _combined(system: System, touched: _Touched, chosen: frozenset[int]) -> Tried:
    clauses: list[tuple[frozenset[int], ...]] = []
    found: list[tuple[Numbers, Way, bool]] = []
    sure = True
    for way in product(*touched.ways):
        needs = [need for part in way for need in part]
        picks = [*touched.picks, *(need for need in needs if isinstance(need, Pick))]
        lines = (*touched.lines, *(need for need in needs if isinstance(need, Line)))
        if not _agree(picks, system):
            clauses.append((NOTHING,))
            continue
        tried = _solved(system, lines, chosen)
        if tried.numbers is not None:
            found.append((tried.numbers, Way(lines, tuple(picks)), tried.single))
        else:
            clauses.append(tried.clauses)
            sure = sure and tried.sure
    if found:
        numbers, _, single = found[0]
        return Tried(
            numbers,
            ways=tuple(way for _, way, _ in found),
            single=single and len(found) == 1 and len(clauses) == 0,
        )
    if len(clauses) == 1 and not touched.blame:
        return Tried(None, clauses[0], sure)
    # Another way may open where what closed it changes: all of this must stay for none to help.
    union = NOTHING.union(*(min(each, key=len) for each in clauses), *touched.blame)
    return Tried(None, (union,), sure)


def _agree(picks: Sequence[Pick], system: System) -> bool:
    """Whether there is a text for each cell that is as all say."""
    return all(
        open_texts(picks, index, system) != NO_TEXT for index in {pick.number for pick in picks}
    )


def open_texts(picks: Iterable[Pick], index: int, system: System) -> frozenset[str] | None:
    """Return the texts that a cell may hold, None where these are not a list."""
    own = [pick for pick in picks if pick.number == index]
    wanted = [pick.texts for pick in own if pick.among]
    if system.allowed[index]:
        wanted.append(system.allowed[index])
    refused = NO_TEXT.union(*(pick.texts for pick in own if not pick.among))
    return frozenset.intersection(*wanted) - refused if wanted else None


def _solved(system: System, lines: Sequence[Line], chosen: frozenset[int]) -> Tried:
    numeric = [index for index in chosen if system.texts[index] is None]
    stages, rest = eliminate([*lines, *bounds(system, numeric)], numeric)
    missed = [frozenset(line.terms) for line in rest if not line.holds(system.values)]
    if missed:
        return Tried(None, tuple(missed))
    numbers = _witness(system, stages)
    if numbers is not None:
        return Tried(numbers, single=all(stage.pivot is not None for stage in stages))
    proof = _unfit(system, stages)
    if proof is not None:
        return Tried(None, (proof,))
    around = NOTHING.union(*(frozenset(line.terms) for line in lines)) - chosen
    return Tried(None, (around,), sure=False)


def _witness(system: System, stages: Sequence[Stage]) -> Numbers | None:
    """Return numbers that are as their cells want them, the last stage first."""
    tries = 0

    def filled(depth: int, numbers: Numbers) -> Numbers | None:
        nonlocal tries
        if depth < 0:
            return numbers
        stage = stages[depth]
        for value in candidates(system, stage, numbers):
            tries += 1
            if tries > MOST_TRIES:
                return None
            found = filled(depth - 1, {**numbers, stage.number: value})
            if found is not None:
                return found
        return None

    return filled(len(stages) - 1, {})


def candidates(system: System, stage: Stage, numbers: Numbers) -> Iterator[int | Fraction]:
    """Yield what a number may be, given those of later stages: the nearest to what it is first."""
    limit = system.limits[stage.number]
    if stage.pivot is not None:
        value = _rest(stage.pivot, stage.number, system, numbers)
        if limit.admits(value):
            yield value
        return
    low, high = interval(system, stage, numbers)
    yield from _between(low, high, limit, system.values[stage.number])


def interval(
    system: System, stage: Stage, numbers: Numbers
) -> tuple[tuple[Fraction, bool] | None, tuple[Fraction, bool] | None]:
    """Return the bounds of a number, each with whether it is left out itself."""
    low: tuple[Fraction, bool] | None = None
    high: tuple[Fraction, bool] | None = None
    for line in stage.lines:
        bound = Fraction(_rest(line, stage.number, system, numbers))
        is_open = line.kind == ">"
        if line.terms[stage.number] > 0:
            if low is None or (bound, is_open) > low:
                low = bound, is_open
        elif high is None or (bound, not is_open) < (high[0], not high[1]):
            high = bound, is_open
    return low, high


def _rest(line: Line, index: int, system: System, numbers: Numbers) -> int | Fraction:
    total: int | Fraction = line.bound
    for each, factor in line.terms.items():
        if each != index:
            held = numbers.get(each)
            if held is None:
                held = system.values[each]
            assert held is not None  # noqa: S101 - open numbers are of later stages
            total -= factor * held
    own = line.terms[index]
    if own in {1, -1}:
        return total * own
    found = Fraction(total) / own
    return found.numerator if found.denominator == 1 else found


def _between(
    low: tuple[Fraction, bool] | None,
    high: tuple[Fraction, bool] | None,
    limit: Limit,
    now: int | None,
) -> Iterator[int | Fraction]:
    if limit.listed:
        yield from (each for each in sorted(limit.listed) if _inside(each, low, high))
        return
    if not limit.step:
        yield from _fractions(low, high, now)
        return
    step = limit.step
    first = None if low is None else ceil(low[0] / step)
    if low is not None and low[1] and first is not None and first * step == low[0]:
        first += 1
    last = None if high is None else floor(high[0] / step)
    if high is not None and high[1] and last is not None and last * step == high[0]:
        last -= 1
    start = 0 if now is None else now // step
    if first is not None and start < first:
        start = first
    if last is not None and start > last:
        start = last
    if first is not None and start < first:
        return
    for away in range(MOST_TRIES):
        for each in dict.fromkeys((start + away, start - away)):
            if (first is None or each >= first) and (last is None or each <= last):
                yield each * step


def _inside(
    value: int, low: tuple[Fraction, bool] | None, high: tuple[Fraction, bool] | None
) -> bool:
    if low is not None and (value < low[0] or (low[1] and value == low[0])):
        return False
    return high is None or value < high[0] or (value == high[0] and not high[1])


def _fractions(
    low: tuple[Fraction, bool] | None, high: tuple[Fraction, bool] | None, now: int | None
) -> Iterator[int | Fraction]:
    if low is not None and high is not None:
        if low[0] < high[0]:
            yield (low[0] + high[0]) / 2
        elif low[0] == high[0]:
            yield low[0]
    elif low is not None:
        yield low[0] + 1 if low[1] else low[0]
    elif high is not None:
        yield high[0] - 1 if high[1] else high[0]
    else:
        yield now or 0


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
        if own & set(line.terms) == {stage.number}:
            value = _rest(line, stage.number, system, {})
            if not system.limits[stage.number].admits(value):
                return frozenset(line.terms) - own
    return None
