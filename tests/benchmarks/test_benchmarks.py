"""The benchmarks measure what they say: the data are what was planted, the runner runs."""

from __future__ import annotations

import csv
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from fractions import Fraction
from pathlib import Path

import pytest

from reportcheck.checking import Request, check
from reportcheck.rulefile import load
from tests.benchmarks import page
from tests.benchmarks.answers import held_against
from tests.benchmarks.claims import CLAIMS, claims
from tests.benchmarks.environments import PACKAGES
from tests.benchmarks.generating.branches import write_branches
from tests.benchmarks.generating.faults import FAULTS, write_with_faults
from tests.benchmarks.generating.forms import write_forms
from tests.benchmarks.generating.records import ADDENDS, NUMBERS, beside, write_csv
from tests.benchmarks.generating.sheet import write_sheet
from tests.benchmarks.generating.years import write_years
from tests.benchmarks.run import Arena, measure
from tests.benchmarks.workloads import HERE, SUFFIXES, WORKLOADS, Contestant, Workload

ROWS = 7000
READERS = sorted((HERE / "peers").glob("*.*")) + sorted((HERE / "floors").glob("*.*"))


@pytest.mark.parametrize("odd", [False, True])
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, *, odd: bool) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    write_csv(one, 3000, odd=odd)
    write_csv(two, 3000, odd=odd)
    assert one.read_bytes() == two.read_bytes()
    assert beside(one).read_bytes() == beside(two).read_bytes()


