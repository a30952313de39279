"""Changes out of the ordinary among those of all agencies: Hidiroglou-Berthelot bounds.

M. A. Hidiroglou and J.-M. Berthelot, "Statistical editing and imputation for periodic business
surveys", Survey Methodology 12 (1986).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from reportcheck.checking import Request, check
from reportcheck.finding import Finding, Verdict
from reportcheck.interpreting.bounds import Bounds, effect
from reportcheck.page import Lang
from reportcheck.problem import RuleFileProblem
from tests.acceptance.running import run

RULES = """
form: grants
title: {zh: 补助, en: Grants}
values: count
identity:
  agency:
  - filename: "^(?P<agency>[a-z]+)"
  period:
  - filename: "(?P<period>[0-9]{4})"
tables:
- id: grants
  columns: [Paid, {label: Cases, values: {type: count, blank: unknown}}]
  rows: [North]
rules:
- id: change
  table: grants
  check: CHECK
  severity: warning
"""

# Worked by hand with U = 1/2, so that every effect is whole. Ratios: 1/2, 1, 1, 2, 4; their median
# is 1. s: 1 - 1/(1/2) = -1, 0, 0, 2/1 - 1 = 1, 4/1 - 1 = 3. The larger figures of the two periods
# are 16, 9, 25, 36 and 100, their roots 4, 3, 5, 6 and 10: the effects -4, 0, 0, 6, 30. Of these
# the median is 0, the quartiles are 0 and 6. Bounds: 0 - 4 x max(0 - 0, 0.05 x 0) = 0, and
# 0 + 4 x max(6 - 0, 0) = 24. So a (-4) and e (30) lie outside; with C = 5 the upper one is 30.
WORKED = {"a": (16, 8), "b": (9, 9), "c": (25, 25), "d": (18, 36), "e": (25, 100)}


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(
    folder: Path, agencies: Mapping[str, tuple[object, object]], asked: str, more: str = ""
) -> None:
    (folder / "rules.yaml").write_text(RULES.replace("CHECK", asked) + more, encoding="utf-8")
    for name, pair in agencies.items():
        for year, value in zip((2023, 2024), pair, strict=True):
            (folder / f"{name}{year}.csv").write_text(f",Paid,Cases\nNorth,{value},1\n", "utf-8")


def found(
    folder: Path, agencies: Mapping[str, tuple[object, object]], asked: str, more: str = ""
) -> dict[str, Finding]:
    write(folder, agencies, asked, more)
    paths = tuple(sorted(each.name for each in folder.glob("*.csv")))
    report = check(Request(paths, ("rules.yaml",), jobs=1))
    return {
        file.agency or "": each
        for file in report.files
        for each in file.findings
        if each.rule == "change" and file.period == "2024"
    }


def test_the_example_worked_by_hand(folder: Path) -> None:
    told = found(folder, WORKED, "within_hb(North[Paid], 0.5, 0.05, 4)")
    assert sorted(told) == ["a", "e"]
    facts = told["e"].facts
    assert {name: facts[name] for name in ("ratio", "median", "effect", "low", "high")} == {
        "ratio": "4", "median": "1", "effect": "30", "low": "0", "high": "24",
    }  # fmt: skip
    assert (facts["agencies"], told["a"].facts["effect"]) == ("5", "-4")
    assert {each.path for each in told["e"].witnesses} == {None, "e2023.csv"}


def test_a_change_on_the_bound_is_within(folder: Path) -> None:
    assert sorted(found(folder, WORKED, "within_hb(North[Paid], 0.5, 0, 5)")) == ["a"]


def test_settings_that_are_not_given_are_those_of_the_pages(folder: Path) -> None:
    told = found(folder, WORKED, "within_hb(North[Paid])")
    same = found(folder, WORKED, "within_hb(North[Paid], 0.4, 5%, 4)")
    assert [each.facts for each in told.values()] == [each.facts for each in same.values()]


def test_bounds_of_little_spread_are_kept_apart_by_a(folder: Path) -> None:
    # All but one double: the effects are 0, and A x 0 is 0; a hair's breadth is out of bounds.
    alike = dict.fromkeys("abcdef", (100, 200)) | {"g": (100, 201)}
    assert sorted(found(folder, alike, "within_hb(North[Paid])")) == ["g"]


def test_of_fewer_than_five_agencies_nothing_is_known(folder: Path) -> None:
    four = {name: pair for name, pair in WORKED.items() if name != "b"}
    told = found(folder, four, "within_hb(North[Paid])")
    assert {each.reason for each in told.values()} == {"few-agencies"}
    assert {each.verdict for each in told.values()} == {Verdict.UNKNOWN}


@pytest.mark.parametrize(
    ("pair", "reason"),
    [((0, 5), "no-ratio"), ((5, 0), "no-ratio"), (("x", 5), "not-a-number"), (("", 5), "blank")],
)
def test_what_gives_no_ratio_is_unknown_and_left_out(
    folder: Path, pair: tuple[object, object], reason: str
) -> None:
    told = found(folder, WORKED | {"z": pair}, "within_hb(North[Paid], 0.5, 0.05, 4)")
    assert sorted(told) == ["a", "e", "z"]
    assert (told["z"].reason, told["e"].facts["agencies"]) == (reason, "5")


def test_where_zeros_are_not_asked_they_are_told_of_nobody(folder: Path) -> None:
    asked = (
        "within_hb(North[Paid], 0.5, 0.05, 4)\n  where: North[Paid] > 0 and prev(North[Paid]) > 0"
    )
    assert sorted(found(folder, WORKED | {"z": (0, 5)}, asked)) == ["a", "e"]


def test_an_agency_twice_counts_once_or_not_at_all(folder: Path) -> None:
    write(folder, WORKED, "within_hb(North[Paid], 0.5, 0.05, 4)")
    (folder / "e2024-again.csv").write_bytes((folder / "e2024.csv").read_bytes())
    report = check(Request((".",), ("rules.yaml",), jobs=1))
    told = [each for file in report.files for each in file.findings if each.rule == "change"]
    assert {each.facts["agencies"] for each in told} == {"5"}


def test_it_may_stand_in_a_condition_and_of_what_is_worked_out(folder: Path) -> None:
    asked = "if North[Cases] > 0 then within_hb(North[Paid] / North[Cases], 0.5, 0.05, 4)"
    told = found(folder, WORKED, asked)
    assert sorted(told) == ["a", "e"]
    assert told["e"].facts["high"] == "24"


def test_no_change_of_a_cell_is_said_to_mend_it(folder: Path) -> None:
    write(folder, WORKED, "within_hb(North[Paid], 0.5, 0.05, 4)")
    path = folder / "rules.yaml"
    path.write_text(
        path.read_text("utf-8").replace("severity: warning", "severity: error"), "utf-8"
    )
    report = check(Request((".",), ("rules.yaml",), jobs=1))
    assert {file.path for file in report.files if file.findings} == {"a2024.csv", "e2024.csv"}
    assert not any(file.mending.parts for file in report.files if file.mending)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("prev(within_hb(North[Paid]))", "within-of-previous"),
        ("within_hb(prev(North[Paid]))", "within-of-previous"),
        ("within_hb(North[Paid], 2)", "within-settings"),
        ("within_hb(North[Paid], 0.4, -1)", "within-settings"),
        ("within_hb(North[Paid], 0.4, 0.05, 0)", "within-settings"),
        ("within_hb(North[Paid], North[Cases])", "within-settings"),
        ("within_hb()", "argument-count"),
        ("within_hb(North[Paid]) + 1 > 2", "type-mix"),
        ("within_hb(North[Paid] > 1)", "type-mix"),
    ],
)
def test_it_is_refused_where_it_means_nothing(folder: Path, asked: str, code: str) -> None:
    write(folder, {}, asked)
    with pytest.raises(RuleFileProblem) as refused:
        check(Request(("rules.yaml",), ("rules.yaml",), jobs=1))
    assert code in {each.code for each in refused.value.mistakes}


def test_it_is_refused_of_records(folder: Path) -> None:
    text = RULES.replace("  rows: [North]\n", "").replace(
        "  check: CHECK", "  each: row\n  check: within_hb(Paid)"
    )
    (folder / "rules.yaml").write_text(text, "utf-8")
    with pytest.raises(RuleFileProblem) as refused:
        check(Request(("rules.yaml",), ("rules.yaml",), jobs=1))
    assert [each.code for each in refused.value.mistakes] == ["within-of-records"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_said(folder: Path, lang: Lang, snapshot: SnapshotAssertion) -> None:
    growth = """
