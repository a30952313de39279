"""Where a cell stands, to be read out: every part with its name."""

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
