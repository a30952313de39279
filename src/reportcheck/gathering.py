"""Which files a run is about: files, folders, globs, lists; in a fixed order, none lost unsaid."""

from __future__ import annotations

import glob
import os
import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import field
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from reportcheck.classes import dataclass
from reportcheck.problem import Problem

TABLE_SUFFIXES = frozenset({
    ".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods", ".docx", ".html", ".htm", ".mht", ".mhtml",
    ".csv", ".tsv", ".txt", ".parquet",
})  # fmt: skip
"""What is taken for a table in a folder; a file named by itself is read whatever its name."""

SENT_SUFFIXES = frozenset({
    ".doc", ".wps", ".rtf", ".odt", ".pdf", ".ofd", ".numbers", ".zip", ".rar", ".7z",
    ".gz", ".tgz", ".bz2", ".xz", ".zst", ".tar",
})  # fmt: skip
"""In what else reports are handed in, which is refused with the way out, and not passed over."""

STDIN = "-"
LIST = "@"
"""What stands before the name of a file that lists paths."""

_WIDE = (BOM_UTF16_LE, BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The files to check, in order; what could not be found; what a folder run passed over.

    ``inside`` are those of the files that nobody named: they were found in a folder. ``skipped``
    pairs the reason with the path.
    """

    files: tuple[str, ...]
    problems: tuple[tuple[str, Problem], ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    inside: frozenset[str] = frozenset()


def gather(paths: Iterable[str]) -> Gathered:
    """Return the files that these paths mean, in the order named, folders sorted.

    A path that exists is taken literally, whatever signs are in it; only then is it a pattern, or
    behind ``@`` a file with a path in each line (``@-``: standard input). Each file is taken once,
    however often it is named, or by which way: as it was named first.

    >>> gather(["no such file"]).problems[0][1].code
    'not-found'
    """
    meant = list(paths)
    found = _Found(alone=len(meant) == 1 and os.path.isdir(meant[0]))  # noqa: PTH112 - as below
    for path in meant:
        if path.startswith(LIST) and not os.path.lexists(path):
            found.add_list(path)
        else:
            found.add(path)
    return Gathered(
        tuple(found.files), tuple(found.problems), tuple(found.skipped), frozenset(found.inside)
    )


def without(gathered: Gathered, used: Iterable[str]) -> Gathered:
    """Return what was gathered without files that the run uses otherwise, found in a folder."""
    meant = {os.path.abspath(path) for path in used}  # noqa: PTH100 - as it is done below
    names = {os.path.basename(path) for path in meant}  # noqa: PTH119
    passed = [
        path
        for path in gathered.files
        if os.path.basename(path) in names  # noqa: PTH119 - a hundred thousand paths are many
        and path in gathered.inside
        and os.path.abspath(path) in meant  # noqa: PTH100
    ]
    if not passed:
        return gathered
    files = tuple(path for path in gathered.files if path not in passed)
    skipped = (*gathered.skipped, *(("skipped-list", path) for path in passed))
    return Gathered(files, gathered.problems, skipped, gathered.inside - set(passed))


@dataclass(slots=True)
class _Found:
    """What was found so far; dictionaries, for each file is taken once, in the order found."""

    files: dict[str, None] = field(default_factory=dict)
    problems: list[tuple[str, Problem]] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    inside: set[str] = field(default_factory=set)
    named: dict[str, str] = field(default_factory=dict)
    alone: bool = False
    """Whether all that is meant is one folder, in which nothing lies twice."""

    def add(self, path: str) -> None:
        # A Path raises where a folder may not be entered; these say that nothing is known there.
        if os.path.isdir(path):  # noqa: PTH112
            self._add_folder(path)
        elif path == STDIN or (path and os.path.exists(path)):  # noqa: PTH110 - a NUL is no error
            self._take(path)
        elif matched := sorted(each for each in _glob(path) if os.path.isfile(each)):  # noqa: PTH113
            for each in matched:
                self._take(each)
        else:
            self.problems.append((path, _absent(path)))

    def _take(self, path: str) -> None:
        """Take up a file that was named."""
        first = self._first(path)
        self.files[first] = None
        self.inside.discard(first)

    def _first(self, path: str) -> str:
        """Return how a file was named first."""
        if self.alone or path == STDIN:
            return path
        return self.named.setdefault(os.path.abspath(path), path)  # noqa: PTH100 - no link is followed

    def add_list(self, path: str) -> None:
        try:
            listed = _listed(path.removeprefix(LIST))
        except OSError as error:
            reason = error.strerror or str(error)
            self.problems.append((path, Problem("list-unreadable", path=path, reason=reason)))
            return
        if not listed:
            self.problems.append((path, Problem("empty-list", path=path)))
        for each in listed:
            self.add(each)

    def _add_folder(self, folder: str) -> None:
        passed_over = len(self.skipped)
        troubles = len(self.problems)
        taken = False
        for each in self._walk(str(Path(folder))):
            if _is_table(each):
                taken = True
                first = self._first(each)
                if first not in self.files:
                    self.files[first] = None
                    self.inside.add(first)
            else:
                self.skipped.append(("skipped-lock" if _is_lock(each) else "skipped", each))
        if not taken and len(self.problems) == troubles:
            number = len(self.skipped) - passed_over
            self.problems.append((folder, Problem("empty-folder", path=folder, skipped=number)))

    def _walk(self, folder: str) -> Iterator[str]:
        """Yield the files in a folder and those below, by name; links to folders may be circles."""
        try:
            with os.scandir(folder) as entries:
                inside = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            denied = isinstance(error, PermissionError)
            code = "permission-denied" if denied else "read-error"
            facts = {} if denied else {"reason": error.strerror or str(error)}
            self.problems.append((folder, Problem(code, path=folder, **facts)))
            return
        for entry in inside:
            if entry.name.startswith("."):
                continue
            path = entry.name if folder == os.curdir else entry.path
            if entry.is_dir(follow_symlinks=False):
                yield from self._walk(path)
            elif os.path.isfile(path) if entry.is_symlink() else entry.is_file():  # noqa: PTH113
                yield path
            elif entry.is_symlink() and os.path.isdir(path):  # noqa: PTH112
                self.skipped.append(("skipped-link", path))
            elif _is_table(path):
                link = entry.is_symlink()
                problem = _absent(path) if link else Problem("not-a-file", path=path)
                self.problems.append((path, problem))
            else:
                self.skipped.append(("skipped", path))


def _absent(path: str) -> Problem:
    """Return why nothing can be taken at a path: nobody may look there, or nothing is there."""
    if not path:
        return Problem("empty-path")
    try:
        os.stat(path)  # noqa: PTH116 - a NUL is an error of its own
    except PermissionError:
        return Problem("permission-denied", path=path)
    except (OSError, ValueError):
        pass
    return Problem("glob-matched-nothing" if glob.has_magic(path) else "not-found", path=path)


def _listed(path: str) -> list[str]:
    """Return the paths that a list names: one a line, or parted by NUL where there is any.

    Lists that PowerShell writes are UTF-16 with a byte order mark, those of a Chinese Windows
    GB18030.
    """
    if path == STDIN:
        data = b"" if sys.stdin is None else _whole(sys.stdin.buffer)
    else:
        data = Path(path).read_bytes()
    if data.startswith(_WIDE):
        return [line for line in data.decode("utf-16", "replace").splitlines() if line.strip()]
    data = data.removeprefix(b"\xef\xbb\xbf")
    lines = data.split(b"\0") if b"\0" in data else data.replace(b"\r\n", b"\n").split(b"\n")
    return [_named(line) for line in lines if line.strip()]


def _named(line: bytes) -> str:
    """Return a path as a list names it: by its very bytes, or in GB18030 if so a file is there."""
    with suppress(UnicodeDecodeError):
        return line.decode()
    with suppress(UnicodeDecodeError):
        name = line.decode("gb18030")
        if os.name == "nt" or os.path.lexists(name):
            return name
    return line.decode("utf-8", "surrogateescape")


@lru_cache(maxsize=1)
def _whole(stream: BinaryIO) -> bytes:
    """Return all of a stream, which can be read only once, each time somebody asks for it."""
    return stream.read()


def _is_table(path: str) -> bool:
    suffix = os.path.splitext(path)[1].lower()  # noqa: PTH122 - a hundred thousand paths are many
    return (suffix in TABLE_SUFFIXES or suffix in SENT_SUFFIXES) and not _is_lock(path)


def _is_lock(path: str) -> bool:
    """Whether a file but tells that Excel or WPS have another one open."""
    return os.path.basename(path).startswith("~$")  # noqa: PTH119 - a hundred thousand paths are many


def _glob(pattern: str) -> list[str]:
    return glob.glob(pattern, recursive=True)  # noqa: PTH207 - Path.glob takes no absolute pattern
