"""Explanations, from the finding to the report in which it is accepted."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.cli.test_command_line import ROOT, SEED, run

PLANTED_FORM = str(ROOT / "samples/invented-2024-planted.xlsx")


def explained(file: Path, until: str = "2099-12-31") -> None:
    text = file.read_text("utf-8")
    for name, value in (("reason", "counted by hand"), ("by", "Li"), ("until", until)):
        text = text.replace(f"  {name}:\n", f"  {name}: {value}\n")
    file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("sample", [SEED, PLANTED_FORM])
def test_from_the_finding_to_the_report_that_accepts_it(sample: str, tmp_path: Path) -> None:
    waivers = tmp_path / "waivers.yaml"
    assert run(sample).code == 1
    assert run("waive", sample, "--output", str(waivers)).code == 0
    ended = run(sample, "--waivers", str(waivers))
    assert ended.code == 2, "nobody has given a reason"
    assert "explanations are not filled in" in ended.err
    explained(waivers)
    ended = run(sample, "--waivers", str(waivers))
    assert ended.code == 0
    assert "explained: counted by hand (Li, until 2099-12-31)" in " ".join(ended.out.split())
    assert "Nothing has to be corrected" in ended.out
    # However they are of rules or of cells: what is explained is one number.
    count = int(ended.out.rsplit("correct", 1)[-1].split("; ")[-1].split()[0])
    assert f"{count} explained" in ended.out
    assert f"{count} findings are explained" in " ".join(ended.out.split())
    concise = run(sample, "--waivers", str(waivers), "--format", "concise").out
    assert "explained: counted by hand (Li, until 2099-12-31)" in concise
    assert run("waive", sample, "--waivers", str(waivers)).out.endswith("waivers: []\n")


def test_an_explanation_that_ran_out(tmp_path: Path) -> None:
    waivers = tmp_path / "waivers.yaml"
    run("waive", SEED, "--output", str(waivers))
    explained(waivers, "2020-01-01")
    ended = run(SEED, "--waivers", str(waivers), "--format", "json")
    assert ended.code == 1
    told = json.loads(ended.out)
    assert told["summary"]["waiver"] == 3
    kinds = {each["rule"] for each in told["files"][0]["findings"] if each["kind"] == "waiver"}
    assert kinds == {"waiver-expired"}


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    waivers = tmp_path / "waivers.yaml"
    waivers.write_text("mine", encoding="utf-8")
    ended = run("waive", SEED, "--output", str(waivers))
    assert ended.code == 2
    assert "its explanations would be lost" in ended.err
    assert waivers.read_text("utf-8") == "mine"


def test_waivers_are_never_written_over_by_a_report(tmp_path: Path) -> None:
    waivers = tmp_path / "waivers.yaml"
    waivers.write_text("waivers: []\n", encoding="utf-8")
    ended = run(SEED, "--waivers", str(waivers), "--report", f"json={waivers}")
    assert ended.code == 2
    assert waivers.read_text("utf-8") == "waivers: []\n"


def test_waivers_are_read_before_anything_is_checked(tmp_path: Path) -> None:
    ended = run("no-such-file", "--waivers", str(tmp_path / "none.yaml"))
    assert ended.code == 2
    assert "could not be read" in ended.err


def test_checks_of_waivers_are_explained() -> None:
    assert "somebody has to look again" in " ".join(run("explain", "waiver-reopened").out.split())


def test_a_project_names_its_explanations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(SEED, tmp_path / "2024.xlsx")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reportcheck.toml").write_text('[[files]]\npaths = ["*.xlsx"]\n', "utf-8")
    assert run("waive", "--output", "waivers.yaml").code == 0
    explained(tmp_path / "waivers.yaml")
    project = tmp_path / "reportcheck.toml"
    project.write_text('[[files]]\npaths = ["*.xlsx"]\nwaivers = ["waivers.yaml"]\n', "utf-8")
    assert run("check").code == 0
    assert run("waive").out.endswith("waivers: []\n")
    over = run("check", "--report", "json=waivers.yaml")
    assert over.code == 2
    project.write_text('[[files]]\npaths = ["*.xlsx"]\nwaivers = ["none.yaml"]\n', "utf-8")
    assert run("check").code == 2


def test_the_findings_workbook_is_filled_in_and_given_back(tmp_path: Path) -> None:
    book = tmp_path / "findings.xlsx"
    run(SEED, "--report", f"xlsx={book}", "-qq", "--lang", "zh")
    whole = openpyxl.load_workbook(book)
    sheet = whole.worksheets[0]
    headings = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        for heading, value in (("说明", "见台账"), ("说明人", "李"), ("有效期至", "2099-12-31")):
            sheet.cell(row, headings[heading]).value = value
    whole.save(book)
    ended = run(SEED, "--waivers", str(book), "--lang", "zh")
    assert ended.code == 0
    assert "见台账（李，有效期至 2099-12-31）" in "".join(ended.out.split("\n    "))


def test_where_warnings_make_a_run_fail_it_does_not_say_that_nothing_has_to_be_done(
    tmp_path: Path,
) -> None:
    rules = tmp_path / "r.yaml"
    rules.write_text(
        "form: f\ntables:\n- id: t\n  columns: [{id: a, values: count}]\n"
        "rules:\n- {id: odd, table: t, each: row, check: a > 5, severity: warning}\n",
        "utf-8",
    )
    (tmp_path / "t.csv").write_text("a\n3\n", "utf-8")
    arguments = (str(tmp_path / "t.csv"), "--rules", str(rules))
    mild, strict = run(*arguments), run(*arguments, "--fail-on", "warning")
    assert (mild.code, strict.code) == (0, 1)
    assert "nothing has to be corrected" in mild.out
    assert "nothing has to be corrected" not in strict.out
    assert "warnings count like errors here" in " ".join(strict.out.split())
