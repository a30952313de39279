"""A list that people write by hand: CSV in any encoding, its columns by name in two languages."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cached_property
from pathlib import Path
from typing import Final

from reportcheck.classes import dataclass
from reportcheck.near import nearest
from reportcheck.problem import Mistake, Problem, RuleFileProblem
from reportcheck.reading.decoding import decode
from reportcheck.text import fold

MOST_BYTES: Final = 16 * 1024 * 1024
MOST_TOLD: Final = 100
"""Mistakes that are told; of a file that is no such list every line is one."""


@dataclass(frozen=True)
class Layout:
    """What a list holds: its columns, with what they may be called, and which it cannot lack.

    ``refusal`` is the code of the problem that its mistakes are together, ``example`` a first line.
    """

    refusal: str
    columns: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    example: str

    @cached_property
    def words(self) -> list[str]:
        """Everything that a heading may say."""
        return [word for name, words in self.columns.items() for word in (name, *words)]

    @cached_property
    def called(self) -> Mapping[str, str]:
        """The columns by what a heading may say of them."""
        return {
            fold(word): column
            for column, words in self.columns.items()
            for word in (column, *words)
        }


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: where it stands, and what its columns hold."""

    line: int
    fields: Mapping[str, str]
    excerpt: str

    def __getitem__(self, column: str) -> str:
        return self.fields.get(column, "")


@dataclass(frozen=True, slots=True)
class Faults:
    """The mistakes found so far."""

    path: str
    found: list[Mistake] = field(default_factory=list)

    def add(self, code: str, row: Row, **facts: object) -> None:
        """Note a mistake of a line."""
        self.found.append(Mistake(self.path, row.line, 1, code, facts, row.excerpt))

    def stop(self, code: str) -> None:
        """Raise the mistakes that were found, if there are any."""
        if self.found:
            told = sorted(self.found, key=lambda each: (each.line, each.code))
            raise RuleFileProblem(tuple(told[:MOST_TOLD]), code)


def read_rows(path: str, layout: Layout) -> Sequence[Row]:
    """Return the lines of a list that hold anything, or refuse it with the line that is wrong."""
    text = decode(path, _content(path)).text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not text.strip():
        raise _refused(layout, path, 1, "hierarchy-empty", "")
    head = next(line for line in lines if line.strip())
    delimiter = max(",\t;，", key=head.count)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    header: list[str] | None = None
    rows: list[Row] = []
    before = 0
    try:
        for fields in reader:
            line, before = before + 1, reader.line_num
            cells = [each.strip() for each in fields]
            excerpt = lines[line - 1]
            if not any(cells):
                continue
            if header is None:
                header = _header(layout, path, cells, line, excerpt)
                continue
            if any(cells[len(header) :]):
                facts = {"found": len(cells), "wanted": len(header)}
                raise _refused(layout, path, line, "hierarchy-fields", excerpt, **facts)
            rows.append(Row(line, dict(zip(header, cells, strict=False)), excerpt))
    except csv.Error as error:
        raise _refused(
            layout,
            path,
            reader.line_num,
            "hierarchy-csv",
            lines[reader.line_num - 1],
            reason=str(error),
        ) from None
    if not rows:
        raise _refused(layout, path, len(lines), "hierarchy-empty", head)
    return rows


def _content(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        why = error.strerror or str(error)
        raise Problem("hierarchy-unreadable", path=path, reason=why) from None
    if len(content) > MOST_BYTES:
        raise Problem("hierarchy-too-large", path=path, limit=MOST_BYTES)
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise Problem("hierarchy-no-text", path=path)
    return content


def _header(layout: Layout, path: str, cells: Sequence[str], line: int, excerpt: str) -> list[str]:
    """Return what each column is, by its heading."""
    columns = []
    for cell in cells:
        column = layout.called.get(fold(cell), "")
        if cell and not column:
            near = nearest(cell, layout.words)
            facts = {"name": cell, "suggestion": near, "known": [*layout.columns]}
            raise _refused(layout, path, line, "hierarchy-column", excerpt, **facts)
        if column and column in columns:
            raise _refused(layout, path, line, "hierarchy-column-twice", excerpt, name=column)
        columns.append(column)
    missing = [each for each in layout.required if each not in columns]
    if missing:
        raise _refused(
            layout,
            path,
            line,
            "hierarchy-columns",
            excerpt,
            missing=missing,
            example=layout.example,
        )
    return columns


def _refused(
    layout: Layout, path: str, line: int, code: str, excerpt: str, **facts: object
) -> RuleFileProblem:
    return RuleFileProblem((Mistake(path, line, 1, code, facts, excerpt),), layout.refusal)
