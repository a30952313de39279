"""What stands in cells, labels and names never acts: not on a terminal, not in any format."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcheck.address import CellRef
from reportcheck.console import glyphs_for, write
from reportcheck.finding import Cause, Finding, Witness
from reportcheck.page import Lang, Page, plain
from reportcheck.problem import Mistake, Problem
from reportcheck.rendering.formats import PAGES
from reportcheck.rendering.json_report import json_report
from reportcheck.report import Report
from reportcheck.wording import mistake, problem
from tests.rendering.reports import EACH_KIND, LIMIT, READ, file_of, lost

CORPUS = (
    "[/]",
    "[red]x[/red]",
    "\x1b[31mred\x1b[0m",
    "\x1b]8;;http://example.org\x07link\x1b]8;;\x07",
    "a\u202eb\u2066c",
    "nul\x00nul",
    "长" * 10_000,
    "=cmd|'/c calc'!A0",
    "::error::x",
    "<script>alert(1)</script>",
    "{left} {row.__class__} %s {0}",
    "line\nline\r\nline\u2028line\u0085line",
    "\ud800",
    "\x9b31m\x7f\xad\ufeff",
)

OWN_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def hostile(finding: Finding, text: str) -> Finding:
    """Put the text wherever a file may bring it in and, unless it is long, a rule file may."""
    label = text[:100]

    def cell(witness: Witness) -> Witness:
        at = witness.at and replace(witness.at, sheet=label if witness.at.sheet else None)
        return replace(witness, at=at, shown=text, row_label=label, column_label=label)

    changed: dict[str, Any] = {
        "rule": finding.rule if finding.kind != "rule" else label,
        "row_label": label,
        "column_label": label,
        "at": finding.at and replace(finding.at, sheet=label if finding.at.sheet else None),
        "witnesses": tuple(map(cell, finding.witnesses)),
        "context": tuple(map(cell, finding.context)),
        "because": tuple(
            Cause(each.finding, CellRef(label, 1, 1), label, label) for each in finding.because
        ),
        "check": label,
        "facts": {
            name: text if name in {"shown", "found"} else fact if name == "type" else label
            for name, fact in finding.facts.items()
        },
        "say": dict.fromkeys(finding.say, label),
        "fix": dict.fromkeys(finding.fix, label),
        "basis": label,
    }
    return replace(finding, **changed)


def report_with(text: str) -> Report:
    findings = [hostile(each, text) for each in (*EACH_KIND, LIMIT)]
    name = text[:100]
    file = replace(file_of(name, *findings), agency=name, period=name, form_title={"": name})
    return Report((file, lost(name, Problem("not-found", path=name))))


def acting(text: str) -> set[str]:
    """Return the characters that would act on a terminal or hide."""
    return {
        character
        for character in text
        if character != "\n" and unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("format_", list(PAGES))
@pytest.mark.parametrize("text", CORPUS, ids=range(len(CORPUS)))
def test_nothing_acts_on_a_page(text: str, format_: str, lang: Lang) -> None:
    drawn = plain(PAGES[format_](report_with(text), Page(lang, 80), ()))
    assert acting(drawn) == set()


@pytest.mark.parametrize("text", CORPUS, ids=range(len(CORPUS)))
def test_in_colour_no_escape_is_put_out_but_our_own(text: str) -> None:
    stream = io.StringIO()
    write(PAGES["full"](report_with(text), Page("zh", 80), ()), stream, colour=True)
    assert OWN_COLOURS.search(stream.getvalue())
    assert acting(OWN_COLOURS.sub("", stream.getvalue())) == set()


COMMANDS = ("::error::x", "  ::set-output name=a::b", "##[error]x", "a ##[group]b")


@pytest.mark.parametrize("colour", [True, False])
@pytest.mark.parametrize("format_", list(PAGES))
@pytest.mark.parametrize("text", COMMANDS)
def test_no_line_is_a_command_to_a_workflow(text: str, format_: str, colour: bool) -> None:  # noqa: FBT001
    stream = io.StringIO()
    write(PAGES[format_](report_with(text), Page("en", 40), ()), stream, colour=colour)
    for line in OWN_COLOURS.sub("", stream.getvalue()).splitlines():
        assert not line.lstrip().startswith("::")
        assert "##[" not in line


@pytest.mark.parametrize("text", COMMANDS)
def test_json_on_the_screen_is_no_command_either(text: str) -> None:
    drawn = json_report(report_with(text), "en", "0")
    assert "##[" not in drawn
    held = json.loads(drawn)["files"][0]["findings"][3]["witnesses"][0]["shown"]
    assert held == text


def test_markup_is_only_text() -> None:
    stream = io.StringIO()
    write(PAGES["full"](report_with("[red]x[/red]"), Page("zh", 80), ()), stream, colour=True)
    assert "[red]x[/red]" in stream.getvalue()


@pytest.mark.parametrize("text", CORPUS, ids=range(len(CORPUS)))
def test_json_holds_the_text_and_nothing_acts_in_its_bytes(text: str) -> None:
    drawn = json_report(report_with(text), "zh", "0")
    assert acting(drawn.encode().decode()) == set()
    held = json.loads(drawn)["files"][0]["findings"][3]["witnesses"][0]["shown"]
    assert held == text


def test_a_long_cell_is_shortened_and_says_by_how_much() -> None:
    long = "长" * 10_000
    drawn = plain(PAGES["concise"](Report((file_of("a", hostile(READ, long)),)), Page(), ()))
    assert len(drawn) < 3_000
    assert "+98" in drawn


@pytest.mark.parametrize("text", CORPUS, ids=range(len(CORPUS)))
def test_refusals_and_mistakes_do_not_act_either(text: str) -> None:
    told = problem(Problem("no-form", path=text, nearest=text, missing=(text,)), "en")
    told += mistake(Mistake(text, 1, 2, "unknown-field", {"field": text}, text), "zh")
    assert acting(told) == set()


@settings(max_examples=60)
@given(
    text=st.text(st.characters(), max_size=60),
    width=st.integers(40, 130),
    encoding=st.sampled_from(["utf-8", "gbk", "ascii"]),
    format_=st.sampled_from(list(PAGES)),
    lang=st.sampled_from(["zh", "en"]),
)
def test_no_text_crashes_a_renderer(
    text: str, width: int, encoding: str, format_: str, lang: Lang
) -> None:
    page = Page(lang, width, glyphs_for(encoding))
    drawn = plain(PAGES[format_](report_with(text), page, ()))
    assert acting(drawn) == set()
    assert drawn.encode(encoding, "backslashreplace")
    json.loads(json_report(report_with(text), lang, "0"))
