"""Reading: the path of a file -> its grids, whatever it is called, or a problem that says why not.

What a file is shows in its content: a renamed CSV is a CSV. Nothing is ever written to a file,
and a file is opened once, read whole, and closed before anything looks into it.
"""

from __future__ import annotations

from reportcheck.grid import Source
from reportcheck.reading.opening import contents
from reportcheck.reading.sniffing import Kind, kind_of


def read(path: str) -> Source:
    """Read a workbook (xlsx, xlsm) or a text table (CSV, TSV ...); ``-`` is standard input.

    Every sheet becomes a grid, hidden ones too; a text file is one grid without a sheet.
    """
    data = contents(path)
    # Each format is imported when a file of that format is met: one form pays for one of them.
    if kind_of(path, data) is Kind.WORKBOOK:
        from reportcheck.reading.workbook import read_workbook

        return read_workbook(path, data)
    from reportcheck.reading.delimited import read_delimited

    return read_delimited(path, data)
