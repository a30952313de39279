"""Agencies under other names: a list ``old,new,from`` of those that were renamed or merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from reportcheck.classes import dataclass
from reportcheck.hierarchy.written import Faults, Layout, Row, read_rows
from reportcheck.period import moment, normalised
from reportcheck.text import fold

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "old": ("原名称", "原单位", "原单位名称", "旧名称"),
    "new": ("新名称", "新单位", "新单位名称", "现名称", "现单位"),
    "from": ("起始期", "启用期", "变更期", "生效期", "起始年度"),
}
"""The columns by their names, and what they may be called in Chinese."""

LAYOUT: Final = Layout("agencies-file", COLUMNS, ("old", "new"), "old,new,from")
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Renaming:
    """A line of the list: ``since`` is the month with which the new name begins, if that is said.

    Months are counted from the year 0.
    """

    old: str
    new: str
    since: int | None
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Names:
    """Under which names an agency reported in a period: several if they were merged since.

    ``unclear`` is a name that has a report although, as the list says, it began only later.
    """

    names: tuple[str, ...]
    unclear: str | None = None


@dataclass(frozen=True)
class Renamed:
    """All renamings, from one list or several.

    >>> listed = Renamed((Renaming("甲局", "丙局", 2024 * 12, "agencies.csv", 2),))
    >>> listed.names("丙局", "2024", "2023", lambda name: False).names
    ('甲局',)
    >>> listed.names("丙局", "2025", "2024", lambda name: False).names
    ('丙局',)
    """

    renamings: tuple[Renaming, ...] = ()

    @cached_property
    def _by_new(self) -> Mapping[str, Sequence[Renaming]]:
        found: dict[str, list[Renaming]] = {}
        for each in self.renamings:
            found.setdefault(fold(each.new), []).append(each)
        return found

    def names(self, agency: str, now: str, then: str, reported: Callable[[str], bool]) -> Names:
        """Return under which names an agency that reports now reported in an earlier period.

        ``reported`` tells whether there is a report under a name for the earlier period, which
        decides where nothing says since when a new name holds.
        """
        if fold(agency) not in self._by_new:
            return Names((agency,))
        unclear: list[str] = []
        found = self._names(agency, _last_month(now), _last_month(then), reported, unclear)
        names = tuple({fold(each): each for each in found}.values())
        return Names(names, unclear[0] if unclear else None)

    def _names(
        self,
        agency: str,
        now: int,
        then: int,
        reported: Callable[[str], bool],
        unclear: list[str],
    ) -> Iterator[str]:
        rows = self._by_new.get(fold(agency), ())
        itself = any(fold(each.old) == fold(agency) for each in rows)
        others = [each for each in rows if fold(each.old) != fold(agency)]
        applied = [each for each in others if each.since is not None and then < each.since <= now]
        undated = [each for each in others if each.since is None]
        if any(reported(each.old) for each in undated) or not reported(agency):
            applied += undated  # otherwise the change was before
        if not applied:
            yield agency
            return
        if itself or any(each.since is not None and each.since <= then for each in others):
            yield agency
        elif reported(agency):
            unclear.append(agency)
        for each in applied:
            until = now if each.since is None else each.since - 1
            yield from self._names(each.old, until, then, reported, unclear)

    def ended(self, agency: str, period: str, reported: Collection[str]) -> Renaming | None:
        """Return the line by which a name was no longer one in a period, if there is one.

        ``reported`` are the names, folded, with a report of that period: where nothing says since
        when a new name holds, it holds if there is one under it.

        >>> merged = Renaming("甲局", "丙局", 2024 * 12, "agencies.csv", 2)
        >>> [Renamed((merged,)).ended("甲局", each, ()) is merged for each in ("2023", "2024")]
        [False, True]
        """
        moved = self._by_old.get(fold(agency))
        if moved is None or fold(moved.new) == fold(agency):
            return None
        if moved.since is None:
            return moved if fold(moved.new) in reported else None
        first = _first_month(period)
        return moved if first is not None and moved.since <= first else None

    @cached_property
    def _by_old(self) -> Mapping[str, Renaming]:
        return {fold(each.old): each for each in self.renamings}

    def unborne(self, borne: Iterable[str]) -> Iterator[tuple[str, Renaming]]:
        """Yield the names in the list that nobody of these bears, each with its first line."""
        known = {fold(each) for each in borne}
        for each in self.renamings:
            for name in (each.old, each.new):
                if fold(name) not in known:
                    known.add(fold(name))
                    yield name, each


def read_renamed(paths: Iterable[str]) -> Renamed:
    """Return what lists say of agencies that were renamed or merged.

    Unreadable files are a Problem; all mistakes in one are raised together, each with its line.
    """
    found: dict[str, Renaming] = {}
    for path in paths:
        _read(path, found)
    return Renamed(tuple(found.values()))


def _read(path: str, found: dict[str, Renaming]) -> None:
    rows, faults = read_rows(path, LAYOUT), Faults(path)
    lines: dict[int, Row] = {}
    for row in rows:
        lines[row.line] = row
        lacking = [each for each in LAYOUT.required if not row[each]]
        if lacking:
            faults.add("agencies-no-name", row, missing=lacking)
            continue
        since = _first_month(row["from"]) if row["from"] else None
        if row["from"] and since is None:
            faults.add("agencies-from", row, value=row["from"])
        here = Renaming(row["old"], row["new"], since, path, row.line)
        first = found.setdefault(fold(row["old"]), here)
        if first is not here:
            other = {"first": first.line, "path": first.path}
            faults.add("agencies-old-twice", row, name=row["old"], **other)
    if not faults.found:
        _check_circles(found, lines, faults, path)
    faults.stop(LAYOUT.refusal)


def _check_circles(
    found: Mapping[str, Renaming], rows: Mapping[int, Row], faults: Faults, path: str
) -> None:
    """Note every circle once. An agency that others were merged into may go on under its name."""
    joined = Counter(fold(each.new) for each in found.values())
    sound: set[str] = set()
    for start, renaming in found.items():
        if fold(renaming.new) == start:
            if joined[start] == 1:
                names = [renaming.old, renaming.new]
                faults.add("agencies-circle", rows[renaming.line], names=names)
            sound.add(start)
    for start in found:
        way: list[str] = []
        at = start
        while at in found and at not in sound and at not in way:
            way.append(at)
            at = fold(found[at].new)
        if at in way and at not in sound:
            circle = [found[each] for each in way[way.index(at) :]]
            last = max((each for each in circle if each.path == path), key=lambda each: each.line)
            names = [circle[0].old, *(each.new for each in circle)]
            faults.add("agencies-circle", rows[last.line], names=names)
        sound.update(way)


def _first_month(period: str) -> int | None:
    at = moment(normalised(period))
    return None if at is None else at.number * (_MONTHS // at.in_a_year)


def _last_month(period: str) -> int:
    at = moment(period)
    if at is None:
        return -1
    return (at.number + 1) * (_MONTHS // at.in_a_year) - 1
