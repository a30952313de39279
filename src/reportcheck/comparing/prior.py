"""The reports of other periods that ``--prior`` names: read, identified, packed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from reportcheck.batch import Task, Watch, run
from reportcheck.examining import Located, locate_file
from reportcheck.formerly import Former, Needed, former
from reportcheck.gathering import Gathered
from reportcheck.problem import Problem
from reportcheck.rule import Pack


def read_prior(
    gathered: Gathered,
    packs: tuple[Pack, ...],
    needed: Mapping[str, Needed],
    *,
    recognise: bool,
    jobs: int | None = None,
    watch: Watch | None = None,
) -> tuple[Former, ...]:
    """Return the reports of other periods.

    One that cannot be read, or cannot be told whose and for when it is, stops the run: the rules
    that look back would rest on it in silence. So do two of one agency and period.
    """
    work = partial(_formers, packs=packs, needed=needed, recognise=recognise)
    task: Task[Sequence[Former | Problem]] = Task(work, _same, _same, _is_lost)
    done = run(gathered.files, task, jobs=jobs, watch=watch)
    found: list[tuple[str, Former | Problem]] = []
    for path, several in zip(gathered.files, done, strict=True):
        for each in (several,) if isinstance(several, Problem) else several:
            code = each.code if isinstance(each, Problem) else ""
            if code == "interrupted":
                raise KeyboardInterrupt
            if code != "own-report" or path not in gathered.inside:
                found.append((path, each))
    return _sound([*found, *gathered.problems])


def _formers(
    path: str, packs: tuple[Pack, ...], needed: Mapping[str, Needed], *, recognise: bool
) -> tuple[Former | Problem, ...]:
    located = locate_file(path, packs, recognise=recognise)
    return tuple([_former(each, needed) for each in located])


def _former(located: Located, needed: Mapping[str, Needed]) -> Former | Problem:
    submission = located.submission
    if submission is None:
        assert located.problem is not None  # noqa: S101 - either a problem or a submission
        return located.problem
    wanted = needed.get(submission.form.id, Needed(frozenset(), frozenset()))
    return former(submission, wanted, located.sheets, located.order)


def _same(result: Sequence[Former | Problem]) -> Sequence[Former | Problem]:
    return result


def _is_lost(result: Sequence[Former | Problem]) -> bool:
    return any(isinstance(each, Problem) for each in result)


def _sound(found: Sequence[tuple[str, Former | Problem]]) -> tuple[Former, ...]:
    taken: dict[tuple[str, str, str], Former] = {}
    for path, each in found:
        if isinstance(each, Problem):
            raise Problem("prior-unreadable", path=path, problem=each)
        if each.agency is None or each.period is None:
            raise Problem("prior-unidentified", path=path)
        key = each.form[0], each.agency, each.period
        if key in taken:
            raise Problem(
                "prior-twice",
                path=path,
                other=taken[key].path,
                agency=each.agency,
                period=each.period,
            )
        taken[key] = each
    return tuple(taken.values())
