"""Which form a file holds: the one whose tables explain most of its cells; and which edition."""

from __future__ import annotations

from collections.abc import Sequence

from reportcheck.form import Shape
from reportcheck.grid import Source
from reportcheck.locating.editions import choose_edition, is_whole
from reportcheck.locating.labels import labels_of
from reportcheck.locating.locate import FIRST_ROWS, locate
from reportcheck.locating.sheets import survey
from reportcheck.number import State
from reportcheck.problem import Problem
from reportcheck.rule import Pack
from reportcheck.stream import Stream
from reportcheck.submission import Submission

LEAST_TABLE = 0.5
"""Some table of the form must be there with this share of its slots or of its columns."""

LEAST_COLUMNS = 2
"""A single column that bears a familiar name makes no table of records."""


def recognise(
    source: Source, packs: Sequence[Pack], *, asked: bool = False
) -> tuple[Pack, Submission]:
    """Return the pack whose form explains most cells of a file, with the submission.

    Of several editions of that form it is the one whose rows and columns are there. Where two
    different forms explain as much, the Problem ``ambiguous-form`` names them; where no form is
    there to a sensible part, ``no-form`` names the nearest and what of it is missing, or
    ``unknown-form`` the forms that are known. ``asked``: whoever named the packs says that it is
    one of them, so that editions of a single form may be there to any part.
    """
    mentions = {id(pack): _mentions(source, pack) for pack in packs}
    likely = sorted(packs, key=lambda pack: -mentions[id(pack)])
    alone = asked and len({pack.form.id for pack in packs}) == 1
    found: list[tuple[float, Pack, Submission]] = []
    refusal: Problem | None = None
    for pack in likely:
        if any(
            held.form.id == pack.form.id
            and mentions[id(held)] > mentions[id(pack)]
            and is_whole(submission)
            for _, held, submission in found
        ):
            continue  # an edition that is there to the last row, in a file that names more of it
        try:
            submission = locate(source, pack.form)
        except Problem as refused:
            if refused.code == "many-copies":
                raise
            refusal = refusal or refused
            continue
        found.append((_explained(submission), pack, submission))
    sound = [each for each in found if alone or _share(each[2]) >= LEAST_TABLE]
    if not sound:
        raise refusal if alone and refusal else _no_form(source, likely, found)
    most = max(score for score, _, _ in sound)
    best = {pack.form.id for score, pack, _ in sound if score == most}
    if len(best) > 1:
        raise Problem("ambiguous-form", path=source.path, forms=tuple(sorted(best)))
    editions = [(pack, submission) for _, pack, submission in found if pack.form.id in best]
    return editions[0] if len(editions) == 1 else choose_edition(source, editions)


def _mentions(source: Source, pack: Pack) -> int:
    """How many cells at the top of the grids bear a label of the form."""
    labels = labels_of(pack.form)
    total = 0
    for grid in source.grids:
        sheet = survey(grid, labels, rows=FIRST_ROWS)
        total += len(sheet.titles)
        for hits in (*sheet.columns_of, *sheet.rows_of):
            total += sum(map(len, hits.values()))
    return total


def _explained(submission: Submission) -> float:
    """How much of the file a form explains: slots with a place, and columns of records."""
    slots = sum(reading.at is not None for reading in submission.readings.values())
    columns = sum(len(records.columns) for records in submission.records.values())
    return (slots + columns) * submission.confidence


def _share(submission: Submission) -> float:
    """Return the share of the table that was found best."""
    best = 0.0
    for table in submission.form.tables:
        if table.shape is Shape.RECORDS:
            columns = len(records.columns) if (records := submission.records.get(table.id)) else 0
            if columns >= min(LEAST_COLUMNS, len(table.columns.slots)):
                best = max(best, columns / len(table.columns.slots))
            continue
        readings = [submission.readings[slot] for slot in table.slots()]
        needed = [each for each in readings if each.state is not State.ABSENT]
        if needed:
            best = max(best, sum(each.at is not None for each in needed) / len(needed))
    return best


def _no_form(
    source: Source, likely: Sequence[Pack], found: Sequence[tuple[float, Pack, Submission]]
) -> Problem:
    """Say which form came nearest and what of it is missing."""
    if any(isinstance(grid, Stream) for grid in source.grids):
        return Problem("no-rows", path=source.path)
    if not found:
        known = tuple(dict.fromkeys(pack.form.id for pack in likely))
        return Problem("unknown-form", path=source.path, known=known)
    _, pack, submission = max(found, key=lambda each: each[0])
    twice = [each for each in submission.structure if each.rule == "duplicate-table"]
    if twice:
        label = twice[0].facts.get("label", "")
        raise Problem("many-copies", path=source.path, table=label, count=1)
    missing = tuple(
        finding.facts.get("label", "")
        for finding in submission.structure
        if finding.rule.startswith("missing-")
    )
    return Problem(
        "no-form",
        path=source.path,
        nearest=pack.form.id,
        missing=missing,
    )
