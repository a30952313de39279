"""What a rendering is written on: a language, a width, a set of glyphs, and lines of styled text.

A renderer returns lines of spans; it knows no terminal. ``console`` puts them out, plain or in
colour.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

from reportcheck.classes import dataclass

Lang: TypeAlias = Literal["zh", "en"]

Style: TypeAlias = Literal["", "error", "warning", "info", "good", "dim", "strong", "place"]
"""What a span is, not how it looks; no style ever carries meaning alone."""


class Span(NamedTuple):
    """A stretch of text in one style; ``link`` is the path of a file that it leads to."""

    text: str
    style: Style = ""
    link: str = ""


Line: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The signs of a report that are not letters; those of ASCII serve any terminal."""

    passed: str = "✓"
    failed: str = "✗"
    bar: str = "│"
    dash: str = "─"
    arrow: str = "→"
    dot: str = "·"
    ellipsis: str = "…"
    minus: str = "−"

    @property
    def all(self) -> str:
        """Every sign in one text, to ask whether an encoding has them."""
        return "".join(getattr(self, name) for name in self.__slots__)


UNICODE = Glyphs()
ASCII = Glyphs("ok", "x", "|", "-", "->", "-", "..", "-")


@dataclass(frozen=True, slots=True)
class Page:
    """The language to write in, the columns there are, and the glyphs that can be shown."""

    lang: Lang = "zh"
    width: int = 80
    glyphs: Glyphs = UNICODE


def line(*parts: str | Span) -> Line:
    """Make a line of spans; bare text has no style.

    >>> line("a", Span("b", "error"))
    (Span(text='a', style='', link=''), Span(text='b', style='error', link=''))
    """
    return tuple(Span(part) if type(part) is str else part for part in parts)  # type: ignore[misc]


def plain(lines: Iterable[Line]) -> str:
    r"""Return the lines without their styles, each ended by a line feed.

    >>> plain([line("a", Span("b", "error"))])
    'ab\n'
    """
    return "".join("".join(span.text for span in each) + "\n" for each in lines)
