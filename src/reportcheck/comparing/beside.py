"""The smallest changes of a submission, rules that look at others taken into account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reportcheck.comparing.index import Index
from reportcheck.dating import in_force
from reportcheck.examining import Located, locate_file
from reportcheck.formerly import Former
from reportcheck.gathering import STDIN
from reportcheck.mending import packed, to_mend, told_apart
from reportcheck.report import FileReport
from reportcheck.rule import Pack, Rule, Severity
from reportcheck.viewing import View

MOST_BESIDE: Final = 200
"""So many submissions of a run are read once more; of others it is said that they were not."""


def mended_beside(
    report: FileReport, kept: Former, pack: Pack, rules: Sequence[Rule], index: Index
) -> FileReport:
    """Return a report whose smallest changes let the rules hold that look elsewhere, too.

    What is kept of a submission is only what others look at: the file is read once more.
    """
    asked = [rule for rule in rules if _by_itself(rule)]
    if not asked or not (report.changed or any(map(to_mend, report.findings))):
        return report
    located = _again(report, pack) if index.beside < MOST_BESIDE else None
    index.beside += 1
    if located is None or located.submission is None:
        mending = report.mending
        if mending is None:
            return report
        return replace(report, changed=packed(replace(mending, note="beside-capped")))
    from reportcheck.localising import localise

    view = View(located.submission, index.earlier(kept))
    mending = localise(in_force(pack, kept.period), view, report.findings, across=asked)
    told = told_apart(report.findings, mending)
    return replace(report, findings=told, changed=packed(mending))


def _by_itself(rule: Rule) -> bool:
    """Whether an error can be mended by changes of this submission alone."""
    return rule.severity is Severity.ERROR and not rule.needs_children and not rule.needs_run


def _again(report: FileReport, pack: Pack) -> Located | None:
    """Return the submission of a report, read once more, if it can be."""
    if report.path == STDIN:  # it was read to its end
        return None
    found = locate_file(report.path, (pack,), recognise=False)
    return next((each for each in found if each.sheets == report.sheets), None)
