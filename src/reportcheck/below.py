"""The agencies directly below one that reports, as a formula that asks them sees them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from reportcheck.classes import dataclass

Seen = TypeVar("Seen", covariant=True)  # noqa: PLC0105 - it is what is seen of them


@dataclass(frozen=True, slots=True)
class Child:
    """An agency directly below another, by its place among them; ``path`` is that of its report.

    ``missing`` is why there is no report of it to be used. ``edition`` is set where it fills in
    another edition of the form.
    """

    number: int
    name: str
    path: str | None = None
    period: str | None = None
    missing: str | None = None
    edition: str | None = None


class Below(Protocol[Seen]):
    """The agencies directly below one, and what each reported for the same period."""

    @property
    def children(self) -> Sequence[Child]:
        """The agencies, in the order of the hierarchy."""

    @property
    def kept(self) -> dict[object, object]:
        """What parts of formulas come to in each of them, once that was worked out."""

    def view(self, child: Child, /) -> Seen:
        """Return the submission of an agency that is not missing."""
