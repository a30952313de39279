"""Markdown and the annotations of a GitHub workflow: text stays text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reportcheck.problem import Problem
from reportcheck.rendering import markdown as markdown_module
from reportcheck.rendering.github import github
from reportcheck.rendering.markdown import markdown, within
from reportcheck.report import Report
from reportcheck.rule import Severity
from reportcheck.text import inert
from tests.rendering.reports import (
    BALANCE,
    ONE,
    PRIOR,
    READ,
    ROW_TOTAL,
    SEVERAL,
    file_of,
    lost,
)
from tests.rendering.test_hostile import CORPUS, report_with
from tests.rendering.test_machines import ACCEPTED, HOSTILE, REPORTS, one_file


def parsed(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


STRUCTURE: Final = re.compile(
    r"(heading|paragraph|bullet_list|list_item|table|thead|tbody|tr|th|td)_(open|close)|inline"
)


def shown(tokens: list[Token]) -> str:
    """Return the text that Markdown shows; markup that is none of ours is not there."""
    texts = []
    for token in tokens:
        assert STRUCTURE.fullmatch(token.type), token
        for child in token.children or ():
            if child.type == "html_inline":
                assert child.content == "<!-- -->"
            else:
                assert child.type in {"text", "strong_open", "strong_close"}, child
            texts.append("" if child.type == "html_inline" else child.content)
        texts.append("\n")
    return "".join(texts)


MARKUP: Final = (
    "*a* _b_ **c** `d` ~~e~~",
    "[x](http://example.org) ![x](y.png) <http://a.b>",
    "# head",
    "- item",
    "+ item",
    "1. item",
    "12) item",
    "===",
    "> quote",
    "| a | b |",
    "@all #12 !3 %4 ~5 &6 $7 ^alert GH-1 :smile: owner/repo#1",
    "http://example.org www.example.org a@example.org",
    "$x$ $$y$$ <!-- c --> &lt; &#60; \\",
    "```",
    "    code",
    "[ref]: http://x",
    "- [ ] task",
)


@pytest.mark.parametrize("text", [*CORPUS, *MARKUP], ids=range(len(CORPUS) + len(MARKUP)))
def test_markdown_shows_text_and_nothing_else(text: str) -> None:
    drawn = markdown(report_with(text), "en", "0")
    told = shown(parsed(drawn))
    if text in MARKUP:
        assert " ".join(text.split()) in " ".join(told.split())


@pytest.mark.parametrize("text", MARKUP)
def test_nothing_is_left_for_filters_to_find(text: str) -> None:
    drawn = markdown_module.text(text)
    assert not re.search(r"@\w|(?<!&)#\d|!\d|~\w|(&|\$)\d|\$|://\w|www\.|:\w+:|%\d|\^\w", drawn), (
        drawn
    )


def test_whole_sections_are_left_out_and_counted() -> None:
    report = Report(tuple(file_of(f"{n}.xlsx", ROW_TOTAL) for n in range(40)))
    whole = within(report, "en", 1_000_000)
    cut = within(report, "en", 9_000)
    assert len(cut.encode()) <= 9_000
    sections = whole.split("### ")[1:]
    kept = [section for section in sections if f"### {section.rstrip()}" in cut]
    assert f"{40 - len(kept)} sections are left out" in cut
    assert 5 < len(kept) < 40
    assert "left out" not in whole


@pytest.mark.no_cover  # see pyproject.toml
def test_a_summary_is_under_900_kib() -> None:
    report = Report(tuple(file_of(f"{n}.xlsx", *ONE.files[0].findings) for n in range(1_500)))
    drawn = markdown(report, "zh", "0")
    assert 700 * 1024 < len(drawn.encode()) <= 900 * 1024
    assert "没有列出" in drawn


def test_many_findings_of_one_rule_are_counted_in_markdown() -> None:
    drawn = markdown(one_file(*[ROW_TOTAL] * 50), "en", "0")
    assert drawn.count("is not the sum of its parts") == 20
    assert "30 more are not listed" in drawn


# GitHub


def commands(text: str) -> list[str]:
    """Return the lines that GitHub's runner takes for commands."""
    return [line for line in text.splitlines() if line.lstrip().startswith("::") or "##[" in line]


ANNOTATION: Final = re.compile(
    r"::(error|warning) file=[^:,\n]+(,line=\d+)?,title=[^:,\n]+::[^\n]+"
)


@pytest.mark.parametrize("report", [*REPORTS, *HOSTILE])
def test_annotations_are_one_a_file_and_the_only_commands(report: Report) -> None:
    told = commands(github(report, "zh", "0"))
    assert all(ANNOTATION.fullmatch(line) for line in told)
    assert len(told) <= len(report.files)


@pytest.mark.parametrize("text", ["::error::x", "  ::set-output name=a::b", "##[error]x", "a##[x"])
def test_no_text_becomes_a_command(text: str) -> None:
    assert commands(inert(text)) == []
    for kind in ("rule", "check", "basis", "row_label"):
        changes: dict[str, Any] = {kind: text}
        drawn = github(one_file(replace(BALANCE, **changes)), "en", "0")
        assert len(commands(drawn)) == 1
    named = Report((file_of(text, BALANCE), lost(text, Problem("not-found", path=text))))
    assert len(commands(github(named, "en", "0"))) == 2


def test_the_worst_file_comes_first() -> None:
    told = commands(github(SEVERAL, "en", "0"))
    assert [re.findall(r"file=([^,]+)", line)[0] for line in told] == [
        "丙局.xlsx",
        "甲局.xlsx",
        "payments.csv",
    ]
    assert "line=7" in told[2]


def test_of_annotations_that_are_not_shown_there_is_a_word() -> None:
    many = Report(tuple(file_of(f"{n}.xlsx", ROW_TOTAL) for n in range(13)))
    assert "GitHub shows only 10 annotations of a kind; 3 files" in github(many, "en", "0")
    assert "GitHub shows only" not in github(SEVERAL, "en", "0")


def test_a_file_that_passes_has_no_error() -> None:
    (told,) = commands(github(one_file(PRIOR, READ), "en", "0"))
    assert told.startswith("::warning file=甲.xlsx,title=甲局%3A 1 to look at::三!D12 warning:")
    assert commands(github(one_file(READ), "en", "0")) == []
    assert commands(github(one_file(ACCEPTED), "en", "0")) == []


def test_an_annotation_tells_a_few_findings_and_counts_the_others() -> None:
    (told,) = commands(github(one_file(*[ROW_TOTAL] * 9), "en", "0"))
    assert told.count("is not the sum") == 5
    assert "4 more" in told
    assert told.count("%0A") == 5
    assert Severity.ERROR in told
