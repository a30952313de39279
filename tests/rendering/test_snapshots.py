"""Each format as a whole, in both languages, for every kind of terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from reportcheck.console import glyphs_for
from reportcheck.page import Lang, Page, plain
from reportcheck.problem import Problem
from reportcheck.rendering import html_report, overview, single, together
from reportcheck.rendering.formats import PAGES, STATISTICS, TEXTS
from reportcheck.rendering.json_report import json_report
from tests.rendering.reports import BATCH, FEW, ONE, SEVERAL, SINCE, lost, of_agency


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
@pytest.mark.parametrize("format_", [*PAGES, "html", "markdown", "github", "json"])
def test_held_against_an_earlier_report(
    format_: str, lang: Lang, snapshot: SnapshotAssertion
) -> None:
    if format_ in PAGES:
        text = plain(PAGES[format_](SINCE, Page(lang), ()))
    else:
        text = TEXTS[format_](SINCE, lang, "0")
    if format_ == "html":
        text = text.partition("<body>")[2].partition("<script>")[0]
    assert text == snapshot


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


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_left_out_of_long_reports_is_said(
    lang: Lang, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, bounds in (
        (overview, {"MOST_LINES": 8, "MOST_RULES": 3, "MOST_NAMED": 1}),
        (together, {"IN_FULL": 1}),
        (single, {"MANY": 1, "MOST_NAMED": 1}),
        (html_report, {"IN_FULL": 2, "IN_BRIEF": 2, "MOST_FILES": 8, "MOST_PLACES": 1}),
    ):
        for name, bound in bounds.items():
            monkeypatch.setattr(module, name, bound)
    locked = (lost(f"锁{n}", Problem("password-protected", path=f"锁{n}")) for n in range(3))
    twice = (of_agency("甲局", path="年报/又.xlsx"), of_agency("清白一局", path="年报/再.xlsx"))
    odd = replace(of_agency("另局"), notes=(("encoding", "GB18030"),))
    long = replace(BATCH, files=(*BATCH.files, *twice, odd, *locked))
    page = html_report.html_report(long, lang, "0")
    body = page.partition("<body>")[2].partition("<script>")[0]
    assert plain(PAGES["full"](long, Page(lang), ())) + body == snapshot
