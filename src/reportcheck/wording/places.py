"""Where a cell stands, to be read out: every part with its name; and between which periods."""

from __future__ import annotations

from reportcheck.address import CellRef
from reportcheck.page import Lang
from reportcheck.wording.addresses import in_document
from reportcheck.wording.filling import phrase


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
