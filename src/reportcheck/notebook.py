"""What a Python program holds after a check: the report, and how it shows itself in a notebook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, fields
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args

from reportcheck import __version__
from reportcheck.classes import dataclass
from reportcheck.finding import Finding, Verdict
from reportcheck.near import nearest
from reportcheck.page import Lang
from reportcheck.problem import Problem
from reportcheck.report import FileReport, Report
from reportcheck.wording import phrase, problem, sentences
from reportcheck.wording.addresses import short_address
from reportcheck.wording.filling import safe

if TYPE_CHECKING:
    from reportcheck.checking import Request

SHOWN: Final = 20
"""Findings that a notebook shows; the result has all of them."""

_COLOURS: Final = {"error": "#b3261e", "warning": "#8a5a00", "info": "#1f5f8b"}


@dataclass(frozen=True)
class Result(Report):
    """The report of a check, with what a program asks of it beyond the questions of a report.

    ``asked`` is what was asked for, so that nothing is written over a file that was read for it.
    """

    asked: Request | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, report: Report, asked: Request | None = None) -> Result:
        """Return a report as a result."""
        return cls(
            **{each.name: getattr(report, each.name) for each in fields(report)}, asked=asked
        )

    def as_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """Return the report as ``reportcheck.report/1``, the objects of the JSON report.

        >>> Result(()).as_dict()["summary"]["files"]
        0
        """
        from reportcheck.rendering.json_report import report_object

        one_of("lang", lang, get_args(Lang))
        return report_object(self, lang, __version__)

    def write(self, kind: str, path: str | Path, lang: Lang = "en") -> None:
        """Write the report to a file, of a kind that ``--report`` takes: whole, or not at all.

        A file that was read for the check is not written over: that is a Problem.
        """
        from reportcheck.delivering import refuse_over, write_file
        from reportcheck.rendering.formats import KINDS, as_file

        one_of("kind", kind, KINDS)
        one_of("lang", lang, get_args(Lang))
        target = str(Path(path))
        refuse_over(target, self._read())
        write_file(target, as_file(kind, self, lang, __version__, Path(path).absolute().parent))

    def _read(self) -> Iterator[str]:
        """Yield every file that was read for the check."""
        yield from (each.path for each in self.files)
        if self.earlier is not None:
            yield self.earlier.path
        if self.asked is not None:
            from reportcheck.checking import inputs_of

            yield from inputs_of(self.asked)

    def __repr__(self) -> str:
        """Return what came of it in a line; the findings are in ``findings``.

        >>> Result(())
        <Result: exit code 2, files: 0, 0 passed, 0 failed, 0 not checked>
        """
        counts = self.counts
        said = ", ".join(
            phrase(f"count.{key}", "en", count=number)
            for key, number in (
                ("pass", counts.passed), ("fail", counts.fail), ("unknown", counts.unknown),
            )
        )  # fmt: skip
        return f"<Result: exit code {self.exit_code}, files: {len(self.outcomes)}, {said}>"

    def _repr_html_(self) -> str:
        """Return a table of the counts and the first findings, which notebooks show."""
        return _table(self, "en")


def one_of(name: str, given: object, allowed: Sequence[str]) -> None:
    """Refuse what is not among those allowed; the Problem names them, and the nearest one."""
    if given not in allowed:
        near = nearest(given, allowed) if isinstance(given, str) else None
        raise Problem(
            "wrong-choice", option=name, given=str(given), allowed=list(allowed), suggestion=near
        )


def _table(report: Report, lang: Lang) -> str:
    told = [(file, each) for file in report.files for each in file.findings]
    rows = [_lost(file, lang) for file in report.unchecked]
    rows += [_row(file, each, lang) for file, each in told[:SHOWN]]
    more = len(told) - SHOWN
    if more > 0:
        rows.append(
            f'<tr><td colspan="4">{escape(phrase("book.omitted", lang, count=more))}</td></tr>'
        )
    counts = report.counts
    said = " · ".join(
        phrase(f"count.{key}", lang, count=number)
        for key, number in (
            ("pass", counts.passed), ("fail", counts.fail), ("unknown", counts.unknown),
            ("cell", counts.cell), ("structure", counts.structure),
        )
    )  # fmt: skip
    return (
        f'<div><p><b>reportcheck</b> {escape(said)}</p><table style="text-align:left">'
        f"{''.join(rows)}</table></div>"
    )


def _row(file: FileReport, finding: Finding, lang: Lang) -> str:
    said = sentences(finding, lang)
    weight = str(finding.severity if finding.verdict is Verdict.FAIL else finding.verdict)
    place = "" if finding.at is None else short_address(finding.at, lang)
    colour = _COLOURS.get(weight, "#555")
    word = escape(phrase(f"book.weight.{weight}", lang))
    cells = (
        f'<span style="color:{colour}">{word}</span>',
        escape(f"{safe(Path(file.path).name)} {place}"),
        escape(safe(finding.rule)),
        "<br>".join(escape(each) for each in (said.message, said.arithmetic, said.fix) if each),
    )
    return _cells(cells)


def _lost(file: FileReport, lang: Lang) -> str:
    why = "" if file.problem is None else problem(file.problem, lang)
    word = escape(phrase(f"book.status.{file.status}", lang))
    return _cells((word, escape(safe(file.short)), "", escape(why)))


def _cells(cells: tuple[str, ...]) -> str:
    style = "text-align:left;vertical-align:top"
    return f"<tr>{''.join(f'<td style={style!r}>{each}</td>' for each in cells)}</tr>"
