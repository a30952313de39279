"""What the columns decide is what the interpreter says, and they decide nearly always."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcheck.address import CellRef
from reportcheck.compiling import Undecidable, compile_rule
from reportcheck.compiling.typed import typed
from reportcheck.evaluating.frames import RECORD, RecordsFrame
from reportcheck.finding import Verdict
from reportcheck.form import Values, ValueType
from reportcheck.formula import Node, decisive_comparison
from reportcheck.inspecting import faults
from reportcheck.interpreting import judge
from reportcheck.number import Raw, State
from reportcheck.rule import Missing, Rule, Tolerance
from reportcheck.submission import Reading, Submission
from reportcheck.viewing import Place, View
from tests.building import NUMBER, filled_records, form_of, records_of, records_table, rule_of
from tests.formulas import COLUMNS, COMPUTED_BY, FORM, conditions, missings, tables, tolerances

VERDICTS = {True: Verdict.PASS, False: Verdict.FAIL, None: Verdict.UNKNOWN}
Table = tuple[str | None, dict[str, list[Raw]]]


def _submission(table: Table) -> Submission:
    sheet, columns = table
    return Submission(FORM, "f", {}, {"t": records_of(FORM.by_id["t"], columns, sheet)})


def _compiled_verdicts(rule: Rule, view: View) -> list[object]:
    """Return a verdict, None for no instance, or "undecided" for each record."""
    frame = RecordsFrame(view, "t")
    compiled = compile_rule(rule, frame)
    found = frame.select(
        compiled.check.alias("check"),
        compiled.where.alias("where"),
        compiled.undecided.alias("undecided"),
    )
    verdicts: list[object] = []
    for _, check, where, undecided in found.select(
        RECORD, "check", "where", "undecided"
    ).iter_rows():
        if undecided:
            verdicts.append("undecided")
        elif where is False:
            verdicts.append(None)
        else:
            verdicts.append(VERDICTS[None if where is None else check])
    return verdicts


@settings(max_examples=150, deadline=None)
@given(tables(), conditions, st.none() | conditions, tolerances, missings)
def test_columns_and_interpreter_agree(
    table: Table, check: Node, where: Node | None, tolerance: Tolerance, missing: Missing
) -> None:
    view = View(_submission(table))
    if decisive_comparison(check) is None:
        missing = Missing.STRICT  # as no rule file can have it otherwise
    rule = Rule(
        "r", "t", "row", check, "", where, tolerance=tolerance, missing=missing,
        computed_by=COMPUTED_BY,
    )  # fmt: skip
    try:
        compiled = _compiled_verdicts(rule, view)
    except Undecidable:
        return
    judged = [judge(rule, view, Place(record=each)).verdict for each in view.plain_records("t")]
    assert [
        expected
        for found, expected in zip(compiled, judged, strict=True)
        if found not in {"undecided", expected}
    ] == []


PLAIN = [
    "a + b = c",
    "sum(a, b) - c <= 0",
    "a = b * c",
    "a / b = c",
    "round(a / b, 2) >= c",
    "min(a, b) < max(b, c)",
    "abs(a - b) != mean(b, c)",
    "if t = 'x' then a > 0",
    "blank(t) or matches(t, '[a-z]+')",
    "unique(a, b)",
    "a <= sum(t::b where c > 0)",
]


@pytest.mark.parametrize("check", PLAIN)
@pytest.mark.parametrize("tolerance", [Tolerance(), Tolerance("absolute", 1)])
def test_plain_rules_over_plain_cells_are_always_decided(check: str, tolerance: Tolerance) -> None:
    columns = {"a": NUMBER, "b": NUMBER, "c": NUMBER, "t": Values("text")}
    form = form_of(records_table("t", columns))
    cells: dict[str, list[Raw]] = {
        "a": ["1", "2.5", "-3", "999999999999.99", "", "x"],
        "b": ["2", "0", "4", "0.01", "1", "1"],
        "c": ["3", "2.5", "1", "1000000000000", "/", "0"],
        "t": ["x", "y", "", "x", "Z", "x"],
    }
    view = View(filled_records(form, t=cells))
    verdicts = _compiled_verdicts(rule_of(form, check, "t", "row", tolerance=tolerance), view)
    assert "undecided" not in verdicts


@pytest.mark.parametrize(
    ("left", "right", "total", "verdict"),
    [
        ("9223372036854775807", "1", "9223372036854775808", "undecided"),
        ("9223372036854775807", "0", "9223372036854775807", Verdict.PASS),
        ("9223372036854775806", "9223372036854775806", "-4", Verdict.FAIL),
        ("9007199254740993", "0", "9007199254740992", Verdict.FAIL),
        ("-9223372036854775807", "-2", "9223372036854775807", Verdict.FAIL),
    ],
)
def test_sums_near_the_64_bit_bound_never_wrap(
    left: str, right: str, total: str, verdict: object
) -> None:
    columns = {"a": NUMBER, "b": NUMBER, "c": NUMBER}
    form = form_of(records_table("t", columns))
    view = View(filled_records(form, t={"a": [left], "b": [right], "c": [total]}))
    rule = rule_of(form, "a + b = c", "t", "row")
    assert _compiled_verdicts(rule, view) == [verdict]
    if verdict == "undecided":
        assert judge(rule, view, Place(record=0)).verdict is Verdict.PASS


@settings(max_examples=80, deadline=None)
@given(tables())
def test_a_typed_column_holds_what_reading_each_cell_gives(table: Table) -> None:
    sheet, columns = table
    for name, raws in columns.items():
        values, at = COLUMNS[name], CellRef(sheet, 1, 1)
        column = typed(raws, values, at)
        found = column.values.to_list()
        for row, raw in enumerate(raws):
            reading = Reading.of(raw, values, at)
            assert column.blank[row] == (reading.state is State.BLANK)
            if reading.state is State.BLANK:
                assert found[row] == (0 if name == "b" else None)
            elif reading.state is State.VALUE and row not in column.odd:
                value = reading.value
                assert found[row] == (value * column.scale if values.numeric else value)  # type: ignore[operator]
            else:
                assert found[row] is None
            if any(faults(reading, values)) or reading.note:
                assert row in column.suspects or reading.state is State.MARK
            if row in column.noted:
                assert row in column.suspects
                assert reading.state is State.VALUE
                assert reading.note in {"padded", "grouped"}
                assert not any(faults(reading, values))


ODDLY = st.from_regex(
    r"[ \t]{0,2}[+-]?([0-9]{1,19}|[0-9]{1,3}(,[0-9]{3}){1,6}|1,20|abc)(\.[0-9]{0,10})?[ \t\u3000]?",
    fullmatch=True,
)


@given(
    st.lists(ODDLY | st.integers(-9, 9).map(str) | st.just(""), min_size=1, max_size=12),
    st.sampled_from(["count", "integer", "amount", "number", "percent"]),
    st.sampled_from([None, 0, 2]),
    st.booleans(),
)
def test_a_number_written_oddly_is_what_reading_it_gives(
    raws: list[Raw],
    kind: ValueType,
    places: int | None,
    bounded: bool,  # noqa: FBT001
) -> None:
    values, at = (
        Values(kind, places=places, min=0, max=99 if bounded else None),
        CellRef(None, 1, 1),
    )
    column = typed(raws, values, at)
    for row, (raw, found) in enumerate(zip(raws, column.values.to_list(), strict=True)):
        reading = Reading.of(raw, values, at)
        wrong = any(faults(reading, values))
        assert (row in column.suspects) or not (wrong or reading.note)
        if found is not None:
            assert found == reading.value * column.scale  # type: ignore[operator]
        if row in column.noted:
            assert found is not None
            assert row in column.suspects
            assert reading.note in {"padded", "grouped"}
            assert not wrong


def test_most_numbers_written_oddly_need_not_be_read_one_by_one() -> None:
    raws: list[Raw] = [
        "1",
        " 2",
        "3\t",
        "1,204",
        "-1,204",
        "+5",
        "1,20",
        "99999999999999999999",
        " x",
    ]
    column = typed(raws, Values("count", min=0), CellRef(None, 1, 1))
    assert column.noted == [1, 2, 3]
    assert column.values.to_list() == [1, 2, 3, 1204, -1204, 5, None, None, None]
