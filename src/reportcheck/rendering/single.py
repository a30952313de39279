"""One file on a page: which it is, and what was found in it or kept it from being checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reportcheck.classes import dataclass
from reportcheck.finding import Finding, Verdict
from reportcheck.page import Line, Page, Span, line
from reportcheck.rendering.alike import MOST_CHANGES, gathered
from reportcheck.rendering.arranging import arranged, elsewhere
from reportcheck.rendering.blocks import block, brief, hanging, paragraph
from reportcheck.rendering.changing import Told, changing, last_told, left_out, told_parts
from reportcheck.rendering.closing import lacks_reports
from reportcheck.report import FileReport, Report
from reportcheck.rule import Severity
from reportcheck.wording import note, phrase, problem
from reportcheck.wording.filling import safe

MANY: Final = 20
"""Files not checked for one reason, of which each is told with it; of more only the first."""

MOST_WITH_WAYS: Final = 20
"""Findings in one line each that all ways to mend are told for; of more, only what says more."""

MOST_NAMED: Final = 1000
"""Files not checked that are named; of more, the rest is counted."""


@dataclass
class Room:
    """How many findings there is still room for on the page: in full, and in one line each.

    ``is_told`` once it was said that others take one line.
    """

    in_full: int
    in_brief: int
    is_told: bool = False


def single(file: FileReport, rules: Sequence[str], page: Page, room: Room) -> Iterator[Line]:
    """Yield the findings of a file, as far as there is room for them.

    ``rules`` are the rule files that the command which explains a finding has to name.
    """
    yield from header(file, page)
    each_by_itself, hanging_on, blameless = arranged(file.findings)
    told_as = gathered(each_by_itself, hanging_on)
    shown, dependent = [*told_as.shown], told_as.dependent
    evident = [each for each in shown if _is_evident(each)][: room.in_full]
    rest = [each for each in shown if each not in evident] if evident else shown
    room.in_full -= len(evident)
    parts = last_told(told_parts(file, each_by_itself, page.lang, page.glyphs.arrow))
    told = told_as.of(parts, MOST_CHANGES)
    for each in evident:
        yield line()
        yield from block(file.path, each, dependent.get(id(each), ()), page, rules)
        yield from _changes(told.get(id(each), ()), page)
    if rest:
        yield line()
        if any(map(_is_evident, rest)) and not room.is_told:
            room.is_told = True
            yield from paragraph(phrase("page.brief", page.lang), page, "dim")
    few = len(rest) <= MOST_WITH_WAYS
    for each in rest[: room.in_brief]:
        yield from brief(each, page)
        yield from _changes([one for one in told.get(id(each), ()) if few or _says_more(one)], page)
    if len(rest) > room.in_brief:
        cut = phrase("page.cut", page.lang, count=len(rest) - room.in_brief)
        yield from paragraph(cut, page, "strong")
    room.in_brief = max(0, room.in_brief - len(rest))
    beside, said = elsewhere(file.findings, page.lang), left_out(file, page.lang)
    if shown and (blameless or beside or said):
        yield line()
    if blameless:
        yield from paragraph(phrase("page.blameless", page.lang, count=blameless), page, "dim")
    if beside:
        yield from paragraph(beside, page, "dim")
    if said:
        yield from paragraph(said, page, "dim")
    if not shown and not beside:
        clean = f"{page.glyphs.passed} {phrase('page.clean', page.lang)}"
        yield from paragraph(clean, page, "good")


def _changes(parts: Sequence[Told], page: Page) -> Iterator[Line]:
    for each in parts:
        yield from changing(each, page)


def _says_more(told: Told) -> bool:
    """Whether the changes of a part tell more than that one of the cells compared is wrong."""
    return len(told.ways) == 1 or bool(told.asked) or len(told.places) > 1


def _is_evident(finding: Finding) -> bool:
    """Whether a finding is shown in full: what is noted, or accepted, takes a line."""
    return finding.severity is not Severity.INFO and finding.verdict is not Verdict.ACCEPTED


def header(file: FileReport, page: Page) -> list[Line]:
    """Return the lines that say which file it is, of which form, from whom and for when."""
    parts = []
    if file.form is not None and file.confidence is None:
        parts.append(title(file, page))
    elif file.form is not None and file.confidence is not None:
        share = f"{int(file.confidence * 100)}%"
        parts.append(phrase("page.form", page.lang, share=share, **_form(file.form, file, page)))
    parts += [safe(file.agency)] if file.agency else []
    parts += [phrase("page.period", page.lang, period=file.period)] if file.period else []
    parts += [note(code, fact, page.lang) for code, fact in file.notes]
    told = f" {page.glyphs.dot} ".join(parts)
    return hanging([Span(safe(file.name), "strong")], f"  {told}" if told else "", 2, page)


def title(file: FileReport, page: Page) -> str:
    """Return the title of the form that a file fills in, with its id and version."""
    if file.form is None:
        return ""
    return phrase("page.form.plain", page.lang, **_form(file.form, file, page))


def _form(form: str, file: FileReport, page: Page) -> dict[str, str]:
    named = file.form_title.get(page.lang) or next(iter(file.form_title.values()), form)
    return {"title": named, "edition": edition(form, file.form_version)}


def edition(form: str, version: str | None) -> str:
    """Return the id of a form with its version, if it has one."""
    return f"{form} {version}" if version else form


def unchecked(report: Report, page: Page) -> Iterator[Line]:
    """Yield the files that could not be checked, each with its paragraph; many alike with one."""
    alike: dict[tuple[object, ...], list[FileReport]] = {}
    for file in report.unchecked:
        alike.setdefault(_reason(file), []).append(file)
    for files in alike.values():
        told = files if len(files) <= MANY else files[:1]
        for file in told:
            word = phrase("page.lacking" if lacks_reports(file) else "page.unchecked", page.lang)
            head = [Span(f"{page.glyphs.failed} {word} ", "error"),
                    Span(safe(file.name), "strong")]  # fmt: skip
            yield line(*head)
            if file.problem is not None:
                yield from paragraph(problem(file.problem, page.lang), page, indent=2)
            yield line()
        if len(told) < len(files):
            count = len(files) - 1
            yield from paragraph(phrase("batch.alike.unchecked", page.lang, count=count), page,
                                 "strong", indent=2)  # fmt: skip
            for file in files[1 : 1 + MOST_NAMED]:
                yield line("    ", Span(safe(file.name), "place"))
            if count > MOST_NAMED:
                cut = phrase("batch.cut.unchecked", page.lang, count=count - MOST_NAMED)
                yield from paragraph(cut, page, indent=4)
            yield line()


def _reason(file: FileReport) -> tuple[object, ...]:
    """Return why a file was not checked, whatever its name is."""
    if file.problem is None:
        return ()
    facts = {name: str(fact) for name, fact in file.problem.facts.items() if name != "path"}
    return file.problem.code, *sorted(facts.items())
