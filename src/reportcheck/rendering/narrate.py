"""The report in plain sentences: for screen readers, and to be pasted into a mail.

No signs, tables or colours, nothing that stands beside or below something else: every finding says
by itself where it is and what to do, one paragraph each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from reportcheck.earlier import Earlier
from reportcheck.finding import Finding
from reportcheck.page import Line, Page, line
from reportcheck.rendering.alike import MOST_CHANGES, gathered
from reportcheck.rendering.arranging import arranged, elsewhere
from reportcheck.rendering.blocks import dependents, paragraph
from reportcheck.rendering.changing import Told, last_told, led_by, left_out, told_parts
from reportcheck.rendering.closing import closing, notes_of
from reportcheck.rendering.compared import MOST_NAMED, counts_of, unseen
from reportcheck.rendering.counted import counted
from reportcheck.rendering.passages import details
from reportcheck.report import FileReport, Report, Status
from reportcheck.wording import note, phrase, problem
from reportcheck.wording.findings import sentences
from reportcheck.wording.outcomes import word_for
from reportcheck.wording.places import in_words

_ENDLESS: Final = 1 << 20
_GAP: Final = re.compile(r"(?<=\S) {2,}(?=\S)")

MOST: Final = 1000
"""Findings that are told; of more, the rest is counted."""


def narrate(report: Report, page: Page, between: Iterable[Line] = ()) -> Iterator[Line]:
    """Yield a paragraph for each file with something to tell, and for each of its findings.

    ``between`` are lines that stand before the counts.
    """
    left = MOST
    clean = 0
    for file in report.files:
        if file.status is Status.UNCHECKED:
            continue
        each_by_itself, hanging_on, blameless = arranged(file.findings)
        told_as = gathered(each_by_itself, hanging_on)
        shown, dependent = told_as.shown, told_as.dependent
        beside = elsewhere(file.findings, page.lang)
        if not (shown or blameless or beside) and len(report.files) > 1:
            clean += 1
            continue
        yield from paragraph(_about(file, len(shown), page), page)
        yield line()
        to = phrase("narrate.to", page.lang)
        parts = last_told(told_parts(file, each_by_itself, page.lang, to))
        yield from _found(shown[:left], dependent, told_as.of(parts, MOST_CHANGES), page)
        if len(shown) > left:
            cut = phrase("page.cut", page.lang, count=len(shown) - left)
            yield from paragraph(cut, page)
            yield line()
        left = max(0, left - len(shown))
        if blameless:
            told = phrase("page.blameless", page.lang, count=blameless)
            yield from paragraph(_sentence(told, page), page)
            yield line()
        for said in filter(None, (beside, left_out(file, page.lang))):
            yield from paragraph(_sentence(said, page), page)
            yield line()
    if clean:
        yield from paragraph(
            phrase("narrate.clean", page.lang, files=counted(clean, report.files, page.lang)), page
        )
        yield line()
    for file in report.unchecked:
        if file.problem is not None:
            why = problem(file.problem, page.lang)
            told = phrase("narrate.unchecked", page.lang, file=file.name)
            yield from paragraph(f"{told} {_sentence(why, page)}", page)
            yield line()
    yield from between
    for said in notes_of(report, page.lang):
        yield from paragraph(_sentence(said, page), page)
    if report.earlier is not None:
        yield from _compared(report.earlier, page)
    # Each line whole, however narrow the page is: it ends as a sentence.
    for each_line in closing(report, replace(page, width=_ENDLESS)):
        text = "".join(span.text for span in each_line)
        yield from paragraph(_sentence(_plainly(text, page), page), page)


def _found(
    shown: Sequence[Finding],
    dependent: Mapping[int, Sequence[Finding]],
    parts: Mapping[int, Sequence[Told]],
    page: Page,
) -> Iterator[Line]:
    """Yield a paragraph for each finding, and for the changes that would mend those before it."""
    for number, each in enumerate(shown, start=1):
        hanging = _plainly(dependents(each, dependent.get(id(each), ()), page), page)
        yield from paragraph(_finding(number, each, hanging, page), page)
        yield line()
        for told in parts.get(id(each), ()):
            yield from paragraph(_change(told, page), page)
            yield line()


def _change(told: Told, page: Page) -> str:
    """Return what would mend findings: what is claimed, and each question, is a sentence."""
    claim = led_by(told.claim, told.between.join(told.ways))
    said = (claim, *told.asked, *told.open)
    return _joined((_sentence(_capital(each), page) for each in said), page)


def _compared(earlier: Earlier, page: Page) -> Iterator[Line]:
    """Yield how the report stands to an earlier one, a paragraph for each finding that is fixed."""
    yield from paragraph(_sentence(counts_of(earlier, page), page), page)
    fixed = [each for each in earlier.gone if each.fate == "fixed"]
    for each in fixed[:MOST_NAMED]:
        finding = each.finding
        told = [phrase("narrate.fixed", page.lang, file=each.path)]
        if finding.at is not None:
            told.append(phrase("narrate.at", page.lang, place=in_words(finding.at, page.lang)))
        told.append(_sentence(_capital(sentences(finding, page.lang).message), page))
        told.append(phrase("narrate.rule", page.lang, fact=finding.rule))
        yield from paragraph(_joined(told, page), page)
    if len(fixed) > MOST_NAMED:
        left = phrase("since.more", page.lang, count=len(fixed) - MOST_NAMED)
        yield from paragraph(_sentence(left, page), page)
    for text in unseen(earlier, page):
        yield from paragraph(_sentence(text, page), page)
    yield line()


def _about(file: FileReport, count: int, page: Page) -> str:
    told = [phrase("narrate.file", page.lang, file=file.name)]
    named = file.form_title.get(page.lang) or next(iter(file.form_title.values()), file.form or "")
    facts = {"form": named, "agency": file.agency, "period": file.period}
    told += [phrase(f"narrate.{key}", page.lang, fact=fact) for key, fact in facts.items() if fact]
    told += [_sentence(note(code, fact, page.lang), page) for code, fact in file.notes]
    told.append(phrase("narrate.count" if count else "narrate.nothing", page.lang, count=count))
    return _joined(told, page)


def _finding(number: int, finding: Finding, dependent: str, page: Page) -> str:
    lang = page.lang
    told = [phrase("narrate.finding", lang, number=number, word=word_for(finding, lang))]
    if finding.at is not None:
        told.append(phrase("narrate.at", lang, place=in_words(finding.at, lang)))
    told.append(_sentence(_capital(sentences(finding, lang).message), page))
    parts = [*details(finding, lang)]
    colon = phrase("narrate.colon", lang)
    if dependent:
        parts.append((phrase("block.therefore", lang), dependent))
    told += [_sentence(f"{_capital(label)}{colon}{text}", page) for label, text in parts]
    told.append(phrase("narrate.rule", lang, fact=finding.rule))
    return _joined(told, page)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _joined(told: Iterable[str], page: Page) -> str:
    return ("" if page.lang == "zh" else " ").join(told)


def _plainly(text: str, page: Page) -> str:
    """Return a text without the dots between its parts, which are read out or passed over.

    Nor with the gap behind a word that leads to the rest.
    """
    led = _GAP.sub(phrase("narrate.colon", page.lang), text)
    return led.replace(f" {page.glyphs.dot} ", phrase("comma", page.lang))


def _sentence(text: str, page: Page) -> str:
    """End a text as a sentence, so that whoever reads it out makes a pause."""
    stop = "。" if page.lang == "zh" else "."
    return text if text.endswith((stop, "!", "?", "！", "？")) else f"{text}{stop}"
