"""Models -> the rules that are written in a file, bound to its form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from reportcheck.binding import bind_check, unfit_for_check
from reportcheck.classes import dataclass
from reportcheck.form import Form
from reportcheck.formula import Node, walk
from reportcheck.near import nearest
from reportcheck.rule import LeftOut, Missing, Rule, Severity, Tolerance
from reportcheck.rulefile.examples import read_examples
from reportcheck.rulefile.forms import effective, texts
from reportcheck.rulefile.formulas import Formulas
from reportcheck.rulefile.lines import Lines
from reportcheck.rulefile.missing import missing_fault
from reportcheck.rulefile.scalars import tolerance
from reportcheck.rulefile.tolerances import tolerance_fault
from reportcheck.rulefile.tree import Mistakes, Path, Place, Tree, at

if TYPE_CHECKING:
    from reportcheck.rulefile.models import RuleEntry

MOST_INSTANCES: Final = 1_000_000
PLACEHOLDERS: Final = ("left", "right", "difference", "row", "column")

RESERVED: Final = frozenset({
    "agency-ended", "ambiguous-label", "bare-percent", "blank", "code-digits-lost", "doubled-child",
    "duplicate-column", "duplicate-key", "duplicate-row", "duplicate-submission", "duplicate-table",
    "edition-unclear", "error-value", "formula-not-calculated", "hidden", "identity-differs",
    "left-aside", "left-out-above", "lone-table", "malformed-line", "matched-nothing",
    "merged-number", "missing-child", "missing-column", "missing-row", "missing-table",
    "missing-total-row", "mixed-editions", "near-label", "no-prior-period", "no-records",
    "not-a-date", "not-a-number", "not-allowed", "not-in-force", "not-in-hierarchy", "number-style",
    "other-edition", "other-table", "out-of-range", "placeholder", "read-as-number", "row-width",
    "run-together", "scaled-format", "stray-value", "too-many-decimals", "unclear-number",
    "unidentified", "unit-differs", "unknown-code", "unread-sheet", "waiver-expired",
    "waiver-reopened", "waiver-unused",
})  # fmt: skip
"""The ids of the checks of cells, of structure and of waivers, which every form has."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}]")


@dataclass
class Register:
    """The rules of a file so far: no id twice, and not more than can be run."""

    mistakes: Mistakes
    rules: list[Rule] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    size: int = 0

    @property
    def full(self) -> bool:
        """Whether so much is to be run already that no more rules are read."""
        return self.size > MOST_INSTANCES

    def claim(self, rule_id: str, place: Place) -> bool:
        """Take an id for a rule; False, and noted, where it is taken."""
        if rule_id in RESERVED:
            self.mistakes.add("reserved-id", place, {"id": rule_id})
        if rule_id in self.places:
            line = self.places[rule_id].line
            self.mistakes.add("duplicate-id", place, {"id": rule_id, "line": line})
            return False
        self.places[rule_id] = place
        return True

    def add(self, rule: Rule, place: Place, form: Form) -> None:
        """Keep a rule."""
        taken = not self.claim(rule.id, place)
        if taken or self.full:
            return
        self.rules.append(rule)
        self.size += sum(1 for _ in walk(rule.check)) + sum(1 for _ in rule.instances(form))
        if self.size > MOST_INSTANCES:
            self.mistakes.add("too-many-instances", place, {"most": MOST_INSTANCES})


