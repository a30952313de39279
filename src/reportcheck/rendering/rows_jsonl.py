"""All findings as JSON lines: an object a cell, and no character in it acts on a terminal."""

from __future__ import annotations

import json

from reportcheck.page import Lang
from reportcheck.rendering.json_report import escaped
from reportcheck.report import Report
from reportcheck.tabling import COLUMNS, all_rows


def rows_jsonl(report: Report, lang: Lang, version: str) -> str:
    """Return one JSON object in each line."""
    del lang, version
    lines = (
        json.dumps(dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False)
        for row in all_rows(report)
    )
    return "".join(f"{escaped(line)}\n" for line in lines)
