"""A file of cases, read whole: fillings, changes to them, and what has to be found in each.

Every mistake in it is noted with line and column, as in a rule file.
"""

from __future__ import annotations

import os.path
import re
from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Final

from reportcheck.classes import dataclass
from reportcheck.form import Form
from reportcheck.near import nearest
from reportcheck.number import Raw
from reportcheck.problem import RuleFileProblem
from reportcheck.rule import Pack
from reportcheck.rulefile.fillings import read_filling
from reportcheck.rulefile.loading import source_of
from reportcheck.rulefile.packs import find, is_path, read_bytes
from reportcheck.rulefile.reading_yaml import read_tree
from reportcheck.rulefile.rules import RESERVED
from reportcheck.rulefile.shaping import shaped
from reportcheck.rulefile.slots import SlotFault, SlotName, item_named, slot_named
from reportcheck.rulefile.tree import Fields, Mistakes, Path, Place, Scalar, Tree, at

if TYPE_CHECKING:
    from reportcheck.rulefile.case_models import CaseEntry, CasesFile, ExpectedEntry

ENDINGS: Final = (".cases.yaml", ".cases.yml")
_WHOLE: Final = re.compile(r"-?\d{1,15}")
_DECIMAL: Final = re.compile(r"-?\d{1,12}\.\d{1,3}")


@dataclass(frozen=True)
class Filling:
    """A filled-in form: a file, or what is typed into its slots."""

    path: str | None = None
    typed: Mapping[SlotName, Raw] | None = None


@dataclass(frozen=True)
class Expected:
    """Findings that have to be there; what is None may be any."""

    rule: str
    verdict: str
    count: int
    slot: SlotName | None
    rows: frozenset[str] | None
    columns: frozenset[str] | None
    line: int | None


@dataclass(frozen=True)
class Case:
    """A filling, what is changed in it, and what has to be found then."""

    name: str
    path: str
    line: int
    filling: Filling
    prior: Filling | None
    changes: tuple[tuple[SlotName, Raw], ...]
    expected: tuple[Expected, ...]
    exact: bool
    todo: str | None


@dataclass(frozen=True)
class Cases:
    """The cases of one file, and the pack that they are for."""

    path: str
    pack: Pack
    cases: tuple[Case, ...]


def is_cases_file(path: str) -> bool:
    """Tell whether a path names a file of cases.

    >>> is_cases_file("rules/gir.cases.yaml"), is_cases_file("rules/gir.yaml")
    (True, False)
    """
    return path.endswith(ENDINGS)


def rules_of(path: str) -> str:
    """Return the rule file or the pack that a file of cases is for, as ``find`` takes it."""
    tree = read_tree(Mistakes(path, source_of(read_bytes(path), path)))
    named = tree.entries.get("rules") if isinstance(tree, Fields) else None
    return _spec(path, named.text if isinstance(named, Scalar) else None)


def load_cases(path: str) -> Cases:
    """Return the cases of a file, or raise a RuleFileProblem with all mistakes in it."""
    mistakes = Mistakes(path, source_of(read_bytes(path), path))
    read = _Reading(mistakes).read()
    if mistakes.found or read is None:
        raise RuleFileProblem(mistakes.all(), "cases-file")
    return read


def _spec(path: str, named: str | None) -> str:
    if named is None:
        ending = next(each for each in ENDINGS if path.endswith(each))
        return path.removesuffix(ending) + ending.removeprefix(".cases")
    return os.path.join(os.path.dirname(path), named) if is_path(named) else named  # noqa: PTH118, PTH120


def typed(node: Tree) -> Raw:
    """Return what a text of YAML types into a cell: a number, if it is one and not in quotes."""
    if not isinstance(node, Scalar):
        return None
    if not node.style and _WHOLE.fullmatch(node.text):
        return int(node.text)
    if not node.style and _DECIMAL.fullmatch(node.text):
        return float(node.text)
    return node.text


