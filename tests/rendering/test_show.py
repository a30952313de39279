"""What is shown about how a file was recognised."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from openpyxl import Workbook
from syrupy.assertion import SnapshotAssertion

from reportcheck.checking import Request, look
from reportcheck.page import Lang, Page, plain
from reportcheck.rendering.show import show
from reportcheck.text import display_width
from tests.acceptance.running import run

SAMPLES = Path(__file__).parents[2] / "samples"


def shown(*names: str, lang: Lang = "zh", width: int = 80, rules: tuple[str, ...] = ()) -> str:
    before = Path.cwd()
    os.chdir(SAMPLES)
    try:
        return plain(show(look(Request(names, rules)), Page(lang, width)))
    finally:
        os.chdir(before)


@pytest.mark.parametrize(
    "name",
    ["sanming-commerce-2024.xlsx", "sanming-commerce-2024.csv", "invented-2024-planted.xlsx"],
)
def test_forms(name: str, snapshot: SnapshotAssertion) -> None:
    assert shown(name) == snapshot


def test_records(snapshot: SnapshotAssertion) -> None:
    assert shown("grants.csv", lang="en", rules=("grants.yaml",)) == snapshot


def test_a_file_that_is_nothing_known_is_told() -> None:
    text = shown("README.md", "no-such-file", lang="en")
    assert "README.md" in text
    assert "There is no file no-such-file" in text


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_every_slot_is_shown_at_every_width(width: int) -> None:
    text = shown("sanming-commerce-2024.xlsx", width=width)
    for cell in ("D22", "J46", "A52", "O52", "B16"):
        assert cell in text.split()
    assert max(map(display_width, text.splitlines())) <= width


def test_what_fed_nothing_is_listed() -> None:
    text = shown("sanming-commerce-2024.xlsx")
    assert "表外的单元格" in text
    assert "申请人情况" in text


def test_what_stands_on_other_sheets_is_listed_and_counted(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["a", "b"], [1, 2]):
        book.worksheets[0].append(row)
    notes = book.create_sheet("Notes")
    for number in range(3):
        notes.append(["rate", number])
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "r.yaml").write_text(
        "form: f\ntables: [{id: t, columns: [a, b]}]\n", encoding="utf-8"
    )
    ended = run("show", tmp_path / "a.xlsx", "--rules", tmp_path / "r.yaml", "--lang", "en")
    assert "6 cells feed no place of a table" in ended.out
    assert "Notes!B3" in ended.out


def ranked_city(folder: Path, *options: str) -> str:
    ended = run("show", folder / "虚构东区.csv", folder / "虚构西区水务局.csv", *options,
                "--lang", "en")  # fmt: skip
    assert ended.code == 0
    return ended.out


def test_who_is_above_and_who_below_is_shown_where_there_is_a_hierarchy() -> None:
    city = SAMPLES / "city"
    options = ("--rules", str(SAMPLES / "city.yaml"))
    assert "above it" not in ranked_city(city, *options)
    text = ranked_city(city, *options, "--hierarchy", str(city / "agencies.csv"))
    assert (
        "agency  虚构东区\n  above it  虚构市\n  below it  虚构东区教育局, 虚构东区民政局" in text
    )
    assert "agency  虚构西区水务局\n  above it  虚构西区\n  below it  none" in text


def test_an_agency_that_is_not_in_the_list_is_told(tmp_path: Path) -> None:
    (tmp_path / "agencies.csv").write_text("code,name,parent\n1,别处,\n", "utf-8")
    text = ranked_city(
        SAMPLES / "city", "--rules", str(SAMPLES / "city.yaml"),
        "--hierarchy", str(tmp_path / "agencies.csv"),
    )  # fmt: skip
    assert text.count("not told: it is not in the list of agencies") == 2


def test_a_project_says_by_which_rules_and_in_which_hierarchy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("虚构东区.csv", "虚构西区水务局.csv", "agencies.csv"):
        (tmp_path / name).write_bytes((SAMPLES / "city" / name).read_bytes())
    (tmp_path / "city.yaml").write_bytes((SAMPLES / "city.yaml").read_bytes())
    (tmp_path / "reportcheck.toml").write_text(
        'rules = "city.yaml"\nhierarchy = "agencies.csv"\n', "utf-8"
    )
    monkeypatch.chdir(tmp_path)
    assert "above it  虚构西区" in ranked_city(Path())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_of_very_many_cells_that_fed_nothing_the_least_number_is_told(
    lang: str, tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    (tmp_path / "r.yaml").write_text(
        "form: f\ntables: [{id: t, columns: [a], rows: [b]}]\n", encoding="utf-8"
    )
    rest = "\n\n" + "x,y\n" * 1200
    (tmp_path / "a.csv").write_text(f",a\nb,1\n{rest}", encoding="utf-8")
    ended = run("show", tmp_path / "a.csv", "--rules", tmp_path / "r.yaml", "--lang", lang)
    assert next(each for each in ended.out.splitlines() if "2000" in each) == snapshot
