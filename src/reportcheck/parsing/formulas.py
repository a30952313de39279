"""Formula text to formula tree.

The tree still holds names as they were written; ``reportcheck.binding`` says what they mean.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportcheck.formula import (
    Binary,
    Call,
    Compare,
    If,
    ListOf,
    Logic,
    Name,
    Negative,
    Node,
    Not,
    Number,
    Range,
    Star,
    Text,
    children,
)
from reportcheck.near import ELSEWHERE
from reportcheck.number import Exact

if TYPE_CHECKING:
    from lark import Lark, Token

MAX_DEPTH = 150
"""How deep a formula may be nested; a chain of additions counts each of its signs."""

# One character to one character, so that positions in the folded text hold in the original.
_FOLDED = {wide: wide - 0xFEE0 for wide in map(ord, "（）［］＋－＊／＝＜＞！，：．％")}
_FOLDED |= {wide: wide - 0xFEE0 for wide in range(0xFF10, 0xFF1A)}
_FOLDED |= {ord("×"): ord("*"), ord("÷"): ord("/"), ord("−"): ord("-")}
_SAME_COMPARISON = {"≠": "!=", "≤": "<=", "≥": ">="}
_MISTAKEN_SIGNS = {
    "==": "=",
    "<>": "!=",
    "=<": "<=",
    "=>": ">=",
    "&&": "and",
    "||": "or",
    "&": "and",
    "|": "or",
    "!": "not",
}
_FOREIGN = {
    "in": "one_of(x, ['A', 'B'])",
    "not in": "not one_of(x, ['A', 'B'])",
    "like": "matches(x, 'A.*')",
    "~": "matches(x, 'A.*')",
    "is not null": "filled(x)",
    "is null": "blank(x)",
    "is": "=",
    "not null": "filled(x)",
    "null": "blank(x)",
    "between": "1 <= x <= 2",
    "^": "x * x",
    "**": "x * x",
    "%in%": "one_of(x, ['A', 'B'])",
    "->": "if … then …",
    ":": "a..b / t::a",
    "±": "abs(a - b) <= 1",
    "implies": "if … then …",
}
"""What other languages write, and how it is written here."""
_BEGINNINGS = frozenset({"WORD", "QUOTED", "NUMBER", "TEXT", "LPAR", "NOT", "IF"})
"""What a condition may begin with."""
_DOTTED = re.compile(r"\w+(?:\.\w+)+$")
_DECIMAL = re.compile(r"\d[\d.]*(,)\d+")
_KEYWORDS = r"(?:and|or|not|if|then|where|else)\b"
_WORD_BEFORE = re.compile(rf"(?<![\w.\"'])((?!{_KEYWORDS})[^\W\d]\w*)\s+$")
_WORDS = re.compile(rf"(?!{_KEYWORDS})\w+(?:\s+(?!{_KEYWORDS})\w+)*")
_IF, _THEN = re.compile(r"\bif\b"), re.compile(r"\bthen\b")


class FormulaError(Exception):
    """A formula that cannot be read: ``start`` and ``end`` count characters of its text."""

    def __init__(self, code: str, start: int, end: int, **facts: object) -> None:
        super().__init__(code, start, end, facts)
        self.code = code
        self.start = start
        self.end = end
        self.facts: dict[str, object] = facts


def parse(text: str) -> Node:
    """Return the tree of a formula, or raise a FormulaError that says where it goes wrong.

    >>> parse("新收 + 上年结转 = 办理总计").operator
    '='
    >>> parse("0 ≤ x <= 1").operator
    'and'
    """
    from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedToken

    folded = fold_signs(text)
    if not folded.strip():
        raise FormulaError("formula-empty", 0, len(text))
    if folded.count("(") + folded.count("[") > MAX_DEPTH and _bracket_depth(folded) > MAX_DEPTH:
        raise FormulaError("formula-too-deep", 0, len(text), limit=MAX_DEPTH)
    try:
        tree: Any = _parser().parse(folded)
    except (UnexpectedCharacters, UnexpectedEOF, UnexpectedToken) as error:
        raise _explained(error, folded) from None
    if _depth(tree) > MAX_DEPTH:
        raise FormulaError("formula-too-deep", 0, len(text), limit=MAX_DEPTH)
    node: Node = tree
    return node


def fold_signs(text: str) -> str:
    """Return the text with full-width signs outside quotes made plain; its length stays.

    >>> fold_signs("（a＋'（'）")
    "(a+'（')"
    """
    folded, quote = [], ""
    for character in text:
        if quote:
            quote = "" if character == quote else quote
            folded.append(character)
        else:
            quote = character if character in "'\"" else ""
            folded.append(character.translate(_FOLDED))
    return "".join(folded)


@cache
def _parser() -> Lark:
    from lark import Lark

    grammar = Path(__file__).with_name("formula.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", transformer=_builder(), maybe_placeholders=True)


def _builder() -> Any:  # noqa: ANN401, C901 - a method for each line of the grammar
    from lark import Transformer, v_args

    @v_args(inline=True)
    class Builder(Transformer):  # type: ignore[type-arg]
        """Builds the tree while parsing, so that deep formulas cost no recursion."""

        def number(self, token: Token) -> Number:
            if token.endswith("%"):
                return Number(_exact(Fraction(token[:-1]) / 100))
            return Number(_exact(Fraction(str(token))))

        def negative_number(self, _minus: Token, token: Token) -> Number:
            return Number(-self.number(token).value)

        def text(self, token: Token) -> Text:
            return Text(token[1:-1].strip())

        def list(self, *items: Node | None) -> ListOf:
            return ListOf(tuple(item for item in items if item is not None))

        def segment(self, token: Token) -> Token:
            inner = token[1:-1] if token.startswith('"') else str(token)
            return token.update(value=inner.strip())

        def path(self, *segments: Token) -> tuple[Token, ...]:
            return segments

        def reference(
            self, table: Token | None, path: tuple[Token, ...], column: tuple[Token, ...] | None
        ) -> Name:
            first = table if table is not None else path[0]
            last = (column or path)[-1]
            return Name(
                tuple(map(str, path)),
                None if table is None else str(table),
                None if column is None else tuple(map(str, column)),
                first.start_pos or 0,
                last.end_pos or 0,
            )

        def star(self, token: Token) -> Star:
            return Star(token.start_pos or 0, token.end_pos or 0)

        def range(self, first: Name, last: Name) -> Range:
            return Range(first, last)

        def arguments(self, *arguments: Node) -> tuple[Node, ...]:
            return arguments

        def call(self, word: Token, arguments: tuple[Node, ...] | None, where: Node | None) -> Call:
            return Call(str(word), arguments or (), where, word.start_pos or 0, word.end_pos or 0)

        def negative(self, _minus: Token, operand: Node) -> Node:
            return Number(-operand.value) if isinstance(operand, Number) else Negative(operand)

        def binary(self, left: Node, sign: Token, right: Node) -> Binary:
            return Binary(str(sign), left, right)  # type: ignore[arg-type]

        def comparison(self, *parts: Any) -> Node:  # noqa: ANN401
            operands, signs = parts[::2], parts[1::2]
            links: list[Node] = [
                Compare(_SAME_COMPARISON.get(sign, str(sign)), left, right)  # type: ignore[arg-type]
                for (left, right), sign in zip(pairwise(operands), signs, strict=True)
            ]
            return links[0] if len(links) == 1 else Logic("and", tuple(links))

        def conjunction(self, *operands: Node) -> Logic:
            return Logic("and", operands)

        def disjunction(self, *operands: Node) -> Logic:
            return Logic("or", operands)

        def negated(self, operand: Node) -> Not:
            return Not(operand)

        def conditional(self, condition: Node, consequence: Node) -> If:
            return If(condition, consequence)

    return Builder()


def _explained(error: Any, text: str) -> FormulaError:  # noqa: ANN401 - three unrelated classes
    """Turn lark's three kinds of error into one that says what to write instead."""
    start = error.pos_in_stream
    token = getattr(error, "token", None)
    if start is None or start < 0 or (token is not None and token.type == "$END"):
        return FormulaError("formula-ends-early", len(text.rstrip()), len(text.rstrip()))
    for wrong, right in _MISTAKEN_SIGNS.items():
        for at in (start, start - 1):
            if at >= 0 and text.startswith(wrong, at):
                return FormulaError("formula-sign", at, at + len(wrong), found=wrong, use=right)
    found = text[start]
    if found in "'\"":
        return FormulaError("formula-quote-open", start, len(text), found=found)
    if found in "“”‘’":
        return FormulaError("formula-curly-quote", start, start + 1, found=found)
    word = str(token) if token else found
    if _lacks_then(error, text):
        return FormulaError("formula-then-missing", start, start + len(word), found=word)
    if word == "where":
        return FormulaError("formula-where", start, start + len(word))
    if word == "else":
        return FormulaError("formula-else", start, start + len(word))
    return (
        _foreign(start, found, text)
        or _several_words(error, word, text)
        or FormulaError("formula-unexpected", start, start + len(word), found=word)
    )


