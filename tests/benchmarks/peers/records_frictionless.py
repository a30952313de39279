"""The eight rules as a Table Schema and three row constraints, in frictionless."""

import csv
import json
import pathlib
import sys
from collections import Counter

from frictionless import Checklist, Resource, Schema, checks, system

data, cells = sys.argv[1:3]


def number(name: str) -> dict:
    return {"name": name, "type": "integer", "constraints": {"required": True, "minimum": 0}}


def signed(name: str) -> dict:
    return {"name": name, "type": "integer", "constraints": {"required": True}}


codes = {"required": True, "enum": ["A", "B", "C", "D"]}
share = {"required": True, "minimum": 0, "maximum": 1}
schema = Schema.from_descriptor(
    {
        "fields": [
            {"name": "id", "type": "string", "constraints": {"required": True, "unique": True}},
            {"name": "kind", "type": "string", "constraints": codes},
            *map(number, "abcde"),
            *map(signed, ("total", "x", "y")),
            number("z"),
            {"name": "ratio", "type": "number", "constraints": share},
        ]
    }
)
rules = [
    checks.row_constraint(formula="total == a + b + c + d + e"),
    checks.row_constraint(formula="x <= y"),
    checks.row_constraint(formula="kind != 'A' or z > 0"),
]
system.trusted = True  # an absolute path is meant
report = Resource(path=data, schema=schema).validate(Checklist(checks=rules), limit_errors=10**9)
errors = report.flatten(["rowNumber", "fieldName", "type", "note"])
with pathlib.Path(cells).open("w", newline="", encoding="utf-8") as file:
    csv.writer(file).writerows(errors)
print(
    json.dumps(
        Counter(
            f"{kind}|{note[:60]}" if kind == "row-constraint" else kind
            for _, _, kind, note in errors
        )
    )
)
