"""Which edition of a form a file holds: told by the rows and columns that are there, never by year.

Two editions share most of their rows and columns. What speaks for one of them is what only it has:
cells that it reads as a row, a column or a slot that the other lacks, and that the other does not
read at all; and words of its own, even where the table they belong to was not found. Where there is
such a thing for both the file is a mixture, where there is for neither nothing tells them apart;
either is said, with what was taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final, TypeAlias

from reportcheck.address import CellRef
from reportcheck.classes import dataclass
from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.form import Form
from reportcheck.grid import Source
from reportcheck.locating.labels import labels_of
from reportcheck.number import State
from reportcheck.rule import Pack, Severity
from reportcheck.submission import Submission
from reportcheck.text import fold

MOST_NAMED: Final = 3
"""Labels of the other edition that are named one by one."""

SHORTEST: Final = 4
"""Shorter words may stand anywhere, and speak for no edition by themselves."""

LONGEST: Final = 200
"""Longer texts are prose."""

FIRST_ROWS: Final = 2000
"""How many rows of a grid are looked at for words of an edition."""

_Version: TypeAlias = tuple[tuple[int, str], ...]
_Part: TypeAlias = tuple[str, ...]
"""A row, a column or a slot of a form: its table, what it is, and its name or names."""


@dataclass(frozen=True)
class _Edition:
    """An edition as it was found in a file."""

    pack: Pack
    submission: Submission
    texts: Mapping[CellRef, str]
    """What stands in the file beside numbers, folded."""

    @property
    def name(self) -> str:
        """How ``--rules`` names it."""
        return name_of(self.pack.form)

    @property
    def order(self) -> tuple[int, _Version]:
        """What comes first where nothing speaks for one of two: more cells, the later version."""
        return len(self.read), version_key(self.pack.form.version)

    @cached_property
    def has(self) -> Mapping[_Part, frozenset[str]]:
        """Every row, column and slot of the blank form, with the words for it."""
        return dict(_parts(self.pack.form))

    @cached_property
    def parts(self) -> dict[CellRef, _Part]:
        """What each cell was read as; a label may stand for several items, of which one is told."""
        read: dict[CellRef, _Part] = {}
        for placed in self.submission.placements:
            for axis, name, at, _ in placed.labels:
                read[at] = (placed.table, axis, name)
        for slot, reading in self.submission.readings.items():
            if reading.at is not None:
                read[reading.at] = (slot.table, "slot", slot.row or "", slot.column)
        return read

    @cached_property
    def read(self) -> frozenset[CellRef]:
        """The cells that it explains."""
        return frozenset(self.parts)

    @cached_property
    def filled(self) -> frozenset[CellRef]:
        """The cells of its slots in which something stands."""
        held = self.submission.readings.values()
        return frozenset(each.at for each in held if each.at is not None and each.shown)

    def beyond(self, other: _Edition) -> frozenset[CellRef]:
        """Return the cells that speak for this edition and against another."""
        own = labels_of(self.pack.form).exact.keys() - labels_of(other.pack.form).exact.keys()
        named = {at for at, text in self.texts.items() if len(text) >= SHORTEST and text in own}
        return frozenset(
            at
            for at in {*self.parts, *named} - other.read
            if at in named
            or (not self.shares(part := self.parts[at], other) and self._tells(at, part))
        )

    def _tells(self, at: CellRef, part: _Part) -> bool:
        """Whether something stands in the cell: an empty one may be of any row."""
        return part[1] != "slot" or at in self.filled

    def shares(self, part: _Part, other: _Edition) -> bool:
        """Whether another edition has the same row, column or slot, under some word alike."""
        if part not in other.has:
            return False
        table, what, *names = part
        if what != "slot":
            return not self.has[part].isdisjoint(other.has[part])
        lines = zip(("row", "column"), names, strict=True)
        return all(self.shares((table, axis, name), other) for axis, name in lines if name)


def _parts(form: Form) -> Iterator[tuple[_Part, frozenset[str]]]:
    for table in form.tables:
        axes = [("column", table.columns)] + ([("row", table.rows)] if table.rows else [])
        for axis, items in axes:
            for item in items.all:
                words = frozenset(fold(each) for each in (item.label, *item.aliases))
                yield (table.id, axis, item.name), words
        for slot in table.slots():
            yield (table.id, "slot", slot.row or "", slot.column), frozenset()


def version_key(text: str) -> _Version:
    """Return what versions are put in order by: 2021.10 comes after 2021.9.

    >>> version_key("2021.10") > version_key("2021.9")
    True
    """
    return tuple((int(part) if part.isdigit() else -1, part) for part in text.split("."))


def name_of(form: Form) -> str:
    """Return how ``--rules`` names the edition.

    >>> name_of(Form("gir", (), {}, version="2021.1"))
    'gir@2021.1'
    """
    return f"{form.id}@{form.version}" if form.version else form.id


def is_whole(submission: Submission) -> bool:
    """Whether everything that the form asks for was found, and nothing was odd on the way."""
    return not submission.structure and all(
        reading.at is not None or reading.state is State.ABSENT
        for reading in submission.readings.values()
    )


def choose_edition(
    source: Source, found: Sequence[tuple[Pack, Submission]]
) -> tuple[Pack, Submission]:
    """Return the edition that the rows and columns of a file show; a doubt is in its structure."""
    texts = {
        grid.at(number, column): fold(raw)
        for grid in source.grids
        for number, row in enumerate(grid.rows[:FIRST_ROWS])
        for column, raw in enumerate(row)
        if isinstance(raw, str) and SHORTEST <= len(raw) <= LONGEST
    }
    editions = [_Edition(pack, submission, texts) for pack, submission in found]

    def lead(one: _Edition) -> int:
        return sum(
            len(one.beyond(other)) - len(other.beyond(one))
            for other in editions
            if other is not one
        )

    best = max(editions, key=lambda each: (lead(each), each.order))
    others = [each for each in editions if each is not best]
    equal = [each for each in others if not best.beyond(each) and not each.beyond(best)]
    whole = [each for each in (best, *equal) if is_whole(each.submission)]
    told = []
    if equal and len(whole) == 1:
        best = whole[0]  # it wants nothing that is not there
    elif equal:
        told.append(_unclear(best, equal))
    told += [_mixed(best, each) for each in editions if each.beyond(best)]
    submission = best.submission
    return best.pack, replace(submission, structure=(*submission.structure, *told))


def _mixed(best: _Edition, other: _Edition) -> Finding:
    """Tell that there are rows or columns that only another edition has."""
    own = sorted(other.beyond(best), key=_place)
    at = next((each for each in own if each in other.filled), own[0])
    words = {
        place: " ".join(text.split())
        for each in other.submission.placements
        for _, _, place, text in each.labels
    }
    known = labels_of(other.pack.form).exact
    for each, text in best.texts.items():
        if text in known:
            words.setdefault(each, text)
    rows = {
        (placed.table, name): text
        for placed in other.submission.placements
        for axis, name, _, text in placed.labels
        if axis == "row"
    }
    for each in own:  # a figure is told by its row
        table, what, *names = other.parts.get(each, ("", ""))
        if what == "slot" and (table, names[0]) in rows:
            words.setdefault(each, " ".join(rows[table, names[0]].split()))
    named = [words.get(each, "") for each in own]
    texts = [*dict.fromkeys(filter(None, named))] or [at.a1]
    return _finding("mixed-editions", best, (other,), at, "\n".join(texts[:MOST_NAMED]))


def _place(at: CellRef) -> tuple[str, int, int, int]:
    return at.sheet or "", at.table or 0, at.row, at.column


def _unclear(best: _Edition, others: Sequence[_Edition]) -> Finding:
    return _finding("edition-unclear", best, others, None)


def _finding(
    rule: str, best: _Edition, others: Sequence[_Edition], at: CellRef | None, labels: str = ""
) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.WARNING,
        verdict=Verdict.FAIL,
        kind=Kind.STRUCTURE,
        at=at,
        facts={
            "edition": best.name,
            "other": ", ".join(each.name for each in others),
            "other_basis": others[0].pack.form.basis,
            "labels": labels,
        },
        basis=best.pack.form.basis,
    )
