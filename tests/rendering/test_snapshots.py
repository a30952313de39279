"""Each format as a whole, in both languages, for every kind of terminal."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from reportcheck.console import glyphs_for
from reportcheck.page import Lang, Page, plain
from reportcheck.rendering.formats import PAGES, STATISTICS
from reportcheck.rendering.json_report import json_report
from tests.rendering.reports import BATCH, FEW, ONE, SEVERAL


def drawn(format_: str, lang: Lang, width: int = 80, encoding: str = "utf-8") -> str:
    page = Page(lang, width, glyphs_for(encoding))
    return "".join(plain(PAGES[format_](report, page, ())) for report in (ONE, SEVERAL))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("format_", list(PAGES))
def test_formats(format_: str, lang: Lang, snapshot: SnapshotAssertion) -> None:
    assert drawn(format_, lang) == snapshot


@pytest.mark.parametrize("width", [40, 60, 120])
def test_widths(width: int, snapshot: SnapshotAssertion) -> None:
    assert drawn("full", "zh", width) == snapshot


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_encodings(encoding: str, snapshot: SnapshotAssertion) -> None:
    text = drawn("full", "zh", 60, encoding)
    assert text.encode(encoding, "backslashreplace").decode(encoding) == snapshot


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_json(lang: Lang, snapshot: SnapshotAssertion) -> None:
    assert "".join(json_report(each, lang, "0") for each in (ONE, SEVERAL)) == snapshot


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_batches(lang: Lang, width: int, snapshot: SnapshotAssertion) -> None:
    page = Page(lang, width)
    parts = [PAGES["full"](each, page, STATISTICS(each, page)) for each in (FEW, BATCH)]
    assert "".join(map(plain, parts)) == snapshot


def test_a_batch_where_there_are_only_letters_of_ascii(snapshot: SnapshotAssertion) -> None:
    page = Page("zh", 80, glyphs_for("gbk"))
    text = plain(PAGES["full"](BATCH, page, STATISTICS(BATCH, page)))
    assert text.encode("gbk").decode("gbk") == snapshot
