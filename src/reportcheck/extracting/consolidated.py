"""Sums as the form itself, filled in, and a list of what has none: as a workbook or as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from reportcheck import undated
from reportcheck.drawing import Drawing, Left, draw
from reportcheck.extracting.summing import Lack, Sum
from reportcheck.form import Axis, Form, Shape, Slot
from reportcheck.grid import Source
from reportcheck.identifying import identity
from reportcheck.locating import locate
from reportcheck.looking import Look
from reportcheck.number import DIGITS, Exact, Raw
from reportcheck.page import Lang
from reportcheck.problem import Problem
from reportcheck.text import display_width
from reportcheck.tidy import quoted, shielded
from reportcheck.tidy.rows import exactly
from reportcheck.wording import phrase, problem

_LARGEST: Final = 10**DIGITS
_SHEET: Final = "1"
_MOST_TEXT: Final = 32_000


def consolidated(total: Sum, lang: Lang, *, workbook: bool) -> Drawing:
    """Return the form filled in with sums, which reads back as that form and nothing else.

    A slot without a sum is left empty; an optional row or column that nobody has is left out.
    """
    form = total.form
    values: dict[Slot, Raw] = {slot: _raw(amount) for slot, amount in total.sums()}
    sheet = _SHEET if workbook else None
    left = frozenset(_left(total))
    drawings = [draw(form, values, head, left) for head in _heads(form, total.period, lang)]
    best = max(drawings, key=lambda each: _told(each, sheet, form, total.period))
    _prove(best, sheet, form, sure=not left)
    return best


def _raw(amount: Exact) -> Raw:
    """Return a number as a workbook holds it exactly, else its text."""
    text = exactly(amount)
    if "." not in text:
        return int(text) if abs(amount) < _LARGEST else text
    return float(text) if len(text.replace(".", "").strip("-0")) <= DIGITS else text


def _left(total: Sum) -> Iterator[Left]:
    """Yield the optional rows and columns of which no submission has anything."""
    absent = total.absent
    for table in total.form.tables:
        mine = [slot for slot in total.slots if slot.table == table.id]
        axes: list[tuple[str, Axis]] = [("column", table.columns)]
        if table.rows is not None:
            axes.append(("row", table.rows))
        for which, axis in axes:
            for item in axis.slots:
                of = [slot for slot in mine if getattr(slot, which) == item.name]
                if of and absent.issuperset(of):
                    yield Left(table.id, which, item.name)


def _heads(form: Form, period: str | None, lang: Lang) -> Iterator[list[list[str]]]:
    """Yield what may stand above the tables, to say whose it is and for when."""
    agency = phrase("sum.agency", lang)
    lines = [
        [clue.text, text]
        for clues, text in ((form.agency, agency), (form.period, period))
        for clue in clues[:1]
        if clue.kind == "right_of" and text is not None
    ]
    titles = dict.fromkeys((form.title.get(lang, ""), *form.title.values(), form.id))
    for title in filter(None, titles):
        if period is not None:
            yield [[f"{agency}{period}年{title}"], *lines]
            yield [[f"{agency}{period}年度{title}"], *lines]
            yield [[f"{agency} {period} {title}"], *lines]
        yield [[f"{agency} {title}"], *lines]


def _told(drawing: Drawing, sheet: str | None, form: Form, period: str | None) -> int:
    """Return how much of whose it is and for when can be read back."""
    found = identity(Look(Source("", (drawing.grid("", sheet),))), form)
    return 2 * (found[1] == period) + (found[0] is not None)


def _prove(drawing: Drawing, sheet: str | None, form: Form, *, sure: bool) -> None:
    """Make sure that what was drawn is read back as it was meant."""
    submission = locate(Source("", (drawing.grid("", sheet),)), form)
    places = {
        slot: None if reading.at is None else (reading.at.row, reading.at.column)
        for slot, reading in submission.readings.items()
    }
    wrong = next(
        (slot for slot, place in drawing.places.items() if places.get(slot) != place), None
    )
    told = [
        each
        for each in submission.structure
        if each.table is None or form.by_id[each.table].shape is not Shape.RECORDS
    ]
    if wrong is not None or told or (sure and submission.confidence < 1):
        where = "::".join(filter(None, wrong or (told[0].table if told else None, None)))
        raise Problem("sum-not-drawn", form=form.id, where=where or form.id)


def not_summed(total: Sum, others: Sequence[tuple[str, Problem]], lang: Lang) -> list[list[str]]:
    """Return what the sums do not say: slots without one, files not in them, or nobody's."""
    rows = [
        [named(slot), phrase("sum.apart", lang), "", "", ""]
        for slot in total.slots
        if slot in total.apart
    ]
    for slot, lacks in total.lacks.items():
        rows += [[named(slot), *_lack(slot, lack, lang)] for lack in lacks]
    if total.unlisted:
        rows.append(["", phrase("sum.unlisted", lang, count=total.unlisted), "", "", ""])
    for table in total.form.tables:
        if table.shape is Shape.RECORDS:
            rows.append([f"{table.id}::", phrase("sum.records", lang), "", "", ""])
    rows += [["", problem(each, lang), "", path, ""] for path, each in others]
    rows += [["", phrase("sum.unnamed", lang), "", path, ""] for path in total.unnamed]
    return rows


