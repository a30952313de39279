"""Web pages: html, and the pages that spreadsheet programs save as .xls or .mht -> its tables."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import field

from reportcheck.classes import dataclass
from reportcheck.grid import Source
from reportcheck.number import trim
from reportcheck.problem import Problem
from reportcheck.reading.decoding import decode
from reportcheck.reading.documents import Block, Cell, Row, Table, add_late, read_blocks
from reportcheck.reading.hiding import Hidden, Styles
from reportcheck.reading.limits import hold, most, too_large
from reportcheck.reading.tags import Tag, events

DEPTH_LIMIT = 200
"""How deep tables may stand in tables; deeper ones are read as if they stood side by side."""

MOST_ACROSS, MOST_DOWN = 1_000, 65_534
"""What a cell may span (WHATWG HTML, 4.9.11)."""

_LOOK = 4096
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)
_TYPE = re.compile(rb"^content-type:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*", re.IGNORECASE | re.MULTILINE)
_BLOCKS = frozenset({
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "body",
    "center", "form", "section", "article", "header", "footer", "main", "nav", "aside", "pre",
    "blockquote", "fieldset", "hr", "address", "title", "caption", "figure", "figcaption",
})  # fmt: skip
_EMPTY = frozenset({"br", "hr", "img", "input", "meta", "link", "col", "wbr", "area", "base"})
_UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "select", "datalist"})
_SPACE = re.compile(r"[ \t\n\r\f]+")
_GB = frozenset({"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "hz-gb-2312", "cp936"})
# What a page can be in; others that Python knows are no encodings of pages, and slow at that.
_CODECS = re.compile(r"(?:utf-8|gb|big5|cp|iso8859|iso2022|euc|shift|koi8|mac|hz|johab|ascii|tis)")
_CELLS = frozenset({"td", "th"})
_ENDED_BY = {
    "td": _CELLS, "th": _CELLS, "tr": _CELLS | {"tr"}, "tbody": _CELLS | {"tr", "tbody", "thead"},
    "tfoot": _CELLS | {"tr", "tbody", "thead"}, "p": frozenset({"p"}), "div": frozenset({"p"}),
    "table": frozenset({"p"}),
}  # fmt: skip
_SECTIONS = {"thead": 0, "tbody": 1, "tfoot": 2}


@dataclass
class _Open:
    """A table that is being read: its rows by section, and its open row and cell.

    ``late`` are the texts that stand in it after its last cell.
    """

    hidden: bool
    rows: list[tuple[int, Row]] = field(default_factory=list)
    section: int = 1
    row: Row | None = None
    cell: Cell | None = None
    texts: list[str] = field(default_factory=list)
    late: list[tuple[Cell, str]] = field(default_factory=list)

    def table(self) -> Table:
        """Return the table with its head first and its foot last, wherever they were written."""
        add_late(self.late)
        order = sorted(range(len(self.rows)), key=lambda index: (self.rows[index][0], index))
        return Table([self.rows[index][1] for index in order], self.hidden)


class _Reader:
    """The blocks of a page, put together from its tags; missing end tags are supplied."""

    def __init__(self, path: str, styles: Styles) -> None:
        self._path = path
        self._room = most("DOCUMENT_CELLS")
        self._styles = styles
        self.blocks: list[Block] = []
        self._tables: list[_Open] = []
        self._line: list[str] = []
        self._unseen: list[str] = []
        self._hidden = Hidden()

    def take(self, event: Tag | str) -> None:
        """Take a tag or a text."""
        if isinstance(event, str):
            if not self._unseen:
                self._line.append(event)
        elif event.closing:
            self._close(event.name)
        else:
            self._open(event.name, event.attributes)

    def finish(self) -> list[Block]:
        """Return all blocks; what is still open is closed."""
        self._unseen.clear()
        while self._tables:
            self._close("table")
        self._end_line()
        return self.blocks

    def _is_unseen(self, name: str) -> bool:
        """Tell whether a start tag stands within, or begins, what a page does not show."""
        if self._unseen:
            if name == self._unseen[-1]:
                self._unseen.append(name)
            elif name == "body" and self._unseen[0] == "head":
                self._unseen.clear()
            return True
        if name in _UNSEEN:
            self._unseen.append(name)
        return name in _UNSEEN

    def _open(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._is_unseen(name):
            return
        if self._hidden.names and name in _ENDED_BY:
            self._hidden.end(_ENDED_BY[name])
        hides = bool(attributes) and self._styles.hide(name, attributes)
        if (hides or self._hidden.names) and name not in _EMPTY:
            self._hidden.open(name)
        match name:
            case "br":
                self._line.append("\0")
            case "table":
                self._spend()
                self._end_line()
                if len(self._tables) < DEPTH_LIMIT:
                    self._tables.append(_Open(bool(self._hidden.names)))
            case "thead" | "tbody" | "tfoot" if self._tables:
                self._end_row()
                self._tables[-1].section = _SECTIONS[name]
            case "tr" if self._tables:
                self._end_row()
                self._start_row(hidden=bool(self._hidden.names))
            case "td" | "th" if self._tables:
                self._end_cell()
                self._start_cell(attributes)
            case _ if name in _BLOCKS:
                self._end_line()

    def _start_row(self, *, hidden: bool) -> None:
        self._spend()
        opened = self._tables[-1]
        opened.row = Row(hidden=hidden and not opened.hidden)
        opened.rows.append((opened.section, opened.row))

    def _spend(self) -> None:
        self._room -= 1
        if self._room < 0:
            raise too_large(self._path, "DOCUMENT_CELLS")

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        self._spend()
        opened = self._tables[-1]
        if opened.row is None:
            self._start_row(hidden=bool(self._hidden.names))
        row = opened.row
        across = down = 1
        if attributes:
            across = _number(attributes.get("colspan", ""), 1, MOST_ACROSS)
            down = _number(attributes.get("rowspan", ""), 1, MOST_DOWN)
            if attributes.get("rowspan", "").strip() == "0":
                down = MOST_DOWN
        seen_row = row is not None and not row.hidden and not opened.hidden
        opened.cell = Cell(
            "", max(across, 1), max(down, 1), hidden=bool(self._hidden.names) and seen_row
        )
        opened.texts = []
        if row is not None:
            row.cells.append(opened.cell)

    def _close(self, name: str) -> None:
        if self._unseen:
            if name == self._unseen[-1]:
                self._unseen.pop()
            return
        match name:
            case "table" if self._tables:
                self._hidden.end(_ENDED_BY["tfoot"] | {"tfoot"})
                self._end_row()
                self._add(self._tables.pop().table())
            case "tr" | "thead" | "tbody" | "tfoot" if self._tables:
                self._end_row()
                if name != "tr":
                    self._tables[-1].section = 1
            case "td" | "th" if self._tables:
                self._end_cell()
            case _ if name in _BLOCKS:
                self._end_line()
        self._hidden.close(name)

    def _end_row(self) -> None:
        self._end_cell()
        opened = self._tables[-1]
        opened.row = None

    def _end_cell(self) -> None:
        self._end_line()
        opened = self._tables[-1]
        if opened.cell is not None:
            opened.cell.text = trim("\n".join(opened.texts))
        opened.cell = None

    def _end_line(self) -> None:
        """Put the text since the last break of a block where it stands."""
        if not self._line:
            return
        text, self._line = "".join(self._line), []
        if "\0" in text:
            lines = (_SPACE.sub(" ", each).strip(" ") for each in text.split("\0"))
            text = "\n".join(lines).strip("\n")
        else:
            text = _SPACE.sub(" ", text).strip(" ")
        if text:
            self._add(text)

    def _add(self, block: Block) -> None:
        opened = self._tables[-1] if self._tables else None
        if opened is None:
            self.blocks.append(block)
        elif opened.cell is not None:
            opened.cell.inner.append(block)
            if isinstance(block, str):
                opened.texts.append(block)
        elif isinstance(block, str) and not opened.rows:
            # A caption, or a text between <table> and its first row, which browsers put before it.
            self._outside(block)
        elif opened.rows:
            cells = opened.rows[-1][1].cells or [Cell()]
            opened.rows[-1][1].cells = cells
            cells[-1].inner.append(block)
            if isinstance(block, str):
                opened.late.append((cells[-1], block))
        else:
            self._outside(block)

    def _outside(self, block: Block) -> None:
        outer = next((each for each in reversed(self._tables[:-1]) if each.cell is not None), None)
        if outer is None or outer.cell is None:
            self.blocks.append(block)
            return
        outer.cell.inner.append(block)
        if isinstance(block, str):
            outer.texts.append(block)


def _number(text: str, least: int, most: int) -> int:
    found = re.match(r"\s*(\d{1,9})", text)
    return min(max(int(found[1]), least), most) if found else least


def _text(path: str, data: bytes) -> tuple[str, str]:
    """Return the text of a page and its encoding, by mark, by what it declares, by its content."""
    declared = _CHARSET.search(data[:_LOOK])
    marked = data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if declared and not marked:
        name = declared[1].decode("ascii", "replace").lower()
        codec = "gb18030" if name in _GB else name
        try:
            if _CODECS.match(codecs.lookup(codec).name):
                return data.decode(codec), name.upper()
        except (LookupError, ValueError):
            pass  # a page that says what it is not: its content tells
    decoded = decode(path, data)
    return decoded.text, decoded.name


def _unpacked(path: str, data: bytes) -> bytes:
    """Return the pages inside a web archive (.mht), one after the other."""
    import email
    import email.policy

    # Its parser goes through the parameters of a header again for each of them.
    if any(len(found[0]) > _LOOK for found in _TYPE.finditer(data)):
        raise Problem("damaged-document", path=path, reason="Content-Type")
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    pages = []
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                charset = part.get_content_charset()
                pages.append(f'<meta charset="{charset}">'.encode() + page if charset else page)
    if not pages:
        raise Problem("no-table", path=path)
    return b"\n".join(pages)


def read_web_page(path: str, data: bytes, *, archive: bool = False) -> Source:
    """Read every table of a web page, with the text before each as its titles.

    Tables that only lay out a page give way to those inside them.
    """
    hold(path, "PAGE_BYTES", len(data))
    if archive:
        data = _unpacked(path, data)
    text, encoding = _text(path, data)
    reader = _Reader(path, Styles.of(text))
    for event in events(text):
        reader.take(event)
    notes = [] if encoding == "UTF-8" else [("encoding", encoding)]
    return read_blocks(path, reader.finish(), notes)
