"""Which files a run is about: files, folders and globs, in a fixed order, none lost in silence."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reportcheck.problem import Problem

TABLE_SUFFIXES = frozenset({
    ".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods", ".docx", ".html", ".htm", ".mht", ".mhtml",
    ".csv", ".tsv", ".txt",
})  # fmt: skip
"""What is taken for a table in a folder; a file named by itself is read whatever its name."""

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Gathered:
    """The files to check, in order; what could not be found; what a folder run passed over."""

    files: tuple[str, ...]
    problems: tuple[tuple[str, Problem], ...] = ()
    skipped: tuple[str, ...] = ()


def gather(paths: Iterable[str]) -> Gathered:
    """Return the files that these paths mean, in the order named, folders sorted.

    A path that exists is taken literally, whatever signs are in it; only then is it a pattern. Each
    file is taken once.

    >>> gather(["no such file"]).problems[0][1].code
    'not-found'
    """
    files: dict[str, None] = {}
    problems: list[tuple[str, Problem]] = []
    skipped: list[str] = []
    for path in paths:
        if path == STDIN or Path(path).is_file():
            files[path] = None
        elif Path(path).is_dir():
            inside = list(_folder(Path(path)))
            taken = [each for each in inside if _is_table(each)]
            skipped.extend(str(each) for each in inside if not _is_table(each))
            files |= dict.fromkeys(map(str, taken))
            if not taken:
                problems.append((path, Problem("empty-folder", path=path, skipped=len(inside))))
        elif matched := sorted(each for each in _glob(path) if Path(each).is_file()):
            files |= dict.fromkeys(matched)
        else:
            code = "glob-matched-nothing" if glob.has_magic(path) else "not-found"
            problems.append((path, Problem(code, path=path)))
    return Gathered(tuple(files), tuple(problems), tuple(skipped))


def _folder(folder: Path) -> Iterator[Path]:
    for each in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in each.relative_to(folder).parts)
        if each.is_file() and not hidden:
            yield each


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in TABLE_SUFFIXES and not path.name.startswith("~$")


def _glob(pattern: str) -> list[str]:
    return glob.glob(pattern, recursive=True)  # noqa: PTH207 - Path.glob takes no absolute pattern
