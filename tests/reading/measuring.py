"""What checking one file takes: processor time and greatest memory, in a process of its own.

A server process has everything loaded and forks for each file, so that a measurement costs nothing
but the work itself; the binary workbooks' own processes are counted, too.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

MIB = 1 << 20
LONGEST = 30
"""The seconds of work after which a file is given up."""


@dataclass(frozen=True)
class Taken:
    """How a file ended, and what it took: seconds of work, and MiB of memory."""

    ended: str
    seconds: float
    memory: float


@dataclass(frozen=True)
class Scales:
    """A running server."""

    asked: IO[str]
    told: IO[str]

    def weigh(self, path: Path) -> Taken:
        """Check one file, and return what it took."""
        self.asked.write(f"{json.dumps(str(path))}\n")
        self.asked.flush()
        return Taken(*json.loads(self.told.readline()))


@contextmanager
def scales() -> Iterator[Scales]:
    """Start a server, and end it."""
    command = [sys.executable, "-m", __name__]
    with subprocess.Popen(
        command,
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Scales(process.stdin, process.stdout)
        process.stdin.close()


def _check(path: str) -> str:
    from reportcheck.checking import Request, check

    try:
        (file,) = check(Request((path,))).files
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is told
        return f"{type(error).__name__}: {error}"
    return str(file.status) if file.problem is None else file.problem.code


def _forked(path: str) -> Taken:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
        os.write(writer, _check(path).encode("utf-8", "replace"))
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        ended = pipe.read().decode()
    _, status, used = os.wait4(child, 0)
    unit = MIB if sys.platform == "darwin" else 1024
    return Taken(ended or f"died of {status}", used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def main() -> None:
    """Measure every file whose path comes by standard input."""
    _check(os.devnull)  # what it takes to load everything is nobody's work
    for line in sys.stdin:
        taken = _forked(json.loads(line))
        sys.stdout.write(json.dumps([taken.ended, taken.seconds, taken.memory]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
