"""Findings parted into those to show and those that hang on a shown one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.hanging import cause_among, causes_in
from reportcheck.page import Lang
from reportcheck.wording import phrase
from reportcheck.wording.filling import safe

MOST_NAMED: Final = 3
"""Other files that are named; of more, the rest is left out."""


def arranged(
    findings: Sequence[Finding],
) -> tuple[list[Finding], Mapping[int, list[Finding]], int]:
    """Part findings into those to show, those that hang on a shown one, and a count of the rest.

    A rule that could not be evaluated is shown under the finding about the cell (or the layout)
    that is the cause of it, which may stand in another file; one whose cells are left out as
    declared needs nobody's attention.
    """
    findings = tuple(findings)  # opened once: what hangs on a finding is known by that very object
    causes = causes_in(findings)
    shown, blameless = [], 0
    dependent: dict[int, list[Finding]] = {}
    for each in findings:
        if each.verdict is not Verdict.UNKNOWN or each.kind is not Kind.RULE:
            shown.append(each)
        elif each.blameless:
            blameless += each.count
        else:
            here = [cause for cause in each.because if not cause.lies_elsewhere]
            found = [one for cause in here if (one := cause_among(cause, causes)) is not None]
            if not found and not each.told_elsewhere:
                shown.append(each)
            for one in {id(one): one for one in found}.values():
                dependent.setdefault(id(one), []).append(each)
    return shown, dependent, blameless


def elsewhere(findings: Sequence[Finding], lang: Lang) -> str:
    """Return how much was not checked for what is told with other files, and with which."""
    told = [each for each in findings if each.told_elsewhere]
    if not told:
        return ""
    paths = dict.fromkeys(
        safe(cause.path) for each in told for cause in each.because if cause.told and cause.path
    )
    more = ["…"] if len(paths) > MOST_NAMED else []
    return phrase(
        "page.elsewhere", lang,
        count=sum(each.count for each in told), paths=[*[*paths][:MOST_NAMED], *more],
    )  # fmt: skip
