"""The crew: workers that share files, and what becomes of a file that ends one of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from time import monotonic
from typing import Final

from reportcheck.batch.serving import seconds_for, too_much
from reportcheck.batch.wire import Answers
from reportcheck.batch.worker import Ended, Hands, Worker
from reportcheck.classes import dataclass
from reportcheck.problem import Problem

TICK: Final = 0.1
"""Seconds after which the parent looks up, whether there is anything to hear or not."""

_CHUNK: Final = 0.1
"""Seconds of work that are given at once: passing files and results on is then not noticed."""

_MOST: Final = 256
_FIRST: Final = 4
_OUTAGES: Final = 3
"""Workers in a row that end before they begin a file, after which nothing more is tried."""


@dataclass
class Crew:
    """The state of a run: who works on what, what is left, and what has come of it.

    ``left`` are the places of the files that nobody works on. ``suspects`` ended the worker that
    had begun them; each is tried once more, alone: perhaps it was not its doing. ``condemned`` have
    been tried.
    """

    paths: Sequence[str]
    sizes: Mapping[int, int]
    hands: Hands
    memory: int
    put: Callable[[int, object], None]
    left: deque[int]
    suspects: deque[int] = field(default_factory=deque)
    condemned: set[int] = field(default_factory=set)
    workers: list[Worker] = field(default_factory=list)
    pace: float = _CHUNK / _FIRST
    outages: int = 0

    def run(self, jobs: int, tick: Callable[[], None]) -> None:
        """Work until every file has its result; whatever stops it ends all workers."""
        try:
            for _ in range(min(jobs, len(self.left))):
                self._hire()
            looked = monotonic()
            while self.left or self.suspects or any(worker.chunk for worker in self.workers):
                for worker, answers in self.hands.wait(TICK):
                    if answers is None:
                        self._lose(worker)
                    else:
                        self._take(worker, answers)
                now = monotonic()
                if now - looked >= TICK:
                    # Who was put to sleep with all its workers has not waited for them.
                    self._look(min(now - looked, 10 * TICK))
                    looked = now
                for worker in self.workers:
                    if not worker.chunk:
                        self._order(worker)
                tick()
        finally:
            self.hands.close()
            self.workers.clear()

    def _hire(self) -> None:
        """Start a worker where there is work for it."""
        if not self.left and not self.suspects:
            return
        try:
            worker = self.hands.hire()
        except OSError as error:  # no more processes may be had, or no more memory
            if not self.workers:
                raise Problem("no-workers", reason=error.strerror or str(error)) from None
            return
        self.workers.append(worker)
        self._order(worker)

    def _order(self, worker: Worker) -> None:
        if self.suspects:
            chunk = [self.suspects.popleft()]
        else:
            fair = len(self.left) // (2 * len(self.workers)) + 1
            number = min(int(_CHUNK / self.pace) + 1, fair, _MOST, len(self.left))
            chunk = []
            # What takes long ends a chunk: its answer waits for no other, and none for it.
            while len(chunk) < number and not (chunk and chunk[-1] in self.sizes):
                chunk.append(self.left.popleft())
        if not chunk:
            return
        worker.chunk, worker.seen, worker.still = tuple(chunk), 0, 0.0
        self.hands.order(
            worker,
            [self.paths[place] for place in chunk],
            [self._seconds(place) for place in chunk],
        )

    def _seconds(self, place: int) -> int:
        return seconds_for(self.sizes.get(place, 0))

    def _take(self, worker: Worker, answers: Answers) -> None:
        self.outages = 0
        for place, result in zip(worker.chunk, answers.results, strict=True):
            self.put(place, result)
        self.pace = 0.7 * self.pace + 0.3 * answers.seconds / len(worker.chunk)
        worker.chunk = ()
        if answers.spent:
            self.hands.end(worker)
            self.workers.remove(worker)
            self._hire()

    def _look(self, passed: float) -> None:
        """End whoever has been at the same file for too long."""
        for worker in [each for each in self.workers if each.chunk]:
            begun = self.hands.begun(worker)
            if begun == worker.seen:
                worker.still += self.hands.busy(worker, passed)
            else:
                worker.seen, worker.still = begun, 0.0
            if worker.still > self._seconds(worker.chunk[max(begun - 1, 0)]):
                worker.late = True
                self._lose(worker)

    def _lose(self, worker: Worker) -> None:
        """Put another in the place of a worker that is no more, or that shall be no more."""
        begun = self.hands.begun(worker)
        ended = self.hands.end(worker)
        self.workers.remove(worker)
        chunk = list(worker.chunk)
        if chunk and begun:
            self._blame(chunk.pop(begun - 1), ended, late=worker.late)
        else:
            self.outages += 1
            if self.outages > _OUTAGES:
                raise Problem("no-workers", reason=ended.reason)
        self.left.extendleft(reversed(chunk))
        self._hire()

    def _blame(self, place: int, ended: Ended, *, late: bool) -> None:
        """Try a file once more that ended a worker, alone; then it is not tried again."""
        path = self.paths[place]
        if late or ended.reason == "SIGXCPU":
            limit, variable = self._seconds(place), "REPORTCHECK_MAX_FILE_SECONDS"
            self.put(place, Problem("too-slow", path=path, limit=limit, variable=variable))
        elif place not in self.condemned:
            self.condemned.add(place)
            self.suspects.append(place)
        elif ended.peak > self.memory // 2:
            self.put(place, too_much(path, self.memory))
        else:
            self.put(place, Problem("crashed", path=path, reason=ended.reason))
