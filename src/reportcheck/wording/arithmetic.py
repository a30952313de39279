"""The arithmetic of a comparison in words: redone by hand, with the gap at its end."""

from __future__ import annotations

from reportcheck.finding import Finding, Spelling, StandIn, Witness
from reportcheck.page import Lang
from reportcheck.text import visible
from reportcheck.wording.addresses import named_tables, short_address
from reportcheck.wording.filling import catalogue, phrase, safe

MOST_DECIMALS = 6
"""Decimals of a value that a cell is told to hold; a quotient may have no end of them."""

SHOWN_VALUES = 8
"""Cells whose values are told where there is no arithmetic to redo."""


def arithmetic(finding: Finding, lang: Lang) -> str:
    """Return both sides in addresses and figures, with the gap in words; empty if there is nothing.

    Where no comparison was spelt, the values that decided are told instead.
    """
    spelling = finding.spelling
    if spelling is None or finding.left is None or finding.right is None:
        return _values(finding, lang)
    ats = [each.at for each in finding.witnesses]
    left_cells = named_tables(spelling.left_cells, ats, lang)
    right_cells = named_tables(spelling.right_cells, ats, lang)
    left = _side(left_cells, spelling.left_figures, finding.left, lang)
    right = _side(right_cells, spelling.right_figures, finding.right, lang)
    tolerance = _tolerance(finding, lang) + stand_ins(finding, lang)
    accused = one_cell(finding)
    if spelling.operator == "=" and accused is not None:
        mine = accused.side == "left"
        cell, value = (left_cells, finding.left) if mine else (right_cells, finding.right)
        if not reckons(finding):
            held = phrase("arithmetic.short", lang, cells=cell, value=value)
            return f"{held}{gap(finding, lang)}{tolerance}"
        held = phrase("arithmetic.held", lang, cell=cell, value=value)
        other = right if mine else left
        return f"{other}{catalogue(lang)['comma']}{held}{gap(finding, lang)}{tolerance}"
    if spelling.operator == "=" and not _is_constant(finding, "right"):
        both = phrase("arithmetic.both", lang, left=left, right=right)
        return f"{both}{gap(finding, lang)}{tolerance}"
    relation = phrase(f"rule.relation.{spelling.operator}", lang)
    both = phrase("arithmetic.required", lang, left=left, right=right, relation=relation)
    return f"{both}{gap(finding, lang)}{tolerance}"


def reckons(finding: Finding) -> bool:
    """Whether there is something to redo by hand, and not only what cells hold."""
    accused = one_cell(finding)
    if finding.spelling is None or accused is None or finding.spelling.operator != "=":
        return finding.spelling is not None
    return not _is_constant(finding, "right" if accused.side == "left" else "left")


def _is_constant(finding: Finding, side: str) -> bool:
    """Whether a side of a comparison is what the rule itself says, and nothing of the file."""
    spelling = finding.spelling
    if spelling is None or any(each.side == side for each in finding.witnesses):
        return False
    cells = spelling.left_cells if side == "left" else spelling.right_cells
    return cells.strip("'") == (finding.left if side == "left" else finding.right)


def gap(finding: Finding, lang: Lang) -> str:
    """Return by how much a comparison was missed, in words; empty where there is no amount."""
    spelling = finding.spelling
    if spelling is None:
        return ""
    accused = one_cell(finding)
    if spelling.operator == "=" and accused is not None:
        swapped = accused.side != "left"
        return _gap(finding, "arithmetic.more", "arithmetic.less", lang, swapped=swapped)
    return _ending(finding, spelling, lang)


def expected(finding: Finding, accused: Witness) -> tuple[str, bool]:
    """Return what the accused cell should hold, and whether that is all of its digits."""
    value = (finding.right if accused.side == "left" else finding.left) or ""
    decimals = len(value.partition(".")[2])
    if decimals <= MOST_DECIMALS or not value.lstrip("-").replace(".", "", 1).isdigit():
        return value, True
    from decimal import Decimal

    return f"{Decimal(value):.{MOST_DECIMALS}f}", False


