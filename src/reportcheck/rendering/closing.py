"""The last lines of a report: how many of each outcome, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable

from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.page import Lang, Line, Page, Span, Style, line
from reportcheck.rendering.blocks import paragraph
from reportcheck.report import Counts, Report, Status
from reportcheck.rule import Severity
from reportcheck.text import display_width
from reportcheck.wording import phrase


def closing(report: Report, page: Page) -> list[Line]:
    """Return the counts of a run and its next step."""
    lines = tally(report.counts, report.findings, page)
    lines += _beside(report, page)
    for key, count in at_rest(report):
        lines += paragraph(phrase(f"page.{key}", page.lang, count=count), page, "dim")
    return lines + paragraph(next_step(report, page.lang), page, "strong")


def at_rest(report: Report) -> list[tuple[str, int]]:
    """Return how many instances rest for want of what, by the end of the key of the sentence."""
    beside = report.resting - report.resting_below
    counted = (("rest", beside), ("rest.below", report.resting_below))
    return [(key, count) for key, count in counted if count]


def tally(counts: Counts, findings: Iterable[Finding], page: Page) -> list[Line]:
    """Return how many instances of rules ended how, in one line where the page is wide enough."""
    failed = dict.fromkeys(Severity, 0)
    for each in findings:
        if each.kind is Kind.RULE and each.verdict is Verdict.FAIL:
            failed[each.severity] += each.count
    told: list[tuple[str, int, Style, bool]] = [
        ("pass", counts.passed, "good", True),
        ("fail", failed[Severity.ERROR], "error", True),
        ("warning", failed[Severity.WARNING], "warning", True),
        ("info", failed[Severity.INFO], "info", False),
        ("unknown", counts.unknown, "warning", True),
        ("accepted", counts.accepted, "info", False),
        ("rule_error", counts.rule_error, "error", False),
    ]
    lines: list[Line] = []
    spans: list[Span] = []
    for word, number, style, always in told:
        if number or always:
            separator = f" {page.glyphs.dot} " if spans else ""
            text = phrase(f"count.{word}", page.lang, count=number)
            taken = sum(display_width(span.text) for span in spans)
            if taken + display_width(separator + text) > page.width:
                lines.append(line(*spans))
                spans, separator = [], ""
            spans += [Span(separator, "dim"), Span(text, style if number else "dim")]
    return [*lines, line(*spans)]


def _beside(report: Report, page: Page) -> list[Line]:
    """Return the counts of what no rule found, and of files where there are several."""
    counts, dot = report.counts, f" {page.glyphs.dot} "
    parts = [
        phrase(f"count.{kind}", page.lang, count=number)
        for kind, number in (
            ("cell", counts.cell), ("structure", counts.structure), ("waiver", counts.waiver),
        )
        if number
    ]  # fmt: skip
    lines = paragraph(dot.join(parts), page) if parts else []
    if len(report.files) > 1:
        status = list(report.outcomes.values())
        text = phrase(
            "count.files", page.lang, count=len(status), passed=status.count(Status.PASSED),
            failed=status.count(Status.FAILED), unchecked=status.count(Status.UNCHECKED),
        )  # fmt: skip
        lines += paragraph(text, page)
    return lines


def next_step(report: Report, lang: Lang) -> str:
    """Return what to do next, or that there is nothing left to do."""
    if report.unchecked:
        key = "unchecked"
    elif report.failed(Severity.ERROR):
        key = "fix"
    elif report.failed(Severity.WARNING):
        key = "warn"
    elif open_ones := [each for each in report.findings if _is_open(each)]:
        absent = all(cause.finding == "absent" for each in open_ones for cause in each.because)
        key = "absent" if absent else "unknown"
    elif report.counts.rule_error:
        key = "broken"
    else:
        return _end(report, lang)
    return phrase(f"page.next.{key}", lang)


def _is_open(finding: Finding) -> bool:
    return finding.verdict is Verdict.UNKNOWN and not finding.blameless


def _end(report: Report, lang: Lang) -> str:
    """Return that all was checked, or what was not although there is nothing to correct."""
    left = sum(each.count for each in report.findings if each.blameless)
    accepted = sum(each.count for each in report.findings if each.verdict is Verdict.ACCEPTED)
    parts = [
        phrase(f"page.partly.{key}", lang, count=number)
        for key, number in (
            ("accepted", accepted), ("blameless", left), *at_rest(report),
            ("narrowed", report.narrowed),
        )
        if number
    ]  # fmt: skip
    if not parts:
        return phrase("page.next.done", lang)
    return phrase("page.next.partly", lang, rest=phrase("list.semicolon", lang).join(parts))
