"""What becomes of a report: files beside the screen, and what stands on it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from reportcheck.cli.options import Screen
from reportcheck.cli.summary import add_summary
from reportcheck.delivering import write_file
from reportcheck.page import Lang, Line
from reportcheck.report import Report


def write_report(kind: str, file: str, report: Report, lang: Lang, version: str) -> None:
    """Write a report of a kind into a file."""
    from reportcheck.rendering.formats import as_file

    folder = Path(file).absolute().parent
    write_file(file, as_file(kind, report, lang, version, folder))


def put(
    report: Report, format_: str, out: Screen, version: str, between: Iterable[Line] = ()
) -> None:
    """Put a report on the screen; one for GitHub goes into the summary of the step, too.

    ``between`` are lines that stand on a page before its end.
    """
    from reportcheck import console
    from reportcheck.rendering.formats import PAGES, TEXTS

    if format_ in TEXTS:
        console.write_bytes(TEXTS[format_](report, out.page.lang, version), sys.stdout)
        if format_ == "github":
            add_summary(report, out.page.lang)
    else:
        out.write(PAGES[format_](report, out.page, between))
