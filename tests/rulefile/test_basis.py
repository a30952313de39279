"""What prescribes a rule: what it says itself, else what prescribes the form of its file."""

from __future__ import annotations

from pathlib import Path

from reportcheck.checking import Request, check
from reportcheck.rulefile import load

BASE = """\
form: f
basis: circular 1
tables:
- id: t
  values: count
  columns: [a, b, {id: c, equals: a + b}]
  rows: [r]
rules:
- {id: plain, table: t, each: row, check: a >= b}
- {id: told, table: t, each: row, check: a >= b, basis: a note}
"""
OWN = """\
extends: base.yaml
change:
  rules:
  - {id: told, severity: warning}
add:
  items:
  - {after: 't::c', id: d, equals: a - b}
  rules:
  - {id: mine, table: t, each: row, check: a > b}
"""


def bases(folder: Path, own: str) -> dict[str, str]:
    (folder / "base.yaml").write_text(BASE, encoding="utf-8")
    (folder / "own.yaml").write_text(own, encoding="utf-8")
    return {rule.id: rule.basis for rule in load(str(folder / "own.yaml")).rules}


def test_rules_that_a_file_adds_do_not_inherit_the_circular_of_what_it_extends(
    tmp_path: Path,
) -> None:
    assert bases(tmp_path, OWN) == {
        "t.c": "circular 1", "t.d": "", "plain": "circular 1", "told": "a note", "mine": "",
    }  # fmt: skip


def test_a_basis_of_the_extending_file_is_that_of_all(tmp_path: Path) -> None:
    assert bases(tmp_path, OWN + "basis: circular 2\n") == {
        "t.c": "circular 2", "t.d": "circular 2", "plain": "circular 2", "told": "a note",
        "mine": "circular 2",
    }  # fmt: skip


def test_findings_name_it(tmp_path: Path) -> None:
    bases(tmp_path, OWN)
    (tmp_path / "f.csv").write_text(",a,b,c,d\nr,1,2,3,-1\n", encoding="utf-8")

    report = check(Request((str(tmp_path / "f.csv"),), (str(tmp_path / "own.yaml"),)))

    found = {each.rule: each.basis for each in report.findings}
    assert (found["plain"], found["mine"]) == ("circular 1", "")
