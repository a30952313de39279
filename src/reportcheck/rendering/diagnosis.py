"""What is to be said of a set of rules, as text: which rules, why, a case of it, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from reportcheck.diagnosing.remarks import NOTED, Given, Part, Remark
from reportcheck.page import Line, Page, Span, Style, line
from reportcheck.rendering.blocks import hanging, labelled, paragraph
from reportcheck.wording import phrase
from reportcheck.wording.filling import safe

MOST_PLACES: Final = 4
"""Places of a rule that are named; of more the number is told."""

MOST_CELLS: Final = 12


def diagnosis(remarks: Iterable[Remark], page: Page) -> Iterator[Line]:
    """Yield every remark: what it is, the rules it is about, what brings it about, what to do.

    Those that nearly every set of rules has, and that ask for nothing, are told as one.
    """
    told = list(remarks)
    together = [each for each in told if each.kind == "consequence"]
    for remark in told:
        if remark.kind != "consequence":
            yield from _remark(remark, page)
            yield line()
        elif remark is together[0]:
            yield from _consequences(together, page)
            yield line()


def _consequences(remarks: Iterable[Remark], page: Page) -> Iterator[Line]:
    first, *_ = remarks = list(remarks)
    yield from _head(first, page)
    for remark in remarks:
        for part in remark.about:
            yield from _part(part, page)
            others = (
                phrase("remark.elsewhere", page.lang) if each.rule == part.rule else safe(each.rule)
                for each in remark.by
            )
            from_ = phrase("list.comma", page.lang).join(others)
            yield from paragraph(phrase("remark.from", page.lang, rules=from_), page, "dim", 6)
    yield from labelled("block.fix", phrase("remark.consequence.fix", page.lang), page)


def _head(remark: Remark, page: Page) -> Iterator[Line]:
    mark, style = _sign(remark, page)
    word = phrase(f"remark.{remark.kind}.name", page.lang)
    claim = phrase(f"remark.{remark.kind}", page.lang, **_facts(remark, page))
    yield from hanging([Span(f"{mark} {word}  ", style)], claim, 2, page)


def _remark(remark: Remark, page: Page) -> Iterator[Line]:
    kind = remark.kind
    yield from _head(remark, page)
    for part in remark.about:
        yield from _part(part, page)
    if remark.by:
        yield from paragraph(phrase("remark.by", page.lang), page, "dim", indent=2)
        for part in remark.by:
            yield from _part(part, page)
    yield from labelled("remark.given", _given(remark.given, page), page)
    yield from labelled("remark.filling", _filling(remark, page), page)
    yield from labelled("block.fix", phrase(f"remark.{kind}.fix", page.lang), page)


def _sign(remark: Remark, page: Page) -> tuple[str, Style]:
    if remark.grave:
        return page.glyphs.failed, "error"
    return ("i", "info") if remark.kind in NOTED else ("!", "warning")


def _facts(remark: Remark, page: Page) -> dict[str, object]:
    facts: dict[str, object] = dict(remark.facts)
    facts["rules"] = phrase("list.comma", page.lang).join(safe(each.rule) for each in remark.about)
    facts["count"] = remark.facts.get("count", str(sum(len(p.places) or 1 for p in remark.about)))
    if "cells" in facts:
        semicolon = phrase("remark.semicolon", page.lang)
        facts["cells"] = remark.facts["cells"].replace("; ", semicolon)
    if remark.kind == "unfinished":
        facts["why"] = phrase(f"remark.unfinished.{next(iter(remark.facts))}", page.lang, **facts)
    return facts


def _part(part: Part, page: Page) -> Iterator[Line]:
    place = f"{safe(part.path)}:{part.line}" if part.path else ""
    head = [Span("    "), Span(safe(part.rule), "strong"), Span("  "), Span(place, "place")]
    yield from hanging(head, f"  {safe(part.check)}{_places(part, page)}", 8, page)


def _places(part: Part, page: Page) -> str:
    if not part.places or len(part.places) == part.of:
        return ""
    if len(part.places) > MOST_PLACES:
        told = phrase("remark.places", page.lang, count=len(part.places), of=part.of)
    else:
        told = phrase("list.comma", page.lang).join(safe(each) for each in part.places)
    return f"  ({told})"


def _given(given: Iterable[Given], page: Page) -> str:
    comma = phrase("list.comma", page.lang)
    return phrase("remark.semicolon", page.lang).join(
        phrase(
            f"remark.given.{each.what}",
            page.lang,
            cells=comma.join(safe(cell) for cell in each.cells[:MOST_CELLS])
            + (page.glyphs.ellipsis if len(each.cells) > MOST_CELLS else ""),
            bound=each.text.split("\n"),
        )
        for each in given
    )


def _filling(remark: Remark, page: Page) -> str:
    if not remark.filling:
        return ""
    told = [each for each in remark.filling if len(remark.filling) <= MOST_CELLS or each[1] != "0"]
    nothing = phrase("arithmetic.empty", page.lang)
    values = phrase("list.comma", page.lang).join(
        f"{safe(cell)} = {safe(value) or nothing}" for cell, value in told
    )
    rest = phrase("explain.rest", page.lang) if len(told) < len(remark.filling) else ""
    without = phrase("remark.without", page.lang, rule=remark.facts["without"])
    return f"{without}{values}{rest}"
