"""The report in sentences, for whoever listens to it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from reportcheck.page import ASCII, UNICODE, Lang, Page, plain
from reportcheck.rendering import narrate as narrating
from reportcheck.rendering.narrate import narrate
from reportcheck.report import Report
from reportcheck.wording import sentences
from tests.rendering.reports import EACH_KIND, LIMIT, ONE, ROW_TOTAL, SEVERAL, UNKNOWN, file_of
from tests.rendering.test_machines import ACCEPTED


def told(report: Report, lang: Lang = "en", width: int = 10_000) -> str:
    return plain(narrate(report, Page(lang, width)))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("report", [ONE, SEVERAL])
def test_there_are_no_signs_to_be_read_out(report: Report, lang: Lang) -> None:
    drawn = told(report, lang)
    for glyphs in (UNICODE, ASCII):
        for sign in (glyphs.passed, glyphs.failed, glyphs.bar, glyphs.dot, glyphs.dash * 3):
            assert f" {sign} " not in drawn
    assert "-->" not in drawn


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("finding", [*EACH_KIND, LIMIT], ids=lambda each: each.rule)
def test_nothing_of_a_finding_is_left_out(finding: object, lang: Lang) -> None:
    assert isinstance(finding, type(LIMIT))
    drawn = told(Report((file_of("a.xlsx", finding),)), lang)
    said = sentences(finding, lang)
    for part in (said.message, said.arithmetic, said.fix, said.basis, finding.rule):
        assert part[1:] in drawn


def test_a_finding_is_one_paragraph_that_says_where_it_is() -> None:
    drawn = told(Report((file_of("a.xlsx", ROW_TOTAL),)))
    (paragraph,) = (each for each in drawn.split("\n\n") if each.startswith("Finding 1"))
    assert paragraph.startswith('Finding 1, error. At sheet "三", cell J12. "二、')
    assert "Do: check D12:I12" in paragraph
    assert paragraph.endswith("Rule: 申请.总计.")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [40, 10_000])
def test_every_paragraph_is_sentences(lang: Lang, width: int) -> None:
    stop = "。" if lang == "zh" else "."
    drawn = [each for each in told(ONE, lang, width).split("\n") if each]
    assert drawn[-1].endswith(stop)
    whole = told(ONE, lang).split("\n")
    assert all(each.endswith(stop) for each in whole if each)
    assert not any("  " in each for each in whole)
    lower = re.compile(r"\. [a-z]")
    assert not any(lower.search(each) for each in whole)


def test_what_hangs_on_a_finding_is_told_with_it() -> None:
    drawn = told(ONE)
    assert "Not checked for it: 申请.总计 (5.属于三类内部事务信息, 总计)." in drawn
    assert "Findings: 6." in drawn


def test_files_without_findings_are_counted_and_those_not_checked_named() -> None:
    drawn = told(SEVERAL)
    assert "In 1 file nothing was found." in drawn
    assert "File 丙局.xlsx was not checked. 丙局.xlsx is protected by a password" in drawn
    alone = told(Report((file_of("a.xlsx"),)), "zh")
    assert "没有发现问题。" in alone


def test_the_reason_of_what_is_accepted_is_told() -> None:
    drawn = told(Report((file_of("a.xlsx", ACCEPTED),)))
    assert "Explained: paid twice (Li, until 2025-12-31)." in drawn


def test_what_is_not_told_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(narrating, "MOST", 2)
    drawn = told(Report((file_of("a.xlsx", *[ROW_TOTAL] * 5), file_of("b.xlsx", LIMIT))))
    assert drawn.count("Finding ") == 2
    assert "3 more are not listed" in drawn
    assert "1 more is not listed" in drawn


def test_what_nobody_has_to_mend_is_told_too() -> None:
    nobody = replace(UNKNOWN, because=tuple(replace(e, blameless=True) for e in UNKNOWN.because))
    one = Report((file_of("a.xlsx", nobody),))
    assert "1 relation was not checked and need not be" in told(one)