def one_cell(finding: Finding) -> Witness | None:
    """Return the accused cell if it makes up a side of the comparison by itself, else None."""
    spelling = finding.spelling
    if spelling is None:
        return None
    for side, cells in (("left", spelling.left_cells), ("right", spelling.right_cells)):
        mine = [each for each in finding.witnesses if each.side == side]
        if (
            len(mine) == 1
            and mine[0].at is not None
            and mine[0].at == finding.at
            and not (mine[0].path or mine[0].period or mine[0].agency)
        ):
            name = mine[0].at.a1
            if cells == name or cells.endswith(f"!{name}") or " " not in cells:
                return mine[0]
    return None


def _elsewhere(each: Witness) -> str:
    """Return of which other report a cell is, as sums write it: its agency and period."""
    return (each.agency or "") + (f"[{each.period}]" if each.period else "")


def _side(cells: str, figures: str, value: str, lang: Lang) -> str:
    if cells in {value, f"'{value}'"}:  # a text or a date that the rule names
        return safe(value)
    if figures == value:
        return phrase("arithmetic.short", lang, cells=cells, value=value)
    return phrase("arithmetic.side", lang, cells=cells, figures=figures, value=value)


def _gap(finding: Finding, more: str, less: str, lang: Lang, *, swapped: bool = False) -> str:
    difference = finding.difference or ""
    amount = difference.removeprefix("-")
    if not amount or not amount.strip("0."):
        return ""
    return phrase(less if difference.startswith("-") is not swapped else more, lang, gap=amount)


def _ending(finding: Finding, spelling: Spelling, lang: Lang) -> str:
    """Return by how much a comparison between two sums, or with another sign, was missed."""
    if spelling.operator == "=":
        return _gap(finding, "arithmetic.left-more", "arithmetic.left-less", lang)
    amount = (finding.difference or "").removeprefix("-")
    if amount and not amount.strip("0."):
        return phrase("arithmetic.same", lang)
    if not amount or spelling.operator == "!=":
        return ""
    key = "arithmetic.over" if spelling.operator in {"<", "<="} else "arithmetic.short-of"
    return phrase(key, lang, gap=amount)


def _tolerance(finding: Finding, lang: Lang) -> str:
    if not finding.tolerance or finding.tolerance == "0":
        return ""
    tolerance = finding.tolerance
    if tolerance == "rounding":
        tolerance = phrase("tolerance.rounding", lang, room=finding.facts.get("room", ""))
    return phrase("arithmetic.tolerance", lang, tolerance=tolerance)


def stand_ins(finding: Finding, lang: Lang) -> str:
    """Return what was taken for missing cells, so that the arithmetic can be redone."""
    told = ""
    cells: dict[tuple[str, str], list[str]] = {}
    for each in finding.stand_ins:
        value = each.value if each.how == "computed" else ""
        cells.setdefault((each.how, value), []).append(_stand_in(each, lang))
    for (how, value), names in cells.items():
        comma = catalogue(lang)["list.comma"]
        named = comma.join(names[:SHOWN_VALUES])
        count = int(finding.facts.get("left_out", 0)) if how == "left-out" else len(names)
        if count > SHOWN_VALUES:
            named += f"{comma}… ({count})"
        told += phrase(f"arithmetic.stand-in.{how}", lang, cells=named, count=count, value=value)
    return told


def _stand_in(each: StandIn, lang: Lang) -> str:
    if each.at is not None:
        return short_address(each.at, lang) if each.at.table is not None else each.at.a1
    return " · ".join(filter(None, (each.row_label, each.column_label)))


def _values(finding: Finding, lang: Lang) -> str:
    told = []
    for each in finding.witnesses[:SHOWN_VALUES]:
        label = " · ".join(filter(None, (each.row_label, each.column_label or each.column)))
        value = visible(each.shown) or phrase("arithmetic.empty", lang)
        key = "arithmetic.value" if each.at else "arithmetic.value.placeless"
        cell = f"{_elsewhere(each)}{each.at.a1}" if each.at else ""
        told.append(phrase(key, lang, label=label, cell=cell, value=value))
    return catalogue(lang)["comma"].join(dict.fromkeys(told))
