"""What was typed is read exactly, or it is said what it is instead."""

import datetime as dt
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcheck.address import CellRef
from reportcheck.form import Values
from reportcheck.number import (
    ErrorValue,
    NotCalculated,
    Raw,
    State,
    read_date,
    read_decimal,
    read_number,
    read_text,
    show,
    spell,
)
from reportcheck.submission import Reading

MIDNIGHT = dt.datetime(2024, 1, 5)  # noqa: DTZ001 - a cell has no time zone
MORNING = dt.datetime(2024, 1, 5, 8, 30)  # noqa: DTZ001
SHEET = CellRef("三", 5, 4)
LINE = CellRef(None, 5, 4)
COUNT = Values("count", places=0, min=0)


@pytest.mark.parametrize(
    ("typed", "value", "note"),
    [
        ("12", 12, None),
        ("0", 0, None),
        ("-5", -5, None),
        ("+5", 5, None),
        ("007", 7, None),
        ("12.50", Fraction(25, 2), None),
        ("12.0", 12, None),
        (".5", Fraction(1, 2), None),
        ("1e3", 1000, None),
        ("2.5E-1", Fraction(1, 4), None),
        ("-0", 0, None),
        ("1,204", 1204, "grouped"),
        ("1，204", 1204, "grouped"),
        ("12,345,678.5", Fraction(24691357, 2), "grouped"),
        ("１２", 12, "fullwidth"),
        ("１２．５", Fraction(25, 2), "fullwidth"),
        ("−5", -5, "fullwidth"),
        ("－5", -5, "fullwidth"),
        ("'12", 12, "text"),
        (" 12 ", 12, "padded"),
        ("\u300012\xa0", 12, "padded"),
        ("12\n", 12, "padded"),
        ("12件", 12, "unit"),
        ("12 次", 12, "unit"),
        ("9007199254740993", 9007199254740993, None),
    ],
)
def test_a_number_is_read_as_it_was_meant(typed: str, value: object, note: str | None) -> None:
    read = Reading.of(typed, COUNT, LINE)
    assert (read.state, read.value, read.note) == (State.VALUE, value, note)
    assert read.at == LINE


@pytest.mark.parametrize(
    "typed",
    [
        "22（其中修订 16 件）", "251000元", "12人次", "1,20", "12,04", "1,2045", "0,123", ",123",
        "1,,204", "1 204", "1.204.567", "(5)", "--5", "5-", "- 5", "12.", "1e", "0x10", "1_000",
        "１２²", "12²", "½", "一百", "٣", "१२", "1/2", "50%", "inf", "nan5", "件", "'", "'件", "x",
        "X", "TRUE", "12\x00", "\x1b[31m12", "\u202e12", "1\u200b2", "1" * 301, "1e301", "1e-301",
        "1e99999", "0." + "1" * 300,
    ],
)  # fmt: skip
def test_what_is_no_number_is_text(typed: str) -> None:
    read = Reading.of(typed, COUNT, LINE)
    assert read.state is State.TEXT
    assert read.value is None
    assert read.shown == typed


@pytest.mark.parametrize(
    "typed",
    ["/", "／", "//", "-", "－", "—", "——", "–", "―", "--", "...", "…", "\\", "无", "無", "不适用",
     "N/A", "n/a", "NA", "NULL", "null", "None", "NaN", " / ", "Ｎ／Ａ"],
)  # fmt: skip
@pytest.mark.parametrize("values", [COUNT, Values("amount"), Values("date")])
def test_a_placeholder_is_neither_blank_nor_zero_nor_text(typed: str, values: Values) -> None:
    read = Reading.of(typed, values, SHEET)
    assert (read.state, read.value) == (State.PLACEHOLDER, None)
    assert read.shown == typed.strip()


@pytest.mark.parametrize("typed", [None, "", " ", "\u3000", "\n\t", "\xa0", "\u200b", "\ufeff"])
@pytest.mark.parametrize("kind", ["count", "number", "percent", "text", "date", "code"])
def test_white_space_alone_is_blank_for_every_type(typed: Raw, kind: str) -> None:
    read = Reading.of(typed, Values(kind), SHEET)  # type: ignore[arg-type]
    assert (read.state, read.value, read.shown) == (State.BLANK, None, "")


def test_a_number_kept_as_text_is_odd_in_a_workbook_only() -> None:
    assert Reading.of("12", COUNT, SHEET).note == "text"
    assert Reading.of("12", COUNT, LINE).note is None
    assert Reading.of(12.0, COUNT, SHEET).note is None
    assert Reading.of("A", Values("code"), SHEET).note is None


def test_declared_marks_are_met_in_any_width_and_before_all_else() -> None:
    values = Values(
        "count", marks=(("/", "not_applicable"), ("x", "suppressed"), ("-1", "refused"))
    )
    marked: list[tuple[Raw, str]] = [
        ("/", "not_applicable"), ("／", "not_applicable"), (" / ", "not_applicable"),
        ("x", "suppressed"), ("ｘ", "suppressed"), (-1.0, "refused"), ("-1", "refused"),
    ]  # fmt: skip
    for typed, kind in marked:
        read = Reading.of(typed, values, SHEET)
        assert (read.state, read.value, read.note) == (State.MARK, None, kind)
    assert Reading.of("X", values, SHEET).state is State.TEXT
    assert Reading.of("—", values, SHEET).state is State.PLACEHOLDER
    assert Reading.of("", values, SHEET).state is State.BLANK


