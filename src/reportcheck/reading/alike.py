"""Workbooks alike: filled in from one blank, the same in all but figures and a few texts.

What was found out about the markup of one holds for all that have the very same markup: where the
cells are, what is hidden, merged, never calculated. Of the others only the texts between the tags
are looked at: which are figures, which stand in cells, and which have to be the same.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import field
from operator import itemgetter
from typing import Any, Final, NamedTuple, TypeAlias
from weakref import WeakKeyDictionary

from reportcheck.classes import dataclass
from reportcheck.grid import Blank, Grid, Source
from reportcheck.lasting import expects_many
from reportcheck.number import Raw
from reportcheck.reading.limits import in_force, most
from reportcheck.reading.trimming import is_empty
from reportcheck.reading.unpacking import Member, members_of, packed, unpacked

LARGEST: Final = 1 << 18
"""Larger workbooks are read one by one: it is small forms that come by the thousand."""
SHARED: Final = "xl/sharedStrings.xml"
TEXT: Final = re.compile(rb">([^<]+)")
"""What parts the markup of a sheet from its texts."""

_MOST_TEXTS: Final = 20_000
_MOST_KEPT: Final = 64
_DIGITS: Final = b"0123456789.,-+eE"
_ODD: Final = (b",+", b",.", b".,", b"-.", b".e", b".E", b"-+")
"""Numbers as nobody writes them, of which readers think differently."""
_BENT: Final = (b"&", b"\r", b"\n", b"\t", b"_x")
"""What stands for something else in a text."""

Picked: TypeAlias = Callable[[Sequence[Any]], Sequence[Any]]


def picker(numbers: Sequence[int]) -> Picked:
    """Return what picks the elements of these numbers from a sequence."""
    if len(numbers) > 1:
        return itemgetter(*numbers)
    return lambda held: tuple([held[number] for number in numbers])


@dataclass(frozen=True, slots=True)
class Fixed:
    """A part that has to be the same, packed or at least unpacked."""

    number: int
    member: Member
    packed: bytes
    content: bytes


@dataclass(frozen=True, slots=True)
class Mould:
    """What workbooks alike have in common, and which of their texts are figures or texts of cells.

    ``figures``, ``words`` and ``same`` pick texts: the last are those that have to be the same.
    ``cells`` picks the values of all cells from what is given, the figures and the words, and
    ``rows`` says for each grid where in these each of its rows begins and ends.
    """

    source: Source
    fixed: tuple[Fixed, ...]
    figures: Picked
    words: Picked
    same: Picked
    known: tuple[bytes, ...]
    """The words of the first workbook, as they stood there; ``said`` are the same decoded."""
    said: tuple[str, ...]
    same_texts: tuple[bytes, ...]
    given: tuple[Raw, ...]
    cells: Picked
    rows: tuple[tuple[tuple[int, int], ...], ...]
    strings: tuple[Sequence[tuple[int, int]], ...]
    """For each grid, the row and the column of every text."""
    shared_uses: int
    kept: MutableMapping[object, object] = field(
        default_factory=WeakKeyDictionary, compare=False, repr=False
    )
    """What others found out of all these workbooks, as long as these others are there."""


@dataclass(slots=True)
class _Kept:
    """The moulds by the names of the parts and by the markup, as long as the limits are these."""

    limits: tuple[tuple[str, str], ...]
    moulds: dict[tuple[str, ...], dict[_Markup, list[Mould]]]
    files: int = 0
    number: int = 0


_KEPT: list[_Kept] = []


_Markup: TypeAlias = tuple[tuple[bytes, int], ...]
"""The markup of each part that may differ, and of how many pieces it is."""


class Opened(NamedTuple):
    """A workbook as far as it was opened: its files, its markup, its texts."""

    members: list[Member]
    names: tuple[str, ...]
    markup: _Markup
    texts: list[bytes]


def poured(path: str, data: bytes) -> Source | None:
    """Return the grids of a workbook that is like one read before, or None of any other."""
    kept = _kept()
    if not kept.moulds or len(data) > LARGEST:
        return None
    opened = _opened(data, kept)
    if opened is None:
        return None
    for mould in kept.moulds[opened.names].get(opened.markup, ()):
        source = _pour(path, data, opened, mould)
        if source is not None:
            return source
    return None


def keep(data: bytes, source: Source, sheets: Mapping[str, int]) -> None:
    """Remember what a workbook is like; ``sheets`` are the grids by the names of their parts.

    Of the first workbook only that there was one, unless many are expected.
    """
    kept = _kept()
    kept.files += 1
    alone = kept.files == 1 and not expects_many()
    if alone or len(data) > LARGEST or kept.number >= _MOST_KEPT:
        return
    members = members_of(data)
    if members is None:
        return
    names = tuple([each.name for each in members])
    kept.moulds.setdefault(names, {})
    opened = _opened(data, kept)
    if opened is None or len(opened.texts) > _MOST_TEXTS:
        return
    from reportcheck.reading.moulding import mould_of

    mould = mould_of(data, opened, source, sheets)
    if mould is not None:
        kept.moulds[names].setdefault(opened.markup, []).append(mould)
        kept.number += 1


def forget() -> None:
    """Forget what workbooks were like so far."""
    _KEPT.clear()


def _kept() -> _Kept:
    limits = in_force()
    if not _KEPT or _KEPT[0].limits != limits:
        _KEPT[:] = [_Kept(limits, {})]
    return _KEPT[0]


def _opened(data: bytes, kept: _Kept) -> Opened | None:
    members = members_of(data)
    if members is None:
        return None
    names = tuple([each.name for each in members])
    if names not in kept.moulds or sum([each.size for each in members]) > most("UNPACKED_BYTES"):
        return None
    markup = []
    texts: list[bytes] = []
    for member in members:
        if is_flexible(member.name):
            xml = unpacked(data, member)
            if xml is None:
                return None
            pieces = TEXT.split(xml)
            markup.append((b"\0".join(pieces[::2]), len(pieces)))
            texts += pieces[1::2]
    return Opened(members, names, tuple(markup), texts)


def is_flexible(name: str) -> bool:
    """Whether the texts of a part may differ: of a sheet, or the texts that the sheets share."""
    return name == SHARED or (name.startswith("xl/worksheets/") and name.endswith(".xml"))


# A workbook like one before


def _pour(path: str, data: bytes, opened: Opened, mould: Mould) -> Source | None:
    for fixed in mould.fixed:
        member = opened.members[fixed.number]
        same = member[1:-1] == fixed.member[1:-1] and packed(data, member) == fixed.packed
        if not same and unpacked(data, member) != fixed.content:
            return None
    texts = opened.texts
    if tuple(mould.same(texts)) != mould.same_texts:
        return None
    words = _words(mould, texts)
    figures = _figures(mould.figures(texts))
    if words is None or figures is None or _too_much_shared(opened, mould):
        return None
    cells = list(mould.cells([*mould.given, *figures, *words]))
    grids = tuple(
        [
            Grid(
                path,
                grid.sheet,
                [cells[start:end] for start, end in rows],
                grid.first_row,
                grid.first_column,
                merges=grid.merges,
                hidden=grid.hidden,
                hidden_rows=grid.hidden_rows,
                hidden_columns=grid.hidden_columns,
                formats=grid.formats,
            )
            for grid, rows in zip(mould.source.grids, mould.rows, strict=True)
        ]
    )
    blank = Blank(grids, mould.strings, cells, words, mould.kept)
    return Source(path, grids, mould.source.notes, blank)


def _words(mould: Mould, texts: Sequence[bytes]) -> list[str] | None:
    words = list(mould.said)
    for number, (text, known) in enumerate(zip(mould.words(texts), mould.known, strict=True)):
        if text != known:
            if not _is_plain(text):
                return None
            try:
                words[number] = text.decode()
            except UnicodeDecodeError:
                return None
    return words


def _is_plain(text: bytes) -> bool:
    """Whether a text stands in its cell just as it does in the markup."""
    if text.strip() != text or any(each in text for each in _BENT):
        return False
    return not is_empty(text.decode("utf-8", "replace"))


def _figures(texts: Sequence[bytes]) -> list[float] | None:
    """Return the numbers that these texts are, or None where one is written in an odd way."""
    if not texts:
        return []
    if not b"".join(texts).isdigit():
        joined = b"," + b",".join(texts) + b","
        if joined.translate(None, _DIGITS) or any(each in joined for each in _ODD):
            return None
    try:
        figures = [*map(float, texts)]
    except ValueError:
        return None
    return figures if math.isfinite(sum(figures)) else None


def _too_much_shared(opened: Opened, mould: Mould) -> bool:
    if not mould.shared_uses:
        return False
    size = sum([each.size for each in opened.members if each.name == SHARED])
    return mould.shared_uses * size > most("SHARED_BYTES")
