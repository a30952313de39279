"""What of an examined file goes from one process to another, and is kept: as little as will do."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from reportcheck.classes import dataclass
from reportcheck.examining import Examined
from reportcheck.finding import Finding
from reportcheck.keeping import Kept, Packed, Room, pack
from reportcheck.report import FileReport

if TYPE_CHECKING:
    from reportcheck.formerly import Former

Sent: TypeAlias = tuple[
    FileReport,
    Packed | None,
    bytes | None,
    frozenset[str],
    tuple[str, ...],
    Packed | None,
    "Former | None",
]
"""A report without findings and rows, those, the rules met and not met, what is told of these, and
what other submissions need of it."""

_Same = TypeVar("_Same", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Result:
    """The report of one submission; the rules that required anything of it, and those that did not.

    ``told`` has the finding about each of the latter, in their order: it holds if no other one met
    the rule. ``former`` is what other submissions need of this one.
    """

    report: FileReport
    met: frozenset[str] = frozenset()
    unmet: tuple[str, ...] = ()
    told: Sequence[Finding] = ()
    former: Former | None = None


def result_of(examined: Examined) -> Result:
    """Return what is kept of an examined submission."""
    unmet = tuple(str(each.facts["rule"]) for each in examined.unmet)
    return Result(examined.report, examined.met, unmet, examined.unmet, examined.former)


@dataclass(slots=True)
class _Once:
    """Keeps one of all values that are the same: most reports of a form have them in common."""

    _known: dict[Any, Any] = field(default_factory=dict)

    def share(self, report: FileReport) -> None:
        """Let a report that nobody else knows yet hold the common values."""
        # A report is frozen for those who have it; as many as a run has files are not made twice.
        vars(report).update(
            form_title=self._known.setdefault(
                (report.form, report.form_version), report.form_title
            ),
            counts=self.same(report.counts),
            notes=self.same(report.notes),
            passes=self.same(report.passes),
        )

    def same(self, value: _Same) -> _Same:
        """Return the first value that was the same as this one."""
        known: _Same = self._known.setdefault(value, value)
        return known


@dataclass(slots=True)
class Sender:
    """Makes of results what is sent: in one message, what is the same is sent once."""

    _once: _Once = field(default_factory=_Once)

    def sent(self, results: Sequence[Result]) -> tuple[Sent, ...]:
        """Return the results of a file as they are sent."""
        return tuple([self._sent(each) for each in results])

    def _sent(self, result: Result) -> Sent:
        report = result.report
        findings, rows = report.findings, report.rows
        if findings or rows is not None:
            report = replace(report, findings=(), rows=None)
        self._once.share(report)
        return (
            report,
            pack(findings) if findings else None,
            None if rows is None else _dumped(rows),
            self._once.same(result.met),
            self._once.same(result.unmet),
            pack(result.told) if result.told else None,
            result.former,
        )


def _dumped(rows: object) -> bytes:
    import pickle

    return pickle.dumps(rows, pickle.HIGHEST_PROTOCOL)


@dataclass(slots=True)
class Receiver:
    """Makes results again of what was sent; what is the same in many of them is kept once."""

    room: Room = field(default_factory=Room)
    _rows: dict[str, bytes] = field(default_factory=dict)
    _once: _Once = field(default_factory=_Once)

    def received(self, sent: Sequence[Sent]) -> tuple[Result, ...]:
        """Return the results of a file as they were before they were sent."""
        return tuple([self._received(each) for each in sent])

    def _received(self, sent: Sent) -> Result:
        report, findings, rows, met, unmet, told, former = sent
        if rows is not None:
            self._rows[report.path] = rows
        self._once.share(report)
        if findings is not None:
            vars(report)["findings"] = self._kept(findings)
        met, unmet = self._once.same(met), self._once.same(unmet)
        return Result(report, met, unmet, () if told is None else self._kept(told), former)

    def whole(self, result: Result) -> Result:
        """Return a result with the rows that were sent with it, once no more workers are started.

        What keeps the rows has threads, and a process with threads cannot be doubled.
        """
        rows = self._rows.pop(result.report.path, None)
        if rows is None:
            return result
        import pickle

        # The bytes were packed by this program, in a process that it started.
        return replace(result, report=replace(result.report, rows=pickle.loads(rows)))  # noqa: S301

    def _kept(self, packed: Packed) -> Sequence[Finding]:
        tallies = self._once.same(packed.tallies)
        return Kept(Packed(packed.data, packed.length, tallies), self.room)
