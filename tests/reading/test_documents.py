"""Word documents and web pages: every table with its titles, whatever the markup is like."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportcheck.grid import Grid, Source
from reportcheck.number import ErrorValue
from reportcheck.problem import Problem
from reportcheck.reading import read
from tests.reading import formats
from tests.reading.formats import Page


def page(tmp_path: Path, body: str | bytes) -> Source:
    path = tmp_path / "a.html"
    path.write_bytes(body if isinstance(body, bytes) else f"<html>{body}".encode())
    return read(str(path))


def word(tmp_path: Path, body: str) -> Source:
    path = tmp_path / "a.docx"
    path.write_bytes(formats.word(body))
    return read(str(path))


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def merged(grid: Grid) -> list[tuple[int, int, int, int]]:
    return [(area.top, area.left, area.bottom, area.right) for area in grid.merges]


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td>甲<td>1<tr><td>乙<td>2</table>",
        "<TABLE><TBODY><TR><TD>甲</TD><TD>1</TD></TR><TR><TD>乙</TD><TD>2</TD></TR></TABLE>",
        "<table><tr><td><p><span>甲</span></p></td><td> 1\n</td></tr><td>乙</td><td>&#50;</td>",
        "<table><tfoot><tr><td>乙<td>2</tfoot><thead><tr><td>甲<td>1</thead></table>",
        "<table><tr><td>甲<!-- 9 --><td>1<script>9</script><tr><td>乙<td><style>9</style>2</table>",
        "<table><tr><td a='>'>甲<td b=\">\">1<tr><td>乙<td c=>2</table>",
    ],
)
def test_markup_as_it_is_found(tmp_path: Path, body: str) -> None:
    assert page(tmp_path, body).grids[0].rows == [["甲", "1"], ["乙", "2"]]


def test_breaks_and_spaces_in_a_cell(tmp_path: Path) -> None:
    body = "<table><tr><td>自然<br>人<td>&nbsp;1&nbsp;204 <td><p>商业</p><p>企业</p></table>"
    assert page(tmp_path, body).grids[0].rows == [["自然\n人", "1\xa0204", "商业\n企业"]]


def test_spans_take_their_place(tmp_path: Path) -> None:
    body = "<table><tr><td rowspan=2>甲<td colspan=2>乙<tr><td>1<td>2<tr><td rowspan=0>丙<tr><td>丁"
    grid = page(tmp_path, body + "</table>").grids[0]
    assert grid.rows == [["甲", "乙", ""], ["", "1", "2"], ["丙"], ["", "丁"]]
    assert merged(grid) == [(1, 1, 2, 1), (1, 2, 1, 3), (3, 1, 4, 1)]


def test_tables_that_only_lay_out_give_way_to_those_inside(tmp_path: Path) -> None:
    body = (
        "<table><tr><td>首页<td><table><tr><td><h3>三、情况</h3>"
        "<table><tr><td>甲<td>1</table></td></tr></table><tr><td>版权</table>"
    )
    source = page(tmp_path, body)
    assert source.grids[0].rows == [["首页"], ["三、情况"], ["甲", "1"]]
    assert str(source.grids[0].at(2, 1)) == "#1!B1"
    assert source.grids[0].at(1, 0).table == 0


def test_a_table_within_a_cell_of_data_stands_by_itself(tmp_path: Path) -> None:
    body = "<table><tr><td>甲<td>1<td>2<tr><td>乙<table><tr><td>注<td>9</table><td>3<td>4</table>"
    rows = [grid.rows for grid in page(tmp_path, body).grids]
    assert rows == [[["甲", "1", "2"], ["乙", "3", "4"]], [["注", "9"]]]


def test_what_is_hidden_is_read_and_told(tmp_path: Path) -> None:
    body = (
        "<table><tr><td>甲<td>1<tr style='DISPLAY: none'><td>乙<td>2"
        "<tr><td>丙<td><span hidden>x</span>3<td style=display:none>4</table>"
        "<div style='display:none'><p>旧</p><table><tr><td>丁</table></div><p>x<table><tr><td>戊"
    )
    source = page(tmp_path, body)
    assert [grid.hidden for grid in source.grids] == [False, True, False]
    assert source.grids[0].hidden_rows == {2}
    assert ("hidden-cell", "#1!C3") in source.notes


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        ("<meta charset=gb2312>", "gbk"),
        ('<meta http-equiv=Content-Type content="text/html; charset=GBK">', "gb18030"),
        ("<meta charset=utf-8>", "gb18030"),  # it says what it is not
        ("<meta charset=big5>", "big5"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("", "gb18030"),
    ],
)
def test_the_encoding_is_told_by_mark_declaration_or_content(
    tmp_path: Path, head: str, codec: str
) -> None:
    text = f"<html>{head}<body><table><tr><td>收到和處理<td>公開申請</table>"
    assert page(tmp_path, text.encode(codec)).grids[0].rows == [["收到和處理", "公開申請"]]


def test_a_web_page_named_xls_is_read(tmp_path: Path) -> None:
    path = tmp_path / "年报.xls"
    path.write_bytes(formats.html(["三、情况", Page([["甲", 1]])]))
    assert read(str(path)).grids[0].rows == [["三、情况"], ["甲", "1"]]


def test_an_error_that_a_page_shows_is_an_error(tmp_path: Path) -> None:
    assert page(tmp_path, "<table><tr><td>#REF!").grids[0].rows == [[ErrorValue("#REF!")]]


def test_a_table_over_pages_is_one_again(tmp_path: Path) -> None:
    head, one, two = cell("项目") + cell("件数"), cell("甲") + cell("1"), cell("乙") + cell("1")
    more = "<w:p/><w:p>" + run("（续表）") + "</w:p>"
    source = word(tmp_path, table(head, one) + more + table(head, two) + table(two))
    (grid,) = source.grids
    assert grid.rows == [["项目", "件数"], ["甲", "1"], ["乙", "1"], ["乙", "1"]]
    assert [str(grid.at(row, 0)) for row in range(4)] == ["#1!A1", "#1!A2", "#2!A2", "#3!A1"]
    assert ("joined-table", "2 3") in source.notes


def test_a_title_or_another_width_parts_tables(tmp_path: Path) -> None:
    one, two = table(cell("甲") + cell("1")), table(cell("乙"))
    title = f"<w:p>{run('四、情况')}</w:p>"
    assert [grid.rows for grid in word(tmp_path, one + two + title + two).grids] == [
        [["甲", "1"]], [["乙"]], [["四、情况"], ["乙"]],
    ]  # fmt: skip


def test_merged_cells_of_word(tmp_path: Path) -> None:
    tall, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide = '<w:gridSpan w:val="2"/>'
    body = table(
        cell("甲", tall) + cell("乙", wide),
        cell("", goes_on) + cell("1") + cell("2"),
        cell("", goes_on) + cell("3") + cell("4"),
        cell("合计", wide) + cell("5"),
    )
    grid = word(tmp_path, body).grids[0]
    assert grid.rows == [["甲", "乙", ""], ["", "1", "2"], ["", "3", "4"], ["合计", "", "5"]]
    assert merged(grid) == [(1, 1, 3, 1), (1, 2, 1, 3), (4, 1, 4, 2)]


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    deleted = "<w:del><w:r><w:delText>12</w:delText></w:r></w:del>"
    changed = f"<w:tc><w:p>{deleted}<w:ins>{run('1')}</w:ins>{run('3')}</w:p></w:tc>"
    gone = f"<w:trPr><w:del/></w:trPr>{cell('丁')}{cell('7')}"
    source = word(tmp_path, table(cell("甲") + changed, gone, cell("乙") + cell("2")))
    assert source.grids[0].rows == [["甲", "13"], [], ["乙", "2"]]
    assert ("tracked-changes", "") in source.notes


def test_runs_and_paragraphs_of_a_cell_are_one_text(tmp_path: Path) -> None:
    split = f"<w:tc><w:p>{run('自')}{run('然')}</w:p><w:p>{run('人')}</w:p></w:tc>"
    signs = "<w:tc><w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p></w:tc>"
    assert word(tmp_path, table(split + signs)).grids[0].rows == [["自然\n人", "a\tb\nc"]]


def test_what_stands_in_a_drawing_is_read_once(tmp_path: Path) -> None:
    twice = (
        "<w:p><w:r><mc:AlternateContent xmlns:mc='m'><mc:Choice><w:p>"
        f"{run('一')}</w:p></mc:Choice><mc:Fallback><w:p>{run('一')}</w:p></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert word(tmp_path, twice + table(cell("甲"))).grids[0].rows == [["一"], ["甲"]]


@pytest.mark.parametrize(
    ("sheet", "rows"),
    [
        (".a{display:none}", {2}),
        ("<!-- /* } .b{} */ TR.a , p {\n display : none !important }-->", {2}),
        ("#b{visibility:hidden}", {3}),
        (".page td, .page .a > .c{color:red} .x .a{display:none}", {2}),
        ("@media screen{.a{mso-hide:all}}", {2}),
        ("@media print{.a{display:none} .b{color:red}} #b{display:none}", {3}),
        ("@font-face{font-family:x} @import url(x.css); .a{display:none}", {2}),
        (".a{display:none} .a{display:table-row}", set()),
        ("td.a{display:none} .a:hover{display:none} .A{display:none}", set()),
        (".a{display:none", set()),
        (".a{display:none}}}{.b{display:none}}", {2}),
    ],
)
def test_style_sheets_of_a_page_hide(tmp_path: Path, sheet: str, rows: set[int]) -> None:
    body = f"<style>{sheet}</style><table><tr><td>甲<tr class='x a'><td>乙<tr id=b><td>丙</table>"
    grid = page(tmp_path, body).grids[0]
    assert grid.hidden_rows == rows
    assert grid.rows == [["甲"], ["乙"], ["丙"]]


@pytest.mark.parametrize("name", ["punycode", "idna", "unicode_escape", "hex", "utf-16"])
def test_a_page_in_no_encoding_of_pages_is_read_by_its_content(tmp_path: Path, name: str) -> None:
    source = page(tmp_path, f"<meta charset={name}><table><tr><td>甲局<td>1</table>")
    assert source.grids[0].rows == [["甲局", "1"]]
    assert source.notes == ()


def test_texts_after_the_last_cell_belong_to_it(tmp_path: Path) -> None:
    body = "<table><tr><td>甲</td>乙<p>丙</p></tr>丁<tr><td>1</table>"
    assert page(tmp_path, body).grids[0].rows == [["甲\n乙\n丙\n丁"], ["1"]]


@pytest.mark.parametrize(
    "body",
    [
        "<table>" + "<tr>" + "<td colspan=1000>1" * 100_000,
        "<table>" + "<tr><td rowspan=65534>1" * 5_000,
    ],
)
def test_spans_beyond_all_bounds_are_refused(tmp_path: Path, body: str) -> None:
    with pytest.raises(Problem) as refused:
        page(tmp_path, body)
    assert refused.value.code == "too-large"


@pytest.mark.parametrize(
    "piece", ["<!-- ", "<td ", "<td a='", "<script>", "<table><tr><td>x", "</", "&am", "<a =="]
)
def test_markup_that_never_ends_takes_no_time(tmp_path: Path, piece: str) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><table><tr><td>1" + piece * 4_000)
    assert read(str(path)).grids[0].rows[0][0]


def test_xml_that_nests_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem) as refused:
        word(tmp_path, "<w:x>" * 5000 + "</w:x>" * 5000)
    assert refused.value.code == "damaged-document"
