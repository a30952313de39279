"""Small rule files made at random: the changes are those that going through every filling finds.

Rules with ``where``, conditions, alternatives, texts, weights and whole numbers within bounds. What
they mean is reckoned here by itself.
"""

from __future__ import annotations

import operator
import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Final, Literal, NamedTuple, TypeAlias

import pytest

from reportcheck.evaluating import evaluate
from reportcheck.form import Values
from reportcheck.localising import localise
from reportcheck.mending import Mending
from reportcheck.viewing import View
from tests.building import axis, filled_records, form_of, item, pack_of, records_table, rule_of

pytestmark = pytest.mark.no_cover  # see pyproject.toml

Record: TypeAlias = Mapping[str, "int | str"]
Weight: TypeAlias = "int | Fraction | Literal['fixed']"
Fills: TypeAlias = dict[frozenset[str], list[Record]]

OPERATORS: Final[Mapping[str, Callable[[int, int], bool]]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt,
    ">=": operator.ge,
}  # fmt: skip
KINDS: Final = ("A", "B", "C")


class Asked(NamedTuple):
    """A rule as it is written, its ``where``, and what it means."""

    text: str
    where: str
    holds: Callable[[Record], bool]


class Sum(NamedTuple):
    """A sum as it is written, and what it comes to."""

    text: str
    of: Callable[[Record], int]


class Case(NamedTuple):
    """A record, what its cells may hold, what changing them weighs, and what is asked of it."""

    domains: Mapping[str, Sequence[int | str]]
    record: Mapping[str, int | str | None]
    weights: Mapping[str, Weight]
    rules: Sequence[Asked]

    @property
    def used(self) -> set[str]:
        """What some rule names: nothing is said of other cells."""
        words = (
            word for each in self.rules for word in re.findall(r"\w+", f"{each.text} {each.where}")
        )
        return self.domains.keys() & set(words)


def case_of(rng: random.Random) -> Case:
    count = rng.randint(3, 6)
    top = rng.choice([2, 3] if count > 5 else [2, 3, 4])
    names = [f"x{number}" for number in range(count)]
    domains: dict[str, Sequence[int | str]] = {}
    for name in names:
        low = rng.choice([0, 0, 0, -1])
        domains[name] = range(low, low + top + 1)
    if rng.random() < 0.5:
        domains["kind"] = KINDS
    record: dict[str, int | str | None] = {
        name: rng.choice(values) for name, values in domains.items()
    }
    for name in names:
        if rng.random() < 0.07:
            record[name] = rng.choice([None, 9])
    weights: list[Weight] = [1, 1, 1, 1, 2, 3, Fraction(1, 2), 0, "fixed"]
    return Case(
        domains,
        record,
        {name: rng.choice(weights) if rng.random() < 0.5 else 1 for name in domains},
        [_rule(rng, names, domains) for _ in range(rng.randint(1, 5))],
    )


def _rule(rng: random.Random, names: Sequence[str], domains: Iterable[str]) -> Asked:
    form = rng.choice(["plain", "plain", "if", "where", "or"])
    one, other = _comparison(rng, names), _comparison(rng, names)
    if form == "plain":
        return one
    if form == "or":
        return Asked(
            f"({one.text}) or ({other.text})", "", lambda row: one.holds(row) or other.holds(row)
        )
    if "kind" in domains and rng.random() < 0.5:
        sign, kind = rng.choice(["=", "!="]), rng.choice(KINDS)
        one = Asked(f"kind {sign} '{kind}'", "", lambda row: (row["kind"] == kind) is (sign == "="))

    def holds(row: Record) -> bool:
        return not one.holds(row) or other.holds(row)

    if form == "if":
        return Asked(f"if {one.text} then {other.text}", "", holds)
    return Asked(other.text, one.text, holds)


def _comparison(rng: random.Random, names: Sequence[str]) -> Asked:
    chosen = rng.sample(names, rng.randint(1, len(names)))[:5]
    split = rng.randint(1, len(chosen))
    left, right = _sum(rng, chosen[:split]), _sum(rng, chosen[split:])
    if rng.random() < 0.1:
        room = rng.randint(0, 2)
        return Asked(
            f"abs({left.text} - ({right.text})) <= {room}", "",
            lambda row: abs(left.of(row) - right.of(row)) <= room,
        )  # fmt: skip
    sign = "=" if rng.random() < 0.5 else rng.choice(sorted(OPERATORS))
    return Asked(
        f"{left.text} {sign} {right.text}", "",
        lambda row: OPERATORS[sign](left.of(row), right.of(row)),
    )  # fmt: skip


