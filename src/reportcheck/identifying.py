"""Whose submission it is, and for which period: read by the clues that the form names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from reportcheck.address import CellRef
from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.form import Form, IdentityClue
from reportcheck.grid import Area, Grid, Source
from reportcheck.number import Raw
from reportcheck.period import in_digits, moment, normalised
from reportcheck.rule import Severity
from reportcheck.submission import Submission
from reportcheck.text import fold

FIRST_ROWS = 400
"""How many rows of a grid are searched for clues."""

LONGEST_LINE = 500
"""Longer texts are prose: a pattern is not tried on them."""

LONGEST_TITLE = 100
"""Longer lines, and those that are sentences, are no title that names an agency or a period."""

PASSED_OVER: Final = frozenset({"duplicate-table", "other-table"})
"""What is told of tables of the form that are none of the submission's."""

Tops: TypeAlias = Mapping[str | None, int]
"""By sheet, the row of its grid in which the first table of the submission begins."""

Placed: TypeAlias = Iterable[tuple[Grid, Area, Collection[int]]]
"""Where tables were found: the grid, the area, and in a document the numbers of its tables."""

_COLON = re.compile(r"[:：]")
_BESIDE: Final = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
"""What stands in brackets after a label, as in 填报单位（盖章）."""
_SEALED: Final = re.compile(r"\s*[(（](?:加盖)?(?:公章|盖章|签章|章)[)）]$")
_OUTSIDE: Final = frozenset({"filename", "folder"})
"""Clues that are the same for all submissions in a file."""
_NAMELESS: Final = re.compile(r"(?:sheet|工作表|表)?\s*[0-9]*", re.IGNORECASE)
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
    tops = tops_of((each.grid, each.area, each.tables) for each in submission.placements)
    agency, period = identity(source, form, tops, shared=shared)
    differing = tuple(differences(source, form, tops, shared=shared))
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


def tops_of(placed: Placed) -> Tops:
    """Return in which row the first table begins of each grid that holds any."""
    tops: dict[str | None, int] = {}
    for grid, area, tables in placed:
        top = area.top - grid.first_row
        if grid.lines is not None:
            inside = grid.tables or ()
            top = next(
                (
                    row
                    for row, line in enumerate(grid.lines)
                    if line >= area.top and (not tables or inside[row] in tables)
                ),
                0,
            )
        tops[grid.sheet] = min(top, tops.get(grid.sheet, top))
    return tops


def identity(
    source: Source, form: Form, tops: Tops, *, shared: bool = False
) -> tuple[str | None, str | None]:
    """Return the agency and the period that a file is of by the clues of a form.

    ``shared``: the file holds several submissions of the form, of which ``source`` is one. Its own
    sheet says more then than the name of the file does, which is the same for all of them.
    """
    agency = _answer(form.agency, "agency", source, tops, shared=shared)
    period = _answer(form.period, "period", source, tops, shared=shared)
    return agency and _plainly(agency.text), period and normalised(period.text)


def differences(
    source: Source, form: Form, tops: Tops, *, shared: bool = False
) -> Iterator[Finding]:
    """Yield a finding for what else a file says of whose it is, or for when, than was taken.

    Only what stands with its tables counts, and the name of the file: other sheets, and other
    lines, may name whom they like. A short form of a name is no other name.
    """
    for what, clues, differ in (
        ("agency", form.agency, _other_agency),
        ("period", form.period, _other_period),
    ):
        taken = _answer(clues, what, source, tops, shared=shared)
        if taken is None or taken.clue not in {"right_of", "title", "filename"}:
            continue
        inside = tuple(
            each
            for each in clues
            if each.kind in {"right_of", "title"} or (each.kind == "filename" and not shared)
        )
        own = replace(source, grids=tuple(grid for grid in source.grids if grid.sheet in tops))
        met = []
        for other in _told(inside, what, own, tops):
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
    clues: tuple[IdentityClue, ...], group: str, source: Source, tops: Tops, *, shared: bool
) -> Told | None:
    """Return what the first clue that answers says."""
    if shared:
        inside = tuple(each for each in clues if each.kind not in _OUTSIDE)
        found = _answer(inside, group, source, tops, shared=False)
        found = found or next(_of_sheet(source, group), None)
        if found:
            return found
    return next(_told(clues, group, source, tops), None)


