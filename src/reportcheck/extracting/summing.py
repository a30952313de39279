"""The sum of every slot over all submissions of a form and period; what has none, and why.

Nothing is smaller than it should be in silence: a slot that one submission leaves unknown has no
sum at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from fractions import Fraction
from functools import cached_property, partial
from typing import Final, NamedTuple

from reportcheck.batch import Task, Watch, hand_on
from reportcheck.checking import Request
from reportcheck.classes import dataclass
from reportcheck.examining import locate_file
from reportcheck.extracting.asking import Asking, asking
from reportcheck.extracting.files import Asked, Whose, whose
from reportcheck.extracting.table import Outcome
from reportcheck.form import Form, Shape, Slot, Values
from reportcheck.formula import EACH, Cell, Compare
from reportcheck.linear import coefficients
from reportcheck.number import Exact, State
from reportcheck.problem import Problem
from reportcheck.rule import Pack
from reportcheck.submission import Submission
from reportcheck.viewing import View

MOST_LACKS: Final = 100_000
"""Cells without a value that are listed one by one; of more only the slot is known."""

_SHARES: Final = frozenset({"%", "％", "‰"})


class Lack(NamedTuple):
    """Why a submission leaves a slot without a sum: the reason, where, and what stands there."""

    agency: str | None
    path: str
    cell: str
    reason: str
    shown: str


class Added(NamedTuple):
    """What one submission adds to each slot, in the order of the form.

    ``amounts`` has None where there is nothing to add; ``lacks`` says why of those that should have
    something, by their place.
    """

    whose: Whose
    amounts: tuple[Exact | None, ...]
    lacks: Mapping[int, Lack]


class AddedFile(NamedTuple):
    """What all submissions of a file add, and what was wrong with the file."""

    path: str
    problem: Problem | None
    added: tuple[Added, ...] = ()


@dataclass
class Sum:
    """The sums of a form for a period: ``amounts`` by slot, and what became of the others.

    ``absent`` are optional slots that no submission has. ``lacks`` says of slots without a sum
    which cells leave it unknown; ``unlisted`` counts those beyond what is kept. ``paths`` are the
    files that were added, by agency; ``unnamed`` those of nobody knows whom, though the form says
    where that stands.
    """

    pack: Pack
    period: str | None
    amounts: list[Exact | None]
    lacks: dict[Slot, list[Lack]] = field(default_factory=dict)
    unlisted: int = 0
    submissions: int = 0
    paths: dict[str, str] = field(default_factory=dict)
    unnamed: list[str] = field(default_factory=list)
    _contents: dict[bytes, tuple[str | None, str]] = field(default_factory=dict)

    @property
    def form(self) -> Form:
        """The form that is summed up."""
        return self.pack.form

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The slots of the form, in the order of ``amounts``."""
        return slots_of(self.form)

    @cached_property
    def apart(self) -> frozenset[Slot]:
        """The slots whose values do not add up: texts, dates, codes, shares."""
        return frozenset(not_additive(self.pack))

    def sums(self) -> Iterator[tuple[Slot, Exact]]:
        """Yield every slot that has a sum."""
        for slot, amount in zip(self.slots, self.amounts, strict=True):
            if amount is not None and slot not in self.lacks and slot not in self.apart:
                yield slot, amount

    @property
    def absent(self) -> frozenset[Slot]:
        """The slots that no submission has, and none has to have."""
        return frozenset(
            slot
            for slot, amount in zip(self.slots, self.amounts, strict=True)
            if amount is None and slot not in self.lacks and slot not in self.apart
        )

    def copy_of(self, path: str, added: Added) -> str | None:
        """Return the file that a submission may be a copy of, None where there is none.

        Two agencies may well report the same; of two of which one is nobody's nothing tells that
        they are two.
        """
        agency, contents = added.whose.agency, _digest(added)
        if contents not in self._contents:
            self._contents[contents] = agency, path
            return None
        other, first = self._contents[contents]
        return first if agency is None or other is None else None

    def add(self, path: str, added: Added) -> None:
        """Add a submission."""
        self.submissions += 1
        if added.whose.agency is not None:
            self.paths[added.whose.agency] = path
        elif self.form.agency:
            self.unnamed.append(path)
        for place, amount in enumerate(added.amounts):
            if amount is not None:
                self.amounts[place] = (self.amounts[place] or 0) + amount
        for place, lack in added.lacks.items():
            slot = self.slots[place]
            if slot in self.apart:
                continue
            listed = self.lacks.setdefault(slot, [])
            if not listed or sum(map(len, self.lacks.values())) < MOST_LACKS:
                listed.append(lack)
            else:
                self.unlisted += 1


def _digest(added: Added) -> bytes:
    """Return what is the same for submissions that say the same, and surely for no others."""
    from hashlib import sha256

    shown = [(place, each.reason, each.shown) for place, each in added.lacks.items()]
    return sha256(repr((added.amounts, shown)).encode()).digest()


def slots_of(form: Form) -> tuple[Slot, ...]:
    """Return the slots of a form, table by table."""
    return tuple(slot for table in form.tables for slot in table.slots())


def adds_up(values: Values) -> bool:
    """Whether values of a kind may be added up over agencies.

    >>> adds_up(Values("count")), adds_up(Values("percent")), adds_up(Values("number", unit="%"))
    (True, False, False)
    """
    return values.numeric and values.type != "percent" and values.unit not in _SHARES


