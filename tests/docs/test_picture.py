"""The pictures of the READMEs show what the tool prints today."""

import html
import re

import pytest

from docs.picture import HERE, LANGUAGES, PICTURES
from reportcheck.page import Lang
from reportcheck.text import display_width

TEXT = re.compile(r'x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"[^>]*>([^<]*)</text>')
COLUMN = 12.2


def shown(picture: str) -> list[str]:
    return [text for *_, text in TEXT.findall(picture)]


@pytest.mark.no_cover  # see pyproject.toml
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PICTURES)
def test_the_picture_is_of_a_run_of_today(
    name: str, lang: Lang, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(HERE.parent)
    kept = (HERE / f"{name}-{lang}.svg").read_text("utf-8")
    # Another version of rich may frame the picture otherwise; what it shows must be the same.
    assert shown(kept) == shown(PICTURES[name](lang))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PICTURES)
def test_every_sign_has_its_columns(name: str, lang: Lang) -> None:
    texts = TEXT.findall((HERE / f"{name}-{lang}.svg").read_text("utf-8"))
    assert texts
    for x, _, length, text in texts:
        assert float(length) == pytest.approx(COLUMN * display_width(html.unescape(text)), 0.001)
        assert float(x) / COLUMN == pytest.approx(round(float(x) / COLUMN), abs=0.01)
