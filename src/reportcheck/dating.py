"""The periods that forms and rules are meant for, held against the period of a submission.

Which edition a file is on is told by its rows and columns alone; here it is only said where another
one is in force. A rule that is not meant for the period is not asked, and that is said, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.form import Form
from reportcheck.period import moment
from reportcheck.rule import Pack, Severity
from reportcheck.submission import Submission

Effective: TypeAlias = tuple[str | None, str | None]
_ALWAYS: Final[Effective] = (None, None)
_MONTHS: Final = 12


def is_meant_for(effective: Effective, period: str | None) -> bool | None:
    """Return whether something is meant for a period, None where that cannot be told.

    A period that is only partly in its time is not in it.

    >>> is_meant_for(("2021", None), "2021Q1"), is_meant_for((None, "2020"), "2021-03")
    (True, False)
    >>> is_meant_for(("2021", None), None) is None
    True
    """
    if effective == _ALWAYS:
        return True
    at = _months(period)
    first, last = map(_months, effective)
    if at is None or any(
        known is None and named is not None
        for known, named in zip((first, last), effective, strict=True)
    ):
        return None
    return (first is None or first[0] <= at[0]) and (last is None or at[1] <= last[1])


def _months(period: str | None) -> tuple[int, int] | None:
    """Return the first and the last month of a period, counted on."""
    at = None if period is None else moment(period)
    if at is None:
        return None
    length = _MONTHS // at.in_a_year
    return at.number * length, at.number * length + length - 1


def dated(pack: Pack, submission: Submission, packs: Sequence[Pack]) -> tuple[Pack, Submission]:
    """Return a pack with the rules that are meant for the period, and what is to be said of it."""
    told = remarks(pack, submission.period, packs)
    if not told:
        return pack, submission
    structure = (*submission.structure, *told)
    return in_force(pack, submission.period), replace(submission, structure=structure)


def remarks(pack: Pack, period: str | None, packs: Sequence[Pack]) -> tuple[Finding, ...]:
    """Return what is to be said of a form in a period: another is in force, rules are not asked."""
    if period is None or not _any_dated(pack):
        return ()
    return tuple(filter(None, (_other_edition(pack.form, period, packs), _resting(pack, period))))


def _any_dated(pack: Pack) -> bool:
    return pack.form.effective != _ALWAYS or has_dated_rules(pack)


def has_dated_rules(pack: Pack) -> bool:
    """Whether some rule of a pack is meant for some periods only."""
    return any(rule.effective != _ALWAYS for rule in pack.rules)


def in_force(pack: Pack, period: str | None) -> Pack:
    """Return a pack with the rules that are meant for a period; those of which it is not known too.

    The same pack, where none is left out.
    """
    rules = tuple(r for r in pack.rules if is_meant_for(r.effective, period) is not False)
    return pack if len(rules) == len(pack.rules) else replace(pack, rules=rules)


def _other_edition(form: Form, period: str, packs: Sequence[Pack]) -> Finding | None:
    if is_meant_for(form.effective, period) is not False:
        return None
    others = [
        pack.form
        for pack in packs
        if pack.form.id == form.id
        and pack.form.effective != _ALWAYS
        and is_meant_for(pack.form.effective, period)
    ]
    facts = {
        "edition": f"{form.id}@{form.version}" if form.version else form.id,
        "period": period,
        "what": "" if others else "none",
        "other": "",
        "other_basis": "",
        "meant_from": form.effective[0] or "",
        "meant_to": form.effective[1] or "",
    }
    if others:
        other = others[0]
        name = f"{other.id}@{other.version}" if other.version else other.id
        facts |= {"other": name, "other_basis": other.basis}
    basis = others[0].basis if others else form.basis
    return _finding("other-edition", Severity.WARNING, facts, basis)


def _resting(pack: Pack, period: str) -> Finding | None:
    resting = [
        rule
        for rule in pack.rules
        if not rule.suspended and is_meant_for(rule.effective, period) is False
    ]
    if not resting:
        return None
    names = ", ".join(rule.id for rule in resting)
    facts = {"rules": names, "period": period}
    return _finding("not-in-force", Severity.INFO, facts, pack.form.basis)


def _finding(rule: str, severity: Severity, facts: dict[str, str], basis: str) -> Finding:
    return Finding(rule, severity, Verdict.FAIL, Kind.STRUCTURE, facts=facts, basis=basis)
