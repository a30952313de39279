"""The container of a workbook: its XML parts, unpacked within bounds, and its sheets in order."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from reportcheck.problem import Problem
from reportcheck.reading.limits import hold

_READ = (".xml", ".rels")
_TAG = r"<(?:\w+:)?{name}\s([^>]*)>"
_SHEET = re.compile(_TAG.format(name="sheet").encode())
_RELATION = re.compile(_TAG.format(name="Relationship").encode())
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_COUNT = re.compile(rb"""\s(?:count|uniqueCount)\s*=\s*["'](\d+)["']""")
_COUNTED = ("sharedstrings.xml", "styles.xml")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def attributes(tag: bytes) -> Mapping[str, str]:
    """Return the attributes of a start tag, by name without a prefix."""
    return {
        name.rpartition(b":")[2].decode(): (double or single).decode("utf-8", "replace")
        for name, double, single in _ATTRIBUTE.findall(tag)
    }


def _overstated(name: str, part: bytes) -> bool:
    """Tell whether a part claims more entries than it has bytes: memory is asked for by claim."""
    return name.lower().endswith(_COUNTED) and any(
        len(count) > 10 or int(count) > len(part) for count in _COUNT.findall(part)
    )


def parts_of(path: str, data: bytes, read: tuple[str, ...] = _READ) -> Mapping[str, bytes]:
    """Return the XML parts of a workbook by name, all of them unpacked and bounded.

    ``read`` are the endings of the names of the parts that are wanted.

    The sizes that the directory declares are bounded before anything is unpacked; unpacking more
    than was declared fails. A document type declaration is refused: no workbook has one, and the
    bomb that a few lines of entities are needs one.
    """
    parts = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [each for each in archive.infolist() if each.filename.lower().endswith(read)]
            hold(path, "UNPACKED_BYTES", sum(each.file_size for each in members))
            for member in members:
                if member.flag_bits & 1:
                    raise Problem("password-protected", path=path)
                part = archive.read(member)
                if part.startswith(_UTF16):
                    part = part.decode("utf-16").encode()
                if b"<!DOCTYPE" in part:
                    raise Problem("entities", path=path, part=member.filename)
                if _overstated(member.filename, part):
                    raise Problem("damaged-workbook", path=path, reason=member.filename)
                parts[member.filename] = part
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise Problem("damaged-workbook", path=path, reason=str(error)) from None
    return parts


def relations_of(xml: bytes) -> dict[str, str]:
    """Return the targets that a part of relations names, by their ids."""
    tags = map(attributes, _RELATION.findall(xml))
    return {tag.get("Id", ""): tag.get("Target", "") for tag in tags}


def sheets_of(path: str, parts: Mapping[str, bytes]) -> Iterator[bytes]:
    """Yield the XML of each sheet, in the order in which the workbook names them.

    A sheet whose part is missing is empty bytes.
    """
    named = {name.lower().replace("\\", "/").lstrip("/"): part for name, part in parts.items()}
    if "xl/workbook.xml" not in named:  # a workbook packed once more, or none at all
        raise Problem("unsupported-format", path=path, format="archive")
    targets = relations_of(named.get("xl/_rels/workbook.xml.rels", b""))
    for tag in _SHEET.findall(named["xl/workbook.xml"]):
        target = targets.get(attributes(tag).get("id", ""), "").replace("\\", "/")
        yield named.get(posixpath.normpath(posixpath.join("/xl", target)).lstrip("/").lower(), b"")
