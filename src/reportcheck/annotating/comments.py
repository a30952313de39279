"""Comments in a sheet: their text in one part, the boxes they are shown in in another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from reportcheck.address import CellRef
from reportcheck.annotating.markup import append, insert, outline, place, text
from reportcheck.annotating.package import Package
from reportcheck.problem import Problem
from reportcheck.text import wrap

AUTHOR: Final = "reportcheck"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT_MAIN: Final = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_ORDER: Final = ("authors", "commentList", "extLst")
_AUTHOR: Final = re.compile(
    rb"<(?:\w+:)?author(?:\s[^>]*)?(?:/>|>.*?</(?:\w+:)?author>)", re.DOTALL
)
_COMMENT: Final = re.compile(rb"<(?:\w+:)?comment\s[^>]*?>.*?</(?:\w+:)?comment>", re.DOTALL)
_REF: Final = re.compile(rb"""\sref\s*=\s*["']\$?([A-Z]+)\$?(\d+)["']""")
_SHAPE_ID: Final = re.compile(rb"_x0000_s(\d+)")
_MAP: Final = re.compile(rb"""<o:idmap\s[^>]*data\s*=\s*["']([\d,\s]+)["']""")
_BLOCK: Final = 1024
_WIDTH: Final = 46
"""Display columns of a line in a comment's box."""
_SHAPETYPE: Final = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    b'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


def add_comments(package: Package, sheet: str, told: Mapping[CellRef, str]) -> str | None:
    """Add comments to a sheet; return the id of the drawing that the sheet has to name, if new.

    Where a cell has a comment already, the words are put under it: a cell has one. A conversation
    (threaded comments) is left alone; programs that show it show nothing else.
    """
    threads = package.related(sheet, "threadedComment")
    talked = set(_REF.findall(package[threads])) if threads else set()
    free = {at: words for at, words in told.items() if _key(at) not in talked}
    held = package.related(sheet, "comments")
    known: set[tuple[bytes, bytes]] = set()
    if held is None:
        held = package.free("xl/comments{}.xml")
        package.put(held, _empty(package))
        package.declare(held, _TYPE)
        package.relate(sheet, "comments", held)
    else:
        known = {key for each in _COMMENT.findall(package[held]) for key in _REF.findall(each)[:1]}
    package.put(held, _with_texts(package, held, free, known))
    return _add_boxes(package, sheet, {at: w for at, w in free.items() if _key(at) not in known})


def _key(at: CellRef) -> tuple[bytes, bytes]:
    letters = at.a1.rstrip("0123456789")
    return letters.encode(), str(at.row).encode()


def _empty(package: Package) -> bytes:
    main = _STRICT_MAIN if package.strict else _MAIN
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<comments xmlns="{main}"><authors></authors><commentList></commentList></comments>'
    ).encode()


def _with_texts(
    package: Package, held: str, told: Mapping[CellRef, str], known: set[tuple[bytes, bytes]]
) -> bytes:
    """Return the part of the texts with those added, under the cell's own where it has one."""
    xml = package[held]
    for at, words in told.items():
        if _key(at) in known:
            xml = _under(xml, at, words)
    seen = outline(package.path, xml)
    authors = seen.child("authors")
    if authors is None:
        piece = b"<%sauthors></%sauthors>" % (seen.prefix, seen.prefix)
        xml = insert(xml, place(seen, "authors", _ORDER), piece)
        seen = outline(package.path, xml)
        authors = seen.child("authors")
    if authors is None:
        raise Problem("cannot-annotate", path=package.path, reason=held)
    number = len(_AUTHOR.findall(xml, authors.start, authors.end))
    author = b"<%sauthor>%s</%sauthor>" % (seen.prefix, AUTHOR.encode(), seen.prefix)
    xml = append(xml, authors, author)
    seen = outline(package.path, xml)
    several = seen.child("commentList")
    if several is None:
        raise Problem("cannot-annotate", path=package.path, reason=held)
    new = b"".join(
        _comment(at, words, number, seen.prefix)
        for at, words in told.items()
        if _key(at) not in known
    )
    return append(xml, several, new) if new else xml


def _comment(at: CellRef, words: str, author: int, prefix: bytes) -> bytes:
    said = b'<p:t xml:space="preserve">' + text(words) + b"</p:t>"
    whole = (
        b'<p:comment ref="%s" authorId="%d"><p:text><p:r><p:rPr><p:sz val="9"/></p:rPr>%s</p:r>'
        b"</p:text></p:comment>"
    ) % (at.a1.encode(), author, said)
    return whole.replace(b"<p:", b"<" + prefix).replace(b"</p:", b"</" + prefix)


def _under(xml: bytes, at: CellRef, words: str) -> bytes:
    """Put words under those of the comment that a cell has."""
    for found in _COMMENT.finditer(xml):
        if _REF.findall(found[0])[:1] != [_key(at)]:
            continue
        end = re.compile(rb"</(?:\w+:)?t>")
        last = [each.start() for each in end.finditer(xml, found.start(), found.end())]
        if last:
            return insert(xml, last[-1], b"\n\n" + text(words))
    return xml


def _add_boxes(package: Package, sheet: str, told: Mapping[CellRef, str]) -> str | None:
    held = package.related(sheet, "vmlDrawing")
    new = None
    if held is None:
        held = package.free("xl/drawings/vmlDrawing{}.vml")
        package.declare_ending("vml", _DRAWING_TYPE)
        new = package.relate(sheet, "vmlDrawing", held)
        package.put(held, _EMPTY_DRAWING)
    xml = package[held]
    ids = [int(each) for each in _SHAPE_ID.findall(xml)]
    blocks = [
        int(each) for found in _MAP.findall(xml) for each in found.split(b",") if each.strip()
    ]
    first = max([*ids, min(blocks, default=1) * _BLOCK]) + 1
    pieces = b"" if b'"_x0000_t202"' in xml else _SHAPETYPE
    pieces += b"".join(_box(at, words, first + n) for n, (at, words) in enumerate(told.items()))
    end = xml.rfind(b"</")
    if end < 0:
        raise Problem("cannot-annotate", path=package.path, reason=held)
    package.put(held, insert(xml, end, pieces))
    return new


_EMPTY_DRAWING: Final = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" '
    b'xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    b'<o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)


def _box(at: CellRef, words: str, number: int) -> bytes:
    """Return the box of a comment, right of its cell and as high as its words need."""
    lines = sum(len(wrap(line, _WIDTH)) for line in words.split("\n"))
    row, column = at.row - 1, at.column - 1
    anchor = f"{column + 1}, 15, {max(row - 1, 0)}, 4, {column + 6}, 20, {row + lines + 1}, 4"
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
        f"margin-left:80pt;margin-top:5pt;width:320pt;height:{14 * lines + 10}pt;z-index:1;"
        'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    ).encode()
