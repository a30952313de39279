"""An invented city of 40 agencies in three levels, one file each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

Figures = Sequence[Sequence[int]]

ROWS = ("群众来信", "人大建议", "政协提案")
RULES = """
form: tasks
title: 示例市督办事项统计表
version: 2024.1
identity:
  agency: [{right_of: 填报单位}]
  period: [{right_of: 年度}]
values: count
tables:
- id: 督办
  title: 督办事项
  columns: [新交办, 已办结, {label: 合计, equals: sum(*)}]
  rows: [群众来信, 人大建议, 政协提案]
rules:
- id: 汇总
  table: 督办
  each: cell
  check: cell = sum(children(cell))
"""
OLDER = RULES.replace("2024.1", "2023.1").replace("人大建议, 政协提案]", "建议提案]")


def agencies() -> Mapping[str, str | None]:
    """Every agency with the one above it: a city, three districts, twelve agencies in each."""
    tree: dict[str, str | None] = {"示例市": None}
    for district in ("东区", "西区", "南区"):
        tree[district] = "示例市"
        tree |= {f"{district}{number:02}局": district for number in range(1, 13)}
    return tree


def figures() -> dict[str, list[list[int]]]:
    """What each reports: those with others below them the sum of these."""
    tree = agencies()
    held: dict[str, list[list[int]]] = {}
    for number, name in enumerate(reversed([*tree])):
        below = [held[each] for each, above in tree.items() if above == name]
        held[name] = (
            [[sum(cell) for cell in zip(*row, strict=True)] for row in zip(*below, strict=True)]
            if below
            else [[number % 7, number % 5], [number % 3, 2], [1, number % 11]]
        )
    return {name: held[name] for name in tree}


def write(folder: Path, reports: Mapping[str, Figures], period: str = "2024") -> None:
    """Write the reports, the list of all agencies and the rules."""
    folder.mkdir(exist_ok=True)
    for name, rows in reports.items():
        write_report(folder / f"{name}.csv", name, rows, period)
    lines = [f"{name},{above or ''}" for name, above in agencies().items()]
    (folder.parent / "agencies.csv").write_text("\n".join(["name,parent", *lines]), "utf-8")
    (folder.parent / "rules.yaml").write_text(RULES, "utf-8")


def write_report(
    path: Path, name: str, rows: Figures, period: str = "2024", labels: Sequence[str] = ROWS
) -> None:
    """Write one report."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = [f"填报单位,{name}", f"年度,{period}", "督办事项", ",新交办,已办结,合计"]
    text += [f"{label},{a},{b},{a + b}" for label, (a, b) in zip(labels, rows, strict=True)]
    path.write_text("\n".join(text) + "\n", "utf-8")
