"""Where reports go: into files of their own, over nothing that is read and nothing kept."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from threading import Thread

import pytest

import reportcheck
from reportcheck.problem import Problem
from tests.acceptance.running import SAMPLES, run

DATA, RULES = "grants-planted.csv", "grants.yaml"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (DATA, RULES):
        shutil.copy(SAMPLES / name, tmp_path)
    monkeypatch.chdir(tmp_path)


def test_two_reports_never_go_into_one_file() -> None:
    Path("link").symlink_to("a")
    for other in ("a", "./a", "link"):
        ended = run(DATA, "--rules", RULES, "--report", "json=a", "--report", f"html={other}",
                    "--lang", "en")  # fmt: skip
        assert (ended.code, ended.out) == (2, "")
        assert "would be written twice" in ended.err
    assert not Path("a").exists()


def test_a_dash_is_no_file() -> None:
    ended = run(DATA, "--rules", RULES, "--report", "json=-", "--lang", "en")
    assert (ended.code, ended.out) == (2, "")
    assert "for the screen there is --format" in ended.err
    assert not Path("-").exists()
    assert "waivers:" in run("waive", DATA, "--rules", RULES, "--output", "-").out
    assert not Path("-").exists()


def test_a_folder_that_may_not_be_entered_is_a_matter_of_access(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stat = Path.stat

    def refused(path: Path, **named: bool) -> os.stat_result:
        if "shut" in path.parts:
            raise PermissionError(13, "Permission denied", str(path))
        return stat(path, **named)

    monkeypatch.setattr(Path, "stat", refused)
    ended = run(DATA, "--rules", RULES, "--report", "json=shut/a.json", "--lang", "en")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("shut/a.json cannot be reached (access is denied)")


@pytest.mark.skipif(os.name == "nt", reason="no pipes with a name")
def test_a_report_goes_through_a_pipe() -> None:
    os.mkfifo("pipe")
    got: list[bytes] = []
    reader = Thread(target=lambda: got.append(Path("pipe").read_bytes()))
    reader.start()
    ended = run(DATA, "--rules", RULES, "--report", "json=pipe", "-qq")
    reader.join()
    assert (ended.code, ended.err) == (1, "")
    assert json.loads(got[0])["summary"]["fail"] > 0
    assert Path("pipe").is_fifo()


@pytest.mark.parametrize("named", [RULES, "rules/grants.yaml", "w.yaml", "last.json", "list.csv"])
def test_nothing_that_a_check_reads_is_written_over(named: str) -> None:
    Path("rules").mkdir()
    shutil.copy(RULES, "rules")
    run(DATA, "--rules", RULES, "--report", "json=last.json", "-qq")
    Path("w.yaml").write_text("waivers: []\n", "utf-8")
    Path("list.csv").write_text("name,parent\na,\n", "utf-8")
    before = Path(named).read_bytes()
    rules = "rules" if "/" in named else RULES
    ended = run(DATA, "--rules", rules, "--waivers", "w.yaml", "--since", "last.json",
                "--hierarchy", "list.csv", "--report", f"json={named}", "--lang", "en")  # fmt: skip
    assert (ended.code, ended.out) == (2, "")
    assert f"{named} is read in this run" in ended.err
    assert Path(named).read_bytes() == before


def test_what_a_report_was_made_of_is_not_written_over_when_it_is_made_again() -> None:
    Path("kept").mkdir()
    run(DATA, "--rules", RULES, "--report", "json=last.json", "-qq")
    run(DATA, "--rules", RULES, "--since", "last.json", "--report", "json=kept/r.json", "-qq")
    for path in (DATA, f"./{DATA}", RULES, "last.json", "kept/r.json"):
        before = Path(path).read_bytes()
        ended = run("render", "kept/r.json", "--report", f"csv={path}", "--lang", "en")
        assert (ended.code, ended.out) == (2, "")
        assert "is not written over" in ended.err
        assert Path(path).read_bytes() == before
    assert run("render", "kept/r.json", "--report", "csv=new.csv").code == 0


def test_what_lies_beside_a_report_that_moved_is_not_written_over_either() -> None:
    Path("moved").mkdir()
    run(DATA, "--rules", RULES, "--report", "json=moved/r.json", "-qq")
    shutil.move(DATA, "moved")
    ended = run("render", "moved/r.json", "--report", f"csv=moved/{DATA}")
    assert ended.code == 2
    assert Path("moved", DATA).read_bytes() == (SAMPLES / DATA).read_bytes()


def test_a_program_writes_over_nothing_that_it_read() -> None:
    Path("rules").mkdir()
    shutil.copy(RULES, "rules")
    result = reportcheck.check(DATA, rules="rules")
    for path in (DATA, f"rules/{RULES}"):
        with pytest.raises(Problem) as refused:
            result.write("json", path)
        assert refused.value.code == "report-over-input"
        assert Path(path).read_bytes() == (SAMPLES / Path(path).name).read_bytes()
    result.write("csv", "new.csv")
    assert Path("new.csv").read_bytes().startswith(b"\xef\xbb\xbfpath")
