"""The smallest changes for one submission: the parts that fail, each by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from reportcheck.balancing import Known, Relation, relation
from reportcheck.evaluating import FEW
from reportcheck.evaluating.places import places_of
from reportcheck.evaluating.sweeping import Sweep
from reportcheck.finding import Finding
from reportcheck.interpreting.trees import Scene
from reportcheck.localising.factoring import factors
from reportcheck.localising.gathering import Gatherer, Ready, figures
from reportcheck.localising.grouping import Group, alike, grouped
from reportcheck.localising.recording import failing_records, records_ready
from reportcheck.localising.settling import Settled, settled
from reportcheck.localising.slipping import shifted, slips
from reportcheck.localising.smallest import Budget, OutOfTimeError, smallest
from reportcheck.localising.spots import Scaled
from reportcheck.localising.system import failing, outside
from reportcheck.localising.telling import change_of
from reportcheck.localising.trying import Tried
from reportcheck.mending import Change, Mended, Mending, Part
from reportcheck.rule import Pack, Rule, Severity
from reportcheck.telling import accused_by
from reportcheck.viewing import View

SECONDS_OF_RECORDS: Final = 10.0
"""What may be spent on all records of a file together."""
STEPS_OF_RECORD: Final = 5000
FEW_SETTLED: Final = 20
"""The values of so many cells are worked out even where the search has used up what it may."""


def localise(
    pack: Pack,
    view: View,
    findings: Iterable[Finding],
    across: Sequence[Rule] = (),
    budget: Budget | None = None,
) -> Mending:
    """Return the smallest changes that make the error rules of a submission hold.

    ``findings`` are what the rules showed: in a table of records only those named there are looked
    at. Rules that are not linear take no part, nor those that are unknown for what no change of a
    cell of this file brings about. Of rules that look at other submissions those take part that are
    named by ``across``; what they look at elsewhere stays as it is.
    """
    budget = budget or Budget()
    sweep = Sweep(FEW)
    alone = (each for each in pack.rules if not each.across)
    rules = [each for each in (*alone, *across) if _takes_part(each)]
    for back in sorted({0, *(steps for rule in rules for steps in rule.back)}):
        seen = view.back(back)
        if seen is not None:
            sweep.prepare(seen)
    gatherer = Gatherer(view)
    tied, groups = _groups(rules, gatherer)
    chosen, capped = failing_records(findings, view)
    apart = {table: numbers for table, numbers in chosen.items() if table not in tied}
    parts = [part for each in groups for part in _parts(*each, view, budget)]
    until = budget.clock() + SECONDS_OF_RECORDS
    for own, held in records_ready(rules, view, apart):
        if budget.clock() > until:
            capped = True
            break
        each = Budget(min(budget.steps, STEPS_OF_RECORD), budget.seconds, budget.clock)
        parts.extend(part for pair in grouped(held, own) for part in _parts(*pair, view, each))
    stopped = any(not part.complete for part in parts)
    note = "records-capped" if capped else "search-stopped" if stopped else None
    return Mending(tuple(parts), note)


def _takes_part(rule: Rule) -> bool:
    return not rule.suspended and rule.severity is Severity.ERROR


def _groups(
    rules: Sequence[Rule], gatherer: Gatherer
) -> tuple[frozenset[str], Iterable[tuple[Group, Scaled]]]:
    """Return the tables whose records take part in relations of the form, and all groups."""
    plain = alike(rules, gatherer.view)
    numbers = None if plain is None else plain.numbers(gatherer.view)
    if plain is not None and numbers is not None:
        return frozenset(), plain.grouped(numbers, gatherer)
    ready = list(_ready(rules, gatherer))
    tied = {figure.table for each in ready for figure in figures(each) if figure.record is not None}
    return frozenset(tied), grouped(ready, gatherer)


def _ready(rules: Sequence[Rule], gatherer: Gatherer) -> Iterator[Ready]:
    """Yield the relations of a form, and of the records that take part in these."""
    view = gatherer.view
    known = Known(view)
    tied: set[str] = set()
    for rule in rules:
        if rule.over_records(view.form):
            continue
        for place in places_of(rule, view):
            found = known.relation(rule, place)
            ready = None if found is None else gatherer.ready(found, place)
            if ready is not None:
                tied |= {each.table for each in figures(ready) if each.record is not None}
                yield ready
    for rule in rules:
        if rule.table not in tied or not rule.over_records(view.form):
            continue
        template: Relation | None = None
        for place in places_of(rule, view):
            template = template or relation(rule, view, place)
            ready = None if template is None else gatherer.ready(template, place)
            if ready is not None:
                yield ready


def _parts(group: Group, whole: Scaled, view: View, budget: Budget) -> Iterator[Part]:
    system, cells = whole.system, group.cells
    fails = [
        number for number, relation in enumerate(system.relations) if failing(relation, system)
    ]
    odd = any(outside(system, index) for index in range(len(system.values)))
    filled = frozenset(index for index in system.open if whole.spots[index].to_fill)
    if not fails and not odd and not filled:
        return
    found = smallest(system, budget, by_index=whole.touching)
    follows = group.following(fails)
    slipped = tuple(shifted(whole, view, [cells[each] for each in fails]))
    if not found.sets:
        if fails:
            mended = _mended(group, fails, view)
            yield Part(mended, (), found.complete, slipped, _mended(group, follows, view))
        return
    whole_sets = [chosen for chosen, _ in found.sets]
    settled_sets = [_settle(whole, tried, chosen, budget) for chosen, tried in found.sets]
    known = {index for index in filled if settled_sets[0].get(index) is not None}
    fixed = {
        index
        for index in known
        if all(each.get(index) == settled_sets[0][index] for each in settled_sets)
    }
    parts = [frozenset().union(filled - fixed, *whole_sets)]
    if not filled - fixed:
        parts = factors(whole_sets, (cells[each] for each in fails), cells)
    for part in (*parts, *(frozenset((index,)) for index in sorted(fixed))):
        sets = _sets(whole, view, part, whole_sets, settled_sets)
        if sets:
            own = [each for each in fails if cells[each] & part]
            asked = slips(whole, view, sets, [cells[each] for each in own]) if own else ()
            if own and slipped:
                asked, slipped = (*asked, *slipped), ()
            told = [each for each in follows if cells[each] & part] if len(own) > 1 else []
            mended, others = _mended(group, own, view), _mended(group, told, view)
            yield Part(mended, sets, found.complete, asked, others)


def _settle(whole: Scaled, tried: Tried, chosen: frozenset[int], budget: Budget) -> Settled:
    few = len(chosen) + len(whole.system.open) <= FEW_SETTLED
    if not (tried.single or few):
        try:
            budget.spend(len(chosen) + len(whole.system.open))
        except OutOfTimeError:
            return {}
    return settled(whole.system, tried, chosen)


def _sets(
    whole: Scaled,
    view: View,
    part: frozenset[int],
    sets: Sequence[frozenset[int]],
    values: Sequence[Settled],
) -> tuple[tuple[Change, ...], ...]:
    """Return the changes of each set that are of this part, with the value where there is one."""
    found: dict[frozenset[int], Settled] = {}
    for chosen, settled_ in zip(sets, values, strict=True):
        filled = (index for index in whole.system.open if settled_.get(index) is not None)
        key = (chosen & part) | (part & frozenset(filled))
        known = found.get(key)
        if known is None:
            found[key] = {index: settled_.get(index) for index in key}
        else:
            # The same cells of this part with others elsewhere: only what never differs is settled.
            for index in key:
                if known[index] != settled_.get(index):
                    known[index] = None
    changed = [
        tuple(sorted((change_of(whole, view, index, held[index]) for index in key), key=_by_place))
        for key, held in found.items()
        if key
    ]
    return tuple(sorted(changed, key=lambda each: [_by_place(one) for one in each]))


def _by_place(change: Change) -> tuple[str, int, int, int]:
    at = change.at
    return at.sheet or "", at.table or 0, at.row, at.column


def _mended(group: Group, relations: Iterable[int], view: View) -> tuple[Mended, ...]:
    found: dict[Mended, None] = {}
    for number in relations:
        each = group.relations[number]
        cell = accused_by(each.relation.rule.check)
        at = None if cell is None else Scene(view, each.place).see(cell).reading.at
        found[Mended(each.relation.rule.id, at)] = None
    return tuple(found)
