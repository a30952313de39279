"""The rule of a hierarchy over the records of a table, and what is told of its branches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from reportcheck.classes import dataclass
from reportcheck.codes import CodeList
from reportcheck.evaluating.branches import Branch, Group, Grouped, grouped, judge_group, named
from reportcheck.finding import Cause, Finding, Kind, Spelling, Verdict, Witness
from reportcheck.form import Table
from reportcheck.formula import EACH, Cell
from reportcheck.inspecting import Inspected, witness
from reportcheck.interpreting.trees import half_unit
from reportcheck.near import nearest
from reportcheck.number import spell
from reportcheck.rule import Missing, Rule, Severity
from reportcheck.spelling import spell_known
from reportcheck.telling import spell_tolerance
from reportcheck.viewing import Place, Sight, View

MOST_CAUSES = 1000


@dataclass(frozen=True, slots=True)
class Branched:
    """How the branches of some records ended: those that passed are counted, others told.

    Unknowns that are alike are told together, and so are the records of a code that there is not.
    """

    passed: int
    findings: tuple[Finding, ...]

    def met(self, rule: Rule) -> bool:
        """Whether there was anything that the rule could be asked of."""
        return self.passed > 0 or any(each.rule == rule.id for each in self.findings)


def branch_records(rule: Rule, view: View, records: Iterable[int]) -> Branched:
    """Return how a rule of a hierarchy ends over some records: whole groups of them."""
    hierarchy = rule.hierarchy
    if hierarchy is None:
        raise ValueError(rule.id)
    table = view.form.by_id[rule.table or ""]
    by_group = grouped(hierarchy, table, view, records)
    passed = 0
    told: object = None
    findings = [*_strangers(rule, view, table, by_group), *_astray(rule, view, table, by_group)]
    alike: dict[object, tuple[Finding, dict[Cause, None], int]] = {}
    for group in by_group.groups.values():
        for branch in judge_group(rule, view, group):
            if branch.verdict is Verdict.PASS:
                passed += 1
            elif branch.verdict is Verdict.FAIL:
                # A record that is not there is told once, however many values it lacks.
                lacking = findings and branch.own is None and told is branch.group.records
                if lacking and findings[-1].facts.get("node") == named(hierarchy, branch.code):
                    findings[-1] = replace(findings[-1], count=findings[-1].count + 1)
                else:
                    findings.append(_tell(rule, view, branch, _other_list(rule, view, branch)))
                told = branch.group.records
            else:
                _put_together(alike, rule, view, branch)
    findings += [
        replace(finding, because=tuple(causes), count=count)
        for finding, causes, count in alike.values()
    ]
    return Branched(passed, tuple(findings))


def likeness(branch: Branch) -> object:
    """Return what unknown branches have in common that one finding can tell together."""
    causes = (lack.cause for lack in branch.lacks)
    return (
        branch.code,
        branch.column,
        tuple(lack.reason for lack in branch.lacks[:1]),
        frozenset((each.finding, each.column_label, each.blameless) for each in causes),
    )


def _put_together(
    alike: dict[object, tuple[Finding, dict[Cause, None], int]],
    rule: Rule,
    view: View,
    branch: Branch,
) -> None:
    key = likeness(branch)
    held = alike.get(key)
    finding, causes, count = held or (_tell(rule, view, branch, None), {}, 0)
    for lack in branch.lacks:
        if len(causes) < MOST_CAUSES:
            causes[lack.cause] = None
    alike[key] = finding, causes, count + 1


def _other_list(rule: Rule, view: View, branch: Branch) -> CodeList | None:
    """Return the first of the other lists by which a broken branch is none, or None."""
    hierarchy = branch.group.hierarchy
    for other in hierarchy.lists[1:]:
        by_other = hierarchy.by(other)
        group = Group(by_other, branch.group.labels)
        for code, records in branch.group.records.items():
            if by_other.known(code):
                group.records[code] = records
        ended = [
            each.verdict
            for each in judge_group(rule, view, group)
            if (each.code, each.column) == (branch.code, branch.column)
        ]
        if ended == [Verdict.PASS]:
            return other
    return None


def _tell(rule: Rule, view: View, branch: Branch, other: CodeList | None) -> Finding:
    """Return the finding of a branch that did not pass."""
    hierarchy, table = branch.group.hierarchy, view.form.by_id[rule.table or ""]
    node = named(hierarchy, branch.code)
    at = None if branch.own is None else branch.own.reading.at
    if at is None:
        # No cell is accused: the codes below are no fault of the one that is not there.
        first = next((sight.record for _, sight in branch.below), None)
        at = None if first is None else view.reading(table.id, hierarchy.code, first).at
    witnesses = [] if branch.own is None else [_witness(view, branch.own, node, "left")]
    witnesses += [
        _witness(view, sight, named(hierarchy, code), "right") for code, sight in branch.below
    ]
    left, right = branch.left.value, branch.right.value
    difference = None
    if isinstance(left, int | Fraction) and isinstance(right, int | Fraction):
        difference = spell(left - right)
    known = difference is not None
    facts = {"node": node}
    if branch.own is None:
        facts["what"] = "missing-parent"
    if branch.left_out:
        facts["left_out"] = str(branch.left_out)
    if other is not None:
        facts["other_list"] = other.name
    if rule.tolerance.kind == "rounding":
        unit = half_unit(table.values_at(None, branch.column))
        facts["room"] = spell(unit * (1 + len(branch.addends)))
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        verdict=branch.verdict,
        kind=Kind.RULE,
        table=table.id,
        column=branch.column,
        row_label=" ".join((*branch.group.labels, node)),
        column_label=table.columns.words[branch.column],
        at=at,
        left=spell_known(left) if known else None,
        right=spell_known(right) if known else None,
        difference=difference,
        tolerance=spell_tolerance(rule.tolerance),
        reason=branch.lacks[0].reason if branch.lacks else None,
        witnesses=tuple(witnesses),
        because=tuple(dict.fromkeys(lack.cause for lack in branch.lacks)),
        spelling=_spelling(branch, table) if known else None,
        origin=rule.origin,
        check=rule.check_text,
        facts=facts,
        say=rule.say,
        fix=rule.fix,
        basis=rule.basis,
        missing="" if rule.missing is Missing.STRICT else str(rule.missing),
        stand_ins=branch.stand_ins if branch.verdict is Verdict.FAIL else (),
    )


def _spelling(branch: Branch, table: Table) -> Spelling:
    """Return the sum; a code without a record is written with its column, lest it be a number."""
    words = table.columns.words[branch.column]
    sights = dict(branch.below)
    left = spell_known(branch.left.value) or ""
    own = None if branch.own is None else branch.own.reading.at
    cells: list[str] = []
    figures: list[str] = []
    for code, outcome in branch.addends:
        at = sights[code].reading.at if code in sights else None
        cells.append(f"{words}[{code}]" if at is None else at.a1)
        value = spell_known(outcome.value) or ""
        figures.append(f"({value})" if value.startswith("-") and figures else value)
    return Spelling(
        "=",
        f"{words}[{branch.code}]" if own is None else own.a1,
        left,
        " + ".join(cells) or "0",
        " + ".join(figures) or "0",
    )


def _witness(view: View, sight: Sight, label: str, side: str) -> Witness:
    return Witness(
        sight.cell.table,
        None,
        sight.cell.column,
        sight.reading.at,
        spell_known(sight.value),
        sight.reading.shown,
        label,
        view.labels(sight.cell)[1],
        side,
    )


def _strangers(rule: Rule, view: View, table: Table, found: Grouped) -> Iterator[Finding]:
    """Yield a finding for each code that there is not, with all its records."""
    hierarchy = rule.hierarchy
    if hierarchy is None:
        return
    cell = Cell(table.id, EACH, hierarchy.code)
    for code, records in found.strangers.items():
        facts = {"shown": code}
        if hierarchy.lists:
            first, *others = hierarchy.lists
            facts["list"] = first.name
            alike = [each for each in first.names if len(each) == len(code)]
            facts["suggestion"] = nearest(code, alike) or nearest(code, first.names) or ""
            facts["other_list"] = next((each.name for each in others if code in each.names), "")
        else:
            facts |= {"what": "length", "lengths": "\n".join(map(str, hierarchy.prefix))}
        reading = view.reading(table.id, hierarchy.code, records[0])
        values = table.values_at(None, hierarchy.code)
        row_label, column_label = view.labels(cell, records[0])
        yield Finding(
            rule="unknown-code",
            severity=Severity.ERROR,
            verdict=Verdict.FAIL,
            kind=Kind.CELL,
            table=table.id,
            column=hierarchy.code,
            row_label=row_label,
            column_label=column_label,
            at=reading.at,
            witnesses=(witness(view, Inspected(cell, records[0], reading, values)),),
            facts={name: fact for name, fact in facts.items() if fact},
            count=len(records),
        )


def _astray(rule: Rule, view: View, table: Table, found: Grouped) -> Iterator[Finding]:
    """Yield that some records belong to no group: nothing about them was added up."""
    if not found.astray or rule.hierarchy is None:
        return
    record, lack = next(iter(found.astray.items()))
    column = rule.hierarchy.values[0]
    sight = view.see(Cell(table.id, EACH, column), Place(record=record))
    row_label, column_label = view.labels(sight.cell, record)
    causes = dict.fromkeys(each.cause for each in found.astray.values())
    yield Finding(
        rule=rule.id,
        severity=rule.severity,
        verdict=Verdict.UNKNOWN,
        kind=Kind.RULE,
        table=table.id,
        column=column,
        row_label=row_label,
        column_label=column_label,
        at=sight.reading.at,
        reason=lack.reason,
        because=tuple(causes)[:MOST_CAUSES],
        origin=rule.origin,
        check=rule.check_text,
        facts={"what": "astray"},
        say=rule.say,
        fix=rule.fix,
        basis=rule.basis,
        count=len(found.astray),
        missing="" if rule.missing is Missing.STRICT else str(rule.missing),
    )
