"""Addresses are named as the spreadsheet names them, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcheck.address import CellRef, column_letters, column_number


@given(st.integers(1, 10**9))
def test_column_letters_go_both_ways(column: int) -> None:
    assert column_number(column_letters(column)) == column


@given(
    st.none() | st.text(min_size=1).filter(lambda name: "\n" not in name),
    st.integers(1, 2**31 - 1),
    st.integers(1, 16384),
)
def test_an_address_goes_both_ways(sheet: str | None, row: int, column: int) -> None:
    at = CellRef(sheet, row, column)
    assert CellRef.parse(str(at)) == at


@pytest.mark.parametrize("text", ["", "I", "12", "I0", "三!", "!I12", "I12!", "I-1", "总计12"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="^" + text.replace("!", "!")):
        CellRef.parse(text)
