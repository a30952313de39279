"""What is told of a submission: cells, values, and which findings they mend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal, TypeAlias

import pytest

from reportcheck.evaluating import evaluate, evaluate_across
from reportcheck.form import BlankPolicy, Values
from reportcheck.localising import Budget, localise
from reportcheck.mending import Mending
from reportcheck.number import Raw
from reportcheck.rule import Missing, Pack, Severity, Tolerance
from reportcheck.submission import Submission
from reportcheck.viewing import View
from tests.building import (
    AMOUNT,
    COUNT,
    MISSING,
    NUMBER,
    TEXT,
    equals_rule,
    filled_form,
    filled_records,
    form_of,
    form_table,
    item,
    pack_of,
    records_table,
    rule_of,
    total_rule,
)

Reliability: TypeAlias = int | Fraction | Literal["fixed"]


def looked(
    pack: Pack,
    submission: Submission,
    prior: Submission | None = None,
    budget: Budget | None = None,
) -> Mending:
    (evaluation,) = evaluate(pack, [submission])
    if prior is None:
        return localise(pack, View(submission), evaluation.findings, budget=budget)
    view = View(submission, lambda steps: prior if steps == 1 else "no-prior-period")
    across = [rule for rule in pack.rules if rule.across]
    (beside,) = evaluate_across(across, [view])
    findings = (*evaluation.findings, *beside.findings)
    return localise(pack, view, findings, across=across, budget=budget)


def changes(mending: Mending) -> list[list[dict[str, str | None]]]:
    """Return each part as its sets, each set as the new values by address."""
    return [[{one.at.a1: one.to for one in each} for each in part.sets] for part in mending.parts]


PARTS = form_of(form_table("t", ["a", "b", item("all", total=True)], ["x", "y"]))
PARTS_ADD_UP = pack_of(PARTS, equals_rule(PARTS, "t", "row", "all", "sum(*)"))


def of_parts(cells: Sequence[Sequence[object]], pack: Pack = PARTS_ADD_UP) -> Mending:
    return looked(pack, filled_form(pack.form, {"t": cells}))


def test_three_equally_small_mendings_are_all_listed() -> None:
    mending = of_parts([[1, 0], [2, 0], [4, 0]])
    assert changes(mending) == [[{"B2": "2"}, {"B3": "3"}, {"B4": "3"}]]
    (part,) = mending.parts
    assert [str(each.at) for each in part.findings] == ["t!B4"]
    assert mending.complete


def test_two_causes_are_two_parts_and_the_whole_is_each_choice_of_both() -> None:
    mending = of_parts([[1, 5], [2, 5], [4, 9]])
    assert changes(mending) == [
        [{"B2": "2"}, {"B3": "3"}, {"B4": "3"}],
        [{"C2": "4"}, {"C3": "4"}, {"C4": "10"}],
    ]
    whole = mending.whole()
    assert whole is not None
    assert len(whole) == 9
    assert all(len(each) == 2 for each in whole)


def test_what_would_become_negative_is_not_offered() -> None:
    assert changes(of_parts([[5, 0], [2, 0], [1, 0]])) == [[{"B4": "7"}]]


def test_a_blank_that_can_be_deduced_is() -> None:
    mending = of_parts([[1, 0], ["", 0], [4, 0]])
    assert changes(mending) == [[{"B3": "3"}]]
    assert mending.parts[0].findings == ()
    assert mending.parts[0].sets[0][0].open


def test_what_is_no_number_is_deduced_like_a_blank() -> None:
    assert changes(of_parts([["22（其中修订 16 件）", 0], [2, 0], [24, 0]])) == [[{"B2": "22"}]]


def test_blanks_that_could_be_anything_are_not_guessed_at() -> None:
    assert changes(of_parts([["", 0], ["", 0], [4, 0]])) == []


def test_of_nothing_all_parts_are_nothing() -> None:
    assert changes(of_parts([["", 0], ["", 0], [0, 0]])) == [[{"B2": "0"}], [{"B3": "0"}]]


def test_a_blank_is_filled_in_along_with_what_must_change() -> None:
    # 5 + ? = 4 cannot be, whatever stands in the blank cell.
    mending = of_parts([[5, 0], ["", 0], [4, 0]])
    assert changes(mending) == [[{"B2": None}, {"B4": None}]]


def test_what_a_row_that_is_not_there_would_hold_is_not_told() -> None:
    assert changes(of_parts([[1, 0], [MISSING, 0], [4, 0]])) == []


def test_the_value_behind_a_mark_is_not_told() -> None:
    values = Values("count", places=0, min=0, marks=(("x", "suppressed"),))
    form = form_of(form_table("t", ["a", "b", item("all", total=True)], ["x"], values))
    pack = pack_of(form, equals_rule(form, "t", "row", "all", "sum(*)"))
    assert changes(of_parts([[1], ["x"], [4]], pack)) == []


def _weighing(*reliability: Reliability) -> Pack:
    items = [
        replace(item(name, total=name == "all"), reliability=each)
        for name, each in zip(("a", "b", "all"), reliability, strict=True)
    ]
    form = form_of(form_table("t", items, ["x"]))
    return pack_of(form, equals_rule(form, "t", "row", "all", "sum(*)"))


@pytest.mark.parametrize(
    ("reliability", "expected"),
    [
        ((1, 1, 1), ["B2", "B3", "B4"]),
        ((2, 1, 1), ["B3", "B4"]),
        ((1, 1, "fixed"), ["B2", "B3"]),
        ((1, Fraction(1, 2), 1), ["B3"]),
        ((1, 0, 0), ["B3", "B4"]),
        (("fixed", "fixed", 5), ["B4"]),
    ],
)
def test_what_is_reliable_changes_last(
    reliability: tuple[Reliability, ...], expected: list[str]
) -> None:
    (found,) = changes(of_parts([[1], [2], [4]], _weighing(*reliability)))
    assert [address for each in found for address in each] == expected


def test_where_nothing_may_change_the_findings_are_told_without_a_mending() -> None:
    mending = of_parts([[1], [2], [4]], _weighing("fixed", "fixed", "fixed"))
    assert changes(mending) == [[]]
    assert mending.complete
    assert mending.parts[0].findings
    assert mending.whole() == ()


@pytest.mark.parametrize("wrong", ["1000000000000.02", "10000000000000.01", "999999999999.99"])
def test_large_amounts_are_mended_to_the_cent(wrong: str) -> None:
    form = form_of(records_table("t", {"a": AMOUNT, "b": AMOUNT, "c": AMOUNT, "all": AMOUNT}))
    pack = pack_of(
        form,
        rule_of(form, "a + b + c = all", "t", "row"),
        rule_of(form, "a = b", "t", "row", name="s"),
    )
    row: dict[str, Sequence[Raw]] = {
        "a": [wrong], "b": ["1000000000000.01"], "c": ["0.01"], "all": ["2000000000000.03"],
    }  # fmt: skip
    assert changes(looked(pack, filled_records(form, t=row))) == [[{"A2": "1000000000000.01"}]]


CHOICE = form_of(
    records_table(
        "t",
        {
            "kind": Values("code", one_of=("A", "B")),
            "note": TEXT,
            "budget": AMOUNT,
            "paid": AMOUNT,
        },
    )
)


def of_record(check: str, severity: Severity = Severity.ERROR, **values: str) -> Mending:
    rule = replace(rule_of(CHOICE, check, "t", "row"), severity=severity)
    row = {"kind": "A", "note": "n", "budget": "0", "paid": "0"} | values
    columns = {name: [value] for name, value in row.items()}
    return looked(pack_of(CHOICE, rule), filled_records(CHOICE, t=columns))


def test_a_condition_may_change_as_well_as_what_it_asks_for() -> None:
    assert changes(of_record("if kind = 'A' then budget > 0")) == [[{"A2": "B"}, {"C2": None}]]


def test_what_only_texts_are_asked_for_takes_part() -> None:
    """No change is offered after which a rule about texts would fail, and those fail too."""
    pack = pack_of(
        CHOICE,
        rule_of(CHOICE, "if kind = 'A' then note = 'yes'", "t", "row", name="text"),
        rule_of(CHOICE, "if kind = 'B' then paid > 5", "t", "row", name="number"),
    )

    def of(**values: str) -> list[list[dict[str, str | None]]]:
        row = {"kind": "A", "note": "n", "budget": "0", "paid": "0"} | values
        columns = {name: [value] for name, value in row.items()}
        return changes(looked(pack, filled_records(CHOICE, t=columns)))

    assert of(kind="A", note="no") == [[{"B2": "yes"}]]
    assert of(kind="B", note="no") == [[{"D2": None}]]
    assert of(kind="B", note="yes") == [[{"A2": "A"}, {"D2": None}]]


def test_a_condition_on_a_number_may_change_too() -> None:
    assert changes(of_record("if paid > 10 then budget >= paid", paid="20", budget="5")) == [
        [{"C2": None}, {"D2": None}]
    ]


def test_a_value_that_only_whole_numbers_and_bounds_determine_is_told() -> None:
    few = Values("integer", min=0, max=3, places=0)
    form = form_of(records_table("t", {"b": few, "d": few}))
    pack = pack_of(form, rule_of(form, "4 * b + 3 = 3 * d", "t", "row"))
    mending = looked(pack, filled_records(form, t={"b": ["2"], "d": ["2"]}))
    assert changes(mending) == [[{"A2": "0", "B2": "1"}]]


def test_changes_that_only_bounds_of_cells_ask_for_are_told_with_these_cells() -> None:
    mending = of_parts([[-1, 0], [1, 0], [0, 0]])
    (part,) = mending.parts
    assert changes(mending) == [[{"B2": "0", "B3": "0"}, {"B2": None, "B4": None}]]
    assert [(each.rule, each.at and each.at.a1) for each in part.findings] == [
        ("out-of-range", "B2")
    ]


def test_a_number_out_of_its_bounds_that_may_not_change_is_told_without_a_mending() -> None:
    mending = of_parts([[-1], [1], [0]], _weighing("fixed", 1, 1))
    assert changes(mending) == [[]]
    assert [each.rule for each in mending.parts[0].findings] == ["out-of-range"]


def test_a_blank_for_which_nothing_can_be_filled_in_is_told_with_the_rules_that_wait_for_it() -> (
    None
):
    pack = _weighing("fixed", "fixed", "fixed")
    mending = of_parts([[""], [3], [2]], pack)
    assert changes(mending) == [[]]
    assert [each.rule for each in mending.parts[0].findings] == ["t.all"]
    assert of_parts([[""], [1], [2]], pack).parts[0].sets[0][0].to == "1"


def test_mistakes_that_have_nothing_to_do_with_each_other_do_not_multiply() -> None:
    rows = [f"r{each}" for each in range(11)]
    form = form_of(form_table("t", rows, ["a", "b", "all"]))
    rules = [
        rule_of(form, "a + b = all", "t", "row"),
        rule_of(form, f"{' + '.join(rows)} <= 50", "t", "column", name="cap"),
    ]
    filled = filled_form(form, {"t": [[1, 2, 4]] * 11})
    mending = looked(pack_of(form, *rules), filled)
    assert mending.complete
    assert [len(part.sets) for part in mending.parts] == [3] * 11
    assert mending.whole() is None


def test_a_bound_on_a_difference_leaves_room() -> None:
    assert changes(of_record("abs(budget - paid) <= 5", paid="20")) == [
        [{"C2": None}, {"D2": None}]
    ]


def test_warnings_are_not_mended() -> None:
    assert of_record("budget = paid", Severity.WARNING, paid="1") == Mending()


def test_what_is_not_linear_takes_no_part() -> None:
    assert of_record("budget * paid = 7") == Mending()


def test_a_number_out_of_its_bounds_must_change_even_where_it_adds_up() -> None:
    assert changes(of_parts([[-1, 0], [3, 0], [2, 0]])) == [
        [{"B2": None, "B3": None}, {"B2": None, "B4": None}]
    ]


def test_a_tolerance_leaves_room() -> None:
    rule = equals_rule(PARTS, "t", "row", "all", "sum(*)")
    pack = pack_of(PARTS, replace(rule, tolerance=Tolerance("absolute", 1)))
    assert changes(of_parts([[1, 0], [2, 0], [4, 0]], pack)) == []
    assert changes(of_parts([[1, 0], [2, 0], [5, 0]], pack)) == [
        [{"B2": None}, {"B3": None}, {"B4": None}]
    ]


def test_doubles_are_given_their_noise() -> None:
    form = form_of(form_table("t", ["a", "b", item("all", total=True)], ["x"], NUMBER))
    pack = pack_of(form, equals_rule(form, "t", "row", "all", "sum(*)"))
    assert changes(of_parts([[0.1], [0.2], [0.1 + 0.2]], pack)) == []
    assert changes(of_parts([[1], [2], [4]], pack)) == [[{"B2": "2"}, {"B3": "3"}, {"B4": "3"}]]


def test_the_figures_of_the_period_before_stay_as_they_are() -> None:
    rule = rule_of(PARTS, "a = prev(b)", "t", "column")
    pack = pack_of(PARTS, rule)
    now = filled_form(PARTS, {"t": [[1, 2], [0, 0], [1, 2]]})
    before = filled_form(PARTS, {"t": [[0, 0], [9, 2], [9, 2]]})
    assert changes(looked(pack, now, before)) == [[{"B2": "9"}]]
    assert changes(looked(pack, now)) == []


def test_a_total_row_and_its_records_are_one_system() -> None:
    table = records_table(
        "t", {"who": TEXT, "a": COUNT, "b": COUNT, "all": COUNT}, total="who = 'T'"
    )
    form = form_of(table)
    pack = pack_of(form, rule_of(form, "a + b = all", "t", "row"), total_rule("t"))
    columns: Mapping[str, Sequence[Raw]] = {
        "who": ["x", "y", "T"], "a": ["1", "7", "4"], "b": ["2", "4", "6"], "all": ["3", "7", "10"],
    }  # fmt: skip
    mending = looked(pack, filled_records(form, t=columns))
    assert changes(mending) == [[{"B3": "3"}]]
    assert {(each.rule, each.at.a1 if each.at else "") for each in mending.parts[0].findings} == {
        ("r", "D3"),
        ("t.total_row", "B4"),
    }


def test_records_are_mended_each_by_itself_and_named_by_their_line() -> None:
    form = form_of(
        records_table("t", {"who": TEXT, "a": COUNT, "b": COUNT, "all": COUNT}, key=["who"])
    )
    pack = pack_of(
        form, rule_of(form, "a + b = all", "t", "row"), rule_of(form, "a = b", "t", "row", name="s")
    )
    columns: Mapping[str, Sequence[Raw]] = {
        "who": ["x", "y", "z"], "a": ["1", "2", "3"], "b": ["1", "9", "3"], "all": ["2", "4", "7"],
    }  # fmt: skip
    mending = looked(pack, filled_records(form, t=columns))
    assert changes(mending) == [[{"C3": "2"}], [{"D4": "6"}]]
    assert [part.sets[0][0].row_label for part in mending.parts] == ["y", "z"]


@pytest.mark.no_cover  # see pyproject.toml
def test_of_very_many_records_the_first_are_looked_at_and_it_is_said() -> None:
    form = form_of(records_table("t", {"a": COUNT, "b": COUNT}))
    pack = pack_of(form, rule_of(form, "a = b", "t", "row"))
    columns = {"a": ["1"] * 1200, "b": ["2"] * 1200}
    mending = looked(pack, filled_records(form, t=columns))
    assert len(mending.parts) == 1000
    assert mending.note == "records-capped"
    assert not mending.complete
    assert mending.whole() is None


def test_when_time_is_over_it_is_said() -> None:
    mending = looked(
        PARTS_ADD_UP, filled_form(PARTS, {"t": [[1, 5], [2, 5], [4, 9]]}), budget=Budget(steps=1)
    )
    assert not mending.complete
    assert mending.note == "search-stopped"


def test_a_missing_operand_that_counts_as_zero_stays_blank() -> None:
    values = replace(COUNT, blank=BlankPolicy.UNKNOWN)
    form = form_of(form_table("t", ["a", "b", item("all", total=True)], ["x"], values))
    rule = replace(equals_rule(form, "t", "row", "all", "sum(*)"), missing=Missing.ZERO)
    assert changes(of_parts([[1], [""], [4]], pack_of(form, rule))) == [[{"B2": "4"}, {"B4": "1"}]]
    skipped = replace(rule, missing=Missing.SKIP_IF_ANY)
    assert changes(of_parts([[1], [""], [4]], pack_of(form, skipped))) == []


def test_a_suspended_rule_asks_for_nothing() -> None:
    pack = pack_of(PARTS, *(replace(each, suspended=True) for each in PARTS_ADD_UP.rules))
    assert of_parts([[1, 0], [2, 0], [4, 0]], pack) == Mending()
