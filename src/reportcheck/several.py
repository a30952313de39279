"""The submissions of a file: one as a rule; of a workbook also one a sheet, or one a form.

A form whose tables are spread over several sheets is one submission. Several are told by what is
found: sheets of which each is complete in itself and says of itself whose it is or for when, or
forms that stand on sheets of their own. Where that is not so, tables that are there twice stay the
finding that they are. A sheet that looks like a report and was not located is told: as one that was
not checked where it says of itself whose it is, else as a finding.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from reportcheck.finding import Finding
from reportcheck.grid import Grid, Source
from reportcheck.identifying import PASSED_OVER, identify, identity, own_first
from reportcheck.locating import recognise as recognise_form
from reportcheck.locating.layouts import layouts_of, located
from reportcheck.locating.leaving import left_sheet, looks_like, unread_sheet
from reportcheck.locating.telling import UNREAD
from reportcheck.looking import Look
from reportcheck.period import moment
from reportcheck.problem import Problem
from reportcheck.report import named
from reportcheck.rule import Pack, Severity
from reportcheck.submission import Submission

SEVERAL: Final = "several"
"""Under this name a layout keeps that files of it hold several submissions."""

LEAST: Final = 0.5
"""The share of a form's labels that has to be on a sheet that is a report and lacks some."""

_INCOMPLETE: Final = frozenset({"missing-table", "duplicate-table", "lone-table"})
_LACKING: Final = _INCOMPLETE | {"missing-row", "missing-column"}


class Part(NamedTuple):
    """A submission with its pack, and the sheets it stands on where the file holds several."""

    pack: Pack
    submission: Submission
    sheets: tuple[str, ...] | None = None


class Unread(NamedTuple):
    """A sheet that looks like a report and could not be located, and why not."""

    problem: Problem
    sheets: tuple[str, ...]


def submissions_in(
    source: Source, packs: tuple[Pack, ...], *, recognise: bool
) -> tuple[Part | Unread, ...]:
    """Return the submissions that are in a file; a Problem says why there is none."""
    whole = _tried(source, packs, recognise=recognise)
    parts: tuple[Part, ...] = ()
    if len(source.grids) > 1 and _may_be_several(source, whole, packs):
        parts = _a_sheet_each(source, packs, whole, recognise=recognise)
        parts = parts or _a_form_each(source, packs, whole)
    if not parts:
        if isinstance(whole, Problem):
            raise whole
        own = own_first(source, _sheets(source, whole.submission), whole.submission.structure)
        parts = (whole._replace(submission=identify(own, whole.submission)),)
    told = _with_others(source, parts, packs)
    if told != parts or len(parts) > 1:
        recalled = layouts_of(packs, recognise=recognise).recall(source)
        if recalled is not None:
            recalled.layout.kept[SEVERAL] = True
    return told


def _with_others(
    source: Source, parts: tuple[Part, ...], packs: Sequence[Pack]
) -> tuple[Part | Unread, ...]:
    """Return the submissions with what is to be told of the sheets that are none of theirs."""
    told: list[Finding] = []
    unread: list[Unread] = []
    for grid in _left(source, parts):
        found = _untold(source, parts, packs, grid)
        if isinstance(found, Unread):
            unread.append(found)
        elif found is not None:
            told.append(found)
    first, *rest = parts
    if told or unread:
        structure = (*_without_unread(first.submission.structure), *told)
        first = first._replace(submission=replace(first.submission, structure=structure))
    if not unread:
        return (first, *rest)
    if first.sheets is None:
        first = first._replace(sheets=_sheets(source, first.submission))
    order = [*_names(source)]
    found_there: list[Part | Unread] = [first, *rest, *unread]
    return tuple(sorted(found_there, key=lambda each: order.index((each.sheets or order)[0])))


