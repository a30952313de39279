"""The items of an axis: `like` filled in, shortest names found, values inherited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from reportcheck.classes import dataclass
from reportcheck.form import Item, Values
from reportcheck.formula import EACH, TOTAL, Node, Number
from reportcheck.near import nearest
from reportcheck.number import Exact
from reportcheck.rule import Missing
from reportcheck.rulefile.lines import FIELDS
from reportcheck.rulefile.tree import Fields, Mistakes, Path, Scalar, Tree, at
from reportcheck.rulefile.values import read_values
from reportcheck.text import fold

if TYPE_CHECKING:
    from reportcheck.rulefile.models import ItemEntry

MOST_ITEMS: Final = 100_000
MOST_NESTING: Final = 100


@dataclass(frozen=True, eq=False)
class Draft:
    """An item before its name is known. ``at`` is its path in the rule file.

    What it adds up to and what it may hold may stand elsewhere: at the item it is ``like``.
    """

    id: str
    label: str
    at: Path
    entry: ItemEntry | None = None
    items: tuple[Draft, ...] = ()
    size: int = 1
    depth: int = 1
    equals_at: Path | None = None
    missing: Missing | None = None
    total: bool | None = None
    values_at: Path | None = None
    values_of: ItemEntry | None = None
    reliability: Exact | Literal["fixed"] | None = None


Bearers: TypeAlias = dict[str, list[tuple[tuple[str, ...], Draft]]]
"""Every item of an axis with its path, by each end of that path."""


@dataclass(frozen=True)
class Total:
    """An item with `equals`, and the path of that formula in the rule file."""

    name: str
    path: tuple[str, ...]
    at: Path
    missing: Missing = Missing.STRICT


@dataclass(frozen=True)
class Above:
    """What an item has from above: ``values`` hold, ``declared`` are those of a heading, if any."""

    values: Values
    path: tuple[str, ...] = ()
    declared: Values | None = None
    told_at: Path = ()
    optional: bool = False
    reliability: Exact | Literal["fixed"] = 1


class ItemReader:
    """Reads one axis of one table."""

    def __init__(
        self, table: str, tree: Tree, formulas: Mapping[Path, Node], mistakes: Mistakes
    ) -> None:
        self.table = table
        self.tree = tree
        self.formulas = formulas
        self.mistakes = mistakes
        self.totals: list[Total] = []
        self.declared: list[tuple[Item, Path]] = []

    def read(
        self, entries: Sequence[ItemEntry | str], path: Path, inherited: Values
    ) -> tuple[Item, ...]:
        """Return the items; totals and declared values are kept beside them."""
        drafts = self._filled(self._drafts(entries, path))
        if sum(draft.size for draft in drafts) > MOST_ITEMS:
            self.mistakes.add("too-many-items", at(self.tree, path).place, {"most": MOST_ITEMS})
            return ()
        names = _names([way for draft in drafts for way in _paths(draft, ())])
        items = tuple(self._item(draft, Above(inherited), names) for draft in drafts)
        self._check_names(drafts, items)
        return items

    def _drafts(self, entries: Sequence[ItemEntry | str], path: Path) -> tuple[Draft, ...]:
        drafts: dict[str, Draft] = {}
        labels: dict[str, Draft] = {}
        for index, entry in enumerate(entries):
            here: Path = (*path, index)
            draft = self._draft(entry, here)
            if draft is None:
                continue
            if draft.id in drafts:
                first = at(self.tree, drafts[draft.id].at).place.line
                place = at(self.tree, (*here, "id" if self._has(here, "id") else "label")).place
                self.mistakes.add("duplicate-id", place, {"id": draft.id, "line": first})
                continue
            drafts[draft.id] = draft
            self._check_labels(draft, labels)
        return tuple(drafts.values())

    def _check_labels(self, draft: Draft, labels: dict[str, Draft]) -> None:
        """Two items side by side that are labelled alike cannot be told apart in a file."""
        aliases = [] if draft.entry is None else draft.entry.aliases
        for label in (draft.label, *aliases):
            first = labels.setdefault(fold(label), draft)
            if first is not draft:
                facts = {"label": label, "line": at(self.tree, first.at).place.line}
                place = at(self.tree, (*draft.at, "label")).place
                self.mistakes.add("duplicate-label", place, facts)

    def _draft(self, entry: ItemEntry | str, here: Path) -> Draft | None:
        node = at(self.tree, here)
        name = entry if isinstance(entry, str) else entry.id or entry.label
        if name is None:
            if not (isinstance(node, Fields) and node.refused & {"id", "label"}):
                self.mistakes.add("item-without-name", node.place)
            return None
        if name in {EACH, TOTAL}:  # what formulas write for the item or the record at hand
            self.mistakes.add("bad-id", node.place, {"field": "id", "value": name})
        if isinstance(entry, str):
            return Draft(name, name, here)
        if entry.like is not None and entry.items is not None:
            self.mistakes.add("like-and-items", at(self.tree, (*here, "like")).place)
        return Draft(
            name,
            entry.label or name,
            here,
            entry,
            () if entry.items is None else self._drafts(entry.items, (*here, "items")),
            equals_at=(*here, "equals") if entry.equals is not None else None,
            missing=entry.missing,
            total=entry.total,
            values_at=(*here, "values") if entry.values is not None else None,
            values_of=entry if entry.values is not None else None,
            reliability=entry.reliability,
        )

    def _has(self, path: Path, field: str) -> bool:
        node = at(self.tree, path)
        return isinstance(node, Fields) and field in node.entries

    # `like`

    def _filled(self, drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
        """Return the drafts with the items of others where they are `like` these."""
        bearers: Bearers = {}
        for way, draft in (found for top in drafts for found in _walk(top, ())):
            for length in range(1, len(way) + 1):
                bearers.setdefault(".".join(way[-length:]), []).append((way, draft))
        done: dict[int, Draft] = {}
        return tuple(self._fill(draft, bearers, done, ()) for draft in drafts)

    def _fill(
        self,
        draft: Draft,
        bearers: Bearers,
        done: dict[int, Draft],
        trail: tuple[Draft, ...],
    ) -> Draft:
        if id(draft) in done:
            return done[id(draft)]
        place = at(self.tree, (*draft.at, "like")).place
        model = self._model(draft, bearers)
        filled = draft
        if any(each is draft for each in trail):
            self.mistakes.add("like-cycle", place, {"name": draft.id})
            return replace(draft, items=())
        if len(trail) >= MOST_NESTING:
            self.mistakes.add("too-deep", place, {"most": MOST_NESTING})
            return replace(draft, items=())
        onward = (*trail, draft)
        if model is not None:
            model = self._fill(model, bearers, done, onward)
            own_equals = draft.equals_at is not None
            filled = replace(
                draft,
                items=model.items,
                equals_at=draft.equals_at if own_equals else model.equals_at,
                missing=draft.missing or (None if own_equals else model.missing),
                total=draft.total if own_equals or draft.total is not None else model.total,
                values_at=draft.values_at or model.values_at,
                values_of=draft.values_of or model.values_of,
                reliability=model.reliability if draft.reliability is None else draft.reliability,
            )
        else:
            items = tuple(self._fill(each, bearers, done, onward) for each in draft.items)
            filled = replace(draft, items=items)
        size = 1 + sum(each.size for each in filled.items)
        depth = 1 + max((each.depth for each in filled.items), default=0)
        if depth > MOST_NESTING:
            self.mistakes.add("too-deep", place, {"most": MOST_NESTING})
            filled, size, depth = replace(filled, items=()), 1, 1
        done[id(draft)] = replace(filled, size=size, depth=depth)
        return done[id(draft)]

    def _model(self, draft: Draft, bearers: Bearers) -> Draft | None:
        like = draft.entry.like if draft.entry is not None else None
        if like is None or draft.items:
            return None
        place = at(self.tree, (*draft.at, "like")).place
        meant = [(way, each) for way, each in bearers.get(like, []) if each is not draft]
        if len(meant) == 1:
            return meant[0][1]
        facts: dict[str, object] = {"name": like, "table": self.table}
        if not meant and like in bearers:
            self.mistakes.add("like-cycle", place, {"name": like})
        elif meant:
            paths = [".".join(way) for way, _ in meant]
            self.mistakes.add("ambiguous-name", place, facts | {"paths": paths})
        else:
            suggestion = nearest(like, bearers.keys() - {draft.id})
            self.mistakes.add("unknown-name", place, facts | {"suggestion": suggestion})
        return None

    # Items

    def _item(self, draft: Draft, above: Above, names: Mapping[tuple[str, ...], str]) -> Item:
        path = (*above.path, draft.id)
        declared, told_at, base = above.declared, above.told_at, above.values
        if draft.values_of is not None and draft.values_at is not None:
            told_at = draft.values_at
            node = at(self.tree, told_at)
            declared = base = read_values(draft.values_of.values, base, node, self.mistakes)
        optional = above.optional or (draft.entry is not None and draft.entry.optional)
        reliability = above.reliability if draft.reliability is None else draft.reliability
        below = Above(base, path, declared, told_at, optional, reliability)
        equals, text = self._equals(draft)
        if draft.equals_at is not None:
            missing = draft.missing or Missing.STRICT
            self.totals.append(Total(names[path], path, draft.equals_at, missing))
        elif draft.missing is not None:
            place = at(self.tree, (*draft.at, "missing")).place
            self.mistakes.add("missing-without-equals", place, {"name": names[path]})
        self._check_lines(draft, names[path])
        item = Item(
            draft.id,
            draft.label,
            names[path],
            path,
            aliases=tuple(draft.entry.aliases) if draft.entry is not None else (),
            items=tuple(self._item(each, below, names) for each in draft.items),
            equals=equals,
            equals_text=text,
            total=equals is not None if draft.total is None else draft.total,
            values=declared,
            own_values=draft.values_of is not None,
            optional=optional,
            reliability=reliability,
        )
        if declared is not None and item.has_slots:
            self.declared.append((item, told_at))
        return item

    def _check_lines(self, draft: Draft, name: str) -> None:
        """`except` and `only` go with the `equals` beside them, wherever that is taken over."""
        node = at(self.tree, draft.at)
        if not isinstance(node, Fields) or "equals" in node.entries or "equals" in node.refused:
            return
        for field in FIELDS:
            if field in node.entries:
                facts = {"name": name, "field": field}
                self.mistakes.add("lines-without-equals", node.keys[field], facts)

    def _equals(self, draft: Draft) -> tuple[Node | None, str]:
        if draft.equals_at is None:
            return None, ""
        written = at(self.tree, draft.equals_at)
        text = written.text.strip() if isinstance(written, Scalar) else ""
        # A formula that could not be read still makes the item a total.
        return self.formulas.get(draft.equals_at, Number(0)), text

    def _check_names(self, drafts: Sequence[Draft], items: Sequence[Item]) -> None:
        """Two items that even their whole paths spell alike cannot be told apart in a report."""
        ways = [draft for top in drafts for _, draft in _walk(top, ())]
        seen: dict[str, int] = {}
        for item, draft in zip((each for top in items for each in top.walk()), ways, strict=True):
            place = at(self.tree, draft.at).place
            if item.name in seen:
                facts = {"id": item.name, "line": seen[item.name]}
                self.mistakes.add("duplicate-id", place, facts)
            seen.setdefault(item.name, place.line)


def _walk(draft: Draft, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Draft]]:
    path = (*above, draft.id)
    yield path, draft
    for each in draft.items:
        yield from _walk(each, path)


def _paths(draft: Draft, above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (path for path, _ in _walk(draft, above))


def _names(paths: Sequence[tuple[str, ...]]) -> Mapping[tuple[str, ...], str]:
    """Return the shortest end of each path that no other path ends in, else the whole path."""
    ends = Counter(".".join(path[-length:]) for path in paths for length in range(1, len(path) + 1))
    names = {}
    for path in paths:
        ways = [".".join(path[-length:]) for length in range(1, len(path) + 1)]
        names[path] = next((way for way in ways if ends[way] == 1), ways[-1])
    return names
