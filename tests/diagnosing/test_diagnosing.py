"""Rules that contradict or imply each other, or say nothing; held against trying every filling."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from reportcheck.diagnosing import Remark, diagnose
from reportcheck.diagnosing.firing import unfired
from reportcheck.diagnosing.logic import statements
from reportcheck.diagnosing.vocabulary import Vocabulary
from reportcheck.evaluating.places import places_of
from reportcheck.finding import Verdict
from reportcheck.form import Slot
from reportcheck.interpreting import judge
from reportcheck.linear import coefficients
from reportcheck.number import State
from reportcheck.page import Lang, Page, plain
from reportcheck.rendering.diagnosis import diagnosis
from reportcheck.rule import Pack
from reportcheck.rulefile import find, load
from reportcheck.submission import Reading, Submission
from reportcheck.viewing import View

HEAD = """\
form: f
values: {type: count, max: 3}
tables:
- id: t
  rows: one
  columns:
  - a
  - b
  - {id: c, values: {type: count, min: 1, max: 3}}
  - {id: d, values: {type: count, blank: unknown, max: 3}}
  - {id: kind, values: {type: code, one_of: [X, Y]}}
rules:
"""


def pack_of(folder: Path, *checks: str, severity: str = "error") -> Pack:
    rules = "".join(
        f"- id: r{number}\n  table: t\n  severity: {severity}\n  check: |\n    {check}\n"
        for number, check in enumerate(checks)
    )
    path = folder / "rules.yaml"
    path.write_text(HEAD + rules, encoding="utf-8")
    return load(str(path))


def told(remarks: Sequence[Remark], *kinds: str) -> list[tuple[str, ...]]:
    return [tuple(p.rule for p in each.about) for each in remarks if each.kind in kinds]


def test_the_smallest_conflict_is_named_with_lines_and_a_filling(tmp_path: Path) -> None:
    pack = pack_of(tmp_path, "a = b", "a >= 2", "c = a + 1", "b <= 1", "d >= 1")

    (conflict,) = (each for each in diagnose(pack) if each.grave)

    assert conflict.kind == "contradiction"
    assert [part.rule for part in conflict.about] == ["r0", "r1", "r3"]
    assert [part.line for part in conflict.about] == [13, 18, 28]
    filling = dict(conflict.filling)
    assert filling["a"] == filling["b"]
    assert int(filling["a"]) >= 2
    assert conflict.facts["without"] == "r3"


def test_conflicts_that_share_no_rule_are_all_named(tmp_path: Path) -> None:
    pack = pack_of(tmp_path, "a = 1", "b = 1", "a = 2", "b = 2")

    assert told(diagnose(pack), "contradiction") == [("r0", "r2"), ("r1", "r3")]


@pytest.mark.parametrize(
    ("check", "kind"),
    [
        ("a + 1 = a", "never-holds"),
        ("a + b > 6", "never-holds"),
        ("c = 0", "never-holds"),
        ("kind = 'Z9'", "never-holds"),
        ("a = a", "always-holds"),
        ("a >= 0", "always-holds"),
        ("a + c >= b - 2", "always-holds"),
        ("a > 0 or a <= 0", "always-holds"),
        ("kind = 'X' or kind = 'Y'", "always-holds"),
        ("one_of(kind, ['X', 'Y'])", "always-holds"),
        ("filled(a)", "always-holds"),
        ("blank(d) or d >= 0", "always-holds"),
        ("if a > 3 then b = 1", "never-asks"),
        ("if kind = 'X' and kind = 'Y' then b = 1", "never-asks"),
        ("max(a, b) >= min(a, b)", "always-holds"),
        ("abs(a - b) <= 3", "always-holds"),
        ("mean(a, b) > 3", "never-holds"),
        ("all_or_none(a, b)", "always-holds"),
    ],
)
def test_a_rule_that_says_nothing_is_named(tmp_path: Path, check: str, kind: str) -> None:
    if "'Z9'" in check:  # the loader knows that no code is called so
        check = "not (kind = 'X' or kind = 'Y')"
    remarks = diagnose(pack_of(tmp_path, check))

    assert told(remarks, kind) == [("r0",)]
    assert not told(remarks, *({"never-holds", "always-holds", "never-asks"} - {kind}))


@pytest.mark.parametrize(
    "check",
    [
        "a = b",
        "a / c <= 1",
        "a * b = 3",
        "round(a / 2) = b",
        "matches(kind, 'Q')",
        "filled(d)",
        "if kind = 'X' then a > 0",
        "count(a, d) = 2",
        "a < 3",
    ],
)
def test_of_a_rule_that_may_hold_or_fail_nothing_is_said(tmp_path: Path, check: str) -> None:
    kinds = {each.kind for each in diagnose(pack_of(tmp_path, check))}

    assert kinds <= {"untouched"}


def test_what_others_imply_is_named_with_those(tmp_path: Path) -> None:
    pack = pack_of(tmp_path, "a <= b", "2 * a <= 2 * b + 1", "b <= c", "a <= c")

    remarks = [each for each in diagnose(pack) if each.kind == "implied"]

    assert [(each.about[0].rule, *(p.rule for p in each.by)) for each in remarks] == [
        ("r1", "r0"),
        ("r3", "r0", "r2"),
    ]


@pytest.mark.parametrize("missing", ["zero", "skip-if-any", "skip-if-all"])
def test_what_a_rule_makes_of_empty_cells_is_its_own(tmp_path: Path, missing: str) -> None:
    text = HEAD + (
        f"- {{id: sums, table: t, check: a = b + d, missing: {missing}}}\n"
        "- {id: open, table: t, check: blank(d)}\n"
        f"- {{id: less, table: t, check: a + d >= 0, missing: {missing}}}\n"
    )
    path = tmp_path / "rules.yaml"
    path.write_text(text)

    assert not [each.kind for each in diagnose(load(str(path))) if each.kind != "untouched"]


def test_what_is_declared_is_told_only_where_it_is_needed(tmp_path: Path) -> None:
    pack = pack_of(tmp_path, "a = a", "c + a >= 1", "d <= a + d + c")

    given = {
        each.about[0].rule: each.given for each in diagnose(pack) if each.kind == "always-holds"
    }

    assert given["r0"] == ()
    assert {(one.cells, one.what, one.text) for one in given["r1"]} == {
        (("a",), "min", "0"),
        (("c",), "min", "1"),
    }
    assert {(one.cells, one.what) for one in given["r2"]} == {(("a",), "min"), (("c",), "min")}


def test_an_error_is_not_implied_by_what_may_be_left_as_it_is(tmp_path: Path) -> None:
    text = HEAD + (
        "- {id: strict, table: t, check: a <= b}\n"
        "- {id: lenient, table: t, severity: warning, check: a + 0 <= b}\n"
    )
    path = tmp_path / "rules.yaml"
    path.write_text(text)

    assert told(diagnose(load(str(path))), "implied") == [("lenient",)]


def test_two_relations_of_the_annual_report_follow_from_the_others() -> None:
    (pack,) = find("gir@2021.1")
    remarks = [each for each in diagnose(pack) if each.kind == "consequence"]

    assert [(each.about[0].rule, each.about[0].places) for each in remarks] == [
        ("申请.总计", ("(七)总计",)),
        ("收办平衡", ("总计",)),
    ]
    rows = list(balances(pack))
    assert len(rows) == 42
    assert rank(rows) == 42 - len(remarks)


def balances(pack: Pack) -> list[dict[object, Fraction]]:
    """Return the coefficients of every relation that holds in one report."""
    rows = []
    for each in statements(Vocabulary(pack.form), pack.rules):
        if each.rule.across:
            continue
        view = View(Submission(pack.form, "", {}))
        check = each.rule.check
        row: dict[object, Fraction] = {}
        for side, sign in ((check.left, 1), (check.right, -1)):  # type: ignore[union-attr]
            terms = coefficients(side)
            assert terms is not None
            for term, factor in terms.items():
                slot = view.see(term, each.place).cell  # type: ignore[arg-type]
                row[slot] = row.get(slot, Fraction(0)) + Fraction(factor) * sign
        rows.append(row)
    return rows


def rank(rows: Sequence[dict[object, Fraction]]) -> int:
    """Return how many of the rows are independent, by elimination."""
    left, found = [dict(row) for row in rows], 0
    while left:
        row = {key: value for key, value in left.pop().items() if value}
        if not row:
            continue
        found += 1
        pivot, factor = next(iter(row.items()))
        for other in left:
            share = other.get(pivot, Fraction(0)) / factor
            for key, value in row.items():
                other[key] = other.get(key, Fraction(0)) - share * value
    return found


NAMES = st.sampled_from(["a", "b", "c"])
SUMS = st.lists(NAMES, min_size=1, max_size=3).map(" + ".join)
SIDES = st.one_of(SUMS, st.integers(0, 4).map(str), NAMES.map(lambda name: f"2 * {name}"))
COMPARISONS = st.tuples(SUMS, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), SIDES).map(
    " ".join
)
CHECKS = st.one_of(
    COMPARISONS,
    st.tuples(COMPARISONS, COMPARISONS).map(lambda two: f"if {two[0]} then {two[1]}"),
    st.tuples(COMPARISONS, COMPARISONS).map(lambda two: f"{two[0]} or {two[1]}"),
    COMPARISONS.map(lambda one: f"not ({one})"),
)


@settings(max_examples=60, deadline=None)
@given(checks=st.lists(CHECKS, min_size=1, max_size=4))
def test_what_is_said_is_what_trying_every_filling_shows(
    checks: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    pack = pack_of(tmp_path_factory.mktemp("rules"), *checks)
    remarks = diagnose(pack)

    verdicts = list(tried(pack))
    rules = [rule.id for rule in pack.rules]
    spoilt = {rule for about in told(remarks, "contradiction", "never-holds") for rule in about}
    for about in told(remarks, "contradiction", "never-holds"):
        places = [rules.index(rule) for rule in about]
        assert not any(all(each[place] for place in places) for each in verdicts)
        for spared in places:  # none of them can be spared
            rest = [place for place in places if place != spared]
            assert any(all(each[place] for place in rest) for each in verdicts)
    left = [number for number, rule in enumerate(rules) if rule not in spoilt]
    assert any(all(each[number] for number in left) for each in verdicts)
    always = {rule for about in told(remarks, "always-holds") for rule in about}
    idle = always | {rule for about in told(remarks, "never-asks") for rule in about}
    for number, rule in enumerate(rules):
        if rule not in spoilt:
            assert (rule in idle) == all(each[number] for each in verdicts)
    for each in remarks:
        if each.kind == "implied":
            number = rules.index(each.about[0].rule)
            by = [rules.index(part.rule) for part in each.by]
            assert all(one[number] for one in verdicts if all(one[place] for place in by))


def tried(pack: Pack) -> list[list[bool]]:
    """Return whether each rule passes, for every filling of a, b and c."""
    found = []
    for a, b, c in product(range(4), range(4), range(1, 4)):
        values = {"a": a, "b": b, "c": c}
        readings = {
            Slot("t", None, name): Reading(State.VALUE, value, str(value))
            for name, value in values.items()
        }
        view = View(Submission(pack.form, "", readings))
        found.append(
            [
                judge(rule, view, place).verdict is Verdict.PASS
                for rule in pack.rules
                for place in places_of(rule, view)
            ]
        )
    return found


def test_tolerances_above_one_unit_and_cells_without_rules_are_named(tmp_path: Path) -> None:
    text = """\
