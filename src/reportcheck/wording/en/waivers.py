"""What is said about waivers, in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WAIVERS: Final[Mapping[str, str]] = {
    "count.waiver": "{count} about explanations",
    "page.partly.accepted": "{count} {count:finding is|findings are} explained",
    "note.waiver-elsewhere": "an explanation is of no file of this run: {fact}",
    "note.waiver-no-form": "an explanation is of a form that no rule file of this run has: {fact}",
    "note.waiver-no-rule": "an explanation is of a rule or check that there is not: {fact}",
    "note.waiver-resting": "an explanation is of a rule that took no part: {fact}",
    "check.waiver-expired": "the explanation of {waived} ({source}) was good until {until}",
    "check.waiver-expired.fix": "correct the finding, or have the explanation given again with a later date",
    "check.waiver-expired.why": "An explanation holds until the day that it names; after it, the finding stands as before.",
    "check.waiver-reopened": "the explanation of {waived} ({source}) was given for other values: {changes}",
    "check.waiver-reopened.fix": "see whether the explanation still holds; if so, write the values of today into it",
    "check.waiver-reopened.why": "An explanation holds for the values it was given for; where one has changed, somebody has to look again.",
    "check.waiver-unused": "the explanation of {waived} ({source}) fits nothing in this file",
    "check.waiver-unused.fix": "take it out of the file of explanations, or correct its row and column",
    "check.waiver-unused.why": "What it explained is no longer there, or it was never meant for this; left where it is, it might hide a finding to come.",
    "problem.waiver-file": "Mistakes in files of explanations: {count}. Nothing was checked; correct them and run again.",
    "problem.waivers-unreadable": "The file of explanations {path} could not be read ({reason}).",
    "problem.waivers-too-large": "The file of explanations {path} has more than {limit} {limit:byte|bytes}; check that it is the right one.",
    "problem.waive-over": "{path} is there already, and its explanations would be lost; take another name.",
    "mistake.waiver-whose": "an explanation names either the agency or the file it is for, one of the two",
    "mistake.waiver-until": "until is a day such as 2025-12-31, not {value}",
    "mistake.waiver-blank": "{count} {count:explanation is|explanations are} not filled in, the first of them here: write reason, by and until, or delete the entry where the cell is to be corrected",
    "mistake.waiver-none": "this finding cannot be explained here; correct it, or explain it in a YAML file (reportcheck waive)",
    "mistake.waiver-bound": "what this explanation is bound to was changed; write the workbook again, and fill it in there",
    "mistake.waiver-day": 'the day under "Until" is one such as 2025-12-31, not {value}',
    "mistake.waiver-no-reason": 'this row has a name or a day, and nothing under "Explanation"',
    "mistake.waiver-no-name": 'this explanation lacks a name under "By"',
    "mistake.waiver-no-day": 'this explanation lacks its last day under "Until"',
    "mistake.waiver-no-list": "this workbook holds no list of findings that --report xlsx=FILE wrote",
    "waivers.head": "Explanations of findings, for --waivers. Fill in reason, by and until (the last day, such as 2025-12-31),\nand delete the entries of whatever is to be corrected instead. An explanation holds for these values only.",
}