def _sum(rng: random.Random, names: Sequence[str]) -> Sum:
    factors = {name: rng.choice([1, 1, 1, 2, 3, 4, -1, -2]) for name in names}
    constant = rng.randint(0, 4)
    return Sum(
        " + ".join([*(f"{factor} * {name}" for name, factor in factors.items()), str(constant)]),
        lambda row: sum(factor * int(row[name]) for name, factor in factors.items()) + constant,
    )


def looked(case: Case) -> Mending:
    values = {
        name: Values("code", one_of=KINDS)
        if name == "kind"
        else Values("integer", min=int(domain[0]), max=int(domain[-1]), places=0)
        for name, domain in case.domains.items()
    }
    items = [
        replace(item(name, each), reliability=case.weights[name]) for name, each in values.items()
    ]
    form = form_of(replace(records_table("t", values), columns=axis(*items)))
    rules = (
        rule_of(form, each.text, "t", "row", where=each.where, name=f"r{number}")
        for number, each in enumerate(case.rules)
    )
    pack = pack_of(form, *rules)
    typed = {name: ["" if each is None else str(each)] for name, each in case.record.items()}
    filled = filled_records(form, t=typed)
    (evaluation,) = evaluate(pack, [filled])
    return localise(pack, View(filled), evaluation.findings)


def brute(case: Case) -> Fills:
    """Return the cheapest sets of cells to change, with all fillings that each of them allows."""
    ranges: list[Sequence[int | str]] = []
    for name, domain in case.domains.items():
        held = case.record[name]
        if held is not None and name not in case.used:
            ranges.append((held,))
        elif held is not None and case.weights[name] == "fixed":
            ranges.append((held,) if held in domain else ())
        else:
            ranges.append(domain)
    best: Fraction | None = None
    found: Fills = {}
    for filling in product(*ranges):
        row = dict(zip(case.domains, filling, strict=True))
        changed = frozenset(
            name for name, held in case.record.items() if held is not None and row[name] != held
        )
        cost = sum((_cost(case.weights[name]) for name in changed), Fraction(0))
        if (best is None or cost <= best) and all(each.holds(row) for each in case.rules):
            if best is None or cost < best:
                best, found = cost, {}
            found.setdefault(changed, []).append(row)
    return found


def _cost(weight: Weight) -> Fraction:
    return Fraction(0 if weight == "fixed" else weight) or Fraction(1, 1_000_000)


@pytest.mark.parametrize("seed", range(0, 300, 25))
def test_the_changes_are_those_that_going_through_every_filling_finds(seed: int) -> None:
    for number in range(seed, seed + 25):
        case = case_of(random.Random(f"rules {number}"))  # noqa: S311 - a seed
        expected = brute(case)
        mending = looked(case)
        assert mending.complete, case
        if not expected:
            assert not all(part.sets for part in mending.parts), case
            continue
        whole = mending.whole()
        assert whole is not None, case
        if not mending.parts:
            whole = ((),)
        told = {
            frozenset(one.column for one in each if not one.open): {
                one.column: one.to for one in each
            }
            for each in whole
        }
        assert told.keys() == expected.keys(), case
        blank = {name for name in case.used if case.record[name] is None}
        for changed, values in told.items():
            for name in changed | blank:
                options = {row[name] for row in expected[changed]}
                only = str(next(iter(options))) if len(options) == 1 else None
                assert values.get(name) == only, (case, sorted(changed), name, options)
        _each_part_stands_alone(case, mending)


def _each_part_stands_alone(case: Case, mending: Mending) -> None:
    """What is changed in one part breaks no rule, whatever is done about the others."""
    before = {name: held for name, held in case.record.items() if held is not None}
    if len(before) < len(case.record):
        return
    for each in (each for part in mending.parts for each in part.sets):
        if all(one.to is not None for one in each):
            new = {one.column: one.to or "" for one in each}
            after = {
                name: held if name not in new else new[name] if name == "kind" else int(new[name])
                for name, held in before.items()
            }
            assert all(rule.holds(after) >= rule.holds(before) for rule in case.rules), case
