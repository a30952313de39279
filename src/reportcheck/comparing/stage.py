"""The second stage: what a submission shows beside others, added to its report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from itertools import chain
from typing import TypeAlias

from reportcheck.classes import dataclass
from reportcheck.comparing.beside import mended_beside
from reportcheck.comparing.changes import Changes
from reportcheck.comparing.consequences import with_consequences
from reportcheck.comparing.folding import folded
from reportcheck.comparing.index import Gap, Index
from reportcheck.comparing.kin import Kin
from reportcheck.comparing.leftout import left_out
from reportcheck.comparing.standing import gaps, lacking
from reportcheck.dating import in_force
from reportcheck.evaluating import Evaluation, evaluate_across
from reportcheck.evaluating.arithmetic import NoPlanError
from reportcheck.evaluating.places import places_without
from reportcheck.evaluating.surely import Passes, PlanAcross, Sureness
from reportcheck.examining import Order, add_findings, wanted
from reportcheck.finding import Finding, Kind
from reportcheck.formerly import Former, slots_of
from reportcheck.hierarchy.below import Asked as AskedBelow
from reportcheck.hierarchy.below import Below, Totals, asked_by
from reportcheck.keeping import kept_like
from reportcheck.report import FailOn, FileReport, count, named, status_of
from reportcheck.rule import Pack, Rule
from reportcheck.sending import Result
from reportcheck.viewing import View

Looked: TypeAlias = tuple[str, str, str]
"""The id and the version of a form, and the id of a rule."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the submissions of some files: by which packs, how strictly.

    ``always``: reports of other periods were given, so that one without any is a lack. ``kin`` has
    the agencies in their hierarchy, where there is one.
    """

    packs: Mapping[tuple[str, str], Pack]
    fail_on: FailOn
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    always: bool = False
    kin: Kin | None = None

    @classmethod
    def of(cls, order: Order, *, always: bool, kin: Kin | None = None) -> Asked:
        """Return what an order asks."""
        packs: dict[tuple[str, str], Pack] = {}
        for pack in order.packs:
            packs.setdefault((pack.form.id, pack.form.version), pack)
        return cls(packs, order.fail_on, order.select, order.ignore, always, kin)


@dataclass(frozen=True, slots=True)
class Compared:
    """The results of a run after the second stage, and the rules that could look anywhere.

    ``looked`` names them after the id and the version of their form; ``astray`` are reports of
    earlier periods that are too few for the others to be held against such.
    """

    results: list[Result]
    looked: frozenset[Looked]
    astray: tuple[Former, ...] = ()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is asked of the agencies below, and whether items are left out that these may have."""

    asked: AskedBelow
    without: bool

    @classmethod
    def by(cls, rules: Sequence[Rule], view: View) -> _Wanted:
        """Return what rules ask for a submission."""
        return cls(asked_by(rules, view), any(any(places_without(each, view)) for each in rules))


