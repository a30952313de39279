"""A list of agencies, ``code,name,parent``, read whole, or every mistake in it with its line."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from reportcheck.classes import dataclass
from reportcheck.hierarchy.agencies import Agency, Hierarchy
from reportcheck.near import nearest
from reportcheck.problem import Mistake, Problem, RuleFileProblem
from reportcheck.reading.decoding import decode
from reportcheck.text import fold

MOST_BYTES: Final = 16 * 1024 * 1024
MOST_TOLD: Final = 100
"""Mistakes that are told; of a file that is no list of agencies every line is one."""

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("代码", "编码", "机构代码", "单位代码"),
    "name": ("名称", "单位", "单位名称", "机构名称"),
    "parent": ("上级", "上级代码", "上级单位", "上级名称"),
    "file": ("文件",),
    "reports": ("报表", "填报"),
}
"""The columns by their names, and what they may be called in Chinese."""

_REQUIRED: Final = ("name", "parent")
_YES: Final = frozenset({"", "yes", "y", "true", "1", "是"})
_NO: Final = frozenset({"no", "n", "false", "0", "否"})
_CALLED: Final = {
    fold(word): column for column, words in COLUMNS.items() for word in (column, *words)
}


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the list: where it stands, and what its columns hold."""

    line: int
    fields: Mapping[str, str]
    excerpt: str

    def __getitem__(self, column: str) -> str:
        return self.fields.get(column, "")

    @property
    def code(self) -> str:
        """The code, or the name where the list has no codes."""
        return self["code"] or self["name"]


@dataclass(frozen=True, slots=True)
class _Faults:
    """The mistakes found so far."""

    path: str
    found: list[Mistake]

    def add(self, code: str, row: _Row, **facts: object) -> None:
        """Note a mistake of a line."""
        self.found.append(Mistake(self.path, row.line, 1, code, facts, row.excerpt))


def read_list(path: str) -> Hierarchy:
    """Return the hierarchy that a list of agencies gives.

    Unreadable files are a Problem; all mistakes in one are raised together, each with its line.
    """
    rows, faults = _rows(path), _Faults(path, [])
    agencies = _agencies(rows, faults)
    if not faults.found:
        _check_circles(agencies, rows, faults)
    if faults.found:
        told = sorted(faults.found, key=lambda each: (each.line, each.code))
        raise RuleFileProblem(tuple(told[:MOST_TOLD]), "hierarchy-file")
    return Hierarchy(path, tuple(agencies))


def _rows(path: str) -> Sequence[_Row]:
    text = decode(path, _content(path)).text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not text.strip():
        raise _refused(path, 1, "hierarchy-empty", "")
    head = next(line for line in lines if line.strip())
    delimiter = max(",\t;，", key=head.count)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    header: list[str] | None = None
    rows: list[_Row] = []
    before = 0
    try:
        for fields in reader:
            line, before = before + 1, reader.line_num
            cells = [each.strip() for each in fields]
            excerpt = lines[line - 1]
            if not any(cells):
                continue
            if header is None:
                header = _header(path, cells, line, excerpt)
                continue
            if any(cells[len(header) :]):
                facts = {"found": len(cells), "wanted": len(header)}
                raise _refused(path, line, "hierarchy-fields", excerpt, **facts)
            rows.append(_Row(line, dict(zip(header, cells, strict=False)), excerpt))
    except csv.Error as error:
        raise _refused(
            path, reader.line_num, "hierarchy-csv", lines[reader.line_num - 1], reason=str(error)
        ) from None
    if not rows:
        raise _refused(path, len(lines), "hierarchy-empty", head)
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


def _header(path: str, cells: Sequence[str], line: int, excerpt: str) -> list[str]:
    """Return what each column is, by its heading."""
    columns = []
    for cell in cells:
        column = _CALLED.get(fold(cell), "")
        if cell and not column:
            known = [word for name, words in COLUMNS.items() for word in (name, *words)]
            facts = {"name": cell, "suggestion": nearest(cell, known), "known": [*COLUMNS]}
            raise _refused(path, line, "hierarchy-column", excerpt, **facts)
        if column and column in columns:
            raise _refused(path, line, "hierarchy-column-twice", excerpt, name=column)
        columns.append(column)
    missing = [each for each in _REQUIRED if each not in columns]
    if missing:
        raise _refused(path, line, "hierarchy-columns", excerpt, missing=missing)
    return columns


def _refused(path: str, line: int, code: str, excerpt: str, **facts: object) -> RuleFileProblem:
    return RuleFileProblem((Mistake(path, line, 1, code, facts, excerpt),), "hierarchy-file")


def _agencies(rows: Sequence[_Row], faults: _Faults) -> list[Agency]:
    codes: dict[str, int] = {}
    names: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        if not row["name"]:
            faults.add("hierarchy-no-name", row)
            continue
        if row["code"]:
            first = codes.setdefault(fold(row["code"]), number)
            if first != number:
                faults.add("hierarchy-code-twice", row, value=row["code"], first=rows[first].line)
        names.setdefault(fold(row["name"]), []).append(number)
    for several in names.values():
        # One name for two is no trouble where each says which file is its.
        first, *others = several
        if not all(rows[each]["file"] for each in several):
            for each in others:
                facts = {"name": rows[each]["name"], "first": rows[first].line}
                faults.add("hierarchy-name-twice", rows[each], **facts)
    return [
        Agency(
            number,
            row.code,
            row["name"],
            _parent(row, rows, codes, names, faults),
            row["file"],
            _reports(row, faults),
            row.line,
        )
        for number, row in enumerate(rows)
    ]


def _parent(
    row: _Row,
    rows: Sequence[_Row],
    codes: Mapping[str, int],
    names: Mapping[str, Sequence[int]],
    faults: _Faults,
) -> int | None:
    wanted = row["parent"]
    if not wanted:
        return None
    by_name = names.get(fold(wanted), ())
    number = codes.get(fold(wanted), by_name[0] if by_name else None)
    if number is None:
        known = {each for other in rows for each in (other.code, other["name"]) if each}
        facts = {"parent": wanted, "suggestion": nearest(wanted, known)}
        faults.add("hierarchy-parent-unknown", row, **facts)
    elif fold(wanted) not in codes and len(by_name) > 1:
        faults.add("hierarchy-parent-unclear", row, parent=wanted)
    return number


def _reports(row: _Row, faults: _Faults) -> bool:
    said = fold(row["reports"]).lower()
    if said not in _YES | _NO:
        faults.add("hierarchy-reports", row, value=row["reports"])
    return said not in _NO


def _check_circles(agencies: Sequence[Agency], rows: Sequence[_Row], faults: _Faults) -> None:
    """Note every circle once, where the first of those in it stands."""
    sound: set[int] = set()
    for agency in agencies:
        way: list[int] = []
        at: int | None = agency.number
        while at is not None and at not in sound and at not in way:
            way.append(at)
            at = agencies[at].parent
        if at is not None and at in way:
            circle = [agencies[each].name for each in _round(way[way.index(at) :])]
            facts = {"names": [*circle, circle[0]]}
            faults.add("hierarchy-circle", rows[min(way[way.index(at) :])], **facts)
        sound.update(way)


def _round(circle: Sequence[int]) -> Iterator[int]:
    """Yield the agencies of a circle, the first in the list first."""
    start = circle.index(min(circle))
    yield from (*circle[start:], *circle[:start])
