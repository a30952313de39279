"""Help fits the screen in both languages, and speaks one of them throughout."""

from __future__ import annotations

import re

import pytest

from reportcheck.page import Lang
from reportcheck.text import display_width
from tests.acceptance.running import run

COMMANDS = (
    "", "check", "show", "explain", "extract", "render", "verify", "waive", "schema", "completion",
    "rules", "rules list", "rules check", "rules docs", "rules test", "rules schema",
)  # fmt: skip


def page(command: str, lang: Lang, monkeypatch: pytest.MonkeyPatch, columns: int = 80) -> str:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("LC_ALL", f"{lang}_XX.UTF-8")
    ended = run(*command.split(), "--help")
    assert (ended.code, ended.err) == (0, "")
    return ended.out


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_line_is_wider_than_the_screen(
    command: str, lang: Lang, monkeypatch: pytest.MonkeyPatch
) -> None:
    for columns in (80, 100):
        text = page(command, lang, monkeypatch, columns)
        assert max(map(display_width, text.splitlines())) <= columns


@pytest.mark.parametrize("command", COMMANDS)
def test_what_typer_says_of_itself_is_said_in_the_language(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = page(command, "zh", monkeypatch)
    assert not re.search(r"Usage|Options:|Arguments|Commands:|required|<|\{", text)
    assert not re.search(r"\.{4}|\.{3}\]\.", text)
    assert text.startswith("用法：reportcheck")


def test_long_names_have_a_line_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = page("check", "en", monkeypatch).splitlines()
    here = next(number for number, line in enumerate(lines) if "--format " in line)
    assert lines[here].strip().endswith("|github")
    assert lines[here + 1].strip().startswith("On the screen")


def test_a_command_is_told_by_its_first_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    text = page("", "zh", monkeypatch)
    assert "..." not in text.replace("[ARGS]...", "")
    assert "  extract     把多份报表的数汇成一张表。\n" in text
