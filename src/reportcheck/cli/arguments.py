"""The sub-command that may be left out, and options that may stand before it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches
from typing import Final, Protocol

from reportcheck.problem import Problem

DEFAULT: Final = "check"
ALONE: Final = frozenset({"--help", "-h", "--version"})
_OF_PATHS = frozenset("./\\*?[]:")


class _Parameter(Protocol):
    opts: list[str]


class _Command(Protocol):
    params: list[_Parameter]


class Group(Protocol):
    """What is asked of the group of commands: their names and their parameters."""

    commands: dict[str, _Command]


def command_first(argv: Sequence[str], group: Group) -> list[str]:
    """Return the arguments with the command in the first place, named where it was left out.

    A word that is no file and looks like a command is taken for a mistyped one.
    """
    if not argv or argv[0] in ALONE:
        return list(argv[:1])
    at = _first_word(argv, set(_with_value(group)))
    if at is None:
        return [DEFAULT, *argv]
    word = argv[at]
    if word in group.commands:
        return [word, *argv[:at], *argv[at + 1 :]]
    near = _meant(word, group.commands)
    if near:
        raise Problem("unknown-command", name=word, suggestion=near)
    return [DEFAULT, *argv]


def _meant(word: str, names: Collection[str]) -> str | None:
    """Return the command that is mistyped with a word, if one is."""
    if set(word) & _OF_PATHS or os.path.exists(word):  # noqa: PTH110 - a Path may raise
        return None
    return next(iter(get_close_matches(word, names, n=1)), None)


def _first_word(argv: Sequence[str], with_value: set[str]) -> int | None:
    """Return where the first word stands that is neither an option nor the value of one."""
    skip = False
    for position, word in enumerate(argv):
        if skip:
            skip = False
        elif word == "--":
            return None
        elif word == "-" or not word.startswith("-"):
            return position
        else:
            skip = word in with_value
    return None


def _with_value(group: Group) -> Iterable[str]:
    for command in group.commands.values():
        for parameter in command.params:
            if not (getattr(parameter, "is_flag", False) or getattr(parameter, "count", False)):
                yield from (name for name in parameter.opts if name.startswith("-"))
