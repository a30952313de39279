"""How the files of a run stand beside each other: the worst first, by form, rule by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from os.path import commonpath
from pathlib import PurePath
from typing import Final, Literal, NamedTuple, TypeAlias

from reportcheck.classes import dataclass
from reportcheck.finding import Finding, Verdict
from reportcheck.keeping import Tally, tallies
from reportcheck.report import FileReport, Report, Status
from reportcheck.rule import Severity
from reportcheck.text import fold

Gravity: TypeAlias = Literal["error", "unknown", "warning", "clean"]
GRAVITIES: Final[tuple[Gravity, ...]] = ("error", "unknown", "warning", "clean")


class Mark(NamedTuple):
    """What one rule or check shows in one file: how often it fails, how often nobody can tell."""

    failed: int = 0
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """One checked file: its findings counted by how much they weigh, and by rule.

    ``errors`` has broken rules, too. Unknowns that the rule file declares, accepted findings and
    informations are nobody's work and are not in ``marks``. ``name`` is the agency or, where
    nothing told it, the path below the folder of the run; ``path`` is empty where the name of the
    file would tell nothing more.
    """

    file: FileReport
    name: str
    path: str
    errors: int
    warnings: int
    unknown: int
    marks: Mapping[str, Mark]

    @property
    def gravity(self) -> Gravity:
        """The gravest thing that was found."""
        for found, gravity in zip((self.errors, self.unknown, self.warnings), GRAVITIES,
                                  strict=False):  # fmt: skip
            if found:
                return gravity
        return "clean"


@dataclass(frozen=True, slots=True)
class Group:
    """The files of one form, the worst first, and the rules that found something in them.

    ``rules`` are in the order of how many files they concern. ``twice`` has the agencies and
    periods of which there is more than one file.
    """

    standings: tuple[Standing, ...]
    rules: tuple[tuple[str, Mark, int], ...]
    twice: Mapping[tuple[str, str], tuple[str, ...]]

    @property
    def files(self) -> tuple[FileReport, ...]:
        """The files in the order of their standings."""
        return tuple(each.file for each in self.standings)

    @property
    def first(self) -> FileReport:
        """A file of the group, for what all of them share: the form and its title."""
        return self.standings[0].file

    @property
    def period(self) -> str | None:
        """The period of all files, where it is one and the same."""
        periods = {each.file.period for each in self.standings}
        return periods.pop() if len(periods) == 1 else None


def groups(report: Report) -> tuple[Group, ...]:
    """Return the checked files of a run by their form, in the order in which the forms come."""
    folder = folder_of(report)
    of_form: dict[tuple[str | None, str | None], list[FileReport]] = {}
    for file in report.files:
        if file.status is not Status.UNCHECKED:
            of_form.setdefault((file.form, file.form_version), []).append(file)
    return tuple(_group(files, folder) for files in of_form.values())


def folder_of(report: Report) -> str:
    """Return the folder in which all files of a run lie, with its separator, or an empty text."""
    paths = [file.path for file in report.files]
    if len(paths) < 2 or "-" in paths:
        return ""
    try:
        folder = commonpath(paths)
    except ValueError:  # absolute and relative ones, or several drives
        return ""
    rest = next((path[len(folder) :] for path in paths if path.startswith(folder)), "")
    return folder + rest[0] if folder and rest[:1] in {"/", "\\"} else folder


def below(path: str, folder: str) -> str:
    """Return a path without the folder that all files share."""
    return path.removeprefix(folder) or path


def weighs(each: Finding | Tally) -> bool:
    """Tell whether somebody has to look at a finding."""
    if each.verdict is Verdict.UNKNOWN:
        return not each.blameless
    failed = each.verdict is Verdict.FAIL and each.severity is not Severity.INFO
    return failed or each.verdict is Verdict.RULE_ERROR


def tells(file: FileReport) -> bool:
    """Tell whether anything of a file is told with it, and not with its cause in another file."""
    return any(not each.told_elsewhere for each in file.findings)


def _group(files: Sequence[FileReport], folder: str) -> Group:
    times: dict[tuple[str, str], list[str]] = {}
    for file in files:
        if file.agency is not None:
            times.setdefault((file.agency, file.period or ""), []).append(file.name)
    twice = {key: tuple(paths) for key, paths in times.items() if len(paths) > 1}
    standings = sorted((_standing(file, folder, twice) for file in files), key=_worst_first)
    total: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    concerned: Counter[str] = Counter()
    for each in standings:
        for rule, mark in each.marks.items():
            total[rule] += mark.failed
            unknown[rule] += mark.unknown
            concerned[rule] += 1
    ordered = sorted(concerned, key=lambda rule: (-concerned[rule], -total[rule], rule))
    rules = tuple((rule, Mark(total[rule], unknown[rule]), concerned[rule]) for rule in ordered)
    return Group(tuple(standings), rules, twice)


def _standing(
    file: FileReport, folder: str, twice: Mapping[tuple[str, str], tuple[str, ...]]
) -> Standing:
    errors = warnings = unknown = 0
    marks: dict[str, Mark] = {}
    for each in filter(weighs, tallies(file.findings)):
        count = each.instances
        failed, open_ = marks.get(each.rule, (0, 0))
        if each.verdict is Verdict.UNKNOWN:
            unknown += count
            open_ += count
        else:
            failed += count
            if each.severity is Severity.ERROR or each.verdict is Verdict.RULE_ERROR:
                errors += count
            else:
                warnings += count
        marks[each.rule] = Mark(failed, open_)
    path = below(file.name, folder)
    if file.agency is None:
        return Standing(file, path, "", errors, warnings, unknown, marks)
    told = (file.agency, file.period or "") not in twice and _tells(path, file.agency)
    return Standing(file, file.agency, "" if told else path, errors, warnings, unknown, marks)


def _tells(path: str, agency: str) -> bool:
    """Whether the name of a file says whose it is."""
    return fold(agency) in fold(PurePath(path).name)


def _worst_first(each: Standing) -> tuple[int, int, int, int, str, str]:
    gravity = GRAVITIES.index(each.gravity)
    return gravity, -each.errors, -each.unknown, -each.warnings, each.name, each.file.path
