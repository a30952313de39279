"""Units: a format or a heading of another unit than the form's is told, and nothing else is."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from reportcheck.unit import scale_of, unit_of
from tests.acceptance.running import only_file
from tests.reading import formats

RULES = """
form: fees
tables:
- id: fees
  title: 收费情况
  columns:
  - {id: amount, label: 金额, aliases: [金额(元), 金额(万元)], values: {type: number, unit: 万元}}
  - {id: cases, label: 件数, values: {type: count, unit: 件}}
  rows: [甲局, 乙局]
"""
TABLE: list[list[formats.Value]] = [["单位", "金额", "件数"], ["甲局", 12, 3], ["乙局", 7, 1]]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "fees.yaml"
    path.write_text(RULES, "utf-8")
    return path


def told(rules: Path, data: bytes) -> set[tuple[str, str, str]]:
    path = rules.with_name("a.xlsx")
    path.write_bytes(data)
    findings = only_file(path, "--rules", rules)["findings"]
    assert all(finding["severity"] == "warning" for finding in findings)
    return {(each["rule"], each["at"]["cell"], each["message"]) for each in findings}


def book(change: Callable[[openpyxl.worksheet.worksheet.Worksheet], None]) -> bytes:
    made = openpyxl.Workbook()
    for row in TABLE:
        made.active.append(row)
    change(made.active)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def formatted(code: str, cell: str = "B2") -> bytes:
    return book(lambda sheet: setattr(sheet[cell], "number_format", code))


@pytest.mark.parametrize(
    ("code", "cell", "rule"),
    [
        ('0.00"元"', "B2", "unit-differs"),
        ("0.00\\元", "B2", "unit-differs"),
        ('#,##0.00"千元"', "B2", "unit-differs"),
        ('0.00,"千元"', "B2", "unit-differs"),  # stored in 元
        ("0.00,", "B2", "scaled-format"),
        ("0!.0,", "B2", "scaled-format"),
        ("0.0,,;-0.0,,", "B2", "scaled-format"),
        ('0"人"', "C2", "unit-differs"),
    ],
)
def test_a_format_that_shows_another_number_is_told(
    rules: Path, code: str, cell: str, rule: str
) -> None:
    ((found, at, message),) = told(rules, formatted(code, cell))
    assert (found, at) == (rule, cell)
    assert cell in message


@pytest.mark.parametrize(
    ("code", "cell"),
    [
        ('0.00"万元"', "B2"),
        ("#,##0.00_);[Red](#,##0.00)", "B2"),
        ('0.00_"万元"', "B2"),
        ("#,##0", "B2"),
        ('0"件"', "C2"),
        ('0"%"', "C3"),
        ('0000"万元"', "B3"),
        ('"共"0', "C2"),
    ],
)
def test_a_format_that_shows_what_is_stored_is_not_told(rules: Path, code: str, cell: str) -> None:
    assert told(rules, formatted(code, cell)) == set()


def test_the_other_workbooks_tell_formats_too() -> None:
    from reportcheck.reading import read
    from tests.acceptance.running import ROOT

    for name in ("found.xls", "found.ods"):
        grid = read(str(ROOT / "tests" / "cases" / "workbooks" / name)).grids[0]
        assert unit_of(grid.formats[2, 4]) == "万元"
        assert scale_of(grid.formats[2, 5]) == 3


def test_a_heading_that_names_another_unit_is_told(rules: Path) -> None:
    other: list[list[formats.Value]] = [["单位", "金额(元)", "件数"], *TABLE[1:]]
    ((rule, at, message),) = told(rules, formats.ods(formats.Page(other)))
    assert (rule, at) == ("unit-differs", "B1")
    assert '"元"' in message
    assert '"万元"' in message
    same: list[list[formats.Value]] = [["单位", "金额(万元)", "件数"], *TABLE[1:]]
    assert told(rules, formats.ods(formats.Page(same))) == set()


@pytest.mark.parametrize("caption", ["单位：元", "金额单位:人民币 千元", "（单位：元）"])
def test_a_caption_that_names_another_unit_is_told(rules: Path, caption: str) -> None:
    rows: list[list[formats.Value]] = [["收费情况"], [None, None, caption], *TABLE]
    ((rule, at, _),) = told(rules, formats.xlsb(formats.Page(rows)))
    assert (rule, at) == ("unit-differs", "C2")
    path = rules.with_name("a.docx")
    path.write_bytes(formats.docx(["收费情况", caption, formats.Page(TABLE)]))
    (finding,) = only_file(path, "--rules", rules)["findings"]
    assert (finding["rule"], finding["at"]["table_number"]) == ("unit-differs", 0)
    assert finding["at"]["row"] == 2


def test_the_nearest_heading_counts(rules: Path) -> None:
    rows: list[list[formats.Value]] = [["单位:元"], ["单位", "金额(万元)", "件数"], *TABLE[1:]]
    assert told(rules, formats.ods(formats.Page(rows))) == set()


def test_an_organisation_is_no_unit(rules: Path) -> None:
    rows: list[list[formats.Value]] = [["填报单位：甲局"], *TABLE]
    assert told(rules, formats.ods(formats.Page(rows))) == set()


ENGLISH = """
form: people
tables:
- id: people
  values: {type: number, unit: thousand}
  columns:
  - {label: Total, items: [Young, Old]}
  - {id: share, label: Share of women (%), values: {type: number, unit: "%"}}
  rows: [North, South]
