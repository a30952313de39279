"""One cold process after the other, and what each of them took."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SLOW = 15.0
"""Whoever takes longer than so many seconds runs once: five runs would take the day."""
PAUSE = 0.02


@dataclass(frozen=True, slots=True)
class Run:
    """One process from its start to its end, the processes it started among it."""

    wall: float
    cpu: float
    peak: int
    """MB resident at most, of the largest single process."""
    code: int
    said: str
    """The end of what it wrote, on stdout and then on stderr."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The medians of all runs of one contestant."""

    wall: float
    cpu: float
    peak: int
    runs: int


def once(command: Sequence[str], folder: Path, environment: Mapping[str, str], out: Path) -> Run:
    """Run a command once, in a folder, with its stdout in a file.

    The peak of a child begins at what this process held when it started the child: this process
    has to stay small, and leaves to other processes whatever is not.
    """
    errors = out.with_suffix(".stderr")
    with out.open("wb") as stdout, errors.open("wb") as stderr:
        begun = time.perf_counter()
        child = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=stdout,
            stderr=stderr,
        )  # fmt: skip
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - begun
    child.returncode = os.waitstatus_to_exitcode(status)
    said = "".join(_end(each) for each in (out, errors))
    cpu = usage.ru_utime + usage.ru_stime
    return Run(wall, cpu, round(usage.ru_maxrss / 1024), child.returncode, said)


def peak_of_all(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], out: Path
) -> int:
    """Return the MB that a process and those it started hold together at most; pages that they
    share count once."""
    with out.open("wb") as stdout:
        child = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=stdout,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        most = 0
        while child.poll() is None:
            most = max(most, sum(_share(each) for each in _family(child.pid)))
            time.sleep(PAUSE)
    return round(most / 1024)


def figures(runs: Sequence[Run]) -> Figures:
    """Return the medians of some runs."""
    return Figures(
        statistics.median(run.wall for run in runs),
        statistics.median(run.cpu for run in runs),
        round(statistics.median(run.peak for run in runs)),
        len(runs),
    )


def _end(path: Path) -> str:
    """Return the last few kB of a file as text."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4000))
        return file.read().decode("utf-8", "replace")


def _family(process: int) -> list[int]:
    found = [process]
    for each in found:
        try:
            children = Path(f"/proc/{each}/task/{each}/children").read_text("ascii")
        except OSError:
            continue
        found += map(int, children.split())
    return found


def _share(process: int) -> int:
    """Return the kB of a process, each page divided by the number of those who share it."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