def test_counter_words_belong_to_counts_and_units_where_declared() -> None:
    assert Reading.of("12件", Values("amount"), LINE).state is State.TEXT
    assert Reading.of("12件", Values("count"), LINE).value == 12
    fee = Values("amount", unit="万元")
    for typed in ["25.1万元", "25.1 万元", "２５．１万元"]:
        read = Reading.of(typed, fee, LINE)
        assert (read.value, read.note) == (Fraction(251, 10), "unit")
    assert Reading.of("25.1元", fee, LINE).state is State.TEXT
    assert Reading.of("万元", fee, LINE).state is State.TEXT


def test_percent_is_a_fraction_and_a_percent_unit_is_not() -> None:
    share = Values("percent")
    shares: list[Raw] = ["12.5%", "12.5 %", "１２.５％", "0.125", 0.125]
    for typed in shares:
        assert Reading.of(typed, share, LINE).value == Fraction(1, 8)
    assert Reading.of("100%", share, LINE).value == 1
    assert Reading.of("%", share, LINE).state is State.TEXT
    rate = Values("number", unit="%")
    rates: list[Raw] = ["12.5%", "12.5％", "12.5", 12.5]
    for typed in rates:
        assert Reading.of(typed, rate, LINE).value == Fraction(25, 2)


def test_doubles_are_read_at_fifteen_digits() -> None:
    assert read_number(0.1).value == Fraction(1, 10)
    assert not read_number(0.1).noisy
    computed = read_number(0.1 + 0.2)
    assert (computed.value, computed.shown) == (Fraction(3, 10), "0.3")
    assert Reading.of(0.1 + 0.2, Values("number"), SHEET).noisy
    assert Reading.of(1 / 3, Values("percent"), SHEET).noisy
    assert not Reading.of(0.125, Values("percent"), SHEET).noisy
    assert not Reading.of(0.1 + 0.2, Values("number", places=1), SHEET).noisy
    assert not Reading.of(0.1 + 0.2, Values("amount", places=2), SHEET).noisy
    assert read_number(9007199254740994.0).value == 9007199254740994
    assert read_number(1e22).value == 10**22
    assert read_number(-2.0).value == -2
    assert isinstance(read_number(2.0).value, int)


@pytest.mark.parametrize(
    ("raw", "shown", "note"),
    [
        (True, "TRUE", "boolean"),
        (False, "FALSE", "boolean"),
        (dt.date(2024, 1, 5), "2024-01-05", "date"),
        (MORNING, "2024-01-05 08:30:00", "date"),
        (dt.time(8, 30), "08:30:00", "time"),
        (dt.timedelta(hours=30), "30:00:00", "time"),
        (math.nan, "nan", None),
        (math.inf, "inf", None),
    ],
)
def test_no_number_is_made_of_what_is_none(raw: Raw, shown: str, note: str | None) -> None:
    read = Reading.of(raw, Values("number"), SHEET)
    assert (read.state, read.value, read.shown, read.note) == (State.TEXT, None, shown, note)


@pytest.mark.parametrize("kind", ["count", "text", "date", "code"])
def test_errors_and_formulas_never_calculated_are_states_of_their_own(kind: str) -> None:
    values = Values(kind)  # type: ignore[arg-type]
    error = Reading.of(ErrorValue("#REF!"), values, SHEET)
    assert (error.state, error.shown) == (State.ERROR, "#REF!")
    assert Reading.of(NotCalculated("=A1"), values, SHEET).state is State.NOT_CALCULATED


@pytest.mark.parametrize(
    "typed",
    ["2024-01-05", "2024-1-5", "2024/1/5", "2024.1.5", "2024年1月5日", "２０２４年１月５日",
     "2024 年 1 月 5 日", "20240105", " 2024-01-05 ", "2024-01-05 00:00:00",
     "2024-01-05T08:30:00+08:00", 20240105.0, MIDNIGHT, MORNING, dt.date(2024, 1, 5)],
)  # fmt: skip
def test_dates_as_people_write_them(typed: Raw) -> None:
    read = Reading.of(typed, Values("date"), SHEET)
    assert (read.state, read.value) == (State.VALUE, dt.date(2024, 1, 5))
    assert type(read.value) is dt.date


@pytest.mark.parametrize(
    "typed",
    ["2024-02-30", "2024-13-01", "24-1-5", "2024-1", "2024/1-5", "5.1.2024", "明天", 45000.0,
     2024.0, True, "00000101", dt.time(1), dt.timedelta(1)],
)  # fmt: skip
def test_what_is_no_date_is_never_guessed(typed: Raw) -> None:
    assert read_date(typed).state is State.TEXT


