"""Several files on a page: one line each, the worst first, and what each rule found in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from reportcheck.classes import dataclass
from reportcheck.page import Line, Page, Span, Style, line
from reportcheck.rendering.blocks import hanging, paragraph
from reportcheck.rendering.counted import counted, things
from reportcheck.rendering.single import title
from reportcheck.rendering.standing import Gravity, Group, Mark, Standing
from reportcheck.rendering.table import Heading, Row, table
from reportcheck.text import display_width, pad, pad_left
from reportcheck.wording import phrase
from reportcheck.wording.filling import safe

MOST_LINES: Final = 1000
"""Files that are listed; of more, the rest is counted."""

MOST_RULES: Final = 26
"""Rules that have a column of their own, one for each letter."""

LEAST_NAME: Final = 16
MOST_NAMED: Final = 10
REST: Final = "+"

_STYLES: Final[dict[Gravity, Style]] = {
    "error": "error",
    "unknown": "warning",
    "warning": "warning",
    "clean": "good",
}


_COUNTS: Final[tuple[tuple[str, Style], ...]] = (
    ("errors", "error"),
    ("warnings", "warning"),
    ("unknown", "warning"),
)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: of which count or rule it is, its heading, and its width."""

    key: str
    heading: str
    width: int
    doubt: bool = False
    """Whether numbers may have a question mark after them: then those without have a blank."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """What fits beside each other: columns of counts, of rules by letters, periods and paths."""

    sign: int
    name: int
    period: int
    counts: tuple[_Column, ...]
    rules: tuple[_Column, ...]
    rest: _Column | None
    path: bool


def overview(group: Group, page: Page) -> Iterator[Line]:
    """Yield a line for each file of a form, and below what the letters of its columns stand for."""
    yield from _head(group, page)
    listed = group.standings[:MOST_LINES]
    layout = _layout(group, listed, page)
    if layout is None:
        for each in listed:
            yield from _sentence(each, group, page)
    else:
        yield _headings(layout, page)
        for each in listed:
            yield from _row(each, group, layout, page)
    if left := group.standings[MOST_LINES:]:
        bad = sum(each.gravity != "clean" for each in left)
        cut = phrase("batch.cut", page.lang, count=len(left), failed=bad)
        yield from paragraph(cut, page, "strong")
    if group.rules:
        yield line()
        yield from _legend(group, layout, page)
    yield from _twice(group, page)


def mark_of(each: Standing, page: Page) -> tuple[str, Style]:
    """Return the sign and the style for the gravest thing that was found in a file."""
    signs: dict[Gravity, str] = {"error": page.glyphs.failed, "unknown": "?", "warning": "!",
                                 "clean": page.glyphs.passed}  # fmt: skip
    return signs[each.gravity], _STYLES[each.gravity]


def _head(group: Group, page: Page) -> list[Line]:
    parts = [title(group.first, page)]
    if group.period:
        parts.append(phrase("page.period", page.lang, period=group.period))
    files = counted(len(group.standings), group.files, page.lang)
    parts.append(phrase("batch.head", page.lang, files=files))
    return paragraph(f" {page.glyphs.dot} ".join(filter(None, parts)), page, "strong")


def _layout(group: Group, listed: Sequence[Standing], page: Page) -> _Layout | None:
    """Return the columns that fit the page, or None where not even the counts do."""
    names = [display_width(safe(each.name)) for each in listed]
    most = max(LEAST_NAME, page.width // 3)
    heading = display_width(phrase("batch.agency", page.lang))
    name = max((heading, *(width for width in names if width <= most)))
    period = 0
    if group.period is None:
        period = max(display_width(safe(each.file.period or "")) for each in listed)
    counts = _counts(listed, page)
    sign = _sign_width(page)
    taken = sign + name + (2 + period if period else 0) + _width(counts)
    if taken > page.width:
        return None
    wanted = _rules(group, listed)
    paths = max(display_width(safe(each.path)) for each in listed)
    path = bool(paths) and taken + 2 + paths + _width(wanted[:3]) <= page.width
    room = page.width - taken - (2 + paths if path else 0)
    rules, rest = _fitting(wanted, room, listed)
    return _Layout(sign, name, period, counts, rules, rest, path)


def _width(columns: Sequence[_Column]) -> int:
    return sum(2 + column.width for column in columns)


def _sign_width(page: Page) -> int:
    return 1 + max(len(page.glyphs.passed), len(page.glyphs.failed))


def _counts(listed: Sequence[Standing], page: Page) -> tuple[_Column, ...]:
    """Return a column for each count that is not 0 throughout."""
    columns = []
    for key, _ in _COUNTS:
        most = max(getattr(each, key) for each in listed)
        heading = phrase(f"batch.{key}", page.lang)
        if most:
            columns.append(_Column(key, heading, max(display_width(heading), len(str(most)))))
    return tuple(columns)


def _rules(group: Group, listed: Sequence[Standing]) -> tuple[_Column, ...]:
    """Return a column for each rule that found something, as wide as its widest entry."""
    marks: dict[str, list[Mark]] = {}
    for each in listed:
        for rule, mark in each.marks.items():
            marks.setdefault(rule, []).append(mark)
    return tuple(
        _column(rule, chr(ord("A") + number), marks.get(rule, ()))
        for number, (rule, *_) in enumerate(group.rules[:MOST_RULES])
    )


def _column(key: str, heading: str, marks: Sequence[Mark]) -> _Column:
    doubt = any(mark.failed and mark.unknown for mark in marks)
    widest = max((len(str(mark.failed)) for mark in marks if mark.failed), default=1)
    return _Column(key, heading, widest + doubt, doubt)


def _fitting(
    wanted: tuple[_Column, ...], room: int, listed: Sequence[Standing]
) -> tuple[tuple[_Column, ...], _Column | None]:
    """Return the first rules for which there is room, and a column for the others together."""
    total = len({rule for each in listed for rule in each.marks})
    if _width(wanted) <= room and total <= len(wanted):
        return wanted, None
    for number in range(len(wanted) - 1, 0, -1):
        kept = wanted[:number]
        if _width(kept) + 3 > room:
            continue
        named = {column.key for column in kept}
        rest = _column("", REST, [_others(each, named) for each in listed])
        if _width((*kept, rest)) <= room:
            return kept, rest
    return (), None


def entry(mark: Mark, page: Page) -> tuple[str, Style]:
    """Return how a rule ended in a file: how often it fails, and a question mark for unknowns.

    >>> entry(Mark(3, 1), Page())[0], entry(Mark(0, 2), Page())[0], entry(Mark(), Page())[0]
    ('3?', '?', '·')
    """
    if mark.failed:
        return f"{mark.failed}{'?' if mark.unknown else ''}", "error"
    return ("?", "warning") if mark.unknown else (page.glyphs.dot, "dim")


def _others(each: Standing, named: AbstractSet[str]) -> Mark:
    marks = [mark for rule, mark in each.marks.items() if rule not in named]
    return Mark(sum(mark.failed for mark in marks), sum(mark.unknown for mark in marks))


def _headings(layout: _Layout, page: Page) -> Line:
    head = " " * layout.sign + pad(phrase("batch.agency", page.lang), layout.name)
    head += " " * (2 + layout.period if layout.period else 0)
    rest = (layout.rest,) if layout.rest else ()
    for each in (*layout.counts, *layout.rules, *rest):
        head += "  " + pad_left(each.heading + " " * each.doubt, each.width)
    return line(Span(head, "dim"))


def _row(each: Standing, group: Group, layout: _Layout, page: Page) -> Iterator[Line]:
    sign, style = mark_of(each, page)
    spans = [Span(pad(sign, layout.sign), style)]
    name, emphasis = safe(each.name), _emphasis(each)
    if display_width(name) > layout.name:  # too long: a line of its own, and nothing is cut
        yield from hanging(spans, name, layout.sign, page, style=emphasis)
        spans, name = [Span(" " * layout.sign)], ""
    spans.append(Span(pad(name, layout.name), emphasis))
    if layout.period:
        spans.append(Span("  " + pad(safe(each.file.period or ""), layout.period)))
    for column, (_, colour) in zip(layout.counts, _COUNTS, strict=False):
        number = getattr(each, column.key)
        spans.append(_cell(column, str(number), colour if number else "dim"))
    for column in layout.rules:
        spans.append(_cell(column, *entry(each.marks.get(column.key, Mark()), page)))
    if layout.rest is not None:
        others = _others(each, {column.key for column in layout.rules})
        spans.append(_cell(layout.rest, *entry(others, page)))
    if layout.path and each.path:
        spans.append(Span("  " + safe(each.path), "place"))
    yield line(*spans)
    if not layout.path:
        yield from _path(each, group, page)


def _emphasis(each: Standing) -> Style:
    return "" if each.gravity == "clean" else "strong"


def _cell(column: _Column, text: str, style: Style) -> Span:
    blank = " " if column.doubt and not text.endswith("?") else ""
    return Span("  " + pad_left(text + blank, column.width), style)


def _path(each: Standing, group: Group, page: Page) -> list[Line]:
    """Return the path in a line of its own where there is something to open the file for."""
    several = (each.file.agency, each.file.period or "") in group.twice
    if not each.path or (each.gravity == "clean" and not several):
        return []
    return hanging([Span("  ")], safe(each.path), 4, page, style="place")


def _sentence(each: Standing, group: Group, page: Page) -> Iterator[Line]:
    """Yield a file on a page that is too narrow for columns: in words."""
    sign, style = mark_of(each, page)
    who = " ".join(filter(None, (each.name, each.file.period if not group.period else "")))
    width = _sign_width(page)
    yield from hanging([Span(pad(sign, width), style)], safe(who), width, page, _emphasis(each))
    told = [f"{column.heading} {getattr(each, column.key)}" for column in _counts((each,), page)]
    if told:
        dot = f" {page.glyphs.dot} "
        yield from paragraph(dot.join(told), page, style, indent=4)
    yield from _path(each, group, page)


def _legend(group: Group, layout: _Layout | None, page: Page) -> Iterator[Line]:
    """Yield what each letter stands for, and how much the rule found in all."""
    letters = {column.key: column.heading for column in layout.rules} if layout else {}
    rest = REST if layout and layout.rest else ""
    headings = [
        Heading(phrase(f"statistics.{things(group.files)}", page.lang)),
        Heading(phrase("statistics.fail", page.lang), "error"),
        Heading(phrase("statistics.unknown", page.lang), "warning"),
    ]
    rows = [
        Row(rule, (files, mark.failed, mark.unknown), letters.get(rule, rest))
        for rule, mark, files in group.rules[:MOST_RULES]
    ]
    yield from table(headings, rows, page)
    if len(group.rules) > MOST_RULES:
        left = len(group.rules) - MOST_RULES
        yield from paragraph(phrase("batch.rules", page.lang, count=left), page, "dim", indent=2)
    if letters:
        signs = phrase("batch.signs", page.lang, dot=page.glyphs.dot)
        yield from paragraph(signs, page, "dim", indent=2)


def _twice(group: Group, page: Page) -> Iterator[Line]:
    """Yield the agencies of which there is more than one file for one period."""
    if group.twice:
        yield line()
    comma = phrase("list.comma", page.lang)
    for number, ((agency, period), paths) in enumerate(group.twice.items()):
        if number == MOST_NAMED:
            left = len(group.twice) - MOST_NAMED
            yield from paragraph(phrase("batch.twice.more", page.lang, count=left), page, "warning")
            return
        named = comma.join(map(safe, paths[:MOST_NAMED]))
        told = phrase("batch.twice", page.lang, agency=" ".join(filter(None, (agency, period))),
                      count=len(paths), paths=named)  # fmt: skip
        yield from hanging([Span("! ", "warning")], told, 2, page, style="warning")
