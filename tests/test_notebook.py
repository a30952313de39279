"""The result of a check in Python: how it shows itself, and what it writes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

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


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"fail_on": "errors"}, 'one of error, warning, never, did you mean "error"?'),
        ({"fail_on": None}, "fail_on cannot be None"),
    ],
)  # fmt: skip
def test_what_the_command_refuses_a_program_may_not_ask_either(options: Any, said: str) -> None:  # noqa: ANN401
    with pytest.raises(Problem) as refused:
        reportcheck.check("samples/invented-2024.xlsx", **options)
    assert said in str(refused.value)


def test_one_name_of_a_rule_is_a_name_and_not_its_letters() -> None:
    path = "samples/invented-2024-planted.xlsx"
    one, several = (reportcheck.check(path, select=each) for each in ("申请.总计", ["申请.总计"]))
    assert one == several
    assert {each.rule for each in one.findings} == {"申请.总计"}
    assert "申请.总计" not in {e.rule for e in reportcheck.check(path, ignore="申请.总计").findings}


def test_kinds_and_languages_that_there_are_not_are_told(tmp_path: Path) -> None:
    result = Result.of(Report((file_of("a.xlsx", ROW_TOTAL),)))
    for kind in ("nope", "receipt", "annotated"):
        with pytest.raises(Problem, match=f"kind cannot be {kind}; it is one of json, "):
            result.write(kind, tmp_path / "x")
    for work in (lambda: result.as_dict("fr"), lambda: result.write("json", tmp_path / "x", "fr")):  # type: ignore[arg-type]
        with pytest.raises(Problem, match="lang cannot be fr; it is one of zh, en"):
            work()
    assert not (tmp_path / "x").exists()


def test_a_result_says_in_a_line_what_came_of_it() -> None:
    report = Report(tuple(file_of(f"{n}.xlsx", ROW_TOTAL) for n in range(50)))
    shown = repr(Result.of(report))
    assert shown.startswith("<Result: exit code 1, files: 50, ")
    assert "50 failed" in shown
    assert len(shown) < 100


def test_a_problem_is_a_sentence_where_it_is_printed(tmp_path: Path) -> None:
    result = reportcheck.check("no-such-file")
    assert str(result.unchecked[0].problem) == (
        "There is no file no-such-file; check its name and folder."
    )
    broken = tmp_path / "broken.yaml"
    broken.write_text("form: x\ntabels: []\n", encoding="utf-8")
    with pytest.raises(Problem) as refused:
        reportcheck.check("samples/grants.csv", rules=broken)
    first, *_, last = str(refused.value).splitlines()
    assert first == f'{broken}:2:1: unknown field "tabels", did you mean "tables"?'
    assert last.startswith("Mistakes in rule files: ")
    assert repr(Problem("x", path="a")) == "Problem('x', path='a')"
