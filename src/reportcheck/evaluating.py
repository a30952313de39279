"""All rules of a form over all its submissions: what passed is counted, all else is a finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.form import Table
from reportcheck.formula import EACH, Cell, walk
from reportcheck.inspecting import inspect
from reportcheck.interpreting import Judgement, judge
from reportcheck.interpreting.judging import condition_of
from reportcheck.interpreting.outcomes import truth
from reportcheck.interpreting.trees import Scene
from reportcheck.rule import Pack, Rule, Severity
from reportcheck.submission import Submission
from reportcheck.telling import put_together, tell
from reportcheck.viewing import Place, View


@dataclass(frozen=True)
class Evaluation:
    """What came of one submission.

    ``findings`` are of rules and of cells, and of the layout where only a rule can tell (a total
    row that is not there); what locating found stays with the submission. ``resting`` counts the
    instances that need the period before and took no part.
    """

    passed: int
    findings: tuple[Finding, ...]
    resting: int = 0


@dataclass
class _Tally:
    """What is gathered about one submission while the rules are gone through."""

    view: View
    passed: int = 0
    resting: int = 0
    findings: list[Finding] = field(default_factory=list)


def evaluate(
    pack: Pack,
    submissions: Sequence[Submission],
    prior: Sequence[Submission | None] | None = None,
) -> tuple[Evaluation, ...]:
    """Return what the rules of a pack, and the checks of its cells, show for each submission.

    ``prior`` pairs each submission with that of the period before, or with None where it is
    missing; without it, rules that look back rest.
    """
    before = [None] * len(submissions) if prior is None else prior
    tallies = [
        _Tally(View(submission, previous))
        for submission, previous in zip(submissions, before, strict=True)
    ]
    for tally in tallies:
        tally.findings.extend(_tell_total_rows(tally.view))
        tally.findings.extend(inspect(tally.view))
        if tally.view.prior is not None:
            list(_tell_total_rows(tally.view.prior))
    for rule in pack.rules:
        if rule.suspended:
            continue
        if rule.needs_prior and prior is None:
            for tally in tallies:
                tally.resting += sum(1 for _ in _places(rule, tally.view))
            continue
        _evaluate_rule(rule, tallies)
    return tuple(
        Evaluation(tally.passed, _in_order(tally.findings, tally.view.submission), tally.resting)
        for tally in tallies
    )


# Places


def _places(rule: Rule, view: View) -> Iterator[Place]:
    """Yield every place of a submission that a rule is about."""
    if not rule.over_records(view.form):
        if rule.origin == "total_row" and not view.records(rule.table or ""):
            return
        for item in rule.instances(view.form):
            if item is None or rule.each is None or rule.table is None:
                yield Place()
            elif not view.does_without(rule.table, rule.each, item):
                yield Place(item=item)
        return
    table = rule.table or ""
    yield from (Place(record=record) for record in view.plain_records(table))
    if rule.origin == "equals" and _only_summed(rule, view.form.by_id[table]):
        yield from (Place(record=record) for record in view.total_rows.get(table, ()))


def _only_summed(rule: Rule, table: Table) -> bool:
    """Whether a total row has figures in every column that a rule names."""
    return all(
        node.column not in table.key
        and table.values_at(None, node.column).type in {"count", "amount"}
        for node in walk(rule.check)
        if isinstance(node, Cell) and node.row == EACH
    )


def _tell_total_rows(view: View) -> Iterator[Finding]:
    """Note which records are total rows, and yield what is wrong with their number."""
    for table in view.form.tables:
        records = view.records(table.id)
        if table.total_where is None or not records:
            continue
        found = tuple(
            record
            for record in range(len(records))
            if truth(Scene(view, Place(record=record)).evaluate(table.total_where))
        )
        view.total_rows[table.id] = found
        if not found:
            yield _layout("missing-total-row", table, {"where": table.total_text})
        for record in found[1:]:
            column = next(iter(records.positions))
            facts = {"where": table.total_text, "first_row": str(records.lines[found[0]])}
            yield replace(_layout("duplicate-row", table, facts), at=records.at(record, column))


def _layout(code: str, table: Table, facts: Mapping[str, str]) -> Finding:
    return Finding(
        rule=code,
        severity=Severity.ERROR,
        verdict=Verdict.FAIL,
        kind=Kind.STRUCTURE,
        table=table.id,
        facts={"table": table.title or table.id} | dict(facts),
    )


# Rules


def _evaluate_rule(rule: Rule, tallies: list[_Tally]) -> None:
    met = False
    some = None
    for tally in tallies:
        passing: list[Place] = []
        others: list[tuple[Place, Judgement]] = []
        for place in _places(rule, tally.view):
            some = some or tally
            judgement = judge(rule, tally.view, place)
            if judgement.verdict is Verdict.PASS:
                passing.append(place)
            elif judgement.verdict is not None:
                others.append((place, judgement))
            met = met or (judgement.verdict is not None and not judgement.vacuous)
        tally.passed += len(passing)
        told = [tell(rule, tally.view, place, found, passing) for place, found in others]
        tally.findings.extend(_grouped(told) if rule.over_records(tally.view.form) else told)
    if some is not None and not met and _may_match_nothing(rule, some.view):
        some.findings.append(_matched_nothing(rule, some.view))


def _may_match_nothing(rule: Rule, view: View) -> bool:
    conditional = rule.where is not None or condition_of(rule.check) is not None
    return rule.origin == "rule" and conditional and rule.over_records(view.form)


def _matched_nothing(rule: Rule, view: View) -> Finding:
    table = view.form.by_id[rule.table or ""]
    facts = {"rule": rule.id, "check": rule.check_text, "where": rule.where_text}
    return replace(
        _layout("matched-nothing", table, facts),
        severity=Severity.WARNING,
        check=rule.check_text,
    )


def _grouped(findings: list[Finding]) -> Iterator[Finding]:
    """Put together the unknowns of records that have one rule and one cause."""
    groups: dict[object, list[Finding]] = {}
    for finding in findings:
        if finding.verdict is Verdict.FAIL:
            yield finding
        else:
            causes = {(each.finding, each.column_label) for each in finding.because}
            error = finding.facts.get("error")
            key = (finding.reason, frozenset(causes), finding.blameless, error)
            groups.setdefault(key, []).append(finding)
    yield from (put_together(group) for group in groups.values())


def _in_order(findings: list[Finding], submission: Submission) -> tuple[Finding, ...]:
    """Sort findings by sheet, row, column and rule; those without a place come first."""
    sheets: dict[str | None, int] = {}
    for placement in submission.placements:
        sheets.setdefault(placement.grid.sheet, len(sheets))
    for records in submission.records.values():
        sheets.setdefault(records.sheet, len(sheets))

    def order(finding: Finding) -> tuple[int, int, int, str]:
        at = finding.at
        if at is None:
            return -1, 0, 0, finding.rule
        return sheets.get(at.sheet, len(sheets)), at.row, at.column, finding.rule

    return tuple(sorted(findings, key=order))
