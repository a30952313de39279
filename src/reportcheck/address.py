"""Where a cell stands: sheet, row and column, counted from 1, and its A1 name both ways."""

from __future__ import annotations

import re

from reportcheck.classes import dataclass

_A1 = re.compile(r"(?:(?P<sheet>.+)!)?\$?(?P<letters>[A-Za-z]{1,7})\$?(?P<row>[1-9][0-9]{0,9})")


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1.

    >>> column_letters(1), column_letters(28), column_letters(16384)
    ('A', 'AB', 'XFD')
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column, counted from 1, from its letters.

    >>> column_number("AB")
    28
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@dataclass(frozen=True, slots=True, order=True)
class CellRef:
    """The address of one cell; ``sheet`` is None in a file that has no sheets.

    In a CSV file ``row`` is the physical line and ``column`` the field. In a document or a web page
    ``table`` is the number of the table in it, from 1, and row and column count within the table;
    0 stands for the text between the tables, of which ``row`` is the paragraph.

    >>> str(CellRef("三", 12, 9))
    '三!I12'
    >>> CellRef.parse("三!I12") == CellRef("三", 12, 9)
    True
    >>> str(CellRef(None, 12, 9, table=3))
    '#3!I12'
    """

    sheet: str | None
    row: int
    column: int
    table: int | None = None

    @property
    def a1(self) -> str:
        """The name of the cell within its sheet, as ``I12``."""
        return f"{column_letters(self.column)}{self.row}"

    def __str__(self) -> str:
        if self.table is not None:
            return f"#{self.table}!{self.a1}"
        return self.a1 if self.sheet is None else f"{self.sheet}!{self.a1}"

    @property
    def home(self) -> tuple[str | None, int | None]:
        """The sheet, or the table of a document, in which the cell has its A1 name."""
        return self.sheet, self.table

    @classmethod
    def parse(cls, text: str) -> CellRef:
        """Read ``三!I12`` or ``I12``; a ValueError says that it is neither."""
        found = _A1.fullmatch(text)
        if not found:
            raise ValueError(text)
        return cls(found["sheet"], int(found["row"]), column_number(found["letters"]))
