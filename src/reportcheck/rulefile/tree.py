"""A rule file as a tree of texts that know their place, before anything is made of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from functools import cached_property
from typing import Final, TypeAlias

from reportcheck.classes import dataclass
from reportcheck.problem import Mistake

Path: TypeAlias = tuple[str | int, ...]
"""The way from the top of the file to a node: fields and positions in lists."""

MOST_MISTAKES: Final = 1000

_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_ESCAPE = re.compile(
    r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r?\n[ \t]*|.)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Place:
    """A line and a column of a file, counted from 1.

    ``file`` is 0 for the rule file itself, and the number of one that it extends.
    """

    line: int
    column: int
    file: int = 0


@dataclass(frozen=True, eq=False)
class Scalar:
    """A text, as YAML gives it. ``start`` is its index in the source, ``style`` its YAML style.

    ``verbatim`` marks a text that was taken from its line as it stands, because YAML refused it;
    ``comment`` is where a comment behind it begins, which may have been meant as part of it.
    """

    text: str
    place: Place
    start: int = 0
    style: str = ""
    verbatim: bool = False
    comment: Place | None = None


@dataclass(eq=False)
class Fields:
    """A mapping. ``refused`` names fields that were there and had to be dropped."""

    place: Place
    entries: dict[str, Tree] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def drop(self, name: str) -> None:
        """Take a field away, and remember that the author did write it."""
        self.entries.pop(name, None)
        self.refused.add(name)


@dataclass(eq=False)
class Elements:
    """A list. ``damaged`` tells that an element was dropped."""

    place: Place
    items: list[Tree] = field(default_factory=list)
    damaged: bool = False

    def drop(self, element: Tree) -> None:
        """Take an element away."""
        self.items = [each for each in self.items if each is not element]
        self.damaged = True


Tree: TypeAlias = Scalar | Fields | Elements


def plain(tree: Tree) -> object:
    """Return the tree as dictionaries, lists and texts."""
    if isinstance(tree, Scalar):
        return tree.text
    if isinstance(tree, Fields):
        return {name: plain(each) for name, each in tree.entries.items()}
    return [plain(each) for each in tree.items]


def at(tree: Tree, path: Path) -> Tree:
    """Return the node at a path; steps that lead nowhere are passed over."""
    for step in path:
        if isinstance(tree, Fields) and isinstance(step, str) and step in tree.entries:
            tree = tree.entries[step]
        elif isinstance(tree, Elements) and isinstance(step, int) and step < len(tree.items):
            tree = tree.items[step]
    return tree


def walk(tree: Tree, path: Path = ()) -> Iterator[tuple[Path, Tree]]:
    """Yield every node below a tree with its path, in the order of the file."""
    yield path, tree
    if isinstance(tree, Fields):
        for name, each in tree.entries.items():
            yield from walk(each, (*path, name))
    elif isinstance(tree, Elements):
        for index, each in enumerate(tree.items):
            yield from walk(each, (*path, index))


@dataclass(frozen=True)
class SourceText:
    """The text of a rule file, and where in it an index stands."""

    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in _BREAK.finditer(self.text))]

    def line(self, number: int) -> str:
        """Return a line by its number, without its break; empty beyond the end."""
        if not 1 <= number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        found = _BREAK.search(self.text, start)
        return self.text[start : found.start() if found else len(self.text)]

    def place(self, index: int) -> Place:
        """Return the place of an index."""
        line = bisect_right(self._starts, index)
        return Place(line, index - self._starts[line - 1] + 1)

    def index(self, place: Place) -> int:
        """Return the index of a place."""
        return self._starts[place.line - 1] + place.column - 1

    def within(self, scalar: Scalar, offset: int) -> Place:
        r"""Return the place of a character of a scalar, whatever the style it is written in.

        >>> text = "check: |\n  a\n  + b"
        >>> SourceText(text).within(Scalar("a\n+ b", Place(1, 8), 7, "|"), 4)
        Place(line=3, column=5, file=0)
        """
        if scalar.verbatim:
            return Place(scalar.place.line, scalar.place.column + offset)
        index = scalar.start
        if scalar.style in {"|", ">"}:
            found = _BREAK.search(self.text, index)
            index = found.end() if found else index
        elif scalar.style:
            index += 1
        for position, sign in enumerate(scalar.text):
            index, end = self._sign(sign, index, scalar.style)
            if position == offset:
                return self.place(index)
            index = end
        return self.place(min(index, len(self.text)))

    def _sign(self, sign: str, index: int, style: str) -> tuple[int, int]:
        """Return where a character of a scalar begins and ends in the source, from an index on."""
        escape = _ESCAPE.match(self.text, index) if style == '"' else None
        if escape:
            return escape.span()
        if sign.isspace():
            found = re.compile(r"\s+" if sign == "\n" or style != "|" else r"\s").match(
                self.text, index
            )
            return found.span() if found else (index, index)
        while index < len(self.text) and self.text[index].isspace():
            index += 1
        return index, index + (2 if style == "'" and sign == "'" else 1)


def moved(tree: Tree, by: int) -> Tree:
    """Return a tree whose places are in files of numbers so much higher."""

    def place(old: Place) -> Place:
        return replace(old, file=old.file + by)

    if isinstance(tree, Scalar):
        comment = None if tree.comment is None else place(tree.comment)
        return replace(tree, place=place(tree.place), comment=comment)
    if isinstance(tree, Elements):
        return Elements(place(tree.place), [moved(each, by) for each in tree.items], tree.damaged)
    return Fields(
        place(tree.place),
        {name: moved(each, by) for name, each in tree.entries.items()},
        {name: place(each) for name, each in tree.keys.items()},
        set(tree.refused),
    )


@dataclass
class Mistakes:
    """What is wrong with one rule file, collected; ``others`` are those it extends."""

    path: str
    source: SourceText
    found: dict[tuple[int, int, int, str], Mistake] = field(default_factory=dict)
    others: list[tuple[str, SourceText]] = field(default_factory=list)

    def file(self, place: Place) -> tuple[str, SourceText]:
        """Return the path and the text of the file that a place is in."""
        return self.others[place.file - 1] if place.file else (self.path, self.source)

    def within(self, scalar: Scalar, offset: int) -> Place:
        """Return the place of a character of a scalar, in its file."""
        _, source = self.file(scalar.place)
        return replace(source.within(scalar, offset), file=scalar.place.file)

    def add(self, code: str, place: Place, facts: Mapping[str, object] | None = None) -> None:
        """Note a mistake; the same one at the same place counts once."""
        known = {name: fact for name, fact in (facts or {}).items() if fact is not None}
        path, source = self.file(place)
        mistake = Mistake(path, place.line, place.column, code, known, source.line(place.line))
        self.found.setdefault((place.file, place.line, place.column, code), mistake)

    def told_at(self, place: Place) -> bool:
        """Whether a mistake at this very place is noted already."""
        here = (place.file, place.line, place.column)
        return any(key[:3] == here for key in self.found)

    @property
    def many(self) -> bool:
        """Whether there are so many that looking for more helps nobody."""
        return len(self.found) >= MOST_MISTAKES

    def all(self) -> tuple[Mistake, ...]:
        """Return every mistake in the order of the file; beyond the limit, that there are more."""
        ordered = [each for _, each in sorted(self.found.items(), key=lambda item: item[0])]
        if any(each.code == "yaml-syntax" for each in ordered):
            # What seems to be missing may stand behind what could not be read.
            ordered = [each for each in ordered if each.code != "missing-field"]
        if len(ordered) > MOST_MISTAKES:
            more = ordered[MOST_MISTAKES]
            facts = {"most": MOST_MISTAKES}
            ordered[MOST_MISTAKES:] = [
                Mistake(more.path, more.line, more.column, "too-many-mistakes", facts, more.excerpt)
            ]
        return tuple(ordered)