class _Reading:
    """What one file of cases is read with."""

    def __init__(self, mistakes: Mistakes) -> None:
        self.mistakes = mistakes
        self.tree: Tree = Fields(Place(1, 1))

    def read(self) -> Cases | None:
        from reportcheck.rulefile.case_models import CasesFile, fields_under

        tree = read_tree(self.mistakes)
        if tree is None:
            return None
        if not isinstance(tree, Fields):
            name = FilePath(self.mistakes.path).name
            facts = {"field": name, "expected": "mapping", "found": "list"}
            self.mistakes.add("wrong-kind", tree.place, facts)
            return None
        self.tree = tree
        file = shaped(tree, self.mistakes, CasesFile, fields_under)
        pack = None if file is None else self._pack(file)
        if file is None or pack is None:
            return None
        cases = tuple(
            self._case(file, number, entry, pack) for number, entry in enumerate(file.cases)
        )
        return Cases(self.mistakes.path, pack, cases)

    def _pack(self, file: CasesFile) -> Pack | None:
        packs = find(_spec(self.mistakes.path, file.rules))
        if len(packs) == 1:
            return packs[0]
        known = [f"{pack.form.id}@{pack.form.version}" for pack in packs]
        self.mistakes.add("case-one-pack", self._place("rules"), {"known": known})
        return None

    def _place(self, *path: str | int) -> Place:
        return at(self.tree, path).place

    def _case(self, file: CasesFile, number: int, entry: CaseEntry, pack: Pack) -> Case:
        path: Path = ("cases", number)
        form = pack.form
        filling = self._filling(file, entry, path, "filling", form)
        if filling is None:
            self.mistakes.add("case-no-filling", self._place(*path, "name"), {"name": entry.name})
        return Case(
            entry.name,
            self.mistakes.path,
            self._place(*path).line,
            filling or Filling(),
            self._filling(file, entry, path, "prior", form),
            tuple(self._changes(entry, (*path, "change"), form)),
            tuple(
                self._expected(each, (*path, "expect", place), pack)
                for place, each in enumerate(entry.expect)
            ),
            entry.others == "refused",
            entry.todo,
        )

    def _filling(
        self, file: CasesFile, entry: CaseEntry, path: Path, field: str, form: Form
    ) -> Filling | None:
        own = getattr(entry, field)
        given = own if own is not None else getattr(file, field)
        if given is None:
            return None
        where: Path = (*path, field) if own is not None else (field,)
        node = at(self.tree, where)
        if isinstance(given, str):
            beside = os.path.join(os.path.dirname(self.mistakes.path), given)  # noqa: PTH118, PTH120
            if not os.path.isfile(beside):  # noqa: PTH113
                self.mistakes.add("case-no-file", node.place, {"path": given})
            return Filling(path=beside)
        rest = None if file.rest is None else typed(at(self.tree, ("rest",)))
        return Filling(typed=read_filling(node, form, self.mistakes, typed, rest))

    def _changes(self, entry: CaseEntry, path: Path, form: Form) -> list[tuple[SlotName, Raw]]:
        node = at(self.tree, path)
        changes = []
        for text in entry.change:
            value = at(node, (text,))
            place = node.keys.get(text, node.place) if isinstance(node, Fields) else node.place
            try:
                changes.append((slot_named(text, form), typed(value)))
            except SlotFault as fault:
                self.mistakes.add(fault.code, place, fault.facts)
        return changes

    def _expected(self, entry: ExpectedEntry, path: Path, pack: Pack) -> Expected:
        rules = {rule.id: rule for rule in pack.rules}
        if entry.rule not in rules and entry.rule not in RESERVED:
            suggestion = nearest(entry.rule, {*rules, *RESERVED})
            facts = {"name": entry.rule, "suggestion": suggestion}
            self.mistakes.add("case-unknown-rule", self._place(*path, "rule"), facts)
        rule = rules.get(entry.rule)
        table = None if rule is None else rule.table
        slot = None
        if entry.at is not None:
            try:
                slot = slot_named(entry.at, pack.form, table)
            except SlotFault as fault:
                self.mistakes.add(fault.code, self._place(*path, "at"), fault.facts)
        return Expected(
            entry.rule,
            entry.verdict,
            self._number(entry.count, (*path, "count")) or 0,
            slot,
            self._items(entry.row, "rows", (*path, "row"), pack.form, table),
            self._items(entry.column, "columns", (*path, "column"), pack.form, table),
            None if entry.line is None else self._number(entry.line, (*path, "line")),
        )

    def _number(self, text: str, path: Path) -> int | None:
        if text.isascii() and text.isdecimal() and int(text[:9]) > 0:
            return int(text[:9])
        self.mistakes.add("case-whole-number", self._place(*path), {"value": text})
        return None

    def _items(
        self, name: str | None, axis: str, path: Path, form: Form, table: str | None
    ) -> frozenset[str] | None:
        """Return the names that the items called so have in the table of the rule, or in any."""
        if name is None:
            return None
        found, last = set(), None
        for each in form.tables:
            items = getattr(each, axis)
            if items is None or table not in {None, each.id}:
                continue
            try:
                found.add(item_named(name, items, each.id).name)
            except SlotFault as fault:
                last = fault
        if not found and last is not None:
            self.mistakes.add(last.code, self._place(*path), last.facts)
        return frozenset(found)
