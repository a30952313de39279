"""What is to be said of rules by themselves: which contradict, which follow, which say nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportcheck.diagnosing.coverage import untouched, wide_tolerances
from reportcheck.diagnosing.lines import passed_over, shares_added, summed_twice, unlike_added
from reportcheck.diagnosing.logic import Statement
from reportcheck.diagnosing.logic import statements as statements_of
from reportcheck.diagnosing.reasoning import (
    Core,
    Reasoner,
    TooLongError,
    conflicts,
    consequences,
)
from reportcheck.diagnosing.remarks import Given, Kind, Part, Remark
from reportcheck.diagnosing.vocabulary import Vocabulary
from reportcheck.diagnosing.words import Words, by_rule
from reportcheck.rule import Pack, Rule, Severity

__all__ = ["Given", "Part", "Remark", "diagnose"]

MOST_CONFLICTS = 10
MOST_STATEMENTS = 3000
"""Instances beyond which nothing is reasoned about: every one is a question over all others."""

SECONDS = 20.0
"""For all questions about one rule file."""


def diagnose(pack: Pack, seconds: float = SECONDS) -> tuple[Remark, ...]:
    """Return what is to be said of the rules of a pack, the gravest first.

    What is said is so: a question that cannot be answered in the time there is gives no remark, but
    one that says how many were left.

    >>> from reportcheck.rulefile import find
    >>> remarks = diagnose(find("gir@2021.1")[0])
    >>> [each.about[0].rule for each in remarks if each.kind == "consequence"]
    ['申请.总计', '收办平衡']
    """
    rules = [rule for rule in pack.rules if not rule.suspended]
    return (
        *_reasoned(pack, rules, seconds),
        *wide_tolerances(pack, rules),
        *summed_twice(rules),
        *shares_added(pack, rules),
        *unlike_added(pack, rules),
        *passed_over(pack, rules),
        *untouched(pack, rules),
    )


def _reasoned(pack: Pack, rules: Sequence[Rule], seconds: float) -> Iterator[Remark]:
    count = sum(len(list(rule.instances(pack.form))) or 1 for rule in rules)
    if count > MOST_STATEMENTS:
        yield Remark("unfinished", facts={"instances": str(count), "most": str(MOST_STATEMENTS)})
        return
    words = Vocabulary(pack.form)
    statements = tuple(statements_of(words, rules))
    reasoner = Reasoner(words, statements, seconds)
    words_of = Words(pack.form, statements)
    told: set[str] = set()
    try:
        for remark in _remarks(reasoner, words_of):
            told |= {each.rule for each in remark.about}
            yield remark
    except TooLongError:
        left = len({each.rule.id for each in statements} - told)
        yield Remark("unfinished", facts={"left": str(left), "seconds": f"{seconds:g}"})
        return
    if reasoner.unsure:
        yield Remark("unfinished", facts={"questions": str(reasoner.unsure)})


def _remarks(reasoner: Reasoner, words: Words) -> Iterator[Remark]:
    spoilt: set[str] = set()
    strict = [each for each in reasoner.statements if each.rule.severity is not Severity.INFO]
    lenient = [each for each in reasoner.statements if each.rule.severity is Severity.INFO]
    for each in by_rule(lenient):
        alone = reasoner.core(each)
        if alone is not None and alone.statements:
            spoilt.add(each[0].rule.id)
            yield _conflict(reasoner, words, alone)
    for core in conflicts(reasoner, strict, MOST_CONFLICTS):
        spoilt |= {each.rule.id for each in core.statements}
        yield _conflict(reasoner, words, core)
    sound = [each for each in (*strict, *lenient) if each.rule.id not in spoilt]
    idle = set()
    for each in by_rule(sound):
        remark = _idle(reasoner, words, each)
        if remark is not None:
            idle.add(each[0].rule.id)
            yield remark
    working = [each for each in sound if each.rule.id not in idle]
    ranked = sorted(working, key=words.rank)
    found = list(words.implied(list(consequences(reasoner, working, ranked))))
    yield from sorted(found, key=lambda each: each.kind == "consequence")


def _conflict(reasoner: Reasoner, words: Words, core: Core) -> Remark:
    """Return the remark on rules that cannot all hold, with a filling where all but one do."""
    about = words.parts(core.statements)
    given = words.given(core.declared)
    if len(about) == 1 and len(core.statements) == 1:
        return Remark("never-holds", about, given=given)
    *others, last = core.statements
    filling = reasoner.example(others, last)
    told = () if filling is None else tuple((words.cell(cell), filling[cell]) for cell in filling)
    kind: Kind = "never-holds" if len(about) == 1 else "contradiction"
    return Remark(kind, about, given=given, filling=told, facts={"without": last.rule.id})


def _idle(reasoner: Reasoner, words: Words, statements: Sequence[Statement]) -> Remark | None:
    """Return the remark on a rule that never asks for anything, or always holds."""
    about = words.parts(statements)
    kinds: tuple[tuple[Kind, str], ...] = (("never-asks", "asks"), ("always-holds", "fails"))
    for kind, claimed in kinds:
        if kind == "never-asks" and any(each.asks is None for each in statements):
            continue
        cores = []
        for each in statements:
            core = reasoner.core((), other=each, kind=claimed)
            if core is None:
                break
            cores.append(core)
        else:
            declared = dict.fromkeys(each for core in cores for each in core.declared)
            return Remark(kind, about, given=words.given(tuple(declared)))
    return None
