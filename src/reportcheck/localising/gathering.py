"""The relations that take part in a submission, and the cells that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from typing import Any

from reportcheck.balancing import (
    Choice,
    Figure,
    NotLinearError,
    Opaque,
    Relation,
    Row,
    computed,
    sight_of,
)
from reportcheck.balancing.rows import Atom, Term, row_of
from reportcheck.classes import dataclass
from reportcheck.formula import EACH, Aggregate
from reportcheck.interpreting.judging import is_skipped
from reportcheck.interpreting.outcomes import Unjudgeable, truth
from reportcheck.interpreting.trees import Scene
from reportcheck.localising.spots import Alternatives, Spot, spot_of
from reportcheck.number import Exact
from reportcheck.operands import is_missing, place_computed
from reportcheck.rule import Computation, Missing, Rule
from reportcheck.viewing import Place, View


@dataclass(frozen=True, slots=True)
class Ready:
    """A relation of this very submission: what it requires of its cells, constants put in."""

    relation: Relation
    place: Place
    alternatives: Alternatives
    figures: frozenset[Figure]


class UnknownError(Exception):
    """A relation needs what nobody knows and no change brings: it takes no part."""


@dataclass(slots=True)
class Gatherer:
    """Makes relations ready, and keeps the cells that they speak of."""

    view: View
    spots: dict[Figure, Spot] = field(default_factory=dict)

    def ready(self, relation: Relation, place: Place) -> Ready | None:
        """Return the relation as it is at a place, or None where it takes no part."""
        rule = relation.rule
        if is_skipped(rule, Scene(self.view, place, missing=rule.missing)):
            return None
        alternatives: list[tuple[Row | Choice, ...]] = []
        for atoms in relation.alternatives:
            try:
                alternatives.append(tuple(self._atoms(atoms, place, rule)))
            except (UnknownError, NotLinearError):
                return None
            except _NeverError:
                continue
        if not alternatives or () in alternatives:
            return None
        found = tuple(alternatives)
        return Ready(relation, place, found, _figures(found))

    def _atoms(self, atoms: Iterable[Atom], place: Place, rule: Rule) -> Iterator[Row | Choice]:
        for atom in atoms:
            match atom:
                case Row():
                    row = self._row(atom, place, rule)
                    if row.terms:
                        yield row
                    elif not row.admits(0):
                        raise _NeverError
                case Choice(figure, texts, among):
                    spot = self.spot(self._here(figure, place))
                    if spot.numeric:
                        raise UnknownError
                    yield Choice(spot.figure, texts, among)
                case Opaque(node, holds):
                    try:
                        found = truth(Scene(self.view, place).evaluate(node))
                    except Unjudgeable:
                        raise UnknownError from None
                    if found is None:
                        raise UnknownError
                    if found is not holds:
                        raise _NeverError

    def _row(self, row: Row, place: Place, rule: Rule) -> Row:
        terms: dict[Figure, int] = {}
        instead: dict[Term | None, Exact] = {}
        for term, factor in row.terms:
            figure = self._here(term, place)
            if self._stands(figure, rule.missing):
                terms[figure] = terms.get(figure, 0) + factor
            else:
                _add(instead, self._instead(figure, rule.missing, rule.computed_by), factor)
        if not instead and len(terms) == len(row.terms):
            return Row(tuple(terms.items()), row.low, row.high, row.low_open, row.high_open)
        # A bound that is open is the only one: both ends may be marked.
        is_open = row.low_open or row.high_open
        _add(instead, terms)
        return row_of(instead, row.low, row.high, low_open=is_open, high_open=is_open)

    def _stands(self, figure: Figure, missing: Missing) -> bool:
        """Whether a number takes part by itself, and may change."""
        if figure.period:
            return False
        spot = self.spot(figure)
        if not spot.numeric:
            raise UnknownError
        return spot.value is not None or missing is Missing.STRICT

    def _instead(
        self, figure: Figure, missing: Missing, known: Sequence[Computation]
    ) -> Mapping[Term | None, Exact]:
        """Return the sum that stands for a number of another period, or one that is missing."""
        sight = sight_of(figure, self.view)
        if figure.period:
            if not isinstance(sight.value, int | Fraction):
                raise UnknownError
            return {None: sight.value}
        if not is_missing(sight):
            raise UnknownError
        if missing is not Missing.USE_COMPUTED:
            return {}  # it counts as zero, and stays as it is
        for each in known:
            place = place_computed(each, sight)
            if place is not None:
                try:
                    return self._computed(each, place, [one for one in known if one is not each])
                except UnknownError:
                    continue  # the next one that can is taken
        raise UnknownError

    def _computed(
        self, computation: Computation, place: Place, known: Sequence[Computation]
    ) -> Mapping[Term | None, Exact]:
        found: dict[Term | None, Exact] = {}
        for term, factor in computed(computation, self.view, place).items():
            if term is None:
                _add(found, {None: 1}, factor)
                continue
            figure = self._here(term, place)
            stands = self._stands(figure, Missing.USE_COMPUTED)
            sum_ = {figure: 1} if stands else self._instead(figure, Missing.USE_COMPUTED, known)
            _add(found, sum_, factor)
        return found

    @staticmethod
    def _here(term: Term, place: Place) -> Figure:
        if isinstance(term, Aggregate):
            raise UnknownError
        if term.row == EACH:
            return term._replace(row=None, record=place.record)
        return term

    def spot(self, figure: Figure) -> Spot:
        """Return the cell of a figure, which is kept; an UnknownError says that there is none."""
        spot = self.spots.get(figure)
        if spot is None:
            table = self.view.form.by_id[figure.table]
            weight = table.reliability_at(figure.row, figure.column)
            spot = spot_of(figure, sight_of(figure, self.view), weight)
            if spot is None:
                raise UnknownError
            self.spots[figure] = spot
        return spot


class _NeverError(Exception):
    """An alternative cannot hold."""


def _add(total: dict[Term | None, Exact], more: Mapping[Any, Exact], times: Exact = 1) -> None:
    for term, factor in more.items():
        total[term] = total.get(term, 0) + times * factor


def figures(ready: Ready) -> frozenset[Figure]:
    """Return the cells that a relation is about."""
    return ready.figures


def _figures(alternatives: Alternatives) -> frozenset[Figure]:
    return frozenset(
        figure
        for atoms in alternatives
        for atom in atoms
        for figure in (
            (term for term, _ in atom.terms if isinstance(term, Figure))
            if isinstance(atom, Row)
            else (atom.figure,)
        )
    )


def components(relations: Sequence[Ready]) -> list[list[Ready]]:
    """Return the relations in groups that have no cell in common, in the order of their first."""
    group: dict[Figure, int] = {}
    members: dict[int, list[int]] = {}
    for number, ready in enumerate(relations):
        own = figures(ready)
        met = {group[figure] for figure in own if figure in group}
        target = min(met, default=number)
        merged = members.setdefault(target, [])
        for other in sorted(met - {target}):
            moved = members.pop(other)
            merged.extend(moved)
            for each in moved:
                group.update(dict.fromkeys(figures(relations[each]), target))
        merged.append(number)
        group.update(dict.fromkeys(own, target))
    return [[relations[each] for each in sorted(held)] for _, held in sorted(members.items())]
