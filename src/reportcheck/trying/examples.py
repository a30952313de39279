"""The examples of a rule, judged: what is typed in for its cells, and the verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reportcheck.address import CellRef
from reportcheck.finding import Verdict
from reportcheck.form import Form, Shape, Slot
from reportcheck.formula import TOTAL
from reportcheck.interpreting import judge
from reportcheck.number import Raw
from reportcheck.rule import Example, Pack, Rule
from reportcheck.rulefile.examples import example_place
from reportcheck.submission import Reading, Records, Submission
from reportcheck.trying.outcome import Trial, outcome_of
from reportcheck.viewing import View


def try_examples(pack: Pack) -> Iterator[Trial]:
    """Try every example that stands in a rule file."""
    for rule in pack.rules:
        for number, example in enumerate(rule.examples, 1):
            verdict = verdict_of(example, rule, pack.form)
            got = "not-asked" if verdict is None else str(verdict)
            yield Trial(
                pack.path,
                example.line,
                example.name or f"{rule.id} {number}",
                outcome_of(example.todo, held=got == example.expect),
                example.todo,
                rule=rule.id,
                wanted=example.expect,
                got=got,
            )


def verdict_of(example: Example, rule: Rule, form: Form) -> Verdict | None:
    """Return how a rule ends on one of its examples, None where it asks nothing of it."""
    return judge(rule, view_of(example, form), example_place(rule, form)).verdict


def view_of(example: Example, form: Form) -> View:
    """Return the values of an example as submissions of this period and of those before."""
    periods: dict[int, dict[Slot, Reading]] = {0: {}}
    columns: dict[str, dict[str, list[Raw]]] = {}
    for cell, text in example.values:
        table = form.by_id[cell.table]
        if table.shape is Shape.RECORDS:
            held = columns.setdefault(table.id, {}).setdefault(cell.column, [None, None])
            held[cell.row == TOTAL] = text
            continue
        values = table.values_at(cell.row, cell.column)
        slot = Slot(cell.table, cell.row, cell.column)
        reading = replace(Reading.of(text, values, CellRef(None, 1, 1)), at=None)
        periods.setdefault(cell.period, {})[slot] = reading
    records = {
        name: Records(
            form.by_id[name], None, range(2, 4), held,
            {column: number for number, column in enumerate(held, 1)},
        )
        for name, held in columns.items()
    }  # fmt: skip
    now = Submission(form, "", periods[0], records)

    def earlier(steps: int) -> Submission | str:
        if steps not in periods:
            return "no-prior-period"
        return Submission(form, "", periods[steps])

    view = View(now, earlier)
    view.total_rows = dict.fromkeys(records, (1,))
    return view
