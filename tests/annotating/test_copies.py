"""Marked copies by the command line: where they go, and what is said of those that cannot be."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.acceptance.running import run
from tests.annotating.books import RULES, one_cause, rich_book


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.yaml"
    path.write_text(RULES, encoding="utf-8")
    return path


def test_one_file_makes_one_copy(tmp_path: Path, rules: Path) -> None:
    original, copy = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    rich_book(original)
    before = original.read_bytes()
    ended = run(original, "--rules", rules, "--report", f"annotated={copy}")
    assert (ended.code, ended.err) == (1, "")
    assert copy.read_bytes()[:2] == b"PK"
    assert original.read_bytes() == before


def test_several_files_make_copies_in_a_folder_and_the_rest_is_named(
    tmp_path: Path, rules: Path
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    (folder / "x").mkdir(parents=True)
    out.mkdir()
    for name in ("a.xlsx", "x/a.xlsx"):
        rich_book(folder / name)
    (folder / "c.csv").write_text(
        "项目,甲,乙,总计\n本年新收,1,1,2\n上年结转,1,1,2\n", encoding="utf-8"
    )
    ended = run(folder, "--rules", rules, "--report", f"annotated={out}", "--lang", "en")
    assert sorted(each.name for each in out.iterdir()) == ["a.annotated-2.xlsx", "a.annotated.xlsx"]
    assert ended.code == 1
    assert "c.csv" in ended.err


@pytest.mark.parametrize(
    ("target", "said"),
    [("b.xls", "ending"), ("a.xlsx", "a.xlsx"), ("none/b.xlsx", "none")],
)
def test_a_copy_that_would_not_open_or_overwrite_something_is_refused(
    tmp_path: Path, rules: Path, target: str, said: str
) -> None:
    original = tmp_path / "a.xlsx"
    rich_book(original)
    before = original.read_bytes()
    ended = run(
        original, "--rules", rules, "--report", f"annotated={tmp_path / target}", "--lang", "en"
    )
    assert ended.code == 2
    assert said in ended.err
    assert original.read_bytes() == before


def test_text_takes_no_marks(tmp_path: Path, rules: Path) -> None:
    text = tmp_path / "c.csv"
    text.write_text("项目,甲,乙,总计\n本年新收,1,1,2\n上年结转,1,1,2\n", encoding="utf-8")
    ended = run(text, "--rules", rules, "--report", f"annotated={tmp_path / 'd.xlsx'}")
    assert ended.code == 2
    assert "html=" in ended.err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_cell_to_change_is_marked_although_nothing_accuses_it(
    tmp_path: Path, lang: str
) -> None:
    one_cause(tmp_path / "a.xlsx")
    copy = tmp_path / "b.xlsx"
    run(tmp_path / "a.xlsx", "--report", f"annotated={copy}", "--lang", lang, "-qq")
    book = openpyxl.load_workbook(copy)
    sheet, last = book["三"], book.worksheets[-1]
    colours = {
        str(each.sqref): rule.dxf.fill.bgColor.rgb
        for each in sheet.conditional_formatting
        for rule in each.rules
    }
    accused, cause = colours.pop("D30 J14"), colours.pop("D14")
    assert accused != cause
    assert not colours
    assert "52 → 5" in sheet["D14"].comment.text
    assert "52 → 5" in sheet["J14"].comment.text
    assert sheet["D14"].value == 52
    shown = [each.rules[0].dxf.fill.bgColor.rgb for each in last.conditional_formatting]
    assert shown == [accused, cause]
    rows = [*last.iter_rows(min_row=5, values_only=True)]
    assert ["52 → 5" in str(row[5]) for row in rows] == [False, True, False]
    assert [last.cell(row, 2).hyperlink.location for row in (6, 7)] == ["'三'!J14", "'三'!D30"]


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_where_several_changes_would_do_no_cell_is_the_cause(tmp_path: Path, rules: Path) -> None:
    rich_book(tmp_path / "a.xlsx")
    copy = tmp_path / "b.xlsx"
    run(tmp_path / "a.xlsx", "--rules", rules, "--report", f"annotated={copy}", "-qq")
    book = openpyxl.load_workbook(copy)
    assert len([*book.worksheets[-1].conditional_formatting]) == 1
    (row,) = book.worksheets[-1].iter_rows(min_row=5, values_only=True)
    assert "→" in str(row[5])
