"""A formula written out again: in addresses, in figures, or in the form's own words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from reportcheck.classes import dataclass
from reportcheck.finding import Spelling
from reportcheck.form import Shape, label_of
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
from reportcheck.interpreting.outcomes import Known
from reportcheck.interpreting.trees import Scene, parts_of
from reportcheck.number import spell
from reportcheck.viewing import Sight, View

Home: TypeAlias = tuple[str | None, int | None]
"""The sheet of a workbook, or the number of a table of a document."""

Naming = Callable[[Cell | Aggregate | Rollup], str]
"""How a spelling writes a cell, or what records or the agencies below come to."""

MOST_NAMED = 8
"""The agencies of a roll-up that are named one by one in a sum; of more it is only named."""

_IF, _OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _SIGN, _ATOM = range(9)


def spell_comparison(node: Compare, scene: Scene, home: Home | None) -> Spelling:
    """Return both sides of a comparison in addresses and in figures.

    ``home`` is the sheet (and table) that needs no naming. Calculating the figures gives the values
    compared.
    """
    cells, figures = _addresses(scene, home), _figures(scene)
    return Spelling(
        node.operator,
        _side(node.left, scene, cells),
        _side(node.left, scene, figures, figures=True),
        _side(node.right, scene, cells),
        _side(node.right, scene, figures, figures=True),
    )


def spell_words(node: Node, scene: Scene) -> str:
    """Return a condition in the form's own words."""
    return _written(node, _Style(scene, _words(scene), quoted=True))[0]


def spell_known(value: Known | None) -> str | None:
    """Return a value as reports write it: a decimal, an ISO date, or the text itself.

    >>> spell_known(7), spell_known("A"), spell_known(None)
    ('7', 'A', None)
    """
    if value is None:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return spell(value)


def _side(node: Node, scene: Scene, naming: Naming, *, figures: bool = False) -> str:
    return _written(node, _Style(scene, naming, quoted=not figures, figures=figures))[0]


@dataclass(frozen=True, slots=True)
class _Style:
    scene: Scene
    naming: Naming
    quoted: bool
    """Whether text stands between quotes: not in figures, where it is what the cell holds."""
    figures: bool = False


def _addresses(scene: Scene, home: Home | None) -> Naming:
    def name(node: Cell | Aggregate | Rollup) -> str:
        if isinstance(node, Aggregate):
            return _aggregate(node, scene, _column_words(scene))
        if isinstance(node, Rollup):
            return _agencies(node, scene)
        sight = scene.see(node)
        parts = [
            f"{each.submission.agency if each.submission else ''}{_before(each)}"
            for each in scene.view.parts(sight)
        ]
        return " + ".join(parts) or address(sight, scene.view, home)

    return name


def _figures(scene: Scene) -> Naming:
    def name(node: Cell | Aggregate | Rollup) -> str:
        value = spell_known(scene.evaluate(node).value) or "?"
        if isinstance(node, Rollup):
            return _sum_of([figure for _, figure in _named(node, scene)] or [value])
        parts = scene.view.parts(scene.see(node)) if isinstance(node, Cell) else ()
        return _sum_of([spell_known(each.value) or "?" for each in parts] or [value])

    return name


def _words(scene: Scene) -> Naming:
    def name(node: Cell | Aggregate | Rollup) -> str:
        if isinstance(node, Aggregate):
            return _aggregate(node, scene, _column_words(scene))
        if isinstance(node, Rollup):
            return _asked(node, scene)
        sight = scene.see(node)
        row, column = scene.view.labels(sight.cell)
        if not row or (node.row == EACH and node.column != EACH):
            return _earlier(column, node.period)
        word = row if node.column == EACH and node.row != EACH else f"{row}[{column}]"
        return _earlier(word, node.period)

    return name


def _column_words(scene: Scene) -> Naming:
    def name(node: Cell | Aggregate | Rollup) -> str:
        if isinstance(node, Aggregate):
            return _aggregate(node, scene, name)
        if isinstance(node, Rollup):
            return _asked(node, scene)
        table = scene.view.form.by_id[node.table]
        column = node.column
        if column == EACH and scene.place.item is not None:
            column = scene.place.item
        return label_of(table.columns, column)

    return name


def address(sight: Sight, view: View, home: Home | None) -> str:
    """Return where a cell is, as short as it can be said on the sheet ``home``.

    A record's cell in a text file is named by its column; a cell of another period by that period.
    """
    cell, at = sight.cell, sight.reading.at
    if sight.submission is None or at is None:
        row, column = view.labels(cell)
        name = f"{row}[{column}]" if row and column else row or column
        return _earlier(name, cell.period)
    table = sight.submission.form.by_id[cell.table]
    if at.sheet is None and table.shape is Shape.RECORDS:
        label = label_of(table.columns, cell.column)
        return f"{label}[{at.row}]" if cell.row == TOTAL else label
    if cell.period:
        return _before(sight)
    return at.a1 if at.home == home else str(at)


def _earlier(name: str, period: int) -> str:
    """Return a name as a formula asks for it so many periods before.

    >>> _earlier("paid", 0), _earlier("paid", 1), _earlier("paid", 4)
    ('paid', 'prev(paid)', 'prev(paid, 4)')
    """
    steps = f", {period}" if period > 1 else ""
    return f"prev({name}{steps})" if period else name


