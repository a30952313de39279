"""The periods that forms and rules are meant for: said, and never what decides on the form."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from reportcheck.dating import is_meant_for
from reportcheck.form import Form, Slot
from reportcheck.number import Raw
from reportcheck.rulefile import find
from tests.acceptance.running import SAMPLES, only_file, report, run
from tests.locating.layouts import Layout, write_form

LATER, EARLIER = (pack.form for pack in find("gir"))

RULES = """\
form: visits
version: {version}
{more}
values: count
identity:
  agency: [{{filename: '^(?P<agency>[a-z]+)'}}]
  period: [{{filename: '(?P<period>[0-9].*)'}}]
tables:
- id: visits
  columns: [Adults, Children]
  rows: [Spring, Summer]
rules:
- id: peak
  table: visits
  each: column
  check: Summer >= Spring
- id: new-rule
  table: visits
  each: column
  check: Summer > Spring
  effective: {{from: 2023}}
"""
DATA = ",Adults,Children\nSpring,3,3\nSummer,3,3\n"


def visits(folder: Path, period: str, more: str = "", version: str = "1") -> dict[str, Any]:
    rules = folder / "visits.yaml"
    rules.write_text(RULES.format(version=version, more=more), "utf-8")
    data = folder / f"museum-{period}.csv"
    data.write_text(DATA, "utf-8")
    return only_file("--rules", rules, data)


def told(file: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(each["rule"], each["severity"], each["verdict"]) for each in file["findings"]]


@pytest.mark.parametrize(
    ("effective", "period", "meant"),
    [
        ((None, None), "2021", True),
        (("2021", None), "2021", True),
        (("2021", None), "2020", False),
        (("2021", None), "2020-12", False),
        (("2021", None), "2021-01", True),
        ((None, "2021Q2"), "2021H1", True),
        ((None, "2021Q2"), "2021", False),
        (("2021-03", "2021-05"), "2021-04", True),
        (("2021", None), "spring", None),
        (("one day", None), "2021", None),
        (("2021", None), None, None),
    ],
)
def test_what_is_meant_for_a_period(
    effective: tuple[str | None, str | None], period: str | None, *, meant: bool | None
) -> None:
    assert is_meant_for(effective, period) is meant


def test_a_rule_outside_of_its_periods_is_not_asked_and_that_is_said(tmp_path: Path) -> None:
    before, since = visits(tmp_path, "2022"), visits(tmp_path, "2023")
    assert told(before) == [("not-in-force", "info", "fail")]
    assert "new-rule" in before["findings"][0]["message"]
    assert before["counts"]["pass"] == 2
    assert told(since) == [("new-rule", "error", "fail")] * 2


def test_a_rule_is_asked_where_the_period_is_not_known(tmp_path: Path) -> None:
    assert told(visits(tmp_path, "x")) == [("new-rule", "error", "fail")] * 2


def test_a_form_outside_of_its_periods_is_a_warning(tmp_path: Path) -> None:
    file = visits(tmp_path, "2025", "effective: {to: 2024}\nbasis: circular 7")
    assert ("other-edition", "warning", "fail") in told(file)
    assert "(until 2024); this report is for 2025" in file["findings"][0]["message"]
    assert not [each for each in told(visits(tmp_path, "2023", "effective: {to: 2024}"))
                if each[0] == "other-edition"]  # fmt: skip


# The two forms of the annual report


def filled(form: Form) -> dict[Slot, Raw]:
    return {slot: 0 for table in form.tables for slot in table.slots()}


def written(folder: Path, form: Form, name: str, values: dict[Slot, Raw] | None = None) -> Path:
    held = {**filled(form), **(values or {})}
    ((_, board),) = write_form(form, held, Layout(merged=False, sheets="text"))
    rows = board.grid(None).rows
    path = folder / name
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in rows), "utf-8")
    return path


@pytest.mark.parametrize(
    ("form", "year", "other"),
    [
        (EARLIER, "2019", None), (EARLIER, "2020", None), (EARLIER, "2021", "2021〕30号"),
        (LATER, "2021", None), (LATER, "2024", None), (LATER, "2020", "2019〕60号"),
        (LATER, "2018", ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("rules", [(), ("--rules", "gir")])
def test_the_form_in_force_is_named_with_its_circular_where_another_was_filled_in(
    form: Form, year: str, other: str | None, rules: tuple[str, ...], tmp_path: Path
) -> None:
    file = only_file(*rules, written(tmp_path, form, f"某局{year}.csv"))
    assert file["form_version"] == form.version
    found = [each for each in file["findings"] if each["rule"] == "other-edition"]
    assert len(found) == (other is not None)
    if other is not None:
        assert other in found[0]["message"]
        assert (found[0]["kind"], found[0]["severity"]) == ("structure", "warning")
        assert file["exit"] == 0


def test_batches_say_it_of_each_file(tmp_path: Path) -> None:
    folder = tmp_path / "all"
    folder.mkdir()
    for number in range(6):
        written(folder, EARLIER, f"第{'一二三四五六'[number]}局2021.csv")
    whole = report(folder)
    assert [[each["rule"] for each in file["findings"]] for file in whole["files"]] == [
        ["other-edition"]
    ] * 6


def test_the_warning_can_be_ignored_and_explained(tmp_path: Path) -> None:
    file = only_file(written(tmp_path, LATER, "某局2020.csv"), "--ignore", "other-edition")
    assert file["findings"] == []
    for lang in ("zh", "en"):
        for name in ("other-edition", "not-in-force", "mixed-editions", "edition-unclear"):
            assert run("explain", name, "--lang", lang).code == 0


# Looking back over the change of the form


CARRIED = Slot("申请", "结转下年", "自然人")
TAKEN_OVER = Slot("申请", "上年结转", "自然人")
RECEIVED = Slot("申请", "新收", "自然人")


def carried(slot: Slot, number: int) -> dict[Slot, Raw]:
    """Fill in one figure so that all sums hold: taken over, and carried over again."""
    values: dict[Slot, Raw] = {slot: number, slot._replace(column="总计"): number}
    other = RECEIVED if slot == CARRIED else CARRIED
    return {**values, other: number, other._replace(column="总计"): number}


@pytest.mark.parametrize("taken", [5, 4])
def test_carried_over_cases_are_compared_over_the_change_of_the_form(
    taken: int, tmp_path: Path
) -> None:
    prior = written(tmp_path, EARLIER, "某局2020.csv", carried(CARRIED, 5))
    now = written(tmp_path, LATER, "某局2021.csv", carried(TAKEN_OVER, taken))
    file = only_file(now, "--prior", prior)
    broken = [each for each in file["findings"] if each["verdict"] == "fail"]
    assert {each["rule"] for each in broken} == ({"结转衔接"} if taken == 4 else set())
    if taken == 4:
        (told,) = broken
        (total,) = told["consequences"]
        for each, column in ((told, "自然人"), (total, "总计")):
            assert (each["column"], each["left"], each["right"]) == (column, "4", "5")


def test_what_has_no_counterpart_in_the_form_before_blames_nobody(tmp_path: Path) -> None:
    prior = written(tmp_path, EARLIER, "某局2020.csv")
    now = written(tmp_path, LATER, "某局2021.csv")
    file = only_file(now, "--prior", prior)
    assert {(each["rule"], each["verdict"], each["reason"]) for each in file["findings"]} == {
        ("有效件数衔接", "unknown", "other-edition")
    }
    assert file["counts"]["unknown"] == 2
    assert (file["status"], file["exit"]) == ("passed", 0)
    assert run(now, "--prior", prior, "--fail-on", "warning").code == 0


def test_a_chain_of_years_crosses_the_change_of_the_form(tmp_path: Path) -> None:
    years = tmp_path / "years"
    years.mkdir()
    written(years, EARLIER, "某局2019.csv", carried(CARRIED, 2))
    written(years, EARLIER, "某局2020.csv", carried(TAKEN_OVER, 2))
    written(years, LATER, "某局2021.csv", carried(TAKEN_OVER, 3))
    whole = report(years)
    ((path, broken),) = [
        (Path(file["path"]).name, each)
        for file in whole["files"]
        for each in file["findings"]
        if each["verdict"] == "fail"
    ]
    (total,) = broken["consequences"]
    assert (path, broken["rule"], total["rule"]) == ("某局2021.csv", "结转衔接", "结转衔接")
    assert (broken["column"], total["column"]) == ("自然人", "总计")


def test_the_new_form_in_an_old_year_is_not_chosen_by_its_year(tmp_path: Path) -> None:
    copy = tmp_path / "某局2019.xlsx"
    shutil.copy(SAMPLES / "sanming-commerce-2024-completed.xlsx", copy)
    assert only_file(copy)["form_version"] == "2021.1"
