"""Copied text is told from delimited text, and what is lost in it is never made up."""

from pathlib import Path

import pytest

from reportcheck.reading import read
from reportcheck.stream import Stream
from tests.acceptance.running import only_file

RULES = """form: f
tables:
- id: t
  columns: [甲, 乙, 丙]
  rows: [第一行, 第二行, 第三行]
"""
HEAD = "甲 |\n乙 |\n丙 |\n|\n"
FULL = "第一行 |\n1 |\n2 |\n3 |\n"


def checked(folder: Path, text: str) -> list[tuple[str, str | None, int]]:
    rules, data = folder / "f.yaml", folder / "copied.txt"
    rules.write_text(RULES, "utf-8")
    data.write_text(text, "utf-8")
    found = only_file(data, "--rules", rules)["findings"]
    return [(each["rule"], each["row"], each["at"]["row"]) for each in found]


@pytest.mark.parametrize(
    "text",
    ["a|b|c\n1|2|3\n", "a,b\n1,2\n3,4\n", "a\tb\n1\t2\n", "value\n1\n2\n3\n4\n5\n", "a;b\n", "a\n"],
)
def test_delimited_text_stays_what_it_is(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    assert not isinstance(read(str(path)).grids[0], Stream)


@pytest.mark.parametrize(
    ("last", "told"),
    [
        ("第三行 |\n7 |\n8 |\n9 |\n", []),
        ("第三行 |\n7 |\n8 |\n", [("row-width", "第三行", 14)]),
        ("第三行 |\n7 |\n8 9 |\n", [("row-width", "第三行", 14)]),
        ("第三行 |\n7 |\n8 |\n9 |\n5 |\n", [("row-width", "第三行", 14)]),
        ("第三行 |\n7 |\n000 |\n9 |\n", [("run-together", "第三行", 16)]),
        ("第三行 |\n7 |\n8 9 |\n9 |\n", [("run-together", "第三行", 16)]),
        ("第三行 |\n7 |\n|\n9 |\n", [("blank", "第三行", 16)]),
        ("第三行 |\n7 |\n8（其中修订 1 件） |\n9 |\n", [("not-a-number", "第三行", 16)]),
    ],
)
def test_only_what_is_told_is_read(
    last: str, told: list[tuple[str, str, int]], tmp_path: Path
) -> None:
    text = f"本表第一行、第二行见下。\n{HEAD}{FULL}第二行 |\n4 |\n5 |\n6 |\n{last}以上第三行。\n"
    assert checked(tmp_path, text) == told


@pytest.mark.parametrize(
    ("last", "words"),
    [
        ("7 |\n|\n8 |\n9 |\n", "3 values, with empty cells before or between them"),
        ("7 |\n8 |\n9 |\n4 |\n", "4 values where 3 belong"),
        ("7 |\n8 |\n", "2 values where 3 belong"),
    ],
)
def test_a_row_is_told_by_what_is_wrong_with_it(last: str, words: str, tmp_path: Path) -> None:
    rules, data = tmp_path / "f.yaml", tmp_path / "copied.txt"
    rules.write_text(RULES, "utf-8")
    data.write_text(f"{HEAD}{FULL}第二行 |\n4 |\n5 |\n6 |\n第三行 |\n{last}", "utf-8")

    (told,) = only_file(data, "--rules", rules, "--lang", "en")["findings"]

    assert (told["rule"], told["row"]) == ("row-width", "第三行")
    assert words in told["message"]
