"""The day until which a waiver holds, as people write it."""

from __future__ import annotations

import re
from datetime import date


def day(text: str) -> date | None:
    """Return the day, or None where the text is none.

    >>> day("2025-12-31"), day("2025-02-30"), day("soon")
    (datetime.date(2025, 12, 31), None, None)
    """
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
