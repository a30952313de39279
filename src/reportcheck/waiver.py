"""A waiver: why one finding is accepted, with the values for which that was said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from typing import NamedTuple

from reportcheck.classes import dataclass
from reportcheck.finding import Cause, Finding, Kind, Verdict, Witness


class Target(NamedTuple):
    """What a waiver is for within a file: a rule or check, and the slot; of a record its key."""

    rule: str
    table: str | None = None
    row: str | None = None
    column: str | None = None
    record: str | None = None


@dataclass(frozen=True)
class Given:
    """The values for which a waiver was given: another one, and it does not hold.

    ``values`` names cells by the form, as ``row[column]``, never by their addresses. ``left`` and
    ``right`` are what was compared, ``count`` how many like findings there were. ``because`` has
    what an unknown hangs on beside them: each cell that could not be used, with what stands in it.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    left: str | None = None
    right: str | None = None
    count: int = 1
    because: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Waiver:
    """One waiver, as it was written. ``until`` is the last day on which it holds.

    It is about the file of an ``agency``, or about the ``file`` of that name where nothing tells
    whose it is; ``form`` and ``period`` are None where it does not name them. ``source`` says where
    it stands.
    """

    target: Target
    given: Given
    reason: str
    by: str
    until: date
    source: str
    agency: str | None = None
    file: str | None = None
    form: str | None = None
    period: str | None = None


def waivable(finding: Finding) -> bool:
    """Whether a waiver can accept a finding: it has to be one whose values are all there.

    Where many failures are told as one, those of a single one of them are known, unless the
    witnesses are all of them.
    """
    if finding.kind is Kind.WAIVER:
        return False
    if finding.verdict is Verdict.FAIL:
        all_told = finding.kind is not Kind.RULE and len(finding.witnesses) >= finding.count
        return finding.count == 1 or all_told
    return finding.verdict is Verdict.UNKNOWN


def target_of(finding: Finding) -> Target:
    """Return what a waiver of a finding has to name."""
    record = finding.row_label if finding.row is None and finding.row_label else None
    return Target(finding.rule, finding.table, finding.row, finding.column, record)


def bound(
    finding: Finding, form: str | None, whose: tuple[str | None, str], period: str | None
) -> dict[str, str | int | Mapping[str, str]]:
    """Return the fields of a waiver of a finding that are not to be filled in.

    ``whose`` is the agency, if it is known, and the name of the file without folders.
    """
    target, given = target_of(finding), given_of(finding)
    agency, name = whose
    named: dict[str, str | int | Mapping[str, str] | None] = {
        "rule": target.rule, "form": form, "agency": agency,
        "file": None if agency else name, "period": period,
        "table": target.table, "row": target.row, "column": target.column,
        "record": target.record, "values": given.values or None, "left": given.left,
        "right": given.right, "count": given.count if given.count > 1 else None,
        "because": given.because or None,
    }  # fmt: skip
    return {name: value for name, value in named.items() if value is not None}


def given_of(finding: Finding) -> Given:
    """Return the values that a waiver of a finding is bound to."""
    values = _named((_cell(each, finding), each.shown) for each in finding.witnesses)
    if not values and finding.kind is not Kind.RULE:
        # What is wrong with the layout has no cells; what is said of it takes their place.
        values = {name: str(fact) for name, fact in finding.facts.items()}
    looked_at = {(each.path, each.at) for each in finding.witnesses if each.at is not None}
    hangs_on = (each for each in finding.because if (each.path, each.at) not in looked_at)
    # Of what is not there, or is blank, its absence is what a waiver is given for.
    because = _named((_place(each, finding), each.shown or each.finding) for each in hangs_on)
    return Given(values, finding.left, finding.right, finding.count, because)


def _named(cells: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what stands in cells by their names; of several with one name the later are numbered.

    >>> _named([("a", "1"), ("a", "1"), ("a", "2")])
    {'a': '1', 'a (2)': '2'}
    """
    named: dict[str, str] = {}
    for name, shown in cells:
        free, number = name, 2
        while named.get(free, shown) != shown:
            free, number = f"{name} ({number})", number + 1
        named[free] = shown
    return named


def changes(then: Given, now: Given) -> list[str]:
    """Return what is not as it was when a waiver was given.

    >>> changes(Given({"a": "1", "b": "2"}), Given({"a": "1", "b": "3"}))
    ['b 2 -> 3']
    """
    names = dict.fromkeys([*then.values, *now.values])
    pairs = [(name, then.values.get(name, ""), now.values.get(name, "")) for name in names]
    hung = dict.fromkeys([*then.because, *now.because])
    pairs += [(name, then.because.get(name, ""), now.because.get(name, "")) for name in hung]
    pairs += [
        ("left", then.left or "", now.left or ""),
        ("right", then.right or "", now.right or ""),
    ]
    pairs += [("count", str(then.count), str(now.count))]
    return [f"{name} {was or '-'} -> {is_ or '-'}" for name, was, is_ in pairs if was != is_]


def _cell(witness: Witness, finding: Finding) -> str:
    name = witness.column if witness.row is None else f"{witness.row}[{witness.column}]"
    return _whose(witness, name, finding)


def _place(cause: Cause, finding: Finding) -> str:
    """Return by what the cell of a cause is known again: the form's words, or a record's key.

    Where it has neither, as in records without a key, there is but its address.
    """
    name = cause.row_label
    if cause.column_label:
        name = f"{name}[{cause.column_label}]" if name else cause.column_label
    if not cause.row_label and cause.at is not None:
        name = f"{name} {cause.at.a1}".lstrip()
    return _whose(cause, name or cause.table_label or cause.finding, finding)


def _whose(each: Witness | Cause, name: str, finding: Finding) -> str:
    if each.table not in {None, finding.table}:
        name = f"{each.table}::{name}"
    if each.agency:
        return f"children({name})[{each.agency}]"
    return f"prev({name})" if each.path or each.period else name
