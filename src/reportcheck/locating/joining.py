"""Labels that stand in pieces: cut in two by a page, broken over rows, one character a cell.

Texts that name nothing by themselves, in cells that follow each other down a column or along a
row, are one label if together they are exactly a label of the form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from reportcheck.locating.labels import FormLabels

MOST_PIECES = 40
"""No label stands in more cells."""

Place: TypeAlias = tuple[int, int]


class Joined(NamedTuple):
    """A label put together: where it stands, the folded text, and the cells that it stands in."""

    place: Place
    key: str
    pieces: tuple[Place, ...]


def joined_labels(
    form: FormLabels,
    keys: Mapping[Place, str],
    rows: Mapping[int, tuple[int, ...]],
    numbers: frozenset[Place],
) -> Iterator[Joined]:
    """Yield the labels that the texts ``keys``, which name nothing alone, make together."""
    spent: set[Place] = set()
    for place, key in keys.items():
        if place in spent or key not in form.beginnings:
            continue
        for run in (_down(place, keys, rows), _along(place, keys, rows)):
            pieces = _together(form, run, keys)
            if not pieces:
                continue
            whole = "".join(keys[piece] for piece in pieces)
            at = _line(form, pieces, whole, rows, numbers)
            if at is not None:
                spent.update(pieces)
                yield Joined(at, whole, pieces)
                break


def _down(
    place: Place, keys: Mapping[Place, str], rows: Mapping[int, tuple[int, ...]]
) -> Iterator[Place]:
    row, column = place
    yield place
    last = max(rows)
    for below in range(row + 1, last + 1):
        if column in rows.get(below, ()):
            if (below, column) not in keys:
                return
            yield below, column


def _along(
    place: Place, keys: Mapping[Place, str], rows: Mapping[int, tuple[int, ...]]
) -> Iterator[Place]:
    row, column = place
    for right in rows[row]:
        if right >= column:
            if (row, right) not in keys:
                return
            yield row, right


def _together(
    form: FormLabels, run: Iterator[Place], keys: Mapping[Place, str]
) -> tuple[Place, ...]:
    """Return the pieces from the first on that are a label together, or none."""
    text = ""
    pieces: list[Place] = []
    for piece in run:
        text += keys[piece]
        pieces.append(piece)
        if len(pieces) > 1 and text in form.exact:
            return tuple(pieces)
        if text not in form.beginnings or len(pieces) >= MOST_PIECES:
            break
    return ()


def _line(
    form: FormLabels,
    pieces: Sequence[Place],
    whole: str,
    rows: Mapping[int, tuple[int, ...]],
    numbers: frozenset[Place],
) -> Place | None:
    """Return where the label stands: a row's name beside its values, None where that is open."""
    with_values = [
        (row, column)
        for row, column in pieces
        if any((row, right) in numbers for right in rows[row] if right > column)
    ]
    in_one_row = len({row for row, _ in pieces}) == 1
    names_row = any(
        mention.rows and not slots.isdisjoint(mention.rows)
        for mention in form.exact[whole]
        if (labels := form.tables[mention.table].rows) is not None
        for slots in (labels.slots,)
    )
    if in_one_row or not names_row or not with_values:
        return pieces[0]
    return with_values[0] if len(with_values) == 1 else None
