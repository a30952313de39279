"""What was made, put where it is meant to go: whole or not at all, and over nothing that is read.

A link leads to its file, which becomes another one. A pipe or a device stays what it is: it is
written into, for a file in its place would take it away from everybody else.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from reportcheck.problem import Problem

_DESCRIPTORS: Final = re.compile(r"/proc/(?P<process>[^/]+)(?:/task/\d+)?/fd|/dev/fd")
_MOST_LINKS: Final = 40


def write_file(path: str, content: bytes) -> None:
    """Write a file whole or not at all.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file, link = Path(folder, "a"), Path(folder, "link")
    ...     link.symlink_to(file)
    ...     write_file(str(link), b"held")
    ...     file.read_bytes(), link.is_symlink()
    (b'held', True)
    """
    with whole_file(path) as half:
        half.write_bytes(content)


@contextmanager
def whole_file(path: str) -> Iterator[Path]:
    """Give a file to write to, which becomes the one that is meant if nothing goes wrong."""
    import tempfile

    half = None
    try:
        target = _plain(path)
        folder = None if target is None else target.parent
        handle, name = tempfile.mkstemp(dir=folder, prefix=".reportcheck-")
        os.close(handle)
        half = Path(name)
        yield half
        if target is None:
            _pour(half, path)
        else:
            half.chmod(_mode(target))
            half.replace(target)
            half = None
    except OSError as error:
        raise Problem("cannot-write", path=path, why=error.strerror or str(error)) from None
    finally:
        if half is not None:
            half.unlink(missing_ok=True)


def refuse_over(path: str, inputs: Iterable[str]) -> None:
    """Refuse to write over what is read: a Problem names it.

    They may be a hundred thousand: where the file is new, only those of its name are looked at.
    """
    if not os.path.exists(path):  # noqa: PTH110 - a name with a NUL is no error
        names = {os.path.basename(path), os.path.basename(os.path.realpath(path))}  # noqa: PTH119
        inputs = (each for each in inputs if os.path.basename(each) in names)  # noqa: PTH119
    if any(same_file(path, each) for each in inputs):
        raise Problem("report-over-input", path=path)


def refuse_twice(paths: Sequence[str]) -> None:
    """Refuse to write two things into one file, or one where standard output goes already."""
    for number, path in enumerate(paths):
        if _swallows(path):
            continue
        if _is_screen(path) or any(same_file(path, each) for each in paths[:number]):
            raise Problem("report-twice", path=path)


def same_file(one: str, other: str) -> bool:
    """Tell whether two names are of one file, whether it exists or not.

    >>> same_file("no/such/file", "no/../no/such/file"), same_file("no/such/file", "none")
    (True, False)
    """
    with suppress(OSError, ValueError):
        return Path(one).samefile(other)
    with suppress(OSError, ValueError):
        return os.path.realpath(one) == os.path.realpath(other)
    return False


def _plain(path: str) -> Path | None:
    """Return the plain file that a name leads to, be it there or not; None for anything else."""
    if _descriptor(path) is not None:
        return None
    meant = Path(os.path.realpath(path))
    try:
        return meant if stat.S_ISREG(meant.stat().st_mode) else None
    except FileNotFoundError:
        return meant


def _descriptor(path: str) -> tuple[str, str] | None:
    """Return the process and the number of the open file that a name is of, as ``/dev/stdout``."""
    there = Path(path)
    for _ in range(_MOST_LINKS):
        found = _DESCRIPTORS.fullmatch(os.path.realpath(there.parent))
        if found is not None:
            return found["process"] or str(os.getpid()), there.name
        if not there.is_symlink():
            break
        there = there.parent / there.readlink()
    return None


def _pour(half: Path, path: str) -> None:
    """Write into what is no plain file, behind whatever was written into it before."""
    import shutil

    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    with half.open("rb") as made, _opened(path) as target:
        shutil.copyfileobj(made, target)


def _opened(path: str) -> BinaryIO:
    process, number = _descriptor(path) or ("", "")
    if process == str(os.getpid()) and number.isdecimal():
        return os.fdopen(os.dup(int(number)), "wb")
    return Path(path).open("wb")


def _swallows(path: str) -> bool:
    """Whether a name is of a device, such as ``/dev/null``, that any number of things may go to."""
    try:
        return stat.S_ISCHR(os.stat(path).st_mode)  # noqa: PTH116 - a name with a NUL is no error
    except (OSError, ValueError):
        return False


def _is_screen(path: str) -> bool:
    """Whether a plain file is the one that standard output is led into."""
    with suppress(OSError, ValueError, AttributeError):
        there = os.stat(path)  # noqa: PTH116
        return (
            stat.S_ISREG(there.st_mode)
            and _descriptor(path) is None
            and os.path.samestat(there, os.fstat(sys.stdout.fileno()))
        )
    return False


def _mode(target: Path) -> int:
    """Return the mode of the file that is replaced, or that of any new file."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
