"""Lines of a text file that are out of order: other fields than the header has, or odd quotes.

Which field was lost, or which is too many, nothing tells: the cells of such a line have no value,
and whatever needs them is unknown. Empty fields at the end of a line are no fields too many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reportcheck.classes import dataclass
from reportcheck.finding import Finding
from reportcheck.grid import Grid
from reportcheck.locating.axes import AxisMatch
from reportcheck.locating.labels import AxisLabels, TableLabels
from reportcheck.locating.sheets import Sheet, is_blank
from reportcheck.locating.telling import finding
from reportcheck.number import Raw
from reportcheck.rule import Severity

CODE = "malformed-line"
MOST_TOLD = 100
"""Lines that are told one by one; all further ones are put together."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: ``few`` or ``many`` fields, its ``quote``, or all of it.

    A ``header`` has fewer fields than the rows below.
    """

    row: int
    what: str
    found: int
    expected: int

    @property
    def lost(self) -> bool:
        """Whether the fields of the line cannot be told apart."""
        return self.what != "quote"


def faults(grid: Grid, rows: Sequence[int], width: int) -> list[Fault]:
    """Return what is wrong with the rows of a table whose header has so many fields."""
    if grid.broken is None:
        return []
    cells = grid.rows[rows.start : rows.stop] if isinstance(rows, range) else ()
    if not grid.broken and cells and set(map(len, cells)) == {width}:
        return []  # a million clean lines are passed over
    told = (row for row in rows if row < len(grid.rows))  # blank lines at the end are no rows
    return [fault for row in told if (fault := _fault(grid, row, width)) is not None]


def _fault(grid: Grid, row: int, width: int) -> Fault | None:
    return fault_of(grid.rows[row], (grid.broken or {}).get(row), width, row)


def fault_of(fields: Sequence[Raw], broken: str | None, width: int, row: int) -> Fault | None:
    """Return what is wrong with the fields of a row, where so many are wanted."""
    count = len(fields)
    filled = next((each for each in range(count, 0, -1) if not is_blank(fields[each - 1])), 0)
    if broken == "unreadable":
        return Fault(row, "unreadable", filled, width)
    if count < width:
        return Fault(row, "few", count, width)
    if filled > width:
        return Fault(row, "many", filled, width)
    return None if broken is None else Fault(row, "quote", width, width)


def header_width(rows: Iterable[Sequence[Raw]]) -> int:
    """Return the fields of a header: of its longest row, up to the last that is filled."""
    return max((len(row) for row in rows), default=0)


def overhanging(sheet: Sheet, header: range, rows: Sequence[int]) -> list[Fault]:
    """Return the rows whose figures reach further than their header.

    Where all rows are equally long, a column of figures without a name is one. Where they are not,
    cells were lost on the way, be it in the header: then labels do not stand over their values.
    """
    width = 1 + max((sheet.rows[row][-1] for row in header if row in sheet.rows), default=-1)
    filled = {row: sheet.rows.get(row, ()) for row in rows}
    reach = {
        row: max((at + 1 for at in columns if (row, at) in sheet.numbers), default=0)
        for row, columns in filled.items()
    }
    over = [Fault(row, "many", count, width) for row, count in reach.items() if count > width]
    nameless = not is_ragged(sheet.grid, header, rows) and 2 * len(over) > len(rows)
    return [] if nameless else over


def headings_hold(columns: AxisLabels, match: AxisMatch) -> bool:
    """Whether what is below each heading stands between it and the next one beside it."""
    heads = [(item, label) for item, label in match.labels.items() if item not in columns.slots]
    for item, label in heads:
        beside = [other.line for _, other in heads if other.depth == label.depth]
        end = min((line for line in beside if line > label.line), default=1 << 30)
        below = columns.below[item] & match.lines.keys()
        if not all(label.line <= match.lines[each] < end for each in below):
            return False
    return True


def torn_header(sheet: Sheet, header: range, rows: Sequence[int]) -> Fault:
    """Return the fault of a header that lost cells, by the shortest of its rows."""
    held = [row for row in header if row in sheet.rows]
    row = min(held, key=lambda row: sheet.rows[row][-1], default=header.start)
    reach = max((sheet.rows[row][-1] for row in rows if row in sheet.rows), default=-1)
    return Fault(row, "header", sheet.rows[row][-1] + 1 if held else 0, reach + 1)


def is_ragged(grid: Grid, header: range, rows: Sequence[int]) -> bool:
    """Whether the rows of a table that hold anything are not equally long.

    Where lines begin with a bar they end with one, too: what is behind that is no cell.
    """
    held = [grid.rows[row] for row in (*header, *rows) if not all(map(is_blank, grid.rows[row]))]
    barred = all(is_blank(cells[0]) for cells in held)
    return len({len(cells) - (barred and is_blank(cells[-1])) for cells in held}) > 1


def usual_width(rows: Iterable[Sequence[Raw]]) -> int | None:
    """Return the fields that more than half of the rows have, or None where they are ragged."""
    widths = Counter(len(row) for row in rows)
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    return width if 2 * count > widths.total() else None


def tell(table: TableLabels, sheet: Sheet, found: Sequence[Fault]) -> Iterator[Finding]:
    """Tell each line that is out of order; of very many, the others in one."""
    for fault in found[:MOST_TOLD]:
        yield _told(table, sheet, fault)
    if rest := found[MOST_TOLD:]:
        # The gravest stands for the others.
        first = next((fault for fault in rest if fault.lost), rest[0])
        yield replace(_told(table, sheet, first), count=len(rest))


def _told(table: TableLabels, sheet: Sheet, fault: Fault) -> Finding:
    at = sheet.grid.at(fault.row, 0)
    return finding(
        "malformed-line",
        table,
        at=at,
        severity=Severity.ERROR if fault.lost else Severity.WARNING,
        facts={
            "what": fault.what,
            "line": str(at.row),
            "found": str(fault.found),
            "wanted": str(fault.expected),
        },
    )
