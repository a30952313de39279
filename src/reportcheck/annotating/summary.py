"""The sheet that a marked copy ends with: all findings, each a link to its cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reportcheck.address import column_letters
from reportcheck.annotating.markup import text
from reportcheck.finding import Finding, Verdict
from reportcheck.page import Lang
from reportcheck.report import FileReport
from reportcheck.wording import phrase, sentences
from reportcheck.wording.addresses import short_address
from reportcheck.wording.filling import safe

_WIDTHS: Final = (9, 12, 70, 60, 60, 24)
_HEADS: Final = ("weight", "place", "message", "arithmetic", "fix", "rule")
_PLACE: Final = 2
_LONGEST: Final = 32_000
_ABOVE: Final = 4
"""Rows over those of the findings."""


def summary_sheet(file: FileReport, marked: int, style: int, main: str, lang: Lang) -> bytes:
    """Return the sheet; ``style`` is the differential style of the marks, which it shows, too."""
    rows = [
        _row(1, [phrase("copy.title", lang, path=file.path)], bold=True),
        _row(2, [_tally(file, lang)]),
        _row(3, [phrase("copy.marks", lang, count=marked)]),
        _row(_ABOVE, [phrase(f"book.{each}", lang) for each in _HEADS], bold=True),
    ]
    rows += [
        _row(number, _told(finding, lang))
        for number, finding in enumerate(file.findings, start=_ABOVE + 1)
    ]
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(_WIDTHS, start=1)
    )
    links = list(_links(file.findings))
    hyperlinks = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView tabSelected="1" workbookViewId="0">'
        f'<pane ySplit="{_ABOVE}" topLeftCell="A{_ABOVE + 1}" activePane="bottomLeft" '
        'state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>"
        f'<conditionalFormatting sqref="A3"><cfRule type="expression" dxfId="{style}" '
        f'priority="1"><formula>TRUE</formula></cfRule></conditionalFormatting>'
        f'{hyperlinks}<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "</worksheet>"
    ).encode()


def _tally(file: FileReport, lang: Lang) -> str:
    counts = file.counts
    words = {
        "pass": counts.passed, "fail": counts.fail, "unknown": counts.unknown,
        "accepted": counts.accepted, "rule_error": counts.rule_error, "cell": counts.cell,
        "structure": counts.structure,
    }  # fmt: skip
    told = (
        phrase(f"count.{key}", lang, count=number)
        for key, number in words.items()
        if number or key in {"pass", "fail"}
    )
    return " · ".join(told)


def _told(finding: Finding, lang: Lang) -> list[str]:
    said = sentences(finding, lang)
    weight = finding.severity if finding.verdict is Verdict.FAIL else finding.verdict
    place = "" if finding.at is None else short_address(finding.at, lang)
    return [
        phrase(f"book.weight.{weight}", lang), place, said.message, said.arithmetic, said.fix,
        safe(finding.rule),
    ]  # fmt: skip


def _row(number: int, texts: Sequence[str], *, bold: bool = False) -> str:
    cells = "".join(
        f'<c r="{column_letters(column)}{number}" t="inlineStr"><is>{_run(words, bold)}</is></c>'
        for column, words in enumerate(texts, start=1)
        if words
    )
    return f'<row r="{number}">{cells}</row>'


def _run(words: str, bold: bool) -> str:  # noqa: FBT001 - how it looks, nothing else
    said = text(words[:_LONGEST]).decode()
    shown = f'<t xml:space="preserve">{said}</t>'
    return f"<r><rPr><b/></rPr>{shown}</r>" if bold else shown


def _links(findings: Sequence[Finding]) -> Iterator[str]:
    for number, finding in enumerate(findings, start=_ABOVE + 1):
        # A link needs the name as it is, which is not put out where signs in it act or hide.
        if (
            finding.at is not None
            and finding.at.sheet is not None
            and (safe(finding.at.sheet) == finding.at.sheet)
        ):
            quoted = finding.at.sheet.replace("'", "''")
            location = text(f"'{quoted}'!{finding.at.a1}").decode()
            yield f'<hyperlink ref="{column_letters(_PLACE)}{number}" location="{location}"/>'
