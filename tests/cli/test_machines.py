"""Reports for other programs, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportcheck.page import Lang
from reportcheck.rendering.formats import KINDS, ON_SCREEN
from reportcheck.wording.filling import catalogue
from tests.cli.test_command_line import PLANTED, RULES, SEED, run


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_help_names_every_kind_and_every_format(lang: Lang) -> None:
    for kind in KINDS:
        assert kind in catalogue(lang)["help.check.report"]
    for name in ON_SCREEN:
        assert name in catalogue(lang)["help.check.format"]
        assert name in run("check", "--help").out


def test_reports_for_programs_are_written_beside_the_screen(tmp_path: Path) -> None:
    wanted = ("junit", "sarif", "gitlab", "markdown")
    asked = [word for kind in wanted for word in ("--report", f"{kind}={tmp_path / kind}")]
    ended = run(PLANTED, *RULES, *asked)
    assert ended.code == 1
    assert "grants.total" in ended.out
    for kind in wanted:
        assert "grants.total" in (tmp_path / kind).read_text("utf-8")
    (told,) = json.loads((tmp_path / "sarif").read_text("utf-8"))["runs"]
    assert told["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] > 1
    helps = [rule["help"]["text"] for rule in told["tool"]["driver"]["rules"]]
    assert all(each.endswith(f"--rules {RULES[1]}") for each in helps)  # so that it can be run


def test_github_has_annotations_in_the_log_and_a_summary_of_the_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    ended = run(SEED, "--format", "github")
    assert ended.out.startswith(f"::error file={SEED.replace(':', '%3A')},")
    told = summary.read_text("utf-8")
    assert told.startswith("before\n## reportcheck: 1 file: 0 passed, 1 with findings")
    run(SEED, "--format", "concise")
    assert summary.read_text("utf-8") == told
    monkeypatch.delenv("GITHUB_STEP_SUMMARY")
    assert run(SEED, "--format", "github").out == ended.out


def test_a_summary_that_is_full_stays_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("x" * 900 * 1024, encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    ended = run(SEED, "--format", "github")
    assert ended.code == 1
    assert "was not added" in ended.err
    assert summary.stat().st_size == 900 * 1024


def test_a_summary_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "no" / "summary.md"))
    ended = run(SEED, "--format", "github")
    assert ended.code == 2
    assert "cannot be written" in ended.err


def test_names_are_no_commands_to_a_workflow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = "::error::x.csv"
    Path(name).write_text("", encoding="utf-8")
    broken = "::add-mask::y.yaml"
    Path(broken).write_text("form: x\n", encoding="utf-8")
    for arguments in ((name,), (name, "--format", "concise"), (SEED, "--rules", broken)):
        ended = run(*arguments)
        assert ended.code == 2
        for line in (ended.out + ended.err).splitlines():
            assert not line.lstrip().startswith("::")
