"""Whether rows hold for whole numbers: against going through all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcheck.localising.elimination import Kind, Line
from reportcheck.localising.narrowing import narrowed
from reportcheck.localising.system import Limit
from reportcheck.localising.whole import Found, numbers_for

COUNT, MOST = 3, 6
KINDS: list[Kind] = ["=", ">=", ">"]

lines = st.builds(
    lambda kind, terms, bound: Line(kind, {i: each for i, each in terms.items() if each}, bound),
    st.sampled_from(KINDS),
    st.dictionaries(st.integers(0, COUNT - 1), st.integers(-9, 9), min_size=1),
    st.integers(-20, 20),
)
limits = st.builds(
    Limit,
    st.integers(-2, 2),
    st.integers(3, MOST),
    st.sampled_from([1, 1, 2, 3]),
    st.just(frozenset[int]()) | st.frozensets(st.integers(-2, MOST), min_size=1, max_size=3),
)


def fillings(given_: list[Limit]) -> Iterator[tuple[int, ...]]:
    ranges = [[each for each in range(-2, MOST + 1) if limit.admits(each)] for limit in given_]
    yield from product(*ranges)


def holds(line: Line, numbers: Mapping[int, int | Fraction]) -> bool:
    return line.admits(sum(factor * numbers[index] for index, factor in line.terms.items()))


@settings(max_examples=300, deadline=None)
@given(rows=st.lists(lines, min_size=1, max_size=5), own=st.tuples(*[limits] * COUNT))
def test_numbers_are_found_wherever_there_are_some(
    rows: list[Line], own: tuple[Limit, ...]
) -> None:
    found = numbers_for(rows, dict(enumerate(own)))
    any_ = any(
        all(holds(line, dict(enumerate(each))) for line in rows) for each in fillings([*own])
    )
    assert (found is not None) is any_
    if found is not None:
        assert all(holds(line, found.numbers) for line in rows)
        assert all(own[index].admits(value) for index, value in found.numbers.items())
        for index in range(COUNT):
            values = {
                each[index]
                for each in fillings([*own])
                if all(holds(line, dict(enumerate(each))) for line in rows)
            }
            assert index not in found.fixed or len(values) == 1
            assert index not in found.loose or len(values) > 1


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(lines, min_size=1, max_size=5))
def test_narrowing_finds_the_same(rows: list[Line]) -> None:
    found = narrowed(rows, dict.fromkeys(range(COUNT), (0, MOST)), 10_000)
    any_ = any(
        all(holds(line, dict(enumerate(each))) for line in rows)
        for each in product(range(MOST + 1), repeat=COUNT)
    )
    assert (found is not None) is any_
    if found is not None:
        assert all(holds(line, found) for line in rows)


@settings(max_examples=100, deadline=None)
@given(
    factors=st.lists(st.integers(1, 10**12), min_size=2, max_size=4),
    numbers=st.lists(st.integers(0, 10**12), min_size=4, max_size=4),
)
def test_equations_of_large_numbers_have_whole_solutions(
    factors: list[int], numbers: list[int]
) -> None:
    terms = dict(enumerate(factors))
    total = sum(factor * numbers[index] for index, factor in terms.items())
    found = numbers_for([Line("=", terms, total)], dict.fromkeys(terms, Limit()))
    assert found is not None
    assert sum(factor * found.numbers[index] for index, factor in terms.items()) == total


@pytest.mark.parametrize(
    "rows",
    [
        [Line("=", {0: 2, 1: -4}, 1)],
        [Line(">=", {0: 3, 1: -6}, 1), Line(">=", {0: -3, 1: 6}, -2)],
        [Line("=", {0: 2, 1: 1}, 0), Line("=", {1: 1, 2: -2}, 1)],
    ],
)
def test_that_there_are_none_is_shown_without_bounds_too(rows: list[Line]) -> None:
    assert numbers_for(rows, dict.fromkeys(range(3), Limit())) is None


def test_fractions_and_whole_numbers_are_mixed() -> None:
    rows = [Line("=", {0: 2, 1: 1}, 3), Line(">", {1: 1}, 0), Line(">", {1: -1}, -2)]
    limits = {0: Limit(step=0), 1: Limit()}
    assert numbers_for(rows, limits) == Found({0: 1, 1: 1}, frozenset({0, 1}))
    assert numbers_for(rows, {0: Limit(), 1: Limit(step=0)}) == Found(
        {0: 1, 1: 1}, frozenset({0, 1})
    )
    found = numbers_for([Line(">", {0: 2}, 3)], {0: Limit(step=0)})
    assert found == Found({0: Fraction(5, 2)}, loose=frozenset({0}))