def test_text_and_codes_keep_their_look() -> None:
    assert Reading.of(" 0010 ", Values("code"), LINE).value == "0010"
    assert Reading.of(10.0, Values("code"), SHEET).value == "10"
    assert Reading.of(1.5, Values("text"), SHEET).value == "1.5"
    assert Reading.of("无", Values("text"), SHEET).value == "无"
    assert Reading.of("NA", Values("code"), LINE).value == "NA"
    assert Reading.of("—", Values("code"), LINE).state is State.PLACEHOLDER
    assert Reading.of("-", Values("code", one_of=("-", "+")), LINE).value == "-"
    yes: Raw = True
    assert Reading.of(yes, Values("text"), SHEET).value == "TRUE"
    assert Reading.of(dt.date(2024, 1, 5), Values("text"), SHEET).value == "2024-01-05"


def test_a_long_code_kept_as_a_number_is_lost_and_said_so() -> None:
    lost = Reading.of(350402199001011234.0, Values("code"), SHEET)
    assert (lost.state, lost.value, lost.note) == (State.TEXT, None, "digits-lost")
    assert Reading.of(123456789012345.0, Values("code"), SHEET).value == "123456789012345"
    assert Reading.of("350402199001011234", Values("code"), SHEET).value == "350402199001011234"


@given(st.integers() | st.fractions(max_denominator=1))
def test_a_whole_number_is_spelt_and_read_back(number: int | Fraction) -> None:
    assert read_decimal(spell(number)) == number


@given(
    st.integers(-(10**60), 10**60),
    st.integers(0, 60),
    st.integers(0, 60),
)
def test_a_decimal_is_spelt_and_read_back(number: int, twos: int, fives: int) -> None:
    exact = Fraction(number, 2**twos * 5**fives)
    spelt = spell(exact)
    assert not spelt.endswith(".0")
    assert len(spelt.partition(".")[2]) <= 30 or len(spelt.strip("-0.")) <= 15
    if exact.denominator in {2**each * 5**other for each in range(31) for other in range(31)}:
        assert read_decimal(spelt) == exact


def test_decimals_beyond_the_thirtieth_are_rounded() -> None:
    thirty = "0.123456789012345678901234567891"
    assert spell(Fraction(thirty)) == thirty
    assert spell(Fraction(1 - 2.0**-53)) == "1"


@given(st.fractions())
def test_a_spelling_is_right_to_fifteen_digits(exact: Fraction) -> None:
    read = read_decimal(spell(exact))
    assert read is not None
    assert abs(read - exact) <= abs(exact) * Fraction(1, 10**14)


def test_numbers_beyond_reason_are_still_spelt() -> None:
    assert spell(10**5000) == "1e+5000"
    assert spell(Fraction(1, 3**9000)).endswith("e-4295")
    assert spell(Fraction(10**5000, 3)).endswith("e+4999")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4).map(str))
def test_a_number_written_is_the_number_read(written: str) -> None:
    assert read_number(written).value == Fraction(written)


@given(st.floats(allow_nan=False, allow_infinity=False, width=64))
def test_a_double_is_within_its_fifteen_digits(raw: float) -> None:
    read = read_number(raw)
    if read.state is State.VALUE:
        assert isinstance(read.value, int | Fraction)
        assert abs(read.value - Fraction(raw)) <= abs(Fraction(raw)) * Fraction(1, 10**14)
        if 1e-280 < abs(raw) < 1e299:
            assert read_number(read.shown).value == read.value
    else:
        assert abs(raw) > 1e300 or abs(raw) < 1e-280


RAWS = st.one_of(
    st.none(),
    st.text(),
    st.text(alphabet="0123456789１２,，.．-−+eE%％ '（）件元/\u3000\u200b年月日", max_size=12),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.builds(ErrorValue, st.text()),
    st.builds(NotCalculated, st.text()),
)


@pytest.mark.no_cover  # see pyproject.toml
@given(
    RAWS,
    st.sampled_from(["count", "integer", "amount", "percent", "number", "text", "date", "code"]),
    st.none() | st.sampled_from(["%", "元", "万元", "", "㎡"]),
    st.sampled_from([SHEET, LINE]),
)
def test_nothing_typed_crashes_a_reading(
    raw: Raw, kind: str, unit: str | None, at: CellRef
) -> None:
    values = Values(kind, unit=unit, marks=(("x", "suppressed"),))  # type: ignore[arg-type]
    read = Reading.of(raw, values, at)
    assert (read.value is None) == (read.state is not State.VALUE)
    assert (read.state is State.BLANK) == (
        show(raw) == "" and not isinstance(raw, ErrorValue | NotCalculated)
    )


@given(st.integers(0, 10**14))
def test_a_number_means_the_same_however_it_is_kept(number: int) -> None:
    written = str(number)
    wide = written.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    kept: list[Raw] = [number, float(number), written, f"{number:,}", wide, f" {written}件 "]
    assert {read_number(raw, counter=True).value for raw in kept} == {number}
    assert read_text(float(number)).value == written
