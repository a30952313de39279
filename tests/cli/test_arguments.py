"""Which command arguments are for, and that no other is made up where that is plain."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportcheck.cli.arguments import command_first
from reportcheck.cli.commands import command
from reportcheck.problem import Problem


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.csv", "rules.yaml", "extract", "chek"):
        Path(name).write_text("", "utf-8")


@pytest.mark.parametrize(
    "argv",
    [
        ["a.csv"],
        ["check", "a.csv"],
        ["--rules", "rules.yaml", "a.csv"],
        ["--", "a.csv"],
        ["-q", "a.csv", "no such file"],
        ["chek", "--jobs", "2"],
    ],
)
def test_where_a_file_is_named_only_the_command_for_it_is_made(argv: list[str]) -> None:
    lean, whole = command("en", argv), command("en")
    assert list(lean.commands) == ["check"]
    assert command_first(argv, lean) == command_first(argv, whole)


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["--help"],
        ["a.csv", "--help"],
        ["a.csv", "-h"],
        ["no-file.csv"],
        ["extract", "a.csv"],
        ["-o", "b.csv", "extract", "a.csv"],
        ["check", "extract"],
        ["a.csv", "rules"],
        ["extrct", "a.csv"],
        ["--jobs", "2"],
    ],
)
def test_where_anything_else_may_be_meant_all_commands_are(argv: list[str]) -> None:
    assert len(command("en", argv).commands) > 5


def test_a_mistyped_command_is_told_beside_a_file() -> None:
    argv = ["extrct", "a.csv"]
    with pytest.raises(Problem) as refused:
        command_first(argv, command("en", argv))
    assert refused.value.facts == {"name": "extrct", "suggestion": "extract"}
