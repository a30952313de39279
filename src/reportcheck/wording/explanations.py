"""Why a finding is accepted, in words."""

from __future__ import annotations

from reportcheck.finding import Finding
from reportcheck.page import Lang
from reportcheck.wording.filling import phrase


def explanation(finding: Finding, lang: Lang) -> str:
    """Return the reason for which a finding is accepted; empty where it is not.

    >>> from reportcheck.finding import Acceptance, Kind, Verdict
    >>> from reportcheck.rule import Severity
    >>> why = Acceptance("paid in two parts", "Li", "2025-12-31")
    >>> finding = Finding("r", Severity.ERROR, Verdict.ACCEPTED, Kind.RULE, accepted=why)
    >>> explanation(finding, "en")
    'paid in two parts (Li, until 2025-12-31)'
    """
    why = finding.accepted
    if why is None:
        return ""
    return phrase("accepted.because", lang, reason=why.reason, by=why.by, until=why.until)
