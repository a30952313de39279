"""The HTML page: what stands on it, that it is sound and small, and that nothing in it acts."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from reportcheck.address import CellRef
from reportcheck.checking import Request, check
from reportcheck.finding import Acceptance, Verdict, Witness
from reportcheck.page import Lang, Page
from reportcheck.problem import Problem
from reportcheck.reading import read
from reportcheck.rendering import html_report as page_module
from reportcheck.rendering.html_report import html_report
from reportcheck.rendering.standing import Mark
from reportcheck.report import Report
from reportcheck.text import visible
from reportcheck.wording import sentences
from samples import batch
from tests.acceptance.running import SAMPLES
from tests.rendering.reports import (
    BALANCE,
    BATCH,
    BLANK,
    FEW,
    LABEL,
    ONE,
    PRIOR,
    ROW_TOTAL,
    SEVERAL,
    UNKNOWN,
    file_of,
    lost,
    of_agency,
)
from tests.rendering.test_hostile import CORPUS, acting, report_with

VOID = {"meta", "input"}
UNCLOSED = {"p", "li", "tr", "td", "th", "dt", "dd", "thead", "tbody"}
ELEMENTS = VOID | UNCLOSED | {
    *("html", "head", "title", "style", "body", "a", "header", "h1", "h2", "h3", "h4", "ul", "b"),
    *("nav", "form", "label", "output", "select", "option", "main", "section", "div", "table"),
    *("span", "small", "code"),
    *("article", "caption", "dl", "footer", "script"),
}  # fmt: skip
ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "class", "href", "id", "role", "hidden"),
    *("for", "type", "autocomplete", "placeholder", "checked", "value", "tabindex", "scope"),
    *("aria-label", "data-shown"),
}


class Parsed(HTMLParser):
    """A page taken apart: elements with their attributes, texts, what style and script hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.raw: dict[str, str] = {}
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), tag
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID | UNCLOSED:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in {"style", "script"}:
            self.raw[self.open[-1]] = self.raw.get(self.open[-1], "") + data
        elif data.strip():
            self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data}")

    def values(self, attribute: str) -> list[str]:
        return [values[attribute] for _, values in self.elements if attribute in values]

    @property
    def text(self) -> str:
        return "".join("".join(self.texts).split())


def parsed(report: Report, lang: Lang = "zh") -> Parsed:
    page = Parsed(html_report(report, lang, "0"))
    assert page.open == []
    return page


def dense(text: str) -> str:
    return "".join(text.split())


