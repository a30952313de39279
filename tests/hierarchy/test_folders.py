"""Agencies by the folders in which their reports lie."""

from __future__ import annotations

from pathlib import Path

from reportcheck.hierarchy import Hierarchy, read_folder


def laid_out(tmp_path: Path, *files: str, named: dict[str, str] | None = None) -> Hierarchy:
    """Lay out files; what each names as its agency is its own name unless it is said."""
    reports = []
    for each in files:
        path = tmp_path / each
        path.parent.mkdir(parents=True, exist_ok=True)
        if each.endswith("/"):
            path.mkdir()
        else:
            path.touch()
            reports.append((str(path), (named or {}).get(each, path.stem)))
    return read_folder(str(tmp_path / "2024"), reports)


def tree(hierarchy: Hierarchy) -> list[tuple[str, str | None]]:
    return [
        (each.name, None if each.parent is None else hierarchy.agencies[each.parent].name)
        for each in hierarchy.agencies
    ]


def test_a_folder_is_an_agency_and_what_lies_in_it_is_below(tmp_path: Path) -> None:
    hierarchy = laid_out(
        tmp_path, "2024/明光市/明光市.xlsx", "2024/明光市/乙局.xlsx",
        "2024/明光市/甲局/甲局.xlsx", "2024/明光市/甲局/一所.xlsx", "2024/明光市/甲局/二所/x.xlsx",
    )  # fmt: skip
    assert tree(hierarchy) == [
        ("明光市", None), ("乙局", "明光市"), ("甲局", "明光市"),
        ("一所", "甲局"), ("二所", "甲局"),
    ]  # fmt: skip
    found = hierarchy.find("x", str(tmp_path / "2024/明光市/甲局/二所/x.xlsx"))
    assert found is not None
    assert (found.name, found.code) == ("二所", "明光市/甲局/二所")


def test_the_only_report_in_a_folder_is_that_of_its_agency_whatever_it_is_called(
    tmp_path: Path,
) -> None:
    named = {"2024/甲局/年报.xlsx": "明光市甲局"}
    assert tree(laid_out(tmp_path, *named, named=named)) == [("甲局", None)]


def test_the_folder_itself_is_an_agency_if_it_has_a_report(tmp_path: Path) -> None:
    hierarchy = laid_out(tmp_path, "2024/明光市.xlsx", "2024/甲局/甲局.xlsx")
    assert tree(hierarchy) == [("2024", None), ("甲局", "2024")]


def test_an_empty_folder_is_an_agency_without_a_report(tmp_path: Path) -> None:
    hierarchy = laid_out(tmp_path, "2024/甲市/甲市.xlsx", "2024/甲市/乙局/")
    assert tree(hierarchy) == [("甲市", None), ("乙局", "甲市")]
    assert list(hierarchy.places.values()) == [0]


def test_the_offices_own_report_has_a_folder_beside_those_of_the_others(tmp_path: Path) -> None:
    hierarchy = laid_out(
        tmp_path, "2024/甲市/甲市.xlsx", "2024/甲市/本级/甲市.xlsx", "2024/甲市/乙区/乙区.xlsx",
        "2024/甲市/乙区/本级/乙区.xlsx",
    )  # fmt: skip
    city, *_, own = hierarchy.agencies
    assert hierarchy.find("甲市", str(tmp_path / "2024/甲市/甲市.xlsx")) == city
    assert hierarchy.find("甲市", str(tmp_path / "2024/甲市/本级/甲市.xlsx")) == own
    assert [hierarchy.shown(each) for each in hierarchy.below(city)] == ["乙区", "甲市/本级"]


def test_reports_of_two_years_in_one_folder_are_of_one_agency(tmp_path: Path) -> None:
    files = ("2024/甲局/2023.xlsx", "2024/甲局/2024.xlsx")
    hierarchy = laid_out(tmp_path, *files, named=dict.fromkeys(files, "甲局"))
    assert tree(hierarchy) == [("甲局", None)]


def test_a_report_elsewhere_is_known_by_its_name(tmp_path: Path) -> None:
    hierarchy = laid_out(tmp_path, "2024/甲市/甲市.xlsx")
    found = hierarchy.find("甲 市", "elsewhere/x.xlsx")
    assert found is not None
    assert found.name == "甲市"