@dataclass
class _Stage:
    index: Index
    plans: dict[object, PlanAcross | None] = field(default_factory=dict)
    looked: set[Looked] = field(default_factory=set)
    chosen: dict[object, tuple[Rule, ...]] = field(default_factory=dict)
    wanted: dict[object, _Wanted] = field(default_factory=dict)
    changes: Changes | None = None
    lost: dict[tuple[str, str], Gap] = field(default_factory=dict)
    astray: set[tuple[str, str, int]] = field(default_factory=set)

    def gather(self, result: Result, asked: Asked) -> None:
        """Take up what rules ask of all agencies together, before any of them is judged."""
        kept = result.former
        if kept is None:
            return
        rules = self._rules(asked.packs[kept.form], kept, asked)
        if any(rule.needs_run for rule in rules):
            if self.changes is None:
                self.changes = Changes(self.index)
            self.changes.gather(kept, rules)

    def result(self, result: Result, asked: Asked) -> Result:
        """Return a result with what its submission shows beside others."""
        kept, kin = result.former, asked.kin
        stranger = None if kin is None else kin.stranger(result.report)
        if stranger is not None:
            result = _with_findings(result, (stranger,), asked)
        if kept is None:
            return result
        pack = asked.packs[kept.form]
        rules = self._rules(pack, kept, asked)
        below = None if kin is None else kin.below(kept)
        if kin is not None and below is not None:
            result = _with_findings(result, tuple(kin.lacking(below)), asked)
            rolled = self._rolled_up(pack, kept.period)
            if rolled:
                rules = self._together(rules, rolled)
                return self._beside(result, kept, rules, below, asked)
        return self._beside(result, kept, rules, None, asked) if rules else result

    def _together(self, rules: tuple[Rule, ...], rolled: tuple[Rule, ...]) -> tuple[Rule, ...]:
        """Return all rules, the same object for the same ones."""
        return self.chosen.setdefault(("all", id(rules), id(rolled)), (*rules, *rolled))

    def _beside(
        self,
        result: Result,
        kept: Former,
        rules: tuple[Rule, ...],
        below: Below | None,
        asked: Asked,
    ) -> Result:
        """Return a result with what rules show of its submission beside others."""
        pack = asked.packs[kept.form]
        view = View(self.index.open(kept), self.index.earlier(kept))
        if self.changes is not None:
            view.aggregates.update(self.changes.bounds(kept))
        totals = Totals()
        if below is not None:
            view.below = below
            wanted_below = self._wanted(rules, kept, view)
            totals = below.answer(wanted_below.asked)
            if wanted_below.without:
                result = _with_findings(result, tuple(left_out(rules, view, below)), asked)
        sure = self._sureness(rules, kept, view, totals)
        passes = None if sure is None else sure.passes
        if passes is not None:
            report = _with_passes(result.report, passes, pack)
            return replace(result, report=mended_beside(report, kept, pack, rules, self.index))
        view.sure = None if sure is None else sure.holds
        return self._judged(result, kept, rules, view, asked)

    def _wanted(self, rules: tuple[Rule, ...], kept: Former, view: View) -> _Wanted:
        """Return what rules ask of the agencies below, once for all reports of one layout."""
        if kept.mould is None:
            return _Wanted.by(rules, view)
        key = *kept.form, kept.mould.key, id(rules)
        if key not in self.wanted:
            self.wanted[key] = _Wanted.by(rules, view)
        return self.wanted[key]

    def _judged(
        self, result: Result, kept: Former, rules: tuple[Rule, ...], view: View, asked: Asked
    ) -> Result:
        """Return a result with what rules show of its submission, instance by instance."""
        pack = asked.packs[kept.form]
        (evaluation,) = evaluate_across(rules, [view])
        alone = (rule for rule in pack.rules if not rule.across)
        found = with_consequences(evaluation.findings, rules, alone, view)
        lacks = list(lacking(kept, self.index, rules, found))
        if lacks:
            name = named(kept.path, kept.sheets)
            told = gaps(kept, self.index, rules)
            self.lost.update({(name, period): gap for period, gap in told.items()})
        evaluation = replace(evaluation, findings=(*found, *lacks))
        looked = _with(result, evaluation, kept, pack, asked)
        report = mended_beside(looked.report, kept, pack, rules, self.index)
        return replace(looked, report=report)

    def _rolled_up(self, pack: Pack, period: str | None) -> tuple[Rule, ...]:
        """Return the rules that look at the agencies below and are meant for a period."""
        key = "below", id(pack), period
        if key not in self.chosen:
            across = in_force(pack, period).across
            self.chosen[key] = tuple(rule for rule in across if rule.needs_children)
        return self.chosen[key]

    def _rules(self, pack: Pack, kept: Former, asked: Asked) -> tuple[Rule, ...]:
        """Return the rules that can look anywhere: of the first period of a run they rest."""
        far = {steps for rule in pack.across for steps in rule.back}
        there = frozenset(steps for steps in far if self._reaches(kept, steps, asked))
        key = id(pack), kept.period, there, asked.kin is None
        rules = self.chosen.get(key)
        if rules is None:
            rules = self.chosen[key] = tuple(
                rule
                for rule in in_force(pack, kept.period).across
                if not rule.needs_children and there.issuperset(rule.back)
            )
            self.looked.update((*kept.form, rule.id) for rule in rules)
            if asked.kin is not None:
                rolled = self._rolled_up(pack, kept.period)
                self.looked.update((*kept.form, rule.id) for rule in rolled)
        return rules

    def _reaches(self, kept: Former, steps: int, asked: Asked) -> bool:
        """Whether a submission is held against one of so many periods before, or ought to be."""
        if asked.always and steps == 1:
            return True
        if not self.index.reaches(kept, steps):
            return False
        usual = asked.always or self.index.is_usual(kept, steps)
        if not usual and kept.period is not None:
            self.astray.add((kept.form[0], kept.period, steps))
        return usual

    def _sureness(
        self, rules: Sequence[Rule], kept: Former, view: View, totals: Totals
    ) -> Sureness | None:
        """Return what is sure of a submission beside others, by the numbers of all of them."""
        far = sorted({steps for rule in rules for steps in rule.back})
        formers = self.index.together(kept, far)
        if formers is None:
            return None
        moulds = [each.mould for each in formers.values()]
        bounded = kept.period if any(rule.needs_run for rule in rules) else None
        key = (*kept.form, *(each and each.key for each in moulds), id(rules), bounded)
        if key not in self.plans:
            self.plans[key] = _plan(rules, view, formers, totals)
        plan = self.plans[key]
        if plan is None:
            return None
        figures = [*chain.from_iterable(each.figures for each in formers.values())]
        return plan.sureness(figures, totals.values, totals.places)


