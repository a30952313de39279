"""The relations that take part in a submission, and the cells that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from fractions import Fraction

from reportcheck.balancing import Choice, Figure, Opaque, Relation, Row, sight_of
from reportcheck.balancing.rows import Atom, Term, row_of
from reportcheck.classes import dataclass
from reportcheck.formula import EACH, Aggregate
from reportcheck.interpreting.judging import is_skipped
from reportcheck.interpreting.outcomes import Unjudgeable, truth
from reportcheck.interpreting.trees import Scene
from reportcheck.localising.spots import Alternatives, Spot, spot_of
from reportcheck.number import Exact
from reportcheck.operands import is_missing
from reportcheck.rule import Missing
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
                alternatives.append(tuple(self._atoms(atoms, place, rule.missing)))
            except UnknownError:
                return None
            except _NeverError:
                continue
        if not alternatives or () in alternatives:
            return None
        found = tuple(alternatives)
        return Ready(relation, place, found, _figures(found))

    def _atoms(
        self, atoms: Iterable[Atom], place: Place, missing: Missing
    ) -> Iterator[Row | Choice]:
        for atom in atoms:
            match atom:
                case Row():
                    row = self._row(atom, place, missing)
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

    def _row(self, row: Row, place: Place, missing: Missing) -> Row:
        terms: dict[Figure, int] = {}
        constant: int | Fraction = 0
        for term, factor in row.terms:
            if isinstance(term, Aggregate):
                raise UnknownError
            figure = self._here(term, place)
            if figure.period:
                value = sight_of(figure, self.view).value
                if not isinstance(value, int | Fraction):
                    raise UnknownError
                constant += factor * value
            else:
                spot = self.spot(figure)
                if not spot.numeric:
                    raise UnknownError
                if spot.value is None and missing is not Missing.STRICT:
                    if not is_missing(sight_of(figure, self.view)):
                        raise UnknownError
                    if missing is Missing.USE_COMPUTED:
                        raise UnknownError
                    continue  # it counts as zero, and stays as it is
                terms[figure] = terms.get(figure, 0) + factor
        if not constant and len(terms) == len(row.terms):
            return Row(tuple(terms.items()), row.low, row.high, row.low_open, row.high_open)
        # A bound that is open is the only one: both ends may be marked.
        is_open = row.low_open or row.high_open
        held: dict[Term | None, Exact] = {None: constant}
        held.update(terms.items())
        return row_of(held, row.low, row.high, low_open=is_open, high_open=is_open)

    @staticmethod
    def _here(figure: Figure, place: Place) -> Figure:
        if figure.row == EACH:
            return figure._replace(row=None, record=place.record)
        return figure

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
