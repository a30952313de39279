"""Shared texts: how much they are once each cell of a workbook has its own copy.

A text stands once in the part of shared texts, and calamine copies it into every cell that refers
to it: a mebibyte that twenty thousand cells share is twenty gibibytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reportcheck.reading.limits import hold, most

_PART = "sharedstrings.xml"
_SHARED = (b'"s"', b"'s'")
_ITEM = re.compile(rb"<(?:\w+:)?si(?=[\s/>])")
_MARKUP = re.compile(rb"<[^<>]*>")
_REFERENCE = re.compile(
    rb"""<(?:\w+:)?c\s[^<>]*?\bt\s*=\s*["']s["'][^<>]*>\s*<(?:\w+:)?v(?:\s[^<>]*)?>\s*0*(\d{1,9})\s*<"""
)


def hold_shared(path: str, parts: Mapping[str, bytes], sheets: Sequence[bytes]) -> None:
    """Refuse a workbook whose cells would hold more shared text than the limit."""
    part = b"".join(each for name, each in parts.items() if name.lower().endswith(_PART))
    uses = sum(sheet.count(said) for sheet in sheets for said in _SHARED) if part else 0
    # Cheap first: no text is longer than all of them together, and most workbooks are small.
    if uses * len(part) > most("SHARED_BYTES"):
        hold(path, "SHARED_BYTES", _copied(part, sheets, uses))


def _copied(part: bytes, sheets: Sequence[bytes], uses: int) -> int:
    """Return the bytes of all copies; a cell whose text cannot be told has the longest."""
    sizes = [len(_MARKUP.sub(b"", item)) for item in _ITEM.split(part)[1:]]
    longest = max(sizes, default=0)
    if uses * longest <= most("SHARED_BYTES"):  # as before: cell by cell takes its time
        return uses * longest
    copied = 0
    for sheet in sheets:
        for reference in _REFERENCE.finditer(sheet):
            uses -= 1
            index = int(reference[1])
            copied += sizes[index] if index < len(sizes) else 0
    return copied + max(uses, 0) * longest
