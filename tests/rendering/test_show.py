"""What is shown about how a file was recognised."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from reportcheck.checking import Request, look
from reportcheck.page import Lang, Page, plain
from reportcheck.rendering.show import show
from reportcheck.text import display_width

SAMPLES = Path(__file__).parents[2] / "samples"


def shown(*names: str, lang: Lang = "zh", width: int = 80, rules: tuple[str, ...] = ()) -> str:
    before = Path.cwd()
    os.chdir(SAMPLES)
    try:
        return plain(show(look(Request(names, rules)), Page(lang, width)))
    finally:
        os.chdir(before)


@pytest.mark.parametrize(
    "name",
    ["sanming-commerce-2024.xlsx", "sanming-commerce-2024.csv", "invented-2024-planted.xlsx"],
)
def test_forms(name: str, snapshot: SnapshotAssertion) -> None:
    assert shown(name) == snapshot


def test_records(snapshot: SnapshotAssertion) -> None:
    assert shown("grants.csv", lang="en", rules=("grants.yaml",)) == snapshot


def test_a_file_that_is_nothing_known_is_told() -> None:
    text = shown("README.md", "no-such-file", lang="en")
    assert "README.md" in text
    assert "There is no file no-such-file" in text


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_every_slot_is_shown_at_every_width(width: int) -> None:
    text = shown("sanming-commerce-2024.xlsx", width=width)
    for cell in ("D22", "J46", "A52", "O52", "B16"):
        assert cell in text.split()
    assert max(map(display_width, text.splitlines())) <= width


def test_what_fed_nothing_is_listed() -> None:
    text = shown("sanming-commerce-2024.xlsx")
    assert "没有用到的单元格" in text
    assert "申请人情况" in text
