"""Whose submission it is, and for which period: read by the clues that the form names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Final, NamedTuple

from reportcheck.address import CellRef
from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.form import Form, IdentityClue
from reportcheck.grid import Grid, Source
from reportcheck.looking import Look, text_of
from reportcheck.patterns import pattern
from reportcheck.period import in_digits, moment, normalised
from reportcheck.rule import Severity
from reportcheck.submission import Submission
from reportcheck.text import fold

PASSED_OVER: Final = frozenset({"duplicate-table", "other-table"})
"""What is told of tables of the form that are none of the submission's."""

_SEALED: Final = pattern(r"\s*[(（](?:加盖)?(?:公章|盖章|签章|章)[)）]$")
_OUTSIDE: Final = frozenset({"filename", "folder"})
"""Clues that are the same for all submissions in a file."""
_NAMELESS: Final = pattern(r"(?:sheet|工作表|表)?\s*[0-9]*", re.IGNORECASE)
_WIDE: Final = {0xFF10 + digit: str(digit) for digit in range(10)} | {0x3000: " "}
_BUREAUS: Final = frozenset("局委厅办部院处站队会室")
"""With one of these a name of an office ends: one is another's, whatever it ends with."""


class Told(NamedTuple):
    """What a clue says, and the cell that says it; None where the name of a file or sheet does."""

    text: str
    clue: str
    at: CellRef | None = None


def identify(source: Source, submission: Submission, *, shared: bool = False) -> Submission:
    """Return the submission with its agency and period, None where no clue of the form answers.

    Where the file says two things of it, a finding of its structure tells so.
    """
    form = submission.form
    placed = ((each.grid, each.area, each.tables) for each in submission.placements)
    look = Look.at(source, placed)
    agency, period = identity(look, form, shared=shared)
    differing = tuple(differences(look, form, shared=shared))
    return replace(
        submission, agency=agency, period=period, structure=(*submission.structure, *differing)
    )


def own_first(source: Source, sheets: Collection[str], structure: Iterable[Finding]) -> Source:
    """Return where to look for whose a submission on these sheets is.

    That is its own sheet before a cover, and no sheet that holds but a table passed over.
    """
    if not sheets or len(source.grids) == 1:
        return source
    told = (each.at for each in structure if each.rule in PASSED_OVER)
    others = {at.sheet for at in told if at is not None}.difference(sheets)
    grids = [grid for grid in source.grids if grid.sheet not in others]
    if len(sheets) == 1:
        grids.sort(key=lambda grid: grid.sheet not in sheets)
    return replace(source, grids=tuple(grids))


def identity(look: Look, form: Form, *, shared: bool = False) -> tuple[str | None, str | None]:
    """Return the agency and the period that a file is of by the clues of a form.

    ``shared``: the file holds several submissions of the form, of which this is one. Its own
    sheet says more then than the name of the file does, which is the same for all of them.
    """
    agency = _answer(form.agency, "agency", look, shared=shared)
    period = _answer(form.period, "period", look, shared=shared)
    return agency and _plainly(agency.text), period and normalised(period.text)


def differences(look: Look, form: Form, *, shared: bool = False) -> Iterator[Finding]:
    """Yield a finding for what else a file says of whose it is, or for when, than was taken.

    Only what stands with its tables counts, and the name of the file: other sheets, and other
    lines, may name whom they like. A short form of a name is no other name.
    """
    for what, clues, differ in (
        ("agency", form.agency, _other_agency),
        ("period", form.period, _other_period),
    ):
        inside = tuple(
            each
            for each in clues
            if each.kind in {"right_of", "title"} or (each.kind == "filename" and not shared)
        )
        if len(inside) == len(look.source.grids) == 1:
            continue  # there is one place that tells, and what it says is taken or nothing is
        taken = _answer(clues, what, look, shared=shared)
        if taken is None or taken.clue not in {"right_of", "title", "filename"}:
            continue
        met = []
        for other in _told(inside, what, look, own=True):
            if differ(taken, other) and other.text not in met:
                met.append(other.text)
                yield _difference(what, taken, other)


def _difference(what: str, taken: Told, other: Told) -> Finding:
    plain = _plainly if what == "agency" else normalised
    facts = {"what": what, "taken": plain(taken.text), "differing": plain(other.text)}
    if taken.at is None or other.at is None:
        named, inside = (taken, other) if taken.at is None else (other, taken)
        facts |= {"what": f"{what}-named", "named": plain(named.text), "inside": plain(inside.text)}
    elif taken.at.table is None:
        facts["there"] = str(taken.at)
    return Finding(
        "identity-differs", Severity.WARNING, Verdict.FAIL, Kind.STRUCTURE,
        at=other.at or taken.at, facts=facts,
    )  # fmt: skip


def _other_agency(taken: Told, other: Told) -> bool:
    """Whether two names are surely not of one agency: neither is a short form of the other.

    The name of a file is often that of a person, a place or a purpose: it counts where both are
    names of the same kind, as both end with the same word.
    """
    names = [fold(_plainly(each.text)) for each in (taken, other)]
    short, long = sorted(names, key=len)
    letters = iter(long)
    if all(letter in letters for letter in short):
        return False
    ends = {name[-1] for name in names}
    alike = len(ends) == 1 or ends <= _BUREAUS
    return alike or (taken.at is not None and other.at is not None)


