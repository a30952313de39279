"""A report held against an earlier one: what is new, what remains, what is fixed, what is unseen.

Findings are known again by their fingerprints: form, rule, slot, agency and period, whatever was
inserted above a cell and wherever the file lies. Only what somebody has to see to is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Final, TypeAlias

from reportcheck.batch import Watch
from reportcheck.checking import Request, check
from reportcheck.earlier import Earlier, Fate, Gone
from reportcheck.examining import wanted
from reportcheck.finding import Finding, Kind, Mark, Verdict, is_open
from reportcheck.fingerprint import beneath, fingerprints, whose
from reportcheck.keeping import kept_like
from reportcheck.report import FileReport, Report, Status
from reportcheck.rereading import reread

Identity: TypeAlias = tuple[str | None, str, str | None]
Asked: TypeAlias = Callable[[FileReport, Finding], bool]


def check_since(request: Request, path: str | None, watch: Watch | None = None) -> Report:
    """Check as ``checking.check`` does, and hold the report against an earlier one, if any.

    The earlier report is read before anything is checked: what is none is a Problem.
    """
    if path is None:
        return check(request, watch)
    before = reread(path).report

    def asked(file: FileReport, finding: Finding) -> bool:
        if finding.kind is Kind.RULE:
            return any(finding.rule == rule for rule, _ in file.passes)
        part = None
        if request.project is not None:
            part = request.project.parts[request.project.part_of(file.path)]
        own = request.of(part)
        return wanted(finding.rule, (), own.select, own.ignore)

    return compare(check(request, watch), before, path, asked)


def compare(report: Report, before: Report, path: str, asked: Asked) -> Report:
    """Return a report in which each open finding says whether it is new, beside what is gone.

    ``asked`` tells whether a rule or check took part in a file now.
    """
    was_open = {
        code: (file, finding) for file, finding, code in fingerprints(before) if is_open(finding)
    }
    followed = {*beneath(before)}
    counts = dict.fromkeys(_MARKS, 0)
    # What follows from another finding now is still there.
    there = {*beneath(report)}
    marked: dict[int, FileReport] = {}
    for _, group in groupby(fingerprints(report), key=lambda told: id(told[0])):
        told = list(group)
        file, findings = told[0][0], []
        for _, finding, code in told:
            mark = _mark(finding, was=code in was_open or code in followed)
            if mark:
                there.add(code)
                counts[mark] += 1
            findings.append(replace(finding, since=mark))
        marked[id(file)] = replace(file, findings=kept_like(file.findings, findings))
    fate = _fates(report, asked)
    gone = [
        Gone(fate(file, finding), file.name, file.agency, file.period, finding)
        for code, (file, finding) in was_open.items()
        if code not in there
    ]
    earlier = Earlier(
        path, counts["new"], counts["remaining"], counts["explained"], tuple(gone),
        tuple(_missing(report, before)),
    )  # fmt: skip
    files = tuple(marked.get(id(each), each) for each in report.files)
    return replace(report, files=files, earlier=earlier)


_MARKS: Final[tuple[Mark, ...]] = ("new", "remaining", "explained")


def _mark(finding: Finding, *, was: bool) -> Mark:
    if is_open(finding):
        return "remaining" if was else "new"
    return "explained" if was and finding.verdict is Verdict.ACCEPTED else ""


def _fates(report: Report, asked: Asked) -> Callable[[FileReport, Finding], Fate]:
    """Return what tells the fate of a finding that a file had then and that is not told now."""
    known: dict[Identity, list[FileReport]] = {}
    for each in report.files:
        known.setdefault(_identity(each), []).append(each)
    there = {each.path: each.status for each in report.files}

    def fate(file: FileReport, finding: Finding) -> Fate:
        now = known.get(_identity(file))
        if now is not None:
            return "fixed" if any(asked(each, finding) for each in now) else "not-asked"
        if file.path not in there:
            return "missing"
        return "unchecked" if there[file.path] is Status.UNCHECKED else "renamed"

    return fate


def _missing(report: Report, before: Report) -> Iterator[str]:
    """Yield the files of the earlier report of which this run has neither identity nor path."""
    known = {_identity(each) for each in report.files}
    paths = {each.path for each in report.files}
    for each in before.files:
        if _identity(each) not in known and each.path not in paths:
            yield each.name


def _identity(file: FileReport) -> Identity:
    return file.form, whose(file), file.period
