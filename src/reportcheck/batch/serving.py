"""Serving: what a worker process does until there is nothing more to come."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import perf_counter, process_time
from typing import Final, NamedTuple

from reportcheck.batch.task import Task, attempt
from reportcheck.batch.wire import Answers, Chunk, receive, send
from reportcheck.classes import dataclass
from reportcheck.lasting import expect_many
from reportcheck.problem import Problem
from reportcheck.reading.limits import heed_for_good, most

_SPENT: Final = 8
"""A worker that held an eighth of the memory it may take makes room for a new one."""

_KIBI: Final = 1024 if sys.platform != "darwin" else 1


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a worker may take: bytes of memory in all, and how many cores its time is counted on."""

    memory: int
    cores: int = 1


def serve(
    source: int, sink: int, begin: Callable[[], None], task: Task[object], bounds: Bounds
) -> None:
    """Answer one chunk after the other until the pipe ends.

    What a worker holds when it starts, perhaps all that the program around it does, is not its own.
    Where memory does not suffice for a file, files before it may have taken what it needs: a
    MemoryError then, which ends the worker, so that the file is tried once more in a new one.
    """
    before = holding()
    _bound(bounds.memory + before.space)
    heed_for_good()
    worked = False
    while True:
        try:
            chunk = receive(source)
        except EOFError:
            return
        assert isinstance(chunk, Chunk)  # noqa: S101 - nothing else is sent
        if len(chunk.paths) > 1:
            expect_many()
        alone = not worked and len(chunk.paths) == 1
        worked = True
        started = perf_counter()
        results = []
        for path, seconds in zip(chunk.paths, chunk.seconds, strict=True):
            _bound_time(seconds, bounds)
            begin()
            result = attempt(task.packed, path)
            if _short(result):
                if not alone:
                    raise MemoryError
                result = too_much(path, bounds.memory)
            results.append(result)
        send(sink, Answers(tuple(results), perf_counter() - started, _spent(bounds, before)))


def have_no_threads() -> None:
    """Let Polars, once it is loaded, start no threads: workers together keep all cores busy.

    The thread of its allocator, where memory is bounded so that it cannot start, is tried again at
    every turn, with a complaint each time; see https://jemalloc.net/jemalloc.3.html#opt.background_thread
    """
    os.environ["POLARS_MAX_THREADS"] = "1"
    os.environ.setdefault("_RJEM_MALLOC_CONF", "background_thread:false")


def _short(result: object) -> bool:
    """Whether memory did not suffice, which is the doing of the bound where there is one."""
    short = isinstance(result, Problem) and result.code == "out-of-memory"
    return short and sys.platform != "win32"


def too_much(path: str, memory: int) -> Problem:
    """Return the refusal of a file that takes more memory than a file may."""
    return Problem(
        "too-large",
        path=path,
        what="memory-bytes",
        limit=memory,
        variable="REPORTCHECK_MAX_FILE_MEMORY_BYTES",
    )


def memory_for(size: int) -> int:
    """Return how much memory a worker may take for files of at most this size."""
    return most("FILE_MEMORY_BYTES") + 8 * size


def seconds_for(size: int) -> int:
    """Return how many seconds a file may take: each mebibyte of it gives one more."""
    return min(most("FILE_SECONDS"), 1_000_000) + (size >> 20)


class Holding(NamedTuple):
    """What a process holds: bytes of its address space, and of memory."""

    space: int
    memory: int


def holding() -> Holding:
    """Return what this process holds now; nothing where the system does not tell.

    See https://man7.org/linux/man-pages/man5/proc_pid_statm.5.html
    """
    try:
        pages = Path("/proc/self/statm").read_bytes().split()
    except OSError:
        return Holding(0, 0)
    size = os.sysconf("SC_PAGE_SIZE")
    return Holding(int(pages[0]) * size, int(pages[1]) * size)


def _bound(memory: int) -> None:
    """Bound the memory of this process; should that of the computer end, this is what is ended."""
    if sys.platform == "win32":
        return
    import resource

    for what, size in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):  # a system that knows no such limit, or a lower one
            resource.setrlimit(what, (size, resource.getrlimit(what)[1]))
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")


def _bound_time(seconds: int, bounds: Bounds) -> None:
    """Bound the work on the next file, should nobody be left to watch over this process."""
    if sys.platform == "win32":
        return
    import resource

    limit = int(process_time()) + (seconds + 5) * bounds.cores
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _spent(bounds: Bounds, before: Holding) -> bool:
    if sys.platform == "win32":
        return False
    import resource

    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIBI
    return held - before.memory > bounds.memory // _SPENT
