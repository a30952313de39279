"""Sums: the form itself filled in for all agencies together, a file for each form and period."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportcheck import __version__
from reportcheck.cli.extracted import kind_of, refuse_inputs, tell
from reportcheck.cli.options import STDOUT
from reportcheck.cli.streams import say
from reportcheck.delivering import whole_file
from reportcheck.page import Lang
from reportcheck.problem import EXIT_FINDINGS, EXIT_PASSED, EXIT_PROBLEM, Problem
from reportcheck.wording import phrase

if TYPE_CHECKING:
    from reportcheck.checking import Request
    from reportcheck.extracting.summing import Sum
    from reportcheck.extracting.table import Outcome

KINDS: Final = ("xlsx", "csv")
MOST_EMPTY: Final = 20
"""Places without a sum that are named one by one beside a table that has no room for them."""

_NO_NAME: Final = re.compile(r"[^\w.-]+")


def write_sums(request: Request, output: str, lang: Lang) -> int:
    """Write the sums of all submissions; return 1 where places had to be left empty."""
    from reportcheck import console
    from reportcheck.cli.stopping import stoppable
    from reportcheck.extracting.summing import sums

    folder = output != STDOUT and Path(output).is_dir()
    if not folder and output != STDOUT and not Path(output).suffix:
        raise Problem("sum-no-kind", path=output, kinds=[f".{each}" for each in KINDS])
    kind = "xlsx" if folder else kind_of(output, KINDS)
    if not folder:
        refuse_inputs(output, request)
    with stoppable(), console.watching(lang) as watch:
        totals, outcome = sums(request, watch)
    tell(outcome, lang)
    if len(totals) > 1 and not folder:
        named = [f"{_edition(each)} {each.period or '?'} ({each.submissions})" for each in totals]
        raise Problem("sum-several", sums=named)
    for total in totals:
        target = output
        if folder:
            name = _NO_NAME.sub("-", "-".join(filter(None, (_edition(total), total.period))))
            target = str(Path(output) / f"{name}.{kind}")
            refuse_inputs(target, request)
        _write(total, outcome, target, kind, lang)
    if outcome.problems:
        return EXIT_PROBLEM
    return EXIT_FINDINGS if any(total.lacks for total in totals) else EXIT_PASSED


def _edition(total: Sum) -> str:
    form = total.form
    return f"{form.id}@{form.version}" if form.version else form.id


def _write(total: Sum, outcome: Outcome, target: str, kind: str, lang: Lang) -> None:
    from reportcheck import console
    from reportcheck.extracting.consolidated import (
        as_csv,
        as_workbook,
        consolidated,
        named,
        not_summed,
    )

    drawing = consolidated(total, lang, workbook=kind == "xlsx")
    if kind == "xlsx":
        with whole_file(target) as half:
            listed = not_summed(total, outcome.problems, lang)
            as_workbook(half, drawing, listed, lang, __version__)
    elif target == STDOUT:
        console.write_bytes(as_csv(drawing).decode("utf-8-sig"), sys.stdout)
    else:
        with whole_file(target) as half:
            half.write_bytes(as_csv(drawing))
    if kind == "csv":
        for slot in list(total.lacks)[:MOST_EMPTY]:
            lack = total.lacks[slot][0]
            why = phrase(f"reason.{lack.reason}", lang, cells=lack.cell or named(slot), count=1)
            say(phrase("sum.empty", lang, slot=named(slot), why=why, path=lack.path))
        if len(total.lacks) > MOST_EMPTY:
            say(phrase("sum.empty.more", lang, count=len(total.lacks) - MOST_EMPTY))
    title = total.form.title.get(lang) or next(iter(total.form.title.values()), total.form.id)
    summed = sum(1 for _ in total.sums())
    say(
        phrase(
            f"sum.done.{'screen' if target == STDOUT else 'file'}", lang,
            title=" ".join(filter(None, (title, total.period))), count=total.submissions,
            sums=summed, empty=len(drawing.places) - summed, path=target,
        )
    )  # fmt: skip
