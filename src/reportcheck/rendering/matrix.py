"""The cells a rule compared, as a small piece of the sheet: letters, numbers, labels and values."""

from __future__ import annotations

from collections.abc import Sequence

from reportcheck.address import column_letters
from reportcheck.classes import dataclass
from reportcheck.finding import Finding, Witness
from reportcheck.page import Line, Page, Span, Style, line
from reportcheck.rendering.cells import (
    SIDES,
    address,
    column_headings,
    in_one_place,
    labels_apart,
    passing_beside,
    required,
    row_label,
    side,
    two_sides,
)
from reportcheck.text import clip, display_width, pad, pad_left, visible
from reportcheck.wording import phrase
from reportcheck.wording.arithmetic import one_cell

MOST_COLUMNS = 9
MOST_ROWS = 30
LABEL_COLUMNS = 30
VALUE_COLUMNS = 18
LEAST_LABEL = 8

_ROOMS = (
    (True, 20, LABEL_COLUMNS),
    (True, 12, 24),
    (True, 8, 20),
    (True, 6, 16),
    (True, 4, 12),
    (True, 4, LEAST_LABEL),
    (False, 4, LEAST_LABEL),
)
"""What is given up, in this order, to fit a page: columns of headings, of labels, the context."""


def matrix(finding: Finding, page: Page) -> list[Line]:
    """Return the mini-grid of a finding, or a vertical list where a grid would be too wide."""
    cells = [each for each in finding.witnesses if each.at is not None or each.agency]
    if not cells:
        return []
    if in_one_place(cells):
        for context, heading, label in _ROOMS:
            beside = passing_beside(finding, cells[0]) if context else []
            drawn = _grid(finding, [*cells, *beside], page, heading, label)
            if drawn is not None:
                return drawn
    return _list(finding, cells, page)


@dataclass(frozen=True, slots=True)
class _Column:
    letters: str
    heading: str
    width: int


def _grid(
    finding: Finding, cells: Sequence[Witness], page: Page, heading: int, least: int
) -> list[Line] | None:
    """Draw rows and columns as they stand in the sheet; None where they do not fit."""
    placed = {(each.at.row, each.at.column): each for each in cells if each.at is not None}
    rows = sorted({row for row, _ in placed})
    numbers = sorted({column for _, column in placed})
    if len(numbers) > MOST_COLUMNS or len(rows) > MOST_ROWS:
        return None
    headings = column_headings(numbers, placed)
    columns = {
        number: _column(
            number,
            headings[number],
            [each for (_, at), each in placed.items() if at == number],
            page,
            heading,
        )
        for number in numbers
    }
    labels = {row: row_label(row, placed) for row in rows}
    digits = max(3, len(str(rows[-1])))
    taken = digits + 4 + sum(column.width + 2 for column in columns.values())
    longest = max(display_width(label) for label in labels.values())
    room = min(longest, LABEL_COLUMNS, page.width - taken - _tail_width(finding, page))
    if room < min(least, longest):
        return None
    bar = Span(page.glyphs.bar, "dim")
    blank, stub = " " * digits, " " * room
    letters = "".join("  " + pad_left(each.letters, each.width) for each in columns.values())
    heads = "".join("  " + pad_left(each.heading, each.width) for each in columns.values())
    drawn = [line(f" {blank} ", bar, Span(f" {stub}{letters}", "dim"))]
    if heads.strip():
        drawn.append(line(f" {blank} ", bar, f" {stub}{heads}"))
    for row in rows:
        label = pad(clip(labels[row], room, page.glyphs.ellipsis), room)
        values: list[Span] = []
        for number, column in columns.items():
            values.append(_value(placed.get((row, number)), finding, column.width, page))
        named = side(finding, [placed.get((row, number)) for number in numbers], page.lang)
        drawn.append(
            line(Span(f" {row:>{digits}} ", "dim"), bar, f" {label}", *values, _beside(named))
        )
        if finding.at is not None and row == finding.at.row:
            drawn += _caret(finding, columns, placed, line(f" {blank} ", bar, f" {stub}"), page)
    return drawn


def _column(number: int, label: str, cells: Sequence[Witness], page: Page, most: int) -> _Column:
    letters = column_letters(number)
    width = max(len(letters), *(display_width(_shown(each, page)) for each in cells))
    heading = clip(visible(label), max(most, width), "")
    return _Column(letters, heading, max(width, display_width(heading)))


