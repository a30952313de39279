"""The sheet that a marked copy ends with: all findings, each a link to its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from reportcheck.address import column_letters
from reportcheck.annotating.markup import text
from reportcheck.finding import Finding, Verdict
from reportcheck.page import Lang
from reportcheck.report import FileReport
from reportcheck.wording import phrase, sentences
from reportcheck.wording.addresses import short_address
from reportcheck.wording.filling import safe

_WIDTHS: Final = (9, 12, 70, 60, 60, 60, 24)
_HEADS: Final = ("weight", "place", "message", "arithmetic", "fix", "changes", "rule")
_PLACE: Final = 2
_LONGEST: Final = 32_000


class Marks(NamedTuple):
    """How many cells are accused, by which style; and how many of others may be the cause."""

    accused: int
    style: int
    causes: int = 0
    cause_style: int | None = None


def summary_sheet(
    file: FileReport, changes: Mapping[int, str], marks: Marks, main: str, lang: Lang
) -> bytes:
    """Return the sheet; ``changes`` is what would mend findings, by their numbers.

    It shows the differential styles of the marks, too.
    """
    heads = [
        [phrase("copy.title", lang, path=file.path)],
        [_tally(file, lang)],
        [phrase("copy.marks", lang, count=marks.accused)],
    ]
    if marks.causes:
        heads.append([phrase("copy.causes", lang, count=marks.causes)])
    heads.append([phrase(f"book.{each}", lang) for each in _HEADS])
    above = len(heads)
    rows = [
        _row(number, each, bold=number in {1, above}) for number, each in enumerate(heads, start=1)
    ]
    rows += [
        _row(number, _told(finding, changes.get(number - above - 1, ""), lang))
        for number, finding in enumerate(file.findings, start=above + 1)
    ]
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(_WIDTHS, start=1)
    )
    links = list(_links(file.findings, above))
    hyperlinks = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView tabSelected="1" workbookViewId="0">'
        f'<pane ySplit="{above}" topLeftCell="A{above + 1}" activePane="bottomLeft" '
        'state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>"
        f"{_colour('A3', marks.style, 1)}{_colour('A4', marks.cause_style, 2)}"
        f'{hyperlinks}<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "</worksheet>"
    ).encode()


def _colour(cell: str, style: int | None, priority: int) -> str:
    if style is None:
        return ""
    return (
        f'<conditionalFormatting sqref="{cell}"><cfRule type="expression" dxfId="{style}" '
        f'priority="{priority}"><formula>TRUE</formula></cfRule></conditionalFormatting>'
    )


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


def _told(finding: Finding, changes: str, lang: Lang) -> list[str]:
    said = sentences(finding, lang)
    weight = finding.severity if finding.verdict is Verdict.FAIL else finding.verdict
    place = "" if finding.at is None else short_address(finding.at, lang)
    return [
        phrase(f"book.weight.{weight}", lang), place, said.message, said.arithmetic, said.fix,
        changes, safe(finding.rule),
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


def _links(findings: Sequence[Finding], above: int) -> Iterator[str]:
    for number, finding in enumerate(findings, start=above + 1):
        # A link needs the name as it is, which is not put out where signs in it act or hide.
        if (
            finding.at is not None
            and finding.at.sheet is not None
            and (safe(finding.at.sheet) == finding.at.sheet)
        ):
            quoted = finding.at.sheet.replace("'", "''")
            location = text(f"'{quoted}'!{finding.at.a1}").decode()
            yield f'<hyperlink ref="{column_letters(_PLACE)}{number}" location="{location}"/>'
