"""The findings as a workbook: a row a finding, its place a link to the cell of the original.

Three sheets: the findings, with columns to be filled in with an explanation; the files, those that
were not checked among them with the reason; the rules, with how often each was not met. Text is
text whatever it begins with, so nothing that stood in a cell is ever worked out as a formula.
"""

from __future__ import annotations

import io
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote

from reportcheck import undated
from reportcheck.finding import Finding, Verdict
from reportcheck.mark import MARK
from reportcheck.page import Lang, Page
from reportcheck.rendering.blocks import also
from reportcheck.rendering.changing import told_once
from reportcheck.rendering.json_report import escaped
from reportcheck.rendering.passages import rule_in_words
from reportcheck.report import FileReport, Report, Status
from reportcheck.text import literal, wrap
from reportcheck.waiver import bound, waivable
from reportcheck.wording import phrase, problem, sentences
from reportcheck.wording.addresses import short_address
from reportcheck.wording.filling import safe
from reportcheck.wording.places import labels_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS: Final = 100_000
"""Findings that are listed; of more, the sheet of files says how many are left out."""
_MOST_TEXT: Final = 32_000
"""Characters of a cell; Excel takes 32,767."""
_LINE: Final = 15
"""Points that a line of text takes."""
_DANGEROUS: Final = ("=", "+", "-", "@", "\t")
_ON_SHEETS: Final = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et")


class _Column(NamedTuple):
    """A column: the key of its heading, its width in characters, and whether it is shown."""

    key: str
    width: int
    shown: bool = True


FINDINGS: Final = (
    _Column("number", 5), _Column("weight", 8), _Column("file", 18), _Column("agency", 12),
    _Column("period", 6), _Column("place", 9), _Column("message", 36), _Column("arithmetic", 30),
    _Column("fix", 26), _Column("changes", 26), _Column("basis", 14),
    _Column("reason", 18), _Column("by", 8),
    _Column("until", 10), _Column("rule", 14), _Column("row", 10, shown=False),
    _Column("column", 10, shown=False), _Column("table-id", 10, shown=False),
    _Column("row-id", 10, shown=False), _Column("column-id", 10, shown=False),
    _Column("path", 10, shown=False), _Column("bound", 10, shown=False),
)  # fmt: skip
_FILES: Final = (
    _Column("file", 40), _Column("status", 12), _Column("agency", 20), _Column("period", 8),
    _Column("form", 14), _Column("pass", 8), _Column("fail", 8), _Column("unknown", 8),
    _Column("accepted", 8), _Column("cell", 12), _Column("structure", 10), _Column("why", 60),
)  # fmt: skip
_RULES: Final = (
    _Column("rule", 30), _Column("weight", 9), _Column("count", 9), _Column("files", 9),
    _Column("check", 60),
)  # fmt: skip
_FILLS: Final = {"error": "F8D7D3", "warning": "FBEBC4", "info": "DCEBF7", "unknown": "E6E6E6"}


def findings_workbook(report: Report, lang: Lang, version: str, folder: Path) -> bytes:
    """Return the findings of a report as a workbook that is to be put into a folder."""
    import openpyxl
    from openpyxl.packaging.custom import StringProperty

    book = openpyxl.Workbook()
    book.properties.creator = f"reportcheck {version}"
    # What the tool wrote is never taken for a report that is to be checked.
    book.custom_doc_props.append(StringProperty(name=MARK, value="findings/1"))
    first: Any = book.active
    _list_findings(first, report, lang, folder)
    _fill(book.create_sheet(), "files", _FILES, _file_rows(report, lang), lang)
    _fill(book.create_sheet(), "rules", _RULES, _rule_rows(report, lang), lang)
    whole = io.BytesIO()
    undated.save(book, whole)
    return whole.getvalue()


