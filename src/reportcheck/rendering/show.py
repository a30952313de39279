"""What was recognised in a file: the form, each table's place, which cell feeds which slot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from reportcheck.address import column_letters
from reportcheck.examining import Located
from reportcheck.form import Shape, Slot, Table
from reportcheck.hierarchy import Hierarchy
from reportcheck.number import State
from reportcheck.page import Line, Page, Span, Style, line
from reportcheck.rendering.blocks import hanging, labelled, paragraph
from reportcheck.rendering.single import edition
from reportcheck.report import named
from reportcheck.submission import Placement, Reading, Records, Submission
from reportcheck.text import clip, display_width, pad, pad_left, visible
from reportcheck.wording import note, phrase, problem, sentences
from reportcheck.wording.addresses import short_address
from reportcheck.wording.filling import safe

MOST_IGNORED: Final = 40
"""Cells that fed nothing and are listed one by one; the rest is counted."""

MOST_IGNORED_KEPT: Final = 2_000
"""So many cells that fed nothing are kept; there may be more."""

MOST_BELOW: Final = 20
"""Agencies below that are named; the rest is counted."""

_NOWHERE: Final[Mapping[str, Hierarchy]] = {}
LABEL_COLUMNS: Final = 30
LEAST_HEADING: Final = 6
LEAST_LABEL: Final = 16


def show(
    located: Iterable[Located], page: Page, ranked: Mapping[str, Hierarchy] = _NOWHERE
) -> Iterator[Line]:
    """Yield, file by file, what was recognised where.

    ``ranked`` has the hierarchy of agencies in which a file stands, where there is one.
    """
    for each in located:
        yield line(Span(safe(named(each.path, each.sheets)), "strong"))
        if each.submission is None or each.pack is None:
            if each.problem is not None:
                yield from paragraph(problem(each.problem, page.lang), page, "error", 2)
        else:
            yield from _submission(each, each.submission, page, ranked.get(each.path))
        yield line()


def _submission(
    located: Located, submission: Submission, page: Page, hierarchy: Hierarchy | None
) -> Iterator[Line]:
    form = submission.form
    title = form.title.get(page.lang) or next(iter(form.title.values()), form.id)
    share = f"{int(submission.confidence * 100)}%"
    facts = {"title": title, "edition": edition(form.id, form.version), "share": share}
    yield from labelled("show.form", phrase("page.form", page.lang, **facts), page)
    unknown = phrase("show.unknown", page.lang)
    yield from labelled("show.agency", safe(submission.agency or unknown), page)
    if hierarchy is not None:
        yield from _rank(hierarchy, submission, page)
    yield from labelled("show.period", safe(submission.period or unknown), page)
    for code, fact in located.notes:
        yield from paragraph(note(code, fact, page.lang), page, indent=2)
    placements = {placement.table: placement for placement in submission.placements}
    for table in form.tables:
        yield line()
        yield from _table(table, placements.get(table.id), submission, page)
    yield from _structure(submission, page)
    yield from _ignored(submission, page)


def _rank(hierarchy: Hierarchy, submission: Submission, page: Page) -> Iterator[Line]:
    """Yield which agency is above that of a submission, and which are below."""
    agency = hierarchy.find(submission.agency, submission.path)
    if agency is None:
        told = phrase("show.unranked", page.lang, list=hierarchy.path)
        yield from labelled("show.above", told, page)
        return
    above, below = hierarchy.above(agency), hierarchy.below(agency)
    none = phrase("show.nobody", page.lang)
    yield from labelled("show.above", none if above is None else hierarchy.shown(above), page)
    names = [hierarchy.shown(each) for each in below[:MOST_BELOW]]
    more = [f"… ({len(below)})"] if len(below) > MOST_BELOW else []
    told = phrase("list.comma", page.lang).join([*map(safe, names), *more])
    yield from labelled("show.below", told or none, page)


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
        if placement.tables:
            numbers = ", ".join(map(str, placement.tables))
            name = phrase("place.table-number", page.lang, number=numbers) + " "
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
    lines = (
        ""
        if first is None
        else phrase("show.lines", page.lang, first=first, last=records.lines[-1])
    )
    yield from paragraph(count + lines, page, indent=2)
    for column, position in sorted(records.positions.items(), key=lambda pair: pair[1]):
        label = records.table.columns.by_name[column].label
        told = safe(column) if label == column else f"{safe(column)} ({safe(label)})"
        yield from hanging([Span(f"    {pad_left(column_letters(position), 3)}  ", "place")],
                           told, 9, page)  # fmt: skip


def _slots(table: Table, submission: Submission, page: Page) -> Iterator[Line]:
    """Draw the table as the form has it, with the address of the cell that feeds each slot."""
    if table.rows is None:
        for slot in table.slots():
            name, style = _feeding(submission.readings[slot], page)
            yield from hanging([Span(f"    {pad_left(name, 5)}  ", style)], visible(slot.column), 9,
                               page)  # fmt: skip
        return
    rows, columns = table.rows.slots, table.columns.slots
    spare = page.width - 4 - len(columns) * (LEAST_HEADING + 1)
    longest = max(display_width(visible(row.label)) for row in rows)
    room = min(LABEL_COLUMNS, longest, max(LEAST_LABEL, spare))
    each = max(LEAST_HEADING, (page.width - room - 4) // len(columns) - 1)
    headings = [clip(visible(column.name), each, "") for column in columns]
    each = max(LEAST_HEADING, *map(display_width, headings))
    per_line = max(1, (page.width - room - 4) // (each + 1))
    for start in range(0, len(columns), per_line):
        part = columns[start : start + per_line]
        head = " ".join(pad(heading, each) for heading in headings[start : start + per_line])
        yield line(Span(f"  {' ' * room}  {head}".rstrip(), "dim"))
        for row in rows:
            spans = []
            for column in part:
                reading = submission.readings[Slot(table.id, row.name, column.name)]
                name, style = _feeding(reading, page)
                spans.append(Span(name if column is part[-1] else pad(name, each) + " ", style))
            label = pad(clip(visible(row.label), room, page.glyphs.ellipsis), room)
            yield line(f"  {label}  ", *spans)


def _feeding(reading: Reading, page: Page) -> tuple[str, Style]:
    if reading.at is not None:
        return reading.at.a1, ""
    if reading.state is State.ABSENT:
        return page.glyphs.dash, "dim"
    return phrase("show.none", page.lang), "warning"


def _structure(submission: Submission, page: Page) -> Iterator[Line]:
    if submission.structure:
        yield line()
    for finding in submission.structure:
        where = "" if finding.at is None else f"{short_address(finding.at, page.lang)} "
        yield from hanging([Span("  ! ", "warning"), Span(where, "place")],
                           sentences(finding, page.lang).message, 4, page)  # fmt: skip


def _ignored(submission: Submission, page: Page) -> Iterator[Line]:
    ignored = submission.ignored
    if not ignored:
        return
    yield line()
    key = "show.ignored" if len(ignored) < MOST_IGNORED_KEPT else "show.ignored.least"
    yield from paragraph(phrase(key, page.lang, count=len(ignored)), page, "dim")
    for at, text in ignored[:MOST_IGNORED]:
        head = [Span(f"  {short_address(at, page.lang)}  ", "place")]
        yield from hanging(head, visible(text, 60), 6, page)
    if len(ignored) > MOST_IGNORED:
        more = phrase("show.more", page.lang, count=len(ignored) - MOST_IGNORED)
        yield from paragraph(more, page, "dim", 2)
