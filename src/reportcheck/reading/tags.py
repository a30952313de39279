"""Tags: the text of a web page -> start tags, end tags and texts, in one pass of linear time.

The parser of the standard library looks at some unclosed constructs again and again; a page of a
megabyte made for that holds it up for minutes. Here each character is looked at once.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import field

from reportcheck.classes import dataclass

_NAME = re.compile(r"[A-Za-z][^\s/>]*")
_ATTRIBUTE = re.compile(
    r"[\s/]*([^\s=>/][^\s=>/]*)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>\"'][^\s>]*)?)?"
)
# Most tags: no quotation mark or bracket where none belongs. Nothing is looked at twice.
_PLAIN = re.compile(r"""<(/?)([A-Za-z][^\s/<>]*+)((?:[^<>"']++|"[^"<>]*+"|'[^'<>]*+')*+)>""")
_GAP = re.compile(r"[\s/\"']*")
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
_SHOWN = frozenset({"title", "textarea", "xmp"})


_NONE: Mapping[str, str] = {}


@dataclass(slots=True)
class Tag:
    """A start tag, or an end tag where ``closing``."""

    name: str
    closing: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)


def _attributes(text: str, position: int) -> tuple[dict[str, str], int]:
    """Return the attributes from a position on, and the position after the closing ``>``."""
    found: dict[str, str] = {}
    while True:
        position = _GAP.match(text, position).end()  # type: ignore[union-attr]
        if position >= len(text) or text[position] == ">":
            return found, position + 1
        match = _ATTRIBUTE.match(text, position)
        if match is None or match.end() == position:
            position += 1
            continue
        value = match[2] or ""
        if value[:1] in {'"', "'"}:
            value = value[1:-1]
        found.setdefault(match[1].lower(), html.unescape(value))
        position = match.end()


def _plain_attributes(text: str) -> dict[str, str]:
    """Return the attributes of a tag in which every quotation mark is closed."""
    found: dict[str, str] = {}
    for name, written in _ATTRIBUTE.findall(text):
        value = written[1:-1] if written[:1] in {'"', "'"} else written
        found.setdefault(name.lower(), html.unescape(value) if "&" in value else value)
    return found


def _after(text: str, mark: str, position: int) -> int:
    """Return the position after a mark; the end of the text where it never comes."""
    found = text.find(mark, position)
    return len(text) if found < 0 else found + len(mark)


def events(text: str) -> Iterator[Tag | str]:
    r"""Yield the tags and the texts of a page in order, entities resolved, comments left out.

    >>> [*events("<TD colspan=2>1&nbsp;204</td><!-- 7 -->")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [Tag(name='td', closing=False, attributes={'colspan': '2'}), '1\xa0204',
     Tag(name='td', closing=True, attributes={})]
    """
    position = 0
    while position < len(text):
        start = text.find("<", position)
        if start < 0:
            start = len(text)
        if start > position:
            between = text[position:start]
            yield html.unescape(between) if "&" in between else between
        if start == len(text):
            return
        plain = _PLAIN.match(text, start)
        if plain is not None and (tag := plain[2].lower()) not in _RAW:
            position = plain.end()
            given = plain[3]
            attributes = _plain_attributes(given) if given and not plain[1] else _NONE
            yield Tag(tag, bool(plain[1]), attributes)
            continue
        follows = text[start + 1 : start + 2]
        if follows in {"!", "?"}:
            comment = text.startswith("!--", start + 1)
            position = _after(text, "-->", start + 4) if comment else _after(text, ">", start + 1)
            continue
        closing = follows == "/"
        name = _NAME.match(text, start + 1 + closing)
        if name is None:  # a sign that stands for itself, or </> which is nothing
            if not closing:
                yield "<"
            position = start + 1 if not closing else _after(text, ">", start)
            continue
        attributes, position = _attributes(text, name.end())
        tag = name[0].lower()
        yield Tag(tag, closing, attributes)
        if tag in _RAW and not closing:
            end = re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE).search(text, position)
            stop = end.start() if end else len(text)
            if tag in _SHOWN:
                yield html.unescape(text[position:stop])
            position = stop
