"""Text whose lines are not the rows of a table, and the rows that were put together from it."""

from __future__ import annotations

from collections.abc import Sequence

from reportcheck.address import CellRef
from reportcheck.classes import dataclass
from reportcheck.grid import Grid


@dataclass(frozen=True, slots=True)
class Stream(Grid):
    """The cells of a text in reading order, as copied from a page: merged cells are not told.

    ``rows[i]`` are the cells of line ``lines[i]``. ``prose`` are the rows that stand outside any
    table. With ``barred`` every cell has its mark, empty ones too; otherwise empty cells may be
    lost. With ``by_line`` a line of several cells is a row, or the end of one.
    """

    prose: frozenset[int] = frozenset()
    barred: bool = False
    by_line: bool = False


@dataclass(frozen=True, slots=True)
class Restored(Grid):
    """Rows put together again; ``spots[i][j]`` is the line and the field of ``rows[i][j]``.

    ``torn`` are the places, with the number of the table, where column labels and figures stand
    that no rows could be made of.
    """

    spots: Sequence[Sequence[tuple[int, int]]] = ()
    torn: Sequence[tuple[int, tuple[int, int]]] = ()

    def at(self, row: int, column: int) -> CellRef:
        """Return where the text has a cell; one that the row lacks is where the row ends."""
        spots = self.spots[row]
        return CellRef(self.sheet, *(spots[min(column, len(spots) - 1)] if spots else (1, 1)))
