"""Mistakes people make, recognised by what would undo them: questions with evidence, no verdicts.

Each of these undoes a part as a whole, or several together do: every rule that takes part holds
afterwards. They are told by the smallest changes themselves: what a cell holds, and the only value
it may hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

from reportcheck.balancing import sight_of
from reportcheck.interpreting.outcomes import magnitude
from reportcheck.localising.shifting import all_hold
from reportcheck.localising.spots import Scaled, Spot
from reportcheck.localising.system import only_line
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
"""A sum with fewer figures in it is not off because these were rounded."""


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
    return tuple(told) if _questions(told) <= MOST_SLIPS else ()


def _questions(asked: Sequence[Slip]) -> int:
    """Return how many questions these are: one, wherever it was, of a case between two lines."""
    moved = [slip.changes for slip in asked if slip.code == "moved"]
    columns = {frozenset(each.column for each in changes) for changes in moved}
    rows = {frozenset(each.row for each in changes) for changes in moved}
    return len(asked) - len(moved) + min(len(moved), len(columns), len(rows))


def _of_set(
    changes: tuple[Change, ...], whole: Scaled, fails: Sequence[frozenset[int]]
) -> Iterator[Slip]:
    changes = tuple(each for each in changes if not each.open)  # what is open is filled in anyway
    if not all(_is_number(text or "") for each in changes for text in (each.value, each.to)):
        return
    if len(changes) == 1:
        (only,) = changes
        yield from _of_hand(only)
        yield from _miscounted(only, whole, fails)
    elif changes:
        yield from _between(changes) or _together(changes)


def _of_hand(change: Change) -> list[Slip]:
    """Return the slips of the hand that one change would undo."""
    return [Slip(code, (change,), facts) for code, facts in shapes(_typed(change), change.to or "")]


def _between(changes: Sequence[Change]) -> list[Slip]:
    """Return what slipped from one cell to another, where that is all of some changes."""
    if len(changes) != 2:
        return []
    one, other = changes
    if one.value == other.to and other.value == one.to and one.value != other.value:
        return [Slip("swapped-cells", (one, other))]
    gap, back = (_number(each.to) - _number(each.value) for each in changes)
    if gap == -back and abs(gap) == 1 and one.table == other.table:
        return [Slip("moved", (one, other), {"count": "1"})]
    return []


def _together(changes: Sequence[Change]) -> list[Slip]:
    """Return several slips that together undo all of some changes, or nothing."""
    single = {change: _of_hand(change) for change in changes}
    rest = [change for change in changes if not single[change]]
    between = _between(rest)
    if rest and not between:
        return []
    return [*(slip for found in single.values() for slip in found), *between]


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
            if near and meant.denominator == 1 and all_hold({index: int(meant)}, whole, fails):
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
