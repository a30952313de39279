"""Examples of the facts of sentences, and reports as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from reportcheck.page import Lang, Page, plain
from reportcheck.rendering.formats import PAGES, STATISTICS
from reportcheck.report import Report
from reportcheck.wording.filling import catalogue

BLANKS: Final = re.compile(r"\{([a-z_]+)\}")

FACTS: Final[Mapping[str, object]] = {
    "agency": "甲局", "agencies": ["甲局", "乙局"], "allowed": ["甲", "乙"], "amount": "7",
    "byte": 17, "cell": "J12", "cells": "D12:I12", "column": "总计", "columns": ["地区", "年份"],
    "count": 3, "encoding": "GB18030", "expected": "text", "fact": "第 3 行", "field": "colums",
    "files": ["甲局.xlsx", "乙局.xlsx"], "first_row": 5, "form": "gir", "formula": "a = b",
    "found": "5", "given": "4", "key": "甲 2024", "known": ["gir", "grants"], "label": "7.其他",
    "limit": 100, "line": 12, "name": "申请.总计", "nearest": "gir", "number": 2, "offset": 9,
    "other": "乙局.xlsx", "path": "年报.xlsx", "period": "2024", "position": 3,
    "problem": "空文件。",
    "reason": "I/O error", "row": "上年结转", "rule": "申请.总计", "sheet": "三", "shown": "1,204",
    "skipped": 2, "suggestion": "columns", "table": "申请", "text": "甲", "unit": "万元",
    "until": "2025-12-31", "value": "1204", "version": "2021.1", "wanted": 7, "what": "cells",
    "which": "3\n4", "why": "no space left",
}  # fmt: skip
"""An example of the fact of each name that sentences have; of others the name itself will do."""


OF_ITSELF: Final = frozenset({
    "cell", "column", "count", "expected", "label", "row", "shown", "table", "what", "where",
})  # fmt: skip
"""Facts that a finding about a cell has by itself."""


def facts_of(*sentences: str) -> dict[str, Any]:
    """Return an example of every fact that sentences name."""
    names = dict.fromkeys(name for each in sentences for name in BLANKS.findall(each))
    return {name: FACTS.get(name, f"<{name}>") for name in names}


def keys_of(start: str) -> list[str]:
    """Return what stands behind a start in the keys of the catalogue that have it."""
    return [key.removeprefix(start) for key in catalogue("en") if key.startswith(start)]


def shown(report: Report, lang: Lang, format_: str = "full") -> str:
    page = Page(lang, 100)
    return plain(PAGES[format_](report, page, STATISTICS(report, page)))
