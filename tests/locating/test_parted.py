"""Text parted by delimiters: lines out of order cost themselves alone, columns tell how to read."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcheck.form import Slot, Values
from reportcheck.locating import locate
from reportcheck.locating.separators import read_columns
from reportcheck.number import State, Untold, read_number
from reportcheck.problem import Problem
from reportcheck.reading.delimited import read_delimited
from reportcheck.submission import Submission
from tests.locating.blanks import axis, form, table

PAY = form(table("pay", axis("name", "a", "b"), values=Values()))
SUMS = form(table("合计", axis("甲", "乙"), axis("一", "二", "三"), values=Values()))


def located(text: str) -> Submission:
    return locate(read_delimited("a.csv", text.encode()), PAY)


def told(submission: Submission) -> list[tuple[str, str, str]]:
    return [
        (each.rule, each.facts.get("what", ""), each.facts.get("line", ""))
        for each in submission.structure
    ]


def column(submission: Submission, name: str) -> list[str]:
    raws = submission.records["pay"].columns[name]
    return ["?" if isinstance(raw, Untold) else str(raw) for raw in raws]


@pytest.mark.parametrize(
    ("line", "what"),
    [("y,5", "few"), ("y,5,6,7", "many"), ('y,"5"6"', "unreadable"), ("y", "few")],
)
def test_a_line_with_other_fields_has_no_values_and_the_others_do(line: str, what: str) -> None:
    submission = located(f"name,a,b\nx,1,2\n{line}\nz,3,4\n")

    assert told(submission) == [("malformed-line", what, "3")]
    assert column(submission, "a") == ["1", "?", "3"]
    assert column(submission, "name") == ["x", "?", "z"]
    assert submission.structure[0].severity == "error"


def test_a_line_that_could_be_mended_is_read_and_told() -> None:
    submission = located('name,a,b\nx,1,2\n"y,5,6\nz,3,4\n')

    assert told(submission) == [("malformed-line", "quote", "3")]
    assert column(submission, "a") == ["1", "5", "3"]
    assert submission.structure[0].severity == "warning"


@pytest.mark.parametrize("line", ["y,5,6,,", "y,5,6, "])
def test_empty_fields_at_the_end_are_none_too_many(line: str) -> None:
    submission = located(f"name,a,b\nx,1,2\n{line}\n")

    assert submission.structure == ()
    assert column(submission, "b") == ["2", "6"]


def test_very_many_lines_out_of_order_end_in_one_finding() -> None:
    submission = located("name,a,b\n" + "x,1\n" * 250)

    assert len(submission.structure) == 101
    assert submission.structure[-1].count == 150


def test_a_row_of_a_form_whose_fields_are_out_of_order_has_no_values() -> None:
    source = read_delimited("a.csv", "项目,甲,乙\n一,1,2\n二,3\n三,5,6\n".encode())
    submission = locate(source, SUMS)

    lost = submission.readings[Slot("合计", "二", "甲")]
    assert (lost.state, lost.note) == (State.MISSING, "malformed-line")
    assert submission.readings[Slot("合计", "三", "乙")].value == 6
    assert told(submission) == [("malformed-line", "few", "3")]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1.234,56", "3", "1.000"], ["1234.56", "3", "1000"]),
        (["1 234,56", "3,5"], ["1234.56", "3.5"]),
        (["1\u00a0234", "5"], ["1234", "5"]),
        (["1'234.5", "7"], ["1234.5", "7"]),
        (["1,234", "3,5"], ["1.234", "3.5"]),
        (["1,234", "3.5"], ["1,234", "3.5"]),
        (["1,234", "5"], ["1,234", "5"]),
        (["1,234,567", "1,234"], ["1,234,567", "1,234"]),
        (["-1.234,5", "+2,5"], ["-1234.5", "+2.5"]),
        (["1.234", "0.5"], ["1.234", "0.5"]),
        (["约 5", "2,5"], ["约 5", "2.5"]),
    ],
)
def test_a_whole_column_tells_how_its_numbers_are_written(
    cells: list[str], expected: list[str]
) -> None:
    submission = located("name;a;b\n" + "".join(f"x;{cell};1\n" for cell in cells))

    assert column(submission, "a") == expected
    plain = cells == expected
    assert [each.rule for each in submission.structure] == ([] if plain else ["number-style"])


@pytest.mark.parametrize("cells", [["1.234,5", "1,234.5"], ["1,5", "2.5", "1,234"]])
def test_where_the_cells_of_a_column_contradict_each_other_nothing_is_guessed(
    cells: list[str],
) -> None:
    submission = located("name;a;b\n" + "".join(f"x;{cell};1\n" for cell in cells))

    raws = submission.records["pay"].columns["a"]
    unclear = [cell for cell, raw in zip(cells, raws, strict=True) if not isinstance(raw, str)]
    assert unclear == [cell for cell in cells if not cell.isdigit()]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            ["1,5", "2,75", "1.234,50", "2.000,1", "1 234,5"],
            ["1.5", "2.75", "1234.50", "2000.1", "?"],
        ),
        (["1,5", "2,75", "1 234,5", "1.234,50"], ["1.5", "2.75", "?", "?"]),
        (["1,5", "2,5", "3.5"], ["1.5", "2.5", "?"]),
        (["1,5", "2,5", "3.5", "1,234"], ["1.5", "2.5", "?", "?"]),
        (["1,5", "2,5", "1'234.5"], ["1.5", "2.5", "?"]),
        (["1,234.5", "2,345.75", "1.234,5"], ["1,234.5", "2,345.75", "?"]),
        (["1,5", "2,5", "−1,5", "－１，５"], ["1.5", "2.5", "-1.5", "-1.5"]),
        (["1,5", "−1.234,5", "１，２０４"], ["1.5", "-1234.5", "1.204"]),
    ],
)
def test_a_cell_at_odds_with_its_column_is_told_alone(
    cells: list[str], expected: list[str]
) -> None:
    submission = located("name;a;b\n" + "".join(f"x;{cell};1\n" for cell in cells))
    assert column(submission, "a") == expected


@pytest.mark.parametrize(
    ("cells", "values", "expected"),
    [
        (["1,5万元", "1,234 万元"], Values(unit="万元"), ["1.5万元", "1.234 万元"]),
        (["1,5", "1,234吨"], Values(unit="万元"), ["1.5", "1,234吨"]),
        (["1,5", "1,234件"], Values(type="count"), ["1.5", "?"]),
        (["1,234", "1 234"], Values(type="count"), ["?", "1234"]),
    ],
)
def test_a_number_with_its_unit_is_read_as_the_others(
    cells: list[str], values: Values, expected: list[str]
) -> None:
    read = read_columns({"a": cells}, {"a": values})["a"].cells
    assert [each if isinstance(each, str) else "?" for each in read] == expected


_WHOLES = st.integers(0, 99_999)


@given(
    st.lists(st.tuples(_WHOLES, st.sampled_from(["25", "5", "125"])), min_size=3, max_size=6),
    st.tuples(_WHOLES, st.sampled_from(["25", "5", "125"])),
    st.sampled_from([(".", ","), (" ", ","), (",", "."), ("'", ".")]),
    st.sampled_from([(".", ","), (" ", ","), (",", "."), ("'", ".")]),
    st.booleans(),
)
def test_no_number_is_read_as_another_one(
    numbers: list[tuple[int, str]],
    strange: tuple[int, str],
    style: tuple[str, str],
    other: tuple[str, str],
    minus: bool,  # noqa: FBT001 - drawn
) -> None:
    cells = [_written(number, style) for number in numbers]
    cells.append(("−" if minus else "") + _written(strange, other))
    values = [Fraction(f"{whole}.{places}") for whole, places in (*numbers, strange)]
    values[-1] *= -1 if minus else 1
    told = read_columns({"a": cells}, {"a": Values()}).get("a")
    read = cells if told is None else told.cells
    # What the strange cell alone may be is told by itself: 1,125 is two numbers.
    sure = [_is_sure(cell) for cell in cells]
    for cell, value, clear in zip(read, values, sure, strict=True):
        typed = read_number(cell)
        assert typed.value in {value, None} or not clear


def _written(number: tuple[int, str], style: tuple[str, str]) -> str:
    whole, places = number
    return f"{whole:,}".replace(",", style[0]) + style[1] + places


def _is_sure(cell: str) -> bool:
    """Whether a text is one number whatever its signs stand for."""
    return not (len(cell) > 3 and cell[-4] in ",." and cell[-3:].isdigit())


def test_other_columns_of_the_table_tell_where_the_column_does_not() -> None:
    submission = located("name;a;b\nx;1,234;2,5\ny;5;1,25\n")
    assert column(submission, "a") == ["1.234", "5"]
    submission = located("name;a;b\nx;1.234;2,5\ny;5;1,25\n")
    assert column(submission, "a") == ["1234", "5"]


def test_columns_that_the_form_does_not_know_tell_too() -> None:
    submission = located("name;a;b;rate\nx;1.234;2;3,5\ny;5;1;2,25\n")
    assert column(submission, "a") == ["1234", "5"]
    assert [each.rule for each in submission.structure] == ["number-style"]
    submission = located("name;a;b;rate\nx;1.234;2;3.5\ny;5;1;2.25\n")
    assert column(submission, "a") == ["1.234", "5"]
    submission = located("name;a;b;rate;share\nx;1.234;2;3.5;1,5\ny;5;1;2.25;2,5\n")
    assert column(submission, "a") == ["1.234", "5"]


def test_another_table_of_the_file_tells_too() -> None:
    text = "合计;甲;乙\n一;1.234;2\n二;3;4\n三;5;6\n\n说明;1,5;2,25\n别;2,5;3,5\n"
    submission = locate(read_delimited("a.csv", text.encode()), SUMS)
    assert submission.readings[Slot("合计", "一", "甲")].value == 1234
    assert "number-style" in {each.rule for each in submission.structure}


@pytest.mark.parametrize("decimal", ["0.345", "0,345"])
def test_no_thousands_begin_with_a_zero(decimal: str) -> None:
    submission = located(f"name;a;b\nx;{decimal};2,5\ny;1;1,25\n")
    assert column(submission, "a") == ["0.345", "1"]


def test_the_declared_type_tells_where_the_column_does_not() -> None:
    counts = form(table("pay", axis("name", "a", "b"), values=Values("count")))
    source = read_delimited("a.csv", b"name;a;b\nx;1,234;1\n")
    assert locate(source, counts).records["pay"].columns["a"] == ["1,234"]


WORDS = st.sampled_from(["甲", 'Men"s', "a, b", "round", ""])
RECORDS = st.lists(
    st.tuples(WORDS, st.integers(0, 9999), st.integers(0, 9999)), min_size=3, max_size=9
)


@given(RECORDS, st.data())
def test_whatever_one_damaged_line_does_is_told_or_read_right(
    records: list[tuple[str, int, int]], data: st.DataObject
) -> None:
    delimiter = data.draw(st.sampled_from(",;\t|"))
    lines = [delimiter.join(("name", "a", "b"))]
    for name, a, b in records:
        quoted = '"' + name.replace('"', '""') + '"'
        lines.append(delimiter.join((quoted, str(a), str(b))))
    hit = data.draw(st.integers(1, len(records)))
    at = data.draw(st.integers(0, len(lines[hit])))
    sign = data.draw(st.sampled_from([delimiter, '"', delimiter * 2, '""']))
    lost = data.draw(st.booleans()) and lines[hit][at : at + 1] in {delimiter, '"'}
    lines[hit] = lines[hit][:at] + ("" if lost else sign) + lines[hit][at + lost :]
    try:
        submission = located("\n".join(lines) + "\n")
    except Problem:
        return
    held = submission.records["pay"]
    read = dict(
        zip(held.lines, zip(held.columns["a"], held.columns["b"], strict=True), strict=True)
    )
    told = {int(each.facts["line"]) for each in submission.structure if "line" in each.facts}
    for line, (_, *numbers) in enumerate(records, 2):
        if line not in read:
            assert any(each <= line for each in told)
            continue
        for cell, number in zip(read[line], numbers, strict=True):
            # What is no number is told as a cell; what is one must be the right one.
            assert line in told or not str(cell).isdigit() or int(str(cell)) == number


def test_where_the_header_lost_its_merged_cells_labels_do_not_stand_over_values() -> None:
    groups = form(table("t", axis(("东", ("甲", "乙")), ("西", ("丙", "丁"))), axis("一", "二")))
    swapped = "|西|东\n|丙|乙|甲\n一|1|2|3|4\n二|5|6|7|8\n".replace("|", ",")

    submission = locate(read_delimited("a.csv", swapped.encode()), groups)

    assert ("malformed-line", "header", "1") in told(submission)
    assert {reading.value for reading in submission.readings.values()} == {None}


def test_a_figure_beyond_the_header_costs_its_line_and_a_remark_does_not() -> None:
    text = "项目,甲,乙,\n一,1,2,\n二,3,4,5\n三,6,7,见说明\n"

    submission = locate(read_delimited("a.csv", text.encode()), SUMS)

    assert told(submission)[0] == ("malformed-line", "many", "3")
    values = {(slot.row, slot.column): each.value for slot, each in submission.readings.items()}
    assert values == {
        ("一", "甲"): 1, ("一", "乙"): 2, ("二", "甲"): None, ("二", "乙"): None,
        ("三", "甲"): 6, ("三", "乙"): 7,
    }  # fmt: skip
