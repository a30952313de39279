"""The formulas of a rule file: each parsed once, each mistake in one placed in the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Final

from reportcheck.binding import BindError
from reportcheck.formula import Call, Node, Number, Text
from reportcheck.formula import walk as walk_formula
from reportcheck.parsing import FormulaError, parse
from reportcheck.rulefile.patterns import linear_fault
from reportcheck.rulefile.reading_yaml import FORMULAS
from reportcheck.rulefile.tree import Elements, Fields, Mistakes, Path, Scalar, Tree, at, walk

MOST_BYTES: Final = 4096

# What is wrong with a formula by itself, whatever was lost of the form it speaks of.
_SURE: Final = frozenset({
    "argument-count", "bad-pattern", "children-alone", "children-beside-previous",
    "children-of-children", "children-of-previous", "children-one",
    "children-outside-aggregate", "children-where",
    "group-outside-function", "list-expected", "pattern-not-text", "periods-not-whole",
    "places-not-whole", "star-outside-equals", "unknown-function",
})  # fmt: skip
_NAMING: Final = frozenset({"columns", "rows", "items", "like", "id", "label", "tables"})


class Formulas:
    """Every formula of a rule file, by its path."""

    def __init__(self, tree: Tree, mistakes: Mistakes) -> None:
        self.tree = tree
        self.mistakes = mistakes
        self.parsed: dict[Path, Node] = {}
        for path, node in walk(tree):
            if isinstance(node, Scalar) and path and path[-1] in FORMULAS and "cases" not in path:
                self._parse(path, node)

    def text(self, path: Path) -> str:
        """Return a formula as it is written."""
        node = at(self.tree, path)
        return node.text.strip() if isinstance(node, Scalar) else ""

    def bound(self, path: Path, bind: Callable[[Node], Node]) -> Node | None:
        """Return a formula bound, or None where it is wrong, which is then noted."""
        node = self.parsed.get(path)
        if node is None or self.mistakes.many:
            return None
        try:
            return bind(node)
        except BindError as error:
            errors = [each for each in error.errors if each[0] == "each-matches-nothing"]
            for code, start, _, facts in errors or error.errors:
                if code in _SURE or not self.names_lost:
                    self._note(path, code, start, facts)
        return None

    def note_call(self, path: Path, function: str, code: str) -> None:
        """Note a mistake at the first call of a function in a formula, if there is one."""
        for call in walk_formula(self.parsed.get(path, Number(0))):
            if isinstance(call, Call) and call.function == function:
                self._note(path, code, call.start, {})
                return

    @cached_property
    def names_lost(self) -> bool:
        """Whether something had to be dropped that names in formulas may have meant."""
        return any(
            (isinstance(node, Elements) and node.damaged and _NAMING & set(path))
            or (isinstance(node, Fields) and node.refused & _NAMING and "rules" not in path)
            for path, node in walk(self.tree)
        )

    def _parse(self, path: Path, node: Scalar) -> None:
        if len(node.text.encode()) > MOST_BYTES:
            self.mistakes.add("formula-too-long", node.place, {"most": MOST_BYTES})
            return
        try:
            parsed = parse(node.text)
        except FormulaError as error:
            if node.comment is not None and error.code == "formula-quote-open":
                self.mistakes.add("cut-by-comment", node.comment, {"field": path[-1]})
            elif error.start > 0 or not node.verbatim:  # else the quotes are what it lacks
                self._note(path, error.code, error.start, error.facts)
            return
        if self._patterns_hold(path, parsed):
            self.parsed[path] = parsed

    def _patterns_hold(self, path: Path, parsed: Node) -> bool:
        """Whether each regular expression of a formula is one that every engine reads alike."""
        hold = True
        for call in walk_formula(parsed):
            if isinstance(call, Call) and call.function == "matches":
                for pattern in call.arguments[1:]:
                    if isinstance(pattern, Text) and (fault := linear_fault(pattern.value)):
                        facts = {"pattern": pattern.value, "reason": fault}
                        self._note(path, "bad-pattern", call.start, facts)
                        hold = False
        return hold

    def _note(self, path: Path, code: str, start: int, facts: Mapping[str, object]) -> None:
        node = at(self.tree, path)
        place = node.place
        if isinstance(node, Scalar):
            place = self.mistakes.within(node, start)
        self.mistakes.add(code, place, {"formula": self.text(path), **facts})
