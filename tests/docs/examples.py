"""The examples of a Markdown page: files to write, commands to run, and how each must end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(
    r"^```(?P<language>\w+)(?: (?P<info>[^\n]+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what follows the language (``exit=1``), and its text."""

    language: str
    info: dict[str, str]
    text: str
    line: int


def blocks(page: Path) -> Iterator[Block]:
    """Yield the fenced blocks of a page, from the top."""
    text = page.read_text("utf-8")
    for found in _FENCE.finditer(text):
        info = dict(part.partition("=")[::2] for part in (found["info"] or "").split())
        line = text.count("\n", 0, found.start()) + 1
        yield Block(found["language"], info, found["body"], line)
