"""What is done with a report that was kept: other reports are made from it."""

from __future__ import annotations

from typing import Annotated

import typer

from reportcheck.cli.options import one_of, report_files, screen
from reportcheck.cli.outputs import put, write_report
from reportcheck.cli.parameters import Color, Language, Reports


def render(
    report_json: Annotated[str, typer.Argument(metavar="REPORT.json", show_default=False)],
    report: Reports = None,
    format: Annotated[  # noqa: A002 - the name of the option
        str | None, typer.Option(metavar="full|concise|grouped|json|github", show_default=False)
    ] = None,
    lang: Language = None,
    color: Color = "auto",
    statistics: Annotated[bool, typer.Option("--statistics")] = False,  # noqa: FBT002
) -> None:
    """Make any report again; on the screen if asked for, or if no file is."""
    from reportcheck.rendering.formats import KINDS, ON_SCREEN, STATISTICS
    from reportcheck.rereading import reread

    shown = format or (None if report else "full")
    if shown is not None:
        one_of("--format", shown, ON_SCREEN)
    files = report_files(report or (), KINDS, (report_json,))
    screen(lang, color)  # wrong options are told before anything is read
    held = reread(report_json)
    out = screen(lang or held.lang, color)
    for kind, file in files:
        write_report(kind, file, held.report, out.page.lang, held.version)
    if shown is not None:
        between = STATISTICS(held.report, out.page) if statistics else ()
        put(held.report, shown, out, held.version, between)
