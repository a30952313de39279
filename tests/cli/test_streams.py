"""What cannot be put out is told in a plain sentence, and is never a success."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import subprocess
import sys

import pytest

from reportcheck.cli import main, streams

CHECK = ("samples/grants.csv", "--rules", "samples/grants.yaml", "--lang", "en")
COMMANDS = [
    CHECK, (*CHECK, "--format", "json"), (*CHECK, "--color", "always"), ("--help",), ("--version",),
    ("rules", "schema"), ("extract", "samples/invented-2024.xlsx"),
]  # fmt: skip


class Full(io.RawIOBase):
    """A disk that takes nothing."""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        del data
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def full() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedWriter(Full(), 1), "utf-8", write_through=True)


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_full_disk_is_told(arguments: tuple[str, ...]) -> None:
    err = io.StringIO()
    with contextlib.redirect_stdout(full()), contextlib.redirect_stderr(err):
        assert main(arguments) == 2
    assert "could not be put out (there is no space left)" in err.getvalue()
    assert "itself went wrong" not in err.getvalue()


@pytest.mark.parametrize("arguments", [*COMMANDS, ("no-such-file", "-qq"), ("--nonsense",)])
def test_where_nothing_can_be_said_either_the_exit_code_says_it(arguments: tuple[str, ...]) -> None:
    with contextlib.redirect_stdout(full()), contextlib.redirect_stderr(full()):
        assert main(arguments) == 2


@pytest.mark.skipif(os.name == "nt", reason="no shell that closes them")
@pytest.mark.parametrize("arguments", COMMANDS)
@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_streams_that_were_closed_before(arguments: tuple[str, ...], closed: str) -> None:
    command = [sys.executable, "-m", "reportcheck", *arguments]
    ended = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *command],
        stderr=subprocess.PIPE, check=False, text=True, encoding="utf-8",
    )  # fmt: skip
    assert ended.returncode == 2
    assert ("could not be put out (it is closed)" in ended.stderr) is ("2>" not in closed)
    assert len(ended.stderr.splitlines()) <= 1


def test_where_nothing_is_to_be_put_out_nothing_is_missed() -> None:
    with contextlib.redirect_stdout(streams.Closed()):
        assert main([*CHECK, "-qq"]) == 0
