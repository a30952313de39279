"""What came of a case: as expected or not, and what was expected and found."""

from __future__ import annotations

from enum import StrEnum

from reportcheck.classes import dataclass
from reportcheck.finding import Finding
from reportcheck.problem import Problem
from reportcheck.rulefile.casefile import Expected
from reportcheck.rulefile.slots import SlotName


class Outcome(StrEnum):
    """How a case ended."""

    HELD = "held"
    FAILED = "failed"
    TODO = "todo"
    """It does not hold, and its author knows."""
    DONE = "done"
    """It is said not to hold yet, and it holds."""


@dataclass(frozen=True)
class Trial:
    """One case that was tried.

    ``lacking`` pairs what was expected with how often it was found instead; ``surplus`` are
    findings that nothing expects, each with its slot. For the example of a rule ``rule`` is its id,
    ``wanted`` and ``got`` the verdicts. ``problem``: the filling could not be read.
    """

    path: str
    line: int
    name: str
    outcome: Outcome
    todo: str = ""
    lacking: tuple[tuple[Expected, int], ...] = ()
    surplus: tuple[tuple[SlotName | None, Finding], ...] = ()
    rule: str = ""
    wanted: str = ""
    got: str = ""
    problem: Problem | None = None


@dataclass(frozen=True)
class Trials:
    """All that was tried: the cases, and the rules of which none shows that they pass, or fail."""

    trials: tuple[Trial, ...]
    never_passing: tuple[tuple[str, str], ...] = ()
    never_failing: tuple[tuple[str, str], ...] = ()
    """The edition and the id of each such rule."""

    def count(self, outcome: Outcome) -> int:
        """Return how many cases ended so."""
        return sum(each.outcome is outcome for each in self.trials)

    @property
    def sound(self) -> bool:
        """Whether every case ended as its author says."""
        return not (self.count(Outcome.FAILED) or self.count(Outcome.DONE))


def outcome_of(todo: str | None, *, held: bool) -> Outcome:
    """Return how a case ended that held, or did not.

    >>> outcome_of(None, held=False), outcome_of("a gap", held=True)
    (<Outcome.FAILED: 'failed'>, <Outcome.DONE: 'done'>)
    """
    if todo:
        return Outcome.DONE if held else Outcome.TODO
    return Outcome.HELD if held else Outcome.FAILED
