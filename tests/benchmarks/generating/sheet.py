"""The records of ``records`` on one sheet of a workbook, texts shared as Excel keeps them."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import ascii_uppercase

from tests.benchmarks.generating.forms import FIXED
from tests.benchmarks.generating.records import COLUMNS, SEED, Block, Planted, told

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{OFFICE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{OFFICE}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{OFFICE}.sharedStrings+xml"/>'
    "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">'
    '<sheets><sheet name="records" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>",
}


def write_sheet(path: Path, rows: int, *, seed: int = SEED) -> Planted:
    """Write records as ``.xlsx``, and what was planted beside it as JSON."""
    block = Block(rows, seed, odd=False)
    shared: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, text in PARTS.items():
            archive.writestr(_entry(name), HEAD + text)
        with archive.open(_entry("xl/worksheets/sheet1.xml"), "w") as sheet:
            sheet.write(f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for line in _rows(block, shared):
                sheet.write(line.encode())
            sheet.write(b"</sheetData></worksheet>")
        with archive.open(_entry("xl/sharedStrings.xml"), "w") as strings:
            strings.write(f'{HEAD}<sst xmlns="{MAIN}" uniqueCount="{len(shared)}">'.encode())
            strings.write("".join(f"<si><t>{text}</t></si>" for text in shared).encode())
            strings.write(b"</sst>")
    return told(path, Planted(rows, dict(Counter(block.mistakes.values())), {}, []))


def _rows(block: Block, shared: dict[str, int]) -> Iterator[str]:
    def text(place: str, value: str) -> str:
        return f'<c r="{place}" t="s"><v>{shared.setdefault(value, len(shared))}</v></c>'

    letters = ascii_uppercase[: len(COLUMNS)]
    header = zip(letters, COLUMNS, strict=True)
    yield '<row r="1">' + "".join(text(f"{letter}1", name) for letter, name in header) + "</row>"
    for nth, record in enumerate(block.records(), start=2):
        cells = [text(f"A{nth}", record[0]), text(f"B{nth}", record[1])]
        numbers = zip(letters[2:], record[2:], strict=True)
        cells += [
            f'<c r="{letter}{nth}"><v>{float(value):.15g}</v></c>' for letter, value in numbers
        ]
        yield f'<row r="{nth}">' + "".join(cells) + "</row>"


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, FIXED)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
