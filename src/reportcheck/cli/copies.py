"""Marked copies of the workbooks that were checked: one file, or a folder with one of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from reportcheck.delivering import refuse_over, write_file
from reportcheck.page import Lang
from reportcheck.problem import Problem
from reportcheck.report import Counts, FileReport, Report, Status

KIND: Final = "annotated"


def write_copies(target: str, report: Report, lang: Lang) -> tuple[str, ...]:
    """Write a marked copy of each workbook; return the files of which none could be made.

    Of one file the copy is ``target``; of several, each is put into the folder ``target`` under a
    name of its own. A single file that takes no marks is a Problem.
    """
    from reportcheck.annotating import MARKED, annotate

    files = [_whole(each) for each in _by_path(report).values()]
    several = len(files) > 1
    if several is not Path(target).is_dir():
        raise Problem("annotate-folder" if several else "report-no-folder", path=target)
    left, taken = [], set[str]()
    for file in files:
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
            write_file(str(copy), annotate(file.path, Path(file.path).read_bytes(), file, lang))
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


def _whole(submissions: Sequence[FileReport]) -> FileReport:
    """Return what was found in all submissions of a file together."""
    first, *others = sorted(submissions, key=lambda each: each.status is Status.UNCHECKED)
    if not others:
        return first
    findings = tuple(finding for each in submissions for finding in each.findings)
    counts = sum((each.counts for each in submissions), Counts())
    return replace(first, findings=findings, counts=counts)


def _name(file: FileReport, folder: Path, taken: set[str]) -> Path:
    """Return a name that no other copy of this run has."""
    path = Path(file.path)
    name, number = f"{path.stem}.annotated{path.suffix}", 1
    while name.casefold() in taken:
        number += 1
        name = f"{path.stem}.annotated-{number}{path.suffix}"
    taken.add(name.casefold())
    return folder / name
