"""Findings by rule: what was asked, how often it failed, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.page import Line, Page, Span, line
from reportcheck.rendering.alike import gathered
from reportcheck.rendering.blocks import hanging, heading, paragraph
from reportcheck.rendering.concise import message, place
from reportcheck.rendering.full import summary
from reportcheck.rendering.passages import rule_in_words
from reportcheck.report import Report
from reportcheck.wording import phrase
from reportcheck.wording.filling import safe

MOST_PLACES: Final = 100
"""Places of one rule that are listed; of more, the rest is counted."""

_SEVERITIES = ("error", "warning", "info")


def grouped(report: Report, page: Page, between: Iterable[Line] = ()) -> Iterator[Line]:
    """Yield the findings of all files rule by rule, the gravest and the most frequent first.

    ``between`` are lines that stand before what was not checked.
    """
    groups: dict[tuple[str, Verdict], list[tuple[str, Finding]]] = {}
    for file in report.files:
        for each in gathered(tuple(file.findings)).shown:
            groups.setdefault((each.rule, each.verdict), []).append((file.path, each))
    for members in sorted(groups.values(), key=_weight):
        first = members[0][1]
        mark, word, style = heading(replace(first, since=""), page)
        count = sum(each.count for _, each in members)
        head = [Span(f"{mark} {word} ", style), Span(safe(first.rule), "strong"),
                Span(f"  {count}", style)]  # fmt: skip
        asked = rule_in_words(first, page.lang) if first.kind is Kind.RULE else ""
        yield from hanging(head, f"  {asked}" if asked else "", 4, page)
        for path, each in members[:MOST_PLACES]:
            yield from hanging([Span(f"    {place(path, each.at, page)}  ", "place", path)],
                               message(each, page), 6, page)  # fmt: skip
        if len(members) > MOST_PLACES:
            cut = phrase("page.cut", page.lang, count=len(members) - MOST_PLACES)
            yield from paragraph(cut, page, "strong", indent=4)
        yield line()
    if len(report.files) > 1:
        from reportcheck.rendering.together import overviews

        yield from overviews(report, page)
    yield from summary(report, page, between)


def _weight(members: list[tuple[str, Finding]]) -> tuple[bool, int, int, str]:
    first = members[0][1]
    count = sum(each.count for _, each in members)
    severity = _SEVERITIES.index(first.severity)
    return (first.verdict is Verdict.UNKNOWN, severity, -count, first.rule)