def _without_unread(structure: Sequence[Finding]) -> Sequence[Finding]:
    """Return what is told of a layout, but for sheets of which more is told."""
    kept = [each for each in structure if not _is_unread(each)]
    if any(each.rule in PASSED_OVER for each in kept):
        return kept
    return [each for each in kept if each.rule != "lone-table"]


def _is_unread(finding: Finding) -> bool:
    return finding.rule == "other-table" and finding.facts.get("what") == UNREAD


def _left(source: Source, parts: Sequence[Part]) -> Iterable[Grid]:
    """Yield the sheets of a workbook that hold no table of a submission, nor one that is told."""
    if len(source.grids) < 2 or any(grid.sheet is None for grid in source.grids):
        return
    held = {sheet for each in parts for sheet in _sheets(source, each.submission)}
    for each in (finding for part in parts for finding in part.submission.structure):
        if each.rule in PASSED_OVER and not _is_unread(each):
            places = [str(each.at), *each.facts.get("places", "").split("\n")]
            held.update(place.rpartition("!")[0] for place in places)
    yield from (grid for grid in source.grids if grid.sheet not in held)


def _untold(
    source: Source, parts: Sequence[Part], packs: Sequence[Pack], grid: Grid
) -> Finding | Unread | None:
    """Return what a sheet that no table was located on looks like, and whether that is wrong.

    What is hidden, or says that it is of another time than the report of the same agency, may be
    left aside by intent.
    """
    forms = [pack.form for pack in packs]
    agencies = {part.submission.agency for part in parts}
    others = [*_names(source), *filter(None, agencies)]
    like = looks_like(grid, forms, others)
    if like is None:
        return left_sheet(grid)
    if grid.hidden:
        return unread_sheet(grid, like, Severity.INFO)
    own = parts[0].submission
    look = Look(Source("", (grid,)), {grid.sheet: like.place[0]})
    agency, period = identity(look, own.form)
    several = len(parts) > 1 or (agency is not None and agency not in agencies)
    if like.sure and like.rows and several and grid.sheet is not None:
        name = named(source.path, (grid.sheet,))
        return Unread(
            Problem("no-headings", path=name, form=own.form.id, **like.facts), (grid.sheet,)
        )
    other_time = period is not None and period != own.period and moment(period) is not None
    sure = like.sure and not other_time
    return unread_sheet(grid, like, Severity.ERROR if sure else Severity.WARNING)


def _tried(source: Source, packs: tuple[Pack, ...], *, recognise: bool) -> Part | Problem:
    try:
        pack, submission, _ = located(source, packs, recognise=recognise)
    except Problem as problem:
        return problem
    return Part(pack, submission)


def _may_be_several(source: Source, whole: Part | Problem, packs: Sequence[Pack]) -> bool:
    named = all(grid.sheet is not None and grid.lines is None for grid in source.grids)
    if not named:
        return False
    if isinstance(whole, Problem) or len({pack.form.id for pack in packs}) > 1:
        return True
    return not _is_complete(whole.submission) or _stands_elsewhere(source, whole.submission)


def _stands_elsewhere(source: Source, submission: Submission) -> bool:
    """Whether a table was passed over that stands on a sheet of its own for all to see."""
    held = set(_sheets(source, submission))
    shown = {grid.sheet for grid in source.grids if not grid.hidden} - held
    told = (each for each in submission.structure if each.rule in PASSED_OVER)
    return any(each.at is not None and each.at.sheet in shown for each in told)


def _is_complete(submission: Submission, lacking: Container[str] = _INCOMPLETE) -> bool:
    return not any(each.rule in lacking for each in submission.structure)


