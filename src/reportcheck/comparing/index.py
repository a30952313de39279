"""The submissions of a run and of other periods, by form, agency and period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from reportcheck.classes import dataclass
from reportcheck.comparing.merging import merged
from reportcheck.comparing.periods import Periods
from reportcheck.form import Form
from reportcheck.formerly import Former, opened
from reportcheck.hierarchy.renamed import Renamed
from reportcheck.period import before, moment
from reportcheck.rule import Pack
from reportcheck.submission import Submission
from reportcheck.text import fold
from reportcheck.viewing import Earlier

Key: TypeAlias = tuple[str, str, str]
"""The id of a form, an agency and a period."""


def agency_key(agency: str) -> str:
    """Return by what an agency is known: its name however it is spaced, or wide its letters are."""
    return fold(agency)


@dataclass(frozen=True, slots=True)
class Gap:
    """Why there is nothing to look at: the reason, and whose report is lacking.

    ``what`` chooses the sentence, ``several`` are the submissions of which one would do.
    """

    reason: str
    agency: str | None
    several: tuple[Former, ...] = ()
    what: str = ""


class Index:
    """Where each submission is kept, packed until somebody looks at it.

    Of a form all editions are under one id. Submissions without an agency or a period are none of
    these.
    """

    def __init__(
        self,
        packs: Iterable[Pack],
        run: Iterable[Former],
        prior: Iterable[Former],
        renamed: Renamed | None = None,
    ) -> None:
        self._renamed = renamed
        self._forms: dict[tuple[str, str], Form] = {}
        for pack in packs:
            self._forms.setdefault((pack.form.id, pack.form.version), pack.form)
        self._kept: dict[Key, list[Former]] = {}
        self.beside = 0
        """How many submissions were read once more for the smallest changes."""
        self._named, self._all = Periods(), Periods()
        for each in (*run, *prior):
            if each.period is None:
                continue
            self._all.add(each.form[0], each.period)
            if each.agency is None:
                continue
            key = each.form[0], agency_key(each.agency), each.period
            self._kept.setdefault(key, []).append(each)
            self._named.add(*key[::2], key[1])

    def __iter__(self) -> Iterator[Key]:
        """Yield the form, the agency and the period of each submission."""
        return iter(self._kept)

    @property
    def has_names(self) -> bool:
        """Whether a list says which agencies had other names before."""
        return self._renamed is not None

    def key_of(self, form: str, agency: str, period: str) -> Key:
        """Return under what the submissions of an agency for a period are kept."""
        return form, agency_key(agency), period

    def kept(self, form: str, agency: str, period: str) -> Sequence[Former]:
        """Return the submissions of an agency for a period: several only if they differ."""
        key = self.key_of(form, agency, period)
        held = self._kept.get(key, [])
        if len(held) > 1:
            held = self._kept[key] = self.distinct(held)
        return held

    def distinct(self, held: Sequence[Former]) -> list[Former]:
        """Return the submissions that differ from the first, after that one."""
        first = held[0]
        return [first, *(each for each in held[1:] if not self._alike(first, each))]

    def open(self, kept: Former) -> Submission:
        """Return a submission as it was read, as far as rules may look at it."""
        return opened(kept, self._forms[kept.form])

    def reaches(self, kept: Former, steps: int) -> bool:
        """Whether anything of a form was given for so many periods before one, or for earlier.

        Before a period that nobody can tell is whatever is not the only one. What is nobody's may
        be the report before another that is nobody's, and not before one that is somebody's.
        """
        periods = self._named if kept.agency is not None else self._all
        return periods.reach(kept.form[0], kept.period, steps)

    def is_usual(self, kept: Former, steps: int) -> bool:
        """Whether reports of so early a period belong to this run, and are not astray in it.

        They do where the agency itself has one, or half as many agencies as report for its period:
        one report of another year among many, as where last year's title was left standing, asks
        nothing of all others.
        """
        if kept.agency is None or kept.period is None:
            return True
        if self._named.usual(kept.form[0], kept.period, steps, agency_key(kept.agency)):
            return True
        there = self.look_back(kept, steps)
        return not isinstance(there, Gap) or bool(there.what)

    def astray(self, form: str, period: str, steps: int) -> Iterator[Former]:
        """Yield what is kept of a form for so many periods before one, or for earlier."""
        at = moment(period)
        for (kind, _, other), held in self._kept.items():
            then = moment(other)
            if kind == form and at and then and at.in_a_year == then.in_a_year:
                yield from held if then.number <= at.number - steps else ()

    def look_back(self, kept: Former, steps: int) -> Sequence[Former] | Gap:
        """Return what is kept of the same agency of so many periods before, or what is lacking.

        Several are those of agencies that were merged since.
        """
        if kept.agency is None or kept.period is None:
            return Gap("unidentified", kept.agency)
        form, agency = kept.form[0], kept.agency
        period = before(kept.period, steps)
        if period is None:
            return Gap("no-prior-period", agency, what="undated")
        names: Sequence[str] = (agency,)
        if self._renamed is not None:
            called = self._renamed.names(
                agency, kept.period, period, lambda name: bool(self.kept(form, name, period))
            )
            names = called.names
            if called.unclear is not None:
                both = [
                    each
                    for name in (called.unclear, *names)
                    for each in self.kept(form, name, period)
                ]
                return Gap("duplicate-submission", called.unclear, tuple(both), "both")
        found: list[Former] = []
        for name in names:
            held = self.kept(form, name, period)
            if len(held) > 1:
                return Gap("duplicate-submission", name, tuple(held), "several")
            found += held
        there = {agency_key(each.agency or "") for each in found}
        lost = [each for each in names if agency_key(each) not in there]
        if lost:
            merged = "merged" if len(names) > 1 else ""
            renamed = "renamed" if agency_key(lost[0]) != agency_key(agency) else ""
            return Gap("no-prior-period", ", ".join(lost), what=merged or renamed)
        return found

    def find_earlier(self, kept: Former, steps: int) -> Former | None:
        """Return what is kept of so many periods before, None where that is not one submission."""
        found = self.look_back(kept, steps)
        return found[0] if not isinstance(found, Gap) and len(found) == 1 else None

    def together(self, kept: Former, back: Iterable[int]) -> Mapping[int, Former] | None:
        """Return a submission and those so many periods before, None unless each is one."""
        formers = {0: kept}
        for steps in back:
            there = self.find_earlier(kept, steps)
            if there is None:
                return None
            formers[steps] = there
        return formers

    def earlier(self, kept: Former) -> Earlier:
        """Return what finds the submissions of the same agency for earlier periods."""

        def found(steps: int) -> Submission | str:
            there = self.look_back(kept, steps)
            if isinstance(there, Gap):
                return there.reason
            opened = [self.open(each) for each in there]
            return opened[0] if len(opened) == 1 else merged(opened)

        return found

    def _alike(self, one: Former, other: Former) -> bool:
        if one.form != other.form:
            return False
        first, second = self.open(one), self.open(other)
        shown = [
            (
                {slot: (each.state, each.shown) for slot, each in held.readings.items()},
                {name: each.columns for name, each in held.records.items()},
            )
            for held in (first, second)
        ]
        return shown[0] == shown[1]
