"""Every form in a folder validated by frictionless: its types and signs, and one balance by row."""

import csv
import pathlib
import sys

from frictionless import Checklist, Dialect, Resource, Schema, checks, system
from frictionless.formats import ExcelControl

system.trusted = True
names = [
    "国有",
    "民营",
    "外资",
    "港澳台资",
    "企业小计",
    "机关",
    "事业",
    "社会团体",
    "机关小计",
    "总计",
]
kinds = {"type": "integer", "constraints": {"required": True, "minimum": 0}}
schema = Schema.from_descriptor(
    {
        "fields": [
            {"name": "一", "type": "string"},
            {"name": "二", "type": "string"},
            *({"name": name, **kinds} for name in names),
        ]
    }
)
rules = Checklist(
    checks=[
        checks.row_constraint(formula="国有 + 民营 + 外资 + 港澳台资 == 企业小计"),
        checks.row_constraint(formula="机关 + 事业 + 社会团体 == 机关小计"),
        checks.row_constraint(formula="企业小计 + 机关小计 == 总计"),
    ],
    skip_errors=["incorrect-label", "blank-label", "duplicate-label"],
)
wrong = 0
with pathlib.Path(sys.argv[2]).open("w", newline="", encoding="utf-8") as file:
    for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
        dialect = Dialect(header_rows=[3, 4], header_join=" ", controls=[ExcelControl()])
        report = Resource(path=str(path), schema=schema, dialect=dialect).validate(rules)
        wrong += not report.valid
        csv.writer(file).writerows(
            [path.name, *each] for each in report.flatten(["rowNumber", "type", "note"])
        )
print(wrong)
