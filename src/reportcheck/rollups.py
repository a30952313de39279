"""A roll-up told: what each of the agencies below reported, and in which cell of its report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reportcheck.below import Below, Child
from reportcheck.finding import Witness
from reportcheck.formula import (
    Aggregate,
    Cell,
    Compare,
    Node,
    Rollup,
    decisive_comparison,
    own,
    walk,
)
from reportcheck.interpreting.outcomes import Outcome
from reportcheck.interpreting.parts import Part, Parts
from reportcheck.interpreting.trees import Scene, parts_of
from reportcheck.rule import Rule
from reportcheck.spelling import spell_known, spell_words
from reportcheck.viewing import View

MOST_TOLD: Final = 200
"""The agencies whose values are told with one finding; of more, those that weigh most."""


def of_children(node: Rollup, scene: Scene, side: str) -> Iterator[Witness]:
    """Yield what each agency below reported, in their order; of many, the largest values.

    Where some report lacks what is asked, only those that do are told: nothing was added up.
    """
    below = scene.view.below
    if below is None:
        return
    parts = parts_of(node, scene, below)
    for number in _told(parts):
        yield _witness(node, scene, below, below.children[number], parts[number], side)


def _told(parts: Parts) -> Sequence[int]:
    there = parts.there
    lacking = [number for number, part in parts.odd.items() if part and part.value is None]
    there = lacking or there
    if len(there) <= MOST_TOLD:
        return there
    heaviest = sorted(there, key=lambda number: -parts.weight(number))[:MOST_TOLD]
    return sorted(heaviest)


def _witness(
    node: Rollup, scene: Scene, below: Below[View], child: Child, part: Part, side: str
) -> Witness:  # fmt: skip
    view, value = below.view(child), node.value
    period = view.submission.period
    if isinstance(value, Cell):
        sight = view.see(value, scene.place)
        row, column = view.labels(sight.cell)
        return Witness(
            sight.cell.table, sight.cell.row, sight.cell.column, sight.reading.at,
            spell_known(sight.value), sight.reading.shown, row, column, side,
            child.path, period, child.name,
        )  # fmt: skip
    known = spell_known(part.value if isinstance(part, Outcome) else part)
    words = spell_words(value, scene)
    return Witness(
        _table(value), None, words, None, known, known or "", "", words, side,
        child.path, period, child.name,
    )  # fmt: skip


def _table(value: Node) -> str:
    return next(each.table for each in walk(value) if isinstance(each, Cell | Aggregate))


def rollup_facts(rule: Rule, scene: Scene) -> dict[str, str]:
    """Return how many agencies a rule adds up, and whether it is that a cell is their sum."""
    asked = [each for each in own(rule.check) if isinstance(each, Rollup)]
    below = scene.view.below
    if not asked or below is None:
        return {}
    there = sum(1 for each in below.children if each.missing is None)
    facts = {"children": str(there)}
    told = [len(_told(parts_of(each, scene, below))) for each in asked]
    if there > MOST_TOLD and sum(told) < there * len(asked):
        facts["untold"] = str(there * len(asked) - sum(told))
    deciding = decisive_comparison(rule.check)
    if isinstance(deciding, Compare) and deciding.operator == "=":
        sides = deciding.left, deciding.right
        if any(Rollup("sum", each) in sides for each in sides):
            facts["rollup"] = "sum"
    return facts
