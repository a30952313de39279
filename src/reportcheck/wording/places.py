"""Where a cell stands, to be read out: every part with its name; and between which periods."""

from __future__ import annotations

from collections.abc import Iterable

from reportcheck.address import CellRef
from reportcheck.finding import Finding, Kind
from reportcheck.page import Lang
from reportcheck.wording.addresses import in_document, runs_of
from reportcheck.wording.filling import catalogue, phrase

LISTED = 8
"""Cells that are named one by one in a sentence; of more, the rest is counted."""


def in_words(at: CellRef, lang: Lang) -> str:
    """Return the place of a cell in words.

    >>> in_words(CellRef("三", 12, 9), "en"), in_words(CellRef(None, 12, 9), "en")
    ('sheet "三", cell I12', 'line 12, field 9 (I12)')
    """
    if at.table is not None:
        return " ".join(in_document(at, lang))
    comma = phrase("comma", lang)
    if at.sheet is not None:
        sheet = phrase("place.sheet", lang, sheet=at.sheet)
        return f"{sheet}{comma}{phrase('narrate.cell', lang, cell=at.a1)}"
    line = phrase("place.line", lang, line=at.row)
    return f"{line}{comma}{phrase('place.field', lang, field=at.column)} ({at.a1})"


def span(first: str | None, last: str | None, lang: Lang) -> str:
    """Return in words which periods lie between two, one of which may be open.

    >>> span("2019", "2020", "en"), span("2021", None, "en"), span(None, "2020", "en")
    ('2019 to 2020', 'from 2021 on', 'until 2020')
    """
    if first and last:
        return phrase("span.both", lang, first=first, last=last) if first != last else first
    if first or last:
        return phrase("span.from" if first else "span.to", lang, first=first, last=last)
    return ""


def where_of(finding: Finding, lang: Lang, *, without: str = "") -> str:
    """Return the form's words for the place of a finding, ending so that a claim can follow.

    ``without`` is a label that the claim names itself.
    """
    row, column = labels_of(finding, lang)
    if without and without in {row, column}:
        row, column = ("", column) if without == row else (row, "")
    place = place_of(row, column, lang)
    return phrase("rule.where", lang, where=place) if place else ""


def cell_name(at: CellRef | None) -> str:
    """Return the name of a cell within its sheet, or an empty text."""
    return at.a1 if at else ""


def cells_in_words(cells: Iterable[CellRef], lang: Lang) -> str:
    """Return addresses for a sentence, runs put together as ``D12:I12``."""
    runs = runs_of(list(dict.fromkeys(cells)), lang)
    comma = catalogue(lang)["list.comma"]
    named = comma.join(runs[:LISTED])
    return named if len(runs) <= LISTED else f"{named}{comma}… ({len(runs)})"


def labels_of(finding: Finding, lang: Lang) -> tuple[str, str]:
    """Return the words for the row and the column that a finding is about."""
    row = finding.row_label or finding.row or ""
    column = finding.column_label or finding.column or ""
    if not row and finding.origin == "total_row":
        row = phrase("place.total-row", lang)
    elif (
        not row
        and finding.at is not None
        and finding.at.home == (None, None)
        and finding.at.table is None
        and finding.kind is Kind.RULE
    ):
        row = phrase("place.line", lang, line=finding.at.row)
    return row, column


def place_of(row: str, column: str, lang: Lang) -> str:
    """Return the words for a place of a form from those for its row and its column."""
    if row and column:
        return phrase("place.both", lang, row=row, column=column)
    if row:
        return phrase("place.row", lang, row=row)
    return phrase("place.column", lang, column=column) if column else ""
