"""Decoding: bytes of a text file -> text, by what the bytes are and never by the locale."""

from __future__ import annotations

import codecs
import re

from reportcheck.classes import dataclass
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


def _damaged_utf8(data: bytes, at: int) -> bool:
    """Tell whether bytes are UTF-8 but for some places: most of its long characters are whole.

    Chinese text in GB18030 is almost never valid UTF-8 for long. Where some characters of three
    bytes were, the file is UTF-8, and must not be read as other characters.
    """
    if sum(character >= "\u0800" for character in data[:at].decode("utf-8")) > 1:
        return True
    sample = data[:_LOOK].decode("utf-8", "replace")
    whole = sum(character > "\x7f" and character != "\ufffd" for character in sample)
    return whole > sample.count("\ufffd")


def _by_evidence(path: str, data: bytes, at: int) -> Decoded:
    """Decode what is no UTF-8 by the encoding in which its characters are most usual."""
    from reportcheck.reading.evidence import CANDIDATES, ENOUGH, score

    if _damaged_utf8(data, at):
        raise Problem("undecodable", path=path, encoding="UTF-8", offset=at, line=_line(data, at))
    scores = {codec: score(codec, data) for codec, _ in CANDIDATES}
    codec, name = max(CANDIDATES, key=lambda each: scores[each[0]])
    if scores[codec] < ENOUGH:
        codec, name = CANDIDATES[0]  # too little to tell by: here it is most often this one
    try:
        return Decoded(data.decode(codec), data, codec, name)
    except UnicodeDecodeError as error:
        at = max(at, error.start)
    raise Problem(
        "undecodable", path=path, encoding=f"UTF-8, {name}", offset=at, line=_line(data, at)
    )


def decode(path: str, data: bytes) -> Decoded:
    """Return the text of a file and the name of its encoding.

    By byte order mark, else UTF-16 by its zero bytes, else UTF-8, else GB18030, Big5, Shift-JIS or
    Latin-1, whichever its characters speak for; what is none of them is refused with the first
    byte that fails, and so is what decodes but is no text.
    """
    for bom, codec, name in _BOMS:
        if data.startswith(bom):
            return _strictly(path, data, codec, name, len(bom))
    if (wide := _wide(data)) is not None:
        return _strictly(path, data, wide, "UTF-16", 0)
    try:
        decoded = Decoded(data.decode("utf-8"), data, "utf-8", "UTF-8")
    except UnicodeDecodeError as error:
        decoded = _by_evidence(path, data, error.start)
    sample = decoded.text[:_LOOK]
    if len(_CONTROL.findall(sample)) > _SOME + _FEW * len(sample):
        raise Problem("unsupported-format", path=path, format="binary")
    return decoded
