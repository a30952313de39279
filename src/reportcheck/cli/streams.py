"""Standard output and standard error, which may be closed or full: what is done then."""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from typing import BinaryIO, Final, TextIO

_NO_MORE: Final = frozenset({
    errno.EBADF, errno.EFBIG, errno.EIO, errno.ENOSPC, errno.EPIPE,
})  # fmt: skip


class Closed(io.TextIOBase):
    """Stands for a stream that was closed before the program began: it takes nothing.

    >>> Closed().isatty(), Closed().write("")
    (False, 0)
    """

    encoding = "utf-8"

    @property
    def buffer(self) -> BinaryIO:
        """Refuse bytes, too."""
        raise _closed()

    def write(self, text: str) -> int:
        """Refuse to take anything."""
        if text:
            raise _closed()
        return 0


def _closed() -> OSError:
    return OSError(errno.EBADF, os.strerror(errno.EBADF))


def stand_in() -> None:
    """Put something in the place of streams that were closed before the program began.

    Their numbers are taken, too: the next file that is opened would get one of them, and with it
    whatever a library prints.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is not None:
            continue
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
        if number:
            setattr(sys, name, Closed())


def say(text: str) -> None:
    """Put a sentence on stderr, where no CI system takes it for a command.

    Where nothing can be written there, nothing can be said, and the exit code has to do.
    """
    from reportcheck.text import inert

    try:
        sys.stderr.write("".join(f"{inert(line)}\n" for line in text.split("\n")))
        sys.stderr.flush()
    except (OSError, ValueError):
        _hush(sys.stderr)


def unwritten(stream: TextIO) -> OSError | None:
    """Return why what was put on a stream cannot be written, and let it go; None where it was."""
    try:
        stream.flush()
    except OSError as error:
        _hush(stream)
        return error
    except ValueError:  # closed by whoever called
        return None
    return None


def is_of_a_stream(error: BaseException) -> bool:
    """Whether an error is that a stream takes no more; of a file it would name that.

    >>> is_of_a_stream(OSError(errno.ENOSPC, "full")), is_of_a_stream(OSError(errno.ENOENT, "x"))
    (True, False)
    """
    return isinstance(error, OSError) and error.filename is None and error.errno in _NO_MORE


def _hush(stream: TextIO) -> None:
    from reportcheck.console import hush

    with suppress(OSError, ValueError):
        hush(stream)
