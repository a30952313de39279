"""Rules as statements of logic: when an instance holds, when it fails, on what it depends.

The three values of a formula become two statements, one that it is true and one that it is false;
where neither holds it is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass as plain_dataclass

import z3

from reportcheck.diagnosing.meaning import Meaning
from reportcheck.diagnosing.vocabulary import Claim, Vocabulary
from reportcheck.formula import Cell, If, Node
from reportcheck.interpreting.trees import Scene
from reportcheck.rule import Missing, Rule
from reportcheck.submission import Submission
from reportcheck.viewing import Place, View


@plain_dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """One instance of a rule: when it holds and when it fails, and on what it depends.

    ``asks`` is true where the rule requires anything, None where it always does. ``breaks`` is
    where it surely fails, which it does not where it is unknown or no instance. ``cells`` are those
    it names.
    """

    rule: Rule
    place: Place
    holds: Claim
    fails: Claim
    asks: Claim | None
    breaks: Claim
    cells: frozenset[Cell]


def statements(words: Vocabulary, rules: Iterable[Rule]) -> Iterator[Statement]:
    """Yield every instance of these rules; among records, that of one record."""
    view = View(Submission(words.form, "", {}))
    for rule in rules:
        if rule.origin in {"total_row", "hierarchy"}:
            continue  # about the other records of a file, of which there is none here
        if rule.over_records(words.form):
            yield _statement(words, view, rule, Place())
        else:
            for each in rule.instances(words.form):
                yield _statement(words, view, rule, Place.of(each))


def _statement(words: Vocabulary, view: View, rule: Rule, place: Place) -> Statement:
    scene = Scene(view, place, rule.tolerance)
    check = Meaning(words, scene)
    holds, fails = check.condition(rule.check)
    asks = []
    if rule.where is not None:
        picked, left = check.exactly().condition(rule.where)
        holds, fails = z3.Or(left, holds), z3.And(picked, fails)
        asks.append(picked)
    on = _depends_on(rule.check)
    if on is not None:
        asks.append(check.exactly().condition(on)[0])
    breaks = z3.And(fails, z3.Not(z3.Or(*_gone(words, rule, place), words.true(value=False))))
    if rule.missing is not Missing.STRICT:
        # What the rule makes of empty cells is its own: with one of them it may hold and fail.
        empty = [words.blank(cell) for cell in sorted(check.cells, key=str)]
        holds, fails = z3.Or(holds, *empty), z3.Or(fails, *empty)
        breaks = z3.And(breaks, *(z3.Not(each) for each in empty))
    asked = z3.And(*asks) if asks else None
    return Statement(rule, place, holds, fails, asked, breaks, frozenset(check.cells))


def _gone(words: Vocabulary, rule: Rule, place: Place) -> list[Claim]:
    """Return what makes that there is no instance of a rule at a place: an absent item."""
    table = words.form.by_id.get(rule.table or "")
    if table is None or place.item is None:
        return []
    row = place.row or (place.item if rule.each == "row" else None)
    column = None if rule.each == "row" else place.item
    return words.absences(Cell(table.id, row, column or ""))


def _depends_on(check: Node) -> Node | None:
    return check.condition if isinstance(check, If) else None
