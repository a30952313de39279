"""Aggregates over records as sums over the figures of these records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from reportcheck.balancing.rows import Figure, Term
from reportcheck.formula import Aggregate, Cell, mapped
from reportcheck.interpreting.outcomes import truth
from reportcheck.interpreting.trees import Scene, evaluate, place_column
from reportcheck.linear import coefficients
from reportcheck.number import Exact

MOST_RECORDS: Final = 1000
"""Of more records an aggregate is no sum of figures: there would be as many to change."""


def resolved(node: Aggregate, scene: Scene) -> Mapping[Term | None, Exact] | None:
    """Return what an aggregate adds up, the number it comes to, or None where neither is known.

    Which records a ``where`` picks is taken as it stands in the file. In the blank form, which has
    no records, the aggregate is a term of its own.
    """
    if not scene.view.submission.path:
        return {node: 1}
    records = scene.view.records(node.table)
    if node.period or node.function != "sum" or node.value is None or records is None:
        return _as_number(node, scene)
    if len(records) > MOST_RECORDS:
        return None
    terms = coefficients(mapped(node.value, lambda each: place_column(each, scene.place.item)))
    if terms is None:
        return _as_number(node, scene)
    found: dict[Term | None, Exact] = {}
    for record in scene.view.plain_records(node.table):
        if node.where is not None:
            picked = evaluate(node.where, replace(scene, place=replace(scene.place, record=record)))
            held = truth(picked)
            if held is None:
                return None
            if not held:
                continue
        for term, factor in terms.items():
            figure = None
            if isinstance(term, Cell):
                figure = Figure(term.table, None, term.column, record)
            elif term is not None:
                return None
            found[figure] = found.get(figure, 0) + factor
    return found


def _as_number(node: Aggregate, scene: Scene) -> Mapping[Term | None, Exact] | None:
    value = evaluate(node, scene).value
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return {None: value}
    return None
