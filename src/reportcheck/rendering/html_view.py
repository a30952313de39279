"""What the HTML page shows, as plain text in the order of the page; the template only sets it.

Every text in here has been through ``visible``: whatever stood in a cell or a name, it is one line
without control characters. Escaping it as HTML is the template's work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from typing import Final

from reportcheck.address import column_letters
from reportcheck.classes import dataclass
from reportcheck.finding import Finding, Kind, Verdict, Witness
from reportcheck.keeping import tallies
from reportcheck.page import Lang, Page
from reportcheck.rendering.alike import MOST_CHANGES, gathered
from reportcheck.rendering.arranging import arranged, elsewhere
from reportcheck.rendering.blocks import dependents, heading, place_parts
from reportcheck.rendering.cells import (
    address,
    column_headings,
    in_one_place,
    labels_apart,
    passing_beside,
    required,
    row_label,
    side,
)
from reportcheck.rendering.changing import told_once
from reportcheck.rendering.passages import details
from reportcheck.report import FileReport
from reportcheck.text import clip, visible
from reportcheck.wording import explanation, phrase, sentences
from reportcheck.wording.arithmetic import gap, one_cell
from reportcheck.wording.filling import safe
from reportcheck.wording.places import labels_of

MOST_COLUMNS: Final = 16
MOST_CELLS: Final = 30
_VALUE: Final = 40


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a grid; ``kind`` is ``x`` for the accused one, ``c`` for one of a passing row."""

    shown: str
    kind: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a grid: its number or address, its label, its values, and the side it is on."""

    head: str
    label: str
    values: tuple[Value | None, ...]
    side: str = ""


@dataclass(frozen=True, slots=True)
class GridView:
    """A piece of the sheet: letters and headings of columns over rows; or cells in a list."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[GridRow, ...]
    shared: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding; ``parts`` are short headings with their sentences."""

    id: str
    weight: str
    mark: str
    word: str
    rule: str
    message: str
    place: str
    cell: str
    grid: GridView | None = None
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FileView:
    """One file with its findings in the order of its cells, and what is only counted."""

    findings: tuple[FindingView, ...]
    blameless: int = 0
    left: int = 0
    elsewhere: str = ""


@dataclass
class Listing:
    """Goes through the files of a report, as long as there is room on the page.

    ``in_full`` more findings are told with their cells and all sentences, ``in_brief`` in one line.
    ``places`` gathers where each rule found something, for the list by rule; a rule that could not
    be checked is led to the finding that is the cause.
    """

    page: Page
    in_full: int
    in_brief: int
    number: int = 0
    places: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def file(self, file: FileReport, who: str) -> FileView:
        """Return the findings of a file; ``who`` stands before their cells where it is needed."""
        if not (self.in_full or self.in_brief):
            return FileView((), left=sum(each.findings for each in tallies(file.findings)))
        each_by_itself, hanging_on, blameless = arranged(file.findings)
        told_as = gathered(each_by_itself, hanging_on)
        shown, dependent = told_as.shown, told_as.dependent
        taken = []
        once = told_once(file, each_by_itself, self.page.lang)
        changes = told_as.of({place: (said,) for place, said in once.items()}, MOST_CHANGES)
        for each in shown:
            hang = dependent.get(id(each), [])
            if self.in_full:
                self.in_full -= 1
                told = self._finding(file.path, each, hang, full=True)
                if said := "\n".join(changes[id(each)]):
                    label = phrase("block.changes", self.page.lang)
                    told = replace(told, parts=(*told.parts, (label, said)))
            elif self.in_brief:
                self.in_brief -= 1
                told = self._finding(file.path, each, (), full=False)
            else:
                break
            for one in (each, *hang):
                place = " ".join(filter(None, (who, _short(one, self.page.lang)))) or told.id
                self.places.setdefault(one.rule, []).append((told.id, place))
            taken.append(told)
        beside = elsewhere(file.findings, self.page.lang)
        return FileView(tuple(taken), blameless, len(shown) - len(taken), beside)

    def _finding(
        self, path: str, finding: Finding, dependent: Sequence[Finding], *, full: bool
    ) -> FindingView:
        lang = self.page.lang
        self.number += 1
        mark, word, style = heading(finding, self.page)
        weight = "unknown" if finding.verdict is Verdict.UNKNOWN else style or "info"
        where = place_parts(path, finding.at, self.page)[1:]
        said = sentences(finding, lang)
        cell = "" if finding.at is None else safe(finding.at.a1)
        place = f" {self.page.glyphs.dot} ".join(where)
        view = FindingView(
            f"f{self.number}", weight, mark, word, safe(finding.rule), said.message, place, cell
        )
        if not full:
            why = explanation(finding, lang)
            reason = f"  {phrase('block.accepted', lang)}: {why}" if why else ""
            message = said.message + gap(finding, lang) + reason
            return FindingView(view.id, weight, mark, word, view.rule, message, place, cell)
        parts = list(details(finding, lang))
        if hang := dependents(finding, dependent, self.page):
            parts.append((phrase("block.therefore", lang), hang))
        return FindingView(
            view.id, weight, mark, word, view.rule, said.message, place, cell,
            grid(finding, self.page), tuple(parts),
        )  # fmt: skip


def _short(finding: Finding, lang: Lang) -> str:
    """Return the cell of a finding, or else the form's words for what it is about."""
    if finding.at is not None:
        return safe(finding.at.a1)
    return next((safe(label) for label in labels_of(finding, lang) if label), "")


