"""A hierarchy: agencies, which of them is below which, and how a report is known to be of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from pathlib import PurePath

from reportcheck.classes import dataclass
from reportcheck.near import nearest
from reportcheck.text import fold

_LIKE = 60
"""How like a name another must be for it to be suggested (0 to 100)."""


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency: its number in the order of the hierarchy, its code and name, and who is above.

    ``file`` is a pattern that says which report is its. One that does not ``report`` is a heading
    over others, which count as those of the agency above it. ``line`` is that of the list.
    """

    number: int
    code: str
    name: str
    parent: int | None = None
    file: str = ""
    reports: bool = True
    line: int = 0


@dataclass(frozen=True)
class Hierarchy:
    """All agencies, in their order; ``path`` is where that is written.

    ``places`` pairs file and agency, as its report says, with the number of the agency, where the
    place of a file says whose it is.

    >>> city = Agency(0, "35", "甲市")
    >>> tree = Hierarchy("agencies.csv", (city, Agency(1, "3501", "乙局", parent=0)))
    >>> [each.name for each in tree.below(city)], tree.find("乙 局", "x.xlsx").code
    (['乙局'], '3501')
    """

    path: str
    agencies: tuple[Agency, ...]
    places: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def find(self, agency: str | None, path: str) -> Agency | None:
        """Return whose a report is, by its file or by the agency that it names, or None.

        What the hierarchy says of a file wins over what stands in it; a code over a name.
        """
        number = self.places.get((path, fold(agency or "")))
        if number is None:
            number = self._by_file(path)
        if number is None and agency:
            number = self._known.get(fold(agency))
        return None if number is None else self.agencies[number]

    def below(self, agency: Agency) -> tuple[Agency, ...]:
        """Return the agencies directly below one that report, those below a heading included."""
        return self._below[agency.number]

    def above(self, agency: Agency) -> Agency | None:
        """Return the agency directly above one that reports, headings passed over."""
        while agency.parent is not None:
            agency = self.agencies[agency.parent]
            if agency.reports:
                return agency
        return None

    def nearest(self, name: str) -> str | None:
        """Return the name most like another, if there is one that is like it."""
        return nearest(name, (each.name for each in self.agencies), _LIKE)

    def shown(self, agency: Agency) -> str:
        """Return how an agency is called: its name, with its code where others bear that name."""
        if self._bearers[agency.name] == 1:
            return agency.name
        code = agency.code
        return code if code.endswith(f"/{agency.name}") else f"{agency.name}({code})"

    @cached_property
    def _bearers(self) -> Counter[str]:
        return Counter(each.name for each in self.agencies)

    @cached_property
    def _below(self) -> Sequence[tuple[Agency, ...]]:
        direct: list[list[Agency]] = [[] for _ in self.agencies]
        for each in self.agencies:
            if each.parent is not None:
                direct[each.parent].append(each)

        def reporting(number: int) -> Iterator[Agency]:
            waiting = direct[number][::-1]
            while waiting:
                each = waiting.pop()
                if each.reports:
                    yield each
                else:
                    waiting += direct[each.number][::-1]

        return [tuple(reporting(each.number)) for each in self.agencies]

    @cached_property
    def _known(self) -> Mapping[str, int]:
        """Every agency that a report can name, by code and by name; of equal names none."""
        known: dict[str, int] = {}
        named = [each for each in self.agencies if each.reports and not each.file]
        names = Counter(fold(each.name) for each in named)
        for each in named:
            if names[fold(each.name)] == 1:
                known[fold(each.name)] = each.number
        for each in named:
            known[fold(each.code)] = each.number
        return known

    @cached_property
    def _files(self) -> tuple[Mapping[str, int], Sequence[tuple[str, int]]]:
        """The files that agencies are told by: whole names at once, patterns one by one."""
        plain: dict[str, int] = {}
        patterns: list[tuple[str, int]] = []
        for each in self.agencies:
            if each.file and not any(sign in each.file for sign in "*?[/"):
                plain[each.file] = each.number
            elif each.file:
                patterns.append((each.file, each.number))
        return plain, patterns

    def _by_file(self, path: str) -> int | None:
        plain, patterns = self._files
        if not plain and not patterns:
            return None
        place = PurePath(path.replace("\\", "/"))
        found = plain.get(place.name)
        if found is not None:
            return found
        return next((number for pattern, number in patterns if place.match(pattern)), None)
