"""A situation that a file may be in: how to make it, and what the tool must say of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import chdir
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from reportcheck.checking import Request, check
from reportcheck.page import Lang
from reportcheck.wording import note, problem
from tests.acceptance.running import report

RULES = """form: 办件
tables:
- id: 办件
  title: 办件情况
  columns:
  - {id: 单位, values: text}
  - {id: 件数, values: count}
  - {id: 金额, values: {type: amount, unit: 万元}}
  - {id: 合计, values: count}
rules:
- {id: 合计, table: 办件, each: row, check: 合计 >= 件数}
"""
"""The rule file of those situations that are about the content of cells."""

Make = Callable[[Path], object]
"""Write a file at a path, or a folder, or nothing."""


@dataclass(frozen=True)
class Situation:
    """One line of the table.

    ``shows`` is the check whose finding is told, or the code of the note, where the file can be
    read; ``rules`` says whether the small rule file above is used, or the form is recognised.
    """

    key: str
    zh: str
    en: str
    name: str
    make: Make
    shows: str = ""
    rules: bool = False
    environ: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """What the tool said, and the exit code."""

    code: int
    text: str


def told(situation: Situation, folder: Path, lang: Lang) -> Told:
    """Make the file of a situation in a folder, run the tool there, and return what it says."""
    path = folder / situation.name
    if not path.exists():
        situation.make(path)
    arguments = [situation.name, "--lang", lang]
    if situation.rules:
        (folder / "rules.yaml").write_text(RULES, "utf-8")
        arguments += ["--rules", "rules.yaml"]
    with chdir(folder), patch.dict(os.environ, situation.environ):
        whole = report(*arguments)
        (file,) = whole["files"]
        if file["problem"] is not None:
            return Told(whole["exit"], file["problem"]["message"])
        for finding in file["findings"]:
            if finding["rule"] == situation.shows:
                message = finding["message"].rstrip(".。;；")
                stop = {"zh": "。", "en": ". "}[lang]
                return Told(whole["exit"], f"{message}{stop}{finding['fix']}".strip())
        return Told(whole["exit"], _notes(situation, lang))


def _notes(situation: Situation, lang: Lang) -> str:
    """Return the note that the head of the report bears; JSON has none."""
    rules = ("rules.yaml",) if situation.rules else ()
    (file,) = check(Request((situation.name,), rules)).files
    assert file.problem is None, problem(file.problem, lang)
    notes = dict(file.notes)
    if situation.shows:
        assert situation.shows in notes, (notes, [each.rule for each in file.findings])
        return note(situation.shows, notes[situation.shows], lang)
    assert not file.findings, file.findings
    return {"zh": "读出，照常核对。", "en": "Read and checked like any other."}[lang]
