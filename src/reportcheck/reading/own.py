"""Workbooks that the tool itself wrote: they are never taken for reports to be checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reportcheck.mark import MARK
from reportcheck.problem import Problem

_PROPERTIES: Final = "docProps/custom.xml"
_NAMED: Final = f'name="{MARK}"'.encode()
_BOOK: Final = "xl/workbook.xml"
_COPY: Final = f'name="{MARK}.annotated"'.encode()


def refuse_own(path: str, parts: Mapping[str, bytes]) -> None:
    """Refuse a workbook that is a list of findings, or a copy with marks in it.

    >>> refuse_own("a.xlsx", {"xl/workbook.xml": b""})
    """
    if _NAMED in parts.get(_PROPERTIES, b"") or _COPY in parts.get(_BOOK, b""):
        raise Problem("own-report", path=path)
