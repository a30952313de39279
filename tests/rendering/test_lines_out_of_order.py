"""What could not be checked for a line that is out of order is told under that line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.running import rules_and_data, run

RULES = """form: water
values: count
tables:
- id: use
  columns: [农业, 工业, {label: 合计, equals: sum(*)}]
  rows: [东区, 西区, {label: 全市, equals: sum(*)}]
"""
RECORDS = """form: grants
tables:
- id: grants
  key: [code]
  columns: [code, a, b, {label: c, equals: a + b}]
"""


@pytest.mark.parametrize(
    ("rules", "data", "unchecked"),
    [
        (RULES, ",农业,工业,合计\n东区,1,2\n西区,1,2,3\n全市,2,4,6\n", 4),
        (RECORDS, "code,a,b,c\n1,1,2,3,9\n2,1,2,3\n3,1,2\n", 2),
    ],
)
def test_it_hangs_on_the_line(rules: str, data: str, unchecked: int, tmp_path: Path) -> None:
    said = run("--rules", *rules_and_data(tmp_path, rules, data), "--lang", "en").out
    assert "? not checked" not in said
    assert "not checked for it" in said
    assert f"{unchecked} not checked" in said


def test_each_line_has_its_own(tmp_path: Path) -> None:
    data = "code,a,b,c\n1,1,2,3,9\n2,1,2,3\n3,1,2\n"
    said = run("--rules", *rules_and_data(tmp_path, RECORDS, data), "--lang", "en").out
    told = said.split("malformed-line")[1:]
    assert [each.count("not checked for it") for each in told] == [1, 1]
