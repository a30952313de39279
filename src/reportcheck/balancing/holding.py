"""Whether a relation holds in a submission: by its rows, not by its formula."""

from __future__ import annotations

from fractions import Fraction

from reportcheck.balancing.rows import Atom, Choice, Figure, Relation, Row, Term
from reportcheck.formula import EACH, Aggregate, Cell
from reportcheck.interpreting.outcomes import NOISE, magnitude, truth
from reportcheck.interpreting.trees import Scene
from reportcheck.number import Exact
from reportcheck.viewing import Place, Sight, View


def sight_of(figure: Figure, view: View, record: int | None = None) -> Sight:
    """Return what stands in the place of a figure; ``record`` is the one at hand."""
    row = EACH if figure.row is None and figure.record is not None else figure.row
    here = record if figure.record is None else figure.record
    return view.see(Cell(figure.table, row, figure.column, figure.period), Place(record=here))


def holds(relation: Relation, view: View, place: Place) -> bool | None:
    """Return whether a relation holds as the submission is filled in, None where that is unknown.

    ``place`` is that of the relation, or another record.
    """
    unknown = False
    for atoms in relation.alternatives:
        found = [_atom(atom, view, place) for atom in atoms]
        if all(found):
            return True
        unknown = unknown or False not in found
    return None if unknown else False


def _atom(atom: Atom, view: View, place: Place) -> bool | None:
    match atom:
        case Row():
            return _row(atom, view, place)
        case Choice(figure, texts, among):
            value = sight_of(figure, view, place.record).value
            return (value in texts) is among if isinstance(value, str) else None
    found = truth(Scene(view, place).evaluate(atom.node))
    return None if found is None else found is atom.holds


def _row(row: Row, view: View, place: Place) -> bool | None:
    total: Exact = 0
    weight: Exact = max(abs(each) for each in (0, row.low, row.high) if each is not None)
    noisy = False
    for term, factor in row.terms:
        value = _number(term, view, place)
        if value is None:
            return None
        total += factor * value[0]
        weight += magnitude(factor * value[0])
        noisy = noisy or value[1]
    return row.admits(total, room_of(row, weight) if noisy else 0)


def room_of(row: Row, weight: Exact) -> Exact:
    """Return the room that doubles are given: it lets equal numbers be equal, and not be less."""
    return -NOISE * weight if row.low_open or row.high_open else NOISE * weight


def _number(term: Term, view: View, place: Place) -> tuple[Exact, bool] | None:
    if isinstance(term, Aggregate):
        return None
    sight = sight_of(term, view, place.record)
    value = sight.value
    return (value, sight.reading.noisy) if isinstance(value, int | Fraction) else None