def not_additive(pack: Pack) -> Iterator[Slot]:
    """Yield the slots of which the sum means nothing, by their values or by a rule of the pack.

    What is by a rule equal to a ratio, a product or a maximum is none of all that it is of.
    """
    form = pack.form
    ratios = [
        rule.check.left
        for rule in pack.rules
        if isinstance(rule.check, Compare)
        and rule.check.operator == "="
        and isinstance(rule.check.left, Cell)
        and rule.check.left.period == 0
        and not rule.across
        and coefficients(rule.check.right) is None
    ]
    for slot in slots_of(form):
        values = form.by_id[slot.table].values_at(slot.row, slot.column)
        if not adds_up(values) or any(_is_of(slot, cell) for cell in ratios):
            yield slot


def _is_of(slot: Slot, cell: Cell) -> bool:
    return (
        slot.table == cell.table
        and cell.row in {slot.row, EACH}
        and cell.column in {slot.column, EACH}
    )


def sums(request: Request, watch: Watch | None = None) -> tuple[list[Sum], Outcome]:
    """Return the sums of every form and period in the files of a request, and what became of these.

    The same agency twice for a period is not added twice: the second one is a problem. So is one
    that says the same as another where nobody knows whose one of them is.
    """
    asked = asking(request)
    run = _Run(asked)
    work = partial(add_file, asked=asked.asked, belongs=asked.belongs)
    task: Task[AddedFile] = Task(work, _same, _same, _is_wrong)
    hand_on(asked.gathered.files, task, run.take, jobs=request.jobs, watch=watch)
    return run.ended()


def _same(result: AddedFile) -> AddedFile:
    return result


def _is_wrong(result: AddedFile) -> bool:
    return result.problem is not None


def add_file(path: str, asked: Mapping[int, Asked], belongs: Mapping[str, int]) -> AddedFile:
    """Return what the submissions in a file add, or the problem for which they add nothing."""
    part = asked[belongs[path]]
    located = locate_file(path, part.packs, recognise=part.recognise)
    problem = next((each.problem for each in located if each.problem is not None), None)
    found = [each.submission for each in located if each.submission is not None]
    return AddedFile(path, problem, tuple(map(_added, found)))


def _added(submission: Submission) -> Added:
    amounts: list[Exact | None] = []
    lacks: dict[int, Lack] = {}
    view = View(submission)
    readings = submission.readings
    for place, slot in enumerate(slots_of(submission.form)):
        reading = readings.get(slot)
        if reading is not None and isinstance(reading.value, int | Fraction):
            amounts.append(reading.value)
            continue
        sight = view.see_here(Cell(*slot), None)
        value = sight.value
        amounts.append(None if value is None or not sight.values.numeric else value)  # type: ignore[arg-type]
        if sight.lack is not None and sight.reading.state is not State.ABSENT:
            at = sight.reading.at
            lacks[place] = Lack(
                submission.agency,
                submission.path,
                "" if at is None else str(at),
                sight.lack.reason,
                sight.reading.shown,
            )
    return Added(whose(submission), tuple(amounts), lacks)


class _Run:
    """Takes what each file adds, in the order of files."""

    def __init__(self, asked: Asking) -> None:
        self._asked = asked
        self._files = iter(asked.gathered.files)
        self._sums: dict[tuple[str, str, str | None], Sum] = {}
        self._own: list[tuple[str, str]] = []
        self.outcome = Outcome(skipped=asked.gathered.skipped)

    def take(self, added: AddedFile | Problem) -> None:
        path = next(self._files)
        if isinstance(added, Problem):
            added = AddedFile(path, added)
        problem, outcome = added.problem, self.outcome
        inside = path in self._asked.gathered.inside
        if problem is not None and problem.code == "own-report" and inside:
            self._own.append(("skipped-own", path))
            return
        outcome.files += 1
        if problem is not None:
            outcome.problems.append((path, problem))
        for each in added.added:
            outcome.tell_unknown(path, each.whose, self._asked.forms)
            self._add(path, each)

    def _add(self, path: str, added: Added) -> None:
        form, version, agency, period = added.whose
        pack = self._asked.packs[form, version]
        if all(table.shape is Shape.RECORDS for table in pack.form.tables):
            self.outcome.problems.append((path, Problem("sum-of-records", path=path, form=form)))
            return
        key = form, version, period
        if key not in self._sums:
            self._sums[key] = Sum(pack, period, [None] * len(slots_of(pack.form)))
        held = self._sums[key]
        if agency is not None and (other := held.paths.get(agency)) is not None:
            twice = Problem("sum-twice", path=path, other=other, agency=agency, period=period or "")
            self.outcome.problems.append((path, twice))
            return
        if (other := held.copy_of(path, added)) is not None:
            self.outcome.problems.append((path, Problem("sum-copy", path=path, other=other)))
            return
        held.add(path, added)
        self.outcome.submissions += 1

    def ended(self) -> tuple[list[Sum], Outcome]:
        outcome = self.outcome
        outcome.problems += self._asked.gathered.problems
        outcome.skipped += tuple(self._own)
        if not outcome.files and not outcome.problems:
            raise Problem("nothing-to-check")
        return list(self._sums.values()), outcome
