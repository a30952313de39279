"""One line a finding, as ``file:sheet!cell: severity rule message``, for editors and for grep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportcheck.address import CellRef
from reportcheck.finding import Finding, Verdict
from reportcheck.page import Line, Page, Span, line
from reportcheck.rendering.blocks import STYLE_OF, also, paragraph
from reportcheck.rendering.closing import closing
from reportcheck.report import Report
from reportcheck.wording import explanation, phrase, problem, sentences
from reportcheck.wording.addresses import short_address
from reportcheck.wording.filling import safe
from reportcheck.wording.outcomes import mark_since


def concise(report: Report, page: Page, between: Iterable[Line] = ()) -> Iterator[Line]:
    """Yield a line for every finding, a line for every file not checked, and the counts.

    What was not checked because the rule file allows it, a declared mark say, is counted only.
    ``between`` are lines that stand before the counts.
    """
    blameless = 0
    for file in report.files:
        for each in file.findings:
            if each.blameless and each.verdict is Verdict.UNKNOWN:
                blameless += each.count
                continue
            yield line(
                Span(f"{place(file.path, each.at, page)}: ", "place", file.path),
                Span(_word(each), STYLE_OF[each.severity]),
                f" {safe(each.rule)} {message(each, page)}",
            )
        if file.problem is not None:
            yield line(Span(f"{safe(file.name)}: ", "place"), Span("problem", "error"),
                       f" {file.problem.code} {problem(file.problem, page.lang)}")  # fmt: skip
    if blameless:
        yield from paragraph(phrase("page.blameless", page.lang, count=blameless), page, "dim")
    yield from between
    if report.earlier is not None:
        from reportcheck.rendering.compared import compared

        yield from compared(report, page)
    yield from closing(report, page)


def place(path: str, at: CellRef | None, page: Page) -> str:
    """Return ``file:sheet!cell``; of a text file ``file:line:field``, as editors jump to."""
    if at is None:
        return safe(path)
    in_sheet = at.sheet is not None or at.table is not None
    where = short_address(at, page.lang) if in_sheet else f"{at.row}:{at.column}"
    return f"{safe(path)}:{where}"


def message(finding: Finding, page: Page) -> str:
    """Return the claim of a finding, its arithmetic and why it is accepted, in one line."""
    said = sentences(finding, page.lang)
    why = explanation(finding, page.lang)
    follows = also(finding, page)
    told = (
        said.message,
        said.arithmetic,
        f"{phrase('block.also', page.lang)}: {follows}" * bool(follows),
        f"{phrase('block.accepted', page.lang)}: {why}" * bool(why),
        mark_since(finding, page.lang).strip(),
    )
    return "  ".join(filter(None, told))


def _word(finding: Finding) -> str:
    return str(finding.severity if finding.verdict is Verdict.FAIL else finding.verdict)
