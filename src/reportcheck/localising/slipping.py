"""Mistakes people make, recognised by what would undo them: questions with evidence, no verdicts.

Each of these undoes a part as a whole: every rule that takes part holds afterwards. Most are told
by the smallest changes themselves (what a cell holds, and the only value it may hold); a row or
column that slipped by one cell changes many, and is tried as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from reportcheck.balancing import Figure, sight_of
from reportcheck.form import Shape
from reportcheck.interpreting.outcomes import magnitude
from reportcheck.localising.spots import Scaled, Spot
from reportcheck.localising.system import Need, System, indices_of, met, only_line
from reportcheck.localising.telling import change_of
from reportcheck.mending import Change, Slip
from reportcheck.number import Exact, spell
from reportcheck.viewing import View

MOST_SLIPS: Final = 5
"""So many questions are asked about one part: where more would do, none has evidence."""
_FACTORS: Final = (10, 100, 1000)
_TELLING: Final = 10
"""From here on it is no accident that a gap is as large as a part."""
_ABOUT: Final = 2
"""A figure is about another if it is at most so many times as large, or as small."""
_FEWEST: Final = 3
"""So many cells at least have slipped together; two that changed places are told as such."""


def slips(
    whole: Scaled,
    view: View,
    sets: Sequence[tuple[Change, ...]],
    fails: Iterable[frozenset[int]],
) -> tuple[Slip, ...]:
    """Return the slips that explain a part, which ``sets`` of changes would mend."""
    failing = list(fails)
    found: dict[tuple[str, tuple[Change, ...]], Slip] = {}
    asked = [
        *(slip for each in sets for slip in _of_set(each, whole, failing)),
        *(slip for each in sets for slip in _beside_before(each, whole, view, failing)),
        *_rounded(whole, sets, failing),
    ]
    for slip in asked:
        found.setdefault((slip.code, slip.changes), slip)
    told = list(found.values())
    return tuple(told) if len(told) <= MOST_SLIPS else ()


def _of_set(
    changes: tuple[Change, ...], whole: Scaled, fails: Sequence[frozenset[int]]
) -> Iterator[Slip]:
    typed = [text or "" for each in changes for text in (each.value, each.to)]
    if any(each.open for each in changes) or not all(map(_is_number, typed)):
        return
    if len(changes) == 1:
        (only,) = changes
        for code, facts in shapes(_typed(only), only.to or ""):
            yield Slip(code, changes, facts)
        yield from _miscounted(only, whole, fails)
    elif len(changes) == 2:
        one, other = changes
        if one.value == other.to and other.value == one.to and one.value != other.value:
            yield Slip("swapped-cells", changes)
            return
        gap, back = (_number(each.to) - _number(each.value) for each in changes)
        if gap == -back and abs(gap) == 1 and one.table == other.table:
            yield Slip("moved", changes, {"count": "1"})


def _beside_before(
    changes: tuple[Change, ...], whole: Scaled, view: View, fails: Sequence[frozenset[int]]
) -> Iterator[Slip]:
    """Yield a factor that brings a figure back to about what it was the period before."""
    if len(changes) != 1 or changes[0].open or changes[0].to is not None or not view.back(1):
        return
    index = whole.index_of(changes[0])
    spot = whole.spots[index]
    before = sight_of(spot.figure._replace(period=1), view).value
    now = whole.system.values[index]
    if now is None or not isinstance(before, int | Fraction) or not before:
        return
    was = magnitude(before) * whole.scale
    for factor in _FACTORS:
        for meant in (Fraction(now, factor), Fraction(now * factor)):
            near = was <= magnitude(meant) * _ABOUT <= was * _ABOUT**2
            if near and meant.denominator == 1 and _all_hold({index: int(meant)}, whole, fails):
                change = change_of(whole, view, index, int(meant))
                facts = {"factor": str(factor), "other": spell(before)}
                yield Slip("prior-scale", (change,), facts)


def shapes(value: str, to: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the slips of the hand that make one number of another, as typed.

    >>> list(shapes("21", "12")), list(shapes("1204", "12004")), list(shapes("5", "6"))
    ([('digits-swapped', {})], [('digit-dropped', {})], [])
    >>> list(shapes("1120", "112")), list(shapes("-7", "7"))
    ([('scale', {'factor': '10'})], [('sign', {})])

    Of 1.7 nobody knows whether it was typed as 1.70.

    >>> list(shapes("1.70", "1.07")), list(shapes("1.7", "1.07"))
    ([('digits-swapped', {})], [('digits-swapped', {}), ('digit-dropped', {})])
    """
    if not (_is_number(value) and _is_number(to)):
        return
    was, is_ = _number(value), _number(to)
    if was == 0 or is_ == 0:
        return
    if was == -is_:
        yield "sign", {}
        return
    for factor in _FACTORS:
        if was == is_ * factor or is_ == was * factor:
            yield "scale", {"factor": str(factor)}
            return
    if (was < 0) != (is_ < 0):
        return
    typed, meant = value.lstrip("-"), to.lstrip("-")
    places = max(_places(typed), _places(meant))
    as_long = _with_places(typed, places), _with_places(meant, places)
    pairs = {(typed, meant), as_long, (typed, _with_places(meant, _places(typed)))}
    for code, is_so in (
        ("digits-swapped", _swapped), ("digit-dropped", _dropped), ("digit-doubled", _doubled),
    ):  # fmt: skip
        if any(is_so(*pair) for pair in pairs):
            yield code, {}


