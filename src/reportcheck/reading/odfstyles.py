"""The styles of an OpenDocument workbook: which show another number than the cell holds."""

from __future__ import annotations

from collections.abc import Mapping

from reportcheck.reading.events import parse
from reportcheck.unit import changes_look

_PERCENTAGES = "number:percentage-style"
_NUMBERS = frozenset({"number:number-style", "number:currency-style", _PERCENTAGES})


class _Styles:
    """Number styles, as formats are written elsewhere, and the styles of cells that use them."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self.cells: dict[str, str] = {}
        self._open = ""
        self._in_text = False
        self._in_percent = False

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """Take a start tag."""
        if name in _NUMBERS:
            self._open = given.get("style:name", "")
            self.codes[self._open] = ""
            self._in_percent = name == _PERCENTAGES
        elif name == "number:number" and self._open:
            factor = given.get("number:display-factor", "1")
            thousands = (len(factor) - 1) // 3 if factor.strip("0") == "1" else 0
            self.codes[self._open] += "0" + "," * thousands
        elif name == "number:text" and self._open:
            self._in_text = True
        elif name == "style:style" and given.get("style:family") == "table-cell":
            self.cells[given.get("style:name", "")] = given.get("style:data-style-name", "")

    def text(self, text: str) -> None:
        """Take text: what a number style shows beside the number."""
        if self._in_text:
            shown = text.replace('"', "")
            self.codes[self._open] += shown if self._in_percent else f'"{shown}"'

    def end(self, name: str) -> None:
        """Take an end tag."""
        if name == "number:text":
            self._in_text = False
        elif name in _NUMBERS:
            self._open = ""


def changing_styles(path: str, content: bytes, styles: bytes | None) -> dict[str, str]:
    """Return by the name of a cell's style its format, if that scales or names a unit."""
    parts = [part for part in (styles, content) if part is not None]
    said = b"<number:text", b"display-factor", b"percentage-style"
    if not any(each in part for part in parts for each in said):
        return {}
    reader = _Styles()
    for part in parts:
        # Of the content only what comes before the tables: nothing else defines a style.
        head, tables, _ = part.partition(b"<office:body")
        whole = head + b"</office:document-content>" if tables else part
        parse(path, "styles.xml", whole, reader.start, reader.end, reader.text)
    codes = {name: code for name, code in reader.codes.items() if changes_look(code)}
    return {cell: codes[used] for cell, used in reader.cells.items() if used in codes}
