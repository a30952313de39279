"""The annual disclosure report: the real one, the completed one, and every change of a digit."""

import copy
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcheck.checking import Request, check
from reportcheck.finding import Finding, Verdict
from samples.layout import Filling, apart, write_workbook
from samples.make import balanced, invented_2024
from tests.acceptance.relations import broken, request_cell, review_cell, rows
from tests.acceptance.running import SAMPLES, failing, only_file, report

pytestmark = pytest.mark.no_cover  # see pyproject.toml

BLANK = {"sanming-commerce-2024.xlsx": "J30", "sanming-commerce-2024.csv": "J30"}


@pytest.mark.parametrize(("name", "blank"), BLANK.items())
def test_as_published_it_has_one_blank_and_two_sums_that_nobody_can_verify(
    name: str, blank: str
) -> None:
    file = only_file(SAMPLES / name)
    assert file["exit"] == 1
    assert file["form"] == "gir"
    assert (file["agency"], file["period"]) == ("三明市商务局", "2024")
    counts = file["counts"]
    assert (counts["pass"], counts["fail"], counts["unknown"]) == (40, 0, 2)
    assert (counts["cell"], counts["structure"]) == (1, 0)

    (cell,) = [each for each in file["findings"] if each["kind"] == "cell"]
    sheet = "年报" if name.endswith("xlsx") else None
    assert cell["rule"] == "blank"
    assert (cell["at"]["sheet"], cell["at"]["cell"]) == (sheet, blank)

    unknown = [each for each in file["findings"] if each["verdict"] == "unknown"]
    assert {(each["rule"], each["row"], each["column"]) for each in unknown} == {
        ("申请.总计", "5.属于三类内部事务信息", "总计"),
        ("申请.办理总计", "办理总计", "总计"),
    }
    for each in unknown:
        assert each["reason"] == "blank"
        (cause,) = each["because"]
        assert (cause["sheet"], cause["cell"], cause["finding"]) == (sheet, blank, "blank")


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_completed_it_passes(suffix: str) -> None:
    file = only_file(SAMPLES / f"sanming-commerce-2024-completed.{suffix}")
    assert (file["exit"], file["counts"]["pass"], file["findings"]) == (0, 42, [])


def test_workbook_and_csv_of_one_report_say_the_same() -> None:
    def told(name: str) -> list[dict[str, Any]]:
        findings: list[dict[str, Any]] = only_file(SAMPLES / name)["findings"]
        for finding in findings:
            cells = ("witnesses", "context", "because")
            for place in (
                finding["at"],
                *(each for name in cells for each in finding.get(name, ())),
            ):
                place["sheet"] = None
            finding["message"] = finding["fix"] = ""
        return findings

    assert told("sanming-commerce-2024.xlsx") == told("sanming-commerce-2024.csv")


def test_the_year_before_adds_nine_relations() -> None:
    alone = report(SAMPLES / "invented-2024.xlsx")
    assert alone["summary"]["resting"] == 9
    assert alone["exit"] == 0
    joined = only_file(SAMPLES / "invented-2024.xlsx", "--prior", SAMPLES / "invented-2023.xlsx")
    assert joined["exit"] == 1
    assert sum(joined["counts"][each] for each in ("pass", "fail", "unknown", "following")) == 51
    assert failing(joined) == {("结转衔接", request_cell(1, 0)), ("有效件数衔接", "D7")}
    # The total is out by as much: that is no further mistake.
    (total,) = joined["findings"][1]["consequences"]
    assert total["at"]["cell"] == request_cell(1, 6)
    other = {
        witness["path"]
        for finding in joined["findings"]
        for witness in finding["witnesses"]
        if witness["period"] == "2023"
    }
    assert other == {str(SAMPLES / "invented-2023.xlsx")}


def change(filling: Filling, place: tuple[str, int, int], value: int) -> str:
    """Put a number into a cell of table 三 or 四, and return its address."""
    table, row, column = place
    if table == "三":
        filling.requests[row][column] = value
        return request_cell(row, column)
    filling.reviews[column] = value
    return review_cell(column)


