"""The catalogue in Chinese: every sentence of the tool by its key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reportcheck.wording.zh.agencies import AGENCIES
from reportcheck.wording.zh.batch import BATCH
from reportcheck.wording.zh.book import BOOK
from reportcheck.wording.zh.cases import CASES
from reportcheck.wording.zh.changes import CHANGES
from reportcheck.wording.zh.editions import EDITIONS
from reportcheck.wording.zh.elsewhere import ELSEWHERE
from reportcheck.wording.zh.extract import EXTRACT
from reportcheck.wording.zh.findings import FINDINGS
from reportcheck.wording.zh.help import HELP
from reportcheck.wording.zh.layout import LAYOUT
from reportcheck.wording.zh.machines import MACHINES
from reportcheck.wording.zh.mistakes import MISTAKES
from reportcheck.wording.zh.problems import PROBLEMS
from reportcheck.wording.zh.reasons import REASONS
from reportcheck.wording.zh.receipts import RECEIPTS
from reportcheck.wording.zh.remarks import REMARKS
from reportcheck.wording.zh.sheets import SHEETS
from reportcheck.wording.zh.since import SINCE
from reportcheck.wording.zh.waivers import WAIVERS
from reportcheck.wording.zh.web import WEB

SENTENCES: Final[Mapping[str, str]] = {
    **AGENCIES, **BATCH, **BOOK, **CASES, **CHANGES, **EDITIONS, **ELSEWHERE, **EXTRACT, **FINDINGS,
    **HELP, **LAYOUT, **MACHINES, **MISTAKES, **PROBLEMS, **REASONS, **RECEIPTS, **REMARKS, **SHEETS, **SINCE,
    **WAIVERS, **WEB,
}  # fmt: skip
