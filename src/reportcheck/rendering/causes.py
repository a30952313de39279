"""Findings by cause: under each smallest change those that it would mend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from reportcheck.finding import Finding
from reportcheck.mending import Mended
from reportcheck.page import Line, Page, Span, line
from reportcheck.rendering.arranging import arranged, elsewhere
from reportcheck.rendering.blocks import brief, hanging, paragraph
from reportcheck.rendering.changing import Told, changing, left_out, told_parts
from reportcheck.rendering.full import summary
from reportcheck.rendering.single import header
from reportcheck.report import FileReport, Report, Status
from reportcheck.wording import phrase

MOST: Final = 1000
"""Findings that are told; of more, the rest is counted."""


def causes(report: Report, page: Page, between: Iterable[Line] = ()) -> Iterator[Line]:
    """Yield the findings of each file by the smallest change that would mend them.

    A finding that follows from the others of its cause is told as such: it is no further mistake.
    What no change of figures explains stands at the end of its file.
    """
    left = MOST
    for file in report.files:
        if file.status is Status.UNCHECKED or not file.findings:
            continue
        yield from _file(file, page, left)
        left = max(0, left - len(file.findings))
    yield from summary(report, page, between)


def _file(file: FileReport, page: Page, room: int) -> Iterator[Line]:
    shown, _, blameless = arranged(file.findings)
    parts = told_parts(file, shown, page.lang, page.glyphs.arrow)
    yield from header(file, page)
    told: set[int] = set()
    for each in parts:
        if each.places and len(told) < room:
            yield line()
            yield from changing(each, page)
            yield from _members(each, shown, page)
            told |= set(each.places)
    rest = [finding for place, finding in enumerate(shown) if place not in told]
    if rest:
        yield line()
        if told:
            text = phrase("causes.rest", page.lang, count=len(rest))
            yield from paragraph(text, page, "strong", indent=2)
        for finding in rest[: max(0, room - len(told))]:
            yield from _indented(brief(finding, _narrower(page)))
        cut = len(rest) - max(0, room - len(told))
        if cut > 0:
            yield from paragraph(phrase("page.cut", page.lang, count=cut), page, "strong")
    if blameless:
        yield from paragraph(phrase("page.blameless", page.lang, count=blameless), page, "dim")
    if beside := elsewhere(file.findings, page.lang):
        yield from paragraph(beside, page, "dim")
    if said := left_out(file, page.lang):
        yield from paragraph(said, page, "dim")
    yield line()


def _members(each: Told, shown: Sequence[Finding], page: Page) -> Iterator[Line]:
    follows = set(each.part.consequences)
    for place in each.places:
        finding = shown[place]
        yield from _indented(brief(finding, _narrower(page)))
        if Mended(finding.rule, finding.at) in follows:
            text = phrase("causes.follows", page.lang)
            yield from hanging([Span("        ")], text, 8, page, style="dim")


def _narrower(page: Page) -> Page:
    return Page(page.lang, max(page.width - 4, 20), page.glyphs)


def _indented(lines: Iterable[Line]) -> Iterator[Line]:
    for each in lines:
        yield (Span("    "), *each)
