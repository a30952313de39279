"""The summary of a step, which a GitHub workflow shows on the page of its run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from reportcheck.cli.streams import say
from reportcheck.page import Lang
from reportcheck.problem import Problem
from reportcheck.report import Report

VARIABLE: Final = "GITHUB_STEP_SUMMARY"
"""Names the file to which a step adds what the page of the run is to show."""


def add_summary(report: Report, lang: Lang) -> None:
    """Add the report to the summary of the step, within what is left of 900 KiB; else say so."""
    from reportcheck.rendering.markdown import MOST_BYTES, within
    from reportcheck.wording import phrase

    path = os.environ.get(VARIABLE)
    if not path:
        return
    file = Path(path)
    try:
        room = MOST_BYTES - (file.stat().st_size if file.exists() else 0)
        if room <= 0:
            say(phrase("github.full", lang, path=path))
            return
        with file.open("ab") as summary:
            summary.write(within(report, lang, room).encode() + b"\n")
    except OSError as error:
        raise Problem("cannot-write", path=path, why=error.strerror or str(error)) from None
