"""The published JSON Schema: our own files are valid by it, mistakes are not."""

from pathlib import Path

import jsonschema
import pytest
import yaml

from reportcheck import rulefile
from reportcheck.rulefile.packs import is_rule_file

ROOT = Path(__file__).parents[2]
CASES = sorted(ROOT.glob("rules/*.cases.yaml"))
FILES = [
    *filter(is_rule_file, sorted(ROOT.glob("rules/*.yaml"))),
    *sorted(ROOT.glob("samples/*.yaml")),
    *(
        path.with_name("rules.yaml")
        for path in sorted(ROOT.glob("tests/cases/rulefile/*/expected.txt"))
        if path.read_text(encoding="utf-8").startswith(("equals ", "rule "))
    ),
]


def validator() -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(rulefile.schema())
    return jsonschema.Draft202012Validator(rulefile.schema())


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_loads_is_valid(path: Path) -> None:
    # As an editor sees it: with YAML's own guesses, except dates and null, which JSON has not.
    text = path.read_text(encoding="utf-8")
    document = yaml.safe_load(text.replace(" ~, null,", "").replace(" 2001-01-01,", ""))
    assert list(validator().iter_errors(document)) == []


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_our_cases_are_valid(path: Path) -> None:
    schema = rulefile.cases_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    cases = jsonschema.Draft202012Validator(schema)
    assert list(cases.iter_errors(document)) == []
    assert list(cases.iter_errors({**document, "fillings": {}}))


@pytest.mark.parametrize(
    "wrong",
    [
        "[]",
        "{form: x}",
        "{form: x, tables: []}",
        "{form: x, tables: [{id: t, columns: [a]}], more: 1}",
        "{form: x, tables: [{id: t, columns: [{id: a, values: {type: conut}}]}]}",
        "{form: x, tables: [{id: t, columns: [a], rows: on}]}",
        "{form: x, tables: [{id: t, columns: [a]}], rules: [{id: r}]}",
        "{form: x, tables: [{id: t, columns: [a]}], rules: [{id: r, check: a, each: sheet}]}",
    ],
)
def test_what_is_wrong_is_not_valid(wrong: str) -> None:
    assert list(validator().iter_errors(yaml.safe_load(wrong)))


def described(node: object, at: str) -> list[str]:
    """Every property below a node that an editor could say nothing about."""
    if isinstance(node, list):
        return [each for item in node for each in described(item, at)]
    if not isinstance(node, dict):
        return []
    found = [
        f"{at}.{name}"
        for name, held in node.get("properties", {}).items()
        if "description" not in held
    ]
    return found + [each for key, item in node.items() for each in described(item, f"{at}.{key}")]


def test_every_field_is_described() -> None:
    assert described(rulefile.schema(), "") == []
