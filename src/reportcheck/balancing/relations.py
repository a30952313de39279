"""The rules of a form, place by place, as relations between its figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, TypeAlias

from reportcheck.balancing.aggregates import resolved
from reportcheck.balancing.blank import blank_view
from reportcheck.balancing.pieces import pieces
from reportcheck.balancing.rows import Atom, Choice, Figure, Opaque, Relation, Row, Term, row_of
from reportcheck.evaluating.places import places_of
from reportcheck.formula import (
    TOTAL,
    Aggregate,
    Binary,
    Call,
    Cell,
    Compare,
    If,
    ListOf,
    Logic,
    Node,
    Not,
    Number,
    Rollup,
    Text,
    mapped,
)
from reportcheck.interpreting.judging import lands_on_absent
from reportcheck.interpreting.trees import Scene, pruned, rounding_room
from reportcheck.linear import coefficients
from reportcheck.number import Exact, trim
from reportcheck.rule import Computation, Missing, Pack, Rule, Tolerance
from reportcheck.viewing import Place, View

MOST_ALTERNATIVES: Final = 64
"""A rule with more cases than these is left out: no reader would follow what mends it."""

Cases: TypeAlias = tuple[tuple[Atom, ...], ...]
"""Of several conjunctions one must hold: none can hold where there is none."""

_ALWAYS: Final[Cases] = ((),)
_NOTHING: Final = frozenset({Missing.ZERO, Missing.SKIP_IF_ALL})
"""Where an optional item that is absent counts as zero."""
_OPPOSITE: Final = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_FLIPPED: Final = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


class NotLinearError(Exception):
    """A formula is more than sums, bounds, choices of texts, and conditions on these."""


def relations(pack: Pack) -> tuple[Relation, ...]:
    """Return what the rules of a pack require of the blank form, cells of other periods included.

    >>> from reportcheck import rulefile
    >>> (gir,) = rulefile.find("gir@2021.1")
    >>> found = relations(gir)
    >>> len(found), found[0].row.low, len(found[0].row.terms)
    (51, 0, 22)
    """
    return tuple(view_relations(pack, blank_view(pack.form), looking_back=True))


def view_relations(pack: Pack, view: View, *, looking_back: bool) -> Iterator[Relation]:
    """Yield what the rules require of a submission; of records, once for each of them.

    Rules that are suspended or not linear yield nothing, nor do those about what the submission
    does without.
    """
    for rule in pack.rules:
        if rule.suspended or (rule.across and not looking_back):
            continue
        for place in places_of(rule, view):
            found = relation(rule, view, place)
            if found is not None:
                yield found


def relation(rule: Rule, view: View, place: Place) -> Relation | None:
    """Return what a rule requires at one place, or None where it is not linear, or about nothing.

    Of a record the figures have the row ``EACH`` and no number: what is required is the same in
    every record.
    """
    scene = Scene(view, place)
    if rule.hierarchy is not None or lands_on_absent(rule, scene):
        return None  # of a hierarchy, only the codes tell which records it adds up
    try:
        cases = _cases(
            rule.check, replace(scene, tolerance=rule.tolerance, missing=rule.missing), holds=True
        )
        if rule.where is not None:
            cases = _either(_cases(rule.where, scene, holds=False), cases)
    except NotLinearError:
        return None
    if not any(_may_change(atom) for atoms in cases for atom in atoms):
        return None
    return Relation(rule, place, cases)


def _may_change(atom: Atom) -> bool:
    return isinstance(atom, Choice) or (isinstance(atom, Row) and bool(atom.terms))


def computed(computation: Computation, view: View, place: Place) -> Mapping[Term | None, Exact]:
    """Return the sum that a rule says a cell comes to; a NotLinearError says that it is none."""
    return _sum(computation.value, Scene(view, place))


# Conditions


def _cases(node: Node, scene: Scene, *, holds: bool) -> Cases:
    """Return what has to hold for a condition, or its opposite, to hold."""
    match node:
        case Compare():
            return _compared(node, scene, holds=holds)
        case Logic(operator, operands):
            parts = [_cases(each, scene, holds=holds) for each in operands]
            join = _both if (operator == "and") is holds else _either
            joined = parts[0]
            for part in parts[1:]:
                joined = join(joined, part)
            return joined
        case Not(operand):
            return _cases(operand, scene, holds=not holds)
        case If(condition, consequence):
            exact = scene.strictly()
            on = _cases(condition, exact, holds=not holds)
            required = _cases(consequence, scene, holds=holds)
            return _either(on, required) if holds else _both(on, required)
        case Call("one_of", (Cell() as cell, ListOf(items))):
            return _listed(cell, items, scene, holds=holds)
        case Call("blank" | "filled" | "matches"):
            return ((Opaque(node, holds),),)
    raise NotLinearError


def _either(one: Cases, other: Cases) -> Cases:
    if () in one or () in other:
        return _ALWAYS
    return _bounded((*one, *other))


def _both(one: Cases, other: Cases) -> Cases:
    return _bounded(tuple((*left, *right) for left in one for right in other))


def _bounded(cases: Cases) -> Cases:
    if len(cases) > MOST_ALTERNATIVES:
        raise NotLinearError
    return cases


def _listed(cell: Cell, items: tuple[Node, ...], scene: Scene, *, holds: bool) -> Cases:
    texts = [trim(each.value) for each in items if isinstance(each, Text)]
    if len(texts) == len(items) and not scene.see(cell).values.numeric:
        return ((Choice(_figure(cell, scene), frozenset(texts), holds),),)
    equal = Logic("or", tuple(Compare("=", cell, each) for each in items))
    return _cases(equal, replace(scene, tolerance=Tolerance()), holds=holds)


def _compared(node: Compare, scene: Scene, *, holds: bool) -> Cases:
    operator = node.operator if holds else _OPPOSITE[node.operator]
    for cell, text, direction in (
        (node.left, node.right, operator),
        (node.right, node.left, _FLIPPED[operator]),
    ):
        if isinstance(text, Text) and isinstance(cell, Cell):
            if direction not in {"=", "!="} or scene.see(cell).values.type == "date":
                return ((Opaque(node, holds),),)
            among = frozenset({trim(text.value)})
            return ((Choice(_figure(cell, scene), among, direction == "="),),)
    if _is_plain_text(node.left, scene) or _is_plain_text(node.right, scene):
        return ((Opaque(node, holds),),)
    return _numbers(node, scene, holds=holds)


def _is_plain_text(node: Node, scene: Scene) -> bool:
    return isinstance(node, Text) or (isinstance(node, Cell) and not scene.see(node).values.numeric)


# Numbers


def _numbers(node: Compare, scene: Scene, *, holds: bool) -> Cases:
    """Return a comparison of numbers, with its tolerance, as rows.

    What a tolerance means for each operator is as :func:`interpreting.outcomes.compared` has it.
    """
    tolerance = scene.tolerance
    gap: Node = Binary("-", node.left, node.right)
    if tolerance.kind == "percent" and tolerance.amount:
        room: Node = Binary("*", Number(tolerance.amount), Call("abs", (node.right,)))
        return _unlike_rooms(node.operator, gap, room, scene, holds=holds)
    wide: Exact = 0
    if tolerance.kind == "absolute":
        wide = tolerance.amount
    elif tolerance.kind == "rounding":
        wide = rounding_room(node, scene)
    operator = node.operator
    if operator in {"=", "!="}:
        if (operator == "=") is holds:
            return _within(gap, -wide, wide, scene)
        below = _within(gap, None, -wide, scene, open_ends=True)
        return _either(below, _within(gap, wide, None, scene, open_ends=True))
    room_for_more = operator in {"<", "<="}
    bound = wide if room_for_more else -wide
    open_ends = (operator in {"<", ">"}) is holds
    low, high = (None, bound) if room_for_more is holds else (bound, None)
    return _within(gap, low, high, scene, open_ends=open_ends)


def _unlike_rooms(operator: str, gap: Node, room: Node, scene: Scene, *, holds: bool) -> Cases:
    """Return a comparison whose tolerance is a share of what it is compared with."""
    cases: Cases = ()
    for conditions, straight in pieces(room):
        rows = tuple(_row(each, 0, None, scene, open_ends=False) for each in conditions)
        over, under = Binary("-", gap, straight), Binary("+", gap, straight)
        cases = _either(cases, _both((rows,), _beside(operator, over, under, scene, holds=holds)))
    return cases


def _beside(operator: str, over: Node, under: Node, scene: Scene, *, holds: bool) -> Cases:
    """Return a comparison whose sides differ by ``over`` more, or ``under`` less, than they may."""
    match operator, holds:
        case ("=", True) | ("!=", False):
            return _both(_within(over, None, 0, scene), _within(under, 0, None, scene))
        case ("!=", True) | ("=", False):
            above = _within(over, 0, None, scene, open_ends=True)
            return _either(above, _within(under, None, 0, scene, open_ends=True))
        case "<=" | "<", True:
            return _within(over, None, 0, scene, open_ends=operator == "<")
        case ">=" | ">", True:
            return _within(under, 0, None, scene, open_ends=operator == ">")
        case "<=" | "<", False:
            return _within(over, 0, None, scene, open_ends=operator == "<=")
        case _:
            return _within(under, None, 0, scene, open_ends=operator == ">=")


def _within(
    sum_: Node, low: Exact | None, high: Exact | None, scene: Scene, *, open_ends: bool = False
) -> Cases:
    found: list[tuple[Atom, ...]] = []
    for conditions, tree in pieces(sum_):
        rows = [_row(each, 0, None, scene, open_ends=False) for each in conditions]
        found.append((*rows, _row(tree, low, high, scene, open_ends=open_ends)))
    return _bounded(tuple(found))


def _row(
    tree: Node, low: Exact | None, high: Exact | None, scene: Scene, *, open_ends: bool
) -> Row:
    figures = _sum(tree, scene)
    return row_of(figures, low, high, low_open=open_ends, high_open=open_ends)


def _sum(tree: Node, scene: Scene) -> Mapping[Term | None, Exact]:
    terms = coefficients(mapped(tree, lambda each: pruned(each, scene)))
    if terms is None:
        raise NotLinearError
    figures: dict[Term | None, Exact] = {}
    for term, factor in terms.items():
        for figure, weight in _terms(term, scene).items():
            figures[figure] = figures.get(figure, 0) + weight * factor
    return figures


def _terms(term: Cell | Aggregate | Rollup | None, scene: Scene) -> Mapping[Term | None, Exact]:
    match term:
        case None:
            return {None: 1}
        case Cell():
            nothing = scene.missing in _NOTHING and scene.view.see(term, scene.place).absent
            return {} if nothing else {_figure(term, scene): 1}
        case Rollup():
            raise NotLinearError  # what other agencies reported is no figure of this submission
    found = resolved(term, scene)
    if found is None:
        raise NotLinearError
    return found


def _figure(cell: Cell, scene: Scene) -> Figure:
    """Return the figure that a cell of a formula is, seen from a place."""
    sight = scene.see(cell)
    if sight.absent:
        raise NotLinearError
    placed = sight.cell
    if placed.row == TOTAL and sight.record is not None:
        return Figure(placed.table, None, placed.column, sight.record, placed.period)
    return Figure(placed.table, placed.row, placed.column, None, placed.period)
