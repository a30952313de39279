"""A text table is read whatever its encoding, its delimiter and its line ends, line by line."""

from __future__ import annotations

import codecs
import csv
import io
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcheck.address import CellRef
from reportcheck.grid import Grid
from reportcheck.problem import Problem
from reportcheck.reading import read
from reportcheck.reading.delimited import read_delimited

TEXT = "单位,件数\n甲局,12\n乙局,3\n"
ROWS = [["单位", "件数"], ["甲局", "12"], ["乙局", "3"]]


def grid(data: bytes | str) -> Grid:
    source = read_delimited("a.csv", data.encode() if isinstance(data, str) else data)
    (found,) = source.grids
    return found


def rows(data: bytes | str) -> list[list[object]]:
    return [list(row) for row in grid(data).rows]


def problem(data: bytes) -> Problem:
    with pytest.raises(Problem) as refused:
        read_delimited("a.csv", data)
    return refused.value


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TEXT.encode(), None),
        (codecs.BOM_UTF8 + TEXT.encode(), None),
        (TEXT.encode("gb18030"), "GB18030"),
        ("单位,㐀,𠀀\n甲,1,2\n".encode("gb18030"), "GB18030"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "UTF-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        (TEXT.encode("utf-16-be"), "UTF-16"),
        ("一,一\n一,一\n".encode("utf-16-le"), "UTF-16"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "UTF-32"),
    ],
)
def test_the_encoding_is_told_by_the_bytes(data: bytes, name: str | None) -> None:
    source = read_delimited("a.csv", data)
    assert source.notes == ((("encoding", name),) if name else ())
    assert source.grids[0].rows[0][0] in {"单位", "一"}


def test_bytes_that_are_no_text_are_told_by_offset_and_line() -> None:
    damaged = problem(TEXT.encode() + "甲局".encode()[:-1] + b",1\n")
    assert damaged.code == "undecodable"
    assert damaged.facts == {
        "path": "a.csv", "encoding": "UTF-8", "offset": len(TEXT.encode()) + 3, "line": 4,
    }  # fmt: skip
    neither = problem(b"a,b\r\nc,\xff\xff\r\n")
    assert (neither.facts["offset"], neither.facts["line"]) == (7, 2)
    halved = problem(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le") + b"\x12")
    assert (halved.code, halved.facts["line"]) == ("undecodable", 4)


def test_what_decodes_but_is_no_text_is_refused() -> None:
    refused = problem(bytes(range(1, 32)) * 20)
    assert (refused.code, refused.facts["format"]) == ("unsupported-format", "binary")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_the_delimiter_is_told_by_the_content(delimiter: str, quoting: Literal[0, 1]) -> None:
    table = [
        ["单位", "说明; 备注", "甲|乙", "金额"],
        ["甲局", "一,二", "a\tb", "1,204"],
        ["乙", '"引"', "", "3"],
    ]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting).writerows(table)
    source = read_delimited("a.csv", out.getvalue().encode())
    assert [*source.grids[0].rows] == table
    shown = "tab" if delimiter == "\t" else delimiter
    assert source.notes == ((("delimiter", shown),) if delimiter != "," else ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲;1,5\n乙;2,5\n", [["甲", "1,5"], ["乙", "2,5"]]),
        ("a\t1,204\t2,000,0\nb\t3\t4,0,0\n", [["a", "1,204", "2,000,0"], ["b", "3", "4,0,0"]]),
        ("标题\n\n一,二\n1,2\n", [["标题"], [], ["一", "二"], ["1", "2"]]),
        ("sep=|\n一|二,三\n", [["一", "二,三"]]),
        ('a, "b,c", 3\n', [["a", "b,c", "3"]]),
        ("只有一列\n1\n", [["只有一列"], ["1"]]),
        ('a,"b"x,c\n', [["a", '"b"x', "c"]]),
        ('5" 管,3\n', [['5" 管', "3"]]),
        ("a,b\x00c\n", [["a", "b\x00c"]]),
        ("a\u2028b,c\x0bd\n", [["a\u2028b", "c\x0bd"]]),
    ],
)  # fmt: skip
def test_tables_as_they_are_met(text: str, expected: list[list[str]]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_line_of_a_record_is_the_line_on_which_it_begins(end: str) -> None:
    text = end.join(['a,"一', '二",c', "d,e,f", "", '"g""', "", 'h",i', "j,k", ""])
    found = grid(text)
    assert found.lines is not None
    by_line = {line: row[0] for line, row in zip(found.lines, found.rows, strict=True) if row}
    assert by_line == {1: "a", 3: "d", 5: f'g"{end}{end}h', 8: "j"}
    assert found.at(len(found.rows) - 1, 1) == CellRef(None, 8, 2)


def test_lines_stay_right_however_long_the_table_is() -> None:
    found = grid("".join(f"甲{i},{i}\r\n" for i in range(5000)))
    assert [*(found.lines or ())] == [*range(1, 5001)]
    assert found.rows[4999] == ["甲4999", "4999"]


def test_a_quote_that_nothing_closes_costs_its_own_line_and_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reportcheck.reading.delimited.FIELD_LIMIT", 100)
    found = grid(b'a,"b\nc"\nd,"' + b"e\n" * 200)
    assert [*found.rows][:3] == [["a", "b\nc"], ["d", '"e'], ["e"]]
    assert (found.broken, [*(found.lines or ())][:3]) == ({1: "quote"}, [1, 3, 4])


def test_lines_count_from_the_file_where_the_delimiter_is_declared() -> None:
    assert [*(grid("sep=;\na;b\nc;d\n").lines or ())] == [2, 3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a,b\n"c,d\ne,f\n', ['"c', "d"]),
        ('a,b\nc,d\n"e,f', ['"e', "f"]),
        ('a,b\n"c"x,"d\ne,f\n', ['"c"x', '"d']),
        ('a,b,c\n"x","y "z", v",w\n', ["x", 'y "z", v', "w"]),
        ('a,b,c\n"48"","y, z",w\n', ['48"', "y, z", "w"]),
        ('a,b,c\n""x, y",z,w\n', ['"x, y', "z", "w"]),
        ('a,b,c\nx,"y "q"\nz",w\n1,2,3\n', ["x", 'y "q"\nz', "w"]),
    ],
)
def test_a_line_whose_quotes_do_not_add_up_is_parted_like_the_others_and_told(
    text: str, expected: list[str]
) -> None:
    found = grid(text)
    broken = found.broken or {}
    (row,) = broken
    assert broken[row] == "quote"
    assert found.rows[row] == expected


