"""What may be spent on a search: steps, so that the same file has the same answer everywhere."""

from __future__ import annotations

from typing import Final

from reportcheck.classes import dataclass

STEPS: Final = 100_000
"""About half a second's work of an ordinary machine."""


class OutOfStepsError(Exception):
    """What may be spent on one submission is spent."""


@dataclass(slots=True)
class Budget:
    """How many steps are left: a step is one row put into another, or a value that is tried.

    What a solver does is counted as the steps that would take as long.

    >>> budget = Budget(10)
    >>> budget.spend(4)
    >>> budget.steps
    6
    """

    steps: int = STEPS

    def spend(self, steps: int = 1) -> None:
        """Note what was done, or raise OutOfStepsError."""
        self.steps -= steps
        if self.steps < 0:
            raise OutOfStepsError
