"""Workbooks other than xlsx: errors, hidden parts, merged areas and far cells are told, too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportcheck.grid import Area
from reportcheck.number import ErrorValue, NotCalculated
from reportcheck.problem import Problem
from reportcheck.reading import read
from tests.acceptance.running import ROOT
from tests.reading import formats
from tests.reading.formats import Page, cell_record, row_record

FOUND = ROOT / "tests" / "cases" / "workbooks"


def written(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "年报[1] 100%.xls"
    path.write_bytes(data)
    return str(path)


@pytest.mark.parametrize("name", ["found.xls", "found.ods"])
def test_what_libreoffice_saved(name: str) -> None:
    source = read(str(FOUND / name))
    seen, hidden = source.grids
    assert [row[1] for row in seen.rows[1:4]] == [
        ErrorValue("#DIV/0!"), ErrorValue("#REF!"), ErrorValue("#N/A"),
    ]  # fmt: skip
    assert not seen.rows[1][2]  # ="" is computed, and an empty text
    assert seen.hidden_rows == seen.hidden_columns == {3}
    assert seen.merges == (Area(6, 1, 7, 2),)
    assert (hidden.sheet, hidden.hidden) == ("藏 'x' ", True)
    assert ("hidden-sheet", "藏 'x' ") in source.notes


def test_an_old_workbook_cut_short_is_refused(tmp_path: Path) -> None:
    whole = (FOUND / "found.xls").read_bytes()
    for size in (600, len(whole) // 2):
        with pytest.raises(Problem) as refused:
            read(written(tmp_path, whole[:size]))
        assert refused.value.code in {"damaged-workbook", "unsupported-format"}


def test_errors_and_hidden_rows_of_a_binary_workbook(tmp_path: Path) -> None:
    rows = (
        row_record(1, hidden=True) + cell_record(1, "甲") + cell_record(2, b"\x17")
        + row_record(3) + cell_record(2, 2)
    )  # fmt: skip
    (grid,) = read(written(tmp_path, formats.binary_workbook(("三", rows, ())))).grids
    assert grid.rows[0] == ["甲", ErrorValue("#REF!")]
    assert grid.rows[2][1] == 2
    assert grid.hidden_rows == {1}


def test_a_far_cell_of_a_binary_workbook_is_refused(tmp_path: Path) -> None:
    rows = row_record(1) + cell_record(1, 1) + row_record(1_048_576) + cell_record(16_384, 1)
    with pytest.raises(Problem) as refused:
        read(written(tmp_path, formats.binary_workbook(("三", rows, ()))))
    assert refused.value.code == "far-cell"


def test_repeated_cells_of_an_open_document(tmp_path: Path) -> None:
    one = 'office:value-type="float" office:value="7"'
    tables = (
        '<table:table table:name="三">'
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        '<table:table-row table:number-rows-repeated="2">'
        '<table:table-cell table:number-columns-repeated="2"/>'
        f'<table:table-cell {one} table:number-columns-repeated="2"/>'
        '<table:table-cell table:formula="of:=[.A1]"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048571">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    (grid,) = read(written(tmp_path, formats.open_document(tables))).grids
    row = ["", "", 7, 7, NotCalculated("=[.A1]")]
    assert grid.rows == [[], [], [], row, row]


def test_an_open_document_that_claims_to_be_full_is_refused(tmp_path: Path) -> None:
    tables = (
        '<table:table table:name="三"><table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell office:value-type="float" office:value="1" '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    with pytest.raises(Problem) as refused:
        read(written(tmp_path, formats.open_document(tables)))
    assert refused.value.code == "far-cell"


def test_a_spreadsheet_in_xml(tmp_path: Path) -> None:
    page = Page([["甲", None, 1.5], ["乙", "x"]], [(1, 1, 1, 2)], name=" 'a' ")
    data = formats.old_xml(page).replace(
        b"</Table>",
        b'<Row ss:Index="4" ss:Hidden="1"><Cell><Data ss:Type="Error">#N/A</Data></Cell>'
        b'<Cell ss:Formula="=R1C1"/></Row></Table>',
    )
    (grid,) = read(written(tmp_path, data)).grids
    assert grid.sheet == " 'a' "
    assert grid.rows[0] == ["甲", "", 1.5]
    assert grid.rows[3] == [ErrorValue("#N/A"), NotCalculated("=R1C1")]
    assert grid.merges == (Area(1, 1, 1, 2),)
    assert grid.hidden_rows == {4}


def test_data_before_any_cell_of_a_spreadsheet_in_xml_is_refused(tmp_path: Path) -> None:
    data = formats.old_xml(Page([[1]])).replace(b"<Cell", b"<Call").replace(b"</Cell", b"</Call")
    with pytest.raises(Problem) as refused:
        read(written(tmp_path, data))
    assert refused.value.code == "damaged-document"


def test_hidden_rows_and_columns_are_those_that_there_are(tmp_path: Path) -> None:
    tables = (
        '<table:table table:name="三"><table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse" '
        'table:number-columns-repeated="999999999"/><table:table-row><table:table-cell '
        'office:value-type="float" office:value="7" table:number-columns-repeated="4"/>'
        '</table:table-row><table:table-row table:visibility="filter" '
        'table:number-rows-repeated="999999999"/></table:table>'
    )
    (grid,) = read(written(tmp_path, formats.open_document(tables))).grids
    assert grid.hidden_columns == {3, 4}
    assert not grid.hidden_rows
    data = formats.old_xml(Page([["甲", 1]] * 3)).replace(
        b"<Table>",
        b'<Table><Column ss:Hidden="1" ss:Index="2" ss:Span="16000"/>'
        b'<Column ss:Hidden="1" ss:Index="1" ss:Span="1"/>',
    )
    data = data.replace(b'<Row ss:Index="2"', b'<Row ss:Hidden="1" ss:Span="99999" ss:Index="2"')
    (grid,) = read(written(tmp_path, data)).grids
    assert grid.hidden_columns == {1, 2}
    assert grid.hidden_rows == {2, 3}


@pytest.mark.parametrize("sheets", [formats.ods, formats.old_xml])
def test_too_many_sheets_are_refused(
    sheets: Callable[..., bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTCHECK_MAX_SHEETS", "2")
    assert len(read(written(tmp_path, sheets(*[Page([[1]])] * 2))).grids) == 2
    with pytest.raises(Problem) as refused:
        read(written(tmp_path, sheets(*[Page([[1]])] * 3)))
    assert refused.value.code == "too-large"
