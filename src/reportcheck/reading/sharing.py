"""Shared texts: how much they are once each cell of a workbook has its own copy.

A text stands once in the part of shared texts, and calamine copies it into every cell that refers
to it: a mebibyte that twenty thousand cells share is twenty gibibytes.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from operator import sub

from reportcheck.patterns import pattern
from reportcheck.reading.limits import hold, most

_HELD = 3
"""How often the texts are held on the way to the cells: packed out here, and twice by calamine."""
_PART = "sharedstrings.xml"
_SHARED = (b'"s"', b"'s'")
_ITEM = pattern(rb"<(?:\w+:)?si(?=[\s/>])")
_REFERENCE = pattern(
    rb"""<(?:\w+:)?c\s[^<>]*?\bt\s*=\s*["']s["'][^<>]*>\s*<(?:\w+:)?v(?:\s[^<>]*)?>\s*0*(\d{1,9})\s*<"""
)


def hold_shared(path: str, parts: Mapping[str, bytes], sheets: Sequence[bytes]) -> None:
    """Refuse a workbook whose cells would hold more shared text than the limit."""
    part = b"".join(each for name, each in parts.items() if name.lower().endswith(_PART))
    uses = sum(sheet.count(said) for sheet in sheets for said in _SHARED) if part else 0
    held = _HELD * len(part)
    hold(path, "SHARED_BYTES", held)
    # Cheap first: no text is longer than all of them together, and most workbooks are small.
    if held + uses * len(part) > most("SHARED_BYTES"):
        hold(path, "SHARED_BYTES", held + _copied(part, sheets, uses))


def _copied(part: bytes, sheets: Sequence[bytes], uses: int) -> int:
    """Return the bytes of all copies; a cell whose text cannot be told has the longest."""
    # With their markup: taking it off a text of a million runs would take gigabytes.
    begun = array("Q", [0])
    begun.extend(found.start() for found in _ITEM.finditer(part))
    begun.append(len(part))
    sizes = array("Q", map(sub, begun[2:], begun[1:-1]))
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
