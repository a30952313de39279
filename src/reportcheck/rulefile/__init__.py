"""Rule files: YAML to a form and its rules, the packs of the tool, the JSON Schema for editors."""

from __future__ import annotations

from typing import Any

from reportcheck.rule import Pack
from reportcheck.rulefile.codec import pack_from_json, pack_to_json
from reportcheck.rulefile.packs import bundled, find, find_all, told_apart

__all__ = [
    "bundled",
    "cases_schema",
    "find",
    "find_all",
    "load",
    "pack_from_json",
    "pack_to_json",
    "schema",
    "told_apart",
]

# What loads YAML, lark and pydantic is imported when it is called: bundled packs come compiled.


def load(path: str) -> Pack:
    """Return the pack of a rule file, or raise a RuleFileProblem with every mistake in it."""
    from reportcheck.rulefile import loading

    return loading.load(path)


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of rule files, for completion in an editor.

    >>> schema()["title"]
    'reportcheck rule file'
    """
    from reportcheck.rulefile import models

    return models.schema()


def cases_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of files of cases.

    >>> cases_schema()["title"]
    'reportcheck file of cases'
    """
    from reportcheck.rulefile import case_models

    return case_models.schema()
