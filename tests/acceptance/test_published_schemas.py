"""What the command writes for the samples is as the published schemas have it, and as programs
that read it want it; and what becomes of explanations."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import xmlschema

from reportcheck.receipting import receipt_schema
from reportcheck.rendering.json_report import report_schema
from tests.acceptance.running import SAMPLES, run

SCHEMAS = Path(__file__).parents[1] / "rendering" / "schemas"
KINDS = ("json", "junit", "sarif", "gitlab", "receipt")
FORMS = tuple(
    str(SAMPLES / name)
    for name in ("sanming-commerce-2024.xlsx", "sanming-commerce-2024.csv",
                 "sanming-commerce-2024.txt", "invented-2024.xlsx", "invented-2024-planted.xlsx")
)  # fmt: skip
RUNS = {
    "forms": (*FORMS, "no-such-file.xlsx", "--prior", str(SAMPLES / "invented-2023.xlsx")),
    "records": (str(SAMPLES / "grants-planted.csv"), str(SAMPLES / "grants.csv"), "--rules",
                str(SAMPLES / "grants.yaml")),
    "nothing wrong": (str(SAMPLES / "grants.csv"), "--rules", str(SAMPLES / "grants.yaml")),
}  # fmt: skip


@pytest.fixture(scope="module", params=list(RUNS))
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written")
    asked = [word for kind in KINDS for word in ("--report", f"{kind}={folder / kind}")]
    ended = run(*RUNS[request.param], *asked, "-qq", "--lang", "en")
    assert ended.err == ""
    return folder


def told(folder: Path, kind: str) -> Any:  # noqa: ANN401 - whatever the format has
    return json.loads((folder / kind).read_text("utf-8"))


def test_json_and_receipts_follow_our_own_schemas(written: Path) -> None:
    jsonschema.validate(told(written, "json"), json.loads(report_schema()))
    jsonschema.validate(told(written, "receipt"), json.loads(receipt_schema()))


def test_junit(written: Path) -> None:
    xmlschema.XMLSchema10(SCHEMAS / "junit-10.xsd").validate(written / "junit")
    root = ET.parse(written / "junit").getroot()  # noqa: S314 - our own
    cases = list(root.iter("testcase"))
    # GitLab drops testcases of one name and class; Jenkins adds them up.
    assert len({(each.get("classname"), each.get("name")) for each in cases}) == len(cases)
    report = told(written, "json")
    ended = Counter(child.tag for each in cases for child in each if child.tag != "system-out")
    unchecked = [each for each in report["files"] if each["status"] == "unchecked"]
    assert ended["error"] == len(unchecked)
    failed = [each for each in report["files"] if each["status"] == "failed"]
    assert bool(ended["failure"] + ended["skipped"]) is bool(failed)
    passing = sum(not any(child.tag != "system-out" for child in each) for each in cases)
    assert passing > 0


def test_sarif(written: Path) -> None:
    schema = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
    sarif = told(written, "sarif")
    jsonschema.validate(sarif, schema)
    (whole,) = sarif["runs"]
    report = told(written, "json")
    found = sum(len(each["findings"]) or each["status"] == "unchecked" for each in report["files"])
    assert len(whole["results"]) == found
    marks = set()
    for each in whole["results"]:
        assert 1 <= len(each["locations"]) <= 10
        physical = each["locations"][0]["physicalLocation"]  # GitHub refuses a file without
        assert physical["artifactLocation"]["uri"]
        assert not physical["artifactLocation"]["uri"].startswith("./")
        assert each["message"]["text"]
        marks.add(each["partialFingerprints"]["reportcheck/v1"])
        assert whole["tool"]["driver"]["rules"][each["ruleIndex"]]["id"] == each["ruleId"]
    assert len(marks) == found


def test_gitlab(written: Path) -> None:
    issues = told(written, "gitlab")
    for each in issues:
        assert set(each) >= {"description", "check_name", "fingerprint", "severity", "location"}
        assert each["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert each["location"]["lines"]["begin"] >= 1
        assert re.fullmatch(r"[0-9a-f]{40}", each["fingerprint"])
    assert len({each["fingerprint"] for each in issues}) == len(issues)


def test_fingerprints_stay_when_a_row_is_inserted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = (SAMPLES / "sanming-commerce-2024.csv").read_text("utf-8").splitlines(keepends=True)
    marks = []
    for text in ("".join(lines), "".join(["说明：本表为样例\n", "\n", *lines])):
        Path("a.csv").write_text(text, "utf-8")
        run("a.csv", "--report", "sarif=s", "--report", "gitlab=g", "-qq")
        results = json.loads(Path("s").read_text("utf-8"))["runs"][0]["results"]
        sarif = {each["partialFingerprints"]["reportcheck/v1"] for each in results}
        gitlab = {each["fingerprint"] for each in json.loads(Path("g").read_text("utf-8"))}
        assert sarif == gitlab
        marks.append(sarif)
    assert marks[0] == marks[1] != set()


RULES = """\
form: visits
values: count
tables:
- id: visits
  key: [name]
  columns: [{id: name, values: text}, adults, children, {id: total, equals: adults + children}]
"""
TABLE = "name,adults,children,total\nholds,1,2,4\nexpired,1,2,5\nchanged,1,2,6\nunused,1,2,7\n"


def test_four_waivers_with_four_outcomes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("r.yaml").write_text(RULES, "utf-8")
    Path("a.csv").write_text(TABLE, "utf-8")
    assert run("waive", "a.csv", "--rules", "r.yaml", "--output", "w.yaml").code == 0
    entries = Path("w.yaml").read_text("utf-8")
    entries = entries.replace(" reason:\n", " reason: known\n").replace(" by:\n", " by: Li\n")
    days = iter(("2999-12-31", "2000-01-01", "2999-12-31", "2999-12-31"))
    entries = re.sub(r" until:\n", lambda _: f" until: {next(days)}\n", entries)
    Path("w.yaml").write_text(entries, "utf-8")
    changed = TABLE.replace("changed,1,2,6", "changed,1,2,8").replace(
        "unused,1,2,7", "unused,1,2,3"
    )
    Path("a.csv").write_text(changed, "utf-8")
    asked = [word for kind in ("json", "junit", "sarif") for word in ("--report", f"{kind}={kind}")]
    ended = run("a.csv", "--rules", "r.yaml", "--waivers", "w.yaml", *asked, "--lang", "en")
    assert ended.code == 1
    (file,) = told(tmp_path, "json")["files"]
    found = {(each["rule"], each["verdict"], each.get("row_label")) for each in file["findings"]}
    assert found == {
        ("visits.total", "accepted", "holds"),
        ("visits.total", "fail", "expired"),
        ("waiver-expired", "fail", "expired"),
        ("visits.total", "fail", "changed"),
        ("waiver-reopened", "fail", "changed"),
        ("waiver-unused", "fail", "unused"),
    }
    assert "known (Li, until 2999-12-31)" in ended.out
    results = told(tmp_path, "sarif")["runs"][0]["results"]
    assert sum("suppressions" in each for each in results) == 1
    shutil.copy("w.yaml", "kept.yaml")  # which nothing writes to
    assert Path("w.yaml").read_text("utf-8") == entries
