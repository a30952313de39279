"""Six invented years of seven agencies: each break is told once, in its year and its cell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from reportcheck.checking import Request, check
from reportcheck.page import Lang, Page, plain
from reportcheck.rendering.arranging import arranged
from reportcheck.rendering.full import full
from reportcheck.rendering.json_report import report_object
from reportcheck.report import Report
from samples import chain

pytestmark = pytest.mark.no_cover  # see pyproject.toml


@pytest.fixture(name="report", scope="module")
def _report(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Report]:
    folder = tmp_path_factory.mktemp("chain")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        chain.main(Path("years"))
        yield check(Request(("years",), jobs=1))


def test_each_break_is_told_in_its_year_and_its_cell(report: Report) -> None:
    found = {
        file.path: [(each.rule, each.at and each.at.a1) for each in arranged(file.findings)[0]]
        for file in report.files
        if any(not each.told_elsewhere for each in file.findings)
    }
    assert found == {
        # The column that was changed; the total of the row is no further mistake.
        "years/2023/教育局.xlsx": [("结转衔接", "D23")],
        # A figure that is none is told where it is, and not in the year after.
        "years/2022/公安局.xlsx": [("placeholder", "E46")],
        "years/2024/水利局.xlsx": [("not-a-number", "D46")],
        # A year that is missing, and an agency that has another name since.
        "years/2024/司法局.xlsx": [("no-prior-period", None)],
        "years/2024/财政局.xlsx": [("no-prior-period", None)],
        # A year that is there twice.
        "years/2025/商务局.xlsx": [("duplicate-submission", None)],
    }


def test_a_finding_names_both_values_and_both_files(report: Report) -> None:
    told = report_object(report, "en", "0")
    files: dict[str, Any] = {each["path"]: each for each in told["files"]}
    first = files["years/2023/教育局.xlsx"]["findings"][0]
    assert (first["left"], first["right"], first["difference"]) == ("4", "2", "2")
    assert [(each["path"], each["period"], each["cell"]) for each in first["witnesses"]] == [
        (None, None, "D23"),
        ("years/2022/教育局.xlsx", "2022", "D46"),
    ]
    (cause,) = files["years/2023/公安局.xlsx"]["findings"][0]["because"]
    assert (cause["path"], cause["period"], cause["cell"], cause["finding"]) == (
        "years/2022/公安局.xlsx", "2022", "E46", "placeholder",
    )  # fmt: skip
    assert [each["at"]["cell"] for each in first["consequences"]] == ["J23"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_screen(report: Report, lang: Lang, snapshot: SnapshotAssertion) -> None:
    assert plain(full(report, Page(lang))) == snapshot
