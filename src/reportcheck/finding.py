"""A finding: what a rule, a cell check or the layout showed, as data that any renderer can use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Literal, TypeAlias

from reportcheck.address import CellRef
from reportcheck.classes import dataclass
from reportcheck.rule import Severity


class Verdict(StrEnum):
    """How a rule instance ended. Unknown is never a pass."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    RULE_ERROR = "rule_error"


class Kind(StrEnum):
    """What was checked: a rule, the content of a cell, the layout, or a waiver of one of these."""

    RULE = "rule"
    CELL = "cell"
    STRUCTURE = "structure"
    WAIVER = "waiver"


@dataclass(frozen=True, slots=True)
class Witness:
    """One cell that a rule compared. ``value`` is its exact decimal, None where there is none.

    ``row_label`` and ``column_label`` are the form's words. ``side`` is ``left`` or ``right`` of
    the comparison, or empty where the check is none. ``path`` and ``period`` are set for another
    file, ``agency`` where that is of another agency.
    """

    table: str
    row: str | None
    column: str
    at: CellRef | None
    value: str | None
    shown: str
    row_label: str = ""
    column_label: str = ""
    side: str = ""
    path: str | None = None
    period: str | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a rule could not be evaluated: a cell, and the id of the finding about that cell.

    ``blameless`` marks a declared mark or ``blank: unknown``, which nobody has to mend. ``table``
    is the id of the table that the cell belongs to, ``table_label`` the form's words for it, and
    ``shown`` what stands in it.
    ``path`` and ``period`` are set for another file, ``agency`` where that is of another agency;
    ``told`` where the finding stands in the report of that file. Of a report that is lacking only
    the ``period`` is set.
    """

    finding: str
    at: CellRef | None = None
    row_label: str = ""
    column_label: str = ""
    blameless: bool = False
    table: str | None = None
    table_label: str = ""
    path: str | None = None
    period: str | None = None
    agency: str | None = None
    told: bool = False
    shown: str = ""

    @property
    def lies_elsewhere(self) -> bool:
        """Whether it lies in another file."""
        return self.path is not None or self.agency is not None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What could not be checked in another file for a finding in this one: a rule, and where."""

    path: str
    period: str | None
    agency: str | None
    rule: str
    at: CellRef | None = None
    row_label: str = ""
    column_label: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Spelling:
    """The arithmetic of a comparison, free of language: each side in addresses and in numbers.

    ``left_cells`` is as ``J12``, ``right_cells`` as ``D12 + E12``, ``right_figures`` as ``2 + 1``.
    A side that is one cell, or one number, has the same text in figures as in its value.
    """

    operator: str
    left_cells: str
    left_figures: str
    right_cells: str
    right_figures: str


@dataclass(frozen=True, slots=True)
class StandIn:
    """What a rule took for a cell, or for a record, that is missing.

    ``how``: ``zero``, ``computed`` (by another rule), or ``left-out`` (a code without a record).
    """

    how: str
    at: CellRef | None = None
    row_label: str = ""
    column_label: str = ""
    value: str = "0"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Why a finding is accepted: the reason, who gave it, until when (inclusive), and where."""

    reason: str
    by: str
    until: str
    source: str = ""


Mark: TypeAlias = Literal["", "new", "remaining", "explained"]
"""How a finding stands to an earlier report; nothing where there is none, or nobody has to see to
it.
"""


@dataclass(frozen=True)
class Finding:
    """One thing to tell. Its id is ``rule`` (of cell and structure checks too).

    ``facts`` fills the sentences of the catalogue; ``say`` and ``fix`` are the rule file's own
    sentences by language; ``context`` is a row or column that passes the same rule; ``count`` is
    more than 1 where like findings were put together. ``missing`` is the rule's policy for what is
    missing, empty where that is ``strict``, and ``stand_ins`` what was taken for it;
    ``since`` is how it stands to an earlier report. ``consequences`` are findings of this file that
    follow from this one and are no further mistakes, ``elsewhere`` is what could not be checked
    for it in other files.
    """

    rule: str
    severity: Severity
    verdict: Verdict
    kind: Kind
    table: str | None = None
    row: str | None = None
    column: str | None = None
    row_label: str = ""
    column_label: str = ""
    at: CellRef | None = None
    left: str | None = None
    right: str | None = None
    difference: str | None = None
    tolerance: str | None = None
    reason: str | None = None
    witnesses: tuple[Witness, ...] = ()
    context: tuple[Witness, ...] = ()
    because: tuple[Cause, ...] = ()
    spelling: Spelling | None = None
    origin: str = "rule"
    check: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    say: Mapping[str, str] = field(default_factory=dict)
    fix: Mapping[str, str] = field(default_factory=dict)
    basis: str = ""
    count: int = 1
    accepted: Acceptance | None = None
    missing: str = ""
    stand_ins: tuple[StandIn, ...] = ()
    since: Mark = ""
    consequences: tuple[Finding, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()

    @property
    def unevaluated(self) -> bool:
        """Whether its rule could not be evaluated, even if that is accepted."""
        return self.verdict is Verdict.UNKNOWN or bool(self.accepted and self.because)

    @property
    def blameless(self) -> bool:
        """Whether it is an unknown whose every cause is declared in the rule file."""
        return (
            self.verdict is Verdict.UNKNOWN
            and bool(self.because)
            and all(cause.blameless for cause in self.because)
        )

    @property
    def told_elsewhere(self) -> bool:
        """Whether it is an unknown of which the findings of other files tell why."""
        return self.verdict is Verdict.UNKNOWN and any(cause.told for cause in self.because)


def is_open(finding: Finding) -> bool:
    """Whether somebody still has to do something about a finding."""
    if finding.verdict is Verdict.ACCEPTED or finding.blameless:
        return False
    return not (finding.kind is not Kind.RULE and finding.severity is Severity.INFO)
