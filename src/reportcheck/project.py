"""The project file: which reports are checked by which rules, so that everyone checks alike.

``reportcheck.toml``, or ``[tool.reportcheck]`` in ``pyproject.toml``, in the folder of the run or
above it. Everything in it stands for an option of the command line, which wins where it is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from os.path import normpath, realpath
from pathlib import Path
from typing import Any, Final, get_args

from reportcheck.classes import dataclass
from reportcheck.problem import Problem
from reportcheck.report import FailOn

FILE: Final = "reportcheck.toml"
_SHARED: Final = "pyproject.toml"
_LISTS: Final = ("rules", "prior", "select", "ignore", "waivers")
_PATHS: Final = ("rules", "prior", "waivers")
_WORDS: Final = ("fail-on", "lang")
_ONE_PATH: Final = ("hierarchy", "agencies")


@dataclass(frozen=True, slots=True)
class Part:
    """What one entry says of the files that its patterns mean; nothing is None.

    ``rules``, ``prior``, ``waivers``, ``hierarchy`` and ``agencies`` are paths as seen from the
    folder of the run; rules may be ids of packs.
    ``patterns`` are paths from the project's folder, with forward slashes.
    """

    patterns: tuple[str, ...] = ()
    rules: tuple[str, ...] | None = None
    prior: tuple[str, ...] | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    waivers: tuple[str, ...] | None = None
    fail_on: FailOn | None = None
    hierarchy: str | None = None
    agencies: str | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """A project file: its folder, the language of the sentences, and its parts in order.

    The last part has no patterns: it is what holds for every other file.
    """

    path: str
    folder: Path
    parts: tuple[Part, ...]
    lang: str | None = None

    def part_of(self, path: str) -> int:
        """Return the number of the part that a file belongs to: the first whose pattern fits."""
        try:
            seen = Path(path).absolute().relative_to(self.folder).as_posix()
        except ValueError:
            return len(self.parts) - 1
        for number, part in enumerate(self.parts[:-1]):
            if any(fits(seen, pattern) for pattern in part.patterns):
                return number
        return len(self.parts) - 1

    def named(self) -> tuple[str, ...]:
        """Return every path that the project names beside the files to be checked, and its own."""
        lists = (each for part in self.parts for each in (part.rules, part.prior, part.waivers))
        single = (path for part in self.parts for path in (part.hierarchy, part.agencies) if path)
        return (self.path, *(path for each in lists for path in each or ()), *single)

    def paths(self) -> tuple[str, ...]:
        """Return the patterns of all parts as paths to be checked from the folder of the run."""
        return tuple(_seen(self.folder, each) for part in self.parts for each in part.patterns)


def fits(path: str, pattern: str) -> bool:
    """Tell whether a path is meant by a pattern: a folder means all below it, ``**`` any folders.

    >>> (
    ...     fits("2024/a/b.xlsx", "2024"),
    ...     fits("2024/a/b.xlsx", "2024/*.xlsx"),
    ...     fits("b.csv", "**/*.csv"),
    ... )
    (True, False, True)
    """
    return _fits(path.split("/"), pattern.rstrip("/").split("/"))


def _fits(path: list[str], pattern: list[str]) -> bool:
    if not pattern:
        return True  # a folder that is named, and whatever lies below
    if pattern[0] == "**":
        return any(_fits(path[skipped:], pattern[1:]) for skipped in range(len(path)))
    return bool(path) and fnmatchcase(path[0], pattern[0]) and _fits(path[1:], pattern[1:])


def find(start: Path) -> Project | None:
    """Return the project that a folder belongs to: the nearest file, here or above."""
    for folder in (start.absolute(), *start.absolute().parents):
        own = folder / FILE
        if own.is_file():
            return load(own)
        shared = folder / _SHARED
        if shared.is_file() and b"[tool.reportcheck" in shared.read_bytes():
            return load(shared)
        if (folder / ".git").exists():
            return None
    return None


def load(path: Path) -> Project:
    """Read a project file; whatever in it is not known is a Problem that names it."""
    import tomllib

    shown = _shown(path)
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Problem("project-unreadable", path=shown, reason=str(error)) from None
    if path.name == _SHARED:
        said = said.get("tool", {}).get("reportcheck", {})
    entries = said.pop("files", [])
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise Problem("project-type", path=shown, key="files", wanted="[[files]]")
    _known(said, (*_LISTS, *_WORDS, *_ONE_PATH), shown, "")
    common = _part(said, path.parent, shown, ())
    parts = tuple(_entry(each, common, path.parent, shown, n) for n, each in enumerate(entries, 1))
    lang = _word(said, "lang", ("zh", "en"), shown)
    return Project(shown, path.parent.absolute(), (*parts, common), lang)


def _entry(said: dict[str, Any], common: Part, folder: Path, shown: str, number: int) -> Part:
    """Return what an entry says, and what holds for all where it says nothing."""
    where = f"files[{number}]."
    _known(said, ("paths", *_LISTS, "fail-on", *_ONE_PATH), shown, where)
    patterns = _texts(said, "paths", shown)
    if not patterns:
        raise Problem("project-type", path=shown, key=f"{where}paths", wanted='["…"]')
    own = _part(said, folder, shown, patterns)
    return Part(
        patterns,
        *(
            getattr(own if getattr(own, name) is not None else common, name)
            for name in (*_LISTS, "fail_on", *_ONE_PATH)
        ),
    )


def _part(said: Mapping[str, Any], folder: Path, shown: str, patterns: tuple[str, ...]) -> Part:
    lists = {name: _texts(said, name, shown) for name in _LISTS}
    placed = {
        name: None
        if texts is None
        else tuple(_placed(folder, each) for each in texts)
        if name in _PATHS
        else texts
        for name, texts in lists.items()
    }
    levels: tuple[FailOn, ...] = get_args(FailOn)
    level = _word(said, "fail-on", levels, shown)
    single: list[str | None] = []
    for key in _ONE_PATH:
        path = said.get(key)
        if not isinstance(path, str | None):
            raise Problem("project-type", path=shown, key=key, wanted='"…"')
        single.append(None if path is None else _seen(folder, path))
    return Part(
        patterns,
        **placed,
        fail_on=next((each for each in levels if each == level), None),
        hierarchy=single[0],
        agencies=single[1],
    )


def _placed(folder: Path, text: str) -> str:
    """Return a path as seen from the folder of the run; what is none there is the id of a pack."""
    there = folder / text
    known = there.exists() or "/" in text or any(sign in text for sign in "*?[")
    return _seen(folder, text) if known else text


def _seen(folder: Path, text: str) -> str:
    return _shown(folder / text)


def _shown(path: Path) -> str:
    """Return a path from the folder of the run, without ways there and back."""
    plain = Path(normpath(path.absolute()))
    if realpath(plain) != realpath(path):  # .. behind a link leads elsewhere
        plain = path
    try:
        return str(plain.relative_to(Path.cwd()))
    except ValueError:
        return str(plain)


def _known(said: Mapping[str, Any], names: tuple[str, ...], shown: str, where: str) -> None:
    for key in said:
        if key not in names:
            from reportcheck.near import nearest

            raise Problem(
                "project-key", path=shown, key=f"{where}{key}", suggestion=nearest(key, names)
            )


def _texts(said: Mapping[str, Any], key: str, shown: str) -> tuple[str, ...] | None:
    value = said.get(key)
    if value is None:
        return None
    several = [value] if isinstance(value, str) else value
    if not isinstance(several, list) or not all(isinstance(each, str) for each in several):
        raise Problem("project-type", path=shown, key=key, wanted='["…"]')
    return tuple(several)


def _word(said: Mapping[str, Any], key: str, allowed: tuple[str, ...], shown: str) -> str | None:
    value = said.get(key)
    if value is None or value in allowed:
        return value
    raise Problem("project-type", path=shown, key=key, wanted=" | ".join(allowed))


def groups(project: Project, files: tuple[str, ...]) -> Iterator[tuple[Part, tuple[str, ...]]]:
    """Yield each part that files belong to, with these files in their order."""
    numbers = [project.part_of(path) for path in files]
    for number, part in enumerate(project.parts):
        mine = tuple(path for path, own in zip(files, numbers, strict=True) if own == number)
        if mine:
            yield part, mine
