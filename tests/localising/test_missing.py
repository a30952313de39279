"""Missing numbers that other rules compute: the rules that take these are mended as well."""

from __future__ import annotations

import pytest

from reportcheck.evaluating import evaluate
from reportcheck.localising import localise
from reportcheck.number import Raw
from reportcheck.rulefile.loading import load_bytes
from reportcheck.viewing import View
from tests.building import filled_form, filled_records

RECORDS = load_bytes(
    b"""
form: f
tables:
- id: t
  values: {type: count, blank: unknown}
  columns:
  - a
  - b
  - {id: part, equals: 2 * a + b}
  - {id: whole, equals: part + 1, missing: use-computed}
  - c
  - {id: all, equals: whole + c, missing: use-computed}
""",
    "f.yaml",
)
FORM = load_bytes(
    b"""
form: f
tables:
- id: t
  values: {type: count, blank: unknown}
  columns: [x]
  rows:
  - a
  - b
  - {id: part, equals: a + b}
  - c
  - {id: all, equals: part + c, missing: use-computed}
""",
    "f.yaml",
)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        # What is computed changes with what it is computed from: of 2 * a only even gaps.
        ({"a": "3", "b": "1", "whole": "9"}, [{"b": "2"}, {"whole": "8"}]),
        ({"a": "3", "b": "1", "whole": "10"}, [{"a": "4"}, {"b": "3"}, {"whole": "8"}]),
        # What it lacks may be computed in turn.
        (
            {"a": "1", "b": "1", "c": "2", "all": "8"},
            [{"a": "2"}, {"b": "3"}, {"c": "4"}, {"all": "6"}],
        ),
        # What nothing computes leaves the rule out.
        ({"a": "1", "c": "2", "all": "8"}, None),
    ],
)
def test_of_records(row: dict[str, str], expected: list[dict[str, str]] | None) -> None:
    columns = {name: [row.get(name, "")] for name in ("a", "b", "part", "whole", "c", "all")}
    filled = filled_records(RECORDS.form, t=columns)
    (evaluation,) = evaluate(RECORDS, [filled])
    mending = localise(RECORDS, View(filled), evaluation.findings)
    sets = [[{one.column: one.to for one in each} for each in part.sets] for part in mending.parts]
    assert sets == ([] if expected is None else [expected])


def test_of_a_form() -> None:
    cells: list[list[Raw]] = [[2], [3], [""], [4], [10]]
    filled = filled_form(FORM.form, {"t": cells})
    (evaluation,) = evaluate(FORM, [filled])
    mending = localise(FORM, View(filled), evaluation.findings)
    (part,) = mending.parts
    assert [{one.row: one.to for one in each} for each in part.sets] == [
        {"a": "3"}, {"b": "4"}, {"c": "5"}, {"all": "9"},
    ]  # fmt: skip
