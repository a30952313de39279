"""Spawning: workers started anew, where a process cannot be doubled."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final

from reportcheck.batch.serving import Bounds, have_no_threads, serve
from reportcheck.batch.task import Task
from reportcheck.batch.wire import BEGIN, Answers, Chunk, receive, send
from reportcheck.batch.worker import Ended, News, Worker, named

# The search path is given along: the process knows no other place to import from.
_PROGRAM: Final = (
    "import sys\n"
    "sys.path[:] = sys.argv[1:]\n"
    "from reportcheck.batch.spawning import be_worker\n"
    "be_worker()"
)
_PYTHON: Final = ("-S", "-P", "-c")  # without site and its .pth files, whose work that path is


class Spawns:
    """Workers that are Pythons of their own, each heard by a thread.

    Each says of every file that it begins it. What it prints goes where errors go.
    """

    def __init__(self, task: Task[object], bounds: Bounds) -> None:
        self._first = (task, bounds)
        self._heard: SimpleQueue[News | Worker] = SimpleQueue()
        self._begun: dict[Worker, int] = {}
        self._processes: dict[Worker, tuple[subprocess.Popen[bytes], Thread]] = {}

    def hire(self) -> Worker:
        """Start a worker."""
        process = subprocess.Popen(  # noqa: S603 - this very Python
            [sys.executable, *_PYTHON, _PROGRAM, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0)
            | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            process_group=None if sys.platform == "win32" else 0,
        )
        worker = Worker(process.pid)
        listening = Thread(target=self._listen, args=(worker, process), daemon=True)
        self._processes[worker] = process, listening
        listening.start()
        self._say(worker, self._first)
        return worker

    def close(self) -> None:
        """End all workers that there still are."""
        for worker in list(self._processes):
            self.end(worker)

    def order(self, worker: Worker, paths: Sequence[str], seconds: Sequence[int]) -> None:
        """Give a worker some files to work on."""
        self._begun[worker] = 0
        self._say(worker, Chunk(tuple(paths), tuple(seconds)))

    def _say(self, worker: Worker, message: object) -> None:
        stdin = self._processes[worker][0].stdin
        assert stdin is not None  # noqa: S101 - it is a pipe
        with suppress(OSError):  # that it is no more is heard at the other end
            send(stdin.fileno(), message)

    def begun(self, worker: Worker) -> int:
        """Return how many of those files it has begun."""
        return self._begun.get(worker, 0)

    def busy(self, worker: Worker, passed: float) -> float:
        """Return all the seconds that passed: of what others took nobody knows here."""
        del worker
        return passed

    def wait(self, seconds: float) -> list[News]:
        """Return what there is to hear; wait for it at most so long."""
        news: list[News] = []
        with suppress(Empty):
            said = self._heard.get(timeout=seconds)
            while True:
                worker, answers = (said, None) if isinstance(said, Worker) else said
                if worker in self._processes:
                    if isinstance(said, Worker):
                        self._begun[worker] += 1
                    else:
                        news.append((worker, answers))
                said = self._heard.get_nowait()
        return news

    def end(self, worker: Worker) -> Ended:
        """End a worker at once, with every process that it has started."""
        process, listening = self._processes.pop(worker)
        if sys.platform == "win32":
            process.kill()
        else:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        status = process.wait()
        listening.join()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        return Ended(named(status))

    def _listen(self, worker: Worker, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        source = process.stdout.fileno()
        try:
            while True:
                said = receive(source)
                self._heard.put((worker, said) if isinstance(said, Answers) else worker)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            self._heard.put((worker, None))


def be_worker() -> None:
    """Work on what comes by standard input, and answer on what was standard output."""
    source = os.dup(0)
    sink = os.dup(1)
    os.dup2(2, 1)
    first = receive(source)
    assert isinstance(first, tuple)  # noqa: S101 - nothing else is sent
    task, bounds = first
    if bounds.cores == 1:
        have_no_threads()
    serve(source, sink, lambda: _begin(sink), task, bounds)


def _begin(sink: int) -> None:
    os.write(sink, BEGIN)
