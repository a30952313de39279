"""The parts of a workbook's package: which there are, how they are related, and new ones."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import field
from typing import Final
from urllib.parse import unquote

from reportcheck.annotating.markup import text
from reportcheck.classes import dataclass
from reportcheck.problem import Problem

TYPES: Final = "[Content_Types].xml"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_NO_RELATIONS: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships '
    b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
_TAG: Final = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE: Final = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True, slots=True)
class Relation:
    """What one part says of another."""

    id: str
    kind: str
    target: str


@dataclass
class Package:
    """The parts of a package in their order; what is put in replaces or follows them."""

    path: str
    parts: dict[str, bytes]
    infos: dict[str, zipfile.ZipInfo]
    strict: bool = False
    changed: dict[str, bytes] = field(default_factory=dict)

    def __getitem__(self, name: str) -> bytes:
        part = self.changed.get(name, self.parts.get(name))
        if part is None:
            raise Problem("cannot-annotate", path=self.path, reason=name)
        return part

    def __contains__(self, name: str) -> bool:
        return name in self.parts or name in self.changed

    def put(self, name: str, part: bytes) -> None:
        """Put a part in, a new one or in place of the one of that name."""
        self.changed[name] = part

    def kind(self, name: str) -> str:
        """Return the type of a relation to a part of this kind."""
        return f"{_STRICT if self.strict else _RELATIONS}/{name}"

    def free(self, pattern: str) -> str:
        """Return the first name of a pattern, as ``xl/comments{}.xml``, that no part has."""
        lower = {each.lower() for each in (*self.parts, *self.changed)}
        number = 1
        while pattern.format(number).lower() in lower:
            number += 1
        return pattern.format(number)

    def relations(self, name: str) -> list[Relation]:
        """Return how a part is related to others, with their names in the package."""
        held = relations_name(name)
        if held not in self:
            return []
        found = []
        for tag in _TAG.findall(self[held]):
            said = {
                key.rpartition(b":")[2].decode(): (double or single).decode("utf-8", "replace")
                for key, double, single in _ATTRIBUTE.findall(tag)
            }
            if said.get("TargetMode") != "External":
                target = posixpath.join("/" + posixpath.dirname(name), said.get("Target", ""))
                target = unquote(posixpath.normpath(target)).lstrip("/")
                found.append(Relation(said.get("Id", ""), said.get("Type", ""), target))
        return found

    def related(self, name: str, kind: str) -> str | None:
        """Return the part that a part has for this purpose, as ``comments``."""
        held = (each.target for each in self.relations(name) if each.kind.endswith("/" + kind))
        return next(held, None)

    def relate(self, name: str, kind: str, target: str) -> str:
        """Add a relation from a part to another, and return its id."""
        held = relations_name(name)
        if held not in self:
            self.put(held, _NO_RELATIONS)
        xml = self[held]
        number = 1
        while f'"rc{number}"'.encode() in xml:
            number += 1
        new = f"rc{number}"
        seen = posixpath.relpath(target, posixpath.dirname(name) or ".")
        said = f'<Relationship Id="{new}" Type="{self.kind(kind)}" Target="'.encode()
        self.put(held, self._added(held, xml, said + text(seen) + b'"/>'))
        return new

    def declare(self, name: str, content: str) -> None:
        """Say of what type a new part is."""
        said = f'<Override PartName="/{name}" ContentType="{content}"/>'.encode()
        self.put(TYPES, self._added(TYPES, self[TYPES], said))

    def declare_ending(self, ending: str, content: str) -> None:
        """Say of what type parts of this ending are, if nothing says so yet."""
        known = rb"""(?i)Extension\s*=\s*["']%s["']""" % ending.encode()
        if not re.search(known, self[TYPES]):
            said = f'<Default Extension="{ending}" ContentType="{content}"/>'.encode()
            self.put(TYPES, self._added(TYPES, self[TYPES], said))

    def _added(self, name: str, xml: bytes, piece: bytes) -> bytes:
        """Put an element at the end of a flat list of elements without a prefix of their own."""
        end = xml.rfind(b"</")
        root = re.search(rb"<(?:(\w+):)?(?:Relationships|Types)\b", xml)
        if end < 0 or root is None:
            raise Problem("cannot-annotate", path=self.path, reason=name)
        if root[1]:
            piece = b"<" + root[1] + b":" + piece[1:]
        return xml[:end] + piece + xml[end:]

    def written(self) -> bytes:
        """Return the package: the parts in their order, new ones after them."""
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, info in self.infos.items():
                archive.writestr(info, self.changed.get(name, self.parts[name]))
            for name, part in self.changed.items():
                if name not in self.infos:
                    new = zipfile.ZipInfo(name)  # the time of 1980: the same input, the same bytes
                    new.compress_type = zipfile.ZIP_DEFLATED
                    archive.writestr(new, part)
        return whole.getvalue()


def relations_name(name: str) -> str:
    """Return the name of the part that holds the relations of a part."""
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", base + ".rels")


def opened(path: str, data: bytes) -> Package:
    """Take a package apart; one that is signed is refused: marks would break the signature."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = {each.filename: each for each in archive.infolist()}
            parts = {name: archive.read(info) for name, info in infos.items()}
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as error:
        raise Problem("cannot-annotate", path=path, reason=str(error)) from None
    if any(name.lower().startswith("_xmlsignatures/") for name in parts):
        raise Problem("annotate-signed", path=path)
    package = Package(path, parts, infos)
    package.strict = any(each.kind.startswith(_STRICT) for each in package.relations(""))
    return package
