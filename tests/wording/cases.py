"""Whole outputs in which every sentence of the catalogues is seen, each made by what says it.

A new sentence needs nothing here as long as one of these cases comes to it by itself: checks,
problems, mistakes, notes, reasons, words, help and points of receipts are taken from the
catalogue's own keys, and go through the renderers that users see. Only a blank of a new name needs
an example in ``examples.FACTS``. Whatever else is new needs a case in ``CASES``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from reportcheck.page import Lang
from tests.wording.from_catalogue import (
    checks,
    checks_explained,
    help_,
    mistakes,
    notes,
    points,
    problems,
    reasons,
)
from tests.wording.from_commands import (
    cases_tried,
    copies_,
    every_rule,
    extracted,
    in_folder,
    remarks,
    samples,
    usage,
)
from tests.wording.from_reports import (
    expectations,
    findings,
    in_books,
    in_common,
    in_format,
    left_out,
    next_steps,
    slips,
    to_fill_in,
    writings,
)

CASES: Final[Mapping[str, Callable[[Lang], str]]] = {
    "cases tried": cases_tried,
    "checks": checks,
    "checks explained": checks_explained,
    "commands": in_folder(usage),
    "copies": in_folder(copies_),
    "every rule": in_folder(every_rule),
    "expectations": expectations,
    "extracted": in_folder(extracted),
    "findings": findings,
    "findings workbook": in_books,
    "help": help_,
    "in common": in_common,
    "left out": left_out,
    "mistakes": mistakes,
    "next steps": next_steps,
    "notes": notes,
    "problems": problems,
    "reasons": reasons,
    "receipts": points,
    "remarks": remarks,
    "samples": in_folder(samples),
    "slips": slips,
    "waivers to fill in": to_fill_in,
    "writings": writings,
    **{format_: in_format(format_) for format_ in ("full", "narrate", "html", "markdown", "junit")},
}
"""A whole output by the name of its case, in a language."""
