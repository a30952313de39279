"""Damaged files by the hundred thousand, checked in workers that may not take more than a GiB.

``python -m tests.fuzz.run --inputs 100000`` from the root. Each input goes the whole way, from its
bytes to the report. What counts as a failure: an exception that is no Problem, a panic or an abort
of native code, a word on the error stream, more than 10 s of work, more than 1 GiB. ``--only N``
runs one input in this process.
"""

from __future__ import annotations

import argparse
import multiprocessing as processes
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from types import FrameType
from typing import NoReturn

from reportcheck.page import Lang
from tests.fuzz.mutating import mutated
from tests.fuzz.seeds import real, small

SECONDS = 10
MEMORY = 1 << 30
_STUCK = 60
_QUICK = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder in memory
_LANGUAGES: tuple[Lang, ...] = ("zh", "en")


class TooSlowError(BaseException):
    """An input took longer than it may; not an Exception, so that nobody takes it for one."""


def once(path: str, lang: Lang, *, shown: bool = True) -> str:
    """Check one file as the command line does, and say how it ended.

    With ``shown``, draw the report and show where its form was found, too.
    """
    from reportcheck import checking
    from reportcheck.page import Page, plain
    from reportcheck.rendering.formats import PAGES
    from reportcheck.rendering.json_report import json_report
    from reportcheck.rendering.show import show

    request = checking.Request((path,))
    report = checking.check(request)
    (file,) = report.files
    if shown:
        plain(PAGES["full"](report, Page(lang, 80), ()))
        json_report(report, lang, "0")
    if shown and file.problem is None:
        plain(show(checking.look(request), Page(lang, 80)))
    return str(file.status) if file.problem is None else file.problem.code


def _packs_once() -> None:
    """Load the rule packs once for all inputs: they are not what is being damaged."""
    from reportcheck import rulefile

    packs = rulefile.bundled()
    rulefile.bundled = lambda: packs


