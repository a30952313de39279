"""The smallest changes in words: under the findings that they would mend, all ties listed."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from reportcheck.address import CellRef
from reportcheck.classes import dataclass
from reportcheck.finding import Finding, Kind
from reportcheck.mending import NUMBERS_AMISS, Change, Mended, Part
from reportcheck.number import spell
from reportcheck.page import Lang, Line, Page, Span
from reportcheck.rendering.blocks import hanging, labelled, paragraph
from reportcheck.report import FileReport
from reportcheck.text import visible
from reportcheck.wording import phrase
from reportcheck.wording.addresses import short_address
from reportcheck.wording.filling import safe

MOST_WAYS: Final = 10
"""Ways to mend that are listed; of more, the rest is counted."""
MOST_CELLS: Final = 20
"""Of more changes at once, where fewer may do, none is listed."""
ARROW: Final = "→"
_WRITTEN: Final = re.compile(r"(-?[0-9][0-9,]*(?:\.([0-9]+))?)([%％]?)")
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Told:
    """A part in words: what is claimed, each way to mend, what is asked, what was left open.

    ``places`` are those of the findings that it explains, among the findings it was told with.
    """

    claim: str
    ways: tuple[str, ...]
    asked: tuple[str, ...]
    open: tuple[str, ...]
    places: tuple[int, ...]
    part: Part
    between: str

    @property
    def text(self) -> str:
        """All of it in one line."""
        claimed = led_by(self.claim, self.between.join(self.ways))
        return " ".join(filter(None, (claimed, *self.asked, *self.open)))

    @property
    def lines(self) -> str:
        """All of it, a way a line where there are several."""
        several = len(self.ways) > 1
        claimed = (self.claim, *self.ways) if several else (led_by(self.claim, "".join(self.ways)),)
        return "\n".join((*claimed, *self.asked, *self.open))


def led_by(claim: str, ways: str) -> str:
    """Return ways behind the claim that leads to them; a wide colon has its own space.

    >>> led_by("one change:", "J12"), led_by("改动 1 格：", "J12")
    ('one change: J12', '改动 1 格：J12')
    """
    return f"{claim}{ways}" if claim.endswith("：") or not ways else f"{claim} {ways}"


def told_parts(
    file: FileReport, findings: Sequence[Finding], lang: Lang, arrow: str = ARROW
) -> list[Told]:
    """Return the parts of a file in words, with the findings among these that each explains."""
    mending = file.mending
    if mending is None or not mending.parts:
        return []
    by_key: dict[Mended, list[int]] = {}
    by_cell: dict[CellRef, list[int]] = {}
    for place, finding in enumerate(findings):
        if finding.kind in {Kind.RULE, Kind.CELL}:
            by_key.setdefault(Mended(finding.rule, finding.at), []).append(place)
        if finding.kind is Kind.CELL and finding.at is not None:
            by_cell.setdefault(finding.at, []).append(place)
    beneath = {Mended(one.rule, one.at) for finding in findings for one in finding.consequences}
    return [
        _told(part, sorted(_places(part, by_key, by_cell)), beneath, lang, arrow)
        for part in mending.parts
        if not _is_plain(part)
    ]


def _is_plain(part: Part) -> bool:
    """Whether all there is to tell is that a cell has to be another: its finding says so."""
    if (
        part.slips
        or len(part.sets) != 1
        or [(one.to, one.open) for one in part.sets[0]] != [(None, False)]
    ):
        return False
    if all(each.rule in NUMBERS_AMISS for each in part.findings):
        return True
    return [each.at for each in part.findings] == [part.sets[0][0].at]


def last_told(parts: Sequence[Told]) -> Mapping[int | None, list[Told]]:
    """Return the parts by the last finding that each explains, or None where it explains none."""
    found: dict[int | None, list[Told]] = {}
    for each in parts:
        found.setdefault(each.places[-1] if each.places else None, []).append(each)
    return found


def told_once(file: FileReport, findings: Sequence[Finding], lang: Lang) -> Mapping[int, str]:
    """Return each part in lines for the first finding it explains, and for others where it is.

    What follows from the others is told as such: it is no further mistake.
    """
    found: dict[int, list[str]] = {}
    for each in told_parts(file, findings, lang):
        follows = set(each.part.consequences)
        for place in each.places:
            at = findings[each.places[0]].at
            if place == each.places[0] or at is None:
                said = each.lines
            else:
                said = phrase("changes.see", lang, cell=short_address(at, lang))
            if Mended(findings[place].rule, findings[place].at) in follows:
                between = "\n" if said == each.lines else phrase("list.semicolon", lang)
                said = f"{said}{between}{phrase('changes.follows', lang)}"
            found.setdefault(place, []).append(said)
    return {place: "\n".join(said) for place, said in found.items()}


def left_out(file: FileReport, lang: Lang) -> str:
    """Return what was not looked for when the smallest changes were, if anything."""
    mending = file.mending
    return "" if mending is None or mending.note is None else phrase(f"note.{mending.note}", lang)


def changing(told: Told, page: Page) -> list[Line]:
    """Return a part as lines under a finding."""
    ways = told.ways
    if len(ways) == 1:
        lines = labelled("block.changes", led_by(told.claim, ways[0]), page)
    else:
        lines = labelled("block.changes", told.claim, page)
        for way in ways:
            lines += hanging([Span("    ")], way, 6, page)
    for each in (*told.asked, *told.open):
        lines += paragraph(each, page, "dim", indent=4)
    return lines


def _places(
    part: Part, by_key: Mapping[Mended, Sequence[int]], by_cell: Mapping[CellRef, Sequence[int]]
) -> set[int]:
    places = {place for key in part.findings for place in by_key.get(key, ())}
    for each in part.sets[:1]:
        places |= {place for one in each if one.open for place in by_cell.get(one.at, ())}
    return places


def _told(
    part: Part, places: Sequence[int], beneath: Container[Mended], lang: Lang, arrow: str
) -> Told:
    told = [key for key in part.findings if key not in beneath]
    count = len(told)
    ats = sorted((key.at for key in told if key.at is not None), key=lambda at: (at.row, at.column))
    accused = list(dict.fromkeys(at.a1 for at in ats))
    key = "one" if count == 1 else "many" if len(accused) <= MOST_WAYS else "many-more"
    findings = phrase(f"changes.findings.{key}", lang, count=count, cells=accused)
    sets = () if _is_guess(part) else tuple(_worth_telling(each) for each in part.sets)
    common = _in_all(sets)
    ways = tuple(
        way_in_words([one for one in each if one not in common], lang, arrow)
        for each in sets[:MOST_WAYS]
    )
    left = len(sets) - len(ways)
    open_ = [phrase("changes.more", lang, count=left)] if left > 0 else []
    if not sets:
        key = "changes.none" if part.complete else "changes.not-found"
        claim = phrase(key, lang, findings=findings)
    else:
        number = max(1, sum(not each.open for each in part.sets[0]))
        if not part.complete:
            key = "changes.stopped.one" if number == 1 else "changes.stopped"
            open_.append(phrase(key, lang))
        cells = phrase(f"changes.cells.{'one' if number == 1 else 'many'}", lang, count=number)
        if not told:
            claim = phrase("changes.deduced", lang)
        elif len(part.sets) == 1:
            claim = phrase("changes.claim", lang, cells=cells, findings=findings)
        else:
            facts = {"ways": len(part.sets), "cells": cells, "findings": findings}
            if common:
                facts["common"] = way_in_words(common, lang, arrow)
            claim = phrase("changes.ties.common" if common else "changes.ties", lang, **facts)
    asked = tuple(_asked(part, lang, arrow))
    between = phrase("list.semicolon", lang)
    return Told(claim, ways, asked, tuple(open_), tuple(places), part, between)


def _is_guess(part: Part) -> bool:
    """Whether so much changes, and perhaps so much less would do, that it helps nobody."""
    return not part.complete and bool(part.sets) and len(part.sets[0]) > MOST_CELLS


def _worth_telling(changes: Sequence[Change]) -> Sequence[Change]:
    """Return changes without formulas that only wait to be calculated, where there are others."""
    return [each for each in changes if not (each.open and each.shown.startswith("="))] or changes


def _in_all(sets: Sequence[Sequence[Change]]) -> list[Change]:
    """Return the changes that every one of several ways has: they are told once, before these."""
    if len(sets) == 1:
        return []
    return [one for one in sets[0] if all(one in each for each in sets[1:])] if sets else []


def _asked(part: Part, lang: Lang, arrow: str) -> Iterator[str]:
    """Yield what is asked about a part, a question once for all ways that it is asked of.

    Where it is asked of every way that is told, their cells are not told again, and of a way that
    is listed not in words.
    """
    asked: dict[tuple[str, tuple[tuple[str, str], ...]], list[tuple[Change, ...]]] = {}
    for slip in part.slips:
        asked.setdefault((slip.code, tuple(slip.facts.items())), []).append(slip.changes)
    listed = [{one.at for one in each} for each in part.sets[:MOST_WAYS]]
    for (code, facts), ways in asked.items():
        left = [] if set(ways) == set(part.sets) else ways
        told = [
            way_in_words(
                each, lang, arrow,
                named=not any(way.issuperset(one.at for one in each) for way in listed),
            )
            for each in left[:MOST_WAYS]
        ]  # fmt: skip
        cells = phrase("list.semicolon", lang).join(told)
        told_of = {"changes": cells, "line": _line_of(ways[0])}
        yield phrase(f"slip.{code}", lang, **{**dict(facts), **told_of}).rstrip()


def _line_of(changes: Sequence[Change]) -> str:
    """Return the words for the row, or else the column, that changes are in."""
    one = changes[0]
    return one.row_label if all(each.row == one.row for each in changes) else one.column_label


def way_in_words(
    changes: Sequence[Change], lang: Lang, arrow: str = ARROW, *, named: bool = True
) -> str:
    """Return a set of changes in one line: each cell, its words if ``named``, from what to what."""
    comma = phrase("list.comma", lang)
    return comma.join(_change(each, lang, arrow, named=named) for each in changes)


def _change(change: Change, lang: Lang, arrow: str, *, named: bool) -> str:
    at = change.at
    if at.sheet is not None or at.table is not None:
        place = short_address(at, lang)
    else:
        place = f"{phrase('place.line', lang, line=at.row)} ({at.a1})"
    words = " ".join(filter(None, (safe(change.row_label), safe(change.column_label))))
    shown = visible(change.shown, 60) or phrase("block.empty", lang)
    to = phrase("changes.another", lang) if change.to is None else safe(_as_shown(change))
    label = f" {words}" if words and named else ""
    return f"{place}{label} {shown} {arrow} {to}"


def _as_shown(change: Change) -> str:
    """Return what a cell is to become as it would be written there: in percent, with its zeros."""
    to, shown = change.to or "", _WRITTEN.fullmatch(change.shown)
    if shown is None or change.value in {None, change.shown} or not _NUMBER.fullmatch(to):
        return to  # texts are shown as they are, codes such as 0010 among them
    number, decimals, percent = shown.groups()
    was = Fraction(change.value) if _NUMBER.fullmatch(change.value) else Fraction(0)
    times = Fraction(number.replace(",", "")) / was if was else Fraction(100 if percent else 1)
    to = spell(Fraction(to) * (times or 1))
    whole, _, behind = to.partition(".")
    return f"{whole}.{behind.ljust(len(decimals), '0')}{percent}" if decimals else to + percent
