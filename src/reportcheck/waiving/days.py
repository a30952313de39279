"""The day until which a waiver holds, as people write it."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from reportcheck.period import in_digits

_SIGNED: Final = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_SPELT: Final = re.compile(r"([0-9]{4})\s*(年)\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日")


def day(text: str) -> date | None:
    """Return the day, or None where the text is none.

    >>> [str(day(each)) for each in ("2025-12-31", "2025年1月5日", "2025.1.5", "2025/01/05")]
    ['2025-12-31', '2025-01-05', '2025-01-05', '2025-01-05']
    >>> day("2025-02-30"), day("1/5/2025"), day("soon")
    (None, None, None)
    """
    plain = in_digits(text)
    found = _SIGNED.fullmatch(plain) or _SPELT.fullmatch(plain)
    if found is None:
        return None
    try:
        return date(*map(int, found.group(1, 3, 4)))
    except ValueError:
        return None
