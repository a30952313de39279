"""Contained: whatever happens inside the reading of one file stays a matter of that file.

Calamine panics on some damaged workbooks. A panic is an exception that nothing but BaseException
catches, its class cannot be imported (https://pyo3.rs/latest/function/error-handling#panics), and
before it is raised the library has written a notice of its own to the error stream.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from reportcheck.problem import Problem

_STDERR = 2


@contextmanager
def _quiet() -> Iterator[None]:
    """Send the error stream of the process to nowhere; that costs some microseconds."""
    try:
        kept = os.dup(_STDERR)
    except OSError:  # a process without an error stream
        yield
        return
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, _STDERR)
        os.close(nowhere)
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(kept)


@contextmanager
def contained(path: str) -> Iterator[None]:
    """Turn whatever was not foreseen into the refusal of this file: others are still to be read.

    The variable REPORTCHECK_TRACEBACK lets it through, for those who look for the cause.
    """
    with _quiet(), refusing(path):
        yield


@contextmanager
def refusing(path: str) -> Iterator[None]:
    """Do as ``contained`` does, and leave the error stream to whoever wants to hear it."""
    try:
        yield
    except MemoryError:
        raise Problem("out-of-memory", path=path) from None
    except Problem:
        raise
    except Exception as error:
        if os.environ.get("REPORTCHECK_TRACEBACK"):
            raise
        reason = f"{type(error).__name__}: {error}"
        raise Problem("unforeseen", path=path, reason=reason) from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise Problem("damaged-workbook", path=path, reason=str(error)) from None
        raise
