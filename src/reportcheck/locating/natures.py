"""What of a cell locating may look at: of most numbers and texts less than they say.

Locating asks of a number whether it is one, and whether it is spelt like a label. Of a text that is
part of no label it asks a few things more, named here. Two files in which every cell has the same
nature as its counterpart are located alike, but for what layouts.py says of numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import Final, TypeAlias
from unicodedata import normalize

from reportcheck.grid import Grid
from reportcheck.locating.furniture import names_furniture
from reportcheck.locating.labels import LONGEST_LABEL, FormLabels
from reportcheck.locating.notes import begins_like_note, is_note
from reportcheck.locating.sheets import is_blank
from reportcheck.locating.single import LONGEST_VALUE
from reportcheck.number import Raw, is_placeholder, trim
from reportcheck.text import fold, fold_number, without_footnote
from reportcheck.unit import unit_said

Nature: TypeAlias = object
"""The text itself where all of it counts, or what counts of it."""

FIGURE: Final[Nature] = ("figure",)
_MOST_KEPT: Final = 20_000
_NUMERIC: Final = "-+(),.%"


class Natures:
    """The natures of cells to the forms that they may belong to."""

    def __init__(self, forms: Sequence[FormLabels]) -> None:
        self.forms = forms
        self._labels = "\0".join(key for form in forms for key in form.exact)
        self._numbers = frozenset(_numbers(forms))
        self._marks = frozenset(_marks(forms))
        self._kept: dict[str, Nature] = {}
        self._once: dict[Nature, Nature] = {}

    def of(self, cells: Sequence[Raw]) -> list[Nature]:
        """Return the natures of cells, in their order."""
        kept = self._kept
        if self._numbers:
            return [self._alone(raw) for raw in cells]
        return [
            FIGURE if type(raw) is float
            else kept[raw] if type(raw) is str and raw in kept
            else self._alone(raw)
            for raw in cells
        ]  # fmt: skip

    @property
    def numbers_alike(self) -> bool:
        """Whether one number has the nature of any other: none of them is a label."""
        return not self._numbers

    def are_alike(self, texts: Sequence[str], others: Sequence[str]) -> bool:
        """Whether texts have the natures of as many others, one by one."""
        return all(
            text is other or text == other or self._text(text) == self._text(other)
            for text, other in zip(texts, others, strict=True)
        )

    def is_free(self, text: str) -> bool:
        """Whether another text of the same nature may stand in the place of this one."""
        return self._text(text) is not text

    def _alone(self, raw: Raw) -> Nature:
        if type(raw) is str:
            return self._text(raw)
        if type(raw) is float or type(raw) is int:
            return ("number", raw) if raw in self._numbers else FIGURE
        return (type(raw).__name__, raw)

    def _text(self, text: str) -> Nature:
        held = self._kept.get(text)
        if held is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            held = self._kept[text] = text if self._counts(text) else self._what_counts(text)
        return held

    def _counts(self, text: str) -> bool:
        """Whether all of a text counts: it may be a label, a part of one, a value or a unit."""
        if is_blank(text) or len(text) > LONGEST_LABEL:
            return True
        key, plain = fold(text), fold_number(text)
        return (
            all(sign.isdigit() or sign in _NUMERIC for sign in key)
            or key in self._labels
            or is_placeholder(trim(text))
            or normalize("NFKC", trim(text)) in self._marks
            or names_furniture(key)
            or bool(unit_said(text))
            or without_footnote(text) is not None
            or any(
                form.mentions(key, plain) or any(key in table.corner for table in form.tables)
                for form in self.forms
            )
        )

    def _what_counts(self, text: str) -> Nature:
        key = fold(text)
        nature = (
            tuple([form.titled(key) for form in self.forms]),
            begins_like_note(text),
            is_note(text),
            len(key) > LONGEST_VALUE,
        )
        return self._once.setdefault(nature, nature)  # texts are many, natures are few


def _numbers(forms: Sequence[FormLabels]) -> Iterator[float]:
    """Yield the numbers that labels are, as a year is one."""
    for form in forms:
        for key in (*form.exact, *form.plain):
            try:
                number = float(key)
            except ValueError:
                continue
            if isfinite(number):
                yield number


def _marks(forms: Sequence[FormLabels]) -> Iterator[str]:
    for form in forms:
        for table in form.tables:
            for mark, _ in table.table.values.marks:
                yield normalize("NFKC", mark).strip()


def outline_of(grids: Sequence[Grid]) -> tuple[object, ...] | None:
    """Return all about some grids but their cells, or None where layouts are not compared."""
    told = []
    for grid in grids:
        if grid.lines is not None or grid.tables is not None or grid.broken is not None:
            return None
        told.append((
            grid.sheet, grid.first_row, grid.first_column, grid.merges, grid.hidden,
            grid.hidden_rows, grid.hidden_columns, tuple(sorted(grid.formats.items())),
            tuple([len(row) for row in grid.rows]),
        ))  # fmt: skip
    return tuple(told)
