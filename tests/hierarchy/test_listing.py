"""Lists of agencies, and everything that can be wrong with one."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportcheck.hierarchy import Hierarchy, read_list
from reportcheck.problem import Problem, RuleFileProblem

GOOD = """code,name,parent
35,明光市,
3501,甲局,35
3502,乙局,明光市
350101,甲局一所,3501
"""


def listed(tmp_path: Path, text: str | bytes) -> Hierarchy:
    path = tmp_path / "agencies.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_list(str(path))


def mistakes(tmp_path: Path, text: str) -> list[tuple[str, int]]:
    with pytest.raises(RuleFileProblem) as refused:
        listed(tmp_path, text)
    assert refused.value.code == "hierarchy-file"
    return [(each.code, each.line) for each in refused.value.mistakes]


def tree(hierarchy: Hierarchy) -> dict[str, list[str]]:
    below = {each.name: [one.name for one in hierarchy.below(each)] for each in hierarchy.agencies}
    return {name: names for name, names in below.items() if names}


def test_a_parent_is_named_by_code_or_by_name(tmp_path: Path) -> None:
    assert tree(listed(tmp_path, GOOD)) == {"明光市": ["甲局", "乙局"], "甲局": ["甲局一所"]}


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode("gb18030"),
        GOOD.encode("utf-8-sig"),
        GOOD.encode("utf-16"),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace(",", "\t").encode(),
        GOOD.replace("code,name,parent", "单位代码,单位名称,上级代码").encode(),
        ("\n" + GOOD.replace("3502,乙局", '"3502"," 乙局 "') + "\n,,\n").encode(),
    ],
)
def test_a_list_is_read_as_people_save_it(tmp_path: Path, data: bytes) -> None:
    assert tree(listed(tmp_path, data)) == {"明光市": ["甲局", "乙局"], "甲局": ["甲局一所"]}


def test_codes_may_be_left_out(tmp_path: Path) -> None:
    assert tree(listed(tmp_path, "name,parent\n甲市,\n乙局,甲市\n")) == {"甲市": ["乙局"]}


def test_a_heading_has_no_report_and_its_agencies_count_for_the_one_above(tmp_path: Path) -> None:
    hierarchy = listed(
        tmp_path,
        "name,parent,reports\n甲市,,\n市直部门,甲市,no\n乙局,市直部门,\n区县,甲市,否\n丙区,区县,是\n",
    )
    city, _, bureau, *_ = hierarchy.agencies
    assert [each.name for each in hierarchy.below(city)] == ["乙局", "丙区"]
    assert hierarchy.above(bureau) == city


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("hierarchy-empty", 1)]),
        ("code,name,parent\n", [("hierarchy-empty", 2)]),
        ("甲市,\n乙局,甲市\n", [("hierarchy-column", 1)]),
        ("code,name\n1,甲市\n", [("hierarchy-columns", 1)]),
        ("name,名称,parent\n甲市,,\n", [("hierarchy-column-twice", 1)]),
        (GOOD + "36,丙局,35,x\n", [("hierarchy-fields", 6)]),
        (GOOD + "3501,丙局,35\n", [("hierarchy-code-twice", 6)]),
        (GOOD + "3503,甲 局,35\n", [("hierarchy-name-twice", 6)]),
        (GOOD + "3503,丙局,36\n", [("hierarchy-parent-unknown", 6)]),
        (GOOD + "3503,,35\n", [("hierarchy-no-name", 6)]),
        ("name,parent,reports\n甲市,,maybe\n", [("hierarchy-reports", 2)]),
        ("name,parent\n甲,甲\n", [("hierarchy-circle", 2)]),
        ("name,parent\n甲,乙\n丁,甲\n乙,丙\n丙,甲\n", [("hierarchy-circle", 2)]),
        ('name,parent\n"甲,\n', [("hierarchy-csv", 3)]),
        (
            GOOD + "3501,丙局,36\n3504,乙局,35\n",
            [
                ("hierarchy-code-twice", 6),
                ("hierarchy-parent-unknown", 6),
                ("hierarchy-name-twice", 7),
            ],
        ),
        (
            "code,name,parent,file\n1,甲市,,a.xlsx\n2,甲市,1,b.xlsx\n3,乙局,甲市,\n",
            [("hierarchy-parent-unclear", 4)],
        ),
    ],
)
def test_every_mistake_is_told_with_its_line(
    tmp_path: Path, text: str, expected: list[tuple[str, int]]
) -> None:
    assert mistakes(tmp_path, text) == expected


def test_a_parent_that_is_nearly_in_the_list_is_suggested(tmp_path: Path) -> None:
    with pytest.raises(RuleFileProblem) as refused:
        listed(tmp_path, GOOD + "3503,丙局,明光\n")
    (mistake,) = refused.value.mistakes
    assert (mistake.facts["suggestion"], mistake.excerpt) == ("明光市", "3503,丙局,明光")


def test_a_workbook_or_a_folder_is_no_list(tmp_path: Path) -> None:
    for data, code in ((b"PK\x03\x04", "hierarchy-no-text"), (None, "hierarchy-unreadable")):
        path = tmp_path / ("none.csv" if data is None else "list.xlsx")
        if data is not None:
            path.write_bytes(data)
        with pytest.raises(Problem) as refused:
            read_list(str(path))
        assert refused.value.code == code


def test_a_report_is_known_by_name_by_code_or_by_its_file(tmp_path: Path) -> None:
    hierarchy = listed(
        tmp_path,
        "code,name,parent,file\n35,明光市,,汇总/*.xlsx\n3500,明光市,35,*本级*.xlsx\n3501,甲局,35,\n",
    )
    area, office, bureau = hierarchy.agencies
    assert hierarchy.find("明光市", "2024/汇总/明光市.xlsx") == area
    assert hierarchy.find("明光市", "2024/明光市本级.xlsx") == office
    assert hierarchy.find("明光市", "2024/明光市.xlsx") is None
    assert hierarchy.find("甲 局", "x.xlsx") == bureau
    assert hierarchy.find("3501", "x.xlsx") == bureau
    assert hierarchy.find(None, "x.xlsx") is None
    assert (hierarchy.shown(office), hierarchy.shown(bureau)) == ("明光市(3500)", "甲局")
    assert hierarchy.nearest("甲局本级") == "甲局"
