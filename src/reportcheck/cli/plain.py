"""Command lines of ``check`` that need no parser: files, and options written out.

To import a parser of command lines and to make up commands takes longer than to check a file.
Whatever is not plain here, a mistake above all, is parsed as every other command is.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Final

from reportcheck.cli.arguments import DEFAULT

COMMANDS: Final = frozenset({
    "check", "completion", "explain", "extract", "render", "rules", "schema", "show", "verify",
    "waive",
})  # fmt: skip
ONCE: Final = frozenset({
    "--format", "--fail-on", "--lang", "--color", "--jobs", "--hierarchy", "--agencies", "--since",
})  # fmt: skip
AGAIN: Final = frozenset({
    "--rules", "--prior", "--report", "--select", "--ignore", "--waivers",
})  # fmt: skip


def plain(argv: Sequence[str]) -> dict[str, Any] | None:
    """Return what ``check_files`` takes, or None where a parser has to look.

    >>> plain([".", "--rules", "gir", "--lang=en", "-q"])
    {'rules': ['gir'], 'lang': 'en', 'quiet': 1, 'paths': ['.']}
    >>> plain(["--rulse", "gir", "."])
    """
    found: dict[str, Any] = {}
    paths: list[str] = []
    words = iter(argv[argv[:1] == [DEFAULT] :])
    for word in words:
        if not word.startswith("-"):
            paths.append(word)
        elif word in {"-q", "--quiet"}:
            found["quiet"] = found.get("quiet", 0) + 1
        elif word == "--statistics":
            found["statistics"] = True
        else:
            option, equals, value = word.partition("=")
            value = value if equals else next(words, "-")
            name = option[2:].replace("-", "_")
            if value.startswith("-") or (option in ONCE and name in found):
                return None
            if option in ONCE:
                found[name] = value
            elif option in AGAIN:
                found.setdefault(name, []).append(value)
            else:
                return None
    there = os.path.exists
    if not paths or not all(path not in COMMANDS and there(path) for path in paths):
        return None
    return {**found, "paths": paths}
