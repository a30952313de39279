"""The HTML page as a browser shows it: nothing leaves it; the filter, the orders and paper work.

Skipped where there is no browser; `.ci/run` gets one. So with axe-core, which a file named by the
variable REPORTCHECK_AXE holds.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest

from reportcheck.rendering.html_report import MOST_RULES, html_report
from reportcheck.report import Report
from tests.rendering.browsing import Tab, browser, opened
from tests.rendering.reports import BATCH, ONE, ROW_TOTAL, SINCE, of_agency
from tests.rendering.test_hostile import CORPUS, report_with

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="the pipes are those of POSIX"),
    pytest.mark.skipif(browser() is None, reason="there is no browser here: the page is not shown"),
]
AXE = os.environ.get("REPORTCHECK_AXE", "")
SEEN = "[...document.querySelectorAll('article')].filter(each => each.offsetParent !== null)"


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    with opened(tmp_path_factory.mktemp("profile")) as found:
        yield found


def show(tab: Tab, folder: Path, report: Report, lang: str = "en") -> Path:
    path = folder / "page.html"
    path.write_text(html_report(report, "zh" if lang == "zh" else "en", "0"), "utf-8")
    tab.open(path)
    return path


def test_no_request_leaves_the_page(tab: Tab, tmp_path: Path) -> None:
    for report in (BATCH, ONE, SINCE):
        page = show(tab, tmp_path, report)
        tab.run("location.hash = '#f1'")
        assert set(tab.asked) == {page.as_uri()}
        assert tab.refused == []


@pytest.mark.parametrize("text", CORPUS, ids=range(len(CORPUS)))
def test_no_text_runs_or_asks_for_anything(text: str, tab: Tab, tmp_path: Path) -> None:
    page = show(tab, tmp_path, report_with(text))
    assert set(tab.asked) == {page.as_uri()}
    assert tab.refused == []
    assert tab.run("document.scripts.length") == 1
    assert (
        tab.run("document.querySelectorAll('img, iframe, object, embed, link, base').length") == 0
    )


def test_the_filter_shows_what_is_asked_for(tab: Tab, tmp_path: Path) -> None:
    show(tab, tmp_path, BATCH)
    whole = tab.run(f"{SEEN}.length")
    assert whole == tab.run("document.querySelectorAll('article').length") > 10

    def ask(words: str) -> int:
        told: int = tab.run(
            f"words.value = {words!r}; words.dispatchEvent(new Event('input', {{bubbles: true}}));"
            f"{SEEN}.length"
        )
        return told

    assert ask("平衡一局") == 1
    assert tab.run("shown.textContent") == f"1 of {whole} shown"
    assert tab.run("[...document.querySelectorAll('.heat tbody tr')]"
                   ".filter(each => each.offsetParent !== null).length") == 1  # fmt: skip
    assert ask("平衡一局 d11") == 1
    assert ask("no such words") == 0
    tab.run("words.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}))")
    assert tab.run(f"{SEEN}.length") == whole
    box = "document.querySelector('#filter input[value=error]')"
    tab.run(f"{box}.click()")
    left = tab.run(f"{SEEN}.map(each => each.className)")
    assert left
    assert "error" not in left
    # A link to something that is hidden brings it back.
    tab.run("new Promise(done => { addEventListener('hashchange', () => setTimeout(done)); "
            "location.hash = document.querySelector('article.error').id })")  # fmt: skip
    assert tab.run(f"{SEEN}.length") == whole


def test_the_order_is_by_cell_or_by_rule(tab: Tab, tmp_path: Path) -> None:
    show(tab, tmp_path, BATCH)
    ids = "[...document.querySelectorAll('article')].map(each => each.id)"
    by_cell = tab.run(ids)
    choose = "view.value = '{}'; view.dispatchEvent(new Event('change', {{bubbles: true}}))"
    tab.run(choose.format("rules"))
    rules = tab.run("[...document.querySelectorAll('article code')].map(each => each.textContent)")
    assert len(list(groupby(rules))) == len({*rules})
    assert tab.run("order.textContent") == "By rule"
    tab.run(choose.format("cells"))
    assert tab.run(ids) == by_cell


def test_without_scripts_everything_is_there(tab: Tab, tmp_path: Path) -> None:
    tab.do("Emulation.setScriptExecutionDisabled", value=True)
    try:
        show(tab, tmp_path, BATCH)
        told = tab.do("DOM.getDocument", depth=-1)
        root = told["root"]["nodeId"]
        articles = tab.do("DOM.querySelectorAll", nodeId=root, selector="article")["nodeIds"]
        assert len(articles) > 10
        form = tab.do("DOM.querySelector", nodeId=root, selector="#filter[hidden]")["nodeId"]
        assert form
    finally:
        tab.do("Emulation.setScriptExecutionDisabled", value=False)


def test_on_paper(tab: Tab, tmp_path: Path) -> None:
    show(tab, tmp_path, BATCH)
    printed = tab.printed()
    assert printed.startswith(b"%PDF-")
    # A page for the totals, and one for every agency that has a part of its own.
    assert printed.count(b"/Type /Page\n") > tab.run("document.querySelectorAll('.file').length")


def test_on_paper_no_rule_is_beyond_the_edge(tab: Tab, tmp_path: Path) -> None:
    many = [replace(ROW_TOTAL, rule=f"关系-{number}") for number in range(MOST_RULES)]
    show(tab, tmp_path, Report((of_agency("甲局", *many), of_agency("乙局", *many))))
    tab.do("Emulation.setEmulatedMedia", media="print")
    tab.do(
        "Emulation.setDeviceMetricsOverride", width=703, height=1000, deviceScaleFactor=1,
        mobile=False,
    )  # fmt: skip
    try:
        wide = tab.run("[...document.querySelectorAll('.wide')].map(e => e.scrollWidth)")
        assert max(wide) <= tab.run("document.documentElement.clientWidth")
    finally:
        tab.do("Emulation.setEmulatedMedia", media="")
        tab.do("Emulation.clearDeviceMetricsOverride")


@pytest.mark.parametrize("width", [1280, 380])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(scheme: str, width: int, tab: Tab, tmp_path: Path) -> None:
    if not AXE:
        pytest.skip("REPORTCHECK_AXE names no axe.min.js: accessibility is not looked at")
    tab.do(
        "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1,
        mobile=False,
    )  # fmt: skip
    tab.do(
        "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}]
    )
    try:
        for report in (BATCH, ONE, SINCE):
            for lang in ("zh", "en"):
                show(tab, tmp_path, report, lang)
                tab.run(Path(AXE).read_text("utf-8"))
                passed, found = tab.run(
                    "axe.run().then(told => [told.passes.length, told.violations.map("
                    "each => [each.id, each.impact, each.nodes.map(node => node.html)])])"
                )
                assert passed > 10
                assert found == []
    finally:
        tab.do("Emulation.setEmulatedMedia", features=[])
        tab.do("Emulation.clearDeviceMetricsOverride")
