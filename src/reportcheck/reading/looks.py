"""What a second look at a sheet of a workbook tells that calamine does not."""

from __future__ import annotations

from dataclasses import field

from reportcheck.classes import dataclass
from reportcheck.grid import Area
from reportcheck.number import ErrorValue, NotCalculated

ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip
"""The errors of a binary workbook by their code ([MS-XLS] 2.5.10, [MS-XLSB] 2.5.97.2)."""


@dataclass(slots=True)
class SheetLook:
    """One sheet of a binary workbook; rows and columns from 1.

    ``last`` is the last row and the last column that hold anything. ``formats`` has, by cell, the
    number formats that show another number than the cell holds.
    """

    special: dict[tuple[int, int], ErrorValue | NotCalculated] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[Area] = field(default_factory=list)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    last_row: int = 0
    last_column: int = 0

    def hold(self, row: int, column: int) -> None:
        """Note that a cell holds something."""
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)
