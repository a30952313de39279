"""The JSON Schema of rule files that extend another: what they change, add and remove."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final

from reportcheck.rulefile.extending import OWN

_TEXT: Final[dict[str, Any]] = {"type": ["string", "number", "boolean"]}
_NAMES: Final[dict[str, Any]] = {"type": "array", "items": _TEXT}
_POSITIONS: Final[dict[str, Any]] = {
    "before": {**_TEXT, "description": "What it comes before."},
    "after": {**_TEXT, "description": "What it comes after."},
}
_ITEM: Final[dict[str, Any]] = {
    **_TEXT, "description": "Which row or column, as table::heading.item."
}  # fmt: skip
_UNDER: Final[dict[str, Any]] = {
    **_TEXT, "description": "The heading under which it comes last, as table::heading."
}  # fmt: skip
_WITHOUT: Final[dict[str, Any]] = {
    "oneOf": [_TEXT, _NAMES], "description": "Fields of the base that go."
}  # fmt: skip


def either(rule_file: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of rule files that start from nothing, and of those that extend."""
    whole = deepcopy(dict(rule_file))
    parts: dict[str, Any] = whole.pop("$defs")
    extension = _extension(whole, parts)
    return {
        "type": "object",
        "if": {"required": ["extends"]},
        "then": {"$ref": "#/$defs/Extension"},
        "else": {"$ref": "#/$defs/RuleFile"},
        "$defs": {**parts, "RuleFile": whole, "Extension": extension},
    }


def _extension(whole: Mapping[str, Any], parts: Mapping[str, Any]) -> dict[str, Any]:
    table, item, rule = (parts[name] for name in ("TableEntry", "ItemEntry", "RuleEntry"))
    item_named = {**_part(item, {"item": _ITEM, "without": _WITHOUT}), "required": ["item"]}
    changed = {
        "tables": {**_part(table, {"without": _WITHOUT}), "required": ["id"]},
        "items": item_named,
        "rules": {**_part(rule, {"without": _WITHOUT}), "required": ["id"]},
    }
    added = {
        "tables": {**_part(table, _POSITIONS), "required": table["required"]},
        "items": _part(item, {**_POSITIONS, "under": _UNDER}),
        "rules": {**_part(rule, _POSITIONS), "required": rule["required"]},
    }
    return {
        "type": "object",
        "description": "A rule file that starts from another one.",
        "additionalProperties": False,
        "required": ["extends"],
        "properties": {
            "extends": {
                **_TEXT,
                "description": "The rule file it starts from: a path from its own folder, or a "
                "pack as gir@2021.1.",
            },
            **{name: whole["properties"][name] for name in OWN},
            "change": _verb("What is otherwise than in the base.", changed),
            "add": _verb("What the base does not have.", added),
            "remove": {
                "type": "object",
                "description": "What the base has and this file has not.",
                "additionalProperties": False,
                "properties": {
                    "tables": {**_NAMES, "description": "Tables, by id."},
                    "items": {**_NAMES, "description": "Rows and columns, as table::item."},
                    "rules": {**_NAMES, "description": "Rules, by id."},
                },
            },
        },
    }


def _part(model: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Return a model of which every field may be left out, with more fields."""
    made = {name: held for name, held in deepcopy(dict(model)).items() if name != "required"}
    made["properties"] = {**more, **made["properties"]}
    return made


def _verb(description: str, entries: Mapping[str, Any]) -> dict[str, Any]:
    what = {"tables": "Tables.", "items": "Rows and columns.", "rules": "Rules."}
    return {
        "type": "object",
        "description": description,
        "additionalProperties": False,
        "properties": {
            name: {"type": "array", "items": held, "description": what[name]}
            for name, held in entries.items()
        },
    }
