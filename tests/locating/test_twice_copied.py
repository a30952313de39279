"""A table that is there twice in copied text is told, and its neighbours are read as ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportcheck.locating import locate
from reportcheck.number import State
from reportcheck.reading import read
from reportcheck.rulefile import find
from tests.acceptance.copying import WRITERS, parts
from tests.acceptance.running import SAMPLES, only_file, rules_and_data

FORM = find("gir")[0].form
TABLES = {3: "规范性文件", 5: "行政许可", 7: "处罚强制", 9: "收费", 12: "申请"}
"""The tables by where they stand among the parts of the page, each under its title."""


@pytest.mark.parametrize("titled", [True, False])
@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("at", TABLES)
def test_its_neighbours_are_read(at: int, kind: str, *, titled: bool, tmp_path: Path) -> None:
    page = parts(str(SAMPLES / "invented-2024.xlsx"))
    page[at:at] = [page[at], page[at - 1]] if titled else [page[at]]
    path = tmp_path / "copied.txt"
    path.write_text(WRITERS[kind](page), "utf-8")

    copy = locate(read(str(path)), FORM)

    told = [each for each in copy.structure if each.rule != "lone-table"]
    assert {each.table for each in told} == {TABLES[at]}
    assert all(each.rule.startswith("duplicate-") for each in told)
    for slot, reading in copy.readings.items():
        assert (reading.state is State.VALUE) is (slot.table != TABLES[at])


RULES = """form: f
values: count
tables:
- id: t
  title: 一、人员
  rows: one
  columns: [在编, 聘用, {label: 合计, equals: sum(*)}]
"""


def test_rows_of_values_under_a_header_of_one_are_no_total_row(tmp_path: Path) -> None:
    files = rules_and_data(tmp_path, RULES, "一、人员\n在编,聘用,合计\n1,2,3\n1,2,4\n")
    told = only_file(files[1], "--rules", files[0], "--lang", "en")["findings"]
    assert [each["rule"] for each in told] == ["t.合计", "duplicate-table"]
    assert 'table "一、人员" occurs more than once' in told[0]["message"]
    assert "several rows of values (A3, A4)" in told[1]["message"]