def _places(text: str) -> int:
    return len(text.partition(".")[2])


def _with_places(text: str, places: int) -> str:
    """Return a number with zeros behind it, so that it has this many decimals at least."""
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals.ljust(places, '0')}" if places else text


def _swapped(typed: str, meant: str) -> bool:
    if len(typed) != len(meant):
        return False
    unlike = [place for place in range(len(typed)) if typed[place] != meant[place]]
    return (
        len(unlike) == 2
        and unlike[1] == unlike[0] + 1
        and typed[unlike[0]] == meant[unlike[1]]
        and typed[unlike[1]] == meant[unlike[0]]
        and "." not in {typed[unlike[0]], typed[unlike[1]]}
    )


def _dropped(typed: str, meant: str) -> bool:
    return any(
        meant[place] != "." and meant[:place] + meant[place + 1 :] == typed
        for place in range(len(meant))
    )


def _doubled(typed: str, meant: str) -> bool:
    return any(
        typed[place] == typed[place + 1] and typed[:place] + typed[place + 1 :] == meant
        for place in range(len(typed) - 1)
    )


def _typed(change: Change) -> str:
    """Return what a cell holds as it was typed: with the zeros behind it, where these stand."""
    value, shown = change.value or "", change.shown
    as_shown = _is_number(shown) and _is_number(value) and _number(shown) == _number(value)
    return shown if as_shown else value


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()


def _number(text: str | None) -> Fraction:
    return Fraction(text or 0)


def _miscounted(total: Change, whole: Scaled, fails: Sequence[frozenset[int]]) -> Iterator[Slip]:
    """Yield the parts of a total that explain its gap: counted twice, or left out."""
    index = whole.index_of(total)
    gap = _number(total.value) - _number(total.to)
    for relation in whole.system.relations:
        line = only_line(relation)
        own = None if line is None else line.terms.get(index)
        if line is None or own is None or frozenset(line.terms) not in fails:
            continue
        parts = {each: factor for each, factor in line.terms.items() if each != index}
        if len(parts) < 2 or any(factor != -own for factor in parts.values()):
            continue
        alike = [each for each in parts if abs(_worth(whole.spots[each])) == abs(gap)]
        # That a gap of 1 is as large as one of many small parts says nothing.
        if gap and (len(alike) == 1 or abs(gap) >= _TELLING) and abs(gap) > 1:
            for each in alike:
                value = _worth(whole.spots[each])
                code = "counted-twice" if (gap > 0) == (value > 0) else "left-out"
                yield Slip(code, (total,), {"other": _named(whole.spots[each], value)})


def _worth(spot: Spot) -> Exact:
    return spot.value if isinstance(spot.value, int | Fraction) else 0


def _named(spot: Spot, value: Exact) -> str:
    return f"{spot.at.a1} ({spell(value)})"


def _rounded(
    whole: Scaled, sets: Sequence[tuple[Change, ...]], fails: Sequence[frozenset[int]]
) -> Iterator[Slip]:
    """Yield that figures were rounded one by one, if that explains every gap."""
    system = whole.system
    seen = 0
    for relation in system.relations:
        line = only_line(relation)
        if line is None or frozenset(line.terms) not in fails:
            continue
        steps = [system.limits[index].step for index in line.terms]
        if len(steps) < _FEWEST or not all(0 < step < whole.scale for step in steps):
            return
        total = sum(factor * (system.values[index] or 0) for index, factor in line.terms.items())
        room = sum(abs(factor) * system.limits[index].step for index, factor in line.terms.items())
        if 2 * abs(total - line.bound) > room:
            return
        seen += 1
    if seen and sets:
        yield Slip("rounding", sets[0])


# A row or a column that slipped


def shifted(whole: Scaled, view: View, fails: Sequence[frozenset[int]]) -> tuple[Slip, ...]:
    """Return what slipped by one cell in a row or a column of a table, if that explains all.

    Where a total slipped with its parts, that is told, and not the parts by themselves.
    """
    found = {frozenset(each.changes): each for each in _slipped(whole, view, fails)}
    return tuple(each for own, each in found.items() if not any(own < other for other in found))


