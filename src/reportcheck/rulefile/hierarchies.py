"""The hierarchies of a table of records -> the rules that they stand for."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

from reportcheck.classes import dataclass
from reportcheck.codes import CodeList, Hierarchy
from reportcheck.form import Form, Item, Shape, Table
from reportcheck.formula import EACH, Aggregate, Cell, Compare
from reportcheck.near import nearest
from reportcheck.rule import Missing, Rule, Severity, Tolerance
from reportcheck.rulefile.codelists import ListReader
from reportcheck.rulefile.forms import meant, texts
from reportcheck.rulefile.rules import Register, check_placeholders
from reportcheck.rulefile.scalars import tolerance
from reportcheck.rulefile.tree import Elements, Fields, Mistakes, Path, Place, Tree, at

if TYPE_CHECKING:
    from reportcheck.rulefile.models import HierarchyEntry, TableEntry

_CODES: Final = frozenset({"code", "text", "count", "integer"})


@dataclass(frozen=True)
class HierarchyReader:
    """What the hierarchies of a form are read with."""

    tree: Tree
    form: Form
    mistakes: Mistakes
    register: Register
    sources: list[tuple[str, str]] = field(default_factory=list)

    def read(self, entry: TableEntry, path: Path) -> None:
        """Read the hierarchies of a table into the register; what is wrong with one is noted."""
        held = entry.hierarchy
        if held is None:
            return
        table = self.form.by_id.get(entry.id)
        several = isinstance(held, list)
        for index, each in enumerate(held if isinstance(held, list) else [held]):
            here: Path = (*path, "hierarchy", index) if several else (*path, "hierarchy")
            if table is None:
                continue
            if table.shape is not Shape.RECORDS:
                place = self._key_place(path, "hierarchy")
                self.mistakes.add("only-for-records", place, {"field": "hierarchy"})
                return
            self._read(each, here, table)

    def _read(self, entry: HierarchyEntry, path: Path, table: Table) -> None:
        for name in ("say", "why", "fix"):
            check_placeholders(self.mistakes, self.tree, texts(getattr(entry, name)), (*path, name))
        hierarchy = self._hierarchy(entry, path, table)
        allowed = self._tolerance(entry, path)
        rule_id = entry.id or f"{table.id}.hierarchy"
        place = at(self.tree, (*path, "id") if entry.id else path).place
        if hierarchy is None:
            self.register.claim(rule_id, place)
            return
        own = Cell(table.id, EACH, EACH)
        rule = Rule(
            rule_id,
            table.id,
            "column",
            Compare("=", own, Aggregate("sum", table.id, own, None)),
            _written(hierarchy),
            severity=Severity(entry.severity),
            tolerance=allowed,
            say=texts(entry.say),
            why=texts(entry.why),
            fix=texts(entry.fix),
            basis=entry.basis or "",
            tags=tuple(entry.tags),
            origin="hierarchy",
            path=self.mistakes.file(place)[0],
            line=place.line,
            # A table of records lists what there is: what it does not list is nothing.
            missing=entry.missing or Missing.ZERO,
            hierarchy=hierarchy,
        )
        if allowed.kind == "rounding":
            bare = [c for c in hierarchy.values if table.values_at(None, c).places is None]
            for name in bare[:1]:
                where = at(self.tree, (*path, "tolerance")).place
                self.mistakes.add("rounding-needs-places", where, {"name": name})
        self.register.add(rule, place, self.form)

    def _hierarchy(self, entry: HierarchyEntry, path: Path, table: Table) -> Hierarchy | None:
        code = self._column(entry.code, (*path, "code"), table)
        values = [self._column(each, (*path, "value"), table) for each in entry.value]
        if entry.within is None:
            within: list[Item | None] = [
                table.columns.by_name[name]
                for name in table.key
                if code is None or name != code.name
            ]
        else:
            within = [self._column(each, (*path, "within"), table) for each in entry.within]
        lists = self._lists(entry, path)
        if code is None or None in values or None in within or lists is None:
            return None
        found = Hierarchy(
            code.name,
            tuple(each.name for each in values if each is not None),
            tuple(each.name for each in within if each is not None),
            lists,
            () if lists else tuple(sorted(entry.prefix or ())),
        )
        return found if self._fits(found, path, table) else None

    def _fits(self, hierarchy: Hierarchy, path: Path, table: Table) -> bool:
        """Whether the columns hold what a hierarchy needs, and none has two parts in it."""
        fits = True
        kind = table.values_at(None, hierarchy.code).type
        if kind not in _CODES:
            place = at(self.tree, (*path, "code")).place
            facts = {"name": hierarchy.code, "found": kind, "expected": "code"}
            self.mistakes.add("hierarchy-type", place, facts)
            fits = False
        place = at(self.tree, (*path, "value")).place
        for name in hierarchy.values:
            values = table.values_at(None, name)
            if not values.numeric:
                facts = {"name": name, "found": values.type, "expected": "amount"}
                self.mistakes.add("hierarchy-type", place, facts)
                fits = False
        parts = (hierarchy.code, *hierarchy.values, *hierarchy.within)
        for name in sorted({name for name in parts if parts.count(name) > 1}):
            self.mistakes.add("hierarchy-column-twice", place, {"name": name})
            fits = False
        return fits

    def _lists(self, entry: HierarchyEntry, path: Path) -> tuple[CodeList, ...] | None:
        """Return the code lists, none where the length of codes tells all, or None if wrong."""
        place = at(self.tree, path).place
        if entry.list is not None and entry.lists is not None:
            self.mistakes.add("list-and-lists", at(self.tree, (*path, "lists")).place)
            return None
        names = [entry.list] if entry.list is not None else entry.lists or []
        lengths = entry.prefix or []
        if not names and not lengths:
            self.mistakes.add("hierarchy-without-codes", place)
            return None
        if lengths and (len(set(lengths)) < len(lengths) or len(lengths) < 2 or 0 in lengths):
            node = at(self.tree, (*path, "prefix"))
            if not (isinstance(node, Elements) and node.damaged):
                self.mistakes.add("bad-prefix", node.place)
            return None
        reader = ListReader(self.mistakes, self.sources, tuple(sorted(lengths)))
        part = "list" if entry.list is not None else "lists"
        found = []
        for index, name in enumerate(names):
            where = (*path, part) if part == "list" else (*path, part, index)
            found.append(reader.read(name, at(self.tree, where).place))
        return None if None in found else tuple(each for each in found if each is not None)

    def _column(self, text: str, path: Path, table: Table) -> Item | None:
        found = meant(text, table.columns)
        place = at(self.tree, path).place
        if found is None:
            suggestion = nearest(text, table.columns.by_name)
            facts = {"name": text, "table": table.id, "suggestion": suggestion}
            self.mistakes.add("unknown-name", place, facts)
        elif not found.has_slots:
            self.mistakes.add("heading-has-no-value", place, {"name": text})
            return None
        return found

    def _tolerance(self, entry: HierarchyEntry, path: Path) -> Tolerance:
        if entry.tolerance is None:
            return Tolerance()
        read = tolerance(entry.tolerance)
        if read is None:
            facts = {"value": entry.tolerance, "suggestion": nearest(entry.tolerance, ["rounding"])}
            self.mistakes.add("bad-tolerance", at(self.tree, (*path, "tolerance")).place, facts)
        return read or Tolerance()

    def _key_place(self, path: Path, name: str) -> Place:
        node = at(self.tree, path)
        return node.keys.get(name, node.place) if isinstance(node, Fields) else node.place


def _written(hierarchy: Hierarchy) -> str:
    """Return by what codes lie below each other, as a rule file would say it."""
    if hierarchy.lists:
        told = ", ".join(each.name for each in hierarchy.lists)
        return f"{hierarchy.code}: {told}"
    return f"{hierarchy.code}: {', '.join(map(str, hierarchy.prefix))}"
