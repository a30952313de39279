"""The catalogue in English: every sentence of the tool by its key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reportcheck.wording.en.agencies import AGENCIES
from reportcheck.wording.en.batch import BATCH
from reportcheck.wording.en.book import BOOK
from reportcheck.wording.en.cases import CASES
from reportcheck.wording.en.changes import CHANGES
from reportcheck.wording.en.editions import EDITIONS
from reportcheck.wording.en.elsewhere import ELSEWHERE
from reportcheck.wording.en.extract import EXTRACT
from reportcheck.wording.en.findings import FINDINGS
from reportcheck.wording.en.help import HELP
from reportcheck.wording.en.layout import LAYOUT
from reportcheck.wording.en.machines import MACHINES
from reportcheck.wording.en.mistakes import MISTAKES
from reportcheck.wording.en.problems import PROBLEMS
from reportcheck.wording.en.reasons import REASONS
from reportcheck.wording.en.receipts import RECEIPTS
from reportcheck.wording.en.remarks import REMARKS
from reportcheck.wording.en.sheets import SHEETS
from reportcheck.wording.en.since import SINCE
from reportcheck.wording.en.waivers import WAIVERS
from reportcheck.wording.en.web import WEB

SENTENCES: Final[Mapping[str, str]] = {
    **AGENCIES, **BATCH, **BOOK, **CASES, **CHANGES, **EDITIONS, **ELSEWHERE, **EXTRACT, **FINDINGS,
    **HELP, **LAYOUT, **MACHINES, **MISTAKES, **PROBLEMS, **REASONS, **RECEIPTS, **REMARKS, **SHEETS, **SINCE,
    **WAIVERS, **WEB,
}  # fmt: skip
