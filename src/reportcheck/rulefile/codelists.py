"""Code lists beside a rule file: CSV with code, name and parent; every mistake by file and line."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from typing import Final

from reportcheck.classes import dataclass
from reportcheck.codes import CodeList, parent_by_length
from reportcheck.near import nearest
from reportcheck.problem import Mistake
from reportcheck.rulefile.sources import digest_of, read_source, source_path
from reportcheck.rulefile.tree import Mistakes, Place

_HEADINGS: Final[Mapping[str, frozenset[str]]] = {
    "code": frozenset({"code", "代码", "编码", "科目代码", "科目编码"}),
    "name": frozenset({"name", "label", "名称", "科目名称"}),
    "parent": frozenset({"parent", "上级", "上级代码", "上级编码", "父级", "父级代码"}),
}
_MOST_TOLD: Final = 20


@dataclass(frozen=True, slots=True)
class _Line:
    """A code as its list has it, and the line where it stands."""

    code: str
    name: str
    parent: str
    line: int


@dataclass(frozen=True)
class ListReader:
    """Reads the code lists that a rule file names.

    ``sources`` takes in what was read; ``prefix`` are the lengths of codes where these tell what is
    below what.
    """

    mistakes: Mistakes
    sources: list[tuple[str, str]]
    prefix: tuple[int, ...] = ()

    def read(self, name: str, place: Place) -> CodeList | None:
        """Return a list, or None where it is wrong, which is noted; ``place`` names it."""
        content = read_source(self.mistakes.path, name)
        if content is None:
            self.mistakes.add("codes-unreadable", place, {"list": name})
            return None
        self.sources.append((name, digest_of(content)))
        told = _Told(self.mistakes, source_path(self.mistakes.path, name), place)
        text = _text(content)
        if text is None:
            told.add(1, "codes-not-text", {})
            return None
        told.lines = text.split("\n")
        lines = self._lines(text, told)
        if lines is None:
            return None
        codes = self._codes(lines, told)
        return None if told.count else CodeList(name, codes[0], codes[1])

    def _lines(self, text: str, told: _Told) -> list[_Line] | None:
        head = text.lstrip("\n").split("\n", 1)[0]
        delimiter = max(",;\t", key=head.count)
        rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
        columns: dict[str, int] | None = None
        lines: list[_Line] = []
        try:
            for row in rows:
                cells = [cell.strip().removeprefix("\ufeff") for cell in row]
                if not any(cells):
                    continue
                if columns is None:
                    columns = self._columns(cells, rows.line_num, told)
                    if columns is None:
                        return None
                    continue
                code, name, parent = (
                    cells[columns[each]] if each in columns and columns[each] < len(cells) else ""
                    for each in _HEADINGS
                )
                lines.append(_Line(code, name, parent, rows.line_num))
        except csv.Error as error:
            told.add(rows.line_num, "codes-unreadable-line", {"reason": str(error)})
            return None
        if not lines:
            told.add(1, "codes-empty", {})
            return None
        return lines

    def _columns(self, cells: Sequence[str], line: int, told: _Told) -> dict[str, int] | None:
        found = {
            field: at
            for field, words in _HEADINGS.items()
            for at, cell in enumerate(cells)
            if cell.lower() in words
        }
        if self.prefix and "parent" in found:
            told.add(line, "codes-parent-twice", {})
        wanted = ["code"] if self.prefix else ["code", "parent"]
        for field in wanted:
            if field not in found:
                told.add(line, "codes-no-column", {"field": field, "found": [*cells]})
        return None if told.count else found

    def _codes(self, lines: list[_Line], told: _Told) -> tuple[dict[str, str], dict[str, str]]:
        names: dict[str, str] = {}
        first: dict[str, int] = {}
        parents: dict[str, str] = {}
        for each in lines:
            if not each.code:
                told.add(each.line, "codes-no-code", {})
            elif each.code in first:
                facts = {"code": each.code, "first": first[each.code]}
                told.add(each.line, "codes-doubled", facts)
            elif self.prefix and len(each.code) not in self.prefix:
                facts = {"code": each.code, "lengths": [*self.prefix]}
                told.add(each.line, "codes-odd-length", facts)
            else:
                first[each.code] = each.line
                names[each.code] = each.name
                parent = parent_by_length(each.code, self.prefix) if self.prefix else each.parent
                if parent:
                    parents[each.code] = parent
        for code, parent in parents.items():
            if parent not in names:
                suggestion = nearest(parent, names.keys() - {code})
                facts = {"code": code, "parent": parent, "suggestion": suggestion}
                told.add(first[code], "codes-unknown-parent", facts)
        for circle in _circles(parents):
            top = min(circle, key=first.__getitem__)
            at = circle.index(top)
            names_of = (*circle[at:], *circle[:at], top)
            told.add(first[top], "codes-in-a-circle", {"names": " → ".join(names_of)})
        return names, parents


def _circles(parents: Mapping[str, str]) -> list[list[str]]:
    """Return each circle of codes that lie below each other, once."""
    done: set[str] = set()
    circles = []
    for start in parents:
        way: dict[str, None] = {}
        code: str | None = start
        while code is not None and code not in done and code not in way:
            way[code] = None
            code = parents.get(code)
        if code is not None and code in way:
            circle = list(way)
            circles.append(circle[circle.index(code) :])
        done |= way.keys()
    return circles


class _Told:
    """Notes mistakes in a list; they come where the rule file names it, but by their own lines."""

    def __init__(self, mistakes: Mistakes, path: str, place: Place) -> None:
        self._mistakes = mistakes
        self._path = path
        self._place = place
        self.count = 0
        self.lines: list[str] = []

    def add(self, line: int, code: str, facts: Mapping[str, object]) -> None:
        self.count += 1
        if self.count > _MOST_TOLD:
            return
        known = {name: fact for name, fact in facts.items() if fact is not None}
        excerpt = self.lines[line - 1] if line <= len(self.lines) else ""
        mistake = Mistake(self._path, line, 1, code, known, excerpt)
        at = self._place
        key = at.file, at.line, at.column, f"{self._path}:{line:09d} {code}"
        self._mistakes.found.setdefault(key, mistake)


def _text(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text.replace("\r\n", "\n").replace("\r", "\n")
    return None