@cache
def _files(more: tuple[Path, ...]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    return small(), real(*more)


def input_of(seed: int, number: int, more: tuple[Path, ...] = ()) -> tuple[str, bytes]:
    """Return one input; the same seed and number give the same one."""
    return mutated(Random(f"{seed}.{number}"), *_files(more))  # noqa: S311 - damage is no secret


@dataclass(frozen=True)
class Task:
    """What a worker does: the inputs from one number on, at a step, and where it writes."""

    seed: int
    numbers: range
    folder: str
    more: tuple[Path, ...]


def _too_slow(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise TooSlowError


def run_one(number: int, task: Task) -> tuple[int, str, str, float]:
    """Run one input and return its number, how it ended, what was wrong, and how long it took."""
    name, data = input_of(task.seed, number, task.more)
    path = Path(task.folder) / f"{os.getpid()}{Path(name).suffix}"
    path.write_bytes(data)
    begun = time.process_time()
    wrong = ""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        ended = once(str(path), _LANGUAGES[number % 2], shown=number % 4 == 0)
    except BaseException as error:  # noqa: BLE001 - a panic is no Exception
        ended = type(error).__name__
        wrong = "".join(traceback.format_exception(error, limit=-6))
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return number, ended, f"{name}: {wrong}" if wrong else "", time.process_time() - begun


def _work(task: Task, told: Connection) -> None:
    signal.signal(signal.SIGPROF, _too_slow)
    os.dup2(os.open(Path(task.folder) / f"noise-{os.getpid()}", os.O_CREAT | os.O_RDWR), 2)
    os.environ["REPORTCHECK_TRACEBACK"] = "1"  # what was not foreseen is what is looked for
    _packs_once()
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    for number in task.numbers:
        told.send(number)
        done = run_one(number, task)
        noise = os.lseek(2, 0, os.SEEK_END)
        if noise:
            os.lseek(2, 0, os.SEEK_SET)
            said = os.read(2, 2000).decode("utf-8", "replace")
            os.ftruncate(2, 0)
            os.lseek(2, 0, os.SEEK_SET)
            done = (done[0], done[1], done[2] or f"noise on stderr: {said}", done[3])
        told.send(done)
    told.send(None)


@dataclass
class Worker:
    """A worker process, what it is at, and since when."""

    process: BaseProcess
    told: Connection
    rest: range
    at: int
    since: float


def _start(task: Task) -> Worker:
    told, telling = processes.Pipe(duplex=False)
    process = processes.get_context("spawn").Process(target=_work, args=(task, telling))
    process.start()
    telling.close()
    return Worker(process, told, task.numbers, task.numbers.start, time.monotonic() + 60)


class Tally:
    """What has ended how; failures are kept whole."""

    def __init__(self) -> None:
        self.ended: Counter[str] = Counter()
        self.failures: list[tuple[int, str]] = []
        self.slowest = (0.0, -1)

    def take(self, number: int, ended: str, wrong: str, seconds: float) -> None:
        """Count one input."""
        self.ended[ended] += 1
        self.slowest = max(self.slowest, (seconds, number))
        if wrong:
            self.failures.append((number, wrong))
            sys.stderr.write(f"--- input {number}\n{wrong}\n")

    @property
    def done(self) -> int:
        """How many inputs were run."""
        return self.ended.total()


def fuzz(seed: int, inputs: range, workers: int, more: tuple[Path, ...] = ()) -> Tally:
    """Run all inputs over the workers; one that dies is replaced, and its input is a failure."""
    tally = Tally()
    shown = time.monotonic()
    with tempfile.TemporaryDirectory(dir=_QUICK) as folder:
        running = [
            _start(Task(seed, inputs[first::workers], folder, more)) for first in range(workers)
        ]
        while running:
            wait([each.told for each in running], timeout=1)
            for each in list(running):
                running.remove(each)
                if (now := _heard(each, tally)) is None:
                    continue
                lost = _lost(now)
                if lost:
                    tally.take(now.at, lost, f"{lost} ({input_of(seed, now.at, more)[0]})",
                               time.monotonic() - now.since)  # fmt: skip
                    rest = now.rest[now.rest.index(now.at) + 1 :]
                    now = _start(Task(seed, rest, folder, more)) if rest else None
                if now is not None:
                    running.append(now)
            if time.monotonic() - shown > 30:
                shown = time.monotonic()
                sys.stderr.write(f"{tally.done} inputs, {len(tally.failures)} failures\n")
    return tally


def _heard(worker: Worker, tally: Tally) -> Worker | None:
    """Take what a worker has told; None when it has finished."""
    try:
        while worker.told.poll():
            message = worker.told.recv()
            if message is None:
                worker.process.join()
                return None
            if isinstance(message, int):
                worker.at, worker.since = message, time.monotonic()
            else:
                tally.take(*message)
                worker.since = time.monotonic() + 60
    except EOFError:
        worker.process.join()
    return worker


def _lost(worker: Worker) -> str:
    """Say how a worker was lost, if it was."""
    if worker.process.exitcode is not None and not worker.told.poll():
        return f"aborted with {worker.process.exitcode}"
    if time.monotonic() - worker.since > _STUCK:
        worker.process.kill()
        worker.process.join()
        return "stuck in native code"
    return ""


def main() -> int:
    """Run the inputs asked for; 1 where any failed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--inputs", type=int, default=100_000)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--only", type=int)
    options.add_argument("--keep", type=Path, help="with --only: write the input to this file")
    options.add_argument("--more", type=Path, action="append", default=[], help="a folder of files")
    given = options.parse_args()
    more = tuple(given.more)
    if given.only is not None:
        name, data = input_of(given.seed, given.only, more)
        path = given.keep or Path(tempfile.mkdtemp()) / f"{given.only}{Path(name).suffix}"
        path.write_bytes(data)
        sys.stdout.write(f"{name} -> {path}, {len(data)} bytes\n")
        sys.stdout.write(f"{once(str(path), 'zh')}\n")
        return 0
    begun = time.monotonic()
    tally = fuzz(given.seed, range(given.first, given.first + given.inputs), given.workers, more)
    took = time.monotonic() - begun
    for ended, count in tally.ended.most_common():
        sys.stdout.write(f"{count:8} {ended}\n")
    slow, number = tally.slowest
    sys.stdout.write(
        f"{tally.done} inputs in {took:.0f} s, {len(tally.failures)} failures; the slowest was "
        f"input {number} with {slow:.2f} s\n"
    )
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
