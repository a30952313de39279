"""A table of names and numbers on a page; what is too narrow for columns is told in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reportcheck.classes import dataclass
from reportcheck.page import Line, Page, Span, Style, line
from reportcheck.rendering.blocks import hanging, paragraph
from reportcheck.text import display_width, pad, pad_left
from reportcheck.wording.filling import safe

LEAST_NAME: Final = 12


@dataclass(frozen=True, slots=True)
class Heading:
    """What the numbers of a column count, and the style of those that are not 0."""

    text: str
    style: Style = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A name with its numbers; ``letter`` stands before it."""

    name: str
    numbers: tuple[int, ...]
    letter: str = ""


def table(headings: Sequence[Heading], rows: Sequence[Row], page: Page) -> Iterator[Line]:
    """Yield rows of numbers under their headings; columns that are 0 throughout are left out."""
    kept = [at for at in range(len(headings)) if any(row.numbers[at] for row in rows)]
    widths = {
        at: max(display_width(headings[at].text), *(len(str(row.numbers[at])) for row in rows))
        for at in kept
    }
    letters = max((len(row.letter) for row in rows), default=0)
    indent = 2 + (letters + 2 if letters else 0)
    room = page.width - indent - sum(2 + width for width in widths.values())
    name = min(max((display_width(safe(row.name)) for row in rows), default=0), room)
    columns = name >= LEAST_NAME or all(display_width(safe(row.name)) <= name for row in rows)
    if columns:
        head = "".join("  " + pad_left(headings[at].text, widths[at]) for at in kept)
        yield line(Span(" " * (indent + name) + head, "dim"))
    for row in rows:
        start = [Span(f"  {pad(row.letter, letters)}  " if letters else "  ", "dim")]
        if not columns:
            yield from hanging(start, safe(row.name), indent, page, "strong")
            told = (f"{headings[at].text} {row.numbers[at]}" for at in kept if row.numbers[at])
            yield from paragraph(f" {page.glyphs.dot} ".join(told), page, indent=indent)
            continue
        shown = safe(row.name)
        if display_width(shown) > name:  # a line of its own, and nothing is cut
            yield from hanging(start, shown, indent, page, "strong")
            start, shown = [Span(" " * indent)], ""
        cells = [
            Span("  " + pad_left(str(row.numbers[at]), widths[at]),
                 headings[at].style if row.numbers[at] else "dim")
            for at in kept
        ]  # fmt: skip
        yield line(*start, Span(pad(shown, name), "strong"), *cells)
