"""A rule is implied only if it finds nothing by itself in a file whose cells may lack values."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportcheck.diagnosing import diagnose
from reportcheck.evaluating.places import places_of
from reportcheck.finding import Verdict
from reportcheck.form import Slot
from reportcheck.interpreting import judge
from reportcheck.number import State
from reportcheck.rule import Pack
from reportcheck.rulefile import load
from reportcheck.submission import Reading, Submission
from reportcheck.viewing import View

HEAD = """\
form: f
values: {type: count, max: 2}
tables:
- id: t
  columns: [q]
  rows:
  - a
  - {id: b, values: {type: count, max: 2, blank: unknown}}
  - {id: c, values: {type: count, max: 2, marks: {not_applicable: ['/']}}}
  - {id: d, optional: true}
  - {id: e, values: {type: count, max: 2, blank: zero}}
rules:
"""
ROWS = "abcde"


def pack_of(folder: Path, *checks: str) -> Pack:
    rules = "".join(
        f'- {{id: r{number}, table: t, each: column, check: "{check}"}}\n'
        for number, check in enumerate(checks)
    )
    path = folder / "rules.yaml"
    path.write_text(HEAD + rules, encoding="utf-8")
    return load(str(path))


def implied(pack: Pack) -> list[tuple[str, list[str]]]:
    return [
        (each.about[0].rule, [part.rule for part in each.by])
        for each in diagnose(pack)
        if each.kind == "implied"
    ]


@pytest.mark.parametrize(
    ("checks", "told"),
    [
        (("a <= b", "b <= e", "a <= e"), []),
        (("a <= c", "c <= e", "a <= e"), []),
        (("a <= d", "d <= e", "a <= e"), []),
        (("a <= prev(e)", "prev(e) <= e", "a <= e"), []),
        (("a <= e", "a <= e + 1"), [("r1", ["r0"])]),
        (("a <= b", "a <= b + 1"), [("r1", ["r0"])]),
        (("a = sum(b, d)", "a >= sum(b, d)"), [("r1", ["r0"])]),
        (("a * b <= c", "a * b <= c + 1"), [("r1", ["r0"])]),
        (("a <= b", "b <= e", "if filled(b) then a <= e"), [("r2", ["r0", "r1"])]),
    ],
)
def test_what_may_be_unknown_implies_nothing_of_what_is_known(
    tmp_path: Path, checks: tuple[str, ...], told: list[tuple[str, list[str]]]
) -> None:
    assert implied(pack_of(tmp_path, *checks)) == told


LEAVES = st.sampled_from([*ROWS, "1"])
SUMS = st.builds("sum({}, {})".format, st.sampled_from(ROWS), st.sampled_from(ROWS)) | LEAVES
CHECKS = st.builds("{} {} {}".format, SUMS, st.sampled_from(["=", "<=", ">="]), SUMS)
CONDITIONAL = CHECKS | st.builds("if {} then {}".format, CHECKS, CHECKS)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(CONDITIONAL.filter(lambda c: any(r in c.split("(") + c.split() for r in ROWS)),
                min_size=2, max_size=4))  # fmt: skip
def test_whatever_is_filled_in_or_left_out_an_implied_rule_fails_with_another(
    tmp_path: Path, checks: list[str]
) -> None:
    pack = pack_of(tmp_path, *checks)
    by_id = {rule.id: rule for rule in pack.rules}
    found = implied(pack)
    for view in fillings(pack) if found else ():
        for rule, others in found:
            if fails(by_id[rule].id, view, pack):
                assert any(fails(each, view, pack) for each in others), (rule, others)


def fails(name: str, view: View, pack: Pack) -> bool:
    rule = next(each for each in pack.rules if each.id == name)
    return any(judge(rule, view, each).verdict is Verdict.FAIL for each in places_of(rule, view))


def fillings(pack: Pack) -> list[View]:
    """Return every filling of five cells, with each of the ways in which they may lack a value."""
    number = [Reading(State.VALUE, value, str(value)) for value in range(3)]
    blank, mark = Reading(State.BLANK), Reading(State.MARK, None, "/")
    absent = Reading(State.ABSENT)
    ways = [number, [*number, blank], [*number, mark], [*number, absent], [*number, blank]]
    return [
        View(
            Submission(
                pack.form,
                "",
                {Slot("t", row, "q"): each for row, each in zip(ROWS, held, strict=True)},
            )
        )
        for held in product(*ways)
    ]
