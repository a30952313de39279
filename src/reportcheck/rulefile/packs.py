"""The packs that ship with the tool, and what may name some: file, folder, pack, pack@version."""

from __future__ import annotations

import json
import os.path
import zlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from reportcheck import __version__
from reportcheck.problem import Mistake, Problem, RuleFileProblem
from reportcheck.rule import Pack
from reportcheck.rulefile.codec import StaleError, pack_from_json
from reportcheck.rulefile.kept import keep, kept

_PACKAGE: Final = Path(__file__).resolve().parent.parent
_SUFFIXES: Final = (".yaml", ".yml")
MOST_BYTES: Final = 1024 * 1024


def rules_folder() -> Path:
    """Return the folder of the packs: in the package where installed, else in the checkout."""
    installed = _PACKAGE / "rules"
    return installed if installed.is_dir() else _PACKAGE.parent.parent / "rules"


def bundled() -> tuple[Pack, ...]:
    """Return every pack that ships with the tool, compiled where the wheel was built with it.

    >>> "gir" in [pack.form.id for pack in bundled()]
    True
    """
    return tuple(_bundled(path) for path in rule_files(rules_folder()))


def find(spec: str) -> tuple[Pack, ...]:
    """Return the packs that a text names, or raise a Problem that says what there is.

    >>> [pack.form.version for pack in find("gir@2021.1")]
    ['2021.1']
    """
    # os.path and not Path: it answers no to whatever can be no path.
    if os.path.isdir(spec):  # noqa: PTH112
        return _all_in(spec)
    if os.path.exists(spec) or is_path(spec):  # noqa: PTH110
        return (_load(spec),)
    return _named(spec)


def find_all(specs: Iterable[str]) -> tuple[Pack, ...]:
    """Return the packs that several texts name, each once.

    Two rule files for one form of one version are refused: only one of them would be asked.

    >>> [pack.form.version for pack in find_all(["gir@2019.1", "gir@2019.1"])]
    ['2019.1']
    """
    packs: dict[tuple[str, str], Pack] = {}
    for pack in (each for spec in specs for each in find(spec)):
        first = packs.setdefault((pack.form.id, pack.form.version), pack)
        if first is not pack and not _same_file(first.path, pack.path):
            raise _twice(first, pack)
    return tuple(packs.values())


def told_apart(packs: Iterable[Pack]) -> None:
    """Refuse packs of which two have unlike forms under one id and version."""
    known: dict[tuple[str, str], Pack] = {}
    for pack in packs:
        first = known.setdefault((pack.form.id, pack.form.version), pack)
        if first.path != pack.path and first.form.tables != pack.form.tables:
            raise _twice(first, pack)


def _same_file(one: str, other: str) -> bool:
    # Those of the tool itself are named by where they are in it, and are there once.
    return one == other or (os.path.exists(one) and os.path.samefile(one, other))  # noqa: PTH110, PTH121


def _twice(first: Pack, pack: Pack) -> Problem:
    return Problem(
        "duplicate-pack",
        name=f"{pack.form.id} {pack.form.version or ''}".rstrip(),
        path=pack.path,
        other=first.path,
    )


def is_path(spec: str) -> bool:
    """Tell whether a text can only be meant as a path, and not as the name of a pack.

    >>> is_path("gir@2021.1"), is_path("gir.yaml"), is_path("rules/gir")
    (False, True, True)
    """
    return spec.endswith(_SUFFIXES) or Path(spec).name != spec