def _list_findings(sheet: Worksheet, report: Report, lang: Lang, folder: Path) -> None:
    from openpyxl.styles import Font, PatternFill
    from openpyxl.worksheet.hyperlink import Hyperlink

    listed = list(_listed(report))
    rows = _finding_rows(listed, lang)
    _fill(sheet, "findings", FINDINGS, rows, lang)
    fills = {key: PatternFill("solid", fgColor=colour) for key, colour in _FILLS.items()}
    place = next(n for n, column in enumerate(FINDINGS, start=1) if column.key == "place")
    for number, (file, finding) in enumerate(listed, start=2):
        weight = sheet.cell(number, 2)
        weight.fill = fills.get(_weight(finding), fills["unknown"])
        target = _link(file.path, folder)
        if target is None:
            continue
        cell = sheet.cell(number, place)
        link = Hyperlink(ref=cell.coordinate, target=target, location=_location(file, finding))
        cell.hyperlink = link
        cell.value = cell.value if finding.at else phrase("book.whole", lang)
        cell.font = Font(color="0563C1", underline="single")
        _as_text(cell)


def _listed(report: Report) -> Iterator[tuple[FileReport, Finding]]:
    left = MOST_ROWS
    for file in report.files:
        for finding in file.findings[:left]:
            yield file, finding
        left -= min(left, len(file.findings))


def _finding_rows(
    listed: Sequence[tuple[FileReport, Finding]], lang: Lang
) -> Iterator[list[object]]:
    number = 0
    for _, several in groupby(listed, key=lambda each: id(each[0])):
        members = list(several)
        file, findings = members[0][0], [finding for _, finding in members]
        changes = told_once(file, findings, lang)
        for place, finding in enumerate(findings):
            number += 1
            yield _finding_row(number, file, finding, changes.get(place, ""), lang)


def _finding_row(
    number: int, file: FileReport, finding: Finding, changes: str, lang: Lang
) -> list[object]:
    told = sentences(finding, lang)
    follows = also(finding, Page(lang))
    message = told.message + (f"  {phrase('block.also', lang)}: {follows}" if follows else "")
    row, column = labels_of(finding, lang)
    place = "" if finding.at is None else short_address(finding.at, lang)
    return [
        number, phrase(f"book.weight.{_weight(finding)}", lang), safe(file.short),
        safe(file.agency or ""), safe(file.period or ""), place, message, told.arithmetic,
        told.fix, changes, told.basis, *_why(finding), safe(finding.rule), safe(row), safe(column),
        safe(finding.table or ""), safe(finding.row or ""), safe(finding.column or ""),
        safe(file.path), _bound(file, finding),
    ]  # fmt: skip


def _bound(file: FileReport, finding: Finding) -> str:
    """Return what an explanation of a finding is bound to, as ``--waivers`` reads it back."""
    if not waivable(finding) and finding.accepted is None:
        return ""
    fields = bound(finding, file.form, (file.agency, file.short), file.period)
    # Underscores that workbooks take for signs spelt out are spelt out as JSON does.
    text = escaped(json.dumps(fields, ensure_ascii=False)).replace("_x", r"\u005fx")
    return text if len(text) <= _MOST_TEXT else ""


def _why(finding: Finding) -> tuple[str, str, str]:
    """Return why a finding is accepted, to be filled in where it is not."""
    why = finding.accepted
    return ("", "", "") if why is None else (safe(why.reason), safe(why.by), why.until)


def _weight(finding: Finding) -> str:
    return str(finding.severity if finding.verdict is Verdict.FAIL else finding.verdict)


def _file_rows(report: Report, lang: Lang) -> Iterator[list[object]]:
    left = MOST_ROWS
    for file in report.files:
        why = "" if file.problem is None else problem(file.problem, lang)
        omitted = max(0, len(file.findings) - left)
        left -= min(left, len(file.findings))
        if omitted:
            why = phrase("book.omitted", lang, count=omitted)
        counts = file.counts
        numbers: list[object] = [
            counts.passed, counts.fail, counts.unknown, counts.accepted, counts.cell,
            counts.structure,
        ]  # fmt: skip
        if file.status is Status.UNCHECKED:
            numbers = [""] * len(numbers)
        yield [
            safe(file.name), phrase(f"book.status.{file.status}", lang), safe(file.agency or ""),
            safe(file.period or ""), safe(file.form or ""), *numbers, why,
        ]  # fmt: skip


