"""Whole outputs made from the catalogue's own keys."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest import mock

from reportcheck.checking import CELL_AND_STRUCTURE_CHECKS
from reportcheck.cli import commands
from reportcheck.finding import Finding, Kind
from reportcheck.page import Lang, Page, plain
from reportcheck.problem import Mistake, Problem
from reportcheck.receipt import Point
from reportcheck.rendering import (
    full,
)
from reportcheck.rendering.verification import verification
from reportcheck.report import Report
from reportcheck.rule import Severity
from reportcheck.wording import mistake
from reportcheck.wording.filling import catalogue
from tests.acceptance.running import run
from tests.rendering.reports import (
    BLANK,
    UNKNOWN,
    file_of,
    lost,
)
from tests.wording.examples import OF_ITSELF, facts_of, keys_of, shown


def checks(lang: Lang) -> str:
    """Every check, with each of its sentences, as a finding."""
    found: list[Finding] = []
    for check in CELL_AND_STRUCTURE_CHECKS:
        keys = [key for key in catalogue(lang) if re.split(r"[.+]", key)[:2] == ["check", check]]
        facts = facts_of(*(catalogue(lang)[key] for key in keys))
        kind = Kind.WAIVER if check.startswith("waiver-") else Kind.CELL
        base = replace(
            BLANK, rule=check, kind=kind, severity=Severity.WARNING,
            witnesses=(replace(BLANK.witnesses[0], shown="1,204"),),
            facts={name: fact for name, fact in facts.items() if name not in OF_ITSELF},
        )  # fmt: skip
        found.append(base)
        for key in keys:
            variant = key.removeprefix(f"check.{check}")
            told = {"what": {"row": "rows", "column": "columns"}.get(variant[1:], variant[1:])}
            if variant == ".count":
                found.append(replace(base, count=3))
            elif variant.startswith("+"):
                found.append(replace(base, facts={**base.facts, variant[1:]: "x"}))
            elif variant not in {"", ".fix", ".why"}:
                which = "3\n4" if variant in {".rows", ".columns"} else "3"
                found.append(replace(base, facts={**base.facts, **told, "which": which}))
    with mock.patch.object(full, "IN_FULL", len(found)):
        return shown(Report((file_of("甲局.xlsx", *found),)), lang)


def checks_explained(lang: Lang) -> str:
    return "\n".join(run("explain", each, "--lang", lang).out for each in CELL_AND_STRUCTURE_CHECKS)


def refusal(code: str, said: str) -> Problem:
    problem = Problem(code, path="年报.xlsx")
    problem.facts.update(facts_of(said))  # one of which may be called code
    return problem


def problems(lang: Lang) -> str:
    """Every file that could not be checked, with its paragraph."""
    codes = {code: catalogue(lang)[f"problem.{code}"] for code in keys_of("problem.")}
    refused = [lost("年报.xlsx", refusal(code, said)) for code, said in codes.items()]
    refused += [
        lost("年报.xlsx", Problem("unsupported-format", path="年报.xlsx", format=format_))
        for format_ in keys_of("unsupported.")
    ]
    refused += [
        lost("年报.xlsx", Problem("too-large", path="年报.xlsx", what=word, limit=7, variable="X"))
        for word in keys_of("word.")
    ]
    refused.append(lost("x", Problem("unknown-rule", name="colums", suggestion="columns")))
    refused.append(lost("x", Problem("of-which-nothing-is-said", more=1)))
    return shown(Report(tuple(refused)), lang)


def mistakes(lang: Lang) -> str:
    """Every mistake in a rule file or a file of explanations."""
    return "\n".join(
        mistake(
            Mistake(
                "rules.yaml", 3, 5, code, facts_of(catalogue(lang)[f"mistake.{code}"]), "    x"
            ),
            lang,
        )
        for code in keys_of("mistake.")
    )


def notes(lang: Lang) -> str:
    told = tuple((code, "第 3 行") for code in keys_of("note."))
    one = replace(file_of("甲局.xlsx"), notes=told)
    many = tuple(
        (code, f"{number}.txt") for code in ("skipped", "skipped-own") for number in range(25)
    )
    return shown(Report((one,), notes=(*told, *many)), lang)


def reasons(lang: Lang) -> str:
    found = [
        replace(UNKNOWN, reason=reason, origin=origin, check="总计 = sum(*)")
        for reason in keys_of("reason.")
        for origin in ("rule", "equals")
    ]
    found.append(replace(UNKNOWN, reason="missing-row", because=()))
    found.append(replace(UNKNOWN, reason="division-by-zero", because=()))
    with mock.patch.object(full, "IN_FULL", len(found)):
        return shown(Report((file_of("甲局.xlsx", *found),)), lang)


def points(lang: Lang) -> str:
    """How a receipt stands, in every way it can."""
    plain_codes = [code for code in keys_of("verify.") if not code.startswith(("end.", "word."))]
    changes = tuple((f"verify.word.{word}", "1", "2") for word in keys_of("verify.word."))
    told = [
        Point(code, "note", facts_of(catalogue(lang)[f"verify.{code}"]), changes if not n else ())
        for n, code in enumerate(plain_codes)
    ]
    ends = [[Point("file-same", weight)] for weight in ("same", "differs", "cannot")]
    ends.append([Point("file-same", "same"), Point("was-failed", "note", {"count": 1})])
    return "".join(plain(verification(each, Page(lang))) for each in (told, *ends))


def help_(lang: Lang) -> str:
    """The help of every command."""

    def under(command: Any, names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:  # noqa: ANN401
        yield names
        for name, each in getattr(command, "commands", {}).items():
            yield from under(each, (*names, name))

    spoken = {
        "LC_ALL": "",
        "LC_MESSAGES": "",
        "LANG": {"zh": "zh_CN.UTF-8", "en": "en_US.UTF-8"}[lang],
    }
    with mock.patch.dict(os.environ, spoken):
        names = under(commands.command(lang), ())
        return "\n".join(run(*each, "--help").out for each in names)
