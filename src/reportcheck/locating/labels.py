"""The labels of a form, indexed once, so that a cell's text leads to the items it may stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice, product

from reportcheck.classes import dataclass
from reportcheck.form import Axis, Form, Item, Shape, Table
from reportcheck.text import fold, fold_number, may_be_traditional

LONGEST_LABEL = 300
"""Texts of more characters are prose: no label is looked for in them."""

LONGEST_ADDITION = 24
"""How many characters may stand around a title in its cell, as a year or a unit."""

_PARTING = dict.fromkeys(map(ord, "-/\\|>_:;,.、·→~+"))
_MOST_CHAINS = 256
_LEAST_CHAIN = 4
"""Fewer characters are no heading with what stands under it: ``A1`` may be anything."""


@dataclass(frozen=True)
class AxisLabels:
    """The items of one axis by number (their place in form order) and by folded label.

    ``exact`` and ``plain`` (without leading numbering) lead from a folded text to the items it may
    stand for. ``above[i]`` and ``below[i]`` are the headings over item ``i`` and what it is over.
    """

    items: tuple[Item, ...]
    exact: Mapping[str, tuple[int, ...]]
    plain: Mapping[str, tuple[int, ...]]
    above: tuple[frozenset[int], ...]
    below: tuple[frozenset[int], ...]
    slots: frozenset[int]

    def optional(self, item: int) -> bool:
        """Whether the item, or a heading over it, need not be there."""
        return any(self.items[each].optional for each in (item, *self.above[item]))

    @cached_property
    def required(self) -> frozenset[int]:
        """The items with slots that have to be there."""
        return frozenset(item for item in self.slots if not self.optional(item))


@dataclass(frozen=True)
class TableLabels:
    """One table with the labels of both its axes, its titles and the words of its corner."""

    table: Table
    columns: AxisLabels
    rows: AxisLabels | None
    titles: frozenset[str]
    corner: frozenset[str]


@dataclass(frozen=True)
class Mention:
    """What one text may stand for in a table: items of its columns, of its rows."""

    table: int
    columns: tuple[int, ...] = ()
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class FormLabels:
    """All the labels of a form: from a folded text to whatever it may stand for, in any table."""

    form: Form
    tables: tuple[TableLabels, ...]
    exact: Mapping[str, tuple[Mention, ...]]
    plain: Mapping[str, tuple[Mention, ...]]
    titles: Mapping[str, frozenset[int]]

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """What a label may begin with, short of the whole."""
        return frozenset(key[:end] for key in self.exact for end in range(1, len(key)))

    def mentions(self, key: str, plain: str) -> tuple[Mention, ...]:
        """Return what a text may stand for; without its numbering only where it is nothing else.

        What is nothing at all may be a label in traditional characters, or in simplified ones.
        """
        found = self.as_written(key, plain)
        if not found and self._may_be_traditional(key):
            from reportcheck.traditional import simplified

            found = self._simplified.as_written(simplified(key), simplified(plain))
        if found or len(key) < _LEAST_CHAIN or key.isdigit() or not self._chained:
            return found
        return self._chained.get(unparted(key), ())

    @cached_property
    def _chained(self) -> Mapping[str, tuple[Mention, ...]]:
        """The items that stand under a heading, by its label and their own in one text."""
        chained: list[tuple[str, tuple[Mention, ...]]] = []
        for number, table in enumerate(self.tables):
            chained += ((key, (Mention(number, (item,)),)) for key, item in _chains(table.columns))
            if table.rows is not None:
                chained += (
                    (key, (Mention(number, (), (item,)),)) for key, item in _chains(table.rows)
                )
        return _joined(chained)

    def _may_be_traditional(self, key: str) -> bool:
        return not key.isascii() and (self._traditional or may_be_traditional(key))

    @cached_property
    def _traditional(self) -> bool:
        return any(map(may_be_traditional, (*self.exact, *self.titles)))

    @cached_property
    def _simplified(self) -> FormLabels:
        """The same labels in simplified characters."""
        from reportcheck.traditional import simplified

        titles: dict[str, frozenset[int]] = defaultdict(frozenset)
        for key, tables in self.titles.items():
            titles[simplified(key)] |= tables
        return FormLabels(
            self.form,
            self.tables,
            _joined((simplified(key), found) for key, found in self.exact.items()),
            _joined((simplified(key), found) for key, found in self.plain.items()),
            dict(titles),
        )

    def as_written(self, key: str, plain: str) -> tuple[Mention, ...]:
        """Return what a text may stand for in the characters that it is written in."""
        exact = self.exact.get(key, ())
        loose = self.plain.get(plain, ())
        if not loose or not exact:
            return exact or loose
        known = {mention.table for mention in exact}
        return exact + tuple(mention for mention in loose if mention.table not in known)

    def titled(self, key: str) -> frozenset[int]:
        """Return the tables whose title the text is, or has a few words around."""
        found = self.titled_as_written(key)
        if found or not self._may_be_traditional(key):
            return found
        from reportcheck.traditional import simplified

        return self._simplified.titled_as_written(simplified(key))

    def titled_as_written(self, key: str) -> frozenset[int]:
        """Return the tables that a text is a title of, in the characters that it is written in."""
        if key in self.titles:
            return self.titles[key]
        around = [
            title
            for title in self.titles
            if len(title) >= 4 and title in key and len(key) <= len(title) + LONGEST_ADDITION
        ]
        return self.titles[max(around, key=len)] if around else frozenset()


def _chains(axis: AxisLabels) -> Iterator[tuple[str, int]]:
    """Yield items under headings by what they are called where all levels stand in one cell.

    So tables are written that were unfolded: ``Pupils - Girls`` in place of a heading over columns.
    """
    called = [
        dict.fromkeys(
            each for word in (item.label, *item.aliases) for each in (fold(word), fold_number(word))
        )
        for item in axis.items
    ]
    for number, above in enumerate(axis.above):
        levels = [called[each] for each in (*sorted(above), number)]
        for first in range(len(above)):
            for words in islice(product(*levels[first:]), _MOST_CHAINS):
                key = unparted("".join(words))
                if all(words) and len(key) >= _LEAST_CHAIN:
                    yield key, number


def unparted(key: str) -> str:
    """Return a folded text without the signs that part the levels of a label.

    >>> unparted(fold("三、办理结果——(一)予以公开")) == unparted(fold("三、办理结果（一）予以公开"))
    True
    """
    return key.translate(_PARTING)


def _axis_labels(axis: Axis, *, by_id: bool) -> AxisLabels:
    items = axis.all
    numbers = {id(item): number for number, item in enumerate(items)}
    above: list[frozenset[int]] = [frozenset()] * len(items)
    below: list[frozenset[int]] = []
    for number, item in enumerate(items):
        under = frozenset(numbers[id(each)] for each in item.walk() if each is not item)
        below.append(under)
        for each in under:
            above[each] |= {number}
    exact: dict[str, list[int]] = defaultdict(list)
    plain: dict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(items):
        words = (item.label, *item.aliases, *((item.id, item.name) if by_id else ()))
        for key in dict.fromkeys(fold(word) for word in words):
            exact[key].append(number)
        for key in dict.fromkeys(fold_number(word) for word in words):
            plain[key].append(number)
    own = [fold(item.label) for item in items]
    return AxisLabels(
        items,
        {key: tuple(found) for key, found in exact.items() if key},
        # Without the numbering a text must still lead to one label, be it under several headings.
        {
            key: tuple(found)
            for key, found in plain.items()
            if key and len({own[item] for item in found}) == 1
        },
        tuple(above),
        tuple(below),
        frozenset(number for number, item in enumerate(items) if item.has_slots),
    )


def _table_labels(table: Table) -> TableLabels:
    titles = (*((table.title,) if table.title else ()), *table.aliases)
    return TableLabels(
        table,
        _axis_labels(table.columns, by_id=table.shape is Shape.RECORDS),
        None if table.rows is None else _axis_labels(table.rows, by_id=False),
        frozenset(filter(None, map(fold, titles))),
        frozenset(filter(None, map(fold, table.corner))),
    )


def _merged(
    pairs: Iterable[tuple[int, Mapping[str, tuple[int, ...]], Mapping[str, tuple[int, ...]]]],
) -> dict[str, tuple[Mention, ...]]:
    mentions: dict[str, list[Mention]] = defaultdict(list)
    for table, columns, rows in pairs:
        for key in dict.fromkeys((*columns, *rows)):
            mentions[key].append(Mention(table, columns.get(key, ()), rows.get(key, ())))
    return {key: tuple(found) for key, found in mentions.items()}


def _joined(pairs: Iterable[tuple[str, tuple[Mention, ...]]]) -> dict[str, tuple[Mention, ...]]:
    """Put together what keys stand for that have become the same."""
    tables: dict[str, dict[int, Mention]] = defaultdict(dict)
    for key, found in pairs:
        for each in found:
            held = tables[key].get(each.table, Mention(each.table))
            tables[key][each.table] = Mention(
                each.table,
                tuple(dict.fromkeys((*held.columns, *each.columns))),
                tuple(dict.fromkeys((*held.rows, *each.rows))),
            )
    return {key: tuple(found.values()) for key, found in tables.items()}


def _form_labels(form: Form) -> FormLabels:
    tables = tuple(map(_table_labels, form.tables))
    titles: dict[str, frozenset[int]] = defaultdict(frozenset)
    for number, table in enumerate(tables):
        for title in table.titles:
            titles[title] |= {number}
    return FormLabels(
        form,
        tables,
        _merged(
            (number, each.columns.exact, {} if each.rows is None else each.rows.exact)
            for number, each in enumerate(tables)
        ),
        _merged(
            (number, each.columns.plain, {} if each.rows is None else each.rows.plain)
            for number, each in enumerate(tables)
        ),
        dict(titles),
    )


_KEPT: dict[int, FormLabels] = {}
_MOST_KEPT = 64


def labels_of(form: Form) -> FormLabels:
    """Return the labels of a form, indexed once a process: a folder brings one form many times."""
    # Forms are compared by all they hold, which is slow; the same object is the usual case. The
    # index holds on to its form, so that an id cannot come to mean another.
    kept = _KEPT.get(id(form))
    if kept is None:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        kept = _KEPT[id(form)] = _form_labels(form)
    return kept
