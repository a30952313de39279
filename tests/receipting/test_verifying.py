"""Receipts held against files that moved, rules that grew, and checks that did not pass."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.acceptance.running import SAMPLES, run

RULES = """\
form: grants
version: "1"
values: count
identity:
  agency: [{filename: '^(?P<agency>[^0-9]+)'}]
  period: [{folder: '(?P<period>[0-9]{4})'}]
tables:
- id: grants
  columns: [Paid, Returned]
  rows: [Total]
rules:
- {id: late, table: grants, check: 'Total[Paid] >= 5'}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("f.yaml").write_text(RULES, "utf-8")
    Path("2023").mkdir()
    Path("2023/A.csv").write_text(",Paid,Returned\nTotal,3,0\n", "utf-8")


def checked(*arguments: str) -> int:
    return run("2023/A.csv", "--rules", "f.yaml", *arguments, "--report", "receipt=r.json",
               "-qq").code  # fmt: skip


def held(*arguments: str) -> tuple[int, str]:
    ended = run("verify", "r.json", *arguments, "--lang", "en")
    assert ended.err == ""
    return ended.code, " ".join(ended.out.split())


def explained() -> None:
    run("waive", "2023/A.csv", "--rules", "f.yaml", "--output", "w.yaml")
    text = Path("w.yaml").read_text("utf-8")
    for word in (" reason: known", " by: Li", " until: 2099-01-01"):
        text = text.replace(f" {word.split(':')[0].strip()}:\n", f"{word}\n")
    Path("w.yaml").write_text(text, "utf-8")


def test_whose_a_file_is_may_be_said_by_the_name_that_it_had() -> None:
    assert checked() == 1
    told = json.loads(Path("r.json").read_text("utf-8"))
    submission = told["files"][0]["submissions"][0]
    assert (submission["agency"], submission["period"]) == ("A", "2023")
    Path("elsewhere").mkdir()
    shutil.move("2023/A.csv", "elsewhere/renamed 7.csv")
    code, said = held("elsewhere/renamed 7.csv")
    assert code == 0
    assert "it came out as the receipt says" in said


def test_explanations_may_be_bound_to_the_name_that_a_file_had() -> None:
    clue = "  agency: [{filename: '^(?P<agency>[^0-9]+)'}]\n"
    Path("f.yaml").write_text(RULES.replace(clue, ""), "utf-8")
    explained()
    assert "file: " in Path("w.yaml").read_text("utf-8")
    assert checked("--waivers", "w.yaml") == 0
    shutil.move("2023/A.csv", "2023/B.csv")
    assert held("2023/B.csv")[0] == 0


def test_where_no_links_are_made_the_file_is_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError

    checked()
    shutil.move("2023/A.csv", "B.csv")
    monkeypatch.setattr(Path, "symlink_to", refused)
    assert held("B.csv")[0] == 0


def test_rules_in_another_version_are_other_rules() -> None:
    checked()
    Path("f.yaml").write_text(RULES.replace('version: "1"', 'version: "2"'), "utf-8")
    code, said = held()
    assert code == 1
    assert "The rules of grants 1 are others now" in said
    Path("f.yaml").write_text(RULES.replace("form: grants", "form: payments"), "utf-8")
    assert held()[0] == 1, "what is in the file of that name is another form"
    Path("f.yaml").unlink()
    Path("g.yaml").write_text(RULES.replace("form: grants", "form: payments"), "utf-8")
    assert held("--rules", "g.yaml")[0] == 2


def test_a_receipt_that_holds_does_not_say_that_the_check_passed() -> None:
    assert checked() == 1
    code, said = held()
    assert code == 0
    assert "The receipt itself says that 1 file did not pass the check." in said
    assert said.endswith("The receipt holds, and it says that not all passed.")


def test_what_was_asked_of_the_check_is_told() -> None:
    assert checked("--fail-on", "never", "--ignore", "blank") == 0
    code, said = held()
    assert code == 0
    assert "to pass whatever it found (--fail-on never); failed relations: 1." in said
    assert "Not every rule took part in the check (--ignore blank)." in said


def test_of_a_check_that_passed_nothing_more_is_told() -> None:
    Path("2023/A.csv").write_text(",Paid,Returned\nTotal,5,0\n", "utf-8")
    assert checked() == 0
    assert held()[1].endswith("(files: 1). The receipt holds.")


def test_a_file_that_could_not_be_checked_is_told() -> None:
    shutil.copy(SAMPLES / "grants.csv", "2023/A.csv")
    assert checked() == 2
    assert "says that 1 file could not be checked" in held()[1]


def test_files_of_a_project_may_move() -> None:
    Path("b.csv").write_text(",Paid,Returned\nTotal,4,0\n", "utf-8")
    Path("reportcheck.toml").write_text(
        '[[files]]\npaths = ["2023"]\nrules = ["f.yaml"]\nfail-on = "never"\n'
        '[[files]]\npaths = ["b.csv"]\nrules = ["f.yaml"]\n',
        "utf-8",
    )
    run("check", "--report", "receipt=r.json", "-qq")
    Path("reportcheck.toml").unlink()
    shutil.move("2023/A.csv", "moved.csv")
    assert held("moved.csv", "b.csv")[0] == 0
