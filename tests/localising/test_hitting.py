"""The cheapest sets that hit all of some sets are those that going through every set finds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcheck.localising.clustering import indices
from reportcheck.localising.elimination import free
from reportcheck.localising.hitting import MOST_VISITS, Group

CELLS = 7
Weights = list[int]
Clauses = list[int]


def cheapest(clauses: Clauses, weights: Weights) -> set[int]:
    """Return all the cheapest sets, by going through every set of cells."""
    costs = {
        chosen: sum(weights[each] for each in indices(chosen))
        for chosen in range(1 << CELLS)
        if all(clause & chosen for clause in clauses)
    }
    least = min(costs.values())
    return {chosen for chosen, cost in costs.items() if cost == least}


def found(group: Group) -> set[int]:
    """Return what a group finds where every set that hits all clauses mends."""
    while (node := group.next(free)) is not None:
        group.keep(node)
    return {node.chosen for node in group.found}


clauses = st.lists(st.integers(1, (1 << CELLS) - 1), min_size=1, max_size=9)
weights = st.lists(st.integers(1, 3), min_size=CELLS, max_size=CELLS)


@pytest.mark.parametrize("most_visits", [MOST_VISITS, -1], ids=["gone through", "HiGHS"])
@settings(max_examples=150)
@given(clauses=clauses, weights=weights)
def test_all_the_cheapest_sets_are_found(
    most_visits: int, clauses: Clauses, weights: Weights
) -> None:
    """Whatever the cells weigh, and whichever sets are parts of others."""
    group = Group(weights, most_visits)
    for clause in clauses:
        group.learn(clause)
    assert found(group) == cheapest(clauses, weights)


@settings(max_examples=100)
@given(first=clauses, later=clauses, weights=weights)
def test_what_becomes_known_on_the_way_is_hit_too(
    first: Clauses, later: Clauses, weights: Weights
) -> None:
    """A set that does not mend teaches one more, until those that are left hit these, too."""
    group = Group(weights, most_visits=3)  # begun by going through sets, ended by HiGHS
    for clause in first:
        group.learn(clause)
    waiting = list(later)
    while (node := group.next(free)) is not None:
        missed = next((clause for clause in waiting if not clause & node.chosen), None)
        if missed is None:
            group.keep(node)
            continue
        group.put_back(node)
        group.learn(missed)
    assert {node.chosen for node in group.found} == cheapest([*first, *later], weights)


@settings(max_examples=100)
@given(clauses=clauses, weights=weights, chosen=st.integers(0, (1 << CELLS) - 1))
def test_a_set_grows_until_it_hits_all(clauses: Clauses, weights: Weights, chosen: int) -> None:
    """What was in it stays in it."""
    group = Group(weights)
    for clause in clauses:
        group.learn(clause)
    grown = group.grown(chosen)
    assert grown is not None
    assert grown & chosen == chosen
    assert all(clause & grown for clause in clauses)
