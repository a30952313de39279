"""Completion of command lines by a shell, where the command may be left out."""

from __future__ import annotations

import shlex
from collections.abc import MutableMapping
from typing import Final

from reportcheck.cli.arguments import ALONE, DEFAULT, Group
from reportcheck.problem import Problem

SHELLS: Final = ("bash", "zsh", "fish", "powershell")
VARIABLE: Final = "_REPORTCHECK_COMPLETE"
"""What a shell's script sets to ask for completions."""

_WORDS: Final = ("COMP_WORDS", "_TYPER_COMPLETE_ARGS")
_POSITION: Final = "COMP_CWORD"


def script(shell: str) -> str:
    """Return the script that a shell has to run for completion.

    >>> "complete" in script("bash")
    True
    """
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    if shell not in SHELLS:
        raise Problem("unknown-shell", given=shell, allowed=list(SHELLS))
    made = get_completion_script(prog_name="reportcheck", complete_var=VARIABLE, shell=shell)
    return made.replace("--no-files ", "") + "\n"  # fish, too, completes the names of files


def asked(environ: MutableMapping[str, str], group: Group) -> bool:
    """Tell whether a shell asks for completions; the command that was left out is put in then."""
    if not environ.get(VARIABLE, "").startswith("complete_"):
        return False
    from typer.completion import completion_init  # type: ignore[attr-defined]

    completion_init()
    for name in _WORDS:
        if name in environ:
            _put_in(environ, name, group)
    return True


def _put_in(environ: MutableMapping[str, str], name: str, group: Group) -> None:
    """Name the command where an option or a second word shows that it was left out."""
    line = environ[name]
    try:
        words = shlex.split(line)
    except ValueError:  # a quotation that is not closed yet
        return
    first = words[1] if len(words) > 1 else ""
    beginning = len(words) == 2 and not line.endswith((" ", "\n")) and not first.startswith("-")
    if not first or beginning or first in group.commands or first in ALONE:
        return
    separator = "\n" if "\n" in line else " "
    program, _, rest = line.partition(separator)
    environ[name] = f"{program}{separator}{DEFAULT}{separator}{rest}"
    if _POSITION in environ:
        environ[_POSITION] = str(int(environ[_POSITION]) + 1)