def grid(finding: Finding, page: Page) -> GridView | None:
    """Return the cells that a rule compared, as rows and columns of the sheet or as a list."""
    if finding.kind is not Kind.RULE or finding.unevaluated:
        return None
    cells = [each for each in finding.witnesses if each.at is not None]
    if not cells:
        return None
    if in_one_place(cells):
        beside = passing_beside(finding, cells[0])
        drawn = _sheet(finding, [*cells, *beside], page.lang)
        if drawn is not None:
            return drawn
    return _list(finding, cells, page)


def _sheet(finding: Finding, cells: Sequence[Witness], lang: Lang) -> GridView | None:
    placed = {(each.at.row, each.at.column): each for each in cells if each.at is not None}
    rows = sorted({row for row, _ in placed})
    numbers = sorted({column for _, column in placed})
    if len(numbers) > MOST_COLUMNS or len(rows) > MOST_CELLS:
        return None
    headings = column_headings(numbers, placed)
    return GridView(
        tuple((column_letters(number), visible(headings[number])) for number in numbers),
        tuple(
            GridRow(
                str(row),
                row_label(row, placed),
                tuple(_value(placed.get((row, number)), finding, lang) for number in numbers),
                side(finding, [placed.get((row, number)) for number in numbers], lang),
            )
            for row in rows
        ),
    )


def _list(finding: Finding, cells: Sequence[Witness], page: Page) -> GridView:
    if (last := one_cell(finding)) is not None:
        cells = sorted(cells, key=lambda each: each is last)
    listed = cells
    if len(cells) > MOST_CELLS:
        accused = [each for each in cells[MOST_CELLS - 1 :] if each.at == finding.at]
        listed = [*cells[: MOST_CELLS - 1], *accused]
    sheets = len({each.at.home for each in cells if each.at}) > 1
    shared, labels = labels_apart(listed, f" {page.glyphs.dot} ", page.lang)
    rows = tuple(
        GridRow(
            address(each, page.lang, sheets=sheets),
            label,
            (_value(each, finding, page.lang),),
            side(finding, [each], page.lang),
        )
        for each, label in zip(listed, labels, strict=True)
    )
    left = len(cells) - len(listed)
    more = phrase("block.more", page.lang, count=left, total=len(cells)) if left else ""
    return GridView((), rows, shared, more)


def _value(cell: Witness | None, finding: Finding, lang: Lang) -> Value | None:
    if cell is None:
        return None
    shown = clip(visible(cell.shown), _VALUE) or phrase("block.empty", lang)
    if cell.at == finding.at and not (cell.path or cell.period):
        return Value(shown, "x", required(finding, lang))
    return Value(shown, "" if cell in finding.witnesses else "c")
