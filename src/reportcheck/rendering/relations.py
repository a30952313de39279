"""A rule in words, by the labels of the form: for people who do not read formulas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from reportcheck.codes import Hierarchy
from reportcheck.form import Form, label_of
from reportcheck.formula import (
    EACH,
    TOTAL,
    Aggregate,
    Binary,
    Call,
    Cell,
    Compare,
    If,
    ListOf,
    Logic,
    Negative,
    Node,
    Not,
    Number,
    Rollup,
    Text,
)
from reportcheck.number import spell
from reportcheck.page import Lang
from reportcheck.rule import Missing, Rule
from reportcheck.wording import phrase

Say: TypeAlias = Callable[..., str]

_SIGNS: Final = {"!=": "≠", "<=": "≤", ">=": "≥", "*": "×", "/": "÷", "-": "−"}
_IN_WORDS: Final = frozenset(
    {"blank", "filled", "unique", "all_or_none", "at_least_one", "matches", "one_of"}
)


class _WordlessError(Exception):
    """A part of a formula for which there are no words."""


def relation(rule: Rule, form: Form, lang: Lang) -> str:
    """Return what a rule demands, in words and in the labels of its form.

    >>> from reportcheck.rulefile import find
    >>> (gir,) = find("gir@2021.1")
    >>> rule = next(each for each in gir.rules if each.id == "结转衔接")
    >>> relation(rule, gir.form, "zh")
    '二、上年结转政府信息公开申请数量 = 上一期的四、结转下年度继续办理'
    """

    def say(key: str, **facts: object) -> str:
        return phrase(f"relation.{key}", lang, **facts)

    if rule.hierarchy is not None:
        return hierarchy_in_words(rule.hierarchy, lang)
    if rule.origin == "total_row":
        return say("total_row", where=rule.check_text)
    writer = _Writer(form, say)
    try:
        told = writer.condition(rule.check)
        if rule.where is not None:
            return say("where", condition=writer.condition(rule.where), requirement=told)
    except _WordlessError:
        where = f" where {rule.where_text}" if rule.where is not None else ""
        return f"{rule.check_text.strip()}{where}"
    return told


def hierarchy_in_words(hierarchy: Hierarchy, lang: Lang) -> str:
    """Return that the codes of a hierarchy add up, which those are, and among which records."""
    comma = phrase("list.comma", lang)
    by = comma.join(each.name for each in hierarchy.lists)
    if not hierarchy.lists:
        lengths = comma.join(map(str, hierarchy.prefix))
        by = phrase("rules.hierarchy.prefix", lang, by=lengths)
    within = comma.join(hierarchy.within) or phrase("rules.hierarchy.all", lang)
    return phrase(
        "rules.hierarchy", lang, values=comma.join(hierarchy.values), code=hierarchy.code, by=by,
        within=within,
    )  # fmt: skip


def missing_in_words(rule: Rule, lang: Lang) -> str:
    """Return what a rule does about what is missing, nothing where it does what all rules do."""
    if rule.hierarchy is not None:
        return phrase(f"explain.hierarchy.{rule.missing}", lang)
    return "" if rule.missing is Missing.STRICT else phrase(f"explain.{rule.missing}", lang)


class _Writer:
    def __init__(self, form: Form, say: Say) -> None:
        self._form = form
        self._say = say

    def condition(self, node: Node) -> str:
        match node:
            case Compare(operator, left, right):
                return f"{self.value(left)} {_SIGNS.get(operator, operator)} {self.value(right)}"
            case Logic(operator, operands):
                parts = (self._within(each) for each in operands)
                return self._say(operator).join(parts)
            case Not(operand):
                return self._say("not", condition=self._within(operand))
            case If(condition, consequence):
                return self._conditional(condition, consequence)
            case Call("required_if", (subject, condition)):
                return self._conditional(condition, Call("filled", (subject,)))
            case Call(function, arguments) if function in _IN_WORDS:
                return self._called(function, arguments)
        raise _WordlessError

    def _within(self, node: Node) -> str:
        text = self.condition(node)
        return f"({text})" if isinstance(node, Logic | If) else text

    def _conditional(self, condition: Node, requirement: Node) -> str:
        return self._say(
            "where",
            condition=self.condition(condition),
            requirement=self.condition(requirement),
        )

    def _called(self, function: str, arguments: tuple[Node, ...]) -> str:
        if function == "matches":
            subject, pattern = arguments
            return self._say("matches", cells=self.value(subject), pattern=self.value(pattern))
        if function == "one_of":
            subject, listed = arguments
            items = listed.items if isinstance(listed, ListOf) else (listed,)
            told = self._listed(items)
            return self._say("one_of", cells=self.value(subject), allowed=told)
        return self._say(function, cells=self._listed(arguments), count=len(arguments))

    def _listed(self, nodes: tuple[Node, ...]) -> str:
        return self._say("comma").join(self.value(each) for each in nodes)

    def value(self, node: Node) -> str:
        match node:
            case Cell():
                return self._cell(node)
            case Number(value):
                return spell(value)
            case Text(value):
                return self._say("text", text=value)
            case Negative(operand):
                return f"−{self._factor(operand)}"
            case Binary("+" | "-" as operator, left, right):
                sign = _SIGNS.get(operator, operator)
                other = self._factor(right) if operator == "-" else self.value(right)
                return f"{self.value(left)} {sign} {other}"
            case Binary(operator, left, right):
                sign = _SIGNS.get(operator, operator)
                return f"{self._factor(left)} {sign} {self._factor(right)}"
            case Call("sum", arguments) if arguments:
                return " + ".join(self.value(each) for each in arguments)
            case Call("count" | "min" | "max" | "mean" as function, arguments):
                return self._say(f"of.{function}", cells=self._listed(arguments))
            case Call("round", (subject, *places)):
                told = self.value(places[0]) if places else "0"
                return self._say("of.round", cells=self._factor(subject), places=told)
            case Call("abs", (subject,)):
                return self._say("of.abs", cells=self._factor(subject))
            case Aggregate():
                return self._aggregate(node)
            case Rollup("sum", value):
                return self._say("below", what=self.value(value))
        raise _WordlessError

    def _factor(self, node: Node) -> str:
        text = self.value(node)
        plain = isinstance(node, Cell | Number | Text | Aggregate | Rollup)
        return text if plain else f"({text})"

    def _aggregate(self, node: Aggregate) -> str:
        table = self._form.by_id[node.table]
        what = "" if node.value is None else self.value(node.value)
        told = self._say(f"over.{node.function}", cells=what, table=table.title or table.id)
        if node.where is not None:
            told = self._say("only", what=told, condition=self.condition(node.where))
        return self._before(told, node.period)

    def _cell(self, node: Cell) -> str:
        table = self._form.by_id.get(node.table)
        if table is None:
            raise _WordlessError
        column = label_of(table.columns, node.column)
        row = label_of(table.rows, node.row)
        if node.column == EACH and node.row in {EACH, None}:
            told = self._say("cell")
        elif node.row == TOTAL:
            told = self._say("total", cells=column)
        elif node.row == EACH or not row:
            told = column
        else:
            told = row if node.column == EACH else self._say("at", row=row, column=column)
        return self._before(told, node.period)

    def _before(self, told: str, period: int) -> str:
        if period == 1:
            return self._say("before", what=told)
        return self._say("before.more", what=told, count=period) if period else told
