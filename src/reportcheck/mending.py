"""The smallest changes that would make the rules hold: cells, sets of cells, and what they mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import islice, product
from math import prod
from typing import Final, NamedTuple

from reportcheck.address import CellRef
from reportcheck.classes import dataclass
from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.rule import Severity

NOTHING_TO_MEND: Final = b""
"""No changes, packed."""
NUMBERS_AMISS: Final = frozenset({"not-allowed", "out-of-range", "too-many-decimals"})
"""Findings about what a cell holds, by their rule, where that is a number and may not be."""
OTHERWISE: Final = "otherwise"
"""The fact ``mended`` of a finding, where its accused cell is not what is to change."""
MOST_WHOLE: Final = 200
"""So many sets for a whole file are written out; of more, each part has its own."""
TOO_MANY: Final = "too-many-changes"
"""Why a report does not write out the sets for a whole file: there are more."""
NOTHING_MENDS: Final = "no-change-mends"
"""Why it does not: of one part there is none."""


@dataclass(frozen=True, slots=True)
class Change:
    """One cell to change. ``value`` is what it holds as a decimal or text, None where it has none.

    ``shown`` is what stands in the cell. ``to`` is None where more than one value would do.
    ``open`` marks a cell without a value that can be read: it has to be filled in anyway.
    """

    table: str
    row: str | None
    column: str
    at: CellRef
    value: str | None
    shown: str
    to: str | None
    row_label: str = ""
    column_label: str = ""
    open: bool = False


class Mended(NamedTuple):
    """By what a finding is known that a change mends: its rule, and the cell that it is about."""

    rule: str
    at: CellRef | None


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake people make that would explain all of a part, as a question, never as a fact.

    ``code`` names it in the catalogue, with ``facts``. ``changes`` would undo it, and then every
    rule holds.
    """

    code: str
    changes: tuple[Change, ...]
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """Findings that one cause may have, and all smallest ``sets`` of changes that mend them.

    No sets: no change of cells that may change does. ``complete`` is false where the search ended
    before it knew that there are no others, or no smaller ones. ``consequences`` are findings that
    follow from the other relations, those of this part included.
    """

    findings: tuple[Mended, ...]
    sets: tuple[tuple[Change, ...], ...]
    complete: bool = True
    slips: tuple[Slip, ...] = ()
    consequences: tuple[Mended, ...] = ()

    def explains(self, finding: Finding) -> bool:
        """Whether the finding is one of those that the part mends."""
        return Mended(finding.rule, finding.at) in self.findings


@dataclass(frozen=True, slots=True)
class Mending:
    """The smallest changes of one submission, part by part: parts have no rule in common.

    ``note`` is a code of the catalogue where not all was looked for: ``search-stopped`` or
    ``records-capped``.
    """

    parts: tuple[Part, ...] = ()
    note: str | None = None

    @property
    def complete(self) -> bool:
        """Whether all smallest sets are known."""
        return self.note is None and all(part.complete for part in self.parts)

    def without(self, accepted: Sequence[Finding]) -> Mending:
        """Return the changes for what is left to mend once some findings are accepted."""
        done = {Mended(each.rule, each.at) for each in accepted}
        if not done:
            return self
        left = (part for part in self.parts if not part.findings or set(part.findings) - done)
        return replace(self, parts=tuple(left))

    def whole(self) -> tuple[tuple[Change, ...], ...] | None:
        """Return every smallest set for all parts together, or None where they are too many.

        >>> Mending().whole()
        ()
        """
        if not self.parts:
            return ()
        if prod(len(part.sets) for part in self.parts) > MOST_WHOLE:
            return None
        chosen = product(*(part.sets for part in self.parts))
        return tuple(tuple(change for one in each for change in one) for each in chosen)


def told_apart(findings: Sequence[Finding], mending: Mending) -> tuple[Finding, ...]:
    """Return findings, those marked whose accused cell is not what the smallest changes change.

    What they compare tells one value for that cell, but with it other rules would not hold.
    """
    ways: dict[Mended, list[tuple[Change, ...]]] = {}
    for part in mending.parts:
        for key in (*part.findings, *part.consequences):
            ways.setdefault(key, []).extend(part.sets)
    told = []
    for each in findings:
        sets = ways.get(Mended(each.rule, each.at), ()) if each.kind is Kind.RULE else ()
        facts = {name: fact for name, fact in each.facts.items() if name != "mended"}
        if sets and not _is_mended_by_itself(each, sets):
            facts["mended"] = OTHERWISE
        told.append(each if facts == each.facts else replace(each, facts=facts))
    return tuple(told)


def _is_mended_by_itself(finding: Finding, sets: Sequence[Sequence[Change]]) -> bool:
    """Whether the accused cell is to change to what the other side comes to: alone, or anyway."""
    has = [any(_is_own(one, finding) for one in each) for each in sets]
    return all(has) or any(own and len(each) == 1 for own, each in zip(has, sets, strict=True))


def _is_own(change: Change, finding: Finding) -> bool:
    return change.at == finding.at and change.to in {None, finding.left, finding.right}


def to_mend(finding: Finding) -> bool:
    """Whether a change of cells may do away with a finding: of a rule, or of a number out of range.

    What has to be filled in is told by the rules that are unknown for it.
    """
    if finding.severity is not Severity.ERROR or finding.blameless:
        return False
    if finding.kind is Kind.RULE:
        return finding.verdict in {Verdict.FAIL, Verdict.UNKNOWN}
    return finding.rule in {"out-of-range", "too-many-decimals"}


def packed(mending: Mending) -> bytes:
    """Return changes in little memory, as they go from one process to another and are kept.

    >>> unpacked(packed(Mending(note="x")))
    Mending(parts=(), note='x')
    """
    if mending == Mending():
        return NOTHING_TO_MEND
    import pickle
    import zlib

    return zlib.compress(pickle.dumps(mending, pickle.HIGHEST_PROTOCOL), 1)


def unpacked(data: bytes) -> Mending:
    """Return the changes that were packed, by this program."""
    if not data:
        return Mending()
    import pickle
    import zlib

    found = pickle.loads(zlib.decompress(data))  # noqa: S301 - packed by this program
    assert isinstance(found, Mending)  # noqa: S101
    return found


def told(parts: Sequence[Part], findings: Sequence[Finding]) -> Iterator[tuple[Part, list[int]]]:
    """Yield each part that explains any of these findings, with their places among them."""
    places: dict[Mended, list[int]] = {}
    for place, finding in enumerate(findings):
        places.setdefault(Mended(finding.rule, finding.at), []).append(place)
    for part in parts:
        found = sorted({place for key in part.findings for place in places.get(key, ())})
        if found:
            yield part, found


def first(sets: Sequence[tuple[Change, ...]], most: int) -> list[tuple[Change, ...]]:
    """Return the first sets, as many as are shown."""
    return list(islice(sets, most))
