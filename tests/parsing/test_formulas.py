"""Formulas as people write them, and what is said of those that cannot be read."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcheck.formula import (
    Binary,
    Call,
    Compare,
    If,
    Logic,
    Name,
    Negative,
    Not,
    Number,
    Range,
    Star,
    Text,
    walk,
)
from reportcheck.parsing import FormulaError, parse
from reportcheck.parsing.formulas import MAX_DEPTH, fold_signs


def spelt(node: object) -> str:
    """Write a tree as nested brackets, so that precedence can be read off."""
    match node:
        case Number(value):
            return str(value)
        case Text(value):
            return f"'{value}'"
        case Name(path, table, column):
            name = (f"{table}::" if table else "") + ".".join(path)
            return name + (f"[{'.'.join(column)}]" if column else "")
        case Star():
            return "*"
        case Range(first, last):
            return f"{spelt(first)}..{spelt(last)}"
        case Negative(operand):
            return f"(- {spelt(operand)})"
        case Binary(operator, left, right) | Compare(operator, left, right):
            return f"({spelt(left)} {operator} {spelt(right)})"
        case Logic(operator, operands):
            return "(" + f" {operator} ".join(map(spelt, operands)) + ")"
        case Not(operand):
            return f"(not {spelt(operand)})"
        case If(condition, consequence):
            return f"(if {spelt(condition)} then {spelt(consequence)})"
        case Call(function, arguments, where):
            ending = f" where {spelt(where)}" if where else ""
            return f"{function}({', '.join(map(spelt, arguments))}{ending})"
    return str(node)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a + b * c = d", "((a + (b * c)) = d)"),
        ("a - b - c = 0", "(((a - b) - c) = 0)"),
        ("-a * 2 = b / -c", "(((- a) * 2) = (b / (- c)))"),
        ("not a = 1 and b = 2 or c = 3", "(((not (a = 1)) and (b = 2)) or (c = 3))"),
        ("if a = 1 then if b = 2 then c = 3", "(if (a = 1) then (if (b = 2) then (c = 3)))"),
        ("0 ≤ x <= 1", "((0 <= x) and (x <= 1))"),
        ("x ≠ 1", "(x != 1)"),
        ("x < 50%", "(x < 1/2)"),
        ("sum(*) = 0.5", "(sum(*) = 1/2)"),
        ("sum(一月..三月) = 季度.合计", "(sum(一月..三月) = 季度.合计)"),
        ('"(一)予以公开" = "a.b".c', "((一)予以公开 = a.b.c)"),
        ("甲::乙[丙.丁] = 1季度", "(甲::乙[丙.丁] = 1季度)"),
        ("sum(p::x where k = 'A') = 1", "(sum(p::x where (k = 'A')) = 1)"),
        ("（a＋b）＊２＝c", "(((a + b) * 2) = c)"),
        ("one_of(k, ['A', 2])", "one_of(k, ListOf(items=(Text(value='A'), Number(value=2))))"),
        ("prev(x, 2) = x", "(prev(x, 2) = x)"),
        ("count(payments) >= 1", "(count(payments) >= 1)"),
    ],
)
def test_a_formula_binds_as_people_read_it(text: str, tree: str) -> None:
    assert spelt(parse(text)) == tree


@pytest.mark.parametrize(
    ("text", "code", "marked"),
    [
        ("", "formula-empty", ""),
        ("  ", "formula-empty", "  "),
        ("a +", "formula-ends-early", ""),
        ("sum(a", "formula-ends-early", ""),
        ("a == b", "formula-sign", "=="),
        ("a <> b", "formula-sign", "<>"),
        ("a && b", "formula-sign", "&&"),
        ("!a", "formula-sign", "!"),
        ("k = 'A", "formula-quote-open", "'A"),
        ("k = “A”", "formula-curly-quote", "“"),
        ("(七)总计 = 3", "formula-unexpected", "总计"),
        ("x = 1 y", "formula-unexpected", "y"),
        ("a..b = c", "formula-unexpected", ".."),
        ("Coal + All gas = x", "formula-words", "gas"),
        ("a = b and Own gas = 1", "formula-words", "gas"),
        ("sum(a:b) = c", "formula-foreign", ":"),
        ("a = 1.000,5", "formula-foreign", "1.000,5"),
        ("a = b ± 1", "formula-foreign", "±"),
    ],
)
def test_a_broken_formula_is_marked_where_it_breaks(text: str, code: str, marked: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    error = caught.value
    assert (error.code, text[error.start : error.end]) == (code, marked)


@pytest.mark.parametrize(
    "text",
    ["(" * 500 + "a" + ")" * 500, "+".join(["a"] * 500) + "=b", "not " * 500 + "a = 1"],
    ids=["brackets", "additions", "nots"],
)
def test_a_formula_too_deep_is_refused_not_followed(text: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert caught.value.code == "formula-too-deep"
    assert caught.value.facts == {"limit": MAX_DEPTH}


def test_places_are_those_of_the_text_as_written() -> None:
    text = "（甲 ＋ “"
    assert len(fold_signs(text)) == len(text)
    names = [each for each in walk(parse("（甲＋乙）＝丙")) if isinstance(each, Name)]
    assert ["（甲＋乙）＝丙"[each.start : each.end] for each in names] == ["甲", "乙", "丙"]


def test_decimals_are_exact() -> None:
    tree = parse("x = 0.1")
    assert isinstance(tree, Compare)
    assert tree.right == Number(Fraction(1, 10))


@given(st.text(max_size=60))
def test_any_text_is_parsed_or_refused_with_its_place(text: str) -> None:
    try:
        parse(text)
    except FormulaError as error:
        assert 0 <= error.start <= error.end <= len(text)  # noqa: PT017 - most texts are refused
