"""Editions of a form in English: which one a file holds, and which one is in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

EDITIONS: Final[Mapping[str, str]] = {
    "check.mixed-editions": 'the file is on the form "{edition}", but {labels} (see {cell}) are only in the form "{other}"',
    "check.mixed-editions+other_basis": " ({other_basis})",
    "check.mixed-editions.fix": "fill in one form as a whole; what belongs to the other one was not checked",
    "check.mixed-editions.why": "The rows and columns that are there tell which edition of a form was filled in. A file with rows or columns of two editions was put together from both.",
    "check.edition-unclear": 'nothing in the file tells the form "{edition}" from "{other}", so it was checked by the former',
    "check.edition-unclear.fix": "add the tables that are missing, or name the edition with --rules, as form@version",
    "check.edition-unclear.why": "Editions of a form are told apart by rows and columns that only one of them has; where none of these are there, the latest is taken, and it is said.",
    "mistake.extends-cycle": "{path} extends this file in turn; rule files cannot rest on each other in a circle",
    "mistake.extends-not-found": "there is no rule file {path} to extend",
    "mistake.extends-which": 'there is no single pack "{name}" to extend; there are {known}',
    "mistake.extends-plain-list": "in a file with extends, {field} stand under change, add or remove",
    "mistake.extends-unknown-rule": 'there is no rule "{name}" in what is extended (the equals of an item is changed with the item)',
    "mistake.extends-no-such-field": 'what is changed has no field "{field}"',
    "mistake.extends-item-form": "a row or column is named as table::item, or table::heading.item, not {value}",
    "mistake.extends-where": "where it comes has to be said once: before or after, or for a row or column under a heading",
    "check.other-edition": 'this file is on the form "{edition}", and for {period} the form "{other}" is in force',
    "check.other-edition+other_basis": " ({other_basis})",
    "span.both": "{first} to {last}",
    "span.from": "from {first} on",
    "span.to": "until {last}",
    "check.other-edition.none": 'the form "{edition}" is for other periods ({meant}); this report is for {period}',
    "check.other-edition.fix": "fill in the form that is in force; if the other one is accepted for this period, explain it (--waivers)",
    "check.other-edition.why": "Which form a file is on is told by its rows and columns, and it is checked by that form. The periods that forms are meant for tell when another one should have been filled in.",
    "check.not-in-force": "not asked, because not meant for {period}: {rules}",
    "check.not-in-force.fix": "nothing to do if the period is right",
    "check.not-in-force.why": "A rule may be meant for some periods only; outside of these it is not asked, and that is said.",
    "rule.fix.other-edition": "nothing to do: the two editions of the form do not correspond here",
    "reason.other-edition": "the report of the period before is on another edition of the form, which has no {cells}",
}
