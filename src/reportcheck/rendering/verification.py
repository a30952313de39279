"""How a receipt stands to the files, the rules and a check of today, a line for each point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from reportcheck.page import Lang, Line, Page, Span, Style
from reportcheck.problem import EXIT_FINDINGS, EXIT_PASSED, EXIT_PROBLEM, Problem
from reportcheck.receipt import Point, Weight
from reportcheck.rendering.blocks import hanging, paragraph
from reportcheck.wording import phrase, problem
from reportcheck.wording.filling import safe

MOST_SAME: Final = 10
"""Files that are the same and are named; of more, only the number is told."""

_NOT_PASSED: Final = frozenset({"was-failed", "was-unchecked"})

_STYLES: Final[Mapping[Weight, Style]] = {
    "same": "good", "note": "info", "differs": "error", "cannot": "warning",
}  # fmt: skip


def verification(points: Sequence[Point], page: Page) -> Iterator[Line]:
    """Yield a paragraph for each point and, at the end, what they come to."""
    marks = {"same": page.glyphs.passed, "note": "i", "differs": page.glyphs.failed, "cannot": "?"}
    width = max(map(len, marks.values())) + 1
    for each in _shortened(points):
        head = [Span(marks[each.weight].ljust(width), _STYLES[each.weight])]
        yield from hanging(head, _said(each, page.lang), width, page)
        for word, was, now in each.changes:
            told = f"{phrase(word, page.lang)} {safe(was)} {page.glyphs.arrow} {safe(now)}"
            yield from paragraph(told, page, indent=width + 2)
    code = exit_code(points)
    end = {EXIT_PASSED: "same", EXIT_FINDINGS: "differs"}.get(code, "cannot")
    if end == "same" and any(each.code in _NOT_PASSED for each in points):
        end = "same.failed"
    yield from paragraph(phrase(f"verify.end.{end}", page.lang), page, "strong")


def _shortened(points: Sequence[Point]) -> Iterator[Point]:
    """Yield the points; of many files that are the same, their number."""
    same = sum(each.code == "file-same" for each in points)
    if same > MOST_SAME:
        yield Point("files-same", "same", {"count": same})
    yield from (each for each in points if same <= MOST_SAME or each.code != "file-same")


def exit_code(points: Sequence[Point]) -> int:
    """Return 0 where all is the same, 1 where something differs, 2 where something cannot be told.

    >>> exit_code([Point("file-same", "same"), Point("version", "note")])
    0
    >>> exit_code([Point("file-differs", "differs"), Point("rules-missing", "cannot")])
    2
    """
    weights = {each.weight for each in points}
    if "cannot" in weights or not weights & {"same", "differs"}:
        return EXIT_PROBLEM
    return EXIT_FINDINGS if "differs" in weights else EXIT_PASSED


def _said(point: Point, lang: Lang) -> str:
    facts = {
        name: problem(fact, lang) if isinstance(fact, Problem) else fact
        for name, fact in point.facts.items()
    }
    return phrase(f"verify.{point.code}", lang, **facts)
