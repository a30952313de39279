"""A hierarchy by folders: whoever's report lies in the folder of an agency is below that agency."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path, PurePath

from reportcheck.classes import dataclass
from reportcheck.hierarchy.agencies import Agency, Hierarchy
from reportcheck.problem import Problem
from reportcheck.text import fold

Report = tuple[str, str | None]
"""The path of a report, and the agency that it names."""


def read_folder(folder: str, reports: Iterable[Report]) -> Hierarchy:
    """Return the hierarchy that the folders below one give to the reports of a run.

    Each folder is an agency, below that of the folder around it. A report is that of its folder's
    agency where it names it (or its file does), or where no other agency's report is beside it;
    every other is of an agency below. The folder itself is an agency only if it has such a report.
    """
    if not Path(folder).is_dir():
        raise Problem("hierarchy-unreadable", path=folder, reason="")
    base = Path(folder).absolute()
    inside: dict[PurePath, list[Report]] = {}
    for path, agency in reports:
        try:
            place = Path(path).absolute().relative_to(base).parent
        except ValueError:
            continue
        inside.setdefault(place, []).append((path, agency))
    below: dict[PurePath, list[PurePath]] = {}
    for each in _folders(base):
        below.setdefault(each.parent, []).append(each)
    growing = _Growing(inside, below)
    growing.add(PurePath(), base.name, None)
    named = _named_apart(growing.agencies)
    return Hierarchy(folder, named, growing.places)


def _folders(base: Path) -> Iterator[PurePath]:
    """Yield every folder below one, as seen from it, by name; hidden ones and links are none."""
    for root, names, _ in os.walk(base):
        names[:] = sorted(name for name in names if not name.startswith("."))
        yield from (Path(root, name).relative_to(base) for name in names)


@dataclass(slots=True)
class _Growing:
    """The agencies found so far."""

    inside: Mapping[PurePath, Sequence[Report]]
    below: Mapping[PurePath, Sequence[PurePath]]
    agencies: list[Agency] = field(default_factory=list)
    places: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, place: PurePath, name: str, parent: int | None) -> None:
        """Take up a folder: its agency, those whose reports lie in it, and the folders below."""
        reports: dict[str, list[Report]] = {}
        for path, agency in self.inside.get(place, ()):
            reports.setdefault(fold(agency or PurePath(path).stem), []).append((path, agency))
        below = self.below.get(place, ())
        own = _own(reports, name, alone=bool(below) or place != PurePath())
        here = parent
        if own is not None or place != PurePath():
            here = self._agency(name, parent, reports.pop(own, []) if own is not None else [])
        for several in reports.values():
            path, agency = several[0]
            self._agency(agency or PurePath(path).stem, here, several)
        for each in below:
            self.add(each, each.name, here)

    def _agency(self, name: str, parent: int | None, reports: Sequence[Report]) -> int:
        number = len(self.agencies)
        self.agencies.append(Agency(number, name, name, parent))
        for path, agency in reports:
            self.places[path, fold(agency or "")] = number
        return number


def _own(reports: Mapping[str, Sequence[Report]], name: str, *, alone: bool) -> str | None:
    """Return which of the agencies whose reports lie in a folder is the folder's own, if any."""
    if fold(name) in reports:
        return fold(name)
    for agency, several in reports.items():
        if any(fold(PurePath(path).stem) == fold(name) for path, _ in several):
            return agency
    return next(iter(reports)) if alone and len(reports) == 1 else None


def _named_apart(agencies: Sequence[Agency]) -> tuple[Agency, ...]:
    """Return the agencies, each with a code of its own: its way from the top."""
    codes: list[str] = []
    for each in agencies:
        codes.append(each.name if each.parent is None else f"{codes[each.parent]}/{each.name}")
    return tuple(
        Agency(each.number, code, each.name, each.parent)
        for each, code in zip(agencies, codes, strict=True)
    )
