"""Receipts: written beside other reports, and held against files and rules later on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from reportcheck.cli.options import screen
from reportcheck.cli.parameters import Agencies, Color, Hierarchy, Language, Prior, Rules, Waivers
from reportcheck.delivering import write_file

if TYPE_CHECKING:
    from reportcheck.checking import Request
    from reportcheck.receipting.stamping import Seen
    from reportcheck.report import Report

KIND: Final = "receipt"


def look_before(request: Request) -> dict[str, Seen]:
    """Return how the files look that a check with a receipt is about to read."""
    from reportcheck.receipting import look

    return look(request)


def dated(request: Request) -> Request:
    """Return a request that names the day of its check, where the people are."""
    from dataclasses import replace

    return replace(request, today=date.today())  # noqa: DTZ011


def write_receipt(file: str, request: Request, report: Report, before: dict[str, Seen]) -> None:
    """Write the receipt of a check into a file."""
    from reportcheck.receipting import receipt_json, receipt_of

    made = receipt_of(request, report, before, datetime.now(UTC))
    write_file(file, receipt_json(made).encode())


def verify(  # noqa: PLR0913, PLR0917 - one parameter for each option
    receipt: Annotated[str, typer.Argument(metavar="RECEIPT.json", show_default=False)],
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE]...", show_default=False)
    ] = None,
    rules: Rules = None,
    prior: Prior = None,
    waivers: Waivers = None,
    hierarchy: Hierarchy = None,
    agencies: Agencies = None,
    lang: Language = None,
    color: Color = "auto",
) -> int:
    """Hold a receipt against its files, by their bytes and by checking them again."""
    from reportcheck import console
    from reportcheck.cli.stopping import stoppable
    from reportcheck.receipting import Again
    from reportcheck.receipting import verify as held_against
    from reportcheck.rendering.verification import exit_code, verification

    out = screen(lang, color)
    beside = tuple(rules or ()), tuple(prior or ()), tuple(waivers or ())
    again = Again(*beside, hierarchy, agencies)
    with stoppable(), console.watching(out.page.lang) as watch:
        points = held_against(receipt, tuple(paths or ()), again, watch)
    out.write(verification(points, out.page))
    return exit_code(points)