def hundred() -> Report:
    kinds = (ROW_TOTAL, BALANCE, PRIOR, BLANK, LABEL)
    findings = (
        replace(
            kinds[n % 5], at=CellRef("三", n + 1, 10), facts={**kinds[n % 5].facts, "n": f"{n}"}
        )
        for n in range(100)
    )
    return Report((file_of("a.xlsx", *findings),))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page(lang: Lang, snapshot: SnapshotAssertion) -> None:
    pages = (html_report(report, lang, "0") for report in (ONE, SEVERAL, BATCH))
    assert "".join(page.partition("</style>")[2].partition("<script>")[0] for page in pages) == (
        snapshot
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("report", [ONE, SEVERAL, FEW, BATCH, Report((file_of("a.xlsx"),))])
def test_only_what_belongs_on_it_and_every_link_leads_somewhere(report: Report, lang: Lang) -> None:
    page = parsed(report, lang)
    assert {tag for tag, _ in page.elements} <= ELEMENTS
    assert {name for _, values in page.elements for name in values} <= ATTRIBUTES
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    links = page.values("href")
    assert all(link.startswith("#") and link[1:] in ids for link in links)
    assert [tag for tag, _ in page.elements].count("h1") == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_finding_is_told_in_full(lang: Lang) -> None:
    text = parsed(ONE, lang).text
    for finding in ONE.files[0].findings:
        said = sentences(finding, lang)
        for part in (said.message, said.arithmetic, said.fix, said.basis):
            if finding is not UNKNOWN:  # it is told below the empty cell that is its cause
                assert dense(part) in text


def test_the_grid_shows_letters_labels_values_and_what_the_cell_should_hold() -> None:
    page = html_report(Report((file_of("a.xlsx", ROW_TOTAL),)), "zh", "0")
    assert '<th scope="col">J<small>总计</small>' in page
    assert '<td class="x">4<small>应为 3</small>' in page
    assert '<td class="c">16' in page
    assert '<tr><td>12<th scope="row">二、上年结转政府信息公开申请数量' in page


def test_cells_of_two_files_and_many_cells_are_a_list() -> None:
    page = html_report(Report((file_of("a.xlsx", PRIOR),)), "zh", "0")
    assert "<tr><td>往期 D12" in page
    cells = tuple(
        Witness("t", None, f"c{n}", CellRef("三", n, 1), "1", "1", "", f"c{n}", "right")
        for n in range(1, 50)
    )
    many = replace(ROW_TOTAL, witnesses=(ROW_TOTAL.witnesses[0], *cells), context=())
    text = parsed(Report((file_of("a.xlsx", many),))).text
    assert "共50格" in text
    assert "J12" in text


def test_what_a_cell_kept_from_being_checked_stands_below_it() -> None:
    text = parsed(Report((file_of("a.xlsx", BLANK, UNKNOWN),))).text
    assert "因此未核申请.总计(5.属于三类内部事务信息·总计)" in text


def test_accepted_findings_are_shown_with_their_reason() -> None:
    why = Acceptance("分两次入账", "李某", "2026-12-31")
    accepted = replace(ROW_TOTAL, verdict=Verdict.ACCEPTED, accepted=why)
    page = parsed(Report((file_of("a.xlsx", accepted),)))
    assert "分两次入账" in page.text
    assert "1已说明" in page.text


def test_the_totals_come_first() -> None:
    page = html_report(BATCH, "en", "0")
    order = ['<ul class="tiles"', 'id="files"', 'id="rules"', 'id="cells"', 'id="unchecked"']
    places = [page.index(each) for each in order]
    assert places == sorted(places)
    tiles = re.findall(r'<li class="(\w*)(?: none)?"><b>(\d+)</b>', page)
    numbers = ["23", "1", "2", "735", "20", "2"]
    assert tiles == list(
        zip(["error", "warning", "unknown", "good", "", "error"], numbers, strict=True)
    )


def test_the_matrix_is_a_heat_map_with_numbers() -> None:
    page = html_report(BATCH, "zh", "0")
    row = page[page.index(">甲局</a>") :].partition("<tr>")[0]
    assert re.findall(r'<td class="(h\d)">(\d)', row) == [("h1", "1"), ("h1", "1")]
    assert '<td class="q">?' in page
    steps = [page_module._field(Mark(n, 0), Page()).heat for n in (1, 2, 3, 10, 30, 1000)]
    assert steps == ["h1", "h1", "h2", "h3", "h4", "h4"]


def test_every_agency_with_findings_has_a_part_of_its_own_the_worst_first() -> None:
    page = html_report(BATCH, "zh", "0")
    parts = re.findall(r'<section class="file" id="[^"]+">\n<h3>([^<·]+)', page)
    assert [each.strip() for each in parts[:3]] == ["戊局", "乙局", "甲局"]
    assert not any(each.startswith("清白") for each in parts)
    assert "隐藏的工作表「旧表」也读了" in page


def test_rules_link_the_places_where_they_found_something() -> None:
    page = html_report(BATCH, "zh", "0")
    rules = page[page.index('id="rules"') : page.index('id="cells"')]
    assert re.search(r'<a href="#f\d+">甲局 D11</a>', rules)
    assert "新收 + 上年结转 = 办理总计 + 结转下年" in rules


def test_a_rule_that_could_not_be_checked_is_led_to_the_cause() -> None:
    page = html_report(Report((file_of("a.xlsx", BLANK, UNKNOWN),)), "zh", "0")
    assert page.count('<a href="#f1">J19</a>') == 2
    assert 'id="f2"' not in page


def test_a_finding_without_a_cell_is_linked_by_its_label() -> None:
    nowhere = replace(LABEL, at=None)
    assert ">7.属于行政执法案卷</a>" in html_report(
        Report((file_of("a.xlsx", nowhere),)), "zh", "0"
    )


def test_an_agency_that_is_there_twice_has_its_files_beside_it() -> None:
    one, other = (
        of_agency("甲局", ROW_TOTAL),
        replace(of_agency("甲局", BLANK), path="旧/甲局.xlsx"),
    )
    page = html_report(Report((one, other, of_agency("乙局"))), "zh", "0")
    assert page.count("<small>") >= 2
    assert "<small>旧/甲局.xlsx</small>" in page
    assert "<small>乙局" not in page


def test_changes_are_told_once_and_a_way_a_line() -> None:
    report = check(Request((str(SAMPLES / "invented-2024-planted.xlsx"),)))
    page = html_report(report, "en", "0")
    assert "mend these 2 findings (E7, J7):\n三!E7 " in page
    assert page.count("mend these 2 findings") == 1
    assert "<dd>as at 三!E7" in page


def test_files_that_were_not_checked_stand_with_the_way_out() -> None:
    text = parsed(BATCH).text
    assert "年报/锁.xlsx设了打开密码" in text
    only = parsed(Report((lost("x.xlsx", Problem("not-found", path="x.xlsx")),)))
    assert "x.xlsx" in only.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_hundred_findings_take_less_than_300_kb(lang: Lang) -> None:
    assert len(html_report(hundred(), lang, "0").encode()) < 300_000
    totals = (replace(ROW_TOTAL, at=CellRef("三", n, 10)) for n in range(1, 101))
    assert len(html_report(Report((file_of("a.xlsx", *totals),)), lang, "0").encode()) < 300_000


def test_what_is_beyond_the_bounds_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_module, "IN_FULL", 10)
    monkeypatch.setattr(page_module, "IN_BRIEF", 20)
    page = html_report(hundred(), "en", "0")
    assert page.count("<article") == 30
    assert page.count("<dl><dt>sum<dd>") < 10
    assert "70 more are not listed" in page
    monkeypatch.setattr(page_module, "MOST_PLACES", 2)
    assert "and 4 more" in html_report(BATCH, "en", "0")
    several = replace(hundred(), files=(*hundred().files, of_agency("乙局", ROW_TOTAL, BLANK)))
    assert "2 more are not listed" in html_report(several, "en", "0")
    monkeypatch.setattr(page_module, "MOST_FILES", 1)
    assert "2 more are not listed" in html_report(several, "en", "0")
    monkeypatch.setattr(page_module, "MOST_FILES", 5)
    assert "12 more are not listed" in html_report(BATCH, "en", "0")


