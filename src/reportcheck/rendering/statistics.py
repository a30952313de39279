"""Counts per rule over all files: how many instances ended how, and in how many files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reportcheck.classes import dataclass
from reportcheck.finding import Kind, Verdict
from reportcheck.keeping import Tally, tallies
from reportcheck.page import Line, Page, Style, line
from reportcheck.rendering.blocks import paragraph
from reportcheck.rendering.counted import things
from reportcheck.rendering.single import title
from reportcheck.rendering.table import Heading, Row, table
from reportcheck.report import FileReport, Report, Status
from reportcheck.wording import phrase

_COLUMNS: Final[tuple[tuple[str, Style], ...]] = (
    ("pass", ""), ("fail", "error"), ("unknown", "warning"), ("accepted", "info"),
    ("rule_error", "error"),
)  # fmt: skip


@dataclass
class RuleCount:
    """How the instances of one rule ended, or how often a check found something.

    ``files`` counts those with a finding of it, accepted and declared ones too.
    """

    rule: str
    kind: Kind
    passed: int = 0
    fail: int = 0
    unknown: int = 0
    accepted: int = 0
    rule_error: int = 0
    files: int = 0


@dataclass(frozen=True, slots=True)
class FormCounts:
    """The counts of the rules of one form, in their order, and then of the checks."""

    first: FileReport
    files: int
    things: str
    rules: tuple[RuleCount, ...]


def count_rules(report: Report) -> tuple[FormCounts, ...]:
    """Return the counts of all rules that took part, by form, in the order of the forms."""
    of_form: dict[tuple[str | None, str | None], list[FileReport]] = {}
    for file in report.files:
        if file.status is not Status.UNCHECKED:
            of_form.setdefault((file.form, file.form_version), []).append(file)
    return tuple(
        FormCounts(files[0], len(files), things(files), _count(files)) for files in of_form.values()
    )


def statistics(report: Report, page: Page) -> Iterator[Line]:
    """Yield a table of the rules of each form; those that nothing can be said of, too."""
    for form in count_rules(report):
        head = [
            title(form.first, page),
            phrase(f"batch.{form.things}", page.lang, count=form.files),
        ]
        yield from paragraph(f" {page.glyphs.dot} ".join(filter(None, head)), page, "strong")
        headings = [
            Heading(phrase(f"statistics.{key}", page.lang), style) for key, style in _COLUMNS
        ]
        headings.append(Heading(phrase(f"statistics.{form.things}", page.lang)))
        yield from table(headings, [_row(each) for each in form.rules], page)
        yield line()


def _row(each: RuleCount) -> Row:
    numbers = (each.passed, each.fail, each.unknown, each.accepted, each.rule_error, each.files)
    return Row(each.rule, numbers)


def _count(files: Sequence[FileReport]) -> tuple[RuleCount, ...]:
    rules: dict[str, RuleCount] = {}
    checks: dict[str, RuleCount] = {}
    for file in files:
        for name, passed in file.passes:
            if name not in rules:
                rules[name] = RuleCount(name, Kind.RULE)
            rules[name].passed += passed
        met = set()
        for each in tallies(file.findings):
            counts = rules if each.kind is Kind.RULE else checks
            counted = counts.setdefault(each.rule, RuleCount(each.rule, each.kind))
            _add(counted, each)
            if each.rule not in met:
                met.add(each.rule)
                counted.files += 1
    return (*rules.values(), *checks.values())


def _add(counts: RuleCount, found: Tally) -> None:
    match found.verdict:
        case Verdict.FAIL:
            counts.fail += found.instances
        case Verdict.UNKNOWN:
            counts.unknown += found.instances
        case Verdict.ACCEPTED:
            counts.accepted += found.instances
        case Verdict.RULE_ERROR:
            counts.rule_error += found.instances
        case Verdict.PASS:
            counts.passed += found.instances
