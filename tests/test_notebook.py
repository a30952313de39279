"""The result of a check in Python: how it shows itself, and what it writes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import reportcheck
from reportcheck.notebook import SHOWN, Result
from reportcheck.problem import Problem
from reportcheck.report import Report
from tests.rendering.reports import EACH_KIND, ROW_TOTAL, file_of, lost
from tests.rendering.test_hostile import CORPUS, hostile


def test_a_notebook_shows_counts_findings_and_what_was_not_checked() -> None:
    report = Report((file_of("a.xlsx", ROW_TOTAL), lost("b.xlsx", Problem("not-found", path="b"))))
    shown = Result.of(report)._repr_html_()
    assert "1 failed" in shown
    assert "三!J12" in shown
    assert "There is no file b" in shown


def test_a_notebook_says_how_many_findings_it_does_not_show() -> None:
    shown = Result.of(Report((file_of("a.xlsx", *[ROW_TOTAL] * (SHOWN + 5)),)))._repr_html_()
    assert "5 more findings are not listed" in shown


@pytest.mark.parametrize("text", CORPUS)
def test_no_markup_comes_through(text: str) -> None:
    findings = [hostile(each, text) for each in EACH_KIND]
    file = replace(file_of(text[:50], *findings), agency=text)
    shown = Result.of(Report((file,)))._repr_html_()
    assert "<script" not in shown
    assert "\x1b" not in shown


def test_a_result_is_written_as_the_command_writes_it(tmp_path: Path) -> None:
    result = reportcheck.check(Path("samples/invented-2024-planted.xlsx"))
    result.write("json", tmp_path / "a.json")
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == result.as_dict()
    assert result.as_dict()["summary"]["files"] == 1


def test_what_stops_the_run_is_raised() -> None:
    with pytest.raises(Problem) as refused:
        reportcheck.check("samples/invented-2024.xlsx", select=["no-such-rule"])
    assert refused.value.code == "unknown-rule"
