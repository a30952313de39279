"""Findings of many files in little memory: packed, counted beforehand, opened when looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, Final, NamedTuple, overload

from reportcheck.address import CellRef
from reportcheck.classes import dataclass
from reportcheck.finding import Cause, Finding, Kind, Spelling, Verdict, Witness
from reportcheck.rule import Severity

FEW: Final = 20_000
"""How many findings of a run stay open once they were looked at; others are opened each time."""


class Tally(NamedTuple):
    """How many findings of a file are alike, and of how many instances they tell.

    ``absent`` marks those whose causes all lie in something that is not there.
    """

    rule: str
    kind: Kind
    verdict: Verdict
    severity: Severity
    blameless: bool
    absent: bool
    findings: int
    instances: int


@dataclass(slots=True)
class Room:
    """How many more findings of a run may stay open."""

    left: int = FEW


@dataclass(frozen=True, slots=True)
class Packed:
    """Findings as one process hands them to another: bytes, with their number and their tallies."""

    data: bytes
    length: int
    tallies: tuple[Tally, ...]


class Kept(Sequence[Finding]):
    """The findings of one file, opened when somebody looks.

    >>> kept = Kept(pack(()), Room())
    >>> len(kept), list(kept)
    (0, [])
    """

    __slots__ = ("_opened", "_room", "packed")

    def __init__(self, packed: Packed, room: Room) -> None:
        self.packed = packed
        self._room = room
        self._opened: tuple[Finding, ...] | None = None

    def __len__(self) -> int:
        return self.packed.length

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._open())

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, index: int | slice) -> Finding | tuple[Finding, ...]:
        return self._open()[index]

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Kept | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(self._open())

    def __reduce__(self) -> tuple[type[Kept], tuple[Packed, Room]]:
        return Kept, (self.packed, self._room)

    def like(self, packed: Packed) -> Kept:
        """Return other findings, kept in the same room."""
        return Kept(packed, self._room)

    def _open(self) -> tuple[Finding, ...]:
        if self._opened is not None:
            return self._opened
        import pickle
        import zlib

        # The bytes were packed by this program, in a process that it started.
        opened: tuple[Finding, ...] = pickle.loads(zlib.decompress(self.packed.data))  # noqa: S301
        if self._room.left >= len(opened):
            self._room.left -= len(opened)
            self._opened = opened
        return opened


def kept_like(before: Sequence[Finding], findings: Sequence[Finding]) -> Sequence[Finding]:
    """Return findings packed, where those were that they take the place of."""
    return before.like(pack(findings)) if isinstance(before, Kept) else tuple(findings)


def pack(findings: Sequence[Finding]) -> Packed:
    """Return findings as bytes, for another process."""
    import pickle
    import zlib
    from io import BytesIO

    bytes_ = BytesIO()
    pickler = pickle.Pickler(bytes_, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = dict(map(_by_fields, (CellRef, Witness, Cause, Spelling)))
    pickler.dump(tuple(findings))
    return Packed(zlib.compress(bytes_.getbuffer(), 1), len(findings), tallies(findings))


def _by_fields(kind: type[Any]) -> tuple[type[Any], Callable[[Any], tuple[Any, ...]]]:
    """Return how a kind of dataclass is pickled: as a call with its fields.

    With slots it would be by a function that asks anew for every object which fields there are, and
    takes ten times as long; see https://docs.python.org/3/library/pickle.html#dispatch-tables
    """
    values = attrgetter(*(each.name for each in fields(kind)))
    return kind, lambda value: (kind, values(value))


def tallies(findings: Sequence[Finding]) -> tuple[Tally, ...]:
    """Return how many findings there are of each sort, without opening those that are packed."""
    if isinstance(findings, Kept):
        return findings.packed.tallies
    return tuple(_counted(findings)) if findings else ()


def _counted(findings: Iterable[Finding]) -> Iterator[Tally]:
    found: Counter[tuple[str, Kind, Verdict, Severity, bool, bool]] = Counter()
    counts: Counter[tuple[str, Kind, Verdict, Severity, bool, bool]] = Counter()
    for each in findings:
        absent = all(cause.finding == "absent" for cause in each.because)
        key = (each.rule, each.kind, each.verdict, each.severity, each.blameless, absent)
        found[key] += 1
        counts[key] += each.count
    for key, number in found.items():
        yield Tally(*key, number, counts[key])