form: f
values: amount
tables:
- id: t
  title: Table one
  rows: [r1, r2]
  columns: [x, y, z, {id: note, values: text}]
rules:
- {id: narrow, table: t, each: row, check: x = y, tolerance: 0.01}
- {id: wide, table: t, each: row, check: x = y, tolerance: 0.02}
- {id: rounded, table: t, each: row, check: x = y + 2 * y, tolerance: rounding}
"""
    path = tmp_path / "rules.yaml"
    path.write_text(text)

    remarks = diagnose(load(str(path)))

    assert [
        (each.about[0].rule, each.facts["room"], each.facts["unit"])
        for each in remarks
        if each.kind == "wide-tolerance"
    ] == [("wide", "0.02", "0.01"), ("rounded", "0.02", "0.01")]
    (left,) = (each.facts for each in remarks if each.kind == "untouched")
    assert left == {"count": "2", "cells": "Table one (z)"}


def test_when_time_runs_out_it_says_so() -> None:
    (pack,) = find("gir@2021.1")

    (remark,) = (each for each in diagnose(pack, seconds=0) if each.kind == "unfinished")

    assert int(remark.facts["left"]) == len(pack.rules)


def test_rules_that_ask_nothing_of_given_files_are_named(tmp_path: Path) -> None:
    pack = pack_of(tmp_path, "if a = 3 then b = 1", "if a = 1 then d = 1", "a = a + d", "b >= a")
    readings = {
        Slot("t", None, name): Reading(State.VALUE, value, str(value))
        for name, value in {"a": 1, "b": 1, "c": 1}.items()
    } | {Slot("t", None, "d"): Reading(State.BLANK)}
    remarks = list(unfired(pack, [Submission(pack.form, "", readings)]))

    assert [(each.kind, each.about[0].rule) for each in remarks] == [
        ("never-met", "r0"),
        ("never-evaluated", "r1"),
        ("never-evaluated", "r2"),
    ]
    assert [each.kind for each in unfired(pack, [])] == ["no-data"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_as_it_is_shown(
    tmp_path: Path, lang: Lang, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    many = " + ".join(["a"] * 3)
    pack = pack_of(
        Path(),
        "a = b", "a >= 2", "b <= 1",
        "c = 0",
        "if a > 3 then c = 1",
        "c >= 1",
        f"{many} <= 3 * d", "a <= d",
    )  # fmt: skip
    (gir,) = find("gir@2021.1")
    remarks = [*diagnose(pack), *diagnose(gir), *unfired(pack, [])]
    remarks += diagnose(gir, seconds=0)

    assert plain(diagnosis(remarks, Page(lang))) == snapshot
