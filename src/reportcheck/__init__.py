"""Check filled-in statistical report tables against declarative rules.

:func:`check` is the whole of it for a program; the command line does the same.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing costs a tenth of a start-up; checkers know this name
if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike
    from typing import TypeAlias

    from reportcheck.notebook import Result
    from reportcheck.report import FailOn

    Paths: TypeAlias = str | PathLike[str] | Iterable[str | PathLike[str]]

__version__ = "0.1.0"
__all__ = ["__version__", "check"]


def check(  # noqa: PLR0913 - one parameter for each option
    paths: Paths,
    *,
    rules: Paths = (),
    prior: Paths = (),
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    fail_on: FailOn = "error",
    waivers: Paths = (),
    since: str | PathLike[str] | None = None,
    hierarchy: str | PathLike[str] | None = None,
    agencies: str | PathLike[str] | None = None,
) -> Result:
    r"""Check files against rules and return what was found, as ``reportcheck check`` does.

    Paths are text or ``pathlib.Path``, one or several. ``rules`` are rule files, folders of them or
    ids of packs; without any, the form is recognised among the packs. ``prior`` are the reports of
    the period before; ``select`` and ``ignore`` name rules, checks or tags, one or several.
    ``waivers`` are files of waivers. ``since`` is the JSON of an earlier report: each finding says
    whether it is new.
    ``hierarchy`` is a list of agencies, or a folder whose folders say who is below whom.
    ``agencies`` lists agencies that were renamed or merged.

    A file that cannot be checked is in the result with its ``problem``. What stops the whole run
    is raised as ``reportcheck.problem.Problem``, broken rule files as ``RuleFileProblem`` with all
    their ``mistakes``.

    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "rules.yaml").write_text('''
    ... form: visits
    ... values: count
    ... tables:
    ... - id: visits
    ...   columns: [adults, children, {id: total, equals: adults + children}]
    ... ''')
    >>> _ = (folder / "visits.csv").write_text("adults,children,total\n120,80,200\n210,160,371\n")
    >>> result = check(folder / "visits.csv", rules=folder / "rules.yaml")
    >>> result.exit_code, result.counts.passed, result.counts.fail
    (1, 1, 1)
    >>> [(finding.rule, str(finding.at), finding.difference) for finding in result.findings]
    [('visits.total', 'C3', '1')]
    """
    from os import fspath
    from typing import get_args

    from reportcheck import checking
    from reportcheck.notebook import Result, one_of
    from reportcheck.report import FailOn
    from reportcheck.since import check_since

    one_of("fail_on", fail_on, get_args(FailOn))
    request = checking.Request(
        _listed(paths), _listed(rules), _listed(prior), _named(select), _named(ignore), fail_on,
        waivers=_listed(waivers), hierarchy=None if hierarchy is None else fspath(hierarchy),
        agencies=None if agencies is None else fspath(agencies),
    )  # fmt: skip
    report = check_since(request, None if since is None else fspath(since))
    return Result.of(report, request)


def _listed(paths: Paths) -> tuple[str, ...]:
    """Return one path or several as text; a text is one path, not its letters."""
    from os import PathLike, fspath

    if isinstance(paths, str | PathLike):
        return (fspath(paths),)
    return tuple(fspath(each) for each in paths)


def _named(names: str | Iterable[str]) -> tuple[str, ...]:
    """Return one name or several; a text is one name, not its letters."""
    return (names,) if isinstance(names, str) else tuple(names)
