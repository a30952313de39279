"""The command that writes the values of many submissions into one table."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Final

import typer

from reportcheck import __version__
from reportcheck.cli.options import number, one_of, paths_of, same_file, screen, whole_file
from reportcheck.cli.parameters import Language, MaybeFiles, Rules
from reportcheck.page import Lang
from reportcheck.problem import EXIT_PASSED, EXIT_PROBLEM, Problem
from reportcheck.wording import note, phrase, problem

if TYPE_CHECKING:
    from reportcheck.checking import Request
    from reportcheck.extracting.files import Style
    from reportcheck.extracting.headers import Headers
    from reportcheck.extracting.table import Outcome
    from reportcheck.extracting.writing import Writer

KINDS: Final = ("csv", "parquet", "xlsx")
STDOUT: Final = "-"
MOST_NAMED: Final = 10
"""Files of which something is not known that are named one by one."""


def extract(
    paths: MaybeFiles = None,
    output: Annotated[str, typer.Option("-o", "--output", metavar="FILE")] = STDOUT,
    wide: Annotated[bool, typer.Option("--wide")] = False,  # noqa: FBT002
    rules: Rules = None,
    jobs: Annotated[str | None, typer.Option(metavar="N")] = None,
    lang: Language = None,
) -> int:
    """Write the values of all submissions into one table."""
    from reportcheck.checking import Request
    from reportcheck.project import find

    project = find(Path())
    page = screen(lang or (project.lang if project else None), "never").page
    request = Request(
        paths_of(paths, project), tuple(rules or ()), jobs=number(jobs), project=project
    )
    kind = kind_of(output, KINDS)
    refuse_inputs(output, request)
    outcome = _table(request, output, kind, wide=wide, lang=page.lang)
    tell(outcome, page.lang)
    if outcome.submissions:
        told = {"count": outcome.submissions, "files": outcome.files, "rows": outcome.rows}
        where = "screen" if output == STDOUT else "file"
        say(phrase(f"extract.done.{where}", page.lang, path=output, **told))
    return EXIT_PROBLEM if outcome.problems else EXIT_PASSED


def kind_of(output: str, kinds: tuple[str, ...]) -> str:
    """Return what kind of table a file is to hold, by its ending; on the screen it is CSV."""
    if output == STDOUT:
        return "csv"
    return one_of("--output", Path(output).suffix.lower().removeprefix("."), kinds)


def refuse_inputs(output: str, request: Request) -> None:
    """Refuse to write over a file that is read, or where there is no folder."""
    from reportcheck.gathering import gather

    if output == STDOUT:
        return
    named = request.project.named() if request.project else ()
    if Path(output).exists():
        for path in (*gather(request.paths).files, *request.rules, *named):
            if same_file(output, path):
                raise Problem("report-over-input", path=output)
    if Path(output).is_dir() or not Path(output).absolute().parent.is_dir():
        raise Problem("report-no-folder", path=output)


class _NothingError(Exception):
    """Nothing was extracted: what is there already stays as it is."""


def _table(request: Request, output: str, kind: str, *, wide: bool, lang: Lang) -> Outcome:
    from reportcheck import console
    from reportcheck.cli.stopping import stoppable
    from reportcheck.extracting.files import Style
    from reportcheck.extracting.table import extract as extracted

    with suppress(_NothingError), ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="reportcheck-"))
        style = Style(wide, kind == "csv", kind == "xlsx" and not wide, folder)
        target = None if output == STDOUT else stack.enter_context(whole_file(output))
        writer_of = _writer(kind, target, style, lang, stack)
        stack.enter_context(stoppable())
        watch = stack.enter_context(console.watching(lang))
        try:
            outcome = extracted(request, style, writer_of, watch, one_table=kind != "xlsx")
        except BrokenPipeError:
            console.hush(sys.stdout)
            raise typer.Exit(EXIT_PROBLEM) from None
        if not outcome.submissions:
            raise _NothingError
    return outcome


def _writer(
    kind: str, target: Path | None, style: Style, lang: Lang, stack: ExitStack
) -> Callable[[Headers], Writer]:
    """Return how to make what writes a kind of table."""

    def make(headers: Headers) -> Writer:
        if kind == "xlsx" and target is not None:
            from reportcheck.extracting.workbook import BookWriter

            return BookWriter(target, headers, lang, __version__)
        from reportcheck.extracting.writing import CsvWriter, ParquetWriter

        if kind == "parquet" and target is not None:
            return ParquetWriter(target, headers, style.folder)
        file: BinaryIO = (
            sys.stdout.buffer if target is None else stack.enter_context(target.open("wb"))
        )
        return CsvWriter(file, headers, mark=target is not None)

    return make


def tell(outcome: Outcome, lang: Lang) -> None:
    """Say on stderr what was not read, and what is not known of what was."""
    for _, each in outcome.problems:
        say(problem(each, lang))
    for what in ("agency", "period"):
        of = [path for path, which in outcome.unidentified if which == what]
        if of:
            named = of[:MOST_NAMED]
            more = "" if len(of) == len(named) else ".more"
            say(phrase(f"extract.unknown.{what}{more}", lang, paths=named, count=len(of)))
    for code, path in outcome.skipped:
        say(note(code, path, lang))
    for code, count in outcome.notes:
        say(phrase(code, lang, count=count))


def say(text: str) -> None:
    """Put a sentence on stderr, where no CI system takes it for a command."""
    from reportcheck.text import inert

    sys.stderr.write("".join(f"{inert(line)}\n" for line in text.split("\n")))