def named(slot: Slot) -> str:
    """Return a slot as a formula names it.

    >>> named(Slot("t", "a", "x")), named(Slot("t", None, "x"))
    ('t::a[x]', 't::x')
    """
    table, row, column = slot
    return f"{table}::{column}" if row is None else f"{table}::{row}[{column}]"


def _lack(slot: Slot, lack: Lack, lang: Lang) -> list[str]:
    reason = phrase(f"reason.{lack.reason}", lang, cells=lack.cell or named(slot), count=1)
    return [reason, lack.agency or "", lack.path, lack.shown]


def as_csv(drawing: Drawing) -> bytes:
    """Return a drawing as CSV for spreadsheets."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    for row in drawing.rows():
        writer.writerow("" if raw is None else quoted(shielded(str(raw))) for raw in row)
    return file.getvalue().encode("utf-8-sig")


def as_workbook(
    path: Path, drawing: Drawing, listed: Sequence[Sequence[str]], lang: Lang, version: str
) -> None:
    """Write a drawing as a workbook; what has no sum stands on a sheet of its own."""
    import openpyxl

    book = openpyxl.Workbook()
    book.properties.creator = f"reportcheck {version}"
    sheet: Any = book.worksheets[0]
    sheet.title = phrase("sum.sheet", lang)
    _fill(sheet, drawing)
    if listed:
        other: Any = book.create_sheet(phrase("sum.sheet.listed", lang))
        heads = [phrase(f"sum.head.{name}", lang) for name in ("slot", "why", "agency", "path",
                                                              "shown")]  # fmt: skip
        for row in (heads, *listed):
            other.append([shielded(text)[:_MOST_TEXT] or None for text in row])
        for row in other.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
        for letter, width in zip("ABCDE", (36, 48, 24, 36, 20), strict=True):
            other.column_dimensions[letter].width = width
        other.freeze_panes = "A2"
    undated.save(book, path)


def _fill(sheet: Any, drawing: Drawing) -> None:  # noqa: ANN401 - openpyxl is not typed
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    line = Side(style="thin")
    box = Border(line, line, line, line)
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    shade = PatternFill("solid", fgColor="EEF2F7")
    for (row, column), raw in drawing.cells.items():
        cell = sheet.cell(row, column)
        cell.value = raw
        if isinstance(raw, str):
            cell.data_type = "s"
    for area in drawing.headings:
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                cell = sheet.cell(row, column)
                cell.border, cell.fill, cell.alignment = box, shade, middle
    for row, column in drawing.places.values():
        sheet.cell(row, column).border = box
    for row in drawing.titles:
        sheet.cell(row, 1).font = Font(bold=True)
        sheet.cell(row, 1).alignment = middle
    for area in drawing.merges:
        sheet.merge_cells(None, area.top, area.left, area.bottom, area.right)
    widest = [8] * drawing.width
    for area in drawing.headings:
        text = drawing.cells[area.top, area.left]
        if area.left == area.right:
            widest[area.left - 1] = max(widest[area.left - 1], min(36, display_width(str(text))))
    for column, width in enumerate(widest, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width + 2
