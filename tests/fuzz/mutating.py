"""Damage: real files changed the way disks, programs and ill will change them, by a seed."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from random import Random

Mutator = Callable[[Random, bytes], bytes]

_EDGES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_NUMBERS = (
    b"0", b"-1", b"1", b"255", b"16384", b"16385", b"65536", b"1048576", b"1048577", b"2147483647",
    b"4294967295", b"4294967296", b"18446744073709551615", b"1e308", b"1e400", b"NaN", b"", b"0x10",
    b"\xd9\xa3", b"1.5", b"99999999999999999999999999", b"XFD1048576", b"A0", b"$A$1:XFE1048577",
)  # fmt: skip
_SNIPPETS = (
    b'<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]>', b"&c;", b"&#0;", b"&#x110000;", b"]]>",
    b"<![CDATA[", b"<!--", b"--", b"<a>" * 3000, b"<td>" * 200, b"</t>", b"<f>1</f>", b"<v></v>",
    b'"', b"'", b"\\", b",", b";", b"\t", b"|", b"\r", b"\n", b"\r\n", b"\0", b"\xef\xbb\xbf",
    b"\xff\xfe", b"\x1b[31m", "\u202e".encode(), b"\xed\xa0\x80", b"\x81", "，".encode("gb18030"),
    b"=cmd|'/c calc'!A0", b"[red]", b"{0}", b"%s", b'<td rowspan="65000" colspan="65000">',
    b'<mergeCell ref="A1:XFD1048576"/>', b't="s"', b' r="XFD1048576"', b"---", b"||||||||",
)  # fmt: skip
_NUMBER = re.compile(rb"(?<![A-Za-z])\d+(?:\.\d+)?")
_TAG = re.compile(rb"<[^<>]{1,200}>")
_ATTRIBUTE = re.compile(rb'(?<![\w:])[\w:]+="[^"<>]{0,100}"')
_CODECS = ("gb18030", "utf-16", "utf-16-le", "utf-32", "big5", "shift-jis", "cp1252")
_MOST = 1 << 17


def _place(random: Random, data: bytes) -> int:
    return random.randrange(len(data) + 1)


def flip(random: Random, data: bytes) -> bytes:
    """Change some bits, few or many."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 2, 8, 64)) if data else 0):
        changed[random.randrange(len(data))] ^= 1 << random.randrange(8)
    return bytes(changed)


def cut(random: Random, data: bytes) -> bytes:
    """End too early, as a download that broke off."""
    return data[: _place(random, data)]


def drop(random: Random, data: bytes) -> bytes:
    """Lose a stretch."""
    start = _place(random, data)
    return data[:start] + data[start + random.choice((1, 2, 10, 100, 1000)) :]


def repeat(random: Random, data: bytes) -> bytes:
    """Say a stretch again, once or very often."""
    start = _place(random, data)
    stretch = data[start : start + random.choice((1, 2, 8, 40, 400))]
    times = min(random.choice((1, 1, 2, 2, 20, 20, 200, 2000)), _MOST // (len(stretch) or 1))
    return data[:start] + stretch * times + data[start:]


def edge(random: Random, data: bytes) -> bytes:
    """Put a number at the edge of its type where some number may stand."""
    form, width = random.choice((("<B", 1), ("<H", 2), ("<I", 4), (">I", 4), ("<Q", 8)))
    if len(data) < width:
        return data
    value = random.choice(_EDGES) & ((1 << 8 * width) - 1)
    start = random.randrange(len(data) - width + 1)
    return data[:start] + struct.pack(form, value) + data[start + width :]


def snippet(random: Random, data: bytes) -> bytes:
    """Insert a sign, a tag or a text that means something to some reader."""
    start = _place(random, data)
    return data[:start] + random.choice(_SNIPPETS) + data[start:]


def swap(random: Random, data: bytes) -> bytes:
    """Exchange two stretches."""
    one, other, third = sorted(_place(random, data) for _ in range(3))
    return data[:one] + data[other:third] + data[one:other] + data[third:]


def _at_one(random: Random, data: bytes, pattern: re.Pattern[bytes], new: bytes) -> bytes:
    found = [*pattern.finditer(data)]
    if not found:
        return data
    span = random.choice(found).span()
    return data[: span[0]] + new + data[span[1] :]


def number(random: Random, data: bytes) -> bytes:
    """Write another number for a number."""
    return _at_one(random, data, _NUMBER, random.choice(_NUMBERS))


def tag(random: Random, data: bytes) -> bytes:
    """Lose a tag, or put one where another stood."""
    found = _TAG.findall(data)
    other = random.choice(found) if found and random.random() < 0.7 else b""
    return _at_one(random, data, _TAG, other)


def attribute(random: Random, data: bytes) -> bytes:
    """Lose an attribute, or give it another value."""
    found = _ATTRIBUTE.findall(data)
    if not found:
        return data
    name = random.choice(found).partition(b"=")[0]
    value = random.choice((*_NUMBERS, *_SNIPPETS[:8]))
    return _at_one(random, data, _ATTRIBUTE, random.choice((b"", name + b'="' + value + b'"')))


def encode(random: Random, data: bytes) -> bytes:
    """Save as another encoding than it was."""
    text = data.decode("utf-8", "replace")
    return text.encode(random.choice(_CODECS), "replace")


PLAIN: tuple[Mutator, ...] = (flip, cut, drop, repeat, edge, snippet, swap)
WRITTEN: tuple[Mutator, ...] = (number, tag, attribute, snippet, repeat, drop, number, attribute)


def _packed(members: Sequence[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in members:
            packed.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def repack(random: Random, data: bytes) -> bytes:
    """Change one part of a zipped file, or lose, double or rename it, and pack all again."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = [(name, packed.read(name)) for name in dict.fromkeys(packed.namelist())]
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError):
        return flip(random, data)
    if not members:
        return data
    at = random.randrange(len(members))
    name, part = members[at]
    match random.randrange(20):
        case 0:
            del members[at]
        case 1:
            members[at] = (random.choice((name.upper(), f"/{name}", name.replace("/", "\\"))), part)
        case 2:
            members[at] = (name, random.choice(members)[1])
        case 3:
            members[at] = (name, b"")
        case _:
            for _ in range(random.choice((1, 1, 2, 5))):
                part = random.choice((*WRITTEN, flip, encode, cut))(random, part)[:_MOST]
            members[at] = (name, part)
    return _packed(members)


def mutated(
    random: Random, small: Mapping[str, bytes], real: Mapping[str, bytes]
) -> tuple[str, bytes]:
    """Return one damaged file and the name of the one that it was; most were small."""
    files = real if random.random() < 0.12 else small
    name = random.choice(sorted(files))
    data = files[name]
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        if data.startswith(b"PK") and random.random() < 0.85:
            data = repack(random, data)
        elif data.startswith((b"PK", b"\xd0\xcf")) or random.random() < 0.3:
            data = random.choice(PLAIN)(random, data)
        else:
            data = random.choice((*WRITTEN, encode))(random, data)
        data = data[:_MOST]
    if random.random() < 0.02:  # no file at all to begin with
        data = random.randbytes(random.randrange(200))
    return name, data
