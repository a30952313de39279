"""docs/situations.md and its Chinese sister: every file is made, and told of as the page says."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from reportcheck.page import Lang
from tests.situations.all import SITUATIONS
from tests.situations.page import PAGES, line
from tests.situations.situation import Situation, told

ALL = [each for situations in SITUATIONS.values() for each in situations]
REFUSED = {"not-there", "other-kinds", "damaged", "hostile", "other-forms"}
LANGUAGES = get_args(Lang)


@pytest.mark.parametrize("situation", ALL, ids=[each.key for each in ALL])
def test_what_is_said_is_what_the_page_says(situation: Situation, tmp_path: Path) -> None:
    for lang in LANGUAGES:
        said = told(situation, tmp_path, lang)
        assert line(situation, said, lang) in PAGES[lang].read_text("utf-8").splitlines()
        assert "Traceback" not in said.text


def test_every_line_of_the_pages_is_a_situation() -> None:
    assert len(ALL) >= 40
    assert len({each.key for each in ALL}) == len(ALL)
    for page in PAGES.values():
        lines = page.read_text("utf-8").splitlines()
        assert sum(each.startswith("| ") for each in lines) == len(ALL) + len(SITUATIONS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_refused_ends_with_2(lang: Lang) -> None:
    lines = PAGES[lang].read_text("utf-8").splitlines()
    for section, situations in SITUATIONS.items():
        for each in situations:
            name = each.zh if lang == "zh" else each.en
            (own,) = (text for text in lines if text.startswith(f"| {name} | "))
            code = own.split(" | ")[1]
            if section in REFUSED and each.key != "in-brackets":
                assert code == "2", own
            elif section == "in-cells":
                assert code == "1", own
            else:
                assert code == "0", own
