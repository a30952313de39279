"""Each folder of tests/cases/rulefile is a rule file, and what loading it says.

``expected.txt`` has a line a mistake, ``line:column code``, with the fact that matters most behind
it; of a file without mistakes a line a rule. To add a case, write ``rules.yaml`` and check what
``REPORTCHECK_WRITE_CASES=1 pytest tests/rulefile/test_cases.py`` writes beside it.
"""

import os
from pathlib import Path

import pytest

from reportcheck import rulefile
from reportcheck.problem import Mistake, RuleFileProblem
from reportcheck.rule import Pack, Rule

CASES = sorted(Path(__file__).parent.parent.joinpath("cases", "rulefile").iterdir())
TOLD = ("suggestion", "field", "name", "names", "id", "reason", "value", "expected", "use")


def spoken(mistake: Mistake) -> str:
    facts = [f"{fact}={mistake.facts[fact]}" for fact in TOLD if fact in mistake.facts]
    return f"{mistake.line}:{mistake.column} {mistake.code} {' '.join(facts)}".rstrip()


def told(rule: Rule, pack: Pack) -> str:
    count = sum(1 for _ in rule.instances(pack.form))
    instances = "records" if rule.over_records(pack.form) else f"{count}x"
    return f"{rule.origin} {rule.id} {rule.table}/{rule.each} {instances}: {rule.check_text}"


def answer(path: Path) -> list[str]:
    try:
        pack = rulefile.load(str(path))
    except RuleFileProblem as problem:
        return [spoken(each) for each in problem.mistakes]
    return [told(rule, pack) for rule in pack.rules]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_rule_file_is_answered_as_its_case_says(case: Path) -> None:
    answered = answer(case / "rules.yaml")
    expected = case / "expected.txt"
    if os.environ.get("REPORTCHECK_WRITE_CASES"):
        expected.write_text("\n".join(answered) + "\n", encoding="utf-8")
    assert answered == expected.read_text(encoding="utf-8").splitlines()