def _shown(cell: Witness, page: Page) -> str:
    shown = visible(cell.shown) or phrase("block.empty", page.lang)
    return clip(shown, VALUE_COLUMNS, page.glyphs.ellipsis)


def _value(cell: Witness | None, finding: Finding, width: int, page: Page) -> Span:
    if cell is None:
        return Span(" " * (width + 2))
    accused = cell.at is not None and cell.at == finding.at
    style: Style = "error" if accused else "" if cell in finding.witnesses else "dim"
    return Span("  " + pad_left(_shown(cell, page), width), style)


def _caret(
    finding: Finding, columns: dict[int, _Column],
    placed: dict[tuple[int, int], Witness], gutter: Line, page: Page,
) -> list[Line]:  # fmt: skip
    """Draw the line that underlines the operands beside the accused cell and points at it."""
    told = required(finding, page.lang)
    if not told:
        return []
    under = ""
    for number, column in columns.items():
        mark = " "
        if finding.at is not None and number == finding.at.column:
            mark = "^"
        elif finding.at is not None and placed.get((finding.at.row, number)) in finding.witnesses:
            mark = page.glyphs.dash
        under += "  " + pad_left(mark, column.width)
    before, _, after = under.partition("^")
    pointed = Span(f"^ {told}" if not after.strip() else "^", "error")
    last = Span("" if not after.strip() else f"{after} {told}", "error")
    return [line(*gutter, Span(before, "dim"), pointed, last)]


def _tail_width(finding: Finding, page: Page) -> int:
    """Return the columns that what follows the last value needs."""
    told = required(finding, page.lang)
    if told:
        return display_width(told) + 2
    if not two_sides(finding):
        return 0
    return 2 + max(display_width(phrase(f"block.{each}", page.lang)) for each in SIDES)


def _beside(named: str) -> Span:
    return Span(f"  {named}" if named else "", "dim")


def _list(finding: Finding, cells: Sequence[Witness], page: Page) -> list[Line]:
    """Draw one cell a line: its address, what the form calls it, and its value; the result last."""
    if one_cell(finding) is not None:
        cells = sorted(cells, key=lambda each: each is one_cell(finding))
    listed = list(cells)
    if len(cells) > MOST_ROWS:
        accused = [each for each in cells if _is_accused(each, finding)]
        listed = [*cells[: MOST_ROWS - 1], *(each for each in accused if each not in cells[:29])]
    sheets = len({each.at.home for each in cells if each.at}) > 1
    names = [address(each, page.lang, sheets=sheets) for each in listed]
    left = max(map(display_width, names))
    values = [_shown(each, page) for each in listed]
    right = max(map(display_width, values))
    shared, labels = labels_apart(listed, f" {page.glyphs.dot} ", page.lang)
    room = min(max(map(display_width, labels)), max(LEAST_LABEL, page.width - left - right - 8))
    bar = Span(page.glyphs.bar, "dim")
    drawn = []
    if shared:
        head = clip(shared, page.width - left - 4, page.glyphs.ellipsis)
        drawn.append(line(" " * (left + 2), bar, Span(f" {head}", "dim")))
    for each, name, label, value in zip(listed, names, labels, values, strict=True):
        text = pad(clip(label, room, page.glyphs.ellipsis), room)
        accused_here = _is_accused(each, finding)
        style: Style = "error" if accused_here else ""
        drawn.append(
            line(Span(f" {pad_left(name, left)} ", "dim"), bar, f" {text}",
                 Span(f"  {pad_left(value, right)}", style),
                 _beside(side(finding, [each], page.lang)))
        )  # fmt: skip
        told = required(finding, page.lang) if accused_here else ""
        if told:
            indent = min(room + 2 + right, page.width - left - 6 - display_width(told))
            drawn.append(
                line(" " * (left + 2), bar, " " * max(0, indent), Span(f"^ {told}", "error"))
            )
    total = len(cells) + int(finding.facts.get("untold", "0"))
    if len(listed) < total:
        more = phrase("block.more", page.lang, count=total - len(listed), total=total)
        drawn.append(line(" " * (left + 2), bar, Span(f" {page.glyphs.ellipsis} {more}", "dim")))
    return drawn


def _is_accused(cell: Witness, finding: Finding) -> bool:
    elsewhere = cell.path or cell.period or cell.agency
    return cell.at is not None and cell.at == finding.at and not elsewhere
