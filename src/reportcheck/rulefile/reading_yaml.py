"""YAML text -> tree, without what makes YAML guess: no anchors, aliases, tags, typing, merge keys.

The events of the parser are read, not its objects: so nothing nests deeper than we allow, and every
key and value keeps its place. Where YAML refuses a line only because its value wants quotes, that
is noted, and reading goes on as if they were there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from reportcheck.rulefile.tree import Elements, Fields, Mistakes, Place, Scalar, Tree

Event: TypeAlias = Any
"""One of PyYAML's events, which have no type in common."""

MOST_NESTING: Final = 100
MOST_RESCUES: Final = 20

FORMULAS: Final = frozenset({"check", "equals", "where"})
_TEXTS: Final = FORMULAS | {
    "pattern",
    "label",
    "filename",
    "folder",
    "sheet",
    "right_of",
    "zh",
    "en",
}
MISREAD: Final = _TEXTS | {"say", "why", "fix", "title"}
"""Fields whose text YAML is likely to take for something else; the former are never but a text."""

_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTRY = re.compile(
    r"(?P<before>\s*(?:-\s+)*(?:(?P<field>[^\s'\"{\[#&*!|>%@`:-][^:]*):\s+)?)(?P<value>[^\s#].*)"
)
_SPACED_COMMENT = re.compile(r"\s+#\s.*$|\s+$")
_GLUED_COMMENT = re.compile(r" #[^\s#]")


class _AbandonedError(Exception):
    """Reading further would tell nothing."""


def read_tree(mistakes: Mistakes) -> Tree | None:
    """Return the tree of a rule file, or None where there is none; mistakes are noted."""
    source = mistakes.source
    control = _CONTROL.search(source.text)
    if control:
        sign = f"U+{ord(control[0]):04X}"
        mistakes.add("control-character", source.place(control.start()), {"sign": sign})
        return None
    text, rescued = source.text, dict[Place, _Refusal]()
    try:
        while (error := _first_error(text)) is not None:
            quoted = _with_quotes(text, error) if len(rescued) < MOST_RESCUES else None
            if quoted is None:
                _note_syntax(error, mistakes)
                return None
            text, place = quoted
            rescued[place] = error
        return _Builder(mistakes, text, rescued).document()
    except _AbandonedError:
        return None


def _events(text: str) -> Iterator[Event]:
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        yield event
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MOST_NESTING:
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


class _Refusal:
    """Where and why YAML stopped, and the lines that may be at fault, likeliest first."""

    def __init__(self, problem: str, place: Place, lines: tuple[int, ...]) -> None:
        self.problem = problem
        self.place = place
        self.lines = lines


def _first_error(text: str) -> _Refusal | None:
    import yaml

    last = 1
    try:
        for event in _events(text):
            last = event.start_mark.line + 1
    except yaml.MarkedYAMLError as error:
        marks = [mark for mark in (error.problem_mark, error.context_mark) if mark is not None]
        lines = [mark.line + 1 for mark in marks]
        place = Place(lines[0], marks[0].column + 1) if marks else Place(last, 1)
        lines.insert(1, last)
        return _Refusal(error.problem or "", place, tuple(dict.fromkeys(lines)))
    return None


def _with_quotes(text: str, error: _Refusal) -> tuple[str, Place] | None:
    """Return the text with one value quoted, and its place, if that gets YAML past its refusal."""
    lines = text.splitlines(keepends=True)
    for number in error.lines:
        if number > len(lines):
            continue
        line = lines[number - 1]
        found = _ENTRY.fullmatch(line.rstrip("\r\n"))
        if not found:
            continue
        value = _SPACED_COMMENT.sub("", found["value"]).replace("'", "''")
        quoted = f"{found['before']}'{value}'{line[found.end() :]}"
        tried = "".join([*lines[: number - 1], quoted, *lines[number:]])
        later = _first_error(tried)
        if later is None or later.place.line > max(error.place.line, number):
            return tried, Place(number, found.start("value") + 1)
    return None


def _note_syntax(error: _Refusal, mistakes: Mistakes) -> None:
    line = mistakes.source.line(error.place.line)
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        mistakes.add("tab-indentation", Place(error.place.line, indent.index("\t") + 1))
        return
    for number in error.lines:
        misread = re.search(
            rf"(?:^|[\s{{,-])({'|'.join(sorted(MISREAD))}):\s+(?=\S)", mistakes.source.line(number)
        )
        if misread and (number, misread.end() + 1) <= (error.place.line, error.place.column):
            mistakes.add("quote-value", Place(number, misread.end() + 1), {"field": misread[1]})
            return
    if "nesting depth" in error.problem:  # libyaml has a bound of its own, and looks ahead
        mistakes.add("too-deep", error.place, {"most": MOST_NESTING})
        return
    mistakes.add("yaml-syntax", error.place, {"problem": error.problem})


