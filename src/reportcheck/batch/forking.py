"""Forking: workers that start at once, since they find everything loaded."""

from __future__ import annotations

import gc
import os
import select
import signal
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from mmap import mmap
from pathlib import Path
from typing import Final, NoReturn

from reportcheck.batch.serving import Bounds, have_no_threads, holding, serve
from reportcheck.batch.task import Task
from reportcheck.batch.wire import Answers, Chunk, receive, send
from reportcheck.batch.worker import Ended, News, Worker, named

_COUNT: Final = 8
_STOPPING: Final = (signal.SIGINT, signal.SIGTERM)


def can_fork() -> bool:
    """Whether this process may be doubled: nothing in it runs in threads, which would be lost.

    Polars keeps threads, and on a Mac so do the system's own libraries.
    """
    if sys.platform in {"win32", "darwin"} or "polars" in sys.modules:
        return False
    threads = sys.modules.get("threading")
    return threads is None or threads.active_count() == 1


class Forks:
    """Workers that are copies of this process.

    Each notes in memory that is shared how many files it has begun: nobody has to be woken for it.
    """

    def __init__(self, task: Task[object], bounds: Bounds) -> None:
        task.prepare()
        self._task = task
        self._bounds = bounds
        self._poll = select.poll()
        self._ends: dict[Worker, tuple[int, int, mmap]] = {}
        self._heard: dict[int, Worker] = {}
        self._had: dict[Worker, int] = {}
        self._inherited: dict[Worker, int] = {}

    def hire(self) -> Worker:
        """Start a worker."""
        gc.freeze()  # what is there already is looked through by no worker, and stays shared
        inherited = holding().memory
        board = mmap(-1, _COUNT)
        source, orders = os.pipe()
        answers, sink = os.pipe()
        # A signal between here and the worker's own handlers would run the program of the parent.
        held = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
        try:
            pid = os.fork()
            if not pid:
                self._be_worker(source, sink, (orders, answers), board)
            with suppress(OSError):
                os.setpgid(pid, pid)  # as the worker does: whoever is first
            worker = Worker(pid)
            self._inherited[worker] = inherited
            self._ends[worker] = orders, answers, board
            self._heard[answers] = worker
            self._poll.register(answers, select.POLLIN)
        except OSError:
            os.close(orders)
            os.close(answers)
            raise
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, held)
            os.close(source)
            os.close(sink)
        return worker

    def close(self) -> None:
        """End all workers that there still are."""
        for worker in list(self._ends):
            self.end(worker)

    def order(self, worker: Worker, paths: Sequence[str], seconds: Sequence[int]) -> None:
        """Give a worker some files to work on."""
        orders, _, board = self._ends[worker]
        board[:] = bytes(_COUNT)
        with suppress(BrokenPipeError):  # that it is no more is heard at the other end
            send(orders, Chunk(tuple(paths), tuple(seconds)))

    def begun(self, worker: Worker) -> int:
        """Return how many of those files it has begun."""
        return int.from_bytes(self._ends[worker][2][:], sys.byteorder)

    def busy(self, worker: Worker, passed: float) -> float:
        """Return how much of the seconds that passed a worker has had for its work, or let go by.

        A worker that would work and is not let by others has only what it was given; see
        https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
        """
        try:
            fields = Path(f"/proc/{worker.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        except OSError:  # a system that does not tell
            return passed
        had, self._had[worker] = self._had.get(worker, 0), int(fields[11]) + int(fields[12])
        given = (self._had[worker] - had) / os.sysconf("SC_CLK_TCK")
        return min(passed, given) if fields[0] == "R" else passed

    def wait(self, seconds: float) -> list[News]:
        """Return what there is to hear; wait for it at most so long."""
        return [self._hear(end) for end, _ in self._poll.poll(seconds * 1000)]

    def _hear(self, end: int) -> News:
        worker = self._heard[end]
        try:
            answers = receive(end)
        except EOFError:
            return worker, None
        assert isinstance(answers, Answers)  # noqa: S101 - nothing else is sent
        return worker, answers

    def end(self, worker: Worker) -> Ended:
        """End a worker at once, with every process that it has started."""
        orders, answers, board = self._ends.pop(worker)
        del self._heard[answers]
        self._had.pop(worker, None)
        self._poll.unregister(answers)
        os.close(orders)
        os.close(answers)
        board.close()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(worker.pid, signal.SIGKILL)
        _, status, used = os.wait4(worker.pid, 0)
        own = (used.ru_maxrss << 10) - self._inherited.pop(worker)
        return Ended(named(os.waitstatus_to_exitcode(status)), max(own, 0))

    def _be_worker(self, source: int, sink: int, theirs: tuple[int, int], board: mmap) -> NoReturn:
        """Work until there is no more to do, and never return into the program of the parent."""
        try:
            os.setpgid(0, 0)  # a group of its own: Ctrl-C is the parent's to hear
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
            # As long as anybody holds the parent's ends of a pipe, nobody hears that it is gone.
            for end in (*theirs, *(end for ends in self._ends.values() for end in ends[:2])):
                os.close(end)
            nothing = os.open(os.devnull, os.O_RDONLY)
            os.dup2(nothing, 0)
            os.close(nothing)
            if self._bounds.cores == 1:
                have_no_threads()
            serve(source, sink, lambda: _count(board), self._task, self._bounds)
            os._exit(0)
        except BaseException:  # noqa: BLE001 - it ends here, whatever it is
            if os.environ.get("REPORTCHECK_TRACEBACK"):
                traceback.print_exc()
                sys.stderr.flush()
        finally:
            os._exit(1)


def _count(board: mmap) -> None:
    begun = int.from_bytes(board[:], sys.byteorder) + 1
    board[:] = begun.to_bytes(_COUNT, sys.byteorder)
