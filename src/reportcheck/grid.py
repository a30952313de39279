"""The raw cells of one sheet, or of one table of a text file: no meaning yet, only places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import field

from reportcheck.address import CellRef
from reportcheck.classes import dataclass
from reportcheck.number import Raw


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, both corners included, counted from 1 in the sheet."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The used part of a sheet.

    ``rows[i][j]`` is the cell in sheet row ``first_row + i``, column ``first_column + j``; rows
    may be ragged. In a text file ``lines[i]`` is the physical line (from 1) at which record ``i``
    begins, and ``sheet`` is None. Only the top left cell of a merged area holds its value.

    In a document ``tables[i]`` is the number of the table that row ``i`` belongs to, 0 for a
    paragraph, and ``lines[i]`` its row in that table. ``formats`` names, by row and column, the
    formats that show a number as another one.
    """

    path: str
    sheet: str | None
    rows: Sequence[Sequence[Raw]]
    first_row: int = 1
    first_column: int = 1
    merges: tuple[Area, ...] = ()
    lines: Sequence[int] | None = None
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    tables: Sequence[int] | None = None
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    broken: Mapping[int, str] | None = None
    """By row, how a line is out of order: ``quote``, ``unreadable``. None: not parted by a sign."""

    def at(self, row: int, column: int) -> CellRef:
        """Return the address of ``rows[row][column]``."""
        line = self.lines[row] if self.lines is not None else self.first_row + row
        table = self.tables[row] if self.tables is not None else None
        return CellRef(self.sheet, line, self.first_column + column, table)

    @property
    def width(self) -> int:
        """The number of cells of the longest row."""
        return max(map(len, self.rows), default=0)


def texts_in(grid: Grid) -> Iterator[tuple[int, int]]:
    """Yield the row and the column of each text in ``grid.rows``, in their order."""
    for row, cells in enumerate(grid.rows):
        for column, raw in enumerate(cells):
            if isinstance(raw, str) and raw:
                yield row, column


@dataclass(frozen=True, slots=True, eq=False)
class Blank:
    """What a file shares with others that were filled in from the same blank.

    They have the same cells in the same order, numbers where it has numbers, and as many texts.
    ``strings`` has for each grid the row and the column of every text. ``cells`` and ``texts`` are
    its own; ``kept`` is what anybody found out of all of these files.
    """

    grids: tuple[Grid, ...]
    strings: tuple[Sequence[tuple[int, int]], ...]
    cells: Sequence[Raw]
    texts: Sequence[str]
    kept: MutableMapping[object, object]


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its grids, and what is worth saying about how it was read.

    ``notes`` are pairs of a code of the catalogue and its fact, as ``("encoding", "GB18030")`` or
    ``("delimiter", ";")``. ``blank`` tells of the other files that were filled in from the same
    one, if that is known; it speaks of its own ``grids`` only.
    """

    path: str
    grids: tuple[Grid, ...]
    notes: tuple[tuple[str, str], ...] = ()
    blank: Blank | None = field(default=None, compare=False, repr=False)
