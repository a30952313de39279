"""Reading: the path of a file -> its grids, whatever it is called, or a problem that says why not.

What a file is shows in its content: a renamed CSV is a CSV. Nothing is ever written to a file,
and a file is opened once, read whole, and closed before anything looks into it.
"""

from __future__ import annotations

from dataclasses import replace

from reportcheck.grid import Source
from reportcheck.reading.native import contained, refusing
from reportcheck.reading.opening import contents
from reportcheck.reading.sniffing import Kind, kind_of


def read(path: str) -> Source:
    """Read a workbook, a document, a web page or a text table; ``-`` is standard input.

    Every sheet of a workbook (xlsx, xlsm, xls, xlsb, ods) becomes a grid, hidden ones too; so does
    every table of a document (docx) or a web page; a text file, and a Parquet file too, is one grid
    without a sheet.
    """
    return grids_of(path, contents(path))


def grids_of(path: str, data: bytes) -> Source:
    """Return the grids of a file from its bytes; ``path`` is what to call it."""
    if data.startswith(b"PK"):
        from reportcheck.reading.alike import poured

        with refusing(path):
            source = poured(path, data)
        if source is not None:
            return source
    with contained(path):
        return _grids(path, data)


def _grids(path: str, data: bytes) -> Source:
    # Each format is imported when a file of that format is met: one form pays for one of them.
    match kind_of(path, data):
        case Kind.WORKBOOK:
            from reportcheck.reading.workbook import read_workbook

            return read_workbook(path, data)
        case Kind.OLD_WORKBOOK | Kind.BINARY_WORKBOOK as kind:
            from reportcheck.reading.apart import read_apart

            return read_apart(path, data, old=kind is Kind.OLD_WORKBOOK)
        case Kind.OPEN_DOCUMENT:
            from reportcheck.reading.opendocument import read_open_document

            return read_open_document(path, data)
        case Kind.OLD_XML:
            from reportcheck.reading.oldxml import read_old_xml

            return read_old_xml(path, data)
        case Kind.WORD_FILE:
            from reportcheck.reading.wordfile import read_word_file

            return read_word_file(path, data)
        case Kind.WEB_PAGE | Kind.WEB_ARCHIVE as kind:
            from reportcheck.reading.own import refuse_own_page
            from reportcheck.reading.webpage import read_web_page

            refuse_own_page(path, data)
            return read_web_page(path, data, archive=kind is Kind.WEB_ARCHIVE)
        case Kind.PARQUET:
            from reportcheck.reading.parquet import read_parquet

            return read_parquet(path, data)
        case Kind.TEXT:
            return _read_text(path, data)


def _read_text(path: str, data: bytes) -> Source:
    from reportcheck.reading.own import refuse_own_rows
    from reportcheck.reading.scraped import read_scraped

    refuse_own_rows(path, data)
    if (bare := _unquoted(path, data)) is not None:
        read = _read_text(path, bare[0])
        return replace(read, notes=(*bare[1], *read.notes))
    if (scraped := read_scraped(path, data)) is not None:
        return scraped
    from reportcheck.reading.delimited import read_delimited

    return read_delimited(path, data)


def _unquoted(path: str, data: bytes) -> tuple[bytes, tuple[tuple[str, str], ...]] | None:
    """Return a quoted text without its marks, with what is to be noted; None where it is none."""
    from reportcheck.reading.scraped import LONGEST

    if b">" not in data or len(data) > LONGEST:
        return None
    from reportcheck.reading.decoding import decode
    from reportcheck.reading.quoted import unquoted

    decoded = decode(path, data)
    if (text := unquoted(decoded.text)) is None:
        return None
    notes = () if decoded.name == "UTF-8" else (("encoding", decoded.name),)
    return text.encode(), (*notes, ("quoted", ""))
