"""All smallest sets, no other and none too few: against going through everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcheck.localising.clustering import mask_of
from reportcheck.localising.covering import PAUSE, Cover
from reportcheck.localising.elimination import NOTHING, Kind, Line
from reportcheck.localising.smallest import Found, smallest
from reportcheck.localising.spending import Budget, OutOfStepsError
from reportcheck.localising.system import Limit, Need, Pick, Relation, System

pytestmark = pytest.mark.no_cover  # see pyproject.toml

MOST = 4
"""Values run from 0 to this, so that going through all of them is possible."""
TEXTS = ("A", "B", "C")


def system_of(
    values: Sequence[int | None],
    *relations: Relation,
    weights: Sequence[int | None] | None = None,
    limits: Sequence[Limit] | None = None,
) -> System:
    return System(
        relations,
        tuple(values),
        tuple(limits or [Limit(0)] * len(values)),
        tuple(weights or [1] * len(values)),
        (None,) * len(values),
        (frozenset(),) * len(values),
        frozenset(index for index, value in enumerate(values) if value is None),
    )


def sets(found: Sequence[Found]) -> set[frozenset[int]]:
    """Return each choice of one set of each part."""
    return {
        frozenset[int]().union(*(each.changed for each in chosen))
        for chosen in product(*(part.sets for part in found))
    }


def numbers(found: Sequence[Found]) -> list[dict[int, int | Fraction]]:
    """Return what the numbers of each set may become, where there is one part."""
    (part,) = found
    return [
        {index: value for one in each.attempts for index, value in one.found.numbers.items()}
        for each in part.sets
    ]


def complete(found: Sequence[Found]) -> bool:
    return all(part.complete for part in found)


def rows(*lines: Line) -> Relation:
    return (lines,)


def brute(system: System) -> tuple[set[frozenset[int]], dict[frozenset[int], list[set[int | str]]]]:
    """Return the cheapest sets by trying every subset with every value, and the values found."""
    movable = [
        index
        for index, weight in enumerate(system.weights)
        if weight is not None and index not in system.open
    ]
    best: int | None = None
    found: dict[frozenset[int], list[set[int | str]]] = {}
    for size in range(len(movable) + 1):
        for chosen in combinations(movable, size):
            cost = sum(system.weights[index] or 0 for index in chosen)
            if best is not None and cost > best:
                continue
            filled = list(_solutions(system, frozenset(chosen) | system.open))
            if not filled:
                continue
            if best is None or cost < best:
                best, found = cost, {}
            found[frozenset(chosen)] = [set(each) for each in zip(*filled, strict=True)]
    return set(found), found


def _solutions(system: System, changed: frozenset[int]) -> Iterator[tuple[int | str, ...]]:
    ranges: list[Sequence[int | str]] = []
    for index, value in enumerate(system.values):
        text = system.texts[index]
        if text is not None:
            ranges.append(TEXTS if index in changed else (text,))
        elif index in changed:
            limit = system.limits[index]
            ranges.append([each for each in range(-1, MOST + 2) if limit.admits(each)])
        else:
            assert value is not None
            ranges.append((value,) if system.limits[index].admits(value) else ())
    for filled in product(*ranges):
        if all(
            any(all(_holds(need, filled) for need in needs) for needs in relation)
            for relation in system.relations
        ):
            yield filled


def _holds(need: Need, filled: Sequence[int | str]) -> bool:
    if isinstance(need, Pick):
        return (filled[need.number] in need.texts) is need.among
    total = sum(factor * int(filled[index]) for index, factor in need.terms.items())
    if need.kind == "=":
        return total == need.bound
    return total > need.bound or (total == need.bound and need.kind == ">=")


NUMBERS, TEXT = 5, 5
"""The systems below have five numbers, and a text after them."""


@st.composite
def lines(draw: st.DrawFn) -> Line:
    indices = draw(st.lists(st.integers(0, NUMBERS - 1), min_size=1, max_size=4, unique=True))
    factors = [draw(st.sampled_from([1, 1, 1, -1, -1, 2, -3])) for _ in indices]
    kinds: list[Kind] = ["=", "=", "=", ">=", ">"]
    kind = draw(st.sampled_from(kinds))
    bound = draw(st.integers(-6, 6))
    return Line(kind, dict(zip(indices, factors, strict=True)), bound)


picks = st.builds(
    Pick,
    st.just(TEXT),
    st.frozensets(st.sampled_from(TEXTS), min_size=1, max_size=2),
    st.booleans(),
    st.just(NOTHING),
)
needs = st.lists(lines() | lines() | lines() | picks, min_size=1, max_size=2).map(tuple)
relations = st.lists(needs, min_size=1, max_size=1) | st.lists(needs, min_size=1, max_size=2)


@st.composite
def systems(draw: st.DrawFn) -> System:
    values = [draw(st.integers(-1, MOST + 1) | st.none()) for _ in range(NUMBERS)]
    return System(
        tuple(draw(st.lists(relations.map(tuple), min_size=1, max_size=4))),
        (*values, None),
        (*(Limit(0, MOST) for _ in values), Limit()),
        tuple(draw(st.sampled_from([1, 1, 1, 2, None])) for _ in range(NUMBERS + 1)),
        (*(None for _ in values), draw(st.sampled_from(TEXTS))),
        (*(frozenset[str]() for _ in values), frozenset(TEXTS)),
        frozenset(index for index, value in enumerate(values) if value is None),
    )


@settings(max_examples=150, deadline=None)
@given(system=systems())
def test_the_sets_are_those_that_going_through_everything_finds(system: System) -> None:
    # A number outside of what it may be counts only where a relation is about it.
    used = {
        index
        for relation in system.relations
        for each in relation
        for need in each
        for index in (need.terms if isinstance(need, Line) else [need.number])
    }
    values = tuple(
        value if value is None or index in used else max(0, min(MOST, value))
        for index, value in enumerate(system.values)
    )
    system = System(
        system.relations, values, system.limits, system.weights, system.texts, system.allowed,
        system.open,
    )  # fmt: skip
    expected, filled = brute(system)
    found = smallest(system, Budget())
    assert complete(found)
    assert sets(found) == expected
    for chosen in product(*(part.sets for part in found)):
        changed = frozenset[int]().union(*(each.changed for each in chosen))
        told = {index: value for each in chosen for index, value in each.values(Budget()).items()}
        for index in changed | {each for each in system.open if each in used}:
            options = filled[changed][index]
            assert told.get(index) == (next(iter(options)) if len(options) == 1 else None)


def test_one_cell_that_all_failing_relations_share_is_the_only_one() -> None:
    # A 2 x 2 table with totals: the cell 1 was typed as 7.
    relations = [
        rows(Line("=", {0: 1, 1: 1, 2: -1}, 0)),
        rows(Line("=", {3: 1, 4: 1, 5: -1}, 0)),
        rows(Line("=", {0: 1, 3: 1, 6: -1}, 0)),
        rows(Line("=", {1: 1, 4: 1, 7: -1}, 0)),
    ]
    found = smallest(system_of([1, 7, 3, 4, 5, 9, 5, 7], *relations), Budget())
    assert sets(found) == {frozenset({1})}
    assert numbers(found) == [{1: 2}]


def test_three_that_mend_equally_are_all_told() -> None:
    found = smallest(system_of([1, 2, 4], rows(Line("=", {0: 1, 1: 1, 2: -1}, 0))), Budget())
    assert sets(found) == {frozenset({0}), frozenset({1}), frozenset({2})}
    assert numbers(found) == [{0: 2}, {1: 3}, {2: 3}]


def test_what_would_become_negative_is_no_mending() -> None:
    found = smallest(system_of([5, 2, 1], rows(Line("=", {0: 1, 1: 1, 2: -1}, 0))), Budget())
    assert sets(found) == {frozenset({2})}


def test_a_fraction_of_a_unit_is_no_mending() -> None:
    relation = rows(Line("=", {0: 2, 1: -1}, 0))
    assert sets(smallest(system_of([1, 3], relation), Budget())) == {frozenset({1})}


def test_weights_decide() -> None:
    relation = rows(Line("=", {0: 1, 1: 1, 2: -1}, 0))
    found = smallest(system_of([1, 2, 4], relation, weights=[2, None, 1]), Budget())
    assert sets(found) == {frozenset({2})}
    found = smallest(system_of([1, 2, 4], relation, weights=[2, None, None]), Budget())
    assert sets(found) == {frozenset({0})}


def test_where_nothing_may_change_there_is_no_mending() -> None:
    relation = rows(Line("=", {0: 1, 1: -1}, 0))
    found = smallest(system_of([1, 2], relation, weights=[None, None]), Budget())
    assert (sets(found), complete(found)) == (set(), True)


def test_a_blank_alone_costs_nothing() -> None:
    found = smallest(system_of([1, None, 4], rows(Line("=", {0: 1, 1: 1, 2: -1}, 0))), Budget())
    assert (sets(found), numbers(found)) == ({frozenset()}, [{1: 3}])


def test_a_blank_that_cannot_make_it_true_needs_another() -> None:
    found = smallest(system_of([5, None, 4], rows(Line("=", {0: 1, 1: 1, 2: -1}, 0))), Budget())
    assert sets(found) == {frozenset({0}), frozenset({2})}


@pytest.mark.parametrize("large", [10**14, 10**18 + 1, 10**40])
def test_no_number_is_too_large(large: int) -> None:
    relation = rows(Line("=", {0: 1, 1: 1, 2: -1}, 0))
    found = smallest(system_of([large, 1, large], relation), Budget())
    assert numbers(found)[0] == {0: large - 1}


def _grid(size: int) -> tuple[list[Relation], list[int]]:
    """Return a square of ones with a total for each row and column."""
    relations, values = [], [1] * (size * size)
    for row in range(size):
        cells = {row * size + column: 1 for column in range(size)}
        relations.append(rows(Line("=", {**cells, len(values): -1}, 0)))
        values.append(size)
    for column in range(size):
        cells = {row * size + column: 1 for row in range(size)}
        relations.append(rows(Line("=", {**cells, len(values): -1}, 0)))
        values.append(size)
    return relations, values


@pytest.mark.parametrize(("most", "parts", "choices"), [(6, 3, 27), (5, 1, 26), (4, 1, 20)])
def test_a_bound_takes_choices_together_only_where_some_would_break_it(
    most: int, parts: int, choices: int
) -> None:
    mistaken = [rows(Line("=", {each: 1, each + 1: 1, each + 2: -1}, 0)) for each in (0, 3, 6)]
    bound = rows(Line(">=", {0: -1, 3: -1, 6: -1}, -most))
    found = smallest(system_of([1, 1, 3] * 3, *mistaken, bound), Budget())
    assert complete(found)
    assert (len(found), len(sets(found))) == (parts, choices)


def test_many_mistakes_are_found_by_integer_programming() -> None:
    relations, values = _grid(6)
    for place in range(6):  # unlike by unlike: nothing else makes up for them
        values[place * 6 + place] += 10**place
    found = smallest(system_of(values, *relations), Budget(), most_visits=0)
    assert complete(found)
    assert sets(found) == {frozenset(place * 6 + place for place in range(6))}


def test_both_ways_of_going_about_it_agree() -> None:
    relations, values = _grid(4)
    values[0] += 1
    values[5] += 1
    one = smallest(system_of(values, *relations), Budget())
    other = smallest(system_of(values, *relations), Budget(), most_visits=0)
    assert sets(one) == sets(other)
    assert complete(one)
    assert complete(other)
    assert len(sets(one)) > 1


def test_when_it_stops_early_it_says_so() -> None:
    relations, values = _grid(6)
    for place in range(6):
        values[place * 6 + place] += 10**place
    assert not complete(smallest(system_of(values, *relations), Budget(steps=3)))


def test_the_cheapest_cover_costs_least() -> None:
    cover = Cover(0b111, [3, 1, 1])
    cover.hit(0b011)
    cover.hit(0b101)
    assert cover.cheapest() == 0b110
    cover.forbid(0b110)
    assert cover.cheapest() == 0b001
    cover.forbid(0b001)
    assert cover.cheapest() is None


def test_what_the_cover_does_is_counted_and_ends_where_it_is_enough() -> None:
    def cover() -> Cover:
        made = Cover((1 << 60) - 1, [1] * 60)
        random = Random(7)  # noqa: S311 - a seed
        for _ in range(60):
            made.hit(mask_of(random.sample(range(60), 5)))
        return made

    def spent(made: Cover, steps: int) -> tuple[int | None, int]:
        budget = Budget(steps)
        try:
            return made.cheapest(budget.spend), steps - budget.steps
        except OutOfStepsError:
            return None, steps - budget.steps

    chosen, needed = spent(cover(), 10**8)
    assert chosen is not None
    assert needed > 5 * PAUSE
    assert spent(cover(), 10**8) == (chosen, needed)
    short = cover()
    stopped, some = spent(short, 2 * PAUSE)
    assert stopped is None
    assert 2 * PAUSE < some <= 3 * PAUSE
    again, _ = spent(short, 10**8)
    assert again is not None
    assert again.bit_count() == chosen.bit_count()


def test_the_cover_says_nothing_on_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    cover = Cover(0b1, [1])
    cover.hit(0b1)
    assert cover.cheapest() == 0b1
    assert capfd.readouterr().out == ""