class _Builder:
    """Builds the tree from the events, noting what a rule file must not contain."""

    def __init__(self, mistakes: Mistakes, text: str, rescued: dict[Place, _Refusal]) -> None:
        self.mistakes = mistakes
        self.events = _events(text)
        self.rescued = rescued

    def document(self) -> Tree | None:
        import yaml

        next(self.events)
        start = next(self.events)
        tree: Tree | None = None
        if isinstance(start, yaml.DocumentStartEvent):
            event = next(self.events)
            if not _is_null(event):
                tree = self.node(event, "", 0)
                next(self.events)
                following = next(self.events)
                if isinstance(following, yaml.DocumentStartEvent):
                    self.mistakes.add("second-document", _place(following))
                return tree
        self.mistakes.add("empty-rule-file", Place(1, 1))
        return None

    def node(self, event: Event, under: str, depth: int) -> Tree | None:
        """Build the node that begins with an event; None where it had to be dropped."""
        import yaml

        place = _place(event)
        tag = getattr(event, "tag", None)
        misread = under in MISREAD
        if isinstance(event, yaml.AliasEvent) or (misread and tag):
            self._note_misread(event, under)
            return None
        if under in _TEXTS and getattr(event, "flow_style", False):
            self._skip()
            self._note_misread(event, under)
            return None
        if event.anchor:
            self.mistakes.add("anchor", place, {"name": event.anchor})
        if tag:
            self.mistakes.add("tag", place, {"tag": tag})
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, under)
        if depth >= MOST_NESTING:
            self.mistakes.add("too-deep", place, {"most": MOST_NESTING})
            raise _AbandonedError
        if isinstance(event, yaml.MappingStartEvent):
            return self._fields(event, depth + 1)
        return self._elements(under, place, depth + 1)

    def _note_misread(self, event: Event, under: str) -> None:
        if under in MISREAD:
            self.mistakes.add("quote-value", _place(event), {"field": under})
        else:
            self.mistakes.add("alias", _place(event), {"name": event.anchor})

    def _skip(self) -> None:
        """Pass over a collection; what is wrong inside it is of no interest."""
        import yaml

        depth = 1
        while depth:
            event = next(self.events)
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)

    def _scalar(self, event: Event, under: str) -> Scalar | None:
        place = _place(event)
        start = self.mistakes.source.index(place)
        if place in self.rescued:
            if event.value[:1] in {"{", "["} and under not in MISREAD:
                _note_syntax(self.rescued[place], self.mistakes)
                return None
            self.mistakes.add("quote-value", place, {"field": under or None})
            return Scalar(event.value, place, start, verbatim=True)
        style = event.style or ""
        comment = None
        if not style:
            line = self.mistakes.source.line(event.end_mark.line + 1)
            rest = line[event.end_mark.column :]
            if rest[:1].isspace() and rest.lstrip().startswith("#"):
                comment = Place(event.end_mark.line + 1, len(line) - len(rest.lstrip()) + 1)
                if _GLUED_COMMENT.match(rest) or under in {
                    "pattern",
                    "filename",
                    "folder",
                    "sheet",
                }:
                    self.mistakes.add("cut-by-comment", comment, {"field": under or None})
        return Scalar(event.value, place, start, style, comment=comment)

    def _fields(self, start: Event, depth: int) -> Fields:
        import yaml

        fields = Fields(_place(start))
        before = ""
        while not isinstance(key := next(self.events), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                self.mistakes.add("key-not-text", _place(key))
                self.node(key, "", depth)
                self.node(next(self.events), "", depth)
                continue
            name, place = key.value, _place(key)
            if key.tag or key.anchor:
                self.mistakes.add("tag" if key.tag else "anchor", place, {"tag": key.tag})
            value = next(self.events)
            if _is_null(value):
                # In {…} a comma ends a text: what is behind it looks like a key without a value.
                if start.flow_style and before in MISREAD and before in fields.entries:
                    misread = fields.entries[before]
                    self.mistakes.add("quote-value", misread.place, {"field": before})
                    fields.drop(before)
                elif before not in fields.refused or before not in MISREAD:
                    self.mistakes.add("no-value", place, {"field": name})
                    fields.refused.add(name)
                continue
            before = name
            self._field(fields, name, place, self.node(value, name, depth))
        return fields

    def _field(self, fields: Fields, name: str, place: Place, node: Tree | None) -> None:
        if name == "<<":
            self.mistakes.add("merge-key", place)
        elif name in fields.keys:
            line = fields.keys[name].line
            self.mistakes.add("duplicate-field", place, {"field": name, "line": line})
        elif node is None:
            fields.refused.add(name)
        else:
            fields.keys[name] = place
            fields.entries[name] = node

    def _elements(self, under: str, place: Place, depth: int) -> Elements:
        import yaml

        elements = Elements(place)
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            node = None
            if _is_null(event):
                self.mistakes.add("no-value", _place(event), {"field": under})
            else:
                node = self.node(event, under, depth)
            if node is None:
                elements.damaged = True
            else:
                elements.items.append(node)
        return elements


def _place(event: Event) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)


def _is_null(event: Event) -> bool:
    import yaml

    return (
        isinstance(event, yaml.ScalarEvent)
        and not event.value
        and not event.style
        and not event.tag
        and not event.anchor
    )
