"""Traps of workbooks, in every format that has them: names of sheets and files, many sheets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportcheck.problem import Problem
from reportcheck.reading import read
from tests.reading import formats
from tests.reading.formats import Page

SHEETS = {"ods": formats.ods, "xlsb": formats.xlsb, "xml": formats.old_xml}
ALL: dict[str, Callable[[Page], bytes]] = {
    **SHEETS,
    "html": lambda page: formats.html([page]),
    "mht": lambda page: formats.mht([page]),
    "docx": lambda page: formats.docx([page]),
}
ROWS = [["甲", "1"], ["乙", "2"]]


@pytest.mark.parametrize("kind", SHEETS)
@pytest.mark.parametrize("name", ["三 ", " 三", "'三'", 'a"b', "[1]", "100%", "a!b", "三&<四>"])
def test_names_of_sheets_stay_as_they_are(kind: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(SHEETS[kind](Page(ROWS, name=name)))
    (grid,) = read(str(path)).grids
    assert grid.sheet == name


@pytest.mark.parametrize("kind", SHEETS)
def test_a_thousand_sheets_are_read(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(SHEETS[kind](*[Page(ROWS, name=f"表{number}") for number in range(1000)]))
    grids = read(str(path)).grids
    assert [grid.sheet for grid in grids] == [f"表{number}" for number in range(1000)]


@pytest.mark.parametrize("kind", ALL)
def test_names_of_files_are_only_names(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "年报 [1] 100% 'a' {b} *.xls".replace("*", "＊")
    path.write_bytes(ALL[kind](Page(ROWS)))
    assert [[str(cell) for cell in row] for row in read(str(path)).grids[0].rows] == ROWS


@pytest.mark.parametrize("kind", ALL)
def test_a_lock_file_is_none_of_them(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"~$年报.{kind}"
    path.write_bytes(ALL[kind](Page(ROWS)))
    with pytest.raises(Problem) as refused:
        read(str(path))
    assert refused.value.code == "lock-file"
    assert refused.value.facts["meant"] == str(tmp_path / f"年报.{kind}")
