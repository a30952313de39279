"""A submission as rows of a tidy table, and the same submission out of these."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcheck.evaluating import evaluate_across
from reportcheck.form import Values
from reportcheck.number import ErrorValue, NotCalculated, Raw, Untold
from reportcheck.problem import Problem
from reportcheck.submission import Submission
from reportcheck.tidy import COLUMNS, quoted, rows_of, shielded, unquoted, unshielded, wide_rows
from reportcheck.tidy.again import submissions_of
from reportcheck.tidy.rows import exactly
from reportcheck.viewing import View
from tests.building import (
    CODE,
    COUNT,
    DATE,
    NUMBER,
    TEXT,
    filled_form,
    filled_records,
    form_of,
    form_table,
    only,
    pack_of,
    records_of,
    records_table,
    rule_of,
)
from tests.evaluating.test_sweeping import REPORT, reports
from tests.formulas import FORM, tables


def again(*submissions: Submission) -> list[Submission]:
    forms = {each.form.id: each.form for each in submissions}
    rows = (
        tuple(map(unshielded, map(shielded, fields)))
        for number, each in enumerate(submissions, 1)
        for fields, _ in rows_of(each, number)
    )
    return list(submissions_of("t.csv", enumerate(rows, 2), lambda form, _: forms.get(form)))


def seen(submission: Submission) -> Iterator[object]:
    """Yield all that a formula may see of a submission."""
    view = View(submission)
    for table in submission.form.tables:
        records = submission.records.get(table.id)
        for item in table.columns.slots if records is not None else ():
            for record in range(len(records or ())):
                reading = view.reading(table.id, item.name, record)
                yield reading, records.lines[record] if records else 0
        yield records is None or (list(records.columns), records.sheet)
    yield dict(submission.readings)
    yield submission.agency, submission.period, submission.path


@given(st.text())
def test_no_text_is_lost_and_none_acts(text: str) -> None:
    inside = shielded(text)
    assert unshielded(inside) == text
    assert not any(ord(sign) < 32 or sign == "\u202e" for sign in inside)
    assert unquoted(quoted(inside)) == inside
    assert quoted(inside)[:1] not in set("=+@|%") or quoted(inside)[1:].replace(".", "").isdecimal()


@pytest.mark.parametrize(
    "text", ["=1+1", "'=1", "''=1", "-7", "-7+1", "+", "@x", "|x", "\\u003d", "_x0041_", "＝1"]
)
def test_texts_that_act_come_back(text: str) -> None:
    assert unshielded(unquoted(quoted(shielded(text)))) == text


@settings(max_examples=80)
@given(reports())
def test_a_form_comes_back_as_it_was(submission: Submission) -> None:
    (back,) = again(submission)
    assert list(seen(back)) == list(seen(submission))


@pytest.mark.no_cover  # see pyproject.toml
@settings(max_examples=80)
@given(tables())
def test_records_come_back_as_they_were(table: tuple[str | None, dict[str, list[Raw]]]) -> None:
    sheet, columns = table
    records = records_of(FORM.by_id["t"], columns, sheet)
    submission = Submission(FORM, "f.csv", {}, {"t": records})
    (back,) = again(submission)
    assert list(seen(back)) == list(seen(submission))


MOMENT = dt.datetime(2024, 1, 5, 10, 30)  # noqa: DTZ001 - a cell knows no zone
ODD: list[tuple[Values, Raw]] = [
    (NUMBER, 0.30000000000000004), (NUMBER, 2.0049999999999999), (NUMBER, float("inf")),
    (NUMBER, float("nan")), (NUMBER, 12345678901234567.0), (NUMBER, "1e-300"), (NUMBER, 1e300),
    (NUMBER, True), (NUMBER, dt.date(2024, 1, 5)), (NUMBER, MOMENT),
    (NUMBER, dt.time(10, 30)), (NUMBER, dt.timedelta(days=2, seconds=3, microseconds=40)),
    (NUMBER, dt.timedelta(seconds=3)), (NUMBER, "'12"), (NUMBER, Untold("malformed-line")),
    (NUMBER, Untold("run-together", "12 3")), (NUMBER, ErrorValue("#N/A")),
    (NUMBER, NotCalculated("=A1+1")), (CODE, 350402199001011234.0), (CODE, "0010"), (CODE, 10.0),
    (TEXT, "=1+1\n\x1b[31m\u202e"), (TEXT, "'=1"), (TEXT, True), (TEXT, 2.50), (TEXT, "[x]"),
    (DATE, MOMENT), (DATE, 20240105.0), (DATE, "2024年1月5日"),
    (Values("percent"), "12.5%"), (Values("percent"), 0.125), (Values("amount", unit="元"), "3元"),
    (Values("count", marks=(("x", "suppressed"),)), "x"),
]  # fmt: skip


@pytest.mark.parametrize("sheet", ["S", None])
@pytest.mark.parametrize(("values", "raw"), ODD)
def test_whatever_stands_in_a_cell_comes_back(values: Values, raw: Raw, sheet: str | None) -> None:
    form = form_of(records_table("t", {"k": TEXT, "x": values}))
    records = records_of(form.by_id["t"], {"k": ["a"], "x": [raw]}, sheet)
    submission = Submission(form, "f", {}, {"t": records})
    (back,) = again(submission)
    assert list(seen(back)) == list(seen(submission))
    labelled = form_of(form_table("r", ["a"], ["x"], values))
    (back,) = again(filled_form(labelled, {"r": [[raw]]}))
    assert list(seen(back)) == list(seen(filled_form(labelled, {"r": [[raw]]})))


@given(st.integers(-(10**40), 10**40), st.integers(0, 60))
def test_values_are_written_exactly(digits: int, places: int) -> None:
    value = Fraction(digits, 10**places)
    assert Fraction(exactly(value)) == value
    assert (
        exactly(value) == exactly(int(value)) if value.denominator == 1 else "." in exactly(value)
    )


def test_each_state_is_told_apart() -> None:
    form = form_of(form_table("r", ["a"], list("uvwxyz"), COUNT))
    submission = filled_form(form, {"r": [["7", "", "/", "abc", ErrorValue("#REF!"), "1,204"]]})
    told = {
        fields[COLUMNS.index("column")]: dict(zip(COLUMNS, fields, strict=True))
        for fields, _ in rows_of(submission)
    }
    names = ("cell", "state", "value", "shown", "reason", "note")
    assert [[told[column][name] for name in names] for column in "uvwxyz"] == [
        ["B2", "value", "7", "7", "", "text"],
        ["C2", "blank", "", "", "blank", ""],
        ["D2", "placeholder", "", "/", "placeholder", ""],
        ["E2", "not-a-number", "", "abc", "not-a-number", ""],
        ["F2", "error-value", "", "#REF!", "not-a-number", ""],
        ["G2", "value", "1204", "1,204", "", "grouped"],
    ]
    ((_, cells),) = wide_rows(submission)
    assert cells[6:] == (
        "7", "", "[placeholder] /", "[not-a-number] abc", "[error-value] #REF!", "1204",
    )  # fmt: skip


def test_a_table_without_records_and_a_lost_one_are_not_the_same() -> None:
    form = form_of(records_table("t", {"who": TEXT, "n": COUNT}))
    empty, lost = filled_records(form, t={"who": [], "n": []}), Submission(form, "f", {})
    assert ["t" in each.records for each in again(empty, lost)] == [True, False]
    assert again(empty)[0].records["t"].columns.keys() == {"who", "n"}


def test_submissions_come_one_by_one() -> None:
    form = form_of(form_table("r", ["a"], ["x"], COUNT))
    one, other = filled_form(form, {"r": [["1"]]}), filled_form(form, {"r": [["2"]]})
    assert [list(seen(each)) for each in again(one, other)] == [list(seen(one)), list(seen(other))]


def _changed(rows: list[tuple[str, ...]], column: str, to: str) -> list[tuple[str, ...]]:
    at = COLUMNS.index(column)
    return [(*row[:at], to, *row[at + 1 :]) if n == 1 else row for n, row in enumerate(rows)]


@pytest.mark.parametrize(
    ("column", "to", "code", "row"),
    [
        ("table", "s", "no-such-row", 3),
        ("row", "c", "no-such-row", 3),
        ("state", "fine", "no-such-row", 3),
        ("state", "blank", "no-such-row", 3),
        ("value", "", "no-such-row", 3),
        ("value", "twelve", "no-such-row", 3),
        ("cell", "12", "no-such-row", 3),
        ("column", "x", "no-such-row", 3),
        ("form", "g", "rows-left-out", 2),
        ("path", "other", "rows-left-out", 2),
    ],
)
def test_rows_that_were_changed_are_told(column: str, to: str, code: str, row: int) -> None:
    form = form_of(form_table("r", ["a"], ["x", "y", "z"], COUNT))
    rows = [fields for fields, _ in rows_of(filled_form(form, {"r": [["1", "2", "3"]]}))]
    with pytest.raises(Problem) as caught:
        list(submissions_of("t.csv", enumerate(_changed(rows, column, to), 2), lambda *_: form))
    assert (caught.value.code, caught.value.facts["row"]) == (f"extract-{code}", row)


def test_rows_of_an_unknown_form_are_told() -> None:
    form = form_of(form_table("r", ["a"], ["x"], COUNT))
    rows = [fields for fields, _ in rows_of(filled_form(form, {"r": [["1"]]}))]
    with pytest.raises(Problem) as caught:
        list(submissions_of("t.csv", enumerate(rows, 2), lambda *_: None))
    assert caught.value.code == "extract-other-form"


PRIOR_RULES = (
    rule_of(REPORT, "x = prev(x)", "r", "row", name="before"),
    rule_of(REPORT, "y = prev(y)", "r", "row", name="zero"),
    rule_of(REPORT, "r::new[x] = prev(sum(t::n))", name="records"),
    rule_of(REPORT, "r::new[x] >= prev(count(t where n > 1))", name="count"),
)


@settings(max_examples=80)
@given(reports(), reports())
def test_rules_that_look_back_find_the_same(now: Submission, before: Submission) -> None:
    pack = pack_of(REPORT, *PRIOR_RULES)
    (back,) = again(before)
    first, second = (
        evaluate_across(pack.across, [View(now, only(prior))]) for prior in (back, before)
    )
    assert first == second