"""


def english(tmp_path: Path, *above: str, heads: str = ",Total,,Share of women (%)") -> set[str]:
    (tmp_path / "r.yaml").write_text(ENGLISH, "utf-8")
    body = [heads, ",Young,Old,", "North,12.5,3.5,51", "South,7,9,50"]
    (tmp_path / "a.csv").write_text("\n".join([*above, *body]), "utf-8")
    findings = only_file(tmp_path / "a.csv", "--rules", tmp_path / "r.yaml")["findings"]
    return {f"{each['rule']} {each['at']['row']}:{each['at']['column']}" for each in findings}


@pytest.mark.parametrize(
    "above", ["Unit: thousand", "Units: thousands of persons", "(in thousands)", "Unit: tonnes"]
)
def test_the_same_unit_in_english_is_no_other(tmp_path: Path, above: str) -> None:
    assert english(tmp_path, above) == set()
    heads = ",Total (thousand),,Share of women (%)"
    assert english(tmp_path, above, heads=heads) == set()


@pytest.mark.parametrize(
    "above", ["Unit: persons", "Unit: million", "(EUR million)", "Unit: '000 000"]
)
def test_another_unit_in_english_is_told(tmp_path: Path, above: str) -> None:
    assert english(tmp_path, above) == {"unit-differs 1:1"}


def test_the_unit_of_a_heading_counts_for_what_is_below(tmp_path: Path) -> None:
    heads = ",Total (million),,Share of women (%)"
    assert english(tmp_path, "Unit: thousand", heads=heads) == {
        "near-label 2:2", "unit-differs 2:2"
    }  # fmt: skip


FUEL = """
form: fuel
tables:
- id: fuel
  title: Fuel
  values: {{type: number, unit: {unit}}}
  columns: [Coal, {{id: share, label: Share, values: {{type: number, unit: "%"}}}}]
  rows: [Made, Bought]
"""


def measured(tmp_path: Path, unit: str, above: str, heads: str = ",Coal,Share") -> set[str]:
    (tmp_path / "r.yaml").write_text(FUEL.format(unit=unit), "utf-8")
    rows = [above, heads, "Made,12.5,51", "Bought,7,49"]
    (tmp_path / "a.csv").write_text("\n".join(rows), "utf-8")
    findings = only_file(tmp_path / "a.csv", "--rules", tmp_path / "r.yaml")["findings"]
    return {
        f"{each['at']['row']}:{each['at']['column']}"
        for each in findings
        if each["rule"] == "unit-differs"
    }


@pytest.mark.parametrize(
    ("unit", "above"),
    [
        ("TJ", "Fuel (PJ)"),
        ("TJ", "Fuel; unit: GWh"),
        ("TJ", "单位：吨标准煤"),
        ("万吨", "单位：吨"),
        ("万吨", "燃料（亿吨）"),
        ("thousand tonnes", "Unit: Mt"),
        ("ha", "Unit: m²"),
    ],
)
def test_a_unit_of_measurement_above_a_table_is_held_against_the_declared_one(
    tmp_path: Path, unit: str, above: str
) -> None:
    assert measured(tmp_path, unit, above) == {"1:1"}


@pytest.mark.parametrize(
    ("unit", "above"),
    [
        ("TJ", "Fuel (TJ)"),
        ("TJ", "Unit: terajoules"),
        ("TJ", "Unit: %"),  # that of the other column
        ("TJ", "Fuel (t)"),  # a letter that numbers
        ("TJ", "单位：矿务局"),
        ("万吨", "单位：万吨"),
        ("kt", "Unit: thousand tonnes"),
    ],
)
def test_the_same_unit_of_measurement_or_that_of_another_column_is_not_told(
    tmp_path: Path, unit: str, above: str
) -> None:
    assert measured(tmp_path, unit, above) == set()


def test_the_heading_of_a_column_itself_names_its_unit(tmp_path: Path) -> None:
    assert measured(tmp_path, "TJ", "Fuel", heads=",Coal (kt),Share") == {"2:2"}
