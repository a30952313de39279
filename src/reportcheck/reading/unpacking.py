"""Unpacking: the parts of an ordinary zip archive, in a fraction of the time of ``zipfile``.

Office programs write plain archives. Whatever is less than plain here, or does not check, is None:
``zipfile`` knows what to make of it, or why to refuse it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from struct import Struct
from typing import NamedTuple

_END = Struct("<4s4H2LH")
_ENTRY = Struct("<4s6H3L5H2L")
_HEADER = Struct("<4s5H3L2H")
_KNOWN_FLAGS = 0x0002 | 0x0004 | 0x0008 | 0x0800
"""How hard it was compressed, that the sizes stand behind the data too, that names are UTF-8."""
_STORED, _DEFLATED = 0, 8


class Member(NamedTuple):
    """One file of an archive, as its directory describes it."""

    name: str
    method: int
    checksum: int
    packed: int
    size: int
    offset: int


def members_of(data: bytes) -> list[Member] | None:
    """Return the files of an archive in the order of its directory, or None of an unusual one."""
    start = len(data) - _END.size
    if start < 0:
        return None
    sign, disk, first_disk, here, count, size, offset, comment = _END.unpack_from(data, start)
    if sign != b"PK\x05\x06" or disk or first_disk or here != count or comment:
        return None
    if offset + size != start:  # something before or between, or an archive beyond four gigabytes
        return None
    found = list(_entries(data, offset, start))
    names = {each.name for each in found if each is not None}
    members = [each for each in found if each is not None]
    # Two files of one name: which of them counts is for others to say.
    return members if len(names) == len(found) == count else None


def _entries(data: bytes, position: int, end: int) -> Iterator[Member | None]:
    """Yield the entries of the directory, None for one that is out of the ordinary."""
    while position < end:
        if position + _ENTRY.size > end:
            yield None
            return
        (
            sign, _, _, flags, method, _, _, checksum, packed, size, name_size, more_size,
            comment_size, disk, _, _, offset,
        ) = _ENTRY.unpack_from(data, position)  # fmt: skip
        begin = position + _ENTRY.size
        name = data[begin : begin + name_size]
        position = begin + name_size + more_size + comment_size
        plain = (
            sign == b"PK\x01\x02"
            and not flags & ~_KNOWN_FLAGS
            and method in {_STORED, _DEFLATED}
            and not disk
            and 0xFFFFFFFF not in {packed, size, offset}
            and name.isascii()
            and b"\0" not in name
            and b"\\" not in name
            and position <= end
        )
        yield Member(name.decode(), method, checksum, packed, size, offset) if plain else None


def packed(data: bytes, member: Member) -> bytes | None:
    """Return a file of an archive as it is packed, or None where it is not as it is described."""
    begin = member.offset + _HEADER.size
    if begin > len(data):
        return None
    sign, _, _, method, _, _, _, _, _, name_size, more_size = _HEADER.unpack_from(
        data, member.offset
    )
    name = data[begin : begin + name_size]
    if sign != b"PK\x03\x04" or method != member.method or name != member.name.encode():
        return None
    begin += name_size + more_size
    return data[begin : begin + member.packed]


def unpacked(data: bytes, member: Member) -> bytes | None:
    """Return the content of a file of an archive, or None where it is not as it is described."""
    piece = packed(data, member)
    if piece is None:
        return None
    if member.method == _DEFLATED:
        inflating = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            piece = inflating.decompress(piece, member.size + 1)  # no more than was declared
        except zlib.error:
            return None
        if not inflating.eof or inflating.unused_data:
            return None
    return piece if len(piece) == member.size and zlib.crc32(piece) == member.checksum else None