@pytest.mark.parametrize("odd", [False, True])
def test_what_was_planted_stands_in_the_records_and_nothing_else(
    tmp_path: Path, *, odd: bool
) -> None:
    path = tmp_path / "records.csv"
    planted = write_csv(path, ROWS, odd=odd)
    with path.open(encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file))
    assert planted.rows == len(records) == ROWS
    assert planted.mistakes == Counter(_broken(records))
    amiss = {
        (line, name): text
        for line, record in enumerate(records, start=2)
        for name, text in record.items()
        if name in NUMBERS and not text.lstrip("-").replace(".", "", 1).isdigit()
    }
    assert sorted(amiss) == sorted((line, name) for line, name, _ in planted.cells)
    assert len(amiss) == (ROWS * 12 // 1000 if odd else 0)
    signs = {"text": "abc", "blank": "", "thousands": ",", "spaces": " "}
    assert all(signs[kind] in amiss[line, name] for line, name, kind in planted.cells)


def test_the_records_of_a_sheet_are_those_of_the_text(tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    text, sheet = tmp_path / "records.csv", tmp_path / "records.xlsx"
    assert write_csv(text, ROWS).mistakes == write_sheet(sheet, ROWS).mistakes
    rows = CalamineWorkbook.from_path(sheet).get_sheet_by_index(0).to_python()
    with text.open(encoding="utf-8", newline="") as file:
        for written, read in zip(csv.reader(file), rows, strict=True):
            assert written[:2] == read[:2]
            assert written[0] == "id" or [*map(float, written[2:])] == read[2:]


def test_forms_are_the_same_each_time_and_one_in_fifty_is_wrong(tmp_path: Path) -> None:
    forms = write_forms(tmp_path / "one", 60)
    write_forms(tmp_path / "two", 8)
    assert (forms.rows, forms.mistakes) == (60, {"wrong": 2})
    for path in sorted((tmp_path / "two").iterdir()):
        same = tmp_path / "one" / path.name
        assert zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml") == zipfile.ZipFile(same).read(
            "xl/worksheets/sheet1.xml"
        )
        assert path.read_bytes() == same.read_bytes()


def test_a_year_carries_on_the_one_before_but_for_what_was_planted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    planted = write_years(Path("years"), 40)
    assert (planted.rows, planted.mistakes) == (80, {"carried": 1, "grown": 1})
    rules = (str(HERE / "rules" / "years.yaml"),)
    report = check(Request(("years/2024",), rules, ("years/2023",), jobs=1))
    found = Counter((file.path, each.rule) for file in report.files for each in file.findings)
    assert found == {
        ("years/2024/000007.xlsx", "上年衔接"): 1, ("years/2024/000033.xlsx", "变动异常"): 10,
    }  # fmt: skip
    assert report.counts.following == 2


def test_four_files_of_a_batch_are_spoilt(tmp_path: Path) -> None:
    planted = write_with_faults(tmp_path / "batch", 12)
    assert planted.mistakes == {"wrong": 0, "checked": 8, "unchecked": 4}
    files = list((tmp_path / "batch").iterdir())
    sound = [path for path in files if path.is_file() and zipfile.is_zipfile(path)]
    assert (len(files), len(sound)) == (12, 12 - len(FAULTS))


def test_groups_have_three_sums_and_some_are_a_cent_out(tmp_path: Path) -> None:
    path = tmp_path / "branches.csv"
    planted = write_branches(path, 50_000)
    write_branches(tmp_path / "again.csv", 50_000)
    assert path.read_bytes() == (tmp_path / "again.csv").read_bytes()
    below = {"T": ("A", "B"), "A": ("A1", "A2", "A3"), "B": ("B1", "B2", "B3", "B4")}
    groups: dict[str, dict[str, Fraction]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for record in csv.DictReader(file):
            held = groups.setdefault(record["agency"], {})
            held[record["code"]] = Fraction(record["amount"])
    gaps = [
        held[code] - sum(held[each] for each in parts)
        for held in groups.values()
        for code, parts in below.items()
    ]
    assert (len(groups), {*map(len, groups.values())}) == (5000, {10})
    assert planted.mistakes == {"sum": sum(gap != 0 for gap in gaps)}
    assert {*gaps} == {0, Fraction(1, 100)}


def test_an_answer_is_held_against_what_was_planted() -> None:
    planted = {"mistakes": {"total": 3, "duplicate": 2}, "odd": {"text": 4, "spaces": 5}}
    assert held_against(planted, {"total": 3, "duplicate": 2, "type": 4}) == "all"
    assert held_against(planted, {"total": 3, "duplicate": 4, "type": 9}) == "all"
    assert held_against(planted, {"total": 3, "duplicate": 4, "type": 10}) == "type 10 for 4"
    assert held_against(planted, {"total": 2, "duplicate": 2}) == "total 2 for 3, type 0 for 4"


def test_every_workload_has_rules_data_and_programs() -> None:
    for name in ("records", "forms", "branches", "years"):
        assert load(str(HERE / "rules" / f"{name}.yaml")).rules
    used = {
        word for each in WORKLOADS.values() for part in each.contestants for word in part.command
    }
    assert all(str(path) in used for path in READERS if path.suffix != ".c")
    for workload in WORKLOADS.values():
        assert {*workload.made()} <= {*SUFFIXES}
        assert len({each.name for each in workload.contestants}) == len(workload.contestants)
        assert {each.environment for each in workload.contestants} <= {*PACKAGES}


def test_the_runner_measures_and_the_page_shows_it(tmp_path: Path) -> None:
    data = tmp_path / "records.csv"
    write_csv(data, 2000)
    fails = "import sys; sys.exit('ValueError: no | such thing')"
    answers = "import json; print(json.dumps({'kind': 1}))"
    here = WORKLOADS["records"].contestants[0]
    workload = Workload(
        "tiny", 2000, 2000, "clean",
        (
            replace(here, command=(sys.executable, "-m", "reportcheck", "--version"), answer=None),
            Contestant("quiet", "none", (sys.executable, "-c", "print()")),
            Contestant("broken", "none", (sys.executable, "-c", fails)),
            Contestant("answers", "none", (sys.executable, "-c", answers), _kinds),
        ),
    )  # fmt: skip
    programs = dict.fromkeys(("none", here.environment), tmp_path)
    (tmp_path / "room").mkdir()
    arena = Arena(tmp_path / "room", programs, {"clean": data})
    arena.variables = {**arena.variables, "PYTHONPATH": ":".join(sys.path)}
    results = measure(workload, arena, 1, dict.fromkeys(programs, "1.0"), 2000)
    assert [each.name for each in results] == ["reportcheck", "quiet", "broken", "answers"]
    assert [each.figures is None for each in results] == [False, False, True, False]
    assert results[0].ratio == 1
    assert "negative 0 for 1" in results[3].answer
    shown = page.table([asdict(each) for each in results])
    assert "| broken | | | | | | ends with `ValueError: no / such thing` |" in shown
    assert all(line.count("|") == 8 for line in shown.splitlines())


def test_each_table_goes_between_its_own_marks() -> None:
    text = "a\n<!-- one -->\nold\n<!-- one -->\nb\n<!-- two -->\n<!-- two -->\n"
    assert page.between(text, "one", r"new \1") == text.replace("old", r"new \1")
    assert page.between(text, "three", "new") == text


def test_a_claim_is_kept_or_not_and_says_so() -> None:
    def kept(wall: float) -> dict[str, dict[str, object]]:
        figures = {"wall": wall, "cpu": 1.0, "peak": 100, "runs": 5}
        mine = {"name": "reportcheck", "figures": figures, "answer": "all"}
        floor = {
            "name": "tolerant Polars script",
            "figures": {**figures, "wall": 2.0},
            "answer": "",
        }
        return {"records": {"results": [mine, floor]}}

    assert "| at most 1.3 × | 1.25 × | yes |" in claims(kept(2.5))
    assert "| at most 1.3 × | 1.5 × | **no** |" in claims(kept(3.0))
    assert claims({}).count("not measured") == len(CLAIMS)


def test_what_is_not_measured_again_stays_as_the_page_has_it() -> None:
    text = page.PAGE.read_text("utf-8")
    found = page.told(text)
    assert {*found} >= {*WORKLOADS}
    assert "not measured" not in claims(found)
    rows = [line.split(" | ")[0] for line in text.splitlines()]
    assert all(f"| {each['name']}" in rows for each in found["odd"]["results"])


def test_every_table_of_the_runner_has_its_place_on_the_page() -> None:
    text = page.PAGE.read_text("utf-8")
    for name in (*WORKLOADS, "shown"):
        assert text.count(f"<!-- {name} -->") == 2


def _kinds(out: Path, _: Path) -> dict[str, int]:
    assert out.read_text("utf-8").strip() == '{"kind": 1}'
    return {"kind": 1}


def _broken(records: list[dict[str, str]]) -> Iterator[str]:
    """Name every rule that a record breaks, by arithmetic that knows nothing of the generator."""
    seen = set()
    for record in records:
        number = {name: _number(record[name]) for name in NUMBERS}
        if any((value := number[name]) is not None and value < 0 for name in (*ADDENDS, "z")):
            yield "negative"
        addends = [value for name in ADDENDS if (value := number[name]) is not None]
        total, low, high = number["total"], number["x"], number["y"]
        if len(addends) == len(ADDENDS) and total is not None and sum(addends) != total:
            yield "total"
        if low is not None and high is not None and low > high:
            yield "order"
        if record["kind"] == "A" and number["z"] is not None and number["z"] <= 0:
            yield "condition"
        if number["ratio"] is not None and not 0 <= number["ratio"] <= 1:
            yield "ratio"
        if record["kind"] not in {*"ABCD"}:
            yield "kind"
        if record["id"] in seen:
            yield "duplicate"
        seen.add(record["id"])


def _number(text: str) -> Fraction | None:
    try:
        return Fraction(text.strip().replace(",", ""))
    except ValueError:
        return None
