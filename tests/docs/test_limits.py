"""docs/limits.md: every limit with its default, and no other."""

import re
from pathlib import Path

import pytest

from reportcheck.reading.limits import LIMITS, PREFIX, most

PAGE = Path(__file__).parents[2] / "docs" / "limits.md"
LINE = re.compile(rf"^\| `{PREFIX}(\w+)` \| (\w+) \|", re.MULTILINE)


def test_every_limit_has_its_line_and_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    stated = dict(LINE.findall(PAGE.read_text("utf-8")))
    assert set(stated) == set(LIMITS)
    for name, default in LIMITS.items():
        monkeypatch.setenv(PREFIX + name, stated[name])
        assert most(name) == default