def _plan(
    rules: Sequence[Rule], view: View, formers: Mapping[int, Former], totals: Totals
) -> PlanAcross | None:
    slots = slots_of(formers)
    if slots is None:
        return None
    try:
        return PlanAcross(rules, view, slots, totals.asked)
    except NoPlanError:
        return None


def compare(
    results: Iterable[Result], asked: Mapping[int, Asked], belongs: Mapping[str, int], index: Index
) -> Compared:
    """Return the results with what each submission shows beside the others of the index."""
    stage = _Stage(index)
    results = tuple(results)
    for each in results:
        stage.gather(each, asked[belongs[each.report.path]])
    compared = [stage.result(each, asked[belongs[each.report.path]]) for each in results]

    def settle(report: FileReport, findings: Sequence[Finding]) -> FileReport:
        return replace(
            report,
            status=status_of(findings, asked[belongs[report.path]].fail_on),
            counts=count(findings, report.counts.passed),
            findings=kept_like(report.findings, findings),
        )

    astray = (each for key in sorted(stage.astray) for each in index.astray(*key))
    return Compared(
        folded(compared, stage.lost, settle), frozenset(stage.looked), tuple(dict.fromkeys(astray))
    )


def _with_findings(result: Result, findings: tuple[Finding, ...], asked: Asked) -> Result:
    """Return a result with what is to be said of its agency, as far as that is asked for."""
    told = tuple(each for each in findings if wanted(each.rule, (), asked.select, asked.ignore))
    if not told:
        return result
    return replace(result, report=add_findings(result.report, told, asked.fail_on))


def _with(result: Result, evaluation: Evaluation, kept: Former, pack: Pack, asked: Asked) -> Result:
    findings = [
        each
        for each in evaluation.findings
        if each.kind is Kind.RULE or wanted(each.rule, (), asked.select, asked.ignore)
    ]
    report = add_findings(
        result.report,
        findings,
        asked.fail_on,
        passed=evaluation.passed,
        order=kept.order,
    )
    report = replace(report, passes=_in_order((*report.passes, *evaluation.passes), pack))
    unmet = [each for each in evaluation.unmet if wanted(each.rule, (), asked.select, asked.ignore)]
    return replace(
        result,
        report=report,
        met=result.met | evaluation.met,
        unmet=(*result.unmet, *(str(each.facts["rule"]) for each in unmet)),
        told=(*result.told, *unmet) if unmet else result.told,
    )


def _with_passes(report: FileReport, passes: Passes, pack: Pack) -> FileReport:
    passed = sum([number for _, number in passes])
    counts = replace(report.counts, passed=report.counts.passed + passed)
    return replace(report, counts=counts, passes=_in_order((*report.passes, *passes), pack))


def _in_order(passes: Passes, pack: Pack) -> Passes:
    order = {rule.id: number for number, rule in enumerate(pack.rules)}
    return tuple(sorted(passes, key=lambda each: order[each[0]]))
