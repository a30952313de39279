"""Why rules could look at nothing: a report is lacking, or nobody can tell whose one is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reportcheck.comparing.index import Gap, Index
from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.formerly import Former
from reportcheck.period import before
from reportcheck.report import named
from reportcheck.rule import Rule, Severity

_ORDER = (Severity.INFO, Severity.WARNING, Severity.ERROR)


def lacking(
    kept: Former, index: Index, rules: Sequence[Rule], findings: Iterable[Finding]
) -> Iterator[Finding]:
    """Yield why rules could look at nothing: whom, or which period, nobody can tell of.

    ``findings`` are those of the rules; what is told here is as grave as the gravest that rests
    on it.
    """
    resting = [
        each.severity for each in findings if {"no-prior-period", "unidentified"} & _causes(each)
    ]
    if not resting:
        return
    severity = max(resting, key=_ORDER.index)
    if kept.agency is None or kept.period is None:
        lost = [
            name
            for name, held in (("agency", kept.agency), ("period", kept.period))
            if held is None
        ]
        yield _told("unidentified", severity, {"what": "-".join(lost)})
        return
    alike: dict[Gap, list[str]] = {}
    for period, there in gaps(kept, index, rules).items():
        alike.setdefault(there, []).append(period)
    for there, periods in alike.items():
        facts = {"agency": there.agency or kept.agency, "period": ", ".join(sorted(periods))}
        if index.has_names and not there.what:
            facts["what"] = "listed"
        if there.what:
            facts |= {"what": there.what, "new": kept.agency}
        if there.several:
            facts["paths"] = "\n".join(named(each.path, each.sheets) for each in there.several)
        yield _told("no-prior-period", severity, facts)


def gaps(kept: Former, index: Index, rules: Iterable[Rule]) -> Mapping[str, Gap]:
    """Return what is lacking of earlier periods that rules look at, by the period."""
    found: dict[str, Gap] = {}
    for steps in sorted({steps for rule in rules for steps in rule.back}):
        there = index.look_back(kept, steps)
        if isinstance(there, Gap):
            found.setdefault(before(kept.period or "", steps) or kept.period or "", there)
    return found


def _causes(finding: Finding) -> set[str]:
    return {each.finding for each in finding.because}


def _told(rule: str, severity: Severity, facts: Mapping[str, str]) -> Finding:
    return Finding(rule, severity, Verdict.FAIL, Kind.STRUCTURE, facts=facts)
