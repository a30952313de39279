"""Options checked and brought together, once, before anything runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from reportcheck.classes import dataclass
from reportcheck.console import (
    ColourChoice,
    columns_of,
    glyphs_for,
    wants_colour,
    wants_links,
    width_of,
)
from reportcheck.delivering import refuse_over, refuse_twice
from reportcheck.page import Lang, Line, Page
from reportcheck.problem import Problem
from reportcheck.wording import language

if TYPE_CHECKING:
    from reportcheck.project import Project

STDOUT: Final = "-"
LANGUAGES: Final = ("zh", "en")
COLOURS: Final[tuple[ColourChoice, ...]] = ("auto", "always", "never")


@dataclass(frozen=True, slots=True)
class Screen:
    """How to write on stdout."""

    page: Page
    colour: bool
    links: bool = False

    def write(self, lines: Iterable[Line]) -> None:
        """Put lines on stdout."""
        from reportcheck import console

        console.write(lines, sys.stdout, colour=self.colour, links=self.links)


def screen(lang: str | None, color: str) -> Screen:
    """Return how to write on stdout, as the options and the environment say."""
    if lang is not None:
        one_of("--lang", lang, LANGUAGES)
    one_of("--color", color, COLOURS)
    chosen: Lang = language(lang, os.environ)
    out: TextIO = sys.stdout
    page = Page(chosen, width_of(os.environ, columns_of(out)), glyphs_for(out.encoding))
    choice = next(each for each in COLOURS if each == color)
    terminal = out.isatty()
    return Screen(
        page,
        wants_colour(choice, os.environ, terminal=terminal),
        wants_links(choice, os.environ, terminal=terminal),
    )


def one_of(option: str, given: str, allowed: Sequence[str]) -> str:
    """Return a value that is among those allowed; a Problem names them, and the nearest one."""
    if given not in allowed:
        near = get_close_matches(given, allowed, n=1)
        raise Problem(
            "wrong-choice", option=option, given=given, allowed=list(allowed),
            suggestion=near[0] if near else None,
        )  # fmt: skip
    return given


def shown_as(given: str, allowed: Sequence[str], files: Sequence[str]) -> str:
    """Return a format of the screen; a Problem names the others, or says that it is of files."""
    if given not in allowed and given in files:
        raise Problem("format-of-files", given=given)
    return one_of("--format", given, allowed)


def number(jobs: str | None) -> int | None:
    """Return how many files to check at once, None where nothing is said.

    >>> number("2"), number(None)
    (2, None)
    """
    if jobs is None:
        return None
    if not (jobs.isascii() and jobs.isdecimal() and 0 < int(jobs[:5]) < 10_000):
        raise Problem("wrong-jobs", given=jobs)
    return int(jobs)


def paths_of(paths: Sequence[str] | None, project: Project | None) -> tuple[str, ...]:
    """Return what is to be checked: what is named, else what the project means."""
    meant = tuple(paths or (project.paths() if project is not None else ()))
    if not meant:
        raise Problem("no-paths")
    return meant


def report_files(
    given: Sequence[str],
    kinds: Sequence[str],
    inputs: Sequence[str],
    folders: Sequence[str] = (),
) -> tuple[tuple[str, str], ...]:
    """Return kind and file of every ``--report KIND=FILE``, each a file of its own.

    No input is ever written over.

    Reports of the kinds ``folders`` may go into a folder.
    """
    wanted = []
    for each in given:
        kind, equals, file = each.partition("=")
        if not equals or not file:
            raise Problem("report-form", given=each, allowed=list(kinds))
        one_of("--report", kind, kinds)
        if file == STDOUT:
            raise Problem("report-stdout", given=each)
        refuse_over(file, inputs)
        if (Path(file).is_dir() and kind not in folders) or not Path(
            file
        ).absolute().parent.is_dir():
            raise Problem("report-no-folder", path=file)
        wanted.append((kind, file))
    refuse_twice([file for _, file in wanted])
    return tuple(wanted)
