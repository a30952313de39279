"""A city's annual report on disclosure against those of its agencies, by the sample for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from reportcheck.checking import Request, check
from reportcheck.report import Report, Status
from samples.batch import right_report
from samples.layout import RECEIVED, Cell, Filling, stacked, write_csv
from samples.make import bump

RULES = str(Path(__file__).parents[2] / "samples" / "gir-city.yaml")


def added(one: Sequence[Cell], other: Sequence[Cell]) -> list[Cell]:
    return [int(a or 0) + int(b or 0) for a, b in zip(one, other, strict=True)]


def city_of(one: Filling, other: Filling) -> Filling:
    """Return the report that is the sum of two."""
    requests = zip(one.requests, other.requests, strict=True)
    return replace(
        one,
        title="虚构市2024年政府信息公开工作年度报告",
        documents={name: added(row, other.documents[name]) for name, row in one.documents.items()},
        permits=added([one.permits], [other.permits])[0],
        penalties={
            name: added([figure], [other.penalties[name]])[0]
            for name, figure in one.penalties.items()
        },
        requests=[added(*rows) for rows in requests],
        reviews=added(one.reviews, other.reviews),
    )


@pytest.fixture(name="reports")
def _reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Filling]:
    monkeypatch.chdir(tmp_path)
    Path("agencies.csv").write_text(
        "name,parent\n虚构市,\n虚构市水利局,虚构市\n虚构市审计局,虚构市\n", encoding="utf-8"
    )
    water, audit = right_report("水利局", 1), right_report("审计局", 2)
    return {"虚构市": city_of(water, audit), "虚构市水利局": water, "虚构市审计局": audit}


def checked(reports: dict[str, Filling], *rules: str) -> Report:
    Path("2024").mkdir()
    for name, filling in reports.items():
        write_csv(Path("2024") / f"{name}2024.csv", stacked(filling))
    return check(Request(("2024",), rules, hierarchy="agencies.csv"))


def test_a_right_city_passes_in_every_table(reports: dict[str, Filling]) -> None:
    report = checked(reports, RULES)

    assert [each.rule for each in report.findings] == []
    (city,) = [each for each in report.files if each.agency == "虚构市"]
    passed = {rule: count for rule, count in city.passes if rule.endswith("汇总")}
    assert len(passed) == 6
    assert passed["复议诉讼汇总"] == 12
    assert report.exit_code == 0


def test_a_figure_that_is_not_the_sum_is_an_error(reports: dict[str, Filling]) -> None:
    bump(reports["虚构市"].reviews, 0, 3)
    bump(reports["虚构市"].reviews, 4, 3)
    reports["虚构市"].permits = int(reports["虚构市"].permits or 0) + 1

    report = checked(reports, RULES)

    assert [(each.rule, each.difference) for each in report.findings] == [
        ("行政许可汇总", "1"),
        ("复议诉讼汇总", "3"),
    ]
    assert report.exit_code == 1


def test_a_hierarchy_in_vain_is_told_as_what_was_not_checked(reports: dict[str, Filling]) -> None:
    bump(reports["虚构市"].requests[RECEIVED], 0, 0)
    report = checked(reports)

    (unchecked,) = [each for each in report.files if each.status is Status.UNCHECKED]
    assert unchecked.path == "agencies.csv"
    assert unchecked.problem is not None
    assert unchecked.problem.code == "hierarchy-unused"
    assert report.exit_code == 2
