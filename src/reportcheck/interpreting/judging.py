"""The judgement of one instance: whether there is one, how it ends, and by how much."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from reportcheck.classes import dataclass
from reportcheck.finding import Verdict
from reportcheck.formula import (
    Cell,
    Compare,
    If,
    Logic,
    Node,
    condition_of,
    decisive_comparison,
)
from reportcheck.interpreting.outcomes import Known, Outcome, Unjudgeable, implied, truth
from reportcheck.interpreting.trees import Scene, comparison, evaluate, scene_of
from reportcheck.number import Exact, Value
from reportcheck.operands import is_missing, operands
from reportcheck.rule import Missing, Rule
from reportcheck.viewing import Lack, Place, View

_VERDICTS = {True: Verdict.PASS, False: Verdict.FAIL, None: Verdict.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Judgement:
    """How an instance ended; ``verdict`` is None where there is no instance.

    ``left``, ``right`` and ``difference`` are those of the comparison that decides: the check
    itself, or what its ``then`` requires. ``vacuous``: the ``if`` was
    false, so nothing was required.
    """

    verdict: Verdict | None
    left: Value | None = None
    right: Value | None = None
    difference: Exact | None = None
    lacks: tuple[Lack, ...] = ()
    vacuous: bool = False
    error: str = ""


def judge(rule: Rule, view: View, place: Place) -> Judgement:
    """Return how a rule ends at one place of one submission, exactly."""
    scene = Scene(view, place)
    try:
        if lands_on_absent(rule, scene) or is_skipped(rule, scene):
            return Judgement(None)
        if rule.where is not None:
            where = evaluate(rule.where, scene)
            if truth(where) is False:
                return Judgement(None)
            if where.value is None:
                return Judgement(Verdict.UNKNOWN, lacks=where.lacks)
        return _judged(rule.check, scene_of(rule, view, place))
    except Unjudgeable as error:
        return Judgement(Verdict.RULE_ERROR, error=str(error))
    except (re.error, OverflowError, RecursionError) as error:
        # What else a formula can bring about by itself: a pattern the engine refuses, and
        # repetition or nesting beyond its bounds.
        return Judgement(Verdict.RULE_ERROR, error=type(error).__name__)


def lands_on_absent(rule: Rule, scene: Scene) -> bool:
    """Whether the instance is about an optional item that this submission does without."""
    place = scene.place
    if (
        place.item is not None
        and rule.table is not None
        and rule.each is not None
        and scene.view.is_without(rule.table, rule.each, place)
    ):
        return True
    if rule.origin == "equals" and isinstance(rule.check, Compare):
        own = rule.check.left
        return isinstance(own, Cell) and scene.see(own).absent
    return False


def is_skipped(rule: Rule, scene: Scene) -> bool:
    """Whether so much is missing from the comparison of a rule that it has no instance here."""
    if rule.missing not in {Missing.SKIP_IF_ANY, Missing.SKIP_IF_ALL}:
        return False
    missing = [is_missing(sight) for sight in operands(rule.check, scene)]
    return any(missing) if rule.missing is Missing.SKIP_IF_ANY else all(missing or [False])


def _judged(check: Node, scene: Scene) -> Judgement:
    on = condition_of(check)
    condition = Outcome(value=True) if on is None else scene.condition(on)
    if truth(condition) is False:
        return Judgement(Verdict.PASS, vacuous=True)
    outcome, left, right = _compared(check, scene)
    if outcome.value is False:
        part = broken_part(check, scene)
        if part is not check:
            outcome, left, right = _compared(part, scene)
    outcome = implied(condition, outcome)
    held = truth(outcome)
    return Judgement(
        _VERDICTS[held],
        _plain(left.value),
        _plain(right.value),
        _difference(left.value, right.value),
        outcome.lacks,
    )


def broken_part(check: Node, scene: Scene) -> Node:
    """Return what of a check does not hold: of parts that all have to, those that do not.

    A check that is no conjunction comes back as it is, and so does one of which nothing fails.
    """
    if isinstance(check, If):
        part = broken_part(check.consequence, scene)
        return check if part is check.consequence else replace(check, consequence=part)
    if isinstance(check, Logic) and check.operator == "and":
        broken = [each for each in check.operands if truth(evaluate(each, scene)) is False]
        if len(broken) == 1:
            return broken_part(broken[0], scene)
        if broken and len(broken) < len(check.operands):
            return replace(check, operands=tuple(broken))
    return check


def _compared(check: Node, scene: Scene) -> tuple[Outcome, Outcome, Outcome]:
    """Return how what a check requires ends, with both sides where that is one comparison."""
    deciding = decisive_comparison(check)
    if deciding is not None:
        return comparison(deciding, scene)
    outcome = evaluate(check.consequence if isinstance(check, If) else check, scene)
    return outcome, Outcome(None), Outcome(None)


def _plain(value: Known | None) -> Value | None:
    return None if isinstance(value, bool) else value


def _difference(left: Known | None, right: Known | None) -> Exact | None:
    if isinstance(left, int | Fraction) and isinstance(right, int | Fraction):
        return left - right
    return None
