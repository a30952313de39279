"""What is to be said of a set of rules, as data: which rules, where, why, and a case of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal, TypeAlias

from reportcheck.classes import dataclass
from reportcheck.rule import Rule

Kind: TypeAlias = Literal[
    "contradiction",
    "never-holds",
    "never-asks",
    "always-holds",
    "implied",
    "consequence",
    "wide-tolerance",
    "summed-twice",
    "left-out",
    "shares-added",
    "parts-added",
    "units-added",
    "untouched",
    "never-met",
    "never-evaluated",
    "no-data",
    "unfinished",
]
GRAVE = frozenset({"contradiction", "never-holds"})
"""Kinds for which no file can ever be right."""

NOTED = frozenset({"consequence", "left-out", "untouched", "unfinished"})
"""Kinds that may be as they ought to be."""


@dataclass(frozen=True, slots=True)
class Part:
    """A rule that takes part, at these of its places (none where it has but one)."""

    rule: str
    path: str
    line: int
    check: str
    places: tuple[str, ...] = ()
    of: int = 1
    """How many places the rule has."""


def part_of(rule: Rule, places: tuple[str, ...] = (), of: int = 1) -> Part:
    """Return a rule as a part of a remark."""
    check = f"{rule.subject} = {rule.check_text}" if rule.subject else rule.check_text
    return Part(rule.id, rule.path, rule.line, check, places, of)


@dataclass(frozen=True, slots=True)
class Given:
    """What is declared of cells: ``what`` is ``min``, ``max``, ``one_of`` or ``filled``.

    ``text`` has several values a line each.
    """

    cells: tuple[str, ...]
    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say of a set of rules.

    ``about`` are the rules that it is said of, ``by`` those that bring it about together with what
    is ``given``. ``filling`` shows it: cells and what is filled in there.
    """

    kind: Kind
    about: tuple[Part, ...] = ()
    by: tuple[Part, ...] = ()
    given: tuple[Given, ...] = ()
    filling: tuple[tuple[str, str], ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def grave(self) -> bool:
        """Whether no file can ever be right."""
        return self.kind in GRAVE
