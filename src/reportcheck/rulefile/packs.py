"""The packs that ship with the tool, and what `--rules` may name: file, folder, pack, pack@version."""

from __future__ import annotations

import hashlib
import json
import os
from typing import Final

from reportcheck import __version__
from reportcheck.problem import Mistake, Problem, RuleFileProblem
from reportcheck.rule import Pack
from reportcheck.rulefile.codec import StaleError, pack_from_json, pack_to_json

_HERE: Final = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_SUFFIXES: Final = (".yaml", ".yml")


def rules_folder() -> str:
    """Return the folder of the packs: in the package where installed, else in the checkout."""
    installed = os.path.join(_HERE, "rules")
    if os.path.isdir(installed):
        return installed
    return os.path.join(os.path.dirname(os.path.dirname(_HERE)), "rules")


def bundled() -> tuple[Pack, ...]:
    """Return every pack that ships with the tool, compiled where the wheel was built with it.

    >>> [pack.form.id for pack in bundled()]
    ['gir']
    """
    folder = rules_folder()
    return tuple(_bundled(folder, name) for name in _rule_files(folder))


def find(spec: str) -> tuple[Pack, ...]:
    """Return the packs that a text names, or raise a Problem that says what there is.

    >>> [pack.form.version for pack in find("gir@2021.1")]
    ['2021.1']
    """
    if os.path.isdir(spec):
        return _all_in(spec)
    if os.path.exists(spec) or spec.endswith(_SUFFIXES) or os.sep in spec or "/" in spec:
        from reportcheck.rulefile.loading import load

        return (load(spec),)
    return _named(spec)


def compile_packs(source: str | os.PathLike[str], target: str | os.PathLike[str]) -> list[str]:
    """Write the compiled form of each rule file of a folder into another; return their paths."""
    written = []
    for name in _rule_files(os.fspath(source)):
        content = _content(os.path.join(source, name))
        pack = _loaded(content, name)
        path = os.path.join(target, _compiled_name(name))
        stamp = {"tool": __version__, "sha256": hashlib.sha256(content).hexdigest()}
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(stamp) + "\n" + pack_to_json(pack) + "\n")
        written.append(path)
    return written


def _named(spec: str) -> tuple[Pack, ...]:
    name, at, version = spec.partition("@")
    packs = bundled()
    same = [pack for pack in packs if pack.form.id == name]
    if not same:
        from reportcheck.near import nearest

        known = [pack.form.id for pack in packs]
        raise Problem(
            "unknown-pack", name=name, known=", ".join(known), suggestion=nearest(name, known)
        )
    chosen = [pack for pack in same if not at or pack.form.version == version]
    if not chosen:
        known = [pack.form.version for pack in same]
        raise Problem("unknown-version", name=name, version=version, known=", ".join(known))
    return tuple(chosen)


def _all_in(folder: str) -> tuple[Pack, ...]:
    """Return the packs of all rule files of a folder; the mistakes of all come together."""
    from reportcheck.rulefile.loading import load

    packs: list[Pack] = []
    mistakes: list[Mistake] = []
    for name in _rule_files(folder):
        try:
            packs.append(load(os.path.join(folder, name)))
        except RuleFileProblem as problem:
            mistakes.extend(problem.mistakes)
    if mistakes:
        raise RuleFileProblem(tuple(mistakes))
    if not packs:
        raise Problem("no-rule-files", path=folder)
    seen: dict[tuple[str, str], Pack] = {}
    for pack in packs:
        first = seen.setdefault((pack.form.id, pack.form.version), pack)
        if first is not pack:
            raise Problem(
                "duplicate-pack", name=pack.form.id, version=pack.form.version,
                path=pack.path, other=first.path,
            )  # fmt: skip
    return tuple(packs)


def _rule_files(folder: str) -> list[str]:
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        raise Problem("rules-not-found", path=folder) from None
    except OSError as error:
        raise Problem("rules-unreadable", path=folder, reason=str(error.strerror)) from None
    return sorted(name for name in names if name.endswith(_SUFFIXES) and name[0] not in ".~")


def _bundled(folder: str, name: str) -> Pack:
    content = _content(os.path.join(folder, name))
    return _compiled(os.path.join(folder, _compiled_name(name)), content) or _loaded(content, name)


def _compiled(path: str, content: bytes) -> Pack | None:
    """Return a compiled pack, or None where there is none that was made by us from this content."""
    try:
        with open(path, encoding="utf-8") as file:
            stamp, text = json.loads(file.readline()), file.read()
        made_for = stamp["tool"], stamp["sha256"]
        if made_for != (__version__, hashlib.sha256(content).hexdigest()):
            return None
        return pack_from_json(text)
    except (OSError, ValueError, KeyError, TypeError, StaleError):
        return None  # the rule file itself is there and says the same


def _loaded(content: bytes, name: str) -> Pack:
    from reportcheck.rulefile.loading import load_bytes

    return load_bytes(content, f"rules/{name}")


def _content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _compiled_name(name: str) -> str:
    return os.path.splitext(name)[0] + ".json"
