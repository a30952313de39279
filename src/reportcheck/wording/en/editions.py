"""Editions of a form in English: which one a file holds, and which one is in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

EDITIONS: Final[Mapping[str, str]] = {
    "check.mixed-editions": 'the file is on the form "{edition}", but {labels} (see {cell}) are only in the form "{other}" ({other_basis})',
    "check.mixed-editions.fix": "fill in one form as a whole; what belongs to the other one was not checked",
    "check.mixed-editions.why": "The rows and columns that are there tell which edition of a form was filled in. A file with rows or columns of two editions was put together from both.",
    "check.edition-unclear": 'nothing in the file tells the form "{edition}" from "{other}", so it was checked by the former',
    "check.edition-unclear.fix": "add the tables that are missing, or name the edition with --rules, as form@version",
    "check.edition-unclear.why": "Editions of a form are told apart by rows and columns that only one of them has; where none of these are there, the latest is taken, and it is said.",
}
