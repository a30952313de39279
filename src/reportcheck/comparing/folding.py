"""What is told twice in a run is told once: where its cause is, with what rests on it elsewhere.

A figure that nobody can read is told in its own report, and so is a report that is there twice: in
those of other periods, or of the agencies above, rules are unknown for it, and no further finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple, TypeAlias

from reportcheck.comparing.index import Gap, agency_key
from reportcheck.evaluating import MOST_CAUSES
from reportcheck.finding import Cause, Elsewhere, Finding, Kind, Verdict
from reportcheck.hanging import Causes, cause_among, causes_in, periods_of
from reportcheck.keeping import Kept
from reportcheck.period import moment
from reportcheck.report import FileReport, named
from reportcheck.sending import Result

_LACKING: Final = "no-prior-period"
_TWICE: Final = "duplicate-submission"

Lost: TypeAlias = Mapping[tuple[str, str], Gap]
"""What is lacking, by the name of a submission and the period of which nothing is known."""
Settle: TypeAlias = Callable[[FileReport, Sequence[Finding]], FileReport]
"""Returns a report with other findings."""


class _Spot(NamedTuple):
    """A finding of a result, by its number."""

    number: int
    finding: Finding


def folded(results: Sequence[Result], lost: Lost, settle: Settle) -> list[Result]:
    """Return results in which what rests on a finding of another file says so, and no more."""
    return _Folding(results, lost).results(settle)


class _Folding:
    def __init__(self, results: Sequence[Result], lost: Lost) -> None:
        self._results = results
        self._lost = lost
        self._of_path: dict[str, list[int]] = {}
        for number, each in enumerate(results):
            self._of_path.setdefault(each.report.path, []).append(number)
        self._causes: dict[int, Causes] = {}
        self._found: dict[int, list[Finding]] = {}
        self._resting: dict[int, dict[int, list[Elsewhere]]] = {}

    def results(self, settle: Settle) -> list[Result]:
        # What was packed was found in a file by itself: it rests on no other one.
        looking = [
            number
            for number, each in enumerate(self._results)
            if each.report.findings and not isinstance(each.report.findings, Kept)
        ]
        lacks = self._lacks(looking)
        for number in looking:
            self._fold(number, lacks.get(number, {}))
        for number, resting in self._resting.items():
            report = self._results[number].report
            self._found[number] = [
                replace(each, elsewhere=tuple(resting[key]))
                if (key := self._place(number, each)) in resting
                else each
                for each in self._found.get(number, report.findings)
            ]
        results = list(self._results)
        for number, findings in self._found.items():
            report = results[number].report
            results[number] = replace(results[number], report=settle(report, findings))
        return results

    def _fold(self, number: int, lacks: Mapping[str, _Spot]) -> None:
        """Let the unknowns of a report say where their causes are told."""
        report = self._results[number].report
        told: list[Finding] = []
        changed = False
        for each in report.findings:
            if (periods := periods_of(each)) and any(period in lacks for period in periods):
                changed = True
                if left := [period for period in periods if period not in lacks]:
                    told.append(replace(each, facts={**each.facts, "period": ", ".join(left)}))
                continue
            if each.verdict is Verdict.UNKNOWN and each.kind is Kind.RULE:
                spots = [self._spot(cause, lacks) for cause in each.because]
                if any(spots) and self._all_told(each, spots, number):
                    changed = True
                    told.append(self._resting_on(each, spots, report))
                    continue
            told.append(each)
        if changed:
            self._found[number] = told

    def _all_told(self, unknown: Finding, spots: Sequence[_Spot | None], number: int) -> bool:
        """Whether every cause of an unknown has a finding, here or elsewhere."""
        if len(unknown.because) >= MOST_CAUSES:  # some may be left out: it stands by itself
            return False
        return all(
            spot or cause.blameless or self._here(cause, number)
            for cause, spot in zip(unknown.because, spots, strict=True)
        )

    def _here(self, cause: Cause, number: int) -> bool:
        return not cause.lies_elsewhere and cause_among(cause, self._causes_of(number)) is not None

    def _resting_on(
        self, unknown: Finding, spots: Sequence[_Spot | None], report: FileReport
    ) -> Finding:
        resting = Elsewhere(
            report.path, report.period, report.agency, unknown.rule, unknown.at,
            unknown.row_label, unknown.column_label, unknown.count,
        )  # fmt: skip
        because = []
        for cause, spot in zip(unknown.because, spots, strict=True):
            if spot is None:
                because.append(cause)
                continue
            there = self._results[spot.number].report
            held = self._resting.setdefault(spot.number, {})
            place = self._place(spot.number, spot.finding)
            if resting not in held.setdefault(place, []):
                held[place].append(resting)
            if not cause.lies_elsewhere:
                cause = replace(  # noqa: PLW2901 - as it is told
                    cause, finding=spot.finding.rule, path=there.path, period=there.period
                )
            because.append(replace(cause, told=True))
        return replace(unknown, because=tuple(because))

    def _place(self, number: int, finding: Finding) -> int:
        """Return where a finding stands among those of its report, as they were."""
        return next(
            (n for n, each in enumerate(self._results[number].report.findings) if each == finding),
            -1,
        )

    def _spot(self, cause: Cause, lacks: Mapping[str, _Spot]) -> _Spot | None:
        """Return the finding of another report that is the cause of an unknown."""
        if cause.blameless:
            return None
        if cause.path is None:
            return lacks.get(str(cause.period)) if cause.finding == _LACKING else None
        for number in self._of_path.get(cause.path, ()):
            found = cause_among(cause, self._causes_of(number))
            if found is not None:
                return _Spot(number, found)
        return None

    def _causes_of(self, number: int) -> Causes:
        if number not in self._causes:
            self._causes[number] = causes_in(self._results[number].report.findings)
        return self._causes[number]

    def _lacks(self, looking: Iterable[int]) -> Mapping[int, Mapping[str, _Spot]]:
        """Return, by result, of which periods another report tells what is lacking, and where."""
        lacks: dict[int, dict[str, _Spot]] = {}
        alike: dict[tuple[str | None, str, str, str], list[_Spot]] = {}
        for number in looking:
            for spot, period, gap in self._lacking(number):
                twice = self._twice(gap)
                if twice is not None:
                    lacks.setdefault(number, {})[period] = twice
                elif gap.agency is not None:
                    form = self._results[number].report.form
                    key = form, gap.reason, agency_key(gap.agency), period
                    alike.setdefault(key, []).append(spot)
        for (*_, period), spots in alike.items():
            first, *others = sorted(spots, key=self._by_period)
            for each in others:
                lacks.setdefault(each.number, {})[period] = first
        return lacks

    def _lacking(self, number: int) -> Iterator[tuple[_Spot, str, Gap]]:
        report = self._results[number].report
        for each in report.findings:
            for period in periods_of(each):
                gap = self._lost.get((report.name, period))
                if gap is not None:
                    yield _Spot(number, each), period, gap

    def _twice(self, gap: Gap) -> _Spot | None:
        """Return the finding that a report is there twice, if that is what is lacking."""
        names = {named(each.path, each.sheets) for each in gap.several if gap.what == "several"}
        for path in dict.fromkeys(each.path for each in gap.several):
            for number in self._of_path.get(path, ()):
                if self._results[number].report.name in names:
                    for each in self._results[number].report.findings:
                        if each.rule == _TWICE and each.kind is Kind.STRUCTURE:
                            return _Spot(number, each)
        return None

    def _by_period(self, spot: _Spot) -> tuple[int, str]:
        report = self._results[spot.number].report
        at = moment(report.period or "")
        return (-1 if at is None else at.number), report.name
