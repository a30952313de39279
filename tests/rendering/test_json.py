"""The JSON report is what its published schema says, and the same for the same input."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from reportcheck.page import Lang
from reportcheck.rendering.json_report import as_json, json_report, report_schema
from reportcheck.report import Report
from tests.rendering.reports import ONE, SEVERAL, SINCE

SCHEMA = json.loads(report_schema())


def valid(thing: dict[str, Any]) -> bool:
    return bool(jsonschema.Draft202012Validator(SCHEMA).is_valid(thing))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "report", [ONE, SEVERAL, SINCE, Report(())], ids=["one", "several", "since", "none"]
)
def test_reports_follow_the_schema(report: Report, lang: Lang) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(json.loads(json_report(report, lang, "0.1.0")), SCHEMA)


def test_the_schema_refuses_what_is_no_report() -> None:
    told = json.loads(json_report(SEVERAL, "en", "0"))
    assert valid(told)
    spoils: tuple[Callable[[dict[str, Any]], object], ...] = (
        lambda t: t["summary"].pop("resting"),
        lambda t: t["files"][0].update(status="fine"),
        lambda t: t["files"][0]["findings"][0].pop("because"),
        lambda t: t["files"][0]["findings"][0].update(left=4),
        lambda t: t["files"][2].update(problem=None),
        lambda t: t["files"][0].update(problem={"code": "x", "message": "y"}),
    )
    for spoil in spoils:
        spoilt = json.loads(json.dumps(told))
        spoil(spoilt)
        assert not valid(spoilt)


def test_numbers_are_decimal_strings_and_places_count_from_one() -> None:
    finding = json.loads(json_report(SEVERAL, "en", "0"))["files"][0]["findings"][0]
    assert (finding["left"], finding["right"], finding["difference"]) == ("4", "3", "1")
    at = {"sheet": "三", "cell": "J12", "row": 12, "column": 10}
    assert finding["at"] == at
    assert finding["witnesses"][1]["value"] == "2"


def test_a_cell_of_another_file_names_it() -> None:
    findings = json.loads(json_report(ONE, "en", "0"))["files"][0]["findings"]
    other = next(f for f in findings if f["rule"] == "结转衔接")["witnesses"][1]
    assert (other["path"], other["period"]) == ("2023年报.xlsx", "2023")


def test_the_summary_counts() -> None:
    summary = json.loads(json_report(SEVERAL, "en", "0"))["summary"]
    assert (summary["files"], summary["checked"], summary["unchecked"]) == (4, 3, 1)
    assert (summary["pass"], summary["fail"], summary["errors"]) == (91, 2, 2)


def test_what_cannot_be_seen_is_escaped_and_kept() -> None:
    text = "\x7f\x85\u202e\u200b\ufeff\ud800"
    drawn = as_json({"x": text})
    assert drawn.isascii()
    assert json.loads(drawn) == {"x": text}
    assert drawn.endswith("}\n")
