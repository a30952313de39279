"""``extends``: a rule file that starts from another one, and says what it changes, adds, removes.

Both are put together as trees, in which each text keeps its place in its file; what comes of it is
read like any rule file, and a mistake names the file in which it stands.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Final, NamedTuple

from reportcheck.classes import dataclass
from reportcheck.near import nearest
from reportcheck.problem import RuleFileProblem
from reportcheck.rulefile.loading import load_bytes, source_of
from reportcheck.rulefile.packs import bundled, is_path, read_bytes, rules_folder
from reportcheck.rulefile.reading_yaml import read_tree
from reportcheck.rulefile.sources import digest_of
from reportcheck.rulefile.tree import (
    Elements,
    Fields,
    Mistakes,
    Place,
    Scalar,
    Tree,
    at,
    moved,
    walk,
)

MOST_FILES: Final = 20
OWN: Final = ("form", "title", "version", "effective", "basis", "values", "identity")
"""What the extending file says of the form as a whole takes the place of what the base says."""

_KINDS: Final = {
    "change": ("tables", "items", "rules"),
    "add": ("tables", "items", "rules"),
    "remove": ("tables", "items", "rules"),
}
_POSITIONS: Final = ("before", "after", "under")


@dataclass(frozen=True, slots=True)
class _Found:
    """An element of a list: the list, and where in it."""

    among: Elements
    index: int

    @property
    def node(self) -> Tree:
        """The element itself."""
        return self.among.items[self.index]


def extend(
    own: Fields, mistakes: Mistakes, folder: str, trail: tuple[str, ...] = ()
) -> tuple[Fields, tuple[tuple[str, str], ...]] | None:
    """Return the tree of what a file extends with its changes in it, and the files it rests on.

    These are named from the folder of the file, each with its digest.

    None where there is nothing to go on with. Mistakes of the base by itself are raised: nothing
    can be said of what is built on them.
    """
    named = own.entries["extends"]
    if not isinstance(named, Scalar):
        given = "list" if isinstance(named, Elements) else "mapping"
        facts = {"field": "extends", "expected": "text", "found": given}
        mistakes.add("wrong-kind", named.place, facts)
        return None
    found = _base(named, mistakes, folder)
    if found is None:
        return None
    path, shown, name = found
    mine = os.path.abspath(os.path.join(folder, os.path.basename(mistakes.path)))  # noqa: PTH100, PTH118, PTH119
    trail = trail or (mine,)
    if os.path.abspath(path) in trail or len(trail) > MOST_FILES:  # noqa: PTH100
        mistakes.add("extends-cycle", named.place, {"path": named.text})
        return None
    base = _read(path, shown, trail)
    if base is None:
        mistakes.add("extends-cycle", named.place, {"path": named.text})
        return None
    tree, bases = base.tree, base.bases
    first = len(mistakes.others)
    mistakes.others += [(shown, base.mistakes.source), *base.mistakes.others]
    held = moved(tree, first + 1)
    assert isinstance(held, Fields)  # noqa: S101 - as it was
    tree = held
    below = os.path.dirname(name)  # noqa: PTH120 - as it is named
    _name_from(tree, below)
    _Merge(tree, mistakes).apply(own)
    onward = ((os.path.join(below, each), digest) for each, digest in bases)  # noqa: PTH118
    return tree, ((name, digest_of(base.content)), *onward)


def _name_from(tree: Fields, folder: str) -> None:
    """Name the code lists of a base from the folder of the file that extends it."""
    for path, node in walk(tree) if folder else ():
        if isinstance(node, Scalar) and "hierarchy" in path and path[-1] == "list":
            holder = at(tree, path[:-1])
            assert isinstance(holder, Fields)  # noqa: S101 - it has a field
            holder.entries["list"] = replace(node, text=os.path.join(folder, node.text))  # noqa: PTH118
        elif isinstance(node, Elements) and "hierarchy" in path and path[-1] == "lists":
            node.items = [
                replace(each, text=os.path.join(folder, each.text))  # noqa: PTH118
                if isinstance(each, Scalar)
                else each
                for each in node.items
            ]


class _Base(NamedTuple):
    tree: Fields
    content: bytes
    bases: tuple[tuple[str, str], ...]
    mistakes: Mistakes


def _base(named: Scalar, mistakes: Mistakes, folder: str) -> tuple[str, str, str] | None:
    """Return the path of the file that is extended, how it is shown, and its name from here."""
    spec = named.text.strip()
    if is_path(spec):
        path = os.path.join(folder, spec)  # noqa: PTH118 - shown as the user wrote it
        if os.path.isfile(path):  # noqa: PTH113
            shown = os.path.join(os.path.dirname(mistakes.path), spec)  # noqa: PTH118, PTH120
            return path, shown, spec
        beside = FilePath(folder or ".")
        names = [each.name for each in beside.iterdir()] if beside.is_dir() else []
        facts = {"path": spec, "suggestion": nearest(spec, names)}
        mistakes.add("extends-not-found", named.place, facts)
        return None
    name, at, version = spec.partition("@")
    packs = [pack for pack in bundled() if pack.form.id == name]
    chosen = [pack for pack in packs if not at or pack.form.version == version]
    if len(chosen) == 1:
        ours = str(rules_folder() / FilePath(chosen[0].path).name)
        return ours, chosen[0].path, ours
    known = [f"{pack.form.id}@{pack.form.version}" for pack in packs or bundled()]
    told: dict[str, object] = {"name": spec, "known": known, "suggestion": nearest(spec, known)}
    mistakes.add("extends-which", named.place, told)
    return None


def _read(path: str, shown: str, trail: tuple[str, ...]) -> _Base | None:
    """Return the base as a tree that is sound by itself; None where it leads back to its own."""
    content = read_bytes(path)
    folder = os.path.dirname(path)  # noqa: PTH120
    mistakes = Mistakes(shown, source_of(content, shown))
    tree = read_tree(mistakes)
    if not isinstance(tree, Fields) or mistakes.found:
        load_bytes(content, shown, folder)  # which tells all that is wrong
        return None
    bases: tuple[tuple[str, str], ...] = ()
    if "extends" in tree.entries:
        onward = (*trail, os.path.abspath(path))  # noqa: PTH100
        extended = extend(tree, mistakes, folder, onward)
        if any(each.code == "extends-cycle" for each in mistakes.found.values()):
            return None
        if extended is None or mistakes.found:
            raise RuleFileProblem(mistakes.all())
        tree, bases = extended
    load_bytes(content, shown, folder)
    return _Base(tree, content, bases, mistakes)


class _Merge:
    """Puts into the tree of the base what the extending file says."""

    def __init__(self, base: Fields, mistakes: Mistakes) -> None:
        self.base = base
        self.mistakes = mistakes

    def apply(self, own: Fields) -> None:
        for name, node in own.entries.items():
            place = own.keys[name]
            if name in OWN:
                self.base.entries[name], self.base.keys[name] = node, place
            elif name in {"tables", "rules"}:
                self.mistakes.add("extends-plain-list", place, {"field": name})
            elif name not in {"extends", *_KINDS}:
                known = ("extends", *OWN, *_KINDS)
                self._unknown(name, known, place)
        # What is removed and changed is named as the base has it.
        for verb in ("remove", "change", "add"):
            for kind, entries in self._lists(own, verb):
                for entry in entries.items:
                    getattr(self, f"_{verb}")(kind, entry)

    def _lists(self, own: Fields, verb: str) -> Iterator[tuple[str, Elements]]:
        node = own.entries.get(verb)
        if node is None:
            return
        if not isinstance(node, Fields):
            self._wrong(node, verb, "mapping")
            return
        for kind, entries in node.entries.items():
            if kind not in _KINDS[verb]:
                self._unknown(kind, _KINDS[verb], node.keys[kind])
            elif isinstance(entries, Elements):
                yield kind, entries
            else:
                self._wrong(entries, kind, "list")

    def _unknown(self, name: str, known: Sequence[str], place: Place) -> None:
        suggestion = nearest(name, known)
        facts = {"field": name, "known": [*known], "suggestion": suggestion}
        self.mistakes.add("unknown-field", place, facts)

    def _wrong(self, node: Tree, name: str, expected: str) -> None:
        found = "text" if isinstance(node, Scalar) else "list"
        found = "mapping" if isinstance(node, Fields) else found
        facts = {"field": name, "expected": expected, "found": found}
        self.mistakes.add("wrong-kind", node.place, facts)

    # The three verbs

    def _remove(self, kind: str, entry: Tree) -> None:
        if not isinstance(entry, Scalar):
            self._wrong(entry, kind, "text")
            return
        found = self._find(kind, entry)
        if found is not None:
            del found.among.items[found.index]

    def _change(self, kind: str, entry: Tree) -> None:
        key = "item" if kind == "items" else "id"
        named = self._named(kind, entry, key)
        found = None if named is None else self._find(kind, named)
        if found is None or not isinstance(entry, Fields):
            return
        target = _as_fields(found.node)
        found.among.items[found.index] = target
        without = entry.entries.get("without")
        for each in without.items if isinstance(without, Elements) else [without]:
            if isinstance(each, Scalar) and each.text not in target.entries:
                suggestion = nearest(each.text, target.entries)
                facts = {"field": each.text, "suggestion": suggestion}
                self.mistakes.add("extends-no-such-field", each.place, facts)
            elif isinstance(each, Scalar):
                target.entries.pop(each.text)
                target.keys.pop(each.text, None)
        for name, node in entry.entries.items():
            if name not in {key, "without"}:
                target.entries[name], target.keys[name] = node, entry.keys[name]

    def _add(self, kind: str, entry: Tree) -> None:
        if not isinstance(entry, Fields):
            self._wrong(entry, kind, "mapping")
            return
        told = [name for name in _POSITIONS if name in entry.entries]
        new = Fields(
            entry.place,
            {name: node for name, node in entry.entries.items() if name not in _POSITIONS},
            {name: place for name, place in entry.keys.items() if name not in _POSITIONS},
            set(entry.refused),
        )
        if len(told) > 1 or (kind == "items" and not told) or (kind != "items" and "under" in told):
            self.mistakes.add("extends-where", entry.place, {"kind": kind})
            return
        if not told:
            self._top(kind).items.append(new)
            return
        named = entry.entries[told[0]]
        if not isinstance(named, Scalar):
            self._wrong(named, told[0], "text")
            return
        found = self._find(kind, named)
        if found is None:
            return
        if told[0] == "under":
            heading = _as_fields(found.node)
            found.among.items[found.index] = heading
            below = heading.entries.setdefault("items", Elements(heading.place))
            if isinstance(below, Elements):
                below.items.append(new)
        else:
            found.among.items.insert(found.index + (told[0] == "after"), new)

    def _top(self, kind: str) -> Elements:
        held = self.base.entries.get(kind)
        if not isinstance(held, Elements):
            held = self.base.entries[kind] = Elements(self.base.place)
        return held

    # Finding what is named

    def _named(self, kind: str, entry: Tree, key: str) -> Scalar | None:
        if not isinstance(entry, Fields):
            self._wrong(entry, kind, "mapping")
            return None
        named = entry.entries.get(key)
        if isinstance(named, Scalar):
            return named
        self.mistakes.add("missing-field", entry.place, {"field": key, "owner": kind})
        return None

    def _find(self, kind: str, named: Scalar) -> _Found | None:
        if kind == "items":
            return self._find_item(named)
        held = self._top(kind)
        ids = [_id(node) for node in held.items]
        if named.text in ids:
            return _Found(held, ids.index(named.text))
        suggestion = nearest(named.text, filter(None, ids))
        facts = {"name": named.text, "suggestion": suggestion}
        if kind == "tables":
            self.mistakes.add("unknown-table", named.place, facts)
        else:
            self.mistakes.add("extends-unknown-rule", named.place, facts)
        return None

    def _find_item(self, named: Scalar) -> _Found | None:
        table, sign, way = named.text.partition("::")
        tables = self._top("tables").items
        if not sign:
            table, way = (_id(tables[0]) or "", named.text) if len(tables) == 1 else ("", way)
        ids = [_id(node) for node in tables]
        if table not in ids:
            if not sign:
                self.mistakes.add("extends-item-form", named.place, {"value": named.text})
                return None
            suggestion = nearest(table, filter(None, ids))
            facts = {"name": table, "suggestion": suggestion}
            self.mistakes.add("unknown-table", named.place, facts)
            return None
        items = dict(_ways(tables[ids.index(table)]))
        way = way.strip('" ')
        meant = [path for path in items if any(".".join(path[i:]) == way for i in range(len(path)))]
        exact = [path for path in meant if ".".join(path) == way]
        if len(exact or meant) == 1:
            return items[(exact or meant)[0]]
        told: dict[str, object] = {"name": way, "table": table}
        if meant:
            told["paths"] = [".".join(path) for path in meant]
            self.mistakes.add("ambiguous-name", named.place, told)
        else:
            known = {path[-1] for path in items} | {".".join(path) for path in items}
            told["suggestion"] = nearest(way, known)
            self.mistakes.add("unknown-name", named.place, told)
        return None


def _id(node: Tree) -> str | None:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Fields):
        for name in ("id", "label"):
            held = node.entries.get(name)
            if isinstance(held, Scalar):
                return held.text
    return None


def _as_fields(node: Tree) -> Fields:
    """Return an item that may be a bare text as the mapping that it stands for."""
    if isinstance(node, Fields):
        return Fields(node.place, dict(node.entries), dict(node.keys), set(node.refused))
    named = {"id": node, "label": node} if isinstance(node, Scalar) else {}
    return Fields(node.place, dict(named), dict.fromkeys(named, node.place))


def _ways(table: Tree) -> Iterator[tuple[tuple[str, ...], _Found]]:
    """Yield each item of a table that is written out, on either axis, by its path."""
    if isinstance(table, Fields):
        for axis in ("rows", "columns"):
            held = table.entries.get(axis)
            if isinstance(held, Elements):
                yield from _below(held, ())


def _below(held: Elements, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], _Found]]:
    for index, node in enumerate(held.items):
        path = (*above, _id(node) or "")
        yield path, _Found(held, index)
        items = node.entries.get("items") if isinstance(node, Fields) else None
        if isinstance(items, Elements):
            yield from _below(items, path)
