"""One rule over everything: place by place if these are few, over columns if they are many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from reportcheck.classes import dataclass
from reportcheck.evaluating.places import likeness, places_in_total_rows, places_of
from reportcheck.finding import Cause, Verdict
from reportcheck.form import Shape, Table
from reportcheck.formula import Aggregate, Cell, walk
from reportcheck.interpreting import Judgement, judge
from reportcheck.interpreting.outcomes import Outcome, truth
from reportcheck.interpreting.trees import Scene
from reportcheck.rule import Rule
from reportcheck.viewing import Place, View

if TYPE_CHECKING:
    from reportcheck.evaluating.branching import Branched
    from reportcheck.evaluating.frames import FormsFrame, RecordsFrame


@dataclass
class Alike:
    """Records of which one rule is unknown for one reason, or of which it is at fault."""

    place: Place
    judgement: Judgement
    causes: dict[Cause, None] = field(default_factory=dict)
    count: int = 0


@dataclass
class Swept:
    """How a rule ended in one submission: what passed, and the judgement of all else.

    ``passing`` are the places that passed, of forms only; ``alike`` are the unknowns of records,
    put together. ``seen`` and ``met`` tell whether there was any place at all, and whether the rule
    required anything of one.
    """

    passed: int = 0
    others: list[tuple[Place, Judgement]] = field(default_factory=list)
    alike: dict[object, Alike] = field(default_factory=dict)
    passing: list[Place] = field(default_factory=list)
    seen: bool = False
    met: bool = False

    def judge(self, rule: Rule, view: View, places: Iterable[Place]) -> None:
        """Judge a rule at each of these places, and note how it ends."""
        for place in places:
            if view.sure is not None and view.sure(rule, place):
                self.seen = self.met = True
                self.passed += 1
                self.passing.append(place)
            else:
                self.note(place, judge(rule, view, place))

    def note(self, place: Place, judgement: Judgement, count: int = 1) -> None:
        """Note how a rule ends at a place, and at ``count - 1`` others just the same."""
        self.seen = True
        self.met = self.met or (judgement.verdict is not None and not judgement.vacuous)
        if judgement.verdict is Verdict.PASS:
            self.passed += count
            if place.record is None:
                self.passing.append(place)
        elif judgement.verdict is Verdict.FAIL or (judgement.verdict and place.record is None):
            self.others.append((place, judgement))
        elif judgement.verdict is not None:
            causes = dict.fromkeys(lack.cause for lack in judgement.lacks)
            key = likeness(judgement)
            alike = self.alike.setdefault(key, Alike(place, judgement))
            if (place.record or 0) < (alike.place.record or 0):
                alike.place, alike.judgement = place, judgement
            alike.causes.update(causes)
            alike.count += count

    @property
    def groups(self) -> list[Alike]:
        """The records that are alike, in the order of their first."""
        return sorted(self.alike.values(), key=lambda each: each.place.record or 0)


_CELLS: Final = 5
"""The cells that are looked at for one instance of a rule, more or less."""


class Sweep:
    """Goes over submissions rule by rule; more than ``few`` instances go by columns.

    So do records of which as many cells are looked at, by themselves and by ``rules``.
    """

    def __init__(self, few: int, rules: Sequence[Rule]) -> None:
        self._few = few
        self._rules = rules
        self._forms: FormsFrame | None = None
        self._frames: dict[tuple[int, str], RecordsFrame] = {}

    def prepare(self, view: View) -> None:
        """Find out about the records of a submission what its rules and checks rest on."""
        for table in view.form.tables:
            records = view.records(table.id)
            if records is None or table.shape is not Shape.RECORDS:
                continue
            if self._are_many(len(records), table):
                from reportcheck.evaluating.columns import prepare
                from reportcheck.evaluating.frames import RecordsFrame

                frame = self._frames[id(view), table.id] = RecordsFrame(view, table.id)
                prepare(view, frame)
            elif table.total_where is not None:
                view.total_rows[table.id] = total_rows(view, table, range(len(records)))

    def _are_many(self, count: int, table: Table) -> bool:
        """Whether so many records of a table are looked at by columns."""
        named = sum(
            isinstance(node, Cell) and node.table == table.id
            for rule in self._rules
            for part in rule.parts
            for node in walk(part)
        )
        return count * (len(table.columns.slots) + named) > _CELLS * self._few

    def rule(self, rule: Rule, views: Sequence[View]) -> list[Swept]:
        """Return how a rule ends in each submission."""
        for view in views:
            self._add_up(rule, view)
        if views and rule.over_records(views[0].form):
            return [self._over_records(rule, view) for view in views]
        if views and len(views) * len(list(rule.instances(views[0].form))) > self._few:
            from reportcheck.evaluating.columns import sweep_forms
            from reportcheck.evaluating.frames import FormsFrame

            if self._forms is None or self._forms.views is not views:
                self._forms = FormsFrame(views)
            return sweep_forms(rule, self._forms)
        return [self._one_by_one(rule, view) for view in views]

    def branches(self, rule: Rule, view: View) -> Branched:
        """Return how the rule of a hierarchy ends in a submission."""
        from reportcheck.evaluating.branching import Branched, branch_records

        table = rule.table or ""
        if view.records(table) is None:
            return Branched(0, ())
        frame = self._frames.get((id(view), table))
        if frame is None:
            return branch_records(rule, view, view.plain_records(table))
        from reportcheck.evaluating.branch_columns import branch_columns

        return branch_columns(rule, view, frame)

    def picks(self, node: Aggregate, view: View) -> bool:
        """Whether the condition of an aggregate picks a record, or nobody can tell."""
        if not view.records(node.table):
            return True  # which is told as what it is
        known = view.aggregates.get(node)
        if isinstance(known, Outcome) and (known.value is None or known.value != 0):
            return True
        chosen = replace(node, function="count", value=None)
        frame = self._frames.get((id(view), node.table))
        found = None
        if frame is not None:
            from reportcheck.evaluating.columns import total

            found = total(chosen, view, frame)
        found = found or Scene(view, Place()).evaluate(chosen)
        return found.value is None or found.value != 0

    def _one_by_one(self, rule: Rule, view: View) -> Swept:
        swept = Swept()
        swept.judge(rule, view, places_of(rule, view))
        return swept

    def _over_records(self, rule: Rule, view: View) -> Swept:
        frame = self._frames.get((id(view), rule.table or ""))
        if frame is None:
            return self._one_by_one(rule, view)
        from reportcheck.evaluating.columns import sweep_records

        swept = sweep_records(rule, view, frame)
        swept.judge(rule, view, places_in_total_rows(rule, view))
        return swept

    def _add_up(self, rule: Rule, view: View) -> None:
        """Work out the aggregates of a rule over tables that have columns."""
        if not self._frames:
            return
        from reportcheck.evaluating.columns import add_up

        periods = {
            steps: (
                one,
                {
                    table.id: self._frames[id(one), table.id]
                    for table in one.form.tables
                    if (id(one), table.id) in self._frames
                },
            )
            for steps in (0, *rule.back)
            if (one := view.back(steps)) is not None
        }
        add_up(rule, view, periods)


def total_rows(view: View, table: Table, records: Iterable[int]) -> tuple[int, ...]:
    """Return which of these records are total rows."""
    if table.total_where is None:
        return ()
    return tuple(
        record
        for record in records
        if truth(Scene(view, Place(record=record)).evaluate(table.total_where))
    )
