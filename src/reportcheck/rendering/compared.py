"""How a report stands to an earlier one: how many findings are new, what is fixed or unseen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reportcheck.earlier import Earlier, Fate, Gone
from reportcheck.page import Line, Page, Span, line
from reportcheck.rendering.blocks import hanging, paragraph
from reportcheck.rendering.concise import place
from reportcheck.report import Report
from reportcheck.text import visible
from reportcheck.wording import phrase, sentences
from reportcheck.wording.filling import safe
from reportcheck.wording.outcomes import word_for

MOST_NAMED: Final = 20
"""Findings that are fixed, and files that are missing, which are named; the rest is counted."""

UNSEEN: Final[tuple[Fate, ...]] = ("missing", "unchecked", "renamed", "not-asked")


def compared(report: Report, page: Page) -> Iterator[Line]:
    """Yield the counts, a line for each finding that is fixed, and what nobody looked at."""
    earlier = report.earlier
    if earlier is None:
        return
    yield from paragraph(counts_of(earlier, page), page, "strong")
    fixed = [each for each in earlier.gone if each.fate == "fixed"]
    for each in fixed[:MOST_NAMED]:
        mark = [Span(f"{page.glyphs.passed} {phrase('since.fixed', page.lang)} ", "good")]
        where, said = was_told(each, page)
        yield from hanging([*mark, Span(f"{where} ", "place")], said, 4, page)
    if len(fixed) > MOST_NAMED:
        left = phrase("since.more", page.lang, count=len(fixed) - MOST_NAMED)
        yield from paragraph(left, page, "dim")
    for text in unseen(earlier, page):
        yield from paragraph(text, page, "warning")
    yield line()


def counts_of(earlier: Earlier, page: Page) -> str:
    """Return how many findings are new, remain, are fixed and are explained, in one sentence."""
    return phrase(
        "since.counts", page.lang, path=earlier.path, new=earlier.new,
        remaining=earlier.remaining, fixed=earlier.count("fixed"), explained=earlier.explained,
    )  # fmt: skip


def unseen(earlier: Earlier, page: Page) -> Iterator[str]:
    """Yield what is neither there nor fixed, for nobody looked; and the files that are missing."""
    for fate in UNSEEN:
        if count := earlier.count(fate):
            yield phrase(f"since.unseen.{fate}", page.lang, count=count)
    if earlier.missing:
        named = [safe(each) for each in earlier.missing[:MOST_NAMED]]
        count = len(earlier.missing)
        yield phrase("since.missing", page.lang, count=count, files=named)
        if count > MOST_NAMED:
            yield phrase("since.missing.more", page.lang, count=count - MOST_NAMED)


def was_told(gone: Gone, page: Page) -> tuple[str, str]:
    """Return where a finding was that is no longer told, and what it said."""
    finding = gone.finding
    message = visible(sentences(finding, page.lang).message, 2_000)
    said = f"{word_for(finding, page.lang)} {safe(finding.rule)}  {message}"
    return place(gone.path, finding.at, page), said
