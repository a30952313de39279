"""A task: what is done with every file, and how what came of it travels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

from reportcheck.classes import dataclass
from reportcheck.problem import Problem

Result = TypeVar("Result")


def _nothing() -> None:
    """Prepare nothing."""


@dataclass(frozen=True, slots=True)
class Task(Generic[Result]):
    """The work on one file; ``pack`` makes its result small to send, ``unpack`` opens that.

    ``work`` and ``pack`` are called in the worker, and must be known there by name. ``wrong`` tells
    whether something is wrong with a file. ``prepare`` loads what workers need that are copies of
    this process: each would load it by itself otherwise. It must start no threads.
    """

    work: Callable[[str], Result]
    pack: Callable[[Result], Any]
    unpack: Callable[[Any], Result]
    wrong: Callable[[Result], bool]
    prepare: Callable[[], None] = _nothing

    def packed(self, path: str) -> object:
        """Return the result of a file as it is sent."""
        return self.pack(self.work(path))


def attempt(work: Callable[[str], Result], path: str) -> Result | Problem:
    """Return what the work gives for a file; whatever goes wrong with it is its problem."""
    from reportcheck.reading.native import refusing

    try:
        with refusing(path):
            return work(path)
    except Problem as problem:
        return problem


class Watch(Protocol):
    """Somebody who wants to know how far the work is."""

    def begin(self, total: int, *, ticking: bool) -> None:
        """Heed that so many files are begun; ``ticking`` promises to tell many times a second."""

    def tell(self, done: int, failed: int) -> None:
        """Heed how many files are done, and how many of those have something wrong."""


class Nobody:
    """Nobody who wants to know."""

    def begin(self, total: int, *, ticking: bool) -> None:
        """Heed nothing."""

    def tell(self, done: int, failed: int) -> None:
        """Heed nothing."""
