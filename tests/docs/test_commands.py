"""The READMEs name every command there is, and none besides."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportcheck.cli.commands import command

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_table_has_every_command_and_no_other(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    table = text[text.index("| `reportcheck …` |") :].split("\n\n")[0]
    named = [re.findall(r"`([^`]+)`", row.split("|")[1]) for row in table.splitlines()[2:]]
    own = {each.split()[0] for row in named if not row[0].startswith("rules ") for each in row}
    rules = {each.split()[-1] for row in named if row[0].startswith("rules ") for each in row}
    group = command("en").commands

    assert {each for each in own if each.isascii() and each.islower()} | {"rules"} == {*group}
    assert rules == {*group["rules"].commands}
