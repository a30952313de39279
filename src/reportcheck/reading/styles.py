"""The styles of a workbook (xlsx): which of them show another number than the cell holds."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from reportcheck.patterns import pattern
from reportcheck.reading.container import attributes
from reportcheck.unit import PERCENT_FORMATS, changes_look

_FORMAT = pattern(rb"<(?:\w+:)?numFmt\s([^>]*)>")
_STYLES = pattern(rb"<(?:\w+:)?cellXfs[\s>].*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = pattern(rb"<(?:\w+:)?xf\s([^>]*)>")
_PLAIN_FORMATS = frozenset(map(str, (*range(5), 9, 10, 11, 12, 13, 37, 38, 39, 40, 49)))
"""The numbers of formats that every workbook has and that show a number as one."""
_NO_SIGNS = pattern(r'"[^"]*"|\\.|[_*].|\[(?!\s*(?:h+|m+|s+)\s*\])[^\]]*\]|general', re.IGNORECASE)
_SIGNS = pattern(r"[0#?.,%+\-() /;:eE@$]*")
_DATE_FORMATS = frozenset({"14", "15", "16", "17"})
_DATE = pattern(r"(?=.*y)(?=.*d)[ymd/.\- ]+(?:;@)?", re.IGNORECASE)


def changing_styles(parts: Mapping[str, bytes]) -> dict[int, str]:
    """Return by the number of a cell's style its format, if that scales or names a unit."""
    xml = next((part for name, part in parts.items() if name.lower().endswith("styles.xml")), b"")
    codes = {str(number): code for number, code in PERCENT_FORMATS.items()}
    for found in _FORMAT.findall(xml):
        tag = attributes(found)
        code = html.unescape(tag.get("formatCode", ""))
        codes.pop(tag.get("numFmtId", ""), None)
        if changes_look(code):
            codes[tag.get("numFmtId", "")] = code
    if not (styles := _STYLES.search(xml)):
        return {}
    numbers = (attributes(each).get("numFmtId", "") for each in _STYLE.findall(styles[0]))
    return {index: codes[number] for index, number in enumerate(numbers) if number in codes}


def number_styles(parts: Mapping[str, bytes]) -> frozenset[int] | None:
    """Return the numbers of the styles that surely show no date; None where all are such."""
    names = [name for name in parts if name.lower().endswith("styles.xml")]
    if not names:
        return None
    xml = parts[names[0]]
    plain = set(_PLAIN_FORMATS)
    for found in _FORMAT.findall(xml):
        tag = attributes(found)
        code = html.unescape(tag.get("formatCode", ""))
        number = tag.get("numFmtId", "")
        plain.discard(number)
        if _SIGNS.fullmatch(_NO_SIGNS.sub("", code)):
            plain.add(number)
    styles = _STYLES.search(xml)
    numbers = [] if not styles else [attributes(each) for each in _STYLE.findall(styles[0])]
    return frozenset(i for i, tag in enumerate(numbers) if tag.get("numFmtId", "0") in plain)


def date_styles(parts: Mapping[str, bytes]) -> frozenset[int]:
    """Return the numbers of the styles that surely show a date and no time."""
    book = next((part for name, part in parts.items() if name.lower() == "xl/workbook.xml"), b"")
    xml = next((part for name, part in parts.items() if name.lower().endswith("styles.xml")), b"")
    styles = _STYLES.search(xml)
    if b"date1904" in book or not styles:  # other days for the same numbers
        return frozenset()
    shown = set(_DATE_FORMATS)
    for found in _FORMAT.findall(xml):
        tag = attributes(found)
        number, code = tag.get("numFmtId", ""), html.unescape(tag.get("formatCode", ""))
        shown.discard(number)
        if _DATE.fullmatch(_NO_SIGNS.sub("", code)):
            shown.add(number)
    numbers = [attributes(each).get("numFmtId", "0") for each in _STYLE.findall(styles[0])]
    return frozenset(i for i, number in enumerate(numbers) if number in shown)
