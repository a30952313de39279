"""The report in full: each finding with the cells it compared, the arithmetic and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from reportcheck.address import CellRef
from reportcheck.finding import Cause, Finding, Kind, Verdict
from reportcheck.page import Line, Page, Span, line
from reportcheck.rendering.blocks import block, brief, hanging, paragraph
from reportcheck.rendering.closing import closing, tally
from reportcheck.report import FileReport, Report, Status
from reportcheck.rule import Severity
from reportcheck.wording import note, phrase, problem
from reportcheck.wording.filling import safe

IN_FULL: Final = 10
IN_BRIEF: Final = 1000
"""Findings in one line each; what is beyond is counted, and kept by every other format."""

_Key: TypeAlias = tuple[str, CellRef | None] | tuple[str, str | None, str, str]


def full(report: Report, page: Page) -> Iterator[Line]:
    """Yield the lines of a report: files in their order, those not checked at the end."""
    left = IN_FULL
    listed = IN_BRIEF
    for file in report.files:
        if file.status is Status.UNCHECKED:
            continue
        yield from header(file, page)
        shown, dependent, blameless = arranged(file.findings)
        evident = [each for each in shown if each.severity is not Severity.INFO][:left]
        rest = [each for each in shown if each not in evident] if evident else shown
        left -= len(evident)
        for each in evident:
            yield line()
            yield from block(file.path, each, dependent.get(id(each), ()), page, report.rules)
        if rest:
            yield line()
            if any(each.severity is not Severity.INFO for each in rest):
                yield from paragraph(phrase("page.brief", page.lang, count=len(rest)), page, "dim")
        for each in rest[:listed]:
            yield from brief(each, page)
        if len(rest) > listed:
            cut = phrase("page.cut", page.lang, count=len(rest) - listed)
            yield from paragraph(cut, page, "strong")
        listed = max(0, listed - len(rest))
        if blameless:
            yield from paragraph(phrase("page.blameless", page.lang, count=blameless), page, "dim")
        if not shown:
            yield from paragraph(f"{page.glyphs.passed} {phrase('page.clean', page.lang)}", page,
                                 "good")  # fmt: skip
        if len(report.files) > 1:
            yield from tally(file.counts, file.findings, page)
        yield line()
    yield from unchecked(report, page)
    for code, fact in report.notes:
        yield from paragraph(note(code, fact, page.lang), page, "dim")
    yield from closing(report, page)


def summary(report: Report, page: Page) -> Iterator[Line]:
    """Yield the last lines alone, after the files that could not be checked."""
    yield from unchecked(report, page)
    yield from closing(report, page)


def header(file: FileReport, page: Page) -> list[Line]:
    """Return the lines that say which file it is, of which form, from whom and for when."""
    parts = []
    if file.form is not None:
        title = file.form_title.get(page.lang) or next(iter(file.form_title.values()), file.form)
        facts = {"title": title, "edition": edition(file.form, file.form_version)}
        if file.confidence is None:
            parts.append(phrase("page.form.plain", page.lang, **facts))
        else:
            share = f"{int(file.confidence * 100)}%"
            parts.append(phrase("page.form", page.lang, share=share, **facts))
    parts += [safe(file.agency)] if file.agency else []
    parts += [phrase("page.period", page.lang, period=file.period)] if file.period else []
    parts += [note(code, fact, page.lang) for code, fact in file.notes]
    told = f" {page.glyphs.dot} ".join(parts)
    return hanging([Span(safe(file.path), "strong")], f"  {told}" if told else "", 2, page)


def edition(form: str, version: str | None) -> str:
    """Return the id of a form with its version, if it has one."""
    return f"{form} {version}" if version else form


def unchecked(report: Report, page: Page) -> Iterator[Line]:
    """Yield the files that could not be checked, each with its paragraph."""
    for file in report.unchecked:
        head = [Span(f"{page.glyphs.failed} {phrase('page.unchecked', page.lang)} ", "error"),
                Span(safe(file.path), "strong")]  # fmt: skip
        yield line(*head)
        if file.problem is not None:
            yield from paragraph(problem(file.problem, page.lang), page, indent=2)
        yield line()


def arranged(
    findings: Sequence[Finding],
) -> tuple[list[Finding], Mapping[int, list[Finding]], int]:
    """Part findings into those to show, those that hang on a shown one, and a count of the rest.

    A rule that could not be evaluated is shown under the finding about the cell (or the layout)
    that is the cause of it; one whose cells are left out as declared needs nobody's attention.
    """
    causes = _causes(findings)
    shown, blameless = [], 0
    dependent: dict[int, list[Finding]] = {}
    for each in findings:
        if each.verdict is not Verdict.UNKNOWN or each.kind is not Kind.RULE:
            shown.append(each)
        elif each.blameless:
            blameless += each.count
        else:
            found = [one for cause in each.because if (one := _cause(cause, causes)) is not None]
            if not found:
                shown.append(each)
            for one in {id(one): one for one in found}.values():
                dependent.setdefault(id(one), []).append(each)
    return shown, dependent, blameless


def _causes(findings: Sequence[Finding]) -> Mapping[_Key, Finding]:
    """Return the findings about cells and about the layout, by what an unknown tells of them."""
    causes: dict[_Key, Finding] = {}
    for each in findings:
        if each.kind is not Kind.RULE:
            causes.setdefault((each.rule, each.at), each)
            causes.setdefault((each.rule, each.table, each.row_label, each.column_label), each)
            causes.setdefault((each.rule, each.table, "", ""), each)
    return causes


def _cause(cause: Cause, causes: Mapping[_Key, Finding]) -> Finding | None:
    """Return the finding that an unknown hangs on: about its cell, or about what is not there."""
    if cause.at is not None:
        return causes.get((cause.finding, cause.at))
    if cause.table is None:
        return None
    row, column = cause.row_label, cause.column_label
    for known in ((row, column), (row, ""), ("", column), ("", "")):
        if found := causes.get((cause.finding, cause.table, *known)):
            return found
    return None
