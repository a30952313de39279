"""Rule files of users, compiled once and kept: the next start needs no YAML, pydantic and lark.

A kept pack is used only where the rule file, and each file it names, is the same byte for byte,
the tool is the same to its last module, and nobody else can have written it; whatever is amiss, the
rule file is read again.
``REPORTCHECK_CACHE`` names another folder, or is ``off``.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Final

from reportcheck import __version__
from reportcheck.rule import Pack
from reportcheck.rulefile.codec import StaleError, pack_from_json, pack_to_json
from reportcheck.rulefile.sources import source_digest

VARIABLE: Final = "REPORTCHECK_CACHE"
MOST: Final = 200
"""So many rule files are kept; the oldest make room."""
_PACKAGE: Final = Path(__file__).parent.parent
_MADE_BY: Final = (_PACKAGE, *(_PACKAGE / name for name in ("binding", "parsing", "rulefile")))


def kept(content: bytes, path: str) -> Pack | None:
    """Return the pack of a rule file as it was compiled before, or None."""
    place = _place(path)
    if place is None:
        return None
    try:
        with place.open("rb") as file:
            if not (_own(os.fstat(file.fileno())) and _own(place.parent.stat())):
                return None
            head, _, rest = file.read().partition(b"\n")
        wanted, text = rest[: len(content)], rest[len(content) :]
        if wanted != content or json.loads(head) != _stamp(content, text):
            return None
        pack = replace(pack_from_json(text.decode()), path=path)
    except (OSError, ValueError, LookupError, TypeError, StaleError):
        return None  # the rule file says the same
    same = all(source_digest(path, name) == digest for name, digest in pack.sources)
    return pack if same else None


def keep(content: bytes, pack: Pack) -> None:
    """Keep the pack of a rule file, where there is a place for it; nothing depends on it."""
    place = _place(pack.path)
    if place is None:
        return
    text = pack_to_json(pack).encode()
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(place, json.dumps(_stamp(content, text)).encode() + b"\n" + content + text)
        _make_room(place.parent)
    except (OSError, ValueError):
        return  # a folder that cannot be written, a disk that is full: it is compiled each time


def folder() -> Path | None:
    """Return the folder where packs are kept, or None where they are not to be."""
    chosen = os.environ.get(VARIABLE)
    if chosen is not None:
        return None if chosen in {"", "off"} else Path(chosen)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")  # noqa: PTH111 - raises nothing
    else:
        given = os.environ.get("XDG_CACHE_HOME", "")
        base = given if os.path.isabs(given) else os.path.expanduser("~/.cache")  # noqa: PTH111, PTH117
    return Path(base, "reportcheck", "rules") if os.path.isabs(base) else None  # noqa: PTH117


def _place(path: str) -> Path | None:
    """Return the file for a rule file: one for each path, so that an edited one takes its place."""
    where = folder()
    if where is None:
        return None
    name = os.path.abspath(path).encode("utf-8", "surrogatepass")  # noqa: PTH100
    return where / f"{zlib.crc32(name):08x}{len(name):x}.pack"


def _stamp(content: bytes, text: bytes) -> dict[str, object]:
    """Return what a kept pack was made by, and the sum by which it is known to be whole."""
    made = {"tool": __version__, "code": _code()}
    return {**made, "length": len(content), "crc32": zlib.crc32(text)}


def _code() -> int:
    """Return a sum over the modules that make a pack: another version may bear the same number."""
    modules = []
    for place in _MADE_BY:
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.name.endswith((".py", ".lark")):
                    about = entry.stat()
                    times = about.st_mtime_ns, about.st_ctime_ns
                    modules.append((entry.name, about.st_size, *times))
    return zlib.crc32(repr(sorted(modules)).encode())


def _own(about: os.stat_result) -> bool:
    """Whether nobody but this user can write a file or a folder."""
    if not hasattr(os, "geteuid"):
        return True  # the folder of the user's own profile
    return about.st_uid == os.geteuid() and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _write(place: Path, content: bytes) -> None:
    """Write a file whole or not at all, whoever else is writing it."""
    import tempfile

    handle, half = tempfile.mkstemp(dir=place.parent, suffix=".half")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(half).replace(place)
    except OSError:
        Path(half).unlink(missing_ok=True)
        raise


def _make_room(where: Path) -> None:
    files = sorted(where.glob("*.pack"), key=lambda path: path.stat().st_mtime)
    for path in files[:-MOST]:
        path.unlink(missing_ok=True)
