"""A table of one row without a label: every cell of it is compared across reports, as elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportcheck.checking import Request, check
from reportcheck.report import Report

RULES = """
form: f
values: count
identity:
  agency: [{filename: '^(?P<agency>\\D+)'}]
  period: [{filename: '(?P<period>\\d{4})'}]
tables:
- id: t
  rows: one
  columns: [New, Done, {label: All, equals: sum(*)}]
rules:
- {id: rolled-up, table: t, each: cell, check: cell = sum(children(cell))}
- {id: no-less, table: t, each: cell, check: cell >= prev(cell)}
"""


def report(name: str, new: int, done: int) -> None:
    path = Path(name)
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"New,Done,All\n{new},{done},{new + done}\n", encoding="utf-8")


@pytest.fixture(name="run")
def _run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.chdir(tmp_path)
    Path("rules.yaml").write_text(RULES, encoding="utf-8")
    Path("agencies.csv").write_text("name,parent\nCity,\nA,City\nB,City\n", encoding="utf-8")
    for year, city_done in ((2023, 5), (2024, 6)):
        report(f"{year}/A{year}.csv", 1, 2)
        report(f"{year}/B{year}.csv", 4, 3)
        report(f"{year}/City{year}.csv", 5, city_done)
    report("2024/B2024.csv", 4, 2)
    return check(Request(("2024",), ("rules.yaml",), prior=("2023",), hierarchy="agencies.csv"))


def test_each_cell_is_compared_with_the_agencies_below_and_the_period_before(run: Report) -> None:
    assert [(each.rule, str(each.verdict), each.column) for each in run.findings] == [
        ("no-less", "fail", "Done"),
        ("no-less", "fail", "All"),
        ("rolled-up", "fail", "Done"),
    ]
    assert run.exit_code == 1
