"""How a finding ended, and how it stands to an earlier report, in a word."""

from __future__ import annotations

from reportcheck.finding import Finding, Verdict
from reportcheck.page import Lang
from reportcheck.wording.filling import phrase


def word_for(finding: Finding, lang: Lang) -> str:
    """Return the word for how a finding ended."""
    failed = finding.verdict is Verdict.FAIL
    key = f"severity.{finding.severity}" if failed else f"verdict.{finding.verdict}"
    return f"{phrase(key, lang)}{mark_since(finding, lang)}"


def mark_since(finding: Finding, lang: Lang) -> str:
    """Return how a finding stands to an earlier report, behind the word for how it ended."""
    return phrase(f"since.{finding.since}", lang) if finding.since else ""
