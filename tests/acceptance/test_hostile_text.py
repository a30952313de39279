"""Hostile text from end to end: whatever a name, a cell or a rule says, no output acts on it.

The text stands in the name of the file and of the sheet, in the agency, in labels and values, and
in every text of the rule file. What single renderers do with it is tested beside them; reports, in
``test_hostile_reports``.
"""

from __future__ import annotations

import re

import pytest

from reportcheck.rendering.formats import ON_SCREEN
from tests.acceptance.hostile import TEXTS, Hostile, said, written
from tests.acceptance.running import run

pytestmark = pytest.mark.no_cover  # see pyproject.toml


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    return written(tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize("format_", ON_SCREEN)
def test_on_the_screen(hostile: Hostile, format_: str) -> None:
    arguments = ("--rules", hostile.rules, "--format", format_, "--lang", "en")
    ended = run(*hostile.tables, *arguments)
    assert ended.code == 1, ended.err
    text = said(ended)
    if format_ == "github":
        commands = [each for each in text.split("\n") if each.startswith("::")]
        assert commands
        assert all(re.match("::(error|warning|notice) ", each) for each in commands)
    said(run(hostile.tables[1], *arguments))


def test_counts_of_rules(hostile: Hostile) -> None:
    assert "r3" in said(run(*hostile.tables, "--rules", hostile.rules, "--statistics"))


def test_where_the_form_is(hostile: Hostile) -> None:
    for each in hostile.tables:
        shown = run("show", each, "--rules", hostile.rules)
        assert shown.code == 0
        said(shown)


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_what_a_rule_asks(hostile: Hostile, number: int) -> None:
    explained = run("explain", f"r{number}", "--rules", hostile.rules)
    assert explained.code == 0
    said(explained)


def test_what_rules_there_are(hostile: Hostile) -> None:
    listed = run("rules", "list", "--rules", hostile.rules)
    assert "r3" in said(listed)
    checked = run("rules", "check", hostile.rules, hostile.broken)
    assert checked.code == 2
    said(checked, run(hostile.tables[0], "--rules", hostile.broken))