def _told(clues: Sequence[IdentityClue], group: str, source: Source, tops: Tops) -> Iterator[Told]:
    """Yield what the clues say, in their order: of cells what each grid says.

    Titles are one clue, however many patterns there are for them: which of its titles a grid means
    hangs on where these stand.
    """
    for kind, alike in groupby(clues, key=lambda each: each.kind):
        texts = [each.text for each in alike]
        if kind == "title":
            read = [_reader(text, group) for text in texts]
            pairs = any(r"\n" in text for text in texts)
            told = (_title(grid, tops.get(grid.sheet, 0), read, pairs=pairs)
                    for grid in source.grids)  # fmt: skip
            yield from filter(None, told)
        elif kind == "right_of":
            for label in texts:
                told = (_right_of(grid, label) for grid in source.grids)
                yield from filter(None, told)
        else:
            for text in texts:
                yield from _named(kind, _reader(text, group), source)


class _Match(NamedTuple):
    """What a pattern takes from a text; ``whole`` if it means the text to its end, and has it."""

    text: str
    whole: bool


_Reader: TypeAlias = Callable[[str], _Match | None]


def _reader(pattern: str, group: str) -> _Reader:
    """Return what reads that which the named group of a pattern holds, or the only one it has."""
    compiled = re.compile(pattern)
    names = compiled.groupindex
    name = group if group in names else next(iter(names), "")
    ends = pattern.endswith("$")

    def read(text: str) -> _Match | None:
        found = compiled.search(text) if name else None
        if found is None or not (held := (found[name] or "").strip()):
            return None
        return _Match(held, ends and found.span() == (0, len(text)))

    return read


def _named(kind: str, read: _Reader, source: Source) -> Iterator[Told]:
    """Yield what the names of sheets, of folders or of the file say."""
    names = {"sheet": _sheets, "folder": _folders}.get(kind, _stem)
    for name in names(source):
        found = read(in_digits(name))
        if found is not None:
            yield Told(found.text, kind)


def _title(grid: Grid, top: int, readers: Sequence[_Reader], *, pairs: bool) -> Told | None:
    """Return what the title of a grid says.

    A line that a pattern takes up to its end is surely a title: above the tables, which begin in
    row ``top``, the last such line is theirs, as a page may name other reports before. Else it is
    the first line that answers.
    """
    best: Told | None = None
    for row, column, line in _lines(grid, pairs=pairs):
        if best is not None and row >= top:
            break
        for read in readers:
            found = read(line)
            if found is None:
                continue
            if best is None or (found.whole and row < top):
                best = Told(found.text, "title", grid.at(row, column))
            break
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


def _texts(grid: Grid) -> Iterator[tuple[int, int, str]]:
    for row, cells in enumerate(grid.rows[:FIRST_ROWS]):
        for column, raw in enumerate(cells):
            text = _text(raw)
            if text and len(text) <= LONGEST_LINE:
                yield row, column, text


def _text(raw: Raw) -> str:
    if isinstance(raw, bool) or raw is None:
        return ""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return raw.strip() if isinstance(raw, str) else str(raw) if isinstance(raw, int) else ""


def _right_of(grid: Grid, label: str) -> Told | None:
    """Return the text right of the cell that bears a label, or after its colon in the same cell."""
    wanted = fold(label).rstrip(":")
    for row, column, text in _texts(grid):
        name, *after = _COLON.split(text, maxsplit=1)
        if fold(_BESIDE.sub("", name)) != wanted and fold(name) != wanted:
            continue
        if after and after[0].strip():
            return Told(after[0].strip(), "right_of", grid.at(row, column))
        beside = enumerate(map(_text, grid.rows[row][column + 1 :]), column + 1)
        at, answer = next((each for each in beside if each[1]), (0, ""))
        if answer and answer[-1] not in ":：":
            return Told(answer, "right_of", grid.at(row, at))
    return None


def _lines(grid: Grid, *, pairs: bool) -> Iterator[tuple[int, int, str]]:
    """Yield the lines in which a title may stand, each with its place, runs of blanks as one.

    What is broken into lines within its cell comes as a whole after these. With ``pairs`` each line
    comes once more behind the one above it, where both stand alone in their rows.
    """
    above = ""
    for row, column, text in _texts(grid):
        lines = [" ".join(each.split()) for each in text.splitlines() if each.strip()]
        if len(lines) > 1:
            lines.append("".join(lines))
        for each in lines:
            if _may_be_title(each):
                yield row, column, in_digits(each)
        if pairs:
            alone = sum(1 for raw in grid.rows[row] if _text(raw)) == 1
            here = lines[-1] if alone and lines and _may_be_title(lines[-1]) else ""
            if above and here:
                yield row, column, in_digits(f"{above}\n{here}")
            above = here


def _may_be_title(line: str) -> bool:
    return len(line) <= LONGEST_TITLE and "。" not in line


def _stem(source: Source) -> Iterator[str]:
    if source.path and source.path != "-":
        yield Path(source.path).stem


def _folders(source: Source) -> Iterator[str]:
    """Yield the names of the folders above a file, the nearest first."""
    if source.path and source.path != "-":
        yield from (each.name for each in Path(source.path).absolute().parents if each.name)
