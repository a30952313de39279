"""What an earlier report had, beside what a report has now."""

from __future__ import annotations

from typing import Literal, TypeAlias

from reportcheck.classes import dataclass
from reportcheck.finding import Finding

Fate: TypeAlias = Literal["fixed", "missing", "unchecked", "renamed", "not-asked"]
"""What became of a finding that is no longer told: it is fixed, or nobody looked, and why not:

its file is not in the run, or could not be checked, or is another agency's or period's now, or
its rule took no part.
"""


@dataclass(frozen=True, slots=True)
class Gone:
    """A finding of the earlier report that is not told now, as it was told then."""

    fate: Fate
    path: str
    agency: str | None
    period: str | None
    finding: Finding


@dataclass(frozen=True, slots=True)
class Earlier:
    """How a report stands to an earlier one, by the findings that somebody has to see to.

    ``path`` is that of the earlier report. ``new`` and ``remaining`` count findings that bear the
    word, ``explained`` those that are accepted only now. ``missing`` are the files that were in the
    earlier report and are not in this run.
    """

    path: str
    new: int = 0
    remaining: int = 0
    explained: int = 0
    gone: tuple[Gone, ...] = ()
    missing: tuple[str, ...] = ()

    def count(self, fate: Fate) -> int:
        """Return of how many findings this became."""
        return sum(each.fate == fate for each in self.gone)
