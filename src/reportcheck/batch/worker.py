"""A worker as the parent knows it, and what the parent can do with its workers."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol, TypeAlias

from reportcheck.batch.wire import Answers
from reportcheck.classes import dataclass


@dataclass(eq=False, slots=True)
class Worker:
    """A process at work on a ``chunk`` of files, told by their places among all.

    When last looked at, it had begun ``seen`` of them, and been ``still`` at the last of these for
    so many seconds. One that is ``late`` is ended for it.
    """

    pid: int
    chunk: tuple[int, ...] = ()
    seen: int = 0
    still: float = 0.0
    late: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """How a worker ended: the signal or the exit code, and the most memory that it took."""

    reason: str
    peak: int = 0


News: TypeAlias = tuple[Worker, Answers | None]
"""What a worker answers; None where it is no more."""


class Hands(Protocol):
    """How workers are had: forked, or started anew."""

    def hire(self) -> Worker:
        """Start a worker."""

    def close(self) -> None:
        """End all workers that there still are."""

    def order(self, worker: Worker, paths: Sequence[str], seconds: Sequence[int]) -> None:
        """Give a worker some files to work on."""

    def begun(self, worker: Worker) -> int:
        """Return how many of those files it has begun."""

    def busy(self, worker: Worker, passed: float) -> float:
        """Return how much of the seconds that passed a worker has had for its work, or let go by.

        What other programs took from it does not count, where that can be told.
        """

    def wait(self, seconds: float) -> list[News]:
        """Return what there is to hear; wait for it at most so long."""

    def end(self, worker: Worker) -> Ended:
        """End a worker at once, with every process that it has started."""


def named(status: int) -> str:
    """Return what to call the way in which a process ended: below 0 it is a signal.

    >>> named(-11), named(3)
    ('SIGSEGV', 'exit 3')
    """
    with suppress(ValueError):
        return signal.Signals(-status).name
    return f"exit {status}"
