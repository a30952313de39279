"""The smallest changes in English: always a choice and a question, never a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CHANGES: Final[Mapping[str, str]] = {
    "block.changes": "change",
    "changes.findings.one": "this finding",
    "changes.findings.many": "these {count} {count:finding|findings} ({cells})",
    "changes.findings.many-more": "these {count} {count:finding|findings}",
    "changes.cells.one": "one change",
    "changes.cells.many": "{count} {count:change|changes} together",
    "changes.claim": "{cells} would mend {findings}:",
    "changes.ties": "any of these {ways} ways, by {cells}, would mend {findings}:",
    "changes.ties.common": "{cells} would mend {findings}: {common}; and, besides, any of these {ways} ways:",
    "changes.deduced": "the rules leave one value for it:",
    "changes.none": "no change that is allowed would mend {findings}: check what is fixed, what these cells may hold, and the rules themselves (reportcheck rules check)",
    "changes.not-found": "the search for the smallest change was ended before it found one for {findings}",
    "changes.stopped": "this was tried and does mend, but the search was ended early: there may be other ways, or smaller ones",
    "changes.stopped.one": "this was tried and does mend, but the search was ended early: there may be other ways",
    "changes.more": "{count} more {count:way is|ways are} not listed; the JSON report has {count:it|them}",
    "changes.see": "as at {cell}",
    "changes.follows": "this finding follows from the others",
    "changes.another": "another value",
    "note.records-capped": "the smallest changes were not looked for in all records with findings, but in the first of them (1,000 at most)",
    "note.search-stopped": "the search for the smallest changes was ended early: there may be others, or smaller ones",
    "note.beside-capped": "the smallest changes leave out the rules that look at other periods",
    "causes.follows": "follows from the others",
    "causes.rest": "{count} {count:finding|findings} that no change of figures explains",
    "narrate.to": "to",
    "book.changes": "Change",
    "slip.digits-swapped": "Two digits swapped? {changes}",
    "slip.digit-dropped": "A digit left out? {changes}",
    "slip.digit-doubled": "A digit typed twice? {changes}",
    "slip.sign": "A wrong sign? {changes}",
    "slip.scale": "Off by a factor of {factor}? {changes}",
    "slip.counted-twice": "{other} counted twice? {changes}",
    "slip.left-out": "{other} left out of the sum? {changes}",
    "slip.moved": "{count} {count:case|cases} counted in the wrong one of two cells? {changes}",
    "slip.shifted": '"{line}" slipped by one cell? {changes}',
    "slip.swapped-cells": "Two cells swapped? {changes}",
    "slip.prior-scale": "Off by a factor of {factor}, since the period before had {other}? {changes}",
    "slip.rounding": "Figures rounded one by one?",
}
