"""The tool's own refusals: a code, the facts of the case, and never a sentence.

The sentence for a code stands in the catalogues of ``reportcheck.wording``; the exit code of
every problem is 2, because the job could not be done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field

from reportcheck.classes import dataclass

EXIT_PASSED = 0
EXIT_FINDINGS = 1
EXIT_PROBLEM = 2
EXIT_INTERRUPTED = 130
"""As shells call what ended by Ctrl-C: 128 and the number of the signal."""


class Problem(Exception):
    """Something that stops one file, or the whole run, from being checked.

    >>> problem = Problem("not-found", path="年报.xlsx")
    >>> problem.code, problem.facts["path"]
    ('not-found', '年报.xlsx')
    >>> print(problem)
    There is no file 年报.xlsx; check its name and folder.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: dict[str, object] = facts

    def __str__(self) -> str:
        """Return the sentence that the command line says, in English."""
        from reportcheck.wording import problem

        return problem(self, "en")

    def __repr__(self) -> str:
        facts = "".join(f", {name}={fact!r}" for name, fact in self.facts.items())
        return f"{type(self).__name__}({self.code!r}{facts})"

    def __reduce__(self) -> tuple[Callable[..., Problem], tuple[object, ...]]:
        """Tell how to make it once more in another process: an exception would forget its facts."""
        return _made, (self.code, self.facts)


def _made(code: str, facts: dict[str, object]) -> Problem:
    return Problem(code, **facts)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a rule file, with where it stands (line and column from 1)."""

    path: str
    line: int
    column: int
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    excerpt: str = ""


class RuleFileProblem(Problem):
    """All the mistakes of the rule files, or files of waivers, that were loaded, together."""

    def __init__(self, mistakes: tuple[Mistake, ...], code: str = "rule-file") -> None:
        super().__init__(code, count=len(mistakes))
        self.mistakes = mistakes

    def __str__(self) -> str:
        """Return every mistake with its place, and what they come to."""
        from reportcheck.wording import mistake

        return "\n".join([*(mistake(each, "en") for each in self.mistakes), super().__str__()])

    def __reduce__(self) -> tuple[Callable[..., Problem], tuple[object, ...]]:
        """Tell how to make it once more in another process."""
        return RuleFileProblem, (self.mistakes, self.code)