def read_bytes(path: str) -> bytes:
    """Return the content of a rule file, one byte more than allowed at most."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - the path is shown as the user wrote it
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise Problem("rules-not-found", path=path) from None
    except IsADirectoryError:
        raise Problem("rules-is-a-folder", path=path) from None
    except OSError as error:
        raise Problem("rules-unreadable", path=path, reason=error.strerror or str(error)) from None


def rule_files(folder: Path) -> list[Path]:
    """Return the rule files of a folder, in the order of their names."""
    try:
        found = list(folder.iterdir())
    except FileNotFoundError:
        raise Problem("rules-not-found", path=str(folder)) from None
    except OSError as error:
        raise Problem("rules-unreadable", path=str(folder), reason=str(error.strerror)) from None
    found.sort(key=lambda path: (path.stem, path.suffix))  # gir.yaml before gir-2019.yaml
    return [path for path in found if is_rule_file(path)]


def is_rule_file(path: Path) -> bool:
    """Tell whether a file of a folder is a rule file by its name, and not one of cases.

    >>> [is_rule_file(Path(name)) for name in ("gir.yaml", "gir.cases.yaml", ".gir.yaml")]
    [True, False, False]
    """
    return (
        path.suffix in _SUFFIXES and path.name[0] not in ".~" and not path.stem.endswith(".cases")
    )


def loaded(path: Path, content: bytes) -> Pack:
    """Return a pack of our own from its rule file, named alike wherever the tool is installed."""
    from reportcheck.rulefile.loading import load_bytes

    return load_bytes(content, f"rules/{path.name}", folder=str(path.parent))


def stamp(content: bytes, folder: Path) -> dict[str, str]:
    """Return what a compiled pack was made of and by: of its folder, too, where it extends."""
    crc = zlib.crc32(content)
    for each in _beside(content, folder):
        crc = zlib.crc32(each, crc)
    return {"tool": __version__, "crc32": f"{crc:08x}"}


def _beside(content: bytes, folder: Path) -> tuple[bytes, ...]:
    """Return the rule files of the folder of one that extends another."""
    if b"extends:" not in content:
        return ()
    return tuple(path.read_bytes() for path in rule_files(folder))


def _named(spec: str) -> tuple[Pack, ...]:
    name, at, version = spec.partition("@")
    packs = bundled()
    same = [pack for pack in packs if pack.form.id == name]
    if not same:
        from reportcheck.near import nearest

        known = [*dict.fromkeys(pack.form.id for pack in packs)]
        raise Problem("unknown-pack", name=name, known=[*known], suggestion=nearest(name, known))
    chosen = [pack for pack in same if not at or pack.form.version == version]
    if not chosen:
        known = [pack.form.version for pack in same]
        raise Problem("unknown-version", name=name, version=version, known=[*known])
    return tuple(chosen)


def _all_in(folder: str) -> tuple[Pack, ...]:
    """Return the packs of all rule files of a folder; the mistakes of all come together."""
    packs: dict[tuple[str, str], Pack] = {}
    mistakes: list[Mistake] = []
    for path in rule_files(Path(folder)):
        try:
            pack = _load(str(path))
        except RuleFileProblem as problem:
            mistakes.extend(problem.mistakes)
            continue
        first = packs.setdefault((pack.form.id, pack.form.version), pack)
        if first is not pack:
            raise _twice(first, pack)
    if mistakes:
        raise RuleFileProblem(tuple(mistakes))
    if not packs:
        raise Problem("no-rule-files", path=folder)
    return tuple(packs.values())


def _load(path: str) -> Pack:
    """Return the pack of a rule file, as kept from the last time if it is the same."""
    content = read_bytes(path)
    pack = kept(content, path)
    if pack is None:
        from reportcheck.rulefile.loading import load_bytes

        pack = load_bytes(content, path)
        keep(content, pack)
    return pack


def _bundled(path: Path) -> Pack:
    content = path.read_bytes()
    return _made(path, content, _beside(content, path.parent))


@lru_cache(maxsize=16)
def _made(path: Path, content: bytes, beside: tuple[bytes, ...]) -> Pack:  # noqa: ARG001 - a key
    """Return a pack of our own: a program that checks file after file has it made once."""
    return _compiled(path.with_suffix(".json"), content) or loaded(path, content)


def _compiled(path: Path, content: bytes) -> Pack | None:
    """Return a compiled pack, or None where there is none that we made from this content."""
    try:
        made, _, text = path.read_text(encoding="utf-8").partition("\n")
        return pack_from_json(text) if json.loads(made) == stamp(content, path.parent) else None
    except (OSError, ValueError, StaleError):
        return None  # the rule file beside it says the same
