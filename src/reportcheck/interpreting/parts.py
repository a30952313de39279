"""What a formula comes to in each of the agencies below one: as plain numbers, where it can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final, TypeAlias

from reportcheck.below import Child
from reportcheck.finding import Cause
from reportcheck.interpreting.outcomes import Outcome, combined, magnitude, whole
from reportcheck.number import Exact
from reportcheck.viewing import Lack

Part: TypeAlias = int | Outcome | None
"""What a formula comes to in one agency: None where it does without the cell, or is missing."""


_NOT_IN_THE_FORM: Final = frozenset({"missing-row", "missing-column", "missing-table"})


class Parts:
    """What a formula comes to in each agency, in their order.

    ``numbers`` are those of all agencies, each ``scale`` times what it is; where ``odd`` has what
    is no plain number, it stands for the nought in its place.

    >>> parts = Parts([150, 0, 200], {1: None}, 100)
    >>> parts[2], parts[1], parts.combined("sum").value
    (2, None, Fraction(7, 2))
    """

    __slots__ = ("numbers", "odd", "scale", "total")

    def __init__(
        self, numbers: Sequence[int], odd: Mapping[int, Outcome | None], scale: int = 1
    ) -> None:
        self.numbers, self.odd, self.scale = numbers, odd, scale
        self.total: Outcome | None = None
        """What all of them come to together, once that was worked out."""

    @classmethod
    def of(cls, parts: Iterable[Part]) -> Parts:
        """Return parts that were found one by one."""
        numbers: list[int] = []
        odd: dict[int, Outcome | None] = {}
        for number, part in enumerate(parts):
            numbers.append(part if isinstance(part, int) else 0)
            if not isinstance(part, int):
                odd[number] = part
        return cls(numbers, odd)

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[Part]:
        return map(self.__getitem__, range(len(self.numbers)))

    def __getitem__(self, number: int) -> Part:
        if number in self.odd:
            return self.odd[number]
        value = self._exactly(self.numbers[number])
        return value if isinstance(value, int) else Outcome(value, weight=magnitude(value))

    @property
    def there(self) -> Sequence[int]:
        """The agencies, by number, in which the formula comes to anything, known or not."""
        gone = {number for number, part in self.odd.items() if part is None}
        return [number for number in range(len(self.numbers)) if number not in gone]

    def weight(self, number: int) -> Exact:
        """Return how much one part is, apart from its sign, in units of all parts."""
        part = self.odd.get(number)
        if part is None:
            return magnitude(self.numbers[number])
        value = part.value
        return magnitude(value) * self.scale if isinstance(value, int | Fraction) else 0

    def combined(self, function: str) -> Outcome:
        """Return the sum, count, least, greatest or mean of all parts, of which each is known."""
        odd = [each for each in self.odd.values() if each is not None]
        plain = self.numbers
        if self.odd:
            plain = [each for number, each in enumerate(plain) if number not in self.odd]
        if function in {"sum", "count"}:
            return combined(function, [self._sum(plain), *odd])
        if odd or not plain:
            return combined(function, [*map(self._outcome, plain), *odd])
        if function == "mean":
            total, number = self._sum(plain), len(plain)
            assert isinstance(total.value, int | Fraction)  # noqa: S101 - numbers were added up
            mean = whole(Fraction(total.value) / number)
            return Outcome(mean, (), Fraction(total.weight) / number)
        chosen = min(plain) if function == "min" else max(plain)
        return Outcome(self._exactly(chosen), (), self._exactly(max(map(abs, plain))))

    def _sum(self, plain: Sequence[int]) -> Outcome:
        return Outcome(self._exactly(sum(plain)), (), self._exactly(sum(map(abs, plain))))

    def _outcome(self, number: int) -> Outcome:
        value = self._exactly(number)
        return Outcome(value, weight=magnitude(value))

    def _exactly(self, number: int) -> Exact:
        return number if self.scale == 1 else whole(Fraction(number, self.scale))


def total_of(function: str, parts: Parts, agencies: Sequence[Child]) -> Outcome:
    """Return what the parts of a roll-up come to together, worked out once."""
    if parts.total is None:
        parts.total = _total(function, parts, agencies)
    return parts.total


def _total(function: str, parts: Parts, agencies: Sequence[Child]) -> Outcome:
    lacks: dict[Lack, None] = {}
    for place, part in parts.odd.items():
        child = agencies[place]
        if child.missing is not None:
            lacks[Lack(child.missing, Cause(child.missing))] = None
        elif part is not None and part.value is None:
            for lack in part.lacks:
                lacks[_of_child(lack, child)] = None
    return Outcome(None, tuple(lacks)) if lacks else parts.combined(function)


def _of_child(lack: Lack, child: Child) -> Lack:
    """Return a lack as that of an agency below, which may fill in another edition."""
    if child.edition is not None and lack.cause.at is None and lack.reason in _NOT_IN_THE_FORM:
        lack = Lack("other-edition", Cause("other-edition"))
    return replace(lack, cause=replace(lack.cause, path=child.path, agency=child.name))