@dataclass(frozen=True)
class WrittenRules:
    """What a written rule is read with."""

    tree: Tree
    formulas: Formulas
    form: Form
    mistakes: Mistakes

    def read(self, entry: RuleEntry, path: Path, register: Register) -> None:
        """Read one rule into the register; what is wrong with it is noted."""
        for name in ("say", "why", "fix"):
            spoken = texts(getattr(entry, name))
            check_placeholders(self.mistakes, self.tree, spoken, (*path, name))
        place = self._place(path, "id")
        allowed = self._tolerance(entry, path)
        table = entry.table
        if table is None and len(self.form.tables) == 1:
            table = self.form.tables[0].id
        check = where = None
        left = LeftOut()
        if self._table_known(entry, table, path) and not register.full:
            left, kept = self._lines(entry, path, table)
            if kept != frozenset():
                check = self._bound((*path, "check"), entry, table, kept)
                where = self._bound((*path, "where"), entry, table, kept)
        if check is None:
            register.claim(entry.id, place)
            return
        rule = Rule(
            entry.id,
            table,
            entry.each,
            check,
            self.formulas.text((*path, "check")),
            where,
            "" if entry.where is None else self.formulas.text((*path, "where")),
            Severity(entry.severity),
            allowed,
            texts(entry.say),
            texts(entry.why),
            texts(entry.fix),
            entry.basis or "",
            tuple(entry.tags),
            effective(entry.effective, self._place(path, "effective"), self.mistakes),
            suspended=entry.status == "suspended",
            path=self.mistakes.file(place)[0],
            line=at(self.tree, path).place.line,
            missing=entry.missing or Missing.STRICT,
            left_out=left,
        )
        if entry.each == "cell" and left != LeftOut() and not any(rule.instances(self.form)):
            self.mistakes.add("no-line-left", self._place(path, "check"), {"each": "cell"})
        if rule.needs_children and rule.back:  # one in the check, the other in the where
            for name in ("where", "check"):
                self.formulas.note_call((*path, name), "children", "children-beside-previous")
        fault = tolerance_fault(rule, self.form)
        if fault is not None:
            self.mistakes.add(fault[0], self._place(path, "tolerance"), fault[1])
        fault = missing_fault(rule, self.form)
        if fault is not None:
            self.mistakes.add(fault[0], self._place(path, "missing"), fault[1])
        where_to = (self.tree, (*path, "cases"))
        examples = read_examples(entry.cases, where_to, rule, self.form, self.mistakes)
        register.add(replace(rule, examples=examples), place, self.form)

    def _bound(
        self, path: Path, entry: RuleEntry, table: str | None, kept: frozenset[str] | None
    ) -> Node | None:
        if path not in self.formulas.parsed:
            return None
        return self.formulas.bound(
            path, lambda node: bind_check(node, self.form, table, entry.each, kept)
        )

    def _lines(
        self, entry: RuleEntry, path: Path, table: str | None
    ) -> tuple[LeftOut, frozenset[str] | None]:
        """Return the lines that a rule is not asked on, and those that it is, None for all."""
        lines = Lines(self.tree, self.mistakes, self.formulas.names_lost)
        owner = self.form.by_id.get(table or "")
        left = lines.read(path, owner, entry.each)
        parsed = (self.formulas.parsed.get((*path, name)) for name in ("check", "where"))
        nodes = [node for node in parsed if node is not None]

        def unfit(kept: frozenset[str]) -> tuple[str, ...]:
            if owner is None or entry.each is None:
                return ()
            return unfit_for_check(nodes, self.form, owner.id, entry.each, kept)

        return lines.fitting(left, owner, entry.each, unfit, self._place(path, "check"))

    def _table_known(self, entry: RuleEntry, table: str | None, path: Path) -> bool:
        if table is not None and table not in self.form.by_id:
            facts = {"name": table, "suggestion": nearest(table, self.form.by_id)}
            if not self.formulas.names_lost:
                self.mistakes.add("unknown-table", self._place(path, "table"), facts)
            return False
        if entry.each is not None and table is None:
            self.mistakes.add("each-without-table", self._place(path, "each"), {"each": entry.each})
            return False
        return True

    def _tolerance(self, entry: RuleEntry, path: Path) -> Tolerance:
        if entry.tolerance is None:
            return Tolerance()
        read = tolerance(entry.tolerance)
        if read is None:
            facts = {"value": entry.tolerance, "suggestion": nearest(entry.tolerance, ["rounding"])}
            self.mistakes.add("bad-tolerance", self._place(path, "tolerance"), facts)
        return read or Tolerance()

    def _place(self, path: Path, name: str) -> Place:
        return at(self.tree, (*path, name)).place


def check_placeholders(
    mistakes: Mistakes, tree: Tree, spoken: Mapping[str, str], path: Path
) -> None:
    """Note what is wrong with the braces in sentences of a rule file."""
    for language, text in spoken.items():
        place = at(tree, (*path, language)).place
        left_open = _BRACE.search(_PLACEHOLDER.sub("", text))
        if left_open is not None:
            brace = {"sign": left_open.group(), "sample": "{left}"}
            mistakes.add("bad-placeholder", place, brace)
        for name in _PLACEHOLDER.findall(text):
            if name not in PLACEHOLDERS:
                known, meant = [*PLACEHOLDERS], nearest(name, PLACEHOLDERS)
                facts = {"name": name, "suggestion": meant, "known": known}
                mistakes.add("unknown-placeholder", place, facts)
