"""A workbook is read as it looks: nothing moved, nothing lost, nothing taken for empty."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Self

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import load_workbook

from reportcheck.grid import Area, Grid, Source
from reportcheck.number import ErrorValue, NotCalculated, Raw
from reportcheck.problem import Problem
from reportcheck.reading import read
from reportcheck.reading.workbook import read_workbook
from tests.reading.books import archive, parts, workbook

MIDNIGHT = dt.datetime(2024, 1, 5)  # noqa: DTZ001 - a cell has no time zone
MORNING = dt.datetime(2024, 1, 5, 8, 30)  # noqa: DTZ001


def only(source: Source) -> Grid:
    (grid,) = source.grids
    return grid


def sheet(rows: str, before: str = "", after: str = "") -> Grid:
    data = workbook(f"{before}<sheetData>{rows}</sheetData>{after}")
    return only(read_workbook("a.xlsx", data))


def cells(grid: Grid) -> dict[str, Raw]:
    """Return what is not empty, by address."""
    return {
        grid.at(i, j).a1: raw
        for i, row in enumerate(grid.rows)
        for j, raw in enumerate(row)
        if raw not in {"", None}
    }


def test_every_kind_of_value_comes_as_what_it_is(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "三"
    values: list[Raw] = [
        5, 0, -2.5, "文字", True, MIDNIGHT, MORNING,
        dt.time(8, 30), "0010", "=1+1", "#REF!",
    ]  # fmt: skip
    for column, value in enumerate(values, start=2):
        page.cell(3, column, value)
    page["M3"] = 0.125
    page["M3"].number_format = "0.0%"
    page["N3"] = 12
    page["N3"].number_format = '0"件"'
    page.merge_cells("B5:D6")
    page["B5"] = "合并"
    path = str(tmp_path / "甲 局[1].xlsx")
    book.save(path)
    grid = only(read(path))
    assert (grid.path, grid.sheet) == (path, "三")
    assert cells(grid) == {
        "B3": 5, "C3": 0, "D3": -2.5, "E3": "文字", "F3": True, "G3": dt.date(2024, 1, 5),
        "H3": MORNING, "I3": dt.time(8, 30), "J3": "0010",
        "K3": NotCalculated("=1+1"), "L3": ErrorValue("#REF!"), "M3": 0.125, "N3": 12, "B5": "合并",
    }  # fmt: skip
    assert grid.merges == (Area(5, 2, 6, 4),)


@given(st.integers(1, 2000), st.integers(1, 300))
def test_a_cell_keeps_its_address_wherever_it_stands(row: int, column: int) -> None:
    name = Grid("", None, [[]], row, column).at(0, 0).a1
    grid = sheet(f'<row r="{row}"><c r="{name}"><v>7</v></c></row>')
    assert cells(grid) == {name: 7}


@pytest.mark.parametrize(
    "cell",
    [
        "<c r='C4' t='e'><v>#DIV/0!</v></c>",
        '<c r="C4" s="1" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        '<x:c xmlns:x="http://a" r="C4" t="e"><x:v>#DIV/0!</x:v></x:c>',
    ],
)
def test_an_error_is_told_from_an_empty_cell(cell: str) -> None:
    grid = sheet(f'<row r="4"><c r="B4"><v>1</v></c>{cell}<c r="D4"/></row>')
    assert cells(grid) == {"B4": 1, "C4": ErrorValue("#DIV/0!")}


@pytest.mark.parametrize(
    ("cell", "formula"),
    [
        ('<c r="C4"><f>A1&amp;"x"</f></c>', '=A1&"x"'),
        ('<c r="C4"><f>A1</f><v></v></c>', "=A1"),
        ('<c r="C4"><f>A1</f><v/></c>', "=A1"),
        ('<c r="C4"><f>A1</f><v /></c>', "=A1"),
        ('<c r="C4" s="3"><f t="shared" si="0"/></c>', ""),
        ('<c r="C4" t="str"><f>A1</f></c>', "=A1"),
    ],
)
def test_a_formula_never_calculated_is_told_from_an_empty_cell(cell: str, formula: str) -> None:
    grid = sheet(f'<row r="4"><c r="A4" t="inlineStr"><is><t>甲</t></is></c>{cell}</row>')
    assert cells(grid) == {"A4": "甲", "C4": NotCalculated(formula)}


def test_a_formula_with_a_result_is_that_result() -> None:
    grid = sheet(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c>'
        '<c r="C1" t="str"><f>"a"</f><v>a</v></c></row>'
    )
    assert cells(grid) == {"A1": 2, "C1": "a"}


def test_formulas_alone_on_a_sheet_are_all_there_is() -> None:
    grid = sheet('<row r="3"><c r="C3"><f>A1</f></c></row><row r="5"><c r="B5"><f>A2</f></c></row>')
    assert cells(grid) == {"C3": NotCalculated("=A1"), "B5": NotCalculated("=A2")}


def test_a_formula_above_and_left_of_all_values_keeps_its_address() -> None:
    grid = sheet(
        '<row r="2"><c r="B2"><f>A1</f></c></row><row r="4"><c r="D4"><v>1</v></c></row>'
        '<row r="6"><c r="F6" t="e"><v>#N/A</v></c></row>'
    )
    assert cells(grid) == {"B2": NotCalculated("=A1"), "D4": 1, "F6": ErrorValue("#N/A")}


def test_cells_without_an_address_follow_one_another() -> None:
    grid = sheet(
        "<row><c><v>1</v></c><c><f>A1</f></c></row><row><c/><c t='e'><v>#REF!</v></c></row>"
    )
    assert cells(grid) == {"A1": 1, "B1": NotCalculated("=A1"), "B2": ErrorValue("#REF!")}


def test_addresses_are_given_where_only_some_cells_lack_them() -> None:
    grid = sheet(
        '<row r="3"><c r="B3"><v>1</v></c><c t="e"><v>#REF!</v></c></row>'
        '<row><c s="1"><f>A1</f></c></row>'
    )
    assert cells(grid) == {"B3": 1, "C3": ErrorValue("#REF!"), "A4": NotCalculated("=A1")}


def test_a_width_that_is_no_number_hides_nothing() -> None:
    grid = sheet('<row r="1" ht="0x"><c r="A1"><v>1</v></c></row><row hidden="1"/>')
    assert {*grid.hidden_rows} == {2}


def test_what_a_merged_area_covers_is_not_seen_but_said() -> None:
    data = workbook(
        '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>9</v></c></row>'
        '<row r="2"><c r="B2"><v>3</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    )
    source = read_workbook("a.xlsx", data)
    assert cells(only(source)) == {"A1": 1, "B2": 3}
    assert source.notes == (("covered-cell", "三!B1"),)


def merged(*references: str) -> str:
    listed = "".join(f'<mergeCell ref="{reference}"/>' for reference in references)
    return f"{ONE}<mergeCells>{listed}</mergeCells>"


def test_merged_areas_are_bounded_by_what_is_used() -> None:
    (grid,) = read_workbook("a", workbook(merged("A1:XFD1048576"))).grids
    assert grid.merges == (Area(1, 1, 101, 101),)
    (grid,) = read_workbook("a", workbook(merged("C3:B2", "D4", "ZZ9999:ZZ10000"))).grids
    assert grid.merges == (Area(2, 2, 3, 3),)


def test_areas_merged_over_and_over_are_refused() -> None:
    assert problem(workbook(merged(*["A1:XFD1048576"] * 9))).code == "damaged-workbook"


def test_hidden_rows_columns_and_sheets_are_read_and_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in range(1, 6):
        page.append([row, row, row, row])
    page.row_dimensions[2].hidden = True
    page.column_dimensions["C"].hidden = True
    other = book.create_sheet("底稿")
    other["A1"] = 1
    other.sheet_state = "veryHidden"
    book.create_chartsheet("图")
    path = str(tmp_path / "a.xlsx")
    book.save(path)
    source = read(path)
    first, second = source.grids
    assert (first.hidden, {*first.hidden_rows}, {*first.hidden_columns}) == (False, {2}, {3})
    assert (second.sheet, second.hidden) == ("底稿", True)
    assert source.notes == (("hidden-sheet", "底稿"),)


def test_columns_hidden_to_the_end_of_the_sheet_are_bounded_by_what_is_used() -> None:
    grid = sheet(
        '<row r="1" hidden="true"><c r="A1"><v>1</v></c><c r="D1"><v>1</v></c></row>'
        '<row r="2" ht="0" customHeight="1"><c r="A2"><v>1</v></c></row><row r="3" ht="9.5"/>',
        before='<cols><col min="3" max="16384" hidden="1"/></cols>',
    )
    assert ({*grid.hidden_rows}, {*grid.hidden_columns}) == ({1, 2}, {3, 4})


def test_formatted_empty_cells_to_the_end_of_the_sheet_cost_nothing() -> None:
    grid = sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576" s="0"/><c r="A1048576" s="0"></c></row>'
    )
    assert cells(grid) == {"A1": 1}
    assert len(grid.rows) == 1


@pytest.mark.parametrize(
    "address", ["XFD1048576", "A2147483647", "ZZZZZ1", "A99999999999999999999", "XFE1"]
)
def test_a_value_far_away_is_refused_before_memory_is_asked_for(address: str) -> None:
    row = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    with pytest.raises(Problem) as refused:
        sheet(
            f'<row r="1"><c r="A1"><v>1</v></c></row>'
            f'<row r="{row}"><c r="{address}"><v>1</v></c></row>'
        )
    assert refused.value.code == "far-cell"
    assert refused.value.facts["sheet"] == "三"


def test_a_value_in_the_last_row_or_column_alone_is_read() -> None:
    low = '<row r="1"><c r="A1"><v>1</v></c></row><row r="200000"><c r="B200000"><v>1</v></c></row>'
    assert cells(sheet(low)) == {"A1": 1, "B200000": 1}
    wide = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'
    assert cells(sheet(wide)) == {"A1": 1, "XFD1": 1}


def test_inner_blanks_stay_and_outer_ones_go() -> None:
    grid = sheet(
        '<row r="2"><c r="B2"><v>1</v></c><c r="F2" t="inlineStr"><is><t> </t></is></c></row>'
        '<row r="5"><c r="D5"><v>2</v></c></row>'
        '<row r="9"><c r="B9" t="inlineStr"><is><t>\u3000</t></is></c></row>'
    )
    assert (grid.first_row, grid.first_column, len(grid.rows), grid.width) == (2, 2, 4, 3)
    assert cells(grid) == {"B2": 1, "D5": 2}


def problem(data: bytes) -> Problem:
    with pytest.raises(Problem) as refused:
        read_workbook("a.xlsx", data)
    return refused.value


ONE = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'


def test_a_document_type_is_refused_in_any_part() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'
    for name in parts(ONE):
        given = parts(ONE)
        given[name] = bomb + given[name]
        assert problem(archive(given)).code == "entities"


def test_a_workbook_that_unpacks_to_more_than_the_bound_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REPORTCHECK_MAX_UNPACKED_BYTES", "1000000")
    data = archive(parts(ONE) | {"xl/sharedStrings.xml": " " * 1_000_000})
    assert problem(data).code == "too-large"
    assert len(data) < 5000


@pytest.mark.parametrize("count", [4_294_967_295, 18_446_744_073_709_551_615])
def test_a_part_that_claims_more_entries_than_it_can_have_is_refused(count: int) -> None:
    strings = f'<sst count="{count}" uniqueCount="{count}"><si><t>a</t></si></sst>'
    data = archive(parts(ONE) | {"xl/sharedStrings.xml": strings})
    assert problem(data).code == "damaged-workbook"


def test_a_workbook_that_understates_its_size_is_refused() -> None:
    given = parts(ONE) | {"xl/sharedStrings.xml": " " * 1_000_000}
    data = archive(given).replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert problem(data).code == "damaged-workbook"


@pytest.mark.parametrize(
    "change",
    [
        {"xl/workbook.xml": "<workbook"},
        {"xl/_rels/workbook.xml.rels": "<Relationships/>"},
        {"xl/worksheets/s1.xml": '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></row>'},
        {"xl/worksheets/s1.xml": '<worksheet><sheetData><row r="1"><c r="A0"><v>1</v></c></row>'},
        {"xl/worksheets/s1.xml": '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>7</v></c>'},
    ],
)
def test_a_broken_part_is_a_damaged_workbook(change: dict[str, str]) -> None:
    assert problem(archive(parts(ONE) | change)).code == "damaged-workbook"


def test_any_byte_changed_or_cut_off_is_read_or_refused_but_never_crashes() -> None:
    data = workbook(ONE)
    for place in range(0, len(data), 7):
        for broken in (
            data[:place],
            data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :],
        ):
            try:
                read_workbook("a.xlsx", broken)
            except Problem as refused:
                assert refused.facts["path"] == "a.xlsx"  # noqa: PT017


def test_sheets_come_in_the_order_of_the_workbook_not_of_its_parts() -> None:
    given = parts(ONE, '<sheetData><row r="2"><c r="A2" t="e"><v>#REF!</v></c></row></sheetData>')
    given["xl/workbook.xml"] = (
        given["xl/workbook.xml"]
        .replace("rId1", "rId9")
        .replace("rId2", "rId1")
        .replace("rId9", "rId2")
    )
    first, second = read_workbook("a.xlsx", archive(given)).grids
    assert (first.sheet, cells(first)) == ("三", {"A2": ErrorValue("#REF!")})
    assert (second.sheet, cells(second)) == ("四", {"A1": 1})


def test_a_part_in_utf16_is_looked_at_too() -> None:
    given: dict[str, str | bytes] = {**parts(ONE)}
    bomb = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "b">]><a/>'
    given["xl/sharedStrings.xml"] = bomb.encode("utf-16")
    assert problem(archive(given)).code == "entities"


def test_a_workbook_packed_once_more_is_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as out:
        out.writestr("年报.xlsx", workbook(ONE))
    with pytest.raises(Problem) as refused:
        read(str(path))
    assert (refused.value.code, refused.value.facts["format"]) == ("unsupported-format", "archive")


def test_a_workbook_of_charts_alone_has_no_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_chartsheet("图")
    del book["Sheet"]
    path = tmp_path / "a.xlsx"
    book.save(path)
    with pytest.raises(Problem) as refused:
        read(str(path))
    assert refused.value.code == "no-sheet"


@pytest.mark.parametrize(
    ("name", "code"), [("PanicException", "damaged-workbook"), ("KeyboardInterrupt", None)]
)
def test_a_panic_is_a_damaged_workbook_and_an_interrupt_an_interrupt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: str | None
) -> None:
    failure = type(name, (BaseException,), {})

    class Book:
        sheets_metadata = load_workbook(io.BytesIO(workbook(ONE))).sheets_metadata

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def get_sheet_by_index(self, _: int) -> None:
            raise failure("capacity overflow")

    monkeypatch.setattr("reportcheck.reading.workbook.opened", lambda *_: Book())
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(ONE))
    with pytest.raises(Problem if code else failure) as raised:
        read(str(path))
    assert getattr(raised.value, "code", None) == code


def test_a_workbook_without_any_value_is_empty() -> None:
    assert problem(workbook("<sheetData/>")).code == "empty-file"


def test_the_file_is_not_changed_and_its_name_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "年报.csv"
    path.write_bytes(workbook(ONE))
    before = path.read_bytes()
    assert cells(only(read(str(path)))) == {"A1": 1}
    assert path.read_bytes() == before
