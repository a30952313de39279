"""Marked copies by the command line: where they go, and what is said of those that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.running import run
from tests.annotating.books import RULES, rich_book


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
