"""Which formats there are: for the screen by ``--format``, as files by ``--report``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias

from reportcheck.page import Lang, Line, Page
from reportcheck.rendering.concise import concise
from reportcheck.rendering.full import full
from reportcheck.rendering.grouped import grouped
from reportcheck.rendering.json_report import json_report
from reportcheck.report import Report

OnPage: TypeAlias = Callable[[Report, Page], Iterable[Line]]
AsText: TypeAlias = Callable[[Report, Lang, str], str]

PAGES: Final[Mapping[str, OnPage]] = {"full": full, "concise": concise, "grouped": grouped}
"""Formats for people, in lines of the page."""

TEXTS: Final[Mapping[str, AsText]] = {"json": json_report}
"""Formats for programs: the report, the language of its sentences and the tool's version."""
