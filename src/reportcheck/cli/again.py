"""What is done with a report beside showing it: other reports, and waivers to fill in."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportcheck.cli.options import STDOUT, one_of, paths_of, report_files, screen, shown_as
from reportcheck.cli.outputs import put, write_report
from reportcheck.cli.parameters import (
    Agencies,
    Color,
    Hierarchy,
    Ignore,
    Language,
    MaybeFiles,
    Prior,
    Reports,
    Rules,
    Select,
    Waivers,
)
from reportcheck.delivering import refuse_over, write_file
from reportcheck.problem import Problem

if TYPE_CHECKING:
    from reportcheck.report import Report


def render(
    report_json: Annotated[str, typer.Argument(metavar="REPORT.json", show_default=False)],
    report: Reports = None,
    format: Annotated[  # noqa: A002 - the name of the option
        str | None,
        typer.Option(
            metavar="full|concise|grouped|causes|narrate|json|jsonl|github", show_default=False
        ),
    ] = None,
    lang: Language = None,
    color: Color = "auto",
    statistics: Annotated[bool, typer.Option("--statistics")] = False,  # noqa: FBT002
) -> None:
    """Make any report again; on the screen if asked for, or if no file is."""
    from reportcheck.rendering.formats import KINDS, ON_SCREEN, ROWS, STATISTICS
    from reportcheck.rereading import reread

    shown = format or (None if report else "full")
    if shown is not None:
        shown_as(shown, ON_SCREEN, KINDS)
    files = report_files(report or (), KINDS, (report_json,))
    screen(lang, color)  # wrong options are told before anything is read
    held = reread(report_json)
    for _, file in files:
        refuse_over(file, _read_for(held.report, report_json))
    out = screen(lang or held.lang, color)
    for kind in (*(kind for kind, _ in files), shown):
        if kind in ROWS and held.grouped:
            raise Problem("report-grouped", path=report_json, kind=kind)
    for kind, file in files:
        write_report(kind, file, held.report, out.page.lang, held.version)
    if shown is not None:
        between = STATISTICS(held.report, out.page) if statistics else ()
        put(held.report, shown, out, held.version, between)


def _read_for(report: Report, kept: str) -> Iterator[str]:
    """Yield every file that a report says it was made of, as seen from here and from beside it."""
    earlier = () if report.earlier is None else (report.earlier.path,)
    for path in (*(each.path for each in report.files), *report.rules, *earlier):
        yield path
        yield str(Path(kept).parent / path)


def schema(
    of: Annotated[str, typer.Argument(metavar="[report|receipt]", show_default=False)] = "report",
) -> None:
    """Print the JSON Schema of the JSON report, or of receipts."""
    from reportcheck import console
    from reportcheck.receipting import receipt_schema
    from reportcheck.rendering.json_report import report_schema

    schemas = {"report": report_schema, "receipt": receipt_schema}
    console.write_bytes(schemas[one_of("schema", of, tuple(schemas))](), sys.stdout)


def waive(  # noqa: PLR0913, PLR0917 - one parameter for each option
    paths: MaybeFiles = None,
    rules: Rules = None,
    prior: Prior = None,
    select: Select = None,
    ignore: Ignore = None,
    waivers: Waivers = None,
    hierarchy: Hierarchy = None,
    agencies: Agencies = None,
    output: Annotated[str | None, typer.Option("-o", "--output", metavar="FILE")] = None,
    lang: Language = None,
) -> None:
    """Write waivers to fill in; a file that is there may hold explanations and is left alone."""
    from reportcheck import console
    from reportcheck.checking import Request, check
    from reportcheck.project import find
    from reportcheck.rendering.waiver_file import waiver_file

    project = find(Path())
    out = screen(lang or (project.lang if project else None), "never")
    output = None if output == STDOUT else output
    if output is not None and _holds(output):
        raise Problem("waive-over", path=output)
    request = Request(
        paths_of(paths, project), tuple(rules or ()), tuple(prior or ()), tuple(select or ()),
        tuple(ignore or ()), project=project, waivers=tuple(waivers or ()), hierarchy=hierarchy,
        agencies=agencies,
    )  # fmt: skip
    text = waiver_file(check(request), out.page.lang)
    if output is None:
        console.write_bytes(text, sys.stdout)
    else:
        write_file(output, text.encode())


def _holds(path: str) -> bool:
    """Whether there is something at a place already that can be lost; a pipe or a device is not."""
    there = Path(path)
    return there.exists() and (there.is_file() or there.is_dir())
