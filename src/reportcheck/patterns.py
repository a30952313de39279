"""Patterns that are compiled when they are first used: a run uses few of those that modules name.

To compile one takes as long as to search a sheet of a form with it, and to check one form there
would be seventy.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern with the meaning of ``re.compile``, which is compiled at its first use.

    What is wrong with it shows then, too: a ``re.error``.

    >>> pattern(r"[0-9]+").findall("1 und 20")
    ['1', '20']
    """
    return cast("re.Pattern[AnyStr]", _Pattern(text, flags))


class _Pattern:
    def __init__(self, text: str | bytes, flags: int) -> None:
        self._given = text, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a pattern has
        given: Any = self._given
        found = getattr(re.compile(*given), name)
        setattr(self, name, found)  # from now on as quick as that of any pattern
        return found
