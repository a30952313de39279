"""What surely passes: the rules of a form as arithmetic over the plain numbers of one file.

Most files of a batch have nothing wrong, and are laid out like others. For such a layout every
instance of every rule is made, once, into a function of a row of whole numbers; if all of them
hold, and every number is one its cell may hold, there is nothing to tell. Whatever is less than
plain, here or in a file, is no answer: the file is evaluated as ever, by what the formulas mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from operator import itemgetter
from typing import Any, Final, TypeAlias

from reportcheck.classes import dataclass
from reportcheck.evaluating.arithmetic import Condition, Maker, NoPlanError, Position
from reportcheck.evaluating.places import places_of
from reportcheck.form import BlankPolicy, Slot, Values, blank_means
from reportcheck.formula import Rollup, own
from reportcheck.interpreting.judging import is_skipped, lands_on_absent
from reportcheck.interpreting.trees import Scene, key_of, scene_of
from reportcheck.measuring import measure
from reportcheck.number import DIGITS, Exact, Raw, State, read_decimal
from reportcheck.percents import has_percents, percent_slots
from reportcheck.rule import Pack, Rule
from reportcheck.submission import Submission
from reportcheck.unit import shows_percent
from reportcheck.viewing import Place, View

MOST_PLACES: Final = 6
_LARGEST: Final = 10**DIGITS
_NO_TOTALS: Final[Mapping[object, int]] = {}

Passes: TypeAlias = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Bounds:
    """What the numbers of some slots may be: which they are, and what they declare."""

    pick: Callable[[Sequence[int]], Sequence[int]]
    values: Values
    listed: frozenset[Exact]

    def hold(self, numbers: Sequence[int], scale: int, places: int) -> bool:
        """Whether nothing is wrong with any of the numbers, scaled by ten to the ``places``."""
        held, values = self.pick(numbers), self.values
        if values.min is not None and min(held) < values.min * scale:
            return False
        if values.max is not None and max(held) > values.max * scale:
            return False
        if self.listed and any(Fraction(number, scale) not in self.listed for number in held):
            return False
        if values.places is None or values.places >= places:
            return True
        rest = 10 ** (places - values.places)
        return not any(number % rest for number in held)


@dataclass(frozen=True, slots=True)
class _Ruled:
    """A rule by its places: conditions that must hold, some of them where another does."""

    rule: Rule
    always: Mapping[Place, Condition]
    sometimes: Mapping[Place, tuple[Condition, Condition]]


@dataclass(frozen=True, slots=True)
class Sureness:
    """What is sure of one file by its numbers alone; ``cells``: nothing is wrong with any cell."""

    _numbers: Sequence[int]
    _rules: Sequence[_Ruled]
    cells: bool

    @property
    def passes(self) -> Passes | None:
        """How many instances of each rule pass if all of them surely do, else None."""
        try:
            return _passes(self._rules, self._numbers)
        except NoPlanError:
            return None

    def holds(self, rule: Rule, place: Place) -> bool:
        """Tell whether a rule surely holds at a place; if not, it may hold all the same."""
        ruled = next((each for each in self._rules if each.rule is rule), None)
        if ruled is None:
            return False
        try:
            if (check := ruled.always.get(place)) is not None:
                return check(self._numbers)
            where, check = ruled.sometimes.get(place, (_never, _never))
            return where(self._numbers) and check(self._numbers)
        except NoPlanError:
            return False


def _never(_: Sequence[int]) -> bool:
    return False


class Plan:
    """All that has to hold of the figures of a submission for nothing at all to be wrong with it.

    Made of one submission, it serves for all that have the same cells filled with numbers, and
    otherwise the same contents. ``slots`` are those with a number, in the order in which ``passes``
    takes these. A NoPlanError says that for submissions like that one there is no plan.
    """

    def __init__(self, pack: Pack, submission: Submission) -> None:
        if submission.structure or submission.records or any(measure(submission)):
            raise NoPlanError
        if any(_has_bare_percent(submission)):
            raise NoPlanError  # whether that is to be told hangs on the number
        self._view = View(submission)
        self._rules = [rule for rule in pack.rules if not rule.suspended and not rule.across]
        self.slots = tuple(_numbered(submission))
        self._positions = positions_of(self.slots)
        self._bounds = tuple(_bounds(submission, self.slots))
        declared = [each.values.places for each in self._bounds]
        self._places = max([each for each in declared if each is not None], default=0)
        self._scaled: dict[int, tuple[_Ruled, ...]] = {1: self._made(1)}

    def passes(self, raws: Sequence[Raw]) -> Passes | None:
        """Return how many instances of each rule pass if nothing at all is wrong, else None."""
        sure = self.sureness(raws)
        return None if sure is None or not sure.cells else sure.passes

    def sureness(self, raws: Sequence[Raw]) -> Sureness | None:
        """Return what is sure of a file with these numbers, None where they are not plain."""
        whole = in_units(raws, self._places)
        if whole is None:
            return None
        numbers, places = whole
        scale = 10**places
        try:
            if scale not in self._scaled:
                self._scaled[scale] = self._made(scale)
        except NoPlanError:
            return None
        cells = all(bounds.hold(numbers, scale, places) for bounds in self._bounds)
        return Sureness(numbers, self._scaled[scale], cells=cells)

    def _made(self, scale: int) -> tuple[_Ruled, ...]:
        return tuple([_ruled(rule, self._view, self._positions, scale) for rule in self._rules])


class PlanAcross:
    """All that has to hold of the figures of several submissions for what one's rules ask of them.

    Made of one submission, viewed, and of those that can be seen from it; it serves for all that
    have the same cells filled with numbers. ``slots`` are those of each submission, by how many
    periods it is before: their numbers are what ``sureness`` takes. ``asked`` has what is asked of
    the agencies below. A NoPlanError says that there is no plan.
    """

    def __init__(
        self,
        rules: Sequence[Rule],
        view: View,
        slots: Mapping[int, Sequence[Slot]],
        asked: Iterable[object] = (),
    ) -> None:
        self._rules, self._view = rules, view
        self._positions: dict[Position, int] = {}
        places: list[int] = []
        for steps, ones in slots.items():
            there = view.back(steps)
            if there is None or there.submission.structure or there.submission.records:
                raise NoPlanError
            self._positions |= positions_of(ones, steps, len(self._positions))
            values = [there.form.by_id[one.table].values_at(one.row, one.column) for one in ones]
            places += [each.places or 0 for each in values]
        self._totals = {each: n for n, each in enumerate(asked, len(self._positions))}
        self._places = max(places, default=0)
        self._scaled: dict[int, tuple[_Ruled, ...]] = {}

    def passes(self, raws: Sequence[Raw]) -> Passes | None:
        """Return how many instances of each rule pass if all of them surely do, else None."""
        sure = self.sureness(raws)
        return None if sure is None else sure.passes

    def sureness(
        self, raws: Sequence[Raw], totals: Sequence[Exact | None] = (), places: int = 0
    ) -> Sureness | None:
        """Return what is sure of submissions with these numbers, None where they are not plain.

        ``totals`` are what the agencies below come to, None where that is no plain number; most of
        them have up to so many ``places``.
        """
        whole = in_units(raws, self._places)
        if whole is None:
            return None
        numbers, least = whole
        if least < places:
            numbers = [number * 10 ** (places - least) for number in numbers]
        scale = 10 ** max(least, places)
        # A condition is asked of known numbers alone.
        held: list[Any] = [*numbers, *(_scaled(each, scale) for each in totals)]
        try:
            if scale not in self._scaled:
                self._scaled[scale] = tuple([self._ruled(rule, scale) for rule in self._rules])
        except NoPlanError:
            return None
        return Sureness(held, self._scaled[scale], cells=True)

    def _ruled(self, rule: Rule, scale: int) -> _Ruled:
        ruled = _ruled(rule, self._view, self._positions, scale, self._totals)
        if not rule.needs_children:
            return ruled
        asked = [each for part in rule.parts for each in own(part) if isinstance(each, Rollup)]

        def known(place: Place, check: Condition) -> Condition:
            used = [self._totals[key_of(each, place)] for each in asked]

            def holds(numbers: Sequence[int]) -> bool:
                if any(numbers[each] is None for each in used):
                    raise NoPlanError
                return check(numbers)

            return holds

        return _Ruled(
            rule,
            {place: known(place, check) for place, check in ruled.always.items()},
            {
                place: (known(place, where), known(place, check))
                for place, (where, check) in ruled.sometimes.items()
            },
        )


def _scaled(total: Exact | None, scale: int) -> int | None:
    """Return a number as a whole one, in units of one ``scale``-th, None where that is not exact.

    >>> _scaled(Fraction(5, 2), 10), _scaled(Fraction(1, 3), 10)
    (25, None)
    """
    found = None if total is None else total * scale
    return None if found is None or found.denominator != 1 else int(found)


def positions_of(slots: Sequence[Slot], steps: int = 0, start: int = 0) -> dict[Position, int]:
    """Return the position of the number of each slot, of a submission so many periods before."""
    return {(slot, steps): number for number, slot in enumerate(slots, start)}


def _ruled(
    rule: Rule,
    view: View,
    positions: Mapping[Position, int],
    scale: int,
    totals: Mapping[object, int] = _NO_TOTALS,
) -> _Ruled:
    always: dict[Place, Condition] = {}
    sometimes: dict[Place, tuple[Condition, Condition]] = {}
    for place in places_of(rule, view):
        scene = Scene(view, place)
        if lands_on_absent(rule, scene) or is_skipped(rule, scene):
            continue
        check = Maker(scene_of(rule, view, place), positions, scale, totals).condition(rule.check)
        if rule.where is None:
            always[place] = check
        else:
            where = Maker(scene, positions, scale, totals).condition(rule.where)
            sometimes[place] = where, check
    return _Ruled(rule, always, sometimes)


def _passes(rules: Sequence[_Ruled], numbers: Sequence[int]) -> Passes | None:
    passes = []
    for ruled in rules:
        for check in ruled.always.values():
            if not check(numbers):
                return None
        passed = len(ruled.always)
        for where, check in ruled.sometimes.values():
            if where(numbers):
                if not check(numbers):
                    return None
                passed += 1
        passes.append((ruled.rule.id, passed))
    return tuple(passes)


def _has_bare_percent(submission: Submission) -> Iterator[bool]:
    """Yield of each percentage whether its cell holds a number and shows no sign."""
    for table in submission.form.tables:
        for _, reading, code in percent_slots(submission, table) if has_percents(table) else ():
            yield reading.state is State.VALUE and (code is None or not shows_percent(code))


def _numbered(submission: Submission) -> Iterator[Slot]:
    """Yield the slots with a number, if nothing is wrong with the kind of what the others hold."""
    for slot, reading in submission.readings.items():
        values = submission.form.by_id[slot.table].values_at(slot.row, slot.column)
        match reading.state:
            case State.VALUE if values.numeric and reading.note is None:
                if values.pattern is not None or _has_numeric_mark(values):
                    raise NoPlanError
                yield slot
            case State.VALUE if values.type == "text":
                # A number in place of a text is not the same in every file, nor are marks none.
                limited = values.one_of or values.pattern is not None or values.marks
                if limited or read_decimal(reading.shown) is not None:
                    raise NoPlanError
            case State.BLANK if blank_means(values) is not BlankPolicy.ERROR:
                continue
            case State.ABSENT | State.MARK:
                continue
            case _:
                raise NoPlanError


def _has_numeric_mark(values: Values) -> bool:
    return any(read_decimal(text.strip()) is not None for text, _ in values.marks)


def _bounds(submission: Submission, slots: Sequence[Slot]) -> Iterator[_Bounds]:
    alike: dict[Values, list[int]] = {}
    for number, slot in enumerate(slots):
        values = submission.form.by_id[slot.table].values_at(slot.row, slot.column)
        alike.setdefault(values, []).append(number)
    for values, numbers in alike.items():
        listed = [read_decimal(each) for each in values.one_of]
        numeric = frozenset(each for each in listed if each is not None)
        if values.one_of and not numeric:
            raise NoPlanError
        yield _Bounds(picker(numbers, len(slots)), values, numeric)


def picker(numbers: Sequence[int], most: int) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """Return what picks the elements of these numbers from a sequence of so many."""
    if [*numbers] == [*range(most)]:
        return lambda held: held
    if len(numbers) == 1:
        return lambda held: (held[numbers[0]],)
    pick: Any = itemgetter(*numbers)
    return pick  # type: ignore[no-any-return]


def in_units(raws: Sequence[Raw], declared: int = 0) -> tuple[list[int], int] | None:
    """Return numbers as whole ones, in units of so many decimals; None where that is not exact.

    Units of the ``declared`` decimals, or of two if that is less, are tried first.

    A double that is the nearest to a decimal of up to 15 digits is read as that decimal.
    """
    held: list[Any] = [*raws]
    try:
        numbers = [*map(int, held)]
    except (TypeError, ValueError, OverflowError):
        return None
    places = 0
    if numbers != held:
        for places in sorted({min(max(declared, 2), MOST_PLACES), MOST_PLACES}):
            scale = 10**places
            numbers = [round(raw * scale) for raw in held]
            if [number / scale for number in numbers] == held:
                break
        else:
            return None
    if numbers and not -_LARGEST < min(numbers) <= max(numbers) < _LARGEST:
        return None
    return numbers, places
