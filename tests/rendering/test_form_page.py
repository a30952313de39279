"""The page of a rule file: the form drawn, every relation in words, nothing that can act."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from reportcheck.page import Lang
from reportcheck.rendering.form_page import form_page
from reportcheck.rendering.relations import relation
from reportcheck.rule import Pack
from reportcheck.rulefile import bundled, find, load

GRANTS = find(str(Path(__file__).parents[2] / "samples" / "grants.yaml"))
PACKS = (*bundled(), *GRANTS)

FORM = """\
form: visits
title: {en: Visits, zh: 参观}
version: 2
effective: {from: 2020, to: 2024}
basis: Circular 7
values: count
tables:
- id: visits
  title: Visits by season
  corner: Season
  columns:
  - label: Guests
    items: [Adults, Children]
  - {label: Total, equals: sum(*)}
  - {label: Share, values: {type: percent, blank: unknown, max: 1}}
  rows:
  - label: Cold
    equals: sum(*)
    items: [Autumn, Winter]
  - {label: Spring, optional: true}
- id: staff
  columns:
  - {id: name, values: {type: text, pattern: '[A-Z].*', marks: {unknown: ['?']}}}
  - {id: hours, values: {type: amount, unit: h, min: 0, blank: zero}}
  - {id: kind, values: {type: code, one_of: [full, part]}}
  total_row: {where: name = 'ALL'}
rules:
- id: ratio
  table: visits
  each: row
  where: Total > 0
  check: abs(Adults - Children) / Total <= 50%
  tolerance: 1%
  severity: warning
  why: {en: Groups are mixed, zh: 团体有大有小}
- {id: more, table: visits, check: 'Winter[Total] < Spring[Total] or Winter[Total] = 0'}
- {id: past, table: visits, each: column, check: 'Spring >= prev(Spring) - mean(Winter, Autumn)'}
- {id: part, table: staff, each: row, check: if kind = 'part' and not blank(name) then hours < 35}
- {id: named, table: staff, each: row, check: unique(name), basis: Circular 8}
- id: sums
  check: sum(staff::hours where kind = 'full') >= count(staff) + round(visits::Winter[Adults] * 2)
- {id: rests, table: staff, each: row, check: hours < 99, status: suspended}
- {id: small, table: visits, each: cell, check: cell <= 999}
- {id: below, table: visits, each: cell, check: cell = sum(children(cell))}
"""


def made(folder: Path, text: str) -> Pack:
    path = folder / "visits.yaml"
    path.write_text(text, encoding="utf-8")
    return load(str(path))


class Texts(HTMLParser):
    """The tags of a page, and its texts beside them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page(
    lang: Lang, tmp_path: Path, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    page = form_page(made(Path(), FORM), lang, "0")

    assert (
        re.sub("<style>.*</style>|content=.default-src[^>]*", "", page, flags=re.DOTALL) == snapshot
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_rule_of_ours_has_words(lang: Lang) -> None:
    for pack in PACKS:
        for rule in pack.rules:
            told = relation(rule, pack.form, lang)
            assert told != rule.check_text or rule.each is not None
            assert "(" not in told or "matches(" not in told


def test_a_number_in_a_cell_leads_to_a_relation_of_that_number() -> None:
    (pack,) = find("gir@2021.1")
    page = form_page(pack, "zh", "0")

    linked = set(re.findall(r'href="#(r[0-9]+)"', page))
    assert linked == set(re.findall(r'<article id="(r[0-9]+)"', page))
    assert len(re.findall("<td", page)) == sum(1 for t in pack.form.tables for _ in t.slots())


def test_hostile_texts_are_shown_and_do_nothing(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>\\x1b[31m\\u202e{{7*7}}"
    text = FORM.replace("Circular 7", f'"{hostile}"').replace(
        "items: [Adults", "items: [{id: Adults, label: Adu<b>lts}"
    )

    page = Texts(form_page(made(tmp_path, text), "en", "0"))

    assert "script" not in page.tags
    assert "b" not in page.tags
    assert any("<script>alert(1)</script>" in each for each in page.texts)
    assert not any(sign in each for each in page.texts for sign in "\x1b\u202e")
    assert any("{{7*7}}" in each for each in page.texts)
