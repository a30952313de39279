"""All findings as Parquet: a row for every cell, every column with its type."""

from __future__ import annotations

from pathlib import Path

from reportcheck.page import Lang
from reportcheck.report import Report
from reportcheck.tabling import as_parquet


def rows_parquet(report: Report, lang: Lang, version: str, folder: Path) -> bytes:
    """Return a Parquet file of the rows that CSV and JSON lines have."""
    del lang, version, folder
    return as_parquet(report)
