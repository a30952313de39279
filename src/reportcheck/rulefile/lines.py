"""``except`` and ``only``: the rows and columns of a table that a rule is not run on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from reportcheck.binding import lines_of
from reportcheck.classes import dataclass
from reportcheck.form import Axis, Item, Shape, Table
from reportcheck.near import nearest
from reportcheck.rule import Each, LeftOut
from reportcheck.rulefile.tree import Elements, Fields, Mistakes, Path, Place, Scalar, Tree, at
from reportcheck.text import fold

FIELDS: Final = ("except", "only")

Unfit: TypeAlias = Callable[[frozenset[str]], tuple[str, ...]]
"""Returns of some lines those of whose values a formula has nothing to say."""


@dataclass(frozen=True)
class Lines:
    """Reads what a rule, or an item with `equals`, says of the lines that it is run on.

    ``lost``: something was dropped from the file that a name may have meant.
    """

    tree: Tree
    mistakes: Mistakes
    lost: bool = False

    def read(self, path: Path, table: Table | None, each: Each | None) -> LeftOut:
        """Return the lines that are left out by name; what is wrong with the names is noted."""
        node = at(self.tree, path)
        told = [name for name in FIELDS if isinstance(node, Fields) and name in node.entries]
        if not told or not isinstance(node, Fields):
            return LeftOut()
        field = told[0]
        if len(told) > 1:
            self.mistakes.add("except-and-only", node.keys["only"])
        axes = {} if table is None else _axes(table, each)
        if table is None or not axes:
            self.mistakes.add("lines-need-each", node.keys[field], {"field": field})
            return LeftOut()
        named: dict[str, list[str]] = {axis: [] for axis in axes}
        for text, place in _texts(node.entries[field]):
            found = self._meant(text, place, table, axes)
            if found is not None:
                axis, item = found
                named[axis] += [leaf.name for leaf in item.walk() if leaf.has_slots]
        left: dict[str, tuple[str, ...]] = {}
        for axis, names in named.items():
            slots = [item.name for item in axes[axis].slots]
            if field == "except":
                left[axis] = tuple(name for name in slots if name in names)
            elif names:
                left[axis] = tuple(name for name in slots if name not in names)
        return LeftOut(left.get("row", ()), left.get("column", ()))

    def fitting(
        self, left: LeftOut, table: Table | None, each: Each | None, unfit: Unfit, place: Place
    ) -> tuple[LeftOut, frozenset[str] | None]:
        """Return what is left out with the lines that do not fit the formula, and those kept.

        ``unfit`` returns these of the lines it is given. None are kept where ``each`` goes over
        records or cells: there are no lines then. That nothing is left is noted.
        """
        lines = [] if table is None else [item.name for item in lines_of(table, each)]
        if not lines or each is None:
            return left, None
        named = {*left.rows, *left.columns}
        kept = frozenset(name for name in lines if name not in named)
        odd = unfit(kept) if kept else ()
        kept -= {*odd}
        if not kept:
            self.mistakes.add("no-line-left", place, {"each": each})
        all_left = tuple(name for name in lines if name not in kept)
        of_type = tuple(name for name in lines if name in odd)
        if each == "row":
            return LeftOut(all_left, (), of_type), kept
        return LeftOut((), all_left, of_type), kept

    def _meant(
        self, text: str, place: Place, table: Table, axes: dict[str, Axis]
    ) -> tuple[str, Item] | None:
        found = [(axis, item) for axis, items in axes.items() for item in _bearers(text, items)]
        if len(found) == 1:
            return found[0]
        facts: dict[str, object] = {"name": text, "table": table.id}
        if found:
            paths = [".".join(item.path) for _, item in found]
            self.mistakes.add("ambiguous-name", place, facts | {"paths": paths})
            return None
        other = {"row": table.columns, "column": table.rows}.get(next(iter(axes)))
        if len(axes) == 1 and other is not None and _bearers(text, other):
            axis = next(iter(axes))
            told = {"name": text, "expected": axis, "each": axis}
            self.mistakes.add("lines-on-other-axis", place, told)
            return None
        known = {
            each for items in axes.values() for item in items.all for each in (item.name, item.id)
        }
        if not self.lost:
            facts |= {"suggestion": nearest(text, known)}
            self.mistakes.add("unknown-name", place, facts)
        return None


def _axes(table: Table, each: Each | None) -> dict[str, Axis]:
    """Return the axes whose items a rule may leave out, by what these items are."""
    if each is None or table.shape is Shape.RECORDS:
        return {}
    if each == "cell":
        rows = {} if table.rows is None else {"row": table.rows}
        return {**rows, "column": table.columns}
    if table.rows is None:
        return {}
    return {each: table.rows if each == "row" else table.columns}


def _bearers(text: str, axis: Axis) -> list[Item]:
    """Return the items that a name means: any end of their paths, folded if none is so exactly."""
    exact = [item for item in axis.all if text in _ends(item)]
    return exact or [item for item in axis.all if fold(text) in {*map(fold, _ends(item))}]


def _ends(item: Item) -> list[str]:
    return [".".join(item.path[start:]) for start in range(len(item.path))]


def _texts(node: Tree) -> Iterator[tuple[str, Place]]:
    for each in node.items if isinstance(node, Elements) else [node]:
        if isinstance(each, Scalar):
            yield each.text.strip(), each.place
