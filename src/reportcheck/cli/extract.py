"""The command that writes the values of many submissions into one table, or their sums."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Final

import typer

from reportcheck import __version__
from reportcheck.cli.extracted import kind_of, refuse_inputs, tell
from reportcheck.cli.options import STDOUT, number, paths_of, screen
from reportcheck.cli.parameters import Language, MaybeFiles, Rules
from reportcheck.cli.streams import say
from reportcheck.cli.sums import write_sums
from reportcheck.delivering import whole_file
from reportcheck.page import Lang
from reportcheck.problem import EXIT_PASSED, EXIT_PROBLEM, Problem
from reportcheck.wording import phrase

if TYPE_CHECKING:
    from reportcheck.checking import Request
    from reportcheck.extracting.files import Style
    from reportcheck.extracting.headers import Headers
    from reportcheck.extracting.table import Outcome
    from reportcheck.extracting.writing import Writer

KINDS: Final = ("csv", "parquet", "xlsx")


def extract(  # noqa: PLR0913, PLR0917 - one parameter for each option
    paths: MaybeFiles = None,
    output: Annotated[str, typer.Option("-o", "--output", metavar="FILE")] = STDOUT,
    wide: Annotated[bool, typer.Option("--wide")] = False,  # noqa: FBT002
    summed: Annotated[bool, typer.Option("--sum")] = False,  # noqa: FBT002
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
    if summed:
        if wide:
            raise Problem("sum-wide")
        return write_sums(request, output, page.lang)
    kind = kind_of(output, KINDS)
    refuse_inputs(output, request)
    outcome = _table(request, output, kind, wide=wide, lang=page.lang)
    tell(outcome, page.lang)
    if outcome.submissions:
        told = {"count": outcome.submissions, "files": outcome.files, "rows": outcome.rows}
        where = "screen" if output == STDOUT else "file"
        say(phrase(f"extract.done.{where}", page.lang, path=output, **told))
    return EXIT_PROBLEM if outcome.problems else EXIT_PASSED


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
