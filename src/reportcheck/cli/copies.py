"""Marked copies of the workbooks that were checked: one file, or a folder with one of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportcheck.delivering import refuse_over, write_file
from reportcheck.page import Lang
from reportcheck.problem import Problem
from reportcheck.report import Counts, FileReport, Report, Status
from reportcheck.wording import phrase

if TYPE_CHECKING:
    from reportcheck.address import CellRef
    from reportcheck.annotating import Advice

KIND: Final = "annotated"


def write_copies(target: str, report: Report, lang: Lang) -> tuple[str, ...]:
    """Write a marked copy of each workbook; return the files of which none could be made.

    Of one file the copy is ``target``; of several, each is put into the folder ``target`` under a
    name of its own. A single file that takes no marks is a Problem.
    """
    from reportcheck.annotating import MARKED, annotate

    files = [_whole(each, lang) for each in _by_path(report).values()]
    several = len(files) > 1
    if several is not Path(target).is_dir():
        raise Problem("annotate-folder" if several else "report-no-folder", path=target)
    left, taken = [], set[str]()
    for file, advice in files:
        ending = Path(file.path).suffix.lower()
        if file.status is Status.UNCHECKED or ending not in MARKED:
            if not several and file.status is not Status.UNCHECKED:
                raise Problem("annotate-other", path=file.path)
            left.append(file.path)
            continue
        left += [each.name for each in report.unchecked if each.path == file.path]
        copy = _name(file, Path(target), taken) if several else Path(target)
        if copy.suffix.lower() != ending:
            raise Problem("annotate-ending", path=target, ending=ending)
        refuse_over(str(copy), (each.path for each in report.files))
        try:
            data = Path(file.path).read_bytes()
            write_file(str(copy), annotate(file.path, data, file, lang, advice))
        except Problem as problem:
            if not several:
                raise
            left.append(f"{file.path} ({problem.code})")
    return tuple(left)


def _by_path(report: Report) -> Mapping[str, list[FileReport]]:
    files: dict[str, list[FileReport]] = {}
    for each in report.files:
        files.setdefault(each.path, []).append(each)
    return files


def _whole(submissions: Sequence[FileReport], lang: Lang) -> tuple[FileReport, Advice]:
    """Return what was found in all submissions of a file together, and what would mend it."""
    several = sorted(submissions, key=lambda each: each.status is Status.UNCHECKED)
    findings = tuple(finding for each in several for finding in each.findings)
    counts = sum((each.counts for each in several), Counts())
    whole = several[0]
    if len(several) > 1:
        whole = replace(whole, findings=findings, counts=counts)
    return whole, _advice(several, lang)


def _advice(submissions: Iterable[FileReport], lang: Lang) -> Advice:
    """Return what the smallest changes are, where they are told in a copy.

    Where one cell is the only one whose change mends a part, it is marked although nothing may
    accuse it.
    """
    from reportcheck.annotating import Advice
    from reportcheck.rendering.changing import told_once, told_parts

    changes: dict[int, str] = {}
    causes: dict[CellRef, str] = {}
    before = 0
    for file in submissions:
        findings = tuple(file.findings)
        changes |= {before + n: said for n, said in told_once(file, findings, lang).items()}
        before += len(findings)
        for each in told_parts(file, findings, lang):
            sets = each.part.sets
            if each.part.complete and len(sets) == 1 and len(sets[0]) == 1 and not sets[0][0].open:
                causes[sets[0][0].at] = f"{phrase('copy.cause', lang)}\n{each.lines}"
    return Advice(changes, causes)


def _name(file: FileReport, folder: Path, taken: set[str]) -> Path:
    """Return a name that no other copy of this run has."""
    path = Path(file.path)
    name, number = f"{path.stem}.annotated{path.suffix}", 1
    while name.casefold() in taken:
        number += 1
        name = f"{path.stem}.annotated-{number}{path.suffix}"
    taken.add(name.casefold())
    return folder / name
