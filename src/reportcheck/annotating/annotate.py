"""A workbook and what was found in it make a marked copy: the sheets, the styles, the book."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Final

from reportcheck.address import CellRef
from reportcheck.annotating.comments import add_comments
from reportcheck.annotating.markup import append, insert, outline, place, tag_end, text
from reportcheck.annotating.package import Package, opened
from reportcheck.annotating.summary import Marks, summary_sheet
from reportcheck.classes import dataclass
from reportcheck.finding import Finding, Verdict
from reportcheck.mark import MARK
from reportcheck.page import Lang
from reportcheck.problem import Problem
from reportcheck.report import FileReport
from reportcheck.rule import Severity
from reportcheck.wording import phrase, sentences
from reportcheck.wording.filling import safe

MARKED: Final = (".xlsx", ".xlsm")
"""The endings of workbooks of which marked copies can be made."""

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT_MAIN: Final = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_R: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_BOOK: Final = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
    "functionGroups", "externalReferences", "definedNames", "calcPr", "oleSize",
    "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
    "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
_SHEET: Final = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects",
    "AlternateContent", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
"""The order of ECMA-376, part 1, 18.3.1.99; a compatibility block holds objects or controls."""
_STYLES: Final = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
    "tableStyles", "colors", "extLst",
)  # fmt: skip
_SELECTED: Final = re.compile(rb"""(\stabSelected\s*=\s*["'])(?:1|true)(["'])""")
_ACTIVE: Final = re.compile(rb"""(\sactiveTab\s*=\s*["'])\d+(["'])""")
_ATTRIBUTE: Final = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_PRIORITY: Final = re.compile(rb"""\spriority\s*=\s*["'](\d+)["']""")
_TITLES: Final = 31
_ACCUSED: Final = (b"FF9C0006", b"FFFFC7CE")
_SUSPECT: Final = (b"FF7F4F00", b"FFFFE699")


@dataclass(frozen=True, slots=True)
class Advice:
    """What is told of the smallest changes, with findings, by their numbers.

    ``causes`` has what is told at a cell that nothing accuses, and whose change alone would mend
    what others are accused of.
    """

    changes: Mapping[int, str] = field(default_factory=dict)
    causes: Mapping[CellRef, str] = field(default_factory=dict)


def annotate(
    path: str, data: bytes, file: FileReport, lang: Lang, advice: Advice | None = None
) -> bytes:
    """Return a copy of a workbook with the findings marked in it, and what would mend them.

    A workbook that is signed, or that has not the shape that the standard says, is a Problem.
    """
    package = opened(path, data)
    book = next(
        (each.target for each in package.relations("") if each.kind.endswith("/officeDocument")), ""
    )
    sheets = _sheets(package, book)
    advice = advice or Advice()
    told = _told(file.findings, advice, lang)
    causes = {at: words for at, words in advice.causes.items() if at not in told}
    accused = _add_style(package, book, _ACCUSED)
    suspect = _add_style(package, book, _SUSPECT) if causes else None
    marked: Counter[int] = Counter()
    for name, part in sheets.items():
        cells = {at: words for at, words in {**told, **causes}.items() if at.sheet == name}
        if cells:
            _comment(package, part, cells)
        for style, ats in ((accused, told), (suspect, causes)):
            mine = [at for at in ats if at.sheet == name]
            if mine and style is not None:
                _colour(package, part, mine, style)
                marked[style] += len(mine)
        _unselect(package, part)
    main = _STRICT_MAIN if package.strict else _MAIN
    new = package.free("xl/worksheets/reportcheck{}.xml")
    marks = Marks(marked[accused], accused, 0 if suspect is None else marked[suspect], suspect)
    package.put(new, summary_sheet(file, advice.changes, marks, main, lang))
    package.declare(new, _SHEET_TYPE)
    _add_sheet(package, book, package.relate(book, "worksheet", new), sheets, lang)
    return package.written()


def _sheets(package: Package, book: str) -> dict[str, str]:
    """Return the part of each sheet by its name, in order."""
    xml = package[book]
    several = outline(package.path, xml).child("sheets")
    parts = {each.id: each.target for each in package.relations(book)}
    found = {}
    inner = b"" if several is None else xml[several.start : several.end]
    for tag in re.findall(rb"<(?:\w+:)?sheet\s[^>]*>", inner):
        said = {
            key.rpartition(b":")[2]: one or other for key, one, other in _ATTRIBUTE.findall(tag)
        }
        found[_unescaped(said.get(b"name", b""))] = parts.get(said.get(b"id", b"").decode(), "")
    if not found:
        raise Problem("cannot-annotate", path=package.path, reason=book)
    return found


def _unescaped(words: bytes) -> str:
    from html import unescape

    return unescape(words.decode("utf-8", "replace"))


def _told(findings: Iterable[Finding], advice: Advice, lang: Lang) -> Mapping[CellRef, str]:
    """Return what is to be said at each cell: of what failed, not of what only rests on it."""
    told: dict[CellRef, list[str]] = {}
    numbered = (
        (number, one)
        for number, finding in enumerate(findings)
        for one in (finding, *finding.consequences)
    )
    for number, each in numbered:
        if each.at is None or each.at.sheet is None:
            continue
        if each.verdict is not Verdict.FAIL or each.severity is Severity.INFO:
            continue
        said = sentences(each, lang)
        head = f"{phrase(f'book.weight.{each.severity}', lang)} {safe(each.rule)}"
        lines = (head, said.message, said.arithmetic, said.fix, advice.changes.get(number))
        told.setdefault(each.at, []).append("\n".join(filter(None, lines)))
    return {at: "\n\n".join(words) for at, words in told.items()}


def _comment(package: Package, part: str, told: Mapping[CellRef, str]) -> None:
    """Put comments at cells of a sheet."""
    drawing = add_comments(package, part, told)
    xml = package[part]
    seen = outline(package.path, xml)
    if drawing is not None:
        r = _STRICT_R if package.strict else _R
        piece = f'legacyDrawing xmlns:r="{r}" r:id="{drawing}"/>'.encode()
        xml = insert(xml, place(seen, "legacyDrawing", _SHEET), b"<" + seen.prefix + piece)
        package.put(part, xml)


def _colour(package: Package, part: str, ats: Iterable[CellRef], style: int) -> None:
    """Colour cells of a sheet by a conditional format that always holds."""
    xml = package[part]
    seen = outline(package.path, xml)
    priority = max(map(int, _PRIORITY.findall(xml)), default=0) + 1
    cells = " ".join(at.a1 for at in ats).encode()
    piece = (
        b'<p:conditionalFormatting sqref="%s"><p:cfRule type="expression" dxfId="%d" '
        b'priority="%d"><p:formula>TRUE</p:formula></p:cfRule></p:conditionalFormatting>'
    ) % (cells, style, priority)
    piece = piece.replace(b"<p:", b"<" + seen.prefix).replace(b"</p:", b"</" + seen.prefix)
    package.put(part, insert(xml, place(seen, "conditionalFormatting", _SHEET), piece))


def _unselect(package: Package, part: str) -> None:
    """Let a sheet not be selected any more, for the last one will be.

    Two selected sheets are a group, and whatever is typed into one is written into the other, too.
    So this attribute changes, in the sheet that was selected, be it marked or not.
    """
    xml = package[part]
    if b"tabSelected" not in xml:
        return
    views = outline(package.path, xml).child("sheetViews")
    if views is not None:
        inner = _SELECTED.sub(rb"\g<1>0\g<2>", xml[views.start : views.end])
        if inner != xml[views.start : views.end]:
            package.put(part, xml[: views.start] + inner + xml[views.end :])


def _add_style(package: Package, book: str, colours: tuple[bytes, bytes]) -> int:
    """Add a differential style of marks, by its text and its ground, and return its number."""
    held = package.related(book, "styles")
    if held is None:
        raise Problem("cannot-annotate", path=package.path, reason="styles")
    xml = package[held]
    seen = outline(package.path, xml)
    style = (
        b'<p:dxf><p:font><p:color rgb="%s"/></p:font><p:fill><p:patternFill '
        b'patternType="solid"><p:fgColor rgb="%s"/><p:bgColor rgb="%s"/></p:patternFill></p:fill>'
        b"</p:dxf>"
    ) % (colours[0], colours[1], colours[1])
    style = style.replace(b"<p:", b"<" + seen.prefix).replace(b"</p:", b"</" + seen.prefix)
    known = seen.child("dxfs")
    if known is None:
        piece = b'<%sdxfs count="1">%s</%sdxfs>' % (seen.prefix, style, seen.prefix)
        package.put(held, insert(xml, place(seen, "dxfs", _STYLES), piece))
        return 0
    number = len(re.findall(rb"<(?:\w+:)?dxf[\s/>]", xml[known.start : known.end]))
    package.put(held, append(xml, known, style))
    return number


def _add_sheet(
    package: Package, book: str, relation: str, sheets: Mapping[str, str], lang: Lang
) -> None:
    """Put the last sheet into the book, in front of all others, and the mark of the tool."""
    xml = package[book]
    seen = outline(package.path, xml)
    several = seen.child("sheets")
    if several is None:
        raise Problem("cannot-annotate", path=package.path, reason=book)
    used = [int(each) for each in re.findall(rb"""\ssheetId\s*=\s*["'](\d+)""", xml)]
    r = _STRICT_R if package.strict else _R
    title = _free_title(phrase("copy.sheet", lang), sheets)
    sheet = b'<%ssheet name="%s" sheetId="%d" xmlns:r="%s" r:id="%s"/>' % (
        seen.prefix, text(title), max(used, default=0) + 1, r.encode(), relation.encode(),
    )  # fmt: skip
    xml = append(xml, several, sheet)
    xml = _activate(package.path, xml, len(sheets))
    seen = outline(package.path, xml)
    name = b'<%sdefinedName name="%s.annotated" hidden="1">TRUE</%sdefinedName>' % (
        seen.prefix, MARK.encode(), seen.prefix,
    )  # fmt: skip
    names = seen.child("definedNames")
    if names is None:
        piece = b"<%sdefinedNames>%s</%sdefinedNames>" % (seen.prefix, name, seen.prefix)
        xml = insert(xml, place(seen, "definedNames", _BOOK), piece)
    else:
        xml = append(xml, names, name)
    package.put(book, xml)


def _free_title(title: str, sheets: Mapping[str, str]) -> str:
    taken, number, free = {each.casefold() for each in sheets}, 1, title
    while free.casefold() in taken:
        number += 1
        free = f"{title[: _TITLES - 5]} {number}"
    return free


def _activate(path: str, xml: bytes, number: int) -> bytes:
    """Show the sheet of this number first when the book is opened."""
    seen = outline(path, xml)
    views = seen.child("bookViews")
    if views is None:
        view = b'<%sbookViews><%sworkbookView activeTab="%d"/></%sbookViews>' % (
            seen.prefix, seen.prefix, number, seen.prefix,
        )  # fmt: skip
        return insert(xml, place(seen, "bookViews", _BOOK), view)
    first = xml.index(b"workbookView", tag_end(xml, views.start))
    end = tag_end(xml, xml.rindex(b"<", 0, first))
    inner = xml[first:end]
    if _ACTIVE.search(inner):
        inner = _ACTIVE.sub(rb"\g<1>%d\g<2>" % number, inner, count=1)
    else:
        inner = inner.replace(b"workbookView", b'workbookView activeTab="%d"' % number, 1)
    return xml[:first] + inner + xml[end:]
