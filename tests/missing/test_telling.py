"""What is said of what stands in for missing cells, in both languages and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from syrupy.assertion import SnapshotAssertion

from reportcheck.page import Lang
from reportcheck.rendering.json_report import json_report, report_schema
from reportcheck.rereading import reread
from reportcheck.rulefile.codec import pack_from_json, pack_to_json
from reportcheck.rulefile.loading import load_bytes
from tests.acceptance.running import only_file, report, rules_and_data, run
from tests.docs.examples import blocks

PAGE = Path(__file__).parents[2] / "docs" / "rule-language.md"
WRITTEN = {block.info["file"]: block.text for block in blocks(PAGE) if "file" in block.info}


@pytest.fixture
def budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    rules, data = rules_and_data(tmp_path, WRITTEN["budget.yaml"], WRITTEN["budget.csv"])
    monkeypatch.chdir(tmp_path)  # addresses are wrapped: the names have to be short
    return rules.name, data.name


def test_each_finding_names_what_was_taken_for_what(budget: tuple[str, str]) -> None:
    rules, data = budget
    file = only_file("--rules", rules, data)
    told = {
        (each["rule"], each["at"]["cell"]): [
            (one["cell"], one["how"], one["value"]) for one in each.get("stand_ins", ())
        ]
        for each in file["findings"]
        if each["verdict"] == "fail"
    }
    assert told == {
        ("spent-within-plan", "C4"): [("B4", "zero", "0")],
        ("budget.Total", "B6"): [("B4", "computed", "15")],
        ("spent-within-plan", "C7"): [("B7", "zero", "0")],
    }
    assert {each.get("missing") for each in file["findings"]} == {None, "zero", "use-computed"}


def test_the_report_keeps_to_its_schema_and_is_read_again(
    budget: tuple[str, str], tmp_path: Path
) -> None:
    rules, data = budget
    whole = report("--rules", rules, data)
    whole.pop("exit")
    jsonschema.validate(whole, json.loads(report_schema()))
    saved = tmp_path / "saved.json"
    run("--rules", rules, data, "--report", f"json={saved}")
    again = reread(str(saved))
    assert json_report(again.report, again.lang, again.version) == saved.read_text("utf-8")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_arithmetic_says_what_counts_as_what(
    budget: tuple[str, str], lang: Lang, snapshot: SnapshotAssertion
) -> None:
    rules, data = budget
    ended = run("--rules", rules, data, "--lang", lang)
    assert ended.out == snapshot


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("missing", ["zero", "skip-if-any", "skip-if-all", "use-computed"])
def test_explain_says_what_a_rule_does_without_its_cells(
    budget: tuple[str, str], lang: Lang, missing: str, snapshot: SnapshotAssertion
) -> None:
    rules = Path(budget[0])
    rules.write_text(WRITTEN["budget.yaml"].replace("use-computed", missing), "utf-8")
    ended = run("explain", "budget.Total", "--rules", rules, "--lang", lang)
    assert ended.out == snapshot


def test_a_kept_pack_is_the_same() -> None:
    pack = load_bytes(WRITTEN["budget.yaml"].encode(), "budget.yaml")
    assert any(rule.computed_by for rule in pack.rules)
    assert pack_from_json(pack_to_json(pack)) == pack
