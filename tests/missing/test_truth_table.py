"""What is missing: every cell of the table in docs/rule-language.md, however it is evaluated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from reportcheck.evaluating import Evaluation, evaluate
from reportcheck.finding import Verdict
from reportcheck.form import Form, Values
from reportcheck.formula import EACH, Binary, Cell
from reportcheck.number import ErrorValue, NotCalculated
from reportcheck.rule import Computation, Missing, Pack, Rule
from tests.building import (
    ABSENT,
    MISSING,
    filled_form,
    filled_records,
    form_of,
    form_table,
    item,
    records_table,
    rule_of,
)
from tests.missing.vtl import MODES, NO_POINT, NO_RESULT, NULL, Measure, checked

PAGE = Path(__file__).parents[2] / "docs" / "rule-language.md"
VALUES = Values("integer", places=0, marks=(("—", "not_applicable"), ("x", "suppressed")))
COLUMNS = ["t", "a", "b", "c", "d"]
FORM = form_of(form_table("f", ["r"], [item(each, optional=True) for each in COLUMNS], VALUES))
RECORDS = form_of(records_table("f", dict.fromkeys(COLUMNS, VALUES)))

CELLS: dict[str, list[object]] = {
    "missing": ["", None, "/", "—", ABSENT],
    "unreadable": ["22件以上", ErrorValue("#REF!"), NotCalculated("A1"), MISSING, "x"],
}
WRITTEN: dict[str, list[object]] = {
    "missing": ["", " ", "/", "—"],
    "unreadable": ["22件以上", "1,2,3", "x"],
}
"""As a text file has them."""


def lines() -> Iterator[tuple[tuple[str, ...], dict[Missing, str]]]:
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [each.strip() for each in line.strip("|").split("|")]
        if len(cells) == 3 + len(Missing) and set(cells[3:]) <= {"pass", "fail", "unknown", "—"}:
            yield tuple(cells[:3]), dict(zip(Missing, cells[3:], strict=True))


LINES = list(lines())


def rules(form: Form, missing: Missing) -> tuple[Rule, Rule]:
    rule = replace(rule_of(form, "t = a + b", "f", "row"), missing=missing)
    other = rule_of(form, "t = c + d", "f", "row", name="other")
    if missing is Missing.USE_COMPUTED:
        computation = Computation(
            "other",
            "row",
            Cell("f", EACH, "t"),
            Binary("+", Cell("f", EACH, "c"), Cell("f", EACH, "d")),
        )
        rule = replace(rule, computed_by=(computation,))
    return rule, other


def ended(evaluation: Evaluation, rule: str = "r") -> str:
    found = [each for each in evaluation.findings if each.rule == rule]
    if found:
        (finding,) = found
        return str(finding.verdict)
    return "pass" if dict(evaluation.passes)[rule] else "—"


def filled(cells: tuple[str, ...], states: dict[str, list[object]]) -> Iterator[list[object]]:
    yield from (
        [*each, 2, 3] for each in product(*(states.get(cell, [cell]) for cell in cells))
    )  # fmt: skip


def as_number(cell: object) -> object:
    return int(cell) if isinstance(cell, str) and cell.isdigit() else cell


def test_the_table_is_whole() -> None:
    kinds = {tuple("number" if c.isdigit() else c for c in cells) for cells, _ in LINES}
    among = ("number", "missing", "unreadable")
    wanted = {(t, *sorted(right)) for t, *right in product(among, repeat=3)}
    assert {(t, *sorted(right)) for t, *right in kinds} == wanted


@pytest.mark.parametrize("missing", list(Missing))
@pytest.mark.parametrize(("cells", "ends"), LINES)
def test_a_form_ends_as_the_table_says(
    cells: tuple[str, ...], ends: dict[Missing, str], missing: Missing
) -> None:
    rows = [list(map(as_number, row)) for row in filled(cells, CELLS)]
    submissions = [filled_form(FORM, {"f": [row]}) for row in rows]
    pack = Pack(FORM, rules(FORM, missing))
    for few in (4000, 0):  # one by one, and over columns
        found = evaluate(pack, submissions, few=few)
        assert [ended(each) for each in found] == [ends[missing]] * len(rows)


@pytest.mark.parametrize("missing", list(Missing))
@pytest.mark.parametrize(("cells", "ends"), LINES)
def test_records_end_as_the_table_says(
    cells: tuple[str, ...], ends: dict[Missing, str], missing: Missing
) -> None:
    rows = [list(map(str, row)) for row in filled(cells, WRITTEN)]
    pack = Pack(RECORDS, rules(RECORDS, missing))
    columns = {name: [row[at] for row in rows] for at, name in enumerate(COLUMNS)}
    for few in (4000, 0):
        (found,) = evaluate(pack, [filled_records(RECORDS, f=columns)], few=few)
        told = [each for each in found.findings if each.rule == "r"]
        passed = dict(found.passes)["r"]
        counts = {
            "pass": passed,
            "fail": sum(each.count for each in told if each.verdict is Verdict.FAIL),
            "unknown": sum(each.count for each in told if each.verdict is Verdict.UNKNOWN),
        }
        expected = dict.fromkeys(counts, 0)
        if ends[missing] != "—":
            expected[ends[missing]] = len(rows)
        assert counts == expected


COUNTERPARTS = {
    "non_null": Missing.SKIP_IF_ANY, "partial_null": Missing.STRICT,
    "partial_zero": Missing.SKIP_IF_ALL, "always_null": Missing.STRICT,
    "always_zero": Missing.ZERO,
}  # fmt: skip
SAID = {True: "pass", False: "fail", NULL: "unknown", NO_RESULT: "—"}


def test_the_page_names_the_counterparts_of_all_modes() -> None:
    written = {}
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [each.strip().strip("`") for each in line.strip("|").split("|")]
        if cells[0] in MODES:
            written[cells[0]] = cells[1]
    assert written == {mode: str(COUNTERPARTS.get(mode, "")) for mode in MODES}


@pytest.mark.parametrize("mode", list(COUNTERPARTS))
def test_each_mode_of_vtl_ends_as_its_counterpart(mode: str) -> None:
    among: tuple[Measure, ...] = (5, 0, 3, NO_POINT, NULL)
    cells: dict[object, object] = {NO_POINT: ABSENT, NULL: "not told"}
    for measures in product(among, repeat=3):
        left, *right = measures
        said = SAID[checked(mode, left, "=", right)]
        row = [cells.get(each, each) for each in measures]
        (found,) = evaluate(
            Pack(FORM, rules(FORM, COUNTERPARTS[mode])[:1]),
            [filled_form(FORM, {"f": [[*row, 0, 0]]})],
        )
        unreadable = mode == "non_null" and NULL in measures and NO_POINT not in measures
        nothing = mode == "partial_null" and set(measures) == {NO_POINT}
        if unreadable or nothing:
            said = "unknown"
        assert (measures, ended(found)) == (measures, said)
