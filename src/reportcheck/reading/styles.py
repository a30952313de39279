"""The styles of a workbook (xlsx): which of them show another number than the cell holds."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from reportcheck.reading.container import attributes
from reportcheck.unit import changes_look

_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s([^>]*)>")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs[\s>].*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\s([^>]*)>")


def changing_styles(parts: Mapping[str, bytes]) -> dict[int, str]:
    """Return by the number of a cell's style its format, if that scales or names a unit."""
    xml = next((part for name, part in parts.items() if name.lower().endswith("styles.xml")), b"")
    codes = {}
    for found in _FORMAT.findall(xml):
        tag = attributes(found)
        code = html.unescape(tag.get("formatCode", ""))
        if changes_look(code):
            codes[tag.get("numFmtId", "")] = code
    if not codes or not (styles := _STYLES.search(xml)):
        return {}
    numbers = (attributes(each).get("numFmtId", "") for each in _STYLE.findall(styles[0]))
    return {index: codes[number] for index, number in enumerate(numbers) if number in codes}
