"""A file with several submissions: an entry each, told apart everywhere, counted as one file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from reportcheck.cli.copies import write_copies
from reportcheck.fingerprint import fingerprints
from reportcheck.page import Page, plain
from reportcheck.problem import Problem
from reportcheck.rendering.formats import TEXTS
from reportcheck.rendering.full import full
from reportcheck.rendering.json_report import json_report, report_object
from reportcheck.rendering.junit import class_names
from reportcheck.report import Report, Status
from reportcheck.rereading import reread
from reportcheck.rule import Severity
from tests.rendering.reports import BALANCE, ROW_TOTAL, file_of, lost

BOOK: Final = Report(
    (
        replace(file_of("a/2024.xlsx", ROW_TOTAL), sheets=("甲局",), agency=None),
        replace(file_of("a/2024.xlsx", ROW_TOTAL, BALANCE), sheets=("乙局", "乙局续"), agency=None),
        replace(
            lost("a/2024.xlsx", Problem("unforeseen", path="a/2024.xlsx", reason="torn")),
            sheets=("说明",),
        ),
        file_of("b/2024.xlsx"),
    )
)


def test_files_are_counted_once_and_submissions_by_themselves() -> None:
    summary = report_object(BOOK, "en", "0")["summary"]
    assert (summary["files"], summary["checked"], summary["unchecked"]) == (2, 1, 1)
    assert summary["submissions"] == 3
    assert BOOK.failed(Severity.ERROR) == summary["errors"]
    assert BOOK.outcomes == {"a/2024.xlsx": Status.UNCHECKED, "b/2024.xlsx": Status.PASSED}
    assert "2 files" in plain(full(BOOK, Page("en")))


def test_each_submission_is_named_with_its_sheets() -> None:
    told = plain(full(BOOK, Page("zh")))
    for name in ("a/2024.xlsx [甲局]", "a/2024.xlsx [乙局, 乙局续]", "a/2024.xlsx [说明]"):
        assert name in told
    assert class_names(BOOK.files) == [
        "2024 [甲局]", "2024 [乙局, 乙局续]", "2024 [说明]", "2024",
    ]  # fmt: skip


def test_like_findings_of_two_submissions_have_fingerprints_of_their_own() -> None:
    bare = Report(tuple(replace(each, period=None) for each in BOOK.files))
    first, second = (each for each in fingerprints(bare) if each[1] == ROW_TOTAL)
    alone = Report((second[0],))
    assert first[2] != second[2]
    # It does not depend on what else is in the file.
    assert next(each[2] for each in fingerprints(alone)) == second[2]


def test_a_report_made_again_knows_the_sheets(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(json_report(BOOK, "zh", "0"), encoding="utf-8")
    again = reread(str(path)).report
    assert [each.sheets for each in again.files] == [each.sheets for each in BOOK.files]
    assert json_report(again, "zh", "0") == path.read_text("utf-8")


@pytest.mark.parametrize("kind", sorted(TEXTS))
def test_every_kind_of_report_can_be_made(kind: str) -> None:
    assert TEXTS[kind](BOOK, "en", "0")


def test_one_copy_has_the_marks_of_all_submissions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from openpyxl import Workbook, load_workbook

    monkeypatch.chdir(tmp_path)
    book = Workbook()
    book.worksheets[0].title = "三"
    Path("a").mkdir()
    book.save("a/2024.xlsx")
    alone = Report(BOOK.files[:3])
    left = write_copies("copy.xlsx", alone, "en")
    assert left == ("a/2024.xlsx [说明]",)
    summary = load_workbook("copy.xlsx").worksheets[-1]
    places = [row[1].value for row in summary.iter_rows(min_row=5)]
    assert len(places) == 3
    data = json.loads(json_report(alone, "en", "0"))
    assert sum(len(each["findings"]) for each in data["files"]) == 3
