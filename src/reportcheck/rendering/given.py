"""The cases that a rule file gives of a rule, to be shown as its examples."""

from __future__ import annotations

from collections.abc import Mapping

from reportcheck.finding import Verdict
from reportcheck.form import Form, Shape
from reportcheck.formula import TOTAL
from reportcheck.interpreting import judge
from reportcheck.rendering.example import Blank, Example
from reportcheck.rule import Example as Case
from reportcheck.rule import Rule
from reportcheck.rulefile.examples import example_place
from reportcheck.telling import tell
from reportcheck.trying.examples import view_of


def given(rule: Rule, form: Form) -> Mapping[Verdict, Example]:
    """Return the first case of a rule that passes and the first that fails.

    One that does not end as the rule file says, or is not meant to yet, is none to learn from.
    """
    found: dict[Verdict, Example] = {}
    for case in rule.examples:
        view, place = view_of(case, form), example_place(rule, form)
        judgement = judge(rule, view, place)
        verdict = judgement.verdict
        if verdict is None or case.todo or verdict in found or str(verdict) != case.expect:
            continue
        finding = tell(rule, view, place, judgement) if verdict is Verdict.FAIL else None
        found[verdict] = Example(_filled(case, form), finding, case.name)
    return found


def _filled(case: Case, form: Form) -> Mapping[Blank, str]:
    blanks = {}
    for cell, text in case.values:
        table = form.by_id[cell.table]
        records = table.shape is Shape.RECORDS
        values = table.values_at(None if records else cell.row, cell.column)
        mark = TOTAL.strip("*") if records and cell.row == TOTAL else ""
        blanks[Blank(cell, 0, values, mark)] = text
    return blanks
