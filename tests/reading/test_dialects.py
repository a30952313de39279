"""Whatever dialect and encoding a table is written in, it is read back, or refused: no crash."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcheck.problem import Problem
from reportcheck.reading.delimited import read_delimited
from reportcheck.reading.dialect import dialect_of

LONGEST = 10.0


@dataclass(frozen=True)
class Writer:
    delimiter: str
    quote: str
    escape: str
    end: str
    always: bool
    final: bool

    def write(self, table: list[list[str]]) -> str:
        lines = [self.delimiter.join(map(self.cell, row)) for row in table]
        return self.end.join(lines) + (self.end if self.final else "")

    def cell(self, cell: str) -> str:
        signs = (*self.delimiter, self.quote, "\n", "\r")
        if not self.always and not any(sign in cell for sign in signs):
            return cell
        escape = self.quote if self.escape == "doubled" else "\\"
        return self.quote + cell.replace(self.quote, escape + self.quote) + self.quote


WRITERS = st.builds(
    Writer,
    delimiter=st.sampled_from([",", ";", "\t", "|", "||", "~|~", ";;"]),
    quote=st.sampled_from(['"', "'"]),
    escape=st.just("doubled"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    always=st.booleans(),
    final=st.booleans(),
)
NUMBERS = st.integers(0, 99_999).map(str) | st.decimals(0, 999, places=2).map(str)
WORDS = st.sampled_from(["甲局", "商业企业", "Men's boots", 'round 48" table', "一、二", "x"])


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """Tables as they are: a header of names, a column of words, columns of numbers."""
    width = draw(st.integers(3, 6))
    header = [f"列{column}" for column in range(width)]
    rows = draw(
        st.lists(
            st.tuples(WORDS, st.lists(NUMBERS, min_size=width - 1, max_size=width - 1)),
            min_size=4,
            max_size=12,
        )
    )
    return [header, *([word, *numbers] for word, numbers in rows)]


@given(tables(), WRITERS)
def test_a_table_is_read_back_whatever_its_dialect(table: list[list[str]], writer: Writer) -> None:
    source = read_delimited("a.csv", writer.write(table).encode())
    assert [list(row) for row in source.grids[0].rows] == table
    assert source.grids[0].broken == {}


@given(tables(), WRITERS.filter(lambda writer: len(writer.delimiter) == 1))
def test_the_lines_are_those_of_the_file(table: list[list[str]], writer: Writer) -> None:
    text = writer.write([[cell.replace("、", writer.end) for cell in row] for row in table])
    grid = read_delimited("a.csv", text.encode()).grids[0]
    assert grid.lines is not None
    lines = text.split(writer.end)
    quotes = str.maketrans("", "", "\"'")
    for line, row in zip(grid.lines, grid.rows, strict=True):
        begin = str(row[0]).split(writer.end)[0]
        assert lines[line - 1].translate(quotes).startswith(begin.translate(quotes))


@given(st.lists(st.sampled_from("\"',;|\t\\ \n\ra1甲"), max_size=400))
def test_no_signs_crash_or_lose_a_line(signs: list[str]) -> None:
    text = "".join(signs)
    begun = time.perf_counter()
    try:
        grid = read_delimited("a.csv", text.encode()).grids[0]
    except Problem as problem:
        assert problem.code == "empty-file"  # noqa: PT017
        return
    assert time.perf_counter() - begun < LONGEST
    told = "".join(str(cell) for row in grid.rows for cell in row)
    for sign in "甲a1":
        assert told.count(sign) == text.count(sign)


@pytest.mark.parametrize(
    "data",
    [
        b'"' * 200_000,
        b'"a,' * 100_000,
        b'"a,b\n' * 20_000,
        b'",' * 100_000,
        b'x,"b"c"d,"\n' * 20_000,
        b"," * 300_000,
        b'a,b\n"c' + b"d\n" * 100_000,
        (b',"x' * 2000 + b"\n") * 20,
        b"||##@@;;" * 5000,
    ],
    ids=[
        "quotes", "open", "open lines", "closing", "stray", "delimiters", "one open", "many open",
        "signs",
    ],
)  # fmt: skip
def test_hostile_quotes_and_delimiters_take_bounded_time(data: bytes) -> None:
    begun = time.perf_counter()
    with suppress(Problem):
        read_delimited("a.csv", data)
    assert time.perf_counter() - begun < LONGEST


@pytest.mark.parametrize(
    ("text", "delimiter", "quote", "escape"),
    [
        ("a,b\n1,2\n", ",", '"', None),
        ("a;b\n1,5;2,5\n", ";", '"', None),
        ("名称，件数\n甲，1\n乙，2\n", "，", '"', None),
        ("a^b^c\n1^2^3\n", "^", '"', None),
        ("a::b\n", ",", '"', None),
        ('n,t\n"a \\" b",1\n"c",2\n', ",", '"', "\\"),
        ('n,t\n"C:\\dir",1\n"5"" x",2\n', ",", '"', None),
        ("n,t\n'a,b','c'\n'd,e','f'\n", ",", "'", None),
        ("n,t\nMen's,x\nit's,y\n", ",", '"', None),
        ("时间,件数\n10:30,1\n11:45,2\n", ",", '"', None),
        ("name;note\nx;a, b\ny;c, d\n", ";", '"', None),
        ("项目 甲 乙\n一 1 2\n二 3 4\n", " ", '"', None),
        ('name a b\n"x y" 1 2\n"z" 3 4,5\n', " ", '"', None),
        ("name\nItem 1\nItem 2\n", ",", '"', None),
        ("what a day\nhello big world\n", ",", '"', None),
        (" " * 70_000 + "a b 1", ",", '"', None),
    ],
)
def test_the_dialect_is_told_by_the_lines(
    text: str, delimiter: str, quote: str, escape: str | None
) -> None:
    found = dialect_of(text)
    assert (found.delimiter, found.quote, found.escape) == (delimiter, quote, escape)


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        ("單位,件數\n商務局,12\n教育局,3\n", "cp950", "Big5"),
        ("部署,件数\nこうほう,12\nそうむ課,3\n", "cp932", "Shift-JIS"),
        ("Amt,Anträge\nMüller,12\nZürich,3\n", "cp1252", "Latin-1 (Windows-1252)"),
        ("单位,件数\n甲局,12\n", "gb18030", "GB18030"),
    ],
)
def test_the_encoding_is_told_by_how_usual_the_characters_are(
    text: str, codec: str, name: str
) -> None:
    source = read_delimited("a.csv", text.encode(codec))
    assert source.notes == (("encoding", name),)
    assert [list(row) for row in source.grids[0].rows] == [
        line.split(",") for line in text.splitlines()
    ]


def test_damaged_utf8_is_never_taken_for_latin() -> None:
    data = "Amt,Anträge\nMüller,12\nZürich,3\n".encode() + b"\xff\n"
    with pytest.raises(Problem) as refused:
        read_delimited("a.csv", data)
    assert refused.value.facts["encoding"] == "UTF-8"