def _a_sheet_each(
    source: Source, packs: tuple[Pack, ...], whole: Part | Problem, *, recognise: bool
) -> tuple[Part, ...]:
    """Return a submission for each sheet, nothing where these are none.

    Beside one that is ``whole`` by itself, others are what lacks nothing, as rows that a form may
    lack tell which fits best and not whose it is, and what says of itself whose it is: that it
    lacks rows is its own mistake then. The rest stays a table passed over.
    """
    parts = []
    for grid in source.grids:
        sheet = replace(source, grids=(grid,))
        part = _tried(sheet, packs, recognise=recognise)
        if isinstance(part, Part) and grid.sheet is not None:
            submission = identify(sheet, part.submission, shared=True)
            parts.append(Part(part.pack, submission, (grid.sheet,)))
    alone = isinstance(whole, Part) and _is_complete(whole.submission)
    complete = [
        each
        for each in parts
        if _is_complete(each.submission, _LACKING if alone else _INCOMPLETE)
        or (_is_complete(each.submission) and _is_one(source, each))
    ]
    whose = {_whose(each.submission) for each in complete}
    # A report that is there twice is told as such: sheets that say of themselves whose they are
    # are no copies that somebody forgot to take away.
    twice = len(complete) > 1 and all(_says_whose(source, each) for each in complete)
    return tuple(parts) if len(whose) > 1 or twice else ()


def _is_one(source: Source, part: Part) -> bool:
    """Whether a sheet that lacks some of a form is a report of its own all the same."""
    return part.submission.confidence >= LEAST and _says_whose(source, part)


def _says_whose(source: Source, part: Part) -> bool:
    """Whether a sheet that is shown says whose it is where the form looks for that."""
    own = tuple(each for each in source.grids if each.sheet in (part.sheets or ()))
    placed = part.submission.placements
    look = Look.at(Source("", own), ((each.grid, each.area, each.tables) for each in placed))
    agency, _ = identity(look, part.submission.form)
    return agency is not None and not any(each.hidden for each in own)


def _whose(submission: Submission) -> tuple[str, str | None, str | None]:
    return submission.form.id, submission.agency, submission.period


def _a_form_each(source: Source, packs: Sequence[Pack], whole: Part | Problem) -> tuple[Part, ...]:
    """Return a submission for each form that stands on sheets of its own, nothing for just one.

    What complete forms leave is looked through for others: a form that lacks tables must neither
    hide another nor be passed over beside it.
    """
    parts = [
        part
        for form in dict.fromkeys(pack.form.id for pack in packs)
        if (part := _found(source, [each for each in packs if each.form.id == form])) is not None
        and _is_complete(part.submission)
    ]
    taken = [sheet for each in parts for sheet in each.sheets or ()]
    if len(set(taken)) < len(taken):
        return ()
    best = None if isinstance(whole, Problem) else whole.pack.form.id
    while True:
        held = {each.pack.form.id for each in parts}
        left = [pack for pack in packs if pack.form.id not in held]
        rest = tuple(grid for grid in source.grids if grid.sheet not in taken)
        part = _found(replace(source, grids=rest), left) if left and rest else None
        if part is None or not (part.pack.form.id == best or part.submission.confidence >= LEAST):
            break
        parts.append(part)
        taken += part.sheets or ()
    if len(parts) < 2:
        return ()
    return tuple([_identified(source, each, set(taken)) for each in parts])


def _found(source: Source, packs: Sequence[Pack]) -> Part | None:
    """Return what is there of the form, of these, that explains most of some sheets."""
    try:
        pack, submission = recognise_form(source, packs, asked=True)
    except Problem:
        return None
    sheets = _sheets(source, submission)
    return Part(pack, submission, sheets) if sheets else None


def _identified(source: Source, part: Part, taken: set[str]) -> Part:
    """Return a part with whose it is: by its own sheets, and by those that are of no form."""
    others = taken - set(part.sheets or ())
    own = tuple(grid for grid in source.grids if grid.sheet not in others)
    return part._replace(submission=identify(replace(source, grids=own), part.submission))


def _sheets(source: Source, submission: Submission) -> tuple[str, ...]:
    held = {each.grid.sheet for each in submission.placements}
    return tuple(each for each in _names(source) if each in held)


def _names(source: Source) -> Iterable[str]:
    return (grid.sheet for grid in source.grids if grid.sheet is not None)
