"""Receipts held against files and rules later on."""

from __future__ import annotations

from typing import Annotated

import typer

from reportcheck.cli.options import screen
from reportcheck.cli.parameters import Agencies, Color, Hierarchy, Language, Prior, Rules, Waivers


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
