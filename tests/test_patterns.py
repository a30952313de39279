"""Patterns that are compiled late mean what those mean that are compiled at once."""

from __future__ import annotations

import re

import pytest

from reportcheck.patterns import pattern


@pytest.mark.parametrize("text", ["一、总计 12", "", "b12c3"])
def test_a_pattern_finds_what_it_finds_compiled_at_once(text: str) -> None:
    late, known = pattern(r"(?P<number>\d)(\d)?"), re.compile(r"(?P<number>\d)(\d)?")
    for _ in range(2):  # at its first use, and when it is compiled
        assert late.findall(text) == known.findall(text)
        assert late.sub("-", text) == known.sub("-", text)
        assert (late.search(text) is None) is (known.search(text) is None)
        assert late.groupindex == known.groupindex


def test_flags_are_heeded() -> None:
    assert pattern("TOTAL", re.IGNORECASE).fullmatch("Total") is not None
    assert pattern(b"^b$", re.MULTILINE).search(b"a\nb") is not None


def test_what_is_wrong_with_a_pattern_shows_at_its_first_use() -> None:
    wrong = pattern("(")
    with pytest.raises(re.error):
        wrong.match("")