def at(filling: Filling, place: tuple[str, int, int]) -> int:
    table, row, column = place
    value = filling.requests[row][column] if table == "三" else filling.reviews[column]
    assert isinstance(value, int)
    return value


def findings_of(*fillings: Filling, folder: Path) -> list[list[Finding]]:
    """Check fillings in one run, and return what failed in each: nothing else may be found."""
    paths = [str(folder / f"{number}.xlsx") for number, _ in enumerate(fillings)]
    for path, filling in zip(paths, fillings, strict=True):
        write_workbook(Path(path), apart(filling))
    # They are all of one agency and period, which would be told of each but the first.
    files = check(Request(tuple(paths), ignore=("duplicate-submission",))).files
    for file in files:
        assert file.problem is None
        assert all(finding.verdict is Verdict.FAIL for finding in file.findings)
        assert file.counts.passed + file.counts.fail == 42
    return [list(file.findings) for file in files]


def accused(findings: list[Finding]) -> set[tuple[str, str]]:
    return {(finding.rule, finding.at.a1) for finding in findings if finding.at}


def digit_changes(number: int) -> list[int]:
    """Return what a number becomes by another digit in one place."""
    text = str(number)
    return [
        int(text[:position] + digit + text[position + 1 :])
        for position in range(len(text))
        for digit in "0123456789"
        if digit != text[position]
    ]


@pytest.mark.parametrize("row", rows(), ids=lambda places: "-".join(map(str, places[0][:2])))
def test_a_changed_digit_is_found_by_every_relation_it_breaks_and_no_other(
    row: list[tuple[str, int, int]], tmp_path: Path
) -> None:
    fillings, addresses = [], []
    for place in row:
        fillings.append(copy.deepcopy(invented_2024()))
        changes = digit_changes(at(fillings[-1], place))
        addresses.append(change(fillings[-1], place, changes[sum(place[1:]) % len(changes)]))
    told = findings_of(*fillings, folder=tmp_path)
    for filling, address, findings in zip(fillings, addresses, told, strict=True):
        expected = broken(filling)
        assert expected
        assert accused(findings) == set(expected)
        for finding in findings:
            cells = {witness.at.a1 for witness in finding.witnesses if witness.at}
            assert address in cells
            assert finding.at
            assert cells == expected[finding.rule, finding.at.a1]


@settings(max_examples=30)
@given(
    changes=st.lists(
        st.tuples(st.sampled_from(list(chain(*rows()))), st.integers(0, 10**12)), max_size=6
    )
)
def test_any_numbers_break_just_the_relations_they_break(
    changes: list[tuple[tuple[str, int, int], int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    filling = copy.deepcopy(invented_2024())
    for place, value in changes:
        change(filling, place, value)
    (findings,) = findings_of(filling, folder=tmp_path_factory.getbasetemp())
    assert accused(findings) == set(broken(filling))


@settings(max_examples=30)
@given(
    row=st.integers(0, 24),
    columns=st.lists(st.integers(0, 5), min_size=2, max_size=2, unique=True),
    by=st.integers(1, 50),
)
def test_two_changes_that_cancel_in_their_row_are_found_by_their_columns(
    row: int, columns: list[int], by: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    filling = copy.deepcopy(invented_2024())
    filling.requests = balanced([1000] * 6, [100] * 6, {row: [50] * 6 for row in range(2, 23)})
    for column, sign in zip(columns, (by, -by), strict=True):
        change(filling, ("三", row, column), at(filling, ("三", row, column)) + sign)
    (findings,) = findings_of(filling, folder=tmp_path_factory.getbasetemp())
    found = accused(findings)
    assert found == set(broken(filling))
    assert not any(rule == "申请.总计" for rule, _ in found)
    assert {cell[0] for _, cell in found} == {request_cell(0, column)[0] for column in columns}
