"""Whether every column writes its numbers with a decimal point: else a stream reads them wrongly.

How numbers are written, a whole column tells. Blocks are read before that is known, as if it were
the plain way; if it turns out to be another, the file is read whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, cast

from reportcheck.locating.separators import PLAIN, decimal_sign, read_columns
from reportcheck.number import Raw, Untold
from reportcheck.streaming.blocks import Unstreamable
from reportcheck.streaming.layout import Layout

_SIGNS: Final = re.compile(r"\d[.．,，'\u2019 \u00a0\u2009\u202f]\d")
_DIGITS: Final = str.maketrans("123456789１２３４５６７８９", "1" * 18)
_PART: Final = "\x01"
_MOST: Final = 100_000


class Styles:
    """What was met in each column that has signs between its digits, every shape once."""

    def __init__(self, layout: Layout) -> None:
        self._grid = layout.found.sheet.grid
        self._values = {name: layout.table.values_at(None, name) for name in layout.fields}
        self._met: dict[str, set[str]] = {
            name: set() for name, values in self._values.items() if values.numeric
        }
        for name, met in self._met.items():
            field = layout.fields[name]
            self._add(met, [row[field] for row in layout.head if field < len(row)])

    def take(self, columns: Mapping[str, Sequence[Raw]]) -> None:
        """Take in the cells of rows that are not plain; plain ones are written the plain way."""
        for name, met in self._met.items():
            self._add(met, columns[name])

    def _add(self, met: set[str], cells: Sequence[Raw]) -> None:
        # Which digits there are tells nothing, but for zeros; all cells at once, as they are many.
        texts = cast("Sequence[str]", cells)
        try:
            joined = _PART.join(texts)
        except TypeError:  # some cells of lines that are out of order are not known
            texts = [cell for cell in cells if isinstance(cell, str)]
            joined = _PART.join(texts)
        shapes = joined.translate(_DIGITS).split(_PART)
        if len(shapes) > len(texts):
            shapes = [cell.translate(_DIGITS) for cell in texts]
        met.update(shape for shape in set(shapes) if _SIGNS.search(shape) is not None)
        if len(met) > _MOST:
            raise Unstreamable

    def settle(self) -> None:
        """Make sure that all columns are written the plain way, and none contradicts itself."""
        told = read_columns(
            {name: sorted(met) for name, met in self._met.items()}, self._values, self._elsewhere
        )
        for each in told.values():
            if each.style != PLAIN or any(isinstance(cell, Untold) for cell in each.cells):
                raise Unstreamable

    def _elsewhere(self) -> str | None:
        """Return the decimal sign of the rest of the file, if that may be a comma."""
        rows = self._grid.rows
        if not any("," in cell for row in rows for cell in row if isinstance(cell, str)):
            return None
        return decimal_sign(rows)
