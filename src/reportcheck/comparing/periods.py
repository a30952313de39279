"""For which periods anything was given, by form, and for how many agencies."""

from __future__ import annotations

from typing import TypeAlias

from reportcheck.period import moment

_Line: TypeAlias = tuple[str, int]
"""The id of a form, and how many of its periods are in a year."""


class Periods:
    """The periods for which anything was given, by form and agency."""

    def __init__(self) -> None:
        self._periods: dict[str, set[str]] = {}
        self._first: dict[_Line, int] = {}
        self._own: dict[_Line, dict[str, int]] = {}
        self._there: dict[tuple[_Line, int], set[str]] = {}
        self._usual: dict[tuple[_Line, int, int], bool] = {}

    def add(self, form: str, period: str, agency: str = "") -> None:
        """Note that something was given for a period of an agency."""
        self._periods.setdefault(form, set()).add(period)
        if (at := moment(period)) is not None:
            line = form, at.in_a_year
            self._first[line] = min(self._first.get(line, at.number), at.number)
            own = self._own.setdefault(line, {})
            own[agency] = min(own.get(agency, at.number), at.number)
            self._there.setdefault((line, at.number), set()).add(agency)

    def reach(self, form: str, period: str | None, steps: int) -> bool:
        """Whether anything was given for so many periods before one, or for earlier."""
        if period is None:
            return len(self._periods.get(form, ())) > 1
        at = moment(period)
        first = None if at is None else self._first.get((form, at.in_a_year))
        return at is not None and first is not None and first <= at.number - steps

    def usual(self, form: str, period: str, steps: int, agency: str) -> bool:
        """Whether the agency has a report so far back, or half as many as have one for the period.

        Where there are one or two, nobody can tell what is usual, and one is enough.
        """
        at = moment(period)
        if at is None:
            return True
        line = form, at.in_a_year
        own, bound = self._own.get(line, {}), at.number - steps
        if own.get(agency, at.number) <= bound:
            return True
        key = line, at.number, steps
        if key not in self._usual:
            earlier = sum(first <= bound for first in own.values())
            self._usual[key] = 2 * earlier >= len(self._there.get((line, at.number), ()))
        return self._usual[key]
