"""Cases of rule files in English: mistakes in them, what came of them, help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CASES: Final[Mapping[str, str]] = {
    "problem.no-cases": "There is no case for {targets}: none in the rule files (cases:), and no *.cases.yaml beside them.",
    "problem.cases-file": "Mistakes in rule files and files of cases: {count}. Nothing was tried; correct them and run again.",
    "problem.case-several": "{path} holds {count} {count:submission|submissions}; a filling is one.",
    "problem.case-no-record": 'There is no record {number} with "{column}" in table "{table}" to change.',
    "problem.case-no-prior": "The case changes the period before, and has no prior.",
    "mistake.case-slot-form": "{value} names no slot; a slot is written table::row[column], in a table with one row table::column, among records table::3[column]",
    "mistake.case-record-number": "among records a slot is table::3[column], with the number of the record, not {value}",
    "mistake.case-values-count": 'a row of table "{table}" has {wanted} {wanted:value|values}; here {given:is|are} {given}',
    "mistake.case-one-pack": "a file of cases is for one rule file; there are {known}",
    "mistake.case-no-filling": 'case "{name}" has no filling, and neither has the file',
    "mistake.case-no-file": "there is no file {path} beside the file of cases",
    "mistake.case-unknown-rule": 'there is no rule or check "{name}"',
    "mistake.case-whole-number": "a whole number of 1 or more is wanted here, not {value}",
    "mistake.case-not-in-formula": 'the formula of {rule} does not name "{name}"',
    "mistake.case-lacks-value": "the formula of {rule} also names {names}, and the case has no value for that",
    "trial.held": "{count} as expected",
    "trial.failed": "{count} not as expected",
    "trial.todo": "{count} still open",
    "trial.done": "{count} open no more",
    "trial.summary": "cases: {counts}",
    "trial.expected": "expected",
    "trial.instead": "{what}, {wanted} {wanted:time|times}, and found {got} {got:time|times}",
    "trial.verdict": "{rule} to end as {wanted}; it ended as {got}",
    "trial.surplus": "found, and not expected",
    "trial.unread": "the filling cannot be read",
    "trial.todo-why": "todo",
    "trial.done-why": "the case holds now: take its todo away",
    "trial.at": "at {slot}",
    "trial.line": "line {line}",
    "trial.never": "rules without a case",
    "trial.never-passing": "rules that no case shows passing",
    "trial.never-failing": "rules that no case shows failing",
    "trial.not-asked": "not asked",
    "trial.pass": "pass",
    "trial.fail": "fail",
    "trial.unknown": "unknown",
    "trial.rule_error": "rule error",
    "help.rules.test": "Try the cases of rule files: their examples, and the *.cases.yaml beside them.",
    "help.rules.test.targets": "Rule files, files of cases, folders of them, or packs",
    "help.rules.schema.cases": "Of files of cases instead",
}
