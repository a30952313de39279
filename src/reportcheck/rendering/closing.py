"""The last lines of a report: how many of each outcome, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from reportcheck.finding import Kind, Verdict
from reportcheck.keeping import Tally, tallies
from reportcheck.page import Lang, Line, Page, Span, Style, line
from reportcheck.rendering.blocks import paragraph
from reportcheck.rendering.counted import outcome
from reportcheck.report import FileReport, Report, Status
from reportcheck.rule import Severity
from reportcheck.text import display_width
from reportcheck.wording import note, phrase

_OF_REPORTS: Final = frozenset({
    "missing-child", "doubled-child", "not-in-hierarchy", "no-prior-period", "duplicate-submission",
})  # fmt: skip
"""Findings that no cell is wrong for: a report is missing, or there is one too many."""

MOST_PASSED_OVER: Final = 20
"""Files that are named which a folder has beside the tables; JSON has them all."""

_PASSED_OVER: Final = {"skipped": "passed-over.others", "skipped-own": "passed-over.own"}


def notes_of(report: Report, lang: Lang) -> list[str]:
    """Return what is worth saying of a run; of many files passed over alike, how many more."""
    numbers = Counter(code for code, _ in report.notes)
    told, seen = [], Counter[str]()
    for code, fact in report.notes:
        seen[code] += 1
        if code not in _PASSED_OVER or seen[code] <= MOST_PASSED_OVER:
            told.append(note(code, fact, lang))
        elif seen[code] == numbers[code]:
            more = numbers[code] - MOST_PASSED_OVER
            told.append(phrase(_PASSED_OVER[code], lang, count=more))
    return told


def lacks_reports(file: FileReport) -> bool:
    """Whether a file is the list of agencies, told of because some of these have no report."""
    return file.problem is not None and file.problem.code == "missing-report"


def closing(report: Report, page: Page) -> list[Line]:
    """Return the counts of a run and its next step."""
    lines = _tally(report, page)
    lines += _beside(report, page)
    for key, count in at_rest(report):
        lines += paragraph(phrase(f"page.{key}", page.lang, count=count), page, "dim")
    return lines + paragraph(next_step(report, page.lang), page, "strong")


def at_rest(report: Report) -> list[tuple[str, int]]:
    """Return how many instances rest for want of what, by the end of the key of the sentence."""
    beside = report.resting - report.resting_below - report.resting_far
    counted = (
        ("rest", beside), ("rest.far", report.resting_far), ("rest.below", report.resting_below)
    )  # fmt: skip
    return [(key, count) for key, count in counted if count]


def explained(report: Report) -> Counter[Kind]:
    """Return how many findings of each kind are explained; of rules, how many instances."""
    found: Counter[Kind] = Counter()
    for file in report.files:
        for each in tallies(file.findings):
            if each.verdict is Verdict.ACCEPTED:
                found[each.kind] += each.instances
    return found


def _tally(report: Report, page: Page) -> list[Line]:
    """Return how many instances of rules ended how, in one line where the page is wide enough."""
    failed = dict.fromkeys(Severity, 0)
    for file in report.files:
        for each in tallies(file.findings):
            if each.kind is Kind.RULE and each.verdict is Verdict.FAIL:
                failed[each.severity] += each.instances
    counts = report.counts
    told: list[tuple[str, int, Style, bool]] = [
        ("pass", counts.passed, "good", True),
        ("fail", failed[Severity.ERROR], "error", True),
        ("warning", failed[Severity.WARNING], "warning", True),
        ("info", failed[Severity.INFO], "info", False),
        ("following", counts.following, "dim", False),
        ("unknown", counts.unknown, "warning", True),
        ("accepted", explained(report).total(), "info", False),
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
    """Return the counts of what no rule found, and of files where there are several.

    What is explained is counted with what rules found and is explained.
    """
    counts, done, dot = report.counts, explained(report), f" {page.glyphs.dot} "
    notes = _notes(report)
    parts = [
        phrase(f"count.{kind}", page.lang, count=number)
        + (phrase("count.notes", page.lang, count=notes[kind]) if notes[kind] else "")
        for kind, number in (
            (Kind.CELL, counts.cell - done[Kind.CELL]),
            (Kind.STRUCTURE, counts.structure - done[Kind.STRUCTURE]),
            (Kind.WAIVER, counts.waiver),
        )
        if number
    ]  # fmt: skip
    lines = paragraph(dot.join(parts), page) if parts else []
    if len(report.files) > 1:
        lines += paragraph(outcome(report, page.lang), page)
    return lines


def _notes(report: Report) -> Counter[Kind]:
    """Return how many findings of each kind are only notes: nobody has anything to do for them."""
    found: Counter[Kind] = Counter()
    for file in report.files:
        for each in tallies(file.findings):
            if each.severity is Severity.INFO and each.verdict is Verdict.FAIL:
                found[each.kind] += each.instances
    return found


def next_step(report: Report, lang: Lang) -> str:
    """Return what to do next, or that there is nothing left to do."""
    found = [each for file in report.files for each in tallies(file.findings)]
    failed = [each for each in found if each.verdict is Verdict.FAIL]
    errors = [each for each in failed if each.severity is Severity.ERROR]
    warnings = [each for each in failed if each.severity is Severity.WARNING]
    unknown = [each for each in found if each.verdict is Verdict.UNKNOWN and not each.blameless]
    lost = [each for each in report.unchecked if not lacks_reports(each)]
    others = [each for each in errors if each.rule not in _OF_REPORTS]
    if lost:
        key = "unchecked.fix" if errors else "unchecked"
    elif report.unchecked or (errors and not others):
        key = "gather.fix" if others else "gather"
    elif errors:
        key = "fix"
    elif report.counts.rule_error:
        key = "broken"
    elif unknown:
        key = "absent" if all(each.absent for each in unknown) else "unknown"
    elif warnings:
        key = "warn" if all(each.kind is Kind.RULE for each in warnings) else "look"
        if any(file.status is Status.FAILED for file in report.files):
            key = "strict"
    else:
        return _end(report, found, lang)
    return phrase(f"page.next.{key}", lang, count=len(lost))


def _end(report: Report, found: Iterable[Tally], lang: Lang) -> str:
    """Return that all was checked, or what was not although there is nothing to correct."""
    blameless = sum(each.instances for each in found if each.blameless)
    accepted = explained(report).total()
    parts = [
        phrase(f"page.partly.{key}", lang, count=number)
        for key, number in (
            ("accepted", accepted), ("blameless", blameless), ("narrowed", report.narrowed),
        )
        if number
    ]  # fmt: skip
    if not parts and not report.resting:
        return phrase("page.next.done", lang)
    return phrase("list.semicolon", lang).join([phrase("page.next.partly", lang), *parts])
