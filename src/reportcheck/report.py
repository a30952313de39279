"""The result of a run: per file and in all, with the questions people ask as methods."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from reportcheck.classes import dataclass
from reportcheck.earlier import Earlier
from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.keeping import tallies
from reportcheck.mending import Mending, unpacked
from reportcheck.problem import EXIT_FINDINGS, EXIT_INTERRUPTED, EXIT_PASSED, EXIT_PROBLEM, Problem
from reportcheck.rule import Severity

if TYPE_CHECKING:
    from polars import DataFrame

FailOn: TypeAlias = Literal["error", "warning", "never"]


class Status(StrEnum):
    """What became of a file."""

    PASSED = "passed"
    FAILED = "failed"
    UNCHECKED = "unchecked"


_FOLDERS = re.compile(r"[/\\]")
_worse = tuple(Status).index


@dataclass(frozen=True, slots=True)
class Counts:
    """Instances of rules by verdict; findings about cells, structure and waivers.

    Instances that fail only because others do are ``following``, and none of those that ``fail``.
    """

    passed: int = 0
    fail: int = 0
    unknown: int = 0
    accepted: int = 0
    rule_error: int = 0
    cell: int = 0
    structure: int = 0
    waiver: int = 0
    following: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.passed + other.passed,
            self.fail + other.fail,
            self.unknown + other.unknown,
            self.accepted + other.accepted,
            self.rule_error + other.rule_error,
            self.cell + other.cell,
            self.structure + other.structure,
            self.waiver + other.waiver,
            self.following + other.following,
        )


def weighs(finding: Finding, fail_on: FailOn) -> bool:
    """Whether a finding makes its file fail at this level."""
    if finding.verdict in {Verdict.ACCEPTED, Verdict.PASS} or finding.blameless:
        return False
    if finding.verdict is Verdict.RULE_ERROR:
        return True
    levels = {"error": {Severity.ERROR}, "warning": {Severity.ERROR, Severity.WARNING}}
    return finding.severity in levels.get(fail_on, set())


def named(path: str, sheets: Sequence[str] | None) -> str:
    """Return how a submission is called: its file, and its sheets where the file holds several.

    >>> named("2024.xlsx", None), named("2024.xlsx", ("甲局",))
    ('2024.xlsx', '2024.xlsx [甲局]')
    """
    return path if sheets is None else f"{path} [{', '.join(sheets)}]"


@dataclass(frozen=True)
class FileReport:
    """What was found in one submission. With a ``problem`` nothing else is claimed about it.

    A file is one submission, unless ``sheets`` says on which of its sheets this one stands.

    ``passes`` has how many instances passed of each rule that took part, in the order of the rules.
    ``changed`` has the smallest changes that make the rules hold, packed; ``mending`` opens it.
    ``fail_on`` is set where a project asks another level of the file than the run's. ``rows`` has
    all findings, a row for every cell, where ``findings`` puts many of one kind together.
    """

    path: str
    status: Status
    form: str | None = None
    form_version: str | None = None
    form_title: dict[str, str] = field(default_factory=dict)
    confidence: float | None = None
    agency: str | None = None
    period: str | None = None
    problem: Problem | None = None
    counts: Counts = Counts()
    findings: Sequence[Finding] = ()
    notes: tuple[tuple[str, str], ...] = ()
    passes: tuple[tuple[str, int], ...] = ()
    fail_on: FailOn | None = None
    rows: DataFrame | None = field(default=None, compare=False, repr=False)
    sheets: tuple[str, ...] | None = None
    changed: bytes | None = None

    @property
    def mending(self) -> Mending | None:
        """The smallest changes, or None where they were not looked for."""
        return None if self.changed is None else unpacked(self.changed)

    @property
    def name(self) -> str:
        """The path, with the sheets where the file holds several submissions."""
        return named(self.path, self.sheets)

    @property
    def short(self) -> str:
        """The name without folders."""
        return named(_FOLDERS.split(self.path)[-1], self.sheets)


@dataclass(frozen=True)
class Report:
    """The result of a run: each submission by itself, in the fixed order of the files.

    ``resting`` counts the rule instances that need another period or other agencies and took no
    part, ``resting_below`` those of them that need the agencies below, ``resting_far`` those that
    need more than the period before. ``notes`` are pairs of a code of the catalogue and its fact,
    about the run. ``rules`` are the rule files that were asked for; ``narrowed`` tells that rules
    were selected among theirs. ``earlier`` is how it stands to an earlier report, if it was held
    against one.
    """

    files: tuple[FileReport, ...]
    fail_on: FailOn = "error"
    resting: int = 0
    resting_below: int = 0
    resting_far: int = 0
    notes: tuple[tuple[str, str], ...] = ()
    rules: tuple[str, ...] = ()
    narrowed: bool = False
    earlier: Earlier | None = None

    @cached_property
    def counts(self) -> Counts:
        """The counts of all files together."""
        return sum((file.counts for file in self.files), Counts())

    @property
    def findings(self) -> Iterable[Finding]:
        """All findings, file by file."""
        return (finding for file in self.files for finding in file.findings)

    def failed(self, severity: Severity) -> int:
        """Return how many findings of every kind failed at this severity."""
        return sum(
            each.findings
            for file in self.files
            for each in tallies(file.findings)
            if each.verdict is Verdict.FAIL and each.severity is severity
        )

    @property
    def outcomes(self) -> Mapping[str, Status]:
        """What became of each file by its path: of several submissions the worst counts."""
        found: dict[str, Status] = {}
        for each in self.files:
            found[each.path] = max(found.get(each.path, Status.PASSED), each.status, key=_worse)
        return found

    @property
    def unchecked(self) -> tuple[FileReport, ...]:
        """The files, or submissions in one, that could not be checked."""
        return tuple(file for file in self.files if file.status is Status.UNCHECKED)

    @property
    def exit_code(self) -> int:
        """0, 1 or 2: a file that was not checked, or a rule error, outweighs findings.

        130 where the run was interrupted: what it would have found nobody knows.
        """
        if any(file.problem and file.problem.code == "interrupted" for file in self.unchecked):
            return EXIT_INTERRUPTED
        if not self.files or self.unchecked or self.counts.rule_error:
            return EXIT_PROBLEM
        if any(file.status is Status.FAILED for file in self.files):
            return EXIT_FINDINGS
        return EXIT_PASSED


def status_of(findings: Iterable[Finding], fail_on: FailOn) -> Status:
    """Return what becomes of a checked file with these findings."""
    return Status.FAILED if any(weighs(each, fail_on) for each in findings) else Status.PASSED


def count(findings: Iterable[Finding], passed: int) -> Counts:
    """Count findings by verdict and kind; ``passed`` rule instances have none."""
    names = (
        "fail",
        "unknown",
        "accepted",
        "rule_error",
        "cell",
        "structure",
        "waiver",
        "following",
    )
    tally = dict.fromkeys(names, 0)
    for each in findings:
        key = str(each.verdict) if each.kind is Kind.RULE else str(each.kind)
        tally[key] += each.count
        tally["following"] += sum(one.count for one in each.consequences)
    return Counts(passed, **tally)
