"""Workbooks, pages and tables that the tool itself wrote: never taken for reports to be checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from reportcheck.mark import MARK, PAGE, ROWS, VALUES
from reportcheck.problem import Problem

_PROPERTIES: Final = "docProps/custom.xml"
_NAMED: Final = f'name="{MARK}"'.encode()
_BOOK: Final = "xl/workbook.xml"
_HEAD: Final = 4096
_ROWS: Final = tuple(
    mark + begin.encode() for begin in (ROWS, *VALUES) for mark in (b"", b"\xef\xbb\xbf")
)
_COPY: Final = f'name="{MARK}.annotated"'.encode()


def refuse_own(path: str, parts: Mapping[str, bytes]) -> None:
    """Refuse a workbook of findings or extracted values, or a copy with marks in it.

    >>> refuse_own("a.xlsx", {"xl/workbook.xml": b""})
    """
    if _NAMED in parts.get(_PROPERTIES, b"") or _COPY in parts.get(_BOOK, b""):
        raise Problem("own-report", path=path)


def refuse_own_rows(path: str, data: bytes) -> None:
    """Refuse a text that lists findings, or extracted values.

    >>> refuse_own_rows("a.csv", b"path,form")
    """
    if data.startswith(_ROWS):
        raise Problem("own-report", path=path)


def refuse_own_names(path: str, names: Sequence[str]) -> None:
    """Refuse a table whose columns are those of a list of findings, or of extracted values.

    >>> refuse_own_names("a.parquet", ["path", "form"])
    """
    if f"{','.join(names)},".startswith((ROWS, *VALUES)):
        raise Problem("own-report", path=path)


def refuse_own_page(path: str, data: bytes) -> None:
    """Refuse a page that shows findings.

    >>> refuse_own_page("a.html", b"<html>")
    """
    if PAGE.encode() in data[:_HEAD]:
        raise Problem("own-report", path=path)
