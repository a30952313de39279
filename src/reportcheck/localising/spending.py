"""What may be spent on a search: steps, so that the same file has the same answer everywhere."""

from __future__ import annotations

from typing import Final

from reportcheck.classes import dataclass

STEPS: Final = 100_000
"""About a second's work of an ordinary machine, that of HiGHS not counted."""


class OutOfStepsError(Exception):
    """What may be spent on one submission is spent."""


@dataclass(slots=True)
class Budget:
    """How many steps are left: a step is one row put into another, or a value that is tried.

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
