"""A project file on the command line: everyone who runs the tool there checks the same."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.acceptance.running import run

SAMPLES = Path(__file__).parents[2] / "samples"
PROJECT = """\
lang = "en"

[[files]]
paths = ["grants/*.csv"]
rules = ["grants.yaml"]
fail-on = "never"

[[files]]
paths = ["2024"]
prior = ["2023"]
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "reportcheck.toml").write_text(PROJECT, encoding="utf-8")
    shutil.copy(SAMPLES / "grants.yaml", tmp_path)
    for folder, name in (
        ("grants", "grants-planted.csv"), ("2024", "invented-2024.xlsx"),
        ("2023", "invented-2023.xlsx"),
    ):  # fmt: skip
        (tmp_path / folder).mkdir()
        shutil.copy(SAMPLES / name, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def statuses(*arguments: str) -> dict[str, tuple[str, str]]:
    ended = run("check", *arguments, "--format", "json")
    return {each["path"]: (each["form"], each["status"]) for each in json.loads(ended.out)["files"]}


def test_without_a_path_the_project_is_checked_each_file_by_its_rules(project: Path) -> None:
    del project
    assert statuses() == {
        "grants/grants-planted.csv": ("grants", "passed"),
        "2024/invented-2024.xlsx": ("gir", "failed"),
    }
    ended = run("check")
    assert ended.code == 1
    assert "reportcheck.toml" in ended.out


def test_with_a_path_the_rules_are_those_of_the_project_too(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "grants")
    assert statuses("grants-planted.csv") == {"grants-planted.csv": ("grants", "passed")}


def test_what_the_command_line_says_wins(project: Path) -> None:
    del project
    path = "grants/grants-planted.csv"
    assert statuses(path, "--fail-on", "error") == {path: ("grants", "failed")}
    assert run(path, "--lang", "zh").out != run(path).out


def test_rules_of_the_project_are_not_written_over(project: Path) -> None:
    before = (project / "grants.yaml").read_bytes()
    assert run("check", "--report", "json=grants.yaml").code == 2
    assert (project / "grants.yaml").read_bytes() == before


def test_a_mistake_in_it_stops_the_run(project: Path) -> None:
    (project / "reportcheck.toml").write_text("rule = 'gir'\n", encoding="utf-8")
    ended = run("grants/grants-planted.csv", "--lang", "en")
    assert ended.code == 2
    assert "rules" in ended.err


def test_without_a_project_a_path_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = run("check", "--lang", "en")
    assert ended.code == 2
    assert "report.xlsx" in ended.err
