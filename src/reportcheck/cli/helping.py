"""Help that fits the screen: a character of Chinese takes two columns, which typer ignores."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from reportcheck.page import Lang
from reportcheck.text import display_width, wrap
from reportcheck.wording import phrase
from reportcheck.wording.filling import catalogue

LEAST: Final = 50
MOST_NAMES: Final = 30
"""Columns that names of options take at most; what is longer has a line of its own."""

_TYPES: Final = re.compile(r" <[\w\[\], |]+>$")
_REQUIRED: Final = "[required]"
_BRACES: Final = re.compile(r"\{([^\s{}]+)\}")
_DOTS: Final = re.compile(r"\.{3}(\]?)\.{3}")


class Helping:
    """Writes the parts of a help page as typer names them, in the order in which they come."""

    def __init__(self, lang: Lang, width: int | None, max_width: int | None) -> None:
        columns = shutil.get_terminal_size().columns if width is None else width
        self.width = max(min(columns, max_width or columns) - 2, LEAST)
        self._lang: Lang = lang
        self._indent = 0
        self._lines: list[str] = []

    def write_usage(self, prog: str, args: str = "") -> None:
        """Write how the command is written."""
        head = f"{phrase('help.heading.usage', self._lang)}{prog} "
        self._hang(head, _DOTS.sub(r"...\1", _BRACES.sub(r"\1", args)), display_width(head))

    def write_paragraph(self) -> None:
        """Leave a line empty, but not the first."""
        if self._lines:
            self._lines.append("")

    def write_text(self, text: str) -> None:
        r"""Write paragraphs, wrapped; one that begins with ``\b`` keeps its lines."""
        for number, each in enumerate(text.split("\n\n")):
            if number:
                self._lines.append("")
            if each.startswith("\b"):
                self._lines += [" " * self._indent + line for line in each.splitlines()[1:]]
            else:
                self._hang(" " * self._indent, " ".join(each.split()), self._indent)

    def write_dl(self, rows: Sequence[tuple[str, str]]) -> None:
        """Write names, and beside each what it means."""
        names = [_TYPES.sub("", name) for name, _ in rows]
        beside = self._indent + 2 + min(MOST_NAMES, max(map(display_width, names), default=0))
        for name, (_, text) in zip(names, rows, strict=True):
            head = " " * self._indent + name
            gap = beside - display_width(head)
            if gap < 2:
                self._lines.append(head)
                head, gap = "", beside
            needed = phrase("help.required", self._lang)
            self._hang(head + " " * gap, text.replace(_REQUIRED, needed), beside)

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        """Write a heading, and what follows below it."""
        key = f"help.heading.{name.lower()}"
        self.write_paragraph()
        self._lines.append(phrase(key, self._lang) if key in catalogue(self._lang) else f"{name}:")
        with self.indentation():
            yield

    @contextmanager
    def indentation(self) -> Iterator[None]:
        """Let what follows stand two columns further in."""
        self._indent += 2
        try:
            yield
        finally:
            self._indent -= 2

    def getvalue(self) -> str:
        """Return the page."""
        return "".join(f"{line}\n" for line in self._lines)

    def _hang(self, head: str, text: str, indent: int) -> None:
        first, *others = wrap(text, max(self.width - indent, 10)) or [""]
        self._lines.append(f"{head}{first}".rstrip())
        self._lines += [" " * indent + line for line in others]
