"""The reports of agencies that were merged, as one: their figures added up, slot by slot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final

from reportcheck.form import BlankPolicy, Slot, Values, blank_means
from reportcheck.number import Exact, Raw, State, spell
from reportcheck.submission import Reading, Records, Submission

_TOGETHER: Final = " + "
_NOT_THERE: Final = Reading(State.MISSING)


def merged(submissions: Sequence[Submission]) -> Submission:
    """Return what agencies reported together; the first report's form is that of the sum.

    A figure that one of them does not tell is not known of all: its reading is then that of this
    report, and so is its file. Records are put one after another.
    """
    first = submissions[0]
    readings: dict[Slot, Reading] = {}
    paths: dict[Slot, str] = {}
    slots = dict.fromkeys(slot for each in submissions for slot in each.readings)
    for slot in slots:
        if not first.form.has(*slot):
            continue
        values = first.form.by_id[slot.table].values_at(slot.row, slot.column)
        held = [each.readings.get(slot, _NOT_THERE) for each in submissions]
        unknown = next((n for n, each in enumerate(held) if not _counts(each, values)), None)
        if not values.numeric:
            same = all(each.value == held[0].value for each in held)
            readings[slot] = held[0] if same else _NOT_THERE
        elif unknown is None:
            readings[slot] = _sum(held)
        else:
            readings[slot] = held[unknown]
            paths[slot] = submissions[unknown].path
    return Submission(
        first.form,
        _TOGETHER.join(each.path for each in submissions),
        readings,
        dict(_records(submissions)),
        structure=tuple(found for each in submissions for found in each.structure),
        agency=_TOGETHER.join(each.agency or "" for each in submissions),
        period=first.period,
        paths=paths,
        parts=tuple(submissions),
    )


def _counts(reading: Reading, values: Values) -> bool:
    """Whether a reading takes part in a sum: a number, a blank that is zero, nothing at all."""
    if reading.state is State.BLANK:
        return blank_means(values) is BlankPolicy.ZERO
    number = reading.state is State.VALUE and isinstance(reading.value, int | Fraction)
    return number or reading.state is State.ABSENT


def _sum(held: Sequence[Reading]) -> Reading:
    numbers = [each for each in held if each.state is State.VALUE]
    if not numbers:
        return held[0]
    total: Exact = sum(each.value for each in numbers if isinstance(each.value, int | Fraction))
    places = {each.at for each in numbers}
    at = places.pop() if len(places) == 1 else None
    noisy = any(each.noisy for each in numbers)
    return Reading(State.VALUE, total, spell(total), at, noisy)


def _records(submissions: Sequence[Submission]) -> Iterable[tuple[str, Records]]:
    """Yield the records of each table that all have, in the columns that all have."""
    first = submissions[0]
    for name, mine in first.records.items():
        held = [each.records[name] for each in submissions if name in each.records]
        if len(held) < len(submissions):
            continue
        columns: Mapping[str, list[Raw]] = {
            column: [raw for each in held for raw in each.columns[column]]
            for column in mine.columns
            if all(column in each.columns for each in held)
        }
        lines = [line for each in held for line in each.lines]
        yield name, Records(mine.table, mine.sheet, lines, columns, mine.positions)
