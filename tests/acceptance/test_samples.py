"""The samples: each ends as samples/README.md says, and is what the script writes."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from samples.make import main as make
from tests.acceptance.running import ROOT, SAMPLES, report

PAGE = (SAMPLES / "README.md").read_text("utf-8")
COUNTS = ("pass", "fail", "unknown", "cell", "structure")


def lines() -> Iterator[tuple[str, list[int]]]:
    for command, numbers in re.findall(
        r"^\| `(samples/[^`]+)` \|((?: \d+ \|)+)", PAGE, re.MULTILINE
    ):
        yield command, [int(number) for number in numbers.strip(" |").split(" | ")]


def planted(title: str) -> set[str]:
    """Return the ids that the table of planted mistakes names."""
    table = PAGE.split(f"## What is planted in `{title}`", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in table.splitlines() if line.startswith("| ")][1:]
    return {each for line in lines for each in re.findall(r"`([^`]+)`", line.split(" | ")[-1])}


@pytest.mark.parametrize(("command", "numbers"), list(lines()))
def test_a_sample_ends_as_its_line_says(
    command: str, numbers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    whole = report(*command.split())
    summary = whole["summary"]
    assert [whole["exit"], *(summary[each] for each in COUNTS)] == numbers


@pytest.mark.parametrize(
    ("command", "title"),
    [
        (["invented-2024-planted.xlsx"], "invented-2024-planted.xlsx"),
        (["grants-planted.csv", "--rules", str(SAMPLES / "grants.yaml")], "grants-planted.csv"),
        (["spending.csv", "--rules", str(SAMPLES / "spending.yaml")], "spending.csv"),
    ],
)
def test_the_planted_mistakes_are_those_that_fail(command: list[str], title: str) -> None:
    whole = report(SAMPLES / command[0], *command[1:])
    failed = {
        finding["rule"]
        for file in whole["files"]
        for finding in file["findings"]
        if finding["verdict"] == "fail"
    }
    assert failed == planted(title)


def test_the_records_meet_thirty_rules_and_more() -> None:
    rules = (SAMPLES / "grants.yaml").read_text("utf-8").split("\nrules:\n")[1]
    assert len(re.findall(r"^- id:", rules, re.MULTILINE)) >= 30


def test_every_file_has_its_line() -> None:
    named = {word for command, _ in lines() for word in command.split()}
    tables = {
        f"samples/{each.name}" for each in SAMPLES.iterdir() if each.suffix in {".xlsx", ".csv"}
    }
    assert tables <= named


def test_the_samples_are_what_the_script_writes(tmp_path: Path) -> None:
    make(tmp_path)
    written = tables(tmp_path)
    assert written == tables(SAMPLES)
    for name in written:
        assert content(tmp_path / name) == content(SAMPLES / name)


def tables(folder: Path) -> list[str]:
    found = (*folder.iterdir(), *(folder / "city").iterdir())
    named = (each for each in found if each.suffix in {".xlsx", ".csv"})
    return sorted(each.relative_to(folder).as_posix() for each in named)


def content(path: Path) -> Any:  # noqa: ANN401 - what there is to compare, by kind of file
    if path.suffix == ".csv":
        return path.read_bytes()
    book = load_workbook(path)
    return [
        (
            sheet.title,
            list(sheet.iter_rows(values_only=True)),
            {str(area) for area in sheet.merged_cells.ranges},
        )
        for sheet in book
    ]
