"""What a rule is to do about missing cells: whether that means something for its check."""

from __future__ import annotations

from reportcheck.form import Form
from reportcheck.formula import Aggregate, decisive_comparison, own
from reportcheck.rule import Missing, Rule
from reportcheck.rulefile.tolerances import compares_numbers


def missing_fault(rule: Rule, form: Form) -> tuple[str, dict[str, object]] | None:
    """Return what is wrong with a rule's ``missing``, as a code and its facts, or None."""
    if rule.missing is Missing.STRICT:
        return None
    deciding = decisive_comparison(rule.check)
    if deciding is None or not compares_numbers(deciding, rule, form):
        return "missing-without-comparison", {"value": str(rule.missing)}
    if any(isinstance(node, Aggregate) for node in own(deciding)):
        return "missing-of-records", {"value": str(rule.missing)}
    if rule.needs_children:
        return "missing-of-children", {"value": str(rule.missing)}
    return None
