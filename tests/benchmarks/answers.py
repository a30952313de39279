"""What a contestant answered, in one shape: how many rows or cells break each rule."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

Answer = Callable[[Path, Path], dict[str, int]]
"""From what was written on stdout, and the file of failing cells, to counts."""

TOOL_RULES = {
    "records.total": "total",
    "branches.hierarchy": "sum",
    "order": "order",
    "condition": "condition",
    "duplicate-key": "duplicate",
    "not-a-number": "type",
    "blank": "type",
    "not-allowed": "kind",
}
READ_ALL_THE_SAME = frozenset({"thousands", "spaces"})


def said(out: Path, _: Path) -> dict[str, int]:
    """Read counts by rule, as the floors and some peers print them."""
    return dict(json.loads(out.read_text("utf-8")))


def by_pattern(patterns: dict[str, str]) -> Answer:
    """Return a reader that adds up counts whose names match a pattern, for each rule."""

    def read(out: Path, _: Path) -> dict[str, int]:
        given: dict[str, int] = json.loads(out.read_text("utf-8"))
        return {
            rule: sum(number for name, number in given.items() if re.search(pattern, name))
            for rule, pattern in patterns.items()
        }

    return read


def tool(_: Path, cells: Path) -> dict[str, int]:
    """Count the rows of the tool's own CSV report."""
    with cells.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        return dict(Counter(_tool_rule(row) for row in rows if row["verdict"] == "fail"))


def _tool_rule(row: dict[str, str]) -> str:
    if row["rule"] == "out-of-range":
        return "ratio" if row["column"] == "ratio" else "negative"
    return TOOL_RULES.get(row["rule"], row["rule"])


def frictionless(_: Path, cells: Path) -> dict[str, int]:
    """Count the errors of a frictionless report, by what they say."""
    with cells.open(encoding="utf-8", newline="") as file:
        return dict(Counter(_frictionless_rule(*row[1:]) for row in csv.reader(file)))


def _frictionless_rule(field: str, kind: str, note: str) -> str:
    if kind == "row-constraint":
        return "total" if "total" in note else "order" if "<=" in note else "condition"
    if kind == "constraint-error" and "required" not in note:
        return {"ratio": "ratio", "kind": "kind"}.get(field, "negative")
    return {"unique-error": "duplicate", "constraint-error": "type", "type-error": "type"}.get(
        kind, kind
    )


def pointblank(out: Path, _: Path) -> dict[str, int]:
    """Add up the steps of ``pb run``, in their order."""
    steps = json.loads(out.with_name("pointblank.json").read_text("utf-8"))
    rules = ["negative"] * 6 + ["total", "order", "condition", "duplicate", "ratio", "kind", "type"]
    found: Counter[str] = Counter()
    for rule, step in zip(rules, steps, strict=True):
        found[rule] += step["n_failed"]
    return dict(found)


def files_with_findings(out: Path, _: Path) -> dict[str, int]:
    """Read how many files are wrong: the tool says so in a sentence, others print the number."""
    text = out.read_text("utf-8")
    found = re.search(r"([\d,]+) with findings", text) or re.fullmatch(r"(\d+)\s*", text)
    return {"wrong": int(found[1].replace(",", "")) if found else 0}


def files_checked(_: Path, cells: Path) -> dict[str, int]:
    """Read from the tool's JSON report how many files were checked, and which of them are wrong."""
    report = json.loads(cells.read_text("utf-8"))
    states = Counter(file["status"] for file in report["files"])
    return {"wrong": states["failed"], "checked": report["summary"]["checked"],
            "unchecked": report["summary"]["unchecked"]}  # fmt: skip


def held_against(planted: dict[str, dict[str, int]], given: dict[str, int]) -> str:
    """Say whether an answer is what was planted, and if not, where it differs.

    Of ids that occur twice some name every row, some only those after the first; of numbers that
    are written oddly some name all, some none.
    """
    odd = planted["odd"]
    wanted = dict(planted["mistakes"])
    amiss = list(_amiss(wanted, given))
    types = sum(number for kind, number in odd.items() if kind not in READ_ALL_THE_SAME)
    if not types <= given.get("type", 0) <= sum(odd.values()):
        amiss.append(f"type {given.get('type', 0):,} for {types:,}")
    return "all" if not amiss else ", ".join(amiss)


def _amiss(wanted: dict[str, int], given: dict[str, int]) -> Iterable[str]:
    for rule, number in wanted.items():
        allowed = {number, 2 * number} if rule == "duplicate" else {number}
        if given.get(rule, 0) not in allowed:
            yield f"{rule} {given.get(rule, 0):,} for {number:,}"
