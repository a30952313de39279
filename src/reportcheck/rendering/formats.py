"""Which formats there are: for the screen by ``--format``, as files by ``--report``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final, TypeAlias

from reportcheck.page import Lang, Line, Page
from reportcheck.report import Report

OnPage: TypeAlias = Callable[[Report, Page, Iterable[Line]], Iterable[Line]]
Beside: TypeAlias = Callable[[Report, Page], Iterable[Line]]
AsText: TypeAlias = Callable[[Report, Lang, str], str]
AsFile: TypeAlias = Callable[[Report, Lang, str, Path], bytes]


def _in_module(name: str) -> Callable[..., Any]:
    """Return the function of a module beside this one that bears its name, imported when called."""

    def render(*arguments: object) -> object:
        return getattr(import_module(f"reportcheck.rendering.{name}"), name)(*arguments)

    return render


PAGES: Final[Mapping[str, OnPage]] = {
    name: _in_module(name) for name in ("full", "concise", "grouped", "causes", "narrate")
}
"""Formats for people, in lines of the page; other lines may be put between findings and end."""

STATISTICS: Final[Beside] = _in_module("statistics")
"""The counts per rule, to stand between the findings and the end of a page."""

TEXTS: Final[Mapping[str, AsText]] = {
    "json": _in_module("json_report"),
    "jsonl": _in_module("rows_jsonl"),
    "html": _in_module("html_report"),
    **{name: _in_module(name) for name in ("junit", "sarif", "gitlab", "markdown", "github")},
}
"""Formats that are one text: the report, the language of its sentences and the tool's version."""

ROWS: Final = ("csv", "jsonl", "parquet")
"""Formats that have a row for every cell, however many a finding puts together."""

BOOKS: Final[Mapping[str, AsFile]] = {
    "xlsx": _in_module("findings_workbook"),
    **{kind: _in_module(f"rows_{kind}") for kind in ROWS if kind not in TEXTS},
}
"""Formats that are files only: as ``TEXTS``, and the folder in which the file will lie."""

ON_SCREEN: Final = (*PAGES, "json", "jsonl", "github")
"""What ``--format`` puts out."""

KINDS: Final = (*(kind for kind in TEXTS if kind != "github"), *BOOKS)
"""What ``--report`` writes."""


def as_file(kind: str, report: Report, lang: Lang, version: str, folder: Path) -> bytes:
    """Return what a file of this kind holds that is to lie in a folder."""
    if kind in TEXTS:
        return TEXTS[kind](report, lang, version).encode()
    return BOOKS[kind](report, lang, version, folder)
