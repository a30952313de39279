"""Workbooks made by hand, part by part, to hold what no spreadsheet program would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from html import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = f'<Relationship Id="rId{{0}}" Type="{_OFFICE}/worksheet" Target="worksheets/s{{0}}.xml"/>'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of these parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, part in parts.items():
            # OpenDocument keeps the name of its kind readable at the very beginning.
            out.writestr(name, part, zipfile.ZIP_STORED if name == "mimetype" else None)
    return packed.getvalue()


def parts(*sheets: str, names: tuple[str, ...] = ("三", "四", "五"), **more: str) -> dict[str, str]:
    """Return the parts of a workbook whose sheets have this XML within <worksheet>."""
    listed = "".join(
        f'<sheet name="{escape(names[i])}" sheetId="{i + 1}" r:id="rId{i + 1}"/>'
        for i in range(len(sheets))
    )
    targets = "".join(_SHEET.format(i + 1) for i in range(len(sheets)))
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{targets}'
        "</Relationships>",
        **{
            f"xl/worksheets/s{i + 1}.xml": f'<worksheet xmlns="{_MAIN}">{xml}</worksheet>'
            for i, xml in enumerate(sheets)
        },
        **more,
    }


def workbook(*sheets: str) -> bytes:
    """Return a workbook of sheets, each given by its XML within <worksheet>."""
    return archive(parts(*sheets))
