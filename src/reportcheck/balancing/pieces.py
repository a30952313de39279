"""``|x|``, the least and the greatest of several: linear piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reportcheck.formula import Binary, Call, Negative, Node, children, mapped, walk

_BENT: Final = frozenset({"abs", "min", "max"})


def pieces(node: Node) -> Iterator[tuple[tuple[Node, ...], Node]]:
    """Yield what a formula is where each of some other formulas is at least 0, without bends.

    >>> from reportcheck.formula import Cell
    >>> a = Cell("t", None, "a")
    >>> list(pieces(Call("abs", (a,)))) == [((a,), a), ((Negative(a),), Negative(a))]
    True
    """
    bend = next((each for each in walk(node) if _is_bent(each) and not _holds_bend(each)), None)
    if not isinstance(bend, Call):
        yield (), node
        return
    for conditions, straight in _straightened(bend):
        tree = mapped(node, lambda each, piece=straight: piece if each == bend else each)  # type: ignore[misc]
        for more, rest in pieces(tree):
            yield (*conditions, *more), rest


def _is_bent(node: Node) -> bool:
    return isinstance(node, Call) and node.function in _BENT


def _holds_bend(node: Node) -> bool:
    return any(_is_bent(each) for child in children(node) for each in walk(child))


def _straightened(bend: Call) -> Iterator[tuple[tuple[Node, ...], Node]]:
    if bend.function == "abs":
        (inner,) = bend.arguments
        yield (inner,), inner
        yield (Negative(inner),), Negative(inner)
        return
    for chosen in bend.arguments:
        others = [each for each in bend.arguments if each is not chosen]
        if bend.function == "max":
            yield tuple(Binary("-", chosen, each) for each in others), chosen
        else:
            yield tuple(Binary("-", each, chosen) for each in others), chosen
