"""What is told of rule files by themselves: remarks on their rules, and their pages for staff."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from reportcheck import __version__
from reportcheck.cli.options import Screen, report_files
from reportcheck.delivering import write_file
from reportcheck.page import Lang
from reportcheck.problem import Problem
from reportcheck.rule import Pack
from reportcheck.submission import Submission


def tell(packs: Sequence[Pack], files: Sequence[str], data: Sequence[str], out: Screen) -> bool:
    """Write whether packs are sound, and remarks on them; tell whether one is grave.

    By a grave one no file can ever be right.
    ``data`` are files in which rules are looked for that required nothing of any.
    """
    from reportcheck.diagnosing import diagnose
    from reportcheck.diagnosing.firing import unfired
    from reportcheck.rendering.diagnosis import diagnosis
    from reportcheck.rendering.rules import sound, unsound

    filled = _located(files, data) if data and packs else []
    grave = False
    for pack in packs:
        remarks = list(diagnose(pack))
        if data:
            remarks += unfired(pack, [each for each in filled if each.form == pack.form])
        contradicts = any(each.grave for each in remarks)
        out.write((unsound if contradicts else sound)(pack, out.page))
        out.write(diagnosis(remarks, out.page))
        grave = grave or contradicts
    return grave


def _located(files: Sequence[str], data: Sequence[str]) -> list[Submission]:
    """Return the submissions in files; one that cannot be located stops everything."""
    from reportcheck.checking import Request, look

    found = []
    for each in look(Request(tuple(data), tuple(files))):
        if each.problem is not None:
            raise each.problem
        if each.submission is not None:
            found.append(each.submission)
    return found


def write_page(file: str, output: str | None, lang: Lang) -> None:
    """Write the page of a rule file for those who fill in the form; to stdout without a file."""
    from reportcheck import console, rulefile
    from reportcheck.rendering.form_page import form_page

    packs = rulefile.find(file)
    if len(packs) != 1:
        written = Path(file).exists()
        known = [each.path if written else f"{each.form.id}@{each.form.version}" for each in packs]
        raise Problem("one-rule-file", path=file, known=known)
    content = form_page(packs[0], lang, __version__)
    if output in {None, "-"}:
        console.write_bytes(content, sys.stdout)
        return
    ((_, path),) = report_files([f"html={output}"], ("html",), [file])
    write_file(path, content.encode())
