"""The agencies of a run in their hierarchy: who is below whom, who is missing, who is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Final, TypeAlias

from reportcheck.below import Child
from reportcheck.comparing.index import Index
from reportcheck.evaluating.surely import in_units
from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.formerly import Former
from reportcheck.hierarchy.agencies import Agency, Hierarchy
from reportcheck.hierarchy.below import Below, Figures
from reportcheck.problem import Problem
from reportcheck.report import FileReport, Status
from reportcheck.rule import Severity
from reportcheck.text import fold

MOST_NAMED: Final = 50
"""Agencies that one finding names; of more, the rest is counted."""

_MOST_HERE: Final = 5
"""Files that a finding names as seeming to be what is missing."""

_Key: TypeAlias = tuple[str, int, str | None]
"""The id of a form, the number of an agency, and a period."""


class Kin:
    """The submissions of a run by the agencies of a hierarchy."""

    def __init__(
        self,
        hierarchy: Hierarchy,
        index: Index,
        formers: Iterable[Former],
        reports: Iterable[FileReport],
    ) -> None:
        self.hierarchy = hierarchy
        self._index = index
        self._kept: dict[_Key, list[Former]] = {}
        self._given: set[int] = set()
        self._unread: set[int] = set()
        self._reports = tuple(reports)
        for report in self._reports:
            agency = hierarchy.find(report.agency, report.path)
            if agency is not None:
                unread = report.status is Status.UNCHECKED
                (self._unread if unread else self._given).add(agency.number)
        for each in formers:
            agency = hierarchy.find(each.agency, each.path)
            if agency is not None:
                self._kept.setdefault((each.form[0], agency.number, each.period), []).append(each)

    def below(self, kept: Former) -> Below | None:
        """Return what the agencies below that of a submission reported, None if there are none."""
        agency = self.hierarchy.find(kept.agency, kept.path)
        agencies = () if agency is None else self.hierarchy.below(agency)
        if not agencies:
            return None
        found = [self._reported(each, kept) for each in agencies]
        children = [
            self._child(number, each, held, kept)
            for number, (each, held) in enumerate(zip(agencies, found, strict=True))
        ]
        return Below(
            children,
            lambda number: self._index.open(found[number][0]),
            lambda number: self._plain(found[number][0]),
            kept.period,
        )

    def _plain(self, kept: Former) -> Figures | None:
        """Return the figures of a submission that is kept as such, if these are plain numbers."""
        mould = kept.mould
        if mould is None:
            return None
        whole = in_units(kept.figures)
        return whole and Figures(*whole, (kept.form, mould), mould.positions)

    def _reported(self, agency: Agency, kept: Former) -> Sequence[Former]:
        """Return the submissions of an agency for the form and the period of another."""
        key = kept.form[0], agency.number, kept.period
        held = self._kept.get(key, [])
        if len(held) > 1:
            held = self._kept[key] = self._index.distinct(held)
        return held

    def _child(self, number: int, agency: Agency, held: Sequence[Former], kept: Former) -> Child:
        name = self.hierarchy.shown(agency)
        if not held:
            return Child(number, name, missing="missing-child")
        if len(held) > 1:
            return Child(number, name, missing="doubled-child")
        (former,) = held
        edition = former.form[1] if former.form != kept.form else None
        return Child(number, name, former.path, former.period, edition=edition)

    def lacking(self, below: Below) -> Iterator[Finding]:
        """Yield who of the agencies below has no report, or more than one."""
        missing = [each.name for each in below.children if each.missing == "missing-child"]
        doubled = [each.name for each in below.children if each.missing == "doubled-child"]
        if missing:
            here = self._here(missing, below.period)
            facts = {"what": "here", "here": "\n".join(here)} if here else {}
            yield _finding(rule="missing-child", facts={**_named(missing), **facts})
        if doubled:
            yield _finding(rule="doubled-child", facts=_named(doubled))

    def _here(self, missing: Sequence[str], period: str | None) -> list[str]:
        """Return the files that seem, by their names, to be the reports that are missing.

        They could not be checked, or what stands in them is another agency or period.
        """
        names = [fold(each) for each in missing]
        found: list[str] = []
        for report in self._reports:
            unread = report.status is Status.UNCHECKED
            known = self.hierarchy.find(report.agency, report.path) is not None
            if known and not unread and report.period == period:
                continue
            called = fold(PurePath(report.path).stem)
            if (unread or (period and period in called)) and any(each in called for each in names):
                if len(found) == _MOST_HERE:
                    return [*found, "…"]
                found.append(report.name)
        return found

    def stranger(self, report: FileReport) -> Finding | None:
        """Return that the agency of a report is not in the hierarchy, if it is not."""
        if report.status is Status.UNCHECKED:
            return None
        name = report.agency
        if self.hierarchy.find(name, report.path) is not None:
            return None
        facts = {"list": self.hierarchy.path}
        if name is None:
            facts["what"] = "unnamed"
        else:
            facts["agency"] = name
            facts["nearest"] = self.hierarchy.nearest(name) or ""
        return replace(_finding(rule="not-in-hierarchy", facts=facts), severity=Severity.WARNING)

    def lost(self) -> FileReport | None:
        """Return that agencies have no report at all which nothing in the run tells otherwise.

        One that is below another with a report is told there, where the roll-up needs it.
        """
        hierarchy = self.hierarchy
        told = {number for _, number, _ in self._kept}
        silent = []
        for each in hierarchy.agencies:
            if not each.reports or each.number in self._given or each.number in self._unread:
                continue
            above = hierarchy.above(each)
            if above is None or above.number not in told:
                silent.append(hierarchy.shown(each))
        if not silent:
            return None
        problem = Problem("missing-report", path=hierarchy.path, **_named(silent))
        return FileReport(hierarchy.path, Status.UNCHECKED, problem=problem)

    def flat(self) -> FileReport | None:
        """Return that nobody is below anybody, if so: no roll-up has anything to add up."""
        if any(map(self.hierarchy.below, self.hierarchy.agencies)):
            return None
        path = self.hierarchy.path
        return FileReport(path, Status.UNCHECKED, problem=Problem("hierarchy-flat", path=path))


def _named(agencies: Sequence[str]) -> dict[str, str]:
    more = ["…"] if len(agencies) > MOST_NAMED else []
    named = "\n".join([*agencies[:MOST_NAMED], *more])
    return {"number": str(len(agencies)), "agencies": named}


def _finding(rule: str, facts: Mapping[str, str]) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.ERROR,
        verdict=Verdict.FAIL,
        kind=Kind.STRUCTURE,
        table=None,
        facts=facts,
    )
