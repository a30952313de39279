"""Completion by a shell: commands, and the options of the command that was left out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from tests.acceptance.running import run


def completed(*words: str, line: str | None = None) -> list[str]:
    """Return what is offered for the last of these words."""
    environ = os.environ | {
        "_REPORTCHECK_COMPLETE": "complete_bash",
        "COMP_WORDS": "\n".join(words) if line is None else line,
        "COMP_CWORD": str(len(words) - 1),
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "reportcheck"], env=environ, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.split()


def test_commands_are_offered() -> None:
    assert completed("reportcheck", "e") == ["explain", "extract"]
    assert {"check", "show", "explain", "extract", "rules"} <= set(completed("reportcheck", ""))


def test_options_are_those_of_check_where_no_command_is_named() -> None:
    assert completed("reportcheck", "--fail") == ["--fail-on"]
    assert completed("reportcheck", "a.xlsx", "--form") == ["--format"]
    assert completed("reportcheck", "check", "--form") == ["--format"]
    assert completed("reportcheck", "show", "--form") == []


def test_files_are_left_to_the_shell() -> None:
    assert completed("reportcheck", "check", "a") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one_that_the_shell_takes(shell: str) -> None:
    ended = run("completion", shell)
    assert ended.code == 0
    assert "_REPORTCHECK_COMPLETE" in ended.out
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=ended.out, text=True, check=True)


def test_another_shell_is_refused() -> None:
    ended = run("completion", "tcsh")
    assert ended.code == 2
    assert "zsh" in ended.err
