"""Evidence for an encoding: which characters the bytes would be, and how usual these are in texts.

No table of languages: each of the encodings met in East Asian offices puts its common characters
in a range of its own, so a text read in the wrong one shows rare characters and broken pairs.
"""

from __future__ import annotations

from collections.abc import Callable

CANDIDATES = (
    ("gb18030", "GB18030"),
    ("cp950", "Big5"),
    ("cp932", "Shift-JIS"),
    ("cp1252", "Latin-1 (Windows-1252)"),
)
ENOUGH = 0.55
"""Less than this share of usual characters is no text in that encoding."""

_SAMPLE = 1 << 15
_COMMON, _FAIR, _RARE, _ODD, _BROKEN = 1.0, 0.8, 0.3, -0.5, -2.0


def _sample(data: bytes) -> bytes:
    """Return the bytes around those that are not ASCII: the others say nothing."""
    if len(data) <= _SAMPLE:
        return data
    first = next(at for at, byte in enumerate(data) if byte > 0x7F)
    return data[max(first - 2, 0) : first + _SAMPLE]


def score(codec: str, data: bytes) -> float:
    """Return how usual the characters would be, as a mean over the bytes beyond ASCII.

    >>> big5 = "收到和處理申請情況".encode("cp950")
    >>> max(("gb18030", "cp950", "cp932", "cp1252"), key=lambda codec: score(codec, big5))
    'cp950'
    """
    sample, weigh = _sample(data), _WEIGHTS[codec]
    total, beyond, at = 0.0, 0, 0
    while at < len(sample) - 1:
        if sample[at] < 0x80:
            at += 1
            continue
        size, weight = weigh(sample, at)
        total += weight * size
        beyond += size
        at += size
    return total / beyond if beyond else 0.0


def _gb18030(data: bytes, at: int) -> tuple[int, float]:
    lead, trail = data[at], data[at + 1]
    if 0x30 <= trail <= 0x39:
        return 4, _ODD
    if lead in {0x80, 0xFF} or trail in {0x7F, 0xFF} or trail < 0x40:
        return 1, _BROKEN
    if trail < 0xA1 or lead < 0xA1 or 0xAA <= lead <= 0xAF or lead >= 0xF8:
        return 2, _ODD  # the extension GBK: rare characters, and what Latin letters make by chance
    if 0xB0 <= lead <= 0xD7:
        return 2, _COMMON
    if lead <= 0xA3:
        return 2, _FAIR
    return 2, _RARE


def _big5(data: bytes, at: int) -> tuple[int, float]:
    lead, trail = data[at], data[at + 1]
    if not 0x81 <= lead <= 0xFE or not (0x40 <= trail <= 0x7E or 0xA1 <= trail <= 0xFE):
        return 1, _BROKEN
    if 0xA4 <= lead <= 0xC6:
        return 2, _COMMON
    if 0xA1 <= lead <= 0xA3:
        return 2, _FAIR
    return 2, (_RARE if 0xC9 <= lead <= 0xF9 else _ODD)


def _shift_jis(data: bytes, at: int) -> tuple[int, float]:
    lead, trail = data[at], data[at + 1]
    if 0xA1 <= lead <= 0xDF:
        return 1, 0.0  # half-width katakana: whatever is no Japanese is full of them
    if lead in {0x80, 0xA0} or lead > 0xFC or not (0x40 <= trail <= 0xFC) or trail == 0x7F:
        return 1, _BROKEN
    if lead in {0x82, 0x83} or 0x88 <= lead <= 0x97:
        return 2, _COMMON
    if lead == 0x81:
        return 2, _FAIR
    return 2, (_RARE if lead >= 0x98 else _ODD)


def _latin(data: bytes, at: int) -> tuple[int, float]:
    byte = data[at]
    before, after = data[at - 1] if at else 0x20, data[at + 1]
    if before > 0x7F or after > 0x7F:
        # Two letters beyond ASCII side by side are seldom, three never.
        alone = before < 0x80 or after < 0x80
        return 1, (_RARE if alone and byte >= 0xC0 else _ODD)
    letters = chr(before).isalpha() or chr(after).isalpha()
    if byte >= 0xC0:
        return 1, (_COMMON if letters and byte not in {0xD7, 0xF7} else _RARE)
    return 1, (
        _FAIR if byte in b"\x80\x85\x91\x92\x93\x94\x96\x97\xa0\xa3\xa7\xb0\xb2\xb7" else 0.0
    )


_WEIGHTS: dict[str, Callable[[bytes, int], tuple[int, float]]] = {
    "gb18030": _gb18030,
    "cp950": _big5,
    "cp932": _shift_jis,
    "cp1252": _latin,
}
