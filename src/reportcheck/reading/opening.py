"""Opening: the bytes of what the user named, or what is in the way of reading them."""

from __future__ import annotations

import errno
import os
import stat
import sys
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from reportcheck.problem import Problem
from reportcheck.reading.limits import heed_all, hold, most, too_large

_PIECE = 1 << 22

_SHARING_VIOLATION = {32, 33}  # Windows: another program keeps the file open for itself alone
_LOCK_FILES = (("~$", ""), (".~lock.", "#"))  # of Excel and WPS, of LibreOffice


def _meant(path: str) -> str | None:
    """Return the file that a lock file stands for, or None where the path is no lock file."""
    if "~" not in path:
        return None
    name = Path(path).name
    for start, end in _LOCK_FILES:
        if name.startswith(start) and name.endswith(end) and len(name) > len(start + end):
            return str(Path(path).with_name(name[len(start) : len(name) - len(end)]))
    return None


def _take(stream: BinaryIO | FileIO, path: str, likely: int = _PIECE) -> bytes:
    """Read all of a stream, piece by piece: nobody knows how much a pipe will bring.

    What a file is ``likely`` to hold comes in one piece, and no memory is asked for beyond it.
    """
    pieces = []
    limit = most("FILE_BYTES")
    size = 0
    while piece := stream.read(min(likely + 1, _PIECE)):
        size += len(piece)
        if size > limit:
            raise too_large(path, "FILE_BYTES")
        pieces.append(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def contents(path: str) -> bytes:
    """Return all bytes of a file, or of standard input for ``-``."""
    heed_all()
    if path == "-":
        # There is no standard input at all where a program was started without one.
        return b"" if sys.stdin is None else _take(sys.stdin.buffer, path)
    if not path:
        raise Problem("not-found", path=path)
    if (meant := _meant(path)) is not None:
        raise Problem("lock-file", path=path, meant=meant)
    try:
        status = os.stat(path)  # noqa: PTH116 - of small files most time went into paths
        mode = status.st_mode
        if stat.S_ISDIR(mode):
            raise Problem("folder", path=path)
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            raise Problem("not-a-file", path=path)
        hold(path, "FILE_BYTES", status.st_size)
        with FileIO(path) as stream:
            regular = stat.S_ISREG(mode)
            return _take(stream, path, status.st_size if regular else _PIECE)
    except (FileNotFoundError, NotADirectoryError):
        raise Problem("not-found", path=path) from None
    except PermissionError as error:
        in_use = getattr(error, "winerror", None) in _SHARING_VIOLATION
        raise Problem("in-use" if in_use else "permission-denied", path=path) from None
    except OSError as error:
        if error.errno in {errno.EBUSY, errno.ETXTBSY, errno.EAGAIN, errno.EDEADLK}:
            raise Problem("in-use", path=path) from None
        raise Problem("read-error", path=path, reason=error.strerror or str(error)) from None
    except ValueError:  # a NUL in the path
        raise Problem("not-found", path=path) from None
