"""``--statistics`` as people type it, on a folder and on one file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportcheck.cli import main
from samples import batch


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("city")
    batch.main(folder)
    return str(folder)


@pytest.mark.no_cover  # see pyproject.toml
def test_a_folder_is_counted_rule_by_rule(
    city: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "r.json"
    asked = ("--statistics", "-q", "--lang", "en", "--report", f"json={kept}")
    assert main([city, *asked]) == 2
    text = capsys.readouterr().out
    lines = {each.split()[0]: each.split()[1:] for each in text.splitlines() if each.strip()}
    assert lines["passed"] == ["failed", "not", "checked", "files"]
    report = json.loads(kept.read_text("utf-8"))
    counted = {each["rule"]: each for each in report["rules"]}
    for rule in ("申请.总计", "收办平衡", "blank"):
        numbers = [str(counted[rule][key]) for key in ("pass", "fail", "unknown", "files")]
        assert lines[rule] == numbers
    for key in ("pass", "fail", "unknown"):
        rules = (each[key] for each in report["rules"] if each["kind"] == "rule")
        assert sum(rules) == report["summary"][key]


def test_without_the_option_nothing_is_counted(
    city: str, capsys: pytest.CaptureFixture[str]
) -> None:
    few = [str(each) for each in sorted(Path(city).iterdir())[:3]]
    main([*few, "--statistics", "-q", "--lang", "en"])
    assert "复议诉讼" in capsys.readouterr().out
    main([*few, "-q", "--lang", "en"])
    assert "复议诉讼" not in capsys.readouterr().out
