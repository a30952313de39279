"""The findings of several files: of each file if few have any, else an example of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.keeping import tallies
from reportcheck.page import Line, Page, line
from reportcheck.rendering.arranging import arranged
from reportcheck.rendering.blocks import block, paragraph
from reportcheck.rendering.counted import counted
from reportcheck.rendering.overview import overview
from reportcheck.rendering.single import Room, single
from reportcheck.rendering.standing import groups, tells, weighs
from reportcheck.report import FileReport, Report, Status
from reportcheck.wording import note, phrase

FEW: Final = 10
"""Files with something to tell of which each has its own part on the page."""

IN_FULL: Final = 10
IN_BRIEF: Final = 200
"""Findings in one line each, of all files together."""


def together(report: Report, page: Page) -> Iterator[Line]:
    """Yield findings of the files of a run, and then a line for every file, the worst first."""
    checked = [file for file in report.files if file.status is not Status.UNCHECKED]
    telling = [file for file in checked if file.notes or tells(file)]
    if len(telling) <= FEW:
        room = Room(IN_FULL, IN_BRIEF)
        for file in telling:
            yield from single(file, report.rules, page, room)
            yield line()
    else:
        yield from _examples(telling, report, page)
        yield from _notes(telling, page)
    yield from overviews(report, page)


def overviews(report: Report, page: Page) -> Iterator[Line]:
    """Yield a line for every file of a run, form by form."""
    for group in groups(report):
        yield from overview(group, page)
        yield line()


def _examples(files: Sequence[FileReport], report: Report, page: Page) -> Iterator[Line]:
    """Yield one finding of each kind in full, the most frequent first, and count those like it."""
    first: dict[tuple[str, Verdict], tuple[FileReport, Sequence[Finding], Finding]] = {}
    times: Counter[tuple[str, Verdict]] = Counter()
    concerned: Counter[tuple[str, Verdict]] = Counter()
    for file in files:
        findings = tuple(file.findings)
        about = {each.rule for each in findings if each.kind is not Kind.RULE}
        met = set()
        for each in filter(weighs, findings):
            if each.told_elsewhere or any(cause.finding in about for cause in each.because):
                continue  # it is told below the finding that is its cause
            key = (each.rule, each.verdict)
            first.setdefault(key, (file, findings, each))
            times[key] += each.count
            met.add(key)
        concerned.update(met)
    order = sorted(first, key=lambda key: (-concerned[key], -times[key], key))
    if order:
        yield from paragraph(phrase("batch.examples", page.lang), page, "dim")
        yield line()
    for key in order[:IN_FULL]:
        file, beside, each = first[key]
        dependent = arranged(beside)[1].get(id(each), ())
        yield from block(file.path, each, dependent, page, report.rules)
        if times[key] > each.count:
            alike = phrase(
                "batch.alike",
                page.lang,
                count=times[key],
                files=counted(concerned[key], files, page.lang),
            )
            yield from paragraph(alike, page, "strong", indent=2)
        yield line()
    told = sum(first[key][2].count for key in order[:IN_FULL])
    left = sum(each.instances for file in files for each in tallies(file.findings)) - told
    if left:
        yield from paragraph(phrase("batch.more", page.lang, count=left), page, "dim")
        yield line()


def _notes(files: Sequence[FileReport], page: Page) -> Iterator[Line]:
    """Yield what is worth saying about how files were read, once with their number."""
    notes = Counter(each for file in files for each in file.notes)
    for (code, fact), count in notes.most_common(IN_FULL):
        told = f"{note(code, fact, page.lang)} ({counted(count, files, page.lang)})"
        yield from paragraph(told, page, "dim")
    if len(notes) > IN_FULL:
        left = len(notes) - IN_FULL
        yield from paragraph(phrase("batch.notes", page.lang, count=left), page, "dim")
    if notes:
        yield line()
