"""Hiding: what a web page does not show, by its style sheets and by the elements that are open.

Only the style sheets inside a page are known. Of a selector its last part counts, wherever it is to
apply: it is worse to say nothing of a hidden row than to say it of one more.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import field

from reportcheck.classes import dataclass

_HIDDEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all)",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"(?:^|;)\s*(?:display|visibility)\s*:", re.IGNORECASE)
_SIGNS = re.compile(r"/\*|[{}]")
_ELSEWHERE = re.compile(r"@(?!media\b)|@media\b[^{]*(?:print|speech|width|height)", re.IGNORECASE)
_LAST = re.compile(r"(?:^|[\s>+~])([A-Za-z][A-Za-z0-9]*|\*)?([.#])([^\s.#:>+~\[\]()]+)$")


def _sheets(text: str) -> Iterator[str]:
    """Yield what stands between the style tags of a page."""
    lower = (
        text.lower() if text.isascii() else re.sub("[A-Z]+", lambda found: found[0].lower(), text)
    )
    position = 0
    while (start := lower.find("<style", position)) >= 0:
        begin = lower.find(">", start)
        end = lower.find("</style", begin) if begin >= 0 else -1
        if end < 0:
            return
        yield text[begin + 1 : end]
        position = end


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield the selectors and the declarations of the rules that hold on a screen."""
    around: list[bool] = []  # of each block that is open, whether it holds elsewhere
    head, position = "", 0
    while found := _SIGNS.search(sheet, position):
        begin, position = position, found.end()
        if found[0] == "/*":
            closed = sheet.find("*/", position)
            position = len(sheet) if closed < 0 else closed + 2
        elif found[0] == "{":
            head = sheet[begin : found.start()].rpartition(";")[2].replace("<!--", "").strip()
            around.append(bool(_ELSEWHERE.match(head)))
        elif around:
            if not any(around) and not head.startswith("@"):
                yield head, sheet[begin : found.start()]
            around.pop()
            head = "@"


@dataclass(frozen=True, slots=True)
class Styles:
    """The classes and ids that the style sheets of a page hide: ``.a``, ``tr.a``, ``#b``."""

    hidden: frozenset[str] = frozenset()

    @classmethod
    def of(cls, text: str) -> Styles:
        """Return what the style sheets inside a page hide; of two rules for a name the last holds.

        >>> sorted(Styles.of("<style>.a, td.b {display:none} .a {display:block}</style>").hidden)
        ['td.b']
        """
        hidden: set[str] = set()
        for sheet in _sheets(text):
            for selectors, declared in _rules(sheet):
                hides = _HIDDEN.search(declared) is not None
                if not hides and not _SHOWN.search(declared):
                    continue
                for selector in selectors.split(","):
                    if found := _LAST.search(selector.strip()):
                        tag = (found[1] or "").lower().replace("*", "")
                        name = f"{tag}{found[2]}{found[3]}"
                        (hidden.add if hides else hidden.discard)(name)
        return cls(frozenset(hidden))

    def hide(self, name: str, attributes: Mapping[str, str]) -> bool:
        """Tell whether an element is hidden, by itself or by the style sheets of its page."""
        if "hidden" in attributes or _HIDDEN.search(attributes.get("style", "")):
            return True
        if not self.hidden:
            return False
        marks = [f".{each}" for each in attributes.get("class", "").split()]
        marks.extend(f"#{each}" for each in attributes.get("id", "").split())
        return any(mark in self.hidden or name + mark in self.hidden for mark in marks)


@dataclass(slots=True)
class Hidden:
    """The open elements since one that hides, itself included, and where each name stands.

    A page may open millions and close none; nothing is looked for by going through them.
    """

    names: list[str] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def open(self, name: str) -> None:
        """Take an element that was opened."""
        self.places[name].append(len(self.names))
        self.names.append(name)

    def close(self, name: str) -> None:
        """Close an element; whatever was opened inside and never closed ends with it."""
        if places := self.places.get(name):
            self._cut(places[-1])

    def end(self, names: frozenset[str]) -> None:
        """Close the outermost element of these names within the innermost table."""
        tables = self.places.get("table")
        first = tables[-1] + 1 if tables else 0
        inside = [
            places[at]
            for name in names
            if (places := self.places.get(name))
            and (at := bisect_left(places, first)) < len(places)
        ]
        self._cut(min(inside, default=len(self.names)))

    def _cut(self, first: int) -> None:
        while len(self.names) > first:
            self.places[self.names.pop()].pop()
