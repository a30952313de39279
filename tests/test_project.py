"""The project file: which files it means, what it says of them, and what in it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportcheck.problem import Problem
from reportcheck.project import Project, find, fits, groups, load

WHOLE = """\
lang = "zh"
fail-on = "warning"
prior = "2023"

[[files]]
paths = ["2024/*.xlsx"]
rules = ["rules/own.yaml", "gir"]

[[files]]
paths = ["grants", "more/**/*.csv"]
rules = "rules"
fail-on = "never"
"""


@pytest.mark.parametrize(
    ("path", "pattern", "meant"),
    [
        ("2024/a.xlsx", "2024", True),
        ("2024/a/b.xlsx", "2024/", True),
        ("2024.xlsx", "2024", False),
        ("2024/a/b.xlsx", "2024/*.xlsx", False),
        ("2024/a/b.xlsx", "2024/**/*.xlsx", True),
        ("2024/b.xlsx", "2024/**/*.xlsx", True),
        ("b.xlsx", "**", True),
        ("年报[1].xlsx", "年报[[]1].xlsx", True),
        ("a/b.csv", "*.csv", False),
    ],
)
def test_what_a_pattern_means(path: str, pattern: str, meant: bool) -> None:  # noqa: FBT001
    assert fits(path, pattern) is meant


def written(folder: Path, text: str = WHOLE, name: str = "reportcheck.toml") -> Project:
    (folder / name).write_text(text, encoding="utf-8")
    return load(folder / name)


def test_an_entry_says_what_is_so_for_its_files_and_the_rest_holds_for_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    project = written(tmp_path)
    files = ("grants/a.csv", "2024/a.xlsx", "b.csv", "more/x/y/c.csv")
    told = [(part.rules, part.fail_on, mine) for part, mine in groups(project, files)]
    assert told == [
        (("rules/own.yaml", "gir"), "warning", ("2024/a.xlsx",)),
        (("rules",), "never", ("grants/a.csv", "more/x/y/c.csv")),
        (None, "warning", ("b.csv",)),
    ]
    assert {part.prior for part in project.parts} == {("2023",)}
    assert project.lang == "zh"
    assert project.paths() == ("2024/*.xlsx", "grants", "more/**/*.csv")


def test_it_is_found_above_and_its_paths_are_seen_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, '[[files]]\npaths = "x"\nrules = "rules/a.yaml"\n')
    below = tmp_path / "x" / "y"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    project = find(Path())
    assert project is not None
    assert project.part_of("a.csv") == 0
    assert project.parts[0].rules == (str(tmp_path / "rules" / "a.yaml"),)


def test_a_path_is_named_without_ways_there_and_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "a.yaml").touch()
    (tmp_path / "x").mkdir()
    monkeypatch.chdir(tmp_path)
    project = written(tmp_path, "rules = ['./x/../rules/a.yaml']\nhierarchy = 'x/../x/h.csv'\n")
    assert project.parts[0].rules == ("rules/a.yaml",)
    assert project.parts[0].hierarchy == "x/h.csv"


def test_a_way_back_out_of_a_link_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "far" / "deep").mkdir(parents=True)
    (tmp_path / "far" / "h.csv").touch()
    (tmp_path / "link").symlink_to(tmp_path / "far" / "deep", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    project = written(tmp_path, "hierarchy = 'link/../h.csv'\n")
    assert Path(project.parts[0].hierarchy or "").samefile(tmp_path / "far" / "h.csv")


def test_the_table_in_pyproject_is_one_too(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.reportcheck]\nlang = "en"\n', encoding="utf-8")
    project = find(tmp_path)
    assert project is not None
    assert project.lang == "en"


@pytest.mark.parametrize(
    ("text", "code", "key"),
    [
        ("rule = 'gir'\n", "project-key", "rule"),
        ("[[files]]\npaths = 'a'\nfail_on = 'never'\n", "project-key", "files[1].fail_on"),
        ("[[files]]\nrules = 'gir'\n", "project-type", "files[1].paths"),
        ("files = 'a'\n", "project-type", "files"),
        ("rules = 3\n", "project-type", "rules"),
        ("fail-on = 'always'\n", "project-type", "fail-on"),
        ("rules = [\n", "project-unreadable", None),
    ],
)
def test_what_is_not_known_is_refused_by_its_name(
    tmp_path: Path, text: str, code: str, key: str | None
) -> None:
    with pytest.raises(Problem) as refused:
        written(tmp_path, text)
    assert (refused.value.code, refused.value.facts.get("key")) == (code, key)
