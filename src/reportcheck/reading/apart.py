"""Apart: binary workbooks are read in a process of their own, which may be ended.

Calamine does not return from some damaged xls and xlsb files, and a process that runs out of
memory in native code is aborted; neither can be stopped from within. The process is a Python
started anew: forking is not to be had everywhere, and multiprocessing would run the main module of
whoever calls this once more.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from typing import TypeAlias

from reportcheck.grid import Source
from reportcheck.problem import Problem
from reportcheck.reading.limits import most, too_large
from reportcheck.reading.native import refusing

# The search path comes first of all that is sent: the process knows no other place to import from.
_PROGRAM = (
    "import pickle, sys\n"
    "sys.path[:] = pickle.load(sys.stdin.buffer)\n"
    "from reportcheck.reading.apart import answer\n"
    "answer()"
)
# Without site and its .pth files, whose work the sent path is; without the folder one stands in.
_PYTHON = ("-S", "-P", "-c")
_LONGEST = 1_000_000
_PATIENCE = 5
"""How many seconds of the clock a second of work may take: other programs are at work, too."""
_NO_TIME = getattr(signal, "SIGXCPU", None)
_NO_MEMORY = b"memory allocation of "  # what Rust says before it aborts

Answer: TypeAlias = Source | tuple[str, dict[str, object]]
"""What was read, or the code and the facts of the refusal."""


def read_apart(path: str, data: bytes, *, old: bool) -> Source:
    """Read an xls workbook (``old``) or an xlsb one in a process of its own, within its limits."""
    sent = b"".join(map(pickle.dumps, (sys.path, (path, old))))
    command = [sys.executable, *_PYTHON, _PROGRAM]
    seconds = min(most("SECONDS"), _LONGEST)
    try:
        done = subprocess.run(  # noqa: S603 - this very Python
            command,
            input=sent + data,
            capture_output=True,
            timeout=seconds * _PATIENCE if _NO_TIME is not None else seconds,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        raise _no_end(path, seconds) from None
    if _NO_TIME is not None and done.returncode == -_NO_TIME:
        raise _no_end(path, seconds)
    if done.returncode:
        raise _ended(path, done.returncode, done.stderr)
    try:
        answer: Answer = pickle.loads(done.stdout)  # noqa: S301 - from the process started above
    except (EOFError, pickle.UnpicklingError, ValueError):
        raise _ended(path, 0, done.stderr) from None
    if isinstance(answer, Source):
        return answer
    code, facts = answer
    raise _no_memory(path) if code == "out-of-memory" else Problem(code, **facts)


def _no_end(path: str, seconds: int) -> Problem:
    return Problem("too-slow", path=path, limit=seconds, variable="REPORTCHECK_MAX_SECONDS")


def _no_memory(path: str) -> Problem:
    """Return the refusal of a file that takes more memory than it may, or than there is."""
    bounded = sys.platform != "win32"
    return too_large(path, "MEMORY_BYTES") if bounded else Problem("out-of-memory", path=path)


def _ended(path: str, status: int, said: bytes) -> Exception:
    """Return what it means that the process ended without an answer."""
    if _NO_MEMORY in said or b"MemoryError" in said:
        return _no_memory(path)
    if status > 0 and os.environ.get("REPORTCHECK_TRACEBACK"):
        return RuntimeError(said.decode("utf-8", "replace"))
    reason = f"exit {status}"
    with suppress(ValueError):
        reason = signal.Signals(-status).name
    return Problem("damaged-workbook", path=path, reason=reason)


def bound() -> None:
    """Bound this process: its memory, and its work in seconds, whatever the clock says meanwhile.

    Where the clock alone can be had, an honest workbook on a busy machine would be refused.
    """
    if sys.platform != "win32":
        import resource

        for what, size in (
            (resource.RLIMIT_AS, most("MEMORY_BYTES")),
            (resource.RLIMIT_CPU, min(most("SECONDS"), _LONGEST)),
            (resource.RLIMIT_CORE, 0),
        ):
            with suppress(ValueError, OSError):  # a system that knows no such limit, or a lower one
                resource.setrlimit(what, (size, resource.getrlimit(what)[1]))


def answer() -> None:
    """Read the workbook that comes by standard input, and write what came of it to the output."""
    from reportcheck.reading.binarybook import read_binary_workbook, read_old_workbook

    path, old = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this
    data = sys.stdin.buffer.read()
    bound()
    told: Answer
    try:
        with refusing(path):
            told = (read_old_workbook if old else read_binary_workbook)(path, data)
    except Problem as problem:
        told = problem.code, problem.facts
    pickle.dump(told, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()
