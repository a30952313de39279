"""What a workbook that was read is like: which texts of its markup are which of its cells.

Only what is seen to be so becomes a figure or a word that may differ: a cell with the very address,
whose value calamine gave as that very number or text. All else has to be the same in a workbook
that is called alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Final

from reportcheck.address import column_number
from reportcheck.classes import dataclass
from reportcheck.grid import Grid, Source, texts_in
from reportcheck.number import Raw
from reportcheck.patterns import pattern
from reportcheck.reading.alike import SHARED, TEXT, Fixed, Mould, Opened, is_flexible, picker
from reportcheck.reading.container import UNREAD
from reportcheck.reading.styles import number_styles
from reportcheck.reading.unpacking import packed, unpacked

_WANTED: Final = (".xml", ".rels")
_TAG: Final = pattern(
    rb'<c r="([A-Z]{1,3}[1-9]\d{0,6})"(?: s="\d+")?(?: t="(n|s|str|b|e|d|inlineStr)")?'
    rb'(?: (?:cm|vm|ph)="\d+")* ?/?>'
)
"""The start of a cell as nearly all writers spell it."""
_CELL: Final = pattern(
    rb'<c r="([A-Z]{1,3})([1-9]\d{0,6})"((?: \w+="[^"<>]*")*)>'
    rb"(?:<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?"
    rb'(<v>|<is><t(?: xml:space="preserve")?>)'
)
_TYPE: Final = pattern(rb' t="(\w*)"')
_STYLE: Final = pattern(rb' s="(\d+)"')
_ITEM: Final = pattern(rb"<si(?=[\s/>])")
_ITEM_TEXT: Final = pattern(rb'<si><t(?: xml:space="preserve")?>')


@dataclass(frozen=True, slots=True)
class _Written:
    """One text of the markup: its number among all, its part, and where it stands in that."""

    number: int
    part: str
    xml: bytes
    start: int
    end: int

    @property
    def text(self) -> bytes:
        """The text as it stands in the markup."""
        return self.xml[self.start : self.end]


@dataclass(slots=True)
class _Draft:
    """Which texts feed which cells of all grids, as numbers of these.

    ``styles`` are those in which a number is never taken for a date, None where all are.
    """

    styles: frozenset[int] | None
    figures: dict[int, int] = field(default_factory=dict)
    words: dict[int, list[int]] = field(default_factory=dict)
    shared: dict[int, list[int]] = field(default_factory=dict)
    """By number of the shared text: the cells that show it."""


def mould_of(
    data: bytes, opened: Opened, source: Source, sheets: Mapping[str, int]
) -> Mould | None:
    """Return what a workbook is like, or None where its markup is out of the ordinary."""
    if any(b"\0" in text for text in opened.texts):
        return None
    if any(markup.count(b"\0") != count // 2 for markup, count in opened.markup):
        return None
    starts, cells = _flat(source.grids)
    draft = _Draft(_number_styles(data, opened))
    shared: list[_Written] = []
    uses = 0
    for part, written in _by_part(data, opened):
        if not _is_plain(part, written):
            return None
        if part == SHARED:
            shared = written
        elif part in sheets:
            grid = source.grids[sheets[part]]
            _take_sheet(draft, written, grid, (starts[sheets[part]], cells))
        if part != SHARED:
            uses += _uses(written)
    # Otherwise some cell would keep a text that is another's by now.
    if uses == sum(map(len, draft.shared.values())) and _has_one_shared(opened.names):
        _take_shared(draft, shared, cells)
    return _made(data, opened, source, draft, cells, uses)


def _number_styles(data: bytes, opened: Opened) -> frozenset[int] | None:
    members = [each for each in opened.members if each.name.lower().endswith("styles.xml")]
    parts = {each.name: xml for each in members if (xml := unpacked(data, each)) is not None}
    return number_styles(parts) if len(parts) == len(members) <= 1 else frozenset()


def _flat(grids: Sequence[Grid]) -> tuple[list[list[int]], list[Raw]]:
    """Return all cells of all grids, and by grid and row where in these the row begins."""
    cells: list[Raw] = []
    starts = []
    for grid in grids:
        rows = []
        for row in grid.rows:
            rows.append(len(cells))
            cells.extend(row)
        starts.append(rows)
    return starts, cells


def _by_part(data: bytes, opened: Opened) -> Iterator[tuple[str, list[_Written]]]:
    number = 0
    for member in opened.members:
        xml = unpacked(data, member) if is_flexible(member.name) else None
        if xml is not None:
            written = [
                _Written(number + index, member.name, xml, *found.span(1))
                for index, found in enumerate(TEXT.finditer(xml))
            ]
            number += len(written)
            yield member.name, written


def _is_plain(part: str, written: Sequence[_Written]) -> bool:
    """Whether nothing in a part could be taken for a cell that is none, or the other way round."""
    if not written:
        return True
    xml = written[0].xml
    if b"<!" in xml or xml.count(b"<?") > xml.startswith(b"<?"):
        return False
    if part == SHARED:
        return True
    addresses = [address for address, _ in _TAG.findall(xml)]
    cells = xml.count(b"<c ") + xml.count(b"<c>") + xml.count(b":c ")
    return len(addresses) == len({*addresses}) == cells


def _uses(written: Sequence[_Written]) -> int:
    """Count the cells of a sheet that show a shared text."""
    return sum(kind == b"s" for _, kind in _TAG.findall(written[0].xml)) if written else 0


def _take_sheet(
    draft: _Draft,
    written: Sequence[_Written],
    grid: Grid,
    flat: tuple[Sequence[int], Sequence[Raw]],
) -> None:
    starts, cells = flat
    for each in written:
        begin = each.xml.rfind(b"<c ", 0, each.start)
        found = _CELL.fullmatch(each.xml, begin, each.start) if begin >= 0 else None
        if found is None:
            continue
        row = int(found[2]) - grid.first_row
        column = column_number(found[1].decode()) - grid.first_column
        if not (0 <= row < len(grid.rows) and 0 <= column < len(grid.rows[row])):
            continue
        at = starts[row] + column
        raw, text = cells[at], each.text
        kind = _TYPE.findall(found[3])
        if found[4] != b"<v>":
            ends = each.xml.startswith(b"</t></is></c>", each.end)
            if kind == [b"inlineStr"] and ends and _is_text(raw, text):
                draft.words[each.number] = [at]
        elif each.xml.startswith(b"</v></c>", each.end):
            styles = [int(style) for style in _STYLE.findall(found[3])] or [0]
            number = draft.styles is None or draft.styles.issuperset(styles)
            if kind in ([], [b"n"]) and number and type(raw) is float and _number(text) == raw:
                draft.figures[each.number] = at
            elif kind == [b"s"] and text.isdigit():
                draft.shared.setdefault(int(text), []).append(at)


def _number(text: bytes) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _is_text(raw: Raw, text: bytes) -> bool:
    return type(raw) is str and raw.encode("utf-8", "surrogatepass") == text


def _has_one_shared(names: Sequence[str]) -> bool:
    return [name for name in names if name.lower().endswith("sharedstrings.xml")] == [SHARED]


def _take_shared(draft: _Draft, written: Sequence[_Written], cells: Sequence[Raw]) -> None:
    index, last = -1, 0
    for each in written:
        index += len(_ITEM.findall(each.xml, last, each.start))
        last = each.start
        begin = each.xml.rfind(b"<si", 0, each.start)
        spots = draft.shared.get(index, [])
        if (
            begin >= 0
            and _ITEM_TEXT.fullmatch(each.xml, begin, each.start)
            and each.xml.startswith(b"</t></si>", each.end)
            and spots
            and all(_is_text(cells[at], each.text) for at in spots)
        ):
            draft.words[each.number] = spots


def _made(
    data: bytes, opened: Opened, source: Source, draft: _Draft, cells: Sequence[Raw], uses: int
) -> Mould | None:
    fixed = []
    for number, member in enumerate(opened.members):
        if member.name.lower().endswith(_WANTED) and not is_flexible(member.name):
            piece, content = packed(data, member), unpacked(data, member)
            if piece is None or content is None:
                return None
            if not member.name.lower().startswith(UNREAD):
                fixed.append(Fixed(number, member, piece, content))
    free = draft.figures.keys() | draft.words.keys()
    same = [number for number in range(len(opened.texts)) if number not in free]
    fed = {*draft.figures.values(), *(at for spots in draft.words.values() for at in spots)}
    constant = [at for at in range(len(cells)) if at not in fed]
    place = {at: number for number, at in enumerate(constant)}
    for at in draft.figures.values():
        place[at] = len(place)
    for number, spots in enumerate(draft.words.values(), len(place)):
        place.update(dict.fromkeys(spots, number))
    words = [opened.texts[number] for number in draft.words]
    rows = []
    begin = 0
    for grid in source.grids:
        bounds = []
        for row in grid.rows:
            bounds.append((begin, begin + len(row)))
            begin += len(row)
        rows.append(tuple(bounds))
    return Mould(
        source,
        tuple(fixed),
        picker([*draft.figures]),
        picker([*draft.words]),
        picker(same),
        tuple(words),
        tuple([text.decode() for text in words]),
        tuple([opened.texts[number] for number in same]),
        tuple([cells[at] for at in constant]),
        picker([place[at] for at in range(len(cells))]),
        tuple(rows),
        tuple([tuple(texts_in(grid)) for grid in source.grids]),
        uses,
    )
