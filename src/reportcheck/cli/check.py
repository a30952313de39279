"""Checking files: what the options of ``check`` come to, from the request to the exit code.

Nothing here knows how options are parsed: a plain command line is read without that (``plain``).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from reportcheck import __version__
from reportcheck.cli import receipts
from reportcheck.cli.options import number, one_of, paths_of, report_files, screen, shown_as
from reportcheck.cli.outputs import put, write_report
from reportcheck.cli.streams import say
from reportcheck.page import Lang
from reportcheck.report import FailOn, Report
from reportcheck.wording import phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportcheck.batch import Watch
    from reportcheck.checking import Request


def check_files(  # noqa: PLR0913 - one parameter for each option
    paths: Sequence[str] | None = None,
    *,
    rules: Sequence[str] | None = None,
    prior: Sequence[str] | None = None,
    format: str = "full",  # noqa: A002 - the name of the option
    report: Sequence[str] | None = None,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] | None = None,
    fail_on: str | None = None,
    lang: str | None = None,
    color: str = "auto",
    quiet: int = 0,
    statistics: bool = False,
    jobs: str | None = None,
    waivers: Sequence[str] | None = None,
    hierarchy: str | None = None,
    agencies: str | None = None,
    since: str | None = None,
) -> int:
    """Check files as the options say, write all that is asked for, and return the exit code."""
    from reportcheck import console
    from reportcheck.checking import Request, inputs_of
    from reportcheck.cli import copies
    from reportcheck.cli.stopping import stoppable
    from reportcheck.project import find
    from reportcheck.rendering.formats import KINDS, ON_SCREEN, STATISTICS, TEXTS

    project = find(Path())
    out = screen(lang or (project.lang if project else None), color)
    shown_as(format, ON_SCREEN, KINDS)
    levels: tuple[FailOn, ...] = get_args(FailOn)
    if fail_on is not None:
        one_of("--fail-on", fail_on, levels)
    request = Request(
        paths_of(paths, project), tuple(rules or ()), tuple(prior or ()), tuple(select or ()),
        tuple(ignore or ()),
        next((level for level in levels if level == fail_on), None), number(jobs), project,
        tuple(waivers or ()), hierarchy=hierarchy, agencies=agencies,
    )  # fmt: skip
    inputs = (*inputs_of(request), *((since,) if since else ())) if report else ()
    kinds = (*KINDS, copies.KIND, receipts.KIND)
    files = report_files(report or (), kinds, inputs, folders=(copies.KIND,))
    # Every cell is to be marked, not the first few of a kind.
    request = replace(request, singly=any(kind == copies.KIND for kind, _ in files))
    before = None
    if any(kind == receipts.KIND for kind, _ in files):
        request = receipts.dated(request)
        before = receipts.look_before(request)
    with stoppable(), console.watching(out.page.lang) as watch:
        result = _found(request, since, watch)
    for kind, file in files:
        if kind == receipts.KIND and before is not None:
            receipts.write_receipt(file, request, result, before)
            continue
        if kind == copies.KIND:
            _tell_left(copies.write_copies(file, result, out.page.lang), out.page.lang)
            continue
        write_report(kind, file, result, out.page.lang, __version__)
    if quiet > 1:
        return result.exit_code
    between = STATISTICS(result, out.page) if statistics else ()
    if quiet and format not in TEXTS:
        from reportcheck.rendering.full import summary

        out.write(summary(result, out.page, between))
    else:
        put(result, format, out, __version__, between)
    return result.exit_code


def _found(request: Request, since: str | None, watch: Watch) -> Report:
    """Return what a check finds, held against an earlier report where one is named."""
    if since is None:
        from reportcheck.checking import check

        return check(request, watch)
    from reportcheck.since import check_since

    return check_since(request, since, watch)


def _tell_left(left: tuple[str, ...], lang: Lang) -> None:
    if left:
        say(phrase("copy.left", lang, count=len(left), files=left))
