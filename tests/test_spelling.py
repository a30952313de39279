"""The arithmetic that a finding spells out is true, and names the cells it is about."""

from __future__ import annotations

import re
from fractions import Fraction

from hypothesis import assume, given, settings

from reportcheck.form import Item
from reportcheck.formula import Call as Function
from reportcheck.formula import Compare, Node, walk
from reportcheck.interpreting.functions import round_half_away
from reportcheck.interpreting.trees import Scene, evaluate
from reportcheck.number import Raw
from reportcheck.parsing import parse
from reportcheck.spelling import spell_comparison, spell_words
from reportcheck.submission import Submission
from reportcheck.viewing import Place, View
from tests.building import (
    ABSENT,
    COUNT,
    filled_form,
    form_of,
    form_table,
    item,
    records_of,
    rule_of,
)
from tests.formulas import FORM, numbers, tables


def _calculated(figures: str) -> Fraction:
    """Work a spelt side out by Python, as a reader would by hand."""
    written = re.sub(r"\d+(\.\d+)?", lambda found: f"Fraction('{found[0]}')", figures)
    names = {
        "Fraction": Fraction,
        "min": lambda *given: min(given),
        "max": lambda *given: max(given),
        "abs": abs,
        "mean": lambda *given: sum(given) / Fraction(len(given)),
        "round": lambda value, places=0: Fraction(round_half_away(value, int(places))),
        "__builtins__": {},
    }
    return Fraction(eval(written, names))  # noqa: S307 - a test's own arithmetic


@settings(max_examples=80, deadline=None)
@given(tables(most=3), numbers, numbers)
def test_the_figures_give_the_values_compared(
    table: tuple[str | None, dict[str, list[Raw]]], left: Node, right: Node
) -> None:
    sheet, columns = table
    submission = Submission(FORM, "f", {}, {"t": records_of(FORM.by_id["t"], columns, sheet)})
    check = Compare("=", left, right)
    # A count of cells is no arithmetic of their figures.
    assume(not any(isinstance(each, Function) and each.function == "count" for each in walk(check)))
    scene = Scene(View(submission), Place(record=0))
    spelt = spell_comparison(check, scene, (sheet, None))
    for node, figures in ((left, spelt.left_figures), (right, spelt.right_figures)):
        value = evaluate(node, scene).value
        endless = any(len(each) > 14 for each in re.findall(r"[\d.]+", figures))
        if isinstance(value, int | Fraction) and not endless:
            assert _calculated(figures) == value


def _spelt(check: str, rows: list[list[object]], home: str = "r") -> tuple[str, ...]:
    names: list[Item | str] = ["a", "b", item("c", optional=True), item("all", total=True)]
    form = form_of(form_table("r", names, ["x", "y"]), form_table("s", ["k"], ["x", "y"]))
    rule = rule_of(form, check, "r", "column")
    submission = filled_form(form, {"r": rows, "s": [[7, 8]]})
    assert isinstance(rule.check, Compare)
    spelt = spell_comparison(rule.check, Scene(View(submission), Place(item="x")), (home, None))
    return spelt.left_cells, spelt.left_figures, spelt.right_cells, spelt.right_figures


ROWS: list[list[object]] = [[2, 0], [-1, 0], [5, 0], [6, 0]]


def test_cells_of_the_sheet_at_hand_need_no_sheet() -> None:
    assert _spelt("all = sum(a, b, c)", ROWS) == ("B5", "6", "B2 + B3 + B4", "2 + (-1) + 5")
    assert _spelt("all = sum(a, b, c)", ROWS, "s")[0] == "r!B5"
    assert _spelt("all = s::k[x]", ROWS)[2:] == ("s!B2", "7")


def test_brackets_stand_where_they_are_needed() -> None:
    assert _spelt("all = a - (b - c)", ROWS)[3] == "2 - (-1 - 5)"
    assert _spelt("all = (a + c) * b", ROWS)[2:] == ("(B2 + B4) * B3", "(2 + 5) * (-1)")
    assert _spelt("all = a / (c / 2)", ROWS)[3] == "2 / (5 / 2)"
    assert _spelt("all = max(a, b)", ROWS)[2:] == ("max(B2, B3)", "max(2, -1)")


def test_what_is_counted_is_spelt_as_it_stands() -> None:
    rows: list[list[object]] = [["/", 0], ["", 0], [5, 0], [3, 0]]
    assert _spelt("all = count(a, b, c)", rows)[2:] == ("count(B2, B3, B4)", "count('/', '', 5)")


def test_what_is_absent_is_not_spelt() -> None:
    rows: list[list[object]] = [[2, 0], [1, 0], [ABSENT, ABSENT], [3, 0]]
    assert _spelt("all = sum(a, b, c)", rows)[2:] == ("B2 + B3", "2 + 1")
    assert _spelt("all = sum(c)", rows)[2:] == ("0", "0")


def test_what_is_of_an_earlier_period_is_told_as_that() -> None:
    form = form_of(form_table("t", ["a", "b"], ["x"]))
    scene = Scene(View(filled_form(form, {"t": [[3], [4]]})), Place(item="x"))
    for check in ("a <= prev(a) and b > 0", "a[x] >= prev(b[x], 4)"):
        assert spell_words(rule_of(form, check, "t", "column").check, scene) == check


def test_a_record_of_a_text_file_is_spelt_by_its_columns() -> None:
    scene = Scene(
        View(
            Submission(FORM, "f", {}, {"t": records_of(FORM.by_id["t"], {"a": ["1"], "c": ["2"]})})
        ),
        Place(record=0),
    )
    check = rule_of(FORM, "a = c + sum(t::a where c > 1)", "t", "row").check
    assert isinstance(check, Compare)
    spelt = spell_comparison(check, scene, None)
    assert (spelt.left_cells, spelt.right_cells) == ("a", "c + sum(a where c > 1)")
    assert (spelt.left_figures, spelt.right_figures) == ("1", "2 + 1")


def test_formulas_written_again_mean_the_same() -> None:
    form = form_of(form_table("r", ["a", "b", "c"], ["x"], COUNT))
    scene = Scene(View(filled_form(form, {"r": [[4], [2], [3]]})), Place(item="x"))
    for text in ("a - (b - c)", "-(a + b) * c", "a / b / c", "a / (b * c)", "min(a, b) + abs(c)"):
        check = rule_of(form, f"a = {text}", "r", "column").check
        assert isinstance(check, Compare)
        spelt = spell_comparison(check, scene, ("r", None))
        assert isinstance(parse(f"{spelt.right_figures} = 0"), Compare)
        assert _calculated(spelt.right_figures) == evaluate(check.right, scene).value