@pytest.mark.parametrize("line", ['"a,b', '1,"2,"3,"4', '"1"2"'])
def test_a_line_that_nothing_parts_like_the_others_is_told_as_unreadable(line: str) -> None:
    found = grid(f"a,b,c\n1,2,3\n{line}\n4,5,6\n")
    assert found.broken == {2: "unreadable"}
    assert found.rows[3] == ["4", "5", "6"]


@pytest.mark.parametrize(
    "data", [b" \r\n\t\n", "\u3000\n".encode(), codecs.BOM_UTF8, codecs.BOM_UTF8 + b"\n"]
)
def test_white_space_alone_is_an_empty_file(data: bytes) -> None:
    assert problem(data).code == "empty-file"


def test_empty_rows_and_columns_at_the_end_are_left_out() -> None:
    found = grid("a,b,,\n,,,\n1,, ,\n,,\n\n")
    assert [*found.rows] == [["a", "b"], ["", ""], ["1", ""]]
    assert [*(found.lines or ())] == [1, 2, 3]


def test_a_long_field_is_a_field_and_the_limit_of_csv_stays_as_it_was() -> None:
    before = csv.field_size_limit()
    assert rows("a,b\n" + "长" * 200_000 + ",1\n")[1] == ["长" * 200_000, "1"]
    assert csv.field_size_limit() == before


# Without backslashes: others escape a quote by one, and what does so is read as theirs.
FIELDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\\")
    | st.sampled_from('\n",;'),
    max_size=6,
)


@given(
    st.lists(
        st.lists(FIELDS, min_size=3, max_size=3).filter(lambda row: all(map(str.strip, row))),
        min_size=3,
        max_size=8,
    )
)
def test_what_csv_writes_is_what_is_read(table: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(
        [["一", "二", "三"], *table]
    )
    found = grid(out.getvalue())
    assert [*found.rows] == [["一", "二", "三"], *table]
    assert found.lines is not None
    written = out.getvalue().split("\n")
    for line, row in zip(found.lines, found.rows, strict=True):
        begin = str(row[0]).split("\n")[0].replace('"', '""')
        assert written[line - 1].startswith(f'"{begin}')


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_reading(data: bytes) -> None:
    try:
        read_delimited("a.csv", data)
    except Problem as refused:
        assert refused.facts["path"] == "a.csv"  # noqa: PT017


def test_no_standard_input_is_an_empty_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(Problem) as refused:
        read("-")
    assert refused.value.code == "empty-file"


def test_standard_input_is_read_as_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode("gb18030"))))
    source = read("-")
    assert source.path == "-"
    assert [*source.grids[0].rows] == ROWS
