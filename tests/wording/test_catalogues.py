"""Both catalogues say the same, all that can happen has a sentence, and none lies idle."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import reportcheck
from reportcheck.checking import CELL_AND_STRUCTURE_CHECKS
from reportcheck.page import Lang
from reportcheck.wording.filling import catalogue

SOURCE = Path(reportcheck.__file__).parent
WORDING = SOURCE / "wording"
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
BLANK = re.compile(r"\{([a-z_]+)\}")

REFUSALS = {"Problem": "problem"}
MISTAKES = {
    "FormulaError", "fault", "add", "_refuse", "_refused", "_note", "PydanticCustomError",
    "Mistake", "SlotFault",
}  # fmt: skip
# What rulefile.shaping makes of pydantic's own kinds of errors.
FROM_PYDANTIC = {"empty-text", "empty-list", "bad-id", "wrong-kind", "unknown-value", "quote-value"}

ZH = catalogue("zh")
EN = catalogue("en")


@cache
def modules() -> tuple[ast.Module, ...]:
    paths = (path for path in sorted(SOURCE.rglob("*.py")) if WORDING not in path.parents)
    return tuple(ast.parse(path.read_text(encoding="utf-8")) for path in paths)


def codes(names: set[str]) -> Iterator[str]:
    """Every code that is given in the source to a call of one of these names."""
    for module in modules():
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and called(node) in names:
                for argument in node.args[:4]:
                    yield from (text for text in texts(argument) if CODE.fullmatch(text))


def returned() -> Iterator[str]:
    """Every code that the source returns together with its facts."""
    for module in modules():
        for node in ast.walk(module):
            if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
                parts = node.value.elts
                if len(parts) > 1 and isinstance(parts[1], ast.Dict):
                    yield from (text for text in texts(parts[0]) if "-" in text)


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.IfExp):
        yield from (*texts(node.body), *texts(node.orelse))


def test_both_languages_have_the_same_keys() -> None:
    assert set(ZH) == set(EN)


def test_both_languages_fill_in_the_same_blanks() -> None:
    unlike = {key for key in ZH if set(BLANK.findall(ZH[key])) != set(BLANK.findall(EN[key]))}
    assert unlike == set()


def test_every_problem_has_a_sentence() -> None:
    found = set(codes({"Problem"}))
    assert {"not-found", "no-form", "password-protected"} <= found
    assert {code for code in found if f"problem.{code}" not in ZH} == set()


def mistakes() -> set[str]:
    return {*codes(MISTAKES), *FROM_PYDANTIC, *returned()} - set(CELL_AND_STRUCTURE_CHECKS)


def test_every_mistake_in_a_rule_file_has_a_sentence() -> None:
    found = mistakes()
    assert {"unknown-field", "formula-ends-early", "unknown-name"} <= found
    assert {code for code in found if f"mistake.{code}" not in ZH} == set()


@pytest.mark.parametrize("check", CELL_AND_STRUCTURE_CHECKS)
def test_every_check_has_a_claim_an_act_and_a_reason(check: str) -> None:
    for part in ("", ".fix", ".why"):
        assert f"check.{check}{part}" in ZH


def test_every_check_that_is_told_can_be_named() -> None:
    made = set()
    for module in modules():
        for node in ast.walk(module):
            if isinstance(node, ast.keyword) and node.arg == "rule":
                made |= {text for text in texts(node.value) if CODE.fullmatch(text)}
            if isinstance(node, ast.Call) and called(node) in {"finding", "layout_finding"}:
                made |= {t for a in node.args[:1] for t in texts(a) if CODE.fullmatch(t)}
    assert {"missing-table", "near-label", "matched-nothing"} <= made
    assert made <= set(CELL_AND_STRUCTURE_CHECKS)


def test_no_sentence_lies_idle() -> None:
    literals: set[str] = set()
    starts: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        if path.parent.name in {"zh", "en"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                literals.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                starts.add(str(node.values[0].value))
    families = ("problem.", "mistake.", "check.", "word.", "help", "rule.call.", "reason.")
    built = tuple(start for start in starts if start.endswith("."))
    joined = {"rule.compare", "rule.if.compare", "rule.holds", "rule.if.holds"}
    idle = {
        key
        for key in ZH
        if key not in literals and not key.startswith((*families, *built)) and key not in joined
    }
    assert idle == set()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_refusal_or_mistake_is_told_that_cannot_happen(lang: Lang) -> None:
    happen = {f"problem.{code}" for code in codes({"Problem"})}
    happen |= {f"mistake.{code}" for code in mistakes()}
    happen |= {
        "problem.other",
        "problem.suggestion",
        "problem.suggestion.after",
        "problem.rule-file",
        "problem.waiver-file",
    }
    happen |= {"problem.hierarchy-file", "problem.agencies-file", "problem.cases-file"}
    told = {key for key in catalogue(lang) if key.startswith(("problem.", "mistake."))}
    assert told - happen - ARGUED_ELSEWHERE == set()


# Codes that reach their call as a variable.
ARGUED_ELSEWHERE = {
    "problem.not-found",
    "problem.glob-matched-nothing",
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nobody_is_told_that_something_is_invalid(lang: Lang) -> None:
    for sentence in catalogue(lang).values():
        assert not re.search(r"\binvalid\b|\billegal\b|无效|非法", sentence, re.IGNORECASE)