def test_the_policy_lets_run_only_our_own_style_and_script() -> None:
    page = parsed(ONE)
    (policy,) = (v["content"] for _, v in page.elements if v.get("http-equiv"))
    told = dict(each.strip().split(" ", 1) for each in policy.split(";"))
    assert told["default-src"] == "'none'"
    for kind in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.raw[kind].encode()).digest()).decode()
        assert told[f"{kind}-src"] == f"'sha256-{digest}'"
        assert [tag for tag, _ in page.elements].count(kind) == 1
    assert set(told) == {"default-src", "style-src", "script-src", "base-uri", "form-action"}
    assert not re.search(
        r"url\(|@import|https?:|fetch|XMLHttp|import\(", "".join(page.raw.values())
    )


def test_the_same_report_gives_the_same_bytes() -> None:
    assert html_report(BATCH, "zh", "0") == html_report(BATCH, "zh", "0")


def tags(page: Parsed) -> Counter[str]:
    """Count the elements of a page, but for the path beside an agency that it does not tell."""
    return Counter(tag for tag, _ in page.elements if tag != "small")


HARMLESS = tags(parsed(report_with("abc")))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "text",
    [*CORPUS, '"><img src=x onerror=alert(1)>', "</style><script>1</script>", "{{ 7*7 }}{% x %}",
     "' onmouseover='x", "javascript:alert(1)", "&lt;b&gt;&amp;", "-->", "]]>"],
)  # fmt: skip
def test_whatever_stands_in_cells_is_only_text(text: str, lang: Lang) -> None:
    page = html_report(report_with(text), lang, "0")
    assert acting(page.encode().decode()) == set()
    parts = Parsed(page)
    assert tags(parts) == HARMLESS
    assert {name for _, values in parts.elements for name in values} <= ATTRIBUTES
    assert dense(visible(text[:100])) in parts.text
    assert all(link.startswith("#") for link in parts.values("href"))


@settings(max_examples=40)
@given(text=st.text(st.characters(), max_size=60), lang=st.sampled_from(["zh", "en"]))
def test_no_text_changes_the_page(text: str, lang: Lang) -> None:
    page = html_report(report_with(text), lang, "0")
    assert acting(page) == set()
    parts = Parsed(page)
    assert {tag for tag, _ in parts.elements} <= ELEMENTS
    assert {name for _, values in parts.elements for name in values} <= ATTRIBUTES


def colours(css: str) -> list[dict[str, str]]:
    """The colours by their names: light, dark, printed."""
    return [
        dict(re.findall(r"--(\w+):(#\w+)", block))
        for block in re.findall(r":root\{([^}]+)\}", css)
    ]  # fmt: skip


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_text_stands_out_from_its_ground() -> None:
    css = parsed(ONE).raw["style"]
    themes = colours(css)
    assert len(themes) == 3
    texts = ("fg", "dim", "link", "error", "warning", "unknown", "info", "good")
    for theme in themes:
        pairs = [(text, ground) for text in texts for ground in ("bg", "soft")]
        pairs += [("on", ground) for ground in ("x", "h1", "h2", "h3", "h4", "q")]
        for text, ground in pairs:
            assert contrast(theme[text], theme[ground]) >= 4.5, (text, ground, theme)


def test_on_paper_every_agency_begins_a_page() -> None:
    css = parsed(ONE).raw["style"]
    printed = css[css.index("@media print") :]
    assert ".file{break-before:page}" in printed
    assert "nav,.skip{display:none}" in printed


def test_without_a_script_the_filter_is_not_offered() -> None:
    (form,) = (values for tag, values in parsed(ONE).elements if tag == "form")
    assert "hidden" in form


def test_it_is_never_taken_for_a_report(tmp_path: Path) -> None:
    batch.main(tmp_path)
    own = tmp_path / "result.html"
    own.write_text(html_report(ONE, "zh", "0"), "utf-8")
    with pytest.raises(Problem) as refused:
        read(str(own))
    assert refused.value.code == "own-report"
    report = check(Request((str(tmp_path),)))
    assert str(own) in {fact for _, fact in report.notes}
