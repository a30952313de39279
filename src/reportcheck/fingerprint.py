"""By what a finding is known again in the next report, whatever was inserted above its cell."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator

from reportcheck.finding import Finding, Kind
from reportcheck.report import FileReport, Report

_FOLDERS = re.compile(r"[/\\]")


def fingerprints(report: Report) -> Iterator[tuple[FileReport, Finding, str]]:
    """Yield every finding of a report with its file and a fingerprint that no other one has.

    It is made of the form, the rule, the slot, the agency and its period: not of an address, nor of
    a path, unless nothing tells whose the file is. Of like findings the later ones are numbered.
    """
    seen: Counter[str] = Counter()
    for file in report.files:
        for finding in file.findings:
            basis = _basis(file, finding)
            seen[basis] += 1
            whole = basis if seen[basis] == 1 else f"{basis}#{seen[basis]}"
            yield file, finding, _code(whole)


def beneath(report: Report) -> Iterator[str]:
    """Yield the fingerprint of each finding that follows from another one."""
    for file in report.files:
        for finding in file.findings:
            for each in finding.consequences:
                yield _code(_basis(file, each))


def of_file(file: FileReport) -> str:
    """Return the fingerprint of a file that was not checked; each file is in a report once."""
    code = file.problem.code if file.problem else ""
    return _code(json.dumps([code, file.name]))


def stem(path: str) -> str:
    """Return the name of a file without its folders and its last suffix.

    >>> stem("2024/甲局.年报.xlsx")
    '甲局.年报'
    """
    name = _FOLDERS.split(path)[-1]
    return name.rpartition(".")[0] or name


def whose(file: FileReport) -> str:
    """Return whose a file is: the agency, or the name of the file where nothing tells it."""
    return file.agency or " ".join((stem(file.path), *(file.sheets or ())))


def _code(basis: str) -> str:
    return hashlib.sha256(basis.encode()).hexdigest()[:40]


def _basis(file: FileReport, finding: Finding) -> str:
    slot = (finding.table, finding.row, finding.column)
    record: tuple[object, ...] = ()
    if finding.row is None:
        record = (finding.row_label,)
    if finding.row is None and not finding.row_label and finding.origin == "rule":
        # A record without a key is known by what stands in it.
        cells = finding.witnesses if finding.kind is Kind.RULE else ()
        record = tuple((each.column, each.shown) for each in cells)
    # As JSON, so that no two lists of texts make the same one.
    return json.dumps([file.form, finding.rule, *slot, record, whose(file), file.period])
