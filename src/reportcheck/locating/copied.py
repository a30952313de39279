"""Copied: a form in text, read as its lines stand, or in rows made by the labels of the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from reportcheck.grid import Source
from reportcheck.locating.contradicting import contradicts
from reportcheck.locating.labels import FormLabels
from reportcheck.locating.restoring import as_stream, restored
from reportcheck.problem import Problem
from reportcheck.stream import Stream
from reportcheck.submission import Submission

Located: TypeAlias = Callable[[Source, FormLabels], Submission]
"""What finds a form in the rows of a file."""


def in_text(source: Source, labels: FormLabels, located: Located) -> Submission:
    """Locate a form in text, whose rows and merged cells may have been lost on the way."""
    if any(isinstance(grid, Stream) for grid in source.grids):
        return located(restored(source, labels), labels)
    first = _tried(source, labels, located)
    if isinstance(first, Problem) and first.code == "many-copies":
        raise first
    if isinstance(first, Submission) and not _is_lacking(first):
        return first
    again = as_stream(source, labels)
    second = None if again is None else _tried(again, labels, located)
    if (
        isinstance(second, Submission)
        and (isinstance(first, Problem) or _tells_more(first, second))
        and not contradicts(source, second)
    ):
        return second
    if isinstance(first, Problem):
        raise first
    return first


def _tried(source: Source, labels: FormLabels, located: Located) -> Submission | Problem:
    try:
        return located(source, labels)
    except Problem as refused:
        return refused


def _tells_more(first: Submission, second: Submission) -> bool:
    """Whether a second reading tells more values, and passes over no copy that the first told."""
    return (
        _told(second) > _told(first)
        and not _moved(first, second)
        and _twice(first) <= _twice(second)
    )


def _moved(first: Submission, second: Submission) -> bool:
    """Whether a table stands somewhere else by the second reading: another's rows were taken."""
    places = {each.table: each.area for each in first.placements}
    return any(
        each.table in places
        and (each.area.bottom < places[each.table].top or places[each.table].bottom < each.area.top)
        for each in second.placements
    )


def _is_lacking(submission: Submission) -> bool:
    """Whether rows may have been lost: of a table that stands there twice none were."""
    twice = _twice(submission)
    return any(
        each.rule.startswith(("missing-", "duplicate-column", "ambiguous-"))
        or each.facts.get("what") == "header"
        for each in submission.structure
        if each.table not in twice
    )


def _twice(submission: Submission) -> frozenset[str | None]:
    """Return the tables that are said to be there twice, as wholes or in their rows."""
    return frozenset(
        [
            each.table
            for each in submission.structure
            if each.rule.startswith("duplicate-") and each.row is None and each.column is None
        ]
    )


def _told(submission: Submission) -> int:
    """Return for how many slots a file tells what they hold: an empty cell tells nothing."""
    return sum(bool(reading.shown) for reading in submission.readings.values())
