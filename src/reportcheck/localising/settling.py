"""Which values a mending leaves no choice about."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TypeAlias

from reportcheck.localising.elimination import Line, Spend, free
from reportcheck.localising.system import Need, Pick
from reportcheck.localising.trying import OTHER, Cluster, Failed, Filled

Value: TypeAlias = "int | Fraction | str"
Settled: TypeAlias = "dict[int, Value | None]"


def settled(cluster: Cluster, found: Filled, spend: Spend = free) -> Settled:
    """Return the only value that each of the changed cells may have, None where there are more.

    ``found`` is what they may become. Another value is asked for, above and below; none is told
    where nobody knows.
    """
    first: dict[int, Value] = {**found.numbers, **found.texts}
    loose = {index for index, text in found.texts.items() if text == OTHER} | found.loose
    for index in sorted(cluster.changed - found.fixed):
        if index in loose:
            continue
        for need in _others(index, first[index]):
            tried = cluster.try_(spend, (need,))
            if isinstance(tried, Failed):
                if tried.sure:
                    continue
                loose.add(index)
            else:
                loose |= _unlike(first, tried) | tried.loose
            break
    return {index: None if index in loose else first[index] for index in sorted(first)}


def _others(index: int, value: Value) -> Iterable[Need]:
    """Return what a number or text is if it is not this."""
    if isinstance(value, str):
        return (Pick(index, frozenset((value,)), among=False),)
    factor, bound = value.denominator, value.numerator
    return Line(">", {index: factor}, bound), Line(">", {index: -factor}, -bound)


def _unlike(first: dict[int, Value], other: Filled) -> set[int]:
    values = {**other.numbers, **other.texts}
    return {index for index, value in values.items() if value != first[index]}
