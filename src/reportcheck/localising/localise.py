"""The smallest changes for one submission: the parts that fail, each by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from reportcheck.address import CellRef
from reportcheck.balancing import Known, Relation, relation
from reportcheck.evaluating import FEW
from reportcheck.evaluating.places import places_of
from reportcheck.evaluating.sweeping import Sweep
from reportcheck.finding import Finding, Kind
from reportcheck.interpreting import broken_part
from reportcheck.interpreting.trees import Scene, scene_of
from reportcheck.localising.factoring import factors
from reportcheck.localising.gathering import Gatherer, Ready, figures
from reportcheck.localising.grouping import Group, alike, grouped
from reportcheck.localising.recording import failing_records, records_ready
from reportcheck.localising.settling import Settled
from reportcheck.localising.shifting import shifted
from reportcheck.localising.slipping import slips
from reportcheck.localising.smallest import Found, Set, smallest
from reportcheck.localising.spending import Budget
from reportcheck.localising.spots import Scaled
from reportcheck.localising.system import System, failing, outside, would_hold
from reportcheck.localising.telling import change_of
from reportcheck.mending import NUMBERS_AMISS, Change, Mended, Mending, Part
from reportcheck.rule import Pack, Rule, Severity
from reportcheck.telling import accused_by
from reportcheck.viewing import View

STEPS_OF_RECORD: Final = 60_000
"""What may be spent on one record of the steps that all of them share."""


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
    alone = (each for each in pack.rules if not each.across)
    rules = [each for each in (*alone, *across) if _takes_part(each)]
    sweep = Sweep(FEW, rules)
    for back in sorted({0, *(steps for rule in rules for steps in rule.back)}):
        seen = view.back(back)
        if seen is not None:
            sweep.prepare(seen)
    gatherer = Gatherer(view)
    tied, groups = _groups(rules, gatherer)
    findings = list(findings)
    chosen, capped = failing_records(findings, view)
    marks = _marks(findings)
    apart = {table: numbers for table, numbers in chosen.items() if table not in tied}
    parts = [part for each in groups for part in _parts(*each, view, budget, marks)]
    for own, held in records_ready(rules, view, apart):
        if budget.steps <= 0:
            capped = True
            break
        each = Budget(min(budget.steps, STEPS_OF_RECORD))
        budget.steps -= each.steps
        parts.extend(
            part for pair in grouped(held, own) for part in _parts(*pair, view, each, marks)
        )
        budget.steps += max(each.steps, 0)
    stopped = any(not part.complete for part in parts)
    note = "records-capped" if capped else "search-stopped" if stopped else None
    return Mending(tuple(parts), note)


def _marks(findings: Iterable[Finding]) -> Mapping[CellRef, Sequence[Mended]]:
    """Return, by cell, the findings about numbers that their cells may not hold."""
    found: dict[CellRef, list[Mended]] = {}
    for each in findings:
        if each.kind is Kind.CELL and each.rule in NUMBERS_AMISS and each.at is not None:
            found.setdefault(each.at, []).append(Mended(each.rule, each.at))
    return found


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


def _parts(
    group: Group,
    whole: Scaled,
    view: View,
    budget: Budget,
    marks: Mapping[CellRef, Sequence[Mended]],
) -> Iterator[Part]:
    system, cells = whole.system, group.cells
    fails = [
        number for number, relation in enumerate(system.relations) if failing(relation, system)
    ]
    odd = {
        index: tuple(marks.get(whole.spots[index].at, ()))
        for index in range(len(system.values))
        if outside(system, index)
    }
    filled = frozenset(index for index in system.open if whole.spots[index].to_fill)
    if not fails and not odd and not filled:
        return
    found = smallest(system, budget, links=whole.links)
    follows = group.following(fails, view.form)
    slipped = shifted(whole, view, [cells[each] for each in fails])
    movable = frozenset().union(*(one.cells for one in found))
    stuck = [each for each in fails if not cells[each] & movable]
    if stuck or odd.keys() - movable:
        about = [mark for index in odd.keys() - movable for mark in odd[index]]
        yield Part((*_mended(group, stuck, view), *about), ())
    for one in found:
        values = [each.values(budget) for each in one.sets]
        for part in _apart(one, values, filled, fails, group, system):
            sets = _sets(whole, view, part, one.sets, values)
            own = [each for each in fails if cells[each] & part]
            if not one.sets and one.complete:
                own += [number for number, each in enumerate(cells) if each & one.open]
            about = [mark for index in sorted(odd.keys() & part) for mark in odd[index]]
            if not (one.sets or one.complete or own or about):
                sets = ((),)  # what could not be looked for is no reason to tell of nothing else
            if not (own or sets or about):
                continue
            asked = slips(whole, view, sets, [cells[each] for each in own]) if own else ()
            if own and slipped:
                asked, slipped = (*asked, *slipped), ()
            told = [each for each in follows if cells[each] & part] if len(own) > 1 else []
            mended, others = _mended(group, own, view), _mended(group, told, view)
            yield Part((*mended, *about), sets, one.complete, asked, others)


def _apart(
    found: Found,
    values: Sequence[Settled],
    filled: frozenset[int],
    fails: Sequence[int],
    group: Group,
    system: System,
) -> list[frozenset[int]]:
    """Return cells in groups that are changed whatever is changed in the others."""
    if not found.sets:
        return [found.cells]
    own = filled & found.open
    fixed = {
        index
        for index in own
        if values[0].get(index) is not None
        and all(each.get(index) == values[0][index] for each in values)
    }
    chosen = [each.changed for each in found.sets]
    if own - fixed:
        parts = [(own - fixed).union(*chosen)]
    else:
        failing_ = [group.cells[each] for each in fails]
        relations = system.relations
        parts = factors(
            chosen, values, failing_, group.cells,
            lambda number, new: would_hold(relations[number], system, new),
        )  # fmt: skip
    return [*parts, *(frozenset((index,)) for index in sorted(fixed))]


def _sets(
    whole: Scaled,
    view: View,
    part: frozenset[int],
    sets: Sequence[Set],
    values: Sequence[Settled],
) -> tuple[tuple[Change, ...], ...]:
    """Return the changes of each set that are of this part, with the value where there is one."""
    found: dict[frozenset[int], Settled] = {}
    for each, settled_ in zip(sets, values, strict=True):
        filled = (index for index in whole.system.open if settled_.get(index) is not None)
        key = (each.changed & part) | (part & frozenset(filled))
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
        rule = each.relation.rule
        cell = accused_by(broken_part(rule.check, scene_of(rule, view, each.place)))
        at = None if cell is None else Scene(view, each.place).see(cell).reading.at
        found[Mended(rule.id, at)] = None
    return tuple(found)
