"""The reports of other periods: by form, agency and period, each packed until a rule looks back."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from reportcheck.classes import dataclass
from reportcheck.examining import Located, locate_file
from reportcheck.form import Form
from reportcheck.problem import Problem
from reportcheck.rule import Pack
from reportcheck.submission import Records, Submission

Key: TypeAlias = tuple[str, str, str]
"""Form, agency and period."""


@dataclass(frozen=True, slots=True)
class Former:
    """A report of another period as it is kept: of which form, whose and for when, and the rest."""

    path: str
    form: tuple[str, str]
    agency: str | None
    period: str | None
    rest: bytes


def formers(path: str, packs: tuple[Pack, ...], *, recognise: bool) -> tuple[Former | Problem, ...]:
    """Return what is kept of each submission in a file, or the problem for which nothing is."""
    return tuple(map(_kept, locate_file(path, packs, recognise=recognise)))


def _kept(located: Located) -> Former | Problem:
    submission = located.submission
    if submission is None:
        assert located.problem is not None  # noqa: S101 - either a problem or a submission
        return located.problem
    return former(submission)


def former(submission: Submission) -> Former:
    """Return a submission packed."""
    # The form is known where this is opened; what led to the readings is of no more use.
    records = {
        name: (each.sheet, each.lines, dict(each.columns), dict(each.positions), each.tables)
        for name, each in submission.records.items()
    }
    rest = (dict(submission.readings), records, submission.structure)
    return Former(
        submission.path,
        (submission.form.id, submission.form.version),
        submission.agency,
        submission.period,
        zlib.compress(pickle.dumps(rest, pickle.HIGHEST_PROTOCOL), 1),
    )


class Formerly(Mapping[Key, Submission]):
    """Submissions of other periods, each opened when it is asked for."""

    def __init__(self, packs: Sequence[Pack], found: Sequence[Former]) -> None:
        self._forms: dict[tuple[str, str], Form] = {}
        for pack in packs:
            self._forms.setdefault((pack.form.id, pack.form.version), pack.form)
        self._found = {(each.form[0], each.agency, each.period): each for each in found}

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Key]:
        for form, agency, period in self._found:
            if agency is not None and period is not None:
                yield form, agency, period

    def __getitem__(self, key: Key) -> Submission:
        kept = self._found[key]
        form = self._forms[kept.form]
        # The bytes were packed by this program, in a process that it started.
        readings, records, structure = pickle.loads(zlib.decompress(kept.rest))  # noqa: S301
        return Submission(
            form,
            kept.path,
            readings,
            {name: Records(form.by_id[name], *each) for name, each in records.items()},
            structure=structure,
            agency=kept.agency,
            period=kept.period,
        )


def by_period(packs: Sequence[Pack], found: Sequence[tuple[str, Former | Problem]]) -> Formerly:
    """Return the reports of other periods, found at these paths, by form, agency and period.

    One that cannot be read, or cannot be told whose and for when it is, stops the run: the rules
    that look back would rest on it in silence.
    """
    taken: dict[tuple[str, str | None, str | None], Former] = {}
    for path, each in found:
        if isinstance(each, Problem):
            raise Problem("prior-unreadable", path=path, problem=each)
        if each.agency is None or each.period is None:
            raise Problem("prior-unidentified", path=path)
        key = each.form[0], each.agency, each.period
        if key in taken:
            raise Problem(
                "prior-twice",
                path=path,
                other=taken[key].path,
                agency=each.agency,
                period=each.period,
            )
        taken[key] = each
    return Formerly(packs, list(taken.values()))
