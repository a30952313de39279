"""What every way of extracting has in common: where it goes, and what is said beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportcheck.cli.options import STDOUT, one_of
from reportcheck.cli.streams import say
from reportcheck.delivering import refuse_over
from reportcheck.page import Lang
from reportcheck.problem import Problem
from reportcheck.wording import note, phrase, problem

if TYPE_CHECKING:
    from reportcheck.checking import Request
    from reportcheck.extracting.table import Outcome

MOST_NAMED: Final = 10
"""Files of which something is not known that are named one by one."""


def kind_of(output: str, kinds: tuple[str, ...]) -> str:
    """Return what kind of table a file is to hold, by its ending; on the screen it is CSV."""
    if output == STDOUT:
        return "csv"
    kind = Path(output).suffix.lower().removeprefix(".")
    if not kind:
        raise Problem("no-kind", path=output, kinds=[f".{each}" for each in kinds])
    return one_of("--output", kind, kinds)


def refuse_inputs(output: str, request: Request) -> None:
    """Refuse to write over a file that is read, or where there is no folder."""
    from reportcheck.checking import inputs_of

    if output == STDOUT:
        return
    refuse_over(output, inputs_of(request))
    if Path(output).is_dir() or not Path(output).absolute().parent.is_dir():
        raise Problem("report-no-folder", path=output)


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
