"""The rules across agencies and years find what was planted, and are measured beside the forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportcheck.checking import Request, check
from tests.benchmarks.beside import main
from tests.benchmarks.generating.city import LIST, REPORTS, write_city
from tests.benchmarks.workloads import HERE

pytestmark = pytest.mark.no_cover  # see pyproject.toml


def test_a_city_holds_but_for_what_was_planted(tmp_path: Path) -> None:
    planted = write_city(tmp_path / "city", 124)
    reports, rules = str(tmp_path / "city" / REPORTS), str(HERE / "rules" / "city.yaml")
    lists = str(tmp_path / "city" / LIST)
    report = check(Request((reports,), rules=(rules,), hierarchy=lists, jobs=1))
    wrong = [each for each in report.files if each.findings]
    assert planted.mistakes == {"wrong": 1}
    # The one above it reports what those below really had.
    assert [Path(each.path).stem for each in wrong] == ["000001", "000004"]
    assert {one.rule for each in wrong for one in each.findings} == {"汇总"}


def test_the_figures_have_a_line_for_each_way_to_look(tmp_path: Path) -> None:
    lines = main(8, 1, tmp_path).splitlines()
    assert [line.split(" | ")[0] for line in lines[2:]] == ["| agencies below", "| the year before"]
