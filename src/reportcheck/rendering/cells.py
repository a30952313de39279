"""What is said about the cells that a rule compared, wherever they are drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from reportcheck.finding import Finding, Witness
from reportcheck.form import UNDER
from reportcheck.page import Lang
from reportcheck.text import visible
from reportcheck.wording import phrase
from reportcheck.wording.addresses import short_address
from reportcheck.wording.arithmetic import expected, one_cell

SIDES: Final = frozenset({"left", "right"})


def in_one_place(cells: Sequence[Witness]) -> bool:
    """Whether all cells stand in one sheet of this file, so that a piece of it can be drawn."""
    homes = {(each.at.home, each.path, each.period) for each in cells if each.at}
    return len(homes) == 1 and not (cells[0].path or cells[0].period or cells[0].agency)


def passing_beside(finding: Finding, first: Witness) -> list[Witness]:
    """Return the cells of the context that stand on the same sheet as the others."""
    return [
        each
        for each in finding.context
        if each.at is not None and first.at is not None and each.at.home == first.at.home
    ]


def column_headings(
    numbers: Sequence[int], placed: Mapping[tuple[int, int], Witness]
) -> dict[int, str]:
    """Return the labels of columns, without the groups that all of them stand under."""
    labels = {
        number: next(
            (each.column_label for (_, at), each in placed.items() if at == number), ""
        ).split(UNDER)
        for number in numbers
    }
    while len(labels) > 1 and all(len(path) > 1 for path in labels.values()):
        if len({path[0] for path in labels.values()}) > 1:
            break
        labels = {number: path[1:] for number, path in labels.items()}
    return {number: UNDER.join(path) for number, path in labels.items()}


def row_label(row: int, placed: Mapping[tuple[int, int], Witness]) -> str:
    """Return the form's words for a row, safe to show."""
    labels = (each.row_label for (at, _), each in placed.items() if at == row and each.row_label)
    return visible(next(labels, ""))


def required(finding: Finding, lang: Lang) -> str:
    """Say what the accused cell should hold, where one value alone makes the rule hold."""
    accused = one_cell(finding)
    if accused is None or finding.spelling is None or finding.spelling.operator != "=":
        return ""
    value, exact = expected(finding, accused)
    return phrase("block.expected" if exact else "block.about", lang, value=value)


def two_sides(finding: Finding) -> bool:
    """Whether both sides of a comparison have several cells, so that each has to be named."""
    return finding.spelling is not None and one_cell(finding) is None


def side(finding: Finding, cells: Sequence[Witness | None], lang: Lang) -> str:
    """Name the side of the comparison that a row belongs to, where no cell is a side by itself."""
    sides = {each.side for each in cells if each is not None and each in finding.witnesses}
    if not two_sides(finding) or len(sides) != 1 or not sides < SIDES:
        return ""
    return phrase(f"block.{sides.pop()}", lang)


def address(cell: Witness, lang: Lang, *, sheets: bool) -> str:
    """Return the name of a cell, with its sheet where there are several, or as of before."""
    if cell.at is None:
        return ""
    name = short_address(cell.at, lang) if sheets else cell.at.a1
    if cell.agency:
        return name
    return phrase("block.prior", lang, cell=name) if cell.path or cell.period else name


def labels_apart(cells: Sequence[Witness], dot: str, lang: Lang) -> tuple[str, list[str]]:
    """Return the label that all cells share, row or column, and the labels that tell them apart."""
    if any(each.agency for each in cells):
        return _agencies_apart(cells, dot, phrase("block.own", lang))
    pairs = [(visible(each.row_label), visible(each.column_label or each.column)) for each in cells]
    rows, columns = {row for row, _ in pairs}, {column for _, column in pairs}
    if len(pairs) > 1 and len(rows) == 1 and len(columns) == len(pairs):
        return rows.pop(), [column for _, column in pairs]
    if len(pairs) > 1 and len(columns) == 1 and len(rows) == len(pairs):
        return columns.pop(), [row for row, _ in pairs]
    return "", [dot.join(filter(None, pair)) for pair in pairs]


def _agencies_apart(cells: Sequence[Witness], dot: str, own: str) -> tuple[str, list[str]]:
    """Return the words that cells of several agencies share, and the names of these agencies."""
    names = [visible(each.agency) if each.agency else own for each in cells]
    words = [
        dot.join(filter(None, (visible(each.row_label), visible(each.column_label or each.column))))
        for each in cells
    ]
    if len(set(words)) == 1:
        return words[0], names
    return "", [dot.join(filter(None, pair)) for pair in zip(names, words, strict=True)]
