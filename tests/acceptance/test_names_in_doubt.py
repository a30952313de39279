"""Where a heading is not that of the form, what rests on it is told with the name in doubt."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.running import only_file, rules_and_data, run

RULES = """
form: staff
values: count
tables:
- id: staff
  title: Staff
  columns:
  - label: Spring
    items: [Women, Men]
  - label: Autumn
    items: [Women, Men]
  rows: [Doctors, Nurses, {label: All, equals: sum(*)}]
"""


@pytest.mark.parametrize("heads", ["Start,,Autumn,", "Spring,,Other,"])
def test_what_rests_on_a_name_in_doubt_is_told_with_it(tmp_path: Path, heads: str) -> None:
    rows = ["Doctors,1,2,3,4", "Nurses,5,6,7,8", "All,6,8,10,12"]
    data = "\n".join(["Staff,,,,", f",{heads}", ",Women,Men,Women,Men", *rows])
    rules, table = rules_and_data(tmp_path, RULES, data)
    findings = only_file(table, "--rules", rules)["findings"]
    unknown = [each for each in findings if each["verdict"] == "unknown"]
    assert unknown
    assert {cause["finding"] for each in unknown for cause in each["because"]} == {
        "ambiguous-label"
    }
    told = run(table, "--rules", rules, "--lang", "en").out
    assert "? not checked" not in told
    assert told.count("not checked for it") == told.count("error ambiguous-label")
    assert "was not found" not in told
