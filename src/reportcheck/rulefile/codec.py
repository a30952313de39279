"""A pack as JSON and back, exactly: what a wheel carries so that no rule file is parsed at start.

A dataclass is a list that begins with its name, a tuple a list that begins with ``"("``; a mapping
is an object, a fraction ``["/", n, d]``. Field names are kept once, in the layout.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from typing import Any, Final

from reportcheck import codes, form, formula, rule

_CLASSES: Final[dict[str, type[Any]]] = {
    each.__name__: each
    for each in (
        *formula.NODES, form.Values, form.Item, form.Axis, form.Table, form.IdentityClue,
        form.Form, codes.CodeList, codes.Hierarchy, rule.Tolerance, rule.LeftOut,
        rule.Computation, rule.Example, rule.Rule, rule.Pack,
    )
}  # fmt: skip
_ENUMS: Final[dict[str, type[Enum]]] = {
    each.__name__: each for each in (form.BlankPolicy, form.Shape, rule.Severity, rule.Missing)
}
_MAKERS: Final[dict[str, Callable[..., object]]] = {
    **_CLASSES,
    **_ENUMS,
    "(": lambda *items: items,
    "/": Fraction,
}


class StaleError(ValueError):
    """The JSON was written for other classes than these."""


def pack_to_json(pack: rule.Pack) -> str:
    """Return a pack as one line of JSON; the same pack gives the same text.

    >>> empty = rule.Pack(form.Form("x", (), {}), ())
    >>> pack_from_json(pack_to_json(empty)) == empty
    True
    """
    document = {"layout": _layout(), "pack": _plain(pack)}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def pack_from_json(text: str) -> rule.Pack:
    """Return the pack that was written, or raise a StaleError where the classes have changed."""
    document = json.loads(text)
    if document["layout"] != _layout():
        raise StaleError
    pack = _made(document["pack"])
    if not isinstance(pack, rule.Pack):
        raise StaleError
    return pack


def _layout() -> dict[str, list[str]]:
    return {name: list(each.__dataclass_fields__) for name, each in _CLASSES.items()}


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return [type(value).__name__, value.value]
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Fraction):
        return ["/", value.numerator, value.denominator]
    if isinstance(value, tuple):
        return ["(", *map(_plain, value)]
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return [
            type(value).__name__,
            *(_plain(getattr(value, each.name)) for each in fields(value)),
        ]
    raise TypeError(type(value))


def _made(value: Any) -> object:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, list):
        return _MAKERS[value[0]](*map(_made, value[1:]))
    if isinstance(value, dict):
        return {name: _made(each) for name, each in value.items()}
    return value
