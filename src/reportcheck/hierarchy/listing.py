"""A list of agencies, ``code,name,parent``, read whole, or every mistake in it with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from reportcheck.hierarchy.agencies import Agency, Hierarchy
from reportcheck.hierarchy.written import Faults, Layout, Row, read_rows
from reportcheck.near import nearest
from reportcheck.text import fold

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("代码", "编码", "机构代码", "单位代码"),
    "name": ("名称", "单位", "单位名称", "机构名称"),
    "parent": ("上级", "上级代码", "上级单位", "上级名称"),
    "file": ("文件",),
    "reports": ("报表", "填报"),
}
"""The columns by their names, and what they may be called in Chinese."""

LAYOUT: Final = Layout("hierarchy-file", COLUMNS, ("name", "parent"), "code,name,parent")
_YES: Final = frozenset({"", "yes", "y", "true", "1", "是"})
_NO: Final = frozenset({"no", "n", "false", "0", "否"})


def read_list(path: str) -> Hierarchy:
    """Return the hierarchy that a list of agencies gives.

    Unreadable files are a Problem; all mistakes in one are raised together, each with its line.
    """
    rows, faults = read_rows(path, LAYOUT), Faults(path)
    agencies = _agencies(rows, faults)
    if not faults.found:
        _check_circles(agencies, rows, faults)
    faults.stop(LAYOUT.refusal)
    return Hierarchy(path, tuple(agencies))


def _agencies(rows: Sequence[Row], faults: Faults) -> list[Agency]:
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
            _code(row),
            row["name"],
            _parent(row, rows, codes, names, faults),
            row["file"],
            _reports(row, faults),
            row.line,
        )
        for number, row in enumerate(rows)
    ]


def _code(row: Row) -> str:
    """Return the code, or the name where the list has no codes."""
    return row["code"] or row["name"]


def _parent(
    row: Row,
    rows: Sequence[Row],
    codes: Mapping[str, int],
    names: Mapping[str, Sequence[int]],
    faults: Faults,
) -> int | None:
    wanted = row["parent"]
    if not wanted:
        return None
    by_name = names.get(fold(wanted), ())
    number = codes.get(fold(wanted), by_name[0] if by_name else None)
    if number is None:
        known = {each for other in rows for each in (_code(other), other["name"]) if each}
        facts = {"parent": wanted, "suggestion": nearest(wanted, known)}
        faults.add("hierarchy-parent-unknown", row, **facts)
    elif fold(wanted) not in codes and len(by_name) > 1:
        faults.add("hierarchy-parent-unclear", row, parent=wanted)
    return number


def _reports(row: Row, faults: Faults) -> bool:
    said = fold(row["reports"]).lower()
    if said not in _YES | _NO:
        faults.add("hierarchy-reports", row, value=row["reports"])
    return said not in _NO


def _check_circles(agencies: Sequence[Agency], rows: Sequence[Row], faults: Faults) -> None:
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
