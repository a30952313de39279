"""All files of a run -> one table of their values, written as they come in the order of files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from functools import partial

from reportcheck.batch import Task, Watch, hand_on
from reportcheck.checking import Request
from reportcheck.classes import dataclass
from reportcheck.extracting.asking import Asking, asking
from reportcheck.extracting.files import Extracted, Style, Whose, extract_file
from reportcheck.extracting.headers import Headers, headers
from reportcheck.extracting.writing import Note, Writer, drop_lines
from reportcheck.form import Form
from reportcheck.problem import Problem
from reportcheck.tidy import wides_of


@dataclass
class Outcome:
    """What became of the files: how much was written, what could not be, and what to know.

    ``problems`` pairs a path with what was wrong with it. ``unidentified`` pairs it with what could
    not be told of a submission whose form says how: ``agency``, ``period``. ``skipped`` are files
    of folders that are none to be read.
    """

    files: int = 0
    submissions: int = 0
    rows: int = 0
    problems: list[tuple[str, Problem]] = field(default_factory=list)
    unidentified: list[tuple[str, str]] = field(default_factory=list)
    skipped: tuple[tuple[str, str], ...] = ()
    notes: tuple[Note, ...] = ()

    def tell_unknown(self, path: str, whose: Whose, forms: Mapping[tuple[str, str], Form]) -> None:
        """Note what could not be told of a submission, though its form says where to look."""
        form = forms[whose.form, whose.version]
        for name, clues, told in (
            ("agency", form.agency, whose.agency),
            ("period", form.period, whose.period),
        ):
            if clues and told is None:
                self.unidentified.append((path, name))


def extract(
    request: Request,
    style: Style,
    writer_of: Callable[[Headers], Writer],
    watch: Watch | None = None,
    *,
    one_table: bool,
) -> Outcome:
    """Write the values of all submissions in the files of the request.

    A file that cannot be read has its problem in the outcome, and stops no other. ``writer_of``
    makes the writer once there is something to write; ``one_table`` tells that it takes one wide
    table only, so that a form that gives several is refused.
    """
    asked = asking(request)
    run = _Run(asked, style, writer_of, one_table=one_table)
    work = partial(extract_file, asked=asked.asked, belongs=asked.belongs, style=style)
    task: Task[Extracted] = Task(work, _same, _same, _is_wrong)
    hand_on(asked.gathered.files, task, run.take, jobs=request.jobs, watch=watch)
    return run.ended()


def _same(result: Extracted) -> Extracted:
    return result


def _is_wrong(result: Extracted) -> bool:
    return result.problem is not None


class _Run:
    """Takes what each file gave, in the order of files."""

    def __init__(
        self,
        asked: Asking,
        style: Style,
        writer_of: Callable[[Headers], Writer],
        *,
        one_table: bool,
    ) -> None:
        self._asked = asked
        self._forms = asked.forms
        self._one = one_table and style.wide
        self._writer_of = writer_of
        self._writer: Writer | None = None
        self._files = iter(asked.gathered.files)
        self._own: list[tuple[str, str]] = []
        self.outcome = Outcome(skipped=asked.gathered.skipped)

    def take(self, extracted: Extracted | Problem) -> None:
        path = next(self._files)
        if isinstance(extracted, Problem):
            extracted = Extracted(path, extracted)
        problem = extracted.problem
        inside = path in self._asked.gathered.inside
        if problem is not None and problem.code == "own-report" and inside:
            self._own.append(("skipped-own", path))
            return
        self.outcome.files += 1
        if problem is not None:
            self.outcome.problems.append((path, problem))
        for each in extracted.whose:
            if self._one and len(wides_of(self._forms[each.form, each.version])) > 1:
                raise Problem("extract-several-wide", path=path, form=each.form)
            self.outcome.tell_unknown(path, each, self._forms)
        refused = False
        for piece in extracted.pieces:
            if refused:
                drop_lines(piece)
            elif (refusal := self._open().take(piece)) is not None:
                self.outcome.problems.append(
                    (path, Problem(refusal.code, path=path, **refusal.facts))
                )
                refused = True
            else:
                self.outcome.rows += piece.rows
        if not refused:
            self.outcome.submissions += len(extracted.whose)

    def ended(self) -> Outcome:
        outcome = self.outcome
        if self._writer is not None:
            outcome.notes = self._writer.close()
        outcome.problems += self._asked.gathered.problems
        outcome.skipped += tuple(self._own)
        if not outcome.files and not outcome.problems:
            raise Problem("nothing-to-check")
        return outcome

    def _open(self) -> Writer:
        if self._writer is None:
            self._writer = self._writer_of(headers(self._forms))
        return self._writer
