"""The reports of other periods that ``--prior`` names: read, identified, packed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from reportcheck.batch import Task, Watch, run
from reportcheck.classes import dataclass
from reportcheck.examining import Located, is_big, load_needed, locate_in, recall
from reportcheck.form import Form
from reportcheck.formerly import Former, Needed, former
from reportcheck.gathering import Gathered
from reportcheck.passing import former_like_others
from reportcheck.problem import Problem
from reportcheck.report import named
from reportcheck.rule import Pack
from reportcheck.submission import Submission


class Prior(NamedTuple):
    """The reports of other periods, and what was given for one and is none, by its path."""

    formers: tuple[Former, ...]
    lost: tuple[tuple[str, Problem], ...] = ()


def read_prior(
    gathered: Gathered,
    packs: tuple[Pack, ...],
    needed: Mapping[str, Needed],
    *,
    recognise: bool,
    jobs: int | None = None,
    watch: Watch | None = None,
) -> Prior:
    """Return the reports of other periods, and which files are none that can be looked at.

    A table of extracted values that is named stands for all that it was extracted from; in a folder
    it is passed over, as all that the tool wrote. One that cannot be read, or cannot be told whose
    and for when it is, is lost; it stops the run only if none is left to be looked at. Of two of
    one agency and period that differ neither is chosen, which is told with what looks at them.
    """
    asked = _Asked(packs, needed, recognise, gathered.inside)
    work = partial(_formers, asked=asked)
    task: Task[Sequence[Former | Problem]] = Task(work, _same, _same, _is_lost, load_needed)
    done = run(gathered.files, task, jobs=jobs, watch=watch)
    found: list[tuple[str, Former | Problem]] = []
    for path, several in zip(gathered.files, done, strict=True):
        for each in (several,) if isinstance(several, Problem) else several:
            code = each.code if isinstance(each, Problem) else ""
            if code == "interrupted":
                raise KeyboardInterrupt
            if code != "own-report" or path not in gathered.inside:
                found.append((path, each))
    found += gathered.problems
    if not found:
        raise Problem("prior-nothing", paths=[*gathered.files])
    sound = [each for _, each in found if not isinstance(each, Problem) and _is_known(each)]
    lost = tuple(_lost(found))
    if not sound:
        raise lost[0][1]
    return Prior(tuple(sound), lost)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of every file; those ``inside`` a folder nobody named."""

    packs: tuple[Pack, ...]
    needed: Mapping[str, Needed]
    recognise: bool
    inside: frozenset[str]


def _formers(path: str, asked: _Asked) -> tuple[Former | Problem, ...]:
    if is_big(path) and (extracted := _extracted(path, asked)) is not None:
        return extracted
    from reportcheck.reading import read

    located: tuple[Located, ...]
    try:
        source = read(path)
    except Problem as problem:
        if problem.code == "out-of-memory":
            raise
        located = (Located(path, problem=problem),)
    else:
        recalled = recall(source, asked.packs, recognise=asked.recognise)
        if recalled is not None:
            known = former_like_others(source, recalled, asked.packs, asked.needed)
            if known is not None:
                return (known,)
        located = locate_in(source, asked.packs, recognise=asked.recognise)
    own = any(each.problem and each.problem.code == "own-report" for each in located)
    if own and (extracted := _extracted(path, asked)) is not None:
        return extracted
    return tuple([_former(each, asked.needed) for each in located])


def _extracted(path: str, asked: _Asked) -> tuple[Former | Problem, ...] | None:
    """Return what was extracted of other files, None where the file is no table of that."""
    from reportcheck.reading.extracts import extracted_rows
    from reportcheck.tidy.again import submissions_of

    if path in asked.inside:
        return None
    rows = extracted_rows(path)
    if rows is None:
        return None
    forms: dict[tuple[str, str], Form] = {}
    for pack in asked.packs:
        forms.setdefault((pack.form.id, pack.form.version), pack.form)
    submissions = submissions_of(path, rows, lambda form, version: forms.get((form, version)))
    return tuple([former(each, _wanted(each, asked.needed)) for each in submissions])


def _former(located: Located, needed: Mapping[str, Needed]) -> Former | Problem:
    submission = located.submission
    if submission is None:
        assert located.problem is not None  # noqa: S101 - either a problem or a submission
        return located.problem
    return former(submission, _wanted(submission, needed), located.sheets, located.order)


def _wanted(submission: Submission, needed: Mapping[str, Needed]) -> Needed:
    return needed.get(submission.form.id, Needed(frozenset(), frozenset()))


def _same(result: Sequence[Former | Problem]) -> Sequence[Former | Problem]:
    return result


def _is_lost(result: Sequence[Former | Problem]) -> bool:
    return any(isinstance(each, Problem) for each in result)


def _is_known(former: Former) -> bool:
    return former.agency is not None and former.period is not None


def _lost(found: Iterable[tuple[str, Former | Problem]]) -> Iterator[tuple[str, Problem]]:
    for path, each in found:
        if isinstance(each, Problem):
            yield path, Problem("prior-unreadable", path=path, problem=each)
        elif not _is_known(each):
            name = named(each.path, each.sheets)
            yield path, Problem("prior-unidentified", path=name)
