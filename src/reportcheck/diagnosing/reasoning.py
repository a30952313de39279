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
from reportcheck.diagnosing.logic import Claim, Declared, Statement, Vocabulary
from reportcheck.formula import Cell

_EACH_QUESTION: Final = 2.0
"""Seconds after which a single question is given up."""


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
    _assumed: dict[Statement | Declared, Any] = field(default_factory=dict)
    _solver: Any = field(init=False)
    _end: float = field(init=False)
    _order: dict[Statement, int] = field(default_factory=dict)
    _model: Any = None

    def __post_init__(self) -> None:
        self._end = monotonic() + self.seconds
        self._order = {each: number for number, each in enumerate(self.statements)}
        self._solver = z3.Solver()
        self._solver.add(*self.words.always)
        for statement in self.statements:
            self._assume(statement, statement.holds)
        for declared, claim in self.words.declared.items():
            self._assume(declared, claim)

    def _assume(self, what: Statement | Declared, claim: Claim) -> None:
        self._assumed[what] = z3.Bool(f"assumed{len(self._assumed)}")
        self._solver.add(z3.Implies(self._assumed[what], claim))

    def core(self, held: Sequence[Statement], *claims: Claim) -> Core | None:
        """Return why these statements, what is declared, and the claims cannot all be.

        None where they can, or where it takes too long to tell.
        """
        declared = list(self.words.declared)
        if not self._refuted([*held, *declared], claims):
            return None
        # Relations of few cells explain best. What is declared holds anyway: no rule is named
        # where that will do.
        near = sorted(held, key=lambda each: (len(each.cells), self._order[each]))
        rules = self._needed(declared, near, claims)
        found = [*rules, *self._needed(rules, declared, claims)]
        return Core(
            tuple(each for each in self.statements if each in found),
            tuple(each for each in self.words.declared if each in found),
        )

    def _needed(
        self,
        held: Sequence[Statement | Declared],
        left: Sequence[Statement | Declared],
        claims: Sequence[Claim],
    ) -> list[Statement | Declared]:
        if self._refuted(held, claims):
            return []
        return self._explained(held, (), left, claims)

    def _explained(
        self,
        held: Sequence[Statement | Declared],
        added: Sequence[Statement | Declared],
        left: Sequence[Statement | Declared],
        claims: Sequence[Claim],
    ) -> list[Statement | Declared]:
        """Return a smallest part of ``left`` that with ``held`` contradicts the claims.

        Of several it is the one that comes first in the order of ``left``, by halving: Junker
        (2004), "QuickXplain: preferred explanations and relaxations for over-constrained problems".
        """
        if not left or (added and self._refuted(held, claims)):
            return []
        if len(left) == 1:
            return [*left]
        first, second = left[: len(left) // 2], left[len(left) // 2 :]
        later = self._explained([*held, *first], first, second, claims)
        sooner = self._explained([*held, *later], later, first, claims)
        return [*sooner, *later]

    def _refuted(self, assumed: Sequence[Statement | Declared], claims: Sequence[Claim]) -> bool:
        names = [self._assumed[each] for each in assumed]
        return bool(self._ask(names, claims) == z3.unsat)

    def _ask(self, names: Sequence[Any], claims: Sequence[Claim]) -> Any:  # noqa: ANN401
        left = self._end - monotonic()
        if left <= 0:
            raise TooLongError
        self._solver.set("timeout", int(min(left, _EACH_QUESTION) * 1000) + 1)
        self._solver.push()
        try:
            self._solver.add(*claims)
            answer = self._solver.check(*names)
            if answer == z3.sat:
                self._model = self._solver.model()
            elif answer != z3.unsat:
                self.unsure += 1
        finally:
            self._solver.pop()
        return answer

    def example(
        self, held: Sequence[Statement], cells: Sequence[Cell], *claims: Claim
    ) -> Mapping[Cell, str] | None:
        """Return a filling of cells in which the statements and the claims hold, or None."""
        assumed: list[Statement | Declared] = [*held, *self.words.declared]
        names = [self._assumed[each] for each in assumed]
        if self._ask(names, claims) != z3.sat:
            return None
        return {cell: self._valued(cell) for cell in cells if cell in self.words.terms}

    def _valued(self, cell: Cell) -> str:
        if z3.is_true(self._model.eval(self.words.blanks[cell], model_completion=True)):
            return ""
        value = self._model.eval(self.words.terms[cell], model_completion=True)
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
        core = reasoner.core(by, candidate.fails)
        if core is not None and core.statements:
            left = others
            yield candidate, core