def _foreign(start: int, found: str, text: str) -> FormulaError | None:
    """Return how what other languages write at a place is written here, if it is known."""
    begins = start - (text[max(start - 1, 0) : start + 1] in {"**", "->"})
    rest = " ".join(text[begins:].casefold().split())
    for foreign, use in _FOREIGN.items():
        if re.match(re.escape(foreign) + (r"(?!\w)" if foreign.isalpha() else ""), rest):
            facts = {"found": foreign, "use": use}
            return FormulaError("formula-foreign", begins, begins + len(foreign), **facts)
    dotted = _DOTTED.search(text[:start]) if found == "(" else None
    if dotted and (other := ELSEWHERE.get(dotted[0].casefold().replace(".", ""))):
        facts = {"found": dotted[0], "use": f"{other}(x)" if other.isidentifier() else other}
        return FormulaError("formula-foreign", dotted.start(), start, **facts)
    for comma in _DECIMAL.finditer(text):
        if comma.start(1) == start:
            facts = {"found": comma[0], "use": comma[0].replace(".", "").replace(",", ".")}
            return FormulaError("formula-foreign", comma.start(), comma.end(), **facts)
    return None


def _several_words(error: Any, word: str, text: str) -> FormulaError | None:  # noqa: ANN401
    """Tell of words that stand beside each other where one name belongs."""
    start = error.pos_in_stream
    before = _WORD_BEFORE.search(text[:start])
    behind = _WORDS.match(text, start)
    if getattr(getattr(error, "token", None), "type", "") != "WORD" or not (before and behind):
        return None
    name = f"{before[1]} {' '.join(behind[0].split())}"
    return FormulaError("formula-words", start, start + len(word), found=word, name=name)


def _lacks_then(error: Any, text: str) -> bool:  # noqa: ANN401
    """Whether what follows the condition of an ``if`` begins without ``then``."""
    begins = getattr(getattr(error, "token", None), "type", "") in _BEGINNINGS
    open_ifs = len(_IF.findall(text)) > len(_THEN.findall(text))
    return begins and open_ifs and "THEN" in getattr(error, "expected", ())


def _exact(number: Fraction) -> Exact:
    return number.numerator if number.denominator == 1 else number


def _bracket_depth(text: str) -> int:
    depth = deepest = 0
    for character in text:
        depth += (character in "([") - (character in ")]")
        deepest = max(deepest, depth)
    return deepest


def _depth(node: Node) -> int:
    """Return how many levels a tree has, without recursion."""
    deepest, pending = 0, [(node, 1)]
    while pending:
        each, depth = pending.pop()
        deepest = max(deepest, depth)
        pending.extend((child, depth + 1) for child in children(each))
    return deepest
