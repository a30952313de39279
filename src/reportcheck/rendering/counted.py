"""How many files a run has, in words: of files that hold several, how many reports."""

from __future__ import annotations

from collections.abc import Iterable

from reportcheck.page import Lang
from reportcheck.report import FileReport, Report, Status
from reportcheck.wording import phrase


def things(files: Iterable[FileReport]) -> str:
    """Return what is counted, ``files`` or ``reports``: the end of the key of its words.

    >>> things([FileReport("2024.xlsx", Status.PASSED, sheets=("甲局",))])
    'reports'
    """
    return "reports" if any(each.sheets is not None for each in files) else "files"


def counted(number: int, files: Iterable[FileReport], lang: Lang) -> str:
    """Return a number of some of these files.

    >>> counted(1, [FileReport("2024.xlsx", Status.PASSED)], "en")
    '1 file'
    """
    return phrase(f"batch.{things(files)}", lang, count=number)


def outcome(report: Report, lang: Lang) -> str:
    """Return how many files, or reports, there are, and what became of them."""
    told = counted(len(report.files), report.files, lang)
    if things(report.files) == "reports":
        files = phrase("batch.files", lang, count=len(report.outcomes))
        told = phrase("batch.reports.in", lang, reports=told, files=files)
    status = [each.status for each in report.files]
    return phrase(
        "count.files", lang, files=told, passed=status.count(Status.PASSED),
        failed=status.count(Status.FAILED), unchecked=status.count(Status.UNCHECKED),
    )  # fmt: skip