def _rule_rows(report: Report, lang: Lang) -> Iterator[list[object]]:
    times: Counter[tuple[str, str]] = Counter()
    files: Counter[tuple[str, str]] = Counter()
    checks: dict[tuple[str, str], str] = {}
    for file in report.files:
        for finding in file.findings:
            times[finding.rule, _weight(finding)] += finding.count
            checks.setdefault((finding.rule, _weight(finding)), rule_in_words(finding, lang))
        files.update({(finding.rule, _weight(finding)) for finding in file.findings})
    for (rule, weight), count in sorted(times.items(), key=lambda each: (-each[1], each[0])):
        yield [
            safe(rule), phrase(f"book.weight.{weight}", lang), count, files[rule, weight],
            checks[rule, weight],
        ]  # fmt: skip


def _fill(
    sheet: Worksheet,
    name: str,
    columns: Sequence[_Column],
    rows: Iterable[Sequence[object]],
    lang: Lang,
) -> None:
    """Write a header and rows: frozen, filtered, as wide as needed, and ready for the printer."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet.title = phrase(f"book.sheet.{name}", lang)
    top = Alignment(vertical="top", wrap_text=True)
    count = 1
    for number, column in enumerate(columns, start=1):
        head = sheet.cell(1, number, phrase(f"book.{column.key}", lang))
        head.font, head.alignment = Font(bold=True, color="FFFFFF"), top
        head.fill = PatternFill("solid", fgColor="3B5B7A")
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width, dimension.hidden = column.width, not column.shown
    for count, row in enumerate(rows, start=2):
        for number, value in enumerate(row, start=1):
            if value == "":
                continue
            cell = sheet.cell(count, number)
            cell.alignment = top
            if isinstance(value, str):
                cut = value if len(value) <= _MOST_TEXT else value[:_MOST_TEXT] + "…"
                cell.value = literal(cut)
                _as_text(cell)
            else:
                cell.value = value
        sheet.row_dimensions[count].height = _LINE * _lines(columns, row)
    last = get_column_letter(len(columns))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{last}{count}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0


def _lines(columns: Sequence[_Column], row: Sequence[object]) -> int:
    """Return the lines that the longest text of a row takes: not every program works them out."""
    return max(
        len(wrap(str(value)[:_MOST_TEXT], max(4, column.width - 1)))
        for column, value in zip(columns, row, strict=True)
        if column.shown
    )


def _as_text(cell: Any) -> None:  # noqa: ANN401 - openpyxl is not typed
    """Keep a text from being worked out, here and where it is typed over or copied."""
    cell.data_type = "s"
    if str(cell.value).startswith(_DANGEROUS):
        cell.quotePrefix = 1


def _link(path: str, folder: Path) -> str | None:
    """Return where a file lies, as seen from the folder, as a reference that a workbook takes."""
    try:
        if not Path(path).is_file():
            return None
    except OSError:  # a name longer than any file here can have
        return None
    try:
        seen = os.path.relpath(path, folder)
    except ValueError:  # on another drive
        return Path(path).absolute().as_uri()
    try:
        return quote(Path(seen).as_posix())
    except UnicodeEncodeError:  # a name that is no text
        return None


def _location(file: FileReport, finding: Finding) -> str | None:
    """Return the cell in the form in which links name it; None where there is no sheet."""
    at = finding.at
    if at is None or at.sheet is None or not file.path.lower().endswith(_ON_SHEETS):
        return None
    quoted = at.sheet.replace("'", "''")
    return f"'{quoted}'!{at.a1}"