def _before(sight: Sight) -> str:
    """Return where a cell of another period is."""
    there, at = sight.submission, sight.reading.at
    period = (there.period if there else None) or f"-{sight.cell.period}"
    return f"[{period}]{at or ''}"


def _aggregate(node: Aggregate, scene: Scene, naming: Naming) -> str:
    style = _Style(scene, naming, quoted=True)
    table = scene.view.form.by_id[node.table]
    inner = (table.title or table.id) if node.value is None else _written(node.value, style)[0]
    where = "" if node.where is None else f" where {_written(node.where, style)[0]}"
    return _earlier(f"{node.function}({inner}{where})", node.period)


def _asked(node: Rollup, scene: Scene) -> str:
    """Return a roll-up as it is written, in the form's words."""
    inner = _written(node.value, _Style(scene, _words(scene), quoted=True))[0]
    return f"{node.function}(children({inner}))"


def _agencies(node: Rollup, scene: Scene) -> str:
    """Return the names of the agencies that are added up, or the roll-up where they are many."""
    named = _named(node, scene)
    return " + ".join(name for name, _ in named) if named else _asked(node, scene)


def _sum_of(figures: Sequence[str]) -> str:
    first, *others = figures
    return " + ".join([first, *(f"({e})" if e.startswith("-") else e for e in others)])


def _named(node: Rollup, scene: Scene) -> list[tuple[str, str]]:
    """Return name and figure of each agency of a sum, nothing where it is no short sum."""
    below = scene.view.below
    if below is None or node.function != "sum":
        return []
    told = [
        (child.name, spell_known(part if isinstance(part, int) else part.value) or "?")
        for child, part in zip(below.children, parts_of(node, scene, below), strict=True)
        if part is not None
    ]
    return told if len(told) <= MOST_NAMED else []


def _written(node: Node, style: _Style) -> tuple[str, int]:
    """Return a formula as text, and how loosely its outermost sign binds."""
    match node:
        case Cell() | Aggregate() | Rollup():
            return _named_part(node, style)
        case Number(value):
            return _signed(spell(value))
        case Text(value):
            return (f"'{value}'" if style.quoted else value), _ATOM
        case ListOf(items):
            return f"[{_listed(items, style)}]", _ATOM
        case Negative(operand):
            return f"-{_within(operand, style, _SIGN + 1)}", _SUM
        case Binary(operator, left, right):
            level = _SUM if operator in "+-" else _PRODUCT
            return (
                f"{_within(left, style, level)} {operator} {_within(right, style, level + 1)}",
                level,
            )
        case Compare(operator, left, right):
            return (
                f"{_within(left, style, _SUM)} {operator} {_within(right, style, _SUM)}",
                _COMPARE,
            )
        case Logic(operator, operands):
            level = _AND if operator == "and" else _OR
            return f" {operator} ".join(_within(each, style, level + 1) for each in operands), level
        case Not(operand):
            return f"not {_within(operand, style, _NOT)}", _NOT
        case If(condition, consequence):
            return (
                f"if {_within(condition, style, _OR)} then {_within(consequence, style, _OR)}",
                _IF,
            )
        case Call("sum", arguments):
            return _added(arguments, style)
        case Call():
            return _called(node, style), _ATOM
    return "", _ATOM


def _named_part(node: Cell | Aggregate | Rollup, style: _Style) -> tuple[str, int]:
    text, level = _signed(style.naming(node))
    added = isinstance(node, Rollup) or (
        isinstance(node, Cell) and bool(style.scene.view.parts(style.scene.see(node)))
    )
    return text, _SUM if added and " + " in text else level


def _signed(text: str) -> tuple[str, int]:
    return text, _SUM if text.startswith("-") else _ATOM


def _within(node: Node, style: _Style, level: int) -> str:
    text, own = _written(node, style)
    return text if own >= level else f"({text})"


def _present(node: Call, style: _Style) -> tuple[Node, ...]:
    if node.function not in {"sum", "count", "min", "max", "mean"}:
        return node.arguments
    see = style.scene.see
    return tuple(
        each for each in node.arguments if not (isinstance(each, Cell) and see(each).absent)
    )


def _called(node: Call, style: _Style) -> str:
    present = _present(node, style)
    if node.function == "count" and style.figures:
        return f"count({', '.join(_counted(each, style) for each in present)})"
    return f"{node.function}({_listed(present, style)})"


def _counted(node: Node, style: _Style) -> str:
    """Return what stands in a cell that is counted, whatever it is; of an empty one two quotes."""
    if not isinstance(node, Cell):
        return _written(node, style)[0]
    reading = style.scene.see(node).reading
    return spell_known(reading.value) or f"'{reading.shown}'"


def _listed(nodes: tuple[Node, ...], style: _Style) -> str:
    return ", ".join(_written(each, style)[0] for each in nodes)


def _added(arguments: tuple[Node, ...], style: _Style) -> tuple[str, int]:
    present = _present(Call("sum", arguments), style)
    if not present:
        return "0", _ATOM
    if len(present) == 1:
        return _written(present[0], style)
    first, *others = present
    written = [_within(first, style, _SUM), *(_within(each, style, _SUM + 1) for each in others)]
    return " + ".join(written), _SUM
