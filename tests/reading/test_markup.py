"""The short ways through the markup of a large sheet tell what the long ones tell."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from reportcheck.reading import markup

PIECES = (
    '<c r="A1"/>', '<c r="B2"><v>1</v></c>', '<c r="AB12"><v>1</v></c>', "<c><v>1</v></c>",
    '<c r="Z599999"><v>1</v></c>', '<c r="Z600000"><v>1</v></c>', '<c r="C1048576"><v>1</v></c>',
    '<c r="A0000000001"><v>1</v></c>', '<c r="XFD1"/>', '<c r=""/>', '<c r="a7"><v>2</v></c>',
    '<c t="s" r="C3"><v>0</v></c>', "<c r='D4'><v>1</v></c>", '<c\nr="E5"><v>1</v></c>',
    '<c r = "F6"><v>1</v></c>', '<x:c r="AA2"><x:v>1</x:v></x:c>', "<x:c/>", ">text:c<",
    '<row r="3">', "<row>", "</row>", '<row r="2" hidden="1">',
    '<cols><col min="1" max="2" hidden="1"/></cols>', '<x:col min="3" max="3" hidden="1"/>',
    '<col min="2" max="2" width="0"/>', '<col min="1" max="1" hidden="1"', "<colour>",
)  # fmt: skip
LIMITS = (100, 1 << 20, markup._NEAR - 1, markup._NEAR, 1 << 24, 1 << 34)


@given(st.lists(st.sampled_from(PIECES), max_size=6), st.sampled_from(LIMITS))
def test_a_sheet_is_looked_at_the_short_way_as_the_long_way(pieces: list[str], limit: int) -> None:
    xml = "".join(pieces).encode()
    named, far = markup.with_addresses(xml), markup.far_cell(xml, limit)
    with patch.object(markup, "_PREFIXED", b""):  # in every text: no short way is taken
        assert named == markup.with_addresses(xml)
        assert far == markup.far_cell(xml, limit)
    hidden = markup.second_look(xml, 9).hidden_columns
    assert hidden == markup.second_look(b":col" + xml, 9).hidden_columns


def test_a_sheet_whose_cells_are_near_spans_no_more_than_is_said() -> None:
    assert markup.far_cell(b'<c r="Z599999"><v>1</v></c>', markup._NEAR) is None
    assert markup.far_cell(b'<c r="Z599999"><v>1</v></c>', markup._NEAR - 1) == "Z599999"
