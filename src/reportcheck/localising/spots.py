"""The figures of a submission as a system of whole numbers: what each is, may be, and weighs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Final, overload

from reportcheck.address import CellRef
from reportcheck.balancing import Choice, Domain, Figure, Row, domain
from reportcheck.balancing.holding import room_of
from reportcheck.classes import dataclass
from reportcheck.interpreting.outcomes import magnitude
from reportcheck.localising.clustering import Links, links_of
from reportcheck.localising.elimination import Line
from reportcheck.localising.system import Limit, Pick, System
from reportcheck.mending import Change
from reportcheck.number import Exact
from reportcheck.viewing import Sight

FREE: Final = Domain()
_NEXT_TO_NOTHING: Final = Fraction(1, 1_000_000)
"""What a change weighs where the rule file says 0: of such changes, too, the fewest are found."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell that takes part. ``value`` is None where it has none that can be read.

    ``weight`` is None where the cell is not to be changed. ``to_fill`` marks a cell that has to be
    filled in; a declared mark has no value either, and stays.
    """

    figure: Figure
    at: CellRef
    value: Exact | str | None
    shown: str
    domain: Domain
    texts: frozenset[str]
    weight: Exact | None
    numeric: bool
    noisy: bool = False
    to_fill: bool = False


def spot_of(figure: Figure, sight: Sight, weight: Exact | None) -> Spot | None:
    """Return the cell of a figure, or None where there is none in the file that could change."""
    reading, values = sight.reading, sight.values
    if reading.at is None:
        return None
    value = sight.value
    if values.numeric:
        if value is not None and not isinstance(value, int | Fraction):
            return None
        blameless = sight.lack is not None and sight.lack.cause.blameless
        return Spot(
            figure,
            reading.at,
            value,
            reading.shown,
            domain(values),
            frozenset(),
            weight,
            numeric=True,
            noisy=reading.noisy,
            to_fill=value is None and not blameless,
        )
    if not isinstance(value, str):
        return None
    texts = frozenset(values.one_of)
    return Spot(figure, reading.at, value, reading.shown, FREE, texts, weight, numeric=False)


class Spots(Sequence[Spot]):
    """The cells of some figures, each looked up when it is asked for: most never are."""

    def __init__(self, figures: Sequence[Figure], look: Callable[[Figure], Spot]) -> None:
        self._figures = figures
        self._look = look

    def __len__(self) -> int:
        return len(self._figures)

    @overload
    def __getitem__(self, index: int) -> Spot: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Spot]: ...
    def __getitem__(self, index: int | slice) -> Spot | Sequence[Spot]:
        found = self._figures[index]
        return self._look(found) if isinstance(found, Figure) else [*map(self._look, found)]


@dataclass(frozen=True, slots=True)
class Scaled:
    """A system, the cells that its numbers are, and by what these were multiplied.

    ``links`` are the relations in which each number takes part.
    """

    system: System
    figures: tuple[Figure, ...]
    spots: Sequence[Spot]
    scale: int
    links: Links

    def index_of(self, change: Change) -> int:
        """Return which of the numbers a change is about."""
        slot = change.table, change.row, change.column
        return next(
            index
            for index, figure in enumerate(self.figures)
            if figure[:3] == slot and self.spots[index].at == change.at
        )

    def with_values(self, values: Sequence[Exact], spots: Sequence[Spot]) -> Scaled:
        """Return the system of the same cells with other numbers, which fit its scale."""
        system = replace(self.system, values=tuple([int(each * self.scale) for each in values]))
        return Scaled(system, self.figures, spots, self.scale, self.links)


Alternatives = tuple[tuple[Row | Choice, ...], ...]


def scale_of(domains: Iterable[Domain], values: Iterable[Exact | str | None]) -> int:
    """Return by what numbers are multiplied for all of them, and all they may be, to be whole.

    >>> scale_of([Domain(step=Fraction(1, 100))], [1, Fraction(1, 8)])
    200
    """
    numbers = [each for each in values if isinstance(each, Fraction)]
    for each in domains:
        own = (each.low, each.high, each.step, *each.listed)
        numbers.extend(one for one in own if isinstance(one, Fraction))
    return lcm(*(each.denominator for each in numbers))


def scaled(spots: Sequence[Spot], relations: Iterable[Alternatives], scale: int = 0) -> Scaled:
    """Return the system of these relations over these cells, all in whole numbers.

    ``scale`` is by what they are multiplied, where it is known.
    """
    scale = scale or scale_of((each.domain for each in spots), (each.value for each in spots))
    figures = tuple(spot.figure for spot in spots)
    place = {figure: index for index, figure in enumerate(figures)}
    weights = _weights([spot.weight for spot in spots])
    system = System(
        relations=tuple(
            tuple(
                tuple(need for atom in atoms for need in _needs(atom, place, spots, scale))
                for atoms in relation
            )
            for relation in relations
        ),
        values=tuple(_whole(spot.value, scale) for spot in spots),
        limits=tuple(_limit(spot.domain, scale) for spot in spots),
        weights=tuple(
            None if spot.value is None else weight
            for spot, weight in zip(spots, weights, strict=True)
        ),
        texts=tuple(spot.value if isinstance(spot.value, str) else None for spot in spots),
        allowed=tuple(spot.texts for spot in spots),
        open=frozenset(index for index, spot in enumerate(spots) if spot.value is None),
    )
    return Scaled(system, figures, spots, scale, links_of(system))


def _whole(value: Exact | str | None, scale: int) -> int | None:
    return None if value is None or isinstance(value, str) else int(value * scale)


@lru_cache(1000)
def _limit(held: Domain, scale: int) -> Limit:
    return Limit(
        _whole(held.low, scale),
        _whole(held.high, scale),
        0 if held.step is None else int(held.step * scale),
        frozenset(int(each * scale) for each in held.listed),
    )


def _weights(weights: Sequence[Exact | None]) -> list[int | None]:
    if all(each == 1 for each in weights):
        return [1] * len(weights)
    known = [None if each is None else Fraction(each) or _NEXT_TO_NOTHING for each in weights]
    scale = lcm(*(each.denominator for each in known if each is not None))
    return [None if each is None else int(each * scale) for each in known]


def _needs(
    atom: Row | Choice, place: Mapping[Figure, int], spots: Sequence[Spot], scale: int
) -> Iterable[Line | Pick]:
    if isinstance(atom, Choice):
        yield Pick(place[atom.figure], atom.texts, atom.among)
        return
    terms = {place[term]: factor for term, factor in atom.terms if isinstance(term, Figure)}
    room = _room(atom, terms, spots)
    if room:
        times = Fraction(room).denominator
        terms = {index: factor * times for index, factor in terms.items()}
    else:
        times = 1
    low = None if atom.low is None else int((atom.low - room) * scale * times)
    high = None if atom.high is None else int((atom.high + room) * scale * times)
    if low is not None and low == high and not atom.low_open:
        yield Line("=", terms, low)
        return
    if low is not None:
        yield Line(">" if atom.low_open else ">=", terms, low)
    if high is not None:
        opposite = {index: -factor for index, factor in terms.items()}
        yield Line(">" if atom.high_open else ">=", opposite, -high)


def _room(atom: Row, terms: Mapping[int, int], spots: Sequence[Spot]) -> Exact:
    if not any(spots[index].noisy for index in terms):
        return 0
    weight: Exact = max(abs(each) for each in (0, atom.low, atom.high) if each is not None)
    for index, factor in terms.items():
        value = spots[index].value
        if isinstance(value, int | Fraction):
            weight += magnitude(factor * value)
    return room_of(atom, weight)
