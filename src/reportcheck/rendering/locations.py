"""Paths as other programs want them, and how grave a finding is."""

from __future__ import annotations

import os
from pathlib import PureWindowsPath
from typing import Final
from urllib.parse import quote

from reportcheck.finding import Finding, Verdict
from reportcheck.report import FailOn, FileReport, Report, Status, weighs
from reportcheck.rule import Severity

_ORDER: Final = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def posix_path(path: str) -> str:
    """Return a path with slashes, as repositories name their files.

    >>> posix_path("./data/甲局.xlsx")
    'data/甲局.xlsx'
    """
    named = path.replace(os.sep, "/")
    while named.startswith("./"):
        named = named[2:].lstrip("/")
    return named or path


def uri(path: str) -> str:
    """Return a path as a reference: relative to where the tool ran, or a ``file`` URI.

    >>> uri("年报/a b.csv"), uri("/data/a.csv")
    ('%E5%B9%B4%E6%8A%A5/a%20b.csv', 'file:///data/a.csv')
    """
    if os.sep == "\\" and PureWindowsPath(path).is_absolute():
        return PureWindowsPath(path).as_uri()
    named = posix_path(path)
    try:
        data = os.fsencode(named)
    except UnicodeEncodeError:  # a name that no file of this system can have
        data = named.encode("utf-8", "surrogatepass")
    quoted = quote(data, safe="/")
    if named.startswith("/"):
        return f"file://{quoted}"
    # A colon is quoted, too: what stands before the first one would be taken for a scheme.
    return quoted


def gravity(finding: Finding, fail_on: FailOn) -> tuple[int, int, int]:
    """Return by what the worst finding comes first: what it weighs, how it ended, its severity."""
    verdicts = (Verdict.RULE_ERROR, Verdict.FAIL, Verdict.UNKNOWN)
    ended = verdicts.index(finding.verdict) if finding.verdict in verdicts else len(verdicts)
    return (not weighs(finding, fail_on), ended, _ORDER.index(finding.severity))


def worst_first(report: Report) -> list[FileReport]:
    """Return the files with something to tell: not checked, failed, then the others."""
    telling = [each for each in report.files if each.findings or each.problem is not None]
    order = (Status.UNCHECKED, Status.FAILED, Status.PASSED)

    def place(file: FileReport) -> tuple[int, tuple[int, int, int], int]:
        grave = min(
            (gravity(each, file.fail_on or report.fail_on) for each in file.findings),
            default=(0, 0, 0),
        )
        count = sum(weighs(each, file.fail_on or report.fail_on) for each in file.findings)
        return order.index(file.status), grave, -count

    return sorted(telling, key=place)


def line_of(finding: Finding) -> int | None:
    """Return the line of a text file that a finding is about; None in a sheet or a document."""
    at = finding.at
    return None if at is None or at.sheet is not None or at.table is not None else at.row
