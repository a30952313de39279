"""What is said of codes that do not add up, in both languages, as JSON, and when it is accepted."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from syrupy.assertion import SnapshotAssertion

from reportcheck import rulefile
from reportcheck.page import Lang
from reportcheck.problem import RuleFileProblem
from reportcheck.rendering.json_report import json_report, report_schema
from reportcheck.rereading import reread
from reportcheck.rulefile.codec import pack_from_json, pack_to_json
from tests.acceptance.running import failing, only_file, report, run
from tests.docs.examples import blocks

PAGE = Path(__file__).parents[2] / "docs" / "rule-language.md"
WRITTEN = {block.info["file"]: block.text for block in blocks(PAGE) if "file" in block.info}
FILES = ("spending.yaml", "spending.csv", "items-2023.csv", "items-2024.csv")
COMMAND = ("--rules", "spending.yaml", "spending.csv")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in FILES:
        (tmp_path / name).write_text(WRITTEN[name], "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rules(**fields: str) -> None:
    """Give the hierarchy of the example further fields."""
    more = "".join(f"    {name}: {value}\n" for name, value in fields.items())
    Path("spending.yaml").write_text(WRITTEN["spending.yaml"] + more, "utf-8")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_example_of_the_page(lang: Lang, snapshot: SnapshotAssertion) -> None:
    assert run(*COMMAND, "--lang", lang).out == snapshot


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("missing", ["strict", "skip-if-any", "skip-if-all", "use-computed"])
def test_the_other_ways_with_what_is_missing(
    lang: Lang, missing: str, snapshot: SnapshotAssertion
) -> None:
    rules(missing=missing)
    told = run(*COMMAND, "--lang", lang, "--format", "concise").out
    asked = run("explain", "spending.hierarchy", "--rules", "spending.yaml", "--lang", lang).out
    assert told + asked == snapshot


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_codes_by_their_length(lang: Lang, snapshot: SnapshotAssertion) -> None:
    text = WRITTEN["spending.yaml"].replace("lists: [items-2024.csv, items-2023.csv]",
                                            "prefix: [3, 5, 7]")  # fmt: skip
    Path("spending.yaml").write_text(text, "utf-8")
    data = WRITTEN["spending.csv"] + "West,2024,2060,1.00,\n,2024,201,1.00,\nEast,2024,/,2,\n"
    Path("spending.csv").write_text(data + "East,2024,201,3,\nEast,2024,20101,2,\n", "utf-8")
    told = run(*COMMAND, "--lang", lang, "--format", "concise").out
    assert told + run("rules", "list", "--rules", "spending.yaml", "--lang", lang).out == snapshot


def test_the_report_keeps_to_its_schema_and_is_read_again() -> None:
    whole = report(*COMMAND)
    whole.pop("exit")
    jsonschema.validate(whole, json.loads(report_schema()))
    run(*COMMAND, "--report", "json=saved.json")
    again = reread("saved.json")
    text = Path("saved.json").read_text("utf-8")
    assert json_report(again.report, again.lang, again.version) == text


def test_a_finding_has_the_code_and_those_below_it_with_their_values() -> None:
    (finding,) = (
        each for each in only_file(*COMMAND)["findings"] if each["at"]["cell"] == "D10"
    )  # fmt: skip
    assert finding["kind"] == "rule"
    assert [(each["cell"], each["value"], each["side"]) for each in finding["witnesses"]] == [
        ("D10", "9", "left"), ("D11", "4", "right"),
    ]  # fmt: skip
    assert (finding["left"], finding["right"], finding["difference"]) == ("9", "4", "5")
    assert finding["facts"]["other_list"] == "items-2023.csv"


def test_findings_can_be_accepted() -> None:
    assert run("waive", *COMMAND, "--output", "waivers.yaml").code == 0
    text = Path("waivers.yaml").read_text("utf-8")
    for name, value in (("reason", "agreed"), ("by", "Li"), ("until", "2099-12-31")):
        text = text.replace(f"  {name}:\n", f"  {name}: {value}\n")
    Path("waivers.yaml").write_text(text, "utf-8")
    accepted = report(*COMMAND, "--waivers", "waivers.yaml")
    assert accepted["summary"]["accepted"] == 4
    assert accepted["exit"] == 0
    # A value that is another than was explained opens the finding again.
    data = WRITTEN["spending.csv"].replace("2010301,40.01", "2010301,40.02")
    Path("spending.csv").write_text(data, "utf-8")
    assert ("spending.hierarchy", "D6") in failing(only_file(*COMMAND, "--waivers", "waivers.yaml"))


@pytest.mark.parametrize("field", ["severity", "tolerance", "select"])
def test_it_is_a_rule_like_others(field: str) -> None:
    if field == "severity":
        rules(severity="warning")
        found = only_file(*COMMAND)["findings"]
        severities = {each["severity"] for each in found if each["rule"] == "spending.hierarchy"}
        assert severities == {"warning"}
    elif field == "tolerance":
        rules(tolerance="0.01")
        assert ("spending.hierarchy", "D6") not in failing(only_file(*COMMAND))
        assert ("spending.hierarchy", "D10") in failing(only_file(*COMMAND))
    else:
        assert not failing(only_file(*COMMAND, "--ignore", "spending.hierarchy"))


def test_a_code_list_that_is_changed_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTCHECK_CACHE", str(Path.cwd() / "cache"))
    first = failing(only_file(*COMMAND))
    assert failing(only_file(*COMMAND)) == first
    assert list(Path("cache").iterdir())
    text = WRITTEN["items-2024.csv"].replace("20606,Social science,206", "20606,Social,201")
    Path("items-2024.csv").write_text(text, "utf-8")
    assert first - failing(only_file(*COMMAND)) == {
        ("spending.hierarchy", "D10"), ("spending.hierarchy", "C13"),
    }  # fmt: skip
    Path("items-2024.csv").unlink()
    assert run(*COMMAND).code == 2


def test_the_digest_of_a_pack_tells_its_lists() -> None:
    (pack,) = rulefile.find("spending.yaml")
    assert [name for name, _ in pack.sources] == ["items-2024.csv", "items-2023.csv"]
    assert pack_from_json(pack_to_json(pack)) == pack
    Path("items-2023.csv").write_text(WRITTEN["items-2023.csv"] + "9,New,\n", "utf-8")
    (again,) = rulefile.find("spending.yaml")
    assert again.digest != pack.digest


@pytest.mark.parametrize(
    "content",
    [
        WRITTEN["items-2024.csv"].encode("utf-8-sig"),
        WRITTEN["items-2024.csv"].replace("name", "名称").encode("gb18030"),
        WRITTEN["items-2024.csv"].replace(",", ";").replace("\n", "\r\n").encode(),
        WRITTEN["items-2024.csv"].replace(",", "\t").replace("\n", "\r").encode(),
        WRITTEN["items-2024.csv"].replace("Projects", '"Projects, all"').encode(),
    ],
    ids=["bom", "gb18030", "semicolons", "tabs", "quotes"],
)
def test_a_code_list_may_be_written_as_people_do(content: bytes) -> None:
    first = failing(only_file(*COMMAND))
    Path("items-2024.csv").write_bytes(content)
    assert failing(only_file(*COMMAND)) == first


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "codes-empty"),
        (b"code,name,parent\n", "codes-empty"),
        (b"PK\x03\x04\0\0", "codes-not-text"),
        (b"\xff\xfe\xff", "codes-not-text"),
        (b"code,name\n1,a\n", "codes-no-column"),
        (b"code,name,parent\n1,a,\n1,b,\n", "codes-doubled"),
        (b"code,name,parent\n1,a,2\n", "codes-unknown-parent"),
        (b"code,name,parent\n1,a,1\n", "codes-in-a-circle"),
        (b'code,name,parent\n1,"a\n', "codes-unreadable-line"),
    ],
)
def test_a_code_list_with_a_mistake_is_refused(content: bytes, code: str) -> None:
    Path("items-2023.csv").write_bytes(content)
    with pytest.raises(RuleFileProblem) as raised:
        rulefile.load("spending.yaml")
    assert [each.code for each in raised.value.mistakes] == [code]
    assert raised.value.mistakes[0].path == "items-2023.csv"
