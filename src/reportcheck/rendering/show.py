"""What was recognised in a file: the form, each table's place, which cell feeds which slot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from reportcheck.address import column_letters
from reportcheck.checking import Located
from reportcheck.form import Shape, Table
from reportcheck.page import Line, Page, Span, Style, line
from reportcheck.rendering.blocks import hanging, labelled, paragraph
from reportcheck.submission import Placement, Records, Submission
from reportcheck.text import clip, display_width, pad, pad_left, visible
from reportcheck.wording import phrase, problem, sentences
from reportcheck.wording.filling import safe

MOST_IGNORED: Final = 40
"""Cells that fed nothing and are listed one by one; the rest is counted."""

LABEL_COLUMNS: Final = 30


def show(located: Iterable[Located], page: Page) -> Iterator[Line]:
    """Yield, file by file, what was recognised where."""
    for each in located:
        yield line(Span(safe(each.path), "strong"))
        if each.submission is None or each.pack is None:
            if each.problem is not None:
                yield from paragraph(problem(each.problem, page.lang), page, "error", 2)
        else:
            yield from _submission(each, each.submission, page)
        yield line()


def _submission(located: Located, submission: Submission, page: Page) -> Iterator[Line]:
    form = submission.form
    title = form.title.get(page.lang) or next(iter(form.title.values()), form.id)
    share = f"{int(submission.confidence * 100)}%"
    yield from labelled(
        "show.form",
        phrase("page.form", page.lang, title=title, form=form.id, version=form.version, share=share),
        page,
    )
    unknown = phrase("show.unknown", page.lang)
    yield from labelled("show.agency", safe(submission.agency or unknown), page)
    yield from labelled("show.period", safe(submission.period or unknown), page)
    for code, fact in located.notes:
        yield from paragraph(phrase(f"note.{code}", page.lang, fact=fact), page, indent=2)
    placements = {placement.table: placement for placement in submission.placements}
    for table in form.tables:
        yield line()
        yield from _table(table, placements.get(table.id), submission, page)
    yield from _structure(submission, page)
    yield from _ignored(submission, page)


def _table(
    table: Table, placement: Placement | None, submission: Submission, page: Page
) -> Iterator[Line]:
    head = [Span(safe(table.id), "strong")]
    title = safe(table.title) if table.title and table.title != table.id else ""
    records = submission.records.get(table.id)
    if placement is None and records is None:
        yield from hanging(head, f"  {phrase('show.no-table', page.lang)}", 2, page, "warning")
        return
    where = f"  {title}  " if title else "  "
    if placement is not None:
        area = placement.area
        corner = f"{column_letters(area.left)}{area.top}:{column_letters(area.right)}{area.bottom}"
        sheet = placement.grid.sheet
        name = "" if sheet is None else phrase("place.sheet", page.lang, sheet=sheet) + " "
        where += name + corner
    yield from hanging(head, where, 2, page, "place")
    if table.shape is Shape.RECORDS:
        if records is not None:
            yield from _records(records, page)
        return
    yield from _slots(table, submission, page)


def _records(records: Records, page: Page) -> Iterator[Line]:
    count = phrase("show.records", page.lang, count=len(records))
    first = records.lines[0] if len(records) else None
    lines = "" if first is None else phrase(
        "show.lines", page.lang, first=first, last=records.lines[-1]
    )
    yield from paragraph(count + lines, page, indent=2)
    for column, position in sorted(records.positions.items(), key=lambda pair: pair[1]):
        label = records.table.columns.by_name[column].label
        told = safe(column) if label == column else f"{safe(column)} ({safe(label)})"
        yield from hanging([Span(f"    {pad_left(column_letters(position), 3)}  ", "place")],
                           told, 9, page)  # fmt: skip


def _slots(table: Table, submission: Submission, page: Page) -> Iterator[Line]:
    """Draw the table as the form has it, with the address of the cell that feeds each slot."""
    rows = [None] if table.rows is None else list(table.rows.slots)
    columns = table.columns.slots
    names: dict[tuple[str | None, str], tuple[str, Style]] = {}
    for slot in table.slots():
        reading = submission.readings[slot]
        at = reading.at
        names[slot.row, slot.column] = (
            (at.a1, "") if at is not None else (phrase("show.none", page.lang), "warning")
        )
    width = max(display_width(name) for name, _ in names.values()) if names else 1
    labels = ["" if row is None else visible(row.label) for row in rows]
    room = min(LABEL_COLUMNS, max(map(display_width, labels)), max(8, page.width // 2))
    per_line = max(1, (page.width - room - 4) // (width + 1))
    for start in range(0, len(columns), per_line):
        part = columns[start : start + per_line]
        for column in part:
            yield from hanging([Span(" " * (room + 4))], visible(column.name), room + 4, page, "dim")
        for row, label in zip(rows, labels, strict=True):
            key = None if row is None else row.name
            spans = [
                Span(pad_left(text, width) + " ", style)
                for text, style in (names[key, column.name] for column in part)
            ]
            text = pad(clip(label, room, page.glyphs.ellipsis), room)
            yield line(f"  {text}  ", *spans)


def _structure(submission: Submission, page: Page) -> Iterator[Line]:
    if submission.structure:
        yield line()
    for finding in submission.structure:
        where = "" if finding.at is None else f"{safe(str(finding.at))} "
        yield from hanging([Span("  ! ", "warning"), Span(where, "place")],
                           sentences(finding, page.lang).message, 4, page)  # fmt: skip


def _ignored(submission: Submission, page: Page) -> Iterator[Line]:
    ignored = submission.ignored
    if not ignored:
        return
    yield line()
    yield from paragraph(phrase("show.ignored", page.lang, count=len(ignored)), page, "dim")
    for at, text in ignored[:MOST_IGNORED]:
        yield from hanging([Span(f"  {safe(str(at))}  ", "place")], visible(text, 60), 6, page)
    if len(ignored) > MOST_IGNORED:
        more = phrase("show.more", page.lang, count=len(ignored) - MOST_IGNORED)
        yield from paragraph(more, page, "dim", 2)
