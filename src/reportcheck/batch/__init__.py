"""Many files: the same task for each, by several processes at once, results in the order of files.

What happens with one file stays a matter of that file: one that crashes its worker, keeps it busy
past a limit, or takes too much memory has a problem for its result; the worker is replaced, and the
others go on. A single file is worked on right here, since a process of its own would cost it time.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Generic

from reportcheck.batch.task import Nobody, Result, Task, Watch, attempt
from reportcheck.batch.turns import Turns
from reportcheck.classes import dataclass
from reportcheck.problem import Problem

__all__ = ["Nobody", "Result", "Task", "Watch", "hand_on", "run", "usable_cores"]

STDIN: Final = "-"

BIG: Final = 1 << 25
"""Bytes from which a file is worked on alone, with all cores and after the others."""

FEW: Final = 40
"""Files for which no workers are started where each start takes as long as many files do."""


def run(
    paths: Sequence[str],
    task: Task[Result],
    *,
    jobs: int | None = None,
    watch: Watch | None = None,
) -> list[Result | Problem]:
    """Return what the task gives for every file, in their order, whatever the number of jobs.

    ``jobs`` workers share the files, by default as many as there are cores to use. An interruption
    (KeyboardInterrupt) ends the work at once: files that were not done have the problem
    ``interrupted``.

    >>> length = Task(len, int, int, bool)
    >>> run(["abc"], length)
    [3]
    """
    results: dict[int, Result | Problem] = {}
    with suppress(KeyboardInterrupt):
        _share(_Work(paths, task, watch or Nobody(), results.__setitem__), jobs or usable_cores())
    return [
        results[place] if place in results else Problem("interrupted", path=path)
        for place, path in enumerate(paths)
    ]


def hand_on(
    paths: Sequence[str],
    task: Task[Result],
    take: Callable[[Result | Problem], None],
    *,
    jobs: int | None = None,
    watch: Watch | None = None,
) -> None:
    """Give what the task gives for every file to ``take``, in their order, as soon as it is known.

    Nothing is kept, however many files there are: what comes before its turn waits on disk. Workers
    are as in ``run``; an interruption, and whatever ``take`` raises, ends them and is raised.

    >>> said = []
    >>> hand_on(["abc", "de"], Task(len, int, int, bool), said.append, jobs=1)
    >>> said
    [3, 2]
    """
    turns = Turns(take)
    try:
        _share(_Work(paths, task, watch or Nobody(), turns.put), jobs or usable_cores())
    finally:
        turns.close()


def usable_cores() -> int:
    """Return how many cores this process may use.

    >>> usable_cores() > 0
    True
    """
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    return max(1, min(cores, _quota() or cores))


def _quota() -> int | None:
    """Return for how many cores a container has time, rounded up.

    The file is that of version 2 of control groups, see
    https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files
    """
    try:
        most, period = Path("/sys/fs/cgroup/cpu.max").read_text("ascii").split()
    except (OSError, ValueError):
        return None
    return -(-int(most) // int(period)) if most.isdecimal() else None


@dataclass
class _Work(Generic[Result]):
    """Results as they come in, each with its place, and somebody who wants to know how many."""

    paths: Sequence[str]
    task: Task[Result]
    watch: Watch
    sink: Callable[[int, Result | Problem], None]
    done: int = 0
    wrong: int = 0

    def put(self, place: int, result: Result | Problem) -> None:
        self.done += 1
        self.wrong += isinstance(result, Problem) or self.task.wrong(result)
        self.sink(place, result)

    def put_packed(self, place: int, result: Any) -> None:  # noqa: ANN401 - what pack makes of it
        self.put(place, result if isinstance(result, Problem) else self.task.unpack(result))

    def tell(self) -> None:
        self.watch.tell(self.done, self.wrong)


def _share(work: _Work[Result], jobs: int) -> None:
    """Have all files worked on: by workers, and here what only this process can read."""
    here = [place for place, path in enumerate(work.paths) if path == STDIN]
    others = [place for place, path in enumerate(work.paths) if path != STDIN]
    if len(others) > 1 and (hired := _workers(len(others))):
        sizes = _sizes(work.paths, others)
        big = [place for place in others if sizes.get(place, 0) >= BIG]
        small = [place for place in others if sizes.get(place, 0) < BIG]
        work.watch.begin(len(work.paths), ticking=True)
        _crew(work, hired, small, sizes, jobs)
        _crew(work, hired, big, sizes, 1)
    else:
        here = sorted((*here, *others))
    if here:
        work.watch.begin(len(work.paths), ticking=False)
        for place in here:
            work.put(place, attempt(work.task.work, work.paths[place]))
            work.tell()


def _workers(files: int) -> Callable[..., Any] | None:
    """Return how to have workers, or None where it would take longer than it helps."""
    from reportcheck.batch.forking import Forks, can_fork

    if can_fork():
        return Forks
    if files <= FEW:
        return None
    from reportcheck.batch.spawning import Spawns

    return Spawns


def _crew(
    work: _Work[Result],
    hired: Callable[..., Any],
    places: Sequence[int],
    sizes: dict[int, int],
    jobs: int,
) -> None:
    if not places:
        return
    from reportcheck.batch.crew import Crew
    from reportcheck.batch.serving import Bounds, memory_for

    memory = memory_for(max(sizes.get(place, 0) for place in places))
    cores = usable_cores() if jobs == 1 else 1
    crew = Crew(
        work.paths, sizes, hired(work.task, Bounds(memory, cores)), memory,
        work.put_packed, deque(places),
    )  # fmt: skip
    crew.run(jobs, work.tell)


def _sizes(paths: Sequence[str], places: Sequence[int]) -> dict[int, int]:
    """Return the sizes of files of a mebibyte and more, by their places."""
    sizes = {}
    for place in places:
        try:
            size = os.stat(paths[place]).st_size  # noqa: PTH116 - a hundred thousand paths are many
        except (OSError, ValueError):
            continue
        if size >> 20:
            sizes[place] = size
    return sizes
