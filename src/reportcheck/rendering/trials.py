"""What came of the cases of rule files: those not as expected, and rules that none shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from reportcheck.page import Line, Page, Span, Style
from reportcheck.rendering.blocks import hanging, labelled, paragraph
from reportcheck.rulefile.casefile import Expected
from reportcheck.rulefile.slots import SlotName
from reportcheck.trying import Outcome, Trial, Trials
from reportcheck.wording import phrase, sentences
from reportcheck.wording import problem as told
from reportcheck.wording.filling import safe

MOST_SURPLUS = 10
"""Findings nobody expected that are told one by one; of more, the number."""


def trials(tried: Trials, page: Page) -> Iterator[Line]:
    """Yield every case that needs a look, the rules without a case, and the counts."""
    for trial in tried.trials:
        yield from _trial(trial, page)
    passing, failing = tried.never_passing, tried.never_failing
    neither = [each for each in passing if each in failing]
    yield from _never("trial.never", neither, page)
    yield from _never("trial.never-passing", [x for x in passing if x not in neither], page)
    yield from _never("trial.never-failing", [x for x in failing if x not in neither], page)
    counted = [(each, tried.count(each)) for each in Outcome]
    words = [phrase(f"trial.{each}", page.lang, count=number) for each, number in counted if number]
    comma = phrase("list.comma", page.lang)
    style: Style = "good" if tried.sound else "error"
    yield from paragraph(phrase("trial.summary", page.lang, counts=comma.join(words)), page, style)


def _trial(trial: Trial, page: Page) -> Iterator[Line]:
    if trial.outcome is Outcome.HELD:
        return
    known = trial.outcome is Outcome.TODO
    mark = page.glyphs.dash if known else page.glyphs.failed
    style: Style = "warning" if known else "error"
    where = f"{safe(trial.path)}:{trial.line}"
    yield from hanging([Span(f"{mark} ", style), Span(where, "place")], f"  {safe(trial.name)}", 2,
                       page, "strong")  # fmt: skip
    yield from labelled("trial.todo-why", safe(trial.todo), page)
    if trial.outcome is Outcome.DONE:
        yield from paragraph(phrase("trial.done-why", page.lang), page, "error", 2)
        return
    if trial.problem is not None:
        yield from labelled("trial.unread", told(trial.problem, page.lang), page)
    if trial.rule:
        facts = {name: phrase(f"trial.{word}", page.lang)
                 for name, word in (("wanted", trial.wanted), ("got", trial.got))}  # fmt: skip
        said = phrase("trial.verdict", page.lang, rule=trial.rule, **facts)
        yield from labelled("trial.expected", said, page)
    for expected, got in trial.lacking:
        what = _expected(expected, page)
        said = phrase("trial.instead", page.lang, what=what, wanted=expected.count, got=got)
        yield from labelled("trial.expected", said, page)
    by_line = any(each.line is not None for each, _ in trial.lacking)
    for slot, finding in trial.surplus[:MOST_SURPLUS]:
        verdict = phrase(f"trial.{finding.verdict}", page.lang)
        head = f"{finding.rule} {verdict}"
        if slot is not None:
            head += " " + phrase("trial.at", page.lang, slot=_slot(slot))
        if by_line and finding.at is not None:
            head += " " + phrase("trial.line", page.lang, line=finding.at.row)
        text = f"{safe(head)}: {sentences(finding, page.lang).message}"
        yield from labelled("trial.surplus", text, page)
    if len(trial.surplus) > MOST_SURPLUS:
        more = phrase("show.more", page.lang, count=len(trial.surplus) - MOST_SURPLUS)
        yield from paragraph(more, page, "dim", 2)


def _expected(expected: Expected, page: Page) -> str:
    parts = [expected.rule, phrase(f"trial.{expected.verdict}", page.lang)]
    if expected.slot is not None:
        parts.append(phrase("trial.at", page.lang, slot=_slot(expected.slot)))
    parts += [", ".join(sorted(each)) for each in (expected.rows, expected.columns) if each]
    if expected.line is not None:
        parts.append(phrase("trial.line", page.lang, line=expected.line))
    return " ".join(parts)


def _slot(slot: SlotName) -> str:
    """Return a slot as it is written."""
    if slot.row is None and slot.record is None:
        return f"{slot.table}::{slot.column}"
    return f"{slot.table}::{slot.record or slot.row}[{slot.column}]"


def _never(key: str, rules: Sequence[tuple[str, str]], page: Page) -> Iterator[Line]:
    comma = phrase("list.comma", page.lang)
    for edition, held in groupby(rules, key=lambda each: each[0]):
        names = comma.join(safe(rule) for _, rule in held)
        text = f"{phrase(key, page.lang)} ({safe(edition)}): {names}"
        yield from paragraph(text, page, "warning")
