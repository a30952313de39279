"""Which formats there are: for the screen by ``--format``, as files by ``--report``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any, Final, TypeAlias

from reportcheck.page import Lang, Line, Page
from reportcheck.report import Report

OnPage: TypeAlias = Callable[[Report, Page], Iterable[Line]]
AsText: TypeAlias = Callable[[Report, Lang, str], str]


def _in_module(name: str) -> Callable[..., Any]:
    """Return the function of a module beside this one that bears its name, imported when called."""

    def render(*arguments: object) -> object:
        return getattr(import_module(f"reportcheck.rendering.{name}"), name)(*arguments)

    return render


PAGES: Final[Mapping[str, OnPage]] = {
    name: _in_module(name) for name in ("full", "concise", "grouped")
}
"""Formats for people, in lines of the page."""

TEXTS: Final[Mapping[str, AsText]] = {"json": _in_module("json_report")}
"""Formats for programs: the report, the language of its sentences and the tool's version."""
