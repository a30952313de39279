"""A total row that the rule file looks for in vain is told where its label stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.running import only_file, rules_and_data

RULES = """form: pay
tables:
- id: pay
  key: [code]
  columns:
  - {label: 编码, id: code, values: code}
  - {label: 单位, id: agency, values: text}
  - {label: 收入, values: amount}
  - {label: 合计, values: amount}
  total_row: {where: "agency = '合计'"}
"""
HEAD = "编码,单位,收入,合计\n01,甲局,1,1\n02,乙局,3,3\n"


@pytest.mark.parametrize(
    ("data", "cell"),
    [
        (HEAD + "合计,,4,4\n", "A4"),
        (HEAD + "03,合 计,4,4\n", "B4"),
        (HEAD + "03,总计,4,4\n", None),
        (HEAD, None),
        (HEAD + "\n合计\n", None),
        ("序号,编码,单位,收入,合计\n1,01,甲局,1,1\n合计,,,1,1\n", "A3"),
        ("单位,收入,合计,编码\n甲局,1,1,01\n乙局,3,3,02\n,4,4,合计\n", "D4"),
    ],
)
def test_where_its_label_stands(data: str, cell: str | None, tmp_path: Path) -> None:
    rules, table = rules_and_data(tmp_path, RULES, data)
    found = only_file(table, "--rules", rules, "--lang", "en")["findings"]
    (told,) = (each for each in found if each["rule"] == "missing-total-row")
    assert (told["at"] and told["at"]["cell"]) == cell
    assert ("agency = '合计'" in told["message"]) is (cell is not None)


def test_a_total_row_that_is_found_is_not_missed(tmp_path: Path) -> None:
    rules, table = rules_and_data(tmp_path, RULES, HEAD + ",合计,4,4\n")
    found = only_file(table, "--rules", rules)["findings"]
    assert "missing-total-row" not in {each["rule"] for each in found}