def _other_period(taken: Told, other: Told) -> bool:
    """Whether two periods are not the same, nor one a part of the other's year."""
    one, two = normalised(taken.text), normalised(other.text)
    if moment(one) is None or moment(two) is None:
        return False
    return one != two if len(one) == len(two) else one[:4] != two[:4]


def _answer(
    clues: tuple[IdentityClue, ...], group: str, look: Look, *, shared: bool
) -> Told | None:
    """Return what the first clue that answers says."""
    if shared:
        inside = tuple(each for each in clues if each.kind not in _OUTSIDE)
        found = _answer(inside, group, look, shared=False)
        found = found or next(_of_sheet(look.source, group), None)
        if found:
            return found
    return next(_told(clues, group, look), None)


def _told(
    clues: Sequence[IdentityClue], group: str, look: Look, *, own: bool = False
) -> Iterator[Told]:
    """Yield what the clues say, in their order: of cells what each grid says.

    Titles are one clue, however many patterns there are for them: which of its titles a grid means
    hangs on where these stand. ``own``: only grids with tables count.
    """
    grids = [grid for grid in look.source.grids if not own or grid.sheet in look.tops]
    for kind, alike in groupby(clues, key=attrgetter("kind")):
        texts = [each.text for each in alike]
        if kind == "title":
            for grid in grids:
                if (found := _title(grid, look, tuple(texts), group)) is not None:
                    yield found
        elif kind == "right_of":
            for label in texts:
                for grid in grids:
                    if (found := _right_of(grid, look, label)) is not None:
                        yield found
        else:
            names = {"sheet": _sheets, "folder": _folders}.get(kind, _stem)
            for text in texts:
                for name in names(look.source):
                    if (match := _read(text, group, in_digits(name))) is not None:
                        yield Told(match.text, kind)


class _Match(NamedTuple):
    """What a pattern takes from a text; ``whole`` if it means the text to its end, and has it."""

    text: str
    whole: bool


def _read(pattern: str, group: str, text: str) -> _Match | None:
    """Return what the named group of a pattern holds, or the only one it has.

    Files of one form are full of the same labels, in which nothing is found.
    """
    compiled = re.compile(pattern)
    names = compiled.groupindex
    name = group if group in names else next(iter(names), "")
    found = compiled.search(text) if name else None
    if found is None or not (held := (found[name] or "").strip()):
        return None
    return _Match(held, pattern.endswith("$") and found.span() == (0, len(text)))


@lru_cache(maxsize=1 << 14)
def _read_any(patterns: tuple[str, ...], group: str, line: str) -> _Match | None:
    """Return what the first of several patterns holds; two rows are for those that ask for them."""
    asked = [each for each in patterns if "\n" not in line or r"\n" in each]
    return next(filter(None, (_read(each, group, line) for each in asked)), None)


def _title(grid: Grid, look: Look, patterns: tuple[str, ...], group: str) -> Told | None:
    """Return what the title of a grid says.

    A line that a pattern takes up to its end is surely a title: above the tables the last such line
    is theirs, as a page may name other reports before. Else it is the first line that answers.
    """
    best: Told | None = None
    top = look.tops.get(grid.sheet, 0)
    for row, column, line in look.lines(grid):
        if best is not None and row >= top:
            break
        found = _read_any(patterns, group, line)
        if found is not None and (best is None or (found.whole and row < top)):
            best = Told(found.text, "title", grid.at(row, column))
    return best


def _sheets(source: Source) -> Iterator[str]:
    return (grid.sheet.strip() for grid in source.grids if grid.sheet)


def _of_sheet(source: Source, group: str) -> Iterator[Told]:
    """Yield the names of sheets that name a period, or else an agency: not what is called sheet."""
    for name in _sheets(source):
        dated = moment(normalised(name)) is not None
        if dated is (group == "period") and (dated or not _NAMELESS.fullmatch(name)):
            yield Told(name, "sheet")


def _plainly(agency: str) -> str:
    """Return the name of an agency without what nobody sees, and without what is no part of it."""
    return _SEALED.sub("", " ".join(agency.translate(_WIDE).split()))


def _right_of(grid: Grid, look: Look, label: str) -> Told | None:
    """Return the text right of the cell that bears a label, or after its colon in the same cell."""
    for row, column, after in look.labels(grid, fold(label).rstrip(":")):
        if after:
            return Told(after, "right_of", grid.at(row, column))
        beside = enumerate(map(text_of, grid.rows[row][column + 1 :]), column + 1)
        at, answer = next((each for each in beside if each[1]), (0, ""))
        if answer and answer[-1] not in ":：":
            return Told(answer, "right_of", grid.at(row, at))
    return None


def _stem(source: Source) -> Iterator[str]:
    if source.path and source.path != "-":
        yield Path(source.path).stem


def _folders(source: Source) -> Iterator[str]:
    """Yield the names of the folders above a file, the nearest first."""
    if source.path and source.path != "-":
        yield from (each.name for each in Path(source.path).absolute().parents if each.name)
