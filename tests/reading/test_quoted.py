"""The marks of a quotation are taken off, and nothing else: what is no quotation stays."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reportcheck.reading import grids_of
from reportcheck.reading.quoted import LEAST_LINES, unquoted

LINES = st.lists(
    st.text("ab12,;|\t .", min_size=1, max_size=9).filter(lambda line: bool(line.strip())),
    min_size=LEAST_LINES,
    max_size=12,
)


@given(LINES, st.sampled_from(["> ", ">> ", "> > "]), st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_was_quoted_is_read_back(lines: list[str], mark: str, end: str) -> None:
    text = end.join(f"{mark}{line}" for line in lines)
    assert unquoted(text) == end.join(lines)


@given(LINES)
def test_a_text_without_marks_is_none(lines: list[str]) -> None:
    assume(not any(line.lstrip().startswith(">") for line in lines))
    assert unquoted("\n".join(lines)) is None


@given(st.text(">ab12,;|\t \n\r", max_size=60))
def test_lines_stay_lines(text: str) -> None:
    bare = unquoted(text)
    if bare is not None:
        assert len(bare.splitlines()) <= len(text.splitlines())
        assert bare.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        "年龄,人数\n> 60,5\n> 70,4\n> 80,3\n> 90,1\n",
        "age;n\n>60;5\n>70;4\n>80;3\n>90;1\n",
        "a\tb\n> 1\t2\n3\t4\n5\t6\n7\t8\n9\t10\n> 1\t1\n> 1\t2\n> 1\t3\n",
        "甲,1\n乙,2\n> 丙,3\n丁,4\n",
    ],
)
def test_labels_keep_their_signs(text: str) -> None:
    assert unquoted(text) is None


def test_encoding_and_marks_are_noted() -> None:
    text = "在 2025-01-12 写道:\n> 甲\t乙\n> 一\t2\n> 二\t3\n> 三\t4\n"
    source = grids_of("a.txt", text.encode("gb18030"))
    assert source.notes == (("encoding", "GB18030"), ("quoted", ""), ("delimiter", "tab"))
    assert [list(row) for row in source.grids[0].rows][1:3] == [["甲", "乙"], ["一", "2"]]
    assert source.grids[0].lines is not None
    assert list(source.grids[0].lines)[1] == 2
