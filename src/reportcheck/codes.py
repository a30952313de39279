"""Codes that lie below each other, as 20101 below 201: from a list, or by how long they are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from reportcheck.classes import dataclass


@dataclass(frozen=True)
class CodeList:
    """The codes of one list: what each is called, and above which it stands.

    ``name`` is the list as the rule file names it. ``parents`` has no entry for codes at the top.
    """

    name: str
    names: Mapping[str, str]
    parents: Mapping[str, str]

    @cached_property
    def below(self) -> Mapping[str, tuple[str, ...]]:
        """The codes directly below each, in the order of the list.

        >>> CodeList("c", {"1": "All", "11": "Some"}, {"11": "1"}).below
        {'1': ('11',)}
        """
        found: dict[str, list[str]] = {}
        for code, parent in self.parents.items():
            found.setdefault(parent, []).append(code)
        return {parent: tuple(codes) for parent, codes in found.items()}


@dataclass(frozen=True)
class Hierarchy:
    """The columns of a table of records whose codes lie below each other, and how that is told.

    The values of a code are the sums of those of the codes below it, among the records that have
    the same values in ``within``. ``lists`` has the list that counts first, then others that may be
    meant; without one, ``prefix`` has the lengths of codes, from the top down.
    """

    code: str
    values: tuple[str, ...]
    within: tuple[str, ...]
    lists: tuple[CodeList, ...] = ()
    prefix: tuple[int, ...] = ()

    def known(self, code: str) -> bool:
        """Whether there is such a code."""
        if self.lists:
            return code in self.lists[0].names
        return len(code) in self.prefix

    def parent(self, code: str) -> str | None:
        """Return the code that a code is below, or None at the top.

        >>> Hierarchy("c", (), (), prefix=(3, 5)).parent("20101")
        '201'
        """
        if self.lists:
            return self.lists[0].parents.get(code)
        return parent_by_length(code, self.prefix)

    def below(self, code: str) -> tuple[str, ...] | None:
        """Return all codes directly below one, or None where no list has them."""
        return self.lists[0].below.get(code, ()) if self.lists else None

    def name(self, code: str) -> str:
        """Return what a code is called, or nothing where no list says."""
        return self.lists[0].names.get(code, "") if self.lists else ""

    def by(self, other: CodeList) -> Hierarchy:
        """Return the same hierarchy by another of its lists."""
        return Hierarchy(self.code, self.values, self.within, (other,))


def parent_by_length(code: str, lengths: tuple[int, ...]) -> str | None:
    """Return the beginning of a code that has the next shorter length, or None."""
    shorter = [each for each in lengths if each < len(code)]
    return code[: max(shorter)] if shorter else None
