"""Tree -> models: every mistake of shape is noted, and what is left is still built.

A mistake must not hide others: a field that is surely a misspelt one counts as that one, anything
else that is wrong is taken out of the tree, and the rest is validated again until it holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from reportcheck.near import nearest
from reportcheck.rulefile.reading_yaml import FORMULAS
from reportcheck.rulefile.tree import Elements, Fields, Mistakes, Path, Scalar, Tree, at, plain

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from reportcheck.rulefile.fields import Shaped
    from reportcheck.rulefile.models import RuleFile

Fieldnames: TypeAlias = "Callable[[str], tuple[str, ...]]"
"""Which fields a mapping under a field may have."""

NAMELESS: Final = "nameless-"
"""Begins the name that something gets whose author left it out or misspelt it."""

Model = TypeVar("Model", bound="Shaped")

_OTHER_WORDS: Final = {
    "name": "id", "type": "values", "message": "say", "formula": "check", "level": "severity",
    "minimum": "min", "min_value": "min", "maximum": "max", "max_value": "max",
    "enum": "one_of", "choices": "one_of", "allowed": "one_of", "allowed_values": "one_of",
    "regex": "pattern", "regexp": "pattern", "format": "pattern",
    "decimals": "places", "precision": "places", "scale": "places", "dtype": "type",
    "required": "blank", "nullable": "blank", "null": "blank", "empty": "blank",
    "header": "label", "caption": "label", "synonyms": "aliases",
    "expr": "check", "expression": "check", "assert": "check",
    "condition": "check", "test": "check", "constraint": "check",
    "msg": "say", "error": "say", "description": "why", "reason": "why",
    "filter": "where", "when": "where", "if": "where",
    "sum": "equals", "total_of": "equals", "primary_key": "key", "keys": "key", "fields": "columns",
}  # fmt: skip
"""How other tools call what a field of ours is for."""
_ALIKE: Final = 65
"""How like a field must be to one that exists to be taken for it (0 to 100)."""

_QUOTED = re.compile(r"'([^']*)'")
_ITEMS: Final = frozenset({"columns", "rows", "items"})
_KINDS: Final = {
    "string_type": "text",
    "list_type": "list",
    "model_type": "mapping",
    "dict_type": "mapping",
}


def shape(tree: Fields, mistakes: Mistakes) -> RuleFile | None:
    """Return the rule file as models, or None where not even its form can be told."""
    from reportcheck.rulefile.models import RuleFile, fields_under

    return shaped(tree, mistakes, RuleFile, fields_under)


def shaped(tree: Fields, mistakes: Mistakes, model: type[Model], known: Fieldnames) -> Model | None:
    """Return a tree as a model, or None where nothing of it can be saved."""
    from pydantic import ValidationError

    while True:
        try:
            return model.model_validate(plain(tree))
        except ValidationError as error:
            errors = error.errors(include_url=False)
        # Misspelt fields first: what they stand for is then no longer missing.
        unknown = [each for each in errors if each["type"] == "extra_forbidden"]
        # Nodes are looked up before any is taken out: positions in lists would shift.
        found = [(_node(tree, each["loc"]), each) for each in unknown or errors]
        mended = [_mend(tree, node, each, mistakes, known) for node, each in found]
        if not all(mended):
            return None


def _node(tree: Tree, loc: Path) -> tuple[Path, Tree | None, Tree]:
    """Return the real path of a place pydantic names, with the node and what holds it.

    Pydantic's own steps, as which kind of a union it took, lead nowhere in the tree.
    """
    path: Path = ()
    holder: Tree | None = None
    for step in loc:
        child = at(tree, (step,))
        if child is not tree:
            path, holder, tree = (*path, step), tree, child
    return path, holder, tree


def _mend(
    top: Fields,
    found: tuple[Path, Tree | None, Tree],
    error: ErrorDetails,
    mistakes: Mistakes,
    known: Fieldnames,
) -> bool:
    """Note one mistake and take it out of the tree; False where nothing can be saved."""
    path, holder, node = found
    kind, field = error["type"], error["loc"][-1]
    if kind == "missing" and isinstance(node, Fields):
        return _supply(top, path, node, str(field), mistakes)
    if kind == "extra_forbidden" and isinstance(holder, Fields):
        _note_unknown(holder, path, mistakes, known)
        return True
    under = str(next((step for step in reversed(path) if isinstance(step, str)), ""))
    code, facts = _described(error, node, under)
    place = node.place
    if "[key]" in error["loc"] and isinstance(node, Fields):
        name = str(error["input"])
        mistakes.add("bad-id", node.keys.get(name, place), {"field": under, "value": name})
        node.drop(name)
        return True
    if code == "wrong-kind" and path and isinstance(path[-1], int):
        mistakes.add("wrong-entry", place, facts)
    elif code != "empty-list" or not (isinstance(node, Elements) and node.damaged):
        mistakes.add(code, place, facts)
    suggestion = facts.get("suggestion")
    if isinstance(suggestion, str) and isinstance(holder, Fields) and isinstance(node, Scalar):
        holder.entries[str(path[-1])] = replace(node, text=suggestion)
        return True
    _take_out(holder, path, node)
    return holder is not None


def _take_out(holder: Tree | None, path: Path, node: Tree) -> None:
    if isinstance(holder, Fields):
        holder.drop(str(path[-1]))
    elif isinstance(holder, Elements):
        holder.drop(node)


def _supply(top: Fields, path: Path, node: Fields, field: str, mistakes: Mistakes) -> bool:
    """Note a field that is missing, and give it a name to go on with, or drop what lacks it."""
    if field not in node.refused:
        owner = next((step for step in reversed(path) if isinstance(step, str)), "")
        mistakes.add("missing-field", node.place, {"field": field, "owner": owner or None})
    if field in {"id", "form"}:
        name = f"{NAMELESS}{node.place.line}-{node.place.column}"
        node.entries[field] = Scalar(name, node.place)
        return True
    _, holder, _ = _node(top, path)
    _take_out(holder, path, node)
    return holder is not None


def _note_unknown(holder: Fields, path: Path, mistakes: Mistakes, names: Fieldnames) -> None:
    """Note a field that nobody knows, and take it for the one it must mean, if there is one."""
    name = str(path[-1])
    place = holder.keys.get(name, holder.place)
    under = next((step for step in reversed(path[:-1]) if isinstance(step, str)), "")
    known = names(under)
    if under in _ITEMS and name in names("rules"):
        mistakes.add("field-of-rules", place, {"field": name})
        holder.drop(name)
        return
    other = _OTHER_WORDS.get(name.casefold())
    meant = other if other in known else nearest(name, known, _ALIKE)
    facts = {"field": name, "suggestion": meant, "known": [*known]}
    mistakes.add("unknown-field", place, facts)
    if meant is not None and meant not in holder.entries and meant not in holder.refused:
        holder.entries = {
            meant if key == name else key: node for key, node in holder.entries.items()
        }
        holder.keys[meant] = place
    else:
        holder.drop(name)


def _described(error: ErrorDetails, node: Tree, under: str) -> tuple[str, dict[str, object]]:
    """Return the code and the facts for an error of pydantic about a node that is there."""
    kind, context = error["type"], error.get("ctx", {})
    found = (
        "text" if isinstance(node, Scalar) else "list" if isinstance(node, Elements) else "mapping"
    )
    facts: dict[str, object] = {"field": under or None}
    if isinstance(node, Scalar):
        facts["value"] = node.text
    if kind in {*_KINDS, "union_tag_invalid", "wrong-kind"} and under in FORMULAS:
        return "quote-value", {"field": under}
    if kind in _KINDS:
        return "wrong-kind", {**facts, "expected": _KINDS[kind], "found": found}
    if kind in {"union_tag_invalid", "wrong-kind"}:
        expected = context.get("expected_tags") or context.get("expected", "")
        return "wrong-kind", {
            **facts,
            "expected": str(expected).replace("'", ""),
            "found": found,
        }
    if kind in {"literal_error", "enum"}:
        known = _QUOTED.findall(context["expected"])
        value = str(facts.get("value", ""))
        facts |= {"suggestion": nearest(value, known), "known": [*known]}
        if under == "rows":
            return "unknown-rows", {**facts}
        return "unknown-value", facts
    codes = {
        "string_too_short": "empty-text",
        "too_short": "empty-list",
        "string_pattern_mismatch": "bad-id",
    }
    return codes.get(kind, kind), {**facts, **{k: v for k, v in context.items() if k == "most"}}
