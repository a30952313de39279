"""XML as a stream of events, by expat: within bounds, without a tree, no definitions taken."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import NoReturn
from xml.parsers import expat

from reportcheck.problem import Problem
from reportcheck.reading.limits import hold

DEPTH_LIMIT = 1_000
"""How deep elements may nest; documents nest some tens deep."""

Opened = Callable[[str, Mapping[str, str]], None]
"""Called for a start tag, with its name and its attributes."""


def part_of(path: str, data: bytes, name: str) -> bytes | None:
    """Return one part of a zipped document, unpacked within bounds; None where there is none."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            try:
                member = archive.getinfo(name)
            except KeyError:
                return None
            hold(path, "MARKUP_BYTES", member.file_size)
            if member.flag_bits & 1:
                raise Problem("password-protected", path=path)
            return archive.read(member)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise Problem("damaged-document", path=path, reason=str(error)) from None


def parse(
    path: str,
    name: str,
    xml: bytes,
    start: Opened,
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Call ``start``, ``end`` and ``text`` for what an XML part holds, by names with prefixes.

    A document type declaration is refused: no document of an office has one.
    """
    hold(path, "MARKUP_BYTES", len(xml))
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0

    def opened(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH_LIMIT:
            raise Problem("damaged-document", path=path, reason=name)
        start(tag, attributes)

    def closed(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(tag)

    def refuse(*_: object) -> NoReturn:
        raise Problem("entities", path=path, part=name)

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - that this is all of it
    except (expat.ExpatError, ValueError) as error:
        raise Problem("damaged-document", path=path, reason=str(error)) from None
