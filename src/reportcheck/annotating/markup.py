"""Pieces put into XML as text: everything that stood there before stands there still."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate

from reportcheck.classes import dataclass
from reportcheck.problem import Problem
from reportcheck.text import literal

_TAG: Final = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_NUMBER: Final = re.compile(rb"""(\scount\s*=\s*["'])(\d+)""")


@dataclass(frozen=True, slots=True)
class Child:
    """An element below the root: its name without prefix, and where it begins and ends."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The root of a part: its prefix (as ``x:``), where its start tag ends, and its children."""

    prefix: bytes
    opened: int
    closed: int
    children: tuple[Child, ...]

    def child(self, name: str) -> Child | None:
        """Return the first child of this name."""
        return next((each for each in self.children if each.name == name), None)


def outline(path: str, xml: bytes) -> Outline:
    """Find the children of the root of a part.

    >>> [each.name for each in outline("a", b"<a><b/><x:c>1</x:c></a>").children]
    ['b', 'c']
    """
    parser = ParserCreate()
    depth = 0
    starts: list[tuple[str, int]] = []
    ends: list[int] = []

    def opened(name: str, _: object) -> None:
        nonlocal depth
        if depth < 2:
            starts.append((name, parser.CurrentByteIndex))
        depth += 1

    def closed(_: str) -> None:
        nonlocal depth
        depth -= 1
        if depth < 2:
            ends.append(parser.CurrentByteIndex)

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - it is the last piece
    except ExpatError as error:
        raise Problem("cannot-annotate", path=path, reason=str(error)) from None
    (root, top), *below = starts
    after = tag_end(xml, top)
    empty = xml[after - 2 : after - 1] == b"/"
    if xml[:2] in {b"\xff\xfe", b"\xfe\xff"} or empty:
        raise Problem("cannot-annotate", path=path, reason="encoding" if not empty else root)
    children = tuple(
        Child(name.rpartition(":")[2], start, _element_end(xml, start, end))
        for (name, start), end in zip(below, ends, strict=False)
    )
    prefix = root.rpartition(":")
    return Outline((prefix[0] + prefix[1]).encode(), after, ends[-1], children)


def tag_end(xml: bytes, start: int) -> int:
    """Return where the tag ends that begins here."""
    found = _TAG.match(xml, start)
    return found.end() if found else len(xml)


def _element_end(xml: bytes, start: int, end: int) -> int:
    """Return where an element ends; of an empty one there is no end tag to be found."""
    opened = tag_end(xml, start)
    return opened if xml[opened - 2 : opened] == b"/>" else tag_end(xml, end)


def insert(xml: bytes, at: int, piece: bytes) -> bytes:
    """Return XML with a piece put in."""
    return xml[:at] + piece + xml[at:]


def place(seen: Outline, name: str, order: Sequence[str]) -> int:
    """Return where a new child belongs; one of a name that is not in the order comes after it."""
    rank = {each: number for number, each in enumerate(order)}
    for child in seen.children:
        if rank.get(child.name, len(order)) > rank[name]:
            return child.start
    return seen.closed


def append(xml: bytes, child: Child, piece: bytes) -> bytes:
    """Return XML with a piece put at the end of a child; what the child counts is one more."""
    start_tag = xml[child.start : tag_end(xml, child.start)]
    counted = _NUMBER.sub(lambda found: found[1] + b"%d" % (int(found[2]) + 1), start_tag, count=1)
    if start_tag.endswith(b"/>"):
        name = re.match(rb"<([\w:.-]+)", start_tag)
        closing = b"</" + (name[1] if name else b"") + b">"
        whole = counted[:-2].rstrip() + b">" + piece + closing
        return xml[: child.start] + whole + xml[child.end :]
    end = xml.rindex(b"</", child.start, child.end)
    inner = xml[child.start + len(start_tag) : end]
    return xml[: child.start] + counted + inner + piece + xml[end:]


def text(words: str) -> bytes:
    """Return words as text of XML; a sign that XML has no place for was made visible before."""
    escaped = literal(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace('"', "&quot;").encode()
