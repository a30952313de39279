"""Which command arguments are for."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportcheck.cli.arguments import command_first
from reportcheck.cli.commands import command
from reportcheck.problem import Problem


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.csv", "extract", "chek"):
        Path(name).write_text("", "utf-8")


@pytest.mark.parametrize(
    ("argv", "first"),
    [
        (["a.csv"], "check"),
        (["--", "a.csv"], "check"),
        (["chek", "--jobs", "2"], "check"),
        (["-o", "b.csv", "extract", "a.csv"], "extract"),
        (["--lang", "en", "rules", "list"], "rules"),
    ],
)
def test_a_command_may_be_left_out_or_stand_after_its_options(argv: list[str], first: str) -> None:
    assert command_first(argv, command("en"))[0] == first


def test_a_mistyped_command_is_told_beside_a_file() -> None:
    argv = ["extrct", "a.csv"]
    with pytest.raises(Problem) as refused:
        command_first(argv, command("en"))
    assert refused.value.facts == {"name": "extrct", "suggestion": "extract"}