def _slipped(whole: Scaled, view: View, fails: Sequence[frozenset[int]]) -> Iterator[Slip]:
    place = {figure: index for index, figure in enumerate(whole.figures)}
    failing: dict[int, list[frozenset[int]]] = {}
    for each in fails:
        for index in each:
            failing.setdefault(index, []).append(each)
    crowded = Counter(side for index in failing for side in _sides(whole.figures[index]))
    for line in _lines_of(whole, view, {side for side, held in crowded.items() if held > 1}):
        indices = [place.get(figure) for figure in line]
        known = [each for each in indices if each is not None]
        if len(known) < _FEWEST or len(known) != len(indices):
            continue
        own = frozenset(known)
        crossed = [
            number
            for number, index in enumerate(known)
            if any(len(each & own) == 1 for each in failing.get(index, ()))
        ]
        if len(crossed) < 2:
            continue
        first, last = crossed[0], crossed[-1] + 1
        values = whole.system.values
        first -= first > 0 and values[known[first - 1]] is None
        last += last < len(known) and values[known[last]] is None
        run = known[first:last]
        if len(run) >= _FEWEST:
            yield from _undone(run, whole, view, fails)


def _sides(figure: Figure) -> tuple[tuple[str, str, str | None], ...]:
    """Return the row and the column that a cell stands in."""
    return (figure.table, "row", figure.row), (figure.table, "column", figure.column)


def _lines_of(
    whole: Scaled, view: View, wanted: Container[tuple[str, str, str | None]]
) -> Iterator[list[Figure]]:
    """Yield the rows and columns of tables of fixed rows that are wanted, without totals and with.

    A line with fewer than two cells of what fails has not slipped.
    """
    for name in dict.fromkeys(figure.table for figure in whole.figures):
        table = view.form.by_id[name]
        if table.shape is not Shape.FORM or table.rows is None:
            continue
        rows = [item.name for item in table.rows.slots]
        columns = [item.name for item in table.columns.slots]
        parts = [item.name for item in table.columns.slots if not item.total]
        for row in rows:
            if (name, "row", row) not in wanted:
                continue
            for held in (parts, columns)[: 2 if len(parts) < len(columns) else 1]:
                yield [Figure(name, row, column) for column in held]
        parts = [item.name for item in table.rows.slots if not item.total]
        for column in columns:
            if (name, "column", column) not in wanted:
                continue
            for held in (parts, rows)[: 2 if len(parts) < len(rows) else 1]:
                yield [Figure(name, row, column) for row in held]


def _undone(
    run: Sequence[int], whole: Scaled, view: View, fails: Sequence[frozenset[int]]
) -> Iterator[Slip]:
    values = [whole.system.values[index] for index in run]
    if len(set(values)) < 2 or any(each.isdisjoint(run) for each in fails):
        return
    back, on = values[1:], values[:-1]
    for moved, lost in (
        ([*back, 0], None), ([0, *on], None), ([*back, values[0]], None), ([values[-1], *on], None),
        ([*back, None], run[-1]), ([None, *on], run[0]),
    ):  # fmt: skip
        new = {index: value for index, value in zip(run, moved, strict=True) if value is not None}
        left = None if lost is None else _left_for(lost, new, whole.system)
        if lost is not None and left is not None:
            new[lost] = left
        if len(new) < len(run):
            continue
        unlike = {index: new[index] for index in run if whole.system.values[index] != new[index]}
        if len(unlike) >= _FEWEST and _all_hold(unlike, whole, fails):
            changes = tuple(change_of(whole, view, index, value) for index, value in unlike.items())
            yield Slip("shifted", changes)
            return


def _left_for(lost: int, new: Mapping[int, int], system: System) -> int | None:
    """Return what a sum leaves for the value that was pushed out, once the others are back."""
    for relation in system.relations:
        line = only_line(relation)
        if line is None or lost not in line.terms:
            continue
        rest = 0
        for index, factor in line.terms.items():
            value = new.get(index, system.values[index])
            if index != lost and value is None:
                break
            rest += 0 if index == lost else factor * (value or 0)
        else:
            left, over = divmod(line.bound - rest, line.terms[lost])
            return None if over else left
    return None


def _all_hold(new: Mapping[int, int], whole: Scaled, fails: Sequence[frozenset[int]]) -> bool:
    """Whether all that fails, and all that is touched, holds once some numbers are others."""
    system = whole.system
    if any(not system.limits[index].admits(value) for index, value in new.items()):
        return False
    if any(not each & new.keys() for each in fails):
        return False
    values = tuple(new.get(index, value) for index, value in enumerate(system.values))
    changed = replace(system, values=values)
    touched = (
        relation
        for relation in system.relations
        if any(indices_of(need) & new.keys() for needs in relation for need in needs)
    )
    return all(
        any(all(_met(need, changed) for need in needs) for needs in relation)
        for relation in touched
    )


def _met(need: Need, system: System) -> bool:
    return bool(indices_of(need) & system.open) or met(need, system)
