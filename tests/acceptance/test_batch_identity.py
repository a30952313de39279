"""In a batch each file stands under whoever sent it: a cell, a title, or the file's name tells."""

from pathlib import Path

import pytest

from tests.acceptance.running import SAMPLES, report, run

RULES = """
form: visits
values: count
identity:
  agency:
  - right_of: 填报单位
  - title: '^(?P<agency>.+?)20\\d\\d年参观人次'
  - filename: '^(?P<agency>[^\\d_]+)_'
  period:
  - right_of: 年度
  - title: '(?P<period>20\\d\\d)年参观人次'
  - filename: '(?P<period>20\\d\\d)'
tables:
- id: visits
  columns:
  - 成人
  - 儿童
  - label: 总计
    equals: sum(*)
  rows:
  - 春
  - 夏
  - 秋
"""
TABLE = ",成人,儿童,总计\n春,1,2,3\n夏,2,2,{total}\n秋,0,0,0\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES, "utf-8")
    files = tmp_path / "files"
    files.mkdir()
    for name, before, total in (
        ("1.csv", "填报单位：,甲馆,年度,2024\n", 4),
        ("2.csv", "乙馆2024年参观人次,,,\n", 5),
        ("丙馆_2024.csv", "", 4),
        ("3.csv", "", 6),
        ("4.csv", "填报单位,甲馆,年度,2024\n", 4),
        ("丁馆_2023.csv", "填报单位,戊馆,,\n", 4),
    ):
        (files / name).write_text(before + TABLE.format(total=total), "utf-8")
    return tmp_path


def test_who_sent_a_file_is_told_by_the_first_clue_that_answers(folder: Path) -> None:
    whole = report(folder / "files", "--rules", folder / "rules.yaml")
    found = {Path(file["path"]).name: (file["agency"], file["period"]) for file in whole["files"]}
    assert found == {
        "1.csv": ("甲馆", "2024"),
        "2.csv": ("乙馆", "2024"),
        "丙馆_2024.csv": ("丙馆", "2024"),
        "3.csv": (None, None),
        "4.csv": ("甲馆", "2024"),
        "丁馆_2023.csv": ("戊馆", "2023"),
    }


def test_whoever_names_nobody_stands_with_the_name_of_the_file(folder: Path) -> None:
    ended = run(folder / "files", "--rules", folder / "rules.yaml", "--lang", "en")
    assert ended.code == 1
    lines = ended.out.splitlines()
    begin = next(at for at, line in enumerate(lines) if line.lstrip().startswith("agency"))
    rows = [line.split() for line in lines[begin + 1 : begin + 7]]
    assert [row[:2] for row in rows[:2]] == [["✗", "3.csv"], ["✗", "乙馆"]]
    assert sorted(row[1] for row in rows[2:]) == ["丙馆", "戊馆", "甲馆", "甲馆"]
    assert {"1.csv", "4.csv", "丁馆_2023.csv"} <= {row[-1] for row in rows}
    assert any("甲馆 2024 is there 2 times" in line for line in lines)


def test_a_file_that_names_another_is_told_among_many_of_its_layout(tmp_path: Path) -> None:
    data = (SAMPLES / "invented-2024.xlsx").read_bytes()
    for name in ("a", "b", "c", "虚构市人民政府2024", "虚构市人民政府2023"):
        (tmp_path / f"{name}.xlsx").write_bytes(data)
    found = {
        Path(file["path"]).stem: [each["rule"] for each in file["findings"]]
        for file in report(tmp_path, "--select", "identity-differs", "--jobs", "1")["files"]
    }
    assert found.pop("虚构市人民政府2023") == ["identity-differs"]
    assert not any(found.values())
