"""The report in full: each finding with the cells it compared, the arithmetic and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from reportcheck.page import Line, Page, line
from reportcheck.rendering.blocks import paragraph
from reportcheck.rendering.closing import closing, notes_of
from reportcheck.rendering.single import Room, single, unchecked
from reportcheck.report import Report, Status

IN_FULL: Final = 10
IN_BRIEF: Final = 1000
"""Findings in one line each; what is beyond is counted, and kept by every other format."""


def full(report: Report, page: Page, between: Iterable[Line] = ()) -> Iterator[Line]:
    """Yield the lines of a report: what was found, what was not checked, and the counts.

    ``between`` are lines that stand before what was not checked.
    """
    if len(report.files) > 1:
        from reportcheck.rendering.together import together

        yield from together(report, page)
    else:
        for file in report.files:
            if file.status is not Status.UNCHECKED:
                yield from single(file, report.rules, page, Room(IN_FULL, IN_BRIEF))
                yield line()
    yield from between
    yield from summary(report, page)


def summary(report: Report, page: Page, between: Iterable[Line] = ()) -> Iterator[Line]:
    """Yield the last lines alone: the files that could not be checked, the counts, what to do."""
    yield from between
    yield from unchecked(report, page)
    for told in notes_of(report, page.lang):
        yield from paragraph(told, page, "dim")
    if report.earlier is not None:
        from reportcheck.rendering.compared import compared

        yield from compared(report, page)
    yield from closing(report, page)