- id: growth
  table: grants
  check: abs(North[Paid] / prev(North[Paid]) - 1) <= 50%
  severity: warning
"""
    write(folder, WORKED | {"z": (0, 5)}, "within_hb(North[Paid], 0.5, 0.05, 4)", growth)
    for arguments in ((".",), ("a2023.csv", "a2024.csv")):
        ended = run(*arguments, "--rules", "rules.yaml", "--lang", lang, "--color", "never")
        assert ended.out == snapshot


changes = st.lists(st.tuples(st.integers(1, 10**9), st.integers(1, 10**9)), min_size=5, max_size=30)


@given(changes, st.floats(0, 1), st.integers(2, 1000))
def test_bounds_do_not_hang_on_order_and_only_on_shares_where_size_is_none(
    pairs: list[tuple[int, int]], size: float, times: int
) -> None:
    given_ = [(float(now), float(before)) for now, before in pairs]
    bounds = Bounds.of(given_, size, 0.05, 4)
    assert bounds == Bounds.of(given_[::-1], size, 0.05, 4)
    assert bounds.low <= bounds.high
    scaled = Bounds.of([(now * times, before * times) for now, before in given_], 0, 0.05, 4)
    plain = Bounds.of(given_, 0, 0.05, 4)
    assert scaled.low == pytest.approx(plain.low, rel=1e-6, abs=1e-6)
    middle = sorted(effect(each, bounds.ratio, size) for each in given_)[len(given_) // 2]
    if len(given_) % 2:
        assert bounds.hold(middle)
