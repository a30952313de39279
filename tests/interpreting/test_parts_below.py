"""Parts kept as numbers come to what the same parts come to one by one."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcheck.interpreting.outcomes import Outcome, combined, magnitude
from reportcheck.interpreting.parts import Part, Parts

FUNCTIONS = ("sum", "count", "min", "max", "mean")
numbers = st.integers(-(10**15), 10**15)
noisy = st.fractions().map(lambda value: Outcome(value, (), magnitude(value), noisy=True))
several = st.lists(numbers | noisy | st.none(), max_size=8)


def one_by_one(parts: Sequence[Part], scale: int) -> list[Outcome]:
    """The parts that are known, each by itself."""
    whole = [Fraction(each, scale) if isinstance(each, int) else each for each in parts]
    return [
        Outcome(each, weight=magnitude(each)) if isinstance(each, Fraction) else each
        for each in whole
        if each is not None
    ]


@pytest.mark.parametrize("function", FUNCTIONS)
@given(parts=several, scale=st.sampled_from([1, 100, 10**6]))
def test_parts_come_to_what_they_come_to_one_by_one(
    function: str, parts: list[Part], scale: int
) -> None:
    odd = {n: each for n, each in enumerate(parts) if not isinstance(each, int)}
    kept = Parts([each if isinstance(each, int) else 0 for each in parts], odd, scale)
    assert kept.combined(function) == combined(function, one_by_one(parts, scale))


@given(several)
def test_parts_are_kept_as_they_were_found(parts: list[Part]) -> None:
    kept = Parts.of(parts)
    assert [*kept] == parts
    assert [kept[number] for number in kept.there] == [each for each in parts if each is not None]
