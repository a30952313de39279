"""The example that the reference manual of VTL 2.1 gives of `check_hierarchy`, end to end."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportcheck.checking import Request, check
from reportcheck.rule import Missing
from tests.missing.vtl import EXAMPLE, NO_POINT, NO_RESULT, RESULT, RULES, Measure, checked

WORDS = {
    "partial_null": Missing.STRICT,
    "always_null": Missing.STRICT,
    "non_null": Missing.SKIP_IF_ANY,
    "partial_zero": Missing.SKIP_IF_ALL,
    "always_zero": Missing.ZERO,
}
NULLS = {"H", "U"}
VERDICTS = {True: "pass", False: "fail", None: "unknown", NO_RESULT: "—"}


def found(folder: Path, missing: Missing) -> dict[str, tuple[str, str | None]]:
    """Return by rule how it ends, and the difference where it fails."""
    codes = sorted({code for left, _, right in RULES.values() for code in (left, *right.split())})
    lines = [
        "form: hierarchy",
        "tables:",
        "- id: ds",
        "  values: {type: integer, blank: unknown, marks: {suppressed: ['x']}}",
        "  columns: ['2010']",
        "  rows:",
        *(f"  - {{id: {code}, optional: true}}" for code in codes),
        "rules:",
    ]
    for name, (left, operator, right) in RULES.items():
        total = " + ".join(f'{code}["2010"]' for code in right.split())
        formula = f'{left}["2010"] {operator} {total}'
        lines += [f"- id: {name}", "  check: |-", f"    {formula}", f"  missing: {missing}"]
    (folder / "hierarchy.yaml").write_text("\n".join(lines), "utf-8")
    # A Measure that is NULL is a number that nobody can read: nothing may stand in for it.
    cells = {code: "x" if value is None else value for code, value in EXAMPLE.items()}
    rows = ["Id_2,2010", *(f"{code},{cells[code]}" for code in codes if code in cells)]
    (folder / "ds.csv").write_text("\n".join(rows) + "\n", "utf-8")
    request = Request((str(folder / "ds.csv"),), (str(folder / "hierarchy.yaml"),))
    (file,) = check(request).files
    told = {each.rule: (str(each.verdict), each.difference) for each in file.findings}
    passed = {rule for rule, count in file.passes if count}
    return {
        rule: told.get(rule, ("pass" if rule in passed else "—", None)) for rule in RULES
    }  # fmt: skip


def test_the_example_ends_as_the_manual_says(tmp_path: Path) -> None:
    assert found(tmp_path, Missing.STRICT) == {
        rule: (VERDICTS[holds], str(imbalance) if holds is False else None)
        for rule, (holds, imbalance) in RESULT.items()
    }


@pytest.mark.parametrize("mode", list(WORDS))
def test_the_example_ends_as_the_other_modes_would_have_it(tmp_path: Path, mode: str) -> None:
    said = {}
    for rule, (left, operator, right) in RULES.items():
        measures: list[Measure] = [EXAMPLE.get(code, NO_POINT) for code in (left, *right.split())]
        said[rule] = VERDICTS[checked(mode, measures[0], operator, measures[1:])]
    if mode == "partial_null":
        said["R060"] = "unknown"  # nothing is there: VTL's own text has no result, its example NULL
    if mode == "non_null":
        # H is NULL: no result in VTL, where D and E are missing here as well.
        assert said["R080"] == "—"
    assert {rule: verdict for rule, (verdict, _) in found(tmp_path, WORDS[mode]).items()} == said
