"""Worked examples from manuals and the handbook: each with its source, and what that says.

- De Waal, Pannekoek and Scholtus (2011), Handbook of Statistical Data Editing and Imputation
  (doi:10.1002/9780470904848), examples 9.1 and 9.2, as the manual of deducorrect 1.3.7 gives them
  under ``deduImpute``.
- errorlocate 1.1.2 (R), the examples of ``locate_errors`` and the vignette "Find errors in data".
- editrules 2.9 (R), its tests of ``localizeErrors``.
- deducorrect 1.3.7 (R), the example of the package, for signs (deductive 1.0.1 is its successor);
  deductive imputation as on its authors' page of 26 November 2011.

Where those choose one of several answers at random, all of them are expected here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Literal

import pytest

from reportcheck.evaluating import evaluate
from reportcheck.form import Values
from reportcheck.localising import localise
from reportcheck.mending import Mending
from reportcheck.viewing import View
from tests.building import axis, filled_records, form_of, item, pack_of, records_table, rule_of

FREE = Values("integer", places=0)
YES_NO = Values("code", one_of=("TRUE", "FALSE"))

Weights = Mapping[str, int | Fraction | Literal["fixed"]]


def mended(
    record: Mapping[str, str],
    rules: list[str],
    weights: Weights | None = None,
    values: Mapping[str, Values] | None = None,
) -> Mending:
    columns = {name: (values or {}).get(name, FREE) for name in record}
    table = records_table("t", columns)
    items = [
        replace(item(name, each), reliability=(weights or {}).get(name, 1))
        for name, each in columns.items()
    ]
    form = form_of(replace(table, columns=axis(*items)))
    pack = pack_of(form, *(rule_of(form, each, "t", "row", name=each) for each in rules))
    submission = filled_records(form, t={name: [each] for name, each in record.items()})
    (evaluation,) = evaluate(pack, [submission])
    return localise(pack, View(submission), evaluation.findings)


def ways(mending: Mending) -> list[dict[str, str | None]]:
    found = mending.whole()
    assert found is not None
    return [{one.column: one.to for one in each} for each in found]


def test_errorlocate_turnover() -> None:
    rules = ["profit + cost = turnover", "cost >= 0.6 * turnover", "turnover >= 0"]
    record = {"profit": "755", "cost": "125", "turnover": "200"}
    assert ways(mended(record, rules)) == [{"profit": "75"}]


def test_errorlocate_categories_where_either_may_be_wrong() -> None:
    values = {
        "branch": Values("code", one_of=("government", "industry")),
        "tax": Values("code", one_of=("none", "VAT")),
    }
    record = {"branch": "government", "tax": "VAT", "n": "1"}
    values["n"] = FREE
    # Here only rules with a number in them are linear ones.
    rules = ["(tax != 'VAT' or branch = 'industry') and n >= 0"]
    found = ways(mended(record, rules, values=values))
    assert found == [{"branch": "industry"}, {"tax": "none"}]


@pytest.mark.parametrize(
    ("age", "weights", "expected"),
    [
        ("16", {"married": 1, "age": 2}, [{"married": "FALSE"}]),
        ("14", {"married": 2, "age": 1}, [{"age": None}]),
        ("16", {"age": "fixed"}, [{"married": "FALSE"}]),
        ("14", {}, [{"married": "FALSE"}, {"age": None}]),
    ],
)
def test_errorlocate_weights(
    age: str, weights: Weights, expected: list[dict[str, str | None]]
) -> None:
    rules = ["if married = 'TRUE' then age >= 17"]
    record = {"married": "TRUE", "age": age}
    assert ways(mended(record, rules, weights, {"married": YES_NO})) == expected


@pytest.mark.parametrize(
    ("age", "income", "expected"),
    [
        ("-10", "0", [{"age": None}]),
        ("15", "2000", [{"age": None}, {"income": None}]),
        ("25", "3000", []),
        ("", "1000", []),
    ],
)
def test_errorlocate_vignette(age: str, income: str, expected: list[dict[str, str | None]]) -> None:
    rules = ["age > 0", "if income > 0 then age > 16"]
    assert ways(mended({"age": age, "income": income}, rules)) == expected


def test_editrules_turnover_with_the_value() -> None:
    rules = ["p + c = t", "c - 0.6 * t >= 0", "c >= 0", "p >= 0"]
    assert ways(mended({"p": "755", "c": "125", "t": "200"}, rules)) == [{"p": "75"}]


@pytest.mark.parametrize(("x", "expected"), [("1", [{"x": "0"}]), ("0", []), ("2", [{"x": "0"}])])
def test_editrules_an_equation_and_a_bound(x: str, expected: list[dict[str, str]]) -> None:
    assert ways(mended({"x": x, "y": "1", "z": "1"}, ["x + y = z", "x < 1"])) == expected


@pytest.mark.parametrize("least", ["x", "y", "z"])
def test_editrules_weights(least: str) -> None:
    weights = {name: 1 if name == least else 2 for name in "xyz"}
    (way,) = ways(mended({"x": "1", "y": "1", "z": "1"}, ["x + y = z"], weights))
    assert list(way) == [least]


HANDBOOK = [
    "x1 + x2 = x3", "x2 = x4", "x5 + x6 + x7 = x8", "x3 + x8 = x9", "x9 - x10 = x11",
    "x6 >= 0", "x7 >= 0",
]  # fmt: skip


@pytest.mark.parametrize(
    ("x5", "also"), [("", {}), ("86", {"x6": "0", "x7": "0"})], ids=["9.1", "9.2"]
)
def test_the_handbook_deductive_imputation(x5: str, also: dict[str, str]) -> None:
    record = {f"x{number}": "" for number in range(1, 12)}
    record |= {"x1": "145", "x3": "155", "x5": x5, "x8": "86", "x10": "217"}
    (way,) = ways(mended(record, HANDBOOK))
    assert way == {"x2": "10", "x4": "10", "x9": "241", "x11": "24"} | also


def test_deductive_imputation_only_where_it_can_hold() -> None:
    rules = ["x + y = z", "x >= 0", "y >= 0", "z >= 0"]
    assert ways(mended({"x": "1", "y": "", "z": "4"}, rules)) == [{"y": "3"}]
    # y = -3 is not imputed: another value has to change along with it.
    found = ways(mended({"x": "4", "y": "", "z": "1"}, rules))
    assert [set(each) - {"y"} for each in found] == [{"x"}, {"z"}]


@pytest.mark.parametrize(
    ("record", "column", "to"),
    [((3, 13, 10), "z", "-10"), ((14, -4, 10), "y", "4"), ((15, 5, -10), "z", "10")],
)
def test_deducorrect_signs(record: tuple[int, int, int], column: str, to: str) -> None:
    written = dict(zip("xyz", map(str, record), strict=True))
    mending = mended(written, ["z = x - y"])
    signs = [
        (one.column, one.to)
        for part in mending.parts
        for slip in part.slips
        if slip.code == "sign"
        for one in slip.changes
    ]
    assert signs == [(column, to)]
