"""Decoding: bytes of a text file -> text, by what the bytes are and never by the locale."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from reportcheck.problem import Problem


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the bytes it was in (without a byte order mark) and the codec that reads them."""

    text: str
    data: bytes
    codec: str
    name: str


_BOMS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),  # begins like UTF-16, so it is looked at before
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_LOOK = 1 << 14
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_FEW = 0.05
_SOME = 4
_USUAL = frozenset(b"\t\n\r ,;|0123456789")


def _wide(data: bytes) -> str | None:
    """Return the byte order of UTF-16 without a mark, or None.

    Every table has separators and digits, and half of each is a zero byte. Zero bytes alone would
    not do: 一 has one too, on the other side.
    """
    sample = data[: _LOOK & ~1]
    if 0 not in sample or len(data) % 2:
        return None
    pairs = [*zip(sample[::2], sample[1::2], strict=True)]
    little = sum(not high and low in _USUAL for low, high in pairs)
    big = sum(not high and low in _USUAL for high, low in pairs)
    if max(little, big) <= _FEW * len(pairs):
        return None
    return "utf-16-le" if little > big else "utf-16-be"


def _line(data: bytes, offset: int) -> int:
    before = data[:offset]
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1


def _strictly(path: str, data: bytes, codec: str, name: str, skipped: int) -> Decoded:
    body = data[skipped:]
    try:
        return Decoded(body.decode(codec), body, codec, name)
    except UnicodeDecodeError as error:
        before = body[: error.start].decode(codec)
        lines = before.count("\n") + before.count("\r") - before.count("\r\n")
        raise Problem(
            "undecodable", path=path, encoding=name, offset=skipped + error.start, line=lines + 1
        ) from None


def _utf8_or_gb18030(path: str, data: bytes) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), data, "utf-8", "UTF-8")
    except UnicodeDecodeError as error:
        at = error.start
    # Chinese text in GB18030 is almost never valid UTF-8 for long. Where some characters of three
    # bytes were, the file is UTF-8 with a damaged place, and must not be read as other characters.
    damaged = sum(character >= "\u0800" for character in data[:at].decode("utf-8")) > 1
    if not damaged:
        try:
            return Decoded(data.decode("gb18030"), data, "gb18030", "GB18030")
        except UnicodeDecodeError as error:
            at = max(at, error.start)
    tried = "UTF-8" if damaged else "UTF-8, GB18030"
    raise Problem("undecodable", path=path, encoding=tried, offset=at, line=_line(data, at))


def decode(path: str, data: bytes) -> Decoded:
    """Return the text of a file and the name of its encoding.

    By byte order mark, else UTF-16 by its zero bytes, else UTF-8, else GB18030; what is none of
    them is refused with the first byte that fails, and so is what decodes but is no text.
    """
    for bom, codec, name in _BOMS:
        if data.startswith(bom):
            return _strictly(path, data, codec, name, len(bom))
    if (wide := _wide(data)) is not None:
        return _strictly(path, data, wide, "UTF-16", 0)
    decoded = _utf8_or_gb18030(path, data)
    sample = decoded.text[:_LOOK]
    if len(_CONTROL.findall(sample)) > _SOME + _FEW * len(sample):
        raise Problem("unsupported-format", path=path, format="binary")
    return decoded
