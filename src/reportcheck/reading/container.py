"""The container of a workbook: its XML parts, unpacked within bounds, and its sheets in order."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator, Mapping

from reportcheck.patterns import pattern
from reportcheck.problem import Problem
from reportcheck.reading.limits import hold
from reportcheck.reading.unpacking import members_of, unpacked

READ = (".xml", ".rels")
"""The endings of the names of the parts that are read of a workbook."""
_TAG = r"<(?:\w+:)?{name}\s([^>]*)>"
_SHEET = pattern(_TAG.format(name="sheet").encode())
_RELATION = pattern(_TAG.format(name="Relationship").encode())
_ATTRIBUTE = pattern(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_COUNT = pattern(rb"""\s(?:count|uniqueCount)\s*=\s*["'](\d+)["']""")
_COUNTED = ("sharedstrings.xml", "styles.xml")
UNREAD = ("xl/theme/", "docprops/app.xml", "docprops/core.xml")
"""Parts in which nobody looks for anything."""
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


def parts_of(path: str, data: bytes, read: tuple[str, ...] = READ) -> Mapping[str, bytes]:
    """Return the XML parts of a workbook by name, all of them unpacked and bounded.

    ``read`` are the endings of the names of the parts that are wanted.

    The sizes that the directory declares are bounded before anything is unpacked; unpacking more
    than was declared fails. A document type declaration is refused: no workbook has one, and the
    bomb that a few lines of entities are needs one.
    """
    plain = _plain_parts(path, data, read)
    return _all_parts(path, data, read) if plain is None else plain


def _plain_parts(path: str, data: bytes, read: tuple[str, ...]) -> Mapping[str, bytes] | None:
    """Return the parts of a plain archive, as nearly all are; None of any other."""
    members = members_of(data)
    if members is None:
        return None
    members = [each for each in members if each.name.lower().endswith(read)]
    hold(path, "UNPACKED_BYTES", sum(each.size for each in members))
    parts = {}
    for member in members:
        if member.name.lower().startswith(UNREAD):
            continue
        part = unpacked(data, member)
        if part is None:
            return None
        try:
            parts[member.name] = checked(path, member.name, part)
        except ValueError:  # UTF-16 by its first bytes only
            return None
    return parts


def _all_parts(path: str, data: bytes, read: tuple[str, ...]) -> Mapping[str, bytes]:
    import zipfile
    import zlib

    parts = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [each for each in archive.infolist() if each.filename.lower().endswith(read)]
            hold(path, "UNPACKED_BYTES", sum(each.file_size for each in members))
            for member in members:
                if member.flag_bits & 1:
                    raise Problem("password-protected", path=path)
                parts[member.filename] = checked(path, member.filename, archive.read(member))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise Problem("damaged-workbook", path=path, reason=str(error)) from None
    return parts


def checked(path: str, name: str, part: bytes) -> bytes:
    """Return a part as UTF-8, unless something in it could take all memory."""
    if part.startswith(_UTF16):
        part = part.decode("utf-16").encode()
    if b"<!DOCTYPE" in part:
        raise Problem("entities", path=path, part=name)
    if _overstated(name, part):
        raise Problem("damaged-workbook", path=path, reason=name)
    return part


def relations_of(xml: bytes) -> dict[str, str]:
    """Return the targets that a part of relations names, by their ids."""
    tags = map(attributes, _RELATION.findall(xml))
    return {tag.get("Id", ""): tag.get("Target", "") for tag in tags}


def sheet_parts_of(path: str, parts: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the name of the part of each sheet, in the order in which the workbook names them.

    A sheet whose part is missing has an empty name.
    """
    named = {name.lower().replace("\\", "/").lstrip("/"): name for name in parts}
    if "xl/workbook.xml" not in named:  # a workbook packed once more, or none at all
        raise Problem("unsupported-format", path=path, format="archive")
    related = named.get("xl/_rels/workbook.xml.rels")
    targets = relations_of(b"" if related is None else parts[related])
    for tag in _SHEET.findall(parts[named["xl/workbook.xml"]]):
        target = targets.get(attributes(tag).get("id", ""), "").replace("\\", "/")
        yield named.get(posixpath.normpath(posixpath.join("/xl", target)).lstrip("/").lower(), "")
