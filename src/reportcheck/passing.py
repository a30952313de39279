"""A file laid out like others before it: whether it surely passes, and what others need of it.

What was found out about the first file of a layout is kept with the layout, so that of most files
of a batch nothing but the figures has to be looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from reportcheck.classes import dataclass
from reportcheck.dating import remarks
from reportcheck.grid import Source
from reportcheck.mending import NOTHING_TO_MEND
from reportcheck.number import Raw
from reportcheck.report import Counts, FileReport, Status
from reportcheck.rule import Pack

if TYPE_CHECKING:
    from reportcheck.evaluating.surely import Plan, Sureness
    from reportcheck.formerly import Former, Mould, Needed
    from reportcheck.locating.layouts import Recalled


@dataclass(frozen=True, slots=True)
class _Clean:
    """How a file of one layout is told to have nothing wrong: ``pick`` its figures for the plan."""

    plan: Plan
    pick: Callable[[Sequence[Raw]], Sequence[Raw]]


@dataclass(frozen=True, slots=True)
class _Kept:
    """How what others need of a file of one layout is kept: its figures picked, and their mould."""

    mould: Mould
    pick: Callable[[Sequence[Raw]], Sequence[Raw]]


class _Whose(NamedTuple):
    """Whose a file is, and for which period, as far as it says so."""

    agency: str | None
    period: str | None


def sureness(recalled: Recalled, source: Source) -> Sureness | None:
    """Return what is sure of a file that is laid out like others, if that can be told."""
    layout = recalled.layout
    if "clean" not in layout.kept:
        layout.kept["clean"] = _clean(recalled, source)
    clean = layout.kept["clean"]
    return clean.plan.sureness(clean.pick(recalled.cells)) if isinstance(clean, _Clean) else None


def passed(
    source: Source, recalled: Recalled, sure: Sureness, packs: tuple[Pack, ...]
) -> FileReport | None:
    """Return the report of a file of which it is sure that there is nothing to say, else None."""
    passes = sure.passes if sure.cells else None
    if passes is None:
        return None
    whose = _whose(source, recalled, packs)
    if whose is None:
        return None
    layout = recalled.layout
    form = layout.pack.form
    return FileReport(
        source.path,
        Status.PASSED,
        form=form.id,
        form_version=form.version,
        form_title=dict(form.title),
        confidence=layout.confidence,
        agency=whose.agency,
        period=whose.period,
        counts=Counts(sum([passed for _, passed in passes])),
        notes=source.notes,
        passes=passes,
        changed=NOTHING_TO_MEND,
    )


def _whose(source: Source, recalled: Recalled, packs: tuple[Pack, ...]) -> _Whose | None:
    """Return whose a file is, and for when; None where there is anything to be said of that."""
    from reportcheck.identifying import differences, identity, own_first
    from reportcheck.looking import Look

    layout = recalled.layout
    form = layout.pack.form
    named = {source.grids[each.grid].sheet for each in layout.placements}
    sheets = {sheet for sheet in named if sheet is not None}
    own = own_first(source, sheets, layout.structure)
    placed = layout.placements
    look = Look.at(own, ((source.grids[each.grid], each.area, each.tables) for each in placed))
    whose = _Whose(*identity(look, form))
    if remarks(layout.pack, whose.period, packs) or any(differences(look, form)):
        return None
    return whose


def former_like_others(
    source: Source, recalled: Recalled, packs: tuple[Pack, ...], needed: Mapping[str, Needed]
) -> Former | None:
    """Return what other submissions need of a file, by its figures alone; None if there is more.

    Whether its rules hold is not asked: only whether its figures are plain numbers.
    """
    form = recalled.layout.pack.form.id
    if form not in needed or sureness(recalled, source) is None:
        return None
    whose = _whose(source, recalled, packs)
    return whose and _former(source, recalled, whose, needed[form])


def former_of(source: Source, recalled: Recalled, report: FileReport, needed: Needed) -> Former:
    """Return what other submissions need of a file that has nothing wrong."""
    return _former(source, recalled, _Whose(report.agency, report.period), needed)


def _former(source: Source, recalled: Recalled, whose: _Whose, needed: Needed) -> Former:
    from reportcheck.formerly import Former, former, pack_figures

    layout, cells = recalled
    grids = tuple([grid.sheet for grid in source.grids])
    if "former" not in layout.kept:
        layout.kept["former"] = _mould(recalled, source, needed)
    kept = layout.kept["former"]
    if not isinstance(kept, _Kept):
        submission = layout.submission(source, cells)
        submission = replace(submission, agency=whose.agency, period=whose.period)
        return former(submission, needed, order=grids)
    form = layout.pack.form
    return Former(
        source.path,
        (form.id, form.version),
        whose.agency,
        whose.period,
        pack_figures(kept.pick(cells)),
        kept.mould,
        order=grids,
    )


def _mould(recalled: Recalled, source: Source, needed: Needed) -> _Kept | None:
    from reportcheck.evaluating.surely import picker
    from reportcheck.formerly import former

    layout, cells = recalled
    mould = former(layout.submission(source, cells), needed).mould
    if mould is None or not mould.figures:
        return None
    numbers = [layout.feeds[slot].cell for slot, _ in mould.figures]
    return _Kept(mould, picker(numbers, len(cells)))


def _clean(recalled: Recalled, source: Source) -> _Clean | None:
    from reportcheck.evaluating.arithmetic import NoPlanError
    from reportcheck.evaluating.surely import Plan, picker

    layout, cells = recalled
    try:
        plan = Plan(layout.pack, layout.submission(source, cells))
    except NoPlanError:
        return None
    return _Clean(plan, picker([layout.feeds[slot].cell for slot in plan.slots], len(cells)))
