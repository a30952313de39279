"""What follows from the rules of a form: which cannot hold together, which others imply.

Every statement is assumed by a name of its own. Of assumptions that contradict each other the
solver, which calculates exactly, tells which took part; what can be spared among these is taken
out until nothing can: a minimal unsatisfiable subset. See de Moura and Bjorner (2008), "Z3: an
efficient SMT solver"; Liffiton and Sakallah (2008), "Algorithms for computing minimal unsatisfiable
subsets of constraints".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass as plain_dataclass
from dataclasses import field
from time import monotonic
from typing import Any, Final

import z3

from reportcheck.classes import dataclass
from reportcheck.diagnosing.logic import Statement
from reportcheck.diagnosing.vocabulary import Claim, Declared, Vocabulary
from reportcheck.formula import Cell

_EACH_QUESTION: Final = 2.0
"""Seconds after which a single question is given up."""


def cells_of(statement: Statement) -> list[Cell]:
    """Return the cells of a statement in an order that is always the same."""
    return sorted(statement.cells, key=lambda each: (each.table, str(each.row), each.column))


class TooLongError(Exception):
    """The time for all questions has run out."""


@dataclass(frozen=True, slots=True)
class Core:
    """Statements of which none can be spared, and what is declared of cells beside them."""

    statements: tuple[Statement, ...]
    declared: tuple[Declared, ...]


@plain_dataclass
class Reasoner:
    """Answers questions about the statements of one form, in ``seconds`` for all of them."""

    words: Vocabulary
    statements: Sequence[Statement]
    seconds: float = 20.0
    unsure: int = 0
    """How many questions were given up."""
    _end: float = field(init=False)
    _bare: Any = field(init=False)
    _full: Any = field(init=False)
    _names: dict[tuple[Statement, str], Claim] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._end = monotonic() + self.seconds
        self._bare, self._full = self._solver(), self._solver()
        for number, each in enumerate(self.statements):
            stands = z3.Not(each.breaks)
            for kind, claim in (
                ("holds", each.holds), ("fails", each.fails), ("asks", each.asks),
                ("stands", stands),
            ):  # fmt: skip
                if claim is not None:
                    name = self._names[each, kind] = self.words.symbol(f"{kind}{number}")
                    for solver in (self._bare, self._full):
                        solver.add(z3.Implies(name, claim))
        self._full.add(*self.words.declared.values())

    def _solver(self) -> Any:  # noqa: ANN401 - the solver has no types
        solver = z3.Solver(ctx=self.words.context)
        solver.set("core.minimize", True)  # noqa: FBT003 - the solver's own way
        solver.add(*self.words.always)
        return solver

    def core(
        self, held: Sequence[Statement], *, other: Statement | None = None, kind: str = "fails"
    ) -> Core | None:
        """Return why statements cannot all hold where cells are as declared.

        With ``other``: why it cannot fail (or ask) where they hold; then what is declared is left
        out if it goes without. None where all can be, or where it takes too long to tell.
        """
        names = {str(self._names[each, "holds"]): each for each in held}
        claimed = [] if other is None else [self._names[other, kind]]
        asked = [*claimed, *(self._names[each, "holds"] for each in held)]
        if self._ask(self._full, asked) != z3.unsat:
            return None
        solver = self._full
        if other is not None and self._ask(self._bare, asked) == z3.unsat:
            solver = self._bare
        self._ask(solver, asked)
        used = [names[str(each)] for each in solver.unsat_core() if str(each) in names]
        used = self._unsparing(solver, used, claimed)
        taken = () if solver is self._bare else self._declared(used, other, kind)
        return Core(tuple(each for each in self.statements if each in used), tuple(taken))

    def implying(self, held: Sequence[Statement], candidate: Statement) -> Core | None:
        """Return of statements those that imply a candidate, which fails only if one of them does.

        It is not enough that it holds where they hold: where one of them is unknown, as of a cell
        that may be empty, it may be the only one that finds anything. None where it is not implied.
        """
        core = self.core(held, other=candidate)
        if core is None or not core.statements:
            return None
        for by in (core.statements, held):
            claimed = [self._names[candidate, "fails"]]
            asked = [*claimed, *(self._names[each, "stands"] for each in by)]
            if self._ask(self._full, asked) == z3.unsat:
                if by is core.statements:
                    return core
                names = {str(self._names[each, "stands"]): each for each in by}
                used = [names[str(n)] for n in self._full.unsat_core() if str(n) in names]
                used = self._unsparing(self._full, used, claimed, "stands")
                declared = self._declared(used, candidate, "fails")
                return Core(tuple(e for e in self.statements if e in used), tuple(declared))
        return None

    def _unsparing(
        self,
        solver: Any,  # noqa: ANN401
        used: Sequence[Statement],
        claimed: Sequence[Claim],
        kind: str = "holds",
    ) -> list[Statement]:
        """Return of statements that contradict the claims so many that none can be spared."""
        kept = list(used)
        for each in used:
            rest = [other for other in kept if other is not each]
            if self._ask(solver, [*claimed, *(self._names[e, kind] for e in rest)]) == z3.unsat:
                kept = rest
        return kept

    def _declared(
        self, used: Sequence[Statement], other: Statement | None, kind: str
    ) -> list[Declared]:
        """Return what is declared of cells without which the statements would not contradict."""
        solver = self._solver()
        solver.add(*(each.holds for each in used))
        cells = {cell for each in used for cell in each.cells}
        if other is not None:
            solver.add(other.fails if kind == "fails" else other.asks)
            cells |= other.cells
        names = {}
        for number, (each, claim) in enumerate(self.words.declared.items()):
            if each.cell in cells:
                names[f"given{number}"] = each
                solver.add(z3.Implies(self.words.symbol(f"given{number}"), claim))
        if self._ask(solver, [self.words.symbol(name) for name in names]) != z3.unsat:
            return []
        taken = {names[str(each)] for each in solver.unsat_core()}
        return [each for each in self.words.declared if each in taken]

    def _ask(self, solver: Any, assumed: Sequence[Claim]) -> Any:  # noqa: ANN401
        left = self._end - monotonic()
        if left <= 0:
            raise TooLongError
        solver.set("timeout", int(min(left, _EACH_QUESTION) * 1000) + 1)
        answer = solver.check(*assumed)
        if answer == z3.unknown:
            self.unsure += 1
        return answer

    def example(self, held: Sequence[Statement], other: Statement) -> Mapping[Cell, str] | None:
        """Return a filling in which statements hold and another does not, or None."""
        asked = [self._names[other, "fails"], *(self._names[each, "holds"] for each in held)]
        if self._ask(self._full, asked) != z3.sat:
            return None
        model = self._full.model()
        cells = dict.fromkeys(cell for each in (*held, other) for cell in cells_of(each))
        return {cell: self._valued(cell, model) for cell in cells if cell in self.words.terms}

    def _valued(self, cell: Cell, model: Any) -> str:  # noqa: ANN401
        if z3.is_true(model.eval(self.words.blanks[cell], model_completion=True)):
            return ""
        value = model.eval(self.words.terms[cell], model_completion=True)
        if z3.is_string_value(value):
            return str(value.as_string())
        return str(value.as_decimal(6)) if z3.is_rational_value(value) else str(value)


def conflicts(reasoner: Reasoner, held: Sequence[Statement], most: int) -> Iterator[Core]:
    """Yield cores of statements that cannot all hold, no rule in two of them; at most so many."""
    left = list(held)
    for _ in range(most):
        core = reasoner.core(left)
        if core is None or not core.statements:
            return
        yield core
        spoilt = {each.rule.id for each in core.statements}
        left = [each for each in left if each.rule.id not in spoilt]


def consequences(
    reasoner: Reasoner, held: Sequence[Statement], candidates: Sequence[Statement]
) -> Iterator[tuple[Statement, Core]]:
    """Yield statements that the others imply, one after the other, with those that imply each.

    What was yielded implies nothing itself any more: as many statements are left as are independent
    of each other. ``candidates`` come in the order in which they are rather told to be implied.
    """
    left = list(held)
    for candidate in candidates:
        others = [each for each in left if each is not candidate]
        strict = [each for each in others if each.rule.severity == "error"]
        by = strict if candidate.rule.severity == "error" else others
        core = reasoner.implying(by, candidate)
        if core is not None and core.statements:
            left = others
            yield candidate, core
