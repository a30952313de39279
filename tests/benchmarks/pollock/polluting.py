"""The pollutions of the published list, each applied to the clean table by itself.

Vitagliano, Hameed, Reisener, Jiang, Ntagiou, Naumann: "Pollock: A Data Loading Benchmark",
PVLDB 16(8), 2023, whose list and survey weights these are; the code and the table are our own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.benchmarks.pollock.source import ALWAYS_QUOTED, HEADER, table

Cells = list[list[str]]

SPREAD = {"less": 0.36775106082036774, "more": 0.36775106082036774,
          "quote": 0.009259259259259259, "space": 0.14285714285714285}  # fmt: skip
"""The weights of the families that have a file for each row or cell."""
_QUOTED = {HEADER.index(name) for name in ALWAYS_QUOTED}


@dataclass(frozen=True, eq=False)
class Polluted:
    """A polluted file: its bytes, what loading it should give, and how often this is met."""

    name: str
    family: str
    data: bytes
    clean: Cells
    weight: float


@dataclass
class Page:
    """A text table as it will be written: every sign of it can be changed by itself."""

    rows: Cells
    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    end: str = "\r\n"
    delimiters: dict[int, str] = field(default_factory=dict)
    """The delimiters of single rows."""
    extra: tuple[int, int] | None = None
    """The cell before which a delimiter is added."""
    lost: tuple[int, int] | None = None
    """The cell before which the delimiter is left out."""
    stray: tuple[int, int] | None = None
    """The cell that begins with a quote too many."""

    def data(self) -> bytes:
        """Write the table."""
        return "".join(self.line(row) + self.end for row in range(len(self.rows))).encode()

    def line(self, row: int) -> str:
        """Write one row without its end."""
        delimiter = self.delimiters.get(row, self.delimiter)
        written = ""
        for column, cell in enumerate(self.rows[row]):
            if column and (row, column) != self.lost:
                written += delimiter
            if (row, column) == self.extra:
                written += delimiter
            written += self.cell(row, column, cell)
        return written

    def cell(self, row: int, column: int, cell: str) -> str:
        """Write one cell: quoted where the clean table has it quoted, whatever the delimiter."""
        stray = self.quote if (row, column) == self.stray else ""
        escaped = cell.replace('"', self.escape + '"')
        if column in _QUOTED or any(sign in cell for sign in ',"'):
            return f"{self.quote}{stray}{escaped}{self.quote}"
        return stray + escaped


def every_file() -> Iterator[Polluted]:
    """Yield the clean file and its 2,289 polluted versions."""
    yield from _files()
    yield from _structures()
    yield from _signs()
    rows = table()
    for row in range(len(rows)):
        page = Page(rows, delimiters={row: " "})
        yield _spread("space", f"row_field_delimiter_{row}", page, rows)
        for column in range(len(rows[row])):
            place = row, column
            name = f"row{row}_col{column}"
            yield _spread("more", f"row_more_sep_{name}", Page(rows, extra=place), rows)
            if column:
                yield _spread("less", f"row_less_sep_{name}", Page(rows, lost=place), rows)
            kept = [list(cells) for cells in rows]
            kept[row][column] = f'"{kept[row][column]}'
            yield _spread("quote", f"row_extra_quote_{name}", Page(rows, stray=place), kept)


def _spread(family: str, name: str, page: Page, clean: Cells) -> Polluted:
    return Polluted(name, family, page.data(), clean, SPREAD[family])


def _files() -> Iterator[Polluted]:
    rows = table()
    data = Page(rows).data()
    yield Polluted("source", "file", data, rows, 1)
    yield Polluted("file_no_payload", "file", b"", [], 15)
    yield Polluted("file_no_trailing_newline", "file", data[:-2], rows, 184)
    yield Polluted("file_double_trailing_newline", "file", data + b"\r\n", rows, 5)
    yield Polluted("file_no_header", "file", Page(rows[1:]).data(), rows[1:], 470)
    yield Polluted("file_header_only", "file", Page(rows[:1]).data(), rows[:1], 3)
    yield Polluted("file_one_data_row", "file", Page(rows[:2]).data(), rows[:2], 4)


def _structures() -> Iterator[Polluted]:
    rows = table()
    for times in (2, 3):
        joined = [[" ".join([name] * times) for name in rows[0]], *rows[1:]]
        page = Page([rows[0]] * times + rows[1:])
        yield Polluted(f"file_header_multirow_{times}", "file", page.data(), joined, 47)
    width = len(rows[0])
    preamble = [["PREAMBLE"] + [""] * (width - 1), [""] * width]
    yield Polluted("file_preamble", "file", Page(preamble + rows).data(), rows, 282)
    for name, other in (
        ("less", [row[:-1] for row in rows]),
        ("same", rows),
        ("more", [[*row, "col1" if not at else row[-1]] for at, row in enumerate(rows)]),
    ):
        page = Page(rows + other[:ROWS_OF_SECOND])
        yield Polluted(f"file_multitable_{name}", "file", page.data(), rows, 188 / 3)


ROWS_OF_SECOND = 83


def _signs() -> Iterator[Polluted]:
    rows = table()
    for end, weight in (("\n", 1691), ("\r", 7)):
        name = f"file_record_delimiter_0x{ord(end):X}"
        yield Polluted(name, "file", Page(rows, end=end).data(), rows, weight)
    for delimiter, weight in ((";", 834), ("\t", 4), (", ", 101), (" ", 4)):
        name = "file_field_delimiter" + "".join(f"_0x{ord(sign):X}" for sign in delimiter)
        yield Polluted(name, "file", Page(rows, delimiter=delimiter).data(), rows, weight)
    yield Polluted("file_quotation_char_0x27", "file", Page(rows, quote="'").data(), rows, 11)
    yield Polluted("file_escape_char_0x5C", "file", Page(rows, escape="\\").data(), rows, 1)
    yield Polluted("file_escape_char_0x00", "file", Page(rows, escape="").data(), rows, 7)
