"""Rules that ask nothing of given files, or that could be evaluated in none of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportcheck.diagnosing.remarks import Kind, Remark, part_of
from reportcheck.evaluating import FEW
from reportcheck.evaluating.places import places_of
from reportcheck.evaluating.sweeping import Sweep
from reportcheck.finding import Verdict
from reportcheck.interpreting import judge
from reportcheck.rule import Pack, Rule
from reportcheck.submission import Submission
from reportcheck.viewing import View

_KNOWN = frozenset({Verdict.PASS, Verdict.FAIL})


def unfired(pack: Pack, submissions: Sequence[Submission]) -> Iterator[Remark]:
    """Yield the rules that required nothing of any submission of the form, or were never known.

    Rules that look at other submissions are left out: here each stands by itself.
    """
    if not submissions:
        yield Remark("no-data", facts={"form": pack.form.id})
        return
    views = [View(each) for each in submissions]
    sweep = Sweep(FEW, pack.rules)
    for view in views:
        sweep.prepare(view)
    for rule in pack.rules:
        if rule.suspended or rule.across:
            continue
        if rule.hierarchy is None:
            asked, known = _fired(rule, views)
        else:
            asked, known = _branched(rule, views, sweep)
        if known:
            continue
        kind: Kind = "never-evaluated" if asked else "never-met"
        yield Remark(kind, (part_of(rule),), facts={"files": str(len(views))})


def _fired(rule: Rule, views: Sequence[View]) -> tuple[bool, bool]:
    """Whether a rule required anything anywhere, and whether it is known if that held."""
    asked = False
    for view in views:
        for place in places_of(rule, view):
            judgement = judge(rule, view, place)
            if judgement.verdict is None or judgement.vacuous:
                continue
            asked = True
            if judgement.verdict in _KNOWN:
                return True, True
    return asked, False


def _branched(rule: Rule, views: Sequence[View], sweep: Sweep) -> tuple[bool, bool]:
    """Whether a hierarchy has any code with others below it, and whether one could be added up."""
    ended = [sweep.branches(rule, view) for view in views]
    findings = [each for branched in ended for each in branched.findings if each.rule == rule.id]
    known = any(branched.passed for branched in ended)
    known = known or any(each.verdict in _KNOWN for each in findings)
    return known or bool(findings), known
