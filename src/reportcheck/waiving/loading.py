"""A file of waivers, read whole, or every mistake in it with line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final, TypeAlias

from reportcheck.near import nearest
from reportcheck.problem import Mistake, Problem, RuleFileProblem
from reportcheck.rulefile.reading_yaml import read_tree
from reportcheck.rulefile.tree import Elements, Fields, Mistakes, Place, Scalar, SourceText, Tree
from reportcheck.waiver import Given, Target, Waiver
from reportcheck.waiving.days import day
from reportcheck.waiving.workbook import CELLS, FILLED_IN, START, read_workbook

MOST_BYTES: Final = 16 * 1024 * 1024
REQUIRED: Final = ("rule", "reason", "by", "until")
TEXTS: Final = (
    "rule", "form", "agency", "file", "period", "table", "row", "column", "record", "left", "right",
    "reason", "by", "until", "count",
)  # fmt: skip
_Spot: TypeAlias = tuple[int, int, int, str]
"""Where a mistake stands, and what it is."""
_KNOWN: Final = frozenset({*TEXTS, *CELLS})
_NOTHING: Final = re.compile(r"(?:\s|\ufeff|#[^\n]*)*")


def load_waivers(paths: Iterable[str]) -> tuple[Waiver, ...]:
    """Return the waivers of some files, or raise a RuleFileProblem with all mistakes in them."""
    waivers: list[Waiver] = []
    found: list[Mistake] = []
    for path in paths:
        content = _content(path)
        if content.startswith(START):
            for each in read_workbook(path, content):
                if isinstance(each, Waiver):
                    waivers.append(each)
                else:
                    found.append(each)
            continue
        mistakes = Mistakes(path, SourceText(_text(path, content)))
        waivers += _read(mistakes)
        mistakes.found = _together(mistakes.found)
        found += mistakes.all()
    if found:
        raise RuleFileProblem(tuple(found), "waiver-file")
    return tuple(waivers)


def _content(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        why = error.strerror or str(error)
        raise Problem("waivers-unreadable", path=path, reason=why) from None
    if len(content) > MOST_BYTES:
        raise Problem("waivers-too-large", path=path, limit=MOST_BYTES)
    return content


def _text(path: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem("waivers-unreadable", path=path, reason=f"UTF-8: {error.reason}") from None


def _read(mistakes: Mistakes) -> list[Waiver]:
    if _NOTHING.fullmatch(mistakes.source.text):
        return []
    tree = read_tree(mistakes)
    if tree is None:
        return []
    fields = _fields(tree, Path(mistakes.path).name, mistakes)
    if fields is None:
        return []
    _note_unknown(fields, frozenset({"waivers"}), mistakes)
    listed = fields.entries.get("waivers")
    if listed is None:
        if "waivers" not in fields.refused:
            mistakes.add("missing-field", fields.place, {"field": "waivers"})
        return []
    if not isinstance(listed, Elements):
        mistakes.add("wrong-kind", listed.place, {"field": "waivers", "expected": "list",
                                                  "found": _kind(listed)})  # fmt: skip
        return []
    read = (_waiver(each, mistakes) for each in listed.items)
    return [each for each in read if each is not None]


def _together(found: Mapping[_Spot, Mistake]) -> dict[_Spot, Mistake]:
    """Return mistakes in which all entries that were left as they were written are one."""
    told = dict(sorted(found.items()))
    blank = {
        each.line: spot
        for spot, each in told.items()
        if each.code == "no-value" and each.facts.get("field") in FILLED_IN
    }
    fields = {line: told[spot].facts["field"] for line, spot in blank.items()}
    first = [
        line
        for line in blank
        if tuple(fields.get(line + step) for step in range(len(FILLED_IN))) == FILLED_IN
    ]
    for line in first:
        for step in range(len(FILLED_IN)):
            one = told.pop(blank[line + step])
            if line == first[0] and not step:
                facts = {"count": len(first)}
                told[blank[line]] = Mistake(
                    one.path, one.line, one.column, "waiver-blank", facts, one.excerpt
                )
    return told


def _waiver(tree: Tree, mistakes: Mistakes) -> Waiver | None:
    fields = _fields(tree, "waivers", mistakes)
    if fields is None:
        return None
    _note_unknown(fields, _KNOWN, mistakes)
    texts = _texts(fields, TEXTS, mistakes)
    for name in REQUIRED:
        if name not in fields.entries and name not in fields.refused:
            mistakes.add("missing-field", fields.place, {"field": name})
        elif name in texts and not texts[name].strip():
            mistakes.add("empty-text", fields.entries[name].place, {"field": name})
    if ("agency" in texts) is ("file" in texts):
        mistakes.add("waiver-whose", fields.place)
    until = _date(fields, texts, mistakes)
    count = texts.get("count", "1")
    if not (count.isascii() and count.isdigit() and len(count) <= 9 and int(count)):
        mistakes.add(
            "bad-number", fields.entries["count"].place, {"field": "count", "value": count}
        )
        count = "1"
    values, because = (_cells(fields, name, mistakes) for name in CELLS)
    if until is None or not all(name in texts for name in REQUIRED):
        return None
    place = fields.place
    return Waiver(
        target=Target(texts["rule"], *map(texts.get, ("table", "row", "column", "record"))),
        given=Given(values, texts.get("left"), texts.get("right"), int(count), because),
        reason=texts["reason"],
        by=texts["by"],
        until=until,
        source=f"{mistakes.path}:{place.line}",
        agency=texts.get("agency"),
        file=texts.get("file"),
        form=texts.get("form"),
        period=texts.get("period"),
    )


def _cells(fields: Fields, name: str, mistakes: Mistakes) -> dict[str, str]:
    """Return what stands in cells, by their names."""
    tree = fields.entries.get(name)
    cells = None if tree is None else _fields(tree, name, mistakes)
    return {} if cells is None else _texts(cells, tuple(cells.entries), mistakes)


def _texts(fields: Fields, names: Iterable[str], mistakes: Mistakes) -> dict[str, str]:
    texts = {}
    for name in names:
        node = fields.entries.get(name)
        if isinstance(node, Scalar):
            texts[name] = node.text
        elif node is not None:
            mistakes.add("wrong-kind", node.place, {"field": name, "expected": "text",
                                                    "found": _kind(node)})  # fmt: skip
    return texts


def _date(fields: Fields, texts: dict[str, str], mistakes: Mistakes) -> date | None:
    given = texts.get("until", "").strip()
    if not given:
        return None
    if (until := day(given)) is not None:
        return until
    mistakes.add("waiver-until", fields.entries["until"].place, {"value": given})
    return None


def _fields(tree: Tree, name: str, mistakes: Mistakes) -> Fields | None:
    if isinstance(tree, Fields):
        return tree
    mistakes.add(
        "wrong-kind", tree.place, {"field": name, "expected": "mapping", "found": _kind(tree)}
    )
    return None


def _kind(tree: Tree) -> str:
    return (
        "list" if isinstance(tree, Elements) else "mapping" if isinstance(tree, Fields) else "text"
    )


def _note_unknown(fields: Fields, known: frozenset[str], mistakes: Mistakes) -> None:
    for name, place in fields.keys.items():
        if name not in known:
            facts: dict[str, object] = {"field": name, "suggestion": nearest(name, known)}
            mistakes.add("unknown-field", Place(place.line, place.column), facts)
